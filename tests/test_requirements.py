"""Every requirement of the founding documents leads to a place in a scheme file or to the test that shows it.

docs/requirements.csv holds one row for each: its id, what it says, and where it is shown. A place in a scheme file is
written as `file.toml#table.id.key`, one in a list by its number; a test as `tests/file.py::test_name`; “information”
asks nothing of the program.
"""

import ast
import csv
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from cmsdesk.domain.schemes.loader import shipped_schemes
from cmsdesk.domain.schemes.model import Scheme
from cmsdesk.domain.schemes.requirements import TopicSet

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "docs" / "requirements.csv"
# How many each of the five documents has: S0-1 to S0-34, and so on.
DOCUMENTS = (34, 61, 60, 26, 35)


def rows() -> dict[str, list[str]]:
    """The places of each requirement, by its id."""
    with TABLE.open(encoding="utf-8", newline="") as source:
        return {row["requirement"]: row["shown by"].split("; ") for row in csv.DictReader(source)}


ROWS = rows()


def test_every_requirement_has_its_row_and_nothing_else_has() -> None:
    assert set(ROWS) == {f"S{document}-{number}" for document, count in enumerate(DOCUMENTS) for number in range(1, count + 1)}


def test_each_requirement_has_one_row_and_says_something() -> None:
    with TABLE.open(encoding="utf-8", newline="") as source:
        table = list(csv.DictReader(source))
    assert len(table) == len(ROWS)
    assert all(row["says"].strip() and row["shown by"].strip() for row in table)


@pytest.mark.parametrize("requirement", ROWS)
def test_a_requirement_points_somewhere(requirement: str) -> None:
    assert [place for place in ROWS[requirement] if not leads_somewhere(place)] == []


def leads_somewhere(place: str) -> bool:
    if place.startswith("tests/"):
        path, _colons, name = place.partition("::")
        return name in names_of_tests(path)
    file, hash_, within = place.partition("#")
    if hash_:
        return leads_into(file_of(file), within) is not None
    return place == "information"


@cache
def names_of_tests(path: str) -> frozenset[str]:
    """The tests of a file that exists."""
    source = ROOT / path
    if not source.is_file():
        return frozenset()
    found = ast.walk(ast.parse(source.read_text(encoding="utf-8")))
    return frozenset(node.name for node in found if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"))


@cache
def file_of(name: str) -> Any:
    path = ROOT / "resources" / "schemes" / name
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else None


def leads_into(data: Any, path: str) -> Any:
    """What stands at a place in a file; nothing where there is no such place. Ids and names may hold dots themselves."""
    if not path:
        return data
    for name, inner in steps_into(data):
        if path == name or path.startswith(f"{name}."):
            found = leads_into(inner, path[len(name) + 1 :])
            if found is not None:
                return found
    return None


def steps_into(data: Any) -> list[tuple[str, Any]]:
    """What the next part of a place may be called: a key, an id or a name, or a number from one."""
    if isinstance(data, dict):
        return list(data.items())
    if not isinstance(data, list):
        return []
    numbered = [(str(number), one) for number, one in enumerate(data, start=1)]
    return [*((named(one), one) for one in data if named(one)), *numbered]


def named(part: Any) -> str:
    return str(part.get("id") or part.get("name") or "") if isinstance(part, dict) else str(part)


@pytest.mark.parametrize(
    "place",
    [
        "",
        "nowhere",
        "dimc.toml",
        "dimc.toml#requirement.cmc.nothing",
        "dimc.toml#requirement.nothing",
        "dimc.toml#title.CMC.name.first",
        "atim.toml#plan.actions.5",
        "nothing.toml#scheme",
        "tests/test_requirements.py",
        "tests/test_requirements.py::test_of_nothing",
        "tests/test_of_nothing.py::test_of_nothing",
    ],
)
def test_a_place_that_does_not_exist_is_seen(place: str) -> None:
    assert not leads_somewhere(place)


def topic_set(scheme: Scheme, name: str) -> TopicSet:
    return next(part for part in scheme.topic_sets if part.id == name)


def test_the_lists_are_as_long_as_the_sources_say() -> None:
    courses, register = shipped_schemes()["atim-as"], shipped_schemes()["rl"]
    second, third = topic_set(courses, "t2"), topic_set(courses, "t3")
    assert (len(second.topics), sum(len(topic.goals) for topic in second.topics)) == (10, 17)
    assert (len(third.topics), sum(len(topic.goals) for topic in third.topics)) == (6, 12)
    assert [len(part.items) for part in register.lists if part.id == "bureaus"] == [13]
    assert register.governance
    assert (len(register.governance.norm_parts), len(register.governance.scope)) == (4, 4)
