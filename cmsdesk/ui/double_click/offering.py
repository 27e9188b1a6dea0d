"""Where a user lets files open by a double click: a tick in the File menu, and one line that offers it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSettings, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QMenu

from cmsdesk.domain.words import _
from cmsdesk.ui.cards import PlainLabel, button, row
from cmsdesk.ui.double_click.setting_up import double_clicks, works_already
from cmsdesk.ui.jobs import Job
from cmsdesk.ui.notices import Notices

Begin = Callable[[str, Callable[[Any], Any]], Job]
_DECLINED = "double_click/declined"


def switch(on: bool, begin: Begin, notices: Notices, then: Callable[[], object] = lambda: None) -> None:
    """Let our files open by a double click from now on, or no longer; aside, as systems take their time over it."""
    with notices.refusals_shown():
        way = double_clicks()
        job = begin(_("Changing how files open"), lambda _report: way.set_up() if on else way.remove())
        said = (
            _("A double click opens the files of cmsdesk now.")
            if on
            else _("A double click no longer opens the files of cmsdesk.")
        )
        job.succeeded.connect(lambda _nothing: notices.tell(said))
        job.finished.connect(then)
        job.start()


def add_tick(menu: QMenu, before: QAction | None, begin: Begin, notices: Notices) -> QAction:
    """A tick that shows how it is whenever the menu opens."""
    tick = QAction(_("Open files by a double click"), menu)
    tick.setCheckable(True)
    menu.insertAction(before, tick) if before else menu.addAction(tick)
    menu.aboutToShow.connect(lambda: tick.setChecked(works_already()))
    tick.triggered.connect(lambda on: switch(on, begin, notices))
    return tick


class Offer(QFrame):
    """Says once that a double click does nothing yet, and sets it up; hidden where there is nothing to offer."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", True)
        layout = row(10)
        layout.setContentsMargins(18, 8, 10, 8)
        self.setLayout(layout)
        words = _("A double click on a dossier does not open it here yet.")
        layout.addWidget(PlainLabel(words, role="muted", wrap=True), 1)
        self.yes_button = button(_("Set it up"), self.wanted.emit, symbol="check")
        self.no_button = button("", self._decline, symbol="x", tip=_("Not now; it stays in the File menu"))
        layout.addWidget(self.yes_button)
        layout.addWidget(self.no_button)
        self.hide()

    def look(self) -> None:
        """Show it only while it makes sense; ask for this once it stands on a page."""
        self.setVisible(not QSettings().value(_DECLINED, defaultValue=False, type=bool) and not works_already())

    def _decline(self) -> None:
        QSettings().setValue(_DECLINED, True)
        self.hide()
