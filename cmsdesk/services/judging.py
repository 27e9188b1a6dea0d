"""How far the judging of an application is, for its record: steps, people, rounds, feedback and what comes next."""

from dataclasses import dataclass
from datetime import date

from cmsdesk.domain.applications import Application, State
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.review_items import outcomes_of
from cmsdesk.domain.schemes.model import Step
from cmsdesk.domain.words import _
from cmsdesk.services.divided import WayOut, way_out
from cmsdesk.services.feedback import check_ready_to_resubmit
from cmsdesk.services.finding import fetch
from cmsdesk.services.former_rounds import ReadRounds, RoundRow
from cmsdesk.services.hearings import HearingRow, committee_of, hearings_of, row_of, warnings_on
from cmsdesk.services.matrix import ReadMatrix
from cmsdesk.services.people_on_file import PeopleOnFile, PersonOnFile
from cmsdesk.services.plans import PlanOf
from cmsdesk.services.protocols import step_named
from cmsdesk.services.remarks import RemarkRow, RemarksOf
from cmsdesk.services.review_sheet import StepRow, step_row
from cmsdesk.services.rounds import is_round_closed
from cmsdesk.services.schemes import scheme_of
from cmsdesk.services.steps import name_of, steps_of
from cmsdesk.store.session import OfficeSession


@dataclass(frozen=True)
class StepOnRecord:
    """One step: how far it is, who is asked and by when, the conversation that is planned, what reports that differ need.

    `several` is whether reports are brought together, `talks` whether it is a conversation.
    """

    row: StepRow
    people: tuple[PersonOnFile, ...]
    several: bool
    talks: bool
    planned: HearingRow | None
    way: WayOut | None


@dataclass(frozen=True)
class JudgingRecord:
    """The judging of one application as its record shows it.

    `remarks` are those of every round; `feedback_step` is where feedback is given, empty where none is; and
    `why_no_resubmission` is why no improved dossier can be taken in now.
    """

    steps: tuple[StepOnRecord, ...]
    round: int
    rounds: tuple[RoundRow, ...]
    remarks: tuple[RemarkRow, ...]
    feedback_step: str
    waits_for_dossier: bool
    why_no_resubmission: str
    has_topics: bool
    has_plan: bool
    plan_incomplete: str
    certificate: bool


@dataclass(frozen=True)
class ReadJudging:
    """Open the judging of an application."""

    application_id: int

    def run(self, session: OfficeSession) -> JudgingRecord:
        """What is sealed stays so: outcomes show only once every report of a step is in."""
        application = fetch(session, Application, self.application_id)
        scheme = scheme_of(application.scheme_id)
        steps = steps_of(application)
        people = [person for place in PeopleOnFile(self.application_id).run(session).places for person in place.people]
        plan = PlanOf(self.application_id).run(session)
        return JudgingRecord(
            steps=tuple(_step(session, application, step, people) for step in steps),
            round=application.round,
            rounds=ReadRounds(self.application_id).run(session),
            remarks=RemarksOf(self.application_id).run(session),
            feedback_step=next((step.id for step in steps if step.feedback), ""),
            waits_for_dossier=application.state == State.WAITING and is_round_closed(session, application),
            why_no_resubmission=_why_no_resubmission(session, application),
            has_topics=bool(ReadMatrix(self.application_id).run(session).rows),
            has_plan=plan.allowed,
            plan_incomplete=plan.incomplete,
            certificate=scheme.route(application.route_id).certificate,
        )


def _step(session: OfficeSession, application: Application, step: Step, people: list[PersonOnFile]) -> StepOnRecord:
    planned = [one for one in hearings_of(session, application, step) if not one.held_on and not one.cancelled_on]
    return StepOnRecord(
        row=step_row(session, application, step),
        people=tuple(person for person in people if person.step_id == step.id),
        several=step.each_reports and step.count > 1,
        talks=step.mode != "written",
        planned=row_of(session, application, step, planned[-1]) if planned else None,
        way=way_out(session, application, step),
    )


def _why_no_resubmission(session: OfficeSession, application: Application) -> str:
    try:
        check_ready_to_resubmit(session, application)
    except RuleBroken as reason:
        return str(reason)
    return ""


@dataclass(frozen=True)
class TalkStep:
    """A step that is a conversation: who holds it, what it may come to, and whether a certificate follows."""

    application_id: int
    step_id: str
    name: str
    committee: tuple[str, ...]
    outcomes: tuple[tuple[str, str], ...]
    complete_on: date | None
    complete_days_before: int
    certificate: bool
    is_finished: bool
    hearings: tuple[HearingRow, ...]


@dataclass(frozen=True)
class ReadTalks:
    """The conversations of one step, in the order they were planned."""

    application_id: int
    step_id: str

    def run(self, session: OfficeSession) -> TalkStep:
        """Refuses a step of another route, and one in writing."""
        application, step = _talk(session, self.application_id, self.step_id)
        there = committee_of(session, application, step)
        return TalkStep(
            application_id=self.application_id,
            step_id=step.id,
            name=name_of(step),
            committee=tuple(_("{name} (chair)").format(name=one.name) if one.is_chair else one.name for one in there),
            outcomes=tuple(outcomes_of(step).items()),
            complete_on=application.complete_on,
            complete_days_before=step.complete_days_before,
            certificate=scheme_of(application.scheme_id).route(application.route_id).certificate,
            is_finished=step_row(session, application, step).is_finished,
            hearings=tuple(row_of(session, application, step, one) for one in hearings_of(session, application, step)),
        )


@dataclass(frozen=True)
class LookAhead:
    """What to mind when the conversation of a step is held on a day, before it is planned."""

    application_id: int
    step_id: str
    on: date

    def run(self, session: OfficeSession) -> tuple[str, ...]:
        """Nothing where all is well."""
        application, step = _talk(session, self.application_id, self.step_id)
        return warnings_on(session, application, step, self.on)


def _talk(session: OfficeSession, application_id: int, step_id: str) -> tuple[Application, Step]:
    application = fetch(session, Application, application_id)
    step = step_named(application, step_id)
    if step.mode == "written":
        raise RuleBroken(_("There is no conversation in this step."))
    return application, step
