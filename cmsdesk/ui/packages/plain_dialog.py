"""A dialog that is put together in code: words on top, fields, a place for the refusal, and one button that does it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _
from cmsdesk.ui.cards import PlainLabel, button, column, row


class PlainDialog(QDialog):
    """Refusals show above the buttons and keep the dialog open."""

    def __init__(self, title: str, verb: str, symbol: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(600)
        outer = column(16, 20)
        self.setLayout(outer)
        self.body: QVBoxLayout = column(12)
        outer.addLayout(self.body)
        outer.addStretch()
        self.error_label = PlainLabel("", role="stop", wrap=True)
        self.error_label.hide()
        outer.addWidget(self.error_label)
        self.acts = acts = row(10)
        acts.addStretch()
        self.cancel_button = button(_("Cancel"), self.reject)
        self.ok_button = button(verb, self._try, symbol=symbol, primary=True)
        self.ok_button.setDefault(True)
        acts.addWidget(self.cancel_button)
        acts.addWidget(self.ok_button)
        outer.addLayout(acts)

    def say(self, text: str, *, role: str = "muted") -> PlainLabel:
        """A paragraph of the body."""
        label = PlainLabel(text, role=role, wrap=True)
        self.body.addWidget(label)
        return label

    def refuse(self, sentence: str) -> None:
        """Show why it cannot be done, beside the fields."""
        self.error_label.setText(sentence)
        self.error_label.show()
        self.ok_button.setEnabled(True)

    def save(self) -> None:
        """Do what the dialog is for; a refusal is raised."""
        raise NotImplementedError

    def _try(self) -> None:
        try:
            self.save()
        except RuleBroken as error:
            self.refuse(str(error))
