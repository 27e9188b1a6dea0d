"""Importing a member list: how it was understood, what will happen to each row, then one act."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QFrame,
    QGridLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.names import sorted_name
from cmsdesk.domain.words import _, ngettext
from cmsdesk.exchange.columns import MEMBER_FIELDS
from cmsdesk.exchange.members import Draft, Outcome, PlannedRow
from cmsdesk.exchange.workbooks import Workbook
from cmsdesk.services.lists import Asked
from cmsdesk.services.member_import import ImportMembers, ImportPlan, ImportResult, PlanImport, open_list, understand
from cmsdesk.services.people import ListPeople, ReadPerson
from cmsdesk.ui.cards import PlainLabel, button, column, row, scrolled
from cmsdesk.ui.chips import ROW, ChipDelegate
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.jobs import Job
from cmsdesk.ui.tables import ROW_ROLE, Chip, Column, PagedModel, Rows
from cmsdesk.ui.theme import colours

_OUTCOMES: dict[Outcome, tuple[str, str]] = {
    "imported": ("check", "ok"),
    "warning": ("triangle-alert", "warn"),
    "refused": ("x", "stop"),
    "duplicate": ("users", "info"),
    "unchanged": ("circle", "idle"),
    "completed": ("pencil", "ok"),
}


def outcome_label(outcome: Outcome) -> str:
    """What will happen with a row, in the reader's words."""
    return {
        "imported": _("imported"),
        "warning": _("imported, with a warning"),
        "refused": _("refused"),
        "duplicate": _("likely the same person"),
        "unchanged": _("already there"),
        "completed": _("completed"),
    }[outcome]


