"""Who may take a decision: somebody the body appointed, and who had no other part in the file (ISO/IEC 17024 clause 9.4.4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, or_, select

from cmsdesk.domain.applications import Application
from cmsdesk.domain.assignments import Appointment, Assignment
from cmsdesk.domain.decisions import EXTERNAL
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.people import Person
from cmsdesk.domain.permissions import Role
from cmsdesk.domain.schemes.model import Scheme
from cmsdesk.domain.schemes.routes import DecisionBody
from cmsdesk.domain.words import _
from cmsdesk.services.finding import fetch
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
    appointed = (
        select(Person)
        .join(Appointment)
        .where(Appointment.scheme_id == application.scheme_id, Appointment.role == body.role)
        .order_by(Person.name_key)
        .distinct()
    )
    people = session.exec(appointed).all()
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
        raise RuleBroken(
            _("{name} may not decide about application {number}. {reasons}").format(
                name=person.full_name, number=application.number, reasons=" ".join(reasons)
            )
        )
    return person


def why_not_decide(session: OfficeSession, application: Application, person: Person, on: date) -> list[str]:
    """Every reason why a person may not take the decision on a file on a day."""
    scheme, body = scheme_of(application.scheme_id), body_of(application)
    reasons = []
    if person.id == application.person_id:
        reasons.append(_("Nobody decides about oneself."))
    barred = _barred_roles(scheme, application, body)
    acting = sorted(_roles_of(session, application, person, body) & barred)
    reasons += [_("Acts on this file as {role}.").format(role=role) for role in acting]
    if body.role != EXTERNAL and (reason := _why_not_appointed(session, scheme, body, person, on)):
        reasons.append(reason)
    return reasons


def _barred_roles(scheme: Scheme, application: Application, body: DecisionBody) -> frozenset[str]:
    """The roles on a file that do not go together with deciding: of the body, of the steps, and of the scheme's conflicts."""
    barred = set(body.barred_roles)
    if not body.may_be_assessor:
        steps = [scheme.step(step_id) for step_id in scheme.route(application.route_id).steps]
        barred |= {role for step in steps for role in (step.role, step.chair) if role}
    for conflict in scheme.governance.conflicts if scheme.governance else ():
        if body.role in conflict.roles:
            barred |= set(conflict.roles) - {body.role}
    return frozenset(barred)


def _roles_of(session: OfficeSession, application: Application, person: Person, body: DecisionBody) -> frozenset[str]:
    """What a person does or did on a file beside deciding; to handle an objection is no part in the first decision."""
    mine = select(Assignment.role).where(
        Assignment.application_id == application.id,
        Assignment.person_id == person.id,
        col(Assignment.dispute_id).is_(None),
        or_(Assignment.role != body.role, Assignment.step_id != ""),
    )
    return frozenset(session.exec(mine))


def _why_not_appointed(session: OfficeSession, scheme: Scheme, body: DecisionBody, person: Person, on: date) -> str:
    mine = session.exec(
        select(Appointment).where(
            Appointment.person_id == person.id, Appointment.scheme_id == scheme.id, Appointment.role == body.role
        )
    ).all()
    if not mine:
        return _("Is not appointed to decide in this scheme.")
    said = next((role for role in scheme.roles if role.id == body.role), None)
    approver, organisation = (said.approved_by, said.organisation) if said else ("", "")
    # Where the scheme does not say for whom, an appointment that names a body must name this one.
    reasons = [
        one.why_not_on(on, approver=approver, organisation=organisation or (body.body if one.organisation else ""))
        for one in mine
    ]
    return "" if "" in reasons else _joined(reasons)


def _joined(reasons: Iterable[str]) -> str:
    """Each reason once, in the order given."""
    return " ".join(dict.fromkeys(reason[:1].upper() + reason[1:] for reason in reasons))
