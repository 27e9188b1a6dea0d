"""Which reports somebody may read: first apart, then together.

Nobody but its author reads a report that is open, or that is in while others of the same step are not.
Everything that shows verdicts, scores or comments to people asks here; nothing else may read them for that.
"""

from sqlmodel import col, select

from cmsdesk.domain.applications import Application
from cmsdesk.domain.assessments import Assessment, Judgement
from cmsdesk.domain.assignments import Assignment
from cmsdesk.domain.permissions import Role
from cmsdesk.domain.review_items import judged_together
from cmsdesk.services.assignments import assignments_of
from cmsdesk.services.finding import fetch
from cmsdesk.services.steps import result_of, steps_of
from cmsdesk.store.session import OfficeSession


def may_read(session: OfficeSession, report: Assessment) -> bool:
    """Whether whoever is at work may read a report now."""
    if is_own(session, report):
        return True
    if session.actor.role is Role.ASSESSOR and not _sits_with(session, report):
        return False
    application = fetch(session, Application, report.application_id)
    begin = report.round if report.finished_on else report.round + 1
    results = (
        result_of(session, application, step, number)
        for step in steps_of(application)
        if step.id == report.step_id
        for number in range(begin, application.round + 1)
    )
    return any(result.done >= result.needed for result in results)


def is_own(session: OfficeSession, report: Assessment) -> bool:
    """Whether the report is the work of whoever is at work.

    What the office types from paper it reads until it is handed in; from then on it is sealed like any other.
    """
    actor = session.actor
    if report.assignment_id is None:
        return actor.role is Role.BUREAU
    if actor.person_id is not None and (
        fetch(session, Assignment, report.assignment_id).person_id == actor.person_id or _judges_along(session, report)
    ):
        return True
    return actor.role is Role.BUREAU and not report.finished_on and report.assessor == actor.name


def reports_read(session: OfficeSession, application_id: int) -> list[Assessment]:
    """Every report on an application, of every round, that whoever is at work may read."""
    mine = select(Assessment).where(Assessment.application_id == application_id).order_by(col(Assessment.id))
    return [report for report in session.exec(mine) if may_read(session, report)]


def judgements_of(session: OfficeSession, report: Assessment | None) -> dict[str, Judgement]:
    """The verdicts of a report by what they are about; none where there is no report, or it may not be read."""
    return verdicts_in(session, report) if report is not None and may_read(session, report) else {}


def verdicts_in(session: OfficeSession, report: Assessment) -> dict[str, Judgement]:
    """The verdicts of a report, sealed or not: for what the office works out of them, never for people to read."""
    return {one.requirement_id: one for one in session.exec(select(Judgement).where(Judgement.assessment_id == report.id))}


def _sits_with(session: OfficeSession, report: Assessment) -> bool:
    """Whether whoever is at work is assigned to the same step, and independent."""
    mine = assignments_of(session, report.application_id, step_id=report.step_id)
    return any(one.person_id == session.actor.person_id and one.independent for one in mine)


def _judges_along(session: OfficeSession, report: Assessment) -> bool:
    """Whether the report is one that a committee makes together, and whoever is at work is of it."""
    application = fetch(session, Application, report.application_id)
    together = any(step.id == report.step_id and judged_together(step) for step in steps_of(application))
    return together and _sits_with(session, report)
