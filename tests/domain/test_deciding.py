"""Decisions, terms, disputes and standings, without a database."""

from datetime import date
from typing import Any

import pytest

from cmsdesk.domain.applications import Act, Application, State
from cmsdesk.domain.certificates import Certificate, CertificateEvent, Status, change_standing, reduce_scope
from cmsdesk.domain.clocks import after_working_days, last_day_of, resumed
from cmsdesk.domain.decisions import Decision, DecisionOutcome
from cmsdesk.domain.disputes import is_in_time
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.schemes.life import Objection

DAY = date(2026, 11, 20)  # a Friday


def an_application(state: State = State.DRAFT) -> Application:
    return Application(
        number="A-1", person_id=1, scheme_id="s", version_id="v", route_id="r", title_id="t", started_on=DAY, state=state
    )


def a_decision(**more: Any) -> Decision:
    return Decision(application_id=1, body="B", decider="T. Weede", outcome="grant", decided_on=DAY, reason="R", **more)


def a_certificate(**more: Any) -> Certificate:
    values: dict[str, Any] = {"id": 1, "number": "C-1", "person_id": 1, "scheme_id": "s", "title_id": "t", "granted_on": DAY}
    return Certificate(**(values | more))


def test_an_application_is_not_received_before_it_was_started() -> None:
    with pytest.raises(RuleBroken, match="before it was started, on 20-11-2026"):
        an_application().receive(date(2026, 11, 19), due_on=DAY)


def test_a_term_that_nobody_stopped_does_not_move() -> None:
    application = an_application()
    application.due_on = DAY
    application.resume(date(2026, 12, 1))
    assert application.due_on == DAY
    assert resumed(None, DAY, DAY) is None


def test_a_second_request_does_not_stop_the_term_again() -> None:
    application = an_application(State.SUBMITTED)
    application.due_on = date(2026, 12, 1)
    application.wait(Act.ASK_CORRECTION, DAY)
    application.wait(Act.ASK_CORRECTION, date(2026, 11, 25))
    application.resume(date(2026, 11, 30))
    assert application.due_on == date(2026, 12, 11)


@pytest.mark.parametrize(("days", "last"), [(0, DAY), (1, date(2026, 11, 23)), (5, date(2026, 11, 27)), (6, date(2026, 12, 1))])
def test_weekends_and_holidays_are_no_working_days(days: int, last: date) -> None:
    def holiday(day: date) -> bool:
        return day == date(2026, 11, 30)

    assert after_working_days(DAY, days, holiday) == last
    assert last_day_of(DAY, days, holiday) == last


def test_a_scheme_counts_its_terms_in_days_or_in_working_days() -> None:
    def never(_day: date) -> bool:
        return False

    plain = Objection(days=10, answer_days=10)
    working = Objection(days=10, answer_days=10, working_days=True)
    assert (plain.last_day(DAY, never), working.last_day(DAY, never)) == (date(2026, 11, 30), date(2026, 12, 4))
    assert (plain.answer_by(DAY, never), working.answer_by(DAY, never)) == (date(2026, 11, 30), date(2026, 12, 4))
    assert Objection(days=10).answer_by(DAY) is None
    assert [is_in_time(DAY, last) for last in (None, DAY, date(2026, 11, 19))] == [True, True, False]


def test_an_override_needs_words_and_somebody_else() -> None:
    with pytest.raises(RuleBroken, match="although not everything is met"):
        a_decision().override_gates(" ", "K. Lager")
    with pytest.raises(RuleBroken, match="second person"):
        a_decision().override_gates("Known.", " t. weede ")
    decision = a_decision()
    decision.override_gates(" Known. ", " K. Lager ")
    assert (decision.override, decision.override_agreed_by) == ("Known.", "K. Lager")


def test_only_to_hold_ends_nothing() -> None:
    final = {outcome for outcome in DecisionOutcome if Decision(**(a_decision().model_dump() | {"outcome": outcome})).is_final}
    assert final == set(DecisionOutcome) - {DecisionOutcome.HOLD}
    assert {outcome for outcome in DecisionOutcome if outcome.grants} == {DecisionOutcome.GRANT, DecisionOutcome.GRANT_WITH_PLAN}
    assert all(outcome.label for outcome in DecisionOutcome)


def test_a_status_follows_from_dates_and_events() -> None:
    certificate = a_certificate(until_on=date(2027, 11, 19))
    withdrawn = CertificateEvent(certificate_id=1, on=date(2026, 12, 1), standing="withdrawn")
    assert certificate.status_on(date(2026, 11, 1), []) is Status.FUTURE
    assert certificate.status_on(DAY, [withdrawn]) is Status.ACTIVE
    assert certificate.status_on(date(2027, 11, 20), []) is Status.EXPIRED
    assert certificate.status_on(date(2028, 1, 1), [withdrawn]) is Status.WITHDRAWN


@pytest.mark.parametrize("to", [Status.FUTURE, Status.EXPIRED, Status.ACTIVE])
def test_time_alone_makes_a_certificate_future_or_expired(to: Status) -> None:
    with pytest.raises(RuleBroken, match="“Active”"):
        change_standing(a_certificate(), to, on=DAY, reason="Because.")


def test_a_scope_that_was_reduced_is_reduced_further_from_there() -> None:
    certificate = a_certificate(scope="a\nb")
    event = reduce_scope(certificate, {"b", "c"}, scope=("a", "b", "c"), on=DAY, reason="Because.", body="B")
    assert (certificate.scope, event.scope, event.standing, event.body) == ("b", "b", "active", "B")
