"""The nine kinds of requirement: two that group and seven that look at one kind of fact."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from cmsdesk.domain.schemes.parts import Id, Level, Months, Part, Sourced, Words

Gate = Literal["submit", "candidate", "decision", "certificate"]
GATES: tuple[Gate, ...] = ("submit", "candidate", "decision", "certificate")


class _Requirement(Sourced):
    id: Id
    name: Words
    into: str = Field(default="", alias="in", description="The group this requirement belongs to.")
    gate: Gate | None = Field(
        default=None,
        description="The moment from which it must be met; what is not said follows the group, and at the top the decision.",
    )
    when: str = Field(default="", description="A circumstance; without it the requirement does not exist.")
    remediable: bool = Field(default=False, description="What is missing may go into a personal plan.")
    waivable_by: str = Field(default="", description="The role that may waive it, always with a reason.")
    criteria: tuple[Words, ...] = Field(default=(), description="What an assessor looks at.")


class _Group(_Requirement):
    refs: tuple[str, ...] = Field(default=(), description="Requirements from elsewhere that belong to this group as well.")


class All(_Group):
    """Every requirement in the group must be met."""

    kind: Literal["all"]


class Any_(_Group):  # noqa: N801 - the name of the kind
    """At least `n` requirements in the group must be met; the group's gate is the gate of all within."""

    kind: Literal["any"]
    n: int = Field(default=1, ge=1, description="How many must be met.")


class Duration(_Requirement):
    """Dated periods in a ledger make at least `min` months; overlap counts once."""

    kind: Literal["duration"]
    ledger: str = Field(description="A ledger that counts months.")
    min: int = Field(ge=1, le=1200, description="In whole months.")


class Cap(Sourced):
    """The most that lines of one category may bring."""

    category: Id = Field(description="As it stands on the lines.")
    name: Words | None = Field(default=None, description="How people read the category; else its id.")
    max: Decimal = Field(gt=0, le=1_000_000, description="In the unit of the ledger.")


class Points(_Requirement):
    """Accepted lines in a ledger add up to at least `min`."""

    kind: Literal["points"]
    ledger: str = Field(description="A ledger that does not count months.")
    min: Decimal = Field(gt=0, le=1_000_000, description="In the unit of the ledger.")
    dated_after: str = Field(default="", description="A credential such as title:X; only lines after it was granted count.")
    within: Literal["", "current_validity"] = Field(
        default="", description="Only lines dated while the certificate that is to be renewed was valid count."
    )
    within_months: Months = Field(default=0, description="Only lines of the last so many months count; 0 is no limit.")
    not_used_for: tuple[str, ...] = Field(default=(), description="Titles; lines used for one of them do not count.")
    caps: tuple[Cap, ...] = Field(default=(), description="The most that lines of a category bring.")


class Held(_Requirement):
    """The person holds one of some credentials such as title:X, membership:Y or diploma."""

    kind: Literal["held"]
    credentials: tuple[Id, ...] = Field(min_length=1, description="Any one of these will do.")
    state: Literal["active", "any"] = Field(default="active", description="Whether it must be valid on the day.")
    issuers: tuple[str, ...] = Field(default=(), description="Only from one of these; none named, or *, is any.")
    min_level: Level | None = Field(default=None, description="The least NLQF or EQF level.")
    min_years: int | None = Field(default=None, ge=1, le=12, description="The least length of the programme in years.")


class Evidence(_Requirement):
    """An accepted document; every check on it ticked."""

    kind: Literal["evidence"]
    doc: str = Field(description="A kind of document.")
    checks: tuple[str, ...] = Field(default=(), description="Marks the office must tick on the document.")
    issuers_in: str = Field(default="", description="The list on which the issuer must stand.")
    exception_by: str = Field(default="", description="Who may let an issuer pass that is not on the list.")


class Statement(_Requirement):
    """Signed statements by so many people in a role."""

    kind: Literal["statement"]
    role: Id = Field(description="The role of those who sign.")
    text: Words | None = Field(default=None, description="What is signed.")
    count: int = Field(default=1, ge=1, le=100, description="How many statements.")
    distinct_persons: bool = Field(default=True, description="Two by one person count as one.")
    not_role_on_file: tuple[str, ...] = Field(default=(), description="Who acts on this file in such a role may not sign.")
    within_months: Months = Field(default=0, description="Not older than so many months; 0 is no limit.")


class Topics(_Requirement):
    """Every topic of the named sets is marked met."""

    kind: Literal["topics"]
    sets: tuple[str, ...] = Field(min_length=1, description="The topic sets.")
    basis: tuple[str, ...] = Field(default=(), description="What a topic may rest on; at least one, where any is named.")


class Check(_Requirement):
    """Staff answer yes, no or in consultation."""

    kind: Literal["check"]
    question: Words = Field(description="What staff answer.")
    remedies: tuple[Words, ...] = Field(default=(), description="What may be offered where the answer is not yes.")


Requirement = Annotated[
    All | Any_ | Duration | Points | Held | Evidence | Statement | Topics | Check, Field(discriminator="kind")
]
GROUPS = (All, Any_)


class Topic(Part):
    """One topic of a set, with what someone who masters it can do."""

    id: Id
    name: Words
    goals: tuple[Words, ...] = Field(default=(), description="What one can do who masters it.")


class TopicSet(Sourced):
    """Topics that are judged together."""

    id: Id
    name: Words
    topics: tuple[Topic, ...] = Field(alias="topic", min_length=1, description="The topics.")
