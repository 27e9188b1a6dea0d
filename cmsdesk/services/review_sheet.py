"""Everything the review screen shows at once, for one assignment or for the office."""

from dataclasses import dataclass
from datetime import date

from cmsdesk.domain.applications import Application
from cmsdesk.domain.assessments import Assessment
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.people import Person
from cmsdesk.domain.permissions import Role
from cmsdesk.domain.review_items import is_favourable, outcomes_of
from cmsdesk.domain.schemes.model import Step
from cmsdesk.services.assignments import assignments_of
from cmsdesk.services.finding import fetch
from cmsdesk.services.hearings import HearingRow, HearingsOf
from cmsdesk.services.matrix import Matrix, ReadMatrix
from cmsdesk.services.plans import PersonalPlan, PlanOf
from cmsdesk.services.protocol_sheet import ProtocolSheet, ReadProtocol
from cmsdesk.services.questions import QuestionRow, QuestionsOf
from cmsdesk.services.records import ApplicationRecord, ReadApplication, step_at_hand
from cmsdesk.services.remarks import RemarkRow, RemarksOf
from cmsdesk.services.review_rows import ReviewItem, review_items
from cmsdesk.services.sealing import may_read
from cmsdesk.services.seats import Seat, find_seat, name_at, report_from
from cmsdesk.services.steps import name_of, outcome_label, result_of, steps_of
from cmsdesk.store.session import OfficeSession


@dataclass(frozen=True)
class StepRow:
    """One step of the route: how far it is, and what it came to once nothing is sealed any more.

    `favourable` is whether that leaves the way to a grant open.
    """

    id: str
    name: str
    mode: str
    role: str
    done: int
    needed: int
    sealed: bool
    is_finished: bool
    how_far: str
    outcome: str
    favourable: bool


@dataclass(frozen=True)
class SeatRow:
    """Where one judges: the step, under which assignment, and what may be done there."""

    step_id: str
    step: str
    mode: str
    assignment_id: int | None
    name: str
    due_on: date | None
    may_ask: bool
    gives_feedback: bool
    may_resubmit: bool
    # The outcomes to choose from when finishing, as key and words; none where the verdicts say it.
    outcomes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ReportState:
    """The report that is written from the seat."""

    comment: str
    outcome: str
    finished_on: date | None
    judged: int
    needed: int


@dataclass(frozen=True)
class Colleague:
    """Somebody assigned to a step that is not finished; `assignment_id` is where the office enters what came on paper."""

    assignment_id: int
    name: str
    role: str
    declared: bool
    step: str


@dataclass(frozen=True)
class ReviewSheet:
    """A dossier under review; `why_not` says why one cannot judge now, empty when one can.

    `items` are what the step asks, with one's own verdicts, or those of a report that may be read. `protocol` is
    there where several report, `matrix` and `plan` where the route asks topics or knows a plan.
    """

    application: ApplicationRecord
    round: int
    steps: tuple[StepRow, ...]
    seat: SeatRow | None
    why_not: str
    items: tuple[ReviewItem, ...]
    report: ReportState
    assigned: tuple[Colleague, ...]
    questions: tuple[QuestionRow, ...]
    remarks: tuple[RemarkRow, ...]
    hearings: tuple[HearingRow, ...]
    protocol: ProtocolSheet | None
    matrix: Matrix | None
    plan: PersonalPlan | None


@dataclass(frozen=True)
class ReadReviewSheet:
    """Open a dossier to judge it, or to see how far it is."""

    application_id: int
    assignment_id: int | None = None

    def run(self, session: OfficeSession) -> ReviewSheet:
        """Refuses an assessor who is not assigned, or did not declare to be independent: the dossier stays shut."""
        application = fetch(session, Application, self.application_id)
        seat, why_not = find_seat(session, application, self.assignment_id)
        if session.actor.role is Role.ASSESSOR and not _opens(seat):
            raise RuleBroken(why_not)
        step = seat.step if seat else step_at_hand(session, application)
        report = report_from(session, seat) if seat else None
        record = ReadApplication(self.application_id).run(session)
        items = review_items(session, application, step, report, leaves=record.leaves, evidence=record.evidence)
        plan = PlanOf(self.application_id).run(session)
        matrix = ReadMatrix(self.application_id).run(session)
        several = step.each_reports and step.count > 1
        return ReviewSheet(
            application=record,
            round=application.round,
            steps=tuple(step_row(session, application, one) for one in steps_of(application)),
            seat=_seat_row(session, seat) if seat else None,
            why_not=why_not,
            items=items,
            report=_report_state(session, step, report, items),
            assigned=_assigned(session, application, step),
            questions=QuestionsOf(self.application_id).run(session),
            remarks=RemarksOf(self.application_id).run(session),
            hearings=HearingsOf(self.application_id).run(session),
            protocol=ReadProtocol(self.application_id, step.id).run(session) if several else None,
            matrix=matrix if matrix.rows else None,
            plan=plan if plan.allowed else None,
        )


def _opens(seat: Seat | None) -> bool:
    """Whether the dossier opens for whoever sits there."""
    return seat is not None and (seat.assignment is None or (seat.assignment.is_running and bool(seat.assignment.independent)))


def step_row(session: OfficeSession, application: Application, step: Step) -> StepRow:
    """How far a step is; its outcome stays away while a report is sealed."""
    result = result_of(session, application, step)
    return StepRow(
        id=step.id,
        name=name_of(step),
        mode=step.mode,
        role=step.role,
        done=result.done,
        needed=result.needed,
        sealed=result.sealed,
        is_finished=result.is_finished,
        how_far=result.sentence,
        outcome=outcome_label(step, result.outcome),
        favourable=is_favourable(step, result.outcome),
    )


def _seat_row(session: OfficeSession, seat: Seat) -> SeatRow:
    return SeatRow(
        step_id=seat.step.id,
        step=name_of(seat.step),
        mode=seat.step.mode,
        assignment_id=seat.assignment.id if seat.assignment else None,
        name=name_at(session, seat),
        due_on=seat.assignment.due_on if seat.assignment else None,
        may_ask=seat.step.questions_to_candidate,
        gives_feedback=seat.step.feedback,
        may_resubmit=seat.step.resubmit,
        outcomes=tuple(outcomes_of(seat.step).items()),
    )


def _report_state(session: OfficeSession, step: Step, report: Assessment | None, items: tuple[ReviewItem, ...]) -> ReportState:
    judged = sum(bool(item.verdict) for item in items)
    if report is None or not may_read(session, report):
        return ReportState("", "", None, judged, len(items))
    return ReportState(report.comment, outcome_label(step, report.outcome), report.finished_on, judged, len(items))


def _assigned(session: OfficeSession, application: Application, at_hand: Step) -> tuple[Colleague, ...]:
    return tuple(
        Colleague(
            one.id or 0,
            fetch(session, Person, one.person_id).full_name,
            one.role,
            declared=bool(one.independent),
            step=name_of(step),
        )
        for step in steps_of(application)
        if step.id == at_hand.id or not result_of(session, application, step).is_finished
        for one in assignments_of(session, application.id or 0, step_id=step.id)
    )
