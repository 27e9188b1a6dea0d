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

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.schemes.catalogue import (
    Basis,
    Circumstance,
    DocumentKind,
    Ledger,
    ListItem,
    Mark,
    NameList,
    Organisation,
    Programme,
    Role,
    Specialisation,
    Title,
)
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
from cmsdesk.domain.schemes.requirements import GATES, GROUPS, Cap, Gate, Points, Requirement, TopicSet
from cmsdesk.domain.schemes.routes import DecisionBody, Route, Step
from cmsdesk.domain.words import _

__all__ = [
    "GATES",
    "GROUPS",
    "Gate",
    "Ledger",
    "ListItem",
    "NameList",
    "Requirement",
    "Route",
    "Scheme",
    "Step",
    "Version",
    "Words",
]


class Version(Sourced):
    """A scheme as it holds from a day on, and until a day where another follows."""

    id: Id
    from_on: date = Field(alias="from", description="The first day: complete applications of that day come under it.")
    until_on: date | None = Field(default=None, alias="until", description="The last day; empty is until the next version.")
    concept: bool = Field(default=False, description="Not yet published: nothing comes under it, and it may still change.")
    routes: tuple[str, ...] = Field(min_length=1, description="The ways that are open.")
    levels: tuple[str, ...] = Field(default=(), description="The levels a certificate may have; none is without levels.")
    validity_months: Months | None = Field(default=None, description="Where it differs from [life].")
    reason: Words | None = Field(default=None, description="Why it came.")


Outcomes = Literal["met", "not_met", "undecided"]


class Expected(Part):
    """What must come of a requirement; what is not said is not compared."""

    outcome: Outcomes = Field(description="Met, not met, or undecided.")
    have: str | None = Field(default=None, description="What there is, as it is shown in English.")
    sentence: str | None = Field(default=None, description="What is said of it in English.")
    missing: Decimal | None = Field(default=None, description="How much is missing.")
    pending: Decimal | None = Field(default=None, description="How much waits to be judged.")
    first_possible_on: date | None = Field(default=None, description="From when time alone will meet it.")


class WorkedExample(Sourced):
    """Facts and what must come of them; publishing a version refuses when one fails."""

    id: Id
    route: str = Field(description="The route that is taken.")
    on: date = Field(description="The day on which the complete application came in, or on which it is decided.")
    version: str = Field(default="", description="The version that must be in force on that day and know the route.")
    validity_months: Months | None = Field(default=None, description="How long a certificate decided on that day must live.")
    outcome: Outcomes | None = Field(default=None, description="What must come of the whole route.")
    facts: Facts = Field(description="What is known of the person and the application.")
    expect: dict[str, Expected] = Field(min_length=1, description="What must come of each requirement, by its id.")


class Head(Part):
    """What the scheme is called, and whose it is."""

    id: Id
    name: Words
    owner: str = Field(description="The body whose scheme it is.")
    intake_body: str = Field(default="", description="The body where one applies, where that is another.")
    certification_body: str = Field(description="The body that certifies.")
    recognised_by: tuple[str, ...] = Field(default=(), description="Bodies that recognise the scheme.")
    voluntary: bool = Field(default=True, description="Nobody needs the title to do the work.")
    association_counts_as: str = Field(default="", description="Members of the association count as members of this body.")


class Scheme(Head):
    """One system of certification."""

    versions: tuple[Version, ...] = Field(alias="version", min_length=1)
    organisations: tuple[Organisation, ...] = Field(default=(), alias="organisation")
    roles: tuple[Role, ...] = Field(default=(), alias="role")
    titles: tuple[Title, ...] = Field(alias="title", min_length=1)
    specialisations: tuple[Specialisation, ...] = Field(default=(), alias="specialisation")
    ledgers: tuple[Ledger, ...] = Field(default=(), alias="ledger")
    marks: tuple[Mark, ...] = Field(default=(), alias="mark")
    documents: tuple[DocumentKind, ...] = Field(default=(), alias="document")
    lists: tuple[NameList, ...] = Field(default=(), alias="list")
    programmes: tuple[Programme, ...] = Field(default=(), alias="programme")
    topic_sets: tuple[TopicSet, ...] = Field(default=(), alias="topic_set")
    circumstances: tuple[Circumstance, ...] = Field(default=(), alias="circumstance")
    bases: tuple[Basis, ...] = Field(default=(), alias="basis")
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
        """The version in force on a day; the first one for any earlier day, so that one may prepare for it."""
        published = [version for version in self.versions if not version.concept]
        if not published:
            raise RuleBroken(_("No version of “{scheme}” has been published yet.").format(scheme=self.id))
        begun = [version for version in published if version.from_on <= on]
        return max(begun, key=_start) if begun else min(published, key=_start)

    def why_no_grant_on(self, on: date) -> str:
        """Why nothing can be granted on a day, or nothing: no title is older than its scheme."""
        first = self.version_on(date.min).from_on
        if on >= first:
            return ""
        return _("Nothing can be granted before {date}, the day on which this scheme begins.").format(date=show_date(first))

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

    def basis_name(self, basis_id: str, code: str) -> str:
        """What a topic rests on, for a reader of a language; what an older version named keeps its id."""
        return next((basis.name.in_language(code) for basis in self.bases if basis.id == basis_id), basis_id)

    def caps(self, ledger_id: str) -> tuple[Cap, ...]:
        """The categories of a ledger of which not everything counts; one line for each."""
        found = (rule for rule in self.requirements if isinstance(rule, Points) and rule.ledger == ledger_id)
        return tuple({cap.category: cap for rule in found for cap in rule.caps}.values())

    def requirement(self, requirement_id: str) -> Requirement:
        """A requirement by its id."""
        if requirement_id not in self._requirements:
            raise _no_such(requirement_id)
        return self._requirements[requirement_id]

    def children(self, requirement_id: str) -> tuple[Requirement, ...]:
        """The requirements in a group, in the order of the file, and then those it refers to."""
        return self._children.get(requirement_id, ())

    def below(self, requirement_id: str) -> Iterator[Requirement]:
        """A requirement and everything in it."""
        yield self.requirement(requirement_id)
        for child in self.children(requirement_id):
            yield from self.below(child.id)

    def leaves(self, requirement_id: str) -> Iterator[Requirement]:
        """Everything below a requirement that is no group itself."""
        return (requirement for requirement in self.below(requirement_id) if not isinstance(requirement, GROUPS))

    def printed_scope(self, code: str) -> str:
        """The activities a certificate is about, for a paper in this language; nothing where it shows none."""
        if self.governance is None or "scope" not in self.certificate.show:
            return ""
        return ", ".join(words.in_language(code) for words in self.governance.scope)

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
