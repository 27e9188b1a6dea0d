"""The office's own keys: made once, opened with their passphrase once a day, and the file that assessors need of them."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QFormLayout, QLineEdit, QWidget

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _
from cmsdesk.exchange.packages.fingerprints import spoken
from cmsdesk.exchange.packages.key_files import KEY_SUFFIX, key_file_name
from cmsdesk.exchange.packages.keys import KeyPair
from cmsdesk.services.office_keys import give_up_keys, has_keys, make_keys, save_public_key, unlock_keys
from cmsdesk.ui.cards import PlainLabel, button
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.packages.plain_dialog import PlainDialog
from cmsdesk.ui.packages.words import TwoLanguageWords

Then = Callable[[KeyPair], object]


def with_keys(desk: Desk, parent: QWidget, then: Then) -> None:
    """Go on with the keys of the office; asks for their passphrase, or makes them, where that was not done yet."""
    if desk.package_keys:
        then(desk.package_keys)
    else:
        PassphraseDialog(desk, then, parent).open()


class PassphraseDialog(PlainDialog):
    """Opens the keys; where there are none yet it makes them, and asks for the passphrase twice."""

    def __init__(self, desk: Desk, then: Then, parent: QWidget | None = None) -> None:
        self._making = not has_keys(desk.office)
        title = _("Keys of the office")
        super().__init__(title, _("Make keys") if self._making else _("Open"), "lock", parent)
        self._desk, self._then = desk, then
        if self._making:
            self.say(
                _(
                    "Packages are signed by the office and can be read by one assessor only. For that the office needs keys of its "
                    "own. They lie in a file beside the office file, under a passphrase that only the bureau knows."
                )
            )
            self.say(
                _(
                    "Write the passphrase down and keep it apart. Without it new keys are needed, and every assessor is called again."
                )
            )
        else:
            self.say(_("The passphrase of the office's keys opens them until the program is closed."))
            self.acts.insertWidget(0, button(_("I forgot it…"), self._ask_give_up))
        self.first, self.second = QLineEdit(), QLineEdit()
        fields = QFormLayout()
        for label, field in ((_("Passphrase"), self.first), (_("Once more"), self.second)):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setAccessibleName(label)
            if field is self.first or self._making:
                fields.addRow(PlainLabel(label), field)
        self.body.addLayout(fields)
        self.first.setFocus()

    def save(self) -> None:
        """Open or make the keys in the background: it takes a third of a second on purpose."""
        if self._making and self.first.text() != self.second.text():
            raise RuleBroken(_("The two passphrases are not the same."))
        self.error_label.hide()
        self.ok_button.setEnabled(False)
        office, said, act = self._desk.office, self.first.text(), make_keys if self._making else unlock_keys
        job = self._desk.job(_("Opening the keys"), lambda _report: act(office, said))
        job.refused.disconnect()
        job.refused.connect(self.refuse)
        job.succeeded.connect(self._opened)
        job.start()

    def _ask_give_up(self) -> None:
        sentence = _(
            "Without the passphrase nobody can open the keys of the office. New keys can be made: then every assessor enrols the new "
            "key file of the office, you call each other once more, and packages that are still out are made again."
        )
        self._desk.notices.ask(_("Make new keys?"), sentence, _("Make new keys"), self._give_up)

    def _give_up(self) -> None:
        with self._desk.notices.refusals_shown():
            give_up_keys(self._desk.office)
            self.reject()
            PassphraseDialog(self._desk, self._then, self.parentWidget() or self).open()

    def _opened(self, keys: KeyPair) -> None:
        self._desk.package_keys = keys
        self.accept()
        self._then(keys)


class OfficeKeyDialog(PlainDialog):
    """The words of the office's own key, to read aloud, and its file for assessors."""

    def __init__(self, desk: Desk, keys: KeyPair, parent: QWidget | None = None) -> None:
        super().__init__(_("Key of the office"), _("Save key file…"), "download", parent)
        self._desk, self._keys = desk, keys
        self.cancel_button.setText(_("Close"))
        self.say(
            _(
                "An assessor needs the key file of the office once. Send it, call the assessor, and read these ten words aloud, in the "
                "language the assessor's program speaks."
            )
        )
        words = {code: spoken(keys.public, code) for code in ("nl", "en")}
        self.body.addWidget(TwoLanguageWords(words, _("The words of the office's key")))

    def save(self) -> None:
        """Ask where the file goes."""
        dialog = QFileDialog(self, _("Save key file"), key_file_name(self._keys.name))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(KEY_SUFFIX.removeprefix("."))
        dialog.fileSelected.connect(lambda name: self._write(Path(name)))
        dialog.open()

    def _write(self, path: Path) -> None:
        with self._desk.notices.refusals_shown():
            save_public_key(self._keys, path)
            self._desk.notices.tell(_("{file} was saved; nothing was sent.").format(file=path.name))
