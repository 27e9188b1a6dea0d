"""The keys of the review: everything goes without the mouse."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QPlainTextEdit, QSpinBox, QWidget

from cmsdesk.domain.words import _


def bind(page: QWidget, keys: Mapping[str, Callable[[], object]]) -> None:
    """Let keys do something wherever the cursor is on a page; letters are words in a field for words."""
    for key, act in keys.items():
        shortcut = QShortcut(QKeySequence(key), page)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(lambda act=act: act())


class FieldKeys(QObject):
    """Escape leaves a field for the list, and Enter in a score goes on."""

    left = Signal()
    entered = Signal()

    def watch(self, field: QWidget) -> None:
        """Listen to a field."""
        field.installEventFilter(self)

    def eventFilter(self, field: QObject, event: object) -> bool:
        """Take the two keys; everything else is typed."""
        if isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape and isinstance(field, QPlainTextEdit | QSpinBox):
                self.left.emit()
                return True
            plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and isinstance(field, QSpinBox) and plain:
                self.entered.emit()
                return True
        return False


def key_list() -> list[tuple[str, str]]:
    """Every key of the review and what it does, for the help."""
    return [
        ("1, 2, 3", _("Verdict in the review; while typing: Ctrl+1, Ctrl+2, Ctrl+3")),
        ("J, K", _("Next and previous requirement")),
        ("O, F8", _("Next requirement that is not judged; F8 also while typing")),
        ("D, Shift+D", _("Next and previous document")),
        ("C, S, B", _("To the comment, the score, what it rests on")),
        ("Q, R", _("Ask the candidate, write feedback")),
        ("Esc", _("Out of a field, back to the list")),
        ("Ctrl+Enter", _("Finish review")),
    ]
