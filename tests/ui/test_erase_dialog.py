"""Erasing a person in the window: never by accident, and gone from the screen."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cmsdesk.domain.words import LANGUAGES, use_language
from cmsdesk.services.lists import Asked
from cmsdesk.services.people import CountPeople, ReadPerson
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.erase_dialog import EraseDialog
from cmsdesk.ui.main_window import MainWindow
from cmsdesk.ui.members_page import MembersPage
from tests import given
from tests.driving import answer

LEFT = Qt.MouseButton.LeftButton


def members(window: MainWindow) -> MembersPage:
    page = window.show_tab("members")
    assert isinstance(page, MembersPage)
    return page


def test_a_person_is_erased_after_two_things_were_said(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    person = given.a_member(desk.office, "Vertrekker")
    page = members(window)
    page.erase(person)
    [form] = [one for one in page.findChildren(EraseDialog) if one.isVisible()]
    assert "Vertrekker" in form.what.text()
    assert "When such a backup is put back, this person is erased again at once" in form.what.text()
    assert not form.ok_button.isEnabled()
    qtbot.keyClick(form.understood, Qt.Key.Key_Space)
    qtbot.mouseClick(form.ok_button, LEFT)
    assert "the day of the written request" in form.error_label.text()
    form.requested_on.set_date(date(2026, 11, 20))
    with qtbot.waitSignal(desk.changed, timeout=10_000):
        qtbot.mouseClick(form.ok_button, LEFT)
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    assert desk.do(CountPeople(Asked())) == 0
    assert desk.do(ReadPerson(person)).full_name == "X-0001"


def test_who_cannot_be_erased_is_said_before_anything_is_asked(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    person = given.a_member(desk.office)
    given.an_application(desk.office, person)
    page = members(window)
    page.erase(person)
    QApplication.processEvents()
    assert [one for one in page.findChildren(EraseDialog) if one.isVisible()] == []
    assert desk.do(CountPeople(Asked())) == 1


def test_a_list_that_cannot_be_written_is_said_after_the_erasing(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    (desk.office.path.parent / "Backups").write_text("a file where the folder should be")
    page = members(window)
    page.erase(given.a_member(desk.office, "Vertrekker"))
    [form] = [one for one in page.findChildren(EraseDialog) if one.isVisible()]
    form.requested_on.set_date(desk.today)
    form.understood.setChecked(True)
    qtbot.mouseClick(form.ok_button, LEFT)
    assert "The list of erased people could not be written to" in answer(qtbot, "Close")
    assert desk.do(CountPeople(Asked())) == 0


@pytest.mark.parametrize("code", LANGUAGES)
def test_all_that_is_said_before_it_happens_can_be_read(window: MainWindow, desk: Desk, code: str) -> None:
    use_language(code)
    page = members(window)
    page.erase(given.a_member(desk.office, "Vertrekker-van den Langenaam"))
    [form] = [one for one in page.findChildren(EraseDialog) if one.isVisible()]
    QApplication.processEvents()
    assert form.what.height() >= form.what.heightForWidth(form.what.width())
