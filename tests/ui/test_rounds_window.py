"""Rounds from the record: feedback, answers, new versions, the next round; and the section that tells how far it is."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cmsdesk.domain.applications import State
from cmsdesk.domain.assessments import Verdict
from cmsdesk.services.appointments import Appoint
from cmsdesk.services.assessments import FinishReview, JudgeRequirement, ReopenReview
from cmsdesk.services.assignments import AssignPerson
from cmsdesk.services.feedback import GiveFeedback, GiveRemark
from cmsdesk.services.former_rounds import ReadRounds
from cmsdesk.services.people import AddPerson, PersonDetails
from cmsdesk.services.records import ReadApplication
from cmsdesk.services.remarks import RemarksOf
from cmsdesk.ui.cards import ChipLabel
from cmsdesk.ui.intake_dialogs import AnswerDialog
from cmsdesk.ui.judging import show_rounds
from cmsdesk.ui.judging.hearings_window import HearingsWindow
from cmsdesk.ui.judging.matrix_window import MatrixWindow
from cmsdesk.ui.judging.plan_window import PlanWindow
from cmsdesk.ui.judging.protocol_window import ProtocolWindow
from cmsdesk.ui.judging.remark_dialogs import RemarkAnswerDialog, RemarkDialog
from cmsdesk.ui.judging.rounds_window import RoundsWindow
from cmsdesk.ui.main_window import MainWindow
from tests.driving import dialog, press, words
from tests.judging import Days, Judge, a_file, a_judge, admitted, at_work

MET, NOT_MET = Verdict.MET, Verdict.NOT_MET
PLAN, DOING = "craft.topics/Plan maken", "craft.topics/Uitvoeren"
DOCUMENTS = {"plan.pdf": (PLAN,), "doing.pdf": (DOING,), "paper.pdf": ("craft.essay",)}
LEFT = Qt.MouseButton.LeftButton
JUDGING = 4


@pytest.fixture
def portfolio(bench: MainWindow, tmp_path: Path) -> tuple[int, Judge]:
    office = bench.desk.office
    application = admitted(office, tmp_path, "portfolio", documents=DOCUMENTS)
    return application, a_judge(office, application, "Roos", "assessor", "portfolio")


def rounds(bench: MainWindow, application: int) -> RoundsWindow:
    return show_rounds(bench.desk, bench.show_tab("applications"), application)


def section(bench: MainWindow, application: int) -> QWidget:
    page: Any = bench.show_tab("applications")
    page._section = JUDGING
    page.go_to(application, "")
    shown: QWidget = page.record_side
    return shown


def chips(widget: QWidget) -> list[str]:
    QApplication.processEvents()  # what was just added is shown by the next event
    return [chip.accessibleName() for chip in widget.findChildren(ChipLabel) if chip.isVisibleTo(widget)]


def test_a_round_goes_from_feedback_to_the_next_round(
    bench: MainWindow, portfolio: tuple[int, Judge], days: Days, tmp_path: Path, qtbot: QtBot
) -> None:
    """AC-10 in the window: no answer to each remark, no second round."""
    application, _judge = portfolio
    window = rounds(bench, application)
    assert window.feedback_button.toolTip() == "There is no feedback yet. Please write it first."
    assert "feedback comes first" in window.ok_button.toolTip()
    for document, text in (("plan.pdf", "An example, please."), ("paper.pdf", "Too short.")):
        press(window, "Write feedback…", qtbot)
        form = dialog(qtbot, RemarkDialog)
        form.document.setCurrentText(document)
        qtbot.keyClicks(form.text, text)
        qtbot.mouseClick(form.ok_button, LEFT)
    assert window.seat.currentText() == "P. Roos, assessor"
    press(window, "Give the feedback", qtbot)
    assert bench.desk.do(ReadApplication(application)).state is State.WAITING
    assert window.ok_button.toolTip() == "2 answers to feedback are missing."
    assert not window.remark_button.isEnabled()
    assert chips(window) == ["to answer", "to answer"]
    days.day = date(2026, 11, 9)
    for text in ("Added.", "Made longer."):
        press(window, "Answer…", qtbot)
        answered = dialog(qtbot, RemarkAnswerDialog)
        qtbot.keyClicks(answered.response, text)
        qtbot.mouseClick(answered.ok_button, LEFT)
    assert chips(window) == ["answered", "answered"]
    press(window, "New version…", qtbot)
    asked: Any = dialog(qtbot, QFileDialog)
    asked.fileSelected.emit(str(a_file(tmp_path, "plan-2.pdf", "better")))
    asked.close()
    assert "New version: plan-2.pdf" in words(window)
    press(window, "Take in improved dossier", qtbot)
    assert bench.desk.do(ReadApplication(application)).state is State.IN_ASSESSMENT
    found = bench.desk.do(ReadRounds(application))
    assert [(one.number, one.closed_on) for one in found] == [(1, date(2026, 11, 2)), (2, None)]
    assert "Round 2, since 09-11-2026" in words(window)
    assert "There is no feedback in this round yet." in words(window)
    press(window, "Show", qtbot)
    said = words(window)
    assert "plan.pdf, P. Roos: An example, please. → Added." in said
    assert "plan.pdf: Pending (fingerprint" in said


def test_an_answer_can_be_changed_until_the_dossier_is_handed_in(
    bench: MainWindow, portfolio: tuple[int, Judge], qtbot: QtBot
) -> None:
    application, judge = portfolio
    with at_work(bench.desk.office, judge):
        bench.desk.do(GiveRemark(application, "More."))
        bench.desk.do(GiveFeedback(application))
    window = rounds(bench, application)
    assert "The dossier as a whole" in words(window)
    for text in ("", "Done", " indeed"):
        press(window, "Change answer…" if "Answer: " in words(window) else "Answer…", qtbot)
        form = dialog(qtbot, RemarkAnswerDialog)
        form.response.moveCursor(form.response.textCursor().MoveOperation.End)
        qtbot.keyClicks(form.response, text)
        qtbot.mouseClick(form.ok_button, LEFT)
        if not text:
            assert "fill in what was done" in form.error_label.text()
            form.reject()
    assert "Answer: Done indeed" in words(window)
    press(window, "Undo: Recorded what was done with feedback", qtbot)
    assert bench.desk.do(RemarksOf(application))[0].response == "Done"


def test_feedback_that_was_not_given_is_taken_back(bench: MainWindow, portfolio: tuple[int, Judge], qtbot: QtBot) -> None:
    application, judge = portfolio
    with at_work(bench.desk.office, judge):
        bench.desk.do(GiveRemark(application, "More.", 1))
    window = rounds(bench, application)
    press(window, "View", qtbot)
    assert bench.tab == "review"
    press(window, "Take back", qtbot)
    assert bench.desk.do(RemarksOf(application)) == ()


def test_a_route_without_feedback_says_so(bench: MainWindow, tmp_path: Path) -> None:
    application = admitted(bench.desk.office, tmp_path, "apart", documents={"essay.pdf": ("essay",)})
    window = rounds(bench, application)
    assert window.remark_button.toolTip() == "On this route no feedback on documents is given."
    assert not window.seat.isVisible()
    assert not window.ok_button.isEnabled()


def test_what_was_judged_before_the_review_was_reopened_can_be_read_again(
    bench: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    office = bench.desk.office
    application = admitted(office, tmp_path, "apart", documents={"essay.pdf": ("essay",)})
    for name, verdict in (("Pas", MET), ("Quak", NOT_MET)):
        judge = a_judge(office, application, name, "assessor", "apart")
        with at_work(office, judge):
            office.do(JudgeRequirement(application, "essay", verdict, "Seen."))
            office.do(FinishReview(application, comment="In short."))
    office.do(ReopenReview(application))
    window = rounds(bench, application)
    press(window, "Show", qtbot)
    assert "Two assessors, P. Quak: negative (02-11-2026)\nIn short.\nEssay: Not met. Seen." in words(window)
    press(window, "Hide", qtbot)
    assert "In short." not in words(window)


def test_the_next_action_of_a_dossier_with_feedback_leads_to_its_answers(
    bench: MainWindow, portfolio: tuple[int, Judge], qtbot: QtBot
) -> None:
    application, judge = portfolio
    with at_work(bench.desk.office, judge):
        bench.desk.do(GiveRemark(application, "More."))
        bench.desk.do(GiveFeedback(application))
    page: Any = bench.show_tab("applications")
    page.go_to(application, "")
    press(page.record_side, "Record answer", qtbot)
    [window] = page.findChildren(RoundsWindow)
    assert window.isVisible()
    assert not page.findChildren(AnswerDialog)


def test_the_record_tells_steps_people_terms_and_rounds(bench: MainWindow, tmp_path: Path, days: Days, qtbot: QtBot) -> None:
    office = bench.desk.office
    application = admitted(office, tmp_path, "apart", documents={"essay.pdf": ("essay",)})
    judge = a_judge(office, application, "Pas", "assessor", "apart")
    other = office.do(AddPerson(PersonDetails("Quak", given_name="P."), date(2020, 1, 1)))
    office.do(Appoint(other, "proefhof", "assessor", date(2020, 1, 1)))
    office.do(AssignPerson(application, other, "assessor", "apart", due_on=date(2026, 11, 10)))
    with at_work(office, judge):
        office.do(JudgeRequirement(application, "essay", NOT_MET, "Seen."))
        office.do(FinishReview(application))
    days.day += timedelta(days=9)
    shown = section(bench, application)
    said = words(shown)
    assert "Two assessors\n1 of 2 reports are in." in said
    assert "P. Quak · assessor · due 10-11-2026" in said
    assert "Round 1, since 02-11-2026" in said
    assert {"sealed", "report is in", "late", "to declare"} <= set(chips(shown))
    assert "negative" not in said
    press(shown, "Compare and protocol…", qtbot)
    [window] = bench.findChildren(ProtocolWindow)
    assert "stay sealed until all are" in words(window)


def test_the_record_opens_matrix_plan_and_rounds(bench: MainWindow, portfolio: tuple[int, Judge], qtbot: QtBot) -> None:
    application, _judge = portfolio
    shown = section(bench, application)
    for text, kind in (
        ("Topics by documents…", MatrixWindow),
        ("Plan…", PlanWindow),
        ("Rounds and feedback…", RoundsWindow),
    ):
        press(shown, text, qtbot)
        [window] = bench.findChildren(kind)
        assert window.isVisible()
        window.close()
    assert "3 open items have no action in the plan" in words(shown)
    assert not [made for made in shown.findChildren(QPushButton) if made.text() == "Conversations…"]


def test_the_record_opens_the_conversations_of_its_step(bench: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    application = admitted(bench.desk.office, tmp_path, "both", documents={"essay.pdf": ("essay",)})
    press(section(bench, application), "Conversations…", qtbot)
    [window] = bench.findChildren(HearingsWindow)
    assert "No conversation is planned yet." in words(window)


def test_the_section_fits_a_small_screen(bench: MainWindow, portfolio: tuple[int, Judge]) -> None:
    bench.resize(1024, 640)
    shown = section(bench, portfolio[0])
    for made in shown.findChildren(QPushButton):
        assert made.text() or made.accessibleName()
    assert bench.width() <= 1100
