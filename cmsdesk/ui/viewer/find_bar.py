"""The row below the title in which words are looked for in the document that is shown."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from cmsdesk.domain.words import _
from cmsdesk.ui.cards import PlainLabel, button, row
from cmsdesk.ui.viewer.surfaces import Hits

_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)


class FindBar(QWidget):
    """Enter goes to the next place, Shift+Enter to the former one, Escape closes it."""

    asked = Signal(str)
    stepped = Signal(int)
    dossier_wanted = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = row(8)
        self.setLayout(layout)
        self.edit = _Box(self)
        self.edit.setPlaceholderText(_("Find in document"))
        self.edit.setAccessibleName(_("Find in document"))
        self.edit.setClearButtonEnabled(True)
        self.edit.setMinimumWidth(110)
        self.edit.textChanged.connect(self.asked.emit)
        layout.addWidget(self.edit, 1)
        self.count = PlainLabel("", role="muted")
        layout.addWidget(self.count)
        self.former_button = button("", lambda: self.stepped.emit(-1), symbol="chevron-up", tip=_("Previous (Shift+Enter)"))
        self.next_button = button("", lambda: self.stepped.emit(1), symbol="chevron-down", tip=_("Next (Enter)"))
        self.dossier_button = button(
            _("Whole dossier"), lambda: self.dossier_wanted.emit(self.edit.text()), tip=_("Find in every document (Ctrl+Shift+F)")
        )
        self.close_button = button("", self.closed.emit, symbol="x", tip=_("Close (Esc)"))
        for tool in (self.former_button, self.next_button, self.dossier_button, self.close_button):
            layout.addWidget(tool)

    def tell(self, hits: Hits) -> None:
        """Which of how many; a red border around words the document does not have."""
        words = self.edit.text()
        missing = bool(words) and not hits.total
        self.count.setText(_("{place} of {count}").format(place=hits.current, count=hits.total) if words else "")
        for tool in (self.former_button, self.next_button):
            tool.setEnabled(hits.total > 0)
        if bool(self.edit.property("wrong")) is not missing:
            self.edit.setProperty("wrong", missing)
            self.edit.style().unpolish(self.edit)
            self.edit.style().polish(self.edit)


class _Box(QLineEdit):
    def __init__(self, bar: FindBar) -> None:
        super().__init__()
        self._bar = bar

    def event(self, event: QEvent) -> bool:
        """Enter and Escape are about the words, whatever the page around does with them."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _KEYS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._bar.stepped.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self._bar.closed.emit()
        else:
            super().keyPressEvent(event)
