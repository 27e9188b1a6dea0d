"""The composition root: from a path to an open window, and from one office to the next."""

import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_documents_path
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from cmsdesk.arrivals import FOR_AN_OFFICE, Arrivals, hand_over
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _
from cmsdesk.going_back import GoingBack
from cmsdesk.services.office import Office, make_office, open_office, user_name
from cmsdesk.services.restoring import StillHere
from cmsdesk.services.settings import FoundOffice, OfficeDetails, ReadSettings, backup_folder
from cmsdesk.store.backup import SUFFIX, Backup
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.fault_log import start_log
from cmsdesk.ui.leaving import Leaving
from cmsdesk.ui.main_window import MainWindow
from cmsdesk.ui.notices import Notices
from cmsdesk.ui.office_dialog import OfficeDialog
from cmsdesk.ui.office_files import DOSSIER, ENDING, choose_file, choose_place
from cmsdesk.ui.one_window import assessor_door, hand_in
from cmsdesk.ui.program import close_when_idle, dress, make_qt
from cmsdesk.ui.recent import first_warning_about, remember
from cmsdesk.ui.start_window import StartWindow
from cmsdesk.ui.viewer.outside import OUTSIDE

if TYPE_CHECKING:
    from cmsdesk.ui.assessor.window import AssessorWindow

_LATER = 500  # milliseconds


