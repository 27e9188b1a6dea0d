"""Which roles a scheme knows, on what terms somebody is in one, and which of them exclude each other on one file."""

from dataclasses import dataclass

from cmsdesk.domain.schemes.model import Route, Scheme
from cmsdesk.domain.words import language


@dataclass(frozen=True)
class Terms:
    """Who approves the people in a role, and for which body they act; empty where the scheme says nothing."""

    approved_by: str = ""
    organisation: str = ""


def role_label(scheme: Scheme, role: str) -> str:
    """A role in the reader's words; one that the scheme no longer knows keeps its id."""
    return next((known.name.in_language(language()) for known in scheme.roles if known.id == role), role)


def terms_of(scheme: Scheme, role: str) -> Terms:
    """On what terms somebody is in a role."""
    return next((Terms(known.approved_by, known.organisation) for known in scheme.roles if known.id == role), Terms())


def judging_roles(scheme: Scheme, route: Route | None = None) -> frozenset[str]:
    """The roles that judge in the steps of a route, or of any route."""
    steps = scheme.steps if route is None else [scheme.step(step_id) for step_id in route.steps]
    return frozenset(role for step in steps for role in (step.role, step.chair) if role)


def deciding_roles(scheme: Scheme) -> frozenset[str]:
    """The roles that decide."""
    return frozenset(decision.role for decision in scheme.decisions)


def side_roles(scheme: Scheme) -> tuple[str, ...]:
    """The roles beside judging and deciding that exclude others or ask for approval, such as the candidate's mentor."""
    acting = judging_roles(scheme) | deciding_roles(scheme)
    told = {role for decision in scheme.decisions for role in decision.barred_roles}
    told |= {role for conflict in (scheme.governance.conflicts if scheme.governance else ()) for role in conflict.roles}
    told |= {known.id for known in scheme.roles if terms_of(scheme, known.id) != Terms()}
    return tuple(known.id for known in scheme.roles if known.id in told - acting)


def appointable_roles(scheme: Scheme) -> tuple[str, ...]:
    """Every role somebody may be appointed to, in the order of the scheme."""
    return tuple(known.id for known in scheme.roles if needs_appointment(scheme, known.id))


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
