"""The exemption matrix: topics by documents; Enter or a double click shows the document, and feedback is given on it."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QLabel, QPushButton, QTableView, QWidget

from cmsdesk.domain.dossiers import Standing
from cmsdesk.domain.words import _, ngettext
from cmsdesk.services.feedback import GiveRemark
from cmsdesk.services.matrix import Cell, Matrix, MatrixRow, ReadMatrix
from cmsdesk.services.matrix import Column as Document
from cmsdesk.services.records import ReadApplication
from cmsdesk.services.remarks import RemarksOf
from cmsdesk.ui.chips import ROW, ChipDelegate, chip_width
from cmsdesk.ui.copying import copy_rows
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.judging.remark_dialogs import RemarkDialog
from cmsdesk.ui.judging.window import JudgingWindow, shown_once
from cmsdesk.ui.judging.words import cell_chip
from cmsdesk.ui.states import standing_chip
from cmsdesk.ui.tables import Chip, Column, PagedModel, Rows

# The topic is a column for Excel and paper; on screen it is the head of its row, which does not scroll away.
_TOPIC, _BASIS = 0, 2
_BEFORE = 4  # columns before the first document: topic, standing, basis, plan
_HEAD = 52  # pixels: a name of two lines
_LINE = 17  # signs of such a line
_AROUND = 16  # pixels around a chip


class MatrixModel(PagedModel[MatrixRow]):
    """Rows are headed by their topic; a head tells more in its tip."""

    def __init__(self, documents: Sequence[Document], parent: QWidget) -> None:
        super().__init__(_columns(documents), parent)
        self._documents = documents

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The topic beside each row, the whole name of a document in the tip of its column."""
        if orientation == Qt.Orientation.Vertical and role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            row = self.row(section)
            return row.title if row else None
        if role == Qt.ItemDataRole.DisplayRole and section >= _BEFORE:
            return in_two_lines(self._documents[section - _BEFORE].name)
        if role == Qt.ItemDataRole.ToolTipRole and section >= _BEFORE:
            document = self._documents[section - _BEFORE]
            words = _("{name}, in round {round}: {standing}")
            return words.format(name=document.name, round=document.round, standing=document.standing.label)
        return super().headerData(section, orientation, role)


