"""The tabs of the window, and where the page of each comes from.

A page is loaded when it is first wanted, or a moment after the window stands: whoever starts the program waits for
one page, not for six.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from cmsdesk.domain.words import N_
from cmsdesk.ui.desk import Desk

_AFTER = 400  # milliseconds until the window has drawn itself
_BETWEEN = 30


@dataclass(frozen=True)
class Tab:
    """One tab: its symbol and title, and the module and name of its page."""

    key: str
    symbol: str
    title: str
    module: str
    page: str

    def build(self, desk: Desk) -> QWidget:
        """A page of this tab."""
        page = getattr(import_module(self.module), self.page)(desk)
        assert isinstance(page, QWidget)
        return page


TABS = (
    Tab("today", "sun", N_("Today"), "cmsdesk.ui.today_page", "TodayPage"),
    Tab("members", "users", N_("Members"), "cmsdesk.ui.members_page", "MembersPage"),
    Tab("applications", "inbox", N_("Applications"), "cmsdesk.ui.applications_page", "ApplicationsPage"),
    Tab("review", "clipboard-check", N_("Dossier review"), "cmsdesk.ui.review", "ReviewPage"),
    Tab("register", "award", N_("Register"), "cmsdesk.ui.register_page", "RegisterPage"),
    Tab("reports", "chart-column", N_("Reports"), "cmsdesk.ui.reports_page", "ReportsPage"),
)


class LoadAhead(QObject):
    """Loads what the tabs need, one module at a time, while nobody waits for it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._left: Iterator[Tab] = iter(TABS)
        self._timer = QTimer(self, interval=_AFTER)
        self._timer.timeout.connect(self._load_next)
        self._timer.start()

    def _load_next(self) -> None:
        self._timer.setInterval(_BETWEEN)
        if tab := next(self._left, None):
            import_module(tab.module)
        else:
            self._timer.stop()
