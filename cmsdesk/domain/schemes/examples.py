"""Worked examples: what a scheme file itself says must come of some facts."""

from collections.abc import Iterator
from dataclasses import dataclass

from cmsdesk.domain.schemes.evaluate import Verdict, evaluate_route
from cmsdesk.domain.schemes.model import Expected, Scheme, WorkedExample
from cmsdesk.domain.words import speaking


@dataclass(frozen=True)
class ExampleResult:
    """Whether a worked example came out as its author wrote; each difference as (what, expected, found)."""

    example_id: str
    differences: tuple[tuple[str, str, str], ...]

    @property
    def passed(self) -> bool:
        """Nothing differs."""
        return not self.differences


def check_examples(scheme: Scheme) -> list[ExampleResult]:
    """Run every worked example of a scheme; files are written with decimal points, whatever the reader speaks."""
    results = []
    for example in scheme.examples:
        with speaking("en"):
            verdict = evaluate_route(scheme, example.route, example.facts, example.on)
        found = {one.requirement_id: one for one in _all(verdict)}
        wrong = list(_other_version(scheme, example))
        if example.outcome and example.outcome != verdict.outcome:
            wrong.append(("outcome", example.outcome, verdict.outcome))
        wrong += [
            difference
            for requirement_id, expected in example.expect.items()
            for difference in _differences(requirement_id, expected, found.get(requirement_id))
        ]
        results.append(ExampleResult(example.id, tuple(wrong)))
    return results


def _other_version(scheme: Scheme, example: WorkedExample) -> Iterator[tuple[str, str, str]]:
    """Where the day of an example falls under another version than its author wrote, or lets a certificate live otherwise."""
    in_force = scheme.version_on(example.on)
    if example.version and example.version != in_force.id:
        yield "version", example.version, in_force.id
    elif example.version and example.route not in in_force.routes:
        yield f"version “{in_force.id}”, routes", example.route, ", ".join(in_force.routes)
    months = scheme.validity_months_on(example.on)
    if example.validity_months is not None and example.validity_months != months:
        yield "validity_months", str(example.validity_months), str(months)


def _differences(requirement_id: str, expected: Expected, found: Verdict | None) -> Iterator[tuple[str, str, str]]:
    if found is None:
        yield requirement_id, expected.outcome, ""
        return
    for key in expected.model_fields_set:
        wanted, got = getattr(expected, key), getattr(found, key)
        if wanted != got:
            yield f"{requirement_id}, {key}", str(wanted), "" if got is None else str(got)


def _all(verdict: Verdict) -> Iterator[Verdict]:
    yield verdict
    for child in verdict.children:
        yield from _all(child)
