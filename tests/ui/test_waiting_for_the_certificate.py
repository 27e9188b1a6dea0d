"""What the certificate still waits for is answered in the window, after the decision and not later."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from cmsdesk.domain.assessments import Verdict
from cmsdesk.services.answers import AnswerCheck
from cmsdesk.services.applications import AdmitApplication, ReceiveApplication, StartApplication
from cmsdesk.services.assessments import FinishReview, JudgeRequirement
from cmsdesk.services.decisions import RecordDecision
from cmsdesk.services.office import Office
from cmsdesk.services.records import ReadApplication
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.fact_dialogs import CheckDialog
from cmsdesk.ui.main_window import MainWindow
from tests import given


def admitted_to_a_course(office: Office) -> int:
    """The trainer has decided; the course itself is still to be followed."""
    application = office.do(StartApplication(given.a_member(office), "atim-as", "L1"))
    office.do(AnswerCheck(application, "work", "yes"))
    office.do(ReceiveApplication(application, office.today))
    office.do(AdmitApplication(application))
    office.do(JudgeRequirement(application, "work", Verdict.MET))
    office.do(FinishReview(application))
    office.do(RecordDecision(application, True, office.today, "Welcome.", decider_id=given.decider(office, application)))
    return application


def fillings(page: Any) -> list[QPushButton]:
    QApplication.processEvents()
    buttons = page.record_side.findChildren(QPushButton)
    return [one for one in buttons if ": " in one.accessibleName() and one.isVisibleTo(page)]


def test_the_course_is_marked_completed_and_only_then_the_certificate_comes(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    application = admitted_to_a_course(desk.office)
    page: Any = window.show_tab("applications")
    waiting = desk.do(ReadApplication(application)).next
    assert waiting is not None
    assert "Course completed" in waiting.blocked
    [answer] = fillings(page)
    assert answer.accessibleName().startswith("Course completed")
    qtbot.mouseClick(answer, Qt.MouseButton.LeftButton)
    dialog = next(found for found in page.findChildren(CheckDialog) if found.isVisible())
    qtbot.mouseClick(dialog.ok_button, Qt.MouseButton.LeftButton)
    ready = desk.do(ReadApplication(application)).next
    assert ready is not None
    assert ready.blocked == ""
    page.act(ready.act)
    assert desk.do(ReadApplication(application)).certificate_id is not None
    assert fillings(page) == []
