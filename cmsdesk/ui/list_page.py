"""What every list has: search while typing, filters, count, sort, columns, copy, and the record beside it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from cmsdesk.domain.words import _
from cmsdesk.services.lists import Asked
from cmsdesk.ui.cards import Button, EmptyState, clear, column
from cmsdesk.ui.copying import MOST, copy_rows
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.flow import Flow
from cmsdesk.ui.forms import load_form
from cmsdesk.ui.icons import icon
from cmsdesk.ui.remembered import RememberedColumns, SavedViews, passing_menu, remember_widths
from cmsdesk.ui.row_tables import show_rows
from cmsdesk.ui.tables import ROW_ROLE, Column, PagedModel, Source
from cmsdesk.ui.theme import colours

_TYPING = 120  # milliseconds of rest before the list is searched


@dataclass(frozen=True)
class Filter:
    """One filter chip; `key` is what the list's SQL knows it by."""

    key: str
    label: str


@dataclass(frozen=True)
class OfficeSource:
    """A list read through the desk."""

    desk: Desk
    asked: Asked
    count_: Callable[[Asked], Any]
    page: Callable[[Asked, int, int], Any]

    def count(self) -> int:
        """How many rows were asked for."""
        return int(self.desk.do(self.count_(self.asked)))

    def rows(self, offset: int, limit: int) -> Sequence[Any]:
        """One page of them."""
        found: Sequence[Any] = self.desk.do(self.page(self.asked, offset, limit))
        return found


