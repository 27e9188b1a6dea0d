"""Where reports that differ go next, as the scheme says: a third report, the chair, or the body that decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from cmsdesk.domain.applications import Application
from cmsdesk.domain.assessments import DIVIDED, outcome_of
from cmsdesk.domain.assignments import Assignment
from cmsdesk.domain.people import Person
from cmsdesk.domain.review_items import reports_needed
from cmsdesk.domain.schemes.model import Step
from cmsdesk.domain.schemes.roles import role_label
from cmsdesk.domain.words import _
from cmsdesk.services.assignments import assignments_of
from cmsdesk.services.finding import fetch
from cmsdesk.services.schemes import scheme_of
from cmsdesk.services.steps import reports_in, result_of
from cmsdesk.store.session import OfficeSession


class Way(StrEnum):
    """Who settles what the reports of a step differ in."""

    THIRD = "third"
    CHAIR = "chair"
    DECIDER = "decider"


@dataclass(frozen=True)
class WayOut:
    """The next act on a divided step, in a sentence; `role` is whom to assign for it, empty when somebody is."""

    way: Way
    sentence: str
    role: str = ""
    role_label: str = ""


def way_out(session: OfficeSession, application: Application, step: Step) -> WayOut | None:
    """What comes next when the reports of a step came to different ends; None while they did not."""
    reports = reports_in(session, application, step, application.round)
    if len(reports) < reports_needed(step) or outcome_of(report.outcome for report in reports) != DIVIDED:
        return None
    result = result_of(session, application, step)
    there = assignments_of(session, application.id or 0, step_id=step.id)
    if result.done < result.needed:
        reported = {report.assignment_id for report in reports}
        judges = [one for one in there if one.role == step.role and one.id not in reported]
        waits = _("The reports differ; the third report is awaited from {names}.")
        asks = _("The reports differ, and the scheme asks for a third report. Please assign somebody.")
        return _somebody(session, application, Way.THIRD, step.role, judges, waits, asks)
    if result.waits_for_chair:
        chairs = [one for one in there if one.role == step.chair]
        waits = _("The reports differ; {names} settles that in the chair.")
        asks = _("The reports differ, and the chair settles that. Please assign a chair.")
        return _somebody(session, application, Way.CHAIR, step.chair, chairs, waits, asks)
    if result.outcome != DIVIDED:
        return None
    scheme = scheme_of(application.scheme_id)
    body = scheme.decision(scheme.route(application.route_id).decision).body
    return WayOut(
        Way.DECIDER,
        _("The reports differ. What is not settled here goes to {body}, with the protocol beside it.").format(body=body),
    )


def _somebody(
    session: OfficeSession,
    application: Application,
    way: Way,
    role: str,
    there: Sequence[Assignment],
    waits: str,
    asks: str,
) -> WayOut:
    if there:
        names = ", ".join(fetch(session, Person, one.person_id).full_name for one in there)
        return WayOut(way, waits.format(names=names))
    return WayOut(way, asks, role, role_label(scheme_of(application.scheme_id), role))
