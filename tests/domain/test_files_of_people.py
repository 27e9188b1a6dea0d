"""Who may act on a file: appointments, assignments, declarations, ties and roles that do not go together."""

from datetime import date
from typing import Any

import pytest

from cmsdesk.domain.assignments import Appointment, Assignment, check_waiver
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.independence import DEFAULT_WINDOWS, Relation, RelationKind, Tie, why_barred, why_tied

DAY = date(2026, 11, 21)


def an_appointment(**fields: Any) -> Appointment:
    values: dict[str, Any] = {"person_id": 1, "scheme_id": "s", "role": "assessor", "from_on": date(2025, 1, 1)}
    return Appointment(**(values | fields))


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({}, ""),
        ({"from_on": DAY, "until_on": DAY}, ""),
        ({"from_on": date(2026, 11, 22)}, "the appointment begins on 22-11-2026."),
        ({"until_on": date(2026, 11, 20)}, "the appointment ended on 20-11-2026."),
    ],
)
def test_an_appointment_holds_from_its_first_to_its_last_day(fields: dict[str, Any], reason: str) -> None:
    assert an_appointment(**fields).why_not_on(DAY) == reason


def test_an_appointment_is_approved_by_whom_the_scheme_says_and_for_its_body() -> None:
    found = an_appointment(approved_by=" The Board ", organisation="the college")
    assert found.why_not_on(DAY, approver="the board", organisation="The College") == ""
    assert found.why_not_on(DAY, approver="Another") == "the appointment was not approved by Another."
    assert found.why_not_on(DAY, organisation="Another") == "does not act for Another."


def test_an_appointment_does_not_end_before_it_begins() -> None:
    an_appointment(until_on=date(2025, 1, 1)).settle()
    with pytest.raises(RuleBroken, match="cannot end before it begins"):
        an_appointment(until_on=date(2024, 12, 31)).settle()


def an_assignment() -> Assignment:
    return Assignment(application_id=1, person_id=1, role="assessor", assigned_on=DAY)


def test_whoever_is_independent_stays_on_the_file() -> None:
    made = an_assignment()
    made.declare(independent=True, text="", on=DAY)
    assert (made.is_running, made.independent) == (True, True)
    with pytest.raises(RuleBroken, match="already declared on 21-11-2026"):
        made.declare(independent=False, text="After all not.", on=DAY)


def test_whoever_is_not_gives_the_file_back_with_the_reason() -> None:
    made = an_assignment()
    with pytest.raises(RuleBroken, match="why you cannot judge"):
        made.declare(independent=False, text=" ", on=DAY)
    made.declare(independent=False, text="We worked together.", on=DAY)
    assert (made.is_running, made.ended_on, made.ended_reason) == (False, DAY, "We worked together.")


def test_nobody_is_taken_off_a_file_without_a_reason() -> None:
    with pytest.raises(RuleBroken, match="give the reason"):
        an_assignment().end(DAY, "")


@pytest.mark.parametrize(
    ("reason", "by", "agreed", "refusal"),
    [
        ("", "An", "Bo", "why this conflict may pass"),
        ("Small office.", "An", "", "second person"),
        ("Small office.", "", "Bo", "second person"),
        ("Small office.", "An", " an ", "second person"),
        ("Small office.", "An", "Bo", ""),
    ],
)
def test_a_conflict_passes_only_with_words_and_two_people(reason: str, by: str, agreed: str, refusal: str) -> None:
    if refusal:
        with pytest.raises(RuleBroken, match=refusal):
            check_waiver(reason, by, agreed)
    else:
        check_waiver(reason, by, agreed)


@pytest.mark.parametrize(
    ("tie", "reasons"),
    [
        (Tie(RelationKind.FAMILY, until_on=date(1990, 1, 1)), ["is family of the candidate."]),
        (Tie(RelationKind.TRAINED), ["trained the candidate."]),
        (Tie(RelationKind.TRAINED, from_on=date(2026, 11, 22)), []),
        (
            Tie(RelationKind.COACHED, until_on=date(2024, 11, 21)),
            ["coached the candidate, until 21-11-2024; this counts until 21-11-2026."],
        ),
        (Tie(RelationKind.COACHED, until_on=date(2024, 11, 20)), []),
        (Tie(RelationKind.SAME_ORGANISATION, until_on=date(2026, 11, 20)), []),
        (Tie(RelationKind.SAME_ORGANISATION), ["works in the same organisation as the candidate."]),
    ],
)
def test_a_tie_bars_as_long_as_its_window_says(tie: Tie, reasons: list[str]) -> None:
    assert why_tied([tie], DEFAULT_WINDOWS, DAY) == reasons


def test_a_scheme_that_does_not_name_a_tie_lets_it_pass_and_all_that_bar_are_told() -> None:
    ties = [Tie(RelationKind.MENTORED), Tie(RelationKind.COMPLAINT), Tie(RelationKind.EMPLOYED)]
    windows = {RelationKind.COMPLAINT: 12, RelationKind.EMPLOYED: None}
    assert why_tied(ties, windows, DAY) == ["was party to a complaint with the candidate.", "employed the candidate."]


def test_a_relation_is_between_two_people_and_ends_after_it_began() -> None:
    with pytest.raises(RuleBroken, match="two different people"):
        Relation(person_id=1, other_id=1, kind="family").settle()
    with pytest.raises(RuleBroken, match="cannot end before it begins"):
        Relation(person_id=1, other_id=2, kind="family", from_on=DAY, until_on=date(2026, 11, 20)).settle()
    Relation(person_id=1, other_id=2, kind="family", from_on=DAY, until_on=DAY).settle()


def test_roles_that_may_not_go_together_on_one_file_are_named() -> None:
    pairs = [("mentor", "assessor"), ("assessor", "decider")]
    assert why_barred("assessor", ["decider", "mentor", "assessor"], pairs) == [
        "already acts on this file as decider.",
        "already acts on this file as mentor.",
    ]
    assert why_barred("decider", ["mentor"], pairs) == []
