"""`cmsdesk demo` and `cmsdesk check`: the program proves itself on the machine it stands on."""

import platform
import sys
import tempfile
from importlib.resources import files
from pathlib import Path

import sqlcipher3.dbapi2 as sqlite
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QWidget

from cmsdesk import __version__
from cmsdesk.app import App, has_screen, make_qt, qt_version
from cmsdesk.domain.schemes.examples import check_examples
from cmsdesk.domain.schemes.loader import shipped_schemes
from cmsdesk.domain.words import _, use_language
from cmsdesk.services.certificates import ReadPaper, SavePaper
from cmsdesk.services.example import make_example
from cmsdesk.services.history import CheckJournal
from cmsdesk.services.lists import Asked
from cmsdesk.services.office import Office, office_today, open_office
from cmsdesk.services.register import ListHolders
from cmsdesk.services.reports import ExportRegister, WriteBoardReport
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.forms import load_form
from cmsdesk.ui.icons import pixmap
from cmsdesk.ui.main_window import MainWindow
from cmsdesk.ui.notices import Notices

OFFICE = "Voorbeeldbureau.cmsdesk"
_SETTLE = 20  # rounds of events that let a page draw itself


def play(to: Path | None) -> int:
    """Play the main job, leave everything in a folder, open the window where there is a screen."""
    folder = to or Path(tempfile.mkdtemp(prefix="cmsdesk-demo-"))
    folder.mkdir(parents=True, exist_ok=True)
    path = _free(folder)
    print(_("Making the example office…"))
    office = make_example(path, office_today(), say=lambda _what: None)
    office.close()
    office = open_office(path, user="Bureau")
    _write_papers(office, folder)
    office.back_up(folder / "Backups")
    whole = office.do(CheckJournal()) is None
    qt = make_qt(sys.argv[:1])
    _take_pictures(qt, office, folder)
    office.close()
    print(_("Everything lies in {folder}:").format(folder=folder))
    for place in sorted(found for found in folder.rglob("*") if found.is_file() and "-files" not in str(found)):
        print(f"  {place.relative_to(folder)}")
    if has_screen():
        app = App(qt)
        if app.open(path):
            return qt.exec()
    return 0 if whole else 1


def _free(folder: Path) -> Path:
    """A name for the office file that is not taken, so that a second demo never touches the first."""
    names = (folder / (OFFICE if not count else f"Voorbeeldbureau {count}.cmsdesk") for count in range(1000))
    return next(path for path in names if not path.exists())


def _write_papers(office: Office, folder: Path) -> None:
    papers = folder / _("Certificates")
    papers.mkdir(exist_ok=True)
    for holder in office.do(ListHolders(Asked(), 0, 100)):
        if holder.has_paper:
            name, _paper = office.do(ReadPaper(holder.id))
            office.do(SavePaper(holder.id, papers / name))
    office.do(ExportRegister(folder / _("Register.xlsx")))
    office.do(WriteBoardReport(folder / _("Board report.pdf")))
    office.do(WriteBoardReport(folder / _("Board report.xlsx")))


def _take_pictures(qt: QApplication, office: Office, folder: Path) -> None:
    """A picture of each tab, as the user would see it."""
    pictures = folder / _("Pictures")
    pictures.mkdir(exist_ok=True)
    desk = Desk(office, Notices())
    window = MainWindow(desk)
    window.resize(1440, 900)
    if not has_screen():
        window.show()
    for place, key in enumerate(window.tabs, start=1):
        window.show_tab(key)
        settle(qt)
        window.grab().save(str(pictures / f"{place}-{key}.png"))
    window.close()
    desk.close()


def settle(qt: QApplication) -> None:
    """Let a page draw itself."""
    for _round in range(_SETTLE):
        qt.processEvents()


def check() -> int:
    """Open every form, icon and scheme, and say which versions are in use."""
    make_qt(sys.argv[:1])
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, tempfile.mkdtemp())
    use_language("nl")
    forms = [place.name.removesuffix(".ui") for place in files("cmsdesk.forms").iterdir() if place.name.endswith(".ui")]
    for name in forms:
        if name != "main_window":
            load_form(QWidget(), name)
    icons = [
        place.name.removesuffix(".svg")
        for place in (files("cmsdesk.resources") / "icons").iterdir()
        if place.name.endswith(".svg")
    ]
    for name in icons:
        pixmap(name, "#000000", 18)
    failed = [
        result.example_id for scheme in shipped_schemes().values() for result in check_examples(scheme) if not result.passed
    ]
    print(f"cmsdesk {__version__}, Python {platform.python_version()}, Qt {qt_version()}, SQLite {sqlite.sqlite_version}")
    print(f"{len(forms)} forms, {len(icons)} icons, {len(shipped_schemes())} schemes, {len(failed)} worked examples failed")
    return 1 if failed or not forms or not icons else 0
