"""Use cases about appointments: who may act in which role of which scheme, from and until, approved by whom."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from sqlmodel import select

from cmsdesk.domain.assignments import Appointment
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.names import sorted_name
from cmsdesk.domain.people import Person
from cmsdesk.domain.schemes.roles import Terms, appointable_roles, role_label, terms_of
from cmsdesk.domain.words import N_, _, language
from cmsdesk.services.finding import fetch
from cmsdesk.services.lists import Asked, ListSql
from cmsdesk.services.office import Act
from cmsdesk.services.schemes import known_schemes, scheme_of
from cmsdesk.store.session import OfficeSession


@dataclass(frozen=True)
class Appoint(Act):
    """Make a person available in a role of a scheme, from a day on."""

    person_id: int
    scheme_id: str
    role: str
    from_on: date
    until_on: date | None = None
    approved_by: str = ""
    approved_on: date | None = None
    organisation: str = ""
    note: str = ""
    act: ClassVar[str] = N_("Appointed a person")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> int:
        """Returns the id; the same appointment does not hold twice on one day."""
        person = fetch(session, Person, self.person_id)
        scheme = scheme_of(self.scheme_id)
        if self.role not in appointable_roles(scheme):
            raise RuleBroken(
                _("Nobody is appointed as {role} for {scheme}.").format(
                    role=role_label(scheme, self.role), scheme=scheme.name.in_language(language())
                )
            )
        made = Appointment(
            person_id=self.person_id,
            scheme_id=self.scheme_id,
            role=self.role,
            from_on=self.from_on,
            until_on=self.until_on,
            approved_by=self.approved_by.strip(),
            approved_on=self.approved_on,
            organisation=self.organisation.strip(),
            note=self.note.strip(),
        )
        made.settle()
        same = select(Appointment).where(
            Appointment.person_id == self.person_id, Appointment.scheme_id == self.scheme_id, Appointment.role == self.role
        )
        for other in session.exec(same):
            if other.organisation.casefold() == made.organisation.casefold() and other.overlaps(made):
                raise RuleBroken(
                    _("{name} already has this appointment in a part of that time; please end it first.").format(
                        name=person.full_name
                    )
                )
        session.add(made)
        session.flush()
        assert made.id is not None
        return made.id


@dataclass(frozen=True)
class EndAppointment(Act):
    """Make a day the last one of an appointment; what was judged under it stands."""

    appointment_id: int
    until_on: date
    reason: str
    act: ClassVar[str] = N_("Ended an appointment")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """The row stays: the past stands."""
        appointment = fetch(session, Appointment, self.appointment_id)
        appointment.end(self.until_on, self.reason)
        session.add(appointment)


@dataclass(frozen=True)
class AppointmentRow:
    """One line of the list of appointments."""

    id: int
    person_id: int
    name: str
    number: str
    scheme: str
    role: str
    from_on: date
    until_on: date | None
    approved_by: str
    organisation: str
    note: str
    why_not: str


_RUNNING = "appointment.from_on <= :today AND (appointment.until_on IS NULL OR appointment.until_on >= :today)"

_LIST = ListSql(
    source="appointment JOIN person ON person.id = appointment.person_id",
    select="appointment.*, person.number, person.surname, person.prefix, person.given_name, person.initials",
    search="appointment.person_id IN (SELECT rowid FROM search_person WHERE search_person MATCH :found)",
    sorts={
        "name": "person.name_key {way}, appointment.id {way}",
        "scheme": "appointment.scheme_id {way}, appointment.role, person.name_key, appointment.id {way}",
        "role": "appointment.role {way}, person.name_key, appointment.id {way}",
        "from_on": "appointment.from_on {way}, appointment.id {way}",
        "until_on": "appointment.until_on IS NULL, appointment.until_on {way}, appointment.id {way}",
        "approved_by": "appointment.approved_by {way}, appointment.id {way}",
    },
    default_sort="name",
    conditions={
        "on:running": _RUNNING,
        "on:soon": f"{_RUNNING} AND appointment.until_on <= date(:today, '+183 days')",
        "on:past": f"NOT ({_RUNNING})",
        "scheme:": "appointment.scheme_id = :value",
        "role:": "appointment.role = :value",
        "person:": "appointment.person_id = CAST(:value AS INTEGER)",
    },
)


@dataclass(frozen=True)
class CountAppointments:
    """How many appointments a list would show."""

    asked: Asked = Asked()

    def run(self, session: OfficeSession) -> int:
        """Running and past, unless a filter says otherwise."""
        return _LIST.count(session, self.asked)


@dataclass(frozen=True)
class ListAppointments:
    """One page of the list of appointments."""

    asked: Asked
    offset: int
    limit: int

    def run(self, session: OfficeSession) -> list[AppointmentRow]:
        """In the order that was asked."""
        return [_row(row, session.today) for row in _LIST.rows(session, self.asked, self.offset, self.limit)]


@dataclass(frozen=True)
class RoleChoice:
    """A role somebody can be appointed to, and on what terms."""

    scheme_id: str
    scheme: str
    role: str
    label: str
    terms: Terms


def role_choices() -> list[RoleChoice]:
    """Every role of every scheme, in the reader's words."""
    return [
        RoleChoice(scheme.id, scheme.name.in_language(language()), role, role_label(scheme, role), terms_of(scheme, role))
        for scheme in known_schemes().values()
        for role in appointable_roles(scheme)
    ]


def _row(row: dict[str, Any], today: date) -> AppointmentRow:
    scheme = scheme_of(row["scheme_id"])
    terms = terms_of(scheme, row["role"])
    held = Appointment(
        person_id=row["person_id"],
        scheme_id=row["scheme_id"],
        role=row["role"],
        from_on=date.fromisoformat(row["from_on"]),
        until_on=date.fromisoformat(row["until_on"]) if row["until_on"] else None,
        approved_by=row["approved_by"],
        organisation=row["organisation"],
    )
    return AppointmentRow(
        id=row["id"],
        person_id=held.person_id,
        name=sorted_name(row["given_name"] or row["initials"], row["prefix"], row["surname"]),
        number=row["number"],
        scheme=scheme.name.in_language(language()),
        role=role_label(scheme, held.role),
        from_on=held.from_on,
        until_on=held.until_on,
        approved_by=held.approved_by,
        organisation=held.organisation,
        note=row["note"],
        why_not=held.why_not_on(today, approver=terms.approved_by, organisation=terms.organisation),
    )
