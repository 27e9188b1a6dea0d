"""Reports, questions, protocols, rounds, plans, decisions and disputes: what each refuses, and why."""

from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import pytest

from cmsdesk.domain.applications import Party
from cmsdesk.domain.assessments import Assessment, Judgement, Question, Verdict, is_sealed, outcome_of
from cmsdesk.domain.certificates import Status
from cmsdesk.domain.corrections import CorrectionRequest, Fault
from cmsdesk.domain.decisions import DecisionOutcome
from cmsdesk.domain.disputes import Dispute, DisputeKind, DisputeOutcome
from cmsdesk.domain.dossiers import PointsEntry, Standing
from cmsdesk.domain.editions import EditionState, NormDocument, SchemeEdition
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.hearings import Hearing
from cmsdesk.domain.independence import RelationKind
from cmsdesk.domain.permissions import Role
from cmsdesk.domain.plans import PlanLine
from cmsdesk.domain.protocols import Protocol
from cmsdesk.domain.rounds import Remark, check_resubmission
from cmsdesk.domain.words import _, speaking

DAY = date(2026, 11, 21)
WORDS: tuple[type[StrEnum], ...] = (
    Verdict, Status, Fault, DecisionOutcome, DisputeKind, DisputeOutcome, Standing, EditionState, RelationKind, Role, Party,
)  # fmt: skip


@pytest.mark.parametrize("kind", WORDS, ids=lambda kind: kind.__name__)
def test_every_word_the_program_keeps_has_a_label_of_its_own_in_both_languages(kind: type[StrEnum]) -> None:
    for code in ("en", "nl"):
        with speaking(code):
            labels = [member.label for member in kind]  # type: ignore[attr-defined]
        assert all(labels)
        assert len(set(labels)) == len(labels)


def an_assessment() -> Assessment:
    return Assessment(application_id=1, step_id="s", assessor="An")


def a_question() -> Question:
    return Question(application_id=1, text="Which year?", asked_by="An", asked_on=DAY)


def a_protocol(**fields: str) -> Protocol:
    return Protocol(application_id=1, step_id="s", **({"text": "All agree."} | fields))  # type: ignore[arg-type]


def a_dispute(**fields: Any) -> Dispute:
    values: dict[str, Any] = {
        "number": "B-1",
        "kind": "objection",
        "brought_by": "An",
        "grounds": "The count.",
        "received_on": DAY,
    }
    return Dispute(**(values | fields))


def a_hearing() -> Hearing:
    return Hearing(application_id=1, step_id="oral", on=DAY)


def an_edition(state: EditionState = EditionState.CONCEPT) -> SchemeEdition:
    return SchemeEdition(scheme_id="s", number=2, text="", reason="", state=state.value, made_on=DAY)


def a_norm(**fields: Any) -> NormDocument:
    values: dict[str, Any] = {"scheme_id": "s", "name": "Norm", "dated_on": DAY, "approved_by": "The board"}
    return NormDocument(**(values | fields))


def a_line(**fields: Any) -> PointsEntry:
    values: dict[str, Any] = {"person_id": 1, "scheme_id": "s", "ledger": "l", "entered_on": DAY, "description": "A course"}
    return PointsEntry(**(values | fields))


