"""Which dossiers somebody can sit down to: the office and deciders look at all, assessors at those assigned to them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import col, select

from cmsdesk.domain.applications import Application, State
from cmsdesk.domain.assignments import Assignment
from cmsdesk.domain.people import Person
from cmsdesk.domain.permissions import Role
from cmsdesk.services.steps import name_of, steps_of
from cmsdesk.store.session import OfficeSession

_UNDER_REVIEW = (State.CANDIDATE, State.IN_ASSESSMENT, State.WAITING)
_MOST = 200


@dataclass(frozen=True)
class QueueRow:
    """One dossier to sit down to; `assignment_id` and `step` where it is one's own assignment."""

    application_id: int
    assignment_id: int | None
    number: str
    name: str
    title: str
    step: str
    state: State
    due_on: date | None


@dataclass(frozen=True)
class ReviewQueue:
    """The dossiers for whoever is at work."""

    def run(self, session: OfficeSession) -> list[QueueRow]:
        """What is due first comes first; one's own assignments also when the report is in, to go back to it."""
        if session.actor.role is Role.ASSESSOR:
            return _own(session)
        states = (*_UNDER_REVIEW, State.ASSESSED) if session.actor.role is Role.DECIDER else _UNDER_REVIEW
        found = select(Application, Person).join(Person).where(col(Application.state).in_([state.value for state in states]))
        return [_row(application, person, None) for application, person in session.exec(_by_term(found))]


def _own(session: OfficeSession) -> list[QueueRow]:
    states = [state.value for state in (*_UNDER_REVIEW, State.ASSESSED)]
    found = (
        select(Application, Person, Assignment)
        .join(Person, col(Person.id) == Application.person_id)
        .join(Assignment, col(Assignment.application_id) == Application.id)
        .where(col(Application.state).in_(states))
        .where(Assignment.person_id == session.actor.person_id, col(Assignment.ended_on).is_(None), Assignment.step_id != "")
    )
    rows = [_row(application, person, assignment) for application, person, assignment in session.exec(_by_term(found))]
    return sorted(rows, key=lambda row: (row.due_on is None, row.due_on or date.max))


def _by_term(found: Any) -> Any:
    return found.order_by(col(Application.due_on).is_(None), col(Application.due_on), col(Application.id)).limit(_MOST)


def _row(application: Application, person: Person, assignment: Assignment | None) -> QueueRow:
    step = next((step for step in steps_of(application) if assignment and step.id == assignment.step_id), None)
    return QueueRow(
        application_id=application.id or 0,
        assignment_id=assignment.id if assignment else None,
        number=application.number,
        name=person.sorted_name,
        title=application.title_id,
        step=name_of(step) if step else "",
        state=State(application.state),
        due_on=(assignment.due_on if assignment else None) or application.due_on,
    )
