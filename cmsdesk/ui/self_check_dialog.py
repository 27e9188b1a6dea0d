"""What somebody still needs for a title, without an application."""

from PySide6.QtWidgets import QComboBox, QScrollArea, QWidget

from cmsdesk.services.applications import StartApplication
from cmsdesk.services.schemes import route_choices, scheme_of
from cmsdesk.services.self_check import SelfCheck
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.dialogs import FormDialog
from cmsdesk.ui.filling import Filling
from cmsdesk.ui.requirement_tree import RequirementTree


class SelfCheckDialog(FormDialog):
    """Choose a title, see what is there and what is missing, fill in what is missing, and start the application."""

    form = "self_check_dialog"

    route: QComboBox
    verdict_area: QScrollArea

    def __init__(self, desk: Desk, person_id: int, name: str, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.saved_id = 0
        self._person_id = person_id
        self.setWindowTitle(f"{name} · {self.windowTitle()}")
        self._choices = route_choices(desk.today)
        for choice in self._choices:
            self.route.addItem(f"{choice.label}, {choice.scheme_name}")
        self.verdict_area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.route.currentIndexChanged.connect(lambda _place: self.refresh())
        desk.changed.connect(self.refresh)
        self.refresh()

    def refresh(self, _changed: object = None) -> None:
        """Evaluate again."""
        choice = self._choices[self.route.currentIndex()]
        verdict = self.desk.do(SelfCheck(self._person_id, choice.scheme_id, choice.route_id))
        fill = Filling(self.desk, scheme_of(choice.scheme_id), self._person_id, 0, self)
        self.verdict_area.setWidget(RequirementTree(verdict, fill))

    def save(self) -> None:
        """Start the application."""
        choice = self._choices[self.route.currentIndex()]
        self.saved_id = self.desk.do(StartApplication(self._person_id, choice.scheme_id, choice.route_id))
