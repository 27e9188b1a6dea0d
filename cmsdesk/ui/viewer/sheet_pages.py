"""The sheets of a workbook, as plain tables."""

from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontInfo, QTextDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QAbstractScrollArea, QTableView, QTabWidget, QWidget

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.words import language
from cmsdesk.exchange.workbooks import Cell, Sheet, Workbook
from cmsdesk.ui.theme import colours
from cmsdesk.ui.viewer.surfaces import Hits, Place

MOST_ROWS = 5_000  # of a sheet on the screen
_MOST_HITS = 2_000
_MOST_PRINTED = 1_000
_WIDEST = 320  # pixels of a column
_LOOKED_AT = 60  # rows by which the width of a column is chosen

Index = QModelIndex | QPersistentModelIndex


class SheetModel(QAbstractTableModel):
    """One sheet whose cells are words."""

    def __init__(self, sheet: Sheet, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = sheet.rows
        self._columns = max((len(row) for row in self._rows), default=0)
        self.found: set[tuple[int, int]] = set()

    def rowCount(self, parent: Index | None = None) -> int:
        """Rows from row 1."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Columns from column A."""
        return 0 if parent is not None and parent.isValid() else self._columns

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words of a cell; those that were found are marked."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self.words(index.row(), index.column())
        if role == Qt.ItemDataRole.BackgroundRole and (index.row(), index.column()) in self.found:
            return QColor(colours().warn_soft)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Letters above and numbers beside, as every spreadsheet has them."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return column_name(section) if orientation == Qt.Orientation.Horizontal else str(section + 1)

    def words(self, row: int, column: int) -> str:
        """What stands in a cell."""
        cells = self._rows[row]
        return str(cells[column]) if column < len(cells) else ""

    def find(self, words: str) -> list[tuple[int, int]]:
        """The cells that hold these words, row by row."""
        wanted = words.casefold()
        places = [
            (row, column)
            for row, cells in enumerate(self._rows)
            for column, cell in enumerate(cells)
            if wanted and wanted in str(cell).casefold()
        ]
        self.found = set(places[:_MOST_HITS])
        if self._rows and self._columns:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, self._columns - 1))
        return places[:_MOST_HITS]


