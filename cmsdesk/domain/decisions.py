"""The decision of the deciding body, with its date and its reason."""

from datetime import date

from sqlmodel import Field

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.records import PERSONAL, PLAIN, Record
from cmsdesk.domain.words import _


class Decision(Record, table=True):
    """What the body decided about one application."""

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs=PLAIN)
    application_id: int = Field(foreign_key="application.id", unique=True, sa_column_kwargs=PLAIN)
    body: str = Field(sa_column_kwargs=PLAIN)
    decider: str = Field(default="", sa_column_kwargs=PERSONAL)
    outcome: str = Field(sa_column_kwargs=PLAIN)
    decided_on: date = Field(index=True, sa_column_kwargs=PLAIN)
    reference: str = Field(default="", sa_column_kwargs=PLAIN)
    reason: str = Field(sa_column_kwargs=PERSONAL)
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
