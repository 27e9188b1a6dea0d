"""Recording what the deciding body decided, and that the candidate was told."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from cmsdesk.domain.applications import Act as Doing
from cmsdesk.domain.applications import Application, State
from cmsdesk.domain.certificates import Certificate, Status, change_standing
from cmsdesk.domain.dates import show_date
from cmsdesk.domain.decisions import Decision, DecisionOutcome
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.permissions import DECIDERS, Role
from cmsdesk.domain.schemes.evaluate import leaves_of
from cmsdesk.domain.words import LANGUAGES, N_, _, speaking
from cmsdesk.services.certificates import certificate_of, events_of
from cmsdesk.services.decided import current_decision, decisions_of
from cmsdesk.services.deciders import body_of, decider_of
from cmsdesk.services.finding import fetch
from cmsdesk.services.gates import Gate, closed, gates_of, judged_on, why_closed, why_not_judged
from cmsdesk.services.office import Act
from cmsdesk.services.plans import why_plan_incomplete
from cmsdesk.services.rounds import close_round
from cmsdesk.services.verdicts import verdict_on
from cmsdesk.store.session import OfficeSession

_DOING = {
    DecisionOutcome.GRANT: Doing.GRANT,
    DecisionOutcome.GRANT_WITH_PLAN: Doing.GRANT,
    DecisionOutcome.HOLD: Doing.HOLD,
    DecisionOutcome.REFUSE: Doing.REFUSE,
}
_UNDER_REVIEW = frozenset({State.CANDIDATE, State.IN_ASSESSMENT, State.WAITING})


@dataclass(frozen=True)
class RecordDecision(Act):
    """Record the decision with its date and reason; the sheet it stands on is kept with it.

    `granted` is the plain yes or no; `outcome` says it where there is more to say. `decider` is a name where the body is
    elsewhere, `decider_id` the person where the scheme asks for one.
    """

    application_id: int
    granted: bool
    decided_on: date
    reason: str
    reference: str = ""
    decider: str = ""
    outcome: DecisionOutcome | None = None
    decider_id: int | None = None
    override: str = ""
    override_agreed_by: str = ""
    may: ClassVar[frozenset[Role]] = DECIDERS
    act: ClassVar[str] = N_("Recorded the decision")

    def run(self, session: OfficeSession) -> int:
        """Refuses whoever may not decide, and a grant while a gate is closed, naming all of it."""
        application = fetch(session, Application, self.application_id)
        outcome = self.outcome or (DecisionOutcome.GRANT if self.granted else DecisionOutcome.REFUSE)
        if reason := why_not_now(session, application, _DOING[outcome]):
            raise RuleBroken(reason)
        person = decider_of(session, application, self.decider_id, self.decided_on)
        gates = gates_of(session, application, self.decided_on)
        decision = Decision(
            application_id=self.application_id,
            body=body_of(application).body,
            decider=person.full_name if person else self.decider.strip(),
            decider_id=person.id if person else None,
            outcome=outcome.value,
            decided_on=self.decided_on,
            reference=self.reference.strip(),
            reason=self.reason.strip(),
            ground=_ground(session, application, self.decided_on),
        )
        self._check_dates(session, application, decision)
        self._check_gates(session, application, decision, gates)
        if decision.is_final:
            close_round(session, application)
        application.go(_DOING[outcome])
        self._replace(session)
        session.add_all([application, decision])
        session.flush()
        _let_certificate_follow(session, application, decision)
        assert decision.id is not None
        return decision.id

    def _check_dates(self, session: OfficeSession, application: Application, decision: Decision) -> None:
        complete_on = application.complete_on or application.received_on
        decision.check(received_on=complete_on, today=session.today, judged_on=judged_on(session, application))
        for former in decisions_of(session, application.id):
            if decision.decided_on < former.decided_on:
                raise RuleBroken(
                    _("A decision cannot be older than the one it replaces, of {date}.").format(date=show_date(former.decided_on))
                )

    def _check_gates(self, session: OfficeSession, application: Application, decision: Decision, gates: tuple[Gate, ...]) -> None:
        outcome = DecisionOutcome(decision.outcome)
        if outcome is DecisionOutcome.GRANT_WITH_PLAN and (reason := why_plan_incomplete(session, application)):
            raise RuleBroken(reason)
        in_the_way = closed(gates, outcome)
        if not in_the_way:
            return
        if not self.override.strip():
            raise RuleBroken(why_closed(gates, outcome))
        if not body_of(application).may_override:
            raise RuleBroken(
                _("{body} may not grant against what the scheme requires. {reasons}").format(
                    body=decision.body, reasons=why_closed(gates, outcome)
                )
            )
        if fixed := [gate for gate in in_the_way if not gate.overridable]:
            raise RuleBroken(" ".join(gate.sentence for gate in fixed))
        decision.override_gates(self.override, self.override_agreed_by)

    def _replace(self, session: OfficeSession) -> None:
        """What only held the application up gives way to the decision."""
        if former := current_decision(session, self.application_id):
            former.replaced_on = session.today
            session.add(former)


@dataclass(frozen=True)
class MarkDecisionSent(Act):
    """The letter with the decision went out; the term for objecting runs from that day."""

    application_id: int
    sent_on: date
    act: ClassVar[str] = N_("Recorded that the decision was sent")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """Refuses when there is no decision, or when it was sent before."""
        application = fetch(session, Application, self.application_id)
        decision = current_decision(session, self.application_id)
        if decision is None:
            raise RuleBroken(_("There is no decision about application {number} yet.").format(number=application.number))
        decision.send(self.sent_on, today=session.today)
        session.add(decision)


def why_not_now(session: OfficeSession, application: Application, doing: Doing) -> str:
    """Why nothing can be decided now: the review is not finished, or the state does not allow it."""
    if application.state in _UNDER_REVIEW and (reason := why_not_judged(session, application)):
        return reason
    return application.why_not(doing) or ""


def _let_certificate_follow(session: OfficeSession, application: Application, decision: Decision) -> None:
    """A certificate was suspended when its decision was reopened: the new decision lifts that, or withdraws it."""
    certificate = certificate_of(session, application)
    if certificate is None or not decision.is_final or certificate.standing == Status.WITHDRAWN:
        return
    to = Status.ACTIVE if decision.grants else Status.WITHDRAWN
    if certificate.standing == to or (decision.grants and not _was_reopened(session, application, certificate)):
        return
    event = change_standing(certificate, to, on=decision.decided_on, reason=decision.reason, body=decision.body)
    session.add_all([certificate, event])


def _was_reopened(session: OfficeSession, application: Application, certificate: Certificate) -> bool:
    """Whether the certificate was suspended because of this, and not for a reason of its own."""
    last = max(events_of(session, certificate), key=lambda event: (event.on, event.id or 0))
    return any(former.replaced_on == last.on for former in decisions_of(session, application.id) if former.is_final)


def _ground(session: OfficeSession, application: Application, on: date) -> str:
    """What the decision stands on: each requirement, and the sheet as it reads in either language."""
    leaves = leaves_of(verdict_on(session, application, on))
    ground: dict[str, Any] = {
        "requirements": [
            {"requirement": leaf.requirement_id, "outcome": leaf.outcome, "have": leaf.have, "need": leaf.need} for leaf in leaves
        ],
        "gates": {},
    }
    for code in LANGUAGES:
        with speaking(code):
            ground["gates"][code] = [
                {"part": gate.part, "title": gate.title, "light": gate.light, "reason": gate.reason}
                for gate in gates_of(session, application, on)
            ]
    return json.dumps(ground, ensure_ascii=False)
