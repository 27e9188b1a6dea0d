"""Who takes a decision: which body, and which person of those it appointed (ISO/IEC 17024 clause 9.4.4)."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from cmsdesk.domain.applications import Application
from cmsdesk.domain.assignments import Appointment
from cmsdesk.domain.decisions import EXTERNAL
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.people import Person
from cmsdesk.domain.permissions import Role
from cmsdesk.domain.schemes.routes import DecisionBody
from cmsdesk.domain.words import _
from cmsdesk.services.finding import fetch
from cmsdesk.services.independence import why_not_decide
from cmsdesk.services.schemes import scheme_of
from cmsdesk.store.session import OfficeSession


@dataclass(frozen=True)
class DeciderChoice:
    """Somebody who might decide, with every reason why not."""

    id: int
    name: str
    reasons: tuple[str, ...]


def body_of(application: Application) -> DecisionBody:
    """The body that decides about an application."""
    scheme = scheme_of(application.scheme_id)
    return scheme.decision(scheme.route(application.route_id).decision)


def deciders_for(session: OfficeSession, application: Application, on: date) -> tuple[DeciderChoice, ...]:
    """Everybody who was ever appointed to decide in this scheme, who may first; a decider sees only oneself."""
    body = body_of(application)
    if body.role == EXTERNAL:
        return ()
    appointed = select(Appointment.person_id).where(Appointment.scheme_id == application.scheme_id, Appointment.role == body.role)
    people = session.exec(select(Person).where(col(Person.id).in_(appointed)).order_by(col(Person.name_key))).all()
    if session.actor.role is Role.DECIDER:
        people = [person for person in people if person.id == session.actor.person_id]
    choices = [
        DeciderChoice(person.id or 0, person.sorted_name, tuple(why_not_decide(session, application, person, on)))
        for person in people
    ]
    return tuple(sorted(choices, key=lambda choice: bool(choice.reasons)))


def decider_of(session: OfficeSession, application: Application, wanted: int | None, on: date) -> Person | None:
    """The person who decides; None where the body is elsewhere and names nobody. Refuses with every reason why not."""
    if session.actor.role is Role.DECIDER:
        wanted = wanted or session.actor.person_id
        if wanted is None or wanted != session.actor.person_id:
            raise RuleBroken(_("Whoever decides does so in person; you cannot decide for somebody else."))
    body = body_of(application)
    if wanted is None and body.role == EXTERNAL:
        return None
    if wanted is None:
        raise RuleBroken(_("Please choose who decided for {body}.").format(body=body.body))
    person = fetch(session, Person, wanted)
    if reasons := why_not_decide(session, application, person, on):
        raise RuleBroken(" ".join(reasons))
    return person
