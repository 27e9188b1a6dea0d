"""How far the judging is, as the record tells it, and where reports that differ go next."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.services.assessments import FinishReview, JudgeRequirement
from cmsdesk.services.divided import Way, WayOut
from cmsdesk.services.feedback import AnswerRemark, GiveFeedback, GiveRemark, Resubmit
from cmsdesk.services.hearings import CancelHearing, PlanHearing
from cmsdesk.services.judging import JudgingRecord, LookAhead, ReadJudging, ReadTalks
from cmsdesk.services.office import Office
from cmsdesk.services.protocol_sheet import ReadProtocol
from cmsdesk.services.protocols import AgreeProtocol, SettleDifference, WriteProtocol
from cmsdesk.services.questions import AskCandidate
from tests.judging import Days, Judge, a_judge, admitted, at_work

MET, NOT_MET = Verdict.MET, Verdict.NOT_MET
DOCUMENTS = {"essay.pdf": ("essay",), "cv.pdf": ("proof.cv",)}


def report(office: Office, application: int, name: str, step: str, essay: Verdict) -> Judge:
    judge = a_judge(office, application, name, "assessor", step)
    with at_work(office, judge):
        office.do(JudgeRequirement(application, "essay", essay, "Seen."))
        office.do(JudgeRequirement(application, "proof.cv", MET))
        office.do(FinishReview(application))
    return judge


def divided(office: Office, folder: Path, step: str) -> int:
    application = admitted(office, folder, step, documents=DOCUMENTS)
    report(office, application, "Pas", step, MET)
    report(office, application, "Quak", step, NOT_MET)
    return application


def way(office: Office, application: int) -> WayOut | None:
    record: JudgingRecord = office.do(ReadJudging(application))
    [step] = record.steps
    assert step.way == office.do(ReadProtocol(application, step.row.id)).way
    return step.way


def test_reports_that_agree_go_nowhere_else(court: Office, tmp_path: Path) -> None:
    application = admitted(court, tmp_path, "apart", documents=DOCUMENTS)
    report(court, application, "Pas", "apart", MET)
    assert way(court, application) is None
    report(court, application, "Quak", "apart", MET)
    assert way(court, application) is None


def test_reports_that_differ_go_to_the_body_that_decides_until_the_protocol_settles_them(court: Office, tmp_path: Path) -> None:
    application = divided(court, tmp_path, "apart")
    found = way(court, application)
    assert found is not None
    assert (found.way, found.role) == (Way.DECIDER, "")
    assert found.sentence.startswith("The reports differ. What is not settled here goes to Stichting Proefhof")
    court.do(SettleDifference(application, "apart", "essay", MET))
    court.do(WriteProtocol(application, "apart", 1, "Good."))
    court.do(AgreeProtocol(application, "apart", court.today))
    assert way(court, application) is None


def test_a_third_is_asked_for_then_awaited_then_settles_it(court: Office, tmp_path: Path) -> None:
    application = divided(court, tmp_path, "third")
    found = way(court, application)
    assert found is not None
    assert (found.way, found.role, found.role_label) == (Way.THIRD, "assessor", "assessor")
    third = a_judge(court, application, "Roos", "assessor", "third")
    assert way(court, application) == WayOut(Way.THIRD, "The reports differ; the third report is awaited from P. Roos.")
    with at_work(court, third):
        for key in ("essay", "proof.cv"):
            court.do(JudgeRequirement(application, key, MET))
        court.do(FinishReview(application))
    assert way(court, application) is None


def test_a_chair_is_asked_for_and_then_settles_it(court: Office, tmp_path: Path) -> None:
    application = divided(court, tmp_path, "chair")
    found = way(court, application)
    assert found is not None
    assert (found.way, found.role, found.role_label) == (Way.CHAIR, "chair", "chair")
    chair = a_judge(court, application, "Stoel", "chair", "chair")
    assert way(court, application) == WayOut(Way.CHAIR, "The reports differ; P. Stoel settles that in the chair.")
    with at_work(court, chair):
        court.do(SettleDifference(application, "chair", "essay", MET))
        court.do(WriteProtocol(application, "chair", 1, "Good."))
        court.do(AgreeProtocol(application, "chair", court.today))
    assert way(court, application) is None


def test_the_record_tells_people_with_their_step_and_nothing_that_is_sealed(court: Office, tmp_path: Path) -> None:
    application = admitted(court, tmp_path, "apart", documents=DOCUMENTS)
    report(court, application, "Pas", "apart", NOT_MET)
    a_judge(court, application, "Quak", "assessor", "apart")
    record = court.do(ReadJudging(application))
    [step] = record.steps
    assert (step.several, step.talks, step.planned) == (True, False, None)
    assert [(one.name, one.reported_on) for one in step.people] == [("P. Pas", court.today), ("P. Quak", None)]
    assert (step.row.sealed, step.row.outcome, step.row.favourable) == (True, "", False)
    assert (record.round, record.has_topics, record.has_plan, record.certificate) == (1, False, False, True)


def test_the_record_tells_feedback_and_why_the_next_round_waits(court: Office, tmp_path: Path) -> None:
    application = admitted(court, tmp_path, "portfolio", documents={"paper.pdf": ("craft.essay",)})
    judge = a_judge(court, application, "Roos", "assessor", "portfolio")
    before = court.do(ReadJudging(application))
    assert (before.feedback_step, before.waits_for_dossier, before.has_topics, before.has_plan) == (
        "portfolio",
        False,
        True,
        True,
    )
    assert before.plan_incomplete.startswith("3 open items have no action")
    with at_work(court, judge):
        remark = court.do(GiveRemark(application, "More."))
        court.do(GiveFeedback(application))
    waiting = court.do(ReadJudging(application))
    assert (waiting.waits_for_dossier, waiting.why_no_resubmission) == (True, "1 answer to feedback is missing.")
    court.do(AnswerRemark(remark, "Done."))
    assert court.do(ReadJudging(application)).why_no_resubmission == ""
    court.do(Resubmit(application))
    after = court.do(ReadJudging(application))
    assert (after.round, [one.number for one in after.rounds], [one.round for one in after.remarks]) == (2, [1, 2], [1])


def test_a_question_is_no_improved_dossier(court: Office, tmp_path: Path) -> None:
    application = admitted(court, tmp_path, "portfolio", documents={"paper.pdf": ("craft.essay",)})
    judge = a_judge(court, application, "Roos", "assessor", "portfolio")
    with at_work(court, judge):
        court.do(AskCandidate(application, "Which course was this?"))
    record = court.do(ReadJudging(application))
    assert (record.waits_for_dossier, record.why_no_resubmission) == (
        False,
        "No improved dossier is waited for; feedback comes first.",
    )


def test_the_record_tells_the_conversation_that_is_planned(court: Office, tmp_path: Path) -> None:
    application = admitted(court, tmp_path, "both", documents=DOCUMENTS)
    first = court.do(PlanHearing(application, "committee", date(2026, 12, 1))).id
    [_desk, committee] = court.do(ReadJudging(application)).steps
    assert (committee.talks, committee.several) == (True, False)
    assert committee.planned is not None
    assert committee.planned.id == first
    court.do(CancelHearing(first))
    assert court.do(ReadJudging(application)).steps[1].planned is None


def test_a_conversation_is_read_with_its_committee_and_terms(court: Office, tmp_path: Path, days: Days) -> None:
    application = admitted(court, tmp_path, "both", documents=DOCUMENTS)
    for name, role in (("Een", "member"), ("Twee", "member"), ("Stoel", "chair")):
        a_judge(court, application, name, role, "committee")
    talk = court.do(ReadTalks(application, "committee"))
    assert talk.committee == ("P. Stoel (chair)", "P. Een", "P. Twee")
    assert (talk.complete_on, talk.complete_days_before, talk.outcomes, talk.is_finished) == (days.day, 14, (), False)
    assert court.do(LookAhead(application, "committee", days.day + timedelta(days=14))) == ()
    [warning] = court.do(LookAhead(application, "committee", days.day + timedelta(days=13)))
    assert warning == "The dossier must be complete 14 days before; it was 13 days before."


@pytest.mark.parametrize("step", ["desk", "portfolio"])
def test_there_is_no_conversation_in_a_step_in_writing_or_of_another_route(court: Office, tmp_path: Path, step: str) -> None:
    application = admitted(court, tmp_path, "both", documents=DOCUMENTS)
    for asked in (ReadTalks(application, step), LookAhead(application, step, court.today)):
        with pytest.raises(RuleBroken, match="no conversation in this step|knows no “portfolio”"):
            court.do(asked)
