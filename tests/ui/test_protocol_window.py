"""Compare and protocol in the window: only differences, side by side, joint verdicts, dissent, and the way out."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.permissions import Actor, Role
from cmsdesk.services.assessments import FinishReview, JudgeRequirement
from cmsdesk.services.office import Office
from cmsdesk.services.protocol_sheet import ProtocolSheet, ReadProtocol
from cmsdesk.services.protocols import WriteProtocol
from cmsdesk.ui.cards import ChipLabel
from cmsdesk.ui.judging import show_protocol
from cmsdesk.ui.judging.protocol_window import ProtocolWindow
from cmsdesk.ui.main_window import MainWindow
from cmsdesk.ui.people_dialogs import AssignDialog
from tests.driving import button, dialog, press, words
from tests.judging import Judge, a_judge, admitted, at_work

MET, NOT_MET = Verdict.MET, Verdict.NOT_MET
DOCUMENTS = {"essay.pdf": ("essay",), "cv.pdf": ("proof.cv",)}
LEFT = Qt.MouseButton.LeftButton


def report(office: Office, application: int, judge: Judge, essay: Verdict) -> None:
    with at_work(office, judge):
        office.do(JudgeRequirement(application, "essay", essay, f"{judge.name} on the essay."))
        office.do(JudgeRequirement(application, "proof.cv", MET, "Complete."))
        office.do(FinishReview(application, comment="In short."))


def divided(office: Office, folder: Path, step: str = "apart") -> int:
    application = admitted(office, folder, step, documents=DOCUMENTS)
    for name, verdict in (("Pas", MET), ("Quak", NOT_MET)):
        report(office, application, a_judge(office, application, name, "assessor", step), verdict)
    return application


def shown(bench: MainWindow, application: int, step: str = "apart") -> ProtocolWindow:
    return show_protocol(bench.desk, bench.show_tab("applications"), application, step)


def chips(widget: QWidget) -> list[str]:
    return [chip.accessibleName() for chip in widget.findChildren(ChipLabel) if chip.isVisibleTo(widget)]


def sheet(bench: MainWindow, application: int, step: str = "apart") -> ProtocolSheet:
    return bench.desk.do(ReadProtocol(application, step))


def test_only_what_differs_is_side_by_side_and_a_switch_shows_all(bench: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    window = shown(bench, divided(bench.desk.office, tmp_path))
    assert list(window.cards) == ["essay"]
    card = window.cards["essay"]
    assert chips(card) == ["Met", "Not met"]
    assert "P. Pas on the essay." in words(card)
    assert "P. Quak: negative (02-11-2026). In short." in words(window)
    window.show_all.click()
    assert list(window.cards) == ["essay", "proof.cv"]
    assert window.cards["essay"] is card
    assert not window.cards["proof.cv"].comment.isVisible()


def test_a_difference_is_settled_with_its_reason_and_the_protocol_closed(bench: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    application = divided(bench.desk.office, tmp_path)
    window = shown(bench, application)
    card = window.cards["essay"]
    qtbot.mouseClick(card.choices[NOT_MET], LEFT)
    assert "explain this verdict" in window.error_label.text()
    qtbot.keyClicks(card.comment, "A source is missing.")
    qtbot.mouseClick(card.choices[NOT_MET], LEFT)
    assert not window.error_label.isVisible()
    assert card.choices[NOT_MET].accessibleDescription() == "chosen"
    assert "not settled yet" not in words(card)
    qtbot.mouseClick(window.ok_button, LEFT)
    assert window.error_label.text() == "Please write the joint conclusion."
    qtbot.keyClicks(window.text, "Not yet.")
    qtbot.mouseClick(window.ok_button, LEFT)
    found = sheet(bench, application)
    assert (found.text, found.outcome, found.agreed_on) == ("Not yet.", "negative", bench.desk.today)
    assert (found.differences[0].joint, found.differences[0].joint_comment) == ("not_met", "A source is missing.")
    assert not window.ok_button.isEnabled()
    assert "stays as it is" in window.ok_button.toolTip()
    assert window.text.isReadOnly()


def test_a_dissent_is_kept_with_its_author(bench: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    application = divided(bench.desk.office, tmp_path)
    window = shown(bench, application)
    qtbot.keyClicks(window.text, "We differ.")
    qtbot.mouseClick(window.ok_button, LEFT)
    assert "record who dissents and why" in window.error_label.text()
    window.dissent_by.setCurrentText("P. Quak")
    qtbot.keyClicks(window.dissent, "The essay lacks a source.")
    qtbot.mouseClick(window.ok_button, LEFT)
    found = sheet(bench, application)
    assert (found.dissent_by, found.dissent, found.outcome) == ("P. Quak", "The essay lacks a source.", "divided")
    assert button(window, "Record decision").isEnabled()


def test_what_is_typed_is_kept_after_a_rest_and_when_the_window_closes(bench: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    application = divided(bench.desk.office, tmp_path)
    window = shown(bench, application)
    qtbot.keyClicks(window.text, "All is ")
    qtbot.waitUntil(lambda: window.saved.text() == "Saved", timeout=5_000)
    assert sheet(bench, application).text == "All is"
    qtbot.keyClicks(window.text, "shown.")
    window.close()
    assert sheet(bench, application).text == "All is shown."


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(bench: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    application = divided(bench.desk.office, tmp_path)
    window = shown(bench, application)
    qtbot.keyClicks(window.text, "Mine.")
    bench.desk.do(WriteProtocol(application, "apart", 0, "Theirs."))
    assert window.text.toPlainText() == "Mine."
    window.close()
    assert window.isVisible()
    assert "Somebody changed this meanwhile" in window.error_label.text()
    assert sheet(bench, application).text == "Theirs."
    assert window.text.toPlainText() == "Mine."
    assert window.saved.text() == "Somebody else wrote meanwhile: Theirs."
    qtbot.keyClicks(window.text, " More.")
    window.close()
    assert sheet(bench, application).text == "Mine. More."


def test_what_cannot_be_kept_holds_the_window_open_only_once(bench: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    application = divided(bench.desk.office, tmp_path)
    window = shown(bench, application)
    qtbot.keyClicks(window.text, "Mine.")
    bench.desk.do(WriteProtocol(application, "apart", 0, "Theirs."))
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()
    assert sheet(bench, application).text == "Theirs."


def test_who_decides_reads_the_protocol_and_is_told_why_it_is_not_theirs(bench: MainWindow, tmp_path: Path) -> None:
    application = divided(bench.desk.office, tmp_path)
    bench.desk.work_as(Actor("Somebody", Role.DECIDER))
    window = shown(bench, application)
    assert "P. Quak on the essay." in words(window.cards["essay"])
    assert window.text.isReadOnly()
    assert not window.cards["essay"].choices[MET].isEnabled()
    assert "You work as Decider now." in window.ok_button.toolTip()
    assert window.pdf_button.isEnabled()
    bench.desk.work_as(bench.desk.office.bureau)


def test_a_joint_verdict_is_taken_back_in_the_window(bench: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    application = divided(bench.desk.office, tmp_path)
    window = shown(bench, application)
    assert not window.undo_button.isVisible()
    qtbot.mouseClick(window.cards["essay"].choices[MET], LEFT)
    assert window.undo_button.text() == "Undo: Settled a difference"
    window.cards["essay"].choices[MET].setFocus()
    qtbot.keySequence(window, QKeySequence(QKeySequence.StandardKey.Undo))
    qtbot.waitUntil(lambda: sheet(bench, application).differences[0].joint == "")
    assert not window.undo_button.isVisible()


def test_sealed_reports_are_not_compared(bench: MainWindow, tmp_path: Path) -> None:
    office = bench.desk.office
    application = admitted(office, tmp_path, "apart", documents=DOCUMENTS)
    report(office, application, a_judge(office, application, "Pas", "assessor", "apart"), MET)
    window = shown(bench, application)
    assert not window.cards
    assert "they stay sealed until all are" in words(window)
    assert "they stay sealed" in window.ok_button.toolTip()
    assert not window.pdf_button.isEnabled()


def test_a_third_assessor_is_offered_where_the_scheme_says_so(bench: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    office = bench.desk.office
    application = divided(office, tmp_path, "third")
    window = shown(bench, application, "third")
    assert "the scheme asks for a third report" in words(window)
    assert not window.cards
    press(window, "Assign…", qtbot)
    form: Any = dialog(qtbot, AssignDialog)
    assert form.role.currentText() == "assessor"
    form.reject()
    a_judge(office, application, "Roos", "assessor", "third")
    assert "awaited from P. Roos" in words(window)
    assert [made for made in window.findChildren(QPushButton) if made.text() == "Assign…" and made.isVisibleTo(window)] == []


def test_a_chair_is_offered_where_the_scheme_says_so(bench: MainWindow, tmp_path: Path) -> None:
    office = bench.desk.office
    application = divided(office, tmp_path, "chair")
    window = shown(bench, application, "chair")
    assert "Please assign a chair." in words(window)
    chair = a_judge(office, application, "Stoel", "chair", "chair")
    assert "P. Stoel settles that in the chair." in words(window)
    bench.desk.work_as(Actor("P. Stoel", Role.ASSESSOR, chair.person_id))
    assert window.ok_button.isEnabled()
    bench.desk.work_as(office.bureau)


def test_the_protocol_is_saved_as_a_paper(bench: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    window = shown(bench, divided(bench.desk.office, tmp_path))
    qtbot.keyClicks(window.text, "We differ.")
    press(window, "Save as PDF…", qtbot)
    asked: Any = dialog(qtbot, QFileDialog)
    asked.fileSelected.emit(str(tmp_path / "protocol.pdf"))
    asked.close()
    assert (tmp_path / "protocol.pdf").read_bytes().startswith(b"%PDF")


def test_a_window_that_is_open_comes_to_the_front(bench: MainWindow, tmp_path: Path) -> None:
    application = divided(bench.desk.office, tmp_path)
    first = shown(bench, application)
    assert shown(bench, application) is first
    assert show_protocol(bench.desk, bench, application, "apart") is first
    other = divided(bench.desk.office, tmp_path, "chair")
    assert shown(bench, other, "chair") is not first


@pytest.mark.parametrize("width", [1060, 1400])
def test_long_names_do_not_widen_the_window(bench: MainWindow, tmp_path: Path, width: int) -> None:
    office = bench.desk.office
    application = admitted(office, tmp_path, "apart", documents=DOCUMENTS)
    for name, verdict in (("x" * 120, MET), ("y" * 120, NOT_MET)):
        report(office, application, a_judge(office, application, name, "assessor", "apart"), verdict)
    window = shown(bench, application)
    window.resize(width, 640)
    assert window.width() <= width + 60
