"""The built-in viewer: PDF, images and text, with pages, zoom and search; nothing in a document is ever run."""

from typing import BinaryIO

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QModelIndex, Qt
from PySide6.QtGui import QFontInfo, QImage, QImageReader, QKeySequence, QPixmap, QResizeEvent, QShortcut, QTextCursor
from PySide6.QtPdf import QPdfDocument, QPdfSearchModel
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QPlainTextEdit, QScrollArea, QStackedWidget, QWidget

from cmsdesk.domain.words import _
from cmsdesk.ui.cards import ElidedLabel, EmptyState, PlainLabel, button, column, row
from cmsdesk.ui.icons import pixmap
from cmsdesk.ui.theme import colours

_LARGEST_IMAGE = 256  # MB in memory
_LONGEST_TEXT = 2_000_000


class DocumentView(QWidget):
    """Shows one document; what cannot be shown gets a sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = column(10, 16)
        self.setLayout(layout)
        head = row(8)
        mark = QLabel()
        mark.setPixmap(pixmap("file-text", colours().muted, 18))
        head.addWidget(mark)
        self.title = ElidedLabel("", size=15, strong=True)
        head.addWidget(self.title, 1)
        self.pages = PlainLabel("", role="muted")
        head.addWidget(self.pages)
        self.find_edit = QLineEdit()
        self.find_edit.setPlaceholderText(_("Find in document"))
        self.find_edit.setAccessibleName(_("Find in document"))
        self.find_edit.setMaximumWidth(170)
        self.find_edit.returnPressed.connect(self._find_next)
        self.find_edit.textChanged.connect(self._find)
        head.addWidget(self.find_edit)
        self.out_button = button("", lambda: self._zoom(0.8), symbol="zoom-out", tip=_("Smaller"))
        self.in_button = button("", lambda: self._zoom(1.25), symbol="zoom-in", tip=_("Larger"))
        for tool, name in ((self.out_button, _("Smaller")), (self.in_button, _("Larger"))):
            tool.setAccessibleName(name)
            head.addWidget(tool)
        layout.addLayout(head)
        for keys, act in (("Ctrl++", self.in_button.click), ("Ctrl+-", self.out_button.click), ("Ctrl+0", self.fit)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        self.stack = QStackedWidget()
        layout.addWidget(self.stack, 1)
        self._pdf = QPdfDocument(self)
        self._buffer = QBuffer(self)
        self._hits = QPdfSearchModel(self)
        self._hits.setDocument(self._pdf)
        self._hit = -1
        self.pdf_view = QPdfView(self)
        self.pdf_view.setDocument(self._pdf)
        self.pdf_view.setPageMode(QPdfView.PageMode.MultiPage)
        self.pdf_view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.pdf_view.setSearchModel(self._hits)
        self.pdf_view.pageNavigator().currentPageChanged.connect(lambda _page: self._show_page())
        self.image = QLabel()
        self.image.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._image_area = QScrollArea()
        self._image_area.setWidget(self.image)
        self._image_area.setWidgetResizable(True)
        self._picture = QPixmap()
        self._scale = 1.0
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self._text_size = QFontInfo(self.text.font()).pixelSize()
        self.pdf_view.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self._nothing = QWidget()
        self._nothing.setLayout(column())
        for shown in (self.pdf_view, self._image_area, self.text, self._nothing):
            self.stack.addWidget(shown)
        self.clear(_("No document is chosen."))

    def clear(self, sentence: str, name: str = "") -> None:
        """Show no document, with the reason."""
        self.title.setText(name)
        self.pages.setText("")
        layout = self._nothing.layout()
        assert layout is not None
        while layout.count() and (item := layout.takeAt(0)):
            if widget := item.widget():
                widget.deleteLater()
        layout.addWidget(EmptyState("file-text", sentence))
        self._put(self._nothing)

    def fit(self) -> None:
        """The whole width of the page, however it was zoomed."""
        self._scale = 1.0
        self.pdf_view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self._fit_image()
        self._size_text()

    def print_document(self) -> None:
        """Print the PDF, the picture or the text that is shown."""
        from cmsdesk.ui.printing import ask_printer, new_printer, print_pdf, print_picture  # noqa: PLC0415 - rare

        shown = self.stack.currentWidget()
        if shown is self.pdf_view:
            ask_printer(self, new_printer(), lambda printer: print_pdf(printer, self._pdf))
        elif shown is self._image_area:
            ask_printer(self, new_printer(), lambda printer: print_picture(printer, self._picture))
        elif shown is self.text:
            ask_printer(self, new_printer(), self.text.print_)

    def show_document(self, name: str, media_type: str, content: BinaryIO) -> None:
        """Show the bytes of a document."""
        raw = content.read()
        self.title.setText(name)
        self.pages.setText("")
        if media_type == "application/pdf":
            self._show_pdf(name, raw)
        elif media_type.startswith("image/"):
            self._show_image(name, raw)
        elif media_type.startswith("text/"):
            self.text.setPlainText(raw[:_LONGEST_TEXT].decode("utf-8", errors="replace"))
            self._put(self.text)
            self.fit()
        else:
            self.clear(_("This kind of document cannot be shown here. Ask for a PDF, or open it in its own program."), name)

    def _show_pdf(self, name: str, raw: bytes) -> None:
        self._pdf.close()
        self._buffer.close()
        self._buffer.setData(QByteArray(raw))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._pdf.load(self._buffer)
        if self._pdf.status() != QPdfDocument.Status.Ready or not self._pdf.pageCount():
            self.clear(_("This PDF is damaged or protected by a password. Ask for a new one."), name)
            return
        self._show_page()
        self._put(self.pdf_view)
        self.fit()

    def _put(self, shown: QWidget) -> None:
        self.stack.setCurrentWidget(shown)
        self.find_edit.clear()
        self.find_edit.setEnabled(shown in {self.pdf_view, self.text})
        for tool in (self.out_button, self.in_button):
            tool.setEnabled(shown is not self._nothing)

    def _show_page(self) -> None:
        page = self.pdf_view.pageNavigator().currentPage() + 1
        self.pages.setText(f"{page} / {self._pdf.pageCount()}")

    def _show_image(self, name: str, raw: bytes) -> None:
        buffer = QBuffer()
        buffer.setData(QByteArray(raw))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        QImageReader.setAllocationLimit(_LARGEST_IMAGE)
        picture: QImage = QImageReader(buffer).read()
        if picture.isNull():
            self.clear(_("This image is damaged or too large to show."), name)
            return
        self._picture = QPixmap.fromImage(picture)
        self._put(self._image_area)
        self.fit()

    def _fit_image(self) -> None:
        if self._picture.isNull() or self.stack.currentWidget() is not self._image_area:
            return
        width = int(max(100, self._image_area.viewport().width() - 4) * self._scale)
        self.image.setPixmap(
            self._picture.scaledToWidth(min(width, self._picture.width() * 4), Qt.TransformationMode.SmoothTransformation)
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """An image fits the width."""
        super().resizeEvent(event)
        self._fit_image()

    def _zoom(self, factor: float) -> None:
        if self.stack.currentWidget() is self.pdf_view:
            now = self._pdf_zoom()
            self.pdf_view.setZoomMode(QPdfView.ZoomMode.Custom)
            self.pdf_view.setZoomFactor(max(0.2, min(5.0, now * factor)))
        else:
            self._scale = max(0.2, min(5.0, self._scale * factor))
            self._fit_image()
            self._size_text()

    def _pdf_zoom(self) -> float:
        """How large the page is now; while it fits the width the view itself only tells the factor before that."""
        if self.pdf_view.zoomMode() == QPdfView.ZoomMode.Custom:
            return self.pdf_view.zoomFactor()
        points = self._pdf.pagePointSize(self.pdf_view.pageNavigator().currentPage()).width()
        margins = self.pdf_view.documentMargins()
        room = self.pdf_view.viewport().width() - margins.left() - margins.right()
        return room / (points * self.logicalDpiX() / 72) if points else 1.0

    def _size_text(self) -> None:
        font = self.text.font()
        font.setPixelSize(max(8, round(self._text_size * self._scale)))
        self.text.setFont(font)

    def _find(self, words: str) -> None:
        self._hits.setSearchString(words)
        self._hit = -1
        self._mark(missing=False)

    def _mark(self, *, missing: bool) -> None:
        """A red border around words the document does not have."""
        self.find_edit.setProperty("wrong", missing)
        self.find_edit.style().unpolish(self.find_edit)
        self.find_edit.style().polish(self.find_edit)

    def _find_next(self) -> None:
        if self.stack.currentWidget() is self.text:
            if not self.text.find(self.find_edit.text()):
                self.text.moveCursor(QTextCursor.MoveOperation.Start)
                self._mark(missing=not self.text.find(self.find_edit.text()))
            return
        count = self._hits.rowCount(QModelIndex())
        self._mark(missing=not count)
        if count:
            self._hit = (self._hit + 1) % count
            self.pdf_view.setCurrentSearchResultIndex(self._hit)
            link = self._hits.resultAtIndex(self._hit)
            self.pdf_view.pageNavigator().jump(link.page(), link.location())
