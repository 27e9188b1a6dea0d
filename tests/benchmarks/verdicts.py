"""How many verdicts a second one core gives; run as `python -m tests.benchmarks.verdicts`.

The floor is an empty call of Python in the same run, so that a slow machine does not look like a slow program.
"""

import time
from collections.abc import Callable
from statistics import median

from cmsdesk.domain.schemes.evaluate import evaluate_route
from cmsdesk.domain.schemes.loader import shipped_schemes

_CALLS, _ROUNDS = 2_000, 7


def seconds(act: Callable[[], object]) -> float:
    """The processor time of one call: the median of some rounds."""
    times = []
    for _round in range(_ROUNDS):
        began = time.process_time()
        for _call in range(_CALLS):
            act()
        times.append((time.process_time() - began) / _CALLS)
    return median(times)


def main() -> None:
    """Print one line for each worked example of the shipped schemes."""
    floor = seconds(lambda: None)
    for scheme in shipped_schemes().values():
        for example in scheme.examples:

            def act() -> object:
                return evaluate_route(scheme, example.route, example.facts, example.on)  # noqa: B023 - called before the next

            taken = seconds(act)
            print(f"{scheme.id:10}{example.route:16}{1 / taken:10,.0f} a second {taken / floor:8,.0f} x floor  {example.id}")  # noqa: T201 - a command for people


if __name__ == "__main__":
    main()
