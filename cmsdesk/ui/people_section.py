"""The people of an application: the places in each step, who fills them, who decides, who did before."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.permissions import Role
from cmsdesk.domain.words import _
from cmsdesk.services.assignments import AssignPerson, EndAssignment
from cmsdesk.services.people_on_file import FilePeople, PeopleOnFile, PersonOnFile, Places
from cmsdesk.services.records import ApplicationRecord
from cmsdesk.ui.cards import ChipLabel, ElidedLabel, PlainLabel, button, column, row
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.packages.section import PackagesSection
from cmsdesk.ui.people_dialogs import AssignDialog, DeclareDialog, WaiveDialog
from cmsdesk.ui.tables import Chip


class PeopleSection(QWidget):
    """Assign, declare, waive, replace and take off; everything says why it cannot be done."""

    def __init__(self, desk: Desk, found: ApplicationRecord, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._found = desk, found
        self._why_not = desk.office.why_not(AssignPerson)
        people = desk.do(PeopleOnFile(found.id))
        layout = column(14)
        self.setLayout(layout)
        for place in people.places:
            layout.addLayout(self._place(place))
        if people.side_roles or people.beside:
            layout.addLayout(self._beside(people))
        if (packages := PackagesSection(desk, found)).is_wanted:
            layout.addWidget(packages)
        if people.earlier:
            layout.addLayout(_earlier(people))
        layout.addStretch()

    def _place(self, place: Places) -> QVBoxLayout:
        """One role of a step: how many of how many, and who."""
        block = column(6)
        head = row(10)
        words = column(0)
        words.addWidget(ElidedLabel(place.title, strong=True))
        words.addWidget(ElidedLabel(place.role_label, role="muted"))
        head.addLayout(words, 1)
        if place.needed:
            full = len(place.people) >= place.needed
            count = _("{count} of {needed} assigned").format(count=len(place.people), needed=place.needed)
            head.addWidget(ChipLabel(Chip(count, "users", "ok" if full else "warn")))
        self._add_assign(head, [(place.role, place.role_label)], place.step_id)
        block.addLayout(head)
        for person in place.people:
            block.addLayout(self._person(person))
        return block

    def _beside(self, people: FilePeople) -> QVBoxLayout:
        block = column(6)
        head = row(10)
        head.addWidget(PlainLabel(_("Others on this file"), strong=True), 1)
        if people.side_roles:
            self._add_assign(head, list(people.side_roles), "")
        block.addLayout(head)
        for person in people.beside:
            block.addWidget(PlainLabel(person.role_label, role="muted"))
            block.addLayout(self._person(person))
        return block

    def _add_assign(self, head: QHBoxLayout, roles: list[tuple[str, str]], step_id: str) -> None:
        made = button(_("Assign…"), partial(self._assign, roles, step_id, None), symbol="user-plus", tip=self._why_not)
        made.setEnabled(not self._why_not)
        head.addWidget(made)

    def _person(self, person: PersonOnFile) -> QVBoxLayout:
        """Name, where it stands, and what can be done about it."""
        block = column(2)
        line = row(8)
        words = column(0)
        words.addWidget(ElidedLabel(person.name))
        words.addWidget(ElidedLabel(_told(person), role="muted"))
        line.addLayout(words, 1)
        if chip := standing_of(person):
            line.addWidget(ChipLabel(chip))
        if person.declares and not person.declared_on:
            line.addWidget(
                self._own(button(_("Declare…"), partial(self._declare, person), tip=self._why_not_own(person)), person)
            )
        roles = [(person.role, person.role_label)]
        replace = button("", partial(self._assign, roles, person.step_id, person), symbol="refresh-cw", tip=_("Replace…"))
        replace.setEnabled(not self._why_not)
        line.addWidget(replace)
        line.addWidget(self._own(button("", partial(self._end, person), symbol="log-out", tip=_("Take off this file…")), person))
        block.addLayout(line)
        if person.conflicts:
            against = row(8)
            against.addWidget(PlainLabel("\n".join(person.conflicts), role="stop", wrap=True), 1)
            waive = button(_("Waive conflict…"), partial(self._waive, person), symbol="shield-check", tip=self._why_not)
            waive.setEnabled(not self._why_not)
            against.addWidget(waive)
            block.addLayout(against)
        if person.waiver:
            waived = _("Waived by {by}, agreed by {agreed_by}: {reason}")
            said = waived.format(by=person.waived_by, agreed_by=person.agreed_by, reason=person.waiver)
            block.addWidget(PlainLabel(said, role="warn", wrap=True))
        return block

    def _own(self, made: QPushButton, person: PersonOnFile) -> QPushButton:
        """What the office does for anybody, and everybody else only for oneself."""
        made.setEnabled(not self._why_not_own(person))
        return made

    def _why_not_own(self, person: PersonOnFile) -> str:
        actor = self._desk.office.actor
        own = actor.role is Role.BUREAU or actor.person_id == person.person_id
        return "" if own else _("This dossier is assigned to somebody else.")

    def _assign(self, roles: list[tuple[str, str]], step_id: str, replaces: PersonOnFile | None) -> None:
        with self._desk.notices.refusals_shown():
            AssignDialog(self._desk, self._found.id, roles, step_id, replaces, self.window()).open()

    def _declare(self, person: PersonOnFile) -> None:
        DeclareDialog(self._desk, self._found.person, person, self.window()).open()

    def _waive(self, person: PersonOnFile) -> None:
        WaiveDialog(self._desk, person, self.window()).open()

    def _end(self, person: PersonOnFile) -> None:
        self._desk.notices.ask_text(
            _("Take off this file"),
            _("Why does {name} leave this file?").format(name=person.name),
            _("Take off"),
            lambda reason: self._desk.attempt(EndAssignment(person.assignment_id, reason)),
        )


def standing_of(person: PersonOnFile) -> Chip | None:
    """How far an assigned person is, as icon and word; who guides the candidate has nothing to declare."""
    if person.conflicts:
        return Chip(_("conflict"), "octagon-alert", "stop")
    if person.reported_on:
        return Chip(_("report is in"), "check", "ok")
    if not person.declares:
        return None
    if person.declared_on:
        return Chip(_("independent"), "shield-check", "ok")
    return Chip(_("to declare"), "hourglass", "warn")


def _told(person: PersonOnFile) -> str:
    """Since when, and by when; the role stands above."""
    if person.due_on is None:
        return _("since {date}").format(date=show_date(person.assigned_on))
    return _("since {date}, due {due}").format(date=show_date(person.assigned_on), due=show_date(person.due_on))


def _earlier(people: FilePeople) -> QVBoxLayout:
    """Who acted on the file before, until when and why no longer."""
    block = column(4)
    block.addWidget(PlainLabel(_("Earlier on this file"), strong=True))
    for person in people.earlier:
        sentence = _("{name}, {role}, until {date}: {reason}")
        said = sentence.format(
            name=person.name, role=person.role_label, date=show_date(person.ended_on), reason=person.ended_reason
        )
        block.addWidget(PlainLabel(said, role="muted", wrap=True))
    return block
