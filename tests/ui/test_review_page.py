"""The review tab: who sits where, what is asked and said, and why somebody cannot judge now."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QInputDialog, QPushButton
from pytestqt.qtbot import QtBot

from cmsdesk.domain.applications import State
from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.dossiers import Standing
from cmsdesk.domain.permissions import Role
from cmsdesk.domain.schemes.loader import read_schemes
from cmsdesk.domain.words import use_language
from cmsdesk.services.assessments import JudgeRequirement
from cmsdesk.services.assignments import AssignPerson
from cmsdesk.services.drafts import DraftsOf
from cmsdesk.services.feedback import AnswerRemark, ReplaceDocument, Resubmit
from cmsdesk.services.history import Undo, Undoable
from cmsdesk.services.questions import QuestionsOf
from cmsdesk.services.records import ReadApplication
from cmsdesk.services.remarks import RemarksOf
from cmsdesk.services.schemes import work_with
from cmsdesk.ui.intake_dialogs import AnswerDialog
from cmsdesk.ui.judging.hearings_window import HearingsWindow
from cmsdesk.ui.judging.matrix_window import MatrixWindow
from cmsdesk.ui.judging.plan_window import PlanWindow
from cmsdesk.ui.judging.protocol_window import ProtocolWindow
from cmsdesk.ui.judging.rounds_window import RoundsWindow
from cmsdesk.ui.main_window import MainWindow
from cmsdesk.ui.people_dialogs import DeclareDialog
from tests import given
from tests.driving import answer, dialog, press, words
from tests.judging import Days, Judge, a_file, a_judge, admitted, at_work, judge_all
from tests.ui.reviewing import TOPICS, finish_form, sit_down, titles, type_keys, verdicts

MET, NOT_MET = Verdict.MET, Verdict.NOT_MET
KNOWS = frozenset({"experience"})
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def apart(bench: MainWindow, tmp_path: Path) -> tuple[int, Judge, Judge]:
    office = bench.desk.office
    application = admitted(office, tmp_path, "apart", documents={"essay.pdf": ("essay",), "cv.pdf": ("proof.cv",)})
    p, q = (a_judge(office, application, name, "assessor", "apart") for name in ("Pieters", "Quist"))
    return application, p, q


@pytest.fixture
def portfolio(bench: MainWindow, tmp_path: Path) -> tuple[int, Judge]:
    office = bench.desk.office
    files = {"plan.pdf": (TOPICS[0],), "doing.pdf": (TOPICS[1],), "paper.pdf": ("craft.essay",)}
    application = admitted(office, tmp_path, "portfolio", documents=files)
    return application, a_judge(office, application, "Roos", "assessor", "portfolio")


def offered(page: Any) -> list[str]:
    """The dossiers in the box."""
    return [page.left.head.queue.itemText(place) for place in range(page.left.head.queue.count())]


# Who sits where.


def test_an_assessor_sees_only_own_dossiers(bench: MainWindow, apart: tuple[int, Judge, Judge], tmp_path: Path) -> None:
    application, p, _q = apart
    other = admitted(bench.desk.office, tmp_path, "portfolio", documents={"paper.pdf": ("craft.essay",)})
    page = sit_down(bench)
    assert len(offered(page)) == 2
    page = sit_down(bench, p)
    assert offered(page) == ["A-2026-0001 · Kandidaat, K. · PH · Two assessors"]
    assert (page.application_id, page.may_judge) == (application, True)
    assert not page.left.head.colleague.isVisible()
    page.open_application(other)
    assert page.sheet is None
    assert "not assigned to you" in page.right.notice.words.text()
    assert "Kandidaat" not in words(page.left)


def test_a_dossier_stays_shut_until_one_declared_and_opens_at_once(bench: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    application = admitted(bench.desk.office, tmp_path, "apart", documents={"essay.pdf": ("essay",)})
    judge = a_judge(bench.desk.office, application, "Pieters", "assessor", "apart", declared=False)
    page = sit_down(bench, judge)
    assert "declare first" in page.right.notice.words.text()
    assert titles(page) == []
    assert "essay" not in words(page)
    press(page, "Declare…", qtbot)
    form = dialog(qtbot, DeclareDialog)
    form.yes.setChecked(True)
    qtbot.mouseClick(form.ok_button, LEFT)
    assert page.may_judge
    assert not page.right.notice.isVisible()
    assert titles(page) == ["Requirements", "Essay"]


def test_the_office_types_for_a_named_assignment_what_came_on_paper(
    bench: MainWindow, apart: tuple[int, Judge, Judge], qtbot: QtBot
) -> None:
    application, p, _q = apart
    page = sit_down(bench)
    assert "choose for whom" in page.right.notice.words.text()
    assert not page.form.buttons[MET].isEnabled()
    box = page.left.head.colleague
    assert [box.itemText(place) for place in range(box.count())] == [
        "For the office itself",
        "For P. Pieters, Two assessors: from paper",
        "For P. Quist, Two assessors: from paper",
    ]
    press(page, "Choose for whom…", qtbot)
    assert QApplication.focusWidget() is box
    type_keys(qtbot, Qt.Key.Key_Down)
    assert page.assignment_id == p.assignment_id
    assert page.may_judge
    press(page, "Met  1", qtbot)
    assert verdicts(bench, application, p.assignment_id) == {"essay": "met"}
    page = sit_down(bench, p)
    assert "writing this report" not in words(page.right), "one's own report is one's own, whoever typed it"


def test_a_step_of_the_office_is_judged_by_the_office_itself(bench: MainWindow, tmp_path: Path) -> None:
    admitted(bench.desk.office, tmp_path, "both", documents={"essay.pdf": ("essay",)})
    page = sit_down(bench)
    assert page.may_judge
    assert "Office: 0 of 1 report is in." in words(page.left)


def test_where_nobody_is_assigned_the_office_is_led_to_assigning(bench: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    application = admitted(bench.desk.office, tmp_path, "apart", documents={"essay.pdf": ("essay",)})
    page = sit_down(bench)
    with qtbot.waitSignal(page.go_wanted) as asked:
        press(page, "Assign somebody…", qtbot)
    assert asked.args == ["application", application, ""]


def test_who_may_only_look_hears_so(bench: MainWindow, apart: tuple[int, Judge, Judge]) -> None:
    page = sit_down(bench, apart[1], Role.DECIDER)
    assert not page.may_judge
    assert page.right.notice.words.text()
    assert not page.left.finish_button.isEnabled()
    assert page.left.finish_button.toolTip() == page.right.notice.words.text()


def test_an_empty_desk_says_so_to_each(bench: MainWindow, apart: tuple[int, Judge, Judge]) -> None:
    page = sit_down(bench, None, Role.ASSESSOR)
    assert page.splitter.isVisible()
    last = Judge("P. Nobody", 1, 0)
    page = sit_down(bench, last)
    assert "No dossier is assigned to you now." in words(page)
    assert not page.splitter.isVisible()


# First apart, then together.


def test_a_sealed_report_shows_nowhere_on_the_page(bench: MainWindow, apart: tuple[int, Judge, Judge]) -> None:
    application, p, q = apart
    judge_all(bench.desk.office, application, p, {"essay": NOT_MET, "proof.cv": MET}, "Zwanenzang")
    for page in (sit_down(bench, q), sit_down(bench)):
        assert "Two assessors: 1 of 2 reports are in. Sealed until all are in." in words(page.left)
        assert "Zwanenzang" not in words(page)
        assert all(not item.verdict for item in page.items)
    page = sit_down(bench)
    page.left.head.colleague_chosen.emit(p.assignment_id)
    assert "finished on 02-11-2026" in page.right.notice.words.text()
    assert "Zwanenzang" not in words(page)
    assert page.comment.toPlainText() == ""


def test_when_all_reports_are_in_the_review_can_be_reopened(
    bench: MainWindow, apart: tuple[int, Judge, Judge], qtbot: QtBot
) -> None:
    application, p, q = apart
    for judge in (p, q):
        judge_all(bench.desk.office, application, judge, {"essay": MET, "proof.cv": MET})
    page = sit_down(bench, p)
    assert "finished" in page.right.notice.words.text()
    press(page, "Reopen review", qtbot)
    assert bench.desk.do(ReadApplication(application)).state is State.IN_ASSESSMENT
    assert page.may_judge
    assert verdicts(bench, application) == {"essay": "met", "proof.cv": "met"}, "it starts with the last verdicts"
    assert "round 2" in words(page.left)
    assert "Round 1, P. Pieters: Met" in words(page.right)


# What is asked and said.


def test_a_no_waits_for_its_words(bench: MainWindow, apart: tuple[int, Judge, Judge], qtbot: QtBot) -> None:
    application, p, _q = apart
    page = sit_down(bench, p)
    page.requirements.setFocus()
    type_keys(qtbot, Qt.Key.Key_2)
    assert "explain" in page.saved.text()
    assert QApplication.focusWidget() == page.comment
    assert verdicts(bench, application) == {}
    qtbot.keyClicks(page.comment, "Half is missing.")
    qtbot.waitUntil(lambda: verdicts(bench, application) == {"essay": "not_met"}, timeout=3_000)
    qtbot.keyClicks(page.comment, " And it is late.")
    type_keys(qtbot, Qt.Key.Key_F8)
    [essay, _cv] = page.items
    assert (essay.comment, page.place) == ("Half is missing. And it is late.", 1)
    page.go(0)
    page.comment.clear()
    page.go(1)
    assert page.items[0].comment == "Half is missing. And it is late.", "a no is never without words"


def test_a_changed_verdict_shows_what_it_was(bench: MainWindow, apart: tuple[int, Judge, Judge], qtbot: QtBot) -> None:
    _application, p, _q = apart
    page = sit_down(bench, p)
    assert "still has to be judged" in words(page.right)
    press(page, "Met  1", qtbot)
    assert "You judged: Met. It counts once every report is in." in words(page.right)
    assert "still has to be judged" not in words(page.right)
    page.comment.setPlainText("On second thoughts.")
    press(page, "Not met  2", qtbot)
    assert "before: Met" in words(page.right)


def test_a_question_waits_for_its_answer_and_the_review_goes_on(
    bench: MainWindow, apart: tuple[int, Judge, Judge], days: Days, qtbot: QtBot
) -> None:
    application, p, _q = apart
    page = sit_down(bench, p)
    page.requirements.setFocus()
    type_keys(qtbot, Qt.Key.Key_Q)
    assert QApplication.focusWidget() is page.right.questions.field
    qtbot.keyClicks(page.right.questions.field, "Which course was this?")
    press(page, "Send the question", qtbot)
    assert bench.desk.do(ReadApplication(application)).state is State.WAITING
    assert "Waits for the answer." in words(page.right)
    assert "asked a question" in page.right.notice.words.text()
    assert not page.form.buttons[MET].isEnabled()
    days.day += timedelta(days=3)
    press(page, "Record answer…", qtbot)
    form = dialog(qtbot, AnswerDialog)
    qtbot.keyClicks(form.answer, "Course three.")
    qtbot.mouseClick(form.ok_button, LEFT)
    assert page.may_judge
    assert "Answer of 05-11-2026: Course three." in words(page.right)
    assert bench.desk.do(QuestionsOf(application))[0].requirement_id == "essay"


def test_points_are_accepted_or_refused_beside_what_they_are_for(bench: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    office = bench.desk.office
    person = given.a_member(office)
    given.points(office, person, "education", "60", Standing.PENDING)
    given.points(office, person, "experience", "50", Standing.PENDING)
    given.in_review(office, person, tmp_path)
    page = sit_down(bench)
    page.go(next(place for place, item in enumerate(page.items) if item.ledger == "education"))
    press(page, "Accept", qtbot)
    assert "60" in words(page.right.asked)
    page.go(next(place for place, item in enumerate(page.items) if item.ledger == "experience"))
    press(page, "Refuse…", qtbot)
    asked = dialog(qtbot, QInputDialog)
    asked.setTextValue("Not in this trade.")
    press(asked, "Refuse", qtbot)
    assert "Not in this trade." in words(page.right.asked)


def test_feedback_is_written_given_and_answered_beside_the_new_version(
    bench: MainWindow, portfolio: tuple[int, Judge], tmp_path: Path, days: Days, qtbot: QtBot
) -> None:
    """AC-10 on the review screen: the former round stands beside the improved document."""
    application, judge = portfolio
    office = bench.desk.office
    page = sit_down(bench, judge)
    with at_work(office, judge):
        office.do(JudgeRequirement(application, TOPICS[0], MET, basis=KNOWS))
    page.refresh()
    page.go(2)
    page.comment.setPlainText("Too short.")
    press(page, "Not met  2", qtbot)
    page.requirements.setFocus()
    type_keys(qtbot, Qt.Key.Key_R)
    qtbot.keyClicks(page.right.feedback.field, "Please show more.")
    press(page, "Keep feedback", qtbot)
    assert "Please show more." in words(page.right)
    press(page, "Give 1 remark to the candidate…", qtbot)
    assert "round closes" in answer(qtbot, "Give feedback")
    assert "improved dossier is in" in page.right.notice.words.text()
    [remark] = bench.desk.do(RemarksOf(application))
    assert (remark.document, remark.given_by) == ("paper.pdf", "P. Roos")
    page = sit_down(bench)
    page.open_application(application)
    press(page, "Take in improved dossier…", qtbot)
    rounds = dialog_of(bench, RoundsWindow)
    assert rounds.isVisible()
    rounds.close()
    days.day = date(2026, 11, 9)
    office.do(ReplaceDocument(3, a_file(tmp_path, "longer.pdf")))
    office.do(AnswerRemark(remark.id, "An example was added."))
    office.do(Resubmit(application))
    page = sit_down(bench, judge)
    assert [item.verdict for item in page.items] == ["met", "", ""]
    page.go(2)
    assert page.view.title.text() == "longer.pdf"
    said = words(page.right)
    assert "Answer of 09-11-2026: An example was added." in said
    assert "New version: longer.pdf" in said
    assert "Round 1, P. Roos: Not met" in said
    assert "Too short." in said


def test_feedback_that_was_not_given_yet_is_taken_back(bench: MainWindow, portfolio: tuple[int, Judge], qtbot: QtBot) -> None:
    application, judge = portfolio
    page = sit_down(bench, judge)
    page.requirements.setFocus()
    type_keys(qtbot, Qt.Key.Key_R)
    qtbot.keyClicks(page.right.feedback.field, "Hm.")
    press(page.right.feedback, "Drop", qtbot)
    assert not page.right.feedback.field.isVisible()
    type_keys(qtbot, Qt.Key.Key_R, where=page.requirements)
    assert page.right.feedback.field.toPlainText() == ""
    qtbot.keyClicks(page.right.feedback.field, "More.")
    press(page, "Keep feedback", qtbot)
    press(page, "Take back", qtbot)
    assert bench.desk.do(RemarksOf(application)) == ()


# Handing in.


def test_the_outcome_is_chosen_where_the_step_names_some(bench: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    office = bench.desk.office
    application = admitted(office, tmp_path, "chosen", documents={"essay.pdf": ("essay",)})
    judge = a_judge(office, application, "Pieters", "assessor", "chosen")
    page = sit_down(bench, judge)
    with at_work(office, judge):
        for item in page.items:
            office.do(JudgeRequirement(application, item.requirement_id, MET, score=8 if item.scored else None))
    page.refresh()
    press(page, "Finish review  Ctrl+Enter", qtbot)
    form = finish_form(qtbot)
    qtbot.mouseClick(form.ok_button, LEFT)
    assert "choose the outcome" in form.error_label.text() or "conversation" in form.error_label.text()
    form.reject()


def test_what_is_still_open_stands_in_the_dialog_that_hands_in(
    bench: MainWindow, apart: tuple[int, Judge, Judge], qtbot: QtBot
) -> None:
    application, p, _q = apart
    page = sit_down(bench, p)
    press(page, "Met  1", qtbot)
    press(page, "Finish review  Ctrl+Enter", qtbot)
    form = finish_form(qtbot)
    assert form.sentence.text() == "1 of 2 requirements judged. Still open: Curriculum vitae."
    qtbot.keyClicks(form.comment, "A word on the whole")
    qtbot.mouseClick(form.ok_button, LEFT)
    assert "1 requirement still has to be judged" in form.error_label.text()
    form.reject()
    press(page, "Next open  O", qtbot)
    press(page, "Met  1", qtbot)
    press(page, "Finish review  Ctrl+Enter", qtbot)
    form = finish_form(qtbot)
    assert form.comment.toPlainText() == "A word on the whole", "what was typed was kept"
    qtbot.mouseClick(form.ok_button, LEFT)
    assert bench.desk.do(DraftsOf(application, p.assignment_id)) == {}
    page = bench.show_tab("review")
    assert page.sheet is not None  # type: ignore[attr-defined]
    assert page.sheet.report.comment == "A word on the whole"  # type: ignore[attr-defined]


# The windows beside it, and others at work.


def dialog_of(bench: MainWindow, kind: type[Any]) -> Any:
    """A window that stands beside this one."""
    QApplication.processEvents()
    return next(found for found in bench.findChildren(kind) if found.isVisible())


def test_the_windows_beside_the_dossier_are_offered_only_where_there_is_something_in_them(
    bench: MainWindow, apart: tuple[int, Judge, Judge], portfolio: tuple[int, Judge], tmp_path: Path, qtbot: QtBot
) -> None:
    office = bench.desk.office
    talk = admitted(office, tmp_path, "chosen", documents={"talk.pdf": ("essay",)})
    page = sit_down(bench)
    wanted: dict[int, dict[str, type[Any]]] = {
        apart[0]: {"Compare…": ProtocolWindow},
        portfolio[0]: {"Matrix…": MatrixWindow, "Plan…": PlanWindow},
        talk: {"Compare…": ProtocolWindow, "Hearing…": HearingsWindow},
    }
    for application, windows in wanted.items():
        page.open_application(application)
        QApplication.processEvents()
        assert [made.text() for made in page.left.beside.findChildren(QPushButton) if made.isVisible()] == list(windows)
        for text, kind in windows.items():
            press(page.left.beside, text, qtbot)
            opened = dialog_of(bench, kind)
            opened.close()
            QApplication.processEvents()


def test_what_another_window_changes_shows_here_and_what_is_typed_stays(
    bench: MainWindow, apart: tuple[int, Judge, Judge], qtbot: QtBot
) -> None:
    _application, p, _q = apart
    office = bench.desk.office
    page = sit_down(bench, p)
    qtbot.keyClicks(page.comment, "Half of ")
    office.work_as(office.bureau)
    office.do(AssignPerson(1, p.person_id, "mentor", ""))
    assert page.comment.toPlainText() == "Half of "


def test_an_undone_start_leaves_the_page_empty(bench: MainWindow, tmp_path: Path) -> None:
    office = bench.desk.office
    given.in_review(office, given.a_member(office), tmp_path)
    page = sit_down(bench)
    assert page.items
    for _act in range(4):
        last = bench.desk.do(Undoable())
        assert last is not None
        bench.desk.do(Undo(last.seq))
    assert "No dossier waits" in words(page)


# Sizes.


@pytest.mark.parametrize("language", ["nl", "en"])
def test_nothing_is_wider_than_a_small_screen_however_long_the_names(bench: MainWindow, tmp_path: Path, language: str) -> None:
    use_language(language)
    office = bench.desk.office
    files = {f"{'heel lange naam ' * 6}{n}.pdf": ("craft.essay",) for n in range(20)}
    application = admitted(office, tmp_path, "portfolio", documents=files)
    judge = a_judge(office, application, "X" * 120, "assessor", "portfolio")
    bench.resize(1280, 800)
    page = sit_down(bench, judge)
    page.go(2)
    page.right.questions.begin()
    page.right.feedback.begin()
    QApplication.processEvents()
    assert page.minimumSizeHint().width() <= 1240
    for side in (page.left, page.middle, page.right):
        for child in side.findChildren(QPushButton):
            if child.isVisible() and not child.visibleRegion().isEmpty():
                right = child.mapTo(side, child.rect().topRight()).x()
                assert right <= side.width(), child.text()


def test_two_hundred_topics_are_walked_through_like_ten(bench: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    office = bench.desk.office
    schemes = tmp_path / "schemes"
    schemes.mkdir()
    topic = '[[topic_set.topic]]\nid = "T{n}"\nname = {{ nl = "Onderwerp {n} {long}", en = "Topic {n} {long}" }}\n'
    many = "".join(topic.format(n=n, long="of a very long name " * 4) for n in range(200))
    written = (Path(__file__).parent.parent / "data" / "schemes" / "judging.toml").read_text(encoding="utf-8")
    first = '[[topic_set.topic]]\nid = "Plan maken"'
    assert first in written
    (schemes / "judging.toml").write_text(written.replace(first, many + first), encoding="utf-8")
    work_with(read_schemes(schemes))
    application = admitted(office, tmp_path, "portfolio", documents={"paper.pdf": ("craft.topics",)})
    judge = a_judge(office, application, "Roos", "assessor", "portfolio")
    with at_work(office, judge):
        office.do(JudgeRequirement(application, "craft.topics/T0", MET, basis=KNOWS))
    page = sit_down(bench, judge)
    assert (page.place, len(page.items)) == (1, 203)
    assert "1 of 203 requirements judged." in words(page.left)
    page.go(150)
    QApplication.processEvents()
    listed = page.requirements
    assert listed.viewport().rect().contains(listed.visualItemRect(listed.currentItem()).center()), "the list has followed"
    assert listed.horizontalScrollBar().maximum() == 0
    listed.setFocus()
    type_keys(qtbot, Qt.Key.Key_3)
    qtbot.keyClicks(page.comment, "Which one?")
    type_keys(qtbot, Qt.Key.Key_F8)
    assert page.place == 151
    assert page.items[150].verdict == "question"
