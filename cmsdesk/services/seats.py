"""Where somebody sits down to judge: which step of which application, and on whose behalf.

The office judges the steps that the scheme gives to the bureau. Every other step is judged by whoever is assigned
to it and declared to be independent; the office may enter for them what came on paper.
"""

from dataclasses import dataclass
from itertools import takewhile

from sqlmodel import col, select

from cmsdesk.domain.applications import Application
from cmsdesk.domain.assessments import Assessment
from cmsdesk.domain.assignments import Assignment
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.people import Person
from cmsdesk.domain.permissions import Role
from cmsdesk.domain.review_items import judged_together
from cmsdesk.domain.schemes.model import Step
from cmsdesk.domain.words import _
from cmsdesk.services.assignments import assignments_of, check_own
from cmsdesk.services.finding import fetch
from cmsdesk.services.steps import OFFICE, name_of, result_of, steps_of
from cmsdesk.store.session import OfficeSession


@dataclass(frozen=True)
class Seat:
    """One step of an application, and the assignment under which it is judged; None where the office judges."""

    application: Application
    step: Step
    assignment: Assignment | None

    @property
    def assignment_id(self) -> int | None:
        """Under which assignment one sits there."""
        return self.assignment.id if self.assignment else None


def find_seat(session: OfficeSession, application: Application, assignment_id: int | None = None) -> tuple[Seat | None, str]:
    """Where whoever is at work judges this application, and why they cannot judge there now.

    Without a seat the reason says why there is none. A seat with a reason can be looked at, not judged from.
    """
    if assignment_id is not None:
        assignment = fetch(session, Assignment, assignment_id)
        step = next((step for step in steps_of(application) if step.id == assignment.step_id), None)
        if assignment.application_id != application.id or step is None or assignment.role not in {step.role, step.chair}:
            return None, _("This assignment is about something else.")
        seat = Seat(application, step, assignment)
        return seat, _why_not_from(session, seat)
    seats = _own_seats(session, application)
    if not seats:
        return None, _why_no_seat(session, application)
    open_ = (seat for seat in seats if not _is_done(session, seat))
    seat = next(open_, seats[-1])
    return seat, _why_not_from(session, seat)


def take_seat(session: OfficeSession, application: Application, assignment_id: int | None = None) -> Seat:
    """The seat to judge from; refuses with the reason when there is none, or not now."""
    seat, reason = find_seat(session, application, assignment_id)
    if seat is None or reason:
        raise RuleBroken(reason)
    return seat


def judging(session: OfficeSession, application: Application, step: Step) -> list[Assignment]:
    """Who judges in a step: everybody in its role, and the chair where they judge together."""
    roles = {step.role, step.chair} if judged_together(step) else {step.role}
    return [one for one in assignments_of(session, application.id or 0, step_id=step.id) if one.role in roles]


def report_from(session: OfficeSession, seat: Seat) -> Assessment | None:
    """The report of the round that runs, as it is written from this seat; where all judge together there is one."""
    mine = select(Assessment).where(
        Assessment.application_id == seat.application.id,
        Assessment.step_id == seat.step.id,
        Assessment.round == seat.application.round,
    )
    if seat.assignment and not judged_together(seat.step):
        mine = mine.where(Assessment.assignment_id == seat.assignment.id)
    return session.exec(mine.order_by(col(Assessment.id))).first()


def author_of(session: OfficeSession, report: Assessment) -> str:
    """Whose report it is, by name; the office may have entered it."""
    if report.assignment_id is None:
        return report.assessor
    return fetch(session, Person, fetch(session, Assignment, report.assignment_id).person_id).full_name


def name_at(session: OfficeSession, seat: Seat) -> str:
    """Whose word it is that comes from this seat."""
    return fetch(session, Person, seat.assignment.person_id).full_name if seat.assignment else session.user


def _own_seats(session: OfficeSession, application: Application) -> list[Seat]:
    """Where whoever is at work may sit down, in the order of the steps."""
    seats = []
    for step in steps_of(application):
        if step.role == OFFICE and session.actor.role is Role.BUREAU:
            seats.append(Seat(application, step, None))
        if session.actor.person_id is not None:
            seats += [
                Seat(application, step, one)
                for one in assignments_of(session, application.id or 0, step_id=step.id)
                if one.person_id == session.actor.person_id and one.role in {step.role, step.chair}
            ]
    return seats


def _is_done(session: OfficeSession, seat: Seat) -> bool:
    report = report_from(session, seat)
    return bool(report and report.finished_on)


def _why_no_seat(session: OfficeSession, application: Application) -> str:
    if session.actor.role is not Role.BUREAU:
        return _("This dossier is not assigned to you.")
    open_ = [step for step in steps_of(application) if not result_of(session, application, step).is_finished]
    if not open_:
        return _("There is nothing to judge here.")
    return _("“{step}” is judged by others; choose for whom you enter what came on paper.").format(step=name_of(open_[0]))


def _why_not_from(session: OfficeSession, seat: Seat) -> str:
    """Why one cannot judge from this seat now, or nothing."""
    if seat.assignment is not None and (reason := _why_not_under(session, seat, seat.assignment)):
        return reason
    return why_not_yet(session, seat)


def why_not_yet(session: OfficeSession, seat: Seat) -> str:
    """Why this step is not to be judged now, or not by one more, whoever sits there; or nothing."""
    for step in takewhile(lambda step: step.id != seat.step.id, steps_of(seat.application)):
        if not result_of(session, seat.application, step).is_finished:
            return _("“{step}” comes first; it is not finished yet.").format(step=name_of(step))
    report = report_from(session, seat)
    result = result_of(session, seat.application, seat.step)
    if report is None and result.done >= result.needed:
        return _("All reports of this step are in.")
    return ""


def _why_not_under(session: OfficeSession, seat: Seat, assignment: Assignment) -> str:
    check_own(session, assignment)
    if not assignment.is_running:
        return _("This assignment has ended.")
    if assignment.role == seat.step.chair and not judged_together(seat.step):
        return _("The chair makes no report, and settles what the reports differ in.")
    if not assignment.declared_on or not assignment.independent:
        return _("Please declare first whether you are independent of the candidate.")
    return ""


def why_no_committee(session: OfficeSession, application: Application, step: Step) -> str:
    """What the committee of a step that is judged together still lacks, or nothing."""
    if not judged_together(step):
        return ""
    there = [one for one in judging(session, application, step) if one.independent]
    members = sum(one.role == step.role for one in there)
    lacks = []
    if members < step.count:
        lacks.append(_("{count} of {needed} people").format(count=members, needed=step.count))
    if step.chair and not any(one.role == step.chair for one in there):
        lacks.append(_("no chair"))
    return _("The committee is not complete: {lacks}.").format(lacks=", ".join(lacks)) if lacks else ""
