"""What a scheme file may say: titles, ledgers, requirements, steps, routes, decisions, life.

A scheme is data. Everything a reader of the file may wonder about has a description here, and
anything the file says beyond this is refused, so that a typing error never passes silently.
`src` names where a value comes from; a value nobody confirmed is marked EXAMPLE and shown so.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal, Protocol, TypeVar

from pydantic import Field, model_validator

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.schemes.coherence import problems
from cmsdesk.domain.schemes.facts import Facts
from cmsdesk.domain.schemes.life import (
    CertificateTexts,
    Extension,
    Governance,
    Independence,
    Life,
    Objection,
    Plan,
    Register,
)
from cmsdesk.domain.schemes.parts import Id, Months, Part, Sourced, Words
from cmsdesk.domain.schemes.requirements import GATES, GROUPS, Gate, Requirement, TopicSet
from cmsdesk.domain.words import _

__all__ = ["GATES", "GROUPS", "Gate", "Requirement", "Route", "Scheme", "Step", "Version", "Words"]


class Version(Sourced):
    """A scheme as it holds from a day on, and until a day where another follows."""

    id: Id
    from_on: date = Field(alias="from")
    until_on: date | None = Field(default=None, alias="until", description="The last day.")
    routes: tuple[str, ...] = Field(min_length=1)
    levels: tuple[str, ...] = ()
    validity_months: Months | None = Field(default=None, description="Where it differs from [life].")


class Title(Sourced):
    """What can be certified: an abbreviation (id) and a full name, both printed as they are in any language."""

    id: Id
    name: str
    order: int = 0
    protected: bool = False
    closed: bool = Field(default=False, description="No longer granted.")
    target_level: str = Field(default="", description="For whom it is meant; it never blocks.")


class Ledger(Sourced):
    """Where lines are added up: points, months, hours or assignments, with how hours or years become points."""

    id: Id
    name: Words
    unit: Literal["points", "months", "hours", "assignments"] = "points"
    per_hours: Decimal | None = Field(default=None, gt=0, description="Hours that make one point.")
    per_year: Decimal | None = Field(default=None, gt=0, description="Points for each whole year of dated periods.")
    least: Decimal = Field(default=Decimal(0), ge=0, description="A line below this does not count.")
    round_down_to: Decimal | None = Field(default=None, gt=0)
    needs: tuple[str, ...] = Field(default=(), description="Marks that the office must have ticked on a line.")
    refused_proof: tuple[Words, ...] = Field(default=(), description="What does not prove a line.")
    from_memberships_of: str = Field(default="", description="The ledger is the memberships of this organisation; * is of any.")


class Mark(Part):
    """Something the office ticks about a line or a document."""

    id: Id
    name: Words


class DocumentKind(Sourced):
    """A kind of document that proves something."""

    id: Id
    name: Words


class ListItem(Sourced):
    """One name on a list, and since and until when it stands there."""

    name: Id
    from_on: date | None = Field(default=None, alias="from")
    until_on: date | None = Field(default=None, alias="until")


class NameList(Sourced):
    """Names the office keeps, such as recognised bureaus."""

    id: Id
    name: Words
    items: tuple[ListItem, ...] = Field(default=(), alias="item")

    def on(self, day: date) -> tuple[str, ...]:
        """The names that stand on the list on a day."""
        return tuple(
            item.name
            for item in self.items
            if (item.from_on is None or item.from_on <= day) and (item.until_on is None or day <= item.until_on)
        )


class Programme(Sourced):
    """A training in the catalogue; `provider` is * where any will do."""

    name: str
    provider: str
    recognised_by: str


class Step(Sourced):
    """One way in which the dossier is judged, by how many people in which role."""

    id: Id
    name: Words
    mode: Literal["written", "oral", "phone"] = "written"
    role: Id
    count: int = Field(default=1, ge=1, le=20)
    distinct_persons: bool = True
    each_reports: bool = Field(default=False, description="Each of them judges everything, unseen by the others.")
    chair: str = Field(default="", description="The role of the chair, who comes on top of the count.")
    criteria: tuple[Words, ...] = ()
    outcomes: tuple[Words, ...] = Field(default=(), description="Where the outcome is more than positive or negative.")
    unfavourable: tuple[int, ...] = Field(
        default=(), description="Which of those outcomes, counted from 1, stand in the way of a grant."
    )
    questions_to_candidate: bool = False
    feedback: bool = False
    resubmit: bool = False
    resubmit_needs: Literal["", "feedback_response"] = ""
    max_rounds: int = Field(default=0, ge=0, description="0 is without limit.")
    divided: Literal["decider", "chair", "third"] = Field(
        default="decider", description="Who settles it when the reports differ: the decider, the chair, or a third report."
    )
    scored: bool = Field(default=False, description="Each criterion gets a score from 1 to 10 beside its verdict.")
    complete_days_before: int = Field(default=0, ge=0, description="So long before, the dossier must be complete.")


class DecisionBody(Sourced):
    """Who decides; the strict default keeps assessor and decider apart."""

    id: Id
    body: str
    role: Id
    may_be_assessor: bool = False
    barred_roles: tuple[str, ...] = Field(default=(), description="Who acts in such a role on the file may not decide.")
    needs: tuple[Literal["requirements", "steps"], ...] = ("requirements", "steps")
    may_override: bool = Field(default=False, description="It may grant against a red gate, with a text and a second person.")


class Route(Sourced):
    """One way to a title: what is required, how it is judged, who decides."""

    id: Id
    name: Words
    kind: Literal["initial", "exemption", "intake", "recertification", "specialisation", "upgrade"]
    title: str
    requires: str
    extra: tuple[str, ...] = Field(default=(), description="Requirements of this route alone, which always block.")
    advisory: bool = Field(default=False, description="What is not met under `requires` informs and does not block.")
    steps: tuple[str, ...] = ()
    decision: str
    certificate: bool = True
    plan: bool = Field(default=False, description="What is missing may be made good by a personal plan.")
    only_with: Literal["", "initial", "recertification"] = Field(default="", description="Only together with such a route.")


class Expected(Part):
    """What must come of a requirement; what is not said is not compared."""

    outcome: Literal["met", "not_met", "undecided"]
    have: str | None = None
    missing: Decimal | None = None
    pending: Decimal | None = None
    first_possible_on: date | None = None


class WorkedExample(Sourced):
    """Facts and what must come of them; publishing a version refuses when one fails."""

    id: Id
    route: str
    on: date
    facts: Facts
    expect: dict[str, Expected] = Field(min_length=1, description="By the id of the requirement.")


class Head(Part):
    """What [scheme] says."""

    id: Id
    name: Words
    owner: str
    intake_body: str = ""
    certification_body: str
    recognised_by: tuple[str, ...] = ()
    voluntary: bool = True
    association_counts_as: str = Field(default="", description="Members of the association count as members of this body.")


class Scheme(Head):
    """One system of certification."""

    versions: tuple[Version, ...] = Field(alias="version", min_length=1)
    titles: tuple[Title, ...] = Field(alias="title", min_length=1)
    ledgers: tuple[Ledger, ...] = Field(default=(), alias="ledger")
    marks: tuple[Mark, ...] = Field(default=(), alias="mark")
    documents: tuple[DocumentKind, ...] = Field(default=(), alias="document")
    lists: tuple[NameList, ...] = Field(default=(), alias="list")
    programmes: tuple[Programme, ...] = Field(default=(), alias="programme")
    topic_sets: tuple[TopicSet, ...] = Field(default=(), alias="topic_set")
    requirements: tuple[Requirement, ...] = Field(alias="requirement", min_length=1)
    steps: tuple[Step, ...] = Field(default=(), alias="step")
    decisions: tuple[DecisionBody, ...] = Field(alias="decision", min_length=1)
    routes: tuple[Route, ...] = Field(alias="route", min_length=1)
    life: Life = Life()
    objection: Objection | None = None
    extensions: tuple[Extension, ...] = Field(default=(), alias="extension")
    register_: Register = Field(default=Register(), alias="register")
    certificate: CertificateTexts
    governance: Governance | None = None
    independence: tuple[Independence, ...] = ()
    plan: Plan | None = None
    examples: tuple[WorkedExample, ...] = Field(default=(), alias="example")

    @model_validator(mode="after")
    def _is_coherent(self) -> "Scheme":
        first = next(problems(self), None)
        if first is not None:
            raise first
        return self

    def version_on(self, on: date) -> Version:
        """The version in force on a day; the first one for any earlier day."""
        begun = [version for version in self.versions if version.from_on <= on]
        return max(begun, key=_start) if begun else min(self.versions, key=_start)

    def validity_months_on(self, decided_on: date) -> int:
        """How long a certificate decided on this day lives; 0 is without end."""
        own = self.version_on(decided_on).validity_months
        return self.life.validity_months if own is None else own

    def version(self, version_id: str) -> Version:
        """A version by its id."""
        return _by_id(self.versions, version_id)

    def route(self, route_id: str) -> Route:
        """A route by its id."""
        return _by_id(self.routes, route_id)

    def title(self, title_id: str) -> Title:
        """A title by its id."""
        return _by_id(self.titles, title_id)

    def step(self, step_id: str) -> Step:
        """A step by its id."""
        return _by_id(self.steps, step_id)

    def decision(self, decision_id: str) -> DecisionBody:
        """A decision body by its id."""
        return _by_id(self.decisions, decision_id)

    def ledger(self, ledger_id: str) -> Ledger:
        """A ledger by its id."""
        return _by_id(self.ledgers, ledger_id)

    def requirement(self, requirement_id: str) -> Requirement:
        """A requirement by its id."""
        if requirement_id not in self._requirements:
            raise _no_such(requirement_id)
        return self._requirements[requirement_id]

    def children(self, requirement_id: str) -> tuple[Requirement, ...]:
        """The requirements in a group, in the order of the file, and then those it refers to."""
        return self._children.get(requirement_id, ())

    def leaves(self, requirement_id: str) -> Iterator[Requirement]:
        """Everything below a requirement that is no group itself."""
        requirement = self.requirement(requirement_id)
        if not isinstance(requirement, GROUPS):
            yield requirement
        for child in self.children(requirement_id):
            yield from self.leaves(child.id)

    def unconfirmed(self) -> list[tuple[str, str, str]]:
        """Every value nobody confirmed, as table, id and source, for the office to settle."""
        return list(_examples_in("", self))

    @cached_property
    def _requirements(self) -> Mapping[str, Requirement]:
        return {requirement.id: requirement for requirement in self.requirements}

    @cached_property
    def _children(self) -> Mapping[str, tuple[Requirement, ...]]:
        within: dict[str, list[Requirement]] = {}
        for requirement in self.requirements:
            within.setdefault(requirement.into, []).append(requirement)
        return {
            group.id: (*within.get(group.id, ()), *(self._requirements[ref] for ref in group.refs))
            for group in self.requirements
            if isinstance(group, GROUPS)
        }


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


Named = TypeVar("Named", bound=_Identified)


def _start(version: Version) -> date:
    return version.from_on


def _by_id(parts: tuple[Named, ...], wanted: str) -> Named:
    for part in parts:
        if part.id == wanted:
            return part
    raise _no_such(wanted)


def _no_such(wanted: str) -> RuleBroken:
    return RuleBroken(_("The scheme knows no “{name}”.").format(name=wanted))


def _examples_in(table: str, part: Part) -> Iterator[tuple[str, str, str]]:
    """Walk through the parts of a part, so that no value that nobody confirmed is left out."""
    if isinstance(part, Sourced) and part.example:
        yield table, str(getattr(part, "id", "")), part.src
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        for inner in value if isinstance(value, tuple) else (value,):
            if isinstance(inner, Part):
                yield from _examples_in(field.alias or name, inner)
