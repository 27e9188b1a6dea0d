"""What a step asks, as a list: grouped, each with its verdict as icon and word."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.review_items import ItemKind
from cmsdesk.domain.words import _
from cmsdesk.services.review_rows import ReviewItem
from cmsdesk.ui.cards import plain_tip
from cmsdesk.ui.icons import icon
from cmsdesk.ui.theme import colours, tracked

_MARKS = {
    "met": ("circle-check", "ok"),
    "not_met": ("circle-x", "stop"),
    "question": ("message-circle", "warn"),
    "": ("circle", "muted"),
}
_BEGUN = ("pencil", "info")
_PLACE = Qt.ItemDataRole.UserRole


class ItemList(QListWidget):
    """The items in the order of the scheme; a heading stands above each group, and cannot be chosen."""

    item_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Requirements"))
        self.setIconSize(QSize(20, 20))
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rows: list[int] = []
        self.currentItemChanged.connect(self._on_current)

    def show_items(self, items: Sequence[ReviewItem], begun: Collection[str] = ()) -> None:
        """Read the whole list again; `begun` names what has words but no verdict. Nothing is chosen afterwards."""
        self.blockSignals(True)
        self.clear()
        self._rows = []
        group = ""
        for place, item in enumerate(items):
            if (heading := _heading(item)) != group:
                group = heading
                self.addItem(_heading_row(heading))
            self._rows.append(self.count())
            made = QListWidgetItem()
            made.setData(_PLACE, place)
            _dress(made, item, begun=item.requirement_id in begun)
            self.addItem(made)
        self.blockSignals(False)

    def mark(self, place: int, item: ReviewItem, *, begun: bool) -> None:
        """Show anew how far one item is."""
        _dress(self.item(self._rows[place]), item, begun=begun)

    def choose(self, place: int) -> None:
        """Put the cursor on an item, without a word to whoever listens."""
        self.blockSignals(True)
        self.setCurrentRow(self._rows[place])
        self.blockSignals(False)
        if place == 0:
            self.scrollToTop()  # with the heading above it

    def _on_current(self, current: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        place = current.data(_PLACE) if current else None
        if place is not None:
            self.item_chosen.emit(place)


def _heading(item: ReviewItem) -> str:
    if item.kind == ItemKind.TOPIC:
        return item.leaf.title
    return _("Criteria of the step") if item.kind == ItemKind.CRITERION else _("Requirements")


def _heading_row(words: str) -> QListWidgetItem:
    made = QListWidgetItem(words)
    made.setFlags(Qt.ItemFlag.NoItemFlags)
    made.setFont(tracked(12, strong=True))
    made.setForeground(QColor(colours().muted))
    return made


def _dress(made: QListWidgetItem, item: ReviewItem, *, begun: bool) -> None:
    """The title with its verdict, as icon and in words."""
    verdict = Verdict(item.verdict).label if item.verdict else _("begun, not judged") if begun else _("not judged")
    title = item.title if item.score is None else _("{title}: {score}").format(title=item.title, score=item.score)
    made.setIcon(icon(*(_BEGUN if begun and not item.verdict else _MARKS[item.verdict])))
    made.setText(title)
    made.setData(Qt.ItemDataRole.AccessibleTextRole, f"{title}, {verdict}")
    made.setToolTip(plain_tip(f"{item.title}: {verdict}"))
