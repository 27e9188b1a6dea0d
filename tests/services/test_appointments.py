"""Appointments and relations of people, whom one may work as, and what a merge takes along."""

from datetime import date
from pathlib import Path

import pytest

from cmsdesk.domain.decisions import Decision
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.independence import RelationKind
from cmsdesk.domain.permissions import Role
from cmsdesk.services.appointments import (
    Appoint,
    CountAppointments,
    EndAppointment,
    ListAppointments,
    role_choices,
)
from cmsdesk.services.assignments import AssignPerson, DeclareIndependence, assignments_of
from cmsdesk.services.finding import fetch
from cmsdesk.services.history import CheckJournal, HistoryOf, Undo, Undoable
from cmsdesk.services.lists import Asked
from cmsdesk.services.office import Office
from cmsdesk.services.people import MergePeople, ReadPerson
from cmsdesk.services.relations import EndRelation, RecordRelation, RelationsOf
from cmsdesk.services.work_as import WhoToWorkAs
from tests import given
from tests.services.test_independence import Ask

JUDGE, DECIDER = "bureau", "external"


def listed(office: Office, *chips: str, words: str = "", sort: str = "", descending: bool = False) -> list[str]:
    asked = Asked(words, frozenset(chips), sort, descending)
    rows = office.do(ListAppointments(asked, 0, 10))
    assert office.do(CountAppointments(asked)) == len(rows)
    return [f"{row.name}: {row.role}" for row in rows]


def test_an_appointment_is_listed_with_all_it_says(office: Office) -> None:
    person = given.an_appointed(
        office, "Akker", until_on=date(2027, 1, 1), approved_by=" Board ", approved_on=date(2019, 12, 1), organisation="IIMC"
    )
    [row] = office.do(ListAppointments(Asked(), 0, 10))
    assert (row.person_id, row.name, row.role, row.scheme) == (
        person,
        "Akker, A",
        "member of the office",
        "Certification of municipal clerks",
    )
    assert (row.from_on, row.until_on, row.approved_by, row.organisation) == (date(2020, 1, 1), date(2027, 1, 1), "Board", "IIMC")
    assert row.why_not == ""
    assert office.do(HistoryOf("person", person))[0].act == "Appointed a person"


def test_the_list_of_appointments_is_searched_filtered_and_sorted(office: Office) -> None:
    given.an_appointed(office, "Akker", until_on=date(2021, 1, 1))
    given.an_appointed(office, "Berg", DECIDER, until_on=date(2027, 1, 1))
    given.an_appointed(office, "Carels", from_on=date(2019, 1, 1))
    given.an_appointed(office, "Dam", from_on=date(2027, 1, 1))
    assert listed(office, words="ber") == ["Berg, B: decider at IIMC"]
    assert listed(office, "on:running") == ["Berg, B: decider at IIMC", "Carels, C: member of the office"]
    assert listed(office, "on:soon") == ["Berg, B: decider at IIMC"]
    assert listed(office, "on:past") == ["Akker, A: member of the office", "Dam, D: member of the office"]
    assert listed(office, "role:external", "scheme:dimc") == ["Berg, B: decider at IIMC"]
    assert listed(office, "person:2") == ["Berg, B: decider at IIMC"]
    for sort in ("name", "scheme", "role", "from_on", "until_on", "approved_by"):
        assert len(listed(office, sort=sort)) == 4
    assert listed(office, sort="from_on", descending=True)[0] == "Dam, D: member of the office"
    assert [row.why_not for row in office.do(ListAppointments(Asked(sort="name"), 0, 10))] == [
        "The appointment ended on 01-01-2021.",
        "",
        "",
        "The appointment begins on 01-01-2027.",
    ]


def test_the_same_appointment_does_not_hold_twice_on_one_day(office: Office) -> None:
    person = given.an_appointed(office, "Akker", until_on=date(2025, 12, 31))
    with pytest.raises(RuleBroken, match="already has this appointment"):
        office.do(Appoint(person, given.SCHEME, JUDGE, date(2025, 12, 31)))
    office.do(Appoint(person, given.SCHEME, JUDGE, date(2026, 1, 1)))
    office.do(Appoint(person, given.SCHEME, DECIDER, date(2025, 1, 1)))
    office.do(Appoint(person, given.SCHEME, JUDGE, date(2025, 1, 1), organisation="Another body"))


def test_a_role_that_the_scheme_does_not_know_is_refused(office: Office) -> None:
    with pytest.raises(RuleBroken, match="Nobody is appointed as gardener"):
        given.an_appointed(office, "Akker", "gardener")


def test_an_appointment_is_ended_with_a_reason_and_stays_on_record(office: Office) -> None:
    given.an_appointed(office, "Akker")
    [row] = office.do(ListAppointments(Asked(), 0, 10))
    with pytest.raises(RuleBroken, match="reason"):
        office.do(EndAppointment(row.id, office.today, ""))
    with pytest.raises(RuleBroken, match="before it begins"):
        office.do(EndAppointment(row.id, date(2019, 1, 1), "Never began."))
    office.do(EndAppointment(row.id, office.today, "Retires."))
    [row] = office.do(ListAppointments(Asked(), 0, 10))
    assert (row.until_on, row.note) == (office.today, "Retires.")


def test_every_role_of_every_scheme_can_be_chosen() -> None:
    assert {(choice.scheme_id, choice.role) for choice in role_choices()} >= {("dimc", JUDGE), ("dimc", DECIDER)}


