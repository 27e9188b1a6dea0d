"""Importing a member list in the window: by mouse, by keys, with good lists and with bad ones."""

import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self

import openpyxl
import psutil
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from cmsdesk.services.lists import Asked
from cmsdesk.services.people import CountPeople, ListPeople
from cmsdesk.services.register import CountHolders
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.import_dialog import ImportDialog
from cmsdesk.ui.main_window import MainWindow
from tests import given
from tests.conftest import SHARED
from tests.driving import LEFT, answer, button, dialog, drop, press, words

RECIPE = SHARED.parent / "recipes" / "bad_workbooks.py"
HEADINGS = ["Lidnr", "Roepnaam", "Tussenvoegsel", "Achternaam", "E-mail", "Geboortedatum", "Iets"]


def a_list(path: Path, rows: list[list[Any]], headings: list[Any] | None = None) -> Path:
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet("Leden")
    for row in [HEADINGS if headings is None else headings, *rows]:
        page.append(row)
    book.save(path)
    return path


def a_long_list(path: Path, length: int) -> Path:
    return a_list(path, [[n, "Jan", "de", f"Vries{n}", f"j{n}@example.org", None, None] for n in range(1, length + 1)])


@pytest.fixture
def members(tmp_path: Path) -> Path:
    """Four rows: a good one, the same person again, one without a surname, and an address that is none."""
    rows = [
        [1, "Jan", "de", "Vries", "jan@example.org", "1-2-1970", "Delft"],
        [2, "J.", "de", "Vries", "jan@example.org", "1-2-1970", "Delft"],
        [3, "Piet", None, None, None, None, None],
        [4, "Anna", "van den", "Berg", "anna", None, "Gouda"],
    ]
    return a_list(tmp_path / "members.xlsx", rows)


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
    preview = shown(a_list(path, [[1, long, None, long, f"{'a' * 60}@{'b' * 60}.example.org", None, long]] * 2))
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


# Bad lists.


class Heartbeat:
    """Counts how often the window could do something, and the longest it could not, in seconds."""

    def __init__(self) -> None:
        self.beats = 0
        self.longest = 0.0
        self._last = time.monotonic()
        self._timer = QTimer()
        self._timer.setInterval(5)
        self._timer.timeout.connect(self._beat)

    def __enter__(self) -> Self:
        self._last = time.monotonic()
        self._timer.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._timer.stop()

    def _beat(self) -> None:
        now = time.monotonic()
        self.beats += 1
        self.longest = max(self.longest, now - self._last)
        self._last = now


def a_workbook(path: Path, inside: bytes) -> Path:
    """A workbook whose one sheet holds this."""
    a_list(path, [])
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    names = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    parts["xl/worksheets/sheet1.xml"] = b"<worksheet " + names + b">" + inside + b"</worksheet>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return path


def an_empty_workbook(path: Path) -> Path:
    return a_list(path, [], [])


def without_headings(path: Path) -> Path:
    return a_list(path, [["Jansen", "Delft"]], ["Vries", "Gouda"])


def with_a_password(path: Path) -> Path:
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512) + "EncryptedPackage".encode("utf-16-le") + bytes(512))
    return path


def a_renamed_pdf(path: Path) -> Path:
    return given.a_pdf(path.parent, "form.pdf").rename(path)


def a_bomb(path: Path) -> Path:
    return a_workbook(path, b"<sheetData>" + b" " * 60_000_000 + b"</sheetData>")


def gone(path: Path) -> Path:
    return path


def a_folder(path: Path) -> Path:
    path.mkdir()
    return path


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (an_empty_workbook, "There is nothing in"),
        (without_headings, "No row with headings was found"),
        (with_a_password, "protected by a password"),
        (a_renamed_pdf, "is not a list in Excel"),
        (a_bomb, "unpacks to far more than a list can be"),
        (gone, "cannot be read"),
        (a_folder, "cannot be read"),
    ],
)
def test_a_bad_list_gets_its_own_sentence_and_the_window_lives(
    window: MainWindow, desk: Desk, qtbot: QtBot, tmp_path: Path, make: Callable[[Path], Path], reason: str
) -> None:
    path = make(tmp_path / "list.xlsx")
    drop(window, path)
    with Heartbeat() as heart:
        box = dialog(qtbot, QMessageBox)
    assert reason in box.text()
    assert "list.xlsx" in box.text()
    assert heart.longest < 3
    press(box, "Close", qtbot)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    assert not [found for found in window.findChildren(ImportDialog) if found.isVisible()]
    assert desk.do(CountPeople()) == 0


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Thirty-four workbooks made to hurt."""
    folder = tmp_path_factory.mktemp("corpus")
    subprocess.run([sys.executable, "-W", "ignore", RECIPE], cwd=folder, check=True, capture_output=True)
    yield folder / "bad"
    for path in (folder / "bad").iterdir():
        path.unlink()


@pytest.mark.skipif(not RECIPE.exists(), reason="the recipe for bad workbooks is not beside this checkout")
def test_no_workbook_made_to_hurt_keeps_the_window_from_its_work(
    window: MainWindow, desk: Desk, qtbot: QtBot, corpus: Path
) -> None:
    """Each is read or refused within ten seconds; the window goes on meanwhile and afterwards."""
    slow: list[tuple[str, float]] = []
    for path in sorted(corpus.iterdir()):
        began = time.monotonic()
        with Heartbeat() as heart:
            drop(window, path)
            qtbot.waitUntil(ended, timeout=10_000)
        if heart.longest > 3:
            slow.append((path.name, time.monotonic() - began))
        top = QApplication.activeModalWidget()
        if isinstance(top, QMessageBox):
            assert path.name in top.text()
        assert top is not None
        top.close()
        qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None and not desk.running, timeout=10_000)
    assert slow == []
    assert desk.do(CountPeople()) == 0
    assert not list(corpus.parent.parent.rglob("pwned*"))


def ended() -> bool:
    top = QApplication.activeModalWidget()
    return isinstance(top, QMessageBox) or (isinstance(top, ImportDialog) and top.plan is not None)


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
