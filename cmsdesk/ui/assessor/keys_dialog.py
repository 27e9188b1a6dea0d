"""One's own key, to give to an office, and the offices whose keys are trusted here."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QFrame, QVBoxLayout, QWidget

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.words import LANGUAGES, _
from cmsdesk.exchange.packages.fingerprints import spoken
from cmsdesk.exchange.packages.key_files import KEY_SUFFIX, key_file_name
from cmsdesk.exchange.packages.keys import PublicKey
from cmsdesk.services.assessor.drafts import draft_key
from cmsdesk.services.assessor.home import Workplace
from cmsdesk.services.assessor.offices import KnownOffice, enrol_office, former_keys, offices, revoke_office
from cmsdesk.ui.cards import ElidedLabel, PlainLabel, button, clear, column, row
from cmsdesk.ui.notices import Notices
from cmsdesk.ui.packages.words import TwoLanguageWords


class KeysDialog(QDialog):
    """Own words and key file on top, trusted offices below; everything it does is done at once."""

    enrol_wanted = Signal()

    def __init__(self, workplace: Workplace, notices: Notices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workplace, self._notices = workplace, notices
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Keys and offices"))
        self.setMinimumWidth(640)
        layout = column(12, 24)
        self.setLayout(layout)
        layout.addWidget(PlainLabel(_("Your key"), size=17, strong=True))
        layout.addWidget(
            PlainLabel(
                _(
                    "Send your key file to the office. When the office calls you, read these ten words aloud: "
                    "if the office sees the same ones, nobody came between."
                ),
                role="muted",
                wrap=True,
            )
        )
        layout.addWidget(_words(workplace.keys.public, _("The words of your key")))
        acts = row(10)
        self.save_button = button(_("Save key file…"), self._ask_key, symbol="download", primary=True)
        acts.addWidget(self.save_button)
        acts.addWidget(button(_("Mail draft…"), self._ask_draft, symbol="mail"))
        acts.addStretch()
        layout.addLayout(acts)
        layout.addSpacing(12)
        layout.addWidget(PlainLabel(_("Offices you work for"), size=17, strong=True))
        self._lines: QVBoxLayout = column(6)
        layout.addLayout(self._lines)
        below = row(10)
        below.addWidget(button(_("Enrol an office…"), self.enrol_wanted.emit, symbol="plus"))
        below.addStretch()
        below.addWidget(button(_("Close"), self.accept))
        layout.addLayout(below)
        self.refresh()

    def refresh(self) -> None:
        """Show the offices as they are now."""
        clear(self._lines)
        found = offices(self._workplace)
        for office in found.values():
            self._lines.addWidget(self._line(office))
        if not found:
            self._lines.addWidget(
                PlainLabel(_("None yet. Enrol the key file that the office sent you; then its dossiers open here."), wrap=True)
            )

    def _line(self, office: KnownOffice) -> QFrame:
        line = QFrame()
        layout = row(12)
        line.setLayout(layout)
        words = column(0)
        words.addWidget(ElidedLabel(office.name, strong=True))
        said = _("Enrolled on {date}").format(date=show_date(office.enrolled_on))
        if office.revoked_on:
            said = _("Revoked on {date}").format(date=show_date(office.revoked_on))
        words.addWidget(PlainLabel(said, size=12, role="stop" if office.revoked_on else "muted"))
        layout.addLayout(words, 1)
        if not office.revoked_on:
            layout.addWidget(button(_("Revoke…"), partial(self._ask_revoke, office), symbol="ban"))
        return line

    def _ask_revoke(self, office: KnownOffice) -> None:
        sentence = _("Nothing that was signed with this key of {office} will open here any more. This cannot be taken back.")
        self._notices.ask(_("Revoke the key"), sentence.format(office=office.name), _("Revoke"), lambda: self._revoke(office.id))

    def _revoke(self, key_id: str) -> None:
        with self._notices.refusals_shown():
            revoke_office(self._workplace, key_id)
        self.refresh()

    def _ask_key(self) -> None:
        self._ask_place(key_file_name(self._workplace.keys.name), KEY_SUFFIX, self._workplace.save_key)

    def _ask_draft(self) -> None:
        self._ask_place(f"{Path(key_file_name(self._workplace.keys.name)).stem}.eml", ".eml", partial(draft_key, self._workplace))

    def _ask_place(self, name: str, ending: str, save: Callable[[Path], object]) -> None:
        dialog = QFileDialog(self, _("Save"), name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ending.removeprefix("."))
        dialog.fileSelected.connect(lambda chosen: self._save(Path(chosen), save))
        dialog.open()

    def _save(self, path: Path, save: Callable[[Path], object]) -> None:
        with self._notices.refusals_shown():
            save(path)
            self._notices.tell(_("{file} was saved; nothing was sent.").format(file=path.name))


class EnrolDialog(QDialog):
    """The words of an office's key; whoever enrols it says that they were compared by telephone."""

    enrolled = Signal()

    def __init__(self, workplace: Workplace, key: PublicKey, notices: Notices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workplace, self._key, self._notices = workplace, key, notices
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Enrol an office"))
        self.setMinimumWidth(640)
        layout = column(12, 24)
        self.setLayout(layout)
        layout.addWidget(PlainLabel(key.name, size=20, strong=True, wrap=True))
        layout.addWidget(PlainLabel(_("Key made on {date}").format(date=show_date(key.made_on)), role="muted"))
        layout.addWidget(
            PlainLabel(
                _(
                    "Please call the office, at a number that you know and did not find in the same mail, and let them read their "
                    "ten words aloud. Enrol the key only if they are these, in this order."
                ),
                wrap=True,
            )
        )
        layout.addWidget(_words(key, _("The words of the office's key")))
        layout.addWidget(PlainLabel(_("Then read yours aloud as well:"), role="muted"))
        layout.addWidget(_words(workplace.keys.public, _("The words of your key")))
        self.compared = QCheckBox(_("I heard the words of the office, and they are the same"))
        layout.addWidget(self.compared)
        self.instead = QCheckBox(_("It takes the place of the former key of this office, which is revoked"))
        self.instead.setChecked(bool(former_keys(workplace, key)))
        self.instead.setVisible(self.instead.isChecked())
        layout.addWidget(self.instead)
        acts = row(10)
        acts.addStretch()
        acts.addWidget(button(_("Cancel"), self.reject))
        self.ok_button = button(_("Enrol"), self._enrol, symbol="shield-check", primary=True)
        self.ok_button.setEnabled(False)
        self.compared.toggled.connect(self.ok_button.setEnabled)
        acts.addWidget(self.ok_button)
        layout.addLayout(acts)

    def _enrol(self) -> None:
        with self._notices.refusals_shown():
            enrol_office(self._workplace, self._key, instead=self.instead.isChecked())
            self._notices.tell(_("{office} is enrolled; its dossiers open here now.").format(office=self._key.name))
            self.accept()
            self.enrolled.emit()


def _words(key: PublicKey, name: str) -> TwoLanguageWords:
    """The ten words in both languages: whoever is on the telephone may speak the other one."""
    return TwoLanguageWords({code: spoken(key, code) for code in LANGUAGES}, name)
