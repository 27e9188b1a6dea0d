"""Writing one note: its words, and where on the page it belongs."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from cmsdesk.domain.words import _
from cmsdesk.ui.cards import PlainLabel, button, column, row
from cmsdesk.ui.viewer.surfaces import Place

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

    def begin(self, place: Place, text: str = "") -> None:
        """Write at this place."""
        self.edit.setPlainText(text)
        self.put(place)
        self.edit.setFocus()

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

    def press(self, event: QKeyEvent) -> bool:
        """Whether a key is about the note as a whole, and not a letter of it."""
        modifiers, key = event.modifiers(), event.key()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and modifiers & Qt.KeyboardModifier.ControlModifier:
            self.kept.emit()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif modifiers & Qt.KeyboardModifier.AltModifier and key in _ARROWS and self.place:
            self.moved.emit(self.place.moved(*_ARROWS[Qt.Key(key)]))
        else:
            return False
        return True


class _Words(QPlainTextEdit):
    def __init__(self, editor: NoteEditor) -> None:
        super().__init__()
        self._editor = editor

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._editor.press(event):
            super().keyPressEvent(event)
