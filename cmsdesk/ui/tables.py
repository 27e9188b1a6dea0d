"""The one table model: rows come from the office page by page, never all at once."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Row = TypeVar("Row")
Row_co = TypeVar("Row_co", covariant=True)
Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole
CHIP_ROLE = Qt.ItemDataRole.UserRole + 1

_PAGE = 100
_KEPT = 20


class Source(Protocol[Row_co]):
    """Where a list reads its rows."""

    def count(self) -> int:
        """How many rows there are."""
        ...

    def rows(self, offset: int, limit: int) -> Sequence[Row_co]:
        """Some of them, in order."""
        ...


@dataclass(frozen=True)
class Chip:
    """A status as icon and word on a soft ground."""

    text: str
    icon: str
    tone: str


@dataclass(frozen=True)
class Column(Generic[Row]):
    """How one column reads a row; `key` is what the list is sorted by, empty when it cannot be."""

    key: str
    title: str
    text: Callable[[Row], str]
    width: int = 120
    right: bool = False
    chip: Callable[[Row], Chip] | None = None


@dataclass(frozen=True)
class Rows(Generic[Row]):
    """A source over rows at hand, for short lists."""

    given: Sequence[Row]

    def count(self) -> int:
        """All of them."""
        return len(self.given)

    def rows(self, offset: int, limit: int) -> Sequence[Row]:
        """A slice."""
        return self.given[offset : offset + limit]


class PagedModel(QAbstractTableModel, Generic[Row]):
    """Read-only table over a source; keeps the last few pages."""

    def __init__(self, columns: Sequence[Column[Row]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = columns
        self._source: Source[Row] = Rows(())
        self._count = 0
        self._pages: OrderedDict[int, Sequence[Row]] = OrderedDict()

    def set_source(self, source: Source[Row]) -> None:
        """Show another list, or the same one read again."""
        count = source.count()  # may be refused, and then the list stays as it was
        self.beginResetModel()
        self._source = source
        self._count = count
        self._pages.clear()
        self.endResetModel()

    def row(self, number: int) -> Row | None:
        """The row at a place, None beyond the end."""
        page = number // _PAGE
        if page not in self._pages:
            self._pages[page] = self._source.rows(page * _PAGE, _PAGE)
            if len(self._pages) > _KEPT:
                self._pages.popitem(last=False)
        rows = self._pages[page]
        return rows[number % _PAGE] if number % _PAGE < len(rows) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """All rows, read or not."""
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as above
        """The columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, chip, alignment, or the row itself."""
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, ROW_ROLE, CHIP_ROLE}:
            return None
        row = self.row(index.row())
        if row is None:
            return None
        if role == ROW_ROLE:
            return row
        if role == CHIP_ROLE:
            return column.chip(row) if column.chip else None
        return column.text(row)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The titles of the columns."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        return None
