"""Worked examples: what a scheme file itself says must come of some facts."""

from dataclasses import dataclass

from cmsdesk.domain.schemes.evaluate import Verdict, evaluate
from cmsdesk.domain.schemes.facts import read_facts
from cmsdesk.domain.schemes.model import Scheme


@dataclass(frozen=True)
class ExampleResult:
    """Whether a worked example came out as its author wrote; each difference as (id, expected, found)."""

    example_id: str
    differences: tuple[tuple[str, str, str], ...]

    @property
    def passed(self) -> bool:
        """Nothing differs."""
        return not self.differences


def check_examples(scheme: Scheme) -> list[ExampleResult]:
    """Run every worked example of a scheme."""
    results = []
    for example in scheme.examples:
        verdict = evaluate(scheme, scheme.route(example.route).requires, read_facts(example.facts), example.on)
        found = dict(_outcomes(verdict))
        wrong = tuple(
            (key, expected, found.get(key, "")) for key, expected in example.expect.items() if found.get(key) != expected
        )
        results.append(ExampleResult(example.id, wrong))
    return results


def _outcomes(verdict: Verdict) -> list[tuple[str, str]]:
    return [(verdict.requirement_id, verdict.outcome.value), *(pair for child in verdict.children for pair in _outcomes(child))]
