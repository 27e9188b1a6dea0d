"""Evaluating a route: the floor is what five thousand a second would take."""

from collections.abc import Iterator

from cmsdesk.domain.schemes.evaluate import evaluate_route
from cmsdesk.domain.schemes.loader import shipped_schemes
from tests.benchmarks.measuring import Compared, compare

_EACH = 1 / 5_000  # seconds
_TIMES = 200


def measure() -> Iterator[Compared]:
    """The first worked example of each scheme, again and again."""
    for scheme in shipped_schemes().values():
        for example in scheme.examples[:1]:
            found = compare(
                f"{scheme.id}: one evaluation of {example.route}",
                lambda: None,
                lambda scheme=scheme, example=example: [  # type: ignore[misc]
                    evaluate_route(scheme, example.route, example.facts, example.on) for _time in range(_TIMES)
                ],
                goal=1,
            )
            yield Compared(found.what, _EACH, found.ours / _TIMES, 1)
