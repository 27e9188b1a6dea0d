"""Rounds of a dossier: what was judged is frozen, feedback is answered, and the improved dossier is a new round."""

from datetime import date

from sqlmodel import Field

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.records import PERSONAL, PLAIN, Record, new_uuid
from cmsdesk.domain.words import _, ngettext


class Round(Record, table=True):
    """One round of judging; when it closes, what was judged is written down once and never again."""

    application_id: int = Field(foreign_key="application.id", primary_key=True, sa_column_kwargs=PLAIN)
    number: int = Field(primary_key=True, sa_column_kwargs=PLAIN)
    opened_on: date = Field(sa_column_kwargs=PLAIN)
    closed_on: date | None = Field(default=None, sa_column_kwargs=PLAIN)
    # The documents with their hashes, the facts and the verdict on them, as JSON.
    snapshot: str = Field(default="", sa_column_kwargs=PERSONAL)


class Remark(Record, table=True):
    """Feedback on one document; the candidate says what was done with it when handing in again."""

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs=PLAIN)
    uuid: str = Field(default_factory=new_uuid, unique=True, sa_column_kwargs=PLAIN)
    application_id: int = Field(foreign_key="application.id", index=True, sa_column_kwargs=PLAIN)
    evidence_id: int | None = Field(default=None, foreign_key="evidence.id", index=True, sa_column_kwargs=PLAIN)
    round: int = Field(sa_column_kwargs=PLAIN)
    text: str = Field(sa_column_kwargs=PERSONAL)
    given_by: str = Field(sa_column_kwargs=PERSONAL)
    given_on: date = Field(sa_column_kwargs=PLAIN)
    response: str = Field(default="", sa_column_kwargs=PERSONAL)
    responded_on: date | None = Field(default=None, sa_column_kwargs=PLAIN)

    def settle(self) -> None:
        """Feedback says something."""
        if not self.text.strip():
            raise RuleBroken(_("Please write the feedback; the candidate will read it."))

    def respond(self, text: str, on: date) -> None:
        """Keep what the candidate did with the feedback."""
        if not text.strip():
            raise RuleBroken(_("Please fill in what was done with the feedback."))
        self.response, self.responded_on = text.strip(), on


def check_resubmission(open_remarks: int, *, round_: int, most: int) -> None:
    """A new round needs an answer to each remark (founding document 001, S1-45), and room; `most` 0 is without limit."""
    if open_remarks:
        raise RuleBroken(
            ngettext("{count} answer to feedback is missing.", "{count} answers to feedback are missing.", open_remarks).format(
                count=open_remarks
            )
        )
    if most and round_ >= most:
        raise RuleBroken(_("This scheme allows {count} rounds, and this was the last.").format(count=most))
