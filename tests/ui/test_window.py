"""The window, driven by keys and mouse on a real office."""

from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cmsdesk.domain.applications import State
from cmsdesk.services.lists import Asked
from cmsdesk.services.office import Office
from cmsdesk.services.people import CountPeople, ListPeople, ReadPerson
from cmsdesk.services.records import ReadApplication
from cmsdesk.ui.application_dialogs import ApplicationDialog, PointsDialog, ReceiveDialog, TieDialog
from cmsdesk.ui.applications_page import ApplicationsPage
from cmsdesk.ui.decision_dialog import DecisionDialog
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.main_window import MainWindow
from cmsdesk.ui.members_page import MembersPage
from cmsdesk.ui.office_dialog import OfficeDialog
from cmsdesk.ui.person_dialog import PersonDialog
from cmsdesk.ui.register_page import RegisterPage
from cmsdesk.ui.review import ReviewPage
from cmsdesk.ui.review.finishing import FinishDialog
from tests import given

LEFT = Qt.MouseButton.LeftButton


def dialog(window: QWidget, kind: type[Any]) -> Any:
    return next(found for found in window.findChildren(kind) if found.isVisible())


def words(widget: QWidget) -> str:
    QApplication.processEvents()  # what was just added is shown by the next event
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def is_shown(window: MainWindow, key: str) -> bool:
    return window.stack.currentWidget() is window.pages.get(key)


def press(widget: QWidget, text: str, qtbot: QtBot) -> None:
    QApplication.processEvents()
    button = next(b for b in widget.findChildren(QPushButton) if b.text() == text and b.isVisibleTo(widget))
    qtbot.mouseClick(button, LEFT)


def test_every_tab_opens_by_its_key(window: MainWindow, qtbot: QtBot) -> None:
    for place, key in enumerate(window.tabs, start=1):
        qtbot.keyClick(window, Qt.Key(Qt.Key.Key_0 + place), Qt.KeyboardModifier.AltModifier)
        qtbot.waitUntil(partial(is_shown, window, key))


