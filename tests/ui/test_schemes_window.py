"""The window in which the office reads its schemes and changes them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QInputDialog, QLabel, QPushButton, QTableWidgetItem, QTreeWidget, QWidget
from pytestqt.qtbot import QtBot

from cmsdesk.domain.schemes.loader import shipped_text
from cmsdesk.services.schemes import scheme_of, work_with
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.register_page import RegisterPage
from cmsdesk.ui.scheme_dialogs import ConceptDialog, NamesDialog, NormDialog, PublishDialog, ValueDialog
from cmsdesk.ui.schemes_window import SchemesWindow
from cmsdesk.ui.self_check_dialog import SelfCheckDialog
from tests import given
from tests.services.conftest import a_list, imported

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture(autouse=True)
def only_what_is_shipped() -> Iterator[None]:
    yield
    work_with({})


@pytest.fixture
def window(desk: Desk, qtbot: QtBot) -> SchemesWindow:
    made = SchemesWindow(desk)
    qtbot.addWidget(made)
    made.show()
    return made


def choose(window: SchemesWindow, scheme: str, section: int = 0) -> None:
    for place in range(window.schemes.count()):
        if window.schemes.item(place).data(Qt.ItemDataRole.UserRole) == scheme:
            window.schemes.setCurrentRow(place)
    window._choose(section)
    QApplication.processEvents()


def words(window: QWidget) -> str:
    QApplication.processEvents()
    return "\n".join(label.text() for label in window.findChildren(QLabel) if label.isVisibleTo(window))


def press(window: QWidget, text: str, qtbot: QtBot) -> None:
    QApplication.processEvents()
    found = next(b for b in window.findChildren(QPushButton) if b.text() == text and b.isVisibleTo(window))
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)


def dialog(window: QWidget, kind: type[Any]) -> Any:
    return next(found for found in window.findChildren(kind) if found.isVisible())


def test_every_section_of_every_scheme_opens_and_says_something(window: SchemesWindow) -> None:
    for place in range(window.schemes.count()):
        window.schemes.setCurrentRow(place)
        for section in range(7):
            window._choose(section)
            assert words(window)


def test_two_versions_are_compared_in_plain_words(window: SchemesWindow) -> None:
    choose(window, "rl")
    assert "WHAT CHANGED" in words(window)
    assert "Nothing changed." not in words(window)


def test_requirements_stand_in_a_tree_with_their_source(window: SchemesWindow) -> None:
    choose(window, "dimc", 2)
    [tree] = window.findChildren(QTreeWidget)
    root = tree.topLevelItem(0)
    assert root
    asked = [(child.text(0), child.text(2)) for place in range(root.childCount()) if (child := root.child(place))]
    assert ("Education", "found:F-A1") in asked


def test_a_value_is_confirmed_in_a_concept_and_published(window: SchemesWindow, desk: Desk, qtbot: QtBot) -> None:
    choose(window, "rqim", 3)
    open_before = len(scheme_of("rqim").unconfirmed())
    assert "Choose “Change…” to make a concept" in words(window)
    press(window, "Change…", qtbot)
    asked = dialog(window, ConceptDialog)
    asked.reason.setPlainText("The board confirmed values.")
    qtbot.mouseClick(asked.ok_button, Qt.MouseButton.LeftButton)
    assert "Concept: The board confirmed values." in " ".join(chip.accessibleName() for chip in window.findChildren(QWidget))
    press(window, "Confirm…", qtbot)
    value = dialog(window, ValueDialog)
    qtbot.mouseClick(value.ok_button, Qt.MouseButton.LeftButton)
    assert value.error_label.text() == "Please fill in who confirms this, and when."
    value.source.setText("Board, 21-11-2026")
    qtbot.mouseClick(value.ok_button, Qt.MouseButton.LeftButton)
    press(window, "Publish…", qtbot)
    publish = dialog(window, PublishDialog)
    assert publish.obstacles.text() == "Nothing; it may be published."
    qtbot.mouseClick(publish.ok_button, Qt.MouseButton.LeftButton)
    assert len(scheme_of("rqim").unconfirmed()) == open_before - 1


def test_a_name_is_added_to_a_list(window: SchemesWindow, qtbot: QtBot) -> None:
    choose(window, "rl", 4)
    press(window, "Change…", qtbot)
    asked = dialog(window, ConceptDialog)
    asked.reason.setPlainText("A new bureau.")
    qtbot.mouseClick(asked.ok_button, Qt.MouseButton.LeftButton)
    press(window, "Edit…", qtbot)
    names = dialog(window, NamesDialog)
    line = names.names.rowCount() - 1
    names.names.setItem(line, 0, QTableWidgetItem("Bureau Nieuw"))
    names.names.setItem(line, 1, QTableWidgetItem("never"))
    qtbot.mouseClick(names.ok_button, Qt.MouseButton.LeftButton)
    assert "“never” is not a date" in names.error_label.text()
    names.names.setItem(line, 1, QTableWidgetItem("01-01-2027"))
    qtbot.mouseClick(names.ok_button, Qt.MouseButton.LeftButton)
    assert "Bureau Nieuw" in words(window)


def test_what_is_in_the_way_of_publishing_is_said_before_it_is_tried(window: SchemesWindow, qtbot: QtBot) -> None:
    choose(window, "rl")
    press(window, "Change…", qtbot)
    asked = dialog(window, ConceptDialog)
    asked.reason.setPlainText("New rules.")
    asked.copy_of.setCurrentIndex(asked.copy_of.count() - 1)
    asked.new_version.setText("rl-2027")
    asked.from_on.setText("01-01-2027")
    qtbot.mouseClick(asked.ok_button, Qt.MouseButton.LeftButton)
    press(window, "Publish…", qtbot)
    publish = dialog(window, PublishDialog)
    assert "There is no statement by DNV GL" in publish.obstacles.text()
    assert not publish.ok_button.isEnabled()
    publish.versions.item(publish.versions.count() - 1).setCheckState(Qt.CheckState.Unchecked)
    assert publish.ok_button.isEnabled()
    publish.reject()
    window._choose(6)
    press(window, "Add document…", qtbot)
    norm = dialog(window, NormDialog)
    norm.part.setCurrentIndex(norm.part.count() - 1)
    norm.approved_by.setText("DNV GL")
    qtbot.mouseClick(norm.ok_button, Qt.MouseButton.LeftButton)
    assert "DNV GL" in words(window)


def test_a_scheme_file_is_taken_in_as_a_concept(window: SchemesWindow, tmp_path: Path, refusals: list[str]) -> None:
    made_up = (Path(__file__).parent.parent / "domain" / "schemes" / "every_kind.toml").read_text(encoding="utf-8")
    file = tmp_path / "made_up.toml"
    file.write_text("[scheme]", encoding="utf-8")
    window.add_file(file)
    assert refusals == ["made_up.toml, scheme, id: this is missing."]
    file.write_text(made_up, encoding="utf-8")
    window.add_file(file)
    assert window.schemes.count() == 5
    assert shipped_text("rqim")


def test_certificates_are_extended_and_their_annex_is_saved(
    window: SchemesWindow, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    imported(desk.office, a_list([("1", "An", "", "Naam", "", "", "")], [("R-1", "1", "RQIM", "01-01-2013", "31-12-2015")]))
    choose(window, "rqim")
    window.refresh()
    desk.notices.window_ = window
    press(window, "Extend 1 certificate…", qtbot)
    asked = dialog(window, QInputDialog)
    asked.setTextValue("The board, 01-07-2014.")
    asked.accept()
    QApplication.processEvents()
    register = RegisterPage(desk)
    qtbot.addWidget(register)
    register.show()
    assert "31-12-2016" in [register.model.index(0, column).data() for column in range(register.model.columnCount())]
    press(register, "Save annex…", qtbot)
    place = next(found for found in register.findChildren(QFileDialog) if found.isVisible())
    place.fileSelected.emit(str(tmp_path / "annex.pdf"))
    place.close()
    assert (tmp_path / "annex.pdf").read_bytes().startswith(b"%PDF")


def test_what_is_still_needed_is_saved_on_one_page(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    dialog_ = SelfCheckDialog(desk, given.a_member(desk.office), "Jan-Willem de Vries")
    qtbot.addWidget(dialog_)
    dialog_.show()
    qtbot.mouseClick(dialog_.sheet_button, Qt.MouseButton.LeftButton)
    place = next(found for found in dialog_.findChildren(QFileDialog) if found.isVisible())
    place.fileSelected.emit(str(tmp_path / "needed.pdf"))
    place.close()
    assert (tmp_path / "needed.pdf").read_bytes().startswith(b"%PDF")
