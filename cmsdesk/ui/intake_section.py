"""The intake of an application above its requirements: what was asked of the candidate, special needs, and the acts."""

from PySide6.QtWidgets import QFrame, QWidget

from cmsdesk.domain.applications import Act
from cmsdesk.domain.dates import show_date
from cmsdesk.domain.words import _
from cmsdesk.services.intake import CorrectionRow, ReadIntake
from cmsdesk.services.letters import LettersFor
from cmsdesk.services.records import ApplicationRecord
from cmsdesk.ui.cards import ChipLabel, FactList, PlainLabel, button, column, row
from cmsdesk.ui.circumstances import Circumstances
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.flow import flowing
from cmsdesk.ui.intake_dialogs import ConsultDialog, CorrectionDialog, NeedsDialog
from cmsdesk.ui.letter_dialog import LetterDialog
from cmsdesk.ui.tables import Chip


class IntakeSection(QWidget):
    """Shows itself as long as there is something to say or to do; afterwards only what was said."""

    def __init__(self, desk: Desk, found: ApplicationRecord, below: QWidget, parent: QWidget) -> None:
        super().__init__()
        self._desk, self._found, self._parent = desk, found, parent
        intake = desk.do(ReadIntake(found.id))
        layout = column(10)
        self.setLayout(layout)
        if found.state.is_open:
            layout.addWidget(self._acts())
        for request in intake.corrections:
            layout.addWidget(_Correction(request))
        if intake.special_needs:
            decided = intake.accommodation or _("not decided yet")
            layout.addWidget(FactList([(_("Special needs"), intake.special_needs), (_("Decided on that"), decided)]))
        layout.addWidget(Circumstances(desk, found))
        layout.addWidget(below, 1)

    def _acts(self) -> QWidget:
        """Only what can be done in this state; a letter where there is a reason for one."""
        desk, found, parent = self._desk, self._found, self._parent
        acts = []
        if Act.ASK_CORRECTION not in found.blocked:
            ask = button(_("Ask correction…"), lambda: CorrectionDialog(desk, found.id, parent).open(), symbol="message-circle")
            acts.append(ask)
        if Act.CONSULT not in found.blocked:
            acts.append(button(_("Consult…"), lambda: ConsultDialog(desk, found.id, parent).open(), symbol="users"))
        acts.append(button(_("Special needs…"), lambda: NeedsDialog(desk, found.id, parent).open(), symbol="user"))
        if desk.do(LettersFor(found.id)):
            letter = button(_("Letter…"), lambda: LetterDialog(desk, parent, application_id=found.id).open(), symbol="mail")
            acts.append(letter)
        return flowing(*acts)


class _Correction(QFrame):
    """One request: what it is about, what is wrong, and by when or since when it is there."""

    def __init__(self, request: CorrectionRow) -> None:
        super().__init__()
        layout = column(2)
        self.setLayout(layout)
        head = row(8)
        head.addWidget(PlainLabel(request.title, strong=True, wrap=True), 1)
        answered = _("received on {date}").format(date=show_date(request.answered_on))
        asked = _("expected by {date}").format(date=show_date(request.due_on))
        chip = Chip(answered, "check", "ok") if request.answered_on else Chip(asked, "hourglass", "warn")
        head.addWidget(ChipLabel(chip))
        layout.addLayout(head)
        layout.addWidget(PlainLabel(f"{request.fault.label}: {request.text}", role="muted", wrap=True))
