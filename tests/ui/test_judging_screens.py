"""The windows of judging on a small screen, in the language with the longest words."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cmsdesk.domain.words import use_language
from cmsdesk.services.schemes import work_with
from cmsdesk.ui.cards import Button
from cmsdesk.ui.theme import apply_theme
from tests.screens_of_judging import Judging

SMALL = (960, 540)  # a full HD screen at twice the size


@pytest.fixture
def judging(qapp: QApplication, tmp_path: Path) -> Iterator[Judging]:
    apply_theme(qapp, dark=False)
    use_language("nl")
    made = Judging(tmp_path)
    yield made
    made.office.close()
    work_with({})


def clipped(window: QWidget) -> list[str]:
    """The buttons whose words do not fit, and fields for a date too narrow for one."""
    buttons = [one for one in window.findChildren(QPushButton) if one.isVisibleTo(window) and not isinstance(one, Button)]
    narrow = [one.text() for one in buttons if one.width() < one.sizeHint().width()]
    dates = [one for one in window.findChildren(QLineEdit) if one.isVisibleTo(window) and one.inherits("DateEdit")]
    return narrow + [one.objectName() for one in dates if one.width() < one.fontMetrics().horizontalAdvance("00-00-0000") + 40]


def test_every_window_of_judging_fits_a_small_screen_with_all_its_words(judging: Judging, qtbot: QtBot) -> None:
    seen = 0
    for name, window in judging.shown():
        if name.startswith("judging-"):
            window.resize(*SMALL)
            QApplication.processEvents()
            assert (window.width() <= SMALL[0], window.height() <= SMALL[1]) == (True, True), name
            assert clipped(window) == [], name
            seen += 1
    assert seen == 12
