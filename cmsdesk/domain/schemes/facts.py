"""What is known of a person and an application, as plain facts for the evaluation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.schemes.sentences import sentence_of

Standing = Literal["accepted", "pending", "refused"]
# Facts may come from a file; there, a key nobody knows is a typing error.
_STRICT = ConfigDict(extra="forbid")
_STANDING = Field(description="Whether it counts: accepted, pending or refused.")
_REASON = Field(description="Why it was refused.")
_NUMBER = Field(description="The number of the office's own record; 0 in a file.")


@dataclass(frozen=True)
class LedgerLine:
    """One line in a ledger: an amount in the ledger's unit, or hours that become one."""

    __pydantic_config__ = _STRICT
    ledger: Annotated[str, Field(description="The id of the ledger.")]
    on: Annotated[date, Field(description="When it was done.")]
    text: Annotated[str, Field(description="What it was.")]
    amount: Annotated[Decimal | None, Field(description="In the unit of the ledger.")] = None
    hours: Annotated[Decimal | None, Field(description="Hours, where the ledger makes points of them.")] = None
    standing: Annotated[Standing, _STANDING] = "accepted"
    reason: Annotated[str, _REASON] = ""
    marks: Annotated[frozenset[str], Field(description="The marks that were ticked.")] = frozenset()
    used_for: Annotated[frozenset[str], Field(description="The titles it was used for before.")] = frozenset()
    id: Annotated[int, _NUMBER] = 0
    category: Annotated[str, Field(description="For the most that a category may bring.")] = ""


@dataclass(frozen=True)
class Period:
    """A dated period in a ledger; without `until_on` it still runs."""

    __pydantic_config__ = _STRICT
    ledger: Annotated[str, Field(description="The id of the ledger.")]
    from_on: Annotated[date, Field(description="The first day.")]
    until_on: Annotated[date | None, Field(description="The last day.")] = None
    text: Annotated[str, Field(description="What it was.")] = ""
    id: Annotated[int, _NUMBER] = 0


@dataclass(frozen=True)
class Credential:
    """Something held: title:X, membership:Y, diploma."""

    __pydantic_config__ = _STRICT
    kind: Annotated[str, Field(description="As the requirement names it: title:X, membership:Y, diploma.")]
    granted_on: Annotated[date, Field(description="The first day.")]
    until_on: Annotated[date | None, Field(description="The last day.")] = None
    active: Annotated[bool, Field(description="Not suspended and not withdrawn.")] = True
    issuer: Annotated[str, Field(description="Who gave it.")] = ""
    level: Annotated[int | None, Field(description="The NLQF or EQF level.")] = None
    years: Annotated[int | None, Field(description="The length of the programme.")] = None


@dataclass(frozen=True)
class Document:
    """A document tied to a requirement; the exception lets an issuer pass that is not on the list."""

    __pydantic_config__ = _STRICT
    requirement: Annotated[str, Field(description="The id of the requirement it proves.")]
    text: Annotated[str, Field(description="What it is called.")]
    standing: Annotated[Standing, _STANDING] = "pending"
    reason: Annotated[str, _REASON] = ""
    issuer: Annotated[str, Field(description="Who made it.")] = ""
    ticked: Annotated[frozenset[str], Field(description="The marks that were ticked.")] = frozenset()
    id: Annotated[int, _NUMBER] = 0
    exception_by: Annotated[str, Field(description="The body that let the issuer pass.")] = ""
    exception_on: Annotated[date | None, Field(description="When it did.")] = None
    exception_reason: Annotated[str, Field(description="Why it did; an exception without a reason is none.")] = ""


@dataclass(frozen=True)
class Statement:
    """A signed statement by a person in a role; for one requirement where it says so."""

    __pydantic_config__ = _STRICT
    role: Annotated[str, Field(description="The id of the role.")]
    by: Annotated[str, Field(description="The name of who signed.")]
    on: Annotated[date, Field(description="When it was signed.")]
    standing: Annotated[Standing, _STANDING] = "accepted"
    requirement: Annotated[str, Field(description="The id of the requirement; empty is any that asks for this role.")] = ""
    reason: Annotated[str, _REASON] = ""


@dataclass(frozen=True)
class TopicMark:
    """A topic that someone masters, and what that rests on."""

    __pydantic_config__ = _STRICT
    topic: Annotated[str, Field(description="The id of the topic.")]
    standing: Annotated[Standing, _STANDING] = "accepted"
    basis: Annotated[frozenset[str], Field(description="What it rests on, such as experience or knowledge.")] = frozenset()


@dataclass(frozen=True)
class Window:
    """A stretch of time that lines may have to fall in."""

    __pydantic_config__ = _STRICT
    name: Annotated[str, Field(description="current_validity: the life of the certificate that is to be renewed.")]
    from_on: Annotated[date, Field(description="The first day.")]
    until_on: Annotated[date | None, Field(description="The last day.")] = None


@dataclass(frozen=True)
class Waiver:
    """Someone in a role let a requirement go, with a reason."""

    __pydantic_config__ = _STRICT
    requirement: Annotated[str, Field(description="The id of the requirement.")]
    role: Annotated[str, Field(description="The id of the role.")]
    on: Annotated[date, Field(description="From when.")]
    reason: Annotated[str, Field(description="A waiver without a reason is none.")]


@dataclass(frozen=True)
class Facts:
    """Everything the evaluation may look at."""

    __pydantic_config__ = _STRICT
    lines: Annotated[tuple[LedgerLine, ...], Field(description="Lines in ledgers that do not count months.")] = ()
    periods: Annotated[tuple[Period, ...], Field(description="Dated periods in ledgers.")] = ()
    credentials: Annotated[tuple[Credential, ...], Field(description="What the person holds.")] = ()
    documents: Annotated[tuple[Document, ...], Field(description="What lies in the dossier.")] = ()
    statements: Annotated[tuple[Statement, ...], Field(description="What others, or the candidate, signed.")] = ()
    topics: Annotated[tuple[TopicMark, ...], Field(description="The topics that were marked.")] = ()
    checks: Annotated[Mapping[str, str], Field(description="By the id of the requirement: yes, no or consultation.")] = field(
        default_factory=dict
    )
    windows: Annotated[tuple[Window, ...], Field(description="The stretches of time that requirements name.")] = ()
    waivers: Annotated[tuple[Waiver, ...], Field(description="What was let go.")] = ()
    circumstances: Annotated[frozenset[str], Field(description="The ids of the circumstances that are so.")] = frozenset()
    roles_on_file: Annotated[
        Mapping[str, frozenset[str]], Field(description="By the name of a person: the roles in which they act on this file.")
    ] = field(default_factory=dict)


_ADAPTER = TypeAdapter(Facts)


def read_facts(data: Mapping[str, Any], name: str) -> Facts:
    """Facts from a TOML or JSON document with the field names above; `name` is the file's name for a refusal."""
    try:
        return _ADAPTER.validate_python(dict(data))
    except ValidationError as error:
        raise RuleBroken(sentence_of(error, name, data)) from error
