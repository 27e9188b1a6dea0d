"""Throws hostile files at an office that takes in reviews; run as `python -m tests.services.fuzz_merging 20000`, with a seed second.

Half of them are what anybody can make; the other half are signed by an assessor whom the office trusts, for a package that
it waits for, and say what no honest program says. None may be accepted, and none may change a byte of the office file.
"""

import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from cmsdesk.domain.assignments import Assignment
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.exchange.packages.contents import content_bytes
from cmsdesk.exchange.packages.faults import PackageRefused
from cmsdesk.exchange.packages.keys import public_text
from cmsdesk.exchange.packages.manifest import Cover, Kind, Subject
from cmsdesk.exchange.packages.writing import Contents, describe, write_package
from cmsdesk.services.assessor_keys import EnrolKey, KeysOf, RevokeKey
from cmsdesk.services.packages import NoteSent, PlanPackage
from cmsdesk.services.returned_reviews import MergeReview, Taken
from tests.exchange.packages.hostile import MAKERS
from tests.exchange.packages.vector_people import KEYS, SAID
from tests.packages import Post, a_dossier, fingerprint
from tests.rows import file_of
from tests.situations import Clock, Look, office_at

TODAY = date.fromisoformat(SAID["today"])
BOOK = SAID["books"]["office"]["packages"][0]
LONGEST = 5.0
Spoil = Callable[[Random, dict[str, Any]], object]


@dataclass
class Result:
    """What became of them; `failures` names each case that went wrong."""

    answers: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    slowest: float = 0.0


class HostileOffice:
    """An office that waits for the review of one assessor; all keys and numbers are those of the vectors."""

    def __init__(self, folder: Path) -> None:
        (folder / "office").mkdir()
        self.office = office_at(folder / "office", Clock(TODAY))
        self.post = Post(self.office, KEYS["office"], folder)
        self.out = folder / "out"
        self.out.mkdir()
        application = a_dossier(self.post)
        anne = self.post.far_assessor(application, "Akker", enrolled=False)
        former = self.post.far_assessor(application, "Former", enrolled=False)
        colleague = self.post.far_assessor(application, "Colleague", enrolled=False)
        people = {"assessor": anne, "colleague": colleague, "former": former}
        for name, person in people.items():
            self.office.do(EnrolKey(person.person_id, public_text(KEYS[name])))
        self.office.do(RevokeKey(self.office.do(KeysOf(former.person_id))[0].id, "Stolen."))
        with file_of(self.office.path) as connection:
            connection.execute("UPDATE application SET uuid = ?", (BOOK["dossier"],))
        [key] = self.office.do(KeysOf(anne.person_id))
        plan = self.office.do(PlanPackage(anne.assignment_id))
        self.office.do(
            NoteSent(
                assignment_id=anne.assignment_id,
                key_id=key.id,
                package=BOOK["package"],
                revision=1,
                sequence=1,
                expires_on=TODAY + timedelta(days=30),
                judged=plan.judged,
                written=plan.written,
                head="",
            )
        )
        with file_of(self.office.path) as connection:
            connection.execute("UPDATE sentpackage SET revision = ?", (BOOK["revision"],))
        found = self.office.do(Look(Assignment, anne.assignment_id))
        assert isinstance(found, Assignment)
        self.assignment = found.uuid

    def review(self) -> dict[str, Any]:
        """What an honest program would send."""
        judgement = {"key": "essay", "verdict": "met", "score": None, "basis": "", "comment": "Seen."}
        return {
            "assignment": self.assignment,
            "round": 1,
            "declaration": {"independent": True, "text": "", "declared_on": TODAY.isoformat()},
            "report": {"finished_on": TODAY.isoformat(), "outcome": "positive", "comment": "", "judgements": [judgement]},
        }

    def signed(self, content: dict[str, Any], documents: int = 0, sequence: int = 1) -> Path:
        """It, signed and sealed by the assessor."""
        subject = Subject(BOOK["package"], BOOK["dossier"], BOOK["revision"])
        cover = Cover(Kind.REVIEW, subject, sequence, 1, TODAY, TODAY + timedelta(days=9))
        packed = json.dumps(content).encode() if documents < 0 else content_bytes(content)
        extra = [describe(Path(__file__)) for _ in range(documents)]
        return write_package(
            self.out, cover, Contents(packed, extra), sender=KEYS["assessor"], recipient=KEYS["office"].public
        ).path

    def take(self, path: Path) -> Taken:
        """Let the office take in a file."""
        return self.office.do(MergeReview(path, KEYS["office"], self.post.staging)).taken


