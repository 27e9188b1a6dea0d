"""Finding words in a text widget: every place is marked, the one that is shown strongest."""

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from cmsdesk.ui.theme import colours
from cmsdesk.ui.viewer.surfaces import Hits

_MOST = 2_000


class Finder:
    """Goes round and round through what it found."""

    def __init__(self, edit: QPlainTextEdit | QTextEdit) -> None:
        self._edit = edit
        self._found: list[QTextCursor] = []
        self._current = -1

    @property
    def hits(self) -> Hits:
        """Which of how many."""
        return Hits(self._current + 1, len(self._found))

    def forget(self) -> None:
        """Other words stand there now."""
        self._found, self._current = [], -1
        self._mark()

    def find(self, words: str) -> None:
        """Mark these words and go to the first place; no words mark nothing."""
        self._found, self._current = [], -1
        document = self._edit.document()
        cursor = document.find(words) if words else QTextCursor()
        while not cursor.isNull() and len(self._found) < _MOST:
            self._found.append(cursor)
            cursor = document.find(words, cursor)
        self.step(1)

    def step(self, by: int) -> None:
        """Go to the next or a former place."""
        if self._found:
            self._current = (self._current + by) % len(self._found)
            shown = QTextCursor(self._found[self._current])
            shown.setPosition(shown.selectionStart())
            self._edit.setTextCursor(shown)
            self._edit.ensureCursorVisible()
        self._mark()

    def _mark(self) -> None:
        marks = []
        for number, cursor in enumerate(self._found):
            mark = QTextEdit.ExtraSelection()
            mark.cursor = cursor
            shown = number == self._current
            letters = QTextCharFormat()
            letters.setBackground(QColor(colours().accent if shown else colours().warn_soft))
            letters.setForeground(QColor(colours().on_accent if shown else colours().text))
            mark.format = letters
            marks.append(mark)
        self._edit.setExtraSelections(marks)
