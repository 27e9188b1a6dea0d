"""What the program stands on: all of it declared, each part used, each with its reason."""

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# Used without an import of ours.
LOADED_BY_OTHERS = {"rl-accel", "lxml", "tzdata"}
_LINE = re.compile(r'^ {4}"(?P<name>[A-Za-z0-9_-]+)(?P<asked>[^"]*)",(?P<reason>\s+# .+)?$')


def declared() -> dict[str, re.Match[str]]:
    """The lines of [project] dependencies, by the name of the package."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = text.partition("\ndependencies = [\n")[2].partition("\n]")[0]
    lines = [_LINE.match(line) for line in block.splitlines()]
    assert all(lines), "a line of the dependencies is not understood"
    return {normal(line["name"]): line for line in lines if line}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def imported() -> set[str]:
    """The packages that our code imports, as their makers call them."""
    modules: set[str] = set()
    for path in (ROOT / "cmsdesk").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                modules.add(node.module.partition(".")[0])
    foreign = {name for name in modules if name not in sys.stdlib_module_names and name != "cmsdesk"}
    makers = packages_distributions()
    return {normal(makers[name][0]) for name in foreign}


# Parts of a package that comes as several; the declared name brings them.
PARTS = {"pyside6-addons": "pyside6", "pyside6-essentials": "pyside6", "pydantic-core": "pydantic"}


def test_everything_that_is_imported_is_declared() -> None:
    assert {PARTS.get(name, name) for name in imported()} - set(declared()) == set()


def test_everything_that_is_declared_is_used() -> None:
    used = {PARTS.get(name, name) for name in imported()} | LOADED_BY_OTHERS
    assert set(declared()) - used == set()


@pytest.mark.parametrize("name", sorted(declared()))
def test_every_dependency_has_its_reason_and_an_end(name: str) -> None:
    line = declared()[name]
    assert line["reason"]
    assert ">=" in line["asked"]
    assert "<" in line["asked"]
