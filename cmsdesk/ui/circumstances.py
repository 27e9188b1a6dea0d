"""What is so on an application and makes its scheme ask more: a tick for each."""

from functools import partial

from PySide6.QtWidgets import QCheckBox, QWidget

from cmsdesk.domain.words import language
from cmsdesk.services.answers import AnswersOn, SetCircumstance
from cmsdesk.services.records import ApplicationRecord
from cmsdesk.services.schemes import scheme_of
from cmsdesk.ui.cards import column
from cmsdesk.ui.desk import Desk


class Circumstances(QWidget):
    """Takes no room where the route knows none."""

    def __init__(self, desk: Desk, found: ApplicationRecord) -> None:
        super().__init__()
        layout = column(4)
        self.setLayout(layout)
        answers = desk.do(AnswersOn(found.id))
        names = {one.id: one.name.in_language(language()) for one in scheme_of(found.scheme_id).circumstances}
        for name in answers.possible:
            tick = QCheckBox(names[name])
            tick.setChecked(name in answers.circumstances)
            tick.setEnabled(found.state.is_open)
            tick.toggled.connect(partial(self._set, desk, found.id, name))
            layout.addWidget(tick)
        if not answers.possible:
            self.hide()

    def _set(self, desk: Desk, application_id: int, name: str, holds: bool) -> None:
        desk.attempt(SetCircumstance(application_id, name, holds))
