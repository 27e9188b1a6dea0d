"""Which roles a scheme knows, on what terms somebody is in one, and which of them exclude each other on one file."""

from collections.abc import Iterator
from dataclasses import dataclass

from cmsdesk.domain.schemes.model import Route, Scheme
from cmsdesk.domain.words import language

# A role like any other, but nobody is put on a file as the one it is about.
CANDIDATE = "candidate"


@dataclass(frozen=True)
class Terms:
    """Who approves the people in a role, and for which body they act; empty where the scheme says nothing."""

    approved_by: str = ""
    organisation: str = ""


def role_label(scheme: Scheme, role: str) -> str:
    """A role in the reader's words, as the scheme names it."""
    return next((said.name.in_language(language()) for said in scheme.roles if said.id == role), role)


def terms_of(scheme: Scheme, role: str) -> Terms:
    """On what terms somebody is in a role."""
    return next((Terms(said.approved_by, said.organisation) for said in scheme.roles if said.id == role), Terms())


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
    yield from (said.id for said in scheme.roles if said.id != CANDIDATE)
    if scheme.governance:
        for conflict in scheme.governance.conflicts:
            yield from conflict.roles
    for decision in scheme.decisions:
        yield from decision.barred_roles
