"""Short ways to the review screen: somebody sits down, types keys, and looks."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cmsdesk.domain.permissions import Actor, Role
from cmsdesk.services.review_sheet import ReadReviewSheet, ReviewSheet
from cmsdesk.ui.main_window import MainWindow
from cmsdesk.ui.review.finishing import FinishDialog
from tests.driving import dialog
from tests.judging import Judge

TOPICS = ("craft.topics/Plan maken", "craft.topics/Uitvoeren")
CONTROL = Qt.KeyboardModifier.ControlModifier


def sit_down(bench: MainWindow, judge: Judge | None = None, role: Role = Role.ASSESSOR) -> Any:
    """Show the review to whoever judges, or to the office."""
    bench.desk.work_as(Actor(judge.name, role, judge.person_id) if judge else bench.desk.office.bureau)
    page = bench.show_tab("review")
    bench.activateWindow()
    QApplication.processEvents()
    return page


def type_keys(qtbot: QtBot, *keys: Qt.Key, where: QWidget | None = None, control: bool = False) -> int:
    """Press keys where the cursor is; returns how many."""
    for key in keys:
        target = where or QApplication.focusWidget()
        assert target is not None
        qtbot.keyClick(target, key, CONTROL if control else Qt.KeyboardModifier.NoModifier)
        QApplication.processEvents()  # what a key brought is there before the next one
    return len(keys)


def finish_form(qtbot: QtBot) -> Any:
    """The dialog that hands in, once the keys go there."""
    form = dialog(qtbot, FinishDialog)
    qtbot.waitUntil(form.isActiveWindow)
    return form


def sheet_of(bench: MainWindow, application: int, assignment_id: int | None = None) -> ReviewSheet:
    """What the office file holds, for whoever is at work."""
    return bench.desk.do(ReadReviewSheet(application, assignment_id))


def verdicts(bench: MainWindow, application: int, assignment_id: int | None = None) -> dict[str, str]:
    """The verdicts there are, by what they are about."""
    return {item.requirement_id: item.verdict for item in sheet_of(bench, application, assignment_id).items if item.verdict}


def titles(page: Any) -> list[str]:
    """The lines of the list, headings too."""
    return [page.requirements.item(row).text() for row in range(page.requirements.count())]
