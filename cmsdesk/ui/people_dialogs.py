"""The dialogs around who acts on a file: choosing somebody, declaring independence, waiving a conflict."""

from collections.abc import Sequence

from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QTableView,
    QWidget,
)

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _
from cmsdesk.services.assignments import AssignPerson, DeclareIndependence, ReplacePerson, WaiveConflict
from cmsdesk.services.independence import Suitor, WhoMayAct
from cmsdesk.services.people_on_file import PersonOnFile
from cmsdesk.ui.date_edit import DateEdit
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.dialogs import FormDialog
from cmsdesk.ui.row_tables import show_rows
from cmsdesk.ui.tables import ROW_ROLE, Chip, Column, PagedModel, Rows


def may_chip(suitor: Suitor) -> Chip:
    """Whether somebody may act, as icon and word."""
    if suitor.may:
        return Chip(_("yes"), "check", "ok")
    if suitor.waivable:
        return Chip(_("with a waiver"), "triangle-alert", "warn")
    return Chip(_("no"), "x", "stop")


class AssignDialog(FormDialog):
    """Everybody who may act here, or why not; whom only a tie bars can be assigned with a waiver."""

    form = "assign_dialog"

    role: QComboBox
    words: QLineEdit
    table: QTableView
    reasons: QLabel
    waiver: QPlainTextEdit
    agreed_by: QLineEdit
    due_on: DateEdit
    reason: QPlainTextEdit

    def __init__(
        self,
        desk: Desk,
        application_id: int,
        roles: Sequence[tuple[str, str]],
        step_id: str = "",
        replaces: PersonOnFile | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(desk, parent)
        self._application_id, self._step_id, self._replaces = application_id, step_id, replaces
        for role, label in roles:
            self.role.addItem(label, role)
        self.role.setEnabled(len(roles) > 1)
        self.role.currentIndexChanged.connect(lambda _index: self._find())
        self._show_row("reason", replaces is not None)
        if replaces:
            self.setWindowTitle(_("Who replaces {name}?").format(name=replaces.name))
            self.ok_button.setText(_("Replace"))
            self.due_on.set_date(replaces.due_on)
        self.model: PagedModel[Suitor] = PagedModel(_columns(), self)
        self._set_up_table()
        self.words.textChanged.connect(lambda _text: self._find())
        self._find()
        self.words.setFocus()

    def chosen(self) -> Suitor | None:
        """Whom the cursor is on."""
        found = self.table.currentIndex().data(ROW_ROLE)
        return found if isinstance(found, Suitor) else None

    def save(self) -> None:
        """Assign, or replace."""
        chosen = self.chosen()
        if chosen is None:
            raise RuleBroken(_("Please choose a person."))
        waiver, agreed_by, due_on = self.waiver.toPlainText(), self.agreed_by.text(), self.due_on.date()
        if self._replaces:
            before = self._replaces.assignment_id
            self.desk.do(ReplacePerson(before, chosen.id, self.reason.toPlainText(), due_on, waiver, agreed_by))
        else:
            role = self.role.currentData()
            self.desk.do(AssignPerson(self._application_id, chosen.id, role, self._step_id, due_on, waiver, agreed_by))

    def _set_up_table(self) -> None:
        table = self.table
        show_rows(table, self.model)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.selectionModel().currentRowChanged.connect(lambda *_rows: self._explain())

    def _find(self) -> None:
        asked = WhoMayAct(self._application_id, self.role.currentData(), self._step_id, self.words.text())
        rows = self.desk.do(asked)
        self.model.set_source(Rows(rows))
        if rows:
            self.table.selectRow(0)
        self._explain()

    def _explain(self) -> None:
        """Say what is against the chosen person, and ask for a waiver where that helps."""
        chosen = self.chosen()
        if chosen is None:
            self.reasons.setText(_("Nobody answers to this. People are appointed in their record on the Members tab."))
        else:
            self.reasons.setText("\n".join(chosen.reasons) or _("Nothing."))
        waivable = chosen is not None and not chosen.may and chosen.waivable
        self._show_row("waiver", waivable)
        self._show_row("agreed_by", waivable)
        self.ok_button.setEnabled(chosen is not None and chosen.waivable)

    def _show_row(self, name: str, shown: bool) -> None:
        for part in (name, f"{name}_label"):
            getattr(self, part).setVisible(shown)


class DeclareDialog(FormDialog):
    """Independent or not; a "no" gives the file back."""

    form = "declare_dialog"

    sentence: QLabel
    yes: QRadioButton
    no: QRadioButton
    explanation: QPlainTextEdit

    def __init__(self, desk: Desk, candidate: str, on_file: PersonOnFile, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._assignment_id = on_file.assignment_id
        self.sentence.setText(
            _("Is {name}, who acts as {role}, independent of {candidate}? The dossier opens after a yes.").format(
                name=on_file.name, role=on_file.role_label, candidate=candidate
            )
        )

    def save(self) -> None:
        """Declare what was chosen; nothing is chosen beforehand."""
        if not self.yes.isChecked() and not self.no.isChecked():
            raise RuleBroken(_("Please choose yes or no."))
        self.desk.do(DeclareIndependence(self._assignment_id, self.yes.isChecked(), self.explanation.toPlainText()))


class WaiveDialog(FormDialog):
    """Why a conflict may pass, and who agreed."""

    form = "waive_dialog"

    conflicts: QLabel
    reason: QPlainTextEdit
    agreed_by: QLineEdit

    def __init__(self, desk: Desk, on_file: PersonOnFile, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._assignment_id = on_file.assignment_id
        self.conflicts.setText("\n".join(on_file.conflicts))

    def save(self) -> None:
        """Waive it."""
        self.desk.do(WaiveConflict(self._assignment_id, self.reason.toPlainText(), self.agreed_by.text()))


def _columns() -> Sequence[Column[Suitor]]:
    return [
        Column("", _("NAME"), lambda r: r.name, 210),
        Column("", _("MAY"), lambda r: may_chip(r).text, 150, chip=may_chip),
        Column("", _("FILES NOW"), lambda r: str(r.workload), 110),
        Column("", _("DAYS TO REPORT"), lambda r: "" if r.turnaround is None else str(r.turnaround), 140),
        Column("", _("LAST ASKED"), lambda r: show_date(r.last_on), 90),
    ]
