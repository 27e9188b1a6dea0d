"""Appointments hold from and until; assignments are declared, waived and ended with words."""

from datetime import date
from typing import Any

import pytest

from cmsdesk.domain.assignments import Appointment, Assignment, check_waiver
from cmsdesk.domain.errors import RuleBroken

ON = date(2026, 11, 21)


def appointment(until_on: date | None = None, **more: Any) -> Appointment:
    return Appointment(person_id=1, scheme_id="apart", role="mentor", from_on=date(2018, 1, 1), until_on=until_on, **more)


def assignment() -> Assignment:
    return Assignment(application_id=1, person_id=1, role="assessor", step_id="written", assigned_on=ON)


@pytest.mark.parametrize(
    ("held", "on", "reason"),
    [
        (appointment(), date(2017, 12, 31), "The appointment begins on 01-01-2018."),
        (appointment(date(2020, 12, 31)), date(2021, 1, 1), "The appointment ended on 31-12-2020."),
        (appointment(approved_by="Somebody"), ON, "The appointment was not approved by Norm."),
        (appointment(approved_by=" norm "), ON, "The appointment is not on behalf of Body."),
        (appointment(approved_by="Norm", organisation="BODY"), ON, ""),
    ],
)
def test_an_appointment_says_why_it_does_not_hold(held: Appointment, on: date, reason: str) -> None:
    assert held.why_not_on(on, approver="Norm", organisation="Body") == reason


def test_an_appointment_holds_on_its_last_day_and_where_nothing_is_asked() -> None:
    assert appointment(date(2020, 12, 31)).why_not_on(date(2020, 12, 31)) == ""


def test_an_appointment_does_not_end_before_it_begins() -> None:
    with pytest.raises(RuleBroken, match="before it begins"):
        appointment(date(2017, 1, 1)).settle()
    appointment(date(2018, 1, 1)).settle()


@pytest.mark.parametrize(
    ("first", "second", "overlap"),
    [
        ((date(2018, 1, 1), None), (date(2020, 1, 1), None), True),
        ((date(2018, 1, 1), date(2019, 12, 31)), (date(2020, 1, 1), None), False),
        ((date(2018, 1, 1), date(2020, 1, 1)), (date(2020, 1, 1), None), True),
        ((date(2020, 1, 1), None), (date(2018, 1, 1), date(2019, 12, 31)), False),
    ],
)
def test_two_appointments_overlap_when_both_hold_on_some_day(
    first: tuple[date, date | None], second: tuple[date, date | None], overlap: bool
) -> None:
    one, other = (
        Appointment(person_id=1, scheme_id="s", role="r", from_on=from_on, until_on=until_on)
        for from_on, until_on in (first, second)
    )
    assert one.overlaps(other) is overlap


def test_an_appointment_is_ended_once_with_a_reason_that_is_kept() -> None:
    held = appointment(note="Ten years of practice.")
    with pytest.raises(RuleBroken, match="reason"):
        held.end(ON, " ")
    held.end(ON, "Retires.")
    assert (held.until_on, held.note) == (ON, "Ten years of practice. Retires.")
    with pytest.raises(RuleBroken, match="already ends on 21-11-2026"):
        held.end(date(2026, 12, 1), "Again.")


def test_an_end_can_be_brought_forward() -> None:
    held = appointment(date(2027, 1, 1))
    held.end(ON, "Moves abroad.")
    assert held.until_on == ON


def test_a_yes_opens_the_dossier_and_is_given_once() -> None:
    given = assignment()
    assert "declare first" in given.why_closed()
    given.declare(independent=True, text="", on=ON)
    assert (given.independent, given.why_closed(), given.is_running) == (True, "", True)
    with pytest.raises(RuleBroken, match="already declared on 21-11-2026"):
        given.declare(independent=True, text="", on=ON)


def test_a_no_needs_words_and_gives_the_file_back() -> None:
    given = assignment()
    with pytest.raises(RuleBroken, match="why you cannot judge"):
        given.declare(independent=False, text=" ", on=ON)
    given.declare(independent=False, text="My neighbour.", on=ON)
    assert (given.is_running, given.ended_reason) == (False, "My neighbour.")
    assert given.why_closed() == "You act on this file no longer, since 21-11-2026: My neighbour."


def test_an_assignment_ends_once_and_with_a_reason() -> None:
    given = assignment()
    with pytest.raises(RuleBroken, match="reason"):
        given.end(ON, "")
    given.end(ON, "Long ill.")
    with pytest.raises(RuleBroken, match="already"):
        given.end(ON, "Again.")


@pytest.mark.parametrize(("by", "agreed_by"), [("", "B"), ("A", ""), ("Anna", " anna ")])
def test_a_waiver_takes_two_people(by: str, agreed_by: str) -> None:
    with pytest.raises(RuleBroken, match="second person"):
        check_waiver("Nobody else knows this field.", by, agreed_by)


def test_a_waiver_takes_words() -> None:
    with pytest.raises(RuleBroken, match="why this conflict may pass"):
        check_waiver(" ", "A", "B")
    check_waiver("Nobody else knows this field.", "A", "B")


def test_whom_a_waiver_concerns_cannot_agree_to_it() -> None:
    given = assignment()
    with pytest.raises(RuleBroken, match="whom it does not concern"):
        given.waive("Small field.", by="Anna", agreed_by="Wim Mentor", about=["Wim mentor", "Jan"])
    given.waive("Small field.", by="Anna", agreed_by="Bea", about=["Wim Mentor"])
    assert (given.waiver, given.waived_by, given.agreed_by) == ("Small field.", "Anna", "Bea")
