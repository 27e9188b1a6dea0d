"""Whether the system opens our files by a double click: what is written for it, and what it makes of that."""

import configparser
import os
import plistlib
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

import cmsdesk
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import use_language
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.double_click import setting_up
from cmsdesk.ui.double_click.command import program_command
from cmsdesk.ui.double_click.kinds import KINDS, mac_types
from cmsdesk.ui.double_click.linux import Linux, entry, kinds_text
from cmsdesk.ui.double_click.offering import Offer
from cmsdesk.ui.double_click.windows import Windows
from cmsdesk.ui.main_window import MainWindow
from tests.driving import press

_GIO = pytest.mark.skipif(not shutil.which("gio"), reason="this system has no file manager's tools")
_MIME = pytest.mark.skipif(
    not (shutil.which("update-mime-database") and shutil.which("update-desktop-database")),
    reason="this system has no shared-mime-info or no desktop-file-utils",
)
NAMESPACE = "{http://www.freedesktop.org/standards/shared-mime-info}"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own data folder, as every tool of the system sees it."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "my data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "my settings"))
    (tmp_path / "my settings").mkdir()
    return tmp_path / "my data"


@pytest.fixture
def registry(tmp_path: Path) -> QSettings:
    """Stands for the registry of Windows: the same calls of Qt, on a file."""
    return QSettings(str(tmp_path / "classes.ini"), QSettings.Format.IniFormat)


def test_every_kind_of_file_has_a_name_of_its_own_in_both_languages() -> None:
    assert len({kind.id for kind in KINDS} | {kind.mime for kind in KINDS} | {kind.uniform for kind in KINDS}) == 3 * len(KINDS)
    names = {
        comment.get("{http://www.w3.org/XML/1998/namespace}lang", "en"): comment.text
        for kind in ET.fromstring(kinds_text())
        if kind.find(f"{NAMESPACE}glob").get("pattern") == "*.dossier"  # type: ignore[union-attr]
        for comment in kind.findall(f"{NAMESPACE}comment")
    }
    assert names == {"en": "Dossier to review", "nl": "Te beoordelen dossier"}


def test_what_the_finder_is_told_names_each_kind_once_and_by_its_ending(tmp_path: Path) -> None:
    told = plistlib.loads(plistlib.dumps(mac_types()))
    declared = {kind["UTTypeIdentifier"]: kind["UTTypeTagSpecification"] for kind in told["UTExportedTypeDeclarations"]}
    assert declared["org.cmsdesk.dossier"] == {"public.filename-extension": ["dossier"]}
    opened = [name for kind in told["CFBundleDocumentTypes"] for name in kind["LSItemContentTypes"]]
    assert sorted(opened) == sorted(declared)


def test_a_command_of_any_letters_comes_through_the_desktop_entry_unharmed() -> None:
    parsed = configparser.RawConfigParser()
    parsed.read_string(entry(['/opt/my $desk/50% "off"/cms`desk\\x']))
    line = parsed["Desktop Entry"]["Exec"].replace("\\\\", "\\")
    assert line == '"/opt/my \\$desk/50%% \\"off\\"/cms\\`desk\\\\x" %F'


@_MIME
def test_qt_itself_knows_our_files_once_it_is_set_up(data: Path, tmp_path: Path) -> None:
    linux = Linux(data, ["/usr/bin/true"])
    assert not linux.is_set()
    linux.set_up()
    assert linux.is_set()
    code = (
        "import sys; from PySide6.QtCore import QMimeDatabase as D\nfor n in sys.argv[1:]: print(D().mimeTypeForFile(n).name())"
    )
    files = [tmp_path / f"A-2026-0001{kind.ending}" for kind in KINDS]
    for file in files:
        file.write_bytes(b"age-encryption.org/v1\n")
    told = subprocess.run([sys.executable, "-c", code, *files], capture_output=True, check=True, text=True).stdout.split()
    assert told == [kind.mime for kind in KINDS]
    linux.remove()
    assert not linux.is_set()
    told = subprocess.run([sys.executable, "-c", code, *files], capture_output=True, check=True, text=True).stdout.split()
    assert not set(told) & {kind.mime for kind in KINDS}


@_MIME
@_GIO
def test_opening_a_dossier_in_a_file_manager_starts_the_program_with_it(data: Path, tmp_path: Path, qtbot: QtBot) -> None:
    script = tmp_path / "a $program" / "cmsdesk"
    script.parent.mkdir()
    script.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{tmp_path}/started"\n')
    script.chmod(0o755)
    Linux(data, [str(script), "-m", "cmsdesk"]).set_up()
    package = tmp_path / "A-2026 0001 é.dossier"
    package.write_bytes(b"age-encryption.org/v1\n")
    subprocess.run(["gio", "open", str(package)], check=True, capture_output=True, timeout=60)
    qtbot.waitUntil(lambda: (tmp_path / "started").exists() and (tmp_path / "started").read_text() != "", timeout=10_000)
    assert (tmp_path / "started").read_text().splitlines() == ["-m", "cmsdesk", str(package)]


