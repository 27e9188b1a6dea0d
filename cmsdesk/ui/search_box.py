"""The one search box: finds anyone and anything while one types, and offers the hits below it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from cmsdesk.domain.words import _
from cmsdesk.services.search import Hit
from cmsdesk.ui.icons import icon

_HIT = Qt.ItemDataRole.UserRole
_ICONS = {"person": "user", "application": "inbox", "certificate": "award"}
_TYPING = 120  # milliseconds of rest before anything is searched
_WIDER = 110  # the hits need more room than the words


class SearchBox(QLineEdit):
    """Arrows choose a hit, Enter or a click opens it, Escape clears."""

    chosen = Signal(object)

    def __init__(self, find: Callable[[str], Sequence[Hit]], parent: QWidget) -> None:
        super().__init__(parent)
        self._find = find
        self.setPlaceholderText(_("Search anyone or anything   Ctrl+K"))
        self.setAccessibleName(_("Search anyone or anything"))
        self.setFixedWidth(290)
        self.setClearButtonEnabled(True)
        self.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.hits = QListWidget(parent)
        self.hits.setAccessibleName(_("Found"))
        self.hits.setObjectName("hits")
        self.hits.setWindowFlags(Qt.WindowType.ToolTip)
        self.hits.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hits.setIconSize(QSize(18, 18))
        self.hits.itemClicked.connect(self._open)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_TYPING)
        self._timer.timeout.connect(self._search)
        self.textChanged.connect(lambda _text: self._timer.start())
        self.returnPressed.connect(self._open_current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the list work while one types."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step and self.hits.count():
            self.hits.setCurrentRow((self.hits.currentRow() + step) % self.hits.count())
        elif event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.hits.hide()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was found goes away with the cursor; clicking in it moves no focus."""
        super().focusOutEvent(event)
        self.hits.hide()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing stays on the screen without the window."""
        super().hideEvent(event)
        self.hits.hide()

    def _search(self) -> None:
        found = self._find(self.text())
        self.hits.clear()
        for hit in found:
            item = QListWidgetItem(icon(_ICONS[hit.kind]), f"{hit.title}   {hit.detail}")
            item.setData(_HIT, hit)
            self.hits.addItem(item)
        if self.text().strip() and not found:
            item = QListWidgetItem(_("Nothing was found."))
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.hits.addItem(item)
        if self.hits.count():
            self.hits.setCurrentRow(0)
            place = self.mapToGlobal(QPoint(-_WIDER, self.height() + 4))
            self.hits.setGeometry(place.x(), place.y(), self.width() + _WIDER, min(420, 24 + 38 * self.hits.count()))
        self.hits.setVisible(self.hits.count() > 0 and self.hasFocus())

    def _open_current(self) -> None:
        if self._timer.isActive():  # Enter came before the hits had followed the typing
            self._timer.stop()
            self._search()
        if item := self.hits.currentItem():
            self._open(item)

    def _open(self, item: QListWidgetItem) -> None:
        hit = item.data(_HIT)
        self.hits.hide()
        if isinstance(hit, Hit):
            self.clear()
            self.chosen.emit(hit)
