"""What is known of a person and an application, as plain facts for the evaluation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.schemes.sentences import sentence_of

Standing = Literal["accepted", "pending", "refused"]
# Facts may come from a file; there, a key nobody knows is a typing error.
_STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True)
class LedgerLine:
    """One line in a ledger: an amount in the ledger's unit, or hours that become one."""

    __pydantic_config__ = _STRICT
    ledger: str
    on: date
    text: str
    amount: Decimal | None = None
    hours: Decimal | None = None
    standing: Standing = "accepted"
    reason: str = ""
    marks: frozenset[str] = frozenset()
    used_for: frozenset[str] = frozenset()
    id: int = 0
    category: str = ""


@dataclass(frozen=True)
class Period:
    """A dated period in a ledger; without `until` it still runs."""

    __pydantic_config__ = _STRICT
    ledger: str
    from_on: date
    until_on: date | None = None
    text: str = ""
    id: int = 0


@dataclass(frozen=True)
class Credential:
    """Something held: title:X, membership:Y, diploma."""

    __pydantic_config__ = _STRICT
    kind: str
    granted_on: date
    until_on: date | None = None
    active: bool = True
    issuer: str = ""
    level: int | None = None
    years: int | None = None


@dataclass(frozen=True)
class Document:
    """A document tied to a requirement; the exception lets an issuer pass that is not on the list."""

    __pydantic_config__ = _STRICT
    requirement: str
    text: str
    standing: Standing = "pending"
    reason: str = ""
    issuer: str = ""
    ticked: frozenset[str] = frozenset()
    id: int = 0
    exception_by: str = ""
    exception_on: date | None = None
    exception_reason: str = ""


@dataclass(frozen=True)
class Statement:
    """A signed statement by a person in a role; for one requirement where it says so."""

    __pydantic_config__ = _STRICT
    role: str
    by: str
    on: date
    standing: Standing = "accepted"
    requirement: str = ""
    reason: str = ""


@dataclass(frozen=True)
class TopicMark:
    """A topic that someone masters, and what that rests on."""

    __pydantic_config__ = _STRICT
    topic: str
    standing: Standing = "accepted"
    basis: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Window:
    """A stretch of time that lines may have to fall in, such as current_validity."""

    __pydantic_config__ = _STRICT
    name: str
    from_on: date
    until_on: date | None = None


@dataclass(frozen=True)
class Waiver:
    """Someone in a role let a requirement go, with a reason."""

    __pydantic_config__ = _STRICT
    requirement: str
    role: str
    on: date
    reason: str


@dataclass(frozen=True)
class Facts:
    """Everything the evaluation may look at."""

    __pydantic_config__ = _STRICT
    lines: tuple[LedgerLine, ...] = ()
    periods: tuple[Period, ...] = ()
    credentials: tuple[Credential, ...] = ()
    documents: tuple[Document, ...] = ()
    statements: tuple[Statement, ...] = ()
    topics: tuple[TopicMark, ...] = ()
    checks: Mapping[str, str] = field(default_factory=dict)
    windows: tuple[Window, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    circumstances: frozenset[str] = frozenset()
    roles_on_file: Mapping[str, frozenset[str]] = field(default_factory=dict)


_ADAPTER = TypeAdapter(Facts)


def read_facts(data: Mapping[str, Any], name: str) -> Facts:
    """Facts from a TOML or JSON document with the field names above; `name` is the file's name for a refusal."""
    try:
        return _ADAPTER.validate_python(dict(data))
    except ValidationError as error:
        raise RuleBroken(sentence_of(error, name, data)) from error


def written_down(facts: Facts) -> dict[str, Any]:
    """The same facts as plain values for a JSON document; `read_facts` reads them back."""
    written: dict[str, Any] = _ADAPTER.dump_python(facts, mode="json")
    return written
