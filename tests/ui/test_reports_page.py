"""Every number on the Reports tab opens the list behind it, and the list holds as many lines."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cmsdesk.services.applications import WithdrawApplication
from cmsdesk.services.certificates import IssueCertificate
from cmsdesk.services.decisions import RecordDecision
from cmsdesk.services.office import Office
from cmsdesk.ui.cards import PlainLabel
from cmsdesk.ui.list_page import ListPage
from cmsdesk.ui.main_window import MainWindow
from cmsdesk.ui.reports_page import ReportsPage
from tests import given
from tests.conftest import TODAY
from tests.services.conftest import a_list, imported


def full(office: Office, folder: Path) -> None:
    """Two members with a title, one refused, one withdrawn, one who only applied, one who is no member."""
    for surname in ("Akker", "Berg"):
        office.do(IssueCertificate(given.granted(office, given.a_member(office, surname), folder)))
    office.do(
        RecordDecision(given.reviewed(office, given.a_member(office, "Carels"), folder), False, office.today, "Not enough.")
    )
    office.do(WithdrawApplication(given.an_application(office, given.a_member(office, "Dam")), ""))
    given.an_application(office, given.a_member(office, "Eik"))
    given.a_member(office, "Fok", since=None)


def tile_of(button: QPushButton) -> QWidget:
    tile = button.parentWidget()
    assert tile is not None
    return tile


def test_every_tile_opens_a_list_of_as_many_lines(qtbot: QtBot, window: MainWindow, office: Office, tmp_path: Path) -> None:
    full(office, tmp_path)
    window.show_tab("applications")
    page = window.stack.currentWidget()
    assert isinstance(page, ListPage)
    page.search_edit.setText("somebody else")  # what was searched before must not cut the list behind the number
    seen = []
    for place in range(4):
        window.show_tab("reports")
        reports = window.stack.currentWidget()
        assert isinstance(reports, ReportsPage)
        button = [found for found in reports.findChildren(QPushButton) if found.text() == "Show the list"][place]
        number, label = [found.text() for found in tile_of(button).findChildren(PlainLabel)]
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        opened = window.stack.currentWidget()
        assert isinstance(opened, ListPage)
        assert opened.model.rowCount() == int(number), label
        seen.append((number, label))
    assert seen == [("5", "members"), ("2", "people with a title"), ("2", "granted this year"), ("1", "refused this year")]


def test_a_list_that_is_cut_off_says_so(window: MainWindow, office: Office) -> None:
    imported(office, a_list([(1, "An", "", "Akker", "", "", None)], [(f"C-{n:02}", 1, "CMC", TODAY, TODAY) for n in range(60)]))
    window.show_tab("reports")
    page = window.stack.currentWidget()
    assert isinstance(page, ReportsPage)
    said = {label.text() for label in page.findChildren(PlainLabel)}
    assert sum("· C-" in text for text in said) == 50
    assert "The first 50 of 60; the board report and the register have them all." in said
