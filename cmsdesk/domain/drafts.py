"""What somebody is writing while judging and did not record yet."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field

from cmsdesk.domain.records import PERSONAL, PLAIN, Record


class DraftKind(StrEnum):
    """What it will become."""

    COMMENT = "comment"
    QUESTION = "question"
    REMARK = "remark"
    REPORT = "report"


class Draft(Record, table=True):
    """Words on their way into a report; only who writes them reads them, and they go once they are recorded.

    `about` names what they are on: the key of an item, or the id of a document; empty for the whole.
    """

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs=PLAIN)
    application_id: int = Field(foreign_key="application.id", ondelete="CASCADE", index=True, sa_column_kwargs=PLAIN)
    # None where the office itself judges.
    assignment_id: int | None = Field(
        default=None, foreign_key="assignment.id", ondelete="CASCADE", index=True, sa_column_kwargs=PLAIN
    )
    author: str = Field(sa_column_kwargs=PERSONAL)
    kind: str = Field(sa_column_kwargs=PLAIN)
    about: str = Field(default="", sa_column_kwargs=PLAIN)
    text: str = Field(sa_column_kwargs=PERSONAL)
    kept_at: datetime = Field(sa_column_kwargs=PLAIN)
