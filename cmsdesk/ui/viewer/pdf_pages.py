"""The pages of a PDF."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QPointF, QRectF, QSize, QSizeF, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtPdf import QPdfDocument, QPdfSearchModel
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from cmsdesk.ui.viewer.surfaces import Hits, Place

_SMALLEST, _LARGEST = 0.2, 5.0
_POINTS = 72  # in an inch


class PdfPages(QPdfView):
    """Shows a PDF as one long strip of pages; only those on the screen are drawn."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        # Of the parent, and older than the view: it goes first. It tells the view so, which must still be whole then.
        document = QPdfDocument(parent)
        super().__init__(parent)
        self._pdf = document
        self._buffer = QBuffer(self)
        self._search = QPdfSearchModel(self)
        self._search.setDocument(self._pdf)
        self._search.countChanged.connect(self._on_found)
        self._hit, self._from_page = -1, 1
        self._rects: list[QRectF] = []
        self._laid_out_for: tuple[object, ...] = ()
        self.setDocument(self._pdf)
        self.setPageMode(QPdfView.PageMode.MultiPage)
        self.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.setSearchModel(self._search)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.pageNavigator().currentPageChanged.connect(lambda _page: self.changed.emit())

    def show_bytes(self, raw: bytes) -> bool:
        """Show the first page of this PDF; False when it is damaged or protected."""
        self._search.setSearchString("")
        self._pdf.close()
        self._buffer.close()
        self._buffer.setData(QByteArray(raw))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._pdf.load(self._buffer)
        self._hit, self._laid_out_for = -1, ()
        self.verticalScrollBar().setValue(0)
        return self._pdf.status() == QPdfDocument.Status.Ready and self._pdf.pageCount() > 0

    @property
    def page(self) -> int:
        """The page that is on the screen."""
        return self.pageNavigator().currentPage() + 1

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return self._pdf.pageCount()

    @property
    def canvas(self) -> QAbstractScrollArea:
        """The strip of pages."""
        return self

    @property
    def can_find(self) -> bool:
        """A scan has no words, but only searching tells."""
        return True

    @property
    def hits(self) -> Hits:
        """As far as the search has come; it goes through the pages while the window stays free."""
        return Hits(self._hit + 1, self._search.count())

    def zoom(self, factor: float) -> None:
        """Start from what is seen."""
        now = self.scale
        self.setZoomMode(QPdfView.ZoomMode.Custom)
        self.setZoomFactor(max(_SMALLEST, min(_LARGEST, now * factor)))
        self.changed.emit()

    def fit(self) -> None:
        """The whole width of the page."""
        self.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.changed.emit()

    @property
    def scale(self) -> float:
        """How large the page is now; while it fits the width the view itself only tells the factor before that."""
        if self.zoomMode() == QPdfView.ZoomMode.Custom:
            return self.zoomFactor()
        points = self._pdf.pagePointSize(self.page - 1).width()
        return self._room() / (points * self._dots()) if points else 1.0

    def search(self, words: str, page: int = 1) -> None:
        """The search goes on by itself; the first place is shown as soon as it is known."""
        self._hit, self._from_page = -1, page
        self.setCurrentSearchResultIndex(-1)
        self._search.setSearchString(words)
        self.changed.emit()

    def step_hit(self, by: int) -> None:
        """Round and round through what is found so far."""
        if total := self._search.count():
            self._show_hit((self._hit + by) % total)

    def _on_found(self) -> None:
        if self._hit < 0:
            total = self._search.count()
            places = (place for place in range(total) if self._search.resultAtIndex(place).page() + 1 >= self._from_page)
            if (first := next(places, None)) is not None:
                self._show_hit(first)
                return
        self.changed.emit()

    def _show_hit(self, place: int) -> None:
        self._hit = place
        self.setCurrentSearchResultIndex(place)
        link = self._search.resultAtIndex(place)
        size = self._pdf.pagePointSize(link.page())
        at = link.location()
        self.go_to(Place(link.page() + 1, at.x() / size.width(), at.y() / size.height()))
        self.changed.emit()

    def go_to(self, place: Place) -> None:
        """Bring it to the upper third of the screen, unless it is there already."""
        area = self.area_of(place)
        if area is None:
            return
        seen = QRectF(self.viewport().rect()).adjusted(0, 8, 0, -24)
        if not seen.contains(area.topLeft()):
            self.verticalScrollBar().setValue(round(self.verticalScrollBar().value() + area.top() - seen.height() / 3))
            self.horizontalScrollBar().setValue(round(self.horizontalScrollBar().value() + area.left() - seen.width() / 3))

    def place_at(self, point: QPoint) -> Place | None:
        """The page under the point, and where on it."""
        at = QPointF(point) + self._scrolled()
        for number, rect in enumerate(self._pages(), start=1):
            if rect.contains(at):
                return Place(number, (at.x() - rect.left()) / rect.width(), (at.y() - rect.top()) / rect.height())
        return None

    def area_of(self, place: Place) -> QRectF | None:
        """Where it is now, on the screen or outside it."""
        pages = self._pages()
        if not 1 <= place.page <= len(pages):
            return None
        rect = pages[place.page - 1].translated(-self._scrolled())
        at = QPointF(rect.left() + place.x * rect.width(), rect.top() + place.y * rect.height())
        return QRectF(at, QSizeF(place.width * rect.width(), place.height * rect.height()))

    def print_on(self, printer: QPrinter) -> None:
        """Each page on a sheet."""
        from cmsdesk.ui.printing import print_pdf  # noqa: PLC0415 - rare, and it costs start-up time

        print_pdf(printer, self._pdf)

    def _scrolled(self) -> QPointF:
        return QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _room(self) -> int:
        margins = self.documentMargins()
        return self.viewport().width() - margins.left() - margins.right()

    @staticmethod
    def _dots() -> float:
        """Dots of the screen for one point, as QPdfView counts them."""
        screen = QGuiApplication.primaryScreen()
        return (screen.logicalDotsPerInch() if screen else _POINTS) / _POINTS

    def _pages(self) -> list[QRectF]:
        """Where each page lies on the strip: what QPdfView works out for itself and tells nobody."""
        view = self.viewport().size()
        asked = (self.zoomMode(), self.zoomFactor(), view.width(), view.height(), self.page_count)
        if asked != self._laid_out_for:
            self._laid_out_for, self._rects = asked, self._lay_out()
        return self._rects

    def _lay_out(self) -> list[QRectF]:
        sizes: list[QSize] = []
        for page in range(self.page_count):
            size = self._pdf.pagePointSize(page) * self._dots()
            if self.zoomMode() == QPdfView.ZoomMode.FitToWidth:
                whole = size.toSize()
                sizes.append(whole * (self._room() / max(1, whole.width())))
            else:
                sizes.append((size * self.zoomFactor()).toSize())
        margins = self.documentMargins()
        widest = max((drawn.width() for drawn in sizes), default=0) + margins.left() + margins.right()
        wide, top = max(widest, self.viewport().width()), margins.top()
        found = []
        for drawn in sizes:
            found.append(QRectF((wide - drawn.width()) // 2, top, drawn.width(), drawn.height()))
            top += drawn.height() + self.pageSpacing()
        return found
