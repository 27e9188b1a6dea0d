"""Another language and other colours: the window changes, the work does not."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from cmsdesk.app import App
from cmsdesk.domain.words import _, language
from cmsdesk.services.lists import Asked
from cmsdesk.ui.person_dialog import PersonDialog
from cmsdesk.ui.theme import is_dark
from tests import given
from tests.driving import LEFT, button, dialog, faults, long_job, office_of, press, window_of, words


def test_another_language_keeps_the_page_and_what_it_shows(app: App, path: Path, qtbot: QtBot) -> None:
    for surname in ("Akker", "Berg", "Bergsma"):
        given.a_member(office_of(app), surname)
    page: Any = window_of(app).show_tab("members")
    qtbot.keyClicks(page.search_edit, "berg")
    qtbot.mouseClick(page.chips["who:members"], LEFT)
    page.table.selectRow(1)
    press(page, "History", qtbot)
    chosen, section = page.current_row().id, page.section()
    assert section > 0
    before = window_of(app)
    before.dutch_action.trigger()
    qtbot.waitUntil(lambda: app.window is not before)
    assert language() == "nl"
    again: Any = window_of(app).stack.currentWidget()
    assert again.title_label.text() == "Leden"
    assert again.asked() == Asked("berg", frozenset({"who:members"}), "name", False)
    assert again.current_row().id == chosen
    assert again.section() == section
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


def test_a_window_that_may_not_be_worked_in_changes_its_dress_afterwards(app: App, path: Path, qtbot: QtBot) -> None:
    before = window_of(app)
    before.set_busy(True)
    app.change_theme("dark")
    qtbot.wait(50)
    assert app.window is before
    before.set_busy(False)
    qtbot.waitUntil(lambda: app.window is not before)
    assert is_dark()


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
