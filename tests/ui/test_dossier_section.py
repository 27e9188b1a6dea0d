"""The documents on the record of an application: which count, and what can be done with each."""

from pathlib import Path

from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from cmsdesk.services.dossiers import AddEvidence
from cmsdesk.services.feedback import ReplaceDocument
from cmsdesk.ui.main_window import MainWindow
from tests import given
from tests.judging import a_file


def test_a_document_that_was_replaced_is_listed_as_such_and_can_only_be_viewed(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    office = window.desk.office
    application = given.an_application(office, given.a_member(office))
    first = office.do(AddEvidence(application, a_file(tmp_path, "one.pdf"), (given.FORM,)))
    office.do(ReplaceDocument(first, a_file(tmp_path, "two.pdf")))
    window.go("application", application, "")
    page = window.stack.currentWidget()
    assert page is not None

    def section() -> list[QPushButton]:
        return [one for one in page.findChildren(QPushButton) if one.text() == "Dossier 2" and one.isVisible()]

    qtbot.waitUntil(lambda: len(section()) == 1)
    section()[0].click()
    wanted = {"one.pdf", "replaced by a newer version", "two.pdf"}
    qtbot.waitUntil(lambda: wanted <= {label.text() for label in page.findChildren(QLabel) if label.isVisible()})
    buttons = [found.text() for found in page.findChildren(QPushButton) if found.isVisible()]
    assert (buttons.count("View"), buttons.count("Tie")) == (2, 1)
