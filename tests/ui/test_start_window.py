"""The window before an office is open."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cmsdesk.app import App
from cmsdesk.services.office import make_office
from cmsdesk.services.settings import FoundOffice, OfficeDetails
from cmsdesk.ui.office_dialog import OfficeDialog
from cmsdesk.ui.recent import recent_offices, remember, why_gone
from cmsdesk.ui.start_window import StartWindow
from tests.driving import LEFT, answer, button, choose, dialog, drop, press, words


@pytest.fixture
def offices(app: App, tmp_path: Path) -> list[Path]:
    """Two offices that were opened before; the second was moved away since."""
    paths = [tmp_path / "Bureau Noord.cmsdesk", tmp_path / "Bureau Zuid.cmsdesk"]
    for path in reversed(paths):
        made = make_office(path, user="x")
        made.do(FoundOffice(OfficeDetails(path.stem)))
        made.close()
        remember(path)
    paths[1].rename(tmp_path / "elsewhere.cmsdesk")
    return paths


def shown(app: App) -> StartWindow:
    app.show_start()
    assert app.start is not None
    return app.start


def test_a_fresh_workstation_says_that_nothing_was_opened_yet(app: App) -> None:
    assert "No office was opened on this computer yet." in words(shown(app))


def test_recent_offices_are_listed_and_one_that_vanished_says_why(app: App, offices: list[Path]) -> None:
    start = shown(app)
    entries = [found for found in start.findChildren(QPushButton) if found.property("entry")]
    assert [(found.isEnabled(), found.accessibleName()) for found in entries] == [
        (True, f"Bureau Noord, {offices[0]}"),
        (False, "Bureau Zuid, No longer there: moved, renamed or deleted."),
    ]
    assert "moved, renamed or deleted" in words(start)


def test_a_missing_folder_is_another_reason_than_a_missing_file(app: App, tmp_path: Path) -> None:
    assert "folder is not there" in why_gone(str(tmp_path / "stick" / "Bureau.cmsdesk"))
    assert "folder is not there" in why_gone(str(tmp_path / ("a" * 300) / "Bureau.cmsdesk"))
    assert why_gone("//server/bureau/Bureau.cmsdesk") == ""


def test_a_vanished_office_is_forgotten_and_stays_forgotten(app: App, offices: list[Path], qtbot: QtBot) -> None:
    start = shown(app)
    press(start, "Take Bureau Zuid off this list; the file itself stays", qtbot)
    assert recent_offices() == [str(offices[0])]
    assert "Bureau Zuid" not in words(start)
    assert "Bureau Zuid" not in words(shown(app))


def test_an_office_that_came_back_can_be_opened_again(app: App, offices: list[Path], qtbot: QtBot) -> None:
    shutil.move(offices[1].with_name("elsewhere.cmsdesk"), offices[1])
    start = shown(app)
    entry = next(found for found in start.findChildren(QPushButton) if found.accessibleName().startswith("Bureau Zuid"))
    qtbot.mouseClick(entry, LEFT)
    assert app.window is not None
    assert app.window.windowTitle() == "Bureau Zuid – cmsdesk"
    assert recent_offices()[0] == str(offices[1])


def test_a_recent_office_is_opened_by_keys_alone(app: App, offices: list[Path], qtbot: QtBot) -> None:
    start = shown(app)
    start.activateWindow()
    qtbot.waitUntil(start.isActiveWindow)
    assert focused().accessibleName() or button(start, "New office…").hasFocus()
    for _step in range(10):
        if focused().accessibleName().startswith("Bureau Noord"):
            break
        qtbot.keyClick(focused(), Qt.Key.Key_Tab)
    qtbot.keyClick(focused(), Qt.Key.Key_Space)
    assert app.office is not None
    assert app.office.path == offices[0]


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def test_an_office_that_vanished_meanwhile_is_refused_in_words(app: App, offices: list[Path], qtbot: QtBot) -> None:
    start = shown(app)
    offices[0].unlink()
    entry = next(found for found in start.findChildren(QPushButton) if found.accessibleName().startswith("Bureau Noord"))
    qtbot.mouseClick(entry, LEFT)
    assert "There is no office file at" in answer(qtbot, "Close")
    assert start.isVisible()


def test_an_office_is_found_by_looking_for_it(app: App, offices: list[Path], qtbot: QtBot) -> None:
    press(shown(app), "Open office…", qtbot)
    choose(qtbot, offices[0])
    assert app.office is not None


def test_an_office_file_is_dropped_on_the_window(app: App, offices: list[Path]) -> None:
    drop(shown(app), offices[0])
    assert app.office is not None


def test_a_new_office_asks_its_name_first_and_then_its_place(app: App, tmp_path: Path, qtbot: QtBot) -> None:
    press(shown(app), "New office…", qtbot)
    form = dialog(qtbot, OfficeDialog)
    qtbot.mouseClick(form.ok_button, LEFT)
    assert form.error_label.text() == "Please give the office a name."
    qtbot.keyClicks(form.name, "Bureau: Oost/West")
    form.backup_folder.setText("Backups")
    qtbot.mouseClick(form.ok_button, LEFT)
    assert "whole path" in form.error_label.text()
    press(form, "Choose…", qtbot)
    (tmp_path / "copies").mkdir()
    choose(qtbot, tmp_path / "copies")
    assert form.backup_folder.text() == str(tmp_path / "copies")
    qtbot.mouseClick(form.ok_button, LEFT)
    asked = dialog(qtbot, QFileDialog)
    assert Path(asked.selectedFiles()[0]).name == "Bureau- Oost-West.cmsdesk"
    choose(qtbot, tmp_path / "Oost")
    assert app.office is not None
    assert app.office.path == tmp_path / "Oost.cmsdesk"
    assert app.backup_folder() == tmp_path / "copies"


def test_at_most_ten_offices_are_remembered_and_each_once(app: App, tmp_path: Path) -> None:
    for number in [*range(12), 5]:
        remember(tmp_path / f"{number}.cmsdesk")
    assert [Path(path).stem for path in recent_offices()] == ["5", "11", "10", "9", "8", "7", "6", "4", "3", "2"]
