"""The personal education plan: what is open, the actions that make it good, and its paper."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QLabel, QListWidget, QListWidgetItem, QPushButton, QTableView, QWidget

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.words import _, language
from cmsdesk.services.plans import (
    AddPlanLine,
    ChangePlanLine,
    FinishPlanLine,
    PersonalPlan,
    PlanOf,
    PlanRow,
    PrintPlan,
    RemovePlanLine,
)
from cmsdesk.services.records import ReadApplication
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.icons import icon
from cmsdesk.ui.judging.plan_dialogs import PlanDoneDialog, PlanLineDialog
from cmsdesk.ui.judging.window import JudgingWindow, shown_once
from cmsdesk.ui.row_tables import show_rows
from cmsdesk.ui.saving import ask_to_save
from cmsdesk.ui.tables import ROW_ROLE, Chip, Column, PagedModel, Rows

_KEY = Qt.ItemDataRole.UserRole


class PlanWindow(JudgingWindow):
    """What is open on top, the lines of the plan below it; a double click on either goes on with it."""

    form = "plan_window"
    tables = frozenset({"planline", "topicanswer", "judgement", "evidence", "application", "assignment"})

    about: QLabel
    open_list: QListWidget
    table: QTableView
    change_button: QPushButton
    done_button: QPushButton
    remove_button: QPushButton
    pdf_button: QPushButton

    def __init__(self, desk: Desk, parent: QWidget | None, application_id: int, step_id: str = "") -> None:
        super().__init__(desk, parent, application_id, step_id)
        self.plan = PersonalPlan(allowed=False, open=(), lines=(), suggestions=(), made_by=(), incomplete="")
        self.model: PagedModel[PlanRow] = PagedModel(_columns(), self)
        table = self.table
        show_rows(table, self.model)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.selectionModel().currentRowChanged.connect(lambda *_rows: self._offer_acts())
        table.doubleClicked.connect(lambda _index: self.change_button.click())
        self.open_list.setIconSize(QSize(18, 18))
        self.open_list.itemActivated.connect(lambda item: self._plan(str(item.data(_KEY))))
        self.change_button.clicked.connect(self._change)
        self.done_button.clicked.connect(self._done)
        self.remove_button.clicked.connect(self._remove)
        self.pdf_button.clicked.connect(lambda: self.tried(self._save_pdf))

    def refresh(self) -> None:
        """The plan again, with the cursor where it was."""
        self.plan = self.desk.do(PlanOf(self.application_id))
        record = self.desk.do(ReadApplication(self.application_id))
        self.setWindowTitle(_("Personal education plan: {number}").format(number=record.number))
        said = self.plan.incomplete or _("Every open item has an action.")
        self.about.setText(f"{record.person} · {record.title_name}\n{said}")
        self.open_list.clear()
        for item in self.plan.open:
            planned = _("planned") if item.planned else _("nothing planned yet")
            made = QListWidgetItem(icon("check", "ok") if item.planned else icon("circle", "warn"), f"{item.title} · {planned}")
            made.setData(_KEY, item.key)
            self.open_list.addItem(made)
        place = max(self.table.currentIndex().row(), 0)
        self.model.set_source(Rows(self.plan.lines))
        if self.plan.lines:
            self.table.selectRow(min(place, len(self.plan.lines) - 1))
        self._offer_acts()

    def line(self) -> PlanRow | None:
        """The line the cursor is on."""
        found = self.table.currentIndex().data(ROW_ROLE)
        return found if isinstance(found, PlanRow) else None

    def save(self) -> None:
        """Plan an action for what is open and not planned yet."""
        self._plan("")

    def _plan(self, wanted: str) -> None:
        PlanLineDialog(self.desk, self.application_id, self.plan, wanted=wanted, parent=self).open()

    def _change(self) -> None:
        if line := self.line():
            PlanLineDialog(self.desk, self.application_id, self.plan, line=line, parent=self).open()

    def _done(self) -> None:
        if line := self.line():
            PlanDoneDialog(self.desk, line, self).open()

    def _remove(self) -> None:
        if line := self.line():
            self.attempt(RemovePlanLine(line.id))

    def _offer_acts(self) -> None:
        """What can be done with the line, or why it cannot."""
        may, line = self.desk.office.why_not, self.line()
        none = "" if line else _("Please choose a line first.")
        done = _("This action was already done.") if line and line.done_on else ""
        nothing = "" if self.plan.open else _("Nothing is open.")
        self.offer(self.ok_button, may(AddPlanLine) or ("" if self.plan.allowed else self.plan.incomplete) or nothing)
        self.offer(self.change_button, may(ChangePlanLine) or none or done)
        self.offer(self.done_button, may(FinishPlanLine) or none or done)
        self.offer(self.remove_button, may(RemovePlanLine) or none or done)
        self.offer(self.pdf_button, "" if self.plan.allowed else self.plan.incomplete)

    def _save_pdf(self) -> None:
        name, paper = self.desk.do(PrintPlan(self.application_id, language()))
        ask_to_save(self, name, paper, self.desk)


def _columns() -> Sequence[Column[PlanRow]]:
    return [
        Column("", _("ACTION"), lambda r: r.action, 260),
        Column("", _("MAKES GOOD"), lambda r: ", ".join(r.titles), 260),
        Column("", _("BY WHOM"), lambda r: r.by_whom, 150),
        Column("", _("BY WHEN"), lambda r: show_date(r.by_when), 110),
        Column("", _("STATE"), lambda r: _state(r).text, 110, chip=_state),
    ]


def _state(line: PlanRow) -> Chip:
    if line.done_on:
        return Chip(_("done on {date}").format(date=show_date(line.done_on)), "check", "ok")
    return Chip(_("to do"), "hourglass", "idle")


def show_plan(desk: Desk, parent: QWidget | None, application_id: int) -> PlanWindow:
    """Open the plan of a dossier, or bring it to the front where it is open."""
    return shown_once(PlanWindow, desk, parent, application_id)
