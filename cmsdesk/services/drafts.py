"""Use cases about drafts: keeping what is being written while judging, and finding it again after a fall.

A draft lies in the office file, so that it is as safe and as private as the file itself. It is no act of anybody:
the journal does not hear of it, and nothing but its author's own screen shows it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlmodel import select

from cmsdesk.domain.applications import Application
from cmsdesk.domain.drafts import Draft, DraftKind
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.permissions import ASSESSORS, Role
from cmsdesk.domain.words import N_
from cmsdesk.services.finding import fetch
from cmsdesk.services.office import Act
from cmsdesk.services.seats import find_seat
from cmsdesk.store.session import OfficeSession


@dataclass(frozen=True)
class KeepDraft(Act):
    """Keep what is being written as far as it got; nothing in it drops the draft."""

    application_id: int
    kind: DraftKind
    text: str
    about: str = ""
    assignment_id: int | None = None
    may: ClassVar[frozenset[Role]] = ASSESSORS
    act: ClassVar[str] = N_("Kept a draft")

    def run(self, session: OfficeSession) -> None:
        """Refuses who has no seat at this dossier: there is nothing to write for them."""
        application = fetch(session, Application, self.application_id)
        seat, reason = find_seat(session, application, self.assignment_id)
        if seat is None:
            raise RuleBroken(reason)
        kept = drafts_at(session, self.application_id, seat.assignment_id, self.kind, self.about)
        if not self.text.strip():
            for draft in kept:
                session.delete(draft)
            return
        draft = (
            kept[0]
            if kept
            else Draft(
                application_id=self.application_id,
                assignment_id=seat.assignment_id,
                author=session.user,
                kind=self.kind.value,
                about=self.about,
                text="",
                kept_at=session.now,
            )
        )
        draft.text, draft.kept_at = self.text, session.now
        session.add(draft)


@dataclass(frozen=True)
class DraftsOf:
    """What whoever is at work was writing on a dossier, by kind and by what it is about."""

    application_id: int
    assignment_id: int | None = None

    def run(self, session: OfficeSession) -> dict[tuple[DraftKind, str], str]:
        """Nothing of anybody else."""
        found = drafts_at(session, self.application_id, self.assignment_id)
        return {(DraftKind(draft.kind), draft.about): draft.text for draft in found}


def drafts_at(
    session: OfficeSession,
    application_id: int,
    assignment_id: int | None,
    kind: DraftKind | None = None,
    about: str | None = None,
) -> Sequence[Draft]:
    """The drafts of whoever is at work, in one seat; `assignment_id` is None where the office itself judges."""
    mine = select(Draft).where(
        Draft.application_id == application_id, Draft.assignment_id == assignment_id, Draft.author == session.user
    )
    if kind is not None:
        mine = mine.where(Draft.kind == kind.value)
    if about is not None:
        mine = mine.where(Draft.about == about)
    return session.exec(mine).all()


def drop_drafts(
    session: OfficeSession,
    application_id: int,
    assignment_id: int | None,
    kind: DraftKind | None = None,
    about: str | None = None,
) -> None:
    """What was recorded is no draft any more."""
    for draft in drafts_at(session, application_id, assignment_id, kind, about):
        session.delete(draft)


def drop_all_drafts(session: OfficeSession, application_id: int) -> None:
    """Once every report is in nobody writes any more."""
    for draft in session.exec(select(Draft).where(Draft.application_id == application_id)):
        session.delete(draft)
