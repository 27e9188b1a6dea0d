"""Erasing a person: when it may be, that nothing of it is left anywhere, and that the numbers of the past stand."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cmsdesk.domain.certificates import Certificate, Status
from cmsdesk.domain.erasing import ACTING, KEPT
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.tables import TABLES
from cmsdesk.services.applications import StartApplication, WithdrawApplication
from cmsdesk.services.certificates import ChangeStanding
from cmsdesk.services.dossiers import AddEvidence, ReadEvidence
from cmsdesk.services.erasing import ErasePerson, WhyNotErase
from cmsdesk.services.history import CheckJournal, HistoryOf, LastActs, Undo
from cmsdesk.services.lists import Asked
from cmsdesk.services.office import Office
from cmsdesk.services.people import AddPerson, ListPeople, MergePeople, PersonDetails, ReadPerson
from cmsdesk.services.register import ListHolders
from cmsdesk.services.reports import CountForBoard
from cmsdesk.services.search import SearchEverything
from tests import given
from tests.erasing import KNOWN, REQUEST, WORDS, a_holder, traces
from tests.rows import file_of
from tests.situations import SEPARATE, Clock, Put, office_at


@pytest.fixture
def clock() -> Clock:
    return Clock(date(2024, 4, 1))


@pytest.fixture
def own(tmp_path: Path, clock: Clock) -> Iterator[Office]:
    (tmp_path / "office").mkdir()
    office = office_at(tmp_path / "office", clock)
    yield office
    office.close()


def test_destruction_at_a_written_request(own: Office, clock: Clock, tmp_path: Path) -> None:
    """AC-19."""
    other = own.do(AddPerson(PersonDetails("Blijver", email="blijver@example.org"), date(2015, 1, 1)))
    person, _application, certificate = a_holder(own, tmp_path)
    clock.day = date(2024, 6, 1)
    assert len(traces(own.path)) > len(WORDS), "what is looked for can be found"
    with pytest.raises(RuleBroken, match="Zwaantjebel Quistermaeker is still in the register with .*Withdraw that first"):
        own.do(ErasePerson(person, REQUEST))
    own.do(ChangeStanding(certificate, Status.WITHDRAWN, "At her own request, Zwaantjebel."))
    with pytest.raises(RuleBroken, match="the day of the written request"):
        own.do(ErasePerson(person, None))
    with pytest.raises(RuleBroken, match="cannot be dated in the future"):
        own.do(ErasePerson(person, date(2024, 6, 2)))
    counted = counts(own)
    number = own.do(ErasePerson(person, REQUEST))
    assert traces(own.path) == []
    assert counts(own) == counted
    assert own.do(CheckJournal()) is None
    [act] = [row for row in own.do(LastActs()) if row.act == "Erased a person"]
    assert number == "X-0001"
    [line] = own.do(ListHolders(Asked(), 0, 10))
    assert (line.name, line.status) == ("X-0001", Status.WITHDRAWN)
    assert own.do(ReadPerson(other)).details.email == "blijver@example.org"
    assert act.user == "tester"


def counts(office: Office) -> tuple[object, ...]:
    figures = office.do(CountForBoard())
    return figures.holders_per_title, figures.unique_holders, figures.applications_by_state, figures.granted_this_year


def test_an_erased_person_is_in_no_list_and_takes_part_in_nothing(own: Office, clock: Clock, tmp_path: Path) -> None:
    person, application, certificate = a_holder(own, tmp_path)
    own.do(ChangeStanding(certificate, Status.WITHDRAWN, "At her own request."))
    clock.day = REQUEST
    own.do(ErasePerson(person, REQUEST))
    assert [row.name for row in own.do(ListPeople(Asked(), 0, 10)) if row.id == person] == []
    assert own.do(SearchEverything("Quistermaeker")) == []
    for again in (ErasePerson(person, REQUEST), StartApplication(person, SEPARATE, "initial")):
        with pytest.raises(RuleBroken, match="was erased on 06-05-2024"):
            own.do(again)
    for row in own.do(HistoryOf("application", application)):
        with pytest.raises(RuleBroken):
            own.do(Undo(row.seq))


def test_entries_that_were_merged_go_too(own: Office, tmp_path: Path) -> None:
    person, _application, certificate = a_holder(own, tmp_path)
    second = own.do(AddPerson(PersonDetails("Quistermaeker", given_name="Zwaantjebel", email=WORDS["email"])))
    own.do(MergePeople(person, second, KNOWN))
    own.do(ChangeStanding(certificate, Status.WITHDRAWN, "At her own request."))
    own.do(ErasePerson(person, date(2024, 3, 1)))
    assert traces(own.path) == []
    with file_of(own.path) as connection:
        assert {row[0] for row in connection.execute("SELECT number FROM person WHERE id IN (?, ?)", (person, second))} == {
            "X-0001",
            "X-0002",
        }


def test_a_document_that_somebody_else_handed_in_too_stays(own: Office, tmp_path: Path) -> None:
    shared = given.a_pdf(tmp_path, "same.pdf")
    ids = []
    for surname in ("Eerste", "Tweede"):
        person = given.a_member(own, surname)
        application = own.do(StartApplication(person, SEPARATE, "initial"))
        evidence = own.do(AddEvidence(application, shared, ("norm.form",)))
        ids.append((person, application, evidence))
    own.do(WithdrawApplication(ids[0][1], "Moved."))
    own.do(ErasePerson(ids[0][0], own.today))
    with own.do(ReadEvidence(ids[1][2])) as kept:
        assert kept.read() == shared.read_bytes()


def test_who_has_an_open_application_is_asked_to_withdraw_first(own: Office) -> None:
    person = given.a_member(own, "Loper")
    own.do(StartApplication(person, SEPARATE, "initial"))
    assert "has an open application: A-2024-0001. Withdraw it first." in own.do(WhyNotErase(person))


def test_who_decided_on_others_stays_as_their_proof(own: Office, tmp_path: Path) -> None:
    a_holder(own, tmp_path)
    with file_of(own.path) as connection:
        decider = connection.execute("SELECT decider_id FROM decision").fetchone()[0]
    assert "judged, decided or signed on 1 file of somebody else" in own.do(WhyNotErase(decider))


@pytest.mark.parametrize(
    ("until", "kept_until"), [(date(2014, 3, 31), None), (date(2014, 4, 1), "01-04-2024"), (date(2020, 1, 1), "01-01-2030")]
)
def test_a_scheme_that_keeps_what_is_past_says_until_when(own: Office, until: date, kept_until: str | None) -> None:
    person = given.a_member(own, "Oud")
    own.do(
        Put(
            Certificate(
                number="C-1", person_id=person, scheme_id="dimc", title_id="CMC", granted_on=date(2010, 1, 1), until_on=until
            )
        )
    )
    reason = own.do(WhyNotErase(person))
    assert (f"keeps what is no longer used until {kept_until}" in reason) if kept_until else reason == ""


def test_an_erasing_that_fails_halfway_changes_nothing(own: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    person, _application, certificate = a_holder(own, tmp_path)
    own.do(ChangeStanding(certificate, Status.WITHDRAWN, "At her own request."))
    with file_of(own.path) as connection:
        connection.execute("CREATE TRIGGER stop BEFORE INSERT ON erasure BEGIN SELECT raise(ABORT, 'no'); END")
    before = sorted(traces(own.path))
    with pytest.raises(Exception, match="no"):
        own.do(ErasePerson(person, own.today))
    assert [one for one in before if one not in traces(own.path)] == []


def test_every_personal_word_of_a_row_that_is_kept_can_be_emptied() -> None:
    for table in TABLES:
        if table.__tablename__ in KEPT:
            for column in table.__table__.c:  # type: ignore[attr-defined]
                assert not column.info["personal"] or column.nullable or table.model_fields[column.name].annotation is str


def test_every_column_that_names_who_acted_exists() -> None:
    columns = {(table.__tablename__, column.name) for table in TABLES for column in table.__table__.c}  # type: ignore[attr-defined]
    assert columns >= ACTING
