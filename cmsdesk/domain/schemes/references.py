"""Everything in a scheme file that names something else in it."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from cmsdesk.domain.schemes.facts import Facts
from cmsdesk.domain.schemes.requirements import GROUPS, Duration, Evidence, Held, Points, Statement, Topics

if TYPE_CHECKING:  # the model asks whether it is coherent, and coherence asks this module
    from cmsdesk.domain.schemes.model import Scheme

# Where it stands as table and key, the table it points into, and the id it points to.
Reference = tuple[str, str, str, str]


def references(scheme: "Scheme") -> Iterator[Reference]:
    """Every reference, in the order in which a reader of the file would meet it."""
    yield from _of_parts(scheme)
    yield from _of_requirements(scheme)
    yield from _of_routes(scheme)
    yield from _of_life(scheme)
    yield from _of_examples(scheme)
    # A scheme may leave its organisations out; where it has them, each body it names is one of them.
    if scheme.organisations:
        yield from _of_bodies(scheme)


def _of_parts(scheme: "Scheme") -> Iterator[Reference]:
    for version in scheme.versions:
        yield from _each(f"version “{version.id}”", "routes", "route", version.routes)
    for specialisation in scheme.specialisations:
        yield f"specialisation “{specialisation.id}”", "title", "title", specialisation.title
    for ledger in scheme.ledgers:
        table = f"ledger “{ledger.id}”"
        yield from _each(table, "needs", "mark", ledger.needs)
        yield from _each(table, "kinds_in", "list", (ledger.kinds_in,))


def _of_examples(scheme: "Scheme") -> Iterator[Reference]:
    for example in scheme.examples:
        table = f"example “{example.id}”"
        yield table, "route", "route", example.route
        yield from _each(table, "version", "version", (example.version,))
        yield from _each(table, "expect", "requirement", example.expect)
        yield from _of_facts(table, example.facts)


def _of_facts(table: str, facts: Facts) -> Iterator[Reference]:
    """What facts name, so that a typing error in an example does not look like a requirement that is not met."""
    for line in facts.lines:
        yield table, "facts.lines", "ledger", line.ledger
        yield from _each(table, "facts.lines", "mark", line.marks)
    for period in facts.periods:
        yield table, "facts.periods", "ledger", period.ledger
    for document in facts.documents:
        yield table, "facts.documents", "requirement", document.requirement
        yield from _each(table, "facts.documents", "mark", document.ticked)
    for statement in facts.statements:
        yield table, "facts.statements", "role", statement.role
        yield from _each(table, "facts.statements", "requirement", (statement.requirement,))
    for waiver in facts.waivers:
        yield table, "facts.waivers", "requirement", waiver.requirement
    yield from _each(table, "facts.topics", "topic", (mark.topic for mark in facts.topics))
    yield from _each(table, "facts.checks", "requirement", facts.checks)
    yield from _each(table, "facts.topics", "basis", (basis for mark in facts.topics for basis in mark.basis))
    yield from _each(table, "facts.circumstances", "circumstance", facts.circumstances)
    for roles in facts.roles_on_file.values():
        yield from _each(table, "facts.roles_on_file", "role", roles)


def _of_requirements(scheme: "Scheme") -> Iterator[Reference]:
    for rule in scheme.requirements:
        table = f"requirement “{rule.id}”"
        yield from _each(table, "in", "requirement", (rule.into,))
        yield from _each(table, "when", "circumstance", (rule.when,))
        yield from _each(table, "waivable_by", "role", (rule.waivable_by,))
        if isinstance(rule, GROUPS):
            yield from _each(table, "refs", "requirement", rule.refs)
        if isinstance(rule, Points | Duration):
            yield table, "ledger", "ledger", rule.ledger
        if isinstance(rule, Points):
            yield from _each(table, "dated_after", "title", _titles(rule.dated_after))
            yield from _each(table, "not_used_for", "title", rule.not_used_for)
        if isinstance(rule, Held):
            yield from _each(table, "credentials", "title", _titles(*rule.credentials))
        if isinstance(rule, Evidence):
            yield table, "doc", "document", rule.doc
            yield from _each(table, "checks", "mark", rule.checks)
            yield from _each(table, "issuers_in", "list", (rule.issuers_in,))
        if isinstance(rule, Statement):
            yield table, "role", "role", rule.role
            yield from _each(table, "not_role_on_file", "role", rule.not_role_on_file)
        if isinstance(rule, Topics):
            yield from _each(table, "sets", "topic_set", rule.sets)
            yield from _each(table, "basis", "basis", rule.basis)


def _of_routes(scheme: "Scheme") -> Iterator[Reference]:
    for step in scheme.steps:
        yield from _each(f"step “{step.id}”", "role", "role", (step.role,))
        yield from _each(f"step “{step.id}”", "chair", "role", (step.chair,))
    for decision in scheme.decisions:
        yield from _each(f"decision “{decision.id}”", "role", "role", (decision.role,))
        yield from _each(f"decision “{decision.id}”", "barred_roles", "role", decision.barred_roles)
    for route in scheme.routes:
        table = f"route “{route.id}”"
        yield table, "title", "title", route.title
        yield table, "requires", "requirement", route.requires
        yield table, "decision", "decision", route.decision
        yield from _each(table, "steps", "step", route.steps)
        yield from _each(table, "extra", "requirement", route.extra)


def _of_life(scheme: "Scheme") -> Iterator[Reference]:
    for extension in scheme.extensions:
        yield from _each("extension", "title", "title", (extension.title,))
        yield from _each("extension", "excludes_titles", "title", extension.excludes_titles)
    if scheme.plan:
        yield from _each("plan", "made_by", "role", scheme.plan.made_by)
    if scheme.governance:
        for conflict in scheme.governance.conflicts:
            yield from _each("governance", "conflict", "role", conflict.roles)


def _of_bodies(scheme: "Scheme") -> Iterator[Reference]:
    def named(table: str, **bodies: str) -> Iterator[Reference]:
        for key, body in bodies.items():
            yield from _each(table, key, "organisation", (body,))

    yield from named("scheme", owner=scheme.owner, intake_body=scheme.intake_body, certification_body=scheme.certification_body)
    yield from _each("scheme", "recognised_by", "organisation", scheme.recognised_by)
    yield from named("certificate", issuer=scheme.certificate.issuer)
    for role in scheme.roles:
        yield from named(f"role “{role.id}”", approved_by=role.approved_by, organisation=role.organisation)
    for rule in scheme.requirements:
        if isinstance(rule, Evidence):
            yield from named(f"requirement “{rule.id}”", exception_by=rule.exception_by)
    for decision in scheme.decisions:
        yield from named(f"decision “{decision.id}”", body=decision.body)
    if scheme.governance:
        guards = scheme.governance
        yield from named(
            "governance",
            norm_body=guards.norm_body,
            conformity_statement_by=guards.conformity_statement_by,
            personnel_quality_by=guards.personnel_quality_by,
        )
        for agreement in guards.agreements:
            yield from _each("governance", "agreement", "organisation", agreement.parties)


def _each(table: str, key: str, wanted: str, names: Iterable[str]) -> Iterator[Reference]:
    """One reference for each name; what is left empty points nowhere."""
    return ((table, key, wanted, name) for name in names if name)


def _titles(*credentials: str) -> Iterator[str]:
    """The titles of this scheme among some credentials."""
    return (credential.removeprefix("title:") for credential in credentials if credential.startswith("title:"))
