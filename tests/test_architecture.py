"""The house keeps its shape: what may import what, how large files grow, what must never appear."""

import ast
import importlib
import re
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import get_type_hints

import pytest
from PySide6 import QtWidgets
from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from cmsdesk.domain.applications import State
from cmsdesk.domain.certificates import Status
from cmsdesk.domain.dossiers import Standing
from cmsdesk.domain.schemes.loader import shipped_schemes
from cmsdesk.services.next_actions import NextAction
from cmsdesk.ui import states
from cmsdesk.ui.date_edit import DateEdit
from cmsdesk.ui.forms import load_form
from cmsdesk.ui.tabs import TABS

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "cmsdesk").rglob("*.py"))
FORMS = sorted((ROOT / "forms").glob("*.ui"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

LONGEST = 400
DANGEROUS_MODULES = {"dill", "marshal", "pickle", "shelve", "yaml"}
DANGEROUS_CALLS = {"eval", "exec", "compile", "__import__", "os.system", "os.popen", "extractall", "shell=True"}
# Parts of Qt that come under the GPL only, although the wheel says LGPL.
GPL_MODULES = {
    f"PySide6.Qt{name}" for name in ("Charts", "DataVisualization", "Graphs", "HttpServer", "NetworkAuth", "VirtualKeyboard")
}


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def literal(node: ast.expr) -> object:
    """The value of what stands there as it is, or None."""
    return node.value if isinstance(node, ast.Constant) else None


def test_arrows_point_down_and_only_the_window_knows_qt() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_file_grows_beyond_what_can_be_read_in_one_sitting() -> None:
    read = [path for path in SOURCES if path.parent.name != "versions"]  # a migration is written once, by alembic
    lengths = {place(path): len(path.read_text(encoding="utf-8").splitlines()) for path in read}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST} == {}


def test_every_folder_is_listed_as_a_package() -> None:
    folders = {place(path.parent).replace("/", ".") for path in SOURCES}
    assert set(PROJECT["tool"]["setuptools"]["packages"]) == folders | {"cmsdesk.forms", "cmsdesk.resources"}


def test_every_package_has_its_init() -> None:
    assert [place(folder) for folder in {path.parent for path in SOURCES} if not (folder / "__init__.py").exists()] == []


def test_forms_and_resources_hold_no_code() -> None:
    """Type checkers and tools do not see these two folders under the names they are imported by."""
    found = [path for folder in ("forms", "resources") for path in (ROOT / folder).rglob("*.py")]
    assert sorted(place(path) for path in found) == ["forms/__init__.py", "resources/__init__.py"]
    assert all(isinstance(node, ast.Expr) for path in found for node in tree(path).body)


def test_qt_is_kept_below_the_version_that_ends_python_3_11() -> None:
    wanted = [text for text in PROJECT["project"]["dependencies"] if text.startswith("pyside6")]
    assert wanted == ["pyside6>=6.11,<6.12"]


def test_calling_qt_does_not_use_up_none(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    before = sys.getrefcount(None)
    for size in range(500):
        widget.resize(size, size)
    assert sys.getrefcount(None) - before > -100


@pytest.mark.parametrize("form", [path.stem for path in FORMS])
def test_every_form_opens(qtbot: QtBot, form: str) -> None:
    widget = QMainWindow() if form == "main_window" else QWidget()
    qtbot.addWidget(widget)
    load_form(widget, form)
    assert widget.children()


def form_classes(path: Path) -> dict[str, type]:
    """What a form holds: the class of each named widget and action."""
    root = ET.parse(path).getroot()
    ours = {"DateEdit": DateEdit}
    # Qt's classes come into being when they are asked for, so the module's own table may lack one.
    found = {
        node.get("name", ""): ours.get(name) or getattr(QtWidgets, name)
        for node in root.iter("widget")
        if (name := node.get("class", ""))
    }
    return found | {node.get("name", ""): QAction for node in root.iter("action")}


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_every_widget_in_a_form_is_of_a_known_class(path: Path) -> None:
    assert form_classes(path)


def users_of_forms() -> list[tuple[str, str, str]]:
    """Each class that fills itself from a form: module, class, form."""
    window = ROOT / "cmsdesk" / "ui"
    return [
        (path.relative_to(window).with_suffix("").as_posix().replace("/", "."), kind.name, form)
        for path in sorted(window.rglob("*.py"))
        for kind in tree(path).body
        if isinstance(kind, ast.ClassDef)
        for form in forms_of(kind)
    ]


def forms_of(kind: ast.ClassDef) -> set[str]:
    """A dialog says `form = "..."`; a page or window calls load_form itself."""
    named = [node.value for node in kind.body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "form"]
    calls = [node for node in ast.walk(kind) if isinstance(node, ast.Call) and ast.unparse(node.func) == "load_form"]
    texts = [literal(node) for node in [*named, *(call.args[1] for call in calls)]]
    return {text for text in texts if isinstance(text, str) and text}


@pytest.mark.parametrize(("module", "name", "form"), users_of_forms())
def test_a_class_and_its_form_agree_about_every_widget(module: str, name: str, form: str) -> None:
    kind = getattr(importlib.import_module(f"cmsdesk.ui.{module}"), name)
    made = form_classes(ROOT / "forms" / f"{form}.ui")
    bound = {key: hint for key, hint in get_type_hints(kind).items() if isinstance(hint, type) and issubclass(hint, QObject)}
    assert bound
    assert {key: hint for key, hint in bound.items() if not issubclass(made.get(key, object), hint)} == {}


def test_every_form_is_used() -> None:
    used = {form for _module, _name, form in users_of_forms()}
    assert {path.stem for path in FORMS} == used


def test_no_two_actions_share_a_shortcut(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    load_form(window, "main_window")
    keys = [key.toString(QKeySequence.SequenceFormat.PortableText) for a in window.findChildren(QAction) for key in a.shortcuts()]
    assert keys
    assert len(keys) == len(set(keys))


def test_nothing_but_resources_knows_a_scheme_by_name() -> None:
    schemes = shipped_schemes().values()
    names = {scheme.id for scheme in schemes} | {scheme.id.upper() for scheme in schemes}
    names |= {title.id for scheme in schemes for title in scheme.titles}
    names |= {body.body for scheme in schemes for body in scheme.decisions}
    assert names
    words = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in names))
    texts = {place(path): strings(tree(path)) for path in SOURCES}
    texts |= {place(path): path.read_text(encoding="utf-8") for path in FORMS}
    assert {name: found for name, text in texts.items() if (found := words.findall(text))} == {}


def strings(module: ast.Module) -> str:
    """Every string and every name in a file, but no docstring: an example may stand there."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    bodies = [node.body for node in ast.walk(module) if isinstance(node, documented) and node.body]
    doc = {id(body[0].value) for body in bodies if isinstance(body[0], ast.Expr)}
    found = []
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in doc:
            found.append(node.value)
        elif isinstance(node, ast.Name):
            found.append(node.id)
    return "\n".join(found)


def dangers(module: ast.Module) -> set[str]:
    """What in a file turns data into code, writes where an archive says, or brings a foreign licence."""
    found: set[str] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names} & (DANGEROUS_MODULES | GPL_MODULES)
        elif isinstance(node, ast.ImportFrom) and node.module:
            imported = {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
            found |= imported & (DANGEROUS_MODULES | GPL_MODULES | DANGEROUS_CALLS)
        elif isinstance(node, ast.Call):
            found |= _called(node) & DANGEROUS_CALLS
    return found


def _called(node: ast.Call) -> set[str]:
    """A function by its own name, a method also by its last word; Qt's exec() is a method, not the function."""
    name = ast.unparse(node.func)
    last = name.rpartition(".")[2]
    shell = any(word.arg == "shell" and ast.unparse(word.value) != "False" for word in node.keywords)
    return {name} | ({last} if last == "extractall" else set()) | ({"shell=True"} if shell else set())


@pytest.mark.parametrize(
    "code",
    [
        "import pickle",
        "from yaml import load",
        "from PySide6 import QtCharts",
        "from PySide6.QtGraphs import QLineSeries",
        "eval(text)",
        "exec(text)",
        "archive.extractall(folder)",
        "subprocess.run(line, shell=True)",
        "import os\nos.system(line)",
        "from os import system",
    ],
)
def test_the_guard_sees_what_is_dangerous(code: str) -> None:
    assert dangers(ast.parse(code))


@pytest.mark.parametrize("code", ["qt.exec()", "ast.literal_eval(text)", "subprocess.run(line, shell=False)", "re.compile(x)"])
def test_the_guard_lets_pass_what_is_harmless(code: str) -> None:
    assert not dangers(ast.parse(code))


def test_nothing_turns_data_into_code_or_brings_a_foreign_licence() -> None:
    assert {place(path): found for path in SOURCES if (found := dangers(tree(path)))} == {}


def test_nothing_is_left_undone() -> None:
    unfinished = re.compile(r"\b(TODO|FIXME|XXX)\b")
    files = [*SOURCES, *FORMS, *(ROOT / "resources").rglob("*.toml")]
    assert [place(path) for path in files if unfinished.search(path.read_text(encoding="utf-8"))] == []


def icons_named(module: ast.Module) -> set[str]:
    """Icons by the places where one is named: icon(), pixmap(), EmptyState(), Chip(), symbol=, and menu lines (icon, _(words), act)."""
    found: set[object] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func).rpartition(".")[2]
            at = {"icon": 0, "pixmap": 0, "EmptyState": 0, "Chip": 1}.get(name, len(node.args))
            found |= {literal(argument) for argument in node.args[at : at + 1]}
            found |= {literal(word.value) for word in node.keywords if word.arg in {"symbol", "icon"}}
        elif isinstance(node, ast.Tuple) and len(node.elts) == 3 and ast.unparse(node.elts[1]).startswith("_("):
            found.add(literal(node.elts[0]))
    return {name for name in found if isinstance(name, str) and name}


