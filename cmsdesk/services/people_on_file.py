"""Who acts on one file, as the window shows it: the places in each step, who fills them, and who did before."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from cmsdesk.domain.applications import Application
from cmsdesk.domain.assessments import Assessment
from cmsdesk.domain.assignments import Assignment
from cmsdesk.domain.people import Person
from cmsdesk.domain.permissions import Role
from cmsdesk.domain.schemes.model import Step
from cmsdesk.domain.schemes.roles import role_label, side_roles
from cmsdesk.domain.suitability import Seat, is_impartial
from cmsdesk.domain.words import language
from cmsdesk.services.finding import fetch
from cmsdesk.services.independence import File, read_file, ties_that_bar
from cmsdesk.services.schemes import scheme_of
from cmsdesk.services.steps import steps_of
from cmsdesk.store.session import OfficeSession


@dataclass(frozen=True)
class PersonOnFile:
    """One assignment; `conflicts` is what ties the person to the candidate today and was not waived."""

    assignment_id: int
    person_id: int
    name: str
    role: str
    role_label: str
    step_id: str
    assigned_on: date
    due_on: date | None
    declares: bool
    declared_on: date | None
    reported_on: date | None
    ended_on: date | None
    ended_reason: str
    waiver: str
    waived_by: str
    agreed_by: str
    conflicts: tuple[str, ...]


@dataclass(frozen=True)
class Places:
    """The places of one role: in a step, for the decision, or beside both; `needed` is 0 where nobody is asked for."""

    title: str
    role: str
    role_label: str
    step_id: str
    needed: int
    people: tuple[PersonOnFile, ...]


@dataclass(frozen=True)
class FilePeople:
    """Everybody on one file."""

    number: str
    places: tuple[Places, ...]
    beside: tuple[PersonOnFile, ...]
    earlier: tuple[PersonOnFile, ...]
    side_roles: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PeopleOnFile:
    """Open the people of an application."""

    application_id: int

    def run(self, session: OfficeSession) -> FilePeople:
        """An assessor does not see how far the others are."""
        application = fetch(session, Application, self.application_id)
        file = read_file(session, application)
        everybody = _everybody(session, application, file)
        running = [person for person in everybody if person.ended_on is None]
        decision = file.scheme.decision(file.route.decision)
        wanted = [place for step in steps_of(application) for place in _wanted(step)]
        places = [
            Places(title, role, role_label(file.scheme, role), step_id, needed, _in(running, role, step_id))
            for title, role, step_id, needed in [*wanted, (decision.body, decision.role, "", 0)]
        ]
        seated = {person.assignment_id for place in places for person in place.people}
        return FilePeople(
            number=application.number,
            places=tuple(places),
            beside=tuple(person for person in running if person.assignment_id not in seated),
            earlier=tuple(person for person in everybody if person.ended_on is not None),
            side_roles=tuple((role, role_label(file.scheme, role)) for role in side_roles(file.scheme)),
        )


@dataclass(frozen=True)
class FileOf:
    """One file on which a person acts or acted, and how that went."""

    assignment_id: int
    application_id: int
    number: str
    role_label: str
    assigned_on: date
    ended_on: date | None
    ended_reason: str
    declined: bool
    reported_on: date | None


@dataclass(frozen=True)
class FilesOf:
    """Every file a person was ever asked for: what was taken on, given back and finished."""

    person_id: int

    def run(self, session: OfficeSession) -> list[FileOf]:
        """The newest first."""
        mine = select(Assignment, Application).join(Application).where(Assignment.person_id == self.person_id)
        finished = select(Assessment).join(Assignment)
        finished = finished.where(Assignment.person_id == self.person_id, col(Assessment.finished_on).is_not(None))
        reports = {report.assignment_id: report.finished_on for report in session.exec(finished.order_by(col(Assessment.id)))}
        return [
            FileOf(
                assignment_id=assignment.id or 0,
                application_id=assignment.application_id,
                number=application.number,
                role_label=role_label(scheme_of(application.scheme_id), assignment.role),
                assigned_on=assignment.assigned_on,
                ended_on=assignment.ended_on,
                ended_reason=assignment.ended_reason,
                declined=assignment.independent is False,
                reported_on=reports.get(assignment.id),
            )
            for assignment, application in session.exec(mine.order_by(col(Assignment.id).desc()))
        ]


def _wanted(step: Step) -> list[tuple[str, str, str, int]]:
    """The places of a step: those who judge, and the chair on top of them."""
    title = step.name.in_language(language())
    chair = [(title, step.chair, step.id, 1)] if step.chair else []
    return [(title, step.role, step.id, step.count), *chair]


def _in(people: list[PersonOnFile], role: str, step_id: str) -> tuple[PersonOnFile, ...]:
    return tuple(person for person in people if (person.role, person.step_id) == (role, step_id))


def _everybody(session: OfficeSession, application: Application, file: File) -> list[PersonOnFile]:
    reports = {
        report.assignment_id: report.finished_on
        for report in session.exec(
            select(Assessment).where(
                Assessment.application_id == application.id,
                Assessment.round == application.round,
                col(Assessment.finished_on).is_not(None),
            )
        )
    }
    mine = select(Assignment, Person).join(Person)
    mine = mine.where(Assignment.application_id == application.id, col(Assignment.dispute_id).is_(None))
    found = []
    for assignment, person in session.exec(mine.order_by(col(Assignment.id))):
        assert assignment.id is not None
        seat = Seat(assignment.role, assignment.step_id)
        looks = assignment.is_running and not assignment.waiver
        own = session.actor.role is not Role.ASSESSOR or session.actor.person_id == assignment.person_id
        found.append(
            PersonOnFile(
                assignment_id=assignment.id,
                person_id=assignment.person_id,
                name=person.full_name,
                role=assignment.role,
                role_label=role_label(file.scheme, assignment.role),
                step_id=assignment.step_id,
                assigned_on=assignment.assigned_on,
                due_on=assignment.due_on,
                declares=is_impartial(file.scheme, file.route, seat),
                declared_on=assignment.declared_on,
                reported_on=reports.get(assignment.id) if own else None,
                ended_on=assignment.ended_on,
                ended_reason=assignment.ended_reason,
                waiver=assignment.waiver,
                waived_by=assignment.waived_by,
                agreed_by=assignment.agreed_by,
                conflicts=tuple(ties_that_bar(file, person, seat, session.today)) if looks else (),
            )
        )
    return found
