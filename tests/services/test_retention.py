"""Who is kept longer than any scheme asks: nobody too early, nobody in use, nobody in silence."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cmsdesk.domain.applications import Application, State
from cmsdesk.domain.assignments import Appointment, Assignment
from cmsdesk.domain.certificates import Certificate, CertificateEvent, Status
from cmsdesk.domain.disputes import Dispute
from cmsdesk.domain.dossiers import PointsEntry
from cmsdesk.domain.erasing import Erasure
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.services.applications import StartApplication, WithdrawApplication
from cmsdesk.services.editions import AddScheme, PublishEdition
from cmsdesk.services.history import CheckJournal, LastActs
from cmsdesk.services.office import Office, make_office
from cmsdesk.services.people import AddPerson, EndMembership, JoinAssociation, PersonDetails, ReadPerson
from cmsdesk.services.restoring import restore_office
from cmsdesk.services.retention import CheckClock, Erased, EraseOverdue, ListOverdue, OverdueRow, erase_overdue
from cmsdesk.services.schemes import work_with
from cmsdesk.services.settings import FoundOffice, OfficeDetails
from tests.erasing import KNOWN, traces
from tests.situations import SEPARATE, Clock, Look, Put

ENDED, DUE = date(2014, 3, 31), date(2024, 4, 1)
OWN = Path(__file__).parents[1] / "data" / "schemes"


@pytest.fixture
def clock() -> Clock:
    return Clock(DUE)


@pytest.fixture
def own(tmp_path: Path, clock: Clock) -> Iterator[Office]:
    (tmp_path / "office").mkdir()
    office = make_office(
        tmp_path / "office" / "office.cmsdesk",
        user="tester",
        today=lambda: clock.day,
        now=lambda: datetime(clock.day.year, clock.day.month, clock.day.day, 9, tzinfo=UTC),
    )
    office.do(FoundOffice(OfficeDetails("Test office", backup_folder=str(tmp_path / "Backups"))))
    for path in sorted(OWN.glob("*.toml")):
        office.do(PublishEdition(office.do(AddScheme(path))))
    yield office
    office.close()
    work_with({})


def certificate(office: Office, person: int, scheme: str = "rl", until: date | None = ENDED, number: str = "RL-1") -> int:
    row = Certificate(
        number=number, person_id=person, scheme_id=scheme, title_id="RL", granted_on=date(2010, 1, 1), until_on=until
    )
    return office.do(Put(row))


def lapsed(office: Office) -> int:
    """Somebody of whom much is known, who held a title of the career advisers once."""
    person = office.do(AddPerson(KNOWN))
    certificate(office, person)
    return person


def overdue(office: Office) -> list[OverdueRow]:
    return office.do(ListOverdue())


@pytest.mark.parametrize(("day", "is_overdue"), [(date(2024, 3, 31), False), (DUE, True), (date(2030, 1, 1), True)])
def test_who_did_not_recertify_is_overdue_after_ten_full_years(own: Office, clock: Clock, day: date, is_overdue: bool) -> None:
    person = lapsed(own)
    clock.day = day
    rows = overdue(own)
    assert [(row.person_id, row.since, row.reason) for row in rows] == ([(person, DUE, "")] if is_overdue else [])
    if not is_overdue:
        with pytest.raises(RuleBroken, match="are not over, or something is still in use"):
            own.do(EraseOverdue(person))


def test_a_certificate_that_was_withdrawn_counts_from_that_day(own: Office) -> None:
    person = own.do(AddPerson(KNOWN))
    held = certificate(own, person, until=None)
    assert overdue(own) == []
    own.do(Put(CertificateEvent(certificate_id=held, on=ENDED, standing=Status.WITHDRAWN.value, reason="Asked.")))
    assert [row.since for row in overdue(own)] == [DUE]


def member(office: Office, person: int) -> None:
    office.do(JoinAssociation(person, date(2000, 1, 1)))


def one_who_was_member_until_lately(office: Office, person: int) -> None:
    member(office, person)
    [membership] = office.do(ReadPerson(person)).memberships
    office.do(EndMembership(membership.id, date(2020, 1, 1)))


def an_appointment(office: Office, person: int) -> None:
    office.do(Put(Appointment(person_id=person, scheme_id="rl", role="assessor", from_on=date(2010, 1, 1))))


def an_appointment_that_ended_lately(office: Office, person: int) -> None:
    row = Appointment(person_id=person, scheme_id="rl", role="assessor", from_on=date(2010, 1, 1), until_on=date(2016, 1, 1))
    office.do(Put(row))


def a_title_of_another_scheme(office: Office, person: int) -> None:
    certificate(office, person, "rqim", None, "Q-1")


def a_title_of_another_scheme_that_ended_lately(office: Office, person: int) -> None:
    certificate(office, person, "rqim", date(2015, 1, 1), "Q-1")


def a_suspended_certificate(office: Office, person: int) -> None:
    held = certificate(office, person, until=None, number="RL-2")
    office.do(Put(CertificateEvent(certificate_id=held, on=ENDED, standing=Status.SUSPENDED.value, reason="Asked.")))


def a_certificate_of_a_scheme_that_is_not_there(office: Office, person: int) -> None:
    certificate(office, person, "gone", ENDED, "G-1")


def an_open_application(office: Office, person: int) -> None:
    office.do(StartApplication(person, SEPARATE, "initial"))


def an_application_that_ended_lately(office: Office, person: int) -> None:
    office.do(WithdrawApplication(office.do(StartApplication(person, SEPARATE, "initial")), "Moved."))


def an_application_of_which_the_journal_knows_nothing(office: Office, person: int) -> None:
    old = date(2000, 1, 1)
    row = Application(
        number="A-1", person_id=person, scheme_id="rl", version_id="x", route_id="x", title_id="RL",
        state=State.REFUSED.value, started_on=old,
    )  # fmt: skip
    office.do(Put(row))


def points_of_lately(office: Office, person: int) -> None:
    row = PointsEntry(
        person_id=person, scheme_id="rl", ledger="x", entered_on=date(2020, 1, 1), description="A course", amount_hundredths=1
    )
    office.do(Put(row))


def a_complaint(office: Office, person: int, closed_on: date | None = None) -> None:
    row = Dispute(
        number="K-1", kind="complaint", certificate_id=1, brought_by="A. Klager", grounds="Words.",
        received_on=date(2013, 1, 1), closed_on=closed_on,
    )  # fmt: skip
    office.do(Put(row))


def a_complaint_that_was_answered_lately(office: Office, person: int) -> None:
    a_complaint(office, person, date(2019, 1, 1))


@pytest.mark.parametrize(
    "in_use",
    [
        member,
        one_who_was_member_until_lately,
        an_appointment,
        an_appointment_that_ended_lately,
        a_title_of_another_scheme,
        a_title_of_another_scheme_that_ended_lately,
        a_suspended_certificate,
        a_certificate_of_a_scheme_that_is_not_there,
        an_open_application,
        an_application_that_ended_lately,
        an_application_of_which_the_journal_knows_nothing,
        points_of_lately,
        a_complaint,
        a_complaint_that_was_answered_lately,
    ],
)
def test_whoever_is_in_use_or_was_until_lately_is_not_touched(own: Office, in_use: Callable[[Office, int], None]) -> None:
    person = lapsed(own)
    assert len(overdue(own)) == 1
    in_use(own, person)
    assert overdue(own) == []
    with pytest.raises(RuleBroken, match="are not over, or something is still in use"):
        own.do(EraseOverdue(person))


def test_whoever_never_held_a_certificate_is_never_overdue(own: Office, clock: Clock) -> None:
    own.do(AddPerson(KNOWN))
    clock.day = date(2100, 1, 1)
    assert overdue(own) == []


def told_by(office: Office) -> tuple[list[Erased], str]:
    told: list[Erased] = []
    return told, erase_overdue(office, told.append)


def test_whoever_is_overdue_is_erased_without_a_trace_and_told(own: Office, tmp_path: Path) -> None:
    person = lapsed(own)
    stays = own.do(AddPerson(PersonDetails("Blijver")))
    [row] = overdue(own)
    told, warning = told_by(own)
    assert (told, warning) == ([Erased(row, number="X-0001")], "")
    assert traces(own.path) == []
    assert own.do(CheckJournal()) is None
    assert own.do(LastActs())[0].act == "Erased a person after the years of keeping"
    assert own.do(ReadPerson(person)).full_name == "X-0001"
    assert own.do(ReadPerson(stays)).details.surname == "Blijver"
    kept = own.do(Look(Erasure, 1))
    assert isinstance(kept, Erasure)
    assert (kept.requested_on, kept.erased_on) == (DUE, DUE)
    assert overdue(own) == []
    with pytest.raises(RuleBroken, match="was erased on"):
        own.do(EraseOverdue(person))


def test_the_backup_that_was_made_before_does_not_bring_them_back(own: Office, tmp_path: Path) -> None:
    lapsed(own)
    told_by(own)
    [backup] = (tmp_path / "Backups").glob("*.cmsdesk-backup")
    assert b"Quistermaeker" in backup.read_bytes()
    own.close()
    done = restore_office(backup, own.path, user="tester", today=lambda: DUE)
    assert done.erased == ("X-0001",)
    assert traces(own.path) == []


def test_where_nobody_is_overdue_no_backup_is_made(own: Office, tmp_path: Path) -> None:
    assert told_by(own) == ([], "")
    assert not (tmp_path / "Backups").exists()


def test_without_a_backup_nobody_is_erased(own: Office, tmp_path: Path) -> None:
    lapsed(own)
    (tmp_path / "Backups").write_text("a file where the folder should be")
    with pytest.raises(RuleBroken, match="could not be written"):
        told_by(own)
    assert len(overdue(own)) == 1


@pytest.mark.parametrize("scheme", ["dimc", SEPARATE], ids=["an example", "not said"])
def test_years_that_nobody_confirmed_erase_nobody(own: Office, scheme: str) -> None:
    person = own.do(AddPerson(KNOWN))
    certificate(own, person, scheme)
    lapsed_too = own.do(AddPerson(PersonDetails("Tweede")))
    certificate(own, lapsed_too, number="RL-2")
    [one, other] = overdue(own)
    assert "Nobody has confirmed how many years" in one.reason
    assert other.reason == ""
    told, _warning = told_by(own)
    assert [(one.row.person_id, bool(one.number), bool(one.reason)) for one in told] == [
        (person, False, True),
        (lapsed_too, True, False),
    ]
    assert traces(own.path) != []


def test_who_acted_on_files_of_others_is_named_and_stays(own: Office) -> None:
    person = lapsed(own)
    other = own.do(AddPerson(PersonDetails("Kandidaat")))
    application = own.do(StartApplication(other, SEPARATE, "initial"))
    own.do(Put(Assignment(application_id=application, person_id=person, role="mentor", step_id="", assigned_on=ENDED)))
    [row] = overdue(own)
    assert "on 1 file of somebody else" in row.reason
    with pytest.raises(RuleBroken, match="on 1 file of somebody else"):
        own.do(EraseOverdue(person))


@pytest.mark.parametrize("day", [date(2024, 3, 31), date(2024, 5, 3), date(2034, 4, 1)], ids=["back", "late", "years"])
def test_a_clock_that_may_be_wrong_erases_nobody(own: Office, clock: Clock, day: date) -> None:
    lapsed(own)
    own.do(
        Put(
            Certificate(
                number="RL-0", person_id=1, scheme_id="rl", title_id="RL", granted_on=date(2005, 1, 1), until_on=date(2008, 1, 1)
            )
        )
    )
    certificate(own, own.do(AddPerson(PersonDetails("Oud"))), until=date(2001, 1, 1), number="RL-9")
    clock.day = day
    with pytest.raises(RuleBroken, match="The last act in this office was on 01-04-2024, and by this computer it is"):
        told_by(own)
    clock.day = date(2024, 5, 2)
    own.do(CheckClock())
