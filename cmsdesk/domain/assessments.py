"""Judging a dossier: one step, one assessor, a verdict for each thing to judge; questions to the candidate.

Where a step asks for several reports, each is sealed until all are in: nobody but its author reads it.
"""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.records import PERSONAL, PLAIN, Record, new_uuid
from cmsdesk.domain.words import N_, _, ngettext

BEST_SCORE = 10


class Verdict(StrEnum):
    """What an assessor finds of one thing to judge."""

    MET = "met"
    NOT_MET = "not_met"
    QUESTION = "question"

    @property
    def label(self) -> str:
        """The verdict in the reader's words."""
        return _(_VERDICTS[self])


_VERDICTS = {Verdict.MET: N_("Met"), Verdict.NOT_MET: N_("Not met"), Verdict.QUESTION: N_("Question")}


class Assessment(Record, table=True):
    """One assessor's own report on one step of an application, in one round."""

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs=PLAIN)
    uuid: str = Field(default_factory=new_uuid, unique=True, sa_column_kwargs=PLAIN)
    application_id: int = Field(foreign_key="application.id", index=True, sa_column_kwargs=PLAIN)
    # None where the office itself judges.
    assignment_id: int | None = Field(default=None, foreign_key="assignment.id", index=True, sa_column_kwargs=PLAIN)
    step_id: str = Field(sa_column_kwargs=PLAIN)
    round: int = Field(default=1, sa_column_kwargs=PLAIN)
    assessor: str = Field(sa_column_kwargs=PERSONAL)
    outcome: str = Field(default="", sa_column_kwargs=PLAIN)
    comment: str = Field(default="", sa_column_kwargs=PERSONAL)
    finished_on: date | None = Field(default=None, sa_column_kwargs=PLAIN)
    version: int = Field(default=1, sa_column_kwargs=PLAIN)

    def finish(self, on: date, *, judged: int, needed: int, outcome: str) -> None:
        """Close the report; everything must have been judged."""
        if self.finished_on:
            raise RuleBroken(_("This review was already finished on {date}.").format(date=show_date(self.finished_on)))
        if left := needed - judged:
            raise RuleBroken(
                ngettext(
                    "{count} requirement still has to be judged.", "{count} requirements still have to be judged.", left
                ).format(count=left)
            )
        self.outcome = outcome
        self.finished_on = on


class Judgement(Record, table=True):
    """The verdict on one thing within a report: a requirement, a topic of one, or a criterion of the step."""

    assessment_id: int = Field(foreign_key="assessment.id", primary_key=True, sa_column_kwargs=PLAIN)
    requirement_id: str = Field(primary_key=True, sa_column_kwargs=PLAIN)
    verdict: str = Field(default="", sa_column_kwargs=PLAIN)
    score: int | None = Field(default=None, sa_column_kwargs=PLAIN)
    # What a topic rests on, as the scheme names it, separated by spaces.
    basis: str = Field(default="", sa_column_kwargs=PLAIN)
    comment: str = Field(default="", sa_column_kwargs=PERSONAL)

    def check(self) -> None:
        """A "no" or a question without words helps nobody; a score lies between 1 and 10."""
        if self.verdict in {Verdict.NOT_MET, Verdict.QUESTION} and not self.comment.strip():
            raise RuleBroken(_("Please explain this verdict; the candidate will want to know why."))
        if self.score is not None and not 1 <= self.score <= BEST_SCORE:
            raise RuleBroken(_("A score lies between 1 and {best}.").format(best=BEST_SCORE))


class Question(Record, table=True):
    """A question to the candidate and the answer; while it is open the application waits."""

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs=PLAIN)
    uuid: str = Field(default_factory=new_uuid, unique=True, sa_column_kwargs=PLAIN)
    application_id: int = Field(foreign_key="application.id", index=True, sa_column_kwargs=PLAIN)
    assessment_id: int | None = Field(default=None, foreign_key="assessment.id", index=True, sa_column_kwargs=PLAIN)
    requirement_id: str = Field(default="", sa_column_kwargs=PLAIN)
    text: str = Field(sa_column_kwargs=PERSONAL)
    asked_by: str = Field(sa_column_kwargs=PERSONAL)
    asked_on: date = Field(sa_column_kwargs=PLAIN)
    answer: str = Field(default="", sa_column_kwargs=PERSONAL)
    answered_on: date | None = Field(default=None, sa_column_kwargs=PLAIN)

    def settle(self) -> None:
        """An empty question asks nothing."""
        if not self.text.strip():
            raise RuleBroken(_("Please write the question; the candidate will read it."))

    def take_answer(self, text: str, on: date) -> None:
        """Keep what the candidate answered."""
        if self.answered_on:
            raise RuleBroken(_("This question was already answered on {date}.").format(date=show_date(self.answered_on)))
        if not text.strip():
            raise RuleBroken(_("Please fill in the answer."))
        if on < self.asked_on:
            raise RuleBroken(_("The answer cannot be older than the question."))
        self.answer, self.answered_on = text.strip(), on


class ScoreChange(Record, table=True):
    """What a verdict was before it was changed, so that no score is edited in silence."""

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs=PLAIN)
    assessment_id: int = Field(foreign_key="assessment.id", index=True, sa_column_kwargs=PLAIN)
    requirement_id: str = Field(sa_column_kwargs=PLAIN)
    verdict: str = Field(sa_column_kwargs=PLAIN)
    score: int | None = Field(default=None, sa_column_kwargs=PLAIN)
    comment: str = Field(default="", sa_column_kwargs=PERSONAL)
    changed_at: datetime = Field(sa_column_kwargs=PLAIN)


def is_sealed(finished: int, needed: int) -> bool:
    """Whether reports of a step are still hidden from everybody but their authors."""
    return needed > 1 and finished < needed


def outcome_of(outcomes: Iterable[str]) -> str:
    """What reports come to together: all the same is that; anything else is divided."""
    found = set(outcomes)
    if len(found) == 1:
        return found.pop()
    return "divided" if found else ""
