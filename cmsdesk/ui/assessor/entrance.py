"""What comes before an assessor's packages: making one's keys, once, and giving the passphrase at each start."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QLineEdit, QPushButton, QWidget

from cmsdesk.domain.words import _
from cmsdesk.exchange.packages.passphrases import SHORTEST
from cmsdesk.ui.cards import PlainLabel, button, centred_card, row
from cmsdesk.ui.icons import pixmap
from cmsdesk.ui.theme import colours

_WIDE = 560


class Entrance(QWidget):
    """A card in the middle of the window with a few fields, one button that goes on, and a way back."""

    back_wanted = Signal()

    def __init__(self, symbol: str, title: str, sentence: str) -> None:
        super().__init__()
        self.content = centred_card(self, _WIDE)
        head = row(14)
        mark = QLabel()
        mark.setPixmap(pixmap(symbol, colours().accent, 32))
        head.addWidget(mark)
        head.addWidget(PlainLabel(title, size=22, strong=True), 1)
        self.content.addLayout(head)
        self.content.addWidget(PlainLabel(sentence, role="muted", wrap=True))
        self.fields = QFormLayout()
        self.fields.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.fields.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self.fields.setHorizontalSpacing(16)
        self.fields.setVerticalSpacing(10)
        self.content.addLayout(self.fields)
        self.seen = QCheckBox(_("Show what I type"))
        self.error = PlainLabel("", role="stop", wrap=True)
        self.error.setAccessibleName(_("What is wrong"))
        self.error.hide()
        self._hidden: list[QLineEdit] = []
        self.seen.toggled.connect(self._show_typed)

    def field(self, label: str, *, hidden: bool = False) -> QLineEdit:
        """A field with its label; Enter in it goes on."""
        made = QLineEdit()
        made.setAccessibleName(label)
        made.returnPressed.connect(self.go)
        if hidden:
            made.setEchoMode(QLineEdit.EchoMode.Password)
            self._hidden.append(made)
        self.fields.addRow(label, made)
        return made

    def finish(self, words: str, *beside: QPushButton) -> QPushButton:
        """Put the error, the button that goes on and the others below the fields."""
        self.content.addWidget(self.seen)
        self.content.addWidget(self.error)
        acts = row(10)
        go = button(words, self.go, symbol="arrow-right", primary=True)
        acts.addWidget(go)
        for made in beside:
            acts.addWidget(made)
        acts.addStretch()
        acts.addWidget(button(_("Back"), self.back_wanted.emit))
        self.content.addLayout(acts)
        return go

    def go(self) -> None:
        """What the button does."""
        raise NotImplementedError

    def say(self, sentence: str) -> None:
        """Show beside the fields what is wrong; nothing when all is well."""
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))

    def _show_typed(self, on: bool) -> None:
        for line in self._hidden:
            line.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)


class BeginPage(Entrance):
    """Making one's keys: a name and a passphrase."""

    begin_wanted = Signal(str, str)

    def __init__(self) -> None:
        super().__init__(
            "clipboard-check",
            _("Reviewing dossiers for an office"),
            _(
                "An office sends you a dossier as one file; you review it here, without a network, and send one file back. "
                "First this program makes your keys, on this computer: with them, only you can open what is sent to you."
            ),
        )
        self.name = self.field(_("Your name"))
        self.passphrase = self.field(_("Passphrase"), hidden=True)
        self.again = self.field(_("Once more"), hidden=True)
        self.passphrase.setPlaceholderText(_("At least {shortest} letters, such as a short sentence").format(shortest=SHORTEST))
        self.content.addWidget(
            PlainLabel(_("Nobody can give you the passphrase back. Please keep it where you keep such things."), wrap=True)
        )
        self.go_button = self.finish(_("Make my keys"))
        self.name.setFocus()

    def go(self) -> None:
        """Ask for keys, once both passphrases are the same."""
        if self.passphrase.text() != self.again.text():
            self.say(_("The two passphrases differ. Please type them again."))
            self.again.setFocus()
            self.again.selectAll()
            return
        self.say("")
        self.begin_wanted.emit(self.name.text(), self.passphrase.text())


class UnlockPage(Entrance):
    """Giving the passphrase; whoever forgot it can only start over."""

    unlock_wanted = Signal(str)
    start_over_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("lock", _("Your dossiers to review"), _("Your passphrase opens the dossiers on this computer."))
        self.passphrase = self.field(_("Passphrase"), hidden=True)
        forgotten = button(_("I forgot it…"), self.start_over_wanted.emit)
        self.go_button = self.finish(_("Open"), forgotten)
        self.passphrase.setFocus()

    def go(self) -> None:
        """Ask to be let in."""
        self.say("")
        self.unlock_wanted.emit(self.passphrase.text())
