"""Assigning people to a file on a real office file: reasons, waivers, declarations, replacing; AC-13 and AC-21."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cmsdesk.domain.applications import Application
from cmsdesk.domain.assessments import Assessment
from cmsdesk.domain.assignments import Assignment
from cmsdesk.domain.decisions import Decision
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.independence import RelationKind
from cmsdesk.domain.people import Person
from cmsdesk.domain.permissions import Actor, Role
from cmsdesk.services.appointments import Appoint, EndAppointment, ListAppointments
from cmsdesk.services.assignments import (
    AssignPerson,
    DeclareIndependence,
    EndAssignment,
    ReplacePerson,
    WaiveConflict,
    assignments_of,
    roles_on_file,
    why_closed,
)
from cmsdesk.services.decisions import RecordDecision
from cmsdesk.services.finding import fetch
from cmsdesk.services.history import HistoryOf
from cmsdesk.services.independence import WhoMayAct, why_not_act
from cmsdesk.services.lists import Asked
from cmsdesk.services.office import Office
from cmsdesk.services.people_on_file import FilesOf, PeopleOnFile
from cmsdesk.services.relations import RecordRelation
from cmsdesk.services.steps import result_of, steps_of
from cmsdesk.store.session import OfficeSession
from tests import given

STEP, JUDGE, DECIDER = "office-check", "bureau", "external"


@dataclass(frozen=True)
class Ask:
    """Look at something within one transaction."""

    look: Callable[[OfficeSession], Any]

    def run(self, session: OfficeSession) -> Any:
        return self.look(session)


@pytest.fixture
def file(office: Office, tmp_path: Path) -> int:
    """An application of Jan-Willem de Vries in review."""
    return given.in_review(office, given.a_member(office, employer="Gemeente Delft"), tmp_path)


def candidate(office: Office, file: int) -> int:
    return int(office.do(Ask(lambda session: fetch(session, Application, file).person_id)))


def assignment(office: Office, assignment_id: int) -> Assignment:
    found: Assignment = office.do(Ask(lambda session: fetch(session, Assignment, assignment_id)))
    return found


def assign(office: Office, file: int, person: int, **more: str) -> int:
    return office.do(AssignPerson(file, person, JUDGE, STEP, **more))  # type: ignore[arg-type]


def report(office: Office, assignment_id: int, outcome: str = "positive") -> None:
    """The finished report of an assigned person."""

    def write(session: OfficeSession) -> None:
        on_file = fetch(session, Assignment, assignment_id)
        made = Assessment(application_id=on_file.application_id, assignment_id=assignment_id, step_id=STEP, assessor="P")
        made.finish(session.today, outcome=outcome)
        session.add(made)

    office.do(Ask(write))


def test_who_is_appointed_and_free_is_assigned_and_the_file_tells_it(office: Office, file: int) -> None:
    person = given.an_appointed(office, "Pieters")
    assign(office, file, person, due_on=date(2026, 12, 1))  # type: ignore[arg-type]
    [row] = office.do(Ask(lambda session: assignments_of(session, file, step_id=STEP, role=JUDGE)))
    assert (row.person_id, row.assigned_on, row.due_on) == (person, office.today, date(2026, 12, 1))
    assert office.do(Ask(lambda session: roles_on_file(session, file))) == {"P Pieters": frozenset({JUDGE})}
    for kind, ref in (("application", file), ("person", person)):
        assert office.do(HistoryOf(kind, ref))[0].act == "Assigned a person"


def test_the_same_person_is_not_assigned_twice(office: Office, file: int) -> None:
    """AC-13."""
    person = given.an_appointed(office, "Pieters")
    assign(office, file, person)
    with pytest.raises(RuleBroken, match="P Pieters is already assigned as member of the office"):
        assign(office, file, person)


@pytest.mark.parametrize(
    ("role", "step", "reason"),
    [
        (" ", "", "choose a role"),
        (JUDGE, "no-step", "has no such step"),
        (DECIDER, STEP, "not judged by somebody in the role decider at IIMC"),
    ],
)
def test_a_place_that_the_route_does_not_have_is_refused(office: Office, file: int, role: str, step: str, reason: str) -> None:
    person = given.an_appointed(office, "Pieters", DECIDER)
    with pytest.raises(RuleBroken, match=reason):
        office.do(AssignPerson(file, person, role, step))


def test_nobody_is_assigned_to_judge_what_is_closed_but_who_guided_may_still_be_written_down(
    office: Office, tmp_path: Path
) -> None:
    file = given.granted(office, given.a_member(office), tmp_path)
    person = given.an_appointed(office, "Pieters")
    with pytest.raises(RuleBroken, match="is closed"):
        assign(office, file, person)
    assert office.do(AssignPerson(file, person, "supervisor"))


def test_who_was_never_appointed_is_refused_and_no_waiver_helps(office: Office, file: int) -> None:
    stranger = given.a_member(office, "Vreemd")
    for waiver in ("", "Nobody else is there."):
        with pytest.raises(RuleBroken, match="is not appointed as member of the office"):
            assign(office, file, stranger, waiver=waiver, agreed_by="B. Tweede")


def test_an_appointment_that_ended_makes_nobody_available(office: Office, file: int) -> None:
    person = given.an_appointed(office, "Pieters")
    [row] = office.do(ListAppointments(Asked(), 0, 10))
    office.do(EndAppointment(row.id, date(2026, 11, 20), "Retires."))
    with pytest.raises(RuleBroken, match=r"The appointment ended on 20-11-2026\."):
        assign(office, file, person)


def test_the_candidate_is_refused_whatever_is_waived(office: Office, tmp_path: Path) -> None:
    person = given.an_appointed(office, "Zelf")
    file = given.in_review(office, person, tmp_path)
    with pytest.raises(RuleBroken, match="Z Zelf is the candidate"):
        assign(office, file, person, waiver="It is honest.", agreed_by="B. Tweede")


@pytest.mark.parametrize("turned", [False, True])
def test_a_relation_bars_in_either_direction(office: Office, file: int, turned: bool) -> None:
    person, other = given.an_appointed(office, "Pieters"), candidate(office, file)
    pair = (other, person) if turned else (person, other)
    office.do(RecordRelation(*pair, RelationKind.TRAINED))
    sentence = (
        "Jan-Willem de Vries is or was a trainer of P" if turned else "P Pieters is or was a trainer of Jan-Willem de Vries"
    )
    with pytest.raises(RuleBroken, match=sentence):
        assign(office, file, person)


def test_the_same_employer_is_a_tie_without_anybody_recording_it(office: Office, file: int) -> None:
    person = given.an_appointed(office, "Pieters")
    office.do(Ask(lambda session: setattr(fetch(session, Person, person), "employer", "gemeente  DELFT")))
    with pytest.raises(RuleBroken, match="P Pieters and Jan-Willem de Vries both work at Gemeente Delft"):
        assign(office, file, person)


def test_a_waiver_needs_words_and_somebody_else_and_is_kept(office: Office, file: int) -> None:
    person = given.an_appointed(office, "Pieters")
    office.do(RecordRelation(person, candidate(office, file), RelationKind.COACHED))
    with pytest.raises(RuleBroken, match="a coach of"):
        assign(office, file, person, agreed_by="B. Tweede")
    for agreed_by, reason in (("", "second person"), ("Tester", "second person"), ("p pieters", "does not concern")):
        with pytest.raises(RuleBroken, match=reason):
            assign(office, file, person, waiver="The only one in this field.", agreed_by=agreed_by)
    made = assignment(office, assign(office, file, person, waiver="The only one in this field.", agreed_by="B. Tweede"))
    assert (made.waiver, made.waived_by, made.agreed_by) == ("The only one in this field.", "tester", "B. Tweede")


def test_a_waiver_that_nobody_needs_is_not_kept(office: Office, file: int) -> None:
    made = assign(office, file, given.an_appointed(office, "Pieters"), waiver="Just in case.", agreed_by="B. Tweede")
    assert assignment(office, made).waiver == ""


def test_every_reason_is_said_at_once(office: Office, file: int) -> None:
    stranger = given.a_member(office, "Vreemd", prefix="", employer="Gemeente Delft")
    office.do(RecordRelation(stranger, candidate(office, file), RelationKind.FAMILY))

    def look(session: OfficeSession) -> list[str]:
        application, person = fetch(session, Application, file), fetch(session, Person, stranger)
        return why_not_act(session, application, person, JUDGE, steps_of(application)[0])

    assert office.do(Ask(look)) == [
        "Jan-Willem Vreemd is not appointed as member of the office for Certification of municipal clerks.",
        "Jan-Willem Vreemd and Jan-Willem de Vries are family.",
        "Jan-Willem Vreemd and Jan-Willem de Vries both work at Gemeente Delft.",
    ]


def test_the_dossier_opens_after_a_declaration_and_only_to_whoever_is_assigned(office: Office, file: int) -> None:
    person = given.an_appointed(office, "Pieters")
    made = assign(office, file, person)

    def closed(actor: Actor) -> str:
        office.work_as(actor)
        said: str = office.do(Ask(lambda session: why_closed(session, fetch(session, Assignment, made))))
        office.work_as(office.bureau)
        return said

    me = office.bureau.standing_in_for("P Pieters", Role.ASSESSOR, person)
    assert closed(office.bureau) == ""
    assert "declare first" in closed(me)
    assert "somebody else" in closed(Actor("Q", Role.ASSESSOR, person + 1))
    office.work_as(me)
    office.do(DeclareIndependence(made, independent=True))
    assert closed(me) == ""
    office.do(EndAssignment(made, "Long ill."))
    assert "Long ill." in closed(me)


def test_one_declares_only_for_oneself_and_the_office_for_anybody(office: Office, file: int) -> None:
    made = assign(office, file, given.an_appointed(office, "Pieters"))
    office.work_as(Actor("Q", Role.DECIDER, 9999))
    with pytest.raises(RuleBroken, match="somebody else"):
        office.do(DeclareIndependence(made, independent=True))
    office.work_as(office.bureau)
    office.do(DeclareIndependence(made, independent=True))
    assert assignment(office, made).declared_on == office.today


def test_a_no_gives_the_file_back_and_is_remembered(office: Office, file: int) -> None:
    person = given.an_appointed(office, "Pieters")
    made = assign(office, file, person)
    office.do(DeclareIndependence(made, independent=False, text="My neighbour."))
    assert office.do(Ask(lambda session: assignments_of(session, file))) == []
    with pytest.raises(RuleBroken, match=r"P Pieters declared not to be independent: My neighbour\."):
        assign(office, file, person)
    with pytest.raises(RuleBroken, match="no longer"):
        office.do(DeclareIndependence(made, independent=True))


def test_a_person_shows_every_file_that_was_taken_on_given_back_and_finished(office: Office, tmp_path: Path) -> None:
    person = given.an_appointed(office, "Pieters")
    files = [given.in_review(office, given.a_member(office, surname), tmp_path) for surname in ("Akker", "Berg")]
    first, second = (assign(office, file, person) for file in files)
    office.do(DeclareIndependence(first, True))
    report(office, first)
    office.do(DeclareIndependence(second, False, "We worked together."))
    newest, oldest = office.do(FilesOf(person))
    assert (newest.number, newest.declined, newest.ended_on, newest.ended_reason, newest.reported_on) == (
        "A-2026-0002", True, office.today, "We worked together.", None,
    )  # fmt: skip
    assert (oldest.number, oldest.declined, oldest.ended_on, oldest.reported_on) == ("A-2026-0001", False, None, office.today)
    assert office.do(FilesOf(candidate(office, files[0]))) == []


def test_a_yes_against_what_the_office_knows_is_refused_until_it_is_waived(office: Office, file: int) -> None:
    person = given.an_appointed(office, "Pieters")
    made = assign(office, file, person)
    with pytest.raises(RuleBroken, match="no conflict here"):
        office.do(WaiveConflict(made, "Why not.", "B. Tweede"))
    office.do(RecordRelation(person, candidate(office, file), RelationKind.EMPLOYED))
    with pytest.raises(RuleBroken, match="the employer of .* second person"):
        office.do(DeclareIndependence(made, independent=True))
    [place] = [place for place in office.do(PeopleOnFile(file)).places if place.people]
    assert place.people[0].conflicts == ("P Pieters is or was the employer of Jan-Willem de Vries.",)
    office.do(WaiveConflict(made, "Twenty years ago.", "B. Tweede"))
    office.do(DeclareIndependence(made, independent=True))
    [place] = [place for place in office.do(PeopleOnFile(file)).places if place.people]
    assert (place.people[0].conflicts, place.people[0].agreed_by) == ((), "B. Tweede")


def test_a_conflict_on_a_file_that_was_left_needs_no_waiver(office: Office, file: int) -> None:
    person = given.an_appointed(office, "Pieters")
    made = assign(office, file, person)
    office.do(RecordRelation(person, candidate(office, file), RelationKind.EMPLOYED))
    office.do(EndAssignment(made, "Employs the candidate."))
    with pytest.raises(RuleBroken, match="no conflict here"):
        office.do(WaiveConflict(made, "Why not.", "B. Tweede"))


def test_an_assessor_who_is_long_ill_is_replaced_and_both_stay_on_record(office: Office, file: int) -> None:
    p, q = given.an_appointed(office, "Pieters"), given.an_appointed(office, "Quist")
    made = office.do(AssignPerson(file, p, JUDGE, STEP, due_on=date(2026, 12, 1)))
    with pytest.raises(RuleBroken, match="reason"):
        office.do(ReplacePerson(made, q, " "))
    with pytest.raises(RuleBroken, match="somebody else"):
        office.do(ReplacePerson(made, p, "Long ill."))
    again = office.do(ReplacePerson(made, q, "Long ill."))
    people = office.do(PeopleOnFile(file))
    assert [(one.name, one.ended_reason) for one in people.earlier] == [("P Pieters", "Long ill.")]
    assert assignment(office, again).due_on == date(2026, 12, 1)
    assert office.do(HistoryOf("application", file))[0].act == "Replaced a person on a file"


def test_a_replacement_that_is_refused_leaves_the_first_in_place(office: Office, file: int) -> None:
    made = assign(office, file, given.an_appointed(office, "Pieters"))
    with pytest.raises(RuleBroken, match="not appointed"):
        office.do(ReplacePerson(made, given.a_member(office, "Vreemd"), "Long ill."))
    assert assignment(office, made).is_running


def test_the_report_of_who_was_taken_off_does_not_count_and_that_person_does_not_come_back(office: Office, file: int) -> None:
    person = given.an_appointed(office, "Pieters")
    made = assign(office, file, person)
    report(office, made)

    def done() -> int:
        def look(session: OfficeSession) -> int:
            application = fetch(session, Application, file)
            return result_of(session, application, steps_of(application)[0]).done

        return int(office.do(Ask(look)))

    assert done() == 1
    office.do(EndAssignment(made, "A conflict came up."))
    assert done() == 0
    with pytest.raises(RuleBroken, match="already handed in a report"):
        assign(office, file, person)


def test_assessor_and_decider_are_two_people_and_the_body_decides(office: Office, tmp_path: Path) -> None:
    """AC-21 through the acts themselves: P judged, Y is of no body, X decides and cannot take part afterwards."""
    p = given.an_appointed(office, "Pieters", DECIDER)
    office.do(Appoint(p, given.SCHEME, JUDGE, date(2020, 1, 1)))
    x = given.an_appointed(office, "Xander", DECIDER)
    office.do(Appoint(x, given.SCHEME, JUDGE, date(2020, 1, 1)))
    y = given.a_member(office, "Ypma")
    member = given.a_member(office)
    given.enough_points(office, member)
    file = given.in_review(office, member, tmp_path)
    made = assign(office, file, p)
    given.judged(office, file)
    decide = RecordDecision(file, True, office.today, "All is met.")

    def as_(person: int) -> RecordDecision:
        return RecordDecision(file, True, office.today, "All is met.", decider_id=person)

    with pytest.raises(RuleBroken, match=r"P Pieters acts or acted on this file as member of the office\."):
        office.do(as_(p))
    with pytest.raises(RuleBroken, match="Ypma is not appointed as decider at IIMC"):
        office.do(as_(y))
    office.work_as(office.bureau.standing_in_for("P Pieters", Role.DECIDER, p))
    with pytest.raises(RuleBroken, match="P Pieters acts or acted"):
        office.do(decide)
    office.work_as(office.bureau.standing_in_for("X Xander", Role.DECIDER, x))
    decision = office.do(decide)
    office.work_as(office.bureau)
    stored: Decision = office.do(Ask(lambda session: fetch(session, Decision, decision)))
    assert (stored.body, stored.decider, stored.decider_id, stored.decided_on) == ("IIMC", "X Xander", x, office.today)
    assert office.do(HistoryOf("application", file))[0].user == "tester, for X Xander"
    [row] = [row for row in office.do(WhoMayAct(file, JUDGE, STEP)) if row.id == x]
    assert "X Xander decided on this file on 21-11-2026." in row.reasons
    assert assignment(office, made).is_running


def test_an_assigned_decider_declares_first_and_keeps_the_waiver_of_the_assignment(office: Office, tmp_path: Path) -> None:
    x = given.an_appointed(office, "Xander", DECIDER)
    member = given.a_member(office)
    given.enough_points(office, member)
    file = given.reviewed(office, member, tmp_path)
    office.do(RecordRelation(x, member, RelationKind.COACHED))
    decide = RecordDecision(file, True, office.today, "All is met.", decider_id=x)
    with pytest.raises(RuleBroken, match="a coach of"):
        office.do(decide)
    made = office.do(AssignPerson(file, x, DECIDER, waiver="Long ago.", agreed_by="B. Tweede"))
    with pytest.raises(RuleBroken, match="declare first"):
        office.do(decide)
    office.do(DeclareIndependence(made, independent=True))
    office.do(decide)
