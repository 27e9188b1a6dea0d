"""What an office and an assessor send to each other, again and again, until the review is in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.services.assessor.packages import Stage
from cmsdesk.services.dossiers import AddEvidence
from cmsdesk.services.questions import AnswerQuestion, AskCandidate, QuestionsOf
from cmsdesk.services.returned_reviews import Taken
from cmsdesk.services.schemes import work_with
from tests.assessing import a_workplace
from tests.correspondence import BOTH, Correspondence
from tests.judging import Days, a_file
from tests.packages import a_post
from tests.situations import Clock, office_at

MET = Verdict.MET


@pytest.fixture
def far_day(days: Days) -> Clock:
    return Clock(days.day)


@pytest.fixture
def letters(tmp_path: Path, far_day: Clock, days: Days) -> Iterator[Correspondence]:
    (tmp_path / "office").mkdir()
    office = office_at(tmp_path / "office", far_day)
    yield Correspondence(a_post(office, tmp_path / "office"), a_workplace(tmp_path / "anne", days))
    office.close()
    work_with({})


def ask(letters: Correspondence) -> None:
    with letters.desk() as office:
        office.do(AskCandidate(letters.application, "Where was this?", "proof.cv"))


def test_a_review_goes_there_and_back(letters: Correspondence) -> None:
    letters.open()
    letters.judge(BOTH)
    assert letters.take().taken is Taken.FINISHED


def test_the_answer_of_the_candidate_comes_in_a_newer_package_and_the_review_goes_on(letters: Correspondence) -> None:
    letters.open()
    letters.judge({"essay": MET}, finish=False)
    ask(letters)
    assert (letters.row.stage, letters.take().taken) == (Stage.WAIT, Taken.PARTLY)
    [question] = letters.post.office.do(QuestionsOf(letters.application))
    letters.post.office.do(AnswerQuestion(question.id, "In Utrecht."))
    letters.open()
    assert (letters.row.stage, letters.row.judged, letters.slip.changes) == (Stage.JUDGE, 1, ("The candidate answered.",))
    with letters.desk() as office:
        assert [(one.text, one.answer) for one in office.do(QuestionsOf(letters.application))] == [
            ("Where was this?", "In Utrecht.")
        ]
    letters.judge({"proof.cv": MET})
    assert letters.take().taken is Taken.FINISHED


def test_a_question_that_the_office_did_not_see_yet_still_waits_in_a_newer_dossier(
    letters: Correspondence, tmp_path: Path
) -> None:
    letters.open()
    letters.judge({"essay": MET}, finish=False)
    ask(letters)
    letters.post.office.do(AddEvidence(letters.application, a_file(tmp_path, "more.pdf"), ("essay",)))
    letters.open()
    assert letters.row.stage is Stage.WAIT
    assert letters.take().taken is Taken.PARTLY
    assert [one.text for one in letters.post.office.do(QuestionsOf(letters.application))] == ["Where was this?"]


@pytest.mark.parametrize("spoil", ["gone", "empty", "overwritten"])
def test_a_dossier_that_was_damaged_on_the_disk_is_said_and_opens_anew_from_the_file_of_the_office(
    letters: Correspondence, spoil: str
) -> None:
    path = letters.send()
    letters.open(path)
    letters.judge({"essay": MET}, finish=False)
    file = letters.workplace.packages / letters.package / letters.slip.opened / "dossier.cmsdesk"
    if spoil == "gone":
        file.unlink()
    else:
        file.write_bytes(b"" if spoil == "empty" else b"noise" * 2_000)
    assert (letters.row.stage, letters.row.judged) == (Stage.JUDGE, 0)
    with pytest.raises(RuleBroken, match="A-2026-0001 on this computer is damaged"), letters.desk():
        pass
    letters.open(path)
    letters.judge(BOTH)
    assert letters.take().taken is Taken.FINISHED
