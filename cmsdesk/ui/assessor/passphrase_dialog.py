"""Another passphrase for the same keys."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _
from cmsdesk.exchange.packages.passphrases import SHORTEST
from cmsdesk.services.assessor.home import Home
from cmsdesk.ui.cards import PlainLabel
from cmsdesk.ui.jobs import Job, Report
from cmsdesk.ui.packages.plain_dialog import PlainDialog

Begin = Callable[[str, Callable[[Report], None], Callable[[str], object]], Job]


class PassphraseDialog(PlainDialog):
    """Asks for the present passphrase and twice for the new one; `changed` once it counts."""

    changed = Signal()

    def __init__(self, home: Home, begin: Begin, parent: QWidget | None = None) -> None:
        super().__init__(_("Change passphrase"), _("Change"), "lock", parent)
        self._home, self._begin = home, begin
        self.say(_("Your keys stay the same, so no office has to know. Nobody can give you the passphrase back."))
        self.before, self.after, self.again = QLineEdit(), QLineEdit(), QLineEdit()
        self.after.setPlaceholderText(_("At least {shortest} letters, such as a short sentence").format(shortest=SHORTEST))
        fields = QFormLayout()
        for label, field in (
            (_("Passphrase now"), self.before),
            (_("New passphrase"), self.after),
            (_("Once more"), self.again),
        ):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setAccessibleName(label)
            fields.addRow(PlainLabel(label), field)
        self.body.addLayout(fields)
        self.before.setFocus()

    def save(self) -> None:
        """Aside: each passphrase takes a third of a second on purpose."""
        before, after = self.before.text(), self.after.text()
        if after != self.again.text():
            raise RuleBroken(_("The two passphrases are not the same."))
        self.error_label.hide()
        self.ok_button.setEnabled(False)
        job = self._begin(_("Changing passphrase"), lambda _report: self._home.change_passphrase(before, after), self.refuse)
        job.succeeded.connect(lambda _nothing: self._done())
        job.start()

    def _done(self) -> None:
        self.changed.emit()
        self.accept()