class MatrixWindow(JudgingWindow):
    """What each document does for each topic, as icon and word on a soft ground."""

    form = "matrix_window"
    tables = frozenset({"evidence", "evidencetie", "topicanswer", "planline", "remark", "judgement", "application", "round"})

    about: QLabel
    table: QTableView
    feedback: QLabel
    copy_button: QPushButton
    print_button: QPushButton
    feedback_button: QPushButton

    def __init__(self, desk: Desk, parent: QWidget | None, application_id: int, step_id: str = "") -> None:
        super().__init__(desk, parent, application_id, step_id)
        self.matrix = Matrix((), ())
        self.model = MatrixModel((), self)
        table = self.table
        table.setItemDelegate(ChipDelegate(table))
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().setDefaultSectionSize(ROW)
        table.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head = table.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setFixedHeight(_HEAD)
        table.setAccessibleName(_("Topics by documents"))
        table.clicked.connect(self._open)
        self.copy_button.clicked.connect(self.copy)
        self.print_button.clicked.connect(self._print)
        self.feedback_button.clicked.connect(lambda: self._write_feedback())
        QShortcut(QKeySequence.StandardKey.Copy, self).activated.connect(self.copy)
        QShortcut(QKeySequence.StandardKey.Print, self).activated.connect(self._print)

    def refresh(self) -> None:
        """The matrix again, with the cursor where it was."""
        self.matrix = self.desk.do(ReadMatrix(self.application_id))
        record = self.desk.do(ReadApplication(self.application_id))
        self.setWindowTitle(_("Topics by documents: {number}").format(number=record.number))
        rows = self.matrix.rows
        open_ = sum(row.is_open for row in rows)
        how = ngettext("{open} of {count} topic is open.", "{open} of {count} topics are open.", len(rows))
        self.about.setText(f"{record.person} · {how.format(open=open_, count=len(rows))}")
        here = self.table.currentIndex()
        place = (max(here.row(), 0), here.column() if here.isValid() else _BEFORE)
        self.model = MatrixModel(self.matrix.columns, self)
        self.model.set_source(Rows(rows))
        self.table.setModel(self.model)
        self.table.setColumnHidden(_TOPIC, True)
        self.table.setColumnHidden(_BASIS, not any(row.basis for row in rows))
        for number, shown in enumerate(self.model.columns):
            self.table.setColumnWidth(number, shown.width)
        self.table.selectionModel().currentChanged.connect(lambda *_indexes: self._show_document())
        last = self.model.columnCount() - 1
        self.table.setCurrentIndex(self.model.index(min(place[0], len(rows) - 1), min(place[1], last)))
        self.offer(self.feedback_button, self.desk.office.why_not(GiveRemark))
        self._show_document()

    def document(self) -> Document | None:
        """The document of the column the cursor is in."""
        place = self.table.currentIndex().column() - _BEFORE
        return self.matrix.columns[place] if 0 <= place < len(self.matrix.columns) else None

    def save(self) -> None:
        """Show the document in the review, beside this window."""
        if (document := self.document()) is not None:
            self.go("evidence", self.application_id, str(document.evidence_id))

    def copy(self) -> None:
        """Put the whole matrix on the clipboard, as Excel takes it."""
        copy_rows(self.model, range(self.model.rowCount()), range(self.model.columnCount()))
        self.desk.notices.tell(_("The table was copied; paste it in Excel."))

    def _open(self, index: QModelIndex | QPersistentModelIndex) -> None:
        """A click on a cell of a document shows that document."""
        if index.column() >= _BEFORE:
            self.save()

    def _print(self) -> None:
        from cmsdesk.ui.printing import ask_printer, new_printer, print_table  # noqa: PLC0415 - rare, and it costs start-up time

        columns = list(range(self.model.columnCount()))
        title = f"{self.windowTitle()}, {self.about.text()}"
        ask_printer(self, new_printer(lying=True), lambda printer: print_table(printer, title, self.model, columns))

    def _show_document(self) -> None:
        """The feedback on the document under the cursor, and what was done with it."""
        document = self.document()
        self.ok_button.setEnabled(document is not None)
        if document is None:
            self.feedback.setText(_("Choose a cell in the column of a document to read the feedback on it."))
            return
        lines = [
            _("Round {round}, {name}: {text}").format(round=remark.round, name=remark.given_by, text=remark.text)
            + (f"\n→ {remark.response}" if remark.response else "")
            for remark in self.desk.do(RemarksOf(self.application_id))
            if document.evidence_id in {remark.document_id, remark.successor_id}
        ]
        said = "\n".join(lines) or _("There is no feedback on this document.")
        self.feedback.setText(f"{document.name}\n{said}")

    def _write_feedback(self) -> None:
        document = self.document()
        RemarkDialog(self.desk, self.application_id, document.evidence_id if document else None, self).open()


def in_two_lines(name: str) -> str:
    """A name that fits above a column; of a very long one the middle is left out, for its end often tells it apart."""
    if len(name) > 2 * _LINE:
        name = f"{name[:_LINE]}…{name[1 - _LINE :]}"
    return "\n".join(part for part in (name[:_LINE], name[_LINE:]) if part)


def _columns(documents: Sequence[Document]) -> list[Column[MatrixRow]]:
    before = [
        Column[MatrixRow]("", _("TOPIC"), lambda r: r.title, 220),
        Column[MatrixRow](
            "", _("STANDS"), lambda r: r.standing.label, _widest(map(standing_chip, Standing)), chip=_standing_chip
        ),
        Column[MatrixRow]("", _("RESTS ON"), lambda r: ", ".join(r.basis), 140),
        Column[MatrixRow]("", _("PLAN"), lambda r: _plan_chip(r).text, 120, chip=_plan_chip),
    ]
    wide = _widest(map(cell_chip, Cell))
    return before + [
        Column[MatrixRow]("", one.name, partial(_cell_text, place), wide, chip=partial(_cell_chip, place))
        for place, one in enumerate(documents)
    ]


def _cell_text(place: int, row: MatrixRow) -> str:
    return row.cells[place].label


def _cell_chip(place: int, row: MatrixRow) -> Chip:
    return cell_chip(row.cells[place])


def _plan_chip(row: MatrixRow) -> Chip:
    """Whether what is open is planned; what is not open needs no plan."""
    if not row.is_open:
        return Chip(_("not needed"), "check", "idle")
    return Chip(_("planned"), "check", "ok") if row.planned else Chip(_("open"), "circle", "warn")


def _standing_chip(row: MatrixRow) -> Chip:
    return standing_chip(row.standing)


def _widest(chips: Iterable[Chip]) -> int:
    return max(map(chip_width, chips)) + _AROUND


def show_matrix(desk: Desk, parent: QWidget | None, application_id: int) -> MatrixWindow:
    """Open the matrix of a dossier, or bring it to the front where it is open."""
    return shown_once(MatrixWindow, desk, parent, application_id)
