"""Use cases about people: adding, editing, merging, and reading one with everything around it."""

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import inspect, text
from sqlmodel import col, select

from cmsdesk.domain.applications import Application, State
from cmsdesk.domain.dates import show_date
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.independence import Relation
from cmsdesk.domain.names import sorted_name
from cmsdesk.domain.people import MOST_DIGITS, Membership, Organisation, Person, member_number
from cmsdesk.domain.records import Record
from cmsdesk.domain.tables import TABLES
from cmsdesk.domain.words import N_, _
from cmsdesk.services.finding import check_version, fetch
from cmsdesk.services.lists import FOUND_PEOPLE, Asked, ListSql
from cmsdesk.services.numbers import last_number, next_number, reserve
from cmsdesk.services.office import Act
from cmsdesk.services.organisations import association, known_association, organisation_id
from cmsdesk.services.register import LIVE
from cmsdesk.store.session import OfficeSession

PEOPLE = "people"
_FIRST_NUMBER = 1000


@dataclass(frozen=True)
class PersonDetails:
    """What staff may fill in about a person; an empty number means the next free one."""

    surname: str
    number: str = ""
    initials: str = ""
    given_name: str = ""
    prefix: str = ""
    birth_date: date | None = None
    email: str = ""
    phone: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    employer: str = ""
    function: str = ""
    note: str = ""


@dataclass(frozen=True)
class AddPerson(Act):
    """Put a new person in the member list; a member when `member_since` is given."""

    details: PersonDetails
    member_since: date | None = None
    act: ClassVar[str] = N_("Added a person")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> int:
        """Returns the id of the new person."""
        number = member_number(self.details.number) or free_number(session)
        _check_free(session, number)
        person = Person(**asdict(replace(self.details, number=number)))
        person.settle_name()
        session.add(person)
        session.flush()
        assert person.id is not None
        if self.member_since:
            session.add(Membership(person_id=person.id, organisation_id=association(session), from_on=self.member_since))
        return person.id


@dataclass(frozen=True)
class EditPerson(Act):
    """Change what the office knows of a person; `version` is what the editor saw."""

    person_id: int
    version: int
    details: PersonDetails
    act: ClassVar[str] = N_("Changed a person")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """Refuses when somebody else was first."""
        person = fetch(session, Person, self.person_id)
        check_version(person.version, self.version)
        number = member_number(self.details.number)
        if not number:
            raise RuleBroken(_("Please fill in a number."))
        if number != person.number:
            _check_free(session, number)
        for name, value in asdict(replace(self.details, number=number)).items():
            setattr(person, name, value)
        person.settle_name()
        session.add(person)


@dataclass(frozen=True)
class JoinAssociation(Act):
    """Make a person a member of an organisation from a day on."""

    person_id: int
    from_on: date
    organisation: str = ""
    act: ClassVar[str] = N_("Started a membership")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """The organisation is made when the office does not know it yet."""
        fetch_person(session, self.person_id)
        organisation = organisation_id(session, self.organisation) if self.organisation else association(session)
        running = select(Membership).where(
            Membership.person_id == self.person_id, Membership.organisation_id == organisation, col(Membership.until_on).is_(None)
        )
        if found := session.exec(running).first():
            raise RuleBroken(_("This person has been a member since {date}.").format(date=found.from_on))
        session.add(Membership(person_id=self.person_id, organisation_id=organisation, from_on=self.from_on))


@dataclass(frozen=True)
class EndMembership(Act):
    """End a membership; its last day counts."""

    membership_id: int
    until_on: date
    act: ClassVar[str] = N_("Ended a membership")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """The row stays: the past stands."""
        membership = fetch(session, Membership, self.membership_id)
        membership.end(self.until_on)
        session.add(membership)


