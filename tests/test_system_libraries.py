"""A machine that lacks something hears what to install, in every way of starting."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cmsdesk.cli import NOUNS
from cmsdesk.system_libraries import ALWAYS, WAYLAND, X_WINDOWS, Library, advice, advice_for, lacking

on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems bring these libraries with Qt")
_SOUND = Library("libc.so.6", "libc6", "glibc")


def start(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Start the program as a user does, on a machine without a screen unless one is named."""
    kept = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}}
    return subprocess.run(
        [sys.executable, "-m", "cmsdesk", *arguments],
        env=kept | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def broken(folder: Path, *files: str) -> str:
    """A folder in which these libraries are found first and cannot be loaded."""
    for file in files:
        (folder / file).touch()
    return str(folder)


@on_linux
def test_a_library_that_is_there_is_not_lacking() -> None:
    assert lacking([_SOUND]) == []


@on_linux
def test_a_library_that_is_not_there_is_lacking() -> None:
    absent = Library("libnobody-has-this.so.1", "some", "other")
    assert lacking([_SOUND, absent]) == [absent]


def test_nothing_is_said_when_nothing_is_lacking() -> None:
    assert advice([]) == ""


def test_a_package_that_brings_two_libraries_is_named_once() -> None:
    sentence = advice([library for library in X_WINDOWS if library.fedora == "libxcb"])
    assert "libxcb-randr0 libxcb-shape0" in sentence
    assert sentence.endswith("sudo dnf install libxcb.")


def test_a_failed_import_names_the_package_of_its_library() -> None:
    assert "libegl1" in advice_for(ImportError("libEGL.so.1: cannot open shared object file: No such file or directory"))


def test_a_failed_import_of_an_unknown_library_names_the_library() -> None:
    assert "libodd.so.4" in advice_for(ImportError("libodd.so.4: cannot open shared object file: No such file or directory"))


def test_a_failed_import_for_another_reason_is_not_explained_away() -> None:
    assert advice_for(ImportError("cannot import name 'x' from 'cmsdesk'")) == ""


def test_no_library_is_listed_twice() -> None:
    files = [library.file for library in ALWAYS + X_WINDOWS + WAYLAND]
    assert len(files) == len(set(files))


@pytest.mark.parametrize("word", [noun.word for noun in NOUNS if not noun.draws])
def test_a_command_that_draws_nothing_never_loads_qt(word: str) -> None:
    code = (
        "import sys; from cmsdesk.cli import main; assert main(sys.argv[1:]) == 0;"
        "assert not [name for name in sys.modules if name.startswith('PySide6')]"
    )
    done = subprocess.run([sys.executable, "-c", code, word, "--help"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@on_linux
def test_without_a_library_the_package_is_named(tmp_path: Path) -> None:
    done = start("check", LD_LIBRARY_PATH=broken(tmp_path, "libEGL.so.1"))
    assert (done.returncode, done.stdout) == (1, "")
    assert "apt install libegl1" in done.stderr
    assert "dnf install libglvnd-egl" in done.stderr
    assert "Traceback" not in done.stderr


@on_linux
def test_without_a_library_of_the_screen_the_package_is_named_before_qt_aborts(tmp_path: Path) -> None:
    folder = broken(tmp_path, "libxcb-cursor.so.0", "libxcb-icccm.so.4")
    done = start("check", LD_LIBRARY_PATH=folder, QT_QPA_PLATFORM="xcb", DISPLAY=":4711")
    assert done.returncode == 1
    assert "libxcb-cursor0" in done.stderr
    assert "libxcb-icccm4" in done.stderr


@on_linux
def test_commands_without_a_window_run_without_the_libraries_of_the_window(tmp_path: Path) -> None:
    done = start("scheme", "list", LD_LIBRARY_PATH=broken(tmp_path, "libEGL.so.1", "libGL.so.1"))
    assert done.returncode == 0, done.stderr
    assert done.stdout


@on_linux
def test_without_a_screen_the_check_runs_all_the_same() -> None:
    done = start("check")
    assert done.returncode == 0, done.stderr
    assert "cmsdesk" in done.stdout


@on_linux
def test_without_a_screen_the_window_says_so_instead_of_dying() -> None:
    done = start()
    assert done.returncode == 1
    assert "cmsdesk demo" in done.stderr
    assert done.stderr.count("\n") == 1


def test_help_needs_nothing() -> None:
    assert start("--help").returncode == 0
