"""Throws hostile packages at the program; run as `python -m tests.exchange.packages.fuzz 20000`, with a seed as second word.

Says how many were accepted, crashed, left something behind or got a wrong answer, and the longest time and most memory it took.
The same number and seed make the same files.
"""

import hashlib
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random

import psutil

from cmsdesk.exchange.packages.faults import Fault, PackageRefused
from cmsdesk.exchange.packages.reading import open_package
from tests.exchange.packages.hostile import MAKERS, Hostile, good
from tests.exchange.packages.vector_people import KEYS, SAID, known_to

TODAY = date.fromisoformat(SAID["today"])
LONGEST, MOST_MEMORY, ONE_GOOD_IN = 5.0, 300 << 20, 20


@dataclass
class Result:
    """What became of them; `failures` names each case that went wrong."""

    answers: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    good_accepted: int = 0
    good_made: int = 0
    slowest: float = 0.0
    memory: int = 0


def fuzz(cases: int, seed: int) -> Result:
    """Open that many hostile packages, and a good one now and then to see that the door is not simply shut."""
    result, process = Result(), psutil.Process()
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        for folder in ("staging", "office"):
            (root / folder).mkdir()
        (root / "office" / "office.cmsdesk").write_bytes(b"what nobody may touch")
        before = _state(root)
        for number in range(cases):
            random = Random(f"{seed}:{number}")
            maker = random.choice(MAKERS)
            case = f"case {number} of seed {seed}, {maker.__name__}"
            began = time.perf_counter()
            _throw(root, maker(random), case, result)
            result.slowest = max(result.slowest, time.perf_counter() - began)
            if number % ONE_GOOD_IN == 0:
                _welcome(root, good(random), result)
            result.memory = max(result.memory, process.memory_info().rss)
            if _state(root) != before:
                result.failures.append(f"{case}: left something behind")
                before = _state(root)
    return result


def _throw(root: Path, hostile: Hostile, case: str, result: Result) -> None:
    try:
        answer = _open(root, hostile.raw, hostile.opened_by)
    except BaseException as error:  # noqa: BLE001 - a panic of the library is no Exception
        result.failures.append(f"{case}: {type(error).__name__}")
    else:
        result.answers[answer] += 1
        if answer not in hostile.answers:
            result.failures.append(f"{case}: answered {answer}, right is {' or '.join(sorted(hostile.answers))}")


def _welcome(root: Path, raw: bytes, result: Result) -> None:
    result.good_made += 1
    result.good_accepted += _open(root, raw, "assessor") == "accepted"


def _open(root: Path, raw: bytes, person: str) -> str | Fault:
    path = root / "some.package"
    path.write_bytes(raw)
    try:
        open_package(path, KEYS[person], known_to(person), staging=root / "staging", today=TODAY).wipe()
    except PackageRefused as refused:
        return refused.fault
    else:
        return "accepted"
    finally:
        path.unlink()


def _state(root: Path) -> dict[str, str]:
    """Everything that lies there."""
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"
        for path in root.rglob("*")
    }


def main(arguments: list[str]) -> int:
    """Print what became of them; 1 when anything went wrong."""
    cases, seed = int(arguments[0]), int(arguments[1]) if len(arguments) > 1 else 1
    result = fuzz(cases, seed)
    lines = [
        f"{cases} hostile packages, {len(result.failures)} failures, {result.answers['accepted']} accepted",
        f"{result.good_made} good packages, {result.good_accepted} accepted",
        f"slowest {result.slowest:.2f} s, most memory {result.memory >> 20} MB",
        *(f"  {count:6} {answer}" for answer, count in result.answers.most_common()),
        *result.failures[:20],
    ]
    print(*lines, sep="\n")  # noqa: T201 - a command for people
    right = not result.failures and result.good_accepted == result.good_made
    return int(not right or result.slowest > LONGEST or result.memory > MOST_MEMORY)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
