"""Who may judge, by mouse and keys: assigning, declaring, waiving, replacing, appointing, relating, working as."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QInputDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cmsdesk.domain.independence import RelationKind
from cmsdesk.domain.permissions import Role
from cmsdesk.services.appointments import ListAppointments
from cmsdesk.services.assignments import AssignPerson, DeclareIndependence
from cmsdesk.services.history import LastActs
from cmsdesk.services.independence import WhoMayAct
from cmsdesk.services.lists import Asked
from cmsdesk.services.people import AddPerson, PersonDetails
from cmsdesk.services.people_on_file import FilesOf, PeopleOnFile, PersonOnFile, Places
from cmsdesk.services.relations import RecordRelation, RelationsOf
from cmsdesk.ui.appointments_page import AppointmentsPage
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.main_window import MainWindow
from cmsdesk.ui.members_page import MembersPage
from cmsdesk.ui.people_dialogs import AssignDialog, DeclareDialog, WaiveDialog
from cmsdesk.ui.roles_dialogs import AppointmentDialog, EndDialog, RelationDialog
from cmsdesk.ui.work_as import WorkAsDialog, WorkAsMarker
from tests import given
from tests.ui.test_window import LEFT, dialog, press, words

STEP, JUDGE, ROLES = "office-check", "bureau", "Roles"


@pytest.fixture
def file(desk: Desk, tmp_path: Path) -> int:
    return given.in_review(desk.office, given.a_member(desk.office), tmp_path)


def section(page: Any, title: str, qtbot: QtBot) -> QWidget:
    """Show a section of the record beside the list."""
    press(page.record_side, title, qtbot)
    QApplication.processEvents()  # what was just added is shown by the next event
    shown: QWidget = page.record_side
    return shown


def people(window: MainWindow) -> QWidget:
    page: Any = window.show_tab("applications")
    QApplication.processEvents()
    [shown] = [made for made in page.record_side.findChildren(QPushButton) if made.text() == "People" and made.isVisibleTo(page)]
    shown.click()
    QApplication.processEvents()  # what was just added is shown by the next event
    side: QWidget = page.record_side
    return side


def assigning(window: MainWindow) -> list[QPushButton]:
    """The buttons that put somebody on the file: one for the step, one for the decision."""
    page = people(window)
    return [made for made in page.findChildren(QPushButton) if made.text() == "Assign…" and made.isVisibleTo(page)]


def seat(desk: Desk, file: int) -> Places:
    return desk.do(PeopleOnFile(file)).places[0]


def only(desk: Desk, file: int) -> PersonOnFile:
    [person] = seat(desk, file).people
    return person


def tipped(parent: QWidget, tip: str, qtbot: QtBot) -> None:
    """Press the button that has no words but a tip."""
    [found] = [made for made in parent.findChildren(QPushButton) if made.toolTip() == tip and made.isVisible()]
    qtbot.mouseClick(found, LEFT)


def test_somebody_is_assigned_by_keys_and_the_record_tells_it(window: MainWindow, desk: Desk, file: int, qtbot: QtBot) -> None:
    given.an_appointed(desk.office, "Akker")
    given.an_appointed(desk.office, "Berg")
    assert "0 of 1 assigned" in chips(people(window))
    qtbot.mouseClick(assigning(window)[0], LEFT)
    form = dialog(window, AssignDialog)
    assert form.model.rowCount() == 2
    qtbot.keyClicks(form.words, "ber")
    assert form.model.rowCount() == 1
    assert form.reasons.text() == "Nothing."
    assert not form.waiver.isVisible()
    qtbot.keyClicks(form.due_on, "+14")
    qtbot.keyClick(form.words, Qt.Key.Key_Return)
    assert only(desk, file).name == "B Berg"
    assert only(desk, file).due_on == date(2026, 12, 5)
    assert "1 of 1 assigned" in chips(people(window))


def chips(page: QWidget) -> set[str]:
    QApplication.processEvents()
    return {widget.accessibleName() for widget in page.findChildren(QWidget) if widget.isVisibleTo(page)}


def test_who_may_not_act_stays_in_the_list_with_every_reason(window: MainWindow, desk: Desk, file: int, qtbot: QtBot) -> None:
    given.an_appointed(desk.office, "Akker", "external")
    form = AssignDialog(desk, file, [(JUDGE, JUDGE)], STEP, None, window)
    form.open()
    assert [form.model.index(0, place).data() for place in range(3)] == ["Akker, A", "no", "0"]
    assert form.reasons.text() == "A Akker is not appointed as member of the office for Certification of municipal clerks."
    assert not form.ok_button.isEnabled()
    qtbot.keyClicks(form.words, "zzz")
    assert "Nobody answers to this" in form.reasons.text()
    assert not form.ok_button.isEnabled()
    form.reject()


def test_a_tie_is_waived_with_words_and_a_second_person(window: MainWindow, desk: Desk, file: int, qtbot: QtBot) -> None:
    person = given.an_appointed(desk.office, "Akker")
    desk.do(RecordRelation(person, 1, RelationKind.COACHED))
    form = AssignDialog(desk, file, [(JUDGE, JUDGE)], STEP, None, window)
    form.open()
    assert form.model.index(0, 1).data() == "with a waiver"
    assert form.waiver.isVisible()
    qtbot.mouseClick(form.ok_button, LEFT)
    assert "a coach of" in form.error_label.text()
    qtbot.keyClicks(form.waiver, "Nobody else knows this field.")
    qtbot.mouseClick(form.ok_button, LEFT)
    assert "second person" in form.error_label.text()
    qtbot.keyClicks(form.agreed_by, "B. Tweede")
    qtbot.mouseClick(form.ok_button, LEFT)
    assert only(desk, file).agreed_by == "B. Tweede"
    assert "Waived by tester, agreed by B. Tweede: Nobody else knows this field." in words(people(window))


def test_a_declaration_asks_for_a_choice_and_a_no_for_words(window: MainWindow, desk: Desk, file: int, qtbot: QtBot) -> None:
    desk.do(AssignPerson(file, given.an_appointed(desk.office, "Akker"), JUDGE, STEP))
    page = people(window)
    assert "to declare" in chips(page)
    press(page, "Declare…", qtbot)
    form = dialog(window, DeclareDialog)
    assert "independent of Jan-Willem de Vries" in form.sentence.text()
    qtbot.mouseClick(form.ok_button, LEFT)
    assert form.error_label.text() == "Please choose yes or no."
    qtbot.keyClick(form.no, Qt.Key.Key_Space)
    qtbot.mouseClick(form.ok_button, LEFT)
    assert "why you cannot judge" in form.error_label.text()
    qtbot.keyClicks(form.explanation, "My neighbour.")
    qtbot.mouseClick(form.ok_button, LEFT)
    assert seat(desk, file).people == ()
    assert "A Akker, member of the office, until 21-11-2026: My neighbour." in words(people(window))


def test_a_yes_shows_as_independent(window: MainWindow, desk: Desk, file: int, qtbot: QtBot) -> None:
    desk.do(AssignPerson(file, given.an_appointed(desk.office, "Akker"), JUDGE, STEP))
    press(people(window), "Declare…", qtbot)
    form = dialog(window, DeclareDialog)
    qtbot.keyClick(form.yes, Qt.Key.Key_Space)
    qtbot.mouseClick(form.ok_button, LEFT)
    assert "independent" in chips(people(window))


def test_a_conflict_that_comes_up_later_stands_out_and_can_be_waived(
    window: MainWindow, desk: Desk, file: int, qtbot: QtBot
) -> None:
    person = given.an_appointed(desk.office, "Akker")
    desk.do(AssignPerson(file, person, JUDGE, STEP))
    desk.do(RecordRelation(person, 1, RelationKind.FAMILY))
    page = people(window)
    assert "conflict" in chips(page)
    assert "A Akker and Jan-Willem de Vries are family." in words(page)
    press(page, "Waive conflict…", qtbot)
    form = dialog(window, WaiveDialog)
    assert form.conflicts.text() == "A Akker and Jan-Willem de Vries are family."
    qtbot.keyClicks(form.reason, "A cousin far away.")
    qtbot.keyClicks(form.agreed_by, "B. Tweede")
    qtbot.mouseClick(form.ok_button, LEFT)
    assert "conflict" not in chips(people(window))


def test_somebody_is_replaced_and_taken_off_with_the_reason(window: MainWindow, desk: Desk, file: int, qtbot: QtBot) -> None:
    desk.do(AssignPerson(file, given.an_appointed(desk.office, "Akker"), JUDGE, STEP, date(2026, 12, 1)))
    given.an_appointed(desk.office, "Berg")
    tipped(people(window), "Replace…", qtbot)
    form = dialog(window, AssignDialog)
    assert form.windowTitle() == "Who replaces A Akker?"
    qtbot.keyClicks(form.words, "berg")
    qtbot.mouseClick(form.ok_button, LEFT)
    assert form.error_label.text() == "Please give the reason."
    qtbot.keyClicks(form.reason, "Long ill.")
    qtbot.mouseClick(form.ok_button, LEFT)
    assert (only(desk, file).name, only(desk, file).due_on) == ("B Berg", date(2026, 12, 1))
    tipped(people(window), "Take off this file…", qtbot)
    box = dialog(window, QInputDialog)
    box.setTextValue("No time.")
    box.accept()
    page = people(window)
    assert "A Akker, member of the office, until 21-11-2026: Long ill." in words(page)
    assert "B Berg, member of the office, until 21-11-2026: No time." in words(page)


def test_a_person_is_appointed_and_the_appointment_ended(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    person = given.a_member(desk.office)
    page: Any = window.show_tab("members")
    shown = section(page, ROLES, qtbot)
    assert "Not appointed to anything" in words(shown)
    press(shown, "Appoint…", qtbot)
    form = dialog(window, AppointmentDialog)
    assert form.windowTitle() == "Appoint Jan-Willem de Vries"
    form.role.setCurrentText("decider at IIMC, Certification of municipal clerks")
    assert form.organisation.text() == "IIMC"
    form.until_on.setText("soon")
    qtbot.mouseClick(form.ok_button, LEFT)
    assert "is not a date" in form.error_label.text()
    form.until_on.setText("31-12-2027")
    qtbot.mouseClick(form.ok_button, LEFT)
    [row] = desk.do(ListAppointments(Asked(), 0, 10))
    assert (row.person_id, row.role, row.organisation, row.until_on) == (person, "decider at IIMC", "IIMC", date(2027, 12, 31))
    shown = page.record_side
    assert "holds" in chips(shown)
    press(shown, "End…", qtbot)
    ending = dialog(window, EndDialog)
    assert "decider at IIMC no longer" in ending.what.text()
    ending.until_on.setText("20-11-2026")
    qtbot.mouseClick(ending.ok_button, LEFT)
    assert ending.error_label.text() == "Please give the reason."
    qtbot.keyClicks(ending.reason, "Moves abroad.")
    qtbot.mouseClick(ending.ok_button, LEFT)
    assert ending.error_label.text() == "An appointment cannot end before it begins."
    ending.until_on.setText("vandaag")
    qtbot.mouseClick(ending.ok_button, LEFT)
    [row] = desk.do(ListAppointments(Asked(), 0, 10))
    assert (row.until_on, row.note) == (desk.today, "Moves abroad.")
    assert "21-11-2026 until 21-11-2026 · on behalf of IIMC · Moves abroad." in words(page.record_side)


def test_a_relation_is_recorded_from_either_side_and_ended(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    person = given.a_member(desk.office)
    other = desk.do(AddPerson(PersonDetails("Berg", given_name="Bea")))
    page: Any = window.show_tab("members")
    page.go_to(person, "vries")
    shown = section(page, ROLES, qtbot)
    press(shown, "Add relation…", qtbot)
    form = dialog(window, RelationDialog)
    assert form.people.count() == 0
    qtbot.mouseClick(form.ok_button, LEFT)
    assert form.error_label.text() == "Please choose a person."
    form.kind.setCurrentText("is or was trained by")
    qtbot.keyClicks(form.person, "berg")
    qtbot.mouseClick(form.ok_button, LEFT)
    [row] = desk.do(RelationsOf(person))
    assert (row.sentence, row.other_id) == ("Bea Berg is or was a trainer of Jan-Willem de Vries.", other)
    shown = page.record_side
    assert row.sentence in words(shown)
    press(shown, "End…", qtbot)
    ending = dialog(window, EndDialog)
    assert not ending.reason.isVisible()
    qtbot.mouseClick(ending.ok_button, LEFT)
    [row] = desk.do(RelationsOf(person))
    assert row.until_on == desk.today
    assert "until 21-11-2026" in words(page.record_side)


def test_one_does_not_find_oneself_to_relate_to(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    person = given.a_member(desk.office)
    form = RelationDialog(desk, person, "Jan-Willem de Vries", window)
    form.open()
    qtbot.keyClicks(form.person, "vries")
    assert form.people.count() == 0
    form.reject()


def test_the_record_of_a_person_tells_what_became_of_each_file(window: MainWindow, desk: Desk, file: int, qtbot: QtBot) -> None:
    person = given.an_appointed(desk.office, "Akker")
    declined = desk.do(AssignPerson(file, person, JUDGE, STEP))
    desk.do(DeclareIndependence(declined, independent=False, text="My neighbour."))
    desk.do(AssignPerson(file, person, "supervisor"))
    assert [(row.declined, row.ended_on is None) for row in desk.do(FilesOf(person))] == [(False, True), (True, False)]
    page: Any = window.show_tab("members")
    page.go_to(person, "akker")
    shown = section(page, ROLES, qtbot)
    assert {"at work", "not independent"} <= chips(shown)
    assert "My neighbour." in words(shown)
    numbers = [made for made in shown.findChildren(QPushButton) if made.text() == "A-2026-0001"]
    qtbot.mouseClick(numbers[0], LEFT)
    assert window.tabs["applications"].isChecked()


def test_the_list_of_appointments_opens_beside_the_window_and_leads_to_the_person(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    window.appointments_action.trigger()
    page = dialog(window, AppointmentsPage)
    assert "Nobody is appointed yet" in words(page.empty_side)
    person = given.an_appointed(desk.office, "Akker")
    given.an_appointed(desk.office, "Berg", until_on=date(2025, 1, 1))
    assert page.count_label.text() == "2 of 2"
    qtbot.mouseClick(page.chips["on:running"], LEFT)
    assert page.count_label.text() == "1 of 2"
    assert "Relations" in words(page.record_side)
    [_symbol, _words, show] = page.actions_for(page.current_row())[0]
    show()
    members = window.stack.currentWidget()
    assert isinstance(members, MembersPage)
    assert members.current_row().id == person
    page.window().close()


def marker(window: MainWindow) -> WorkAsMarker:
    [found] = window.findChildren(WorkAsMarker)
    return found


def test_one_works_as_somebody_in_plain_sight_and_comes_back_by_one_click(
    window: MainWindow, desk: Desk, file: int, qtbot: QtBot
) -> None:
    person = given.an_appointed(desk.office, "Akker")
    made = desk.do(AssignPerson(file, person, JUDGE, STEP))
    assert not marker(window).isVisible()
    window.work_as_action.trigger()
    form = dialog(window, WorkAsDialog)
    assert form.people.count() == 2
    qtbot.keyClicks(form.words, "akk")
    qtbot.keyClick(form.words, Qt.Key.Key_Return)
    assert (desk.office.actor.role, desk.office.actor.person_id) == (Role.ASSESSOR, person)
    assert marker(window).isVisible()
    assert marker(window).words.text() == "tester, for A Akker, at work as: Assessor"
    assert [made.isEnabled() for made in assigning(window)] == [False, False]
    assert assigning(window)[0].toolTip() == "This is for: Bureau. You work as Assessor now."
    desk.do(DeclareIndependence(made, independent=True))
    assert desk.do(LastActs())[0].user == "tester, for A Akker"
    qtbot.mouseClick(marker(window).back_button, LEFT)
    assert desk.office.actor is desk.office.bureau
    assert not marker(window).isVisible()
    assert [made.isEnabled() for made in assigning(window)] == [True, True]


def test_who_works_as_an_assessor_declares_and_gives_back_only_for_oneself(
    window: MainWindow, desk: Desk, file: int, qtbot: QtBot
) -> None:
    own, other = given.an_appointed(desk.office, "Akker"), given.an_appointed(desk.office, "Berg")
    for person in (own, other):
        desk.do(AssignPerson(file, person, JUDGE, STEP))
    desk.work_as(desk.office.bureau.standing_in_for("A Akker", Role.ASSESSOR, own))
    page = people(window)
    shown = [made for made in page.findChildren(QPushButton) if made.isVisibleTo(page)]
    assert [made.isEnabled() for made in shown if made.text() == "Declare…"] == [True, False]
    backs = [made for made in shown if made.toolTip() == "Take off this file…"]
    assert [made.isEnabled() for made in backs] == [True, False]
    qtbot.mouseClick(backs[0], LEFT)
    box = dialog(window, QInputDialog)
    box.setTextValue("Not my field.")
    box.accept()
    assert [person.name for person in seat(desk, file).people] == ["B Berg"]
    assert "A Akker, member of the office, until 21-11-2026: Not my field." in words(people(window))


def test_a_role_beside_the_steps_is_chosen_and_anybody_is_found(window: MainWindow, desk: Desk, file: int, qtbot: QtBot) -> None:
    desk.do(AddPerson(PersonDetails("Berg", given_name="Bea")))
    form = AssignDialog(desk, file, [(JUDGE, JUDGE), ("supervisor", "supervisor")], "", None, window)
    form.open()
    qtbot.keyClicks(form.words, "berg")
    assert form.model.rowCount() == 0
    form.role.setCurrentIndex(1)
    assert form.model.rowCount() == 1
    qtbot.mouseClick(form.ok_button, LEFT)
    page = people(window)
    assert "Others on this file" in words(page)
    assert "supervisor\nBea Berg\nsince 21-11-2026" in words(page)


def test_nobody_is_worked_as_who_is_not_found(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    window.work_as_action.trigger()
    form = dialog(window, WorkAsDialog)
    qtbot.keyClicks(form.words, "zzz")
    qtbot.mouseClick(form.ok_button, LEFT)
    assert form.error_label.text() == "Please choose a person."
    assert desk.office.actor is desk.office.bureau
    form.reject()


def test_the_sections_fit_a_small_screen_and_name_their_buttons(window: MainWindow, desk: Desk, file: int, qtbot: QtBot) -> None:
    person = given.an_appointed(desk.office, "x" * 150)
    desk.do(AssignPerson(file, person, JUDGE, STEP))
    desk.do(RecordRelation(person, 1, RelationKind.FAMILY, note="y" * 200))
    window.resize(1024, 640)
    page = people(window)
    QApplication.processEvents()
    assert window.width() <= 1100
    members: Any = window.show_tab("members")
    members.go_to(person, "")
    shown = section(members, ROLES, qtbot)
    QApplication.processEvents()
    assert window.width() <= 1100
    for made in [*page.findChildren(QPushButton), *shown.findChildren(QPushButton)]:
        assert made.text() or made.accessibleName()
    assert desk.do(WhoMayAct(file, JUDGE, STEP))
