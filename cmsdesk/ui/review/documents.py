"""The middle card: the document, and under it those that were handed in for what is judged."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QWidget

from cmsdesk.domain.schemes.evaluate import Outcome
from cmsdesk.domain.words import _
from cmsdesk.services.dossiers import EvidenceRow
from cmsdesk.services.review_rows import ReviewItem
from cmsdesk.ui.cards import Button, button, clear, column, plain_tip, row
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.flow import Flow
from cmsdesk.ui.review.layouts import card
from cmsdesk.ui.theme import tracked
from cmsdesk.ui.viewer.document_view import DocumentView

_NAME = 190  # pixels of a name on its chip; the whole name is in the tip
_ROW, _SHELF = 34, 72  # pixels: one row of chips, and two


class Documents(QWidget):
    """Shows one document at a time; `shown` says which, None when there is none."""

    shown = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._rows: Sequence[EvidenceRow] = ()
        self._everything: Sequence[EvidenceRow] = ()
        self._key = ""
        self._assignment_id: int | None = None
        self.current: EvidenceRow | None = None
        ground = card()
        outer = column()
        outer.addWidget(ground)
        self.setLayout(outer)
        layout = column(8)
        ground.setLayout(layout)
        self.view = DocumentView()
        self.view.evidence_shown.connect(self._on_shown)
        layout.addWidget(self.view, 1)
        self._chips: list[QPushButton] = []
        self._shelf = _Shelf()
        line = row(8)
        line.setContentsMargins(16, 0, 16, 12)
        line.addWidget(self._shelf, 1)
        self.next_button = button(
            "D", lambda: self.step(1), symbol="chevron-right", tip=_("Next document  {key}").format(key="D")
        )
        self.next_button.setAccessibleName(_("Next document"))
        line.addWidget(self.next_button, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(line)

    def sit_down(self, assignment_id: int | None) -> None:
        """From now on notes are written under this assignment."""
        self._assignment_id = assignment_id

    def show_item(self, item: ReviewItem | None, everything: Sequence[EvidenceRow]) -> None:
        """The documents for an item, or all of the dossier where there are none for it; the first of its own opens.

        While one stays with an item the document in sight stays, also a former version.
        """
        own = item.evidence if item else ()
        rows = own or [one for one in everything if one.is_current]
        key = item.requirement_id if item else ""
        stays = key == self._key and [one.id for one in rows] == [one.id for one in self._rows]
        if [one.id for one in rows] != [one.id for one in self._rows]:
            self._fill(rows)
        self._rows, self._everything, self._key = rows, everything, key
        self.next_button.setVisible(len(rows) > 1)
        now = self.current.id if self.current else 0
        if not rows:
            missing = item is not None and item.kind == "evidence" and item.leaf.outcome is Outcome.NOT_MET
            self.close_document(_("The document is missing.") if missing else _("There are no documents in this dossier."))
        elif now not in {one.id for one in (everything if stays else rows)}:
            self.open(rows[0])
        else:
            self._mark()

    def open(self, evidence: EvidenceRow) -> None:
        """Show this one."""
        self.view.show_evidence(self._desk, evidence, self._assignment_id)

    def close_document(self, sentence: str) -> None:
        """Show none, with the reason."""
        self.current = None
        self.view.clear(sentence)
        self.shown.emit(None)

    def step(self, by: int) -> None:
        """The next or the former document, round and round."""
        places = [place for place, one in enumerate(self._rows) if self.current and one.id == self.current.id]
        if self._rows:
            self.open(self._rows[((places[0] if places else -1) + by) % len(self._rows)])

    def _on_shown(self, evidence_id: int) -> None:
        """The viewer may go to another document itself, such as a former version."""
        self.current = next((one for one in self._everything if one.id == evidence_id), self.current)
        self._mark()
        self.shown.emit(self.current)

    def _fill(self, rows: Sequence[EvidenceRow]) -> None:
        self._chips = []
        metrics = Button("").fontMetrics()
        for one in rows:
            chip = button(metrics.elidedText(one.name, Qt.TextElideMode.ElideMiddle, _NAME), partial(self.open, one))
            chip.setProperty("chip", True)
            chip.setCheckable(True)
            chip.setFont(tracked(12))
            chip.setToolTip(plain_tip(one.name))
            chip.setAccessibleName(one.name)
            self._chips.append(chip)
        self._shelf.fill(self._chips)

    def _mark(self) -> None:
        for one, chip in zip(self._rows, self._chips, strict=True):
            chip.setChecked(self.current is not None and one.id == self.current.id)


class _Shelf(QScrollArea):
    """Chips in as many rows as they take; more than two are scrolled to."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setObjectName("scrolled_ground")
        holder, self._flow = QWidget(), Flow(6)
        holder.setObjectName("scrolled_content")
        holder.setLayout(self._flow)
        self.setWidget(holder)

    def fill(self, chips: Sequence[QPushButton]) -> None:
        """Show these and no others."""
        clear(self._flow)
        for chip in chips:
            self._flow.addWidget(chip)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The narrower, the higher, up to two rows."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(min(_SHELF, max(_ROW, self._flow.heightForWidth(self.viewport().width()))))
