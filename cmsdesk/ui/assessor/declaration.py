"""Before a dossier opens: whether the assessor is independent of the candidate."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from cmsdesk.domain.words import _
from cmsdesk.services.assessor.books import PackageSlip
from cmsdesk.ui.cards import FactList, PlainLabel, button, centred_card, row

_WIDE = 620


class DeclarationPage(QWidget):
    """Says whose dossier it is and nothing of what is in it; a "no" gives it back with the reason.

    `reason` is there where that was said before, and the file that says so could not be made.
    """

    independent = Signal(str)
    tied = Signal(str)

    def __init__(self, slip: PackageSlip, office: str, reason: str = "") -> None:
        super().__init__()
        content = centred_card(self, _WIDE)
        content.addWidget(PlainLabel(_("Are you independent of this candidate?"), size=20, strong=True))
        content.addWidget(
            FactList(
                [(_("Candidate"), slip.candidate), (_("Application"), f"{slip.number} · {slip.title}"), (_("Office"), office)]
            )
        )
        content.addWidget(
            PlainLabel(
                _(
                    "You are not if you trained, coached or employed the candidate, are family, work or worked in one "
                    "organisation, or were party to a complaint. The dossier opens once you have said that you are independent."
                ),
                role="muted",
                wrap=True,
            )
        )
        content.addWidget(PlainLabel(_("REMARK OR REASON"), size=12, strong=True, role="muted"))
        self.words = QPlainTextEdit()
        self.words.setAccessibleName(_("Remark or reason"))
        self.words.setPlaceholderText(_("Needed when you are not independent"))
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(80)
        content.addWidget(self.words)
        self.error = PlainLabel("", role="stop", wrap=True)
        self.error.hide()
        content.addWidget(self.error)
        acts = row(10)
        self.yes_button = button(
            _("Yes, I am independent"), lambda: self.independent.emit(self.words.toPlainText()), symbol="check", primary=True
        )
        acts.addWidget(self.yes_button)
        self.no_button = button(_("No, give it back…"), self._decline, symbol="x")
        acts.addWidget(self.no_button)
        acts.addStretch()
        content.addLayout(acts)
        self.words.setPlainText(reason)
        self.words.setReadOnly(bool(reason))
        self.yes_button.setEnabled(not reason)
        self.setFocusProxy(self.no_button if reason else self.yes_button)

    def say(self, sentence: str) -> None:
        """Show why not."""
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))

    def _decline(self) -> None:
        if self.words.toPlainText().strip():
            self.say("")
            self.tied.emit(self.words.toPlainText())
        else:
            self.say(_("Please say why you cannot judge this dossier."))
            self.words.setFocus()