def test_a_relation_is_told_from_both_sides_and_stands_in_both_histories(office: Office) -> None:
    one, other = given.a_member(office, "Een", prefix=""), given.a_member(office, "Twee", prefix="")
    made = office.do(RecordRelation(one, other, RelationKind.TRAINED, date(2024, 1, 1), note=" Course. "))
    office.do(EndRelation(made, date(2025, 6, 30)))
    for person, beside in ((one, other), (other, one)):
        [row] = office.do(RelationsOf(person))
        assert row.sentence == "Jan-Willem Een is or was a trainer of Jan-Willem Twee."
        assert (row.other_id, row.from_on, row.until_on, row.note) == (beside, date(2024, 1, 1), date(2025, 6, 30), "Course.")
        assert [entry.act for entry in office.do(HistoryOf("person", person))][:2] == ["Ended a relation", "Recorded a relation"]


def test_what_still_is_comes_before_what_was(office: Office) -> None:
    one, other = given.a_member(office, "Een"), given.a_member(office, "Twee")
    office.do(RecordRelation(one, other, RelationKind.TRAINED, until_on=date(2025, 1, 1)))
    office.do(RecordRelation(one, other, RelationKind.COACHED))
    office.do(RecordRelation(one, other, RelationKind.MENTORED, until_on=date(2026, 1, 1)))
    assert [row.until_on for row in office.do(RelationsOf(one))] == [None, date(2026, 1, 1), date(2025, 1, 1)]


def test_a_relation_that_runs_is_recorded_once(office: Office) -> None:
    one, other = given.a_member(office, "Een"), given.a_member(office, "Twee")
    office.do(RecordRelation(one, other, RelationKind.FAMILY))
    with pytest.raises(RuleBroken, match="already recorded"):
        office.do(RecordRelation(other, one, RelationKind.FAMILY))
    trained = office.do(RecordRelation(one, other, RelationKind.TRAINED))
    office.do(RecordRelation(other, one, RelationKind.TRAINED))
    with pytest.raises(RuleBroken, match="already recorded"):
        office.do(RecordRelation(one, other, RelationKind.TRAINED))
    office.do(EndRelation(trained, date(2026, 1, 1)))
    office.do(RecordRelation(one, other, RelationKind.TRAINED, date(2026, 2, 1)))


def test_nobody_is_family_of_oneself(office: Office) -> None:
    one = given.a_member(office)
    with pytest.raises(RuleBroken, match="two different people"):
        office.do(RecordRelation(one, one, RelationKind.FAMILY))


def test_one_works_as_whoever_judges_or_decides_today(office: Office) -> None:
    both = given.an_appointed(office, "Akker")
    office.do(Appoint(both, given.SCHEME, DECIDER, date(2020, 1, 1), organisation="IIMC"))
    given.an_appointed(office, "Berg", until_on=date(2021, 1, 1))
    given.a_member(office, "Carels")
    choices = office.do(WhoToWorkAs(office.bureau))
    assert choices[0].actor is office.bureau
    assert [(choice.name, choice.actor.role, choice.detail) for choice in choices[1:]] == [
        ("Akker, A", Role.ASSESSOR, "member of the office, Certification of municipal clerks"),
        ("Akker, A", Role.DECIDER, "decider at IIMC, Certification of municipal clerks"),
    ]
    assert choices[1].actor.name == "tester, for A Akker"
    assert choices[1].actor.person_id == both


def test_who_guides_but_does_not_judge_has_nothing_to_work_as(office: Office) -> None:
    person = given.a_member(office, "Mentor")
    choices = [choice for choice in office.do(WhoToWorkAs(office.bureau)) if choice.actor.person_id == person]
    assert choices == []


def test_appointments_relations_and_files_go_along_when_two_entries_are_merged(office: Office, tmp_path: Path) -> None:
    """Otherwise a plain conflict would not be seen any more."""
    candidate, keep = given.a_member(office), given.a_member(office, "Akker")
    other = given.an_appointed(office, "Akkers")
    file = given.in_review(office, candidate, tmp_path)
    office.do(AssignPerson(file, other, JUDGE, "office-check"))
    office.do(RecordRelation(other, candidate, RelationKind.TRAINED))
    office.do(RecordRelation(candidate, other, RelationKind.COMPLAINT))
    office.do(RecordRelation(keep, other, RelationKind.FAMILY))
    decision = Decision(
        application_id=file, body="IIMC", decider_id=other, outcome="refuse", decided_on=office.today, reason="No."
    )
    office.do(Ask(lambda session: session.add(decision)))
    office.do(MergePeople(keep, other, office.do(ReadPerson(keep)).details))
    assert listed(office, f"person:{keep}") == ["Akker, Jan-Willem de: member of the office"]
    assert {(row.other_id, row.sentence.split(" ")[0]) for row in office.do(RelationsOf(keep))} == {(candidate, "Jan-Willem")}
    assert len(office.do(RelationsOf(keep))) == 2
    [assignment] = office.do(Ask(lambda session: assignments_of(session, file)))
    assert assignment.person_id == keep
    assert office.do(Ask(lambda session: fetch(session, Decision, 1).decider_id)) == keep
    last = office.do(Undoable())
    assert last
    office.do(Undo(last.seq))
    assert len(office.do(RelationsOf(other))) == 3
    assert office.do(CheckJournal()) is None


def test_a_declaration_is_not_taken_back(office: Office, tmp_path: Path) -> None:
    person = given.an_appointed(office, "Akker")
    file = given.in_review(office, given.a_member(office), tmp_path)
    made = office.do(AssignPerson(file, person, JUDGE, "office-check"))
    office.do(DeclareIndependence(made, independent=False, text="A cousin."))
    assert office.do(Undoable()) is None
