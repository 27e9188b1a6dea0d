"""Plain text."""

from PySide6.QtCore import QPoint, QRectF, Signal
from PySide6.QtGui import QFontInfo, QTextCursor
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from cmsdesk.ui.viewer.finder import Finder
from cmsdesk.ui.viewer.one_page import SMALLEST, OnePage
from cmsdesk.ui.viewer.surfaces import Place


class PlainPages(OnePage, QPlainTextEdit):
    """A text as it is: what looks like markup is shown, not obeyed."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._words = Finder(self)
        self._size = QFontInfo(self.font()).pixelSize()
        self._scale = 1.0

    def zoom(self, factor: float) -> None:
        """Larger or smaller type."""
        self._scale = max(0.2, min(5.0, self._scale * factor))
        self._dress()

    def fit(self) -> None:
        """Type of the usual size."""
        self._scale = 1.0
        self._dress()

    def go_to(self, place: Place) -> None:
        """Bring the line on the screen."""
        cursor = QTextCursor(self.document().findBlockByNumber(int(place.y * self.blockCount())))
        self.setTextCursor(cursor)
        self.centerCursor()

    def place_at(self, point: QPoint) -> Place | None:
        """By line, of all lines; across by the width of the window."""
        line = self.cursorForPosition(point).blockNumber()
        return Place(1, point.x() / max(1, self.viewport().width()), (line + 0.5) / max(1, self.blockCount()))

    def area_of(self, place: Place) -> QRectF | None:
        """Beside the line; of a part that was marked, the lines."""
        lines = self.blockCount()
        first = self.document().findBlockByNumber(min(lines - 1, int(place.y * lines)))
        last = self.document().findBlockByNumber(min(lines - 1, int((place.y + place.height) * lines)))
        area = self.blockBoundingGeometry(first).translated(self.contentOffset())
        bottom = self.blockBoundingGeometry(last).translated(self.contentOffset()).bottom()
        width = self.viewport().width()
        middle = area.center().y()
        if not place.height:
            return QRectF(place.x * width, middle, 0, 0)
        return QRectF(place.x * width, area.top(), place.width * width, bottom - area.top())

    def print_on(self, printer: QPrinter) -> None:
        """All of it."""
        self.print_(printer)

    def _dress(self) -> None:
        font = self.font()
        font.setPixelSize(max(SMALLEST, round(self._size * self._scale)))
        self.setFont(font)
        self.changed.emit()
