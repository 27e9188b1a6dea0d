"""Conversations in the window: planning with a warning, the calendar file, minutes, the outcome, and a telephone intake."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from cmsdesk.domain.applications import State
from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.permissions import Actor, Role
from cmsdesk.services.answers import AnswerCheck
from cmsdesk.services.applications import AdmitApplication, ReceiveApplication, StartApplication
from cmsdesk.services.assessments import FinishReview, JudgeRequirement
from cmsdesk.services.certificates import IssueCertificate
from cmsdesk.services.hearings import HearingRow, HearingsOf, WriteMinutes
from cmsdesk.services.people import AddPerson, PersonDetails
from cmsdesk.services.records import ReadApplication
from cmsdesk.services.schemes import scheme_of
from cmsdesk.ui.judging import show_hearings
from cmsdesk.ui.judging.hearing_dialogs import HearingDialog, OutcomeDialog
from cmsdesk.ui.judging.hearings_window import HearingsWindow
from cmsdesk.ui.main_window import MainWindow
from tests.driving import button, dialog, press, words
from tests.judging import Days, Judge, a_judge, admitted, at_work

MET = Verdict.MET
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def waiting(bench: MainWindow, tmp_path: Path) -> tuple[int, list[Judge]]:
    """The office looked at the dossier; two members and a chair are assigned."""
    office = bench.desk.office
    application = admitted(office, tmp_path, "both", documents={"essay.pdf": ("essay",), "cv.pdf": ("proof.cv",)})
    for key in ("essay", "proof.cv"):
        office.do(JudgeRequirement(application, key, MET))
    office.do(FinishReview(application))
    roles = (("Een", "member"), ("Twee", "member"), ("Stoel", "chair"))
    return application, [a_judge(office, application, name, role, "committee") for name, role in roles]


def talks(bench: MainWindow, application: int, step: str = "committee") -> HearingsWindow:
    return show_hearings(bench.desk, bench.show_tab("applications"), application, step)


def rows(bench: MainWindow, application: int) -> list[HearingRow]:
    return list(bench.desk.do(HearingsOf(application)))


def plan(window: HearingsWindow, qtbot: QtBot, on: str, at: str = "", place: str = "") -> Any:
    """Fill in the form that plans a conversation, and press its button."""
    press(window, "Plan a date…", qtbot)
    form = dialog(qtbot, HearingDialog)
    form.on.setText(on)
    form.at.setText(at)
    form.place.setText(place)
    qtbot.mouseClick(form.ok_button, LEFT)
    return form


def test_a_date_is_planned_and_what_is_to_be_minded_shows_before_and_after(
    bench: MainWindow, waiting: tuple[int, list[Judge]], qtbot: QtBot
) -> None:
    application, _judges = waiting
    window = talks(bench, application)
    assert "The dossier must be complete 14 days before. Complete since: 02-11-2026." in window.about.text()
    press(window, "Plan a date…", qtbot)
    form = dialog(qtbot, HearingDialog)
    assert form.committee.text() == "P. Stoel (chair)\nP. Een\nP. Twee"
    qtbot.mouseClick(form.ok_button, LEFT)
    assert form.error_label.text() == "Please fill in the day."
    form.on.setText("20-11-2026")
    assert not form.warnings.isVisible()
    form.on.setText("12-11-2026")
    assert form.warnings.text() == "The dossier must be complete 14 days before; it was 10 days before."
    form.at.setText("half past two")
    qtbot.mouseClick(form.ok_button, LEFT)
    assert form.error_label.text() == "Please write the time as 14:30."
    form.at.setText("14:30")
    qtbot.mouseClick(form.ok_button, LEFT)
    [row] = rows(bench, application)
    assert (row.on, row.at, row.minutes_long) == (date(2026, 11, 12), "14:30", 60)
    assert "it was 10 days before" in words(window)
    assert not window.ok_button.isEnabled()
    assert "already planned" in window.ok_button.toolTip()


def test_a_conversation_is_moved_and_called_off_and_that_is_taken_back(
    bench: MainWindow, waiting: tuple[int, list[Judge]], qtbot: QtBot
) -> None:
    application, _judges = waiting
    window = talks(bench, application)
    plan(window, qtbot, "1-12-2026", "9:00")
    assert dialog(qtbot, HearingDialog).error_label.text() == "Please write the time as 14:30."
    form = dialog(qtbot, HearingDialog)
    form.at.setText("09:00")
    qtbot.mouseClick(form.ok_button, LEFT)
    press(window, "Move…", qtbot)
    form = dialog(qtbot, HearingDialog)
    assert (form.on.text(), form.at.text()) == ("01-12-2026", "09:00")
    form.place.setText("Utrecht")
    qtbot.mouseClick(form.ok_button, LEFT)
    assert rows(bench, application)[0].place == "Utrecht"
    press(window, "Call off", qtbot)
    assert rows(bench, application)[0].cancelled_on == bench.desk.today
    assert window.ok_button.isEnabled()
    press(window, "Undo: Called off a conversation", qtbot)
    assert rows(bench, application)[0].cancelled_on is None


def test_the_calendar_file_and_the_score_form_are_saved(
    bench: MainWindow, waiting: tuple[int, list[Judge]], tmp_path: Path, qtbot: QtBot
) -> None:
    application, _judges = waiting
    window = talks(bench, application)
    plan(window, qtbot, "1-12-2026", "14:30", "Room 1")
    for text, name in (("Calendar file…", "talk.ics"), ("Score form as PDF…", "form.pdf")):
        press(window, text, qtbot)
        asked: Any = dialog(qtbot, QFileDialog)
        asked.fileSelected.emit(str(tmp_path / name))
        asked.close()
    lines = (tmp_path / "talk.ics").read_bytes().decode().splitlines()
    assert {"DTSTART:20261201T133000Z", "LOCATION:Room 1", "STATUS:CONFIRMED"} <= set(lines)
    assert (tmp_path / "form.pdf").read_bytes().startswith(b"%PDF")


def test_a_place_that_cannot_be_written_is_said(
    bench: MainWindow, waiting: tuple[int, list[Judge]], tmp_path: Path, qtbot: QtBot
) -> None:
    window = talks(bench, waiting[0])
    plan(window, qtbot, "1-12-2026")
    press(window, "Calendar file…", qtbot)
    asked: Any = dialog(qtbot, QFileDialog)
    asked.fileSelected.emit(str(tmp_path / "nowhere" / "talk.ics"))
    asked.close()
    assert window.error_label.isVisible()
    assert window.error_label.text()


def test_minutes_are_kept_while_they_are_typed_and_stand_once_it_was_held(
    bench: MainWindow, waiting: tuple[int, list[Judge]], days: Days, qtbot: QtBot
) -> None:
    application, _judges = waiting
    window = talks(bench, application)
    assert window.minutes.isReadOnly()
    assert window.saved.text() == "Please plan the conversation first."
    plan(window, qtbot, "20-11-2026")
    days.day += timedelta(days=18)
    qtbot.keyClicks(window.minutes, "The candidate ")
    qtbot.waitUntil(lambda: window.saved.text() == "Saved", timeout=5_000)
    assert rows(bench, application)[0].minutes == "The candidate"
    qtbot.keyClicks(window.minutes, "began.")
    window.held_on.set_date(days.day - timedelta(days=1))
    press(window, "It was held", qtbot)
    assert window.error_label.text() == "This conversation is planned for 20-11-2026."
    window.held_on.set_date(days.day)
    press(window, "It was held", qtbot)
    [row] = rows(bench, application)
    assert (row.minutes, row.held_on) == ("The candidate began.", days.day)
    assert window.minutes.isReadOnly()
    assert window.held_button.toolTip() == "This conversation was already held on 20-11-2026."
    assert window.minutes.toPlainText() == "The candidate began."


def test_minutes_of_somebody_else_are_shown_and_not_overwritten(
    bench: MainWindow, waiting: tuple[int, list[Judge]], qtbot: QtBot
) -> None:
    application, judges = waiting
    window = talks(bench, application)
    plan(window, qtbot, "20-11-2026")
    qtbot.keyClicks(window.minutes, "Mine.")
    with at_work(bench.desk.office, judges[0]):
        bench.desk.do(WriteMinutes(1, 1, "Theirs."))
    window.keep_now()
    assert "Somebody changed this meanwhile" in window.error_label.text()
    assert window.saved.text() == "Somebody else wrote meanwhile: Theirs."
    assert window.minutes.toPlainText() == "Mine."
    window.close()
    assert rows(bench, application)[0].minutes == "Mine."


def test_an_assessor_plans_nothing_and_is_told_why(bench: MainWindow, waiting: tuple[int, list[Judge]]) -> None:
    application, judges = waiting
    bench.desk.work_as(Actor(judges[0].name, Role.ASSESSOR, judges[0].person_id))
    window = talks(bench, application)
    assert not window.ok_button.isEnabled()
    assert "You work as Assessor now." in window.ok_button.toolTip()
    bench.desk.work_as(bench.desk.office.bureau)


def test_a_telephone_intake_has_four_outcomes_and_no_certificate(bench: MainWindow, days: Days, qtbot: QtBot) -> None:
    """AC-11 in the window."""
    office = bench.desk.office
    topics = [f"l2free.topics/{topic.id}" for part in scheme_of("atim-as").topic_sets if part.id == "t2" for topic in part.topics]
    person = office.do(AddPerson(PersonDetails("Prins", initials="J."), date(2020, 1, 1)))
    application = office.do(StartApplication(person, "atim-as", "L2-intake"))
    office.do(AnswerCheck(application, "work", "yes"))
    office.do(ReceiveApplication(application, days.day))
    office.do(AdmitApplication(application))
    trainer = a_judge(office, application, "Tas", "trainer", "phone-intake")
    with at_work(office, trainer):
        for topic in topics:
            office.do(JudgeRequirement(application, topic, MET, basis=frozenset({"experience"})))
    window = talks(bench, application, "phone-intake")
    assert "This route ends without a certificate, whatever the outcome." in window.about.text()
    assert window.outcome_button.toolTip() == "Please write the minutes of the conversation first."
    plan(window, qtbot, "2-11-2026", "10:00")
    qtbot.keyClicks(window.minutes, "All is there.")
    press(window, "It was held", qtbot)
    bench.desk.work_as(Actor(trainer.name, Role.ASSESSOR, trainer.person_id))
    press(window, "Outcome…", qtbot)
    form = dialog(qtbot, OutcomeDialog)
    offered = [form.outcome.itemText(place) for place in range(form.outcome.count())]
    assert offered == ["feasible", "feasible with a personal plan", "not feasible", "another course"]
    assert "without a certificate" in form.certificate.text()
    assert not form.seat.isVisible()
    qtbot.mouseClick(form.ok_button, LEFT)
    assert "choose the outcome: feasible" in form.error_label.text()
    form.outcome.setCurrentIndex(0)
    qtbot.mouseClick(form.ok_button, LEFT)
    bench.desk.work_as(office.bureau)
    [row] = rows(bench, application)
    assert row.outcome == "feasible"
    assert office.do(ReadApplication(application)).state is State.ASSESSED
    assert window.outcome_button.toolTip() == "The report on this conversation is in."
    with pytest.raises(RuleBroken):
        office.do(IssueCertificate(application))


def test_the_office_enters_the_report_of_a_committee_by_name(
    bench: MainWindow, waiting: tuple[int, list[Judge]], days: Days, qtbot: QtBot
) -> None:
    application, _judges = waiting
    window = talks(bench, application)
    plan(window, qtbot, "20-11-2026")
    days.day += timedelta(days=18)
    qtbot.keyClicks(window.minutes, "Held.")
    window.held_on.set_date(days.day)
    press(window, "It was held", qtbot)
    assert button(window, "Outcome…").isEnabled()
    press(window, "Outcome…", qtbot)
    form = dialog(qtbot, OutcomeDialog)
    assert [form.seat.itemText(place) for place in range(form.seat.count())] == [
        "P. Een, member of the committee",
        "P. Twee, member of the committee",
        "P. Stoel, chair",
    ]
    assert not form.outcome.isVisible()
    qtbot.mouseClick(form.ok_button, LEFT)
    assert "2 requirements still have to be judged: knowledge, ethics" in form.error_label.text()
    form.reject()