class ImportDialog(QDialog):
    """Reads the file in the background, shows the preview, imports in one act."""

    imported = Signal(object)

    def __init__(self, desk: Desk, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Import member list"))
        self.resize(1180, 760)
        self.desk = desk
        self.path = path
        self.plan: ImportPlan | None = None
        self.apart: set[int] = set()
        self._workbook: Workbook | None = None
        self._job: Job | None = None
        self._only: Outcome | None = None
        self._build()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 20)
        layout.setSpacing(12)
        head = row(12)
        head.addWidget(PlainLabel(self.path.name, size=20, strong=True))
        self.summary = PlainLabel("", role="muted")
        head.addWidget(self.summary, 1)
        self.sheet = QComboBox()
        self.sheet.setAccessibleName(_("Sheet"))
        self.sheet.activated.connect(lambda _place: self._replan(sheet=self.sheet.currentText()))
        head.addWidget(self.sheet)
        self.columns_button = QPushButton(_("Columns"))
        self.columns_button.setCheckable(True)
        head.addWidget(self.columns_button)
        layout.addLayout(head)
        self.columns_area = QFrame()
        self.columns_area.setProperty("card", True)
        self.columns_area.setMaximumHeight(230)
        self.columns_area.setLayout(column(0, 8))
        self.columns_area.hide()
        self.columns_button.toggled.connect(self.columns_area.setVisible)
        layout.addWidget(self.columns_area)
        self.chips = row(8)
        layout.addLayout(self.chips)
        self.model: PagedModel[PlannedRow] = PagedModel(
            [
                Column("row", _("ROW"), lambda r: str(r.row), 60),
                Column("number", _("NUMBER"), lambda r: r.number, 90),
                Column("name", _("NAME"), lambda r: _name(r.draft), 220),
                Column("outcome", _("WHAT HAPPENS"), lambda r: outcome_label(r.outcome), 210, chip=self._chip),
                Column("problems", _("WHY"), lambda r: "  ".join(f"{p.cell}: {p.text}" for p in r.problems), 420),
            ],
            self,
        )
        self.table = QTableView()
        self.table.setAccessibleName(_("Preview of the import"))
        self.table.setModel(self.model)
        self.table.setItemDelegate(ChipDelegate(self.table))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(ROW)
        self.table.horizontalHeader().setStretchLastSection(True)
        for section, shown in enumerate(self.model.columns):
            self.table.setColumnWidth(section, shown.width)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_row())
        self.side = QFrame()
        self.side.setProperty("card", True)
        self.side.setLayout(column(0, 12))
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.table)
        splitter.addWidget(self.side)
        splitter.setSizes([780, 360])
        layout.addWidget(splitter, 1)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setRange(0, 0)
        layout.addWidget(self.progress)
        foot = row(8)
        self.note = PlainLabel("", role="muted", wrap=True)
        foot.addWidget(self.note, 1)
        self.cancel_button = button(_("Cancel"), self.reject)
        self.import_button = button(_("Import"), self.run_import, symbol="upload", primary=True)
        self.import_button.setEnabled(False)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.import_button)
        layout.addLayout(foot)

    def start(self) -> None:
        """Read the file in the background and show what it would do."""
        self.open()
        job = self.desk.job(_("Reading {file}").format(file=self.path.name), lambda report: open_list(self.path, report=report))
        job.succeeded.connect(self._read)
        job.refused.connect(lambda _sentence: self.reject())
        self._run(job)

    def reject(self) -> None:
        """Stop whatever is going on; nothing was changed."""
        if self._job:
            self._job.cancel()
        super().reject()

    def run_import(self) -> None:
        """Do what the preview shows."""
        plan = self.plan
        if plan is None:
            return
        self.import_button.setEnabled(False)
        apart = frozenset(self.apart)
        title = _("Importing {file}").format(file=self.path.name)
        job = self.desk.job(title, lambda report: self.desk.office.do(ImportMembers(plan, apart, report)))
        job.succeeded.connect(self._done)
        job.refused.connect(lambda _sentence: self.import_button.setEnabled(True))
        self._run(job)

    def _run(self, job: Job) -> None:
        self._job = job
        self.progress.show()
        self.progress.setRange(0, 0)
        job.progressed.connect(self._progressed)
        job.finished.connect(self._ended)
        job.start()

    def _progressed(self, done: int, total: int) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)

    def _ended(self) -> None:
        self._job = None
        self.progress.hide()

    def _read(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self.sheet.clear()
        self.sheet.addItems([sheet.name for sheet in workbook.sheets])
        if not self._replan():
            super().reject()

    def _replan(self, sheet: str = "", columns: dict[int, str] | None = None) -> bool:
        """Work out again what would happen; False when the list cannot be understood."""
        assert self._workbook is not None
        try:
            listed = understand(self._workbook, sheet=sheet, columns=columns)
            self.plan = self.desk.do(PlanImport(self._workbook, listed))
        except RuleBroken as error:
            self.desk.notices.refuse(str(error))
            return False
        self.sheet.setCurrentText(listed.sheet.name)
        self.apart.clear()
        self._only = None
        self._show_columns()
        self._show_plan()
        return True

    def _show_plan(self) -> None:
        assert self.plan is not None
        counts = self.plan.members.counts()
        _empty(self.chips)
        for outcome, count in counts.items():
            chip = QPushButton(f"{outcome_label(outcome)} {count}")
            chip.setCheckable(True)
            chip.setProperty("chip", True)
            chip.setChecked(self._only == outcome)
            chip.clicked.connect(lambda on, o=outcome: self._filter(o if on else None))
            self.chips.addWidget(chip)
        certificates = [found for found in self.plan.certificates if found.outcome == "imported"]
        if certificates:
            text = ngettext("and {count} certificate", "and {count} certificates", len(certificates)).format(
                count=len(certificates)
            )
            self.chips.addWidget(PlainLabel(text, role="muted"))
        refused = [found for found in self.plan.certificates if found.outcome == "refused"]
        for found in refused[:3]:
            self.chips.addWidget(PlainLabel(f"{found.certificate}: {found.problems[0].text}", role="stop"))
        self.chips.addStretch()
        listed = self.plan.listed
        self.summary.setText(_("headings in row {row} of “{sheet}”").format(row=listed.heading_row, sheet=listed.sheet.name))
        rows = [found for found in self.plan.members.rows if self._only in {None, found.outcome}]
        self.model.set_source(Rows(rows))
        if rows:
            self.table.selectRow(0)
        nothing = self.plan.changes_nothing
        remarks = list(self.plan.members.remarks)
        if nothing:
            remarks.append(_("Everything in this list is already in the office; importing it changes nothing."))
        else:
            remarks.append(_("The import is one act; you can take it back with Undo."))
        self.note.setText(" ".join(remarks))
        self.import_button.setEnabled(not nothing)

    def _filter(self, outcome: Outcome | None) -> None:
        self._only = outcome
        self._show_plan()

    def _show_columns(self) -> None:
        """For each column with a heading: what it holds, to be changed."""
        assert self.plan is not None
        listed = self.plan.listed
        holder = QWidget()
        grid = QGridLayout(holder)
        headings = listed.sheet.rows[listed.heading_row - 1] if listed.heading_row else ()
        for place, heading in enumerate(headings):
            if heading is None:
                continue
            box = QComboBox()
            box.setAccessibleName(str(heading))
            box.addItem(_("not used"), "")
            for key, (label, _names) in MEMBER_FIELDS.items():
                box.addItem(_(label), key)
            box.setCurrentIndex(max(0, box.findData(listed.columns.get(place, ""))))
            box.activated.connect(lambda _index, p=place, b=box: self._use_column(p, b.currentData()))
            grid.addWidget(PlainLabel(str(heading), strong=True), place // 4, place % 4 * 2)
            grid.addWidget(box, place // 4, place % 4 * 2 + 1)
        layout = self.columns_area.layout()
        assert layout is not None
        _empty(layout)
        layout.addWidget(scrolled(holder))

    def _use_column(self, place: int, key: str) -> None:
        assert self.plan is not None
        columns = {p: name for p, name in self.plan.listed.columns.items() if p != place and name != key}
        if key:
            columns[place] = key
        self._replan(self.plan.listed.sheet.name, columns)

    def _show_row(self) -> None:
        layout = self.side.layout()
        assert layout is not None
        _empty(layout)
        found: PlannedRow | None = self.table.currentIndex().data(ROW_ROLE)
        if found is None:
            return
        page = QWidget()
        inner = column(10)
        page.setLayout(inner)
        inner.addWidget(PlainLabel(_name(found.draft) or _("without a name"), size=15, strong=True, wrap=True))
        for problem in found.problems:
            inner.addWidget(
                PlainLabel(f"{problem.cell}: {problem.text}", role="stop" if found.outcome == "refused" else "warn", wrap=True)
            )
        other = self._other(found)
        inner.addWidget(_side_by_side(found.draft, other))
        if found.outcome == "duplicate":
            keep = QCheckBox(_("These are two different people; import both"))
            keep.setChecked(found.row in self.apart)
            keep.toggled.connect(lambda on, r=found.row: self.apart.add(r) if on else self.apart.discard(r))
            inner.addWidget(keep)
        inner.addStretch()
        layout.addWidget(scrolled(page))

    def _other(self, found: PlannedRow) -> Draft | None:
        """The entry a likely duplicate repeats: an earlier row, or a person of the office."""
        assert self.plan is not None
        if found.same_as is None:
            return None
        for earlier in self.plan.members.rows:
            if earlier.number == found.same_as and earlier.outcome != "refused":
                return earlier.draft
        for person in self.desk.do(ListPeople(Asked(found.same_as), 0, 20)):
            if person.number == found.same_as:
                details = self.desk.do(ReadPerson(person.id)).details
                return Draft(**{name: getattr(details, name) for name in Draft.__dataclass_fields__ if name != "member_since"})
        return None

    def _chip(self, found: PlannedRow) -> Chip:
        return Chip(outcome_label(found.outcome), *_OUTCOMES[found.outcome])

    def _done(self, result: ImportResult) -> None:
        self.desk.notices.tell(
            _("{people} people and {certificates} certificates were imported; {merged} entries were merged.").format(
                people=result.people, certificates=result.certificates, merged=result.merged
            )
        )
        self.imported.emit(result)
        self.accept()


def _name(draft: Draft) -> str:
    return sorted_name(draft.given_name or draft.initials, draft.prefix, draft.surname) if draft.surname else draft.given_name


def _side_by_side(draft: Draft, other: Draft | None) -> QWidget:
    """What the row says, and beside it the entry it repeats; what differs stands out."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    titles: Sequence[str] = (_("This row"), _("Already there")) if other else (_("This row"),)
    for place, title in enumerate(titles):
        grid.addWidget(PlainLabel(title, size=12, strong=True, role="muted"), 0, place + 1)
    for line, name in enumerate(Draft.__dataclass_fields__, start=1):
        label = PlainLabel(_(MEMBER_FIELDS[name][0]), role="muted")
        grid.addWidget(label, line, 0, Qt.AlignmentFlag.AlignTop)
        values = [_shown(getattr(found, name)) for found in (draft, other) if found]
        for place, value in enumerate(values):
            shown: QLabel = PlainLabel(value, wrap=True, strong=len(values) > 1 and values[0] != values[1])
            if len(values) > 1 and values[0] != values[1]:
                shown.setStyleSheet(f"color: {colours().warn}")
            grid.addWidget(shown, line, place + 1)
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(2, 1)
    return holder


def _shown(value: object) -> str:
    return show_date(value) if hasattr(value, "isoformat") else str(value or "")  # type: ignore[arg-type]


def _empty(layout: object) -> None:
    while layout.count() and (item := layout.takeAt(0)):  # type: ignore[attr-defined]
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()
