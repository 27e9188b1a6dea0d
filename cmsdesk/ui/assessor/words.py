"""The ten words of a key, to read aloud or to listen for."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout

from cmsdesk.ui.cards import PlainLabel

_COLUMNS = 5


class WordsGrid(QFrame):
    """Numbered, in two rows, large enough to read from while one holds a telephone."""

    def __init__(self, words: Sequence[str], name: str) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.setAccessibleName(f"{name}: {', '.join(words)}")
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        for place, word in enumerate(words):
            line, at = divmod(place, _COLUMNS)
            grid.addWidget(PlainLabel(str(place + 1), size=12, role="muted"), 2 * line, at, Qt.AlignmentFlag.AlignLeft)
            said = PlainLabel(word, size=17, strong=True)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(said, 2 * line + 1, at, Qt.AlignmentFlag.AlignLeft)
            grid.setColumnStretch(at, 1)
