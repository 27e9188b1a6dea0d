"""Everybody who was appointed to anything, with the person beside the list."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.words import _
from cmsdesk.services.appointments import AppointmentRow, CountAppointments, ListAppointments
from cmsdesk.services.lists import Asked
from cmsdesk.ui.cards import EmptyState, RecordHeader, button, column, scrolled
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.list_page import Filter, ListPage, OfficeSource
from cmsdesk.ui.roles_section import RolesSection
from cmsdesk.ui.tables import Chip, Column


class AppointmentsPage(ListPage):
    """A list of appointments, running and past."""

    name = "appointments"
    tables = frozenset({"appointment", "relation", "assignment", "person"})

    go_wanted = Signal(str, int, str)

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.title_label.setText(_("Appointments"))

    def columns(self) -> Sequence[Column[AppointmentRow]]:
        """Who, what, from and until, approved by whom."""
        return [
            Column("name", _("NAME"), lambda r: r.name, 150),
            Column("role", _("ROLE"), lambda r: r.role, 90),
            Column("scheme", _("SCHEME"), lambda r: r.scheme, 160),
            Column("from_on", _("FROM"), lambda r: show_date(r.from_on), 95),
            Column("until_on", _("UNTIL"), lambda r: show_date(r.until_on), 95),
            Column("approved_by", _("APPROVED BY"), lambda r: r.approved_by, 100),
        ]

    def filters(self) -> Sequence[Filter]:
        """What holds, what ends soon, what is past."""
        return [Filter("on:running", _("Hold now")), Filter("on:soon", _("End soon")), Filter("on:past", _("Not now"))]

    def first_sort(self) -> tuple[str, bool]:
        """By name."""
        return "name", False

    def source(self, asked: Asked) -> OfficeSource:
        """Appointments from the office."""
        return OfficeSource(self.desk, asked, CountAppointments, ListAppointments)

    def buttons(self) -> Sequence[QPushButton]:
        """Copy."""
        return [button(_("Copy to Excel"), self.copy_all, symbol="table")]

    def empty(self) -> EmptyState:
        """Where people are appointed."""
        return EmptyState("users", _("Nobody is appointed yet. You appoint people in their record on the Members tab."))

    def actions_for(self, row_: AppointmentRow) -> Sequence[tuple[str, str, Callable[[], object]]]:
        """The person."""
        return [("user", _("Show the person"), lambda: self.go_wanted.emit("person", row_.person_id, ""))]

    def record(self, row_: AppointmentRow) -> QWidget:
        """The person with everything he or she may be."""
        page = QWidget()
        layout = column(12, 16)
        page.setLayout(layout)
        chip = Chip(_("holds"), "check", "ok") if not row_.why_not else Chip(_("does not hold"), "x", "idle")
        layout.addWidget(RecordHeader(row_.name, f"{row_.number} · {row_.role}", chip))
        roles = RolesSection(self.desk, row_.person_id, row_.name)
        roles.go_wanted.connect(self.go_wanted)
        layout.addWidget(scrolled(roles), 1)
        return page


def show_appointments(window: QWidget, desk: Desk, go: Callable[[str, int, str], object]) -> QDialog:
    """Open the list beside the window, which stays in use."""
    dialog = QDialog(window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(_("Appointments"))
    dialog.resize(1240, 700)
    layout = column()
    dialog.setLayout(layout)
    page = AppointmentsPage(desk, dialog)
    page.go_wanted.connect(go)
    layout.addWidget(page)
    dialog.show()
    return dialog
