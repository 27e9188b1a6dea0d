"""Whoever cannot judge hears why, and what helps."""

from pathlib import Path

import pytest

from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.permissions import Role
from cmsdesk.services.assessments import JudgeRequirement
from cmsdesk.services.assignments import DeclareIndependence
from cmsdesk.services.feedback import GiveFeedback, GiveRemark
from cmsdesk.services.judging_hints import Help, Hint, WhyNotJudge
from cmsdesk.services.office import Office
from cmsdesk.services.questions import AnswerQuestion, AskCandidate
from tests.judging import a_judge, admitted, at_work, judge_all

MET = Verdict.MET
TOPICS = ("craft.topics/Plan maken", "craft.topics/Uitvoeren")


@pytest.fixture
def application(court: Office, tmp_path: Path) -> int:
    return admitted(court, tmp_path, "apart", documents={"essay.pdf": ("essay",)})


def test_the_office_assigns_somebody_or_chooses_for_whom_it_types(court: Office, application: int) -> None:
    hint = court.do(WhyNotJudge(application))
    assert ("judged by others" in hint.reason, hint.help) == (True, Help.ASSIGN)
    judge = a_judge(court, application, "P", "assessor", "apart")
    assert court.do(WhyNotJudge(application)).help is Help.CHOOSE_COLLEAGUE
    assert court.do(WhyNotJudge(application, judge.assignment_id)) == Hint("")


def test_who_did_not_declare_is_asked_to(court: Office, application: int) -> None:
    judge = a_judge(court, application, "P", "assessor", "apart", declared=False)
    with at_work(court, judge):
        hint = court.do(WhyNotJudge(application))
        assert ("declare first" in hint.reason, hint.help, hint.assignment_id) == (True, Help.DECLARE, judge.assignment_id)
        court.do(DeclareIndependence(judge.assignment_id, independent=True))
        assert court.do(WhyNotJudge(application)) == Hint("")


def test_who_sits_elsewhere_cannot_be_helped(court: Office, application: int) -> None:
    judge = a_judge(court, application, "P", "assessor", "apart")
    with at_work(court, None):
        assert court.do(WhyNotJudge(application)) == Hint("This dossier is not assigned to you.")
        assert court.do(WhyNotJudge(application, judge.assignment_id)) == Hint("This dossier is assigned to somebody else.")
    with at_work(court, None, Role.DECIDER):
        assert "You work as Decider now." in court.do(WhyNotJudge(application)).reason


def test_who_judges_a_later_step_hears_which_comes_first(court: Office, tmp_path: Path) -> None:
    application = admitted(court, tmp_path, "both", documents={"essay.pdf": ("essay",)})
    member = a_judge(court, application, "Lid", "member", "committee")
    with at_work(court, member):
        assert court.do(WhyNotJudge(application)) == Hint("“Office” comes first; it is not finished yet.")


def test_a_report_that_is_in_can_be_opened_again_only_when_all_are(court: Office, application: int) -> None:
    p, q = (a_judge(court, application, name, "assessor", "apart") for name in "PQ")
    judge_all(court, application, p, {"essay": MET})
    with at_work(court, p):
        hint = court.do(WhyNotJudge(application))
        assert (hint.reason, hint.help) == ("This review was finished on 02-11-2026.", Help.NONE)
    judge_all(court, application, q, {"essay": MET})
    with at_work(court, p):
        assert court.do(WhyNotJudge(application)).help is Help.REOPEN


def test_somebody_elses_open_report_is_not_written_in(court: Office, application: int) -> None:
    judge = a_judge(court, application, "P", "assessor", "apart")
    with at_work(court, judge):
        court.do(JudgeRequirement(application, "essay", MET))
    assert court.do(WhyNotJudge(application, judge.assignment_id)) == Hint("P. P is writing this report.")


def test_an_open_question_is_answered_by_who_asked_it_or_by_the_office(court: Office, application: int) -> None:
    p, q = (a_judge(court, application, name, "assessor", "apart") for name in "PQ")
    with at_work(court, p):
        question = court.do(AskCandidate(application, "Why?"))
        hint = court.do(WhyNotJudge(application))
        assert ("asked a question" in hint.reason, hint.help) == (True, Help.ANSWER)
    with at_work(court, q):
        assert court.do(WhyNotJudge(application)).help is Help.NONE
    assert court.do(WhyNotJudge(application, p.assignment_id)).help is Help.ANSWER
    court.do(AnswerQuestion(question, "Because."))
    with at_work(court, q):
        assert court.do(WhyNotJudge(application)) == Hint("")


def test_after_feedback_the_office_takes_in_the_improved_dossier(court: Office, tmp_path: Path) -> None:
    application = admitted(court, tmp_path, "portfolio", documents={"paper.pdf": ("craft.essay",)})
    judge = a_judge(court, application, "Roos", "assessor", "portfolio")
    with at_work(court, judge):
        court.do(GiveRemark(application, "Please show more.", 1))
        court.do(GiveFeedback(application))
        assert court.do(WhyNotJudge(application)).help is Help.NONE
    for seat in (judge.assignment_id, None):
        hint = court.do(WhyNotJudge(application, seat))
        assert ("improved dossier" in hint.reason, hint.help) == (True, Help.TAKE_IN)


def test_where_everything_is_finished_the_office_hears_that(court: Office, application: int) -> None:
    for name in "PQ":
        judge_all(court, application, a_judge(court, application, name, "assessor", "apart"), {"essay": MET})
    assert court.do(WhyNotJudge(application)) == Hint("There is nothing to judge here.")
