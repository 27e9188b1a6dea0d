"""How far the steps of a route are: which reports are in, whether they are still sealed, what they come to.

This counts for the office and reads every report to do so. What people read goes through `sealing`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from cmsdesk.domain.applications import Application
from cmsdesk.domain.assessments import DIVIDED, Assessment, is_sealed, label_of_outcome, majority, outcome_of
from cmsdesk.domain.assignments import Assignment
from cmsdesk.domain.protocols import Protocol
from cmsdesk.domain.review_items import judged_together, outcomes_of, reports_needed
from cmsdesk.domain.schemes.model import Step, Words
from cmsdesk.domain.words import _, language, ngettext
from cmsdesk.services.schemes import scheme_of
from cmsdesk.store.session import OfficeSession

# The role of a step that the office judges itself, without an assignment.
OFFICE = "bureau"


@dataclass(frozen=True)
class StepResult:
    """One step: reports finished of reports needed; the outcome only when it is no longer sealed."""

    step_id: str
    done: int
    needed: int
    sealed: bool
    outcome: str
    # The reports differ, and the scheme lets the chair settle that.
    waits_for_chair: bool = False

    @property
    def is_finished(self) -> bool:
        """Every report is in, and where the chair settles what they differ in, that is done."""
        return self.done >= self.needed and not self.waits_for_chair

    @property
    def sentence(self) -> str:
        """How far it is, without a word about what was found."""
        return ngettext("{done} of {count} report is in.", "{done} of {count} reports are in.", self.needed).format(
            done=self.done, count=self.needed
        )


def steps_of(application: Application) -> list[Step]:
    """The steps of the route, in the order they are taken; a route without steps is looked at by the office itself."""
    scheme = scheme_of(application.scheme_id)
    named = [scheme.step(step_id) for step_id in scheme.route(application.route_id).steps]
    return named or [_check_by_office()]


def _check_by_office() -> Step:
    name = _("Check by the office")
    return Step(id=OFFICE, name=Words(nl=name, en=name), role=OFFICE)


def results_of(session: OfficeSession, application: Application) -> list[StepResult]:
    """Where each step stands in the round that runs."""
    return [result_of(session, application, step) for step in steps_of(application)]


def result_of(session: OfficeSession, application: Application, step: Step, round_: int | None = None) -> StepResult:
    """Where one step stands in a round; in the round that runs, where none is named."""
    round_ = round_ or application.round
    outcomes = [report.outcome for report in reports_in(session, application, step, round_)]
    needed = reports_needed(step)
    third = step.divided == "third" and len(outcomes) >= needed and outcome_of(outcomes) == DIVIDED
    needed += third
    if len(outcomes) < needed:
        return StepResult(step.id, len(outcomes), needed, is_sealed(len(outcomes), needed), "")
    protocol = protocol_of(session, application, step, round_)
    outcome = (third and majority(outcomes)) or outcome_of(outcomes)
    if protocol and protocol.agreed_on:
        return StepResult(step.id, len(outcomes), needed, sealed=False, outcome=protocol.outcome)
    waits_for_chair = outcome == DIVIDED and step.divided == "chair"
    return StepResult(step.id, len(outcomes), needed, sealed=False, outcome=outcome, waits_for_chair=waits_for_chair)


def reports_in(session: OfficeSession, application: Application, step: Step, round_: int) -> Sequence[Assessment]:
    """The reports of a step that were handed in in a round, by the day they were finished; in which order they came is no matter.

    The report of somebody who was taken off the file does not count; what a committee made together does.
    """
    mine = select(Assessment).where(
        Assessment.application_id == application.id,
        Assessment.step_id == step.id,
        Assessment.round == round_,
        col(Assessment.finished_on).is_not(None),
    )
    if not judged_together(step):
        mine = mine.join(Assignment, isouter=True).where(col(Assignment.ended_on).is_(None))
    order = (col(Assessment.finished_on), col(Assessment.assignment_id), col(Assessment.id))
    return session.exec(mine.order_by(*order)).all()


def protocol_of(session: OfficeSession, application: Application, step: Step, round_: int) -> Protocol | None:
    """The joint protocol on a step in a round, agreed or not."""
    mine = select(Protocol).where(
        Protocol.application_id == application.id, Protocol.step_id == step.id, Protocol.round == round_
    )
    return session.exec(mine).first()


def why_steps_open(session: OfficeSession, application: Application) -> str:
    """Which steps are not finished yet, or nothing."""
    reasons = []
    for step in steps_of(application):
        result = result_of(session, application, step)
        if result.waits_for_chair:
            reasons.append(_("{step}: the reports differ, and the chair has to settle it.").format(step=name_of(step)))
        elif not result.is_finished:
            reasons.append(f"{name_of(step)}: {result.sentence}")
    return " ".join(reasons)


def name_of(step: Step) -> str:
    """The step in the reader's words."""
    return step.name.in_language(language())


def outcome_label(step: Step, outcome: str) -> str:
    """An outcome in the reader's words: one of those the step names, or positive, negative or divided."""
    return outcomes_of(step).get(outcome) or label_of_outcome(outcome)
