"""Facts that make a scheme ask more or count less, entered in the window."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from cmsdesk.domain.words import speaking
from cmsdesk.services.answers import AnswersOn
from cmsdesk.services.applications import StartApplication, WithdrawApplication
from cmsdesk.services.editions import AddScheme, PublishEdition
from cmsdesk.services.proofs import ProofsOf
from cmsdesk.services.records import ReadApplication
from cmsdesk.services.schemes import scheme_of
from cmsdesk.ui.application_dialogs import PointsDialog
from cmsdesk.ui.applications_page import ApplicationsPage
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.list_page import ListPage
from cmsdesk.ui.main_window import MainWindow
from cmsdesk.ui.proofs import ProofWindow
from tests import given

LIGHTHOUSES = Path(__file__).parents[1] / "data" / "lighthouses.toml"


def ticks(page: ApplicationsPage, application: int) -> list[QCheckBox]:
    page.go_to(application, "")
    QApplication.processEvents()
    return [tick for tick in page.findChildren(QCheckBox) if tick.isVisibleTo(page)]


def test_a_circumstance_is_ticked_above_the_requirements_it_brings(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    application = given.an_exemption(desk.office, given.a_member(desk.office))
    page = window.show_tab("applications")
    assert isinstance(page, ApplicationsPage)
    [tick] = ticks(page, application)
    assert tick.text() == "Starts without all parts of the course before"
    qtbot.keyClick(tick, Qt.Key.Key_Space)
    assert desk.do(AnswersOn(application)).circumstances == {"starts_with_gaps"}
    assert "no-catch-up" in {leaf.requirement_id for leaf in desk.do(ReadApplication(application)).leaves}
    [tick] = ticks(page, application)
    assert tick.isChecked()
    desk.do(WithdrawApplication(application, "Moved abroad."))
    [tick] = ticks(page, application)
    assert not tick.isEnabled()


def test_a_route_without_circumstances_shows_none(window: MainWindow, desk: Desk) -> None:
    application = given.an_application(desk.office, given.a_member(desk.office))
    page = window.show_tab("applications")
    assert isinstance(page, ApplicationsPage)
    assert ticks(page, application) == []


@pytest.fixture
def lighthouses(desk: Desk) -> str:
    desk.do(PublishEdition(desk.do(AddScheme(LIGHTHOUSES))))
    return "lighthouses"


def test_points_of_which_not_everything_counts_say_of_what_kind_they_are(
    window: MainWindow, desk: Desk, qtbot: QtBot, lighthouses: str
) -> None:
    person = given.a_member(desk.office)
    scheme = scheme_of(lighthouses)
    form = PointsDialog(desk, person, scheme.id, window, ledger="storms")
    form.open()
    assert not form.category.isVisible()
    form.ledger.setCurrentIndex(form.ledger.findData("watches"))
    assert form.category.isVisible()
    assert [form.category.itemText(place) for place in range(form.category.count())] == ["another kind", "By day"]
    form.category.setCurrentIndex(1)
    form.description.setText("A week of days")
    form.points.setText("9")
    form.accepted_.setChecked(True)
    qtbot.mouseClick(form.ok_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not form.isVisible())
    application = desk.do(StartApplication(person, scheme.id, scheme.routes[0].id))
    watches = next(leaf for leaf in desk.do(ReadApplication(application)).leaves if "watches" in leaf.title.lower())
    assert watches.have == "6", "of nine watches by day six count"


@pytest.mark.parametrize("language", ["en", "nl"])
def test_at_an_ordinary_width_no_filter_is_cut_and_every_button_is_within_the_record(
    window: MainWindow, desk: Desk, language: str
) -> None:
    application = given.an_exemption(desk.office, given.a_member(desk.office))
    with speaking(language):
        for key in ("members", "applications", "register"):
            page = window.show_tab(key)
            window.resize(1280, 800)
            if isinstance(page, ApplicationsPage):
                page.go_to(application, "")
            QApplication.processEvents()
            assert isinstance(page, ListPage)
            for chip in page.chips.values():
                assert chip.width() >= chip.sizeHint().width(), chip.text()
            right = page.record_side.mapToGlobal(page.record_side.rect().topRight()).x()
            for button in page.record_side.findChildren(QPushButton):
                assert not button.isVisible() or button.mapToGlobal(button.rect().topRight()).x() < right, button.accessibleName()


def test_a_proof_is_added_to_a_line_of_points_and_looked_at(window: MainWindow, desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    person = given.a_member(desk.office)
    given.points(desk.office, person, "education", "10")
    application = given.an_application(desk.office, person)
    page = window.show_tab("applications")
    assert isinstance(page, ApplicationsPage)
    page.use_view(page.asked(), application, 2)
    QApplication.processEvents()
    add = next(one for one in page.findChildren(QPushButton) if one.toolTip() == "Add a proof…" and one.isVisible())
    add.click()
    [choosing] = [one for one in page.findChildren(QFileDialog) if one.isVisible()]
    choosing.filesSelected.emit([str(given.a_pdf(tmp_path, "certificate.pdf"))])
    choosing.close()
    QApplication.processEvents()
    look = next(one for one in page.findChildren(QPushButton) if one.toolTip() == "certificate.pdf" and one.isVisible())
    look.click()
    [shown] = [one for one in window.findChildren(ProofWindow) if one.isVisible()]
    qtbot.waitUntil(lambda: shown.view.title.text() != "")
    next(one for one in shown.findChildren(QPushButton) if one.text() == "Remove").click()
    assert desk.do(ProofsOf(person)) == {}
