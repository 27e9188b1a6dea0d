"""Telling, asking, refusing, and the report of a fault."""

import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QInputDialog, QLabel, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.ui.notices import Notices


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def notices(window: QWidget) -> Iterator[Notices]:
    hook = sys.excepthook
    yield Notices(window)
    sys.excepthook = hook


def boxes(window: QWidget) -> list[QMessageBox]:
    QApplication.processEvents()
    return [box for box in window.findChildren(QMessageBox) if box.isVisible()]


def press(box: QMessageBox, words: str) -> None:
    next(button for button in box.findChildren(QPushButton) if button.text() == words).click()


def test_a_refusal_is_shown_as_plain_text_and_heard(notices: Notices, window: QWidget, qtbot: QtBot) -> None:
    with qtbot.waitSignal(notices.refused) as heard, notices.refusals_shown():
        raise RuleBroken("<b>Jansen</b> has no number.")
    assert heard.args == ["<b>Jansen</b> has no number."]
    [box] = boxes(window)
    assert (box.text(), box.textFormat()) == ("<b>Jansen</b> has no number.", Qt.TextFormat.PlainText)


def test_a_question_names_the_act_and_the_safe_answer_is_the_default(notices: Notices, window: QWidget) -> None:
    done: list[str] = []
    notices.ask("Withdraw", "This cannot be undone.", "Withdraw certificate", lambda: done.append("done"))
    [box] = boxes(window)
    safe = box.defaultButton()
    assert isinstance(safe, QPushButton)
    assert safe.text() == "Cancel"
    safe.click()
    assert done == []
    notices.ask("Withdraw", "This cannot be undone.", "Withdraw certificate", lambda: done.append("done"))
    press(boxes(window)[0], "Withdraw certificate")
    assert done == ["done"]


def test_a_reason_is_asked_in_words_and_the_question_is_no_markup(notices: Notices, window: QWidget) -> None:
    heard: list[str] = []
    notices.ask_text("Refuse", "Why not <i>this</i>?", "Refuse", heard.append)
    [dialog] = window.findChildren(QInputDialog)
    [label] = [label for label in dialog.findChildren(QLabel) if label.text()]
    assert label.textFormat() == Qt.TextFormat.PlainText
    dialog.setTextValue("Too old.")
    dialog.accept()
    assert heard == ["Too old."]


def test_the_report_of_a_fault_names_nobody_and_can_be_copied(notices: Notices, window: QWidget) -> None:
    def fault() -> None:
        raise ValueError("jansen@example.org")

    try:
        fault()
    except ValueError as error:
        notices.crash(error)
    [box] = boxes(window)
    assert "jansen" not in box.text()
    press(box, "Copy report")
    report = QGuiApplication.clipboard().text()
    assert "ValueError" in report
    assert "fault" in report
    assert "jansen" not in report


def test_a_fault_in_every_repaint_opens_one_dialog_and_the_next_one_opens_again(notices: Notices, window: QWidget) -> None:
    for _repaint in range(5):
        notices.crash(ValueError())
    [box] = boxes(window)
    press(box, "Close")
    notices.crash(ValueError())
    assert len(boxes(window)) == 1


def test_what_nobody_caught_ends_up_here(notices: Notices, window: QWidget) -> None:
    notices.install()
    sys.excepthook(RuleBroken, RuleBroken("Not today."), None)
    assert [box.text() for box in boxes(window)] == ["Not today."]
    with pytest.raises(SystemExit):
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
