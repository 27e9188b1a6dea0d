"""Judging a dossier: one step, one assessor, a verdict for each requirement."""

from datetime import date
from enum import StrEnum

from sqlmodel import Field

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.records import PERSONAL, PLAIN, Record, new_uuid
from cmsdesk.domain.words import N_, _, ngettext


class Verdict(StrEnum):
    """What an assessor finds of one requirement."""

    MET = "met"
    NOT_MET = "not_met"
    QUESTION = "question"

    @property
    def label(self) -> str:
        """The verdict in the reader's words."""
        return _(_VERDICTS[self])


_VERDICTS = {Verdict.MET: N_("Met"), Verdict.NOT_MET: N_("Not met"), Verdict.QUESTION: N_("Question")}


class Assessment(Record, table=True):
    """One assessor's own report on one step of an application."""

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs=PLAIN)
    uuid: str = Field(default_factory=new_uuid, unique=True, sa_column_kwargs=PLAIN)
    application_id: int = Field(foreign_key="application.id", index=True, sa_column_kwargs=PLAIN)
    step_id: str = Field(sa_column_kwargs=PLAIN)
    assessor: str = Field(sa_column_kwargs=PERSONAL)
    outcome: str = Field(default="", sa_column_kwargs=PLAIN)
    comment: str = Field(default="", sa_column_kwargs=PERSONAL)
    finished_on: date | None = Field(default=None, sa_column_kwargs=PLAIN)
    version: int = Field(default=1, sa_column_kwargs=PLAIN)

    def finish(self, on: date, *, judged: int, needed: int, positive: bool) -> None:
        """Close the report; every requirement must have been judged."""
        if self.finished_on:
            raise RuleBroken(_("This review was already finished on {date}.").format(date=self.finished_on))
        if left := needed - judged:
            raise RuleBroken(
                ngettext(
                    "{count} requirement still has to be judged.", "{count} requirements still have to be judged.", left
                ).format(count=left)
            )
        self.outcome = "positive" if positive else "negative"
        self.finished_on = on


class Judgement(Record, table=True):
    """The verdict on one requirement within a report."""

    assessment_id: int = Field(foreign_key="assessment.id", primary_key=True, sa_column_kwargs=PLAIN)
    requirement_id: str = Field(primary_key=True, sa_column_kwargs=PLAIN)
    verdict: str = Field(default="", sa_column_kwargs=PLAIN)
    comment: str = Field(default="", sa_column_kwargs=PERSONAL)

    def check(self) -> None:
        """A "no" or a question without words helps nobody."""
        if self.verdict in {Verdict.NOT_MET, Verdict.QUESTION} and not self.comment.strip():
            raise RuleBroken(_("Please explain this verdict; the candidate will want to know why."))
