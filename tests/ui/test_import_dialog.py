"""Importing a member list in the window: by mouse, by keys, with good lists and with bad ones."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from cmsdesk.services.lists import Asked
from cmsdesk.services.people import CountPeople, ListPeople
from cmsdesk.services.register import CountHolders
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.import_dialog import ImportDialog
from cmsdesk.ui.main_window import MainWindow
from tests import given
from tests.conftest import SHARED
from tests.driving import LEFT, Heartbeat, a_list, answer, button, dialog, drop, press, words

RECIPE = SHARED.parent / "recipes" / "bad_workbooks.py"
HEADINGS = ["Lidnr", "Roepnaam", "Tussenvoegsel", "Achternaam", "E-mail", "Geboortedatum", "Iets"]


def a_long_list(path: Path, length: int) -> Path:
    rows = [[n, "Jan", "de", f"Vries{n}", f"j{n}@example.org", None, None] for n in range(1, length + 1)]
    return a_list(path, rows, HEADINGS)


@pytest.fixture
def members(tmp_path: Path) -> Path:
    """Four rows: a good one, the same person again, one without a surname, and an address that is none."""
    rows = [
        [1, "Jan", "de", "Vries", "jan@example.org", "1-2-1970", "Delft"],
        [2, "J.", "de", "Vries", "jan@example.org", "1-2-1970", "Delft"],
        [3, "Piet", None, None, None, None, None],
        [4, "Anna", "van den", "Berg", "anna", None, "Gouda"],
    ]
    return a_list(tmp_path / "members.xlsx", rows, HEADINGS)


@pytest.fixture
def shown(window: MainWindow, qtbot: QtBot) -> Callable[[Path], ImportDialog]:
    """Drop a list on the window and wait for the preview."""

    def show(path: Path) -> ImportDialog:
        drop(window, path)
        preview: ImportDialog = dialog(qtbot, ImportDialog)
        qtbot.waitUntil(lambda: preview.plan is not None and preview.preview.isEnabled(), timeout=60_000)
        return preview

    return show


def chips(preview: ImportDialog) -> list[str]:
    QApplication.processEvents()
    return [b.text() for b in preview.preview.findChildren(type(button(preview, "Cancel"))) if b.property("chip")]


def to_tick(preview: ImportDialog) -> list[QCheckBox]:
    QApplication.processEvents()
    return [box for box in preview.preview.side.findChildren(QCheckBox) if box.isVisible()]


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


# A good list.


@pytest.mark.skipif(not (SHARED / "ledenlijst.xlsx").exists(), reason="the real list is not beside this checkout")
def test_a_real_list_is_dropped_previewed_imported_and_taken_back(
    window: MainWindow, desk: Desk, qtbot: QtBot, shown: Callable[[Path], ImportDialog]
) -> None:
    preview = shown(SHARED / "ledenlijst.xlsx")
    assert chips(preview) == [
        *("imported 378", "imported, with a warning 19", "likely the same person 8", "refused 7"),
        *("certificates imported 73", "certificates refused 1"),
    ]
    press(preview, "likely the same person 8", qtbot)
    assert preview.preview.model.rowCount() == 8
    assert "Already there" in words(preview.preview.side)
    press(preview, "certificates refused 1", qtbot)
    assert "is not imported; mend that row" in words(preview.preview.side)
    with qtbot.waitSignal(preview.imported, timeout=30_000):
        qtbot.mouseClick(preview.import_button, LEFT)
    assert (desk.do(CountPeople()), desk.do(CountHolders())) == (397, 73)
    window.undo_action.trigger()
    qtbot.waitUntil(lambda: desk.do(CountPeople()) == 0, timeout=30_000)


def test_every_line_says_what_happens_and_why(shown: Callable[[Path], ImportDialog], members: Path, qtbot: QtBot) -> None:
    preview = shown(members)
    assert chips(preview) == ["imported 1", "imported, with a warning 1", "likely the same person 1", "refused 1"]
    table = preview.preview.table
    assert [table.model().index(2, place).data() for place in range(5)] == [
        "4",
        "3",
        "Piet",
        "refused",
        "D4: There is no surname.",
    ]
    press(preview, "refused 1", qtbot)
    assert "D4: There is no surname." in words(preview.preview.side)
    press(preview, "refused 1", qtbot)
    assert preview.preview.model.rowCount() == 4
    assert "4 rows, headings in row 1 of “Leden”" in preview.summary.text()


def test_a_likely_duplicate_is_merged_unless_the_user_says_otherwise(
    shown: Callable[[Path], ImportDialog], members: Path, desk: Desk, qtbot: QtBot
) -> None:
    preview = shown(members)
    press(preview, "likely the same person 1", qtbot)
    [apart] = to_tick(preview)
    apart.click()
    with qtbot.waitSignal(preview.imported):
        press(preview, "Import", qtbot)
    assert desk.do(CountPeople()) == 3


def test_the_same_list_again_changes_nothing_and_says_so(
    shown: Callable[[Path], ImportDialog], members: Path, desk: Desk, qtbot: QtBot
) -> None:
    preview = shown(members)
    with qtbot.waitSignal(preview.imported):
        press(preview, "Import", qtbot)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    again = shown(members)
    assert "already in the office" in again.note.text()
    assert not again.import_button.isEnabled()
    assert chips(again) == ["refused 1", "already there 3"]


def test_columns_are_changed_by_hand_and_the_preview_follows(
    shown: Callable[[Path], ImportDialog], members: Path, qtbot: QtBot
) -> None:
    preview = shown(members)
    press(preview, "Columns", qtbot)
    box = preview.columns.boxes[6]
    assert (box.accessibleName(), box.currentText()) == ("Iets", "not used")
    choose_by_keys(box, "City", qtbot)
    qtbot.waitUntil(lambda: preview.plan is not None and preview.plan.listed.columns.get(6) == "city", timeout=10_000)
    qtbot.waitUntil(preview.columns.isEnabled)
    assert "Delft" in words(preview.preview.side)
    choose_by_keys(preview.columns.boxes[6], "Surname", qtbot)
    qtbot.waitUntil(lambda: preview.preview.table.model().index(0, 2).data() == "Delft, Jan de", timeout=10_000)
    qtbot.waitUntil(preview.columns.isEnabled)
    assert preview.columns.boxes[3].currentText() == "not used"


def choose_by_keys(box: QComboBox, text: str, qtbot: QtBot) -> None:
    box.setFocus()
    for _step in range(box.count()):
        if box.currentText() != text:
            step = Qt.Key.Key_Down if box.findText(text) > box.currentIndex() else Qt.Key.Key_Up
            box.setCurrentIndex(box.findText(text) - (1 if step == Qt.Key.Key_Down else -1))
            qtbot.keyClick(box, step)


def test_a_column_without_a_heading_can_be_used_too(shown: Callable[[Path], ImportDialog], tmp_path: Path, qtbot: QtBot) -> None:
    path = a_list(tmp_path / "list.xlsx", [[1, "Jan", "Jansen", "Delft"]], ["Lidnr", "Roepnaam", "Achternaam"])
    preview = shown(path)
    press(preview, "Columns", qtbot)
    assert "column D" in words(preview.columns)
    choose_by_keys(preview.columns.boxes[3], "City", qtbot)
    qtbot.waitUntil(lambda: "Delft" in words(preview.preview.side), timeout=10_000)


def test_another_sheet_is_looked_at_and_one_without_a_list_is_refused_in_words(
    shown: Callable[[Path], ImportDialog], tmp_path: Path, qtbot: QtBot
) -> None:
    book = openpyxl.Workbook()
    sheets = [book.worksheets[0], book.create_sheet("Oud"), book.create_sheet("Kladblok")]
    for sheet, surnames in zip(sheets[:2], (["Jansen", "Bakker"], ["Visser"]), strict=True):
        sheet.append(["Lidnr", "Roepnaam", "Achternaam"])
        for number, surname in enumerate(surnames, start=1):
            sheet.append([number, "Jan", surname])
    sheets[2].append(["niets"])
    book.save(tmp_path / "list.xlsx")
    preview = shown(tmp_path / "list.xlsx")
    choose_by_keys(preview.sheet, "Oud", qtbot)
    qtbot.waitUntil(lambda: preview.plan is not None and preview.plan.listed.sheet.name == "Oud", timeout=10_000)
    qtbot.waitUntil(preview.sheet.isEnabled)
    choose_by_keys(preview.sheet, "Kladblok", qtbot)
    assert "No row with headings was found" in answer(qtbot, "Close")
    qtbot.waitUntil(preview.sheet.isEnabled)
    assert preview.isVisible()
    assert preview.sheet.currentText() == "Oud"


def test_everything_is_done_by_keys_alone(
    window: MainWindow, shown: Callable[[Path], ImportDialog], members: Path, desk: Desk, qtbot: QtBot
) -> None:
    preview = shown(members)
    preview.activateWindow()
    qtbot.waitUntil(preview.isActiveWindow)
    assert focused() is preview.preview.table
    qtbot.keyClick(focused(), Qt.Key.Key_Return)
    assert preview.isVisible(), "Enter in the list imports nothing"
    assert desk.do(CountPeople()) == 0
    qtbot.keyClick(focused(), Qt.Key.Key_Down)
    assert "Probably the same person as 1." in words(preview.preview.side)
    reached = set()
    for _step in range(40):
        reached.add(focused())
        qtbot.keyClick(focused(), Qt.Key.Key_Tab)
    wanted = [preview.columns_button, preview.import_button, preview.cancel_button, preview.preview.table]
    wanted += [button(preview, text) for text in chips(preview)]
    wanted += to_tick(preview)
    assert [found for found in wanted if found not in reached] == []
    with qtbot.waitSignal(preview.imported):
        qtbot.keyClick(preview, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert desk.do(CountPeople()) == 2


def test_escape_leaves_without_importing(shown: Callable[[Path], ImportDialog], members: Path, desk: Desk, qtbot: QtBot) -> None:
    preview = shown(members)
    qtbot.keyClick(preview.preview.table, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    assert desk.do(CountPeople()) == 0


def test_long_names_leave_the_dialog_its_size(shown: Callable[[Path], ImportDialog], tmp_path: Path) -> None:
    long = "Van-" * 45
    path = tmp_path / f"{'Ledenlijst van een lange vereniging ' * 4}.xlsx"
    preview = shown(a_list(path, [[1, long, None, long, f"{'a' * 60}@{'b' * 60}.example.org", None, long]] * 2, HEADINGS))
    preview.columns_button.click()
    QApplication.processEvents()
    assert preview.width() <= 1180
    assert preview.minimumSizeHint().width() <= 1000


# A long list.


def test_ten_thousand_rows_are_read_with_progress_and_imported_in_a_job(
    window: MainWindow, desk: Desk, shown: Callable[[Path], ImportDialog], tmp_path: Path, qtbot: QtBot
) -> None:
    path = a_long_list(tmp_path / "long.xlsx", 10_000)
    seen: list[tuple[str, int, int]] = []
    desk.started.connect(lambda job: job.progressed.connect(lambda done, total: seen.append((job.title, done, total))))
    with Heartbeat() as heart:
        preview = shown(path)
        assert preview.preview.model.rowCount() == 10_000
        assert len(preview.preview.model._pages) <= 20, "only what is looked at is made into a page"
        with qtbot.waitSignal(preview.imported, timeout=120_000):
            qtbot.mouseClick(preview.import_button, LEFT)
    assert heart.beats > 20
    reading = [(done, total) for title, done, total in seen if title == "Reading long.xlsx"]
    importing = [(done, total) for title, done, total in seen if title == "Importing long.xlsx"]
    assert (10_001, 10_001) in reading
    assert len({done for done, _total in importing}) > 10
    assert {total for _done, total in importing} == {10_000}
    assert desk.do(CountPeople()) == 10_000


@pytest.mark.parametrize("when", ["Reading", "Importing"])
def test_cancelling_leaves_nothing(
    window: MainWindow, desk: Desk, shown: Callable[[Path], ImportDialog], tmp_path: Path, qtbot: QtBot, when: str
) -> None:
    path = a_long_list(tmp_path / "long.xlsx", 4_000)
    stopped: list[str] = []

    def stop(job: Any) -> None:
        if job.title.startswith(when):
            job.progressed.connect(lambda _done, _total: cancel() if not stopped else None)

    def cancel() -> None:
        stopped.append(when)
        qtbot.mouseClick(dialog(qtbot, ImportDialog).cancel_button, LEFT)

    desk.started.connect(stop)
    if when == "Reading":
        drop(window, path)
    else:
        qtbot.mouseClick(shown(path).import_button, LEFT)
    qtbot.waitUntil(lambda: bool(stopped) and not desk.running, timeout=30_000)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    assert desk.do(CountPeople()) == 0
    assert not window.undo_action.isEnabled() or "import" not in window.undo_action.text()
    if when == "Importing":
        assert "Nothing was imported from long.xlsx." in window.told_label.text()
    given.a_member(desk.office)
    assert desk.do(CountPeople()) == 1


def test_taking_back_a_long_import_leaves_the_window_alive(
    window: MainWindow, desk: Desk, shown: Callable[[Path], ImportDialog], tmp_path: Path, qtbot: QtBot
) -> None:
    preview = shown(a_long_list(tmp_path / "long.xlsx", 1_500))
    with qtbot.waitSignal(preview.imported, timeout=60_000):
        qtbot.mouseClick(preview.import_button, LEFT)
    with Heartbeat() as heart:
        window.undo_action.trigger()
        assert not window.central.isEnabled(), "two writers would wait for each other"
        qtbot.waitUntil(lambda: desk.do(CountPeople()) == 0, timeout=120_000)
    assert heart.beats > 10
    qtbot.waitUntil(lambda: "Taken back" in window.told_label.text())
    assert window.central.isEnabled()


def test_a_file_that_keeps_silent_is_given_up_at_once_when_cancelled(
    window: MainWindow, desk: Desk, tmp_path: Path, qtbot: QtBot, refusals: list[str]
) -> None:
    drop(window, a_long_list(tmp_path / "silent.xlsx", 4_000))
    preview = dialog(qtbot, ImportDialog)
    qtbot.waitUntil(lambda: bool(children()), timeout=10_000)
    children()[0].suspend()
    qtbot.mouseClick(preview.cancel_button, LEFT)
    qtbot.waitUntil(lambda: not desk.running and not children(), timeout=5_000)
    QApplication.processEvents()
    assert refusals == []


def children() -> list[psutil.Process]:
    return [child for child in psutil.Process().children() if "cmsdesk.exchange.reading" in " ".join(child.cmdline())]


def test_a_hostile_name_is_shown_and_kept_as_it_is(
    shown: Callable[[Path], ImportDialog], desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Lidnr;Roepnaam;Achternaam\n1;<img src=x>;<b>A&B</b>\n2;Jan;=1+1\n", encoding="utf-8")
    preview = shown(path)
    assert "<b>A&B</b>, <img src=x>" in words(preview.preview.side).replace("\u200b", "")
    with qtbot.waitSignal(preview.imported):
        press(preview, "Import", qtbot)
    assert [row.name for row in desk.do(ListPeople(Asked(sort="number"), 0, 5))] == ["<b>A&B</b>, <img src=x>", "=1+1, Jan"]