class App:
    """Holds the office that is open and the window on it; there is always a window until the user closes the last."""

    def __init__(self, qt: QApplication) -> None:
        self.qt = qt
        self.office: Office | None = None
        self.desk: Desk | None = None
        self.window: MainWindow | None = None
        self.start: StartWindow | None = None
        self.assessor: AssessorWindow | None = None
        self.notices = Notices()
        self.notices.install()
        self._leaving: Leaving | None = None
        self.arrivals = Arrivals(self)
        self.going_back = GoingBack(self)
        qt.styleHints().colorSchemeChanged.connect(lambda _scheme: self._follow_system())

    def show_start(self) -> StartWindow:
        """The window before an office is open: recent ones, a new one, one to look for, one from a backup."""
        old, start = self.start or self.assessor, StartWindow(self.notices)
        start.open_wanted.connect(lambda path: self.open(Path(path)))
        start.browse_wanted.connect(self.ask_open)
        start.new_wanted.connect(self.ask_new)
        start.restore_wanted.connect(self.going_back.ask)
        start.review_wanted.connect(lambda: self.show_assessor())
        start.language_wanted.connect(self.change_language)
        self.start = self.notices.window_ = start
        self.assessor = None
        self.arrivals.leave()
        start.show()
        if old:
            _dispose(old)
        return start

    def open(self, path: Path) -> bool:
        """Open an office file; a refusal is shown and leaves everything as it was."""
        path = path.absolute()
        if path.suffix == SUFFIX:
            self.going_back.confirm(path)
            return True
        if path.suffix.lower() == DOSSIER:
            self.show_assessor([path])
            return True
        if path.suffix.lower() in FOR_AN_OFFICE:
            self.arrivals.take_in([path])
            return True
        if self.office and self.window and path.resolve() == self.office.path.resolve():
            self.window.activateWindow()
            return True
        office = None
        try:
            office = open_office(path, user=user_name())
            office.do(ReadSettings())
        except RuleBroken as error:
            if office:
                office.close()
            self.refuse(str(error))
            return False
        self.leave_then(lambda: self._enter(office), otherwise=office.close)
        return True

    def show_assessor(self, paths: Sequence[Path] = ()) -> None:
        """The window of an assessor, in the place of an office that is open; with packages or an office's key to open."""
        self.leave_then(lambda: self._enter_assessor(paths))

    def _enter_assessor(self, paths: Sequence[Path]) -> None:
        old = [found for found in (self.window, self.start) if found]
        if self.assessor is None:
            from cmsdesk.services.assessor.home import Home, assessor_folder  # noqa: PLC0415 - not at the office, and it costs
            from cmsdesk.ui.assessor.window import AssessorWindow  # noqa: PLC0415 - start-up time

            home = Home(assessor_folder())
            if hand_in(assessor_door(home.folder), paths):
                self.refuse(_("Your dossiers are open in another window of cmsdesk already. Please go on there."))
                return
            self.assessor = AssessorWindow(home, self.notices)
            self.assessor.start_wanted.connect(self.show_start)
            self.assessor.language_wanted.connect(self.change_language)
            self.assessor.theme_wanted.connect(self.change_theme)
            self.arrivals.enter_assessor(home.folder)
        self.window = self.start = None
        self.assessor.show()
        if paths:
            self.assessor.open_paths(paths)
        for gone in old:
            _dispose(gone)

    def make(self, path: Path, details: OfficeDetails) -> bool:
        """Make a new office file and open it."""
        path = path if path.suffix == ENDING else path.with_name(f"{path.name}{ENDING}")
        try:
            office = make_office(path, user=user_name())
            try:
                office.do(FoundOffice(details))
            except RuleBroken:
                office.close()
                path.unlink()
                raise
        except RuleBroken as error:
            self.refuse(str(error))
            return False
        self.leave_then(lambda: self._enter(office), otherwise=office.close)
        return True

    def _enter(self, office: Office) -> None:
        """Put an open office in a window of its own."""
        self.office = office
        self.desk = Desk(office, self.notices)
        remember(office.path)
        self._show(MainWindow(self.desk))
        if sentence := first_warning_about(office.path):
            self.notices.warn(sentence)
        if not self.going_back.is_back and (here := office.do(StillHere(self.backup_folder()))):
            self.notices.warn("\n\n".join(here))
        self.arrivals.enter_office()

    def _show(self, window: MainWindow) -> None:
        """The new window comes before the old one goes: without any window the program would end."""
        old = [found for found in (self.window, self.start, self.assessor) if found]
        window.new_office_wanted.connect(self.ask_new)
        window.open_office_wanted.connect(self.ask_open)
        window.backup_wanted.connect(self.back_up)
        window.restore_wanted.connect(self.going_back.ask)
        window.language_wanted.connect(self.change_language)
        window.theme_wanted.connect(self.change_theme)
        window.closing.connect(self._on_closing)
        window.show_backup(_last_backup(self.backup_folder()))
        self.window, self.start, self.assessor = window, None, None
        window.show()
        for gone in old:
            _dispose(gone)

    def _on_closing(self, event: QCloseEvent) -> None:
        """Let the window go once the office is left in good order; until then it stays."""
        window = self.window
        if self.office is None or window is None:
            return
        stays = False
        self.leave_then(lambda: window.close() if stays else None)
        stays = self.office is not None
        if stays:
            event.ignore()

    def leave_then(
        self, then: Callable[[], object], *, otherwise: Callable[[], object] = lambda: None, back_up: bool = True
    ) -> None:
        """Close the office that is open, if any, then go on; `otherwise` when the user stays."""
        if self.desk is None or self.window is None:
            then()
            return
        if self._leaving:
            otherwise()
            return

        def left() -> None:
            self.office = self.desk = self._leaving = None
            then()

        def stay() -> None:
            self._leaving = None
            otherwise()

        self._leaving = Leaving(self.desk, self.window, self.backup_folder() if back_up else None)
        self._leaving.begin(left, stay)

    def backup_folder(self) -> Path:
        """Where the backups of the open office go."""
        assert self.office is not None
        details, _version = self.office.do(ReadSettings())
        return backup_folder(details, self.office.path)

    def back_up(self) -> None:
        """Make a backup in the background."""
        assert self.office is not None
        assert self.desk is not None
        office, folder = self.office, self.backup_folder()
        job = self.desk.job(_("Making a backup"), lambda report: office.back_up(folder, report=report))
        job.succeeded.connect(self._backed_up)
        job.start()

    def _backed_up(self, made: Backup) -> None:
        self.notices.tell(_("A checked backup was made: {file}").format(file=made.path.name))
        if made.warning:
            self.notices.warn(made.warning)
        if self.window:
            self.window.show_backup(datetime.now())  # noqa: DTZ005 - the clock on the wall

    def ask_open(self) -> None:
        """Choose an office file."""
        kind = _("Office files (*{ending})").format(ending=ENDING)
        choose_file(self.parent, _("Open office"), kind, user_documents_path(), self.open)

    def ask_new(self) -> None:
        """Ask what the office is called, then where its file goes."""
        dialog = OfficeDialog(None, OfficeDetails(name=""), parent=self.parent)
        dialog.open_then(lambda: self._ask_place(dialog.details))

    def _ask_place(self, details: OfficeDetails) -> None:
        choose_place(self.parent, details.name, lambda path: self.make(path, details))

    def change_language(self, code: str) -> None:
        """Speak another language: the window is built again in it."""
        QSettings().setValue("language", code)
        QTimer.singleShot(0, lambda: self.when_free(self._dress))

    def change_theme(self, name: str) -> None:
        """Wear other colours."""
        QSettings().setValue("theme", name)
        QTimer.singleShot(0, lambda: self.when_free(self._dress))

    def _follow_system(self) -> None:
        if QSettings().value("theme", "system") == "system":
            QTimer.singleShot(0, lambda: self.when_free(self._dress))

    def when_free(self, act: Callable[[], object]) -> None:
        """Do it once no dialog is open and the window is not busy: a dialog holds what somebody types."""
        dialog = self.qt.activeModalWidget()
        if isinstance(dialog, QDialog):
            dialog.finished.connect(lambda _result: QTimer.singleShot(0, lambda: self.when_free(act)))
        elif self.window and self.window.busy:
            QTimer.singleShot(_LATER, lambda: self.when_free(act))
        else:
            act()

    def _dress(self) -> None:
        """Put on the chosen language and colours."""
        dress(self.qt)
        if self.assessor:
            self.assessor.dress()
        elif self.start:
            self.show_start()
        elif self.window and self.desk:
            from cmsdesk.ui.resuming import show_again, what_is_shown  # noqa: PLC0415 - the review costs start-up time

            shown = what_is_shown(self.window)
            self._show(MainWindow(self.desk))
            show_again(self.window, shown)

    def refuse(self, sentence: str) -> None:
        """Say no on a window that stays."""
        if self.office is None and self.start is None and self.assessor is None:
            self.start_instead()
        self.notices.refuse(sentence)

    def start_instead(self) -> StartWindow:
        """The start window in the place of one whose office is closed."""
        old, self.window = self.window, None
        start = self.show_start()
        if old:
            _dispose(old)
        return start

    @property
    def parent(self) -> QWidget | None:
        """The window that is there now."""
        return self.window or self.start or self.assessor


