"""Intake, decision sheet, letters, objections and certificates, by clicks and keys in the real window."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cmsdesk.domain.applications import State
from cmsdesk.domain.certificates import Status
from cmsdesk.domain.decisions import DecisionOutcome
from cmsdesk.domain.disputes import DisputeKind, DisputeOutcome
from cmsdesk.services.applications import AdmitApplication, AskCorrection, ReceiveApplication, StartApplication
from cmsdesk.services.assignments import AssignPerson, DeclareIndependence
from cmsdesk.services.certificates import IssueCertificate, ReadCertificate
from cmsdesk.services.decisions import MarkDecisionSent
from cmsdesk.services.dispute_lists import DisputesOf
from cmsdesk.services.disputes import BringIn
from cmsdesk.services.intake import ReadIntake
from cmsdesk.services.office import Office
from cmsdesk.services.people import AddPerson, PersonDetails
from cmsdesk.services.questions import AskCandidate
from cmsdesk.services.records import ApplicationRecord, ReadApplication
from cmsdesk.ui.cards import button
from cmsdesk.ui.decision_dialog import DecisionDialog
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.dispute_dialogs import BringInDialog, DisputeAnswerDialog, PanelDialog
from cmsdesk.ui.fact_dialogs import CheckDialog
from cmsdesk.ui.flow import Flow, flowing
from cmsdesk.ui.intake_dialogs import AnswerDialog, ConsultDialog, CorrectionDialog, NeedsDialog
from cmsdesk.ui.letter_dialog import LetterDialog
from cmsdesk.ui.main_window import MainWindow
from cmsdesk.ui.notices import Notices
from cmsdesk.ui.standing_dialogs import StandingDialog
from cmsdesk.ui.theme import apply_theme
from tests.situations import COURSE, SEPARATE, Clock, a_decider, appoint, assign, decided, handed_in, judged, office_at, somebody

LEFT = Qt.MouseButton.LeftButton
DAY = date(2026, 10, 1)


@pytest.fixture
def clock() -> Clock:
    return Clock(DAY)


@pytest.fixture
def own(tmp_path: Path, clock: Clock) -> Iterator[Office]:
    office = office_at(tmp_path, clock)
    yield office
    office.close()


@pytest.fixture
def desk(qapp: QApplication, own: Office) -> Iterator[Desk]:
    apply_theme(qapp, dark=False)
    made = Desk(own, Notices())
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> MainWindow:
    made = MainWindow(desk)
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    return made


def words(widget: QWidget) -> str:
    QApplication.processEvents()
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def press(widget: QWidget, text: str, qtbot: QtBot) -> None:
    QApplication.processEvents()
    found = next(b for b in widget.findChildren(QPushButton) if text in {b.text(), b.accessibleName()} and b.isVisibleTo(widget))
    qtbot.mouseClick(found, LEFT)


def dialog(window: QWidget, kind: type[Any]) -> Any:
    QApplication.processEvents()
    return next(found for found in window.findChildren(kind) if found.isVisible())


def at(window: MainWindow, application: int, section: int = 0) -> Any:
    page: Any = window.show_tab("applications")
    page._section = section
    page.go_to(application, "")
    return page


def read(desk: Desk, application: int) -> ApplicationRecord:
    return desk.do(ReadApplication(application))


def choose(combo: Any, data: object) -> None:
    combo.setCurrentIndex(combo.findData(data))


def save_as(widget: QWidget, path: Path) -> None:
    """Answer the question where a file goes."""
    chooser = dialog(widget, QFileDialog)
    chooser.fileSelected.emit(str(path))
    chooser.close()


def test_a_correction_is_asked_by_a_form_and_stands_in_the_record(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    application = desk.do(StartApplication(somebody(desk.office, "Zwart"), SEPARATE, "initial"))
    page = at(window, application)
    press(page, "Ask correction…", qtbot)
    form = dialog(page, CorrectionDialog)
    assert form.requirement.currentText() == "Form"
    qtbot.mouseClick(form.ok_button, LEFT)
    assert "what is missing or wrong" in form.error_label.text()
    qtbot.keyClicks(form.text, "It is not signed.")
    form.due_on.setText("10-10-2026")
    qtbot.mouseClick(form.ok_button, LEFT)
    assert read(desk, application).state is State.INCOMPLETE
    assert "Incomplete: It is not signed." in words(page.record_side)
    assert desk.do(ReadIntake(application)).corrections[0].due_on == date(2026, 10, 10)


def test_a_check_that_is_no_brings_the_application_in_consultation(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    application = desk.do(StartApplication(somebody(desk.office, "Kok"), COURSE, "course"))
    desk.do(ReceiveApplication(application, desk.today))
    page = at(window, application)
    press(page, "Answer check", qtbot)
    form = dialog(page, CheckDialog)
    choose(form.answer, "no")
    qtbot.keyClicks(form.note, "Looks for a place.")
    qtbot.mouseClick(form.ok_button, LEFT)
    assert read(desk, application).state is State.CONSULTATION
    assert "an internship at a works council" in words(page.record_side)
    press(page, "Special needs…", qtbot)
    needs = dialog(page, NeedsDialog)
    qtbot.keyClicks(needs.special_needs, "Reads slowly.")
    qtbot.mouseClick(needs.ok_button, LEFT)
    assert "not decided yet" in words(page.record_side)


def test_an_answer_of_the_candidate_is_recorded_and_the_review_goes_on(
    window: MainWindow, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    application = handed_in(desk.office, somebody(desk.office, "Zwart"), tmp_path)
    desk.do(AdmitApplication(application))
    assessor = somebody(desk.office, "Peters")
    appoint(desk.office, assessor, SEPARATE, "assessor")
    seat = desk.do(AssignPerson(application, assessor, "assessor", "written"))
    desk.do(DeclareIndependence(seat, independent=True))
    desk.do(AskCandidate(application, "Which year?", assignment_id=seat))
    page = at(window, application)
    assert read(desk, application).state is State.WAITING
    press(page, "Record answer", qtbot)
    form = dialog(page, AnswerDialog)
    assert form.question.currentText() == "Which year?"
    assert "Asked on 01-10-2026 by Peters" in form.about.text()
    qtbot.mouseClick(form.ok_button, LEFT)
    assert "fill in the answer" in form.error_label.text()
    qtbot.keyClicks(form.answer, "2020.")
    qtbot.mouseClick(form.ok_button, LEFT)
    assert read(desk, application).state is State.IN_ASSESSMENT
    nothing = AnswerDialog(desk, application, page)
    nothing._try()
    assert "No question waits" in nothing.error_label.text()
    nothing.close()


def test_consulting_offers_the_ways_out(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    application = desk.do(StartApplication(somebody(desk.office, "Kok"), COURSE, "course"))
    page = at(window, application)
    press(page, "Consult…", qtbot)
    form = dialog(page, ConsultDialog)
    assert "an internship at a works council" in form.remedies.text()
    qtbot.keyClicks(form.note, "Called.")
    qtbot.mouseClick(form.ok_button, LEFT)
    assert read(desk, application).state is State.CONSULTATION
    other = desk.do(StartApplication(somebody(desk.office, "Zwart"), SEPARATE, "initial"))
    assert not ConsultDialog(desk, other, page).remedies.isVisibleTo(page)


def test_the_sheet_shows_red_gates_and_who_may_decide(window: MainWindow, desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    application = judged(desk.office, somebody(desk.office, "Zwart"), tmp_path, assignments=2)
    barred = a_decider(desk.office, "Barend")
    assign(desk.office, application, barred, "assessor", "written")
    a_decider(desk.office, "Xander")
    page = at(window, application)
    page.decide()
    form = dialog(page, DecisionDialog)
    shown = words(form.gates_area)
    assert "not in order: 1 assignments still needed." in shown
    assert "Barend acts or acted on this file as assessor." in shown
    assert form.decider_person.currentText() == "Xander"
    model = form.decider_person.model()
    assert isinstance(model, QStandardItemModel)
    assert [model.item(place).isEnabled() for place in range(model.rowCount())] == [True, False]
    qtbot.keyClicks(form.reason, "One short.")
    qtbot.mouseClick(form.ok_button, LEFT)
    assert "Assignments: 1 assignments still needed." in form.error_label.text()
    press(form, "Save as PDF…", qtbot)
    save_as(form, tmp_path / "sheet.pdf")
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    choose(form.outcome, DecisionOutcome.REFUSE)
    qtbot.mouseClick(form.ok_button, LEFT)
    found = read(desk, application)
    assert found.decision
    assert (found.state, found.decision.decider) == (State.REFUSED, "Xander")


def test_the_sheet_follows_the_date(window: MainWindow, desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    application = judged(desk.office, somebody(desk.office, "Zwart"), tmp_path)
    form = DecisionDialog(desk, application, window)
    assert form.decider_person.currentData() is None
    form.decided_on.setText("31-12-2012")
    form.decided_on.editingFinished.emit()
    assert "Nothing can be granted before 01-01-2013" in words(form.gates_area)
    form.save_sheet(tmp_path / "no such folder" / "sheet.pdf")
    assert "does not exist" in form.error_label.text()
    form.close()


def test_overriding_is_offered_only_where_the_scheme_allows_it(window: MainWindow, desk: Desk, tmp_path: Path) -> None:
    from tests.services.test_decisions import a_course

    application, _trainer = a_course(desk.office, tmp_path, "board", practice=False)
    member = somebody(desk.office, "Bestuurder")
    appoint(desk.office, member, COURSE, "board", "Proefbestuur")
    form = DecisionDialog(desk, application, window)
    form.show()
    assert form.override.isVisible()
    choose(form.outcome, DecisionOutcome.REFUSE)
    assert not form.override.isVisible()
    choose(form.outcome, DecisionOutcome.GRANT)
    choose(form.decider_person, member)
    form.reason.setPlainText("A long career.")
    form.override.setPlainText("Twenty years.")
    form.override_agreed_by.setText("T. Weede")
    form.save()
    found = read(desk, application).decision
    assert found
    assert found.override == "Twenty years."
    form.close()
    other = judged(desk.office, somebody(desk.office, "Zwart"), tmp_path, assignments=2)
    strict = DecisionDialog(desk, other, window)
    strict.show()
    assert not strict.override.isVisible()
    strict.close()


def test_the_letter_is_shown_changed_saved_and_recorded_as_sent(
    window: MainWindow, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    application = decided(desk.office, tmp_path, granted=False)
    page = at(window, application)
    press(page, "Letter…", qtbot)
    form = dialog(page, LetterDialog)
    assert "not granted" in form.subject.text()
    choose(form.language, "nl")
    assert "niet toegekend" in form.subject.text()
    form.sent_on.setText("2-10-2026")
    form.sent_on.editingFinished.emit()
    assert "30 oktober 2026" in form.body.toPlainText()
    form.body.appendPlainText("PS Bel gerust.")
    qtbot.mouseClick(form.ok_button, LEFT)
    save_as(form, tmp_path / "letter.eml")
    assert "no e-mail address of Zwart" in form.error_label.text()
    press(form, "Save as PDF…", qtbot)
    save_as(form, tmp_path / "letter.pdf")
    assert (tmp_path / "letter.pdf").exists()
    assert form.isVisible()
    qtbot.mouseClick(form.sent_button, LEFT)
    assert "cannot have been sent in the future" in form.error_label.text()
    form.sent_on.setText("1-10-2026")
    qtbot.mouseClick(form.sent_button, LEFT)
    assert not form.isVisible()
    found = read(desk, application).decision
    assert found
    assert found.sent_on == DAY
    again = LetterDialog(desk, window, application_id=application)
    again.show()
    assert not again.sent_button.isVisible()
    assert again.sent_on.text() == "01-10-2026"
    again.close()


def test_a_draft_is_saved_for_whoever_has_an_address(window: MainWindow, desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    person = desk.do(AddPerson(PersonDetails("Zwart", email="z@example.org")))
    application = desk.do(StartApplication(person, SEPARATE, "initial"))
    desk.do(AskCorrection(application, "Not signed."))
    page = at(window, application)
    press(page, "Letter…", qtbot)
    form = dialog(page, LetterDialog)
    assert form.recipient.text() == "Zwart <z@example.org>"
    assert not form.sent_on.isVisible()
    told: list[str] = []
    desk.notices.told.connect(told.append)
    qtbot.mouseClick(form.ok_button, LEFT)
    save_as(form, tmp_path / "draft.eml")
    assert b"z@example.org" in (tmp_path / "draft.eml").read_bytes()
    assert told == ["draft.eml was saved; nothing was sent."]
    form.close()


@pytest.fixture
def refused(desk: Desk, tmp_path: Path) -> int:
    application = decided(desk.office, tmp_path, granted=False)
    desk.do(MarkDecisionSent(application, DAY))
    return application


def test_an_objection_goes_from_taking_in_to_the_answer(
    window: MainWindow, desk: Desk, qtbot: QtBot, clock: Clock, refused: int
) -> None:
    clock.day = DAY + timedelta(days=29)
    fresh = somebody(desk.office, "Vers")
    appoint(desk.office, fresh, SEPARATE, "assessor")
    page = at(window, refused, 5)
    press(page, "Objection…", qtbot)
    form = dialog(page, BringInDialog)
    assert form.brought_by.text() == "Zwart"
    assert form.term.text() == "Late: the term ran until 29-10-2026."
    form.received_on.setText("29-10-2026")
    form.received_on.editingFinished.emit()
    assert form.term.text() == "In time: the term runs until 29-10-2026."
    choose(form.kind, DisputeKind.COMPLAINT)
    assert not form.term.isVisible()
    choose(form.kind, DisputeKind.OBJECTION)
    qtbot.keyClicks(form.grounds, "Three were shown.")
    qtbot.mouseClick(form.ok_button, LEFT)
    assert read(desk, refused).state is State.OBJECTION
    press(page, "Confirmed today", qtbot)
    press(page, "Panel…", qtbot)
    panel = dialog(page, PanelDialog)
    lines = [panel.people.item(place).text() for place in range(panel.people.count())]
    assert lines == ["Vers", "XZwart took a decision about this application."]
    panel.people.setCurrentRow(-1)
    qtbot.mouseClick(panel.ok_button, LEFT)
    assert panel.error_label.text() == "Please choose a person."
    panel.people.setCurrentRow(0)
    qtbot.mouseClick(panel.ok_button, LEFT)
    [row] = desk.do(DisputesOf(refused))
    assert (row.panel, row.confirmed_on, row.in_time) == (("Vers",), clock.day, True)
    press(page.record_side, "Answer…", qtbot)
    answer = dialog(page, DisputeAnswerDialog)
    assert not answer.review_again.isVisible()
    choose(answer.outcome, DisputeOutcome.REOPENED)
    assert answer.review_again.isVisible()
    answer.review_again.setChecked(True)
    qtbot.keyClicks(answer.answer, "One was overlooked.")
    qtbot.mouseClick(answer.ok_button, LEFT)
    assert read(desk, refused).state is State.IN_ASSESSMENT
    assert "Replaced on 30-10-2026" in words(page.record_side)
    assert "The decision is taken again" in [chip.accessibleName() for chip in page.record_side.findChildren(QWidget)]


def test_the_next_action_of_an_objection_is_its_answer_and_the_filter_finds_it(
    window: MainWindow, desk: Desk, qtbot: QtBot, refused: int
) -> None:
    desk.do(BringIn(DisputeKind.OBJECTION, "Zwart", "Three were shown.", DAY, refused))
    desk.do(StartApplication(somebody(desk.office, "Ander"), SEPARATE, "initial"))
    page = at(window, refused)
    qtbot.mouseClick(page.chips["dispute:open"], LEFT)
    assert page.count_label.text() == "1 of 2"
    press(page.record_side, "Answer…", qtbot)
    form = dialog(page, DisputeAnswerDialog)
    qtbot.keyClicks(form.answer, "The norm asks for three.")
    qtbot.mouseClick(form.ok_button, LEFT)
    assert read(desk, refused).state is State.REFUSED


def test_a_panel_that_nobody_can_sit_on_says_so(window: MainWindow, desk: Desk, tmp_path: Path) -> None:
    from tests import given

    application = given.granted(desk.office, given.a_member(desk.office), tmp_path)
    desk.do(BringIn(DisputeKind.COMPLAINT, "K. Lager", "Slow.", DAY, application))
    [row] = desk.do(DisputesOf(application))
    form = PanelDialog(desk, row, window)
    assert form.people.item(0).text() == "Nobody is appointed in this scheme."
    form.close()
    answer = DisputeAnswerDialog(desk, row, window)
    assert answer.outcome.itemText(0) == "Handled"
    assert answer.outcome.findData(DisputeOutcome.REOPENED) == -1
    answer.close()


def test_a_certificate_is_suspended_and_its_scope_reduced_in_the_register(
    window: MainWindow, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    certificate = desk.do(IssueCertificate(decided(desk.office, tmp_path, granted=True)))
    page: Any = window.show_tab("register")
    page.go_to(certificate, "")
    press(page, "Reduce the scope", qtbot)
    form = dialog(page, StandingDialog)
    assert form.body.text() == "Toetsinstelling"
    qtbot.keyClicks(form.reason, "No longer advises.")
    qtbot.mouseClick(form.ok_button, LEFT)
    assert "choose what is left" in form.error_label.text()
    form.activities.item(2).setCheckState(Qt.CheckState.Unchecked)
    qtbot.mouseClick(form.ok_button, LEFT)
    assert desk.do(ReadCertificate(certificate)).activities == ("begeleiding", "coaching")
    press(page, "Suspend", qtbot)
    form = dialog(page, StandingDialog)
    assert not form.activities.isVisible()
    qtbot.keyClicks(form.reason, "A complaint is handled.")
    form.until_on.setText("1-2-2027")
    qtbot.mouseClick(form.ok_button, LEFT)
    found = desk.do(ReadCertificate(certificate))
    assert (found.status, found.suspended_until) == (Status.SUSPENDED, date(2027, 2, 1))
    assert [words_ for _symbol, words_, _act in page.actions_for(page.current_row())] == [
        "Show the person",
        "Lift the suspension…",
        "Reduce the scope…",
        "Withdraw…",
    ]


def test_a_complaint_about_a_certificate_is_taken_in_at_the_register(
    window: MainWindow, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    certificate = desk.do(IssueCertificate(decided(desk.office, tmp_path, granted=True)))
    page: Any = window.show_tab("register")
    page._section = 2
    page.go_to(certificate, "")
    press(page, "Complaint…", qtbot)
    form = dialog(page, BringInDialog)
    assert form.kind.count() == 1
    qtbot.keyClicks(form.brought_by, "K. Lager")
    qtbot.keyClicks(form.grounds, "Misuse of the title.")
    qtbot.mouseClick(form.ok_button, LEFT)
    assert "Misuse of the title." in words(page.record_side)
    assert len(desk.do(DisputesOf(certificate_id=certificate))) == 1


def test_buttons_go_on_in_a_next_row_where_the_record_is_narrow(qtbot: QtBot) -> None:
    made = [button(f"Button {place}", lambda: None) for place in range(4)]
    line = flowing(*made)
    qtbot.addWidget(line)
    layout = line.layout()
    assert isinstance(layout, Flow)
    wide, narrow = layout.sizeHint().width(), layout.minimumSize().width()
    assert layout.heightForWidth(wide) < layout.heightForWidth(narrow)
    line.resize(narrow, 400)
    line.show()
    QApplication.processEvents()
    assert len({one.y() for one in made}) == 4
    line.resize(wide, 100)
    QApplication.processEvents()
    assert len({one.y() for one in made}) == 1
    assert layout.takeAt(9) is None
    assert layout.itemAt(9) is None
    assert layout.takeAt(0) is not None
    assert layout.count() == 3
