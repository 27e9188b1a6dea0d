"""Judging a step: what there is to judge, from which seat, what a verdict does, and when the dossier goes on."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from cmsdesk.domain.applications import State
from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.dossiers import Standing
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.services.answers import AnswersOn, AnswerTopics
from cmsdesk.services.assessments import FinishReview, JudgeRequirement, ReopenReview
from cmsdesk.services.assignments import DeclareIndependence
from cmsdesk.services.decisions import RecordDecision
from cmsdesk.services.dossiers import AddPoints, JudgeEvidence, ListEvidence
from cmsdesk.services.hearings import HoldHearing, PlanHearing
from cmsdesk.services.office import Office
from cmsdesk.services.records import ReadApplication
from cmsdesk.services.review_rows import ReviewItem
from cmsdesk.services.review_sheet import ReadReviewSheet
from tests import given
from tests.judging import SCHEME, Judge, a_judge, admitted, at_work

MET, NOT_MET = Verdict.MET, Verdict.NOT_MET
TOPICS = ("craft.topics/Plan maken", "craft.topics/Uitvoeren")
KNOWS = frozenset({"knowledge"})


def essay_and_cv(office: Office, folder: Path, route: str = "apart") -> int:
    return admitted(office, folder, route, documents={"essay.pdf": ("essay",), "cv.pdf": ("proof.cv",)})


def portfolio(office: Office, folder: Path) -> tuple[int, Judge]:
    application = admitted(
        office, folder, "portfolio", documents={"both.pdf": TOPICS, "all.pdf": ("craft.topics",), "paper.pdf": ("craft.essay",)}
    )
    return application, a_judge(office, application, "Roos", "assessor", "portfolio")


def items_for(office: Office, application: int, judge: Judge) -> dict[str, ReviewItem]:
    with at_work(office, judge):
        return {item.requirement_id: item for item in office.do(ReadReviewSheet(application)).items}


def standings(office: Office, application: int) -> dict[str, Standing]:
    return {row.name: row.standing for row in office.do(ListEvidence(application))}


# What there is to judge.


def test_of_alternatives_only_what_was_handed_in_is_judged(court: Office, tmp_path: Path) -> None:
    application = essay_and_cv(court, tmp_path)
    judge = a_judge(court, application, "Pas", "assessor", "apart")
    items = items_for(court, application, judge)
    assert list(items) == ["essay", "proof.cv"]
    assert items["essay"].criteria == ("Is readable.",)
    assert [row.name for row in items["proof.cv"].evidence] == ["cv.pdf"]


def test_each_topic_is_judged_by_itself_with_its_goals_and_what_it_may_rest_on(court: Office, tmp_path: Path) -> None:
    application, judge = portfolio(court, tmp_path)
    court.do(AnswerTopics(application, {"Uitvoeren": (Standing.PENDING, frozenset({"experience"}))}))
    items = items_for(court, application, judge)
    assert list(items) == [*TOPICS, "craft.essay"]
    plan, doing = items[TOPICS[0]], items[TOPICS[1]]
    assert (plan.title, plan.kind, plan.criteria) == ("Making a plan", "topic", ("Can make a plan.",))
    assert plan.basis_choices == ("experience", "knowledge")
    assert (plan.basis, doing.basis) == (frozenset(), frozenset({"experience"}))
    assert [row.name for row in plan.evidence] == ["both.pdf", "all.pdf"]
    assert plan.leaf.requirement_id == "craft.topics"


def test_a_conversation_judges_its_criteria_and_what_the_dossier_left_open(court: Office, tmp_path: Path) -> None:
    application = essay_and_cv(court, tmp_path, "both")
    for key in ("essay", "proof.cv"):
        court.do(JudgeRequirement(application, key, MET))
    court.do(FinishReview(application))
    member = a_judge(court, application, "Lid", "member", "committee")
    assert list(items_for(court, application, member)) == ["criterion/1", "criterion/2"]
    for row in court.do(ListEvidence(application)):
        if row.name == "essay.pdf":
            court.do(JudgeEvidence(row.id, Standing.REFUSED, "A page is missing."))
    assert list(items_for(court, application, member)) == ["essay", "criterion/1", "criterion/2"]
    with at_work(court, member):
        court.do(JudgeRequirement(application, "essay", MET))
    items = items_for(court, application, member)
    assert list(items) == ["essay", "criterion/1", "criterion/2"]
    assert items["criterion/1"].title == "knowledge"
    assert (items["criterion/1"].kind, items["criterion/1"].leaf.outcome) == ("criterion", "undecided")


def test_what_a_step_does_not_ask_cannot_be_judged_in_it(court: Office, tmp_path: Path) -> None:
    application = essay_and_cv(court, tmp_path)
    judge = a_judge(court, application, "Pas", "assessor", "apart")
    with at_work(court, judge), pytest.raises(RuleBroken, match=r"“proof\.practice” is not judged in this step"):
        court.do(JudgeRequirement(application, "proof.practice", MET))


# From which seat.


def test_whoever_is_not_assigned_does_not_judge(court: Office, tmp_path: Path) -> None:
    application = essay_and_cv(court, tmp_path)
    with at_work(court, None), pytest.raises(RuleBroken, match="not assigned to you"):
        court.do(JudgeRequirement(application, "essay", MET))


def test_the_dossier_opens_only_after_declaring_to_be_independent(court: Office, tmp_path: Path) -> None:
    application = essay_and_cv(court, tmp_path)
    judge = a_judge(court, application, "Pas", "assessor", "apart", declared=False)
    with at_work(court, judge):
        for use in (ReadReviewSheet(application), JudgeRequirement(application, "essay", MET)):
            with pytest.raises(RuleBroken, match="declare first whether you are independent"):
                court.do(use)
        court.do(DeclareIndependence(judge.assignment_id, independent=True))
        assert court.do(ReadReviewSheet(application)).why_not == ""


def test_who_gave_the_file_back_judges_no_more(court: Office, tmp_path: Path) -> None:
    application = essay_and_cv(court, tmp_path)
    judge = a_judge(court, application, "Pas", "assessor", "apart", declared=False)
    with at_work(court, judge):
        court.do(DeclareIndependence(judge.assignment_id, independent=False, text="My neighbour."))
        with pytest.raises(RuleBroken, match="not assigned to you"):
            court.do(JudgeRequirement(application, "essay", MET))
        with pytest.raises(RuleBroken, match="has ended"):
            court.do(JudgeRequirement(application, "essay", MET, assignment_id=judge.assignment_id))


def test_nobody_judges_under_the_assignment_of_another_or_of_another_file(court: Office, tmp_path: Path) -> None:
    application = essay_and_cv(court, tmp_path)
    one = a_judge(court, application, "Pas", "assessor", "apart")
    other = a_judge(court, application, "Quak", "assessor", "apart")
    with at_work(court, one), pytest.raises(RuleBroken, match="assigned to somebody else"):
        court.do(JudgeRequirement(application, "essay", MET, assignment_id=other.assignment_id))
    second = admitted(court, tmp_path, "portfolio")
    with pytest.raises(RuleBroken, match="about something else"):
        court.do(JudgeRequirement(second, "essay", MET, assignment_id=one.assignment_id))


def test_a_mentor_on_the_file_does_not_judge_it(court: Office, tmp_path: Path) -> None:
    application = essay_and_cv(court, tmp_path)
    mentor = a_judge(court, application, "Mentor", "mentor", "")
    with at_work(court, mentor), pytest.raises(RuleBroken, match="not assigned to you"):
        court.do(JudgeRequirement(application, "essay", MET))


def test_the_office_says_for_whom_it_enters_what_came_on_paper(court: Office, tmp_path: Path) -> None:
    application = essay_and_cv(court, tmp_path)
    judge = a_judge(court, application, "Pas", "assessor", "apart")
    with pytest.raises(RuleBroken, match="“Two assessors” is judged by others; choose for whom"):
        court.do(JudgeRequirement(application, "essay", MET))
    court.do(JudgeRequirement(application, "essay", MET, "On paper.", assignment_id=judge.assignment_id))
    sheet = court.do(ReadReviewSheet(application, judge.assignment_id))
    assert [item.comment for item in sheet.items] == ["On paper.", ""]
    assert sheet.seat is not None
    assert (sheet.seat.name, sheet.seat.assignment_id) == ("P. Pas", judge.assignment_id)


def test_the_office_does_not_write_in_a_report_that_somebody_writes_in_the_program(court: Office, tmp_path: Path) -> None:
    application = essay_and_cv(court, tmp_path)
    judge = a_judge(court, application, "Pas", "assessor", "apart")
    with at_work(court, judge):
        court.do(JudgeRequirement(application, "essay", MET))
    with pytest.raises(RuleBroken, match=r"P\. Pas is writing this report"):
        court.do(JudgeRequirement(application, "essay", NOT_MET, "No.", assignment_id=judge.assignment_id))


def test_the_steps_are_taken_in_their_order(court: Office, tmp_path: Path) -> None:
    application = essay_and_cv(court, tmp_path, "both")
    member = a_judge(court, application, "Lid", "member", "committee")
    with at_work(court, member), pytest.raises(RuleBroken, match="“Office” comes first"):
        court.do(JudgeRequirement(application, "criterion/1", MET, score=8))


def test_a_third_assessor_is_not_needed_when_all_reports_are_in(court: Office, tmp_path: Path) -> None:
    application = admitted(court, tmp_path, "chosen")
    judges = [a_judge(court, application, name, "assessor", "chosen") for name in ("Pas", "Quak", "Roos")]
    hearing = court.do(PlanHearing(application, "chosen", court.today)).id
    court.do(HoldHearing(hearing, court.today, "Held."))
    for judge in judges[:2]:
        with at_work(court, judge):
            court.do(JudgeRequirement(application, "essay", MET))
            court.do(JudgeRequirement(application, "criterion/1", MET, score=7))
            court.do(FinishReview(application, outcome="outcome/1"))
    court.do(ReopenReview(application))
    for judge in judges[:2]:
        with at_work(court, judge):
            court.do(FinishReview(application, outcome="outcome/1"))
            assert court.do(ReadReviewSheet(application)).report.finished_on == court.today
    with at_work(court, judges[2]):
        assert court.do(ReadReviewSheet(application)).why_not == "All reports of this step are in."


def test_who_acts_in_another_role_does_not_judge(court: Office, tmp_path: Path) -> None:
    application = essay_and_cv(court, tmp_path, "chair")
    chair = a_judge(court, application, "Stoel", "chair", "chair")
    with at_work(court, chair), pytest.raises(RuleBroken, match="The chair makes no report"):
        court.do(JudgeRequirement(application, "essay", MET))


# What a verdict does.


def test_a_verdict_on_one_report_settles_documents_and_topics_at_once(court: Office, tmp_path: Path) -> None:
    application, judge = portfolio(court, tmp_path)
    with at_work(court, judge):
        court.do(JudgeRequirement(application, TOPICS[0], NOT_MET, "Not shown."))
        assert standings(court, application)["both.pdf"] is Standing.PENDING
        court.do(JudgeRequirement(application, TOPICS[1], MET, basis=KNOWS))
        court.do(JudgeRequirement(application, "craft.essay", NOT_MET, "Too short."))
    assert standings(court, application) == {
        "both.pdf": Standing.ACCEPTED,
        "all.pdf": Standing.ACCEPTED,
        "paper.pdf": Standing.REFUSED,
    }
    topics = court.do(AnswersOn(application)).topics
    assert topics["Uitvoeren"] == (Standing.ACCEPTED, KNOWS)
    assert topics["Plan maken"] == (Standing.REFUSED, frozenset())
    [leaf] = [leaf for leaf in court.do(ReadApplication(application)).leaves if leaf.requirement_id == "craft.topics"]
    assert (leaf.have, leaf.need) == ("1", "2")


def test_a_document_is_refused_only_when_it_proves_nothing_of_what_it_was_for(court: Office, tmp_path: Path) -> None:
    application, judge = portfolio(court, tmp_path)
    with at_work(court, judge):
        for topic in TOPICS:
            court.do(JudgeRequirement(application, topic, NOT_MET, f"Not {topic}."))
    assert standings(court, application)["both.pdf"] is Standing.REFUSED
    [both] = [row for row in court.do(ListEvidence(application)) if row.name == "both.pdf"]
    assert both.reason == "Not craft.topics/Plan maken. Not craft.topics/Uitvoeren."


def test_a_question_settles_nothing_and_keeps_the_report_open(court: Office, tmp_path: Path) -> None:
    application, judge = portfolio(court, tmp_path)
    with at_work(court, judge):
        court.do(JudgeRequirement(application, TOPICS[0], Verdict.QUESTION, "When was this?"))
        court.do(JudgeRequirement(application, "craft.essay", Verdict.QUESTION, "Whose is it?"))
    assert set(standings(court, application).values()) == {Standing.PENDING}
    assert court.do(AnswersOn(application)).topics == {}


def test_a_topic_that_is_met_says_on_what_it_rests(court: Office, tmp_path: Path) -> None:
    application, judge = portfolio(court, tmp_path)
    with at_work(court, judge):
        with pytest.raises(RuleBroken, match="on what “Making a plan” rests: experience, knowledge"):
            court.do(JudgeRequirement(application, TOPICS[0], MET))
        with pytest.raises(RuleBroken, match="“Making a plan” cannot rest on: hearsay"):
            court.do(JudgeRequirement(application, TOPICS[0], MET, basis=frozenset({"hearsay"})))
        court.do(JudgeRequirement(application, TOPICS[0], MET, basis=KNOWS))
        court.do(JudgeRequirement(application, TOPICS[0], MET, "Still."))
    assert items_for(court, application, judge)[TOPICS[0]].basis == KNOWS


def test_a_verdict_that_is_changed_keeps_the_former_one(court: Office, tmp_path: Path) -> None:
    application, judge = portfolio(court, tmp_path)
    with at_work(court, judge):
        court.do(JudgeRequirement(application, "craft.essay", NOT_MET, "Too short."))
        court.do(JudgeRequirement(application, "craft.essay", NOT_MET, "Far too short."))
        court.do(JudgeRequirement(application, "craft.essay", MET, "Read it again."))
    item = items_for(court, application, judge)["craft.essay"]
    assert (item.verdict, item.comment) == ("met", "Read it again.")
    [former] = item.former
    assert (former.verdict, former.comment) == ("not_met", "Far too short.")
    assert abs(former.changed_at.replace(tzinfo=UTC) - datetime.now(UTC)).total_seconds() < 60
    assert standings(court, application)["paper.pdf"] is Standing.ACCEPTED


def test_only_criteria_of_a_scored_step_get_a_score_and_each_needs_one(court: Office, tmp_path: Path) -> None:
    application = admitted(court, tmp_path, "chosen")
    judge = a_judge(court, application, "Pas", "assessor", "chosen")
    hearing = court.do(PlanHearing(application, "chosen", court.today)).id
    court.do(HoldHearing(hearing, court.today, "Held."))
    with at_work(court, judge):
        with pytest.raises(RuleBroken, match="“Essay” gets no score"):
            court.do(JudgeRequirement(application, "essay", MET, score=7))
        with pytest.raises(RuleBroken, match="between 1 and 10"):
            court.do(JudgeRequirement(application, "criterion/1", MET, score=11))
        court.do(JudgeRequirement(application, "essay", MET))
        court.do(JudgeRequirement(application, "criterion/1", MET))
        with pytest.raises(RuleBroken, match="no score yet for: attitude"):
            court.do(FinishReview(application, outcome="outcome/1"))
        court.do(JudgeRequirement(application, "criterion/1", MET, score=8))
        court.do(FinishReview(application, outcome="outcome/1"))
        assert court.do(ReadReviewSheet(application)).items[-1].score == 8


# When it goes on.


def test_a_report_names_what_is_not_judged_and_is_handed_in_once(court: Office, tmp_path: Path) -> None:
    application, judge = portfolio(court, tmp_path)
    with at_work(court, judge):
        with pytest.raises(RuleBroken, match="3 requirements still have to be judged: Making a plan, Carrying out, Paper"):
            court.do(FinishReview(application))
        for topic in TOPICS:
            court.do(JudgeRequirement(application, topic, MET, basis=KNOWS))
        with pytest.raises(RuleBroken, match="1 requirement still has to be judged: Paper"):
            court.do(FinishReview(application))
    assert court.do(ReadApplication(application)).state is State.IN_ASSESSMENT


def test_the_dossier_goes_to_the_body_when_every_step_is_finished(court: Office, tmp_path: Path) -> None:
    application = essay_and_cv(court, tmp_path, "both")
    for key in ("essay", "proof.cv"):
        court.do(JudgeRequirement(application, key, MET))
    court.do(FinishReview(application))
    record = court.do(ReadApplication(application))
    assert (record.state, record.progress_text) == (State.IN_ASSESSMENT, "1 of 1 report is in. 0 of 1 report is in.")
    with pytest.raises(RuleBroken, match="Committee: 0 of 1 report is in"):
        court.do(RecordDecision(application, True, court.today, "All is met."))
    members = [a_judge(court, application, name, "member", "committee") for name in ("Een", "Twee")]
    a_judge(court, application, "Stoel", "chair", "committee")
    hearing = court.do(PlanHearing(application, "committee", court.today)).id
    with at_work(court, members[0]):
        court.do(HoldHearing(hearing, court.today, "A good talk."))
        court.do(JudgeRequirement(application, "criterion/1", MET, score=8))
    with at_work(court, members[1]):
        court.do(JudgeRequirement(application, "criterion/2", MET, score=7))
        court.do(FinishReview(application))
    assert court.do(ReadApplication(application)).state is State.ASSESSED
    court.do(RecordDecision(application, True, court.today, "All is met.", decider_id=given.decider(court, application)))
    assert court.do(ReadApplication(application)).state is State.GRANTED


def test_a_refused_alternative_does_not_make_a_report_negative(court: Office, tmp_path: Path) -> None:
    application = essay_and_cv(court, tmp_path, "both")
    person = court.do(ReadApplication(application)).person_id
    points = AddPoints(person, SCHEME, "practice", court.today, "Practice", points=Decimal(12), standing=Standing.ACCEPTED)
    court.do(points)
    court.do(JudgeRequirement(application, "essay", MET))
    court.do(JudgeRequirement(application, "proof.cv", NOT_MET, "Not signed."))
    court.do(JudgeRequirement(application, "proof.practice", MET))
    court.do(FinishReview(application))
    [desk, _committee] = court.do(ReadReviewSheet(application)).steps
    assert desk.outcome == "positive"
