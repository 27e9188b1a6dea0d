"""On the record of an application: which assessors have the dossier at home, since when, until when, and what came back."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.packages import PackageState
from cmsdesk.domain.permissions import BUREAU
from cmsdesk.domain.words import _
from cmsdesk.services.records import ApplicationRecord
from cmsdesk.services.sent_packages import PackageRow, PackagesOf
from cmsdesk.ui.cards import ChipLabel, ElidedLabel, PlainLabel, button, column, row
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.tables import Chip

_SYMBOLS = {
    PackageState.SENT: ("upload", "info"),
    PackageState.PARTLY: ("hourglass", "info"),
    PackageState.BACK: ("check", "ok"),
    PackageState.DECLINED: ("ban", "warn"),
    PackageState.LATE: ("clock", "stop"),
    PackageState.ENDED: ("log-out", "idle"),
}
_OUT = {PackageState.SENT, PackageState.PARTLY, PackageState.LATE}


class PackagesSection(QWidget):
    """Make packages, give more time, save the form; nothing of it tells what an assessor found."""

    def __init__(self, desk: Desk, found: ApplicationRecord, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._found = desk, found
        self._why_not = desk.office.actor.why_not(BUREAU)
        self.rows = list(desk.do(PackagesOf(found.id)))
        layout = column(10)
        self.setLayout(layout)
        head = row(10)
        head.addWidget(PlainLabel(_("Sent to assessors"), strong=True), 1)
        head.addWidget(self._button(_("Key of the office…"), self._show_key, "lock"))
        head.addWidget(self._button(_("Make packages…"), self._make, "upload"))
        layout.addLayout(head)
        for one in self.rows:
            layout.addLayout(self._line(one))
        if not any(one.package_id for one in self.rows):
            layout.addWidget(
                PlainLabel(
                    _("The dossier is with nobody. A package lets an assessor judge it elsewhere, without this office file."),
                    role="muted",
                    wrap=True,
                )
            )

    @property
    def is_wanted(self) -> bool:
        """Whether there is anything to send, or anything was sent."""
        was_sent = any(one.package_id for one in self.rows)
        can_be = any(not one.why_not or not one.has_key for one in self.rows)
        return was_sent or (can_be and self._found.state.is_open)

    def _line(self, one: PackageRow) -> QVBoxLayout:
        block = column(2)
        line = row(8)
        line.addWidget(ElidedLabel(one.name), 1)
        if one.state:
            symbol, tone = _SYMBOLS[one.state]
            line.addWidget(ChipLabel(Chip(one.state.label, symbol, tone)))
        if not one.has_key:
            line.addWidget(self._button(_("Enrol key…"), partial(self._enrol, one), "shield-check"))
        if one.package_id and one.state in _OUT:
            line.addWidget(self._button(_("More time…"), partial(self._extend, one), "clock"))
            line.addWidget(self._button("", partial(self._ask_form, one), "file-spreadsheet", _("Save the form as a workbook…")))
        block.addLayout(line)
        block.addWidget(PlainLabel(_told(one), role="muted", wrap=True))
        return block

    def _button(self, verb: str, act: Callable[[], object], symbol: str, tip: str = "") -> QWidget:
        made = button(verb, act, symbol=symbol, tip=self._why_not or tip)
        made.setEnabled(not self._why_not)
        return made

    def _make(self) -> None:
        from cmsdesk.ui.packages.make_dialog import MakeDialog  # noqa: PLC0415 - ages and workbooks cost start-up time

        MakeDialog(self._desk, self._found.id, self._found.number, self.window()).open()

    def _show_key(self) -> None:
        from cmsdesk.ui.packages.office_keys import OfficeKeyDialog, with_keys  # noqa: PLC0415 - as above

        window = self.window()
        with_keys(self._desk, window, lambda keys: OfficeKeyDialog(self._desk, keys, window).open())

    def _enrol(self, one: PackageRow) -> None:
        from cmsdesk.ui.packages.enrol_dialog import choose_key  # noqa: PLC0415 - as above

        choose_key(self._desk, one.person_id, self.window())

    def _extend(self, one: PackageRow) -> None:
        from cmsdesk.ui.packages.extend_dialog import ExtendDialog  # noqa: PLC0415 - as above

        ExtendDialog(self._desk, one, self.window()).open()

    def _ask_form(self, one: PackageRow) -> None:
        dialog = QFileDialog(self.window(), _("Save the form"), f"{self._found.number}.xlsx")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("xlsx")
        dialog.fileSelected.connect(lambda name: self._save_form(one, Path(name)))
        dialog.open()

    def _save_form(self, one: PackageRow, path: Path) -> None:
        from cmsdesk.services.packages import SaveForm  # noqa: PLC0415 - as above

        if self._desk.attempt(SaveForm(one.package_id or 0, path)):
            self._desk.notices.tell(_("{file} was saved; nothing was sent.").format(file=path.name))


def _told(one: PackageRow) -> str:
    """Since when, until when, and what came back."""
    if one.sent_on is None:
        return one.step
    dates = {"sent": show_date(one.sent_on), "until": show_date(one.expires_on)}
    if one.returned_on:
        return _("{step}: sent {sent}, came back {back}").format(step=one.step, back=show_date(one.returned_on), **dates)
    return _("{step}: sent {sent}, back on {until}").format(step=one.step, **dates)