class SheetPages(QTabWidget):
    """Each sheet on a tab; a page is a sheet."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabPosition(QTabWidget.TabPosition.South)
        self.setDocumentMode(True)
        self._models: list[SheetModel] = []
        self._found: list[tuple[int, int, int]] = []
        self._current = -1
        self._size = QFontInfo(self.font()).pixelSize()
        self._scale = 1.0
        self.currentChanged.connect(lambda _sheet: self.changed.emit())

    def show_workbook(self, book: Workbook) -> None:
        """Put each sheet, whose cells are words, on a tab."""
        while self.count():
            old = self._table(0)
            self.removeTab(0)
            old.deleteLater()
        self._models, self._found, self._current, self._scale = [], [], -1, 1.0
        for sheet in book.sheets:
            table = QTableView()
            model = SheetModel(sheet, table)
            table.setModel(model)
            table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
            table.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
            table.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
            table.setTabKeyNavigation(False)
            table.setAccessibleName(sheet.name)
            table.verticalHeader().setDefaultSectionSize(26)
            table.horizontalHeader().setResizeContentsPrecision(_LOOKED_AT)
            table.resizeColumnsToContents()
            for column in range(model.columnCount()):
                table.setColumnWidth(column, min(_WIDEST, table.columnWidth(column) + 12))
            self._models.append(model)
            self.addTab(table, sheet.name.replace("&", "&&"))
        self.tabBar().setVisible(len(self._models) > 1)
        self.changed.emit()

    @property
    def page(self) -> int:
        """The sheet that is on top."""
        return self.currentIndex() + 1

    @property
    def page_count(self) -> int:
        """How many sheets."""
        return len(self._models)

    @property
    def canvas(self) -> QAbstractScrollArea:
        """The table on top."""
        return self._table(self.currentIndex())

    @property
    def can_find(self) -> bool:
        """There are words."""
        return True

    @property
    def hits(self) -> Hits:
        """Cells that hold the words, of all sheets."""
        return Hits(self._current + 1, len(self._found))

    def zoom(self, factor: float) -> None:
        """Larger or smaller type and cells."""
        factor = max(0.5, min(3.0, self._scale * factor)) / self._scale
        self._scale *= factor
        for sheet, model in enumerate(self._models):
            table = self._table(sheet)
            font = table.font()
            font.setPixelSize(max(8, round(self._size * self._scale)))
            table.setFont(font)
            table.verticalHeader().setDefaultSectionSize(round(26 * self._scale))
            for column in range(model.columnCount()):
                table.setColumnWidth(column, round(table.columnWidth(column) * factor))
        self.changed.emit()

    def fit(self) -> None:
        """The usual size."""
        self.zoom(1 / self._scale)

    def search(self, words: str, page: int = 1) -> None:
        """Mark every cell that holds the words and go to the first, from a sheet on."""
        self._found = [(sheet, *place) for sheet, model in enumerate(self._models) for place in model.find(words)]
        before = sum(sheet < page - 1 for sheet, _row, _column in self._found)
        self._current = before - 1 if before < len(self._found) else -1
        self.step_hit(1)

    def step_hit(self, by: int) -> None:
        """Round and round through the cells."""
        if self._found:
            self._current = (self._current + by) % len(self._found)
            sheet, row, column = self._found[self._current]
            self.setCurrentIndex(sheet)
            self._table(sheet).setCurrentIndex(self._models[sheet].index(row, column))
        self.changed.emit()

    def go_to(self, place: Place) -> None:
        """Bring the cell on the screen."""
        if 1 <= place.page <= self.page_count:
            self.setCurrentIndex(place.page - 1)
            self._table(place.page - 1).setCurrentIndex(self._cell(place))

    def place_at(self, point: QPoint) -> Place | None:
        """The middle of the cell under the point, as a share of all rows and columns."""
        table = self._table(self.currentIndex())
        cell, model = table.indexAt(point), self._models[self.currentIndex()]
        if not cell.isValid():
            return None
        return Place(self.page, (cell.column() + 0.5) / model.columnCount(), (cell.row() + 0.5) / model.rowCount())

    def area_of(self, place: Place) -> QRectF | None:
        """The cell, or those that were marked; only on the sheet on top."""
        if place.page != self.page or not self._models[place.page - 1].rowCount():
            return None
        table = self._table(place.page - 1)
        first = QRectF(table.visualRect(self._cell(place)))
        if not place.height:
            return QRectF(first.center(), first.center())
        end = Place(place.page, place.x + place.width, place.y + place.height)
        return first.united(QRectF(table.visualRect(self._cell(end))))

    def print_on(self, printer: QPrinter) -> None:
        """The sheet on top, as a table; no further than somebody reads on paper."""
        model = self._models[self.currentIndex()]
        rows, columns = range(min(model.rowCount(), _MOST_PRINTED)), range(model.columnCount())
        made = QTextDocument()
        made.setPlainText("\n".join("\t".join(model.words(row, column) for column in columns) for row in rows))
        made.print_(printer)

    def _table(self, sheet: int) -> QTableView:
        table = self.widget(sheet)
        assert isinstance(table, QTableView)
        return table

    def _cell(self, place: Place) -> QModelIndex:
        model = self._models[place.page - 1]
        rows, columns = model.rowCount(), model.columnCount()
        return model.index(min(rows - 1, int(place.y * rows)), min(columns - 1, int(place.x * columns)))


def column_name(number: int) -> str:
    """A, B ... Z, AA and on; the first is 0."""
    name = ""
    number += 1
    while number:
        number, letter = divmod(number - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


def in_words(book: Workbook) -> Workbook:
    """The same workbook with every cell as words; may be called from any thread."""
    return Workbook(
        book.name, tuple(Sheet(one.name, tuple(tuple(_words(cell) for cell in row) for row in one.rows)) for one in book.sheets)
    )


def _words(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and language() == "nl":
        return str(cell).replace(".", ",")
    return show_date(cell) if isinstance(cell, date) else str(cell)
