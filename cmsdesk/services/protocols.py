"""Use cases about judging together: what the reports differ in, the joint verdicts, the protocol and its paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from cmsdesk.domain.applications import Application, State
from cmsdesk.domain.assessments import DIVIDED, Verdict, outcome_of
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.permissions import ASSESSORS, Role
from cmsdesk.domain.protocols import Protocol, ProtocolLine
from cmsdesk.domain.review_items import comes_to, outcomes_of
from cmsdesk.domain.schemes.model import Step
from cmsdesk.domain.words import N_, _
from cmsdesk.services.assessments import go_on_to_decision
from cmsdesk.services.assignments import assignments_of
from cmsdesk.services.finding import check_version, fetch
from cmsdesk.services.office import Act
from cmsdesk.services.review_items import lines_of, required_of, settle_step, settled_verdicts
from cmsdesk.services.schemes import scheme_of
from cmsdesk.services.sealing import verdicts_in
from cmsdesk.services.steps import protocol_of, reports_in, result_of, steps_of
from cmsdesk.store.session import OfficeSession

_TOGETHER_IN = {State.IN_ASSESSMENT, State.ASSESSED}


@dataclass(frozen=True)
class SettleDifference(Act):
    """Record the joint verdict on one thing that was judged differently."""

    application_id: int
    step_id: str
    requirement_id: str
    verdict: Verdict
    comment: str = ""
    may: ClassVar[frozenset[Role]] = ASSESSORS
    act: ClassVar[str] = N_("Settled a difference")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """Refuses what the reports agree on."""
        application = fetch(session, Application, self.application_id)
        step = _step_to_bring_together(session, application, self.step_id)
        if self.requirement_id not in differing(session, application, step):
            raise RuleBroken(_("The reports do not differ in this."))
        protocol = _protocol(session, application, step)
        line = session.get(ProtocolLine, (protocol.id, self.requirement_id))
        line = line or ProtocolLine(protocol_id=protocol.id or 0, requirement_id=self.requirement_id)
        line.verdict, line.comment = self.verdict.value, self.comment.strip()
        line.check()
        session.add(line)


@dataclass(frozen=True)
class WriteProtocol(Act):
    """Keep the joint conclusion, and who dissents and why; `version` is the one looked at, 0 before there is any."""

    application_id: int
    step_id: str
    version: int
    text: str
    dissent_by: str = ""
    dissent: str = ""
    may: ClassVar[frozenset[Role]] = ASSESSORS
    act: ClassVar[str] = N_("Wrote the protocol")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> int:
        """Returns the version that was kept, for the next time."""
        application = fetch(session, Application, self.application_id)
        step = _step_to_bring_together(session, application, self.step_id)
        found = protocol_of(session, application, step, application.round)
        check_version(found.version if found else 0, self.version)
        protocol = _protocol(session, application, step)
        protocol.text, protocol.dissent_by, protocol.dissent = self.text.strip(), self.dissent_by.strip(), self.dissent.strip()
        session.add(protocol)
        session.flush()
        return protocol.version


@dataclass(frozen=True)
class AgreeProtocol(Act):
    """The assessors agree on the protocol; from that day it stays as it is.

    `outcome` is one of those that the step names itself, where the reports differ in it.
    """

    application_id: int
    step_id: str
    agreed_on: date
    outcome: str = ""
    may: ClassVar[frozenset[Role]] = ASSESSORS
    act: ClassVar[str] = N_("Agreed on the protocol")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """Refuses while a difference has neither a joint verdict nor a dissent; a chair settles them all."""
        application = fetch(session, Application, self.application_id)
        step = _step_to_bring_together(session, application, self.step_id)
        if self.agreed_on > session.today:
            raise RuleBroken(_("A protocol cannot be agreed on in the future."))
        protocol = _protocol(session, application, step)
        joint = {line.requirement_id for line in lines_of(session, protocol)}
        open_ = [key for key in differing(session, application, step) if key not in joint]
        if step.divided == "chair":
            self._check_chair(session, step, open_)
        outcome = DIVIDED if open_ else self._outcome(session, application, step, protocol)
        protocol.agree(self.agreed_on, outcome=outcome, open_differences=len(open_))
        session.add(protocol)
        session.flush()
        settle_step(session, application, step)
        if application.state == State.IN_ASSESSMENT:
            go_on_to_decision(session, application)

    def _check_chair(self, session: OfficeSession, step: Step, open_: Sequence[str]) -> None:
        chairs = {one.person_id for one in assignments_of(session, self.application_id, step_id=step.id, role=step.chair)}
        if session.actor.role is Role.ASSESSOR and session.actor.person_id not in chairs:
            raise RuleBroken(_("The chair settles what the reports differ in."))
        if open_:
            raise RuleBroken(_("The chair settles every difference before the protocol is agreed."))

    def _outcome(self, session: OfficeSession, application: Application, step: Step, protocol: Protocol) -> str:
        """As it was chosen or as all reports say where the step names outcomes, otherwise as the verdicts come to."""
        named = outcomes_of(step)
        if named:
            common = outcome_of(report.outcome for report in reports_in(session, application, step, application.round))
            outcome = self.outcome or common
            if outcome not in named:
                raise RuleBroken(_("Please choose the outcome: {choices}.").format(choices=", ".join(named.values())))
            return outcome
        verdicts = {key: settled.verdict for key, settled in settled_verdicts(session, application, step).items()}
        verdicts |= {line.requirement_id: line.verdict for line in lines_of(session, protocol)}
        plan = scheme_of(application.scheme_id).route(application.route_id).plan
        return comes_to(required_of(session, application), verdicts, plan=plan)


def why_not_together(session: OfficeSession, application: Application, step: Step) -> str:
    """Why the reports of a step cannot be brought together now, or nothing."""
    if not step.each_reports or step.count == 1:
        return _("This step has one report; there is nothing to bring together.")
    if application.state not in _TOGETHER_IN:
        state = State(application.state).label
        return _("Application {number} is “{state}”; this is not possible now.").format(number=application.number, state=state)
    if is_waiting(session, application, step):
        result = result_of(session, application, step)
        return _("{done} of {needed} reports are in; they stay sealed until all are.").format(
            done=result.done, needed=result.needed
        )
    if session.actor.role is Role.ASSESSOR:
        mine = assignments_of(session, application.id or 0, step_id=step.id)
        if not any(one.person_id == session.actor.person_id and one.independent for one in mine):
            return _("This dossier is not assigned to you.")
    protocol = protocol_of(session, application, step, application.round)
    return protocol.why_closed if protocol else ""


def differing(session: OfficeSession, application: Application, step: Step) -> list[str]:
    """What the reports of a step differ in, in the order it was judged."""
    reports = [verdicts_in(session, report) for report in reports_in(session, application, step, application.round)]
    keys = dict.fromkeys(key for report in reports for key in report)
    return [key for key in keys if len({report[key].verdict for report in reports if key in report}) > 1]


def step_named(application: Application, step_id: str) -> Step:
    """A step of the route of an application."""
    step = next((step for step in steps_of(application) if step.id == step_id), None)
    if step is None:
        raise RuleBroken(_("The scheme knows no “{name}”.").format(name=step_id))
    return step


def is_waiting(session: OfficeSession, application: Application, step: Step) -> bool:
    """Whether a report of the step is still to come."""
    result = result_of(session, application, step)
    return result.done < result.needed


def _step_to_bring_together(session: OfficeSession, application: Application, step_id: str) -> Step:
    step = step_named(application, step_id)
    if reason := why_not_together(session, application, step):
        raise RuleBroken(reason)
    return step


def _protocol(session: OfficeSession, application: Application, step: Step) -> Protocol:
    found = protocol_of(session, application, step, application.round)
    if found is None:
        found = Protocol(application_id=application.id or 0, step_id=step.id, round=application.round)
        session.add(found)
        session.flush()
    return found
