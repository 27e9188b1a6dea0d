"""Lists that are no lists, and workbooks made to hurt, dropped on the real window."""

import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from cmsdesk.services.people import CountPeople
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.import_dialog import ImportDialog
from cmsdesk.ui.main_window import MainWindow
from tests import given
from tests.conftest import SHARED
from tests.driving import Heartbeat, a_list, dialog, drop, press

RECIPE = SHARED.parent / "recipes" / "bad_workbooks.py"


def a_workbook(path: Path, inside: bytes) -> Path:
    """A workbook whose one sheet holds this."""
    a_list(path, [], ["Lidnr"])
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
