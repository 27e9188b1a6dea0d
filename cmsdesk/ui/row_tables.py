"""How every table of rows looks: whole rows, no grid, no numbers at the side, headings on the left."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView

from cmsdesk.ui.chips import ROW, ChipDelegate
from cmsdesk.ui.tables import PagedModel


def show_rows(table: QTableView, model: PagedModel[Any]) -> None:
    """Let a table show the rows of a model, as wide as its columns say; a status is drawn as a chip."""
    table.setModel(model)
    table.setItemDelegate(ChipDelegate(table))
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(ROW)
    header = table.horizontalHeader()
    header.setStretchLastSection(True)
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    for place, column in enumerate(model.columns):
        table.setColumnWidth(place, column.width)
