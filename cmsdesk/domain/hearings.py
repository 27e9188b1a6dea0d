"""An oral or telephone step: when and where it is held, who is in the chair, what was said."""

from datetime import date, timedelta

from sqlmodel import Field

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.records import PERSONAL, PLAIN, Record, new_uuid
from cmsdesk.domain.words import _


class Hearing(Record, table=True):
    """One planned conversation with the candidate; the committee are the assignments of the step."""

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs=PLAIN)
    uuid: str = Field(default_factory=new_uuid, unique=True, sa_column_kwargs=PLAIN)
    application_id: int = Field(foreign_key="application.id", index=True, sa_column_kwargs=PLAIN)
    step_id: str = Field(sa_column_kwargs=PLAIN)
    on: date = Field(index=True, sa_column_kwargs=PLAIN)
    # As 14:30, at the office's clock.
    at: str = Field(default="", sa_column_kwargs=PLAIN)
    minutes_long: int = Field(default=60, sa_column_kwargs=PLAIN)
    place: str = Field(default="", sa_column_kwargs=PLAIN)
    minutes: str = Field(default="", sa_column_kwargs=PERSONAL)
    # One of the outcomes the step names, or positive or negative.
    outcome: str = Field(default="", sa_column_kwargs=PLAIN)
    held_on: date | None = Field(default=None, sa_column_kwargs=PLAIN)
    cancelled_on: date | None = Field(default=None, sa_column_kwargs=PLAIN)
    version: int = Field(default=1, sa_column_kwargs=PLAIN)

    def hold(self, on: date, *, outcome: str, minutes: str) -> None:
        """Write down how it went."""
        if self.held_on:
            raise RuleBroken(_("This conversation was already held on {date}.").format(date=show_date(self.held_on)))
        if on < self.on:
            raise RuleBroken(_("This conversation is planned for {date}.").format(date=show_date(self.on)))
        if not minutes.strip():
            raise RuleBroken(_("Please write the minutes."))
        self.held_on, self.outcome, self.minutes = on, outcome, minutes.strip()


def completeness_warning(complete_on: date | None, planned_on: date, days_before: int) -> str:
    """A warning when the dossier is not complete so many days before the conversation, or nothing."""
    if not days_before:
        return ""
    wanted = planned_on - timedelta(days=days_before)
    if complete_on is not None and complete_on <= wanted:
        return ""
    if complete_on is None:
        return _("The dossier must be complete {count} days before, on {date}; it is not yet.").format(
            count=days_before, date=show_date(wanted)
        )
    return _("The dossier must be complete {count} days before; it was {days} days before.").format(
        count=days_before, days=(planned_on - complete_on).days
    )
