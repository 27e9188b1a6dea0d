"""What every list does: it keeps its place, its order, its columns and its views."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QInputDialog, QMenu
from pytestqt.qtbot import QtBot

from cmsdesk.services.lists import Asked
from cmsdesk.services.people import EditPerson, ReadPerson
from cmsdesk.ui.copying import MOST
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.members_page import MembersPage
from cmsdesk.ui.remembered import SavedViews
from cmsdesk.ui.tables import Rows
from tests import given

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> MembersPage:
    for number in range(260):
        given.a_member(desk.office, f"Naam{number:03}", since=None, prefix="")
    made = MembersPage(desk)
    qtbot.addWidget(made)
    made.resize(1400, 800)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def menu_of(page: MembersPage) -> QMenu:
    page.views_button.click()
    return next(menu for menu in page.findChildren(QMenu) if menu.isVisible())


def action(menu: QMenu, words: str) -> QAction:
    return next(found for found in menu.findChildren(QAction) if found.text() == words)


def test_a_change_elsewhere_leaves_the_cursor_on_its_row_however_deep(page: MembersPage, desk: Desk, qtbot: QtBot) -> None:
    page.table.selectRow(240)
    row: Any = page.current_row()
    record = desk.do(ReadPerson(row.id))
    with qtbot.waitSignal(desk.changed):
        desk.do(EditPerson(row.id, record.version, replace(record.details, city="Gouda")))
    assert page.current_row().id == row.id
    assert page.table.currentIndex().row() == 240


def test_a_record_is_built_once_for_each_reading(page: MembersPage, qtbot: QtBot) -> None:
    read = page.table.model().index(0, 0).data()
    with qtbot.assertNotEmitted(page.table.selectionModel().currentRowChanged):
        page.desk.changed.emit(frozenset({"decision"}))  # nothing this list shows
    before = set(page.record_side.children())
    page.refresh()
    added = [child for child in page.record_side.children() if child not in before]
    assert len(added) == 1
    assert page.table.model().index(0, 0).data() == read


def test_enter_opens_what_was_just_typed_and_not_what_stood_there_before(page: MembersPage, qtbot: QtBot) -> None:
    opened: list[Any] = []
    page.opened.disconnect()
    page.opened.connect(opened.append)
    qtbot.keyClicks(page.search_edit, "naam123")
    qtbot.keyClick(page.search_edit, Qt.Key.Key_Return)
    assert [row.name.split(",")[0] for row in opened] == ["Naam123"]


def test_ctrl_c_copies_the_selected_rows_with_their_headings(page: MembersPage, qtbot: QtBot) -> None:
    page.table.selectRow(2)
    qtbot.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert len(lines) == 2
    assert lines[0].startswith("NUMBER\tNAME")
    assert "Naam002" in lines[1]


def test_a_list_longer_than_can_be_copied_says_so(page: MembersPage, desk: Desk, qtbot: QtBot) -> None:
    page.model.set_source(Rows([page.current_row()] * (MOST + 500)))
    with qtbot.waitSignal(desk.notices.told) as told:
        page.copy_all()
    assert told.args is not None
    assert told.args[0].endswith("20000 of 20500")


def test_the_order_is_shown_and_remembered(page: MembersPage, desk: Desk, qtbot: QtBot) -> None:
    header = page.table.horizontalHeader()
    assert (header.isSortIndicatorShown(), header.sortIndicatorSection()) == (True, 1)
    header.sectionClicked.emit(0)
    header.sectionClicked.emit(0)
    again = MembersPage(desk)
    qtbot.addWidget(again)
    assert (again.asked().sort, again.asked().descending) == ("number", True)
    assert again.table.horizontalHeader().sortIndicatorSection() == 0
    assert again.table.horizontalHeader().sortIndicatorOrder() == Qt.SortOrder.DescendingOrder


def test_an_order_of_a_column_that_no_longer_exists_is_forgotten(page: MembersPage, desk: Desk, qtbot: QtBot) -> None:
    QSettings().setValue(f"sort/{page.name}", "-shoe_size")
    again = MembersPage(desk)
    qtbot.addWidget(again)
    assert again.asked().sort == "name"


def test_columns_are_hidden_widened_and_brought_back_by_keyboard(page: MembersPage, desk: Desk, qtbot: QtBot) -> None:
    menu = menu_of(page)
    action(menu, "CITY").trigger()
    page.table.horizontalHeader().resizeSection(1, 333)
    again = MembersPage(desk)
    qtbot.addWidget(again)
    header = again.table.horizontalHeader()
    assert header.isSectionHidden(3)
    assert header.sectionSize(1) == 333
    menu.close()
    again.show()
    action(menu_of(again), "As it was").trigger()
    assert not header.isSectionHidden(3)
    assert header.sectionSize(1) == again._columns[1].width


def test_the_last_column_cannot_be_hidden(page: MembersPage) -> None:
    header = page.table.horizontalHeader()
    for section in range(1, header.count()):
        header.setSectionHidden(section, True)
    menu = menu_of(page)
    assert not action(menu, "NUMBER").isEnabled()
    assert action(menu, "CITY").isEnabled()
    menu.close()


def test_a_view_is_named_used_in_the_next_session_and_removed(page: MembersPage, desk: Desk, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.chips["who:untitled"], Qt.MouseButton.LeftButton)
    qtbot.keyClicks(page.search_edit, "naam01")
    menu = menu_of(page)
    action(menu, "Keep this view…").trigger()
    menu.close()
    asked = page.findChild(QInputDialog)
    assert isinstance(asked, QInputDialog)
    asked.setTextValue("R&D <b>")
    asked.accept()
    again = MembersPage(desk)
    qtbot.addWidget(again)
    again.show()
    menu = menu_of(again)
    action(menu, "R&&D <b>").trigger()
    menu.close()
    assert again.asked() == Asked("naam01", frozenset({"who:untitled"}), "name", False)
    assert again.count_label.text() == "10 of 260"
    SavedViews(again.name).drop("R&D <b>")
    assert SavedViews(again.name).all() == {}


def test_a_view_without_a_name_is_not_kept() -> None:
    SavedViews("members").keep("  ", Asked("x"))
    assert SavedViews("members").all() == {}


def test_the_table_is_named_for_the_screen_reader(page: MembersPage) -> None:
    assert page.table.accessibleName() == "Members"
    assert page.search_edit.accessibleName()
