"""The decision sheet: everything a decision stands on, on one page, for the screen and for paper."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cmsdesk.documents.saving import save_whole
from cmsdesk.domain.applications import Application, State
from cmsdesk.domain.dates import show_date
from cmsdesk.domain.decisions import EXTERNAL, Decision, DecisionOutcome
from cmsdesk.domain.people import Person
from cmsdesk.domain.schemes.model import Route
from cmsdesk.domain.words import _, language, speaking
from cmsdesk.services.decided import current_decision
from cmsdesk.services.deciders import DeciderChoice, body_of, deciders_for
from cmsdesk.services.finding import fetch
from cmsdesk.services.gates import Gate, Light, Part, gates_of
from cmsdesk.services.schemes import scheme_of
from cmsdesk.services.settings import office_settings
from cmsdesk.store.session import OfficeSession

if TYPE_CHECKING:
    from cmsdesk.documents.decision_sheet import SheetPaper


@dataclass(frozen=True)
class SheetDecision:
    """What was decided, as the sheet shows it."""

    outcome: DecisionOutcome
    decided_on: date
    decider: str
    reference: str
    reason: str
    override: str
    override_agreed_by: str


@dataclass(frozen=True)
class DecisionSheet:
    """One page; `gates` are as of `on`, or as they were when the decision was taken."""

    application_id: int
    number: str
    candidate: str
    title: str
    title_name: str
    scheme: str
    route: str
    version: str
    received_on: date | None
    body: str
    asks_person: bool
    may_override: bool
    on: date
    gates: tuple[Gate, ...]
    deciders: tuple[DeciderChoice, ...]
    outcomes: tuple[DecisionOutcome, ...]
    decision: SheetDecision | None

    @property
    def closed(self) -> int:
        """How many gates are not green."""
        return sum(gate.light in {Light.RED, Light.PLAN} for gate in self.gates)


@dataclass(frozen=True)
class ReadDecisionSheet:
    """The sheet for a decision on a day; today where none is given."""

    application_id: int
    on: date | None = None

    def run(self, session: OfficeSession) -> DecisionSheet:
        """Once decided, the sheet shows what the decision stood on then."""
        application = fetch(session, Application, self.application_id)
        scheme = scheme_of(application.scheme_id)
        route, body = scheme.route(application.route_id), body_of(application)
        decision = current_decision(session, application.id)
        taken = decision if decision and decision.is_final else None
        on = taken.decided_on if taken else self.on or session.today
        return DecisionSheet(
            application_id=self.application_id,
            number=application.number,
            candidate=fetch(session, Person, application.person_id).full_name,
            title=application.title_id,
            title_name=scheme.title(application.title_id).name,
            scheme=scheme.name.in_language(language()),
            route=route.name.in_language(language()),
            version=application.version_id,
            received_on=application.received_on,
            body=body.body,
            asks_person=body.role != EXTERNAL,
            may_override=body.may_override,
            on=on,
            gates=_kept(taken) if taken else gates_of(session, application, on),
            deciders=() if taken else deciders_for(session, application, on),
            outcomes=_outcomes(application, route),
            decision=_decision(taken) if taken else None,
        )


@dataclass(frozen=True)
class SaveDecisionSheet:
    """Write the sheet as PDF."""

    application_id: int
    path: Path
    language: str = "nl"
    on: date | None = None

    def run(self, session: OfficeSession) -> Path:
        """Returns the path; refuses when it cannot be written."""
        from cmsdesk.documents.decision_sheet import decision_sheet_pdf  # noqa: PLC0415 - reportlab costs start-up time

        fetch(session, Application, self.application_id)  # a refusal speaks the language of the window
        with speaking(self.language):
            sheet = ReadDecisionSheet(self.application_id, self.on).run(session)
            paper = decision_sheet_pdf(_for_paper(session, sheet), self.language)
        save_whole(self.path, lambda target: target.write(paper))
        return self.path


def _outcomes(application: Application, route: Route) -> tuple[DecisionOutcome, ...]:
    """What can be decided now; before the review only a refusal."""
    if application.state in {State.SUBMITTED, State.CONSULTATION}:
        return (DecisionOutcome.REFUSE,)
    with_plan = (DecisionOutcome.GRANT_WITH_PLAN,) if route.plan else ()
    return (DecisionOutcome.GRANT, *with_plan, DecisionOutcome.REFUSE, DecisionOutcome.HOLD)


def _kept(decision: Decision) -> tuple[Gate, ...]:
    """The gates as they were written down with the decision."""
    lines = json.loads(decision.ground)["gates"][language()]
    return tuple(Gate(Part(line["part"]), line["title"], Light(line["light"]), line["reason"]) for line in lines)


def _decision(decision: Decision) -> SheetDecision:
    return SheetDecision(
        outcome=DecisionOutcome(decision.outcome),
        decided_on=decision.decided_on,
        decider=decision.decider,
        reference=decision.reference,
        reason=decision.reason,
        override=decision.override,
        override_agreed_by=decision.override_agreed_by,
    )


def _for_paper(session: OfficeSession, sheet: DecisionSheet) -> "SheetPaper":
    """The sheet in the shape the paper asks for."""
    from cmsdesk.documents.decision_sheet import GateLine, SheetPaper  # noqa: PLC0415 - reportlab costs start-up time

    parts = [
        (part.label, [GateLine(g.title, g.light.value, g.light.label, g.reason) for g in sheet.gates if g.part is part])
        for part in Part
    ]
    return SheetPaper(
        office_name=office_settings(session).name,
        number=sheet.number,
        candidate=sheet.candidate,
        on=sheet.on,
        made_at=session.now,
        facts=(
            (_("Title"), f"{sheet.title_name} ({sheet.title})"),
            (_("Scheme"), f"{sheet.scheme}, {sheet.route}"),
            (_("Received on"), show_date(sheet.received_on)),
            (_("Decided by"), sheet.body),
        ),
        gates=[(label, lines) for label, lines in parts if lines],
        decision=_decision_facts(sheet.decision) if sheet.decision else _open_facts(sheet),
        decided=sheet.decision is not None,
    )


def _decision_facts(decision: SheetDecision) -> list[tuple[str, str]]:
    facts = [
        (_("Decision"), decision.outcome.label),
        (_("Date"), show_date(decision.decided_on)),
        (_("Person who decided"), decision.decider),
        (_("Reference"), decision.reference),
        (_("Reason"), decision.reason),
        (_("Granted although not everything is met"), decision.override),
        (_("Agreed by"), decision.override_agreed_by),
    ]
    return [fact for fact in facts if fact[1]]


def _open_facts(sheet: DecisionSheet) -> list[tuple[str, str]]:
    """Before the decision: who may take it, and that nothing is granted with a gate closed."""
    names = [choice.name for choice in sheet.deciders if not choice.reasons]
    barred = [" ".join(choice.reasons) for choice in sheet.deciders if choice.reasons]
    facts = [
        (_("Still to be taken"), _("No certificate as long as a gate is red.") if sheet.closed else _("All gates are green."))
    ]
    if sheet.asks_person:
        facts.append((_("May decide"), ", ".join(names) or _("nobody is appointed who may")))
        facts += [(_("May not decide"), sentence) for sentence in barred]
    return facts
