"""What the windows of judging together share: they stay open beside the main window and follow what changes."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QPushButton, QScrollArea, QWidget

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _
from cmsdesk.services.history import HistoryRow, Undo, Undoable
from cmsdesk.services.office import Act
from cmsdesk.ui.cards import plain_tip
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.dialogs import FormDialog
from cmsdesk.ui.icons import GAP, icon

Window = TypeVar("Window", bound="JudgingWindow")

ROOM = 12  # pixels that keep content away from its scroll bar
_KEEP_AFTER = 1500  # milliseconds of rest before what is typed is kept


class JudgingWindow(FormDialog):
    """A form that is not over after one act: it refuses in place, refreshes, and takes back what was done last.

    `tables` are those whose changes concern it. It stands beside the window, so that the dossier stays in reach.
    """

    undo_button: QPushButton

    tables: frozenset[str] = frozenset()

    def __init__(self, desk: Desk, parent: QWidget | None, application_id: int, step_id: str = "") -> None:
        super().__init__(desk, parent)
        self.application_id, self.step_id = application_id, step_id
        self._timer = QTimer(self, singleShot=True, interval=_KEEP_AFTER)
        self._timer.timeout.connect(self.keep_now)
        self.undo_button.clicked.connect(lambda: self.tried(self._undo))
        self.undo_button.setIcon(icon("undo-2", "text", gap=GAP))
        QShortcut(QKeySequence.StandardKey.Undo, self).activated.connect(self.undo_button.click)
        self._said_so = False
        before = desk.do(Undoable())
        self._before = before.seq if before else 0
        desk.changed.connect(self._on_change)

    def refresh(self) -> None:
        """Read again what is shown; a refusal is raised."""
        raise NotImplementedError

    def keep(self) -> None:
        """Keep what was typed; windows in which nothing is typed have nothing to keep."""

    def attempt(self, use_case: Act) -> bool:
        """Do one use case and stay open; True means that it was done."""
        return self.tried(lambda: self.desk.do(use_case))  # type: ignore[arg-type]  # every act is a use case

    def go(self, kind: str, record_id: int, words: str = "") -> None:
        """Show a record in the main window, which comes to the front."""
        self.desk.go_wanted.emit(kind, record_id, words)
        if (behind := self.parentWidget()) is not None:
            behind.window().activateWindow()

    def offer(self, made: QPushButton, why_not: str) -> None:
        """A button that can be pressed, or says in its tip why it cannot."""
        made.setEnabled(not why_not)
        made.setToolTip(plain_tip(why_not))
        made.setAccessibleDescription(why_not)

    def keep_while_typing(self, field: QPlainTextEdit) -> None:
        """What is typed here is kept after a rest, when the field is left, and when the window closes."""
        field.textChanged.connect(lambda: self._typed() if field.document().isModified() else None)
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leaving a field keeps what was typed in it."""
        if event.type() == QEvent.Type.FocusOut and self._timer.isActive():
            self.keep_now()
        return super().eventFilter(watched, event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """What was typed is not lost: what cannot be kept holds the window open once, with the reason."""
        if self._may_close():
            super().closeEvent(event)
        else:
            event.ignore()

    def reject(self) -> None:
        """Escape and the button close alike."""
        if self._may_close():
            super().reject()

    def keep_now(self) -> bool:
        """Keep what was typed without waiting for a rest; a refusal shows at the foot, and True means that it is kept."""
        self._timer.stop()
        return self.tried(self.keep)

    def _typed(self) -> None:
        self._said_so = False
        self._timer.start()

    def _may_close(self) -> bool:
        if self._said_so or self.keep_now():
            return True
        self._said_so = True
        return False

    def _try(self) -> None:
        self.tried(self.save)

    def tried(self, act: Callable[[], object]) -> bool:
        """Do something and stay open; a refusal shows at the foot, and True means that it was done."""
        self.error_label.hide()
        try:
            act()
        except RuleBroken as error:
            self.error_label.setText(str(error))
            self.error_label.show()
            return False
        return True

    def _undo(self) -> None:
        if (last := self._last_act()) is not None:
            act = self.desk.do(Undo(last.seq))
            self.desk.notices.tell(_("Taken back: {act}").format(act=act))

    def _on_change(self, changed: frozenset[str]) -> None:
        if changed & self.tables:
            self.show_now()

    def show_now(self) -> None:
        """Refresh, with the refusal at the foot, and say what can be taken back."""
        self.tried(self.refresh)
        last = self._last_act()
        self.undo_button.setVisible(last is not None)
        if last:
            self.undo_button.setText(_("Undo: {act}").format(act=last.act))

    def _last_act(self) -> HistoryRow | None:
        """What was done last since the window is open, if it can be taken back."""
        last = self.desk.do(Undoable())
        return last if last and last.seq > self._before else None


def fill_area(area: QScrollArea, content: QWidget) -> None:
    """Put content in the area of a form; it scrolls up and down only."""
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.viewport().setObjectName("scrolled_ground")
    content.setObjectName("scrolled_content")
    area.setWidget(content)


def shown_once(kind: type[Window], desk: Desk, parent: QWidget | None, application_id: int, step_id: str = "") -> Window:
    """The window of a kind on a dossier and step: one that is open comes to the front, otherwise a new one."""
    for found in parent.window().findChildren(kind) if parent else ():
        if found.isVisible() and (found.application_id, found.step_id) == (application_id, step_id):
            found.raise_()
            found.activateWindow()
            return found
    made = kind(desk, parent, application_id, step_id)
    made.setWindowFlag(Qt.WindowType.Window)
    made.show_now()
    made.show()
    return made
