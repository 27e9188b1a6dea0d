"""Writing one note: its words, and where on the page it belongs."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from cmsdesk.domain.words import _
from cmsdesk.ui.cards import PlainLabel, button, column, row
from cmsdesk.ui.viewer.surfaces import Place

_KEEP_AFTER = 1500  # milliseconds
_STEP = 0.02  # of the page, for one press of an arrow key
_ARROWS = {
    Qt.Key.Key_Left: (-_STEP, 0.0),
    Qt.Key.Key_Right: (_STEP, 0.0),
    Qt.Key.Key_Up: (0.0, -_STEP),
    Qt.Key.Key_Down: (0.0, _STEP),
}


class NoteEditor(QWidget):
    """Ctrl+Enter keeps the note, Escape leaves it; Alt and the arrow keys move it over the page."""

    kept = Signal()
    left = Signal()
    moved = Signal(object)
    rested = Signal()  # what was typed since the last time is to be kept, in case the power fails

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place: Place | None = None
        layout = column(8)
        self.setLayout(layout)
        self.head = PlainLabel("", strong=True)
        layout.addWidget(self.head)
        self.edit = _Words(self)
        self.edit.setAccessibleName(_("Note"))
        self.edit.setPlaceholderText(_("What do you see here?"))
        self.edit.setTabChangesFocus(True)
        self.edit.setMaximumHeight(110)
        layout.addWidget(self.edit)
        hint = _("Click on the page to put it there, or drag over a part. Alt and the arrow keys move it.")
        layout.addWidget(PlainLabel(hint, size=12, role="muted", wrap=True))
        line = row(8)
        line.addStretch()
        line.addWidget(button(_("Cancel"), self.left.emit))
        self.keep_button = button(_("Keep"), self.kept.emit, symbol="check", primary=True, tip=_("Ctrl+Enter"))
        line.addWidget(self.keep_button)
        layout.addLayout(line)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_KEEP_AFTER)
        self._timer.timeout.connect(self.rested)
        self.edit.textChanged.connect(self._on_typed)
        self.moved.connect(lambda _place: self._on_typed())

    def begin(self, place: Place, text: str = "") -> None:
        """Write at this place."""
        self.edit.setPlainText(text)
        self.put(place)
        self._timer.stop()
        self.edit.setFocus()

    def end(self) -> None:
        """Write no further."""
        self._timer.stop()
        self.hide()

    def _on_typed(self) -> None:
        """From the first letter on, so that who goes on typing loses no more than who rests."""
        if not self._timer.isActive():
            self._timer.start()

    def put(self, place: Place) -> None:
        """It belongs there."""
        self.place = place
        self.head.setText(
            _("Mark on page {page}").format(page=place.page) if place.height else _("Note on page {page}").format(page=place.page)
        )

    @property
    def text(self) -> str:
        """What was typed."""
        return self.edit.toPlainText()

    def act_for(self, event: QKeyEvent) -> Callable[[], object] | None:
        """What a key does with the note as a whole; None for a letter of it."""
        modifiers, key = event.modifiers(), event.key()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and modifiers & Qt.KeyboardModifier.ControlModifier:
            return self.kept.emit
        if key == Qt.Key.Key_Escape:
            return self.left.emit
        if modifiers & Qt.KeyboardModifier.AltModifier and key in _ARROWS and self.place:
            place = self.place.moved(*_ARROWS[Qt.Key(key)])
            return lambda: self.moved.emit(place)
        return None


class _Words(QPlainTextEdit):
    def __init__(self, editor: NoteEditor) -> None:
        super().__init__()
        self._editor = editor

    def event(self, event: QEvent) -> bool:
        """The keys of the note are the note's, whatever the page around it does with them."""
        override = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if override and self._editor.act_for(event):  # type: ignore[arg-type]
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if act := self._editor.act_for(event):
            act()
        else:
            super().keyPressEvent(event)
