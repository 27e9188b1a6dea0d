"""Notes on the page: written by keys and by mouse, listed beside, and shown where they belong."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cmsdesk.domain.permissions import Actor, Role
from cmsdesk.services.dossiers import EvidenceRow
from cmsdesk.services.feedback import ReplaceDocument
from cmsdesk.services.history import Undo, Undoable
from cmsdesk.services.office import Office
from cmsdesk.services.page_notes import AddPageNote, NoteRow, NotesOn
from cmsdesk.services.versions import ReadVersions
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.theme import colours
from cmsdesk.ui.viewer.document_view import DocumentView
from cmsdesk.ui.viewer.mark_layer import place_of
from cmsdesk.ui.viewer.note_rows import heading_of
from cmsdesk.ui.viewer.surfaces import Place
from tests.judging import a_file
from tests.office_pages import a_pdf_of, a_picture
from tests.ui.viewer.conftest import Add, colour_at, words

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def row(add: Add) -> EvidenceRow:
    return add("pages.pdf", a_pdf_of(["one", "two", "three"]))


@pytest.fixture
def shown(view: DocumentView, desk: Desk, row: EvidenceRow) -> DocumentView:
    view.show_evidence(desk, row)
    view.pdf_view.setFocus()
    return view


def notes(office: Office, row: EvidenceRow) -> tuple[NoteRow, ...]:
    return office.do(NotesOn(row.id)).notes


def test_n_begins_a_note_on_the_page_that_is_seen_and_control_enter_keeps_it(
    shown: DocumentView, office: Office, row: EvidenceRow, qtbot: QtBot
) -> None:
    shown.step_page(1)
    qtbot.keyClick(shown.pdf_view, Qt.Key.Key_N)
    editor = shown.notes.editor
    assert (editor.isVisible(), editor.head.text()) == (True, "Note on page 2")
    qtbot.waitUntil(editor.edit.hasFocus)
    qtbot.keyClicks(editor.edit, "Not signed")
    qtbot.keyClick(editor.edit, Qt.Key.Key_Return, CTRL)
    [note] = notes(office, row)
    assert (note.page, note.text, note.by) == (2, "Not signed", "tester")
    assert not editor.isVisible()
    assert shown.notes.list.count() == 1
    assert shown.tools.notes_button.text() == "1"
    assert shown.pdf_view.hasFocus()


def test_arrows_move_the_note_and_escape_leaves_it(shown: DocumentView, office: Office, row: EvidenceRow, qtbot: QtBot) -> None:
    shown.add_note()
    editor = shown.notes.editor
    before = editor.place
    assert before is not None
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Left):
        qtbot.keyClick(editor.edit, key, ALT)
    assert editor.place is not None
    assert [editor.place.x, editor.place.y] == pytest.approx([before.x - 0.02, before.y + 0.04])
    for _time in range(80):
        qtbot.keyClick(editor.edit, Qt.Key.Key_Left, ALT)
    assert editor.place.x == 0
    qtbot.keyClicks(editor.edit, "never mind")
    qtbot.keyClick(editor.edit, Qt.Key.Key_Escape)
    assert (editor.isVisible(), notes(office, row)) == (False, ())


def test_a_click_puts_the_note_there_and_a_drag_marks_a_part(
    shown: DocumentView, office: Office, row: EvidenceRow, qtbot: QtBot
) -> None:
    shown.add_note()
    page = shown.pdf_view.viewport()
    qtbot.mouseClick(page, Qt.MouseButton.LeftButton, pos=QPoint(200, 150))
    there = shown.pdf_view.place_at(QPoint(200, 150))
    assert shown.notes.editor.place == there
    qtbot.mousePress(page, Qt.MouseButton.LeftButton, pos=QPoint(250, 100))
    qtbot.mouseMove(page, QPoint(200, 140))
    qtbot.mouseRelease(page, Qt.MouseButton.LeftButton, pos=QPoint(200, 140))
    assert shown.notes.editor.head.text() == "Mark on page 1"
    shown.notes.editor.keep_button.click()
    [note] = notes(office, row)
    begin, end = shown.pdf_view.place_at(QPoint(200, 100)), shown.pdf_view.place_at(QPoint(250, 140))
    assert begin is not None
    assert end is not None
    assert [note.x, note.y] == pytest.approx([begin.x, begin.y])
    assert [note.x + note.width, note.y + note.height] == pytest.approx([end.x, end.y])


def test_a_numbered_marker_stands_on_the_page_and_a_click_on_it_chooses_its_note(
    shown: DocumentView, desk: Desk, row: EvidenceRow, qtbot: QtBot
) -> None:
    desk.do(AddPageNote(row.id, 1, 0.5, 0.1, "first"))
    desk.do(AddPageNote(row.id, 1, 0.25, 0.15, "second"))
    spot = shown.pdf_view.area_of(Place(1, 0.25, 0.15))
    assert spot is not None
    at = spot.topLeft().toPoint()
    shot = shown.pdf_view.grab().toImage()
    assert colour_at(shot, at.x() - 7, at.y()) == QColor(colours().warn)
    qtbot.mouseClick(shown.pdf_view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert shown.notes.isVisible()
    assert shown.notes.chosen is not None
    assert (shown.notes.chosen.text, shown.notes.chosen.number) == ("second", 2)


def test_brackets_go_through_the_notes_and_the_pages_follow(
    shown: DocumentView, desk: Desk, row: EvidenceRow, qtbot: QtBot
) -> None:
    for page in (1, 2, 3):
        desk.do(AddPageNote(row.id, page, 0.5, 0.1, f"on {page}"))
    seen = []
    for key in (Qt.Key.Key_BracketRight, Qt.Key.Key_BracketRight, Qt.Key.Key_BracketRight, Qt.Key.Key_BracketLeft):
        qtbot.keyClick(shown.pdf_view, key)
        seen.append((shown.notes.chosen.text if shown.notes.chosen else "", shown.pages.text()))
    assert [text for text, _page in seen] == ["on 1", "on 2", "on 3", "on 2"]
    spot = shown.pdf_view.area_of(Place(1, 0.5, 0.1))
    assert spot is not None
    assert spot.top() < 0  # the first page is above what is seen


def test_a_note_is_changed_removed_and_taken_back(
    shown: DocumentView, desk: Desk, office: Office, row: EvidenceRow, qtbot: QtBot
) -> None:
    desk.do(AddPageNote(row.id, 1, 0.5, 0.1, "first"))
    shown.step_note(1)
    shown.notes.change_button.click()
    shown.notes.editor.edit.setPlainText("better")
    shown.notes.keep()
    assert [note.text for note in notes(office, row)] == ["better"]
    shown.step_note(1)
    shown.notes.remove_button.click()
    assert (notes(office, row), shown.tools.notes_button.text()) == ((), "")
    last = office.do(Undoable())
    assert last is not None
    desk.do(Undo(last.seq))
    assert (shown.notes.list.count(), shown.tools.notes_button.text()) == (1, "1")


def test_the_note_of_somebody_else_can_be_read_and_says_why_it_cannot_be_changed(
    shown: DocumentView, desk: Desk, office: Office, row: EvidenceRow
) -> None:
    desk.do(AddPageNote(row.id, 1, 0.5, 0.1, "first"))
    desk.work_as(Actor("Somebody else", Role.DECIDER))
    shown.step_note(1)
    assert shown.notes.chosen is not None
    assert not shown.notes.change_button.isEnabled()
    assert shown.notes.remove_button.toolTip() == "Somebody else wrote this note."
    desk.work_as(Actor("An assessor", Role.ASSESSOR))
    assert shown.notes.list.count() == 0
    assert not shown.notes.add_button.isEnabled()
    assert "not possible now" in shown.notes.told.text()
    assert notes(office, row) == ()


def test_a_refusal_leaves_what_was_typed(shown: DocumentView, desk: Desk, refusals: list[str]) -> None:
    shown.add_note()
    shown.notes.keep()
    assert refusals == ["Please write the note, or drag over the part of the page that you mean."]
    assert shown.notes.editor.isVisible()


def test_what_is_typed_is_kept_when_another_document_is_opened(
    shown: DocumentView, desk: Desk, office: Office, row: EvidenceRow, add: Add
) -> None:
    shown.add_note()
    shown.notes.editor.edit.setPlainText("half a word")
    shown.show_evidence(desk, add("photo.png", a_picture(200, 100)))
    assert [note.text for note in notes(office, row)] == ["half a word"]
    assert not shown.notes.editor.isVisible()


def test_a_note_on_a_former_version_is_listed_apart_and_leads_there(
    view: DocumentView, desk: Desk, office: Office, row: EvidenceRow, tmp_path: Path, qtbot: QtBot
) -> None:
    office.do(AddPageNote(row.id, 1, 0.5, 0.1, "too short"))
    new = office.do(ReplaceDocument(row.id, a_file(tmp_path, "new.pdf", "x")))
    (tmp_path / "newer.pdf").write_bytes(a_pdf_of(["better"]))
    newest = office.do(ReplaceDocument(new, tmp_path / "newer.pdf"))
    versions = office.do(ReadVersions(newest))
    view.show_evidence(desk, versions[-1].document)
    assert view.versions.text() == "Version 3 of 3"
    assert view.tools.notes_button.text() == ""
    view.tools.notes_button.click()
    item = view.notes.list.item(0).data(Qt.ItemDataRole.UserRole)
    assert heading_of(item) == "tester, on page 1 of the former version “pages.pdf”"
    view.notes.list.setCurrentRow(0)
    view.notes.list.itemActivated.emit(view.notes.list.item(0))
    assert (view.title.text(), view.versions.text()) == ("pages.pdf", "Version 1 of 3")
    assert "This is a former version; a newer one came in its place before it was judged." in words(view)
    assert "This is a former version." in view.notes.told.text()
    view.versions.menu().actions()[2].trigger()
    assert (view.title.text(), view.evidence.id if view.evidence else 0) == ("newer.pdf", newest)
    assert not view.warning.isVisible()


@pytest.mark.parametrize(
    ("name", "content"),
    [("photo.png", a_picture), ("note.txt", lambda: b"one\ntwo\nthree\n" * 30), ("list.csv", lambda: b"a;b\n" * 30)],
)
def test_notes_lie_on_every_kind_of_document(
    view: DocumentView, desk: Desk, office: Office, add: Add, qtbot: QtBot, name: str, content: object
) -> None:
    assert callable(content)
    row = add(name, content())
    view.show_evidence(desk, row)
    qtbot.waitUntil(lambda: view.stack.currentIndex() < view.stack.count() - 1)
    view.add_note()
    surface = view.notes._surface
    assert surface is not None
    point = QPoint(90, 220)
    qtbot.mouseClick(surface.canvas.viewport(), Qt.MouseButton.LeftButton, pos=point)
    view.notes.editor.edit.setPlainText("here")
    view.notes.keep()
    [note] = notes(office, row)
    area = surface.area_of(place_of(note))
    assert area is not None
    assert (area.topLeft().toPoint() - point).manhattanLength() < 40


def test_what_is_typed_is_kept_meanwhile_and_cancelling_takes_it_away_again(
    shown: DocumentView, office: Office, row: EvidenceRow, qtbot: QtBot
) -> None:
    shown.add_note()
    editor = shown.notes.editor
    qtbot.keyClicks(editor.edit, "half a ")
    qtbot.waitUntil(lambda: [note.text for note in notes(office, row)] == ["half a"])
    assert editor.isVisible()
    qtbot.keyClicks(editor.edit, "word")
    qtbot.waitUntil(lambda: [note.text for note in notes(office, row)] == ["half a word"])
    assert editor.text == "half a word"
    qtbot.keyClick(editor.edit, Qt.Key.Key_Escape)
    assert (notes(office, row), editor.isVisible()) == ((), False)


def test_cancelling_a_change_puts_the_note_back_as_it_was(
    shown: DocumentView, desk: Desk, office: Office, row: EvidenceRow, qtbot: QtBot
) -> None:
    desk.do(AddPageNote(row.id, 1, 0.5, 0.1, "first"))
    shown.step_note(1)
    shown.notes.change_button.click()
    qtbot.keyClick(shown.notes.editor.edit, Qt.Key.Key_Down, ALT)
    qtbot.keyClicks(shown.notes.editor.edit, "not ")
    qtbot.waitUntil(lambda: [note.text for note in notes(office, row)] == ["not first"])
    assert notes(office, row)[0].y == pytest.approx(0.12)
    shown.notes.editor.left.emit()
    [note] = notes(office, row)
    assert (note.text, note.y) == ("first", 0.1)


def test_the_keys_of_a_note_are_its_own_whatever_the_page_does_with_them(
    shown: DocumentView, office: Office, row: EvidenceRow, qtbot: QtBot
) -> None:
    heard: list[str] = []
    page = QWidget()
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    layout.addWidget(shown)
    for key in ("Ctrl+Return", "Escape", "Alt+Down"):
        QShortcut(QKeySequence(key), page).activated.connect(lambda key=key: heard.append(key))
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    shown.add_note()
    qtbot.waitUntil(shown.notes.editor.edit.hasFocus)
    qtbot.keyClicks(shown.notes.editor.edit, "mine")
    qtbot.keyClick(shown.notes.editor.edit, Qt.Key.Key_Down, ALT)
    qtbot.keyClick(shown.notes.editor.edit, Qt.Key.Key_Return, CTRL)
    assert ([note.text for note in notes(office, row)], heard) == (["mine"], [])
    shown.begin_find()
    qtbot.waitUntil(shown.find_edit.hasFocus)
    qtbot.keyClick(shown.find_edit, Qt.Key.Key_Escape)
    assert (heard, shown.find_edit.isVisible()) == ([], False)
    layout.removeWidget(shown)
    shown.setParent(None)


def test_the_keys_of_the_viewer_can_work_anywhere_on_a_page(shown: DocumentView, qtbot: QtBot) -> None:
    page, elsewhere = QWidget(), QLineEdit()
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    layout.addWidget(shown)
    button = QPushButton("elsewhere")
    layout.addWidget(button)
    layout.addWidget(elsewhere)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_N)
    assert not shown.notes.editor.isVisible()
    shown.listen_on(page)
    elsewhere.setFocus()
    qtbot.keyClick(elsewhere, Qt.Key.Key_N)
    assert (elsewhere.text(), shown.notes.editor.isVisible()) == ("n", False)
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_N)
    assert shown.notes.editor.isVisible()
    shown.notes.leave()
    shown.pdf_view.setFocus()
    qtbot.keyClick(shown.pdf_view, Qt.Key.Key_N)
    assert shown.notes.editor.isVisible()
    layout.removeWidget(shown)
    shown.setParent(None)


def test_where_there_is_little_room_the_notes_go_below_the_document(shown: DocumentView, qtbot: QtBot) -> None:
    shown.tools.notes_button.click()
    assert shown.panel.x() > shown.stack.geometry().right()
    shown.resize(420, 560)
    qtbot.waitUntil(lambda: shown.panel.y() > shown.stack.geometry().bottom())
    shown.add_note()
    assert shown.notes.editor.keep_button.isVisible()
    assert not shown.notes.list.isVisible()
    assert shown.notes.editor.geometry().bottom() <= shown.notes.height()
    shown.notes.leave()
    assert shown.notes.list.isVisible()
    shown.resize(900, 700)
    qtbot.waitUntil(lambda: shown.panel.x() > shown.stack.geometry().right())
