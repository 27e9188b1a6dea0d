"""Whatever a scheme says and whoever applies: a whole verdict, always the same, and what is added takes nothing away."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cmsdesk.domain.schemes.compare import differences
from cmsdesk.domain.schemes.evaluate import Outcome, Verdict, blocking, evaluate, evaluate_route
from cmsdesk.domain.schemes.facts import Facts
from cmsdesk.domain.schemes.model import GATES, Scheme
from tests.domain.schemes import anything

unhurried = settings(deadline=None)


def every(verdict: Verdict) -> list[Verdict]:
    return [verdict, *(one for child in verdict.children for one in every(child))]


@unhurried
@given(scheme=anything.SCHEMES, facts=anything.FACTS, on=anything.TODAYS)
def test_any_facts_give_a_whole_verdict_and_always_the_same(scheme: Scheme, facts: Facts, on: date) -> None:
    verdict = evaluate_route(scheme, "way", facts, on)
    assert verdict == evaluate_route(scheme, "way", facts, on)
    for one in every(verdict):
        assert 0 <= one.share <= 1
        assert one.missing >= 0
        assert one.pending >= 0
        assert bool(one.sentence) or one.outcome is Outcome.MET
        assert all(line.reason for line in one.cut)
        assert not any(line.reason for line in one.counted)
        assert one.first_possible_on is None or one.first_possible_on > on


@unhurried
@given(scheme=anything.SCHEMES, facts=anything.FACTS, on=anything.TODAYS)
def test_what_is_not_met_says_what_blocks_it_and_a_later_gate_asks_no_less(scheme: Scheme, facts: Facts, on: date) -> None:
    verdict = evaluate_route(scheme, "way", facts, on)
    blocked = [{leaf.requirement_id for leaf in blocking(verdict, gate)} for gate in GATES]
    assert all(earlier <= later for earlier, later in pairwise(blocked))
    if verdict.outcome is not Outcome.MET and not verdict.advisory:
        assert blocked[-1]
    assert {name for names in blocked for name in names} <= {one.requirement_id for one in every(verdict)}


_MORE = st.one_of(
    st.tuples(st.just("lines"), anything.LINES.map(lambda line: replace(line, standing="accepted"))),
    st.tuples(st.just("periods"), anything.PERIODS),
    st.tuples(st.just("credentials"), anything.CREDENTIALS),
    st.tuples(st.just("documents"), anything.DOCUMENTS),
    st.tuples(st.just("statements"), anything.STATEMENTS),
    st.tuples(st.just("topics"), anything.TOPICS),
    st.tuples(st.just("waivers"), anything.WAIVERS),
    st.tuples(st.just("windows"), anything.WINDOWS),
)


@unhurried
@given(scheme=anything.SCHEMES, facts=anything.FACTS, on=anything.TODAYS, more=_MORE, first=st.booleans())
def test_what_is_added_never_takes_away_what_was_met(
    scheme: Scheme, facts: Facts, on: date, more: tuple[str, Any], first: bool
) -> None:
    name, added = more
    known = getattr(facts, name)
    changed: Any = {name: (added, *known) if first else (*known, added)}
    grown = replace(facts, **changed)
    before, after = (every(evaluate_route(scheme, "way", given_, on)) for given_ in (facts, grown))
    for earlier, later in zip(before, after, strict=True):
        assert earlier.requirement_id == later.requirement_id
        assert earlier.outcome is not Outcome.MET or later.outcome is Outcome.MET


@unhurried
@given(scheme=anything.SCHEMES, facts=anything.FACTS, on=anything.TODAYS)
def test_the_order_of_what_is_known_does_not_matter(scheme: Scheme, facts: Facts, on: date) -> None:
    names = ("lines", "periods", "credentials", "documents", "statements", "topics", "waivers", "windows")
    changed: Any = {name: tuple(reversed(getattr(facts, name))) for name in names}
    turned = replace(facts, **changed)
    there, back = (every(evaluate_route(scheme, "way", given_, on)) for given_ in (facts, turned))
    assert [(one.outcome, one.missing, one.pending) for one in there] == [(one.outcome, one.missing, one.pending) for one in back]


@unhurried
@given(facts=anything.FACTS, on=anything.TODAYS)
def test_the_first_possible_day_is_the_first(every_kind: Scheme, facts: Facts, on: date) -> None:
    periods = tuple(replace(period, ledger="practice") for period in facts.periods)
    day = evaluate(every_kind, "practice", Facts(periods=periods), on).first_possible_on
    if day is not None:
        assert evaluate(every_kind, "practice", Facts(periods=periods), day).outcome is Outcome.MET
        before = evaluate(every_kind, "practice", Facts(periods=periods), day - timedelta(days=1))
        assert before.outcome is not Outcome.MET


@unhurried
@given(old=anything.SCHEMES, new=anything.SCHEMES)
def test_any_two_schemes_can_be_compared(old: Scheme, new: Scheme) -> None:
    found = differences(old, "one", new, "one")
    assert all(difference.sentence for difference in found)
    assert differences(old, "one", old, "one") == ()
    assert bool(found) is bool(differences(new, "one", old, "one"))
