"""What a scheme file may say: titles, ledgers, requirements, steps, routes, decisions, life.

A scheme is data. Everything a reader of the file may wonder about has a description here, and
anything the file says beyond this is refused, so that a typing error never passes silently.
`src` names where a value comes from; a value nobody confirmed is marked EXAMPLE and shown so.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

EXAMPLE = "EXAMPLE"
Gate = Literal["submit", "candidate", "decision", "certificate"]
GATES: tuple[Gate, ...] = ("submit", "candidate", "decision", "certificate")


class Part(BaseModel):
    """The base of everything in a scheme file: frozen, and without unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Words(Part):
    """A text in both languages."""

    nl: str
    en: str

    def in_language(self, code: str) -> str:
        """The text for a reader of this language."""
        return self.en if code == "en" else self.nl


class Title(Part):
    """What can be certified: an abbreviation (id) and a full name, both printed."""

    id: str
    name: str
    order: int = 0
    protected: bool = False
    src: str = ""


class Ledger(Part):
    """Where lines are added up: points, months or hours, with how hours become points."""

    id: str
    name: Words
    unit: Literal["points", "months", "hours", "assignments"] = "points"
    per_hours: Decimal | None = Field(default=None, gt=0, description="Hours that make one point.")
    least: Decimal = Field(default=Decimal(0), ge=0, description="A line below this does not count.")
    round_down_to: Decimal | None = Field(default=None, gt=0)
    needs: tuple[str, ...] = Field(default=(), description="Marks that the office must have ticked on a line.")
    from_memberships_of: str = Field(default="", description="The ledger is the memberships of this organisation.")
    src: str = ""


class Mark(Part):
    """Something the office ticks about a line or a document."""

    id: str
    name: Words


class Programme(Part):
    """A training in the catalogue; `provider` is * where any will do."""

    name: str
    provider: str
    recognised_by: str
    src: str = ""


class _Requirement(Part):
    id: str
    name: Words
    into: str = Field(default="", alias="in", description="The group this requirement belongs to.")
    gate: Gate = Field(default="decision", description="The moment from which it must be met.")
    remediable: bool = Field(default=False, description="What is missing may go into a personal plan.")
    waivable_by: str = Field(default="", description="The role that may waive it, always with a reason.")
    criteria: tuple[Words, ...] = Field(default=(), description="What an assessor looks at.")
    src: str = ""


class All(_Requirement):
    """Every requirement in the group must be met."""

    kind: Literal["all"]


class Any_(_Requirement):  # noqa: N801 - the name of the kind
    """At least `n` requirements in the group must be met."""

    kind: Literal["any"]
    n: int = Field(default=1, ge=1)


class Duration(_Requirement):
    """Dated periods in a ledger make at least `min` months; overlap counts once."""

    kind: Literal["duration"]
    ledger: str
    min: int = Field(ge=1, description="In whole months.")


class Points(_Requirement):
    """Accepted lines in a ledger add up to at least `min`."""

    kind: Literal["points"]
    ledger: str
    min: Decimal = Field(gt=0)
    dated_after: str = Field(default="", description="A credential; only lines after it was granted count.")
    within_months: int = Field(default=0, ge=0, description="Only lines of the last so many months count; 0 is no limit.")
    not_used_for: tuple[str, ...] = Field(default=(), description="Titles; lines used for one of them do not count.")


class Held(_Requirement):
    """The person holds a credential such as title:X, membership:Y or diploma:Z."""

    kind: Literal["held"]
    credential: str
    state: Literal["active", "any"] = "active"
    issuers: tuple[str, ...] = ()
    min_level: int | None = None


class Evidence(_Requirement):
    """An accepted document; every check on it ticked."""

    kind: Literal["evidence"]
    doc: str
    checks: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()


class Statement(_Requirement):
    """Signed statements by so many different people in a role."""

    kind: Literal["statement"]
    role: str
    count: int = Field(default=1, ge=1)


class Topics(_Requirement):
    """Every topic of the named sets is marked met."""

    kind: Literal["topics"]
    sets: tuple[str, ...]


class Check(_Requirement):
    """Staff answer yes, no or in consultation."""

    kind: Literal["check"]
    question: Words


Requirement = Annotated[
    All | Any_ | Duration | Points | Held | Evidence | Statement | Topics | Check, Field(discriminator="kind")
]
GROUPS = (All, Any_)


class Topic(Part):
    """One topic of a set."""

    id: str
    name: Words


class TopicSet(Part):
    """Topics that are judged together."""

    id: str
    name: Words
    topics: tuple[Topic, ...]


class Step(Part):
    """One way in which the dossier is judged, by how many people in which role."""

    id: str
    name: Words
    mode: Literal["written", "oral", "phone"] = "written"
    role: str
    count: int = Field(default=1, ge=1)


