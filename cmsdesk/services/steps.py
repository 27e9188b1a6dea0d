"""How far the steps of a route are: which reports are in, whether they are still sealed, what they come to."""

from dataclasses import dataclass

from sqlmodel import col, select

from cmsdesk.domain.applications import Application
from cmsdesk.domain.assessments import Assessment, is_sealed, outcome_of
from cmsdesk.domain.schemes.model import Step
from cmsdesk.services.schemes import scheme_of
from cmsdesk.store.session import OfficeSession


@dataclass(frozen=True)
class StepResult:
    """One step: reports finished of reports needed; the outcome only when it is no longer sealed."""

    step_id: str
    done: int
    needed: int
    sealed: bool
    outcome: str

    @property
    def is_finished(self) -> bool:
        """Every report is in."""
        return self.done >= self.needed


def steps_of(application: Application) -> list[Step]:
    """The steps of the route, in the order they are taken."""
    scheme = scheme_of(application.scheme_id)
    return [scheme.step(step_id) for step_id in scheme.route(application.route_id).steps]


def results_of(session: OfficeSession, application: Application) -> list[StepResult]:
    """Where each step stands in the round that runs."""
    return [result_of(session, application, step) for step in steps_of(application)]


def result_of(session: OfficeSession, application: Application, step: Step) -> StepResult:
    """Where one step stands in the round that runs."""
    reports = session.exec(
        select(Assessment).where(
            Assessment.application_id == application.id,
            Assessment.step_id == step.id,
            Assessment.round == application.round,
            col(Assessment.finished_on).is_not(None),
        )
    ).all()
    sealed = is_sealed(len(reports), step.count)
    outcome = "" if len(reports) < step.count else outcome_of(report.outcome for report in reports)
    return StepResult(step.id, len(reports), step.count, sealed, outcome)
