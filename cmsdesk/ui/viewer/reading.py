"""Getting a document ready to be shown: quick ones at once, slow ones in the background."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from cmsdesk.domain.documents import Kind
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _
from cmsdesk.exchange.word import WordText, read_word
from cmsdesk.exchange.workbooks import Workbook, read_workbook_in
from cmsdesk.ui.jobs import Cancelled, Report
from cmsdesk.ui.viewer.image_pages import read_image
from cmsdesk.ui.viewer.sheet_pages import MOST_ROWS, in_words

_QUICK_IMAGE = 1 << 20  # bytes; up to this a picture is there within a blink
_LONGEST_TEXT = 2_000_000  # bytes
_LOOK_EVERY = 15  # milliseconds


@dataclass(frozen=True)
class Prepared:
    """A document that can be shown at once; `shown` is what its kind needs."""

    kind: Kind
    raw: bytes
    shown: WordText | Workbook | tuple[QImage, int] | str | None = None


def is_quick(kind: Kind, size: int) -> bool:
    """Whether getting it ready, once its bytes are there, is a matter of milliseconds; size in bytes."""
    return kind not in {Kind.WORD, Kind.SHEETS} and (kind is not Kind.IMAGE or size <= _QUICK_IMAGE)


def prepare(kind: Kind, name: str, raw: bytes, report: Report | None = None) -> Prepared:
    """From bytes to what can be shown; refuses what is damaged or hostile. May be called from any thread."""
    match kind:
        case Kind.IMAGE:
            picture, count = read_image(raw)
            if picture.isNull():
                raise RuleBroken(_("This image is damaged or too large to show."))
            return Prepared(kind, raw, (picture, count))
        case Kind.TEXT:
            return Prepared(kind, raw, in_letters(raw[:_LONGEST_TEXT]))
        case Kind.WORD:
            return Prepared(kind, raw, read_word(name, raw))
        case Kind.SHEETS:
            return Prepared(kind, raw, in_words(read_workbook_in(name, raw, report=report, most=MOST_ROWS)))
        case Kind.MAIL:
            raise RuleBroken(_("A mail message is not shown here. Please ask for a PDF of it."))
        case Kind.OLD_WORD:
            raise RuleBroken(_("This kind of text document is not shown here. Please ask for a PDF or a .docx file."))
        case Kind.OTHER:
            raise RuleBroken(_("This kind of document cannot be shown here. Please ask for a PDF."))
    return Prepared(kind, raw)


def in_letters(raw: bytes) -> str:
    """A text in the first alphabet that can spell it."""
    for code in ("utf-8-sig", "windows-1252"):
        try:
            return raw.decode(code)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", errors="replace")


class Reading(QObject):
    """Reads one document at a time in the background; who asks for another no longer hears of the former.

    The window looks whether it is ready, instead of being told: so nothing of Qt is touched by another thread, and a
    viewer that goes away takes nothing along that is still in use.
    """

    succeeded = Signal(object)
    refused = Signal(str)
    crashed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._worker: ThreadPoolExecutor | None = None
        self._awaited: Future[Any] | None = None
        self._unwanted = Event()
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_EVERY)
        self._look.timeout.connect(self._on_look)

    @property
    def busy(self) -> bool:
        """Whether something is being read."""
        return self._awaited is not None

    def begin(self, work: Callable[[Report], Any]) -> None:
        """Do this and tell what came of it, unless something else is asked first."""
        self.stop()
        self._worker = self._worker or ThreadPoolExecutor(max_workers=1)
        unwanted = self._unwanted = Event()

        def report(_done: int, _total: int) -> None:
            if unwanted.is_set():
                raise Cancelled

        self._awaited = self._worker.submit(work, report)
        self._look.start()

    def stop(self) -> None:
        """Nobody waits for it any more."""
        self._unwanted.set()
        if self._awaited:
            self._awaited.cancel()
        self._awaited = None
        self._look.stop()

    def _on_look(self) -> None:
        done = self._awaited
        if done is None or not done.done():
            return
        self.stop()
        error = done.exception()
        if error is None:
            self.succeeded.emit(done.result())
        elif isinstance(error, RuleBroken):
            self.refused.emit(str(error))
        else:
            self.crashed.emit(error)
