"""The dialogs around an application: starting, taking in, points and ties."""

from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QListWidget, QListWidgetItem, QWidget

from cmsdesk.domain.dossiers import Standing
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _, language
from cmsdesk.services.applications import ReceiveApplication, StartApplication
from cmsdesk.services.dossiers import AddPoints, EvidenceRow, TieEvidence
from cmsdesk.services.lists import Asked
from cmsdesk.services.people import ListPeople
from cmsdesk.services.records import ApplicationRecord
from cmsdesk.services.schemes import route_choices, scheme_of
from cmsdesk.ui.date_edit import DateEdit
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.dialogs import FormDialog

_ROLE = Qt.ItemDataRole.UserRole


class ApplicationDialog(FormDialog):
    """Choose a person while typing, and a title."""

    form = "application_dialog"

    person: QLineEdit
    people: QListWidget
    route: QComboBox

    def __init__(self, desk: Desk, person_id: int = 0, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.saved_id = 0
        self._person_id = person_id
        self._choices = route_choices(desk.today)
        for choice in self._choices:
            self.route.addItem(f"{choice.label}, {choice.scheme_name}")
        self.people.setMaximumHeight(140)
        self.person.setText(name)
        self.person.setReadOnly(bool(person_id))
        self.people.setVisible(not person_id)
        self.people_label.setVisible(not person_id)  # type: ignore[attr-defined]
        self.person.textChanged.connect(self._find)
        if not person_id:
            self._find("")

    def save(self) -> None:
        """Start the application."""
        item = self.people.currentItem()
        person_id = self._person_id or (item.data(_ROLE) if item else 0)
        if not person_id:
            raise RuleBroken(_("Please choose a person."))
        choice = self._choices[self.route.currentIndex()]
        self.saved_id = self.desk.do(StartApplication(person_id, choice.scheme_id, choice.route_id))

    def _find(self, words: str) -> None:
        self.people.clear()
        for row in self.desk.do(ListPeople(Asked(words), 0, 20)):
            item = QListWidgetItem(f"{row.name}  ·  {row.number}  ·  {row.city}")
            item.setData(_ROLE, row.id)
            self.people.addItem(item)
        if self.people.count():
            self.people.setCurrentRow(0)


class ReceiveDialog(FormDialog):
    """On which day the complete application came in."""

    form = "receive_dialog"

    received_on: DateEdit

    def __init__(self, desk: Desk, application_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._application_id = application_id
        self.received_on.set_date(desk.today)

    def save(self) -> None:
        """Take it in."""
        self.desk.do(ReceiveApplication(self._application_id, self.received_on.date() or self.desk.today))


class PointsDialog(FormDialog):
    """One line for a ledger of the scheme."""

    form = "points_dialog"

    ledger: QComboBox
    description: QLineEdit
    entered_on: DateEdit
    points: QLineEdit
    hours: QLineEdit
    category_label: QLabel
    category: QComboBox
    marks: QListWidget
    accepted_: QCheckBox

    def __init__(self, desk: Desk, person_id: int, scheme_id: str, parent: QWidget | None = None, *, ledger: str = "") -> None:
        super().__init__(desk, parent)
        self._person_id, self._scheme_id = person_id, scheme_id
        scheme = scheme_of(scheme_id)
        for one in scheme.ledgers:
            if one.unit != "months":
                self.ledger.addItem(one.name.in_language(language()), one.id)
        self.ledger.setCurrentIndex(max(0, self.ledger.findData(ledger)))
        self.ledger.currentIndexChanged.connect(self._show_categories)
        self._show_categories()
        self.marks.setMaximumHeight(80)
        for mark in scheme.marks:
            item = QListWidgetItem(mark.name.in_language(language()))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            item.setData(_ROLE, mark.id)
            self.marks.addItem(item)
        self.entered_on.set_date(desk.today)

    def _show_categories(self) -> None:
        """Only a ledger of which the scheme caps some kind of lines asks what kind this one is."""
        caps = scheme_of(self._scheme_id).caps(self.ledger.currentData())
        self.category.clear()
        self.category.addItem(_("another kind"), "")
        for cap in caps:
            self.category.addItem(cap.name.in_language(language()) if cap.name else cap.category, cap.category)
        self.category.setVisible(bool(caps))
        self.category_label.setVisible(bool(caps))

    def save(self) -> None:
        """Add the line."""
        self.desk.do(
            AddPoints(
                person_id=self._person_id,
                scheme_id=self._scheme_id,
                ledger=self.ledger.currentData(),
                entered_on=self.entered_on.date() or self.desk.today,
                description=self.description.text(),
                points=_number(self.points),
                hours=_number(self.hours),
                category=self.category.currentData(),
                marks=frozenset(checked(self.marks)),
                standing=Standing.ACCEPTED if self.accepted_.isChecked() else Standing.PENDING,
            )
        )


class TieDialog(FormDialog):
    """Which requirements a document proves."""

    form = "tie_dialog"

    document: QLabel
    requirements: QListWidget

    def __init__(self, desk: Desk, record: ApplicationRecord, evidence: EvidenceRow, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._evidence_id = evidence.id
        self.document.setText(evidence.name)
        for leaf in record.leaves:
            item = QListWidgetItem(leaf.title)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            tied = leaf.requirement_id in evidence.requirements
            item.setCheckState(Qt.CheckState.Checked if tied else Qt.CheckState.Unchecked)
            item.setData(_ROLE, leaf.requirement_id)
            self.requirements.addItem(item)

    def save(self) -> None:
        """Keep the ties."""
        self.desk.do(TieEvidence(self._evidence_id, frozenset(checked(self.requirements))))


def checked(items: QListWidget) -> list[str]:
    """The ids of the ticked lines."""
    found = [items.item(place) for place in range(items.count())]
    return [item.data(_ROLE) for item in found if item.checkState() == Qt.CheckState.Checked]


def _number(field: QLineEdit) -> Decimal | None:
    text = field.text().strip().replace(",", ".")
    if not text:
        return None
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise RuleBroken(_("“{text}” is not a number.").format(text=field.text())) from error