@dataclass(frozen=True)
class MergePeople(Act):
    """Two entries turn out to be one person: keep one, move everything of the other to it.

    `seen` are the versions of both that the editor chose from.
    """

    keep_id: int
    other_id: int
    chosen: PersonDetails
    seen: tuple[int, int] | None = None
    act: ClassVar[str] = N_("Merged two entries of one person")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """The other entry stays as a pointer, so that its number is never given to somebody else."""
        if self.keep_id == self.other_id:
            raise RuleBroken(_("These are the same entry."))
        keep, other = fetch_person(session, self.keep_id), fetch_person(session, self.other_id)
        for entry, version in zip((keep, other), self.seen or (), strict=False):
            check_version(entry.version, version)
        _refuse_twice_the_same(session, keep, other)
        for name, value in asdict(replace(self.chosen, number=keep.number)).items():
            setattr(keep, name, value)
        keep.settle_name()
        other.merged_into_id = keep.id
        for earlier in session.exec(select(Person).where(Person.merged_into_id == other.id)):
            earlier.merged_into_id = keep.id  # so that every pointer leads straight to the person
            session.add(earlier)
        for table, name in _naming_people():
            for record in session.exec(select(table).where(getattr(table, name) == self.other_id)):
                setattr(record, name, self.keep_id)
                session.add(record)
        for relation in session.exec(select(Relation).where(Relation.person_id == Relation.other_id)):
            session.delete(relation)  # between two entries of one person it was none
        session.add_all([keep, other])


def _naming_people() -> list[tuple[type[Record], str]]:
    """Every column that names a person, asked of the tables themselves so that none is forgotten."""
    return [
        (table, column.key)
        for table in TABLES
        for column in inspect(table).columns
        if column.key != "merged_into_id" and any(key.column.table.name == Person.__tablename__ for key in column.foreign_keys)
    ]


def _refuse_twice_the_same(session: OfficeSession, keep: Person, other: Person) -> None:
    """One person has one open application for a route."""
    mine = _open_applications(session, keep.id)
    for theirs in _open_applications(session, other.id):
        for application in mine:
            if (application.scheme_id, application.route_id) == (theirs.scheme_id, theirs.route_id):
                raise RuleBroken(
                    _(
                        "Both have an open application for the same: {first} and {second}. Please withdraw one of them first."
                    ).format(first=application.number, second=theirs.number)
                )


def _open_applications(session: OfficeSession, person_id: int | None) -> list[Application]:
    found = session.exec(select(Application).where(Application.person_id == person_id).order_by(col(Application.id)))
    return [application for application in found if State(application.state).is_open]


@dataclass(frozen=True)
class PersonRow:
    """One line of the member list."""

    id: int
    number: str
    name: str
    city: str
    employer: str
    function: str
    email: str
    member_since: date | None
    titles: str


# Who is a member today: of the association that the office lists, no other.
_MEMBER = (
    "membership.person_id = person.id AND membership.organisation_id = :own AND membership.from_on <= :today"
    " AND (membership.until_on IS NULL OR membership.until_on >= :today)"
)

_LIST = ListSql(
    source="person",
    select=(
        "person.*,"
        f" (SELECT min(from_on) FROM membership WHERE {_MEMBER}) AS member_since,"
        f" (SELECT group_concat(DISTINCT title_id) FROM certificate WHERE person_id = person.id AND {LIVE}) AS titles"
    ),
    always="person.merged_into_id IS NULL AND person.erased_on IS NULL",
    search=f"person.id IN {FOUND_PEOPLE}",
    sorts={
        "name": "person.name_key {way}, person.id {way}",
        "number": "person.number {way}",
        "city": "person.city {way}, person.id {way}",
        "employer": "person.employer {way}, person.id {way}",
        "function": "person.function {way}, person.id {way}",
    },
    default_sort="name",
    conditions={
        "who:members": f"EXISTS (SELECT 1 FROM membership WHERE {_MEMBER})",
        "who:holders": f"person.id IN (SELECT person_id FROM certificate WHERE {LIVE})",
        "who:untitled": f"person.id NOT IN (SELECT person_id FROM certificate WHERE {LIVE})",
    },
)


@dataclass(frozen=True)
class CountPeople:
    """How many people a list would show."""

    asked: Asked = Asked()

    def run(self, session: OfficeSession) -> int:
        """Merged entries do not count."""
        return _LIST.count(session, self.asked)


