"""Whether everything a scheme refers to exists, and nothing lies within itself."""

from collections.abc import Iterator
from typing import Any

from cmsdesk.domain.schemes.model import GROUPS, Duration, Points, Scheme, Topics


def problems(scheme: Scheme) -> Iterator[str]:
    """Everything that refers to nothing, or to itself; each with its table and key."""
    known = {
        "version": {v.id for v in scheme.versions},
        "title": {t.id for t in scheme.titles},
        "ledger": {x.id for x in scheme.ledgers},
        "requirement": {r.id for r in scheme.requirements},
        "step": {s.id for s in scheme.steps},
        "decision": {d.id for d in scheme.decisions},
        "route": {r.id for r in scheme.routes},
        "mark": {m.id for m in scheme.marks},
        "topic_set": {t.id for t in scheme.topic_sets},
        "example": {e.id for e in scheme.examples},
    }
    parts: tuple[tuple[str, tuple[Any, ...]], ...] = (
        ("version", scheme.versions),
        ("title", scheme.titles),
        ("ledger", scheme.ledgers),
        ("requirement", scheme.requirements),
        ("step", scheme.steps),
        ("decision", scheme.decisions),
        ("route", scheme.routes),
        ("example", scheme.examples),
    )
    for table, items in parts:
        if len(known[table]) < len(items):
            ids = [item.id for item in items]
            yield f"{table}.id: “{next(i for i in ids if ids.count(i) > 1)}” is used twice"
    for table, key, wanted, value in _references(scheme):
        if value not in known[wanted]:
            yield f"{table}.{key}: there is no {wanted} “{value}”"
    groups = {r.id for r in scheme.requirements if isinstance(r, GROUPS)}
    for requirement in scheme.requirements:
        if requirement.into and requirement.into not in groups:
            yield f"requirement.in: “{requirement.into}” of “{requirement.id}” is no group"
        above, seen = requirement.into, {requirement.id}
        while above:
            if above in seen:
                yield f"requirement.in: “{requirement.id}” lies within itself"
                return
            seen.add(above)
            above = next((r.into for r in scheme.requirements if r.id == above), "")


def _references(scheme: Scheme) -> Iterator[tuple[str, str, str, str]]:
    for version in scheme.versions:
        for route_id in version.routes:
            yield f"version “{version.id}”", "routes", "route", route_id
    for route in scheme.routes:
        table = f"route “{route.id}”"
        yield table, "title", "title", route.title
        yield table, "requires", "requirement", route.requires
        yield table, "decision", "decision", route.decision
        for step_id in route.steps:
            yield table, "steps", "step", step_id
    for requirement in scheme.requirements:
        table = f"requirement “{requirement.id}”"
        if isinstance(requirement, Points | Duration):
            yield table, "ledger", "ledger", requirement.ledger
        if isinstance(requirement, Topics):
            for topic_set in requirement.sets:
                yield table, "sets", "topic_set", topic_set
    for ledger in scheme.ledgers:
        for mark in ledger.needs:
            yield f"ledger “{ledger.id}”", "needs", "mark", mark
    for example in scheme.examples:
        yield f"example “{example.id}”", "route", "route", example.route
        for requirement_id in example.expect:
            yield f"example “{example.id}”", "expect", "requirement", requirement_id
