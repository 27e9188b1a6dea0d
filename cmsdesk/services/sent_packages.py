"""Which dossiers are out with assessors, and who could get one: what lists show, without a look into any package."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlmodel import col, select

from cmsdesk.domain.applications import Application, State
from cmsdesk.domain.assignments import Assignment
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.packages import USUAL_DAYS, AssessorKey, PackageState, SentPackage
from cmsdesk.domain.people import Person
from cmsdesk.domain.review_items import judged_together
from cmsdesk.domain.words import _
from cmsdesk.services.finding import fetch
from cmsdesk.services.seats import Seat, report_from, why_not_yet
from cmsdesk.services.steps import name_of, steps_of
from cmsdesk.store.session import OfficeSession

_JUDGED = frozenset({State.CANDIDATE, State.IN_ASSESSMENT, State.WAITING})


@dataclass(frozen=True)
class PackageRow:
    """Somebody who judges by themselves, and the package they have; `why_not` says why none can be made now.

    Without a package the numbers, days and state are None. `usual_until` is the last day where nobody says another.
    """

    assignment_id: int
    person_id: int
    name: str
    email: str
    step: str
    has_key: bool
    why_not: str
    usual_until: date
    package_id: int | None = None
    sent_on: date | None = None
    expires_on: date | None = None
    returned_on: date | None = None
    state: PackageState | None = None


@dataclass(frozen=True)
class PackagesOf:
    """Everybody who judges a step of an application by themselves, and who was sent a package; by step, then as assigned."""

    application_id: int

    def run(self, session: OfficeSession) -> Sequence[PackageRow]:
        """Those taken off the file are there as long as a package of theirs is."""
        application = fetch(session, Application, self.application_id)
        sent: dict[int, SentPackage] = {}
        for package in _sent_about(session, self.application_id):
            sent[package.assignment_id] = package
        mine = select(Assignment).where(Assignment.application_id == self.application_id).order_by(col(Assignment.id))
        assigned = session.exec(mine).all()
        return [
            _row(session, Seat(application, step, one), sent.get(one.id or 0))
            for step in steps_of(application)
            if not judged_together(step)
            for one in assigned
            if one.step_id == step.id and one.role == step.role and (one.is_running or one.id in sent)
        ]


def _row(session: OfficeSession, seat: Seat, package: SentPackage | None) -> PackageRow:
    assignment = seat.assignment
    assert assignment is not None
    person = fetch(session, Person, assignment.person_id)
    key = running_key(session, assignment.person_id)
    found = PackageRow(
        assignment_id=assignment.id or 0,
        person_id=assignment.person_id,
        name=person.full_name,
        email=person.email,
        step=name_of(seat.step),
        has_key=key is not None,
        why_not=why_no_package(session, seat) or ("" if key else why_no_key(person)),
        usual_until=usual_term(assignment, session.today),
    )
    if package is None:
        return found
    state = package.state_on(session.today, independent=assignment.independent, running=assignment.is_running)
    return replace(
        found,
        package_id=package.id,
        sent_on=package.sent_on,
        expires_on=package.expires_on,
        returned_on=package.returned_on,
        state=state,
    )


def package_seat(session: OfficeSession, assignment: Assignment) -> Seat:
    """The step that somebody assigned to it judges; refuses for whoever acts beside the steps."""
    application = fetch(session, Application, assignment.application_id)
    step = next((step for step in steps_of(application) if step.id == assignment.step_id), None)
    if step is None:
        raise RuleBroken(_("There is nothing to judge here."))
    return Seat(application, step, assignment)


def why_no_package(session: OfficeSession, seat: Seat) -> str:
    """Why no package can be made for this seat now, or nothing."""
    assignment, application = seat.assignment, seat.application
    assert assignment is not None
    if not assignment.is_running:
        return _("This assignment has ended.")
    if judged_together(seat.step) or assignment.role != seat.step.role:
        return _("A package is for those who report by themselves; this is judged together, at the office.")
    if application.state not in _JUDGED:
        return _("Application {number} is “{state}”; there is nothing to judge now.").format(
            number=application.number, state=State(application.state).label
        )
    report = report_from(session, seat)
    if report and report.finished_on:
        return _("This report is in already.")
    return why_not_yet(session, seat)


def sent_before(session: OfficeSession, assignment: Assignment, key: AssessorKey) -> SentPackage | None:
    """The package of an assignment that was made for this key, if there is one."""
    mine = select(SentPackage).where(SentPackage.assignment_id == assignment.id, SentPackage.key_id == key.id)
    return session.exec(mine).first()


def usual_term(assignment: Assignment, today: date) -> date:
    """Until when a package may come back where nobody says it."""
    if assignment.due_on and assignment.due_on >= today:
        return assignment.due_on
    return today + timedelta(days=USUAL_DAYS)


def running_key(session: OfficeSession, person_id: int) -> AssessorKey | None:
    """The key that is used for somebody now."""
    mine = select(AssessorKey).where(AssessorKey.person_id == person_id, col(AssessorKey.revoked_on).is_(None))
    return session.exec(mine.order_by(col(AssessorKey.id))).first()


def why_no_key(person: Person) -> str:
    """That somebody cannot get a package yet."""
    return _("{name} has no key that holds. Please enrol the key file that the assessor's program makes.").format(
        name=person.full_name
    )


def _sent_about(session: OfficeSession, application_id: int) -> Sequence[SentPackage]:
    mine = select(SentPackage).where(SentPackage.application_id == application_id)
    return session.exec(mine.order_by(col(SentPackage.id))).all()
