"""The personal education plan: what is missing, what is done about it, by whom and by when (S1-52 to S1-59)."""

from datetime import date

from sqlmodel import Field

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.records import PERSONAL, PLAIN, Record
from cmsdesk.domain.words import _


class PlanLine(Record, table=True):
    """One action; `covers` names the requirements or topics it makes good, one on a line."""

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs=PLAIN)
    application_id: int = Field(foreign_key="application.id", index=True, sa_column_kwargs=PLAIN)
    covers: str = Field(sa_column_kwargs=PLAIN)
    action: str = Field(sa_column_kwargs=PERSONAL)
    by_whom: str = Field(default="", sa_column_kwargs=PERSONAL)
    by_when: date | None = Field(default=None, sa_column_kwargs=PLAIN)
    done_on: date | None = Field(default=None, sa_column_kwargs=PLAIN)
    version: int = Field(default=1, sa_column_kwargs=PLAIN)

    def settle(self) -> None:
        """An action does something about something."""
        if not self.covers.strip():
            raise RuleBroken(_("Please choose what this action makes good."))
        if not self.action.strip():
            raise RuleBroken(_("Please say what will be done."))
