"""The decision of the deciding body, with its date and its reason."""

from datetime import date
from enum import StrEnum

from sqlmodel import Field

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.records import PERSONAL, PLAIN, Record
from cmsdesk.domain.words import N_, _

# The role of a body elsewhere: the office records what it decided, and need not know the person.
EXTERNAL = "external"


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

    @property
    def grants(self) -> bool:
        """Whether the title was granted."""
        return DecisionOutcome(self.outcome).grants

    @property
    def is_final(self) -> bool:
        """Whether the application ended with it; to hold is to decide later."""
        return DecisionOutcome(self.outcome) is not DecisionOutcome.HOLD

    def send(self, on: date, *, today: date) -> None:
        """The letter went out on this day; the term for objecting runs from here."""
        if self.sent_on:
            raise RuleBroken(_("The letter was already sent, on {date}.").format(date=show_date(self.sent_on)))
        if on < self.decided_on:
            raise RuleBroken(
                _("The letter cannot be older than the decision, of {date}.").format(date=show_date(self.decided_on))
            )
        if on > today:
            raise RuleBroken(_("The letter cannot have been sent in the future."))
        self.sent_on = on

    def override_gates(self, reason: str, agreed_by: str) -> None:
        """Decide against a red gate: only with words, and with a second person who agreed."""
        if not reason.strip():
            raise RuleBroken(_("Please say why the body grants although not everything is met."))
        second = agreed_by.strip()
        if not second or second.casefold() == self.decider.strip().casefold():
            raise RuleBroken(_("A second person has to agree with this; please fill in who that is."))
        self.override, self.override_agreed_by = reason.strip(), second

    def check(self, *, received_on: date | None, today: date, judged_on: date | None = None) -> None:
        """A decision has a reason and a date on which it can have been taken; `judged_on` is the day of the last report."""
        if not self.reason.strip():
            raise RuleBroken(_("Please give the reason of the decision."))
        if self.decided_on > today:
            raise RuleBroken(_("A decision cannot be dated in the future."))
        if received_on and self.decided_on < received_on:
            raise RuleBroken(_("A decision cannot be older than the application."))
        if judged_on and self.decided_on < judged_on:
            raise RuleBroken(_("A decision cannot be older than the last report, of {date}.").format(date=show_date(judged_on)))
