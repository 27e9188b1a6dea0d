"""The tree of requirements with what there is, and the one button by which what is missing comes in."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from cmsdesk.domain.schemes.evaluate import Verdict
from cmsdesk.domain.words import _
from cmsdesk.ui.cards import OUTCOMES, PlainLabel, RequirementRow, column, outcome_label, row
from cmsdesk.ui.icons import pixmap
from cmsdesk.ui.theme import colours

Fill = Callable[[Verdict], Sequence[QPushButton]]
_BUTTON = 60  # pixels of a button with its gap
_STEP = 18  # pixels a group stands in from the one above


def nothing_to_fill(_leaf: Verdict) -> Sequence[QPushButton]:
    """For a tree that is only read."""
    return ()


class RequirementTree(QWidget):
    """Groups as headings, leaves as rows; a group of which one will do says so."""

    def __init__(self, verdict: Verdict, fill: Fill = nothing_to_fill) -> None:
        super().__init__()
        self._layout = column(4)
        self.setLayout(self._layout)
        for child in verdict.children or (verdict,):
            self._add(child, fill, 0)
        self._layout.addStretch()

    def _add(self, verdict: Verdict, fill: Fill, depth: int) -> None:
        holder = QWidget()
        inside = row(8)
        inside.setContentsMargins(depth * _STEP, 0, 0, 0)
        holder.setLayout(inside)
        self._layout.addWidget(holder)
        if not verdict.children:
            inside.addWidget(RequirementRow(verdict), 1)
            buttons = fill(verdict)
            for made in buttons:
                inside.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
            if fill is not nothing_to_fill and not buttons:
                inside.addSpacing(_BUTTON)  # so that all bars end under each other
            return
        symbol, tone = OUTCOMES[verdict.outcome]
        mark = QLabel()
        mark.setPixmap(pixmap(symbol, getattr(colours(), tone), 20))
        mark.setAccessibleName(outcome_label(verdict.outcome))
        inside.addWidget(mark)
        inside.addWidget(PlainLabel(verdict.title, strong=True, wrap=True), 1)
        wanted = _("{have} of {need}").format(have=verdict.have, need=verdict.need)
        if verdict.kind == "any":
            wanted = _("{count} of these").format(count=verdict.need)
        inside.addWidget(PlainLabel(wanted, role="muted"))
        for child in verdict.children:
            self._add(child, fill, depth + 1)
