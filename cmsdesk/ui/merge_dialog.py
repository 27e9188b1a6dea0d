"""Merging two entries of one person, side by side."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QLineEdit, QListWidget, QListWidgetItem, QTableWidget, QTableWidgetItem, QWidget

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _
from cmsdesk.services.lists import Asked
from cmsdesk.services.people import ListPeople, MergePeople, PersonRecord, ReadPerson
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.dialogs import FormDialog

_ID = Qt.ItemDataRole.UserRole
_CHOSEN = Qt.CheckState.Checked
_OFFERED = 20


class MergeDialog(FormDialog):
    """The first entry stays; for each line that differs the user ticks which of the two is true."""

    form = "merge_dialog"

    other: QLineEdit
    found: QListWidget
    fields: QTableWidget

    def __init__(self, desk: Desk, keep_id: int, other_id: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.saved_id = keep_id
        self._keep: PersonRecord = desk.do(ReadPerson(keep_id))
        self._other: PersonRecord | None = None
        self._names: list[str] = []
        self.fields.setColumnCount(2)
        self.fields.setMinimumHeight(260)
        self.fields.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.fields.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.fields.itemChanged.connect(self._choose_one)
        self.found.setMaximumHeight(110)
        self.found.currentItemChanged.connect(lambda now, _before: self._compare(now.data(_ID)) if now else None)
        self.other.textChanged.connect(self._find)
        if other_id:
            self._compare(other_id)
        for asked in (self.other, self.other_label, self.found, self.found_label):  # type: ignore[attr-defined]
            asked.setVisible(not other_id)
        if not other_id:
            self._find(self._keep.details.surname)

    def save(self) -> None:
        """Merge, with what was ticked."""
        if self._other is None:
            raise RuleBroken(_("Please choose the second entry."))
        chosen: dict[str, Any] = {}
        for place, name in enumerate(self._names):
            ticked = self.fields.item(place, 1)
            side = self._other if ticked and ticked.checkState() == _CHOSEN else self._keep
            chosen[name] = getattr(side.details, name)
        seen = self._keep.version, self._other.version
        self.desk.do(MergePeople(self._keep.id, self._other.id, replace(self._keep.details, **chosen), seen))

    def _find(self, words: str) -> None:
        self.found.clear()
        for row in self.desk.do(ListPeople(Asked(words), 0, _OFFERED)):
            if row.id != self._keep.id:
                item = QListWidgetItem(f"{row.name}  ·  {row.number}  ·  {row.city}")
                item.setData(_ID, row.id)
                self.found.addItem(item)

    def _compare(self, other_id: int) -> None:
        """Show the lines that differ; what only one of them has is ticked."""
        self._other = self.desk.do(ReadPerson(other_id))
        keep, other = self._keep.details, self._other.details
        labels = _labels()
        self._names = [name for name in labels if getattr(keep, name) != getattr(other, name)]
        self.fields.blockSignals(True)
        self.fields.setHorizontalHeaderLabels(
            [f"{record.sorted_name} · {record.details.number}" for record in (self._keep, self._other)]
        )
        self.fields.setRowCount(len(self._names))
        self.fields.setVerticalHeaderLabels([labels[name] for name in self._names])
        for place, name in enumerate(self._names):
            first, second = getattr(keep, name), getattr(other, name)
            for side, value in enumerate((first, second)):
                item = QTableWidgetItem(_shown(value))
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable)
                ticked = bool(first) == (side == 0)
                item.setCheckState(_CHOSEN if ticked else Qt.CheckState.Unchecked)
                self.fields.setItem(place, side, item)
        self.fields.blockSignals(False)

    def _choose_one(self, item: QTableWidgetItem) -> None:
        """Ticking one side of a line unticks the other."""
        beside = self.fields.item(item.row(), 1 - item.column())
        if beside is None:
            return
        self.fields.blockSignals(True)
        beside.setCheckState(Qt.CheckState.Unchecked if item.checkState() == _CHOSEN else _CHOSEN)
        self.fields.blockSignals(False)


def _labels() -> dict[str, str]:
    """The fields that may differ; the number of the first entry always stays."""
    return {
        "surname": _("Surname"),
        "prefix": _("Prefix"),
        "given_name": _("Given name"),
        "initials": _("Initials"),
        "birth_date": _("Birth date"),
        "email": _("E-mail"),
        "phone": _("Telephone"),
        "street": _("Street"),
        "postcode": _("Postcode"),
        "city": _("City"),
        "employer": _("Employer"),
        "function": _("Function"),
        "note": _("Note"),
    }


def _shown(value: Any) -> str:
    return show_date(value) if hasattr(value, "year") else str(value or "–")
