"""The Today tab: what needs a hand, the most pressing first."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QTableView, QVBoxLayout, QWidget

from cmsdesk.domain.dates import show_days
from cmsdesk.domain.words import _, ngettext
from cmsdesk.services.today import TodoRow, WorkList
from cmsdesk.ui.cards import EmptyState, PlainLabel, row
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.row_tables import show_rows
from cmsdesk.ui.states import light_chip
from cmsdesk.ui.tables import ROW_ROLE, Column, PagedModel, Rows


class TodayPage(QWidget):
    """A work list; opening a line goes to its record."""

    go_wanted = Signal(str, int, str)
    counted = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        head = row(12)
        head.addWidget(PlainLabel(_("Today"), size=20, strong=True))
        self.count_label = PlainLabel("", role="muted")
        head.addWidget(self.count_label)
        head.addStretch()
        layout.addLayout(head)
        self.stack = QStackedWidget()
        layout.addWidget(self.stack, 1)
        self.model: PagedModel[TodoRow] = PagedModel(
            [
                Column("light", _("TERM"), lambda r: light_chip(r.light).text, 130, chip=lambda r: light_chip(r.light)),
                Column("due", _("BY"), lambda r: show_days(r.due_on, desk.today) if r.due_on else "", 120),
                Column("what", _("WHAT"), lambda r: r.what, 330),
                Column("name", _("NAME"), lambda r: r.name, 240),
                Column("number", _("NUMBER"), lambda r: r.number, 140),
            ],
            self,
        )
        self.table = QTableView()
        self.table.setAccessibleName(_("Today"))
        show_rows(self.table, self.model)
        self.table.activated.connect(lambda index: self._open(index.data(ROW_ROLE)))
        self.stack.addWidget(self.table)
        self.stack.addWidget(EmptyState("circle-check", _("Nothing needs a hand today. Time for coffee.")))
        desk.changed.connect(self._on_change)
        self.refresh()

    def refresh(self) -> None:
        """Read the work list again."""
        rows = self.desk.do(WorkList())
        self.model.set_source(Rows(rows))
        late = sum(found.light == "late" for found in rows)
        things = ngettext("{count} thing to do", "{count} things to do", len(rows)).format(count=len(rows))
        self.count_label.setText(_("{things}, {late} late").format(things=things, late=late))
        self.stack.setCurrentIndex(0 if rows else 1)
        self.counted.emit(len(rows))

    def _on_change(self, _changed: frozenset[str]) -> None:
        self.refresh()

    def _open(self, found: TodoRow) -> None:
        self.go_wanted.emit(found.kind, found.id, found.number)
