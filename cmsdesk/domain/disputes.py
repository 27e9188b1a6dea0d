"""Objections, appeals and complaints, with their terms and the people who may handle them.

ISO/IEC 17024 clauses 9.8 and 9.9: they are received, confirmed, handled by others than those who were involved,
and answered; who objects is not harmed by it.
"""

from datetime import date, timedelta
from enum import StrEnum

from sqlmodel import Field

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.records import PERSONAL, PLAIN, Record, new_uuid
from cmsdesk.domain.words import N_, _


class DisputeKind(StrEnum):
    """What was brought in."""

    OBJECTION = "objection"
    APPEAL = "appeal"
    COMPLAINT = "complaint"

    @property
    def label(self) -> str:
        """The kind in the reader's words."""
        return _(_KINDS[self])


_KINDS = {
    DisputeKind.OBJECTION: N_("Objection"),
    DisputeKind.APPEAL: N_("Appeal"),
    DisputeKind.COMPLAINT: N_("Complaint"),
}


class DisputeOutcome(StrEnum):
    """How it ended."""

    UPHELD = "upheld"
    REOPENED = "reopened"
    INADMISSIBLE = "inadmissible"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The outcome in the reader's words."""
        return _(_OUTCOMES[self])


_OUTCOMES = {
    DisputeOutcome.UPHELD: N_("The decision stands"),
    DisputeOutcome.REOPENED: N_("The decision is taken again"),
    DisputeOutcome.INADMISSIBLE: N_("Not admissible"),
    DisputeOutcome.WITHDRAWN: N_("Taken back"),
}


class Dispute(Record, table=True):
    """One objection, appeal or complaint about an application; a complaint may be about a certificate's holder."""

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs=PLAIN)
    uuid: str = Field(default_factory=new_uuid, unique=True, sa_column_kwargs=PLAIN)
    number: str = Field(unique=True, sa_column_kwargs=PLAIN)
    kind: str = Field(index=True, sa_column_kwargs=PLAIN)
    application_id: int | None = Field(default=None, foreign_key="application.id", index=True, sa_column_kwargs=PLAIN)
    certificate_id: int | None = Field(default=None, foreign_key="certificate.id", index=True, sa_column_kwargs=PLAIN)
    decision_id: int | None = Field(default=None, foreign_key="decision.id", index=True, sa_column_kwargs=PLAIN)
    brought_by: str = Field(sa_column_kwargs=PERSONAL)
    grounds: str = Field(sa_column_kwargs=PERSONAL)
    received_on: date = Field(sa_column_kwargs=PLAIN)
    in_time: bool = Field(default=True, sa_column_kwargs=PLAIN)
    handled_by: str = Field(default="", sa_column_kwargs=PLAIN)
    confirmed_on: date | None = Field(default=None, sa_column_kwargs=PLAIN)
    answer_due_on: date | None = Field(default=None, index=True, sa_column_kwargs=PLAIN)
    outcome: str = Field(default="", index=True, sa_column_kwargs=PLAIN)
    answer: str = Field(default="", sa_column_kwargs=PERSONAL)
    closed_on: date | None = Field(default=None, sa_column_kwargs=PLAIN)
    version: int = Field(default=1, sa_column_kwargs=PLAIN)

    def settle(self, today: date) -> None:
        """Check that it can have been brought in."""
        if not self.brought_by.strip() or not self.grounds.strip():
            raise RuleBroken(_("Please fill in who brings this in, and on what grounds."))
        if self.received_on > today:
            raise RuleBroken(_("This cannot have been received in the future."))

    def close(self, outcome: DisputeOutcome, answer: str, on: date) -> None:
        """Answer it, with the reason."""
        if self.closed_on:
            raise RuleBroken(_("This was already answered on {date}.").format(date=show_date(self.closed_on)))
        if not answer.strip():
            raise RuleBroken(_("Please write the answer; whoever brought this in will read it."))
        self.outcome, self.answer, self.closed_on = outcome.value, answer.strip(), on


def is_in_time(sent_on: date | None, received_on: date, days: int) -> bool:
    """Whether an objection came within so many days after the decision was sent; the last day counts.

    A decision that was never sent starts no term.
    """
    return sent_on is None or not days or received_on <= sent_on + timedelta(days=days)
