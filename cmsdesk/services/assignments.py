"""Use cases about who acts on a file: assigning, declaring independence, taking somebody off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlmodel import col, select

from cmsdesk.domain.applications import Application
from cmsdesk.domain.assignments import Assignment
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.people import Person
from cmsdesk.domain.permissions import ASSESSORS, Role
from cmsdesk.domain.words import N_, _
from cmsdesk.services.finding import fetch
from cmsdesk.services.office import Act
from cmsdesk.services.people import fetch_person
from cmsdesk.store.session import OfficeSession


@dataclass(frozen=True)
class AssignPerson(Act):
    """Put a person on a file in a role; with a step to judge, or beside the steps, such as a mentor."""

    application_id: int
    person_id: int
    role: str
    step_id: str = ""
    due_on: date | None = None
    act: ClassVar[str] = N_("Assigned a person")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> int:
        """Returns the id; nobody is assigned twice to the same."""
        application = fetch(session, Application, self.application_id)
        person = fetch_person(session, self.person_id)
        for other in assignments_of(session, self.application_id, step_id=self.step_id, role=self.role):
            if other.person_id == person.id:
                raise RuleBroken(
                    _("{name} is already assigned to application {number}.").format(
                        name=person.full_name, number=application.number
                    )
                )
        made = Assignment(
            application_id=self.application_id,
            person_id=self.person_id,
            role=self.role,
            step_id=self.step_id,
            assigned_on=session.today,
            due_on=self.due_on,
        )
        session.add(made)
        session.flush()
        assert made.id is not None
        return made.id


@dataclass(frozen=True)
class DeclareIndependence(Act):
    """Whoever is assigned says whether they are independent; a "no" gives the file back with its reason."""

    assignment_id: int
    independent: bool
    text: str = ""
    act: ClassVar[str] = N_("Declared independence")
    may: ClassVar[frozenset[Role]] = ASSESSORS

    def run(self, session: OfficeSession) -> None:
        """An assessor declares only for oneself."""
        assignment = fetch(session, Assignment, self.assignment_id)
        check_own(session, assignment)
        assignment.declare(independent=self.independent, text=self.text, on=session.today)
        session.add(assignment)


def check_own(session: OfficeSession, assignment: Assignment) -> None:
    """Refuse when an assessor acts for somebody else; the office may enter what came on paper."""
    if session.actor.role is Role.ASSESSOR and session.actor.person_id != assignment.person_id:
        raise RuleBroken(_("This dossier is assigned to somebody else."))


def assignments_of(
    session: OfficeSession, application_id: int, *, step_id: str | None = None, role: str | None = None
) -> Sequence[Assignment]:
    """Who acts on a file now, in the order of assigning."""
    found = select(Assignment).where(Assignment.application_id == application_id, col(Assignment.ended_on).is_(None))
    if step_id is not None:
        found = found.where(Assignment.step_id == step_id)
    if role is not None:
        found = found.where(Assignment.role == role)
    return session.exec(found.order_by(col(Assignment.id))).all()


def roles_on_file(session: OfficeSession, application_id: int) -> dict[str, frozenset[str]]:
    """The roles of each person on a file, by full name; also of those who were taken off it."""
    found: dict[str, frozenset[str]] = {}
    mine = select(Assignment, Person).join(Person).where(Assignment.application_id == application_id)
    for assignment, person in session.exec(mine):
        found[person.full_name] = found.get(person.full_name, frozenset()) | {assignment.role}
    return found