def test_every_icon_in_the_code_is_shipped() -> None:
    shipped = {path.stem for path in (ROOT / "resources" / "icons").glob("*.svg")}
    wanted: set[str] = set().union(*(icons_named(tree(path)) for path in SOURCES))
    wanted |= {states.state_chip(state).icon for state in State} | {states.status_chip(status).icon for status in Status}
    wanted |= {states.standing_chip(standing).icon for standing in Standing}
    wanted |= {tab.symbol for tab in TABS}
    wanted.add(str(NextAction.__dataclass_fields__["icon"].default))
    assert len(wanted) > 20
    assert wanted - shipped == set()


def test_the_window_is_there_before_the_tools_of_papers_workbooks_and_keys_are_loaded() -> None:
    heavy = ("reportlab", "openpyxl", "python_calamine", "jinja2", "cryptography", "pyrage", "tomlkit", "alembic")
    assert {name.partition(".")[0] for name in loaded_for_the_window()}.intersection(heavy) == set()


def test_the_window_is_there_before_the_pages_behind_its_other_tabs_are_loaded() -> None:
    assert {tab.module for tab in TABS}.intersection(loaded_for_the_window()) == set()


def loaded_for_the_window() -> set[str]:
    """Every module that stands between the user and the window."""
    script = "import sys, cmsdesk.app, cmsdesk.ui.main_window; print(*sys.modules)"
    return set(subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split())
