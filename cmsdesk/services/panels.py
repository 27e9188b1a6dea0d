"""Who handles what is brought in against a decision: only people who had no part in the file (ISO/IEC 17024 clause 9.8)."""

from dataclasses import dataclass
from typing import ClassVar

from sqlmodel import col, select

from cmsdesk.domain.applications import Application
from cmsdesk.domain.assignments import Appointment, Assignment
from cmsdesk.domain.certificates import Certificate
from cmsdesk.domain.disputes import Dispute
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.people import Person
from cmsdesk.domain.words import N_, _
from cmsdesk.services.decided import decisions_of
from cmsdesk.services.finding import fetch
from cmsdesk.services.office import Act
from cmsdesk.store.session import OfficeSession

PANEL = "panel"


@dataclass(frozen=True)
class AssignToPanel(Act):
    """Let somebody who had no part in the file handle what was brought in."""

    dispute_id: int
    person_id: int
    act: ClassVar[str] = N_("Put a person on a panel")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> int:
        """Returns the id of the assignment; refuses whoever was involved, with the reason."""
        dispute, person = fetch(session, Dispute, self.dispute_id), fetch(session, Person, self.person_id)
        if dispute.closed_on:
            raise RuleBroken(_("{number} was already answered.").format(number=dispute.number))
        if dispute.application_id is None:
            raise RuleBroken(_("A complaint about a certificate without an application is handled without a panel."))
        if reason := why_not_on_panel(session, dispute, person):
            raise RuleBroken(reason)
        made = Assignment(
            application_id=dispute.application_id,
            person_id=self.person_id,
            role=PANEL,
            dispute_id=self.dispute_id,
            assigned_on=session.today,
            due_on=dispute.answer_due_on,
        )
        session.add(made)
        session.flush()
        assert made.id is not None
        return made.id


@dataclass(frozen=True)
class PanelChoice:
    """Somebody who might handle a dispute; `reason` says why not."""

    id: int
    name: str
    reason: str


@dataclass(frozen=True)
class PanelFor:
    """Who may handle a dispute: everybody who is appointed in the scheme, who may first."""

    dispute_id: int

    def run(self, session: OfficeSession) -> list[PanelChoice]:
        """Those who had a part in the file are listed with the reason why not."""
        dispute = fetch(session, Dispute, self.dispute_id)
        appointed = (
            select(Person, Appointment)
            .join(Appointment)
            .where(Appointment.scheme_id == _scheme_id(session, dispute))
            .order_by(Person.name_key)
        )
        people: dict[int, Person] = {}
        for person, appointment in session.exec(appointed):
            if not appointment.why_not_on(session.today):
                people[person.id or 0] = person
        choices = [PanelChoice(key, one.sorted_name, why_not_on_panel(session, dispute, one)) for key, one in people.items()]
        return sorted(choices, key=lambda choice: bool(choice.reason))


def why_not_on_panel(session: OfficeSession, dispute: Dispute, person: Person) -> str:
    """Why somebody may not handle a dispute, or nothing."""
    if reason := why_involved(session, dispute, person):
        return reason
    mine = select(Assignment).where(Assignment.dispute_id == dispute.id, Assignment.person_id == person.id)
    if session.exec(mine).first():
        return _("{name} is already on the panel.").format(name=person.full_name)
    return ""


def why_involved(session: OfficeSession, dispute: Dispute, person: Person) -> str:
    """Who acted on the file, decided about it or is the candidate does not handle what is brought in against it."""
    if dispute.application_id is None:
        return ""
    application = fetch(session, Application, dispute.application_id)
    if person.id == application.person_id:
        return _("{name} is the candidate.").format(name=person.full_name)
    acted = select(Assignment).where(
        Assignment.application_id == application.id,
        Assignment.person_id == person.id,
        col(Assignment.dispute_id).is_distinct_from(dispute.id),
    )
    if found := session.exec(acted).first():
        return _("{name} was involved in this file as {role}.").format(name=person.full_name, role=found.role)
    if any(decision.decider_id == person.id for decision in decisions_of(session, application.id)):
        return _("{name} took a decision about this application.").format(name=person.full_name)
    return ""


def _scheme_id(session: OfficeSession, dispute: Dispute) -> str:
    if dispute.application_id:
        return fetch(session, Application, dispute.application_id).scheme_id
    return fetch(session, Certificate, dispute.certificate_id or 0).scheme_id
