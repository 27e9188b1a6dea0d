"""Whose work somebody at this machine may do: the bureau's own, or that of an assessor or decider who has no machine here."""

from dataclasses import dataclass

from sqlmodel import col, select

from cmsdesk.domain.assignments import Appointment
from cmsdesk.domain.people import Person
from cmsdesk.domain.permissions import Actor, Role
from cmsdesk.domain.schemes.model import Scheme
from cmsdesk.domain.schemes.roles import deciding_roles, judging_roles, role_label, terms_of
from cmsdesk.domain.words import language
from cmsdesk.services.schemes import scheme_of
from cmsdesk.store.session import OfficeSession


@dataclass(frozen=True)
class ActorChoice:
    """Somebody one may work as; `detail` says by which appointments."""

    actor: Actor
    name: str
    detail: str


@dataclass(frozen=True)
class WhoToWorkAs:
    """Everybody with an appointment that holds today, as an assessor or as a decider or as both; the bureau comes first."""

    bureau: Actor

    def run(self, session: OfficeSession) -> list[ActorChoice]:
        """By name; one line for each role."""
        found: dict[tuple[int, Role], list[str]] = {}
        people: dict[int, Person] = {}
        running = select(Appointment, Person).join(Person).where(col(Person.merged_into_id).is_(None))
        for appointment, person in session.exec(running.order_by(col(Person.name_key), col(Appointment.id))):
            scheme = scheme_of(appointment.scheme_id)
            terms = terms_of(scheme, appointment.role)
            if appointment.why_not_on(session.today, approver=terms.approved_by, organisation=terms.organisation):
                continue
            assert person.id is not None
            people[person.id] = person
            for role in _works_as(scheme, appointment.role):
                detail = f"{role_label(scheme, appointment.role)}, {scheme.name.in_language(language())}"
                found.setdefault((person.id, role), []).append(detail)
        choices = [
            ActorChoice(
                actor=self.bureau.standing_in_for(people[person_id].full_name, role, person_id),
                name=people[person_id].sorted_name,
                detail="; ".join(details),
            )
            for (person_id, role), details in found.items()
        ]
        return [ActorChoice(self.bureau, self.bureau.name, ""), *choices]


def _works_as(scheme: Scheme, role: str) -> list[Role]:
    found = [Role.ASSESSOR] if role in judging_roles(scheme) else []
    return [*found, Role.DECIDER] if role in deciding_roles(scheme) else found
