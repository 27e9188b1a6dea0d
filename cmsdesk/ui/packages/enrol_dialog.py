"""Enrolling the key file of an assessor: whose it is, and the words to compare by telephone before anything is trusted."""

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit, QListWidget, QListWidgetItem, QWidget

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _
from cmsdesk.exchange.packages.fingerprints import spoken
from cmsdesk.exchange.packages.key_files import read_key_text
from cmsdesk.exchange.packages.keys import read_public_text
from cmsdesk.services.assessor_keys import EnrolKey, KeysOf
from cmsdesk.services.lists import Asked
from cmsdesk.services.people import ListPeople, ReadPerson
from cmsdesk.ui.cards import PlainLabel
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.packages.plain_dialog import PlainDialog
from cmsdesk.ui.packages.words import TwoLanguageWords

_MOST = 20


class EnrolDialog(PlainDialog):
    """Without a person it asks whose key it is; it enrols only once somebody says that the words were compared."""

    def __init__(self, desk: Desk, path: Path, person_id: int | None = None, parent: QWidget | None = None) -> None:
        self._text = read_key_text(path)
        self.key = read_public_text(self._text)
        super().__init__(_("Enrol a key"), _("Enrol"), "shield-check", parent)
        self._desk, self._person_id = desk, person_id
        self.body.addWidget(PlainLabel(self.key.name, size=20, strong=True, wrap=True))
        self.say(_("Key made on {date}").format(date=show_date(self.key.made_on)))
        self.words_edit, self.people = QLineEdit(), QListWidget()
        if person_id is None:
            self._ask_whose()
        self.say(
            _(
                "Please call the assessor, at a number that you know and did not find in the same mail. Let the assessor read the ten "
                "words aloud, in Dutch or in English, and enrol the key only if they are these, in this order."
            ),
            role="text",
        )
        words = {code: spoken(self.key, code) for code in ("nl", "en")}
        self.body.addWidget(TwoLanguageWords(words, _("The words of this key")))
        self.compared = QCheckBox(_("I heard these ten words from the assessor, in this order"))
        self.body.addWidget(self.compared)
        self.replaces = self.say("", role="warn")
        self.ok_button.setEnabled(False)
        self.compared.toggled.connect(self._refresh)
        self._refresh()

    def save(self) -> None:
        """Trust the key from now on."""
        person = self._chosen()
        if person is None:
            raise RuleBroken(_("Please choose a person."))
        self._desk.do(EnrolKey(person, self._text))
        name = self._desk.do(ReadPerson(person)).full_name
        self._desk.notices.tell(_("The key of {name} is enrolled.").format(name=name))
        self.accept()

    def _ask_whose(self) -> None:
        self.body.addWidget(PlainLabel(_("Whose key is this?"), strong=True))
        self.words_edit.setPlaceholderText(_("Name or number"))
        self.words_edit.setAccessibleName(_("Search"))
        self.people.setAccessibleName(_("People"))
        self.people.setMaximumHeight(120)
        self.words_edit.textChanged.connect(self._find)
        self.people.currentRowChanged.connect(lambda _row: self._refresh())
        self.body.addWidget(self.words_edit)
        self.body.addWidget(self.people)
        self.words_edit.setText(self.key.name.split()[-1])

    def _find(self, words: str) -> None:
        self.people.clear()
        for found in self._desk.do(ListPeople(Asked(words), 0, _MOST)):
            item = QListWidgetItem(f"{found.name}  ·  {found.number}")
            item.setData(0x0100, found.id)
            self.people.addItem(item)
        self.people.setCurrentRow(0)

    def _chosen(self) -> int | None:
        if self._person_id is not None:
            return self._person_id
        item = self.people.currentItem()
        return int(item.data(0x0100)) if item else None

    def _refresh(self) -> None:
        if not hasattr(self, "compared"):
            return
        person = self._chosen()
        self.ok_button.setEnabled(self.compared.isChecked() and person is not None)
        former = person is not None and any(not key.revoked_on for key in self._desk.do(KeysOf(person)))
        self.replaces.setVisible(former)
        self.replaces.setText(
            _("This person has a key already. The new one takes its place; reviews signed with the former one are refused then.")
        )


def choose_key(desk: Desk, person_id: int | None, parent: QWidget) -> None:
    """Ask for the key file that an assessor sent."""
    dialog = QFileDialog(parent, _("Key file of an assessor"))
    dialog.setNameFilter(_("Key files (*.cmsdesk-key)"))
    dialog.fileSelected.connect(lambda name: enrol(desk, Path(name), person_id, parent))
    dialog.open()


def enrol(desk: Desk, path: Path, person_id: int | None, parent: QWidget) -> None:
    """Show a key file that came in; a file that is none is refused."""
    with desk.notices.refusals_shown():
        EnrolDialog(desk, path, person_id, parent).open()
