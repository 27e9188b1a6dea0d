"""Importing a member list: how it was understood, what will happen to each row, then one act."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QDialog, QProgressBar, QVBoxLayout, QWidget

from cmsdesk.domain.words import _, ngettext
from cmsdesk.exchange.workbooks import Workbook
from cmsdesk.services.member_import import ImportMembers, ImportPlan, ImportResult, PlanImport, open_list, understand
from cmsdesk.ui.cards import ElidedLabel, PlainLabel, button, row
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.import_columns import ImportColumns
from cmsdesk.ui.import_preview import ImportPreview
from cmsdesk.ui.jobs import Job, Report


class ImportDialog(QDialog):
    """Reads the file and works out what it would do in the background, shows that, imports in one act."""

    imported = Signal(object)

    def __init__(self, desk: Desk, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Import member list"))
        self.resize(1180, 760)
        self.desk = desk
        self.path = path
        self.plan: ImportPlan | None = None
        self._workbook: Workbook | None = None
        self._job: Job | None = None
        self._importing = False
        self._build()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 20)
        layout.setSpacing(12)
        head = row(12)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(self.path.name, size=20, strong=True))
        self.summary = ElidedLabel("", role="muted")
        words.addWidget(self.summary)
        head.addLayout(words, 1)
        self.sheet = QComboBox()
        self.sheet.setAccessibleName(_("Sheet"))
        self.sheet.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.sheet.setMaximumWidth(280)
        self.sheet.hide()
        self.sheet.activated.connect(lambda _place: self._plan_again(self.sheet.currentText(), None))
        head.addWidget(self.sheet)
        self.columns_button = button(_("Columns"), lambda: None, symbol="columns-3")
        self.columns_button.setCheckable(True)
        self.columns_button.setAutoDefault(False)
        head.addWidget(self.columns_button)
        layout.addLayout(head)
        self.columns = ImportColumns()
        self.columns.hide()
        self.columns.changed.connect(self._use_columns)
        self.columns_button.toggled.connect(self.columns.setVisible)
        layout.addWidget(self.columns)
        self.preview = ImportPreview(self.desk)
        layout.addWidget(self.preview, 1)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(_("Progress"))
        layout.addWidget(self.progress)
        foot = row(8)
        self.note = PlainLabel("", role="muted", wrap=True)
        foot.addWidget(self.note, 1)
        self.cancel_button = button(_("Cancel"), self.reject)
        self.import_button = button(_("Import"), self.run_import, symbol="upload", primary=True)
        for made in (self.cancel_button, self.import_button):
            made.setAutoDefault(False)  # Enter in the list is no consent
            foot.addWidget(made)
        for keys in (QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")):
            QShortcut(keys, self).activated.connect(self.import_button.click)
            self.import_button.setToolTip(keys.toString(QKeySequence.SequenceFormat.NativeText))
        layout.addLayout(foot)
        self._show_ready(ready=False)

    def start(self) -> None:
        """Read the file and show what it would do."""
        self.open()

        def work(report: Report) -> tuple[Workbook, ImportPlan]:
            workbook = open_list(self.path, report=report)
            return workbook, self.desk.office.do(PlanImport(workbook, understand(workbook), report))

        self._work(_("Reading {file}").format(file=self.path.name), work, self._read)

    def reject(self) -> None:
        """Stop whatever is going on; an import that is under way is waited for, so that its end can be told."""
        if self._job:
            self._job.cancel()
        if self._importing:
            self.cancel_button.setEnabled(False)
            self.note.setText(_("Stopping…"))
        else:
            super().reject()

    def run_import(self) -> None:
        """Do what the preview shows."""
        plan, apart = self.plan, frozenset(self.preview.apart)
        if plan is None:
            return
        self._importing = True
        title = _("Importing {file}").format(file=self.path.name)
        self._work(title, lambda report: self.desk.office.do(ImportMembers(plan, apart, report)), self._done)

    def _work(self, title: str, work: Callable[[Report], Any], then: Callable[[Any], None]) -> None:
        """Start a job; until it ends nothing else can be begun here."""
        job = self._job = self.desk.job(title, work)
        job.progressed.connect(self._progressed)
        job.succeeded.connect(then)
        job.refused.connect(self._stay)
        job.finished.connect(self._ended)
        self._show_ready(ready=False)
        self.note.setText(title)
        job.start()

    def _progressed(self, done: int, total: int) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)

    def _ended(self) -> None:
        self._job = None
        self._show_ready(ready=self.plan is not None)
        if self._importing:  # it neither succeeded nor was refused, so it was stopped
            self.desk.notices.tell(_("Nothing was imported from {file}.").format(file=self.path.name))
            self._importing = False
            super().reject()

    def _show_ready(self, *, ready: bool) -> None:
        self.progress.setVisible(not ready)
        self.progress.setRange(0, 0)
        for part in (self.preview, self.columns, self.sheet, self.columns_button):
            part.setEnabled(ready)
        self.import_button.setEnabled(ready and self.plan is not None and not self.plan.changes_nothing)
        if ready:
            self.note.setText(self._remarks())
            self.preview.table.setFocus()

    def _stay(self, _sentence: str) -> None:
        """The refusal is on the screen; the preview stays as it was, where there is one."""
        self._importing = False
        if self.plan is None:
            super().reject()
        else:
            self.sheet.setCurrentText(self.plan.listed.sheet.name)
            self.columns.show_columns(self.plan.listed)

    def _read(self, found: tuple[Workbook, ImportPlan]) -> None:
        self._workbook, plan = found
        self.sheet.addItems([sheet.name for sheet in self._workbook.sheets])
        self.sheet.setVisible(len(self._workbook.sheets) > 1)
        self._show_plan(plan)

    def _use_columns(self, columns: Mapping[int, str]) -> None:
        assert self.plan is not None
        self._plan_again(self.plan.listed.sheet.name, columns)

    def _plan_again(self, sheet: str, columns: Mapping[int, str] | None) -> None:
        """Work out what would happen with this sheet and these columns, or with those that are recognised."""
        workbook = self._workbook
        assert workbook is not None

        def work(report: Report) -> ImportPlan:
            return self.desk.office.do(PlanImport(workbook, understand(workbook, sheet=sheet, columns=columns), report))

        self._work(_("Comparing {file} with the office").format(file=self.path.name), work, self._show_plan)

    def _show_plan(self, plan: ImportPlan) -> None:
        self.plan = plan
        listed = plan.listed
        rows = ngettext("{count} row", "{count} rows", len(plan.members.rows)).format(count=len(plan.members.rows))
        self.summary.setText(
            _("{rows}, headings in row {row} of “{sheet}”").format(rows=rows, row=listed.heading_row, sheet=listed.sheet.name)
        )
        self.sheet.setCurrentText(listed.sheet.name)
        self.columns.show_columns(listed)
        self.preview.show_plan(plan)

    def _remarks(self) -> str:
        if self.plan is None:
            return ""
        remarks = list(self.plan.members.remarks)
        if self.plan.changes_nothing:
            remarks.append(_("Everything in this list is already in the office; importing it changes nothing."))
        else:
            remarks.append(_("The import is one act; you can take it back with Undo."))
        return " ".join(remarks)

    def _done(self, result: ImportResult) -> None:
        self._importing = False
        self.desk.notices.tell(
            _("{people} people and {certificates} certificates were imported; {merged} entries were merged.").format(
                people=result.people, certificates=result.certificates, merged=result.merged
            )
        )
        self.imported.emit(result)
        self.accept()
