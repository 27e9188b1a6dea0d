"""The decision of the deciding body, with its date and its reason."""

from datetime import date
from enum import StrEnum

from sqlmodel import Field

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.records import PERSONAL, PLAIN, Record
from cmsdesk.domain.words import N_, _


class DecisionOutcome(StrEnum):
    """What a body may decide; to hold is to ask for more before deciding."""

    GRANT = "grant"
    GRANT_WITH_PLAN = "grant_with_plan"
    HOLD = "hold"
    REFUSE = "refuse"

    @property
    def label(self) -> str:
        """The outcome in the reader's words."""
        return _(_OUTCOMES[self])

    @property
    def grants(self) -> bool:
        """Whether the title is granted."""
        return self in {DecisionOutcome.GRANT, DecisionOutcome.GRANT_WITH_PLAN}


_OUTCOMES = {
    DecisionOutcome.GRANT: N_("Grant"),
    DecisionOutcome.GRANT_WITH_PLAN: N_("Grant with a personal plan"),
    DecisionOutcome.HOLD: N_("Hold"),
    DecisionOutcome.REFUSE: N_("Refuse"),
}


class Decision(Record, table=True):
    """What the body decided about one application."""

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs=PLAIN)
    application_id: int = Field(foreign_key="application.id", index=True, sa_column_kwargs=PLAIN)
    body: str = Field(sa_column_kwargs=PLAIN)
    decider: str = Field(default="", sa_column_kwargs=PERSONAL)
    decider_id: int | None = Field(default=None, foreign_key="person.id", index=True, sa_column_kwargs=PLAIN)
    outcome: str = Field(sa_column_kwargs=PLAIN)
    decided_on: date = Field(index=True, sa_column_kwargs=PLAIN)
    reference: str = Field(default="", sa_column_kwargs=PLAIN)
    reason: str = Field(sa_column_kwargs=PERSONAL)
    # Why the body decided against a red gate, and the second person who agreed.
    override: str = Field(default="", sa_column_kwargs=PERSONAL)
    override_agreed_by: str = Field(default="", sa_column_kwargs=PERSONAL)
    # The day the letter went out; terms for objecting run from here.
    sent_on: date | None = Field(default=None, sa_column_kwargs=PLAIN)
    # A decision that was reopened after an objection stays on record, but no longer holds.
    replaced_on: date | None = Field(default=None, sa_column_kwargs=PLAIN)
    # The evaluation the decision stood on, as text, so that it can be shown for ever.
    ground: str = Field(default="", sa_column_kwargs=PERSONAL)

    def check(self, *, received_on: date | None, today: date) -> None:
        """A decision has a reason and a date on which it can have been taken."""
        if not self.reason.strip():
            raise RuleBroken(_("Please give the reason of the decision."))
        if self.decided_on > today:
            raise RuleBroken(_("A decision cannot be dated in the future."))
        if received_on and self.decided_on < received_on:
            raise RuleBroken(_("A decision cannot be older than the application."))