@dataclass(frozen=True)
class ListPeople:
    """One page of the member list."""

    asked: Asked
    offset: int
    limit: int

    def run(self, session: OfficeSession) -> list[PersonRow]:
        """In the order that was asked."""
        rows: list[Any] = _LIST.rows(session, self.asked, self.offset, self.limit)
        return [
            PersonRow(
                id=row["id"],
                number=row["number"],
                name=sorted_name(row["given_name"] or row["initials"], row["prefix"], row["surname"]),
                city=row["city"],
                employer=row["employer"],
                function=row["function"],
                email=row["email"],
                member_since=date.fromisoformat(row["member_since"]) if row["member_since"] else None,
                titles=(row["titles"] or "").replace(",", ", "),
            )
            for row in rows
        ]


@dataclass(frozen=True)
class MembershipRow:
    """One membership of a person."""

    id: int
    organisation: str
    from_on: date
    until_on: date | None


@dataclass(frozen=True)
class PersonRecord:
    """A person with everything staff want to see at once."""

    id: int
    version: int
    full_name: str
    sorted_name: str
    details: PersonDetails
    memberships: tuple[MembershipRow, ...]
    is_member: bool


@dataclass(frozen=True)
class FindPerson:
    """Who has this number; an entry that was merged leads to the person it became."""

    number: str

    def run(self, session: OfficeSession) -> int:
        """Returns the id; refuses when there is nobody."""
        found = session.exec(select(Person).where(Person.number == member_number(self.number))).first()
        if found is None:
            raise RuleBroken(_("There is nobody with number {number}.").format(number=self.number))
        return found.merged_into_id or found.id or 0


@dataclass(frozen=True)
class ReadPerson:
    """Open one person."""

    person_id: int

    def run(self, session: OfficeSession) -> PersonRecord:
        """Refuses when the person is gone; a merged entry leads to the person it became."""
        person = fetch(session, Person, self.person_id)
        if person.merged_into_id:
            person = fetch(session, Person, person.merged_into_id)
        assert person.id is not None
        memberships = list(
            session.exec(
                select(Membership, Organisation)
                .join(Organisation)
                .where(Membership.person_id == person.id)
                .order_by(col(Membership.from_on).desc(), col(Membership.id).desc())
            )
        )
        own = known_association(session)
        return PersonRecord(
            id=person.id,
            version=person.version,
            full_name=person.full_name,
            sorted_name=person.sorted_name,
            details=details_of(person),
            memberships=tuple(MembershipRow(m.id or 0, o.name, m.from_on, m.until_on) for m, o in memberships),
            is_member=any(m.organisation_id == own and m.runs_on(session.today) for m, _o in memberships),
        )


def details_of(person: Person) -> PersonDetails:
    """The part of a person that staff may fill in."""
    return PersonDetails(**{name: getattr(person, name) for name in PersonDetails.__dataclass_fields__})


def fetch_person(session: OfficeSession, person_id: int) -> Person:
    """The person, to do something for; an entry that was merged is nobody any more."""
    person = fetch(session, Person, person_id)
    if person.erased_on:
        raise RuleBroken(_("This person was erased on {date}.").format(date=show_date(person.erased_on)))
    if person.merged_into_id:
        keep = fetch(session, Person, person.merged_into_id)
        raise RuleBroken(
            _("Entry {number} was merged: it is {name}, number {kept}, now. Please go on there.").format(
                number=person.number, name=keep.full_name, kept=keep.number
            )
        )
    return person


def entries_of(session: OfficeSession, person_id: int) -> list[int]:
    """A person and every entry that was merged into it."""
    merged = session.exec(select(Person.id).where(Person.merged_into_id == person_id))
    return [person_id, *(one for one in merged if one)]


def highest_number(session: OfficeSession) -> int:
    """The highest member number that was ever used; the very long ones of elsewhere do not count."""
    count = text("SELECT max(CAST(number AS INTEGER)) FROM person WHERE length(number) <= :digits")
    highest = session.connection().execute(count, {"digits": MOST_DIGITS}).scalar() or 0
    return max(highest, last_number(session, PEOPLE), _FIRST_NUMBER)


def free_number(session: OfficeSession) -> str:
    """The next member number that was never used."""
    reserve(session, PEOPLE, highest_number(session))
    return str(next_number(session, PEOPLE))


def _check_free(session: OfficeSession, number: str) -> None:
    if found := session.exec(select(Person).where(Person.number == number)).first():
        raise RuleBroken(_("Number {number} already belongs to {name}.").format(number=number, name=found.full_name))