LATER, EARLIER = DAY + timedelta(days=1), DAY - timedelta(days=1)
REFUSED: dict[str, tuple[Callable[[], object], str]] = {
    "a report with something not judged": (
        lambda: an_assessment().finish(DAY, outcome="positive", unjudged=["Essay"]),
        "1 requirement still has to be judged",
    ),
    "a report with much not judged": (
        lambda: an_assessment().finish(DAY, outcome="positive", unjudged=["Essay", "Cv", "Oath"]),
        "3 requirements still have to be judged",
    ),
    "a no without words": (
        lambda: Judgement(assessment_id=1, requirement_id="r", verdict="not_met").check(),
        "explain this verdict",
    ),
    "a score of eleven": (lambda: Judgement(assessment_id=1, requirement_id="r", score=11).check(), "between 1 and 10"),
    "a score of nought": (lambda: Judgement(assessment_id=1, requirement_id="r", score=0).check(), "between 1 and 10"),
    "an empty question": (
        lambda: Question(application_id=1, text=" ", asked_by="An", asked_on=DAY).settle(),
        "write the question",
    ),
    "an empty answer": (lambda: a_question().take_answer("", DAY), "fill in the answer"),
    "an answer before the question": (lambda: a_question().take_answer("2020", EARLIER), "older than the question"),
    "a protocol without words": (
        lambda: a_protocol(text=" ").agree(DAY, outcome="positive", open_differences=0),
        "joint conclusion",
    ),
    "a protocol with an open difference": (
        lambda: a_protocol().agree(DAY, outcome="positive", open_differences=1),
        "differences without",
    ),
    "dissent of nobody": (
        lambda: a_protocol(dissent="No.").agree(DAY, outcome="positive", open_differences=1),
        "differences without",
    ),
    "a correction without words": (
        lambda: CorrectionRequest(application_id=1, fault="incorrect", text="", asked_on=DAY, due_on=DAY).settle(),
        "missing or wrong",
    ),
    "a dispute of nobody": (lambda: a_dispute(brought_by=" ").settle(DAY), "who brings this in"),
    "a dispute about nothing": (lambda: a_dispute(grounds="").settle(DAY), "on what grounds"),
    "a dispute of tomorrow": (lambda: a_dispute(received_on=LATER).settle(DAY), "in the future"),
    "a dispute without an answer": (lambda: a_dispute().close(DisputeOutcome.UPHELD, " ", DAY), "write the answer"),
    "a conversation before its day": (lambda: a_hearing().hold(EARLIER, today=DAY, minutes="m"), "is planned for 21-11"),
    "a conversation without minutes": (lambda: a_hearing().hold(DAY, today=DAY, minutes=" "), "write the minutes"),
    "a plan about nothing": (
        lambda: PlanLine(application_id=1, covers=" ", action="Read.").settle(),
        "what this action makes good",
    ),
    "a plan without an action": (lambda: PlanLine(application_id=1, covers="t", action="").settle(), "what will be done"),
    "empty feedback": (
        lambda: Remark(application_id=1, evidence_id=1, round=1, text=" ", given_on=DAY, given_by="An").settle(),
        "write the feedback",
    ),
    "an empty answer to feedback": (
        lambda: Remark(application_id=1, evidence_id=1, round=1, text="t", given_on=DAY, given_by="An").respond("", DAY),
        "what was done with the feedback",
    ),
    "feedback that was not answered": (lambda: check_resubmission(1, round_=1, most=0), "1 answer to feedback is missing"),
    "much feedback that was not answered": (lambda: check_resubmission(2, round_=1, most=0), "2 answers to feedback are missing"),
    "a round too many": (lambda: check_resubmission(0, round_=3, most=3), "allows 3 rounds, and this was the last"),
    "a change of what was published": (lambda: an_edition(EditionState.PUBLISHED).change("x"), "is “Published” and cannot be"),
    "publishing twice": (lambda: an_edition(EditionState.PUBLISHED).publish(DAY, obstacles=[]), "is “Published”"),
    "publishing what is wrong": (lambda: an_edition().publish(DAY, obstacles=["One.", "Two."]), r"One\. Two\."),
    "withdrawing what was published": (lambda: an_edition(EditionState.PUBLISHED).withdraw(), "is “Published”"),
    "a norm that nobody approved": (lambda: a_norm(approved_by=" ").settle(DAY), "who approved"),
    "a norm of tomorrow": (lambda: a_norm(dated_on=LATER).settle(DAY), "in the future"),
    "points for nothing": (lambda: a_line(description=" ", amount_hundredths=1).settle(), "what the points are for"),
    "points and hours": (lambda: a_line(amount_hundredths=1, hours_hundredths=1).settle(), "either points or hours"),
    "neither points nor hours": (lambda: a_line().settle(), "either points or hours"),
}


