"""The office as widgets see it: the same use cases, with Qt's signals and a worker thread."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from cmsdesk.domain.permissions import Actor, Role
from cmsdesk.domain.tables import TABLES
from cmsdesk.services.office import Office, UseCase
from cmsdesk.ui.jobs import Job, Report
from cmsdesk.ui.notices import Notices

if TYPE_CHECKING:
    from cmsdesk.exchange.packages.keys import KeyPair

T = TypeVar("T")

_LISTEN_EVERY = 1500  # milliseconds


class Desk(QObject):
    """Runs use cases for the widgets; they listen to `changed`, never to the office itself."""

    changed = Signal(object)
    started = Signal(object)
    done = Signal()
    handing_over = Signal()
    # A record to show in the main window: its kind, its id, and words to find it by.
    go_wanted = Signal(str, int, str)

    def __init__(self, office: Office, notices: Notices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self.notices = notices
        self._worker = ThreadPoolExecutor(max_workers=1)
        self._running: set[Job] = set()
        # The office's own keys for packages, once their passphrase was given; with the window they are forgotten.
        self.package_keys: KeyPair | None = None
        office.on_change(self.changed.emit)
        self._ear = QTimer(self)
        self._ear.setInterval(_LISTEN_EVERY)
        self._ear.timeout.connect(self._hear_others)
        self._hear_others()
        self._ear.start()

    @property
    def today(self) -> date:
        """The day it is at the office."""
        return self.office.today

    @property
    def running(self) -> tuple[Job, ...]:
        """The jobs that were started and have not finished."""
        return tuple(self._running)

    def work_as(self, actor: Actor) -> None:
        """From now on somebody else is at work; what is being typed is kept first, and everything shown is read again."""
        self.handing_over.emit()
        self.office.work_as(actor)
        self.changed.emit(frozenset(str(table.__tablename__) for table in TABLES))

    def do(self, use_case: UseCase[T]) -> T:
        """Run a use case; a refusal is raised."""
        result = self.office.do(use_case)
        if hasattr(use_case, "act"):
            self.done.emit()
        return result

    def attempt(self, use_case: UseCase[Any]) -> bool:
        """Run a use case and show the refusal, if any; True when it was done."""
        with self.notices.refusals_shown():
            self.do(use_case)
            return True
        return False

    @property
    def at_assessor(self) -> bool:
        """Whether this is a dossier on an assessor's own computer: it lies sealed, and nothing is known there of others."""
        return self.office.is_sealed and self.office.actor.role is Role.ASSESSOR

    def job(self, title: str, work: Callable[[Report], Any]) -> Job:
        """A piece of work in the background; its progress shows in the status bar."""
        job = Job(title, work, self._worker, self)
        job.refused.connect(self.notices.refuse)
        job.crashed.connect(self.notices.crash)
        job.started.connect(lambda: self._begun(job))
        job.finished.connect(lambda: self._running.discard(job))
        return job

    def close(self) -> None:
        """Cancel what runs, so that it rolls back, and wait for that."""
        self._ear.stop()
        for job in self._running:
            job.cancel()
        self._worker.shutdown()

    def _hear_others(self) -> None:
        """What another window on this file changed shows here too; a file that went away is said once."""
        with self.notices.refusals_shown():
            self.office.hear_others()
            return
        self._ear.stop()

    def _begun(self, job: Job) -> None:
        self._running.add(job)
        self.started.emit(job)
