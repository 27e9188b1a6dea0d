"""What an office and an assessor send to each other, again and again, until the review is in."""

from collections.abc import Iterator
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path

import pytest

from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.exchange.packages.faults import Fault, PackageRefused
from cmsdesk.exchange.packages.keys import new_keys
from cmsdesk.services.assessor.books import sweep
from cmsdesk.services.assessor.offices import enrol_office
from cmsdesk.services.assessor.own_work import ReadOwnWork
from cmsdesk.services.assessor.packages import Stage, list_packages
from cmsdesk.services.assessor.returning import resume
from cmsdesk.services.dossiers import AddEvidence
from cmsdesk.services.editions import ChangeConcept, ListEditions, MakeConcept, PublishEdition, ReadEdition
from cmsdesk.services.questions import AnswerQuestion, AskCandidate, QuestionsOf
from cmsdesk.services.returned_reviews import Taken
from cmsdesk.services.schemes import work_with
from tests.assessing import a_workplace, later
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


def test_more_time_while_the_candidate_is_waited_for_leaves_the_work_as_it_is(letters: Correspondence) -> None:
    letters.open()
    letters.judge({"essay": MET}, finish=False)
    ask(letters)
    letters.take()
    letters.open(letters.send(until=letters.slip.expires_on + timedelta(days=9)))
    assert (letters.row.stage, letters.row.judged, len(letters.slip.changes)) == (Stage.WAIT, 1, 1)


def test_a_scheme_that_the_office_changed_comes_along_though_the_dossier_is_the_same(letters: Correspondence) -> None:
    letters.open()
    letters.judge(BOTH)
    office = letters.post.office
    concept = office.do(MakeConcept("proefhof", "The board saw it."))
    [row] = [one for one in office.do(ListEditions("proefhof")) if one.id == concept]
    office.do(ChangeConcept(concept, row.version, office.do(ReadEdition("proefhof", concept))[0] + "\n# seen by the board\n"))
    office.do(PublishEdition(concept))
    letters.open()
    assert letters.slip.changes == ("The office changed the scheme; please look at your verdicts once more.",)
    with letters.desk() as desk:
        assert desk.do(ReadOwnWork()).scheme.endswith("# seen by the board\n")
    assert (letters.row.stage, letters.row.judged) == (Stage.JUDGE, 2)
    letters.judge({})
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
    assert letters.row.stage is Stage.DAMAGED
    with pytest.raises(RuleBroken, match="A-2026-0001 on this computer is damaged"), letters.desk():
        pass
    letters.open(path)
    letters.judge(BOTH)
    assert letters.take().taken is Taken.FINISHED


def test_a_dossier_that_cannot_be_opened_now_leaves_the_list_in_reach(letters: Correspondence) -> None:
    letters.open()
    file = letters.workplace.packages / letters.package / letters.slip.opened / "dossier.cmsdesk"
    aside = file.rename(file.with_name("aside"))
    file.mkdir()
    assert (letters.row.stage, letters.row.needed) == (Stage.JUDGE, 0)
    file.rmdir()
    aside.rename(file)
    assert (letters.row.stage, letters.row.needed) == (Stage.DECLARE, 2)


@pytest.mark.parametrize("off", [300, -300], ids=["ahead", "back"])
def test_a_review_that_was_written_with_a_wrong_date_goes_back_once_the_date_is_right(
    letters: Correspondence, days: Days, off: int
) -> None:
    """Nobody can declare or ask a second time, so the date of that must not keep the review at home."""
    letters.open(letters.send(until=letters.post.office.today + timedelta(days=360)))
    later(days, off)
    letters.judge({"essay": MET}, finish=False)
    ask(letters)
    with pytest.raises(RuleBroken, match="right date") if off > 0 else nullcontext():
        letters.take()
    later(days, -off)
    assert letters.take().taken is Taken.PARTLY


def test_a_new_key_of_the_office_takes_the_place_of_the_former_and_the_work_goes_on(letters: Correspondence) -> None:
    letters.open()
    letters.judge({"essay": MET}, finish=False)
    letters.post.keys = new_keys("Test office", letters.post.office.today)
    path = letters.send()
    with pytest.raises(PackageRefused):
        letters.open(path)
    enrol_office(letters.workplace, letters.post.keys.public)
    with pytest.raises(PackageRefused):
        letters.open(path)
    enrol_office(letters.workplace, letters.post.keys.public, instead=True)
    letters.open(path)
    letters.judge({"proof.cv": MET})
    assert letters.take().taken is Taken.FINISHED


def test_a_package_is_not_taken_over_by_another_office(letters: Correspondence) -> None:
    letters.open()
    other = new_keys("Another office", letters.post.office.today)
    enrol_office(letters.workplace, other.public, instead=True)
    letters.post.keys = other
    with pytest.raises(PackageRefused) as refusal:
        letters.open()
    assert refusal.value.fault is Fault.OTHER_SENDER


def test_who_goes_on_reviewing_after_the_file_was_made_is_not_wiped_for_having_sent_it(
    letters: Correspondence, days: Days
) -> None:
    letters.open(letters.send(until=letters.post.office.today + timedelta(days=60)))
    letters.judge(BOTH)
    letters.take()
    resume(letters.workplace, letters.package)
    letters.judge({"essay": Verdict.NOT_MET}, finish=False)
    later(days, 15)
    assert sweep(letters.workplace) == []
    letters.judge({})
    assert (letters.row.stage, letters.row.slip.made_on) == (Stage.FINISHED, None)
    later(days, 15)
    assert sweep(letters.workplace) == []


def test_who_waits_for_the_candidate_keeps_the_dossier(letters: Correspondence, days: Days) -> None:
    letters.open(letters.send(until=letters.post.office.today + timedelta(days=60)))
    letters.judge({"essay": MET}, finish=False)
    ask(letters)
    letters.answer()
    later(days, 40)
    assert sweep(letters.workplace) == []


def test_a_dossier_that_comes_back_after_a_long_time_goes_on_counting(
    letters: Correspondence, days: Days, far_day: Clock
) -> None:
    letters.open(letters.send(until=letters.post.office.today + timedelta(days=10)))
    letters.judge({"essay": MET}, finish=False)
    ask(letters)
    assert [letters.take().taken for _time in range(2)] == [Taken.PARTLY, Taken.PARTLY]
    for _week in range(12):
        far_day.day = later(days, 7)
        sweep(letters.workplace)
    assert list_packages(letters.workplace) == []
    [question] = letters.post.office.do(QuestionsOf(letters.application))
    letters.post.office.do(AnswerQuestion(question.id, "In Utrecht."))
    letters.open()
    letters.judge(BOTH)
    assert letters.take().taken is Taken.FINISHED


def test_a_package_whose_note_was_damaged_goes_on_counting_above_every_file_that_was_made(letters: Correspondence) -> None:
    path = letters.send()
    letters.open(path)
    letters.judge(BOTH)
    letters.take()
    (letters.workplace.packages / letters.package / "slip").write_bytes(b"noise")
    letters.open(path)
    letters.judge(BOTH)
    assert letters.take().taken is Taken.FINISHED
