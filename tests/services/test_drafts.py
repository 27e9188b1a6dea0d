"""Drafts: what is being written while judging is safe at once, private, and gone when it was recorded."""

from pathlib import Path

import pytest

from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.drafts import DraftKind
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.services.assessments import FinishReview, JudgeRequirement
from cmsdesk.services.drafts import DraftsOf, KeepDraft
from cmsdesk.services.feedback import GiveRemark
from cmsdesk.services.history import CheckJournal, LastActs, Undo, Undoable
from cmsdesk.services.office import Office
from cmsdesk.services.questions import AnswerQuestion, AskCandidate
from tests.judging import Judge, a_judge, admitted, at_work
from tests.rows import file_of

COMMENT = DraftKind.COMMENT


@pytest.fixture
def apart(court: Office, tmp_path: Path) -> tuple[int, Judge, Judge]:
    application = admitted(court, tmp_path, "apart", documents={"essay.pdf": ("essay",)})
    return (
        application,
        a_judge(court, application, "P", "assessor", "apart"),
        a_judge(court, application, "Q", "assessor", "apart"),
    )


def drafts_in_the_file(office: Office) -> list[str]:
    with file_of(office.path) as connection:
        return [row["text"] for row in connection.execute("SELECT text FROM draft ORDER BY id")]


def test_a_comment_without_a_verdict_is_found_again_by_its_author_only(court: Office, apart: tuple[int, Judge, Judge]) -> None:
    application, p, q = apart
    with at_work(court, p):
        court.do(KeepDraft(application, COMMENT, "Half of it", "essay", p.assignment_id))
        court.do(KeepDraft(application, COMMENT, "Half of it is", "essay", p.assignment_id))
        assert court.do(DraftsOf(application, p.assignment_id)) == {(COMMENT, "essay"): "Half of it is"}
    with at_work(court, q):
        assert court.do(DraftsOf(application, p.assignment_id)) == {}
    assert court.do(DraftsOf(application, p.assignment_id)) == {}, "the office does not read along either"


def test_a_draft_is_no_act_in_the_journal_and_nothing_to_take_back(court: Office, apart: tuple[int, Judge, Judge]) -> None:
    application, p, _q = apart
    before = court.do(Undoable()), len(court.do(LastActs()))
    with at_work(court, p):
        court.do(KeepDraft(application, COMMENT, "Half of it", "essay", p.assignment_id))
    assert (court.do(Undoable()), len(court.do(LastActs()))) == before
    with file_of(court.path) as connection:
        assert not connection.execute("SELECT 1 FROM journaldetail WHERE data LIKE '%Half of it%'").fetchall()
    assert court.do(CheckJournal()) is None


def test_a_draft_goes_when_it_was_emptied_or_recorded(court: Office, apart: tuple[int, Judge, Judge]) -> None:
    application, p, _q = apart
    with at_work(court, p):
        for text in ("Half of it", " "):
            court.do(KeepDraft(application, DraftKind.REPORT, text, assignment_id=p.assignment_id))
        court.do(KeepDraft(application, COMMENT, "Half", "essay", p.assignment_id))
        court.do(KeepDraft(application, COMMENT, "Other", "proof.cv", p.assignment_id))
        court.do(JudgeRequirement(application, "essay", Verdict.NOT_MET, "Half of it."))
        assert court.do(DraftsOf(application, p.assignment_id)) == {(COMMENT, "proof.cv"): "Other"}
        court.do(KeepDraft(application, DraftKind.QUESTION, "Wh", "essay", p.assignment_id))
        question = court.do(AskCandidate(application, "Why?", "essay"))
        assert (DraftKind.QUESTION, "essay") not in court.do(DraftsOf(application, p.assignment_id))
        court.do(AnswerQuestion(question, "Because."))
        court.do(JudgeRequirement(application, "essay", Verdict.MET))
        court.do(FinishReview(application))
    assert drafts_in_the_file(court) == []


def test_feedback_that_was_given_is_no_draft_any_more(court: Office, tmp_path: Path) -> None:
    application = admitted(court, tmp_path, "portfolio", documents={"paper.pdf": ("craft.essay",)})
    judge = a_judge(court, application, "Roos", "assessor", "portfolio")
    with at_work(court, judge):
        court.do(KeepDraft(application, DraftKind.REMARK, "Pl", "1", judge.assignment_id))
        court.do(KeepDraft(application, DraftKind.REMARK, "On the whole", "", judge.assignment_id))
        court.do(GiveRemark(application, "Please show more.", 1))
    assert drafts_in_the_file(court) == ["On the whole"]


def test_nobody_writes_on_once_the_last_report_is_in(court: Office, apart: tuple[int, Judge, Judge]) -> None:
    application, p, q = apart
    court.do(KeepDraft(application, COMMENT, "From paper", "essay", p.assignment_id))
    for judge in (p, q):
        with at_work(court, judge):
            court.do(JudgeRequirement(application, "essay", Verdict.MET))
            court.do(FinishReview(application))
    assert drafts_in_the_file(court) == []


def test_who_has_no_seat_has_nothing_to_write(court: Office, apart: tuple[int, Judge, Judge]) -> None:
    application, _p, _q = apart
    with pytest.raises(RuleBroken, match="judged by others"):
        court.do(KeepDraft(application, COMMENT, "Half of it", "essay"))
    with at_work(court, None), pytest.raises(RuleBroken, match="not assigned to you"):
        court.do(KeepDraft(application, COMMENT, "Half of it", "essay"))


def test_a_draft_goes_with_the_assignment_that_was_taken_back(court: Office, tmp_path: Path) -> None:
    application = admitted(court, tmp_path, "apart", documents={"essay.pdf": ("essay",)})
    judge = a_judge(court, application, "P", "assessor", "apart", declared=False)
    court.do(KeepDraft(application, COMMENT, "Half of it", "essay", judge.assignment_id))
    last = court.do(Undoable())
    assert last is not None
    court.do(Undo(last.seq))
    assert drafts_in_the_file(court) == []
