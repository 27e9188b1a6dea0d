"""Use cases about who acts on a file: assigning, declaring independence, waiving a conflict, taking somebody off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlmodel import col, select

from cmsdesk.domain.applications import Application, State
from cmsdesk.domain.assignments import Assignment
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.people import Person
from cmsdesk.domain.permissions import EVERYBODY, Role
from cmsdesk.domain.schemes.roles import role_label
from cmsdesk.domain.words import N_, _, language
from cmsdesk.services.finding import fetch
from cmsdesk.services.independence import conflicts_of, obstacles_to
from cmsdesk.services.office import Act
from cmsdesk.services.people import fetch_person
from cmsdesk.services.schemes import scheme_of
from cmsdesk.services.steps import steps_of
from cmsdesk.store.session import OfficeSession


@dataclass(frozen=True)
class AssignPerson(Act):
    """Put a person on a file in a role; with a step to judge, or beside the steps, such as a mentor.

    Where only a tie with the candidate is in the way, `waiver` says why it may pass and `agreed_by` who agreed.
    """

    application_id: int
    person_id: int
    role: str
    step_id: str = ""
    due_on: date | None = None
    waiver: str = ""
    agreed_by: str = ""
    act: ClassVar[str] = N_("Assigned a person")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> int:
        """Returns the id; refuses with every reason why this person may not act here."""
        application = fetch(session, Application, self.application_id)
        person = fetch_person(session, self.person_id)
        _check_place(application, self.role, self.step_id)
        made = Assignment(
            application_id=self.application_id,
            person_id=self.person_id,
            role=self.role,
            step_id=self.step_id,
            assigned_on=session.today,
            due_on=self.due_on,
        )
        found = obstacles_to(session, application, person, self.role, self.step_id)
        if not all(obstacle.waivable and self.waiver.strip() for obstacle in found):
            raise RuleBroken(" ".join(obstacle.sentence for obstacle in found))
        if found:
            _waive(session, made, self.waiver, self.agreed_by)
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
    may: ClassVar[frozenset[Role]] = EVERYBODY

    def run(self, session: OfficeSession) -> None:
        """One declares only for oneself, and not against what the office knows."""
        assignment = fetch(session, Assignment, self.assignment_id)
        check_own(session, assignment)
        _check_running(assignment)
        if self.independent and (conflicts := conflicts_of(session, assignment)):
            advice = _("Please give the file back, or let the office waive this with a second person.")
            raise RuleBroken(" ".join([*conflicts, advice]))
        assignment.declare(independent=self.independent, text=self.text, on=session.today)
        session.add(assignment)


@dataclass(frozen=True)
class WaiveConflict(Act):
    """Let pass what ties an assigned person to the candidate, with words and a second person."""

    assignment_id: int
    reason: str
    agreed_by: str
    act: ClassVar[str] = N_("Waived a conflict")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """Refuses where nothing has to be waived."""
        assignment = fetch(session, Assignment, self.assignment_id)
        if not conflicts_of(session, assignment):
            raise RuleBroken(_("There is no conflict here that has to be waived."))
        _waive(session, assignment, self.reason, self.agreed_by)
        session.add(assignment)


@dataclass(frozen=True)
class EndAssignment(Act):
    """Take somebody off a file, or give it back oneself, with the reason; what happened stays on record."""

    assignment_id: int
    reason: str
    act: ClassVar[str] = N_("Took a person off a file")
    may: ClassVar[frozenset[Role]] = EVERYBODY
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """A report that was handed in does not count any longer."""
        assignment = fetch(session, Assignment, self.assignment_id)
        check_own(session, assignment)
        assignment.end(session.today, self.reason)
        session.add(assignment)


@dataclass(frozen=True)
class ReplacePerson(Act):
    """Put somebody else in the place of an assigned person, such as one who is long ill; both stay on record."""

    assignment_id: int
    person_id: int
    reason: str
    due_on: date | None = None
    waiver: str = ""
    agreed_by: str = ""
    act: ClassVar[str] = N_("Replaced a person on a file")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> int:
        """Returns the id of the new assignment; without a term of its own it takes over the old one."""
        before = fetch(session, Assignment, self.assignment_id)
        if before.person_id == self.person_id:
            raise RuleBroken(_("Please choose somebody else."))
        EndAssignment(self.assignment_id, self.reason).run(session)
        session.flush()
        return AssignPerson(
            before.application_id,
            self.person_id,
            before.role,
            before.step_id,
            due_on=self.due_on or before.due_on,
            waiver=self.waiver,
            agreed_by=self.agreed_by,
        ).run(session)


def check_own(session: OfficeSession, assignment: Assignment) -> None:
    """Refuse when somebody acts for somebody else; the office may enter what came on paper."""
    if session.actor.role is not Role.BUREAU and session.actor.person_id != assignment.person_id:
        raise RuleBroken(_("This dossier is assigned to somebody else."))


def why_closed(session: OfficeSession, assignment: Assignment) -> str:
    """Why the dossier stays closed to whoever was assigned, or nothing; the office itself may always look."""
    if session.actor.role is Role.BUREAU:
        return ""
    if session.actor.person_id != assignment.person_id:
        return _("This dossier is assigned to somebody else.")
    return assignment.why_closed()


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


def _check_place(application: Application, role: str, step_id: str) -> None:
    """A step belongs to the route, is still to be judged, and asks for this role."""
    if not role.strip():
        raise RuleBroken(_("Please choose a role."))
    if not step_id:
        return
    step = next((step for step in steps_of(application) if step.id == step_id), None)
    if step is None:
        raise RuleBroken(_("The route of application {number} has no such step.").format(number=application.number))
    if role not in {step.role, step.chair}:
        raise RuleBroken(
            _("“{step}” is not judged by somebody in the role {role}.").format(
                step=step.name.in_language(language()), role=role_label(scheme_of(application.scheme_id), role)
            )
        )
    if not State(application.state).is_open:
        raise RuleBroken(
            _("Application {number} is closed; nobody can be assigned to judge it.").format(number=application.number)
        )


def _check_running(assignment: Assignment) -> None:
    if assignment.ended_on:
        raise RuleBroken(assignment.why_closed())


def _waive(session: OfficeSession, assignment: Assignment, reason: str, agreed_by: str) -> None:
    application = fetch(session, Application, assignment.application_id)
    people = (assignment.person_id, application.person_id)
    names = [fetch(session, Person, person_id).full_name for person_id in people]
    assignment.waive(reason, by=session.user, agreed_by=agreed_by, about=names)
