"""`cmsdesk demo` and `cmsdesk check`: the program proves itself on the machine it stands on."""

import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from importlib.resources import files
from pathlib import Path

import sqlcipher3.dbapi2 as sqlite
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from cmsdesk import __version__
from cmsdesk.app import App
from cmsdesk.documents.fonts import register_fonts
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.schemes.examples import check_examples
from cmsdesk.domain.schemes.loader import shipped_schemes
from cmsdesk.domain.words import _, language, use_language
from cmsdesk.services.certificates import ReadPaper, SavePaper
from cmsdesk.services.example import make_example
from cmsdesk.services.history import CheckJournal
from cmsdesk.services.lists import Asked
from cmsdesk.services.office import Office, office_today, open_office
from cmsdesk.services.register import ListHolders
from cmsdesk.services.reports import ExportRegister, WriteBoardReport
from cmsdesk.store.backup import folder_of
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.forms import load_form
from cmsdesk.ui.icons import pixmap
from cmsdesk.ui.main_window import MainWindow
from cmsdesk.ui.notices import Notices
from cmsdesk.ui.qt_application import has_screen, make_qt, qt_version
from cmsdesk.ui.translation import install_translators

OFFICE = "Voorbeeldbureau.cmsdesk"
BACKUPS = "Backups"
_SETTLE = 20  # rounds of events that let a page draw itself

Say = Callable[[str], None]


def play(to: Path | None, say: Say) -> int:
    """Play the main job, leave everything in a folder, open the window where there is a screen.

    Refuses a folder that already holds something of the kind; where the disk fails halfway, nothing is left.
    """
    folder = to or Path(tempfile.mkdtemp(prefix="cmsdesk-demo-"))
    say(_("Making the example office…"))
    with _all_or_nothing(folder):
        make_example(folder / OFFICE, office_today(), say=lambda _what: None).close()
        qt = _qt()
        with closing(open_office(folder / OFFICE, user="Bureau")) as office:
            _write_papers(office, folder)
            office.back_up(folder / BACKUPS)
            _take_pictures(qt, office, folder / _("Pictures"))
            whole = office.do(CheckJournal()) is None
    say(_("Everything lies in {folder}:").format(folder=folder))
    for place in sorted(found for found in folder.rglob("*") if found.is_file()):
        if folder_of(folder / OFFICE) not in place.parents:
            say(f"  {place.relative_to(folder)}")
    if has_screen():
        app = App(qt)
        if app.open(folder / OFFICE):
            return qt.exec()
    return 0 if whole else 1


def _leaves(folder: Path) -> list[Path]:
    """Everything the demo leaves."""
    office = folder / OFFICE
    beside = [folder_of(office), *(office.with_name(f"{OFFICE}{ending}") for ending in ("-wal", "-shm"))]
    names = (BACKUPS, _("Certificates"), _("Pictures"), _("Register.xlsx"), _("Board report.pdf"), _("Board report.xlsx"))
    return [office, *beside, *(folder / name for name in names)]


@contextmanager
def _all_or_nothing(folder: Path) -> Iterator[None]:
    """Nothing that was there is touched, and nothing half is left."""
    leaves = _leaves(folder)
    if taken := next((place for place in leaves if place.exists()), None):
        raise RuleBroken(
            _("{folder} already holds {name}. Please choose an empty folder; nothing was changed.").format(
                folder=folder, name=taken.name
            )
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException as error:
        for place in leaves:
            shutil.rmtree(place, ignore_errors=True) if place.is_dir() else _remove(place)
        if isinstance(error, OSError):
            raise RuleBroken(
                _("The example office could not be made in {folder}. Is the disk full, or may you not write there?").format(
                    folder=folder
                )
            ) from error
        raise


def _remove(place: Path) -> None:
    with suppress(OSError):
        place.unlink(missing_ok=True)


def _qt() -> QApplication:
    """Qt in the language of the command, whatever the window speaks otherwise."""
    asked = language()
    qt = make_qt(sys.argv[:1])
    use_language(asked)
    install_translators(qt)
    return qt


def _write_papers(office: Office, folder: Path) -> None:
    papers = folder / _("Certificates")
    papers.mkdir()
    for holder in office.do(ListHolders(Asked(), 0, 100)):
        if holder.has_paper:
            name, _paper = office.do(ReadPaper(holder.id))
            office.do(SavePaper(holder.id, papers / name))
    office.do(ExportRegister(folder / _("Register.xlsx")))
    office.do(WriteBoardReport(folder / _("Board report.pdf"), language()))
    office.do(WriteBoardReport(folder / _("Board report.xlsx"), language()))


def _take_pictures(qt: QApplication, office: Office, folder: Path) -> None:
    """A picture of each tab, as the user would see it."""
    folder.mkdir()
    desk = Desk(office, Notices())
    window = MainWindow(desk)
    window.resize(1440, 900)
    if not has_screen():
        window.show()
    for place, key in enumerate(window.tabs, start=1):
        window.show_tab(key)
        settle(qt)
        picture = folder / f"{place}-{key}.png"
        if not window.grab().save(str(picture)):
            raise OSError(picture)
    window.close()
    desk.close()


def settle(qt: QApplication) -> None:
    """Let a page draw itself."""
    for _round in range(_SETTLE):
        qt.processEvents()


def check(say: Say) -> int:
    """Open every form, icon, font and scheme, and say which versions are in use."""
    with tempfile.TemporaryDirectory() as settings:
        QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, settings)
        _qt()
        forms, icons = _names("forms", ".ui"), _names("resources/icons", ".svg")
        for name in forms:
            load_form(QMainWindow() if name == "main_window" else QWidget(), name)
        for name in icons:
            pixmap(name, "#000000", 18)
        register_fonts()
    schemes = shipped_schemes().values()
    failed = [result.example_id for scheme in schemes for result in check_examples(scheme) if not result.passed]
    say(f"cmsdesk {__version__}, Python {platform.python_version()}, Qt {qt_version()}, SQLite {sqlite.sqlite_version}")
    sentence = _("{forms} forms, {icons} icons, {schemes} schemes, {failed} worked examples failed")
    say(sentence.format(forms=len(forms), icons=len(icons), schemes=len(schemes), failed=len(failed)))
    return 1 if failed or not forms or not icons or not schemes else 0


def _names(folder: str, ending: str) -> list[str]:
    package, _slash, inner = folder.partition("/")
    root = files(f"cmsdesk.{package}")
    places = (root / inner if inner else root).iterdir()
    return [place.name.removesuffix(ending) for place in places if place.name.endswith(ending)]
