"""Keeping what is typed before it is recorded, so that a fall of the program costs two seconds at most."""

from PySide6.QtCore import QObject, QTimer, Signal

from cmsdesk.domain.drafts import DraftKind
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.services.drafts import DraftsOf, KeepDraft
from cmsdesk.ui.desk import Desk

_KEEP_AFTER = 1000  # milliseconds, from the first key that is not kept yet: who types on and on is kept as well


class DraftKeeper(QObject):
    """The drafts of one seat: at once at hand, and a second later in the office file."""

    kept = Signal()
    refused = Signal(str)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._seat: tuple[int, int | None] = (0, None)
        self._texts: dict[tuple[DraftKind, str], str] = {}
        self._changed: set[tuple[DraftKind, str]] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_KEEP_AFTER)
        self._timer.timeout.connect(lambda: self.flush())

    def sit_down(self, application_id: int, assignment_id: int | None) -> None:
        """Bring the drafts of a seat; those of the seat before are kept first."""
        if (application_id, assignment_id) != self._seat:
            self.flush()
            self._changed.clear()
        self._seat = application_id, assignment_id
        found = self._desk.do(DraftsOf(application_id, assignment_id)) if application_id else {}
        self._texts = found | {key: self._texts[key] for key in self._changed}

    def text(self, kind: DraftKind, about: str) -> str:
        """What was being written, or nothing."""
        return self._texts.get((kind, about), "")

    def begun(self) -> frozenset[str]:
        """The items on which there are words."""
        return frozenset(about for (kind, about), text in self._texts.items() if kind is DraftKind.COMMENT and text.strip())

    def note(self, kind: DraftKind, about: str, text: str) -> None:
        """Remember what stands there now; without words there is nothing to keep."""
        if text == self.text(kind, about):
            return
        self._texts[kind, about] = text
        self._changed.add((kind, about))
        if not self._timer.isActive():
            self._timer.start()

    def forget(self, kind: DraftKind, about: str) -> None:
        """It was recorded, and its draft went with that."""
        self._texts.pop((kind, about), None)
        self._changed.discard((kind, about))

    def flush(self) -> bool:
        """Write down what is not kept yet; False when the office file did not take it."""
        self._timer.stop()
        application_id, assignment_id = self._seat
        any_kept = bool(self._changed)
        for kind, about in sorted(self._changed):
            try:
                self._desk.office.do(KeepDraft(application_id, kind, self._texts[kind, about], about, assignment_id))
            except RuleBroken as error:
                self.refused.emit(str(error))
                return False
            self._changed.discard((kind, about))
        if any_kept:  # told once at the end: whoever hears it may record something, and drop its draft
            self.kept.emit()
        return True
