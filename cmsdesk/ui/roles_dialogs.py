"""The dialogs around what a person may be and is to others: appointing, relating, ending."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QListWidget, QListWidgetItem, QPlainTextEdit, QWidget

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.independence import RelationKind
from cmsdesk.domain.words import _
from cmsdesk.services.appointments import Appoint, role_choices
from cmsdesk.services.lists import Asked
from cmsdesk.services.people import ListPeople
from cmsdesk.services.relations import RecordRelation
from cmsdesk.ui.date_edit import DateEdit
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.dialogs import FormDialog

_ID = Qt.ItemDataRole.UserRole
_OFFERED = 20


class AppointmentDialog(FormDialog):
    """In which role of which scheme, from and until, approved by whom; what the scheme says is filled in."""

    form = "appointment_dialog"

    role: QComboBox
    from_on: DateEdit
    until_on: DateEdit
    approved_by: QLineEdit
    approved_on: DateEdit
    organisation: QLineEdit
    note: QPlainTextEdit

    def __init__(self, desk: Desk, person_id: int, name: str, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._person_id = person_id
        self.setWindowTitle(_("Appoint {name}").format(name=name))
        self._choices = role_choices()
        for choice in self._choices:
            self.role.addItem(f"{choice.label}, {choice.scheme}")
        self.role.currentIndexChanged.connect(lambda _index: self._fill_in())
        self.from_on.set_date(desk.today)
        self._fill_in()

    def save(self) -> None:
        """Appoint."""
        choice = self._choices[self.role.currentIndex()]
        self.desk.do(
            Appoint(
                self._person_id,
                choice.scheme_id,
                choice.role,
                from_on=self.from_on.date() or self.desk.today,
                until_on=self.until_on.date(),
                approved_by=self.approved_by.text(),
                approved_on=self.approved_on.date(),
                organisation=self.organisation.text(),
                note=self.note.toPlainText(),
            )
        )

    def _fill_in(self) -> None:
        terms = self._choices[self.role.currentIndex()].terms
        self.approved_by.setText(terms.approved_by)
        self.organisation.setText(terms.organisation)


class RelationDialog(FormDialog):
    """What the person is or was to somebody else, seen from either side."""

    form = "relation_dialog"

    name: QLineEdit
    kind: QComboBox
    person: QLineEdit
    people: QListWidget
    from_on: DateEdit
    until_on: DateEdit
    note: QPlainTextEdit

    def __init__(self, desk: Desk, person_id: int, name: str, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._person_id = person_id
        self.name.setText(name)
        self._kinds = [(kind, False, kind.label) for kind in RelationKind]
        self._kinds += [(kind, True, kind.turned) for kind in RelationKind if kind.turned]
        for _kind, _turned, label in self._kinds:
            self.kind.addItem(label)
        self.people.setMaximumHeight(130)
        self.person.textChanged.connect(self._find)
        self._find("")
        self.kind.setFocus()

    def save(self) -> None:
        """Write it down, from the side it is true of."""
        item = self.people.currentItem()
        if item is None:
            raise RuleBroken(_("Please choose a person."))
        kind, turned, _label = self._kinds[self.kind.currentIndex()]
        other_id = item.data(_ID)
        one, other = (other_id, self._person_id) if turned else (self._person_id, other_id)
        self.desk.do(RecordRelation(one, other, kind, self.from_on.date(), self.until_on.date(), self.note.toPlainText()))

    def _find(self, words: str) -> None:
        """Nobody is offered before a name was typed: a wrong relation would bar somebody."""
        self.people.clear()
        rows = self.desk.do(ListPeople(Asked(words), 0, _OFFERED)) if words.strip() else []
        for found in rows:
            if found.id != self._person_id:
                item = QListWidgetItem("  ·  ".join(part for part in (found.name, found.number, found.city) if part))
                item.setData(_ID, found.id)
                self.people.addItem(item)
        if self.people.count() == 1:
            self.people.setCurrentRow(0)


class EndDialog(FormDialog):
    """The last day of something, with the reason where one is wanted."""

    form = "end_dialog"

    what: QLabel
    until_on: DateEdit
    reason: QPlainTextEdit

    def __init__(
        self, desk: Desk, what: str, end: Callable[[date, str], object], *, reason: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, parent)
        self._end = end
        self.what.setText(what)
        self.until_on.set_date(desk.today)
        self.reason.setVisible(reason)
        self.reason_label.setVisible(reason)  # type: ignore[attr-defined]

    def save(self) -> None:
        """End it."""
        self._end(self.until_on.date() or self.desk.today, self.reason.toPlainText())
