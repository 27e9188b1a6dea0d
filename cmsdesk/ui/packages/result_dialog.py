"""What became of several files at once: one line for each, what was refused with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QVBoxLayout, QWidget

from cmsdesk.domain.words import _
from cmsdesk.ui.cards import ChipLabel, ElidedLabel, PlainLabel, button, column, row, scrolled
from cmsdesk.ui.tables import Chip


@dataclass(frozen=True)
class ResultLine:
    """One file, whether it was done, and the sentence about it."""

    name: str
    sentence: str
    done: bool


class ResultDialog(QDialog):
    """Stays until it was read; the refused ones come first."""

    def __init__(self, title: str, lines: Sequence[ResultLine], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.resize(640, min(140 + 84 * len(lines), 560))
        self.lines = sorted(lines, key=lambda line: line.done)
        outer = column(16, 20)
        self.setLayout(outer)
        inside = QWidget()
        listed: QVBoxLayout = column(12)
        inside.setLayout(listed)
        for line in self.lines:
            listed.addWidget(_shown(line))
        listed.addStretch()
        outer.addWidget(scrolled(inside), 1)
        acts = row(10)
        acts.addStretch()
        close = button(_("Close"), self.accept, primary=True)
        close.setDefault(True)
        acts.addWidget(close)
        outer.addLayout(acts)


def _shown(line: ResultLine) -> QFrame:
    frame = QFrame()
    block = column(2)
    frame.setLayout(block)
    head = row(10)
    head.addWidget(ElidedLabel(line.name, strong=True), 1)
    head.addWidget(ChipLabel(Chip(_("done"), "check", "ok") if line.done else Chip(_("refused"), "octagon-alert", "stop")))
    block.addLayout(head)
    block.addWidget(PlainLabel(line.sentence, role="muted" if line.done else "text", wrap=True))
    return frame
