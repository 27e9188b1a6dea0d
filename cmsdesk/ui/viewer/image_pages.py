"""Pictures: photographs and scans, of one page or more."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap, QResizeEvent, QTransform
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QAbstractScrollArea, QLabel, QScrollArea, QWidget

from cmsdesk.ui.viewer.surfaces import Hits, Place

_LARGEST = 256  # MB in memory
_MOST_DOTS = 6_000  # on the longer side; more than any screen shows of a page
_QUARTERS = 4


def read_image(raw: bytes, page: int = 1) -> tuple[QImage, int]:
    """One page of a picture, the right way up, and how many pages there are; a null image when it cannot be read.

    May be called from any thread.
    """
    buffer = QBuffer()
    buffer.setData(QByteArray(raw))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    QImageReader.setAllocationLimit(_LARGEST)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    count = max(1, reader.imageCount())
    if page > 1:
        reader.jumpToImage(page - 1)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > _MOST_DOTS:
        reader.setScaledSize(size.scaled(_MOST_DOTS, _MOST_DOTS, Qt.AspectRatioMode.KeepAspectRatio))
    picture = reader.read()
    del reader  # before the buffer: a TIFF is let go of by reading in it
    return picture, count


class ImagePages(QScrollArea):
    """Shows a picture, as wide as there is room, larger, or turned by quarters."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = QLabel()
        self.label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWidget(self.label)
        self.setWidgetResizable(True)
        self._raw = b""
        self._picture = QPixmap()
        self._scale, self._quarters, self._page, self._count = 1.0, 0, 1, 1

    def show_image(self, raw: bytes, picture: QImage, count: int) -> None:
        """Show the first page, which was read already."""
        self._raw, self._page, self._count = raw, 1, count
        self._scale, self._quarters = 1.0, 0
        self._picture = QPixmap.fromImage(picture)
        self._draw()

    @property
    def page(self) -> int:
        """The page that is shown."""
        return self._page

    @property
    def page_count(self) -> int:
        """More than one in a fax or a scan of several sheets."""
        return self._count

    @property
    def canvas(self) -> QAbstractScrollArea:
        """The area the picture lies in."""
        return self

    @property
    def can_find(self) -> bool:
        """There are no words in a picture."""
        return False

    @property
    def hits(self) -> Hits:
        """Nothing to find."""
        return Hits(0, 0)

    @property
    def picture(self) -> QPixmap:
        """As it was turned."""
        return self._picture.transformed(QTransform().rotate(90 * self._quarters))

    def rotate(self) -> None:
        """A quarter to the right; only on this screen."""
        self._quarters = (self._quarters + 1) % _QUARTERS
        self._draw()

    def zoom(self, factor: float) -> None:
        """Larger or smaller than fits."""
        self._scale = max(0.2, min(5.0, self._scale * factor))
        self._draw()

    def fit(self) -> None:
        """As wide as there is room."""
        self._scale = 1.0
        self._draw()

    def search(self, words: str, page: int = 1) -> None:
        """There is nothing to find."""

    def step_hit(self, by: int) -> None:
        """There is nothing to find."""

    def go_to(self, place: Place) -> None:
        """Bring its page and then the place itself on the screen."""
        if place.page != self._page and 1 <= place.page <= self._count:
            picture, _count = read_image(self._raw, place.page)
            self._page, self._picture = place.page, QPixmap.fromImage(picture)
            self._draw()
        drawn = self._drawn()
        at = drawn.topLeft() + _turned(place, self._quarters, drawn.size()).center()
        self.ensureVisible(round(at.x()), round(at.y()), 60, 60)

    def place_at(self, point: QPoint) -> Place | None:
        """Where on the picture, as it was before it was turned."""
        drawn = self._drawn().translated(-self._scrolled())
        if not drawn.contains(QPointF(point)):
            return None
        x, y = (point.x() - drawn.left()) / drawn.width(), (point.y() - drawn.top()) / drawn.height()
        for _quarter in range(self._quarters):  # turn back
            x, y = y, 1 - x
        return Place(self._page, x, y)

    def area_of(self, place: Place) -> QRectF | None:
        """Where it is now, as it was turned."""
        if place.page != self._page or self._picture.isNull():
            return None
        drawn = self._drawn().translated(-self._scrolled())
        return _turned(place, self._quarters, drawn.size()).translated(drawn.topLeft())

    def print_on(self, printer: QPrinter) -> None:
        """As it was turned, as large as fits."""
        from cmsdesk.ui.printing import print_picture  # noqa: PLC0415 - rare, and it costs start-up time

        print_picture(printer, self.picture)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """It fits the width."""
        super().resizeEvent(event)
        self._draw()

    def _scrolled(self) -> QPointF:
        return QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _drawn(self) -> QRectF:
        """Where the picture lies on its label, which is at least as large as the area."""
        size = self.label.pixmap().deviceIndependentSize().toSize()
        room = self.viewport().size().expandedTo(size)
        return QRectF((room.width() - size.width()) // 2, (room.height() - size.height()) // 2, size.width(), size.height())

    def _draw(self) -> None:
        if self._picture.isNull():
            return
        turned, ratio = self.picture, self.devicePixelRatioF()
        width = int(max(100, self.viewport().width() - 4) * self._scale * ratio)
        shown = turned.scaledToWidth(min(width, turned.width() * 4), Qt.TransformationMode.SmoothTransformation)
        shown.setDevicePixelRatio(ratio)  # as sharp as the screen is
        self.label.setPixmap(shown)
        self.changed.emit()


def _turned(place: Place, quarters: int, size: QSizeF) -> QRectF:
    """A place on a picture that was turned, in dots."""
    x, y, width, height = place.x, place.y, place.width, place.height
    for _quarter in range(quarters):
        x, y, width, height = 1 - y - height, x, height, width
    return QRectF(x * size.width(), y * size.height(), width * size.width(), height * size.height())
