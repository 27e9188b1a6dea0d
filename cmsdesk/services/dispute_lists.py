"""Objections, appeals and complaints as people read them: those of a record, and those that wait for the office."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlmodel import col, or_, select

from cmsdesk.domain.applications import Application
from cmsdesk.domain.assignments import Assignment
from cmsdesk.domain.certificates import Certificate
from cmsdesk.domain.disputes import Dispute, DisputeKind, DisputeOutcome
from cmsdesk.domain.people import Person
from cmsdesk.services.decided import final_decision
from cmsdesk.services.disputes import confirm_by, last_day_to_object
from cmsdesk.services.finding import fetch
from cmsdesk.services.schemes import scheme_of
from cmsdesk.store.session import OfficeSession


@dataclass(frozen=True)
class DisputeRow:
    """One objection, appeal or complaint, with what it is about and who handles it."""

    id: int
    number: str
    kind: DisputeKind
    about: Literal["application", "certificate"]
    about_id: int
    about_number: str
    candidate: str
    brought_by: str
    grounds: str
    received_on: date
    in_time: bool
    handled_by: str
    panel: tuple[str, ...]
    confirm_by: date
    confirmed_on: date | None
    answer_due_on: date | None
    outcome: DisputeOutcome | None
    answer: str
    closed_on: date | None


@dataclass(frozen=True)
class DisputesOf:
    """Everything that was brought in about an application or a certificate, newest first."""

    application_id: int | None = None
    certificate_id: int | None = None

    def run(self, session: OfficeSession) -> list[DisputeRow]:
        """Open and closed."""
        about = []
        if self.application_id:
            about.append(Dispute.application_id == self.application_id)
        if self.certificate_id:
            about.append(Dispute.certificate_id == self.certificate_id)
        found = select(Dispute).where(or_(*about)).order_by(col(Dispute.id).desc())
        return _rows(session, session.exec(found))


@dataclass(frozen=True)
class OpenDisputes:
    """Everything that still waits for its answer, the first term on top."""

    def run(self, session: OfficeSession) -> list[DisputeRow]:
        """As many as there are; an office has few."""
        found = select(Dispute).where(col(Dispute.closed_on).is_(None)).order_by(col(Dispute.answer_due_on), col(Dispute.id))
        return _rows(session, session.exec(found))


@dataclass(frozen=True)
class ReadDispute:
    """One of them."""

    dispute_id: int

    def run(self, session: OfficeSession) -> DisputeRow:
        """Refuses when it is gone."""
        return _rows(session, [fetch(session, Dispute, self.dispute_id)])[0]


@dataclass(frozen=True)
class LastDayToObject:
    """Until when one may object to the decision about an application; nothing where no term runs."""

    application_id: int

    def run(self, session: OfficeSession) -> date | None:
        """Counted from the letter."""
        application = fetch(session, Application, self.application_id)
        decision = final_decision(session, application.id)
        return last_day_to_object(scheme_of(application.scheme_id).objection, decision.sent_on if decision else None)


def _rows(session: OfficeSession, disputes: Iterable[Dispute]) -> list[DisputeRow]:
    return [_row(session, dispute) for dispute in disputes]


def _row(session: OfficeSession, dispute: Dispute) -> DisputeRow:
    about: Application | Certificate
    if dispute.application_id:
        about = fetch(session, Application, dispute.application_id)
    else:
        about = fetch(session, Certificate, dispute.certificate_id or 0)
    panel = select(Person).join(Assignment).where(Assignment.dispute_id == dispute.id, col(Assignment.ended_on).is_(None))
    return DisputeRow(
        id=dispute.id or 0,
        number=dispute.number,
        kind=DisputeKind(dispute.kind),
        about="application" if dispute.application_id else "certificate",
        about_id=about.id or 0,
        about_number=about.number,
        candidate=fetch(session, Person, about.person_id).sorted_name,
        brought_by=dispute.brought_by,
        grounds=dispute.grounds,
        received_on=dispute.received_on,
        in_time=dispute.in_time,
        handled_by=dispute.handled_by,
        panel=tuple(person.full_name for person in session.exec(panel.order_by(col(Assignment.id)))),
        confirm_by=confirm_by(dispute),
        confirmed_on=dispute.confirmed_on,
        answer_due_on=dispute.answer_due_on,
        outcome=DisputeOutcome(dispute.outcome) if dispute.outcome else None,
        answer=dispute.answer,
        closed_on=dispute.closed_on,
    )
