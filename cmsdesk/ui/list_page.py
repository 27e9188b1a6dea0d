"""What every list has: search while typing, filters, count, sort, columns, copy, and the record beside it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QFrame,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from cmsdesk.domain.words import _
from cmsdesk.services.lists import Asked
from cmsdesk.ui.cards import EmptyState, column
from cmsdesk.ui.chips import ROW, ChipDelegate
from cmsdesk.ui.copying import copy_rows
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.forms import load_form
from cmsdesk.ui.icons import icon
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

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        load_form(self, "list_page")
        self.desk = desk
        self.chips: dict[str, QPushButton] = {}
        self._columns = self.columns()
        self._sort, self._descending = self.first_sort()
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
        row = self.current_row()
        keep = self._wanted if self._wanted is not None else getattr(row, "id", None)
        with self.desk.notices.refusals_shown():
            self.model.set_source(self.source(self.asked()))
        shown, total = self.model.rowCount(), self.total()
        self.count_label.setText(_("{shown} of {total}").format(shown=shown, total=total))
        self._show_empty(shown == 0)
        self._select(keep)
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

    def copy_all(self) -> None:
        """Copy the whole filtered list as a table."""
        copy_rows(self.model, range(self.model.rowCount()), self._shown_columns())
        self.desk.notices.tell(_("The table was copied; paste it in Excel."))

    def copy_selection(self) -> None:
        """Copy the selected rows as a table."""
        numbers = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        copy_rows(self.model, numbers, self._shown_columns())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape clears the search, Ctrl+C copies, Enter opens."""
        if event.key() == Qt.Key.Key_Escape and self.search_edit.text():
            self.search_edit.clear()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and (row := self.current_row()):
            self.opened.emit(row)
        elif event.key() == Qt.Key.Key_Down and self.search_edit.hasFocus():
            self.table.setFocus()
        else:
            super().keyPressEvent(event)

    def _set_up_head(self) -> None:
        self.title_label.setStyleSheet("font-size: 20px; font-weight: 600")
        self.count_label.setStyleSheet(f"color: {colours().muted}")
        buttons: QBoxLayout = self.button_layout  # type: ignore[attr-defined]
        for made in self.buttons():
            buttons.addWidget(made)
        row: QBoxLayout = self.chip_layout  # type: ignore[attr-defined]
        for wanted in self.filters():
            chip = QPushButton(wanted.label)
            chip.setCheckable(True)
            chip.setProperty("chip", True)
            chip.clicked.connect(lambda _checked=False: self.refresh())
            row.addWidget(chip)
            self.chips[wanted.key] = chip
        self.search_edit.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.search_edit.setAccessibleName(_("Search in this list"))
        self.search_edit.setPlaceholderText(_("Search in this list"))
        self.views_button.setIcon(icon("bookmark"))
        self.views_button.clicked.connect(self._open_views)

    def _set_up_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setAccessibleName(self.title_label.text())
        table.setItemDelegate(ChipDelegate(table))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(ROW)
        header = table.horizontalHeader()
        header.setStretchLastSection(True)
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._choose_columns)
        header.sectionClicked.connect(self._sort_by)
        header.sectionResized.connect(lambda *_: self._save_layout())
        header.sectionMoved.connect(lambda *_: self._save_layout())
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._open_menu)
        table.doubleClicked.connect(lambda index: self.opened.emit(index.data(ROW_ROLE)))
        table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_record())

    def _on_change(self, changed: frozenset[str]) -> None:
        if changed & self.tables:
            self.refresh()

    def _select(self, record_id: int | None) -> None:
        number = 0
        if record_id is not None:
            near = range(min(self.model.rowCount(), 200))
            number = next((n for n in near if getattr(self.model.row(n), "id", None) == record_id), 0)
        if self.model.rowCount():
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.table.selectionModel().setCurrentIndex(self.model.index(number, 0), flags)

    def _show_record(self) -> None:
        layout = self.record_side.layout()
        assert layout is not None
        while layout.count() and (item := layout.takeAt(0)):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
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
            while old.count() and (item := old.takeAt(0)):
                if widget := item.widget():
                    widget.deleteLater()
            searched = bool(self.search_edit.text() or any(chip.isChecked() for chip in self.chips.values()))
            old.addWidget(ListPage.empty(self) if searched else self.empty())
        self.stack.setCurrentWidget(self.empty_side if is_empty else self.table)

    def _sort_by(self, section: int) -> None:
        key = self._columns[section].key
        if not key:
            return
        self._descending = not self._descending if key == self._sort else False
        self._sort = key
        order = Qt.SortOrder.DescendingOrder if self._descending else Qt.SortOrder.AscendingOrder
        self.table.horizontalHeader().setSortIndicator(section, order)
        self.table.horizontalHeader().setSortIndicatorShown(True)
        self.refresh()

    def _shown_columns(self) -> list[int]:
        header = self.table.horizontalHeader()
        order = sorted(range(len(self._columns)), key=header.visualIndex)
        return [section for section in order if not header.isSectionHidden(section)]

    def _open_menu(self, place: QPoint) -> None:
        index: QModelIndex = self.table.indexAt(place)
        if not index.isValid():
            return
        menu = QMenu(self)
        for symbol, words, act in self.actions_for(index.data(ROW_ROLE)):
            menu.addAction(icon(symbol, "text"), words).triggered.connect(lambda _checked=False, act=act: act())
        menu.addSeparator()
        menu.addAction(icon("copy", "text"), _("Copy")).triggered.connect(lambda _checked=False: self.copy_selection())
        menu.popup(self.table.viewport().mapToGlobal(place))

    def _choose_columns(self, place: QPoint) -> None:
        menu, header = QMenu(self), self.table.horizontalHeader()
        for section, shown in enumerate(self._columns):
            action = QAction(shown.title, menu, checkable=True, checked=not header.isSectionHidden(section))
            action.toggled.connect(partial(self._show_column, section))
            menu.addAction(action)
        menu.addSeparator()
        menu.addAction(_("As it was")).triggered.connect(lambda _checked=False: self._reset_columns())
        menu.popup(header.mapToGlobal(place))

    def _show_column(self, section: int, on: bool) -> None:
        self.table.horizontalHeader().setSectionHidden(section, not on)
        self._save_layout()

    def _reset_columns(self) -> None:
        header = self.table.horizontalHeader()
        for section, shown in enumerate(self._columns):
            header.setSectionHidden(section, False)
            header.resizeSection(section, shown.width)
            header.moveSection(header.visualIndex(section), section)
        self._save_layout()

    def _open_views(self) -> None:
        settings, menu = QSettings(), QMenu(self)
        views: Any = settings.value(f"views/{self.name}", {}) or {}
        for title, (words, chips, sort, descending) in views.items():
            menu.addAction(icon("bookmark", "text"), title.replace("&", "&&")).triggered.connect(
                lambda _checked=False, v=(words, chips, sort, descending): self._use_view(*v)
            )
        menu.addSeparator()
        menu.addAction(icon("plus", "text"), _("Keep this view…")).triggered.connect(
            lambda _checked=False: self._keep_view(views)
        )
        menu.popup(self.views_button.mapToGlobal(QPoint(0, self.views_button.height())))

    def _use_view(self, words: str, chips: list[str], sort: str, descending: bool) -> None:
        for key, chip in self.chips.items():
            chip.setChecked(key in chips)
        self.search_edit.setText(words)
        self._sort, self._descending = sort, descending
        self.refresh()

    def _keep_view(self, views: dict[str, list[Any]]) -> None:
        dialog = QInputDialog(self)
        dialog.setWindowTitle(_("Keep this view"))
        dialog.setLabelText(_("A name for what the list shows now:"))
        asked = self.asked()

        def keep(title: str) -> None:
            if title.strip():
                views[title.strip()] = [asked.words, sorted(asked.chips), asked.sort, asked.descending]
                QSettings().setValue(f"views/{self.name}", views)

        dialog.textValueSelected.connect(keep)
        dialog.open()

    def _save_layout(self) -> None:
        QSettings().setValue(f"columns/{self.name}", self.table.horizontalHeader().saveState())

    def _restore_layout(self) -> None:
        state = QSettings().value(f"columns/{self.name}")
        header = self.table.horizontalHeader()
        header.blockSignals(True)
        for section, shown in enumerate(self._columns):
            header.resizeSection(section, shown.width)
        if state is not None:
            header.restoreState(state)
        header.blockSignals(False)
        self.splitter.setHandleWidth(12)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        if (sizes := QSettings().value(f"splitter/{self.name}")) is not None:
            self.splitter.restoreState(sizes)
        else:
            self.splitter.setSizes([820, 560])
        self.splitter.splitterMoved.connect(lambda *_: QSettings().setValue(f"splitter/{self.name}", self.splitter.saveState()))
