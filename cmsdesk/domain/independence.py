"""Whether a person may act on somebody's file: what ties the two, how long that bars, and why.

ISO/IEC 17024 clauses 4.3, 5.2 and 6.2: impartiality is guarded, and who trained a candidate does not examine
that candidate. The windows are a scheme's own; the defaults are strict and marked EXAMPLE there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlmodel import Field

from cmsdesk.domain.dates import add_months, show_date
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.records import PERSONAL, PLAIN, Record
from cmsdesk.domain.words import N_, _


class RelationKind(StrEnum):
    """What one person is or was to another."""

    TRAINED = "trained"
    COACHED = "coached"
    MENTORED = "mentored"
    EMPLOYED = "employed"
    FAMILY = "family"
    SAME_ORGANISATION = "same_organisation"
    COMPLAINT = "complaint"

    @property
    def label(self) -> str:
        """The relation in the reader's words."""
        return _(_LABELS[self])


_LABELS = {
    RelationKind.TRAINED: N_("trained the candidate"),
    RelationKind.COACHED: N_("coached the candidate"),
    RelationKind.MENTORED: N_("was mentor of the candidate"),
    RelationKind.EMPLOYED: N_("employed the candidate"),
    RelationKind.FAMILY: N_("is family of the candidate"),
    RelationKind.SAME_ORGANISATION: N_("works in the same organisation as the candidate"),
    RelationKind.COMPLAINT: N_("was party to a complaint with the candidate"),
}

# Family never ends; working together bars while it lasts; the rest for two years after (EXAMPLE, clause 5.2).
_TWO_YEARS = 24
DEFAULT_WINDOWS: Mapping[RelationKind, int | None] = {
    RelationKind.TRAINED: _TWO_YEARS,
    RelationKind.COACHED: _TWO_YEARS,
    RelationKind.MENTORED: _TWO_YEARS,
    RelationKind.EMPLOYED: _TWO_YEARS,
    RelationKind.FAMILY: None,
    RelationKind.SAME_ORGANISATION: 0,
    RelationKind.COMPLAINT: _TWO_YEARS,
}


class Relation(Record, table=True):
    """One person is or was something to another; `other_id` is the candidate's side. Without an end it still is so."""

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs=PLAIN)
    person_id: int = Field(foreign_key="person.id", index=True, sa_column_kwargs=PLAIN)
    other_id: int = Field(foreign_key="person.id", index=True, sa_column_kwargs=PLAIN)
    kind: str = Field(sa_column_kwargs=PERSONAL)
    from_on: date | None = Field(default=None, sa_column_kwargs=PERSONAL)
    until_on: date | None = Field(default=None, sa_column_kwargs=PERSONAL)
    note: str = Field(default="", sa_column_kwargs=PERSONAL)

    def settle(self) -> None:
        """Check that it says something that can be so."""
        if self.person_id == self.other_id:
            raise RuleBroken(_("Please choose two different people."))
        if self.from_on and self.until_on and self.until_on < self.from_on:
            raise RuleBroken(_("A relation cannot end before it begins."))


@dataclass(frozen=True)
class Tie:
    """A relation between somebody and the candidate, without the people."""

    kind: RelationKind
    from_on: date | None = None
    until_on: date | None = None


def why_tied(ties: Iterable[Tie], windows: Mapping[RelationKind, int | None], on: date) -> list[str]:
    """Every tie that bars somebody on a day, in words.

    `windows` says for each kind how many months after its end it bars; None is for ever, and a kind that is not
    named does not bar at all.
    """
    reasons = []
    for tie in ties:
        if tie.kind not in windows or (tie.from_on and tie.from_on > on):
            continue
        months = windows[tie.kind]
        if months is None or tie.until_on is None:
            reasons.append(_("{relation}.").format(relation=tie.kind.label))
            continue
        free_on = add_months(tie.until_on, months)
        if on <= free_on:
            reasons.append(
                _("{relation}, until {date}; this counts until {free}.").format(
                    relation=tie.kind.label, date=show_date(tie.until_on), free=show_date(free_on)
                )
            )
    return reasons


def why_barred(role: str, roles_on_file: Iterable[str], barred_pairs: Iterable[Iterable[str]]) -> list[str]:
    """Every role the person already has on this file that may not go with the new one."""
    pairs = [frozenset(pair) for pair in barred_pairs]
    return [
        _("already acts on this file as {role}.").format(role=other)
        for other in sorted(set(roles_on_file))
        if other != role and any({role, other} <= pair for pair in pairs)
    ]
