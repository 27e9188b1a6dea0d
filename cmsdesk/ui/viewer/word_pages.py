"""A Word document as its words."""

from PySide6.QtCore import QPoint, QRectF, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontInfo,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFrameFormat,
    QTextTableFormat,
)
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from cmsdesk.exchange.word import Paragraph, Table, WordText
from cmsdesk.ui.theme import colours
from cmsdesk.ui.viewer.finder import Finder
from cmsdesk.ui.viewer.one_page import SMALLEST, OnePage
from cmsdesk.ui.viewer.surfaces import Place

_HEADINGS = {1: 1.6, 2: 1.35, 3: 1.15}


class WordPages(OnePage, QTextEdit):
    """The words of a Word document: headings, paragraphs, lists and tables, in one column as wide as the window."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._words = Finder(self)
        self._size = QFontInfo(self.font()).pixelSize()
        self._scale = 1.0
        self._text = WordText(())

    def show_word(self, text: WordText) -> None:
        """Write the words down anew; they are never read as markup."""
        self._text, self._scale = text, 1.0
        self._write()

    def zoom(self, factor: float) -> None:
        """Larger or smaller type."""
        self._scale = max(0.5, min(4.0, self._scale * factor))
        self._write()

    def fit(self) -> None:
        """Type of the usual size."""
        self._scale = 1.0
        self._write()

    def go_to(self, place: Place) -> None:
        """Bring it to the upper third of the screen."""
        self.verticalScrollBar().setValue(round(place.y * self.document().size().height() - self.viewport().height() / 3))

    def place_at(self, point: QPoint) -> Place | None:
        """As a share of the whole text."""
        size = self.document().size()
        y = (point.y() + self.verticalScrollBar().value()) / max(1.0, size.height())
        return Place(1, point.x() / max(1, self.viewport().width()), y) if y <= 1 else None

    def area_of(self, place: Place) -> QRectF | None:
        """Where it is now."""
        size, width = self.document().size(), self.viewport().width()
        top = place.y * size.height() - self.verticalScrollBar().value()
        return QRectF(place.x * width, top, place.width * width, place.height * size.height())

    def print_on(self, printer: QPrinter) -> None:
        """All of it."""
        self.print_(printer)

    def _write(self) -> None:
        """Block by block into the document; its type follows the zoom."""
        document = self.document()
        document.clear()
        document.setUndoRedoEnabled(False)
        document.setDocumentMargin(24)
        cursor = QTextCursor(document)
        cursor.beginEditBlock()
        for number, block in enumerate(self._text.blocks):
            if isinstance(block, Table):
                self._write_table(cursor, block)
            else:
                self._write_paragraph(cursor, block, first=not number)
        cursor.endEditBlock()
        self._words.forget()
        self.changed.emit()

    def _write_paragraph(self, cursor: QTextCursor, block: Paragraph, *, first: bool) -> None:
        shape = QTextBlockFormat()
        shape.setBottomMargin(8 * self._scale)
        shape.setLineHeight(130, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if block.level:
            shape.setTopMargin(14 * self._scale)
        if block.listed:
            shape.setLeftMargin(18 * self._scale)
        if first:
            cursor.setBlockFormat(shape)
        else:
            cursor.insertBlock(shape)
        text = block.text.replace("\n", "\u2028")  # a line within a paragraph
        cursor.insertText(f"• {text}" if block.listed else text, self._letters(block.level))

    def _write_table(self, cursor: QTextCursor, block: Table) -> None:
        columns = max((len(cells) for cells in block.rows), default=0)
        if not columns:
            return
        shape = QTextTableFormat()
        shape.setCellPadding(5)
        shape.setCellSpacing(0)
        shape.setBorderCollapse(True)
        shape.setBorder(1)
        shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        shape.setBorderBrush(QColor(colours().border))
        shape.setBottomMargin(10)
        table = cursor.insertTable(len(block.rows), columns, shape)
        for row, cells in enumerate(block.rows):
            for column, words in enumerate(cells):
                table.cellAt(row, column).firstCursorPosition().insertText(words, self._letters(0))
        cursor.movePosition(QTextCursor.MoveOperation.End)

    def _letters(self, level: int) -> QTextCharFormat:
        font = QFont(self.font())
        font.setPixelSize(max(SMALLEST, round(self._size * 1.05 * self._scale * (_HEADINGS.get(level, 1.05) if level else 1))))
        if level:
            font.setWeight(QFont.Weight.DemiBold)
        made = QTextCharFormat()
        made.setFont(font)
        made.setForeground(QColor(colours().text))
        return made
