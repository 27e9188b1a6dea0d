"""Erasing a person: when it may be, what goes, and what stays so that the numbers of past years remain true."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Field

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.records import PLAIN, Record, new_uuid
from cmsdesk.domain.words import _, ngettext

# Rows that stay, emptied of every word about who it was; all other rows about a person go.
KEPT = frozenset({"person", "application", "decision", "certificate", "certificateevent", "dispute", "erasure"})

# Who is named in these acted on the file of somebody else; that file needs the name as its proof.
ACTING = frozenset({("assignment", "person_id"), ("decision", "decider_id"), ("signedstatement", "signer_id")})


class Erasure(Record, table=True):
    """That somebody was erased, when, and on which ground; it does not say who.

    `requested_on` is the day of the written request, or the first day after the years of keeping.
    """

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs=PLAIN)
    uuid: str = Field(default_factory=new_uuid, unique=True, sa_column_kwargs=PLAIN)
    person_id: int = Field(foreign_key="person.id", unique=True, sa_column_kwargs=PLAIN)
    requested_on: date = Field(sa_column_kwargs=PLAIN)
    erased_on: date = Field(sa_column_kwargs=PLAIN)


@dataclass(frozen=True)
class Gone:
    """An entry that was erased, by its uuid, as it is known outside the office file; a merged entry is one by itself."""

    person: str
    requested_on: date
    erased_on: date


def why_not_erase(
    name: str, *, registered: Sequence[str], running: Sequence[str], keeping: Sequence[tuple[str, date]], acted: int
) -> str:
    """Why somebody cannot be erased now, or nothing.

    `registered` are the certificates that still stand, `running` the applications that are open, `keeping` the
    schemes that keep what is no longer used, each until when, and `acted` on how many files of others they acted.
    """
    if registered:
        return _("{name} is still in the register with {numbers}. Withdraw that first.").format(
            name=name, numbers=", ".join(registered)
        )
    if running:
        return _("{name} has an open application: {numbers}. Withdraw it first.").format(name=name, numbers=", ".join(running))
    for scheme, until in keeping:
        return _("{scheme} keeps what is no longer used until {date}.").format(scheme=scheme, date=show_date(until))
    if acted:
        return ngettext(
            "{name} judged, decided or signed on {count} file of somebody else, which needs the name as its proof.",
            "{name} judged, decided or signed on {count} files of others, which need the name as their proof.",
            acted,
        ).format(name=name, count=acted)
    return ""


def check_request(requested_on: date | None, today: date) -> date:
    """The day of the written request; without a request nobody is erased."""
    if requested_on is None:
        raise RuleBroken(_("Please fill in the day of the written request; without one nothing is destroyed."))
    if requested_on > today:
        raise RuleBroken(_("The request cannot be dated in the future."))
    return requested_on
