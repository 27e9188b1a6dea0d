"""The composition root: from a path to an open window, and from one office to the next."""

import getpass
import logging
import logging.handlers
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from platformdirs import user_documents_path, user_log_path
from PySide6.QtCore import QLibraryInfo, QSettings, QTimer
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QFileDialog

from cmsdesk.domain.words import _, use_language
from cmsdesk.services.office import Office, make_office, open_office
from cmsdesk.services.settings import FoundOffice, OfficeDetails, ReadSettings
from cmsdesk.store.backup import SUFFIX, restore
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.icons import pixmap
from cmsdesk.ui.main_window import MainWindow, dress
from cmsdesk.ui.notices import Notices
from cmsdesk.ui.office_dialog import OfficeDialog
from cmsdesk.ui.start_window import StartWindow
from cmsdesk.ui.translation import install_translators

ENDING = ".cmsdesk"
_RECENT = 10


def user_name() -> str:
    """Who works at this machine, for the journal."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return _("Bureau")


class App:
    """Holds the office that is open and the window on it."""

    def __init__(self, qt: QApplication) -> None:
        self.qt = qt
        self.office: Office | None = None
        self.desk: Desk | None = None
        self.window: MainWindow | None = None
        self.start: StartWindow | None = None
        self.notices = Notices()
        self.notices.install()

    def show_start(self) -> None:
        """The window before an office is open: recent ones, a new one, the example."""
        self.start = StartWindow(recent_offices())
        self.start.open_wanted.connect(lambda path: self.open(Path(path)))
        self.start.browse_wanted.connect(self.ask_open)
        self.start.new_wanted.connect(self.ask_new)
        self.start.forget_wanted.connect(forget)
        self.notices.window_ = self.start
        self.start.show()

    def open(self, path: Path) -> bool:
        """Open an office file; a refusal is shown and leaves everything as it was."""
        with self.notices.refusals_shown():
            self.show_office(open_office(path, user=user_name()))
            return True
        return False

    def show_office(self, office: Office) -> None:
        """Put an open office in the window."""
        if self.window:
            self.window.close()
        self.office = office
        self.desk = Desk(office, self.notices)
        window = MainWindow(self.desk)
        window.new_office_wanted.connect(self.ask_new)
        window.open_office_wanted.connect(self.ask_open)
        window.backup_wanted.connect(self.back_up)
        window.restore_wanted.connect(self.ask_restore)
        window.language_wanted.connect(self.change_language)
        window.theme_wanted.connect(self.change_theme)
        window.closing.connect(self.leave)
        self.window = window
        remember(office.path)
        window.show_backup(_last_backup(self.backup_folder()))
        if self.start:
            self.start.close()
            self.start = None
        window.show()

    def leave(self) -> None:
        """Close the office, with a checked backup of what was changed."""
        if self.office is None or self.desk is None:
            return
        if self.office.changed_since_backup:
            with self.notices.refusals_shown():
                self.office.back_up(self.backup_folder())
        self.desk.close()
        self.office.close()
        self.office, self.desk, self.window = None, None, None

    def backup_folder(self) -> Path:
        """Where the office keeps its backups; beside the office file when it did not say."""
        assert self.office is not None
        details, _version = self.office.do(ReadSettings())
        return Path(details.backup_folder) if details.backup_folder else self.office.path.parent / _("Backups")

    def back_up(self) -> None:
        """Make a backup in the background."""
        assert self.office is not None
        assert self.desk is not None
        office, folder = self.office, self.backup_folder()
        job = self.desk.job(_("Making a backup"), lambda report: office.back_up(folder, report=report))
        job.succeeded.connect(lambda made: self._backed_up(made.path))
        job.start()

    def _backed_up(self, path: Path) -> None:
        self.notices.tell(_("A checked backup was made: {file}").format(file=path.name))
        if self.window:
            self.window.show_backup(datetime.now())  # noqa: DTZ005 - the clock on the wall

    def ask_open(self) -> None:
        """Choose an office file."""
        dialog = QFileDialog(self._parent(), _("Open office"), str(user_documents_path()))
        dialog.setNameFilter(_("Office files (*{ending})").format(ending=ENDING))
        dialog.fileSelected.connect(lambda name: self.open(Path(name)))
        dialog.open()

    def ask_new(self) -> None:
        """Ask what the office is called, then where its file goes."""
        dialog = OfficeDialog(None, OfficeDetails(name=""), parent=self._parent())
        dialog.open_then(lambda: self._ask_place(dialog.details))

    def _ask_place(self, details: OfficeDetails) -> None:
        name = "".join(letter if letter.isalnum() or letter in " -_" else "-" for letter in details.name).strip() or "office"
        dialog = QFileDialog(
            self._parent(), _("Where should the office file go?"), str(user_documents_path() / f"{name}{ENDING}")
        )
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.setDefaultSuffix(ENDING.removeprefix("."))
        dialog.fileSelected.connect(lambda chosen: self.make(Path(chosen), details))
        dialog.open()

    def make(self, path: Path, details: OfficeDetails) -> bool:
        """Make a new office file and open it."""
        with self.notices.refusals_shown():
            office = make_office(path, user=user_name())
            office.do(FoundOffice(details))
            self.show_office(office)
            return True
        return False

    def ask_restore(self) -> None:
        """Choose a backup to go back to."""
        dialog = QFileDialog(self._parent(), _("Restore a backup"), str(self.backup_folder()))
        dialog.setNameFilter(_("Backups (*{ending})").format(ending=SUFFIX))
        dialog.fileSelected.connect(lambda name: self._confirm_restore(Path(name)))
        dialog.open()

    def _confirm_restore(self, backup: Path) -> None:
        sentence = _("The office goes back to {file}. What is here now is kept beside it, so nothing is lost.")
        self.notices.ask(_("Restore a backup"), sentence.format(file=backup.name), _("Restore"), lambda: self.restore(backup))

    def restore(self, backup: Path) -> None:
        """Go back to a backup and open it."""
        assert self.window is not None
        assert self.office is not None
        path = self.office.path
        self.window.close()
        with self.notices.refusals_shown():
            aside = restore(backup, path)
            if aside:
                self.notices.tell(_("What was here is kept as {file}.").format(file=aside.name))
        self.open(path)

    def change_language(self, code: str) -> None:
        """Speak another language: the window is built again in it."""
        QSettings().setValue("language", code)
        use_language(code)
        install_translators(self.qt)
        self._build_again()

    def change_theme(self, name: str) -> None:
        """Wear other colours."""
        QSettings().setValue("theme", name)
        dress(self.qt, name)
        self._build_again()

    def _build_again(self) -> None:
        if self.office and self.desk and self.window:
            path = self.office.path
            QTimer.singleShot(0, lambda: self.open(path))

    def _parent(self) -> MainWindow | StartWindow | None:
        return self.window or self.start


def recent_offices() -> list[str]:
    """The office files that were opened last."""
    found: Any = QSettings().value("recent", [])
    return [found] if isinstance(found, str) else list(found or [])


def remember(path: Path) -> None:
    """Put an office file on top of the recent ones."""
    QSettings().setValue("recent", [str(path), *(other for other in recent_offices() if other != str(path))][:_RECENT])


def forget(path: str) -> None:
    """Take an office file off the recent ones."""
    QSettings().setValue("recent", [other for other in recent_offices() if other != path])


def _last_backup(folder: Path) -> datetime | None:
    times = [place.stat().st_mtime for place in folder.glob(f"*{SUFFIX}")]
    return datetime.fromtimestamp(max(times)) if times else None  # noqa: DTZ006 - the clock on the wall


def make_qt(arguments: list[str]) -> QApplication:
    """The one Qt application, dressed and speaking the user's language."""
    qt = QApplication.instance()
    if not isinstance(qt, QApplication):
        qt = QApplication(arguments)
    qt.setOrganizationName("cmsdesk")
    qt.setApplicationName("cmsdesk")
    qt.setDesktopFileName("cmsdesk")
    use_language(str(QSettings().value("language", "nl")))
    install_translators(qt)
    dress(qt, str(QSettings().value("theme", "system")))
    mark: QPixmap = pixmap("award", "#0B6B72", 64)
    qt.setWindowIcon(QIcon(mark))
    return qt


def start_log() -> None:
    """Keep a short log for faults; it holds no names, only what the program did."""
    folder = user_log_path("cmsdesk", appauthor=False, ensure_exists=True)
    handler = logging.handlers.RotatingFileHandler(folder / "cmsdesk.log", maxBytes=500_000, backupCount=2, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger("cmsdesk").addHandler(handler)
    logging.getLogger("cmsdesk").setLevel(logging.INFO)


def run_window(path: Path | None, *, quit_when_idle: bool = False) -> int:
    """Open the window and stay until it is closed."""
    qt = make_qt(sys.argv[:1])
    start_log()
    app = App(qt)
    if path is None or not app.open(path):
        app.show_start()
    if quit_when_idle:
        QTimer.singleShot(0, lambda: QTimer.singleShot(50, app.qt.closeAllWindows))
    return qt.exec()


def has_screen() -> bool:
    """Whether a window would be seen here."""
    if os.environ.get("QT_QPA_PLATFORM") in {"offscreen", "minimal"}:
        return False
    return sys.platform in {"win32", "darwin"} or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def qt_version() -> str:
    """Qt's own version, for `cmsdesk check`."""
    return QLibraryInfo.version().toString()
