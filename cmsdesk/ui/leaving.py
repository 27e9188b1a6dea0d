"""Closing an office in good order: nothing that runs or was typed is lost unasked, and what was changed is backed up."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.jobs import Report
from cmsdesk.ui.main_window import MainWindow


class Leaving(QObject):
    """One attempt to close the office; it ends with `then`, or with `stay` when the user thinks better of it.

    Where nothing needs asking or keeping, `begin` has done everything when it returns.
    """

    def __init__(self, desk: Desk, window: MainWindow, backups: Path | None) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._backups = backups
        self._kept = False

    def begin(self, then: Callable[[], None], stay: Callable[[], None]) -> None:
        """Ask where something would be lost; without a folder for backups none is made."""
        self._then, self._stay = then, stay
        if losses := self._losses():
            self._desk.notices.ask(_("Close the office?"), " ".join(losses), _("Close"), self._stop_jobs, otherwise=stay)
        else:
            self._stop_jobs()

    def _losses(self) -> list[str]:
        found = [
            _("“{job}” is still running. Closing stops it, and nothing of it is kept.").format(job=job.title)
            for job in self._desk.running
        ]
        review: Any = self._window.pages.get("review")
        if review and review.unkept():
            found.append(_("What you typed in the review cannot be saved; closing drops it."))
        return found

    def _stop_jobs(self) -> None:
        """Cancel what runs; it rolls back on its own thread, and the window stays alive meanwhile."""
        self._window.set_busy(True)
        for job in self._desk.running:
            job.finished.connect(self._back_up)
            job.cancel()
        self._back_up()

    def _back_up(self) -> None:
        if self._desk.running:
            return
        office, folder = self._desk.office, self._backups
        if folder is None or not office.changed_since_backup:
            self._leave()
            return

        def work(report: Report) -> str:
            try:
                office.back_up(folder, report=report)
            except RuleBroken as error:
                return str(error)
            return ""

        job = self._desk.job(_("Making a backup before closing"), work)
        job.succeeded.connect(self._backed_up)
        job.finished.connect(self._give_up_if_cancelled)
        job.start()

    def _backed_up(self, refusal: str) -> None:
        self._kept = True
        if refusal:
            sentence = _("{reason} What you did is saved in the office file itself.").format(reason=refusal)
            verb = _("Close without a backup")
            self._desk.notices.ask(_("There is no backup"), sentence, verb, self._leave, otherwise=self._remain)
        else:
            self._leave()

    def _give_up_if_cancelled(self) -> None:
        if not self._kept:
            self._remain()

    def _remain(self) -> None:
        self._window.set_busy(False)
        self._stay()

    def _leave(self) -> None:
        self._desk.close()
        self._desk.office.close()
        self._then()
