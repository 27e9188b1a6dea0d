"""Feedback on documents as it is read: beside the document, with what the candidate did with it."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from cmsdesk.domain.applications import Application
from cmsdesk.domain.dossiers import Evidence
from cmsdesk.domain.people import Person
from cmsdesk.domain.permissions import Role
from cmsdesk.domain.rounds import Remark
from cmsdesk.services.assignments import assignments_of
from cmsdesk.services.finding import fetch
from cmsdesk.services.steps import results_of
from cmsdesk.store.session import OfficeSession


@dataclass(frozen=True)
class RemarkRow:
    """One piece of feedback; `document_id` is what it is about, `successor_id` the version that came after."""

    id: int
    round: int
    document_id: int | None
    document: str
    successor_id: int | None
    successor: str
    text: str
    given_by: str
    given_on: date
    response: str
    responded_on: date | None


@dataclass(frozen=True)
class RemarksOf:
    """The feedback of every round.

    The office passes it on, so it reads all; assessors and deciders read that of others only when every step is
    finished.
    """

    application_id: int

    def run(self, session: OfficeSession) -> tuple[RemarkRow, ...]:
        """In the order it was given."""
        application = fetch(session, Application, self.application_id)
        mine = select(Remark).where(Remark.application_id == self.application_id).order_by(col(Remark.id))
        everything = _reads_everything(session, application)
        documents = select(Evidence).where(Evidence.application_id == self.application_id)
        found = {one.id: one for one in session.exec(documents)}
        after = {one.replaces_id: one for one in found.values()}
        return tuple(
            _row(remark, found.get(remark.evidence_id), after.get(remark.evidence_id) if remark.evidence_id else None)
            for remark in session.exec(mine)
            if everything or remark.given_by == own_name(session)
        )


def _reads_everything(session: OfficeSession, application: Application) -> bool:
    actor = session.actor
    if actor.role is Role.BUREAU:
        return True
    if any(not result.is_finished for result in results_of(session, application)):
        return False
    return actor.role is Role.DECIDER or any(
        one.person_id == actor.person_id for one in assignments_of(session, application.id or 0)
    )


def _row(remark: Remark, document: Evidence | None, successor: Evidence | None) -> RemarkRow:
    return RemarkRow(
        id=remark.id or 0,
        round=remark.round,
        document_id=remark.evidence_id,
        document=document.name if document else "",
        successor_id=successor.id if successor else None,
        successor=successor.name if successor else "",
        text=remark.text,
        given_by=remark.given_by,
        given_on=remark.given_on,
        response=remark.response,
        responded_on=remark.responded_on,
    )


def remarks_of_round(session: OfficeSession, application: Application) -> list[Remark]:
    """The feedback of the round that runs."""
    mine = select(Remark).where(Remark.application_id == application.id, Remark.round == application.round)
    return list(session.exec(mine.order_by(col(Remark.id))))


def own_name(session: OfficeSession) -> str:
    """The name under which whoever is at work gives feedback."""
    actor = session.actor
    return fetch(session, Person, actor.person_id).full_name if actor.person_id is not None else actor.name
