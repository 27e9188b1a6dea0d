"""One application with everything around it, as the window shows it."""

from dataclasses import dataclass
from datetime import date

from cmsdesk.domain.applications import Act as Doing
from cmsdesk.domain.applications import Application, Party, State
from cmsdesk.domain.decisions import Decision, DecisionOutcome
from cmsdesk.domain.people import Person
from cmsdesk.domain.schemes.evaluate import Verdict, leaves_of
from cmsdesk.domain.schemes.model import Step
from cmsdesk.domain.words import language
from cmsdesk.services.applications import applications_of, gate_reason, why_not_admitted
from cmsdesk.services.assessments import progress_of
from cmsdesk.services.certificates import certificate_of, certificates_of
from cmsdesk.services.decided import current_decision, decisions_of
from cmsdesk.services.decisions import why_not_now
from cmsdesk.services.disputes import open_objection
from cmsdesk.services.dossiers import EvidenceRow, ListEvidence
from cmsdesk.services.finding import fetch
from cmsdesk.services.gates import why_no_grant
from cmsdesk.services.intake import candidate_due, check_to_settle
from cmsdesk.services.next_actions import NextAction, next_action
from cmsdesk.services.review_rows import ReviewItem, review_items
from cmsdesk.services.schemes import scheme_of
from cmsdesk.services.seats import find_seat, report_from
from cmsdesk.services.steps import result_of, steps_of
from cmsdesk.services.verdicts import facts_of, verdict_on
from cmsdesk.store.session import OfficeSession


@dataclass(frozen=True)
class DecisionRow:
    """What was decided."""

    body: str
    granted: bool
    decided_on: date
    reason: str
    reference: str
    outcome: DecisionOutcome
    decider: str = ""
    override: str = ""
    override_agreed_by: str = ""
    sent_on: date | None = None
    replaced_on: date | None = None


@dataclass(frozen=True)
class ApplicationRecord:
    """An application whole."""

    id: int
    number: str
    person_id: int
    person: str
    person_number: str
    scheme_id: str
    scheme: str
    title: str
    title_name: str
    body: str
    state: State
    waits_for: Party
    due_on: date | None
    received_on: date | None
    note: str
    verdict: Verdict
    leaves: tuple[Verdict, ...]
    evidence: tuple[EvidenceRow, ...]
    progress: tuple[int, int]
    progress_text: str
    next: NextAction | None
    blocked: dict[Doing, str]
    decision: DecisionRow | None
    certificate_id: int | None
    # Decisions that were taken again after an objection, oldest first.
    former: tuple[DecisionRow, ...] = ()
    paused_on: date | None = None
    special_needs: str = ""
    accommodation: str = ""


@dataclass(frozen=True)
class ReadApplication:
    """Open one application; its requirements are evaluated as of today, or as decided."""

    application_id: int

    def run(self, session: OfficeSession) -> ApplicationRecord:
        """Refuses when it is gone."""
        application = fetch(session, Application, self.application_id)
        person = fetch(session, Person, application.person_id)
        scheme = scheme_of(application.scheme_id)
        route = scheme.route(application.route_id)
        decision = current_decision(session, application.id)
        final = decision if decision and decision.is_final else None
        certificate = certificate_of(session, application)
        verdict = verdict_on(session, application, final.decided_on if final else session.today)
        body = scheme.decision(route.decision).body
        progress = progress_of(session, application)
        blocked = _blocked(session, application)
        return ApplicationRecord(
            id=self.application_id,
            number=application.number,
            person_id=application.person_id,
            person=person.full_name,
            person_number=person.number,
            scheme_id=scheme.id,
            scheme=scheme.name.in_language(language()),
            title=application.title_id,
            title_name=scheme.title(application.title_id).name,
            body=body,
            state=State(application.state),
            waits_for=Party(application.waits_for),
            due_on=application.due_on,
            received_on=application.received_on,
            note=application.note,
            verdict=verdict,
            leaves=tuple(leaves_of(verdict)),
            evidence=tuple(ListEvidence(self.application_id).run(session)),
            progress=(progress.done, progress.needed),
            progress_text=progress.sentence,
            next=next_action(
                application,
                today=session.today,
                blocked=blocked,
                progress=progress.sentence,
                body=body,
                has_certificate=certificate is not None,
                certificate=route.certificate,
                before_issue=gate_reason(session, application, "certificate", session.today),
                candidate_due=candidate_due(session, application),
                check=check_to_settle(session, application),
                decision=decision,
                dispute=open_objection(session, application),
            ),
            blocked=blocked,
            decision=_decision_row(decision) if decision else None,
            certificate_id=certificate.id if certificate else None,
            former=tuple(_decision_row(one) for one in decisions_of(session, application.id) if one.replaced_on),
            paused_on=application.paused_on,
            special_needs=application.special_needs,
            accommodation=application.accommodation,
        )


