"""Ours beside the floor, in turns and in the same run, so that a busy machine slows both."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Compared:
    """Two medians in seconds, and the ratio that is the goal."""

    what: str
    floor: float
    ours: float
    goal: float

    def __str__(self) -> str:
        ratio = self.ours / self.floor
        told = "" if ratio <= self.goal else "  above the goal"
        return f"{self.what:44} {self.floor * 1000:10.2f} {self.ours * 1000:10.2f} {ratio:7.2f} {self.goal:7.2f}{told}"


HEAD = f"{'':44} {'floor, ms':>10} {'ours, ms':>10} {'ratio':>7} {'goal':>7}"


def compare(what: str, floor: Callable[[], object], ours: Callable[[], object], *, goal: float, rounds: int = 15) -> Compared:
    """Run both in turns; the first round only warms up."""
    floors, own = [], []
    for _round in range(rounds + 1):
        floors.append(_seconds(floor))
        own.append(_seconds(ours))
    return Compared(what, median(floors[1:]), median(own[1:]), goal)


def _seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun
