"""Adding or changing a person."""

from datetime import date

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from cmsdesk.domain.names import split_surname
from cmsdesk.domain.words import _
from cmsdesk.services.people import AddPerson, EditPerson, PersonDetails, PersonRecord
from cmsdesk.ui.date_edit import DateEdit
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.dialogs import FormDialog

_TEXTS = (
    "number",
    "initials",
    "given_name",
    "prefix",
    "surname",
    "email",
    "phone",
    "street",
    "postcode",
    "city",
    "employer",
    "function",
)


class PersonDialog(FormDialog):
    """All fields of a person on one form; "de Vries" typed as a surname is taken apart."""

    form = "person_dialog"

    number: QLineEdit
    surname: QLineEdit
    prefix: QLineEdit
    birth_date: DateEdit
    member_since: DateEdit
    note: QPlainTextEdit

    def __init__(self, desk: Desk, record: PersonRecord | None = None, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._record = record
        self.saved_id = record.id if record else 0
        if record:
            for name in _TEXTS:
                self._line(name).setText(getattr(record.details, name))
            self.birth_date.set_date(record.details.birth_date)
            self.note.setPlainText(record.details.note)
            self.member_since.hide()
            self.member_since_label.hide()  # type: ignore[attr-defined]
            self.setWindowTitle(record.full_name)
        else:
            self.setWindowTitle(_("New person"))
            self.member_since.set_date(desk.today)
        self.surname.setFocus()

    def save(self) -> None:
        """Add or change."""
        texts = {name: self._line(name).text().strip() for name in _TEXTS}
        prefix, surname = split_surname(texts["surname"])
        texts |= {"surname": surname, "prefix": texts["prefix"] or prefix}
        details = PersonDetails(**texts, birth_date=self._birth(), note=self.note.toPlainText().strip())
        if self._record:
            self.desk.do(EditPerson(self._record.id, self._record.version, details))
        else:
            self.saved_id = self.desk.do(AddPerson(details, self.member_since.date()))

    def _birth(self) -> date | None:
        return self.birth_date.date()

    def _line(self, name: str) -> QLineEdit:
        line: QLineEdit = getattr(self, name)
        return line
