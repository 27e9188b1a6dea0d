"""Use cases about applications: starting, taking in, moving on, and reading one whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from sqlmodel import col, select

from cmsdesk.domain.applications import Act as Doing
from cmsdesk.domain.applications import Application, Party, State
from cmsdesk.domain.corrections import CorrectionRequest, Fault
from cmsdesk.domain.decisions import DecisionOutcome
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.names import sorted_name
from cmsdesk.domain.schemes.evaluate import blocking
from cmsdesk.domain.schemes.model import Gate
from cmsdesk.domain.words import N_, _
from cmsdesk.services.finding import fetch
from cmsdesk.services.lists import FOUND_PEOPLE, Asked, ListSql
from cmsdesk.services.numbers import next_number
from cmsdesk.services.office import Act
from cmsdesk.services.people import fetch_person
from cmsdesk.services.schemes import scheme_of, version_with
from cmsdesk.services.verdicts import verdict_on
from cmsdesk.store.session import OfficeSession

# EXAMPLE terms: no source names one, the office may expect an answer within them.
_TO_CHECK = timedelta(days=14)
TO_CORRECT = timedelta(days=21)
_TO_REVIEW = timedelta(days=42)


@dataclass(frozen=True)
class StartApplication(Act):
    """A person wants a title along a route."""

    person_id: int
    scheme_id: str
    route_id: str
    act: ClassVar[str] = N_("Started an application")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> int:
        """Returns the id; one person has one open application for a route."""
        person = fetch_person(session, self.person_id)
        scheme = scheme_of(self.scheme_id)
        route = scheme.route(self.route_id)
        same = select(Application).where(
            Application.person_id == person.id, Application.scheme_id == scheme.id, Application.route_id == route.id
        )
        for other in session.exec(same):
            if State(other.state).is_open:
                raise RuleBroken(
                    _("{name} already has application {number} for this.").format(name=person.full_name, number=other.number)
                )
        year = session.today.year
        application = Application(
            number=f"A-{year}-{next_number(session, f'A-{year}'):04}",
            person_id=self.person_id,
            scheme_id=scheme.id,
            version_id=version_with(scheme, route, session.today).id,
            route_id=route.id,
            title_id=route.title,
            started_on=session.today,
        )
        session.add(application)
        session.flush()
        assert application.id is not None
        return application.id


@dataclass(frozen=True)
class ReceiveApplication(Act):
    """Take in the complete application; its date picks the version of the scheme."""

    application_id: int
    received_on: date
    act: ClassVar[str] = N_("Took in the application")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """Refuses while something that is needed to hand in is missing."""
        application = fetch(session, Application, self.application_id)
        if self.received_on > session.today:
            raise RuleBroken(_("An application cannot be received in the future."))
        scheme = scheme_of(application.scheme_id)
        version = version_with(scheme, scheme.route(application.route_id), application.complete_on or self.received_on)
        pass_gate(session, application, "submit", self.received_on)
        application.receive(self.received_on, due_on=self.received_on + _TO_CHECK)
        application.version_id = version.id
        application.note = ""
        session.add(application)
        for request in open_corrections(session, self.application_id):
            request.answered_on = self.received_on
            session.add(request)


@dataclass(frozen=True)
class AskCorrection(Act):
    """Ask the candidate to complete or correct one requirement, or the application as a whole, with the reason."""

    application_id: int
    reason: str
    fault: Fault = Fault.INCOMPLETE
    requirement_id: str = ""
    due_on: date | None = None
    act: ClassVar[str] = N_("Asked the candidate for a correction")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """The reason is what the candidate will read; what was incomplete did not come in complete after all."""
        application = fetch(session, Application, self.application_id)
        if self.requirement_id:
            scheme_of(application.scheme_id).requirement(self.requirement_id)
        if self.due_on and self.due_on < session.today:
            raise RuleBroken(_("Please give the candidate a term that ends in the future."))
        request = CorrectionRequest(
            application_id=self.application_id,
            requirement_id=self.requirement_id,
            fault=self.fault.value,
            text=self.reason.strip(),
            asked_on=session.today,
            due_on=self.due_on or session.today + TO_CORRECT,
        )
        request.settle()
        application.wait(Doing.ASK_CORRECTION, session.today)
        application.note = request.text
        if self.fault is Fault.INCOMPLETE:
            application.complete_on = None
        session.add_all([application, request])


@dataclass(frozen=True)
class AdmitApplication(Act):
    """The dossier is complete: it goes to the review."""

    application_id: int
    act: ClassVar[str] = N_("Admitted the application to the review")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """Refuses while a requirement for candidates is not met."""
        application = fetch(session, Application, self.application_id)
        if reason := why_not_admitted(session, application):
            raise RuleBroken(reason)
        application.go(Doing.ADMIT, due_on=session.today + _TO_REVIEW)
        application.complete_on = application.complete_on or session.today
        session.add(application)


@dataclass(frozen=True)
class WithdrawApplication(Act):
    """The candidate takes the application back."""

    application_id: int
    reason: str
    act: ClassVar[str] = N_("Withdrew the application")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """Closes the application; its dossier stays."""
        application = fetch(session, Application, self.application_id)
        application.go(Doing.WITHDRAW)
        application.paused_on = None
        application.note = self.reason.strip()
        session.add(application)


def why_not_admitted(session: OfficeSession, application: Application) -> str:
    """Why an application cannot be admitted to the review now, or nothing."""
    if reason := application.why_not(Doing.ADMIT):
        return reason
    if application.complete_on is None:
        return _("The complete application did not come in yet. Please take it in first.")
    if application.special_needs and not application.accommodation:
        return _("The candidate asked for something special to take part. Please decide on it first.")
    return gate_reason(session, application, "candidate", application.complete_on)


def open_corrections(session: OfficeSession, application_id: int) -> Sequence[CorrectionRequest]:
    """What the candidate still has to correct, oldest first."""
    asked = select(CorrectionRequest).where(
        CorrectionRequest.application_id == application_id, col(CorrectionRequest.answered_on).is_(None)
    )
    return session.exec(asked.order_by(col(CorrectionRequest.id))).all()


def pass_gate(session: OfficeSession, application: Application, gate: Gate, on: date) -> None:
    """Refuse, with every reason, when something that this gate asks for is not met."""
    if reason := gate_reason(session, application, gate, on):
        raise RuleBroken(reason)


def gate_reason(session: OfficeSession, application: Application, gate: Gate, on: date) -> str:
    """Why a gate cannot be passed, or nothing.

    What waits to be judged counts as handed in before the review, but a check waits for its yes. What the decision
    rested on is settled when the certificate is issued.
    """
    leaves = blocking(verdict_on(session, application, on), gate)
    if gate in {"submit", "candidate"}:
        leaves = [leaf for leaf in leaves if leaf.outcome == "not_met" or leaf.kind == "check"]
    if gate == "certificate":
        leaves = [leaf for leaf in leaves if leaf.gate == gate]
    return " ".join(f"{leaf.title}: {leaf.sentence}" for leaf in leaves)


@dataclass(frozen=True)
class ApplicationRow:
    """One line of the list of applications."""

    id: int
    person_id: int
    number: str
    name: str
    title: str
    state: State
    waits_for: Party
    due_on: date | None
    received_on: date | None


# Who has to act next has this long: the candidate while something is to be corrected, the office otherwise.
_TERM = (
    "CASE WHEN application.paused_on IS NULL THEN application.due_on ELSE (SELECT min(asked.due_on) FROM correctionrequest AS asked"
    " WHERE asked.application_id = application.id AND asked.answered_on IS NULL) END"
)
# Filters that a report counts by, so that the list behind a number holds as many lines.
GRANTED_THIS_YEAR, REFUSED_THIS_YEAR = "decided:granted", "decided:refused"

_CLOSED = "('granted', 'refused', 'withdrawn')"

_DECIDED = (
    "application.id IN (SELECT application_id FROM decision WHERE outcome IN ({outcomes}) AND replaced_on IS NULL"
    " AND decided_on >= date(:today, 'start of year') AND decided_on < date(:today, 'start of year', '+1 year'))"
)


def _decided(*outcomes: DecisionOutcome) -> str:
    """Applications about which a decision of this year holds."""
    return _DECIDED.format(outcomes=", ".join(f"'{outcome.value}'" for outcome in outcomes))


_LIST = ListSql(
    source="application JOIN person ON person.id = application.person_id",
    select=(
        "application.id, application.person_id, application.number, application.title_id, application.state, application.waits_for,"
        f" {_TERM} AS due_on, application.received_on, person.surname, person.prefix, person.given_name, person.initials"
    ),
    search=(
        f"(application.person_id IN {FOUND_PEOPLE}"
        " OR application.id IN (SELECT rowid FROM search_application WHERE search_application MATCH :found))"
    ),
    sorts={
        "number": "application.number {way}",
        "name": "person.name_key {way}, application.id {way}",
        "title": "application.title_id {way}, application.id {way}",
        "state": "application.state {way}, application.id {way}",
        "waits_for": "application.waits_for {way}, application.id {way}",
        "due_on": f"({_TERM}) IS NULL, {_TERM} {{way}}, application.id {{way}}",
    },
    default_sort="number",
    conditions={
        "state:open": f"application.state NOT IN {_CLOSED}",
        "state:closed": f"application.state IN {_CLOSED}",
        "state:": "application.state = :value",
        "waits:": f"application.waits_for = :value AND application.state NOT IN {_CLOSED}",
        "due:late": f"{_TERM} < :today AND application.state NOT IN {_CLOSED}",
        "dispute:open": "application.id IN (SELECT application_id FROM dispute WHERE closed_on IS NULL)",
        GRANTED_THIS_YEAR: _decided(*(outcome for outcome in DecisionOutcome if outcome.grants)),
        REFUSED_THIS_YEAR: _decided(DecisionOutcome.REFUSE),
        "scheme:": "application.scheme_id = :value",
        "paper:missing": (
            "application.state = 'granted'"
            " AND NOT EXISTS (SELECT 1 FROM certificate"
            " WHERE certificate.application_id = application.id AND certificate.standing <> 'withdrawn')"
        ),
        "review:queue": "application.state IN ('candidate', 'in_assessment')",
        "person:": "application.person_id = CAST(:value AS INTEGER)",
    },
)


@dataclass(frozen=True)
class FindApplication:
    """Which application has this number."""

    number: str

    def run(self, session: OfficeSession) -> int:
        """Returns the id; refuses when there is none."""
        found = session.exec(select(Application.id).where(Application.number == self.number.strip())).first()
        if found is None:
            raise RuleBroken(_("There is no application {number}.").format(number=self.number))
        return found


@dataclass(frozen=True)
class CountApplications:
    """How many applications a list would show."""

    asked: Asked = Asked()

    def run(self, session: OfficeSession) -> int:
        """Open and closed, unless a filter says otherwise."""
        return _LIST.count(session, self.asked)


@dataclass(frozen=True)
class ListApplications:
    """One page of the list of applications."""

    asked: Asked
    offset: int
    limit: int

    def run(self, session: OfficeSession) -> list[ApplicationRow]:
        """In the order that was asked."""
        return [_row(row) for row in _LIST.rows(session, self.asked, self.offset, self.limit)]


def _row(row: dict[str, Any]) -> ApplicationRow:
    return ApplicationRow(
        id=row["id"],
        person_id=row["person_id"],
        number=row["number"],
        name=sorted_name(row["given_name"] or row["initials"], row["prefix"], row["surname"]),
        title=row["title_id"],
        state=State(row["state"]),
        waits_for=Party(row["waits_for"]),
        due_on=date.fromisoformat(row["due_on"]) if row["due_on"] else None,
        received_on=date.fromisoformat(row["received_on"]) if row["received_on"] else None,
    )


def applications_of(session: OfficeSession, person_id: int) -> list[Application]:
    """All applications of a person, newest first."""
    return list(session.exec(select(Application).where(Application.person_id == person_id).order_by(col(Application.id).desc())))
