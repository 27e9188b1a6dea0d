"""The viewer in the review: notes by keys from wherever the cursor is, sealed with the report they belong to."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.permissions import Role
from cmsdesk.services.assessments import FinishReview, JudgeRequirement
from cmsdesk.services.dossiers import AddEvidence
from cmsdesk.services.office import Office
from cmsdesk.services.page_notes import NotesOn
from cmsdesk.ui.main_window import MainWindow
from tests.judging import Judge, a_judge, admitted, at_work
from tests.office_pages import a_pdf_of
from tests.ui.reviewing import sit_down, type_keys


@pytest.fixture
def apart(bench: MainWindow, tmp_path: Path) -> tuple[int, Judge, Judge]:
    """A dossier of two documents that two assessors judge apart."""
    office = bench.desk.office
    application = admitted(office, tmp_path, "apart")
    for name, proves in (("essay.pdf", "essay"), ("cv.pdf", "proof.cv")):
        (tmp_path / name).write_bytes(a_pdf_of([f"{name}, page one", "page two"]))
        office.do(AddEvidence(application, tmp_path / name, (proves,)))
    first, second = (a_judge(office, application, name, "assessor", "apart") for name in ("Pas", "Quak"))
    return application, first, second


def written(office: Office, judge: Judge | None = None, role: Role = Role.ASSESSOR) -> list[str]:
    """The words of the notes on the first document that somebody may read; None is the office."""
    with at_work(office, judge, role):
        return [note.text for note in office.do(NotesOn(1)).notes]


def note_by_keys(page: Any, words: str, qtbot: QtBot) -> None:
    page.requirements.setFocus()
    type_keys(qtbot, Qt.Key.Key_N)
    qtbot.waitUntil(page.view.notes.editor.edit.hasFocus)
    qtbot.keyClicks(page.view.notes.editor.edit, words)


def test_a_note_begun_from_the_list_is_kept_while_it_is_typed_and_the_cursor_stays_in_it(
    bench: MainWindow, apart: tuple[int, Judge, Judge], qtbot: QtBot
) -> None:
    _application, p, _q = apart
    page = sit_down(bench, p)
    assert page.view.title.text() == "essay.pdf"
    note_by_keys(page, "I doubt ", qtbot)
    qtbot.waitUntil(lambda: written(bench.desk.office, p) == ["I doubt"])
    editor = page.view.notes.editor
    assert (editor.isVisible(), editor.edit.hasFocus()) == (True, True)
    qtbot.keyClicks(editor.edit, "this.")
    type_keys(qtbot, Qt.Key.Key_Return, control=True)
    assert written(bench.desk.office, p) == ["I doubt this."]
    assert (editor.isVisible(), page.view.title.text()) == (False, "essay.pdf")


def test_what_an_assessor_notes_is_not_seen_by_the_other_until_both_reports_are_in(
    bench: MainWindow, apart: tuple[int, Judge, Judge], qtbot: QtBot
) -> None:
    application, p, q = apart
    office = bench.desk.office
    note_by_keys(sit_down(bench, p), "I doubt this.", qtbot)
    type_keys(qtbot, Qt.Key.Key_Return, control=True)
    page = sit_down(bench, q)
    assert page.view.title.text() == "essay.pdf"
    assert (page.view.notes.list.count(), page.view.tools.notes_button.text()) == (0, "")
    for judge in (p, q):
        with at_work(office, judge):
            for key in ("essay", "proof.cv"):
                office.do(JudgeRequirement(application, key, Verdict.MET))
            office.do(FinishReview(application))
    assert written(office, q) == ["I doubt this."]
    page = sit_down(bench, q)
    page.open_application(application)
    assert page.view.title.text() == "essay.pdf"
    assert page.view.notes.list.count() == 1


def test_leaving_for_the_next_document_keeps_the_note(bench: MainWindow, apart: tuple[int, Judge, Judge], qtbot: QtBot) -> None:
    _application, p, _q = apart
    page = sit_down(bench, p)
    note_by_keys(page, "half a word", qtbot)
    page.go(1)
    assert page.view.title.text() == "cv.pdf"
    assert written(bench.desk.office, p) == ["half a word"]
