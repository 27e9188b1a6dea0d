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
from cmsdesk.domain.names import fold
from cmsdesk.domain.records import PERSONAL, PLAIN, Record
from cmsdesk.domain.schemes.life import Independence
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
        """What the first person is to the second, in the reader's words."""
        return _(_LABELS[self])

    @property
    def turned(self) -> str:
        """The same seen from the second person; nothing where both sides are alike."""
        return _(_TURNED.get(self, ""))

    def says(self, name: str, other: str) -> str:
        """The relation as a sentence."""
        return _(_SENTENCES[self]).format(name=name, other=other)


_LABELS = {
    RelationKind.TRAINED: N_("is or was a trainer of"),
    RelationKind.COACHED: N_("is or was a coach of"),
    RelationKind.MENTORED: N_("is or was a mentor of"),
    RelationKind.EMPLOYED: N_("is or was the employer of"),
    RelationKind.FAMILY: N_("is family of"),
    RelationKind.SAME_ORGANISATION: N_("works or worked in one organisation with"),
    RelationKind.COMPLAINT: N_("is or was party to a complaint with"),
}
_TURNED = {
    RelationKind.TRAINED: N_("is or was trained by"),
    RelationKind.COACHED: N_("is or was coached by"),
    RelationKind.MENTORED: N_("has or had as a mentor"),
    RelationKind.EMPLOYED: N_("is or was employed by"),
}
_SENTENCES = {
    RelationKind.TRAINED: N_("{name} is or was a trainer of {other}."),
    RelationKind.COACHED: N_("{name} is or was a coach of {other}."),
    RelationKind.MENTORED: N_("{name} is or was a mentor of {other}."),
    RelationKind.EMPLOYED: N_("{name} is or was the employer of {other}."),
    RelationKind.FAMILY: N_("{name} and {other} are family."),
    RelationKind.SAME_ORGANISATION: N_("{name} and {other} work or worked in one organisation."),
    RelationKind.COMPLAINT: N_("{name} and {other} are or were party to a complaint."),
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

    def end(self, on: date) -> None:
        """From the day after it is past; how long it still counts is the scheme's."""
        self.until_on = on
        self.settle()


@dataclass(frozen=True)
class Tie:
    """A relation between somebody and the candidate, in either direction; `sentence` says it with both names."""

    kind: RelationKind
    sentence: str
    from_on: date | None = None
    until_on: date | None = None


def windows_of(said: Iterable[Independence]) -> dict[RelationKind, int | None]:
    """How many months after its end each relation still bars: what a scheme says, otherwise the default.

    None is for ever; a relation that is not named does not bar at all.
    """
    windows = dict(DEFAULT_WINDOWS)
    for rule in said:
        kind = RelationKind(rule.relation)
        if rule.bars:
            windows[kind] = None if rule.for_ever else rule.months_after
        else:
            windows.pop(kind, None)
    return windows


def why_tied(ties: Iterable[Tie], windows: Mapping[RelationKind, int | None], on: date) -> list[str]:
    """Every tie that bars somebody on a day, as sentences."""
    reasons = []
    for tie in ties:
        if tie.kind not in windows or (tie.from_on and tie.from_on > on):
            continue
        months = windows[tie.kind]
        if months is None or tie.until_on is None or tie.until_on > on:
            reasons.append(tie.sentence)
            continue
        free_on = add_months(tie.until_on, months)
        if on <= free_on:
            ended = _("That ended on {date} and counts until {free}.")
            reasons.append(f"{tie.sentence} {ended.format(date=show_date(tie.until_on), free=show_date(free_on))}")
    return reasons


def shared_employer(one: str, other: str) -> bool:
    """Whether two people name the same employer, however it is typed; nothing is shared where one names none."""
    return bool(fold(one).split()) and fold(one).split() == fold(other).split()