@pytest.mark.parametrize("what", sorted(REFUSED))
def test_what_cannot_be_is_refused_with_what_to_do(what: str) -> None:
    do, reason = REFUSED[what]
    with pytest.raises(RuleBroken, match=reason):
        do()


def test_a_report_is_finished_once() -> None:
    report = an_assessment()
    report.finish(DAY, outcome="positive")
    assert (report.outcome, report.finished_on) == ("positive", DAY)
    with pytest.raises(RuleBroken, match="already finished on 21-11-2026"):
        report.finish(DAY, outcome="negative")


def test_a_question_is_answered_once() -> None:
    asked = a_question()
    asked.settle()
    asked.take_answer(" 2020 ", DAY)
    assert (asked.answer, asked.answered_on) == ("2020", DAY)
    with pytest.raises(RuleBroken, match="already answered on 21-11-2026"):
        asked.take_answer("2021", DAY)


def test_a_protocol_is_agreed_when_all_is_settled_or_dissent_is_recorded() -> None:
    for protocol, left in ((a_protocol(), 0), (a_protocol(dissent="No.", dissent_by="Bo"), 2)):
        protocol.agree(DAY, outcome="positive", open_differences=left)
        assert protocol.agreed_on == DAY


def test_a_dispute_is_answered_once() -> None:
    brought = a_dispute()
    brought.settle(DAY)
    brought.close(DisputeOutcome.REOPENED, " It will be decided again. ", DAY)
    assert (brought.outcome, brought.answer, brought.closed_on) == ("reopened", "It will be decided again.", DAY)
    with pytest.raises(RuleBroken, match="already answered on 21-11-2026"):
        brought.close(DisputeOutcome.UPHELD, "No.", DAY)


def test_a_conversation_is_held_once() -> None:
    planned = a_hearing()
    planned.hold(DAY, today=DAY, minutes=" Spoken. ")
    assert (planned.held_on, planned.minutes) == (DAY, "Spoken.")
    with pytest.raises(RuleBroken, match="already held on 21-11-2026"):
        planned.hold(DAY, today=DAY, minutes="Again.")


def test_feedback_is_answered_and_a_new_round_begins() -> None:
    remark = Remark(application_id=1, evidence_id=1, round=1, text="Sign it.", given_on=DAY, given_by="An")
    remark.settle()
    remark.respond(" Signed. ", DAY)
    assert (remark.response, remark.responded_on) == ("Signed.", DAY)
    check_resubmission(0, round_=2, most=3)
    check_resubmission(0, round_=99, most=0)


def test_a_concept_is_changed_published_or_put_away() -> None:
    concept = an_edition()
    concept.change("new text")
    concept.publish(DAY, obstacles=[])
    assert (concept.text, concept.state, concept.published_on) == ("new text", EditionState.PUBLISHED, DAY)
    other = an_edition()
    other.withdraw()
    assert other.state == EditionState.WITHDRAWN
    a_norm().settle(DAY)


def test_reports_are_sealed_until_all_are_in_and_agree_or_are_divided() -> None:
    assert [is_sealed(done, 2) for done in (0, 1, 2)] == [True, True, False]
    assert not is_sealed(0, 1)
    assert [outcome_of(found) for found in ((), ("positive",), ("positive", "positive"), ("positive", "negative"))] == [
        "", "positive", "positive", "divided",
    ]  # fmt: skip


def test_a_plan_and_a_correction_that_say_something_will_do() -> None:
    PlanLine(application_id=1, covers="t", action="Read.").settle()
    CorrectionRequest(application_id=1, fault="incorrect", text="Sign it.", asked_on=DAY, due_on=DAY).settle()


def test_only_a_grant_grants() -> None:
    assert [outcome for outcome in DecisionOutcome if outcome.grants] == [DecisionOutcome.GRANT, DecisionOutcome.GRANT_WITH_PLAN]


def test_an_empty_sentence_stays_empty_in_every_language() -> None:
    with speaking("nl"):
        assert _("") == ""
