"""Rounds: feedback on documents, an answer to each remark, and what was judged before (AC-10)."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from cmsdesk.domain.applications import State
from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.dossiers import Standing
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.permissions import Actor, Role
from cmsdesk.services.answers import AnswerCheck
from cmsdesk.services.applications import AdmitApplication, ReceiveApplication, StartApplication
from cmsdesk.services.assessments import FinishReview, JudgeRequirement, ReopenReview
from cmsdesk.services.assignments import EndAssignment
from cmsdesk.services.certificates import IssueCertificate, ReadPaper
from cmsdesk.services.decisions import RecordDecision
from cmsdesk.services.dossiers import AddEvidence, ListEvidence
from cmsdesk.services.feedback import AnswerRemark, GiveFeedback, GiveRemark, ReplaceDocument, Resubmit, TakeBackRemark
from cmsdesk.services.former_rounds import ReadRounds
from cmsdesk.services.office import Office
from cmsdesk.services.people import AddPerson, PersonDetails
from cmsdesk.services.qualifications import AddWorkPeriod
from cmsdesk.services.questions import AnswerQuestion, AskCandidate
from cmsdesk.services.records import ReadApplication
from cmsdesk.services.remarks import RemarksOf
from cmsdesk.services.review_sheet import ReadReviewSheet
from cmsdesk.services.schemes import scheme_of, work_with
from tests import given
from tests.judging import Days, Judge, a_file, a_judge, admitted, an_office, at_work

MET, NOT_MET = Verdict.MET, Verdict.NOT_MET
TOPICS = ("craft.topics/Plan maken", "craft.topics/Uitvoeren")
KNOWS = frozenset({"experience"})


def verdicts(office: Office, application: int, judge: Judge) -> dict[str, str]:
    with at_work(office, judge):
        return {item.requirement_id: item.verdict for item in office.do(ReadReviewSheet(application)).items}


@pytest.fixture
def in_2024(tmp_path: Path) -> Iterator[tuple[Office, Days]]:
    days = Days(date(2024, 5, 1))
    office = an_office(tmp_path, days)
    yield office, days
    office.close()
    work_with({})


def test_an_exemption_with_a_round_of_feedback(in_2024: tuple[Office, Days], tmp_path: Path) -> None:
    """AC-10: no answer to the feedback, no second round; the trainer who judged may decide in this scheme."""
    office, days = in_2024
    topics = [f"l2free.topics/{topic.id}" for part in scheme_of("atim-as").topic_sets if part.id == "t2" for topic in part.topics]
    person = office.do(AddPerson(PersonDetails("Bakker", initials="I."), date(2020, 1, 1)))
    office.do(AddWorkPeriod(person, "atim-as", "as_work", "Ambtelijk secretaris", date(2023, 5, 1)))
    application = office.do(StartApplication(person, "atim-as", "L2-exemption"))
    documents = [
        office.do(AddEvidence(application, a_file(tmp_path, f"{name}.pdf"), ("l2free.topics",)))
        for name in ("een", "twee", "drie")
    ]
    office.do(AnswerCheck(application, "work", "yes"))
    office.do(ReceiveApplication(application, days.day))
    office.do(AdmitApplication(application))
    trainer = a_judge(office, application, "Roos", "trainer", "portfolio")
    with at_work(office, trainer):
        for topic in topics[:4]:
            office.do(JudgeRequirement(application, topic, MET, basis=KNOWS))
        remarks = [office.do(GiveRemark(application, "Please show more.", document)) for document in documents[:2]]
        office.do(GiveFeedback(application))
    assert office.do(ReadApplication(application)).state is State.WAITING
    with pytest.raises(RuleBroken, match="2 answers to feedback are missing"):
        office.do(Resubmit(application))
    days.day = date(2024, 5, 8)
    better = office.do(ReplaceDocument(documents[0], a_file(tmp_path, "een.pdf", "better")))
    for remark in remarks:
        office.do(AnswerRemark(remark, "An example was added."))
    office.do(Resubmit(application))
    record = office.do(ReadApplication(application))
    assert record.state is State.IN_ASSESSMENT
    [first, second] = office.do(ReadRounds(application))
    assert (first.number, first.closed_on, second.number, second.closed_on) == (1, date(2024, 5, 1), 2, None)
    assert [document.id for document in first.documents] == documents
    [about_one, about_two] = office.do(RemarksOf(application))
    assert (about_one.document, about_one.successor_id, about_one.response) == ("een.pdf", better, "An example was added.")
    assert (about_two.successor_id, about_two.given_by, about_two.responded_on) == (None, "P. Roos", date(2024, 5, 8))
    with at_work(office, trainer):
        office.do(JudgeRequirement(application, "work", MET))
        for topic in topics:
            office.do(JudgeRequirement(application, topic, MET, basis=KNOWS))
        office.do(FinishReview(application))
    office.work_as(Actor("P. Roos", Role.DECIDER, trainer.person_id))
    office.do(RecordDecision(application, True, days.day, "All topics are shown.", decider="P. Roos"))
    office.work_as(Actor("tester"))
    office.do(AnswerCheck(application, "completed", "yes"))
    _name, paper = office.do(ReadPaper(office.do(IssueCertificate(application))))
    assert "VASMO en CPIO" in text_of(paper)


def text_of(paper: bytes) -> str:
    import io

    from pypdf import PdfReader

    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(paper)).pages)


@pytest.fixture
def portfolio(court: Office, tmp_path: Path) -> tuple[int, Judge]:
    documents = {"plan.pdf": (TOPICS[0],), "doing.pdf": (TOPICS[1],), "paper.pdf": ("craft.essay",)}
    application = admitted(court, tmp_path, "portfolio", documents=documents)
    return application, a_judge(court, application, "Roos", "assessor", "portfolio")


def test_what_was_met_and_did_not_change_need_not_be_judged_again(
    court: Office, tmp_path: Path, portfolio: tuple[int, Judge]
) -> None:
    application, judge = portfolio
    with at_work(court, judge):
        court.do(JudgeRequirement(application, TOPICS[0], MET, basis=KNOWS))
        court.do(JudgeRequirement(application, TOPICS[1], MET, basis=KNOWS))
        court.do(JudgeRequirement(application, "craft.essay", NOT_MET, "Too short."))
        remark = court.do(GiveRemark(application, "Too short.", 3))
        court.do(GiveFeedback(application))
    court.do(AnswerRemark(remark, "Made longer."))
    court.do(ReplaceDocument(2, a_file(tmp_path, "doing.pdf", "again")))
    court.do(Resubmit(application))
    assert verdicts(court, application, judge) == {TOPICS[0]: "met", TOPICS[1]: "", "craft.essay": ""}


def test_a_new_version_counts_in_the_place_of_the_former_one_which_stays(
    court: Office, tmp_path: Path, portfolio: tuple[int, Judge]
) -> None:
    application, judge = portfolio
    with at_work(court, judge):
        court.do(JudgeRequirement(application, "craft.essay", NOT_MET, "Too short."))
        remark = court.do(GiveRemark(application, "Too short.", 3))
        court.do(GiveFeedback(application))
    new = court.do(ReplaceDocument(3, a_file(tmp_path, "longer.pdf")))
    extra = court.do(AddEvidence(application, a_file(tmp_path, "extra.pdf"), (TOPICS[0],)))
    with pytest.raises(RuleBroken, match=r"“paper\.pdf” was already replaced"):
        court.do(ReplaceDocument(3, a_file(tmp_path, "longest.pdf")))
    court.do(AnswerRemark(remark, "Made longer."))
    court.do(Resubmit(application))
    with at_work(court, judge):
        sheet = court.do(ReadReviewSheet(application))
        items = {item.requirement_id: item for item in sheet.items}
        assert [row.id for row in items["craft.essay"].evidence] == [new]
        assert sheet.matrix is not None
        assert {column.evidence_id: column.round for column in sheet.matrix.columns} == {1: 1, 2: 1, new: 2, extra: 2}
        with pytest.raises(RuleBroken, match="not in the dossier, or was replaced"):
            court.do(GiveRemark(application, "Still.", 3))
    rows = {row.id: row for row in court.do(ListEvidence(application))}
    assert (rows[3].standing, rows[new].standing) == (Standing.REFUSED, Standing.PENDING)
    [leaf] = [leaf for leaf in court.do(ReadApplication(application)).leaves if leaf.requirement_id == "craft.essay"]
    assert leaf.outcome == "undecided"
    [first, _second] = court.do(ReadRounds(application))
    assert [(row.id, row.standing) for row in first.documents] == [(1, "pending"), (2, "pending"), (3, "refused")]


def test_a_document_is_not_replaced_while_it_is_judged(court: Office, tmp_path: Path, portfolio: tuple[int, Judge]) -> None:
    with pytest.raises(RuleBroken, match="being judged"):
        court.do(ReplaceDocument(1, a_file(tmp_path, "other.pdf")))


def test_before_the_review_a_document_is_replaced_within_the_same_round(court: Office, tmp_path: Path) -> None:
    from tests import given

    application = given.an_application(court, given.a_member(court))
    first = court.do(AddEvidence(application, a_file(tmp_path, "form.pdf"), (given.FORM,)))
    court.do(ReplaceDocument(first, a_file(tmp_path, "form.pdf", "signed")))
    [leaf] = [leaf for leaf in court.do(ReadApplication(application)).leaves if leaf.requirement_id == given.FORM]
    assert (leaf.outcome, len(leaf.cut)) == ("undecided", 1)


def test_feedback_is_given_once_it_is_written_and_answered_before_the_next_round(
    court: Office, days: Days, portfolio: tuple[int, Judge]
) -> None:
    application, judge = portfolio
    due = court.do(ReadApplication(application)).due_on
    with pytest.raises(RuleBroken, match="No improved dossier is waited for"):
        court.do(Resubmit(application))
    with at_work(court, judge):
        with pytest.raises(RuleBroken, match="no feedback yet"):
            court.do(GiveFeedback(application))
        with pytest.raises(RuleBroken, match="write the feedback"):
            court.do(GiveRemark(application, " "))
        remark = court.do(GiveRemark(application, "On the whole: more."))
        court.do(GiveFeedback(application))
        with pytest.raises(RuleBroken, match="Waiting for the candidate"):
            court.do(GiveFeedback(application))
        with pytest.raises(RuleBroken, match="Waiting for the candidate"):
            court.do(AskCandidate(application, "And?"))
        with pytest.raises(RuleBroken, match="given to the candidate and stays"):
            court.do(TakeBackRemark(remark))
    with pytest.raises(RuleBroken, match="fill in what was done"):
        court.do(AnswerRemark(remark, ""))
    days.day += timedelta(days=7)
    court.do(AnswerRemark(remark, "More was added."))
    court.do(Resubmit(application))
    assert due is not None
    assert court.do(ReadApplication(application)).due_on == due + timedelta(days=7)
    with pytest.raises(RuleBroken, match="No improved dossier is waited for"):
        court.do(AnswerRemark(remark, "Again."))
    [row] = court.do(RemarksOf(application))
    assert (row.document_id, row.document, row.successor_id) == (None, "", None)


def test_the_last_round_that_the_scheme_allows_is_the_last(court: Office, portfolio: tuple[int, Judge]) -> None:
    application, judge = portfolio
    with at_work(court, judge):
        remark = court.do(GiveRemark(application, "More."))
        court.do(GiveFeedback(application))
    court.do(AnswerRemark(remark, "Done."))
    court.do(Resubmit(application))
    with at_work(court, judge):
        again = court.do(GiveRemark(application, "Still more."))
        with pytest.raises(RuleBroken, match="allows 2 rounds, and this was the last"):
            court.do(GiveFeedback(application))
    with pytest.raises(RuleBroken, match="No improved dossier"):
        court.do(AnswerRemark(again, "No."))


def test_feedback_of_a_former_round_stays_as_it_was_answered(court: Office, tmp_path: Path) -> None:
    application = admitted(court, tmp_path, "rounds", documents={"essay.pdf": ("essay",)})
    judge = a_judge(court, application, "Pas", "assessor", "rounds")
    remarks = []
    for _round in (1, 2):
        with at_work(court, judge):
            remarks.append(court.do(GiveRemark(application, "More.")))
            court.do(GiveFeedback(application))
        if _round == 1:
            court.do(Resubmit(application))
    with pytest.raises(RuleBroken, match="of a former round"):
        court.do(AnswerRemark(remarks[0], "Too late."))
    court.do(AnswerRemark(remarks[1], "Done."))


def test_a_question_is_answered_before_the_next_round_too(court: Office, portfolio: tuple[int, Judge]) -> None:
    application, judge = portfolio
    with at_work(court, judge):
        court.do(GiveRemark(application, "More."))
        question = court.do(AskCandidate(application, "Why?"))
        with pytest.raises(RuleBroken, match="Waiting for the candidate"):
            court.do(GiveFeedback(application))
        court.do(AnswerQuestion(question, "So."))
        court.do(GiveFeedback(application))
    assert court.do(ReadApplication(application)).state is State.WAITING


def test_feedback_that_was_not_given_yet_is_taken_back_by_its_author(court: Office, portfolio: tuple[int, Judge]) -> None:
    application, judge = portfolio
    with at_work(court, judge):
        remark = court.do(GiveRemark(application, "More.", 1))
    with at_work(court, None), pytest.raises(RuleBroken, match="Somebody else wrote this"):
        court.do(TakeBackRemark(remark))
    with at_work(court, judge):
        court.do(TakeBackRemark(remark))
    assert court.do(RemarksOf(application)) == ()


def test_the_steps_say_whether_there_is_feedback_and_whether_one_hands_in_again(court: Office, tmp_path: Path) -> None:
    application = admitted(court, tmp_path, "office", documents={"essay.pdf": ("essay",)})
    judge = a_judge(court, application, "Roos", "assessor", "remarks")
    with at_work(court, judge):
        court.do(GiveRemark(application, "Nice.", 1))
        with pytest.raises(RuleBroken, match="nothing can be handed in again"):
            court.do(GiveFeedback(application))
    apart = admitted(court, tmp_path, "apart", documents={"essay.pdf": ("essay",)})
    other = a_judge(court, apart, "Pas", "assessor", "apart")
    with at_work(court, other), pytest.raises(RuleBroken, match="no feedback on documents"):
        court.do(GiveRemark(apart, "Nice."))


def test_feedback_is_read_by_others_only_when_every_step_is_finished(court: Office, portfolio: tuple[int, Judge]) -> None:
    application, judge = portfolio
    with at_work(court, judge):
        court.do(GiveRemark(application, "Nice.", 1))
        assert len(court.do(RemarksOf(application))) == 1
    assert len(court.do(RemarksOf(application))) == 1
    mentor = a_judge(court, application, "Mentor", "mentor", "")
    onlookers = [(None, Role.ASSESSOR), (mentor, Role.ASSESSOR), (None, Role.DECIDER)]
    seen = []
    for onlooker, role in onlookers:
        with at_work(court, onlooker, role):
            seen.append(len(court.do(RemarksOf(application))))
    assert seen == [0, 0, 0]
    with at_work(court, judge):
        for topic in TOPICS:
            court.do(JudgeRequirement(application, topic, MET, basis=KNOWS))
        court.do(JudgeRequirement(application, "craft.essay", MET))
        court.do(FinishReview(application))
    seen = []
    for onlooker, role in onlookers:
        with at_work(court, onlooker, role):
            seen.append(len(court.do(RemarksOf(application))))
    assert seen == [0, 1, 1]


def test_a_report_that_a_round_closed_upon_stays_sealed_until_all_are_in(court: Office, tmp_path: Path) -> None:
    application = admitted(court, tmp_path, "rounds", documents={"essay.pdf": ("essay",)})
    p, q = (a_judge(court, application, name, "assessor", "rounds") for name in ("Pas", "Quak"))
    with at_work(court, p):
        court.do(JudgeRequirement(application, "essay", NOT_MET, "Zwanenzang."))
        court.do(FinishReview(application))
    with at_work(court, q):
        court.do(GiveRemark(application, "More."))
        court.do(GiveFeedback(application))
    court.do(Resubmit(application))
    with at_work(court, q):
        [first, _second] = court.do(ReadRounds(application))
        assert ([report.by for report in first.reports], first.withheld) == (["P. Quak"], 1)
    assert "Zwanenzang" not in repr(court.do(ReadRounds(application)))
    for judge in (p, q):
        with at_work(court, judge):
            court.do(JudgeRequirement(application, "essay", MET))
            court.do(FinishReview(application))
    [first, _second] = court.do(ReadRounds(application))
    [report, open_one] = first.reports
    assert (report.by, report.outcome, report.finished_on) == ("P. Pas", "negative", court.today)
    assert [(one.title, one.verdict, one.comment) for one in report.judgements] == [("Essay", "not_met", "Zwanenzang.")]
    assert (open_one.by, open_one.outcome, open_one.finished_on) == ("P. Quak", "", None)


def test_reopening_and_deciding_close_a_round_for_good(court: Office, portfolio: tuple[int, Judge]) -> None:
    application, judge = portfolio
    with at_work(court, judge):
        for topic in TOPICS:
            court.do(JudgeRequirement(application, topic, MET, basis=KNOWS))
        court.do(JudgeRequirement(application, "craft.essay", MET))
        court.do(FinishReview(application, comment="Good."))
    with at_work(court, None), pytest.raises(RuleBroken, match="not assigned to you"):
        court.do(ReopenReview(application))
    court.do(ReopenReview(application))
    assert set(verdicts(court, application, judge).values()) == {"met"}
    with at_work(court, judge):
        court.do(JudgeRequirement(application, "craft.essay", NOT_MET, "Copied."))
        court.do(FinishReview(application))
    court.do(RecordDecision(application, False, court.today, "Copied.", decider_id=given.decider(court, application)))
    [first, second] = court.do(ReadRounds(application))
    assert [one.verdict for round_ in (first, second) for one in round_.reports[0].judgements if one.key == "craft.essay"] == [
        "met",
        "not_met",
    ]
    assert (first.reports[0].comment, first.reports[0].step) == ("Good.", "Portfolio")
    outcomes = {row.title: (row.outcome, row.have, row.need) for row in second.requirements}
    assert outcomes["Topics"] == ("met", "2", "2")
    assert outcomes["Paper"][0] == "not_met"


def test_who_was_taken_off_the_file_does_not_report_again_nor_count(court: Office, portfolio: tuple[int, Judge]) -> None:
    application, judge = portfolio
    with at_work(court, judge):
        for topic in TOPICS:
            court.do(JudgeRequirement(application, topic, MET, basis=KNOWS))
        court.do(JudgeRequirement(application, "craft.essay", MET))
        court.do(FinishReview(application))
    court.do(EndAssignment(judge.assignment_id, "Ill."))
    [step] = court.do(ReadReviewSheet(application)).steps
    assert (step.done, step.needed) == (0, 1)
    court.do(ReopenReview(application))
    other = a_judge(court, application, "Tak", "assessor", "portfolio")
    assert set(verdicts(court, application, other).values()) == {""}
