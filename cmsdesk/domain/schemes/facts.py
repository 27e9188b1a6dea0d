"""What is known of a person and an application, as plain facts for the evaluation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

Standing = Literal["accepted", "pending", "refused"]


@dataclass(frozen=True)
class LedgerLine:
    """One line in a ledger: an amount in the ledger's unit, or hours that become one."""

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


@dataclass(frozen=True)
class Period:
    """A dated period in a ledger; without `until` it still runs."""

    ledger: str
    from_on: date
    until_on: date | None = None
    text: str = ""


@dataclass(frozen=True)
class Credential:
    """Something held: title:X, membership:Y, diploma:Z."""

    kind: str
    granted_on: date
    until_on: date | None = None
    active: bool = True
    issuer: str = ""
    level: int | None = None


@dataclass(frozen=True)
class Document:
    """A document tied to a requirement."""

    requirement: str
    text: str
    standing: Standing = "pending"
    reason: str = ""
    issuer: str = ""
    ticked: frozenset[str] = frozenset()
    id: int = 0


@dataclass(frozen=True)
class Statement:
    """A signed statement by a person in a role."""

    role: str
    by: str
    on: date


@dataclass(frozen=True)
class Facts:
    """Everything the evaluation may look at."""

    lines: tuple[LedgerLine, ...] = ()
    periods: tuple[Period, ...] = ()
    credentials: tuple[Credential, ...] = ()
    documents: tuple[Document, ...] = ()
    statements: tuple[Statement, ...] = ()
    topics_met: frozenset[str] = frozenset()
    checks: Mapping[str, str] = field(default_factory=dict)


def read_facts(data: Mapping[str, Any]) -> Facts:
    """Facts from a TOML or JSON document with the field names above.

    Raises ValueError naming what is wrong.
    """
    kinds: dict[str, type] = {
        "lines": LedgerLine,
        "periods": Period,
        "credentials": Credential,
        "documents": Document,
        "statements": Statement,
    }
    known: dict[str, Any] = {"topics_met": frozenset(data.get("topics_met", ())), "checks": dict(data.get("checks", {}))}
    if unknown := set(data) - set(kinds) - set(known):
        raise ValueError(min(unknown))
    for key, kind in kinds.items():
        known[key] = tuple(_read(kind, row) for row in data.get(key, ()))
    return Facts(**known)


def _read(kind: type, row: Mapping[str, Any]) -> Any:
    values: dict[str, Any] = {}
    for name, value in row.items():
        if name in {"amount", "hours"}:
            values[name] = Decimal(str(value))
        elif name in {"on", "from_on", "until_on", "granted_on"}:
            values[name] = date.fromisoformat(str(value))
        elif isinstance(value, list):
            values[name] = frozenset(value)
        else:
            values[name] = value
    try:
        return kind(**values)
    except TypeError as error:
        raise ValueError(str(error)) from error
