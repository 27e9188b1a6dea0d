"""What each column of a list holds: as it was guessed, to be changed by hand."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QWidget

from cmsdesk.domain.words import _
from cmsdesk.exchange.columns import MEMBER_FIELDS, Recognised, column_letters
from cmsdesk.ui.cards import ElidedLabel, PlainLabel, clear, column, scrolled

_A_ROW = 3  # columns of the list beside each other
_LOOKED_AT = 200  # rows searched for an example of what stands in a column
_EXAMPLE = 60  # letters of it


class ImportColumns(QFrame):
    """One choice for each column with a heading or with anything in it."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.setMinimumHeight(150)
        self.setMaximumHeight(310)
        self.setLayout(column(0, 12))
        self.boxes: dict[int, QComboBox] = {}
        self._columns: Mapping[int, str] = {}

    def show_columns(self, listed: Recognised) -> None:
        """Show how the columns of a list are understood."""
        self._columns = listed.columns
        self.boxes.clear()
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        headings = listed.sheet.rows[listed.heading_row - 1]
        for place in range(max(len(cells) for cells in listed.sheet.rows)):
            heading = headings[place] if place < len(headings) else None
            example = _example(listed, place)
            if heading is None and not example:
                continue
            self._add(grid, place, str(heading or ""), example)
        for pair in range(_A_ROW):
            grid.setColumnStretch(pair * 2, 1)
            grid.setColumnStretch(pair * 2 + 1, 1)
        layout = self.layout()
        assert layout is not None
        clear(layout)
        layout.addWidget(scrolled(holder))

    def _add(self, grid: QGridLayout, place: int, heading: str, example: str) -> None:
        name = heading or _("column {letters}").format(letters=column_letters(place))
        box = QComboBox()
        box.setAccessibleName(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(12)
        box.addItem(_("not used"), "")
        for key, (label, _names) in MEMBER_FIELDS.items():
            box.addItem(_(label), key)
        box.setCurrentIndex(max(0, box.findData(self._columns.get(place, ""))))
        box.activated.connect(lambda _index, p=place, b=box: self._use(p, b.currentData()))
        words = column(0)
        words.addWidget(ElidedLabel(name, strong=True) if heading else PlainLabel(name, role="muted"))
        if example:
            words.addWidget(ElidedLabel(example, size=12, role="muted"))
        line, pair = divmod(len(self.boxes), _A_ROW)
        grid.addLayout(words, line, pair * 2)
        grid.addWidget(box, line, pair * 2 + 1, Qt.AlignmentFlag.AlignVCenter)
        self.boxes[place] = box

    def _use(self, place: int, key: str) -> None:
        """A field is in one column only: the one that was chosen last."""
        columns = {p: name for p, name in self._columns.items() if p != place and name != key}
        if key:
            columns[place] = key
        self.changed.emit(columns)


def _example(listed: Recognised, place: int) -> str:
    """The first thing that stands in a column below its heading."""
    for cells in listed.sheet.rows[listed.heading_row : listed.heading_row + _LOOKED_AT]:
        if place < len(cells) and cells[place] is not None:
            return str(cells[place])[:_EXAMPLE]
    return ""
