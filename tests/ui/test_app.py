"""The program itself: which files it opens and which it refuses, two windows on one file, and how it closes."""

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from cmsdesk.app import App
from cmsdesk.domain.words import _, language, use_language
from cmsdesk.services.lists import Asked
from cmsdesk.services.office import Office, open_office
from cmsdesk.services.people import AddPerson, CountPeople, PersonDetails
from cmsdesk.services.settings import OfficeDetails
from cmsdesk.store.database import SCHEMA
from cmsdesk.ui.jobs import Report
from cmsdesk.ui.main_window import MainWindow
from cmsdesk.ui.person_dialog import PersonDialog
from cmsdesk.ui.theme import is_dark
from tests import given
from tests.driving import LEFT, answer, button, choose, close, dialog, faults, press, running, words


@pytest.fixture
def app(qapp: QApplication) -> Iterator[App]:
    with running(qapp) as program:
        yield program


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the office is; what a test makes besides lies elsewhere."""
    made = tmp_path / "bureau"
    made.mkdir()
    return made


@pytest.fixture
def path(app: App, folder: Path, qtbot: QtBot) -> Path:
    """An office that is open in the window."""
    assert app.make(folder / "Bureau.cmsdesk", OfficeDetails("Bureau"))
    assert app.window is not None
    qtbot.waitUntil(app.window.isActiveWindow)
    return folder / "Bureau.cmsdesk"


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(place.relative_to(folder)): place.read_bytes() for place in sorted(folder.rglob("*")) if place.is_file()}


def window_of(app: App) -> MainWindow:
    assert app.window is not None
    return app.window


def office_of(app: App) -> Office:
    assert app.office is not None
    return app.office


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
    qtbot.waitUntil(lambda: child.poll() is not None, timeout=20_000)
    assert child.returncode == 0
    qtbot.waitUntil(lambda: page.count_label.text() == "40 of 40", timeout=5_000)
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
        "import sys\nfrom pathlib import Path\nfrom PySide6.QtCore import QTimer\nfrom cmsdesk.app import App, make_qt\n"
        "path, backup = Path(sys.argv[1]), Path(sys.argv[2])\nqt = make_qt(['cmsdesk'])\napp = App(qt)\napp.open(path)\n"
        "steps = [lambda: app.change_language('en'), lambda: app.change_theme('dark'), lambda: app.restore(backup, path),\n"
        "         lambda: app.open(path.with_name('Bureau before restore.cmsdesk')),\n"
        "         lambda: print(app.window.isVisible(), app.office.path.name, flush=True), lambda: app.window.close()]\n"
        "for place, step in enumerate(steps): QTimer.singleShot(1500 * (place + 1), step)\n"
        "sys.exit(qt.exec())\n"
    )
    done = subprocess.run([sys.executable, "-c", code, path, backup], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (0, "True Bureau before restore.cmsdesk\n"), done.stderr


# Closing.


def test_closing_makes_a_backup_that_opens(app: App, path: Path, qtbot: QtBot) -> None:
    given.a_member(office_of(app))
    window = window_of(app)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=10_000)
    assert app.office is None
    [backup] = (path.parent / "Backups").iterdir()
    from cmsdesk.store.backup import restore

    assert restore(backup, path.parent / "again.cmsdesk") is None
    again = open_office(path.parent / "again.cmsdesk", user="x")
    assert again.do(CountPeople()) == 1
    again.close()


def test_closing_an_office_that_was_only_looked_at_makes_no_backup(app: App, path: Path, qtbot: QtBot) -> None:
    window = window_of(app)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=10_000)
    before = snapshot(path.parent / "Backups")
    assert app.open(path)
    assert window_of(app).close()
    assert snapshot(path.parent / "Backups") == before


def test_the_place_of_backups_is_the_same_in_every_language(app: App, path: Path) -> None:
    places = set()
    for code in ("nl", "en"):
        use_language(code)
        places.add(app.backup_folder())
    assert places == {path.parent / "Backups"}


def test_a_backup_that_fails_is_said_and_the_user_chooses(app: App, path: Path, qtbot: QtBot) -> None:
    given.a_member(office_of(app))
    (path.parent / "Backups").write_text("a file where the folder should be")
    window = window_of(app)
    window.close()
    assert "The backup could not be written" in answer(qtbot, "Cancel")
    assert window.isVisible()
    assert window.central.isEnabled()
    given.a_member(office_of(app), "Still works")
    window.close()
    assert "saved in the office file" in answer(qtbot, "Close without a backup")
    qtbot.waitUntil(lambda: not window.isVisible())
    again = open_office(path, user="x")
    assert again.do(CountPeople()) == 2
    again.close()


def test_giving_up_the_backup_keeps_the_window_open(app: App, path: Path, qtbot: QtBot) -> None:
    given.a_member(office_of(app))
    window = window_of(app)
    assert app.desk is not None
    impatient = app.desk.started.connect(lambda job: job.cancel())
    window.close()
    qtbot.waitUntil(window.central.isEnabled)
    assert window.isVisible()
    assert not (path.parent / "Backups").exists()
    app.desk.started.disconnect(impatient)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=10_000)
    assert len(list((path.parent / "Backups").iterdir())) == 1


def long_job(app: App) -> threading.Event:
    """A job that runs until it is cancelled, and then wrote nothing; the event says that it was begun."""
    begun = threading.Event()

    def work(report: Report) -> None:
        begun.set()
        for _turn in range(100_000):
            report(0, 0)
            threading.Event().wait(0.002)
        given.a_member(office_of(app))

    assert app.desk is not None
    app.desk.job("Long work", work).start()
    assert begun.wait(5)
    return begun


def test_closing_while_a_job_runs_asks_first_and_can_be_called_off(app: App, path: Path, qtbot: QtBot) -> None:
    long_job(app)
    window = window_of(app)
    window.close()
    assert "“Long work” is still running." in answer(qtbot, "Cancel")
    assert window.isVisible()
    assert window.central.isEnabled()
    assert app.desk is not None
    assert len(app.desk.running) == 1
    window.close()
    answer(qtbot, "Close")
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=10_000)
    assert app.office is None
    again = open_office(path, user="x")
    assert again.do(CountPeople()) == 0
    again.close()


def test_another_office_is_opened_only_after_the_job_was_given_up(app: App, path: Path, qtbot: QtBot, tmp_path: Path) -> None:
    long_job(app)
    app.make(tmp_path / "Other.cmsdesk", OfficeDetails("Other"))
    answer(qtbot, "Cancel")
    assert office_of(app).path == path
    assert app.open(tmp_path / "Other.cmsdesk")
    answer(qtbot, "Close")
    qtbot.waitUntil(lambda: app.office is not None and app.office.path.name == "Other.cmsdesk")
    assert window_of(app).windowTitle() == "Other – cmsdesk"


def test_a_comment_without_a_verdict_is_not_dropped_unasked(app: App, path: Path, qtbot: QtBot, tmp_path: Path) -> None:
    given.in_review(office_of(app), given.a_member(office_of(app)), tmp_path)
    review: Any = window_of(app).show_tab("review")
    qtbot.keyClicks(review.comment, "Half of it")
    window_of(app).close()
    assert "no verdict" in answer(qtbot, "Cancel")
    assert review.comment.toPlainText() == "Half of it"


def test_a_comment_beside_a_verdict_is_kept_by_closing(app: App, path: Path, qtbot: QtBot, tmp_path: Path) -> None:
    application = given.in_review(office_of(app), given.a_member(office_of(app)), tmp_path)
    review: Any = window_of(app).show_tab("review")
    press(review, "Met  1", qtbot)
    qtbot.keyClicks(review.comment, "Well done")
    window = window_of(app)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=10_000)
    again = open_office(path, user="x")
    from cmsdesk.services.records import ReadReview

    assert again.do(ReadReview(application))[1][0].comment == "Well done"
    again.close()


# Going back to a backup.


def a_backup(app: App) -> Path:
    return office_of(app).back_up(app.backup_folder()).path


def test_a_backup_is_restored_from_the_menu_and_what_was_here_is_kept(app: App, path: Path, qtbot: QtBot) -> None:
    given.a_member(office_of(app), "First")
    backup = a_backup(app)
    given.a_member(office_of(app), "Second")
    window_of(app).restore_action.trigger()
    choose(qtbot, backup)
    assert backup.name in answer(qtbot, "Restore")
    qtbot.waitUntil(lambda: app.office is not None and app.office.do(CountPeople()) == 1, timeout=10_000)
    assert "Bureau before restore.cmsdesk" in window_of(app).told_label.text()
    assert "1 member ·" in window_of(app).office_label.text()
    kept = open_office(path.with_name("Bureau before restore.cmsdesk"), user="x")
    assert kept.do(CountPeople()) == 2
    kept.close()


def test_a_damaged_backup_leaves_the_office_open_as_it_was(app: App, path: Path, qtbot: QtBot) -> None:
    given.a_member(office_of(app))
    backup = a_backup(app)
    backup.write_bytes(backup.read_bytes()[:-100])
    before = window_of(app)
    app.restore(backup, path)
    assert "not a whole backup" in answer(qtbot, "Close")
    assert app.window is before
    assert office_of(app).do(CountPeople()) == 1
    assert sorted(place.name for place in path.parent.iterdir() if "before" in place.name) == []


def test_an_office_that_another_program_has_open_is_not_restored_beneath_it(app: App, path: Path, qtbot: QtBot) -> None:
    backup = a_backup(app)
    other = open_office(path, user="other")
    app.restore(backup, path)
    assert "another window" in answer(qtbot, "Close")
    assert office_of(app).path == path
    given.a_member(other)
    assert office_of(app).do(CountPeople()) == 1
    other.close()


def test_with_only_a_backup_left_the_office_is_brought_back(app: App, path: Path, qtbot: QtBot, tmp_path: Path) -> None:
    given.a_member(office_of(app))
    backup = a_backup(app)
    window_of(app).close()
    qtbot.waitUntil(lambda: app.office is None)
    app.window = None
    app.show_start()
    assert app.start is not None
    press(app.start, "Restore a backup…", qtbot)
    choose(qtbot, backup)
    asked = dialog(qtbot, QFileDialog)
    assert Path(asked.selectedFiles()[0]).name == "Bureau.cmsdesk"
    choose(qtbot, tmp_path / "Back.cmsdesk")
    qtbot.waitUntil(lambda: app.office is not None, timeout=10_000)
    assert office_of(app).path == tmp_path / "Back.cmsdesk"
    assert office_of(app).do(CountPeople()) == 1


def test_a_backup_that_is_opened_like_an_office_is_offered_to_be_restored(app: App, path: Path, qtbot: QtBot) -> None:
    backup = a_backup(app)
    assert app.open(backup)
    assert backup.name in answer(qtbot, "Cancel")
    close(app)
    assert app.open(backup)
    choose(qtbot, path.with_name("Back.cmsdesk"))
    qtbot.waitUntil(lambda: app.office is not None, timeout=10_000)
    assert office_of(app).path.name == "Back.cmsdesk"


# Another language, other colours.


def test_another_language_keeps_the_page_and_what_it_shows(app: App, path: Path, qtbot: QtBot) -> None:
    for surname in ("Akker", "Berg", "Bergsma"):
        given.a_member(office_of(app), surname)
    page: Any = window_of(app).show_tab("members")
    qtbot.keyClicks(page.search_edit, "berg")
    qtbot.mouseClick(page.chips["who:members"], LEFT)
    page.table.selectRow(1)
    press(page, "History", qtbot)
    chosen = page.current_row().id
    before = window_of(app)
    before.dutch_action.trigger()
    qtbot.waitUntil(lambda: app.window is not before)
    assert language() == "nl"
    again: Any = window_of(app).stack.currentWidget()
    assert again.title_label.text() == "Leden"
    assert again.asked() == Asked("berg", frozenset({"who:members"}), "name", False)
    assert again.current_row().id == chosen
    assert again.section() == 3
    assert window_of(app).dutch_action.isChecked()
    assert not before.isVisible()


def test_the_buttons_of_qt_itself_speak_the_new_language_and_no_other(app: App, path: Path, qtbot: QtBot) -> None:
    def cancel() -> str:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        return box.buttons()[0].text().replace("&", "")

    seen = []
    for action in ("dutch_action", "english_action"):
        before = window_of(app)
        getattr(before, action).trigger()
        qtbot.waitUntil(lambda before=before: app.window is not before)  # type: ignore[misc]
        seen.append((_("Cancel"), cancel()))
    assert seen == [("Annuleren", "Annuleren"), ("Cancel", "Cancel")]


def test_a_form_with_unsaved_words_comes_before_another_dress(app: App, path: Path, qtbot: QtBot) -> None:
    page = window_of(app).show_tab("members")
    press(page, "New person", qtbot)
    form = dialog(qtbot, PersonDialog)
    qtbot.keyClicks(form.surname, "Jansen")
    before = window_of(app)
    before.dark_action.trigger()
    qtbot.wait(50)
    assert app.window is before
    assert form.isVisible()
    assert form.surname.text() == "Jansen"
    qtbot.keyClick(form.surname, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: app.window is not before)
    assert is_dark()
    assert "Jansen" in words(window_of(app).show_tab("members"))


def test_a_comment_that_is_being_typed_goes_along_to_the_new_window(app: App, path: Path, qtbot: QtBot, tmp_path: Path) -> None:
    given.in_review(office_of(app), given.a_member(office_of(app)), tmp_path)
    review: Any = window_of(app).show_tab("review")
    review.step(1)
    qtbot.keyClicks(review.comment, "Half of it")
    before = window_of(app)
    before.dark_action.trigger()
    qtbot.waitUntil(lambda: app.window is not before)
    again: Any = window_of(app).stack.currentWidget()
    assert (again.place, again.comment.toPlainText()) == (1, "Half of it")


def test_a_job_goes_on_in_the_new_window_and_can_be_stopped_there(app: App, path: Path, qtbot: QtBot) -> None:
    long_job(app)
    before = window_of(app)
    before.dark_action.trigger()
    qtbot.waitUntil(lambda: app.window is not before)
    assert app.desk is not None
    [job] = app.desk.running
    assert "Long work" in words(window_of(app).status_bar)
    with qtbot.waitSignal(job.finished, timeout=5_000):
        press(window_of(app).status_bar, "Cancel", qtbot)
    qtbot.waitUntil(lambda: "Long work" not in words(window_of(app).status_bar))


def test_a_window_that_went_hears_nothing_any_more(app: App, path: Path, qtbot: QtBot) -> None:
    """Its pages are gone; a change in the office must not reach what is left of them."""
    for key in window_of(app).tabs:
        window_of(app).show_tab(key)
    before = window_of(app)
    before.dark_action.trigger()
    qtbot.waitUntil(lambda: not isValid(before))
    given.a_member(office_of(app))
    QApplication.processEvents()
    assert faults == []
    assert QApplication.activeModalWidget() is None


def test_the_start_window_speaks_the_other_language_too(app: App, qtbot: QtBot) -> None:
    app.show_start()
    before = app.start
    assert before is not None
    press(before, "Nederlands", qtbot)
    qtbot.waitUntil(lambda: app.start is not before)
    assert app.start is not None
    assert button(app.start, "Nieuw bureau…").isVisible()


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
