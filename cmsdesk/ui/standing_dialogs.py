"""What may happen to a certificate later: suspended, lifted, withdrawn, its scope reduced; each with reason, date and body."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QPlainTextEdit, QWidget

from cmsdesk.domain.certificates import Status
from cmsdesk.domain.words import _
from cmsdesk.services.certificates import CertificateRecord, ChangeStanding, ReadCertificate
from cmsdesk.services.standing import ReduceScope
from cmsdesk.ui.application_dialogs import checked
from cmsdesk.ui.date_edit import DateEdit
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.dialogs import FormDialog

_ID = Qt.ItemDataRole.UserRole


class StandingDialog(FormDialog):
    """One form for all of these acts; it shows the fields that the act asks for. Without `to` the scope is reduced."""

    form = "standing_dialog"

    certificate: QLabel
    body: QLabel
    on: DateEdit
    until_on: DateEdit
    activities: QListWidget
    reason: QPlainTextEdit

    def __init__(self, desk: Desk, certificate_id: int, to: Status | None, verb: str, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._certificate_id, self._to = certificate_id, to
        found = desk.do(ReadCertificate(certificate_id))
        self.setWindowTitle(verb)
        self.ok_button.setText(verb)
        self.certificate.setText(f"{found.number} · {found.holder}")
        self.body.setText(found.body)
        self.on.set_date(desk.today)
        for activity in found.activities:
            item = QListWidgetItem(activity)
            item.setData(_ID, activity)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self.activities.addItem(item)
        self.activities.setMaximumHeight(140)
        self._show("until_on", visible=to is Status.SUSPENDED)
        self._show("activities", visible=to is None)
        self.reason.setFocus()

    def save(self) -> None:
        """Do it."""
        reason, on = self.reason.toPlainText(), self.on.date()
        if self._to is None:
            self.desk.do(ReduceScope(self._certificate_id, frozenset(checked(self.activities)), reason, on))
        else:
            self.desk.do(ChangeStanding(self._certificate_id, self._to, reason, on, self.until_on.date()))

    def _show(self, name: str, *, visible: bool) -> None:
        for widget in (getattr(self, name), getattr(self, f"{name}_label")):
            widget.setVisible(visible)


def acts_for(found: CertificateRecord) -> Sequence[tuple[str, str, Callable[..., Any]]]:
    """What may happen to a certificate now: icon, words, and the dialog that does it."""
    acts: list[tuple[str, str, Callable[..., Any]]] = []
    status = found.status
    if status is Status.ACTIVE:
        acts.append(("pause", _("Suspend…"), _opener(found.id, Status.SUSPENDED, _("Suspend"))))
    if status is Status.SUSPENDED:
        acts.append(("check", _("Lift the suspension…"), _opener(found.id, Status.ACTIVE, _("Lift"))))
    if status in {Status.ACTIVE, Status.SUSPENDED}:
        if len(found.activities) > 1:
            acts.append(("list-filter", _("Reduce the scope…"), _opener(found.id, None, _("Reduce"))))
        acts.append(("ban", _("Withdraw…"), _opener(found.id, Status.WITHDRAWN, _("Withdraw"))))
    return acts


def _opener(certificate_id: int, to: Status | None, verb: str) -> Callable[[Desk, QWidget], None]:
    return lambda desk, parent: StandingDialog(desk, certificate_id, to, verb, parent).open()
