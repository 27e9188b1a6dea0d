"""The one Qt application: what it is called, speaks and wears, and the files the system hands it while it runs."""

import os
import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QLibraryInfo, QSettings, QTimer, Signal
from PySide6.QtGui import QFileOpenEvent, QIcon
from PySide6.QtWidgets import QApplication

from cmsdesk.domain.words import use_language
from cmsdesk.ui.icons import pixmap
from cmsdesk.ui.theme import apply_theme
from cmsdesk.ui.translation import install_translators


class Program(QApplication):
    """Hears which file the Finder of macOS wants opened: there a double click starts no second program."""

    file_wanted = Signal(Path)

    def event(self, event: QEvent) -> bool:
        """Everything else is Qt's."""
        if isinstance(event, QFileOpenEvent) and event.file():
            self.file_wanted.emit(Path(event.file()))
            return True
        return super().event(event)


def make_qt(arguments: list[str]) -> QApplication:
    """The application, dressed and speaking the user's language."""
    qt = QApplication.instance()
    if not isinstance(qt, QApplication):
        qt = Program(arguments)
    qt.setOrganizationName("cmsdesk")
    qt.setApplicationName("cmsdesk")
    qt.setDesktopFileName("cmsdesk")
    dress(qt)
    qt.setWindowIcon(QIcon(pixmap("cmsdesk", "", 64)))
    return qt


def dress(qt: QApplication) -> None:
    """Speak the language and wear the colours that this workstation chose."""
    use_language(str(QSettings().value("language", "nl")))
    install_translators(qt)
    apply_theme(qt, dark={"light": False, "dark": True}.get(str(QSettings().value("theme", "system"))))


def close_when_idle(qt: QApplication) -> None:
    """Close the windows once they stand on the screen and no event waits."""
    idle = QTimer(qt, interval=0)  # comes round only when nothing else does

    def look() -> None:
        shown = [window for window in qt.topLevelWindows() if window.isVisible()]
        if shown and all(window.isExposed() for window in shown):
            idle.stop()
            qt.closeAllWindows()

    idle.timeout.connect(look)
    idle.start()


def has_screen() -> bool:
    """Whether a window would be seen here."""
    if os.environ.get("QT_QPA_PLATFORM") in {"offscreen", "minimal"}:
        return False
    return sys.platform in {"win32", "darwin"} or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def qt_version() -> str:
    """Qt's own version, for `cmsdesk check`."""
    return QLibraryInfo.version().toString()
