"""The house keeps its shape: what may import what, how large files grow, what must never appear."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from cmsdesk.domain.schemes.loader import shipped_schemes
from cmsdesk.ui.forms import load_form

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "cmsdesk").rglob("*.py"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_arrows_point_down_and_only_the_window_knows_qt() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_file_grows_beyond_what_can_be_read_in_one_sitting() -> None:
    too_long = {str(path.relative_to(ROOT)): lines for path in SOURCES if (lines := len(path.read_text().splitlines())) > 400}
    assert too_long == {}


def test_every_folder_is_listed_as_a_package() -> None:
    folders = {str(path.parent.relative_to(ROOT)).replace("/", ".") for path in SOURCES if path.name == "__init__.py"}
    assert set(PROJECT["tool"]["setuptools"]["packages"]) == folders | {"cmsdesk.forms", "cmsdesk.resources"}


def test_qt_is_kept_below_the_version_that_ends_python_3_11() -> None:
    assert any(re.match(r"pyside6>=6\.11,<6\.12$", wanted) for wanted in PROJECT["project"]["dependencies"])


def test_calling_qt_does_not_use_up_none(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    before = sys.getrefcount(None)
    for size in range(500):
        widget.resize(size, size)
    assert sys.getrefcount(None) - before > -100


@pytest.mark.parametrize("form", sorted(path.stem for path in (ROOT / "forms").glob("*.ui")))
def test_every_form_opens(qtbot: QtBot, form: str) -> None:
    widget = QMainWindow() if form == "main_window" else QWidget()
    qtbot.addWidget(widget)
    load_form(widget, form)
    assert widget.children()


def test_no_two_actions_share_a_shortcut(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    load_form(window, "main_window")
    keys = [action.shortcut().toString(QKeySequence.SequenceFormat.PortableText) for action in window.findChildren(QAction)]
    used = [key for key in keys if key]
    assert len(used) == len(set(used))


def test_nothing_but_resources_knows_a_scheme_by_name() -> None:
    names = {scheme.id for scheme in shipped_schemes().values()}
    names |= {title.id for scheme in shipped_schemes().values() for title in scheme.titles}
    names |= {body.body for scheme in shipped_schemes().values() for body in scheme.decisions}
    words = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in names))
    code = {str(path.relative_to(ROOT)): words.findall(_strings(path)) for path in SOURCES}
    assert {path: found for path, found in code.items() if found} == {}


def _strings(path: Path) -> str:
    """Every string in a file that is no docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    doc = {
        id(n.body[0].value) for n in ast.walk(tree) if isinstance(n, documented) and n.body and isinstance(n.body[0], ast.Expr)
    }
    strings = (n for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in doc)
    return "\n".join(str(node.value) for node in strings)


@pytest.mark.parametrize(
    "call", ["pickle", "yaml", "marshal", "eval(", "exec(", "shell=True", "extractall", "QtCharts", "QtGraphs"]
)
def test_nothing_turns_data_into_code_or_brings_a_foreign_licence(call: str) -> None:
    word = re.compile(rf"(?<![.\w]){re.escape(call)}")
    found = [str(path.relative_to(ROOT)) for path in SOURCES if word.search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_nothing_is_left_undone() -> None:
    found = [str(path) for path in SOURCES if re.search(r"\b(TODO|FIXME|XXX)\b", path.read_text(encoding="utf-8"))]
    assert found == []


def test_every_icon_in_the_code_is_shipped() -> None:
    wanted: set[str] = set()
    for path in (ROOT / "cmsdesk").rglob("*.py"):
        wanted |= set(re.findall(r'(?:symbol=|icon\(|pixmap\(|EmptyState\()"([a-z0-9-]+)"', path.read_text(encoding="utf-8")))
    shipped = {path.stem for path in (ROOT / "resources" / "icons").glob("*.svg")}
    assert wanted - shipped == set()
