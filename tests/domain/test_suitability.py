"""Whether somebody may act on a file, and every reason why not; AC-13 and AC-21 as rules."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cmsdesk.domain.assignments import Appointment, Assignment
from cmsdesk.domain.independence import RelationKind, Tie
from cmsdesk.domain.schemes.model import Scheme
from cmsdesk.domain.schemes.roles import (
    appointable_roles,
    barred_pairs,
    judging_roles,
    needs_appointment,
    role_label,
    side_roles,
    terms_of,
)
from cmsdesk.domain.suitability import Duty, Known, Seat, duty_of, obstacles, why_double

ON = date(2020, 6, 1)
ASSESSOR, DECIDER, MENTOR = Seat("assessor", "written"), Seat("decider"), Seat("mentor")


def held(role: str, until_on: date | None = None, **more: Any) -> Appointment:
    more = {"approved_by": "Stichting Norm", "organisation": "Keur en Besluit"} | more
    return Appointment(person_id=1, scheme_id="apart", role=role, from_on=date(2018, 1, 1), until_on=until_on, **more)


def known(name: str, *roles: str, duties: tuple[Duty, ...] = ()) -> Known:
    return Known(name, appointments=tuple(held(role) for role in roles), duties=duties)


def said(scheme: Scheme, seat: Seat, one: Known, route: str = "renew", on: date = ON) -> list[str]:
    return [obstacle.sentence for obstacle in obstacles(scheme, scheme.route(route), seat, one, on)]


def test_who_is_appointed_and_free_may_act(apart: Scheme) -> None:
    assert said(apart, ASSESSOR, known("Petra", "assessor")) == []
    assert said(apart, DECIDER, known("Xander", "decider")) == []


def test_the_candidate_judges_nothing_of_oneself(apart: Scheme) -> None:
    [obstacle] = obstacles(apart, apart.route("renew"), ASSESSOR, replace(known("Jan", "assessor"), is_candidate=True), ON)
    assert (obstacle.sentence, obstacle.waivable) == ("Jan is the candidate.", False)


def test_assessor_mentor_decider_and_scheme_owner_are_kept_apart(apart: Scheme) -> None:
    """AC-21: P is assessor, W is mentor, Y is of another body; X may decide, and may not be mentor afterwards."""
    p = known("P", "decider", "assessor", duties=(Duty(ASSESSOR, opened=True),))
    w = known("W", "decider", "mentor", duties=(Duty(MENTOR),))
    y = Known("Y", appointments=(held("decider", organisation="Stichting Norm"),))
    x = known("X", "decider", "mentor")
    assert said(apart, DECIDER, p) == ["P acts or acted on this file as assessor."]
    assert said(apart, DECIDER, w) == ["W acts or acted on this file as mentor."]
    assert said(apart, DECIDER, y) == ["The appointment is not on behalf of Keur en Besluit."]
    assert said(apart, DECIDER, x) == []
    decided = replace(x, duties=(Duty(DECIDER, running=False, decided_on=date(2020, 5, 20)),))
    assert said(apart, MENTOR, decided) == ["X decided on this file on 20-05-2020."]
    assert said(apart, ASSESSOR, replace(decided, appointments=(held("assessor"),))) == ["X decided on this file on 20-05-2020."]


def test_a_mentor_whose_appointment_ended_cannot_be_assigned_the_day_after(apart: Scheme) -> None:
    mentor = Known("W", appointments=(held("mentor", until_on=date(2020, 12, 31)),))
    assert said(apart, MENTOR, mentor, on=date(2020, 12, 31)) == []
    assert said(apart, MENTOR, mentor, on=date(2021, 1, 1)) == ["The appointment ended on 31-12-2020."]


def test_of_several_appointments_one_that_holds_is_enough_and_otherwise_the_newest_answers(apart: Scheme) -> None:
    old = held("mentor", until_on=date(2019, 12, 31))
    new = Appointment(person_id=1, scheme_id="apart", role="mentor", from_on=date(2020, 7, 1), approved_by="Stichting Norm")
    one = Known("W", appointments=(new, old))
    assert said(apart, MENTOR, one, on=date(2019, 6, 1)) == []
    assert said(apart, MENTOR, one, on=date(2020, 7, 1)) == []
    assert said(apart, MENTOR, one, on=date(2020, 6, 1)) == ["The appointment begins on 01-07-2020."]


def test_an_appointment_in_another_role_or_scheme_makes_nobody_available(apart: Scheme) -> None:
    elsewhere = Appointment(person_id=1, scheme_id="another", role="assessor", from_on=date(2018, 1, 1))
    one = Known("Q", appointments=(held("mentor"), elsewhere))
    assert said(apart, ASSESSOR, one) == ["Q is not appointed as assessor for Mark kept apart."]


def test_a_role_that_neither_judges_nor_decides_needs_no_appointment(apart: Scheme) -> None:
    assert said(apart, Seat("supervisor"), known("S")) == []


@pytest.mark.parametrize(("first", "second"), [("mentor", ASSESSOR), ("assessor", MENTOR)])
def test_a_mentor_does_not_judge_and_an_assessor_does_not_become_mentor(apart: Scheme, first: str, second: Seat) -> None:
    seat = MENTOR if first == "mentor" else ASSESSOR
    one = known("W", "mentor", "assessor", duties=(Duty(seat),))
    assert said(apart, second, one) == [f"W acts or acted on this file as {first}."]


def test_a_role_once_had_still_counts_after_it_ended(apart: Scheme) -> None:
    mentor = known("W", "assessor", duties=(Duty(MENTOR, running=False),))
    judge = known("P", "decider", duties=(Duty(ASSESSOR, running=False, opened=True),))
    reporter = known("R", "decider", duties=(Duty(ASSESSOR, running=False, reported=True),))
    assert said(apart, ASSESSOR, mentor) != []
    assert said(apart, DECIDER, judge) != []
    assert said(apart, DECIDER, reporter) != []


def test_who_gave_a_file_back_unopened_never_judged_it(apart: Scheme) -> None:
    assert said(apart, DECIDER, known("P", "decider", duties=(Duty(ASSESSOR, running=False),))) == []


def test_where_the_scheme_allows_it_the_same_trainer_judges_and_decides(apart: Scheme) -> None:
    judged = known("T", "trainer", duties=(Duty(Seat("trainer", "portfolio"), opened=True, reported=True),))
    assert said(apart, Seat("trainer"), judged, "course") == []
    decided = known("T", "trainer", duties=(Duty(Seat("trainer"), running=False, decided_on=ON),))
    assert said(apart, Seat("trainer", "portfolio"), decided, "course") == []


def test_without_leave_judging_and_deciding_under_one_role_are_kept_apart_too(apart: Scheme) -> None:
    strict = [body.model_copy(update={"may_be_assessor": False}) for body in apart.decisions]
    scheme = apart.model_copy(update={"decisions": tuple(strict)})
    judged = known("T", "trainer", duties=(Duty(Seat("trainer", "portfolio")),))
    decider = known("T", "trainer", duties=(Duty(Seat("trainer")),))
    assert said(scheme, Seat("trainer"), judged, "course") == ["T acts or acted on this file as trainer."]
    assert said(scheme, Seat("trainer", "portfolio"), decider, "course") == ["T acts or acted on this file as trainer."]


def test_a_tie_bars_judging_and_deciding_and_can_be_waived_but_not_guiding(apart: Scheme) -> None:
    tie = Tie(RelationKind.MENTORED, RelationKind.MENTORED.says("W", "Jan"))
    one = replace(known("W", "assessor", "decider", "mentor"), ties=(tie,))
    for seat in (ASSESSOR, DECIDER):
        [obstacle] = obstacles(apart, apart.route("renew"), seat, one, ON)
        assert (obstacle.sentence, obstacle.waivable) == ("W is or was a mentor of Jan.", True)
    assert said(apart, MENTOR, one) == []


def test_the_window_of_the_scheme_is_kept(apart: Scheme) -> None:
    tie = Tie(RelationKind.TRAINED, "T trained Jan.", until_on=date(2019, 6, 1))
    one = replace(known("T", "assessor"), ties=(tie,))
    assert len(said(apart, ASSESSOR, one, on=date(2020, 6, 1))) == 1
    assert said(apart, ASSESSOR, one, on=date(2020, 6, 2)) == []


def test_who_said_no_before_is_not_asked_again_without_a_waiver(apart: Scheme) -> None:
    [obstacle] = obstacles(apart, apart.route("renew"), ASSESSOR, replace(known("Q", "assessor"), declined="My cousin."), ON)
    assert (obstacle.sentence, obstacle.waivable) == ("Q declared not to be independent: My cousin.", True)


def test_every_reason_is_given_at_once_and_only_once(apart: Scheme) -> None:
    duties = (Duty(MENTOR, running=False), Duty(MENTOR))
    one = Known("W", is_candidate=True, duties=duties, declined="Myself.")
    assert said(apart, ASSESSOR, one) == [
        "W is the candidate.",
        "W is not appointed as assessor for Mark kept apart.",
        "W acts or acted on this file as mentor.",
        "W declared not to be independent: Myself.",
    ]


def test_nobody_fills_two_places_of_one_step(apart: Scheme) -> None:
    """AC-13: the same person twice."""
    twice = known("P", duties=(Duty(ASSESSOR),))
    assert list(why_double(apart, ASSESSOR, twice)) == ["P is already assigned as assessor."]
    member = known("V", duties=(Duty(Seat("committee", "oral")),))
    [sentence] = why_double(apart, Seat("chair", "oral"), member)
    assert sentence == "V already takes part in this step as committee member; everybody in it must be somebody else."
    assert list(why_double(apart, Seat("checker", "pair"), twice)) == []


def test_who_reported_and_left_does_not_come_back_for_the_second_report(apart: Scheme) -> None:
    left = known("P", duties=(Duty(ASSESSOR, running=False, reported=True),))
    [sentence] = why_double(apart, ASSESSOR, left)
    assert sentence == "P already handed in a report on this step; the others must be different people."


def test_who_left_without_a_report_may_come_back(apart: Scheme) -> None:
    assert list(why_double(apart, ASSESSOR, known("P", duties=(Duty(ASSESSOR, running=False),)))) == []


def test_a_step_may_say_that_one_person_reports_twice(apart: Scheme) -> None:
    seat = Seat("checker", "pair")
    assert list(why_double(apart, seat, known("P", duties=(Duty(seat, running=False, reported=True),)))) == []
    assert list(why_double(apart, seat, known("P", duties=(Duty(seat),)))) == ["P is already assigned as checker."]


def test_a_decision_is_no_place_that_is_taken(apart: Scheme) -> None:
    assert list(why_double(apart, DECIDER, known("X", duties=(Duty(DECIDER, running=False, decided_on=ON),)))) == []


def test_an_assignment_counts_by_what_happened_with_it() -> None:
    given = Assignment(application_id=1, person_id=1, role="assessor", step_id="written", assigned_on=ON)
    assert duty_of(given, reported=False) == Duty(ASSESSOR)
    given.declare(independent=False, text="My cousin.", on=ON)
    assert duty_of(given, reported=False).counts is False
    again = Assignment(application_id=1, person_id=1, role="assessor", step_id="written", assigned_on=ON)
    again.declare(independent=True, text="", on=ON)
    again.end(ON, "Long ill.")
    assert duty_of(again, reported=False).counts is True


def test_a_scheme_tells_its_roles_and_their_terms(apart: Scheme) -> None:
    assert appointable_roles(apart) == ("assessor", "committee", "chair", "checker", "trainer", "decider", "mentor")
    assert side_roles(apart) == ("mentor", "supervisor")
    assert judging_roles(apart, apart.route("talk")) == {"committee", "chair"}
    assert terms_of(apart, "decider").organisation == "Keur en Besluit"
    assert not needs_appointment(apart, "supervisor")
    assert frozenset({"decider", "chair"}) in barred_pairs(apart, apart.route("talk"))
    assert frozenset({"decider", "chair"}) not in barred_pairs(apart, apart.route("renew"))


def test_a_scheme_without_governance_has_roles_and_deciders_of_its_own_too(apart: Scheme) -> None:
    bare = apart.model_copy(update={"governance": None})
    assert side_roles(bare) == ("mentor", "supervisor")
    assert frozenset({"decider", "mentor"}) in barred_pairs(bare, bare.route("renew"))
    assert frozenset({"assessor", "mentor"}) not in barred_pairs(bare, bare.route("renew"))


def test_a_role_is_called_as_the_scheme_calls_it_and_an_unknown_one_keeps_its_id(apart: Scheme) -> None:
    assert role_label(apart, "committee") == "committee member"
    assert role_label(apart, "gardener") == "gardener"
    assert terms_of(apart, "gardener").approved_by == ""