def test_a_new_person_is_added_by_keys_and_listed_the_dutch_way(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    page = window.show_tab("members")
    press(page, "New person", qtbot)
    form = dialog(page, PersonDialog)
    qtbot.keyClicks(form.surname, "van den Berg")
    qtbot.keyClicks(form.given_name, "Anna")
    form.member_since.setText("1-2-2019")
    qtbot.keyClick(form.surname, Qt.Key.Key_Return)
    [row] = desk.do(ListPeople(Asked(), 0, 5))
    assert (row.name, row.number, str(row.member_since)) == ("Berg, Anna van den", "1001", "2019-02-01")
    assert isinstance(page, MembersPage)
    assert page.table.model().index(0, 1).data() == "Berg, Anna van den"
    assert "Anna van den Berg" in words(page.record_side)


def test_a_refusal_stays_beside_the_form(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    page = window.show_tab("members")
    press(page, "New person", qtbot)
    form = dialog(page, PersonDialog)
    form.birth_date.setText("31-02-1980")
    qtbot.keyClicks(form.surname, "Jansen")
    qtbot.mouseClick(form.ok_button, LEFT)
    assert form.isVisible()
    assert "31-02-1980" in form.error_label.text()
    form.birth_date.clear()
    form.surname.clear()
    qtbot.mouseClick(form.ok_button, LEFT)
    assert form.error_label.text() == "A person needs a surname."
    assert desk.do(CountPeople()) == 0


def test_editing_a_stale_person_is_refused_and_keeps_what_was_typed(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    person = given.a_member(desk.office)
    page: Any = window.show_tab("members")
    page.edit(person)
    form = dialog(page, PersonDialog)
    qtbot.keyClicks(form.city, "Delft")
    given.a_member(desk.office, "Ander")
    from dataclasses import replace

    from cmsdesk.services.people import EditPerson

    record = desk.do(ReadPerson(person))
    desk.do(EditPerson(person, record.version, replace(record.details, city="Gouda")))
    qtbot.mouseClick(form.ok_button, LEFT)
    assert "Somebody changed this" in form.error_label.text()
    assert form.city.text() == "Delft"


def test_search_while_typing_filters_and_escape_clears(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    for surname in ("Akker", "Berg", "Bergsma"):
        given.a_member(desk.office, surname, prefix="")
    page: Any = window.show_tab("members")
    qtbot.keyClicks(page.search_edit, "berg")
    qtbot.waitUntil(lambda: page.count_label.text() == "2 of 3")
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.count_label.text() == "3 of 3")
    qtbot.mouseClick(page.chips["who:holders"], LEFT)
    assert page.count_label.text() == "0 of 3"
    assert "Nothing was found" in words(page.empty_side)


def test_sorting_by_a_heading_turns_round(window: MainWindow, desk: Desk) -> None:
    for surname in ("Akker", "Berg"):
        given.a_member(desk.office, surname, prefix="")
    page: Any = window.show_tab("members")
    page.table.horizontalHeader().sectionClicked.emit(1)
    assert page.table.model().index(0, 1).data().startswith("Berg")


def test_the_list_is_copied_for_excel_without_formulas(window: MainWindow, desk: Desk) -> None:
    given.a_member(desk.office, "=1+1", prefix="")
    page: Any = window.show_tab("members")
    page.copy_all()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0].split("\t")[:2] == ["NUMBER", "NAME"]
    assert lines[1].split("\t")[1].startswith("'=1+1")
    assert "<td>" in QGuiApplication.clipboard().mimeData().html()


def test_ctrl_k_finds_anyone_and_goes_there(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    application = given.an_application(desk.office, given.a_member(desk.office))
    number = desk.do(ReadApplication(application)).number
    window.search_action.trigger()
    qtbot.keyClicks(window.search_edit, number)
    qtbot.keyClick(window.search_edit, Qt.Key.Key_Return)
    page: Any = window.stack.currentWidget()
    assert isinstance(page, ApplicationsPage)
    assert page.current_row().id == application


def test_names_are_never_markup(window: MainWindow, desk: Desk) -> None:
    given.a_member(desk.office, "<b>A&B</b>", given_name="<img src=x>", prefix="")
    page = window.show_tab("members")
    labels = [label for label in page.findChildren(QLabel) if "<b>" in label.text()]
    assert labels
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)


def test_undo_takes_back_the_last_act_and_says_which(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    given.a_member(desk.office)
    qtbot.waitUntil(lambda: "Added a person" in window.undo_action.text())
    window.undo_action.trigger()
    assert desk.do(CountPeople()) == 0
    assert not window.undo_action.isEnabled()


def test_the_whole_main_job_by_hand(window: MainWindow, desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    person = given.a_member(desk.office)
    members: Any = window.show_tab("members")
    press(members.record_side, "Start an application", qtbot)
    form = dialog(members, ApplicationDialog)
    form.route.setCurrentIndex(form.route.findText("(CMC)", Qt.MatchFlag.MatchContains))
    qtbot.mouseClick(form.ok_button, LEFT)
    page: Any = window.stack.currentWidget()
    assert isinstance(page, ApplicationsPage)
    assert "This document is missing." in words(page.record_side)

    page.add_files([given.a_pdf(tmp_path)])
    given.enough_points(desk.office, person)
    press(page.record_side, "Take in", qtbot)
    qtbot.mouseClick(dialog(page, ReceiveDialog).ok_button, LEFT)
    press(page.record_side, "Admit to review", qtbot)
    press(page.record_side, "Review dossier", qtbot)

    review: Any = window.stack.currentWidget()
    assert isinstance(review, ReviewPage)
    assert review.view.title.text() == "form.pdf"
    window.activateWindow()  # a screen without a window manager does not give it back after a dialog
    qtbot.waitUntil(window.isActiveWindow)
    review.requirements.setFocus()
    for _requirement in range(3):
        qtbot.keyClick(review.requirements, Qt.Key.Key_1)
        qtbot.keyClick(review.requirements, Qt.Key.Key_O)
    assert "3 of 3 requirements judged." in words(review)
    qtbot.keyClick(review, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    finish = dialog(window, FinishDialog)
    qtbot.waitUntil(finish.isActiveWindow)
    qtbot.keyClick(finish.comment, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    press(page.record_side, "Record decision", qtbot)
    decision = dialog(page, DecisionDialog)
    qtbot.mouseClick(decision.ok_button, LEFT)
    assert "reason" in decision.error_label.text()
    qtbot.keyClicks(decision.reason, "All is met.")
    qtbot.keyClicks(decision.reference, "IIMC-12")
    qtbot.mouseClick(decision.ok_button, LEFT)
    press(page.record_side, "Issue certificate", qtbot)
    assert desk.do(ReadApplication(page.current_row().id)).state is State.GRANTED

    register: Any = window.show_tab("register")
    assert isinstance(register, RegisterPage)
    assert register.table.model().index(0, 1).data() == "Vries, Jan-Willem de"
    register.export_to(tmp_path / "register.xlsx")
    qtbot.waitUntil(lambda: "register.xlsx" in window.told_label.text(), timeout=10_000)
    assert openpyxl.load_workbook(tmp_path / "register.xlsx").worksheets[0]["B2"].value == "Vries, Jan-Willem de"
    reports: Any = window.show_tab("reports")
    reports.write(tmp_path / "board.pdf")
    qtbot.waitUntil(lambda: (tmp_path / "board.pdf").exists(), timeout=10_000)
    qtbot.waitUntil(lambda: "board.pdf" in window.told_label.text(), timeout=10_000)


def test_a_blocked_grant_says_why_in_the_record(window: MainWindow, desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    given.reviewed(desk.office, given.a_member(desk.office), tmp_path)
    page = window.show_tab("applications")
    assert "Education: 60 points still needed." in words(page)
    press(page, "Record decision", qtbot)
    form = dialog(page, DecisionDialog)
    qtbot.keyClicks(form.reason, "All is met.")
    qtbot.mouseClick(form.ok_button, LEFT)
    assert "Education: 60 points still needed." in form.error_label.text()
    form.outcome.setCurrentIndex(1)
    qtbot.mouseClick(form.ok_button, LEFT)
    assert desk.do(ReadApplication(1)).state is State.REFUSED


def test_points_are_entered_and_a_wrong_number_is_said(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    person = given.a_member(desk.office)
    form = PointsDialog(desk, person, given.SCHEME, window)
    form.open()
    qtbot.keyClicks(form.description, "Course")
    qtbot.keyClicks(form.points, "veel")
    qtbot.mouseClick(form.ok_button, LEFT)
    assert form.error_label.text() == "“veel” is not a number."
    form.points.setText("2,5")
    form.accepted_.setChecked(True)
    qtbot.mouseClick(form.ok_button, LEFT)
    qtbot.waitUntil(lambda: not form.isVisible())


def test_a_document_is_tied_by_ticking(window: MainWindow, desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    application = given.an_application(desk.office, given.a_member(desk.office))
    page: Any = window.show_tab("applications")
    page.add_files([given.a_pdf(tmp_path)])
    record = desk.do(ReadApplication(application))
    form = TieDialog(desk, record, record.evidence[0], page)
    form.open()
    for place in range(form.requirements.count()):
        form.requirements.item(place).setCheckState(Qt.CheckState.Checked)
    qtbot.mouseClick(form.ok_button, LEFT)
    assert len(desk.do(ReadApplication(application)).evidence[0].requirements) == 4


def test_the_office_settings_are_changed_and_checked(window: MainWindow, qtbot: QtBot) -> None:
    window.settings_action.trigger()
    form = dialog(window, OfficeDialog)
    form.name.clear()
    qtbot.mouseClick(form.ok_button, LEFT)
    assert form.error_label.text() == "Please give the office a name."
    form.name.setText("Another office")
    qtbot.mouseClick(form.ok_button, LEFT)
    qtbot.waitUntil(lambda: "Another office" in window.office_label.text())


def test_the_journal_can_be_checked_from_the_menu(window: MainWindow, qtbot: QtBot) -> None:
    window.journal_action.trigger()
    box = dialog(window, QMessageBox)
    assert "whole" in box.text()
    box.close()


def test_a_view_is_kept_and_used_again(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    given.a_member(desk.office)
    page: Any = window.show_tab("members")
    view = Asked("vries", frozenset({"who:members"}), "city", True)
    page.use_view(view)
    assert page.asked() == view


def test_everything_that_takes_the_keyboard_has_a_name(window: MainWindow, desk: Desk, tmp_path: Path) -> None:
    given.in_review(desk.office, given.a_member(desk.office), tmp_path)
    nameless = []
    for key in window.tabs:
        page = window.show_tab(key)
        for widget in page.findChildren(QWidget):
            if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not widget.isVisible() or widget.objectName().startswith("qt_"):
                continue
            named = widget.accessibleName() or getattr(widget, "text", lambda: "")() or widget.toolTip()
            if isinstance(widget, QPushButton) and not named:
                nameless.append(f"{key}: {type(widget).__name__}")
    assert nameless == []


def test_closing_tells_the_program_and_leaves_no_popup(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.closing):
        window.close()
    assert not window.search_edit.hits.isVisible()


def test_an_empty_office_shows_its_next_step(window: MainWindow) -> None:
    assert "coffee" in words(window.show_tab("today"))
    assert "Excel list" in words(window.show_tab("members"))
    assert "no applications" in words(window.show_tab("applications"))
    assert "Nobody holds" in words(window.show_tab("register"))
    assert "No dossier waits" in words(window.show_tab("review"))


def test_the_window_fits_a_small_screen(window: MainWindow, desk: Desk, office: Office) -> None:
    given.a_member(office, "x" * 190, prefix="", employer="y" * 200)
    window.resize(1024, 640)
    for key in window.tabs:
        window.show_tab(key)
        QApplication.processEvents()
        assert window.width() <= 1100
    assert window.rect().contains(QPoint(1000, 600))
