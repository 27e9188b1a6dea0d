"""What a person may be and is to others: appointments, relations, and the files the person was asked for."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.words import _
from cmsdesk.services.appointments import Appoint, AppointmentRow, EndAppointment, ListAppointments
from cmsdesk.services.lists import Asked
from cmsdesk.services.people_on_file import FileOf, FilesOf
from cmsdesk.services.relations import EndRelation, RelationRow, RelationsOf
from cmsdesk.ui.cards import ChipLabel, ElidedLabel, PlainLabel, button, column, row
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.packages.keys_section import KeysSection
from cmsdesk.ui.roles_dialogs import AppointmentDialog, EndDialog, RelationDialog
from cmsdesk.ui.tables import Chip

_MOST = 100


class RolesSection(QWidget):
    """Appoint, relate, end; and what became of every file this person was asked for."""

    go_wanted = Signal(str, int, str)

    def __init__(self, desk: Desk, person_id: int, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._person_id, self._name = desk, person_id, name
        self._why_not = desk.office.why_not(Appoint)
        layout = column(18)
        self.setLayout(layout)
        asked = Asked(chips=frozenset({f"person:{person_id}"}), sort="from_on", descending=True)
        layout.addLayout(self._appointments(desk.do(ListAppointments(asked, 0, _MOST))))
        layout.addLayout(self._relations(desk.do(RelationsOf(person_id))))
        files = desk.do(FilesOf(person_id))
        if files:
            layout.addLayout(self._files(files))
        layout.addWidget(KeysSection(desk, person_id, name))
        layout.addStretch()

    def _appointments(self, rows: list[AppointmentRow]) -> QVBoxLayout:
        block = column(8)
        block.addLayout(self._head(_("Appointments"), _("Appoint…"), AppointmentDialog))
        for found in rows:
            line = _line(f"{found.role}, {found.scheme}", _terms(found))
            holds = Chip(_("holds"), "check", "ok") if not found.why_not else Chip(_("does not hold"), "x", "idle")
            chip = ChipLabel(holds)
            chip.setToolTip(found.why_not)
            line.addWidget(chip)
            if found.until_on is None or found.until_on > self._desk.today:
                line.addWidget(self._button(_("End…"), partial(self._end_appointment, found)))
            block.addLayout(line)
            if found.why_not:
                block.addWidget(PlainLabel(found.why_not, role="muted", wrap=True))
        if not rows:
            block.addWidget(
                PlainLabel(_("Not appointed to anything: this person cannot judge or decide."), role="muted", wrap=True)
            )
        return block

    def _relations(self, rows: list[RelationRow]) -> QVBoxLayout:
        block = column(8)
        block.addLayout(self._head(_("Relations"), _("Add relation…"), RelationDialog))
        for found in rows:
            line = _line(found.sentence, " · ".join(part for part in (_since(found.from_on, found.until_on), found.note) if part))
            if found.until_on is None:
                line.addWidget(self._button(_("End…"), partial(self._end_relation, found)))
            block.addLayout(line)
        if not rows:
            block.addWidget(PlainLabel(_("No relations are known."), role="muted"))
        return block

    def _files(self, rows: list[FileOf]) -> QVBoxLayout:
        block = column(8)
        block.addWidget(PlainLabel(_("Asked for these files"), strong=True))
        for found in rows:
            line = row(10)
            go = partial(self.go_wanted.emit, "application", found.application_id, found.number)
            line.addWidget(button(found.number, go))
            line.addWidget(
                PlainLabel(
                    _("{role} since {date}").format(role=found.role_label, date=show_date(found.assigned_on)), role="muted"
                )
            )
            line.addStretch()
            line.addWidget(ChipLabel(outcome_of(found)))
            block.addLayout(line)
            if found.ended_reason:
                block.addWidget(PlainLabel(found.ended_reason, role="muted", wrap=True))
        return block

    def _head(self, title: str, verb: str, dialog: type[AppointmentDialog | RelationDialog]) -> QHBoxLayout:
        head = row(10)
        head.addWidget(PlainLabel(title, strong=True), 1)
        made = self._button(verb, lambda: dialog(self._desk, self._person_id, self._name, self.window()).open(), "plus")
        head.addWidget(made)
        return head

    def _button(self, verb: str, act: Callable[[], object], symbol: str = "") -> QWidget:
        made = button(verb, act, symbol=symbol, tip=self._why_not)
        made.setEnabled(not self._why_not)
        return made

    def _end_appointment(self, found: AppointmentRow) -> None:
        what = _("{name} will be {role} no longer.").format(name=self._name, role=found.role)
        EndDialog(self._desk, what, lambda on, why: self._desk.do(EndAppointment(found.id, on, why)), parent=self.window()).open()

    def _end_relation(self, found: RelationRow) -> None:
        EndDialog(
            self._desk,
            found.sentence,
            lambda on, _why: self._desk.do(EndRelation(found.id, on)),
            reason=False,
            parent=self.window(),
        ).open()


def outcome_of(found: FileOf) -> Chip:
    """What became of a file somebody was asked for, as icon and word."""
    if found.declined:
        return Chip(_("not independent"), "ban", "warn")
    if found.reported_on:
        return Chip(_("report is in"), "check", "ok")
    return Chip(_("taken off"), "log-out", "idle") if found.ended_on else Chip(_("at work"), "clock", "info")


def _line(strong: str, muted: str) -> QHBoxLayout:
    line = row(10)
    words = column(0)
    words.addWidget(ElidedLabel(strong))
    words.addWidget(ElidedLabel(muted, role="muted"))
    line.addLayout(words, 1)
    return line


def _since(from_on: date | None, until_on: date | None) -> str:
    """From and until, as far as they are known."""
    if from_on and until_on:
        return _("{granted} until {until}").format(granted=show_date(from_on), until=show_date(until_on))
    if until_on:
        return _("until {date}").format(date=show_date(until_on))
    return _("since {date}").format(date=show_date(from_on)) if from_on else _("without dates")


def _terms(found: AppointmentRow) -> str:
    parts = [_since(found.from_on, found.until_on)]
    if found.approved_by:
        parts.append(_("approved by {body}").format(body=found.approved_by))
    if found.organisation:
        parts.append(_("on behalf of {body}").format(body=found.organisation))
    return " · ".join([*parts, *filter(None, (found.note,))])
