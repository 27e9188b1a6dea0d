"""The exemption matrix and the personal plan in the window: cells, keys, Excel, paper, lines made from what stays open."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog, QListWidgetItem
from pytestqt.qtbot import QtBot

from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.permissions import Actor, Role
from cmsdesk.services.applications import StartApplication
from cmsdesk.services.assessments import JudgeRequirement
from cmsdesk.services.feedback import AnswerRemark, GiveFeedback, GiveRemark, ReplaceDocument, Resubmit
from cmsdesk.services.people import AddPerson, PersonDetails
from cmsdesk.services.plans import PlanOf, PlanRow
from cmsdesk.services.remarks import RemarksOf
from cmsdesk.ui.chips import ChipDelegate
from cmsdesk.ui.judging import show_matrix, show_plan
from cmsdesk.ui.judging.matrix_window import MatrixWindow
from cmsdesk.ui.judging.plan_dialogs import PlanDoneDialog, PlanLineDialog
from cmsdesk.ui.judging.plan_window import PlanWindow
from cmsdesk.ui.judging.remark_dialogs import RemarkDialog
from cmsdesk.ui.main_window import MainWindow
from cmsdesk.ui.tables import CHIP_ROLE
from tests.driving import dialog, press
from tests.judging import Judge, a_file, a_judge, admitted, at_work

MET, NOT_MET = Verdict.MET, Verdict.NOT_MET
PLAN, DOING = "craft.topics/Plan maken", "craft.topics/Uitvoeren"
LEFT = Qt.MouseButton.LeftButton
FIRST = 4  # the column of the first document


@pytest.fixture
def portfolio(bench: MainWindow, tmp_path: Path) -> tuple[int, Judge]:
    """Two topics and three documents: one topic was judged met, the other is open."""
    office = bench.desk.office
    documents = {"plan.pdf": (PLAN,), "all.pdf": ("craft.topics",), "paper.pdf": ("craft.essay",)}
    application = admitted(office, tmp_path, "portfolio", documents=documents)
    judge = a_judge(office, application, "Roos", "assessor", "portfolio")
    with at_work(office, judge):
        office.do(JudgeRequirement(application, PLAN, NOT_MET, "Not shown."))
        office.do(JudgeRequirement(application, DOING, MET, basis=frozenset({"knowledge"})))
    return application, judge


def matrix(bench: MainWindow, application: int) -> MatrixWindow:
    return show_matrix(bench.desk, bench.show_tab("applications"), application)


def plan(bench: MainWindow, application: int) -> PlanWindow:
    return show_plan(bench.desk, bench.show_tab("applications"), application)


def lines(bench: MainWindow, application: int) -> list[PlanRow]:
    return list(bench.desk.do(PlanOf(application)).lines)


def test_each_cell_has_a_colour_an_icon_and_a_word(bench: MainWindow, portfolio: tuple[int, Judge]) -> None:
    window = matrix(bench, portfolio[0])
    model = window.model
    chips = [[model.index(row, FIRST + place).data(CHIP_ROLE) for place in range(3)] for row in range(2)]
    assert [[chip.text for chip in row] for row in chips] == [
        ["not accepted", "accepted", "nothing"],
        ["nothing", "accepted", "nothing"],
    ]
    looks = {(chip.text, chip.icon, chip.tone) for row in chips for chip in row}
    assert looks == {("not accepted", "x", "stop"), ("accepted", "check", "ok"), ("nothing", "circle", "idle")}
    assert isinstance(window.table.itemDelegate(), ChipDelegate)
    assert [model.headerData(row, Qt.Orientation.Vertical) for row in range(2)] == ["Making a plan", "Carrying out"]
    assert window.about.text() == "K. Kandidaat · 1 of 2 topics are open."
    assert not window.table.isColumnHidden(FIRST - 2)
    tip = model.headerData(FIRST, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert tip == "plan.pdf, in round 1: Not accepted"


def test_what_nobody_said_yet_takes_no_room(bench: MainWindow, tmp_path: Path) -> None:
    application = admitted(bench.desk.office, tmp_path, "portfolio", documents={"plan.pdf": (PLAN,)})
    window = matrix(bench, application)
    assert window.table.isColumnHidden(FIRST - 2)
    cell = window.model.index(0, FIRST)
    assert (cell.data(), cell.data(CHIP_ROLE).text) == ("tied, to be judged", "to judge")


def test_a_click_on_a_cell_shows_its_document(bench: MainWindow, portfolio: tuple[int, Judge], qtbot: QtBot) -> None:
    window = matrix(bench, portfolio[0])
    rect = window.table.visualRect(window.model.index(0, FIRST + 1))
    qtbot.mouseClick(window.table.viewport(), LEFT, pos=rect.center())
    assert bench.tab == "review"
    review: Any = bench.pages["review"]
    assert review.application_id == portfolio[0]
    assert window.isVisible()


def test_the_matrix_goes_by_keyboard(bench: MainWindow, portfolio: tuple[int, Judge], qtbot: QtBot) -> None:
    window = matrix(bench, portfolio[0])
    heard: list[tuple[str, int, str]] = []
    bench.desk.go_wanted.connect(lambda *said: heard.append(said))
    assert window.document() is not None
    window.table.setFocus()
    qtbot.keyClick(window.table, Qt.Key.Key_Right)
    document = window.document()
    assert document is not None
    assert document.name == "all.pdf"
    qtbot.keyClick(window.table, Qt.Key.Key_Return)
    assert heard == [("evidence", portfolio[0], str(document.evidence_id))]
    for _turn in range(3):
        qtbot.keyClick(window.table, Qt.Key.Key_Left)
    assert window.document() is None
    assert not window.ok_button.isEnabled()


def test_the_matrix_is_copied_as_a_table(bench: MainWindow, portfolio: tuple[int, Judge], qtbot: QtBot) -> None:
    press(matrix(bench, portfolio[0]), "Copy to Excel", qtbot)
    head, first, second = QApplication.clipboard().text().splitlines()
    assert head.split("\t") == ["TOPIC", "STANDS", "RESTS ON", "PLAN", "plan.pdf", "all.pdf", "paper.pdf"]
    assert first.split("\t") == ["Making a plan", "Not accepted", "", "open", "not accepted", "accepted", "nothing"]
    assert second.split("\t")[:4] == ["Carrying out", "Accepted", "knowledge", "not needed"]


def test_the_matrix_is_printed(bench: MainWindow, portfolio: tuple[int, Judge], tmp_path: Path, qtbot: QtBot) -> None:
    window = matrix(bench, portfolio[0])
    press(window, "Print…", qtbot)
    asked = dialog(qtbot, QPrintDialog)
    asked.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    asked.printer().setOutputFileName(str(tmp_path / "matrix.pdf"))
    asked.accepted.emit(asked.printer())  # the button itself would ask a printer that this machine may not have
    asked.reject()
    text = " ".join(page.extract_text().replace("\t", " ") for page in PdfReader(tmp_path / "matrix.pdf").pages)
    assert "Topics by documents: A-2026-0001" in text
    assert "not accepted" in text


def test_feedback_is_written_on_the_document_under_the_cursor(
    bench: MainWindow, portfolio: tuple[int, Judge], qtbot: QtBot
) -> None:
    application, judge = portfolio
    bench.desk.work_as(Actor(judge.name, Role.ASSESSOR, judge.person_id))
    window = matrix(bench, application)
    window.table.setCurrentIndex(window.model.index(1, FIRST + 2))
    assert "There is no feedback on this document." in window.feedback.text()
    press(window, "Feedback…", qtbot)
    form = dialog(qtbot, RemarkDialog)
    assert form.document.currentText() == "paper.pdf"
    assert not form.seat.isVisible()
    qtbot.mouseClick(form.ok_button, LEFT)
    assert "write the feedback" in form.error_label.text()
    qtbot.keyClicks(form.text, "Please show a source.")
    qtbot.mouseClick(form.ok_button, LEFT)
    [remark] = bench.desk.do(RemarksOf(application))
    assert (remark.document, remark.given_by, remark.text) == ("paper.pdf", "P. Roos", "Please show a source.")
    assert window.feedback.text() == "paper.pdf\nRound 1, P. Roos: Please show a source."


def test_the_office_enters_feedback_for_whoever_wrote_it_on_paper(bench: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    office = bench.desk.office
    application = admitted(office, tmp_path, "portfolio", documents={"plan.pdf": (PLAN,)})
    a_judge(office, application, "Roos", "assessor", "portfolio")
    press(matrix(bench, application), "Feedback…", qtbot)
    form = dialog(qtbot, RemarkDialog)
    assert [form.seat.itemText(place) for place in range(form.seat.count())] == ["P. Roos, assessor"]
    qtbot.keyClicks(form.text, "Please show a source.")
    qtbot.mouseClick(form.ok_button, LEFT)
    assert [remark.given_by for remark in bench.desk.do(RemarksOf(application))] == ["P. Roos"]


def test_who_decides_writes_no_feedback_and_is_told_why(bench: MainWindow, portfolio: tuple[int, Judge]) -> None:
    bench.desk.work_as(Actor("Somebody", Role.DECIDER))
    window = matrix(bench, portfolio[0])
    assert not window.feedback_button.isEnabled()
    assert "You work as Decider now." in window.feedback_button.toolTip()
    bench.desk.work_as(bench.desk.office.bureau)


def test_lines_are_made_from_what_stays_open(bench: MainWindow, portfolio: tuple[int, Judge], qtbot: QtBot) -> None:
    application, _judge = portfolio
    window = plan(bench, application)
    shown = [window.open_list.item(place).text() for place in range(window.open_list.count())]
    assert shown == ["Making a plan · nothing planned yet", "Paper · nothing planned yet"]
    assert "2 open items have no action" in window.about.text()
    press(window, "Plan an action…", qtbot)
    form = dialog(qtbot, PlanLineDialog)
    assert form.ticked() == (PLAN, "craft.essay")
    paper: QListWidgetItem = form.covers.item(1)
    paper.setCheckState(Qt.CheckState.Unchecked)
    qtbot.mouseClick(form.ok_button, LEFT)
    assert form.error_label.text() == "Please say what will be done."
    form.action.setCurrentText("Two half-days of the course")
    assert form.by_whom.itemText(1) == "K. Kandidaat"
    form.by_whom.setCurrentText("P. Roos")
    form.by_when.setText("1-12-2026")
    qtbot.mouseClick(form.ok_button, LEFT)
    [line] = lines(bench, application)
    assert (line.covers, line.action, line.by_whom, line.by_when) == (
        (PLAN,),
        "Two half-days of the course",
        "P. Roos",
        date(2026, 12, 1),
    )
    assert "1 open item has no action in the plan: Paper." in window.about.text()
    window.open_list.itemActivated.emit(window.open_list.item(1))
    form = dialog(qtbot, PlanLineDialog)
    assert form.ticked() == ("craft.essay",)
    form.action.setCurrentText("Write it")
    qtbot.mouseClick(form.ok_button, LEFT)
    assert "Every open item has an action." in window.about.text()


def test_a_line_is_changed_done_and_removed_and_what_was_done_stays(
    bench: MainWindow, portfolio: tuple[int, Judge], qtbot: QtBot
) -> None:
    application, _judge = portfolio
    window = plan(bench, application)
    assert window.change_button.toolTip() == "Please choose a line first."
    for action in ("Self-study", "Course"):
        press(window, "Plan an action…", qtbot)
        form = dialog(qtbot, PlanLineDialog)
        form.covers.item(0).setCheckState(Qt.CheckState.Checked)
        form.action.setCurrentText(action)
        qtbot.mouseClick(form.ok_button, LEFT)
    window.table.selectRow(0)
    press(window, "Change…", qtbot)
    form = dialog(qtbot, PlanLineDialog)
    assert (form.windowTitle(), form.action.currentText()) == ("Change a planned action", "Self-study")
    form.action.setCurrentText("Self-study of a book")
    qtbot.mouseClick(form.ok_button, LEFT)
    press(window, "Done…", qtbot)
    done = dialog(qtbot, PlanDoneDialog)
    done.done_on.setText("1-1-2027")
    qtbot.mouseClick(done.ok_button, LEFT)
    assert "in the future" in done.error_label.text()
    done.done_on.set_date(bench.desk.today)
    qtbot.mouseClick(done.ok_button, LEFT)
    assert not window.remove_button.isEnabled()
    assert window.remove_button.toolTip() == "This action was already done."
    window.table.selectRow(1)
    press(window, "Remove", qtbot)
    assert [(line.action, line.done_on) for line in lines(bench, application)] == [("Self-study of a book", bench.desk.today)]
    press(window, "Undo: Removed a planned action", qtbot)
    assert [line.action for line in lines(bench, application)] == ["Self-study of a book", "Course"]


def test_the_plan_is_saved_as_a_paper(bench: MainWindow, portfolio: tuple[int, Judge], tmp_path: Path, qtbot: QtBot) -> None:
    press(plan(bench, portfolio[0]), "Save as PDF…", qtbot)
    asked: Any = dialog(qtbot, QFileDialog)
    asked.fileSelected.emit(str(tmp_path / "plan.pdf"))
    asked.close()
    assert (tmp_path / "plan.pdf").read_bytes().startswith(b"%PDF")


def test_a_route_without_a_plan_says_so(bench: MainWindow, tmp_path: Path) -> None:
    application = admitted(bench.desk.office, tmp_path, "apart", documents={"essay.pdf": ("essay",)})
    window = plan(bench, application)
    assert not window.ok_button.isEnabled()
    assert window.ok_button.toolTip() == "This route knows no personal plan."
    assert not window.pdf_button.isEnabled()


def test_the_feedback_of_a_former_round_shows_beside_the_new_version(
    bench: MainWindow, portfolio: tuple[int, Judge], tmp_path: Path
) -> None:
    application, judge = portfolio
    office = bench.desk.office
    with at_work(office, judge):
        remark = office.do(GiveRemark(application, "Please show a source.", 3))
        office.do(GiveFeedback(application))
    window = matrix(bench, application)
    office.do(ReplaceDocument(3, a_file(tmp_path, "paper.pdf", "better")))
    office.do(AnswerRemark(remark, "A source was added."))
    office.do(Resubmit(application))
    window.table.setCurrentIndex(window.model.index(0, FIRST + 2))
    assert "A source was added." in window.feedback.text()


def test_the_plan_offers_what_the_scheme_names_and_takes_any_other_action(bench: MainWindow, qtbot: QtBot) -> None:
    office = bench.desk.office
    person = office.do(AddPerson(PersonDetails("Mulder", initials="H."), date(2020, 1, 1)))
    application = office.do(StartApplication(person, "atim-as", "L2-exemption"))
    window = plan(bench, application)
    assert window.open_list.count() == 10
    press(window, "Plan an action…", qtbot)
    form = dialog(qtbot, PlanLineDialog)
    offered = [form.action.itemText(place) for place in range(1, form.action.count())]
    assert offered == ["half-days from another course", "individual guidance", "self-study", "an assignment"]
    form.action.setCurrentText("A day along with a colleague")
    qtbot.mouseClick(form.ok_button, LEFT)
    assert [line.action for line in lines(bench, application)] == ["A day along with a colleague"]