def test_a_program_that_moved_is_not_taken_for_the_one_that_was_set_up(data: Path) -> None:
    for place, text in Linux(data, ["/old/cmsdesk"])._texts.items():
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    assert Linux(data, ["/old/cmsdesk"]).is_set()
    assert not Linux(data, ["/new/cmsdesk"]).is_set()


def test_a_system_without_the_tools_names_the_package_to_install(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(data))
    with pytest.raises(RuleBroken, match="install shared-mime-info, desktop-file-utils, then"):
        Linux(data, ["/usr/bin/true"]).set_up()
    assert not data.exists()


@_MIME
def test_a_data_folder_that_cannot_be_written_is_said(data: Path) -> None:
    data.write_text("a file where a folder should be")
    with pytest.raises(RuleBroken, match="Nothing could be written in"):
        Linux(data, ["/usr/bin/true"]).set_up()


def test_the_registry_starts_the_program_with_the_file_between_quotes(registry: QSettings, tmp_path: Path) -> None:
    windows = Windows(registry, tmp_path / "cmsdesk", ["C:\\Program Files\\cmsdesk\\cmsdesk.exe"])
    assert not windows.is_set()
    windows.set_up()
    kind = registry.value(".dossier/.")
    assert registry.value(f"{kind}/.") == "Dossier to review"
    assert registry.value(f"{kind}/shell/open/command/.") == '"C:\\Program Files\\cmsdesk\\cmsdesk.exe" "%1"'
    assert QImage(registry.value(f"{kind}/DefaultIcon/.")).width() == 256
    assert windows.is_set()
    use_language("nl")
    assert Windows(registry, tmp_path / "cmsdesk", ["C:\\Program Files\\cmsdesk\\cmsdesk.exe"]).is_set()
    assert not Windows(registry, tmp_path / "cmsdesk", ["D:\\cmsdesk.exe"]).is_set()


def test_what_another_program_took_over_stays_with_it(registry: QSettings, tmp_path: Path) -> None:
    windows = Windows(registry, tmp_path / "cmsdesk", ["C:\\cmsdesk.exe"])
    windows.set_up()
    registry.setValue(".review/.", "other.program")
    windows.remove()
    assert registry.allKeys() == [".review/."]
    assert not windows.is_set()


def test_a_registry_that_may_not_be_changed_is_said(tmp_path: Path) -> None:
    (tmp_path / "classes.ini").mkdir()
    locked = QSettings(str(tmp_path / "classes.ini"), QSettings.Format.IniFormat)
    with pytest.raises(RuleBroken, match="Windows did not let cmsdesk change how files open"):
        Windows(locked, tmp_path / "cmsdesk", ["C:\\cmsdesk.exe"]).set_up()


def test_on_a_mac_only_the_application_opens_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert not setting_up.double_clicks().is_set()
    with pytest.raises(RuleBroken, match="in the application cmsdesk only"):
        setting_up.double_clicks().set_up()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert setting_up.double_clicks().is_set()
    with pytest.raises(RuleBroken, match="in the Finder"):
        setting_up.double_clicks().remove()


@_MIME
def test_the_file_menu_shows_how_it_is_and_changes_it(data: Path, window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    menu = window.findChild(QMenu, "file_menu")
    assert menu
    tick = next(action for action in menu.actions() if action.text() == "Open files by a double click")
    menu.aboutToShow.emit()
    assert not tick.isChecked()
    for wanted, said in (
        (True, "A double click opens the files of cmsdesk now."),
        (False, "A double click no longer opens the files of cmsdesk."),
    ):
        with qtbot.waitSignal(desk.notices.told, timeout=20_000) as told:
            tick.trigger()
        assert told.args == [said]
        menu.aboutToShow.emit()
        assert tick.isChecked() is wanted
        assert (data / "applications" / "cmsdesk.desktop").exists() is wanted


def test_a_dossier_that_does_not_open_yet_is_offered_once_and_no_longer_after_a_no(
    data: Path, window: MainWindow, qtbot: QtBot
) -> None:
    page = QWidget(window)
    offer = Offer()
    offer.setParent(page)
    offer.look()
    assert not offer.isHidden()
    press(offer, "Not now; it stays in the File menu", qtbot)
    assert offer.isHidden()
    offer.look()
    assert offer.isHidden()


def test_the_program_that_is_started_is_the_one_that_runs(data: Path) -> None:
    [program, *rest] = program_command()
    done = subprocess.run([program, *rest, "--version"], capture_output=True, text=True, check=True, env=dict(os.environ))
    assert done.stdout.strip() == cmsdesk.__version__
