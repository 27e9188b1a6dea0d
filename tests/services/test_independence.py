"""Who may act here: everybody with yes, or no and why; who may first, the least busy and longest unasked on top."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from cmsdesk.domain.applications import Application
from cmsdesk.domain.assessments import Assessment
from cmsdesk.domain.assignments import Appointment, Assignment
from cmsdesk.domain.independence import RelationKind
from cmsdesk.domain.people import Person
from cmsdesk.domain.permissions import Actor, Role
from cmsdesk.domain.schemes.loader import load_scheme
from cmsdesk.domain.suitability import Seat
from cmsdesk.services.applications import WithdrawApplication
from cmsdesk.services.assignments import AssignPerson, EndAssignment, ReplacePerson
from cmsdesk.services.finding import fetch
from cmsdesk.services.independence import WhoMayAct, read_file, suitors
from cmsdesk.services.office import Office
from cmsdesk.services.people_on_file import PeopleOnFile
from cmsdesk.services.relations import RecordRelation
from cmsdesk.store.session import OfficeSession
from tests import given

STEP, JUDGE = "office-check", "bureau"
APART = Path(__file__).parent.parent / "data" / "apart.toml"


@dataclass(frozen=True)
class Ask:
    """Look at something within one transaction."""

    look: Callable[[OfficeSession], Any]

    def run(self, session: OfficeSession) -> Any:
        return self.look(session)


@pytest.fixture
def file(office: Office, tmp_path: Path) -> int:
    return given.in_review(office, given.a_member(office), tmp_path)


def another_file(office: Office, folder: Path, surname: str) -> int:
    return given.in_review(office, given.a_member(office, surname), folder)


def finished(office: Office, assignment_id: int, after: int) -> None:
    """The report of an assigned person came in so many days after it was asked."""

    def write(session: OfficeSession) -> None:
        on_file = fetch(session, Assignment, assignment_id)
        made = Assessment(application_id=on_file.application_id, assignment_id=assignment_id, step_id=STEP, assessor="P")
        made.finish(on_file.assigned_on + timedelta(days=after), outcome="positive")
        session.add(made)

    office.do(Ask(write))


def names(office: Office, file: int, words: str = "", role: str = JUDGE, step: str = STEP) -> list[str]:
    return [row.name for row in office.do(WhoMayAct(file, role, step, words))]


def test_everybody_who_is_appointed_is_listed_with_yes_or_no_and_why(office: Office, file: int) -> None:
    free = given.an_appointed(office, "Akker")
    tied = given.an_appointed(office, "Berg")
    elsewhere = given.an_appointed(office, "Carels", "external")
    given.a_member(office, "Nobody")
    office.do(RecordRelation(tied, office.do(Ask(lambda s: fetch(s, Application, file).person_id)), RelationKind.MENTORED))
    rows = {row.id: row for row in office.do(WhoMayAct(file, JUDGE, STEP))}
    assert list(rows) == [free, tied, elsewhere]
    assert [(row.may, row.waivable) for row in rows.values()] == [(True, True), (False, True), (False, False)]
    assert rows[tied].reasons == ("B Berg is or was a mentor of Jan-Willem de Vries.",)
    assert rows[elsewhere].reasons == (
        "C Carels is not appointed as member of the office for Certification of municipal clerks.",
    )


def test_the_least_busy_and_longest_unasked_comes_first(office: Office, file: int, tmp_path: Path) -> None:
    busy, fast, fresh = (given.an_appointed(office, name) for name in ("Akker", "Berg", "Carels"))
    files = [another_file(office, tmp_path, surname) for surname in ("Een", "Twee", "Drie")]
    for other in files[:2]:
        office.do(AssignPerson(other, busy, JUDGE, STEP))
    for other, days in zip(files, (3, 10, 5), strict=True):
        finished(office, office.do(AssignPerson(other, fast, JUDGE, STEP)), days)
    rows = office.do(WhoMayAct(file, JUDGE, STEP))
    assert [row.id for row in rows] == [fresh, fast, busy]
    assert [(row.workload, row.turnaround, row.last_on) for row in rows] == [
        (0, None, None),
        (0, 5, office.today),
        (2, None, office.today),
    ]


def test_work_that_ended_or_whose_file_is_closed_burdens_nobody(office: Office, file: int, tmp_path: Path) -> None:
    person = given.an_appointed(office, "Akker")
    closed, left = another_file(office, tmp_path, "Een"), another_file(office, tmp_path, "Twee")
    office.do(AssignPerson(closed, person, JUDGE, STEP))
    office.do(EndAssignment(office.do(AssignPerson(left, person, JUDGE, STEP)), "No time."))
    [row] = office.do(WhoMayAct(file, JUDGE, STEP))
    assert row.workload == 1
    office.do(WithdrawApplication(closed, "Moved abroad."))
    [row] = office.do(WhoMayAct(file, JUDGE, STEP))
    assert row.workload == 0


def test_the_list_is_searched_by_name_and_number(office: Office, file: int) -> None:
    person = given.an_appointed(office, "Akker")
    given.an_appointed(office, "Bérg")
    assert names(office, file, "berg") == ["Bérg, B"]
    number = office.do(Ask(lambda session: fetch(session, Person, person).number))
    assert names(office, file, number) == ["Akker, A"]
    assert names(office, file, "zzz") == []


def test_for_a_role_without_appointments_anybody_is_found(office: Office, file: int) -> None:
    given.a_member(office, "Begeleider", prefix="", given_name="Bea")
    appointed = given.an_appointed(office, "Begeer")
    assert names(office, file, role="supervisor", step="") == ["Begeer, B"]
    rows = office.do(WhoMayAct(file, "supervisor", "", "bege"))
    assert [row.name for row in rows] == ["Begeer, B", "Begeleider, Bea"]
    assert all(row.may for row in rows)
    assert names(office, file, "begeleider") == []
    office.do(AssignPerson(file, appointed, "supervisor"))
    assert [row.may for row in office.do(WhoMayAct(file, "supervisor", "", "bege"))] == [True, False]


def test_a_scheme_with_governance_keeps_its_people_apart_on_a_real_file(office: Office, file: int) -> None:
    """AC-21 with a scheme that names who approves mentors and for whom deciders act."""
    scheme = load_scheme(APART.read_text(encoding="utf-8"), APART.name)
    w, x = given.a_member(office, "Wit", prefix="", given_name="W"), given.a_member(office, "Xant", prefix="", given_name="X")

    def look(session: OfficeSession) -> dict[str, list[tuple[str, ...]]]:
        candidate = fetch(session, Application, file).person_id
        made = Application(
            number="A-2026-9999",
            person_id=candidate,
            scheme_id=scheme.id,
            version_id="only",
            route_id="renew",
            title_id="GK",
            started_on=session.today,
        )
        session.add(made)
        for person, role, organisation in (
            (w, "mentor", ""),
            (w, "decider", "Keur en Besluit"),
            (x, "decider", "Stichting Norm"),
        ):
            session.add(
                Appointment(
                    person_id=person,
                    scheme_id=scheme.id,
                    role=role,
                    from_on=date(2020, 1, 1),
                    until_on=date(2026, 12, 31),
                    approved_by="stichting norm",
                    organisation=organisation,
                )
            )
        session.flush()
        assert made.id is not None
        session.add(Assignment(application_id=made.id, person_id=w, role="mentor", assigned_on=session.today))
        session.flush()
        on_file = read_file(session, made, scheme)
        return {role: [row.reasons for row in suitors(session, on_file, Seat(role))] for role in ("decider", "mentor")}

    found = office.do(Ask(look))
    assert found["decider"] == [
        ("The appointment is not on behalf of Keur en Besluit.",),
        ("W Wit acts or acted on this file as mentor.",),
    ]
    assert found["mentor"] == [
        ("X Xant is not appointed as mentor for Mark kept apart.",),
        ("W Wit is already assigned as mentor.",),
    ]


def test_a_merged_entry_is_not_offered(office: Office, file: int) -> None:
    person = given.an_appointed(office, "Akker")
    office.do(Ask(lambda session: setattr(fetch(session, Person, person), "merged_into_id", 1)))
    assert names(office, file) == []


def test_the_people_of_a_file_are_told_by_place(office: Office, file: int) -> None:
    p, q, m = given.an_appointed(office, "Akker"), given.an_appointed(office, "Berg"), given.a_member(office, "Mentor")
    first = office.do(AssignPerson(file, p, JUDGE, STEP))
    office.do(AssignPerson(file, m, "supervisor"))
    office.do(ReplacePerson(first, q, "No time."))
    people = office.do(PeopleOnFile(file))
    assert [(place.role, place.step_id, place.needed, [one.name for one in place.people]) for place in people.places] == [
        (JUDGE, STEP, 1, ["B Berg"]),
        ("external", "", 0, []),
    ]
    assert [one.role for one in people.beside] == ["supervisor"]
    assert [one.name for one in people.earlier] == ["A Akker"]
    assert [one.declares for one in (people.places[0].people[0], people.beside[0])] == [True, False]


def test_an_assessor_does_not_see_whether_the_other_reported(office: Office, file: int) -> None:
    p, q = given.an_appointed(office, "Akker"), given.an_appointed(office, "Berg")
    made = office.do(AssignPerson(file, p, JUDGE, STEP))
    office.do(AssignPerson(file, q, JUDGE, STEP))
    finished(office, made, 3)

    def seen() -> list[date | None]:
        return [one.reported_on for one in office.do(PeopleOnFile(file)).places[0].people]

    in_three_days = office.today + timedelta(days=3)
    assert seen() == [in_three_days, None]
    office.work_as(Actor("B Berg", Role.ASSESSOR, q))
    assert seen() == [None, None]
    office.work_as(Actor("A Akker", Role.ASSESSOR, p))
    assert seen() == [in_three_days, None]
