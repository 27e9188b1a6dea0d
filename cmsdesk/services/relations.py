"""Use cases about what people are to each other, so that nobody judges whom they trained, employ or married."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlmodel import col, or_, select

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.independence import Relation, RelationKind
from cmsdesk.domain.people import Person
from cmsdesk.domain.words import N_, _
from cmsdesk.services.finding import fetch
from cmsdesk.services.office import Act
from cmsdesk.store.session import OfficeSession


@dataclass(frozen=True)
class RecordRelation(Act):
    """Write down what one person is or was to another; dates may be unknown."""

    person_id: int
    other_id: int
    kind: RelationKind
    from_on: date | None = None
    until_on: date | None = None
    note: str = ""
    act: ClassVar[str] = N_("Recorded a relation")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> int:
        """Returns the id; one that runs is not written down twice."""
        fetch(session, Person, self.person_id)
        fetch(session, Person, self.other_id)
        made = Relation(
            person_id=self.person_id,
            other_id=self.other_id,
            kind=self.kind.value,
            from_on=self.from_on,
            until_on=self.until_on,
            note=self.note.strip(),
        )
        made.settle()
        for other in _relations_of(session, self.person_id):
            if _same(made, other) and other.until_on is None:
                raise RuleBroken(_("This relation is already recorded."))
        session.add(made)
        session.changes.concerns([("person", self.other_id)])
        session.flush()
        assert made.id is not None
        return made.id


@dataclass(frozen=True)
class EndRelation(Act):
    """Say since when a relation is past; a scheme may let it count for some time after."""

    relation_id: int
    until_on: date
    act: ClassVar[str] = N_("Ended a relation")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """The row stays: the past stands."""
        relation = fetch(session, Relation, self.relation_id)
        relation.end(self.until_on)
        session.add(relation)
        session.changes.concerns([("person", relation.other_id)])


@dataclass(frozen=True)
class RelationRow:
    """One relation of a person, as a sentence with both names."""

    id: int
    other_id: int
    other: str
    sentence: str
    from_on: date | None
    until_on: date | None
    note: str


@dataclass(frozen=True)
class RelationsOf:
    """Everything a person is or was to somebody else, and the other way round."""

    person_id: int

    def run(self, session: OfficeSession) -> list[RelationRow]:
        """What still is comes first, then the newest."""
        rows = []
        for relation in _relations_of(session, self.person_id):
            one, other = fetch(session, Person, relation.person_id), fetch(session, Person, relation.other_id)
            beside = other if one.id == self.person_id else one
            assert beside.id is not None
            assert relation.id is not None
            rows.append(
                RelationRow(
                    id=relation.id,
                    other_id=beside.id,
                    other=beside.full_name,
                    sentence=RelationKind(relation.kind).says(one.full_name, other.full_name),
                    from_on=relation.from_on,
                    until_on=relation.until_on,
                    note=relation.note,
                )
            )
        return sorted(rows, key=lambda row: (row.until_on or date.max, row.id), reverse=True)


def _relations_of(session: OfficeSession, person_id: int) -> list[Relation]:
    mine = or_(Relation.person_id == person_id, Relation.other_id == person_id)
    return list(session.exec(select(Relation).where(mine).order_by(col(Relation.id))))


def _same(one: Relation, other: Relation) -> bool:
    """The same relation, for one without direction also the other way round."""
    pairs = [(other.person_id, other.other_id)]
    if not RelationKind(other.kind).turned:
        pairs.append((other.other_id, other.person_id))
    return one.kind == other.kind and (one.person_id, one.other_id) in pairs
