"""The next act on reports that differ, as the scheme says it, in one banner."""

from PySide6.QtWidgets import QFrame

from cmsdesk.domain.applications import Act
from cmsdesk.domain.words import _
from cmsdesk.services.assignments import AssignPerson
from cmsdesk.services.divided import Way, WayOut
from cmsdesk.services.records import ReadApplication
from cmsdesk.ui.cards import PlainLabel, button, row
from cmsdesk.ui.decision_dialog import DecisionDialog
from cmsdesk.ui.judging.window import JudgingWindow
from cmsdesk.ui.people_dialogs import AssignDialog
from cmsdesk.ui.theme import colours


class WayOutBanner(QFrame):
    """Says who settles it, and offers to assign that person, or to record what the body decides."""

    def __init__(self, window: JudgingWindow, way: WayOut) -> None:
        super().__init__()
        self._window, self._way = window, way
        soft = colours().warn_soft
        self.setObjectName("way_out")
        self.setStyleSheet(f"#way_out {{ background: {soft}; border-radius: 6px; }}")
        layout = row(12)
        layout.setContentsMargins(14, 10, 10, 10)
        self.setLayout(layout)
        layout.addWidget(PlainLabel(way.sentence, role="warn", wrap=True), 1)
        desk = window.desk
        if way.role:
            assign = button(_("Assign…"), lambda: self._assign(), symbol="user-plus", primary=True)
            window.offer(assign, desk.office.why_not(AssignPerson))
            layout.addWidget(assign)
        elif way.way is Way.DECIDER:
            record = desk.do(ReadApplication(window.application_id))
            decide = button(_("Record decision"), lambda: self._decide(), symbol="gavel")
            window.offer(decide, record.blocked.get(Act.REFUSE, ""))
            layout.addWidget(decide)

    def _assign(self) -> None:
        way, window = self._way, self._window
        AssignDialog(window.desk, window.application_id, [(way.role, way.role_label)], window.step_id, None, window).open()

    def _decide(self) -> None:
        window = self._window
        window.tried(lambda: DecisionDialog(window.desk, window.application_id, window).open())
