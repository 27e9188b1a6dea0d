"""The content of a `.review`, layout 1: what one assessor has to say about the dossier that was sent.

Things to judge are named by their key within the step (domain/review_items.py), documents by their UUID. What the
assessor wrote has a UUID of its own, given on the assessor's machine, so that taking it in twice changes nothing.
"""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from cmsdesk.domain.assessments import BEST_SCORE
from cmsdesk.exchange.packages.layouts import MOST_ROWS, Content, Count, Hash, Layout, Name, Share, Text, Uuid, Written

SCHEMA = 1

Key = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Places = Annotated[str, StringConstraints(max_length=2_000)]


class Declaration(Layout):
    """Whether the assessor is independent of the candidate, when that was said, and why not."""

    independent: bool
    text: Text = ""
    declared_on: date

    @model_validator(mode="after")
    def _with_reason(self) -> "Declaration":
        if not self.independent and not self.text.strip():
            raise ValueError(self.text)
        return self


class Judgement(Layout):
    """The verdict on one thing to judge; `basis` is on what a topic rests, separated by spaces."""

    key: Key
    verdict: Literal["met", "not_met", "question"]
    score: Annotated[int, Field(ge=1, le=BEST_SCORE)] | None = None
    basis: Places = ""
    comment: Text = ""

    @model_validator(mode="after")
    def _with_words(self) -> "Judgement":
        if self.verdict != "met" and not self.comment.strip():
            raise ValueError(self.verdict)
        return self


class AskedQuestion(Layout):
    """A question to the candidate, about one thing to judge, or about the whole where the key is empty."""

    uuid: Uuid
    key: Annotated[str, StringConstraints(max_length=200)] = ""
    text: Written
    asked_on: date


class Feedback(Layout):
    """Feedback on a document, or on the whole where none is named."""

    uuid: Uuid
    document: Uuid | None = None
    text: Written
    given_on: date


class Note(Layout):
    """A note at a place on a page, or a mark over a part of it; places and sizes are shares of the page.

    `sha256` are the bytes that were on the screen when it was written. The first page is 1.
    """

    uuid: Uuid
    document: Uuid
    sha256: Hash
    page: Count
    x: Share
    y: Share
    width: Share = 0.0
    height: Share = 0.0
    text: Text = ""
    at: datetime


class Report(Layout):
    """The report as it stands; without `finished_on` only its questions are to be passed on, and it goes on."""

    finished_on: date | None = None
    outcome: Name = ""
    comment: Text = ""
    judgements: Annotated[tuple[Judgement, ...], Field(max_length=MOST_ROWS)] = ()
    questions: Annotated[tuple[AskedQuestion, ...], Field(max_length=MOST_ROWS)] = ()
    feedback: Annotated[tuple[Feedback, ...], Field(max_length=MOST_ROWS)] = ()
    notes: Annotated[tuple[Note, ...], Field(max_length=MOST_ROWS)] = ()

    @model_validator(mode="after")
    def _each_once(self) -> "Report":
        keys = [judgement.key for judgement in self.judgements]
        uuids = [*(one.uuid for one in self.questions), *(one.uuid for one in self.feedback), *(one.uuid for one in self.notes)]
        if len(set(keys)) < len(keys) or len(set(uuids)) < len(uuids):
            raise ValueError(keys)
        return self


class Review(Content):
    """What goes back: for which assignment and round, the declaration, and the report unless the dossier was refused."""

    assignment: Uuid
    round: Count
    declaration: Declaration
    report: Report | None = None

    @property
    def refused(self) -> bool:
        """Whether the assessor gave the dossier back unjudged."""
        return not self.declaration.independent

    @property
    def finished_on(self) -> date | None:
        """When the report was closed, if it was."""
        return self.report.finished_on if self.report else None

    @model_validator(mode="after")
    def _report_or_refusal(self) -> "Review":
        if self.refused == (self.report is not None):
            raise ValueError(self.declaration)
        return self
