"""Closing an office, and going back to a backup of it: nothing is lost unasked."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from cmsdesk.app import App
from cmsdesk.domain.drafts import DraftKind
from cmsdesk.domain.words import use_language
from cmsdesk.services.applications import WithdrawApplication
from cmsdesk.services.drafts import DraftsOf
from cmsdesk.services.erasing import ErasePerson, erase_person
from cmsdesk.services.history import LastActs
from cmsdesk.services.office import open_office
from cmsdesk.services.people import CountPeople
from cmsdesk.services.records import ReadReview
from cmsdesk.services.settings import OfficeDetails
from cmsdesk.ui.jobs import Job, Report
from cmsdesk.ui.start_window import StartWindow
from tests import given
from tests.driving import a_backup, answer, choose, close, dialog, faults, long_job, office_of, press, snapshot, window_of
from tests.rows import file_of


def test_closing_makes_a_backup_that_opens(app: App, path: Path, qtbot: QtBot) -> None:
    given.a_member(office_of(app))
    window = window_of(app)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=10_000)
    assert app.office is None
    [backup] = (path.parent / "Backups").iterdir()
    assert given.restored(backup, path.parent / "again.cmsdesk") is None
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


def test_a_comment_without_a_verdict_is_there_again_after_closing(app: App, path: Path, qtbot: QtBot, tmp_path: Path) -> None:
    given.in_review(office_of(app), given.a_member(office_of(app)), tmp_path)
    review: Any = window_of(app).show_tab("review")
    qtbot.keyClicks(review.comment, "Half of it")
    window = window_of(app)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=10_000)
    assert app.open(path)
    again: Any = window_of(app).show_tab("review")
    assert again.comment.toPlainText() == "Half of it"
    assert "Put back" in again.saved.text()


def test_a_comment_that_cannot_be_saved_is_not_dropped_unasked(app: App, path: Path, qtbot: QtBot, tmp_path: Path) -> None:
    application = given.in_review(office_of(app), given.a_member(office_of(app)), tmp_path)
    review: Any = window_of(app).show_tab("review")
    with file_of(path) as connection:  # the file does not take a draft, as on a full disk
        connection.execute(
            "CREATE TRIGGER full BEFORE INSERT ON draft BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
        )
    qtbot.keyClicks(review.comment, "Half of it")
    window_of(app).close()
    assert "cannot be saved" in answer(qtbot, "Cancel")
    assert review.comment.toPlainText() == "Half of it"
    with file_of(path) as connection:
        connection.execute("DROP TRIGGER full")
    assert review.unkept() == ""
    assert office_of(app).do(DraftsOf(application)) == {(DraftKind.COMMENT, review.items[0].requirement_id): "Half of it"}


def test_who_closes_all_the_same_loses_the_comment_and_nothing_else(app: App, path: Path, qtbot: QtBot, tmp_path: Path) -> None:
    given.in_review(office_of(app), given.a_member(office_of(app)), tmp_path)
    window = window_of(app)
    review: Any = window.show_tab("review")
    with file_of(path) as connection:
        connection.execute(
            "CREATE TRIGGER full BEFORE INSERT ON draft BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
        )
    qtbot.keyClicks(review.comment, "Half of it")
    window.close()
    answer(qtbot, "Close")
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=10_000)
    again = open_office(path, user="x")
    assert again.do(CountPeople()) == 1
    again.close()


def test_a_comment_beside_a_verdict_is_kept_by_closing(app: App, path: Path, qtbot: QtBot, tmp_path: Path) -> None:
    application = given.in_review(office_of(app), given.a_member(office_of(app)), tmp_path)
    review: Any = window_of(app).show_tab("review")
    press(review, "Met  1", qtbot)
    qtbot.keyClicks(review.comment, "Well done")
    window = window_of(app)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=10_000)
    again = open_office(path, user="x")
    assert again.do(ReadReview(application))[1][0].comment == "Well done"
    again.close()


# Going back to a backup.


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
    app.going_back.restore(backup, path)
    assert "not a whole backup" in answer(qtbot, "Close")
    assert app.window is before
    assert office_of(app).do(CountPeople()) == 1
    assert sorted(place.name for place in path.parent.iterdir() if "before" in place.name) == []


def test_an_office_that_another_program_has_open_is_not_restored_beneath_it(app: App, path: Path, qtbot: QtBot) -> None:
    backup = a_backup(app)
    other = open_office(path, user="other")
    app.going_back.restore(backup, path)
    assert "another window" in answer(qtbot, "Close")
    assert office_of(app).path == path
    given.a_member(other)
    assert office_of(app).do(CountPeople()) == 1
    other.close()


def test_a_backup_that_cannot_be_put_in_place_leaves_the_start_window(app: App, path: Path, qtbot: QtBot, tmp_path: Path) -> None:
    backup = a_backup(app)
    close(app)
    app.show_start()
    other = open_office(path, user="other")
    app.going_back.restore(backup, path)
    assert "another window" in answer(qtbot, "Close")
    assert app.office is None
    assert app.start is not None
    assert app.start.isVisible()
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


# Whoever was erased since the backup.


def erased_since(app: App) -> Path:
    """A backup of an office that knows somebody who was erased afterwards."""
    person = given.a_member(office_of(app), "Vertrekker")
    backup = a_backup(app)
    erase_person(office_of(app), ErasePerson(person, office_of(app).today))
    return backup


def test_the_window_says_who_was_erased_again_and_opens_without_them(app: App, path: Path, qtbot: QtBot) -> None:
    backup = erased_since(app)
    app.going_back.restore(backup, path)
    assert "1 person who was erased after this backup was made was erased again: X-0001." in answer(qtbot, "Close")
    assert window_of(app).isVisible()
    assert app.start is None
    assert "Bureau before restore.cmsdesk" in window_of(app).told_label.text()
    assert office_of(app).do(LastActs())[0].act == "Erased again after going back to a backup"
    assert office_of(app).do(CountPeople()) == 0


def test_with_only_a_backup_left_the_list_beside_it_is_asked(app: App, path: Path, qtbot: QtBot) -> None:
    backup = erased_since(app)
    close(app)
    app.show_start()
    app.going_back.restore(backup, path.with_name("Back.cmsdesk"))
    assert "X-0001" in answer(qtbot, "Close")
    assert office_of(app).path.name == "Back.cmsdesk"
    assert office_of(app).do(CountPeople()) == 0


def test_whoever_cannot_be_erased_again_is_named_in_the_window(app: App, path: Path, qtbot: QtBot) -> None:
    person = given.a_member(office_of(app), "Vertrekker")
    application = given.an_application(office_of(app), person)
    backup = a_backup(app)
    office_of(app).do(WithdrawApplication(application, "Moved."))
    erase_person(office_of(app), ErasePerson(person, office_of(app).today))
    app.going_back.restore(backup, path)
    said = answer(qtbot, "Close")
    assert "Vertrekker, number 1001, was erased on" in said
    assert "has an open application: " in said
    assert office_of(app).do(CountPeople()) == 1
    assert QApplication.activeModalWidget() is None, "it is said once"
    close(app)
    assert app.open(path)
    said = answer(qtbot, "Close")
    assert "Vertrekker, number 1001, was erased on" in said
    assert "Is the list wrong, then remove" in said
    office_of(app).do(WithdrawApplication(application, "Moved."))
    erase_person(office_of(app), ErasePerson(person, office_of(app).today))
    close(app)
    assert app.open(path)
    assert QApplication.activeModalWidget() is None


@pytest.mark.parametrize(
    ("fault", "says"), [("database or disk is full", "The disk is full or cannot be written."), ("no", "")], ids=["full", "fault"]
)
def test_where_nobody_can_be_erased_again_nothing_is_put_back(app: App, path: Path, qtbot: QtBot, fault: str, says: str) -> None:
    with file_of(path) as connection:
        connection.execute(f"CREATE TRIGGER stop BEFORE INSERT ON erasure BEGIN SELECT raise(ABORT, '{fault}'); END")
    person = given.a_member(office_of(app), "Vertrekker")
    backup = a_backup(app)
    with file_of(path) as connection:
        connection.execute("DROP TRIGGER stop")
    office_of(app).do(ErasePerson(person, office_of(app).today))
    app.going_back.restore(backup, path)
    said = answer(qtbot, "Close")
    if says:
        assert says in said
        assert office_of(app).path == path
        assert office_of(app).do(CountPeople()) == 0
    else:
        assert "Something went wrong" in said
        assert app.start is not None
        assert app.start.isVisible()
        faults.clear()
    assert sorted(place.name for place in path.parent.iterdir() if "before" in place.name or "restore" in place.name) == []


def test_erasing_again_that_is_given_up_brings_back_what_was_open(app: App, path: Path, qtbot: QtBot) -> None:
    backup = erased_since(app)
    show, given_up = app.show_start, []

    def impatient() -> StartWindow:
        start = show()
        begin = start.job

        def job(title: str, work: Callable[[Report], Any]) -> Job:
            made = begin(title, work)
            made.started.connect(made.cancel)
            given_up.append(title)
            return made

        start.job = job  # type: ignore[method-assign]
        return start

    app.show_start = impatient  # type: ignore[method-assign]
    app.going_back.restore(backup, path)
    qtbot.waitUntil(lambda: given_up != [] and app.office is not None, timeout=10_000)
    assert office_of(app).path == path
    assert app.start is None
    assert office_of(app).do(LastActs())[0].act == "Erased a person"
    assert sorted(place.name for place in path.parent.iterdir() if "before" in place.name or "restore" in place.name) == []
