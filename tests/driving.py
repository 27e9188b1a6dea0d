"""Driving the real window: by mouse and keys, also through its dialogs."""

import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cmsdesk.app import App
from cmsdesk.ui.theme import apply_theme

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
    for window in (app.window, app.start):
        if window:
            window.close()
            window.deleteLater()
    app.window = app.start = None
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
