"""Driving the real window: by mouse and keys, also through its dialogs."""

import logging
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import openpyxl
from PySide6.QtCore import QMimeData, QPointF, QSettings, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cmsdesk.app import App
from cmsdesk.services.office import Office
from cmsdesk.ui.jobs import Report
from cmsdesk.ui.main_window import MainWindow
from cmsdesk.ui.theme import apply_theme
from tests import given

LEFT = Qt.MouseButton.LeftButton


# Faults the program reported since the last test began; a test that wants one takes it out.
faults: list[str] = []


class _Listener(logging.Handler):
    """Hears what goes to the log as a fault of the program."""

    def emit(self, record: logging.LogRecord) -> None:
        faults.append(record.getMessage())


@contextmanager
def running(qapp: QApplication) -> Iterator[App]:
    """The real program on a workstation that knows nothing yet; whatever is open afterwards is closed."""
    qapp.setOrganizationName("cmsdesk-tests")
    qapp.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    QSettings().clear()
    QSettings().setValue("language", "en")
    QSettings().setValue("theme", "light")
    apply_theme(qapp, dark=False)
    faults.clear()
    listener, hook = _Listener(), sys.excepthook
    logging.getLogger("cmsdesk.ui.notices").addHandler(listener)
    app = App(qapp)
    try:
        yield app
    finally:
        close(app)
        sys.excepthook = hook
        logging.getLogger("cmsdesk.ui.notices").removeHandler(listener)
    assert faults == []


def close(app: App) -> None:
    """Close whatever is open without a word."""
    QApplication.processEvents()
    while box := QApplication.activeModalWidget():
        assert box.close()
    if app.desk and app.office:
        app.desk.close()
        app.office.close()
        app.office = app.desk = None
    for window in (app.window, app.start, app.assessor):
        if window:
            window.close()
            window.deleteLater()
    app.window = app.start = app.assessor = None
    app.arrivals.leave()
    QApplication.processEvents()


def dialog(qtbot: QtBot, kind: type[Any]) -> Any:
    """The dialog of this kind that is on top, once it is there."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind), timeout=10_000)
    return QApplication.activeModalWidget()


def words(widget: QWidget) -> str:
    """What stands on it to be read."""
    QApplication.processEvents()  # what was just added is shown by the next event
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def button(widget: QWidget, text: str) -> QPushButton:
    """The button with these words or this tip, once it is there."""
    until = time.monotonic() + 5
    while time.monotonic() < until:
        QApplication.processEvents()
        for found in widget.findChildren(QPushButton):
            if text in {found.text(), found.toolTip()} and found.isVisibleTo(widget):
                return found
    raise AssertionError(f"there is no button “{text}”")


def press(widget: QWidget, text: str, qtbot: QtBot) -> None:
    """Click it."""
    qtbot.mouseClick(button(widget, text), LEFT)


def answer(qtbot: QtBot, verb: str) -> str:
    """Press a button of the message on top; returns what it said."""
    box = dialog(qtbot, QMessageBox)
    said: str = box.text()
    press(box, verb, qtbot)
    return said


def choose(qtbot: QtBot, path: Path) -> None:
    """Fill in a path in the file dialog on top and press Enter."""
    asked = dialog(qtbot, QFileDialog)
    line = asked.findChild(QLineEdit, "fileNameEdit")
    line.setText(str(path))  # typed key by key it would offer names, and those take the Enter
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not asked, timeout=10_000)


def drop(widget: Any, *paths: Path) -> None:
    """Let go of files above a widget."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    widget.dropEvent(QDropEvent(QPointF(100, 100), Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier))


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file in a folder, byte for byte."""
    return {str(place.relative_to(folder)): place.read_bytes() for place in sorted(folder.rglob("*")) if place.is_file()}


def window_of(app: App) -> MainWindow:
    """The window on the office that is open."""
    assert app.window is not None
    return app.window


def office_of(app: App) -> Office:
    """The office that is open."""
    assert app.office is not None
    return app.office


def a_backup(app: App) -> Path:
    """A backup of the office as it is."""
    return office_of(app).back_up(app.backup_folder()).path


def long_job(app: App) -> threading.Event:
    """A job that runs until it is cancelled, and then wrote nothing; the event says that it was begun."""
    begun = threading.Event()

    def work(report: Report) -> None:
        begun.set()
        for _turn in range(100_000):
            report(0, 0)
            threading.Event().wait(0.002)
        given.a_member(office_of(app))

    assert app.desk is not None
    app.desk.job("Long work", work).start()
    assert begun.wait(5)
    return begun


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


def a_list(path: Path, rows: list[list[Any]], headings: list[Any]) -> Path:
    """A member list with these headings and rows."""
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet("Leden")
    for row in [headings, *rows]:
        page.append(row)
    book.save(path)
    return path
