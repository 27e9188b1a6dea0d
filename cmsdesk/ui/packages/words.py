"""The ten words of a key in both languages, to compare by telephone with whoever speaks either."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout

from cmsdesk.domain.words import language
from cmsdesk.ui.cards import PlainLabel

_COLUMNS = 5


class TwoLanguageWords(QFrame):
    """Numbered, in two rows, one's own language large and the other beneath it."""

    def __init__(self, words: Mapping[str, Sequence[str]], name: str) -> None:
        super().__init__()
        mine = language()
        [other] = set(words) - {mine}
        self.setProperty("card", True)
        self.setAccessibleName(f"{name}: {', '.join(words[mine])}")
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(2)
        for place, (large, small) in enumerate(zip(words[mine], words[other], strict=True)):
            line, at = divmod(place, _COLUMNS)
            said = PlainLabel(f"{place + 1}  {large}", size=16, strong=True)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(said, 3 * line, at)
            grid.addWidget(PlainLabel(small, size=12, role="muted"), 3 * line + 1, at)
            grid.setColumnStretch(at, 1)
        grid.setRowMinimumHeight(2, 10)
