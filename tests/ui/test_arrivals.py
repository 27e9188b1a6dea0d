"""Files that are double-clicked: each comes to the window it belongs to, or waits for that, and says so."""

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cmsdesk.app import App
from cmsdesk.arrivals import hand_over
from cmsdesk.exchange.packages.key_files import give_key
from cmsdesk.exchange.packages.keys import new_keys
from cmsdesk.services.assessor.home import Home, assessor_folder
from cmsdesk.services.settings import OfficeDetails
from cmsdesk.ui.assessor.entrance import UnlockPage
from cmsdesk.ui.assessor.keys_dialog import EnrolDialog as TrustDialog
from cmsdesk.ui.assessor.packages_page import PackagesPage
from cmsdesk.ui.office_dialog import OfficeDialog
from cmsdesk.ui.packages.enrol_dialog import EnrolDialog
from cmsdesk.ui.packages.result_dialog import ResultDialog
from tests.driving import answer, close, dialog, drop, press, window_of, words
from tests.packages import DAY

PASSPHRASE = "een paard in de wei"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user of one's own: keys, doors and data of no other test."""
    (tmp_path / "data").mkdir()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """The key file that an assessor mailed."""
    give_key(tmp_path / "anne.cmsdesk-key", new_keys("Anne de Vries", DAY))
    return tmp_path / "anne.cmsdesk-key"


@pytest.fixture
def review(tmp_path: Path) -> Path:
    """What an assessor mailed; whether it can be taken in is for the office to say."""
    (tmp_path / "A-2026-0001.review").write_bytes(b"age-encryption.org/v1\n")
    return tmp_path / "A-2026-0001.review"


@pytest.fixture
def begun() -> Home:
    """The computer of an assessor: keys are here."""
    home = Home(assessor_folder())
    home.begin("Anne de Vries", PASSPHRASE)
    return home


def enter(app: App, qtbot: QtBot) -> None:
    """Give the passphrase."""
    assert app.assessor
    page = app.assessor.page
    assert isinstance(page, UnlockPage)
    page.passphrase.setText(PASSPHRASE)
    press(page, "Open", qtbot)
    qtbot.waitUntil(lambda: isinstance(app.assessor.page, PackagesPage), timeout=10_000)  # type: ignore[union-attr]


def make_other(app: App, folder: Path, qtbot: QtBot) -> None:
    """A second office on this computer."""
    assert app.make(folder / "Other.cmsdesk", OfficeDetails("Other"))
    qtbot.waitUntil(lambda: app.office is not None and app.office.path.stem == "Other", timeout=10_000)
    close(app)


def test_a_key_goes_to_the_office_that_is_open(app: App, path: Path, key: Path, qtbot: QtBot) -> None:
    app.arrivals.open([key])
    assert "Anne de Vries" in words(dialog(qtbot, EnrolDialog))


def test_a_review_opens_the_one_office_of_this_computer_and_is_taken_in(app: App, path: Path, review: Path, qtbot: QtBot) -> None:
    close(app)
    app.arrivals.open([review])
    qtbot.waitUntil(lambda: app.office is not None)
    assert window_of(app).isVisible()
    assert "This office never sent a dossier" in words(dialog(qtbot, ResultDialog))


def test_with_several_offices_the_user_says_which_and_nothing_is_lost(
    app: App, path: Path, folder: Path, key: Path, qtbot: QtBot
) -> None:
    make_other(app, folder, qtbot)
    app.arrivals.open([key])
    assert app.start is not None
    assert "anne.cmsdesk-key goes to an office: please open the office it is meant for" in words(app.start)
    app.open(path)
    assert "Anne de Vries" in words(dialog(qtbot, EnrolDialog))


def test_a_review_that_is_dropped_before_an_office_is_open_waits_for_it(
    app: App, path: Path, folder: Path, key: Path, qtbot: QtBot
) -> None:
    make_other(app, folder, qtbot)
    app.show_start()
    assert app.start
    drop(app.start, key)
    assert app.start is not None
    assert "please open the office it is meant for" in words(app.start)


def test_an_office_that_is_gone_is_not_opened_for_it(app: App, path: Path, review: Path) -> None:
    close(app)
    path.unlink()
    app.arrivals.open([review])
    assert app.start is not None
    assert "A-2026-0001.review goes to an office" in words(app.start)


def test_the_key_of_an_office_comes_to_the_assessor(app: App, begun: Home, key: Path, qtbot: QtBot) -> None:
    app.arrivals.open([key])
    enter(app, qtbot)
    assert "Anne de Vries" in words(dialog(qtbot, TrustDialog))


def test_an_assessor_who_opens_a_review_reads_where_it_goes(app: App, begun: Home, review: Path, qtbot: QtBot) -> None:
    app.arrivals.open([review])
    assert "A-2026-0001.review is for the office" in answer(qtbot, "Close")
    assert app.start is not None


def test_several_packages_are_opened_one_after_the_other_and_each_says_what_is_wrong(
    app: App, begun: Home, tmp_path: Path, qtbot: QtBot
) -> None:
    packages = [tmp_path / f"A-2026-000{number}.dossier" for number in (1, 2)]
    for package in packages:
        package.write_bytes(b"age-encryption.org/v1\n")
    app.arrivals.open(packages)
    enter(app, qtbot)
    said = [answer(qtbot, "Close"), answer(qtbot, "Close")]
    assert len(said) == 2
    assert app.assessor
    qtbot.waitUntil(app.assessor.page.isEnabled)


def test_a_window_in_the_way_is_left_open_until_it_is_done_with(app: App, path: Path, key: Path, qtbot: QtBot) -> None:
    app.ask_new()
    asked = dialog(qtbot, OfficeDialog)
    app.arrivals.bring([key])
    QApplication.processEvents()
    assert asked.isVisible()
    asked.close()
    assert "Anne de Vries" in words(dialog(qtbot, EnrolDialog))


def test_the_finder_hands_its_files_to_the_program_that_runs(app: App, path: Path, key: Path, qtbot: QtBot) -> None:
    QCoreApplication.sendEvent(app.qt, QFileOpenEvent(str(key)))
    assert "Anne de Vries" in words(dialog(qtbot, EnrolDialog))


def test_a_second_start_finds_the_office_that_is_open(app: App, path: Path, key: Path, review: Path, qtbot: QtBot) -> None:
    package = path.with_name("A-2026-0001.dossier")
    qtbot.waitUntil(lambda: app.arrivals.door.address != "")
    assert hand_over([key, path, package]) == [path, package]
    assert "Anne de Vries" in words(dialog(qtbot, EnrolDialog))


def test_a_second_window_over_the_same_dossiers_is_not_opened(app: App, begun: Home, qtbot: QtBot) -> None:
    app.show_assessor()
    qtbot.waitUntil(lambda: app.arrivals.door.address != "")
    second = App(app.qt)
    second.show_start()
    second.show_assessor()
    assert second.assessor is None
    assert second.start is not None
    assert "open in another window of cmsdesk already" in answer(qtbot, "Close")
    close(second)