def _dispose(window: QWidget) -> None:
    """Take away a window whose place another one took."""
    if isinstance(window, MainWindow):
        window.closing.disconnect()
    window.close()
    window.deleteLater()


def _last_backup(folder: Path) -> datetime | None:
    times = [place.stat().st_mtime for place in folder.glob(f"*{SUFFIX}")]
    return datetime.fromtimestamp(max(times)) if times else None  # noqa: DTZ006 - the clock on the wall


def run_window(paths: Sequence[Path], *, quit_when_idle: bool = False) -> int:
    """Open the window and stay until it is closed; 1 when the office was refused and nobody is there to see why.

    Files that belong in a window that is open already are opened there, and this program ends.
    """
    left = [path.absolute() for path in paths]
    if left and not quit_when_idle and not (left := hand_over(left)):
        return 0
    qt = make_qt(sys.argv[:1])
    start_log()
    OUTSIDE.remove_left_behind()
    app = App(qt)
    refusals: list[str] = []
    app.notices.refused.connect(refusals.append)
    if left:
        app.arrivals.open(left)
    else:
        app.show_start()
    if quit_when_idle:
        close_when_idle(qt)
    code = qt.exec()
    OUTSIDE.remove()
    if quit_when_idle and refusals:
        sys.stderr.write(f"{refusals[0]}\n")
        return 1
    return code
