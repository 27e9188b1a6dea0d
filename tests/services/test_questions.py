"""Questions to the candidate, and two assessors who each make a full report (AC-13)."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from cmsdesk.domain.applications import Party, State
from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.permissions import Actor, Role
from cmsdesk.services.applications import AdmitApplication, ReceiveApplication, StartApplication
from cmsdesk.services.assessments import FinishReview, JudgeRequirement
from cmsdesk.services.assignments import AssignPerson
from cmsdesk.services.decisions import RecordDecision
from cmsdesk.services.dossiers import AddPoints
from cmsdesk.services.office import Office
from cmsdesk.services.people import AddPerson, PersonDetails
from cmsdesk.services.questions import AnswerQuestion, AskCandidate, QuestionsOf
from cmsdesk.services.records import ReadApplication
from cmsdesk.services.review_sheet import ReadReviewSheet
from cmsdesk.services.schemes import work_with
from tests.judging import Days, Judge, a_judge, admitted, an_office, at_work

MET = Verdict.MET


@pytest.fixture
def in_2018(tmp_path: Path) -> Iterator[tuple[Office, Days]]:
    days = Days(date(2018, 10, 1))
    office = an_office(tmp_path, days)
    yield office, days
    office.close()
    work_with({})


def test_two_assessors_each_make_a_full_report(in_2018: tuple[Office, Days]) -> None:
    """AC-13, under the rules of 1 October 2018: the second does not read the first before handing in."""
    office, days = in_2018
    person = office.do(AddPerson(PersonDetails("L"), date(2015, 1, 1)))
    line = AddPoints(person, "rl", "development", date(2017, 5, 1), "Opleiding", points=Decimal(80))
    office.do(line)
    application = office.do(StartApplication(person, "rl", "recert-written"))
    office.do(ReceiveApplication(application, days.day))
    office.do(AdmitApplication(application))
    p = a_judge(office, application, "P", "assessor", "written2")
    with pytest.raises(RuleBroken, match="already"):
        office.do(AssignPerson(application, p.person_id, "assessor", "written2"))
    with at_work(office, p):
        office.do(JudgeRequirement(application, "renew.points", MET, "Alles telt mee."))
        office.do(FinishReview(application))
    with pytest.raises(RuleBroken, match="1 of 2 reports are in"):
        office.do(RecordDecision(application, True, days.day, "All is met."))
    q = a_judge(office, application, "Q", "assessor", "written2")
    days.day = date(2018, 11, 5)
    with at_work(office, q):
        question = office.do(AskCandidate(application, "Which course was this?", "renew.points"))
    days.day = date(2018, 11, 8)
    record = office.do(ReadApplication(application))
    assert (record.state, record.waits_for) == (State.WAITING, Party.CANDIDATE)
    days.day = date(2018, 11, 9)
    office.do(AnswerQuestion(question, "The one of May 2017."))
    assert office.do(ReadApplication(application)).state is State.IN_ASSESSMENT
    [asked] = office.do(QuestionsOf(application))
    assert (asked.about, asked.text, asked.asked_on) == (
        "Development points in the period of the certificate",
        "Which course was this?",
        date(2018, 11, 5),
    )
    assert (asked.answer, asked.answered_on) == ("The one of May 2017.", date(2018, 11, 9))
    with at_work(office, q):
        assert "Alles telt mee" not in repr(office.do(ReadReviewSheet(application)))
        office.do(JudgeRequirement(application, "renew.points", MET, "Akkoord."))
        office.do(FinishReview(application))
        assert "Alles telt mee" not in repr(office.do(ReadReviewSheet(application)).items)
    assert office.do(ReadApplication(application)).state is State.ASSESSED
    assert office.do(ReadReviewSheet(application)).steps[0].outcome == "positive"


@pytest.fixture
def asked(court: Office, tmp_path: Path) -> tuple[int, Judge, int]:
    """An assessor asked something; the application waits."""
    application = admitted(court, tmp_path, "apart", documents={"essay.pdf": ("essay",)})
    judge = a_judge(court, application, "Pas", "assessor", "apart")
    with at_work(court, judge):
        question = court.do(AskCandidate(application, "Whose essay is this?", "essay"))
    return application, judge, question


def test_the_term_stands_still_while_the_candidate_is_waited_for(
    court: Office, days: Days, asked: tuple[int, Judge, int]
) -> None:
    application, _judge, question = asked
    due = court.do(ReadApplication(application)).due_on
    days.day += timedelta(days=10)
    court.do(AnswerQuestion(question, "Mine."))
    assert due is not None
    assert court.do(ReadApplication(application)).due_on == due + timedelta(days=10)


def test_nothing_is_judged_while_the_candidate_is_waited_for(court: Office, asked: tuple[int, Judge, int]) -> None:
    application, judge, _question = asked
    with at_work(court, judge), pytest.raises(RuleBroken, match="Waiting for the candidate"):
        court.do(JudgeRequirement(application, "essay", MET))


def test_a_second_question_waits_too_and_the_review_goes_on_after_the_last_answer(
    court: Office, asked: tuple[int, Judge, int]
) -> None:
    application, judge, first = asked
    with at_work(court, judge):
        second = court.do(AskCandidate(application, "And when?"))
        court.do(AnswerQuestion(first, "Mine."))
    assert court.do(ReadApplication(application)).state is State.WAITING
    court.do(AnswerQuestion(second, "In May."))
    assert court.do(ReadApplication(application)).state is State.IN_ASSESSMENT
    assert [row.about for row in court.do(QuestionsOf(application))] == ["Essay", ""]


def test_a_report_is_not_handed_in_while_a_question_is_open(court: Office, asked: tuple[int, Judge, int]) -> None:
    application, judge, question = asked
    court.do(AnswerQuestion(question, "Mine."))
    with at_work(court, judge):
        court.do(JudgeRequirement(application, "essay", Verdict.QUESTION, "Not sure."))
        with pytest.raises(RuleBroken, match="still an open question"):
            court.do(FinishReview(application))


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        (("   ", "essay"), "write the question"),
        (("Why?", "proof.practice"), "not judged in this step"),
    ],
)
def test_a_question_has_words_and_is_about_something_that_is_judged(
    court: Office, tmp_path: Path, question: tuple[str, str], reason: str
) -> None:
    application = admitted(court, tmp_path, "apart", documents={"essay.pdf": ("essay",)})
    judge = a_judge(court, application, "Pas", "assessor", "apart")
    with at_work(court, judge), pytest.raises(RuleBroken, match=reason):
        court.do(AskCandidate(application, *question))
    assert court.do(ReadApplication(application)).state is State.CANDIDATE


def test_where_the_scheme_knows_no_questions_none_is_asked(court: Office, tmp_path: Path) -> None:
    application = admitted(court, tmp_path, "both", documents={"essay.pdf": ("essay",)})
    with pytest.raises(RuleBroken, match="no questions are put"):
        court.do(AskCandidate(application, "Why?"))


def test_an_answer_has_words_a_possible_day_and_comes_once(court: Office, days: Days, asked: tuple[int, Judge, int]) -> None:
    _application, judge, question = asked
    for answer, reason in (
        (AnswerQuestion(question, " "), "fill in the answer"),
        (AnswerQuestion(question, "Mine.", days.day + timedelta(days=1)), "dated in the future"),
        (AnswerQuestion(question, "Mine.", days.day - timedelta(days=1)), "older than the question"),
    ):
        with pytest.raises(RuleBroken, match=reason):
            court.do(answer)
    with at_work(court, judge):
        more = court.do(AskCandidate(1, "And when?"))
    court.do(AnswerQuestion(question, "Mine."))
    with pytest.raises(RuleBroken, match="already answered on 02-11-2026"):
        court.do(AnswerQuestion(question, "No, his."))
    court.do(AnswerQuestion(more, "In May."))
    with pytest.raises(RuleBroken, match="In review"):
        court.do(AnswerQuestion(more, "In June."))


def test_an_assessor_enters_only_the_answer_to_the_own_question(court: Office, asked: tuple[int, Judge, int]) -> None:
    application, _judge, question = asked
    other = a_judge(court, application, "Quak", "assessor", "apart")
    with at_work(court, other), pytest.raises(RuleBroken, match="Somebody else asked"):
        court.do(AnswerQuestion(question, "Mine."))
    court.work_as(Actor("A. Decider", Role.DECIDER))
    with pytest.raises(RuleBroken, match="This is for"):
        court.do(AnswerQuestion(question, "Mine."))