def _decision_row(decision: Decision) -> DecisionRow:
    return DecisionRow(
        body=decision.body,
        granted=decision.grants,
        decided_on=decision.decided_on,
        reason=decision.reason,
        reference=decision.reference,
        outcome=DecisionOutcome(decision.outcome),
        decider=decision.decider,
        override=decision.override,
        override_agreed_by=decision.override_agreed_by,
        sent_on=decision.sent_on,
        replaced_on=decision.replaced_on,
    )


def _blocked(session: OfficeSession, application: Application) -> dict[Doing, str]:
    """For each act that cannot happen now: why not."""
    reasons: dict[Doing, str] = {}
    for doing in Doing:
        reason = application.why_not(doing) or ""
        if not reason and doing is Doing.RECEIVE:
            reason = gate_reason(session, application, "submit", session.today)
        if doing is Doing.ADMIT:
            reason = why_not_admitted(session, application)
        if doing is Doing.GRANT:
            reason = why_not_now(session, application, doing) or why_no_grant(session, application, session.today)
        if reason:
            reasons[doing] = reason
    return reasons


@dataclass(frozen=True)
class PointsRow:
    """One line in a ledger, as it was entered."""

    id: int
    ledger: str
    on: date
    text: str
    value: str
    standing: str
    reason: str


@dataclass(frozen=True)
class ReadReview:
    """The dossier as whoever is at work judges it; where others judge, what they judge without their verdicts."""

    application_id: int

    def run(self, session: OfficeSession) -> tuple[ApplicationRecord, tuple[ReviewItem, ...]]:
        """The application, and what there is to judge in the step at hand."""
        record = ReadApplication(self.application_id).run(session)
        application = fetch(session, Application, self.application_id)
        seat, _reason = find_seat(session, application)
        step, report = (seat.step, report_from(session, seat)) if seat else (step_at_hand(session, application), None)
        items = review_items(session, application, step, report, leaves=record.leaves, evidence=record.evidence)
        return record, items


def step_at_hand(session: OfficeSession, application: Application) -> Step:
    """The first step that is not finished, otherwise the last."""
    steps = steps_of(application)
    return next((step for step in steps if not result_of(session, application, step).is_finished), steps[-1])


@dataclass(frozen=True)
class PersonOverview:
    """What a person applied for and holds; ids lead to the records."""

    applications: tuple[tuple[int, str, str, State], ...]
    certificates: tuple[tuple[int, str, str, date, date | None], ...]


@dataclass(frozen=True)
class OverviewOf:
    """Everything around a person."""

    person_id: int

    def run(self, session: OfficeSession) -> PersonOverview:
        """Newest first."""
        return PersonOverview(
            applications=tuple(
                (a.id or 0, a.number, a.title_id, State(a.state)) for a in applications_of(session, self.person_id)
            ),
            certificates=tuple(
                (c.id or 0, c.number, c.title_id, c.granted_on, c.until_on) for c in certificates_of(session, self.person_id)
            ),
        )


@dataclass(frozen=True)
class PointsOf:
    """The lines of a person in the ledgers of a scheme."""

    person_id: int
    scheme_id: str

    def run(self, session: OfficeSession) -> list[PointsRow]:
        """Oldest first, each with the name of its ledger."""
        scheme = scheme_of(self.scheme_id)
        facts = facts_of(session, scheme, self.person_id, None, session.today)
        rows = []
        for line in facts.lines:
            value = line.amount if line.amount is not None else line.hours
            rows.append(PointsRow(line.id, line.ledger, line.on, line.text, f"{value:f}", line.standing, line.reason))
        return rows