class ListPage(QWidget):
    """A list with the record of its current row beside it; each tab adds its columns, filters and record."""

    title_label: QLabel
    count_label: QLabel
    filter_side: QWidget
    search_edit: QLineEdit
    views_button: QPushButton
    table: QTableView
    stack: QStackedWidget
    splitter: QSplitter
    record_side: QFrame
    empty_side: QWidget

    opened = Signal(object)

    name = ""
    tables: frozenset[str] = frozenset()
    always: frozenset[str] = frozenset()

    _section = 0  # which section of its record a tab shows

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        load_form(self, "list_page")
        self.desk = desk
        self.chips: dict[str, QPushButton] = {}
        self._columns = self.columns()
        self._remembered = RememberedColumns(self.name, self.table.horizontalHeader(), self._columns)
        self._views = SavedViews(self.name)
        self._sort, self._descending = self._remembered.sort(self.first_sort())
        self._shown: Asked | None = None
        self._filling = False
        self._wanted: int | None = None
        self.model: PagedModel[Any] = PagedModel(self._columns, self)
        self._set_up_head()
        self._set_up_table()
        self.record_side.setProperty("card", True)
        QVBoxLayout(self.record_side).setContentsMargins(0, 0, 0, 0)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_TYPING)
        self._timer.timeout.connect(self.refresh)
        self.search_edit.textChanged.connect(lambda _text: self._timer.start())
        self.setFocusProxy(self.table)
        self._restore_layout()
        desk.changed.connect(self._on_change)
        self.refresh()

    # What a tab adds.

    def columns(self) -> Sequence[Column[Any]]:
        """The columns of the list."""
        raise NotImplementedError

    def filters(self) -> Sequence[Filter]:
        """The filter chips."""
        return ()

    def first_sort(self) -> tuple[str, bool]:
        """The order of a fresh list: a column's key, and whether downwards."""
        return "", False

    def source(self, asked: Asked) -> Source[Any]:
        """Where the rows come from."""
        raise NotImplementedError

    def buttons(self) -> Sequence[QPushButton]:
        """The buttons above the list, the primary one last."""
        return ()

    def empty(self) -> EmptyState:
        """What an empty list says."""
        return EmptyState("search", _("Nothing was found. Try other words or fewer filters."))

    def actions_for(self, row: Any) -> Sequence[tuple[str, str, Callable[[], object]]]:
        """The context menu of a row: icon, words, act."""
        return [("arrow-right", _("Open"), lambda: self.opened.emit(row))]

    def record(self, row: Any) -> QWidget:
        """The record of a row."""
        raise NotImplementedError

    # What every list does.

    def asked(self) -> Asked:
        """What the list shows now."""
        chosen = frozenset(key for key, chip in self.chips.items() if chip.isChecked())
        return Asked(self.search_edit.text(), chosen | self.always, self._sort, self._descending)

    def refresh(self) -> None:
        """Read the list again; the current row stays current."""
        row, place = self.current_row(), self.table.currentIndex().row()
        keep = self._wanted if self._wanted is not None else getattr(row, "id", None)
        asked = self.asked()
        place = place if asked == self._shown else 0
        self._filling = True  # the record is shown once, at the end
        with self.desk.notices.refusals_shown():
            self.model.set_source(self.source(asked))
            self._shown = asked
        shown, total = self.model.rowCount(), self.total()
        self.count_label.setText(_("{shown} of {total}").format(shown=shown, total=total))
        self._show_empty(shown == 0)
        self._select(keep, max(place, 0))
        self._filling = False
        self._show_record()

    def total(self) -> int:
        """How many rows there are without any filter."""
        return self.source(Asked(chips=self.always)).count()

    def current_row(self) -> Any:
        """The row the cursor is on, or None."""
        index = self.table.currentIndex()
        return index.data(ROW_ROLE) if index.isValid() else None

    def go_to(self, record_id: int, words: str) -> None:
        """Show one record, whatever was filtered before."""
        for chip in self.chips.values():
            chip.setChecked(False)
        self._wanted = record_id
        self.search_edit.setText(words)
        self._timer.stop()
        self.refresh()
        self._wanted = None

    def show_filter(self, wanted: str) -> None:
        """Show what one filter shows, whatever was searched or filtered before."""
        for key, chip in self.chips.items():
            chip.setChecked(key == wanted)
        self.search_edit.clear()
        self._timer.stop()
        self.refresh()

    def copy_all(self) -> None:
        """Copy the whole filtered list as a table."""
        total = self.model.rowCount()
        copy_rows(self.model, range(total), self._remembered.shown())
        said = [_("The table was copied; paste it in Excel.")]
        if total > MOST:
            said.append(_("{shown} of {total}").format(shown=MOST, total=total))
        self.desk.notices.tell(" ".join(said))

    def copy_selection(self) -> None:
        """Copy the selected rows as a table."""
        numbers = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        copy_rows(self.model, numbers, self._remembered.shown())

    def print_list(self) -> None:
        """Print the filtered list as a table."""
        from cmsdesk.ui.printing import ask_printer, new_printer, print_table  # noqa: PLC0415 - rare, and it costs start-up time

        title = f"{self.title_label.text()}, {self.count_label.text()}"
        columns = self._remembered.shown()
        ask_printer(self, new_printer(lying=True), lambda printer: print_table(printer, title, self.model, columns))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape clears the search, Ctrl+C copies, Enter opens."""
        if event.key() == Qt.Key.Key_Escape and self.search_edit.text():
            self.search_edit.clear()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._open_current()
        elif event.key() == Qt.Key.Key_Down and self.search_edit.hasFocus():
            self.table.setFocus()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """The tab has set its title by now; the screen reader names the table by it."""
        super().showEvent(event)
        self.table.setAccessibleName(self.title_label.text())

    def _open_current(self) -> None:
        if self._timer.isActive():  # Enter came before the list had followed the typing
            self._timer.stop()
            self.refresh()
        if row := self.current_row():
            self.opened.emit(row)

    def _set_up_head(self) -> None:
        self.title_label.setStyleSheet("font-size: 20px; font-weight: 600")
        self.count_label.setStyleSheet(f"color: {colours().muted}")
        buttons: QBoxLayout = self.button_layout  # type: ignore[attr-defined]
        for made in self.buttons():
            buttons.addWidget(made)
        row = Flow()
        self.filter_side.setLayout(row)
        row.addWidget(self.search_edit)
        for wanted in self.filters():
            chip = Button(wanted.label)
            chip.setCheckable(True)
            chip.setProperty("chip", True)
            chip.clicked.connect(lambda _checked=False: self.refresh())
            row.addWidget(chip)
            self.chips[wanted.key] = chip
        row.addWidget(self.views_button)
        self.search_edit.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.search_edit.setAccessibleName(_("Search in this list"))
        self.search_edit.setPlaceholderText(_("Search in this list"))
        self.views_button.setIcon(icon("bookmark"))
        self.views_button.clicked.connect(self._open_views)

    def _set_up_table(self) -> None:
        table = self.table
        show_rows(table, self.model)
        table.setWordWrap(False)
        digits = table.font()
        digits.setFeature(QFont.Tag("tnum"), 1)  # numbers of one width stand under each other
        table.setFont(digits)
        header = table.horizontalHeader()
        header.setSectionsMovable(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._choose_columns)
        header.sectionClicked.connect(self._sort_by)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._open_menu)
        table.doubleClicked.connect(lambda index: self.opened.emit(index.data(ROW_ROLE)))
        table.selectionModel().currentRowChanged.connect(self._go_along)

    def _go_along(self) -> None:
        if not self._filling:
            self._show_record()

    def _on_change(self, changed: frozenset[str]) -> None:
        if changed & self.tables:
            self.refresh()

    def _select(self, record_id: int | None, place: int) -> None:
        """Find the row near where it was and on top of the list; otherwise stay at the place."""
        count = self.model.rowCount()
        number = min(place, count - 1)
        if record_id is not None:
            near = [*range(max(0, place - 100), min(count, place + 100)), *range(min(count, 200))]
            number = next((n for n in near if getattr(self.model.row(n), "id", None) == record_id), number)
        if count:
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.table.selectionModel().setCurrentIndex(self.model.index(number, 0), flags)

    def _show_record(self) -> None:
        layout = self.record_side.layout()
        assert layout is not None
        clear(layout)
        row = self.current_row()
        if row is None:
            layout.addWidget(EmptyState("file-text", _("Choose a line to see its record.")))
            return
        with self.desk.notices.refusals_shown():
            layout.addWidget(self.record(row))

    def _show_empty(self, is_empty: bool) -> None:
        if is_empty:
            old = self.empty_side.layout()
            if old is None:
                old = column()
                self.empty_side.setLayout(old)
            clear(old)
            searched = bool(self.search_edit.text() or any(chip.isChecked() for chip in self.chips.values()))
            old.addWidget(ListPage.empty(self) if searched else self.empty())
        self.stack.setCurrentWidget(self.empty_side if is_empty else self.table)

    def _sort_by(self, section: int) -> None:
        key = self._columns[section].key
        if not key:
            return
        self._descending = not self._descending if key == self._sort else False
        self._sort = key
        self._remembered.show_sort(key, descending=self._descending, keep=True)
        self.refresh()

    def _open_menu(self, place: QPoint) -> None:
        index: QModelIndex = self.table.indexAt(place)
        if not index.isValid():
            return
        menu = passing_menu(self)
        for symbol, words, act in self.actions_for(index.data(ROW_ROLE)):
            menu.addAction(icon(symbol, "text"), words).triggered.connect(lambda _checked=False, act=act: act())
        menu.addSeparator()
        menu.addAction(icon("copy", "text"), _("Copy")).triggered.connect(lambda _checked=False: self.copy_selection())
        menu.popup(self.table.viewport().mapToGlobal(place))

    def _choose_columns(self, place: QPoint) -> None:
        menu = passing_menu(self)
        self._remembered.fill(menu)
        menu.popup(self.table.horizontalHeader().mapToGlobal(place))

    def _open_views(self) -> None:
        menu = passing_menu(self)
        self._views.fill(menu, self.asked(), self.use_view)
        columns = menu.addMenu(icon("columns-3", "text"), _("Columns"))  # the heading itself has no focus for the keyboard
        self._remembered.fill(columns)
        menu.popup(self.views_button.mapToGlobal(QPoint(0, self.views_button.height())))

    def section(self) -> int:
        """Which section of the record is shown."""
        return self._section

    def use_view(self, view: Asked, record_id: int | None = None, section: int | None = None) -> None:
        """Show a kept view, with this record current if it is in it, at a section of it."""
        self._wanted = record_id
        self._section = self._section if section is None else section
        for key, chip in self.chips.items():
            chip.setChecked(key in view.chips)
        self.search_edit.setText(view.words)
        self._timer.stop()
        self._sort, self._descending = view.sort, view.descending
        self._remembered.show_sort(view.sort, descending=view.descending)
        self.refresh()
        self._wanted = None

    def _restore_layout(self) -> None:
        self._remembered.restore()
        self._remembered.show_sort(self._sort, descending=self._descending)
        self.splitter.setHandleWidth(12)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        remember_widths(self.name, self.splitter, [820, 560])
