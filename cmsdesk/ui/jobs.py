"""Work that takes longer than a blink: off the window's thread, with progress and cancel."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, Signal

from cmsdesk.domain.errors import RuleBroken

Report = Callable[[int, int], None]


class Cancelled(Exception):  # noqa: N818 - nothing went wrong
    """Raised inside a job at its next report; it unwinds through the transaction, so nothing is kept."""


class Job(QObject):
    """One piece of work; connect its signals, then start it."""

    started = Signal()
    progressed = Signal(int, int)
    succeeded = Signal(object)
    refused = Signal(str)
    crashed = Signal(object)
    finished = Signal()

    def __init__(self, title: str, work: Callable[[Report], Any], worker: ThreadPoolExecutor, parent: QObject) -> None:
        super().__init__(parent)
        self.title = title
        self._work = work
        self._worker = worker
        self._cancelled = Event()

    def start(self) -> None:
        """Queue the job behind the others."""
        self.started.emit()
        self._worker.submit(self._run)

    def cancel(self) -> None:
        """Stop at the next report; what was begun is rolled back."""
        self._cancelled.set()

    def _report(self, done: int, total: int) -> None:
        if self._cancelled.is_set():
            raise Cancelled
        self.progressed.emit(done, total)

    def _run(self) -> None:
        try:
            if not self._cancelled.is_set():
                self.succeeded.emit(self._work(self._report))
        except Cancelled:
            pass
        except RuleBroken as error:
            if not self._cancelled.is_set():  # who stopped it does not want to hear why it would have failed
                self.refused.emit(str(error))
        except Exception as error:  # noqa: BLE001 - shown by the one crash dialog
            self.crashed.emit(error)
        finally:
            self.finished.emit()
