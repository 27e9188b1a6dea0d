"""What the candidate was asked to correct, why, and since when; meanwhile the office's own term stands still."""

from datetime import date
from enum import StrEnum

from sqlmodel import Field

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.records import PERSONAL, PLAIN, Record
from cmsdesk.domain.words import N_, _


class Fault(StrEnum):
    """What is wrong with what was handed in."""

    INCORRECT = "incorrect"
    INCOMPLETE = "incomplete"
    OUTDATED = "outdated"

    @property
    def label(self) -> str:
        """The fault in the reader's words."""
        return _(_LABELS[self])


_LABELS = {Fault.INCORRECT: N_("Incorrect"), Fault.INCOMPLETE: N_("Incomplete"), Fault.OUTDATED: N_("Outdated")}


class CorrectionRequest(Record, table=True):
    """One request; `requirement_id` names what it is about, empty for the application as a whole."""

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs=PLAIN)
    application_id: int = Field(foreign_key="application.id", index=True, sa_column_kwargs=PLAIN)
    requirement_id: str = Field(default="", sa_column_kwargs=PLAIN)
    fault: str = Field(sa_column_kwargs=PLAIN)
    text: str = Field(sa_column_kwargs=PERSONAL)
    asked_on: date = Field(sa_column_kwargs=PLAIN)
    due_on: date = Field(sa_column_kwargs=PLAIN)
    answered_on: date | None = Field(default=None, sa_column_kwargs=PLAIN)

    def settle(self) -> None:
        """A request without words helps nobody."""
        if not self.text.strip():
            raise RuleBroken(_("Please say what is missing or wrong; the candidate will read it."))
