"""What is typed in the review survives: leaving, another dossier, and a program that is killed."""

import getpass
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cmsdesk.domain.drafts import DraftKind
from cmsdesk.services.dossiers import AddEvidence
from cmsdesk.services.drafts import DraftsOf
from cmsdesk.services.office import make_office, open_office
from cmsdesk.services.page_notes import NotesOn
from cmsdesk.services.settings import FoundOffice, OfficeDetails
from cmsdesk.ui.main_window import MainWindow
from cmsdesk.ui.review.finishing import FinishDialog
from tests import given
from tests.driving import press
from tests.judging import a_judge, admitted, at_work
from tests.rows import file_of
from tests.ui.reviewing import TOPICS, finish_form, sit_down, type_keys

ROOT = Path(__file__).parent.parent.parent
HALF = "De helft van het verslag ontbr"
# A window on an office in which somebody types without end; it says when the words stood there.
TYPIST = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from cmsdesk.app import App
from cmsdesk.ui.qt_application import make_qt
qt = make_qt(sys.argv[:1])
app = App(qt)
assert app.open(Path(sys.argv[1]))
page = app.window.show_tab("review")

def type_on():
    QTest.keyClicks(page.comment, sys.argv[2])
    print("typed", flush=True)
    dots = QTimer(page, interval=50)
    dots.timeout.connect(lambda: QTest.keyClicks(page.comment, "."))
    dots.start()

QTimer.singleShot(0, type_on)
qt.exec()
"""


def test_a_program_that_is_killed_while_somebody_types_loses_two_seconds_at_most(path_of_office: Path, qtbot: QtBot) -> None:
    command = [sys.executable, "-c", TYPIST, str(path_of_office), HALF]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, env=dict(os.environ)) as typist:
        try:
            assert typist.stdout is not None
            assert typist.stdout.readline().strip() == b"typed"
            time.sleep(2)  # by then the words must be safe, although the typing goes on
        finally:
            typist.send_signal(signal.SIGKILL)
    assert typist.returncode == -signal.SIGKILL, "it was killed, and had no moment to tidy up"
    office = open_office(path_of_office, user=getpass.getuser())
    try:
        [kept] = office.do(DraftsOf(1)).values()
    finally:
        office.close()
    assert kept.startswith(HALF)


@pytest.fixture
def path_of_office(tmp_path: Path) -> Path:
    """An office file that nobody has open, with one dossier to judge, made by whoever sits at this machine."""
    made = make_office(tmp_path / "office.cmsdesk", user=getpass.getuser())
    made.do(FoundOffice(OfficeDetails("Test office")))
    given.in_review(made, given.a_member(made), tmp_path)
    made.close()
    return tmp_path / "office.cmsdesk"


def test_everything_that_was_typed_comes_back(bench: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    """A comment without a verdict, a question not put, feedback not kept, a word on the whole."""
    office = bench.desk.office
    application = admitted(office, tmp_path, "portfolio", documents={"paper.pdf": ("craft.essay",)})
    judge = a_judge(office, application, "Roos", "assessor", "portfolio")
    page = sit_down(bench, judge)
    qtbot.keyClicks(page.comment, "Half of it")
    page.right.questions.begin()
    qtbot.keyClicks(page.right.questions.field, "Which pl")
    page.right.feedback.begin()
    qtbot.keyClicks(page.right.feedback.field, "Please sh")
    press(page, "Finish review  Ctrl+Enter", qtbot)
    form = finish_form(qtbot)
    qtbot.keyClicks(form.comment, "On the wh")
    qtbot.waitUntil(lambda: len(bench.desk.do(DraftsOf(application, judge.assignment_id))) == 4, timeout=2_000)
    assert "Saved" in page.saved.text()
    form.reject()

    again = MainWindow(bench.desk)
    qtbot.addWidget(again)
    again.show()
    page = sit_down(again, judge)
    assert page.items[page.place].requirement_id == TOPICS[0]
    assert page.comment.toPlainText() == "Half of it"
    assert page.saved.text() == "Put back as you left it; it is not recorded yet."
    assert page.right.questions.field.toPlainText() == "Which pl"
    assert page.right.feedback.field.toPlainText() == "Please sh"
    press(page, "Finish review  Ctrl+Enter", qtbot)
    assert finish_form(qtbot).comment.toPlainText() == "On the wh"


def test_each_item_and_each_seat_has_its_own_draft(bench: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    office = bench.desk.office
    application = admitted(office, tmp_path, "apart", documents={"essay.pdf": ("essay",), "cv.pdf": ("proof.cv",)})
    p, q = (a_judge(office, application, name, "assessor", "apart") for name in ("P", "Q"))
    page = sit_down(bench, p)
    qtbot.keyClicks(page.comment, "First")
    page.step(1)
    assert page.comment.toPlainText() == ""
    spoken = page.requirements.item(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Essay, begun, not judged"
    qtbot.keyClicks(page.comment, "Second")
    page = sit_down(bench, q)
    assert page.comment.toPlainText() == ""
    page = sit_down(bench, p)
    assert page.comment.toPlainText() == "First"
    page.step(1)
    assert page.comment.toPlainText() == "Second"
    press(page, "Met  1", qtbot)
    assert office.do(DraftsOf(application, p.assignment_id)) == {(DraftKind.COMMENT, "essay"): "First"}


def test_a_note_on_a_page_is_kept_by_the_key_that_hands_in_elsewhere(bench: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    office = bench.desk.office
    application = admitted(office, tmp_path, "apart")
    office.do(AddEvidence(application, given.a_pdf(tmp_path, "essay.pdf"), ("essay",)))
    judge = a_judge(office, application, "P", "assessor", "apart")
    page = sit_down(bench, judge)
    qtbot.waitUntil(lambda: page.view.pages.text() != "", timeout=5_000)
    page.requirements.setFocus()
    type_keys(qtbot, Qt.Key.Key_N)  # the keys of the viewer work all over the page
    qtbot.keyClicks(page.view.notes.editor.edit, "Look at this.")
    type_keys(qtbot, Qt.Key.Key_Return, where=page.view.notes.editor.edit, control=True)
    assert not page.findChildren(FinishDialog)
    page.view.add_note()
    qtbot.keyClicks(page.view.notes.editor.edit, "And at this.")
    evidence = page.middle.current.id
    sit_down(bench)  # somebody else takes the chair: what was typed is kept in the name of who typed it
    with at_work(office, judge):
        assert {(note.text, note.by) for note in office.do(NotesOn(evidence)).notes} == {
            ("Look at this.", "P. P"),
            ("And at this.", "P. P"),
        }


def test_no_word_that_was_only_typed_is_in_the_journal(bench: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    office = bench.desk.office
    application = admitted(office, tmp_path, "apart", documents={"essay.pdf": ("essay",)})
    page = sit_down(bench, a_judge(office, application, "P", "assessor", "apart"))
    before = bench.undo_action.text()
    qtbot.keyClicks(page.comment, "Zwanenzang")
    assert page.unkept() == ""
    with file_of(office.path) as connection:
        assert [row["text"] for row in connection.execute("SELECT text FROM draft")] == ["Zwanenzang"]
        assert not connection.execute("SELECT 1 FROM journaldetail WHERE data LIKE '%Zwanenzang%'").fetchall()
    assert bench.undo_action.text() == before, "typing is nothing to take back"
