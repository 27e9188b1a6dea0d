"""Going back to a backup: from the question which, over who has to be erased again, to the office that is open."""

from __future__ import annotations

import re
import shutil
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_documents_path

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _
from cmsdesk.services.office import user_name
from cmsdesk.services.restoring import Restored, finish_restore, who_was_erased
from cmsdesk.store.backup import SUFFIX, unpack_backup
from cmsdesk.ui.jobs import Report
from cmsdesk.ui.office_files import choose_file, choose_place

if TYPE_CHECKING:
    from cmsdesk.app import App

# The moment in the name of a backup.
_WHEN = re.compile(r" \d{4}-\d\d-\d\d.*")


class GoingBack:
    """Puts a backup in the place of an office; what was there is kept beside it."""

    def __init__(self, app: App) -> None:
        self._app = app
        self.is_back = False  # while the office opens that was put back, which has sentences of its own

    def ask(self) -> None:
        """Choose a backup to go back to."""
        folder = self._app.backup_folder() if self._app.office else user_documents_path()
        kind = _("Backups (*{ending})").format(ending=SUFFIX)
        choose_file(self._app.parent, _("Restore a backup"), kind, folder, self.confirm)

    def confirm(self, backup: Path) -> None:
        """An open office goes back itself; without one the backup becomes an office where the user says."""
        if self._app.office is None:
            if self._app.start is None:
                self._app.show_start()
            choose_place(self._app.parent, _WHEN.sub("", backup.stem), lambda path: self.restore(backup, path))
            return
        path = self._app.office.path
        sentence = _("The office goes back to {file}. What is here now is kept beside it, so nothing is lost.")
        self._app.notices.ask(
            _("Restore a backup"), sentence.format(file=backup.name), _("Restore"), lambda: self.restore(backup, path)
        )

    def restore(self, backup: Path, path: Path) -> None:
        """Put a backup in the place of an office file and open it; the present window stays until that is done."""
        place = self._app.desk or self._app.start
        assert place is not None
        title = _("Checking {file}").format(file=backup.name)
        job = place.job(title, lambda report: unpack_backup(backup, path, report=report))
        unpacked: list[Path] = []
        job.succeeded.connect(unpacked.append)
        job.finished.connect(lambda: self._leave_for(unpacked[0], backup, path) if unpacked else None)
        job.start()

    def _leave_for(self, unpacked: Path, backup: Path, path: Path) -> None:
        """No backup of what is here now: it is kept whole beside the other."""
        otherwise = partial(shutil.rmtree, unpacked)
        self._app.leave_then(lambda: self._put_back(unpacked, backup, path), otherwise=otherwise, back_up=False)

    def _put_back(self, unpacked: Path, backup: Path, path: Path) -> None:
        """Whoever was erased since is erased again first; that takes a while, and meanwhile the start window is there."""
        reopen = self._app.start is None  # an open office comes back as it was
        try:
            way = who_was_erased(unpacked, backup, path)
        except RuleBroken as error:
            self._after(str(error), path, reopen=reopen)
            return

        def work(report: Report) -> Restored | str:
            try:
                return finish_restore(way, user=user_name(), report=report)
            except RuleBroken as error:
                return str(error)  # said once there is a window that stays

        if way.is_short:
            self._after(work(lambda _done, _total: None), path, reopen=reopen)
            return

        def ended() -> None:
            shutil.rmtree(unpacked, ignore_errors=True)  # still there when it was cancelled before it began
            self._after(outcome[0] if outcome else "", path, reopen=reopen)

        job = (self._app.start or self._app.start_instead()).job(_("Erasing again who was erased"), work)
        outcome: list[Restored | str | Exception] = []
        job.succeeded.connect(outcome.append)
        job.crashed.connect(outcome.append)
        job.finished.connect(ended)
        job.start()

    def _after(self, outcome: Restored | str | Exception, path: Path, *, reopen: bool) -> None:
        """Open what was put back, or what was there; a fault of the program was said on the start window already."""
        if isinstance(outcome, Restored) or (reopen and isinstance(outcome, str)):
            self.is_back = isinstance(outcome, Restored)
            self._app.open(path)
            self.is_back = False
        if isinstance(outcome, Restored):
            if outcome.aside:
                self._app.notices.tell(_("What was here is kept as {file}.").format(file=outcome.aside.name))
            if said := [sentence for sentence in (outcome.erased_sentence, *outcome.warnings) if sentence]:
                self._app.notices.warn("\n\n".join(said))
        elif isinstance(outcome, str) and outcome:
            self._app.refuse(outcome)
