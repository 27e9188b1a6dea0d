"""A real window on a real office, and a way to hear what it says."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cmsdesk.app import App
from cmsdesk.services.office import Office
from cmsdesk.services.schemes import work_with
from cmsdesk.services.settings import OfficeDetails
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.main_window import MainWindow
from cmsdesk.ui.notices import Notices
from cmsdesk.ui.theme import apply_theme
from tests.driving import running
from tests.judging import Days, an_office


@pytest.fixture(autouse=True)
def empty_clipboard(qapp: QApplication) -> Iterator[None]:
    """No test finds what another copied; and Qt's clipboard without a screen must be empty before Python ends."""
    yield
    qapp.clipboard().clear()


@pytest.fixture
def desk(qapp: QApplication, office: Office) -> Iterator[Desk]:
    qapp.setOrganizationName("cmsdesk-tests")
    QSettings().clear()
    apply_theme(qapp, dark=False)
    made = Desk(office, Notices())
    yield made
    made.close()
    while box := QApplication.activeModalWidget():  # a refusal before there is a window stands alone
        assert box.close()


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Iterator[MainWindow]:
    made = MainWindow(desk)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    while box := QApplication.activeModalWidget():
        box.close()


@pytest.fixture
def refusals(desk: Desk) -> list[str]:
    heard: list[str] = []
    desk.notices.refused.connect(heard.append)
    return heard


@pytest.fixture
def app(qapp: QApplication) -> Iterator[App]:
    """The whole program, with nothing open."""
    with running(qapp) as program:
        yield program


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the office is; what a test makes besides lies elsewhere."""
    made = tmp_path / "bureau"
    made.mkdir()
    return made


@pytest.fixture
def path(app: App, folder: Path, qtbot: QtBot) -> Path:
    """An office that is open in the window of the program."""
    assert app.make(folder / "Bureau.cmsdesk", OfficeDetails("Bureau"))
    assert app.window is not None
    qtbot.waitUntil(app.window.isActiveWindow)
    return folder / "Bureau.cmsdesk"


@pytest.fixture
def days() -> Days:
    return Days(date(2026, 11, 2))


@pytest.fixture
def court(tmp_path: Path, days: Days) -> Iterator[Office]:
    """An office that knows the made-up scheme in which everything can be judged."""
    made = an_office(tmp_path, days)
    yield made
    made.close()
    work_with({})


@pytest.fixture
def bench(qtbot: QtBot, qapp: QApplication, court: Office) -> Iterator[MainWindow]:
    """A window on that office."""
    qapp.setOrganizationName("cmsdesk-tests")
    QSettings().clear()
    apply_theme(qapp, dark=False)
    made = MainWindow(Desk(court, Notices()))
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    yield made
    while box := QApplication.activeModalWidget():
        box.close()
    made.desk.close()