def _report(content: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = content["report"]
    return found


def _day(random: Random, *, ahead: bool) -> str:
    days = random.randrange(1, 3000)
    return (TODAY + timedelta(days=days if ahead else -days)).isoformat()


def _note(random: Random, **more: object) -> dict[str, Any]:
    uuid = f"00000000-0000-4000-8000-{random.getrandbits(48):012x}"
    return {"uuid": uuid, "text": "Words.", **more}


STRANGE: tuple[Any, ...] = (
    None,
    "",
    "x",
    -1,
    0,
    1.5,
    True,
    [],
    {},
    "2026-02-30",
    10**14,
    "\u0000",
    "x" * 60_000,
    [[]],
    {"a": []},
)
SPOILS: tuple[Spoil, ...] = (
    lambda random, content: content.update({random.choice(["id", "x", "__class__", "application"]): random.choice(STRANGE)}),
    lambda random, content: _report(content).update({random.choice(["id", "sealed", "assessor"]): random.choice(STRANGE)}),
    lambda random, content: content.pop(random.choice(["assignment", "round", "declaration"])),
    lambda random, content: content.update(assignment=random.choice([one for one in STRANGE if one is not None] + [BOOK["package"]])),
    lambda random, content: content.update(round=random.choice([0, -1, 2, 999_999_999, "1", 1.5, True, None])),
    lambda random, content: content["declaration"].update(declared_on=random.choice([_day(random, ahead=True), "x", 5, None])),
    lambda random, content: _report(content).update(finished_on=_day(random, ahead=random.random() < 0.5)),
    lambda random, content: _report(content).update(outcome=random.choice(["negative", "divided", "outcome/1", 3, None])),
    lambda random, content: _report(content).update(judgements=random.choice([[], None, {}, "x", [[]], [{}]])),
    lambda random, content: _report(content)["judgements"][0].update(key=random.choice(["", "x", "essay/x", "criterion/1", 5, None])),
    lambda random, content: _report(content)["judgements"][0].update(verdict=random.choice(["", "yes", "MET", "question", 1, None])),
    lambda random, content: _report(content)["judgements"][0].update(score=random.choice([0, 1, 10, 11, -5, "7", True, 7.5])),
    lambda random, content: _report(content)["judgements"][0].update(basis=random.choice(["knowledge", "x y", 3, None, "x" * 3000])),
    lambda random, content: _report(content)["judgements"].extend(_report(content)["judgements"] * random.randrange(1, 9)),
    lambda random, content: _report(content).update(feedback=[_note(random, given_on=TODAY.isoformat())]),
    lambda random, content: _report(content).update(questions=[_note(random, key="x", asked_on=TODAY.isoformat())]),
    lambda random, content: _report(content).update(questions=[_note(random, key="", asked_on=_day(random, ahead=True))]),
    lambda random, content: _report(content).update(notes=[_note(random, page=random.choice([0, -1, 1]), x=2.0, y=0.5)]),
    lambda random, content: content["declaration"].update(independent=random.choice([False, None, "no", 0])),
    lambda random, content: content.update(report=random.choice([None, [], "x", {"judgements": [{}]}])),
)  # fmt: skip


def fuzz(cases: int, seed: int) -> Result:
    """That many of both kinds in turn, and at the end the honest review, to see that the door is not simply shut."""
    result = Result()
    with tempfile.TemporaryDirectory() as place:
        target = HostileOffice(Path(place))
        before = fingerprint(target.office.path)
        for number in range(cases):
            random = Random(f"{seed}:{number}")
            path, name = _made(target, random, signed=bool(number % 2))
            began = time.perf_counter()
            _throw(target, path, f"case {number} of seed {seed}, {name}", result)
            result.slowest = max(result.slowest, time.perf_counter() - began)
            path.unlink()
            if fingerprint(target.office.path) != before or list(target.post.staging.iterdir()):
                result.failures.append(f"case {number} of seed {seed}, {name}: left something behind")
                before = fingerprint(target.office.path)
        if target.take(target.signed(target.review(), sequence=2)) is not Taken.FINISHED:
            result.failures.append("the honest review was not taken in")
        target.office.close()
    return result


def _made(target: HostileOffice, random: Random, *, signed: bool) -> tuple[Path, str]:
    if signed:
        content, place = target.review(), random.randrange(len(SPOILS) + 1)
        if place == len(SPOILS):
            return target.signed(content, documents=random.randrange(1, 4)), "with documents"
        SPOILS[place](random, content)
        return target.signed(content, -1), f"spoil {place}: {json.dumps(content)[:200]}"
    maker = random.choice(MAKERS)
    path = target.out / "some.review"
    path.write_bytes(maker(random).raw)
    return path, maker.__name__


def _throw(target: HostileOffice, path: Path, case: str, result: Result) -> None:
    try:
        taken = target.take(path)
    except PackageRefused as refused:
        result.answers[refused.fault] += 1
    except RuleBroken:
        result.answers["a rule of the office"] += 1
    except BaseException as error:  # noqa: BLE001 - a panic of the library is no Exception
        result.failures.append(f"{case}: {type(error).__name__}: {error}")
    else:
        result.failures.append(f"{case}: accepted as {taken}")


def main(arguments: list[str]) -> int:
    """Print what became of them; 1 when anything went wrong."""
    cases, seed = int(arguments[0]), int(arguments[1]) if len(arguments) > 1 else 1
    result = fuzz(cases, seed)
    lines = [
        f"{cases} hostile files, {len(result.failures)} failures",
        f"slowest {result.slowest:.2f} s",
        *(f"  {count:6} {answer}" for answer, count in result.answers.most_common()),
        *result.failures[:20],
    ]
    print(*lines, sep=os.linesep)  # noqa: T201 - a command for people
    return int(bool(result.failures) or result.slowest > LONGEST)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
