"""Which roles a scheme knows, on what terms somebody is in one, and which of them exclude each other on one file."""

from collections.abc import Iterator
from dataclasses import dataclass

from cmsdesk.domain.schemes.model import Route, Scheme
from cmsdesk.domain.words import N_, _

# The words of the field; a role that only one scheme knows is called as that scheme calls it.
_LABELS = {
    "assessor": N_("assessor"),
    "decider": N_("decider"),
    "mentor": N_("mentor"),
    "supervisor": N_("supervisor"),
    "trainer": N_("trainer"),
}


@dataclass(frozen=True)
class Terms:
    """Who approves the people in a role, and for which body they act; empty where the scheme says nothing."""

    approved_by: str = ""
    organisation: str = ""


def role_label(role: str) -> str:
    """A role in the reader's words."""
    return _(_LABELS[role]) if role in _LABELS else role


def terms_of(scheme: Scheme, role: str) -> Terms:
    """On what terms somebody is in a role."""
    for said in scheme.governance.appointments if scheme.governance else ():
        if said.role == role:
            return Terms(said.approved_by, said.organisation)
    return Terms()


def judging_roles(scheme: Scheme, route: Route | None = None) -> frozenset[str]:
    """The roles that judge in the steps of a route, or of any route."""
    steps = scheme.steps if route is None else [scheme.step(step_id) for step_id in route.steps]
    return frozenset(role for step in steps for role in (step.role, step.chair) if role)


def deciding_roles(scheme: Scheme) -> frozenset[str]:
    """The roles that decide."""
    return frozenset(decision.role for decision in scheme.decisions)


def all_roles(scheme: Scheme) -> tuple[str, ...]:
    """Every role somebody may be appointed to or have on a file; those who judge and decide come first."""
    return tuple(dict.fromkeys(_roles_in(scheme)))


def side_roles(scheme: Scheme) -> tuple[str, ...]:
    """The roles beside judging and deciding, such as the candidate's mentor."""
    acting = judging_roles(scheme) | deciding_roles(scheme)
    return tuple(role for role in all_roles(scheme) if role not in acting)


def needs_appointment(scheme: Scheme, role: str) -> bool:
    """Whether nobody may act in this role without being appointed to it."""
    return role in judging_roles(scheme) | deciding_roles(scheme) or terms_of(scheme, role) != Terms()


def barred_pairs(scheme: Scheme, route: Route) -> frozenset[frozenset[str]]:
    """Roles that one person may not have on one file: what the scheme names, and what its deciders may not also be."""
    decision = scheme.decision(route.decision)
    named = {frozenset(conflict.roles) for conflict in (scheme.governance.conflicts if scheme.governance else ())}
    apart = set(decision.barred_roles)
    if not decision.may_be_assessor:
        apart |= judging_roles(scheme, route)
    return frozenset(named | {frozenset({decision.role, role}) for role in apart - {decision.role}})


def _roles_in(scheme: Scheme) -> Iterator[str]:
    for step in scheme.steps:
        yield from (role for role in (step.role, step.chair) if role)
    for decision in scheme.decisions:
        yield decision.role
    if scheme.governance:
        yield from (said.role for said in scheme.governance.appointments)
        for conflict in scheme.governance.conflicts:
            yield from conflict.roles
    for decision in scheme.decisions:
        yield from decision.barred_roles
