"""The windows beside the dossier: comparing reports, topics by documents, plan, conversations, rounds."""

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QWidget

from cmsdesk.domain.words import _
from cmsdesk.services.review_sheet import ReviewSheet
from cmsdesk.ui.cards import button, clear
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.flow import Flow
from cmsdesk.ui.judging import show_hearings, show_matrix, show_plan, show_protocol, show_rounds


class BesideButtons(QWidget):
    """A button for each window that this dossier has something for."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._flow = Flow(6)
        self.setLayout(self._flow)

    def show_sheet(self, sheet: ReviewSheet | None) -> None:
        """What there is on the step where one sits, or that is at hand, and on the whole."""
        clear(self._flow)
        made = _buttons(self._desk, self.window(), sheet) if sheet else []
        for one in made:
            self._flow.addWidget(one)
        self.setVisible(bool(made))


def _buttons(desk: Desk, parent: QWidget, sheet: ReviewSheet) -> list[QPushButton]:
    application = sheet.application.id
    at_hand = next((step.id for step in sheet.steps if not step.is_finished), sheet.steps[-1].id)
    step_id = sheet.seat.step_id if sheet.seat else at_hand
    talks = any(step.id == step_id and step.mode != "written" for step in sheet.steps)
    feedback = sheet.round > 1 or bool(sheet.remarks) or bool(sheet.seat and sheet.seat.gives_feedback)
    offered: list[tuple[object, str, Callable[[], object]]] = [
        (sheet.protocol, _("Compare…"), lambda: show_protocol(desk, parent, application, step_id)),
        (sheet.matrix, _("Matrix…"), lambda: show_matrix(desk, parent, application)),
        (sheet.plan, _("Plan…"), lambda: show_plan(desk, parent, application)),
        (talks, _("Hearing…"), lambda: show_hearings(desk, parent, application, step_id)),
        (feedback, _("Rounds…"), lambda: show_rounds(desk, parent, application)),
    ]
    made = [button(words, act) for there, words, act in offered if there]
    for one in made:
        one.setProperty("small", True)
    return made
