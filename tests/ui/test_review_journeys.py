"""Acceptance scenarios of judging (AC-10, AC-13, AC-14), played on the review screen by those who judge."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cmsdesk.domain.applications import State
from cmsdesk.domain.dossiers import Standing
from cmsdesk.services.answers import AddStatement, AnswerCheck, AnswerTopics
from cmsdesk.services.applications import AdmitApplication, ReceiveApplication, StartApplication
from cmsdesk.services.dossiers import AddEvidence, AddPoints, JudgeEvidence
from cmsdesk.services.hearings import HoldHearing, PlanHearing
from cmsdesk.services.people import AddPerson, PersonDetails
from cmsdesk.services.qualifications import AddCredential, AddWorkPeriod
from cmsdesk.services.records import ReadApplication
from cmsdesk.services.remarks import RemarksOf
from cmsdesk.services.schemes import scheme_of
from cmsdesk.ui.intake_dialogs import AnswerDialog
from cmsdesk.ui.judging.remark_dialogs import RemarkAnswerDialog
from cmsdesk.ui.judging.rounds_window import RoundsWindow
from cmsdesk.ui.main_window import MainWindow
from tests import given
from tests.driving import answer, dialog, press, words
from tests.judging import Days, a_judge, at_work
from tests.ui.reviewing import finish_form, sit_down, type_keys

KEY = Qt.Key
LEFT = Qt.MouseButton.LeftButton
EXPERIENCE = frozenset({"experience"})


def state_of(bench: MainWindow, application: int) -> State:
    return bench.desk.do(ReadApplication(application)).state


def back_at(page: Any, qtbot: QtBot) -> None:
    """The cursor in the list; a screen without a window manager does not give it back after a dialog."""
    page.window().activateWindow()
    qtbot.waitUntil(page.window().isActiveWindow)
    page.requirements.setFocus()


def hand_in(page: Any, qtbot: QtBot) -> Any:
    """Ctrl+Enter, and once more in the dialog that this opens."""
    back_at(page, qtbot)
    type_keys(qtbot, KEY.Key_Return, control=True)
    form = finish_form(qtbot)
    type_keys(qtbot, KEY.Key_Return, where=form.comment, control=True)
    return form


def test_two_assessors_each_make_a_full_report(bench: MainWindow, days: Days, qtbot: QtBot) -> None:
    """AC-13: the second asks a question, waits for the answer, and never reads the first before handing in."""
    office = bench.desk.office
    days.day = date(2018, 10, 1)
    person = office.do(AddPerson(PersonDetails("L"), date(2015, 1, 1)))
    office.do(AddPoints(person, "rl", "development", date(2017, 5, 1), "Opleiding", points=Decimal(80)))
    application = office.do(StartApplication(person, "rl", "recert-written"))
    office.do(ReceiveApplication(application, days.day))
    office.do(AdmitApplication(application))
    p, q = (a_judge(office, application, name, "assessor", "written2") for name in "PQ")
    page = sit_down(bench, p)
    page.requirements.setFocus()
    type_keys(qtbot, KEY.Key_C)
    qtbot.keyClicks(page.comment, "Alles telt mee.")
    type_keys(qtbot, KEY.Key_1, control=True)
    hand_in(page, qtbot)
    assert "1 of 2 reports are in" in bench.desk.do(ReadApplication(application)).progress_text

    days.day = date(2018, 11, 5)
    page = sit_down(bench, q)
    page.requirements.setFocus()
    type_keys(qtbot, KEY.Key_Q)
    qtbot.keyClicks(page.right.questions.field, "Which course was this?")
    press(page, "Send the question", qtbot)
    assert state_of(bench, application) is State.WAITING
    days.day = date(2018, 11, 9)
    page = sit_down(bench)
    press(page, "Record answer…", qtbot)
    form = dialog(qtbot, AnswerDialog)
    qtbot.keyClicks(form.answer, "The one of May 2017.")
    qtbot.mouseClick(form.ok_button, LEFT)
    page = sit_down(bench, q)
    said = words(page)
    assert "Q. asked on" not in said
    assert "asked on 05-11-2018" in said
    assert "Answer of 09-11-2018: The one of May 2017." in said
    assert "Sealed until all are in." in said
    assert "Alles telt mee." not in said + page.comment.toPlainText()
    type_keys(qtbot, KEY.Key_1, where=page.requirements)
    hand_in(page, qtbot)
    assert state_of(bench, application) is State.ASSESSED
    assert bench.show_tab("applications") is bench.stack.currentWidget()


def test_a_committee_is_not_finished_before_the_fourth_criterion(
    bench: MainWindow, days: Days, tmp_path: Path, qtbot: QtBot
) -> None:
    """AC-14: three criteria do not finish the oral, four do; the one that lacks is named."""
    office = bench.desk.office
    days.day = date(2021, 2, 1)
    person = office.do(AddPerson(PersonDetails("M"), date(2015, 1, 1)))
    office.do(AddCredential(person, "diploma", "Hogeschool", date(2010, 7, 1), level=6, years=4))
    office.do(AddWorkPeriod(person, "rl", "practice", "Loopbaanadviseur", date(2017, 1, 1)))
    application = office.do(StartApplication(person, "rl", "initial"))
    curriculum = office.do(AddEvidence(application, given.a_pdf(tmp_path, "cv.pdf"), ("entry.cv",)))
    office.do(AddStatement(application, "entry.code", "M", date(2021, 1, 20)))
    office.do(ReceiveApplication(application, days.day))
    office.do(JudgeEvidence(curriculum, Standing.ACCEPTED))
    office.do(AdmitApplication(application))
    members = [a_judge(office, application, name, "committee", "oral") for name in ("Een", "Twee")]
    chair = a_judge(office, application, "Stoel", "voorzitter", "oral")
    talk = office.do(PlanHearing(application, "oral", date(2021, 3, 1)))
    days.day = date(2021, 3, 1)
    page = sit_down(bench, members[0])
    assert len(page.items) == 4
    page.requirements.setFocus()
    for _criterion in range(3):
        type_keys(qtbot, KEY.Key_1, KEY.Key_O)
    with at_work(office, chair):
        office.do(HoldHearing(talk.id, days.day, "A good conversation."))
    page = sit_down(bench, chair)
    form = hand_in(page, qtbot)
    assert "3 of 4 requirements judged. Still open: ethics." in form.sentence.text()
    assert "1 requirement still has to be judged: ethics." in form.error_label.text()
    form.reject()
    assert page.items[page.place].title == "ethics"
    back_at(page, qtbot)
    type_keys(qtbot, KEY.Key_1)
    hand_in(page, qtbot)
    assert state_of(bench, application) is State.ASSESSED


def test_an_exemption_goes_through_a_round_of_feedback(bench: MainWindow, days: Days, tmp_path: Path, qtbot: QtBot) -> None:
    """AC-10: feedback on two of three documents; no second round without an answer to each; the topics that were met stay."""
    office = bench.desk.office
    days.day = date(2024, 5, 1)
    topics = [topic.id for part in scheme_of("atim-as").topic_sets if part.id == "t2" for topic in part.topics]
    person = office.do(AddPerson(PersonDetails("Bakker", initials="I."), date(2020, 1, 1)))
    office.do(AddWorkPeriod(person, "atim-as", "as_work", "Ambtelijk secretaris", date(2023, 5, 1)))
    application = office.do(StartApplication(person, "atim-as", "L2-exemption"))
    for name in ("een.pdf", "twee.pdf", "drie.pdf"):
        path = given.a_pdf(tmp_path, name)
        path.write_bytes(path.read_bytes() + name.encode())
        office.do(AddEvidence(application, path, ("l2free.topics",)))
    office.do(AnswerCheck(application, "work", "yes"))
    office.do(AnswerTopics(application, dict.fromkeys(topics, (Standing.PENDING, EXPERIENCE))))
    office.do(ReceiveApplication(application, days.day))
    office.do(AdmitApplication(application))
    trainer = a_judge(office, application, "Roos", "trainer", "portfolio")
    page = sit_down(bench, trainer)
    page.requirements.setFocus()
    for _topic in range(5):
        type_keys(qtbot, KEY.Key_1, KEY.Key_O)
    for text in ("Please show more.", "Which year is this?"):
        type_keys(qtbot, KEY.Key_R)
        qtbot.keyClicks(QApplication.focusWidget(), text)
        press(page, "Keep feedback", qtbot)
        type_keys(qtbot, KEY.Key_D, where=page.requirements)
        page.requirements.setFocus()
    press(page, "Give 2 remarks to the candidate…", qtbot)
    answer(qtbot, "Give feedback")
    assert state_of(bench, application) is State.WAITING
    assert [remark.document for remark in bench.desk.do(RemarksOf(application))] == ["een.pdf", "twee.pdf"]

    days.day = date(2024, 5, 8)
    page = sit_down(bench)
    press(page, "Take in improved dossier…", qtbot)
    rounds = next(found for found in bench.findChildren(RoundsWindow) if found.isVisible())
    assert rounds.ok_button.toolTip() == "2 answers to feedback are missing."
    for text in ("An example was added.", "It is 2023."):
        press(rounds, "Answer…", qtbot)
        form = dialog(qtbot, RemarkAnswerDialog)
        qtbot.keyClicks(form.response, text)
        qtbot.mouseClick(form.ok_button, LEFT)
    press(rounds, "Take in improved dossier", qtbot)
    rounds.close()
    page = sit_down(bench, trainer)
    assert "round 2" in words(page.left)
    while page.view.title.text() != "een.pdf":
        type_keys(qtbot, KEY.Key_D, where=page.requirements)
    assert "Answer of 08-05-2024: An example was added." in words(page.right)
    assert [item.verdict for item in page.items].count("met") == 5
    page.requirements.setFocus()
    for _topic in range(len(page.items) - 5):
        type_keys(qtbot, KEY.Key_1, KEY.Key_O)
    hand_in(page, qtbot)
    assert state_of(bench, application) is State.ASSESSED
