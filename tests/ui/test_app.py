"""The program itself: which files it opens and which it refuses, two windows on one file, and faults."""

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from cmsdesk.app import App
from cmsdesk.services.office import open_office
from cmsdesk.services.people import AddPerson, CountPeople, PersonDetails
from cmsdesk.services.settings import OfficeDetails
from cmsdesk.store.database import SCHEMA
from tests import given
from tests.driving import a_backup, answer, choose, close, dialog, faults, office_of, press, snapshot, window_of

# What cannot be opened.


def a_png(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(500))


def a_foreign_database(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE photos (id INTEGER)")
    connection.commit()
    connection.close()


def a_newer_office(path: Path) -> None:
    from cmsdesk.store.database import create_database

    create_database(path).close()
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version={SCHEMA + 1}")
    connection.commit()
    connection.close()


def an_unfinished_office(path: Path) -> None:
    from cmsdesk.store.database import create_database

    create_database(path).close()


WRONG: dict[str, tuple[Any, str]] = {
    "missing": (lambda _path: None, "There is no office file at {path}"),
    "png": (a_png, "{path} is not an office file of cmsdesk."),
    "database": (a_foreign_database, "{path} is a file of another program"),
    "newer": (a_newer_office, "{path} was made by a newer version of cmsdesk."),
    "folder": (Path.mkdir, "{path} is a folder, not an office file."),
    "empty": (Path.touch, "{path} is empty."),
    "unfinished": (an_unfinished_office, "no longer exists"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_file_that_is_no_office_gets_its_own_sentence_and_nothing_changes(
    app: App, folder: Path, qtbot: QtBot, case: str
) -> None:
    make, sentence = WRONG[case]
    path = folder / "wrong.cmsdesk"
    make(path)
    before = snapshot(folder)
    app.show_start()
    assert not app.open(path)
    assert sentence.format(path=path) in answer(qtbot, "Close")
    assert snapshot(folder) == before
    assert app.start is not None
    assert app.start.isVisible()
    assert QSettings().value("recent") is None


def test_a_wrong_path_on_the_command_line_is_said_on_a_window_that_stays(app: App, folder: Path, qtbot: QtBot) -> None:
    assert not app.open(folder / "nowhere.cmsdesk")
    assert "nowhere.cmsdesk" in answer(qtbot, "Close")
    assert app.start is not None
    assert app.start.isVisible()


def test_a_refused_file_leaves_the_office_that_is_open(app: App, path: Path, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "empty.cmsdesk").touch()
    before = window_of(app)
    before.open_office_action.trigger()
    choose(qtbot, tmp_path / "empty.cmsdesk")
    assert "is empty" in answer(qtbot, "Close")
    assert app.window is before
    assert office_of(app).do(CountPeople()) == 0


@pytest.fixture
def unprivileged(path: Path, app: App) -> Iterator[Path]:
    """A folder that may not be written, as somebody who is not the administrator sees it."""
    place = Path(tempfile.mkdtemp())
    close(app)
    app.show_start()
    copied = Path(shutil.copy(path, place / "Bureau.cmsdesk"))
    copied.chmod(stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)
    place.chmod(0o555)
    administrator = hasattr(os, "getuid") and os.getuid() == 0
    if administrator:
        os.setresuid(65534, 65534, 0)
    yield copied
    if administrator:
        os.setresuid(-1, 0, -1)
        os.setresuid(0, 0, 0)
    place.chmod(0o755)
    shutil.rmtree(place)


@pytest.mark.skipif(not hasattr(os, "setresuid"), reason="this system has no way to give up one's rights for a while")
def test_a_read_only_file_is_refused_with_advice(app: App, unprivileged: Path, qtbot: QtBot) -> None:
    before = snapshot(unprivileged.parent)
    assert not app.open(unprivileged)
    assert f"{unprivileged} is read-only. Please copy it" in answer(qtbot, "Close")
    assert snapshot(unprivileged.parent) == before


def test_an_existing_file_is_not_taken_for_a_new_office(app: App, folder: Path, qtbot: QtBot) -> None:
    (folder / "mine.cmsdesk").write_text("mine")
    assert not app.make(folder / "mine.cmsdesk", OfficeDetails("Bureau"))
    assert "already exists" in answer(qtbot, "Close")
    assert snapshot(folder) == {"mine.cmsdesk": b"mine"}


def test_an_office_that_could_not_be_founded_leaves_no_file(app: App, folder: Path, qtbot: QtBot) -> None:
    assert not app.make(folder / "Bureau.cmsdesk", OfficeDetails(" "))
    assert "name" in answer(qtbot, "Close")
    assert snapshot(folder) == {}


def test_a_new_office_gets_the_ending_by_which_it_is_found_again(app: App, folder: Path) -> None:
    app.make(folder / "Bureau 2026.old", OfficeDetails("Bureau"))
    assert office_of(app).path.name == "Bureau 2026.old.cmsdesk"


def test_a_relative_path_is_remembered_whole(app: App, path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    other = path.with_name("Other.cmsdesk")
    office_of(app).do(AddPerson(PersonDetails("Jansen")))
    window_of(app).close()
    qtbot.waitUntil(lambda: app.office is None)
    shutil.copy(path, other)
    monkeypatch.chdir(path.parent)
    assert app.open(Path("Other.cmsdesk"))
    assert QSettings().value("recent")[0] == str(other)


def test_an_office_that_is_open_here_is_not_opened_twice(app: App, path: Path) -> None:
    before = window_of(app)
    assert app.open(path.parent / ".." / path.parent.name / path.name)
    assert app.window is before


# A place that SQLite cannot trust.


def test_a_file_in_a_synchronised_folder_is_warned_about_once(app: App, tmp_path: Path, qtbot: QtBot) -> None:
    place = tmp_path / "OneDrive - Bureau"
    place.mkdir()
    app.make(place / "Bureau.cmsdesk", OfficeDetails("Bureau"))
    assert "OneDrive" in answer(qtbot, "Close")
    for path in (tmp_path / "Other.cmsdesk", place / "Bureau.cmsdesk"):
        app.open(path) if path.exists() else app.make(path, OfficeDetails("Other"))
        qtbot.waitUntil(lambda path=path: app.office is not None and app.office.path == path)  # type: ignore[misc]
    QApplication.processEvents()
    assert QApplication.activeModalWidget() is None


# Two windows on one file.


def test_two_programs_on_one_file_both_write_and_both_see_it(app: App, path: Path, qtbot: QtBot) -> None:
    page: Any = window_of(app).show_tab("members")
    code = (
        "import sys; from pathlib import Path; from tests import given; from cmsdesk.services.office import open_office\n"
        "office = open_office(Path(sys.argv[1]), user='other')\n"
        "for n in range(20): given.a_member(office, f'Other{n}')\n"
        "office.close()\n"
    )
    child = subprocess.Popen([sys.executable, "-c", code, str(path)])
    for n in range(20):
        given.a_member(office_of(app), f"Mine{n}")
        QApplication.processEvents()
    qtbot.waitUntil(lambda: child.poll() is not None, timeout=60_000)
    assert child.returncode == 0
    qtbot.waitUntil(lambda: page.count_label.text() == "40 of 40", timeout=20_000)
    assert "40 members" in window_of(app).office_label.text()
    from cmsdesk.services.history import CheckJournal

    assert office_of(app).do(CheckJournal()) is None


def test_the_program_started_twice_on_one_file_shows_both_windows(path: Path, app: App, qtbot: QtBot) -> None:
    given.a_member(office_of(app))
    command = [sys.executable, "-m", "cmsdesk", str(path), "--quit-when-idle"]
    children = [subprocess.Popen(command, stderr=subprocess.PIPE) for _start in range(2)]
    for child in children:
        _out, said = child.communicate(timeout=60)
        assert (child.returncode, said.replace(b"This plugin does not support propagateSizeHints()\n", b"")) == (0, b"")
    assert office_of(app).do(CountPeople()) == 1
    given.a_member(office_of(app), "Next")
    assert office_of(app).do(CountPeople()) == 2


def test_a_comment_being_typed_stays_when_another_window_changes_something(
    app: App, path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    given.in_review(office_of(app), given.a_member(office_of(app)), tmp_path)
    review: Any = window_of(app).show_tab("review")
    qtbot.keyClicks(review.comment, "Half of it")
    other = open_office(path, user="other")
    given.points(other, 1, "education", "10")
    with qtbot.waitSignal(app.desk.changed, timeout=5_000):  # type: ignore[union-attr]
        pass
    assert review.comment.toPlainText() == "Half of it"
    other.close()


@pytest.mark.parametrize("screen", ["offscreen", "xvfb"])
def test_the_window_can_be_opened_only_to_be_measured(path: Path, app: App, screen: str) -> None:
    close(app)
    command = [sys.executable, "-m", "cmsdesk", str(path), "--quit-when-idle"]
    environment = dict(os.environ)
    if screen == "xvfb":
        if not shutil.which("xvfb-run"):
            pytest.skip("there is no xvfb-run here")
        command = ["xvfb-run", "-a", *command]
        del environment["QT_QPA_PLATFORM"]
    done = subprocess.run(command, env=environment, capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    command[command.index(str(path))] = str(path.with_name("nowhere.cmsdesk"))
    done = subprocess.run(command, env=environment, capture_output=True, timeout=120, check=False)
    assert done.returncode == 1
    assert "nowhere.cmsdesk" in done.stderr.decode()


def test_the_program_runs_on_while_windows_take_each_others_place(path: Path, app: App, qtbot: QtBot) -> None:
    """Only a real loop of events ends by itself when its last window goes."""
    backup = a_backup(app)
    close(app)
    code = (
        "import sys\nfrom pathlib import Path\nfrom PySide6.QtCore import QTimer\nfrom cmsdesk.app import App\nfrom cmsdesk.ui.program import make_qt\n"
        "path, backup = Path(sys.argv[1]), Path(sys.argv[2])\nqt = make_qt(['cmsdesk'])\napp = App(qt)\napp.open(path)\n"
        "steps = [lambda: app.change_language('en'), lambda: app.change_theme('dark'), lambda: app.going_back.restore(backup, path),\n"
        "         lambda: app.open(path.with_name('Bureau before restore.cmsdesk')),\n"
        "         lambda: print(app.window.isVisible(), app.office.path.name, flush=True), lambda: app.window.close()]\n"
        "for place, step in enumerate(steps): QTimer.singleShot(1500 * (place + 1), step)\n"
        "sys.exit(qt.exec())\n"
    )
    done = subprocess.run([sys.executable, "-c", code, path, backup], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (0, "True Bureau before restore.cmsdesk\n"), done.stderr


# Faults.


def test_a_fault_before_any_window_is_shown_and_its_report_names_nobody(app: App, qtbot: QtBot) -> None:
    place = Path(tempfile.gettempdir()) / "home" / "jansen" / "plugin.py"
    fault = compile("def work():\n    raise ValueError('jansen@example.org')", str(place), "exec")
    space: dict[str, Any] = {}
    exec(fault, space)
    try:
        space["work"]()
    except ValueError as error:
        sys.excepthook(ValueError, error, error.__traceback__)
    box = dialog(qtbot, QMessageBox)
    press(box, "Copy report", qtbot)
    assert faults.pop()
    report = QApplication.clipboard().text()
    assert "ValueError" in report
    assert "plugin.py:2 work" in report
    assert "jansen" not in report
    assert str(Path.home()) not in report


def test_a_fault_in_a_slot_leaves_the_window_alive(app: App, path: Path, qtbot: QtBot) -> None:
    def fault() -> None:
        raise ZeroDivisionError

    window_of(app).refresh_action.triggered.connect(fault)
    window_of(app).refresh_action.trigger()
    box = dialog(qtbot, QMessageBox)
    assert "Something went wrong" in box.text()
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert not box.isVisible()
    assert faults.pop()
    assert window_of(app).isVisible()
    assert office_of(app).do(CountPeople()) == 0


def test_without_a_place_for_its_log_the_program_starts_all_the_same(path: Path, app: App) -> None:
    close(app)
    command = [sys.executable, "-m", "cmsdesk", str(path), "--quit-when-idle"]
    nowhere = os.environ | {"XDG_STATE_HOME": os.devnull, "XDG_CACHE_HOME": os.devnull, "HOME": os.devnull}
    done = subprocess.run(command, env=nowhere, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
