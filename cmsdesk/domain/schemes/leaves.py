"""What comes of one requirement that looks at facts, and how it is shown."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from cmsdesk.domain.words import language


class Outcome(StrEnum):
    """The three answers."""

    MET = "met"
    UNDECIDED = "undecided"
    NOT_MET = "not_met"


@dataclass(frozen=True)
class Line:
    """One line that was looked at: what it is, what it is worth, and the rule that cut it, if any."""

    text: str
    value: str
    reason: str = ""
    id: int = 0


@dataclass(frozen=True)
class Leaf:
    """What came of one requirement that is no group; `share` is 0 to 1 for a progress bar."""

    outcome: Outcome
    have: str = ""
    need: str = ""
    share: float = 0.0
    sentence: str = ""
    missing: Decimal = Decimal(0)
    pending: Decimal = Decimal(0)
    first_possible_on: date | None = None
    counted: tuple[Line, ...] = ()
    cut: tuple[Line, ...] = ()


def number(value: Decimal | int) -> str:
    """A number as the reader writes it: 59,5 or 59.5, without idle zeros."""
    text = f"{Decimal(value).normalize():f}"
    return text if language() == "en" else text.replace(".", ",")


def shown(credential: str) -> str:
    """A credential as a reader knows it: the part after the colon."""
    return credential.partition(":")[2] or credential
