"""The dialogs by which the office changes a scheme: a concept, a confirmed value, a list, a document, publishing."""

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from cmsdesk.domain.dates import read_date, show_date
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.schemes.catalogue import NameList
from cmsdesk.domain.schemes.model import Scheme
from cmsdesk.domain.words import _, language
from cmsdesk.exchange.scheme_text import SchemeValue, values_in, with_list, with_source, with_value
from cmsdesk.services.editions import AddNormDocument, ChangeConcept, EditionRow, MakeConcept, PublishEdition, WhyNotPublish
from cmsdesk.ui.application_dialogs import checked
from cmsdesk.ui.date_edit import DateEdit
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.dialogs import FormDialog

_ID = Qt.ItemDataRole.UserRole
_SPARE = 3  # empty lines at the end of a list, to add names


class ConceptDialog(FormDialog):
    """Why the scheme changes, and whether new rules begin on a day."""

    form = "concept_dialog"

    reason: QPlainTextEdit
    copy_of: QComboBox
    new_version: QLineEdit
    from_on: DateEdit

    def __init__(self, desk: Desk, scheme: Scheme, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._scheme_id = scheme.id
        self.copy_of.addItem(_("no new version"), "")
        for version in scheme.versions:
            self.copy_of.addItem(f"{version.id}, {show_date(version.from_on)}", version.id)
        self.copy_of.currentIndexChanged.connect(lambda _place: self._ask())
        self._ask()

    def _ask(self) -> None:
        for field in (self.new_version, self.from_on):
            field.setEnabled(bool(self.copy_of.currentData()))

    def save(self) -> None:
        """Make it."""
        self.desk.do(
            MakeConcept(
                self._scheme_id,
                self.reason.toPlainText(),
                self.copy_of.currentData(),
                self.new_version.text(),
                self.from_on.date(),
            )
        )


class ValueDialog(FormDialog):
    """One table of the scheme that nobody confirmed: what it says, and who confirms it."""

    form = "value_dialog"

    what: QLabel
    source_now: QLabel
    values: QTableWidget
    source: QLineEdit

    def __init__(
        self, desk: Desk, concept: EditionRow, text: str, place: tuple[str, str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, parent)
        self._concept, self._text = concept, text
        self._table, self._key, source = place
        self.what.setText(f"{self._table} {self._key}".strip())
        self.source_now.setText(source)
        self._found = values_in(text, self._table, self._key)
        self.values.setColumnCount(2)
        self.values.setHorizontalHeaderLabels([_("Name"), _("Value")])
        self.values.setRowCount(len(self._found))
        self.values.verticalHeader().hide()
        self.values.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.values.setMinimumHeight(min(360, 60 + 34 * len(self._found)))
        for line, value in enumerate(self._found):
            name = QTableWidgetItem(value.key)
            name.setFlags(Qt.ItemFlag.ItemIsEnabled)
            self.values.setItem(line, 0, name)
            self.values.setItem(line, 1, QTableWidgetItem(value.text))

    def save(self) -> None:
        """Put what changed in the concept, with the source."""
        source = self.source.text().strip()
        if not source:
            raise RuleBroken(_("Please fill in who confirms this, and when."))
        text = with_source(self._text, self._table, self._key, source)
        for line, value in enumerate(self._found):
            item = self.values.item(line, 1)
            typed = item.text() if item else ""
            if typed != value.text:
                text = with_value(text, SchemeValue(value.table, value.id, value.key, typed))
        self.desk.do(ChangeConcept(self._concept.id or 0, self._concept.version, text))


class NamesDialog(FormDialog):
    """The names on a list, since when and until when each stands there."""

    form = "names_dialog"

    names: QTableWidget

    def __init__(self, desk: Desk, concept: EditionRow, text: str, listed: NameList, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._concept, self._text, self._list = concept, text, listed
        self.setWindowTitle(listed.name.in_language(language()))
        self.names.setColumnCount(3)
        self.names.setHorizontalHeaderLabels([_("Name"), _("From"), _("Until and including")])
        self.names.setRowCount(len(listed.items) + _SPARE)
        self.names.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.names.verticalHeader().hide()
        self.names.setMinimumHeight(380)
        for line, item in enumerate(listed.items):
            for column, shown in enumerate((item.name, show_date(item.from_on), show_date(item.until_on))):
                self.names.setItem(line, column, QTableWidgetItem(shown))

    def save(self) -> None:
        """Put the list in the concept; a line without a name is left out."""
        sources = {item.name: item.src for item in self._list.items}
        items: list[dict[str, Any]] = []
        for line in range(self.names.rowCount()):
            name, from_on, until_on = (self._cell(line, column) for column in range(3))
            if not name:
                continue
            made: dict[str, Any] = {"name": name}
            for key, typed in (("from", from_on), ("until", until_on)):
                if day := _day(typed):
                    made[key] = day
            if source := sources.get(name):
                made["src"] = source
            items.append(made)
        self.desk.do(ChangeConcept(self._concept.id or 0, self._concept.version, with_list(self._text, self._list.id, items)))

    def _cell(self, line: int, column: int) -> str:
        item = self.names.item(line, column)
        return item.text().strip() if item else ""


class PublishDialog(FormDialog):
    """Which new versions begin with this edition, and what is still in the way."""

    form = "publish_dialog"

    versions: QListWidget
    obstacles: QLabel

    def __init__(self, desk: Desk, concept: EditionRow, scheme: Scheme, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._edition_id = concept.id or 0
        self.obstacles.setWordWrap(True)
        self.versions.setMaximumHeight(90)
        for version in scheme.versions:
            if version.concept:
                item = QListWidgetItem(f"{version.id}, {show_date(version.from_on)}")
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Checked)
                item.setData(_ID, version.id)
                self.versions.addItem(item)
        for asked in (self.versions, self.versions_label):  # type: ignore[attr-defined]
            asked.setVisible(self.versions.count() > 0)
        self.versions.itemChanged.connect(lambda _item: self._look())
        self._look()

    def _look(self) -> None:
        reasons = self.desk.do(WhyNotPublish(self._edition_id, tuple(checked(self.versions))))
        self.obstacles.setText("\n".join(reasons) or _("Nothing; it may be published."))
        self.ok_button.setEnabled(not reasons)

    def save(self) -> None:
        """Publish."""
        self.desk.do(PublishEdition(self._edition_id, tuple(checked(self.versions))))


class NormDialog(FormDialog):
    """An approved part of the norm, or the statement of conformity."""

    form = "norm_dialog"

    part: QComboBox
    name: QLineEdit
    edition: QLineEdit
    dated_on: DateEdit
    approved_by: QLineEdit

    def __init__(self, desk: Desk, scheme: Scheme, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._scheme_id = scheme.id
        if scheme.governance:
            for part in scheme.governance.norm_parts:
                self.part.addItem(part.name.in_language(language()), part.id)
        self.part.addItem(_("statement of conformity"), "")
        self.dated_on.set_date(desk.today)

    def save(self) -> None:
        """Add it."""
        self.desk.do(
            AddNormDocument(
                self._scheme_id,
                self.name.text() or self.part.currentText(),
                self.dated_on.date() or self.desk.today,
                self.approved_by.text(),
                self.part.currentData(),
                self.edition.text(),
            )
        )


def _day(typed: str) -> date | None:
    try:
        return read_date(typed)
    except ValueError as error:
        raise RuleBroken(_("“{text}” is not a date. Please type it as 31-12-2026.").format(text=typed)) from error
