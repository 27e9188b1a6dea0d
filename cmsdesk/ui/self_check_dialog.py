"""What somebody still needs for a title, without an application."""

from PySide6.QtWidgets import QComboBox, QPushButton, QScrollArea, QWidget

from cmsdesk.domain.words import language
from cmsdesk.services.applications import StartApplication
from cmsdesk.services.schemes import route_choices, scheme_of
from cmsdesk.services.self_check import SelfCheck
from cmsdesk.services.verdict_sheets import ExplainSelfCheck
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.dialogs import FormDialog
from cmsdesk.ui.filling import Filling
from cmsdesk.ui.icons import GAP, icon
from cmsdesk.ui.requirement_tree import RequirementTree
from cmsdesk.ui.saving import ask_to_save


class SelfCheckDialog(FormDialog):
    """Choose a title, see what is there and what is missing, fill in what is missing, and start the application."""

    form = "self_check_dialog"

    route: QComboBox
    verdict_area: QScrollArea
    sheet_button: QPushButton

    def __init__(self, desk: Desk, person_id: int, name: str, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.saved_id = 0
        self._person_id = person_id
        self.setWindowTitle(f"{name} · {self.windowTitle()}")
        self._choices = route_choices(desk.today)
        for choice in self._choices:
            self.route.addItem(f"{choice.label}, {choice.scheme_name}")
        self.verdict_area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.sheet_button.setIcon(icon("file-text", "text", gap=GAP))
        self.sheet_button.clicked.connect(lambda: self.save_sheet())
        self.route.currentIndexChanged.connect(lambda _place: self.refresh())
        desk.changed.connect(self.refresh)
        self.refresh()

    def refresh(self, _changed: object = None) -> None:
        """Evaluate again."""
        choice = self._choices[self.route.currentIndex()]
        verdict = self.desk.do(SelfCheck(self._person_id, choice.scheme_id, choice.route_id))
        fill = Filling(self.desk, scheme_of(choice.scheme_id), self._person_id, 0, self)
        self.verdict_area.setWidget(RequirementTree(verdict, fill))

    def save_sheet(self) -> None:
        """The same on one page, for the applicant."""
        choice = self._choices[self.route.currentIndex()]
        with self.desk.notices.refusals_shown():
            name, page = self.desk.do(ExplainSelfCheck(self._person_id, choice.scheme_id, choice.route_id, language()))
            ask_to_save(self, name, page, self.desk)

    def save(self) -> None:
        """Start the application."""
        choice = self._choices[self.route.currentIndex()]
        self.saved_id = self.desk.do(StartApplication(self._person_id, choice.scheme_id, choice.route_id))
