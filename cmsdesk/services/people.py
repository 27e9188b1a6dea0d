"""Use cases about people: adding, editing, merging, and reading one with everything around it."""

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import text
from sqlmodel import col, or_, select

from cmsdesk.domain.applications import Application
from cmsdesk.domain.assignments import Appointment, Assignment
from cmsdesk.domain.certificates import Certificate
from cmsdesk.domain.decisions import Decision
from cmsdesk.domain.dossiers import PointsEntry
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.independence import Relation
from cmsdesk.domain.names import sorted_name
from cmsdesk.domain.people import Membership, Organisation, Person
from cmsdesk.domain.words import N_, _
from cmsdesk.services.finding import check_version, fetch
from cmsdesk.services.lists import Asked, ListSql
from cmsdesk.services.numbers import next_number, reserve
from cmsdesk.services.office import Act
from cmsdesk.services.settings import office_settings
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
        details = self.details
        if not details.number:
            details = replace(details, number=free_number(session))
        _check_number(session, details.number)
        person = Person(**asdict(details))
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
        details = asdict(self.details)
        if self.details.number != person.number:
            _check_number(session, self.details.number)
        for name, value in details.items():
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
        fetch(session, Person, self.person_id)
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
    """Two entries turn out to be one person: keep one, move everything of the other to it."""

    keep_id: int
    other_id: int
    chosen: PersonDetails
    act: ClassVar[str] = N_("Merged two entries of one person")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """The other entry stays as a pointer, so that its number is never given to somebody else."""
        if self.keep_id == self.other_id:
            raise RuleBroken(_("These are the same entry."))
        keep, other = fetch(session, Person, self.keep_id), fetch(session, Person, self.other_id)
        if keep.merged_into_id or other.merged_into_id:
            raise RuleBroken(_("One of these entries was already merged."))
        for name, value in asdict(replace(self.chosen, number=keep.number)).items():
            setattr(keep, name, value)
        keep.settle_name()
        other.merged_into_id = keep.id
        for table in (Membership, *_owned()):
            for record in session.exec(select(table).where(table.person_id == self.other_id)):
                record.person_id = self.keep_id
                session.add(record)
        for decision in session.exec(select(Decision).where(Decision.decider_id == self.other_id)):
            decision.decider_id = self.keep_id
            session.add(decision)
        _move_relations(session, self.other_id, self.keep_id)
        session.add_all([keep, other])


def _owned() -> tuple[Any, ...]:
    return (Application, Certificate, PointsEntry, Appointment, Assignment)


def _move_relations(session: OfficeSession, other_id: int, keep_id: int) -> None:
    """What somebody is to others goes along; a relation between two entries of one person was none."""
    theirs = or_(Relation.person_id == other_id, Relation.other_id == other_id)
    for relation in session.exec(select(Relation).where(theirs)):
        ends = [keep_id if end == other_id else end for end in (relation.person_id, relation.other_id)]
        if ends[0] == ends[1]:
            session.delete(relation)
        else:
            relation.person_id, relation.other_id = ends
            session.add(relation)


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


_LIST = ListSql(
    source="person",
    select=(
        "person.*,"
        " (SELECT min(from_on) FROM membership WHERE person_id = person.id AND (until_on IS NULL OR until_on >= :today)) AS member_since,"
        " (SELECT group_concat(DISTINCT title_id) FROM certificate WHERE person_id = person.id AND standing = 'active'"
        "  AND (until_on IS NULL OR until_on >= :today)) AS titles"
    ),
    always="person.merged_into_id IS NULL",
    search="person.id IN (SELECT rowid FROM search_person WHERE search_person MATCH :found)",
    sorts={
        "name": "person.name_key {way}, person.id {way}",
        "number": "person.number {way}",
        "city": "person.city {way}, person.id {way}",
        "employer": "person.employer {way}, person.id {way}",
        "function": "person.function {way}, person.id {way}",
    },
    default_sort="name",
    conditions={
        "who:members": (
            "EXISTS (SELECT 1 FROM membership WHERE person_id = person.id AND from_on <= :today"
            " AND (until_on IS NULL OR until_on >= :today))"
        ),
        "who:holders": (
            "person.id IN (SELECT person_id FROM certificate WHERE standing = 'active' AND (until_on IS NULL OR until_on >= :today))"
        ),
        "who:untitled": (
            "person.id NOT IN (SELECT person_id FROM certificate WHERE standing = 'active' AND (until_on IS NULL OR until_on >= :today))"
        ),
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


@dataclass(frozen=True)
class ReadPerson:
    """Open one person."""

    person_id: int

    def run(self, session: OfficeSession) -> PersonRecord:
        """Refuses when the person is gone; a merged entry leads to the person it became."""
        person = fetch(session, Person, self.person_id)
        while person.merged_into_id:
            person = fetch(session, Person, person.merged_into_id)
        assert person.id is not None
        memberships = session.exec(
            select(Membership, Organisation)
            .join(Organisation)
            .where(Membership.person_id == person.id)
            .order_by(col(Membership.from_on).desc())
        )
        return PersonRecord(
            id=person.id,
            version=person.version,
            full_name=person.full_name,
            sorted_name=person.sorted_name,
            details=details_of(person),
            memberships=tuple(MembershipRow(m.id or 0, o.name, m.from_on, m.until_on) for m, o in memberships),
        )


def details_of(person: Person) -> PersonDetails:
    """The part of a person that staff may fill in."""
    return PersonDetails(**{name: getattr(person, name) for name in PersonDetails.__dataclass_fields__})


def association(session: OfficeSession) -> int:
    """The organisation whose members the office lists."""
    settings = office_settings(session)
    return organisation_id(session, settings.association or settings.name)


def organisation_id(session: OfficeSession, name: str) -> int:
    """The organisation of this name; made when it is new."""
    found = session.exec(select(Organisation).where(Organisation.name == name)).first()
    if found is None:
        found = Organisation(name=name)
        session.add(found)
        session.flush()
    assert found.id is not None
    return found.id


def free_number(session: OfficeSession) -> str:
    """The next member number that was never used."""
    highest = session.connection().execute(text("SELECT max(CAST(number AS INTEGER)) FROM person")).scalar() or 0
    reserve(session, PEOPLE, max(highest, _FIRST_NUMBER))
    return str(next_number(session, PEOPLE))


def _check_number(session: OfficeSession, number: str) -> None:
    if not number.strip():
        raise RuleBroken(_("Please fill in a number."))
    if found := session.exec(select(Person).where(Person.number == number)).first():
        raise RuleBroken(_("Number {number} already belongs to {name}.").format(number=number, name=found.full_name))
