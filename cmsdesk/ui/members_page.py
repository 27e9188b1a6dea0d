"""The Members tab: everybody the office knows, with everything around one person."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.words import _, ngettext
from cmsdesk.services.history import HistoryOf
from cmsdesk.services.lists import Asked
from cmsdesk.services.people import CountPeople, EndMembership, JoinAssociation, ListPeople, PersonRecord, PersonRow, ReadPerson
from cmsdesk.services.records import OverviewOf, PersonOverview
from cmsdesk.ui.application_dialogs import ApplicationDialog
from cmsdesk.ui.cards import (
    ChipLabel,
    EmptyState,
    FactList,
    HistoryList,
    PlainLabel,
    RecordHeader,
    Sections,
    button,
    column,
    row,
    scrolled,
)
from cmsdesk.ui.erase_dialog import EraseDialog
from cmsdesk.ui.list_page import Filter, ListPage, OfficeSource
from cmsdesk.ui.merge_dialog import MergeDialog
from cmsdesk.ui.person_dialog import PersonDialog
from cmsdesk.ui.qualifications_section import QualificationsSection
from cmsdesk.ui.roles_section import RolesSection
from cmsdesk.ui.self_check_dialog import SelfCheckDialog
from cmsdesk.ui.states import state_chip
from cmsdesk.ui.tables import ROW_ROLE, Chip, Column


class MembersPage(ListPage):
    """A list of people; opening one edits it."""

    name = "members"
    tables = frozenset(
        {
            "person",
            "membership",
            "certificate",
            "application",
            "workperiod",
            "proof",
            "heldcredential",
            "appointment",
            "relation",
            "assignment",
            "assessorkey",
        }
    )

    import_wanted = Signal()
    go_wanted = Signal(str, int, str)

    def __init__(self, *args: Any) -> None:
        self._section = 0
        super().__init__(*args)
        self.title_label.setText(_("Members"))
        self.opened.connect(lambda chosen: self.edit(chosen.id))

    def columns(self) -> Sequence[Column[PersonRow]]:
        """Number, name, where, what, since, titles."""
        return [
            Column("number", _("NUMBER"), lambda r: r.number, 80),
            Column("name", _("NAME"), lambda r: r.name, 190),
            Column("employer", _("EMPLOYER"), lambda r: r.employer, 160),
            Column("city", _("CITY"), lambda r: r.city, 95),
            Column("function", _("FUNCTION"), lambda r: r.function, 125),
            Column("", _("MEMBER SINCE"), lambda r: show_date(r.member_since), 100),
            Column("", _("TITLES"), lambda r: r.titles, 60),
        ]

    def filters(self) -> Sequence[Filter]:
        """Members, holders, and people without a title."""
        return [
            Filter("who:members", _("Members now")),
            Filter("who:holders", _("With a title")),
            Filter("who:untitled", _("Without a title")),
        ]

    def first_sort(self) -> tuple[str, bool]:
        """By name."""
        return "name", False

    def source(self, asked: Asked) -> OfficeSource:
        """People from the office."""
        return OfficeSource(self.desk, asked, CountPeople, ListPeople)

    def buttons(self) -> Sequence[QPushButton]:
        """Copy, import, add."""
        return [
            button(_("Copy to Excel"), self.copy_all, symbol="table"),
            button(_("Import list"), self.import_wanted.emit, symbol="upload"),
            button(_("New person"), self.add, symbol="plus", primary=True),
        ]

    def empty(self) -> EmptyState:
        """The next step of a new office."""
        start = button(_("Import member list"), self.import_wanted.emit, symbol="upload", primary=True)
        return EmptyState(
            "users", _("Nobody is listed here yet. Drop last year's Excel list on this window, or choose it."), start
        )

    def actions_for(self, row_: PersonRow) -> Sequence[tuple[str, str, Callable[[], object]]]:
        """Edit, apply."""
        return [
            ("pencil", _("Edit"), lambda: self.edit(row_.id)),
            ("file-plus", _("Start an application"), lambda: self.apply(row_.id, row_.name)),
            ("circle-help", _("What is still needed?"), lambda: self.self_check(row_.id, row_.name)),
            ("merge", _("Merge with another entry…"), lambda: self.merge(row_.id)),
            ("trash-2", _("Erase…"), lambda: self.erase(row_.id)),
        ]

    def add(self) -> None:
        """Add a person and show it."""
        dialog = PersonDialog(self.desk, None, self)
        dialog.open_then(lambda: self.go_to(dialog.saved_id, ""))

    def erase(self, person_id: int) -> None:
        """Destroy what the office knows of a person, or say why not."""
        with self.desk.notices.refusals_shown():
            EraseDialog(self.desk, person_id, self).open()

    def edit(self, person_id: int) -> None:
        """Change a person."""
        with self.desk.notices.refusals_shown():
            PersonDialog(self.desk, self.desk.do(ReadPerson(person_id)), self).open()

    def self_check(self, person_id: int, name: str) -> None:
        """Show what a person still needs for a title."""
        dialog = SelfCheckDialog(self.desk, person_id, name, self)
        dialog.open_then(lambda: self.go_wanted.emit("application", dialog.saved_id, ""))

    def merge(self, keep_id: int) -> None:
        """Two selected lines are merged; otherwise the second entry is looked for."""
        rows = [index.data(ROW_ROLE) for index in self.table.selectionModel().selectedRows()]
        others = [row.id for row in rows if row and row.id != keep_id]
        with self.desk.notices.refusals_shown():
            dialog = MergeDialog(self.desk, keep_id, others[0] if len(others) == 1 else 0, self)
            dialog.open_then(lambda: self.go_to(keep_id, ""))

    def apply(self, person_id: int, name: str) -> None:
        """Start an application and go there."""
        dialog = ApplicationDialog(self.desk, person_id, name, self)
        dialog.open_then(lambda: self.go_wanted.emit("application", dialog.saved_id, ""))

    def record(self, row_: PersonRow) -> QWidget:
        """Header, the acts, and sections."""
        person = self.desk.do(ReadPerson(row_.id))
        around = self.desk.do(OverviewOf(row_.id))
        page = QWidget()
        layout = column(12, 16)
        page.setLayout(layout)
        chip = Chip(_("Member"), "check", "ok") if person.is_member else Chip(_("No member"), "circle", "idle")
        subline = " · ".join(part for part in (person.details.number, person.details.function, person.details.employer) if part)
        layout.addWidget(RecordHeader(person.full_name, subline, chip))
        acts = row()
        acts.addWidget(
            button(_("Start an application"), lambda: self.apply(person.id, person.full_name), symbol="file-plus", primary=True)
        )
        acts.addWidget(
            button(_("What is still needed?"), lambda: self.self_check(person.id, person.full_name), symbol="circle-help")
        )
        for words, symbol, act in (
            (_("Edit"), "pencil", self.edit),
            (_("Merge with another entry…"), "merge", self.merge),
        ):
            made = button("", partial(act, person.id), symbol=symbol, tip=words)
            made.setAccessibleName(words)
            acts.addWidget(made)
        acts.addStretch()
        layout.addLayout(acts)
        certificates = ngettext("{count} certificate", "{count} certificates", len(around.certificates))
        titles = [
            _("Details"),
            certificates.format(count=len(around.certificates)),
            _("Memberships"),
            _("Work"),
            _("Roles"),
            _("History"),
        ]
        sections = Sections(titles, self._section)
        sections.chosen.connect(self._choose)
        layout.addWidget(sections)
        builders = (
            lambda: _details(person),
            lambda: self._overview(around),
            lambda: self._memberships(person),
            lambda: QualificationsSection(self.desk, person.id),
            lambda: self._roles(person),
            lambda: HistoryList([(h.at, h.user, h.act) for h in self.desk.do(HistoryOf("person", person.id))]),
        )
        layout.addWidget(scrolled(builders[self._section]()), 1)
        return page

    def _roles(self, person: PersonRecord) -> RolesSection:
        roles = RolesSection(self.desk, person.id, person.full_name)
        roles.go_wanted.connect(self.go_wanted)
        return roles

    def _choose(self, section: int) -> None:
        self._section = section
        self._show_record()

    def _overview(self, around: PersonOverview) -> QWidget:
        page = QWidget()
        layout = column(10)
        page.setLayout(layout)
        for record_id, number, title, state in around.applications:
            line = row(10)
            line.addWidget(button(f"{number} · {title}", partial(self.go_wanted.emit, "application", record_id, number)))
            line.addWidget(ChipLabel(state_chip(state)))
            line.addStretch()
            layout.addLayout(line)
        for record_id, number, title, granted_on, until_on in around.certificates:
            line = row(10)
            line.addWidget(
                button(f"{number} · {title}", partial(self.go_wanted.emit, "certificate", record_id, number), symbol="award")
            )
            until = _("{granted} until {until}").format(granted=show_date(granted_on), until=show_date(until_on))
            line.addWidget(PlainLabel(until if until_on else _("since {date}").format(date=show_date(granted_on)), role="muted"))
            line.addStretch()
            layout.addLayout(line)
        if not around.applications and not around.certificates:
            layout.addWidget(PlainLabel(_("No applications and no certificates yet."), role="muted"))
        layout.addStretch()
        return page

    def _memberships(self, person: PersonRecord) -> QWidget:
        page = QWidget()
        layout = column(10)
        page.setLayout(layout)
        for membership in person.memberships:
            line = row(10)
            line.addWidget(PlainLabel(membership.organisation, strong=True))
            line.addWidget(PlainLabel(f"{show_date(membership.from_on)} – {show_date(membership.until_on)}", role="muted"))
            line.addStretch()
            if membership.until_on is None:
                line.addWidget(button(_("End today"), partial(self.desk.attempt, EndMembership(membership.id, self.desk.today))))
            layout.addLayout(line)
        if not any(m.until_on is None for m in person.memberships):
            join = button(
                _("Member from today"), lambda: self.desk.attempt(JoinAssociation(person.id, self.desk.today)), symbol="user-plus"
            )
            layout.addWidget(join, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch()
        return page


def _details(person: PersonRecord) -> QWidget:
    d = person.details
    return FactList(
        [
            (_("Number"), d.number),
            (_("Name"), person.sorted_name),
            (_("Initials"), d.initials),
            (_("E-mail"), d.email),
            (_("Telephone"), d.phone),
            (_("Address"), " ".join(part for part in (d.street, d.postcode, d.city) if part)),
            (_("Birth date"), show_date(d.birth_date)),
            (_("Employer"), d.employer),
            (_("Function"), d.function),
            (_("Note"), d.note),
        ]
    )
