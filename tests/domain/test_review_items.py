"""What there is to judge in a step, and what the verdicts on it come to: the pure rules."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cmsdesk.domain.assessments import (
    Judgement,
    Verdict,
    is_sealed,
    label_of_outcome,
    majority,
    outcome_of,
)
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.review_items import (
    ItemKind,
    comes_to,
    is_favourable,
    items_of,
    judged_together,
    outcomes_of,
    reports_needed,
    title_of,
)
from cmsdesk.domain.schemes.evaluate import Verdict as Evaluated
from cmsdesk.domain.schemes.evaluate import evaluate
from cmsdesk.domain.schemes.facts import Document, Facts, LedgerLine, TopicMark
from cmsdesk.domain.schemes.loader import load_scheme
from cmsdesk.domain.schemes.model import Scheme

DAY = date(2026, 11, 2)
_FILE = Path(__file__).parent.parent / "data" / "schemes" / "judging.toml"


@pytest.fixture(scope="module")
def court() -> Scheme:
    return load_scheme(_FILE.read_text(encoding="utf-8"), _FILE.name)


def asked(scheme: Scheme, requirement: str, facts: Facts | None = None) -> Evaluated:
    return evaluate(scheme, requirement, facts or Facts(), DAY)


ESSAY = Document("essay", "essay.pdf")
CV = Document("proof.cv", "cv.pdf")


def test_of_alternatives_those_are_judged_for_which_something_was_handed_in(court: Scheme) -> None:
    step = court.step("apart")
    assert [item.key for item in items_of(court, step, asked(court, "entry"))] == ["essay"]
    practice = LedgerLine("practice", DAY, "Work", amount=12)  # type: ignore[arg-type]
    facts = Facts(documents=(ESSAY, CV), lines=(practice,))
    assert [item.key for item in items_of(court, step, asked(court, "entry", facts))] == ["essay", "proof.cv", "proof.practice"]


def test_what_only_the_certificate_asks_is_not_judged_before_the_decision(court: Scheme) -> None:
    later = replace(asked(court, "essay"), gate="certificate")
    assert items_of(court, court.step("apart"), later) == ()


def test_a_conversation_leaves_out_what_is_met_unless_it_was_judged_in_it(court: Scheme) -> None:
    met = asked(court, "craft.topics", Facts(topics=tuple(TopicMark(t, basis=frozenset({"knowledge"})) for t in TOPICS)))
    committee = court.step("committee")
    assert [item.kind for item in items_of(court, committee, met)] == [ItemKind.CRITERION, ItemKind.CRITERION]
    kept = items_of(court, committee, met, judged=("craft.topics/Uitvoeren",))
    assert [item.key for item in kept][:2] == ["craft.topics/Plan maken", "craft.topics/Uitvoeren"]
    assert len(items_of(court, court.step("portfolio"), met)) == 2


TOPICS = ("Plan maken", "Uitvoeren")
MET, NOT_MET, QUESTION = Verdict.MET.value, Verdict.NOT_MET.value, Verdict.QUESTION.value


@pytest.mark.parametrize(
    ("verdicts", "outcome"),
    [
        ({"essay": MET}, "positive"),
        ({"essay": NOT_MET}, "negative"),
        ({}, "positive"),
        ({"essay": MET, "proof.cv": NOT_MET}, "negative"),
        ({"essay": MET, "proof.cv": NOT_MET, "proof.practice": MET}, "positive"),
        ({"essay": MET, "criterion/1": MET, "criterion/2": NOT_MET}, "negative"),
        ({"essay": MET, "criterion/1": QUESTION}, "negative"),
    ],
)
def test_a_report_is_positive_when_nothing_judged_stands_in_the_way(
    court: Scheme, verdicts: dict[str, str], outcome: str
) -> None:
    assert comes_to(asked(court, "entry", Facts(documents=(ESSAY, CV))), verdicts, plan=False) == outcome


def test_an_alternative_that_is_met_by_facts_alone_will_do(court: Scheme) -> None:
    practice = LedgerLine("practice", DAY, "Work", amount=12)  # type: ignore[arg-type]
    required = asked(court, "entry", Facts(documents=(ESSAY, CV), lines=(practice,)))
    assert comes_to(required, {"essay": MET, "proof.cv": NOT_MET}, plan=False) == "positive"


def test_what_may_go_into_a_plan_is_negative_only_without_one(court: Scheme) -> None:
    required = asked(court, "craft")
    verdicts = {f"craft.topics/{TOPICS[0]}": MET, f"craft.topics/{TOPICS[1]}": NOT_MET, "craft.essay": MET}
    assert comes_to(required, verdicts, plan=True) == "positive"
    assert comes_to(required, verdicts, plan=False) == "negative"
    assert comes_to(required, {"craft.topics/Plan maken": NOT_MET}, plan=True) == "positive"


def test_what_only_informs_makes_nothing_negative(court: Scheme) -> None:
    required = replace(asked(court, "essay"), advisory=True)
    assert comes_to(required, {"essay": NOT_MET}, plan=False) == "positive"


def test_a_step_may_name_its_outcomes_and_say_which_are_against(court: Scheme) -> None:
    chosen, apart = court.step("chosen"), court.step("apart")
    assert outcomes_of(chosen) == {"outcome/1": "suitable", "outcome/2": "unsuitable"}
    assert [is_favourable(chosen, one) for one in ("outcome/1", "outcome/2", "positive", "divided")] == [True, False, True, False]
    assert (is_favourable(apart, "positive"), is_favourable(apart, "negative")) == (True, False)


def test_each_makes_a_report_or_all_make_one(court: Scheme) -> None:
    needed = {step.id: (reports_needed(step), judged_together(step)) for step in court.steps}
    assert needed["apart"] == (2, False)
    assert needed["committee"] == (1, True)
    assert needed["portfolio"] == (1, False)


@pytest.mark.parametrize(
    ("key", "title"),
    [
        ("essay", "Essay"),
        ("craft.topics/Uitvoeren", "Carrying out"),
        ("criterion/2", "ethics"),
        ("criterion/9", "criterion/9"),
        ("gone", "gone"),
    ],
)
def test_a_key_has_its_name_in_the_scheme(court: Scheme, key: str, title: str) -> None:
    assert title_of(court, court.step("committee"), key) == title


def test_reports_come_to_one_outcome_or_are_divided() -> None:
    assert [outcome_of(found) for found in ([], ["a"], ["a", "a"], ["a", "b"])] == ["", "a", "a", "divided"]
    assert [majority(votes) for votes in ([], ["a", "b"], ["a", "b", "a"], ["a", "b", "c"])] == ["", "", "a", ""]
    assert [label_of_outcome(outcome) for outcome in ("positive", "negative", "divided", "outcome/1")] == [
        "positive",
        "negative",
        "divided",
        "",
    ]


def test_only_several_reports_are_sealed_and_only_until_all_are_in() -> None:
    assert [is_sealed(*counts) for counts in ((0, 1), (0, 2), (1, 2), (2, 2), (2, 3))] == [False, True, True, False, True]


def test_a_verdict_has_a_label_and_a_score_has_bounds() -> None:
    assert [verdict.label for verdict in Verdict] == ["Met", "Not met", "Question"]
    Judgement(assessment_id=1, requirement_id="essay", verdict=MET, score=1).check()
    for score in (0, 11):
        with pytest.raises(RuleBroken, match="between 1 and 10"):
            Judgement(assessment_id=1, requirement_id="essay", verdict=MET, score=score).check()
