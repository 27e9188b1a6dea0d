"""Recording what the deciding body decided."""

import json
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from cmsdesk.domain.applications import Act as Doing
from cmsdesk.domain.applications import Application
from cmsdesk.domain.decisions import Decision
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.permissions import DECIDERS, Role
from cmsdesk.domain.schemes.evaluate import leaves_of
from cmsdesk.domain.words import N_, _
from cmsdesk.services.applications import gate_reason
from cmsdesk.services.assessments import was_positive
from cmsdesk.services.finding import fetch
from cmsdesk.services.office import Act
from cmsdesk.services.schemes import scheme_of
from cmsdesk.services.verdicts import verdict_on
from cmsdesk.store.session import OfficeSession


@dataclass(frozen=True)
class RecordDecision(Act):
    """Record the decision with its date and reason; the evaluation it stands on is kept with it."""

    application_id: int
    granted: bool
    decided_on: date
    reason: str
    reference: str = ""
    decider: str = ""
    may: ClassVar[frozenset[Role]] = DECIDERS
    act: ClassVar[str] = N_("Recorded the decision")

    def run(self, session: OfficeSession) -> int:
        """Refuses a grant while anything is not met, naming all of it."""
        application = fetch(session, Application, self.application_id)
        doing = Doing.GRANT if self.granted else Doing.REFUSE
        if reason := application.why_not(doing):
            raise RuleBroken(reason)
        if self.granted and (reason := why_no_grant(session, application, self.decided_on)):
            raise RuleBroken(reason)
        scheme = scheme_of(application.scheme_id)
        decision = Decision(
            application_id=self.application_id,
            body=scheme.decision(scheme.route(application.route_id).decision).body,
            decider=self.decider.strip(),
            outcome="grant" if self.granted else "refuse",
            decided_on=self.decided_on,
            reference=self.reference.strip(),
            reason=self.reason.strip(),
            ground=_ground(session, application, self.decided_on),
        )
        decision.check(received_on=application.received_on, today=session.today)
        application.go(doing)
        session.add_all([application, decision])
        session.flush()
        assert decision.id is not None
        return decision.id


def why_no_grant(session: OfficeSession, application: Application, on: date) -> str:
    """Every reason why a grant on this day is not possible, or nothing."""
    reasons = [scheme_of(application.scheme_id).why_no_grant_on(on), gate_reason(session, application, "decision", on)]
    if not was_positive(session, application):
        reasons.append(_("The review did not end positive."))
    return " ".join(reason for reason in reasons if reason)


def _ground(session: OfficeSession, application: Application, on: date) -> str:
    leaves = leaves_of(verdict_on(session, application, on))
    return json.dumps(
        [{"requirement": leaf.requirement_id, "outcome": leaf.outcome, "have": leaf.have, "need": leaf.need} for leaf in leaves],
        ensure_ascii=False,
    )