class DecisionBody(Part):
    """Who decides; the strict default keeps assessor and decider apart."""

    id: str
    body: str
    role: str
    may_be_assessor: bool = False


class Route(Part):
    """One way to a title: what is required, how it is judged, who decides."""

    id: str
    name: Words
    kind: Literal["initial", "exemption", "intake", "recertification", "specialisation", "upgrade"]
    title: str
    requires: str
    steps: tuple[str, ...] = ()
    decision: str
    certificate: bool = True


class Version(Part):
    """A scheme as it holds from a day on."""

    id: str
    from_on: date = Field(alias="from")
    routes: tuple[str, ...]
    src: str = ""


class Life(Part):
    """How long a certificate lives; months, 0 for without end, and what follows."""

    validity_months: int = Field(default=0, ge=0)
    remind_months: tuple[int, ...] = ()
    retention_years: int = Field(default=10, ge=0)
    src: str = ""


class RegisterField(Part):
    """One column of the register."""

    id: str
    public: bool = False


class Register(Part):
    """What the register shows, and to whom."""

    public: bool = False
    fields: tuple[RegisterField, ...] = ()
    src: str = ""


class CertificateTexts(Part):
    """What the paper says; {name}, {title}, {title_name}, {date} and {until} are filled in."""

    issuer: str
    text: Words
    scope: Words | None = None
    layout: Literal["", "portrait", "landscape"] = ""
    number: str = "{title}-{year}-{count:03}"


class WorkedExample(Part):
    """Facts and what must come of them; publishing a version refuses when one fails."""

    id: str
    route: str
    on: date
    facts: dict[str, Any]
    expect: dict[str, str] = Field(description="Requirement id to met, not_met or undecided.")
    src: str = ""


class Scheme(Part):
    """One system of certification."""

    id: str
    name: Words
    owner: str
    intake_body: str = ""
    certification_body: str
    voluntary: bool = True
    association_counts_as: str = Field(default="", description="Members of the association count as members of this body.")
    versions: tuple[Version, ...] = Field(alias="version", min_length=1)
    titles: tuple[Title, ...] = Field(alias="title", min_length=1)
    ledgers: tuple[Ledger, ...] = Field(default=(), alias="ledger")
    marks: tuple[Mark, ...] = Field(default=(), alias="mark")
    programmes: tuple[Programme, ...] = Field(default=(), alias="programme")
    topic_sets: tuple[TopicSet, ...] = Field(default=(), alias="topic_set")
    requirements: tuple[Requirement, ...] = Field(alias="requirement", min_length=1)
    steps: tuple[Step, ...] = Field(default=(), alias="step")
    decisions: tuple[DecisionBody, ...] = Field(alias="decision", min_length=1)
    routes: tuple[Route, ...] = Field(alias="route", min_length=1)
    life: Life = Life()
    register_: Register = Field(default=Register(), alias="register")
    certificate: CertificateTexts
    examples: tuple[WorkedExample, ...] = Field(default=(), alias="example")

    def version_on(self, on: date) -> Version:
        """The version in force on a day; the first one for any earlier day."""
        begun = [version for version in sorted(self.versions, key=lambda v: v.from_on) if version.from_on <= on]
        return begun[-1] if begun else min(self.versions, key=lambda v: v.from_on)

    def version(self, version_id: str) -> Version:
        """A version by its id."""
        return next(version for version in self.versions if version.id == version_id)

    def route(self, route_id: str) -> Route:
        """A route by its id."""
        return next(route for route in self.routes if route.id == route_id)

    def title(self, title_id: str) -> Title:
        """A title by its id."""
        return next(title for title in self.titles if title.id == title_id)

    def step(self, step_id: str) -> Step:
        """A step by its id."""
        return next(step for step in self.steps if step.id == step_id)

    def decision(self, decision_id: str) -> DecisionBody:
        """A decision body by its id."""
        return next(body for body in self.decisions if body.id == decision_id)

    def ledger(self, ledger_id: str) -> Ledger:
        """A ledger by its id."""
        return next(ledger for ledger in self.ledgers if ledger.id == ledger_id)

    def requirement(self, requirement_id: str) -> Requirement:
        """A requirement by its id."""
        return next(requirement for requirement in self.requirements if requirement.id == requirement_id)

    def children(self, requirement_id: str) -> tuple[Requirement, ...]:
        """The requirements in a group, in the order of the file."""
        return tuple(requirement for requirement in self.requirements if requirement.into == requirement_id)

    def leaves(self, requirement_id: str) -> Iterator[Requirement]:
        """Everything below a requirement that is no group itself."""
        requirement = self.requirement(requirement_id)
        if not isinstance(requirement, GROUPS):
            yield requirement
        for child in self.children(requirement_id):
            yield from self.leaves(child.id)
