"""A letter to look at and to change before it is saved as a mail draft or on paper; nothing is sent from here."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import LANGUAGES, _, language
from cmsdesk.services.decisions import MarkDecisionSent
from cmsdesk.services.disputes import ConfirmDispute
from cmsdesk.services.letters import DECISIONS, Letter, LetterKind, LettersFor, ReadLetter, SaveLetter
from cmsdesk.ui.date_edit import DateEdit
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.dialogs import FormDialog

_NAMES = {"nl": "Nederlands", "en": "English"}


class LetterDialog(FormDialog):
    """Preview for one recipient. Saving keeps the dialog open; what was really sent is recorded by its own button."""

    form = "letter_dialog"

    kind: QComboBox
    language: QComboBox
    recipient: QLabel
    subject: QLineEdit
    body: QPlainTextEdit
    sent_on: DateEdit
    sent_button: QPushButton
    pdf_button: QPushButton

    def __init__(
        self, desk: Desk, parent: QWidget | None = None, *, application_id: int | None = None, dispute_id: int | None = None
    ) -> None:
        super().__init__(desk, parent)
        self._application_id, self._dispute_id = application_id, dispute_id
        self._letter: Letter | None = None
        for kind in desk.do(LettersFor(application_id, dispute_id)):
            self.kind.addItem(kind.label, kind)
        for code in LANGUAGES:
            self.language.addItem(_NAMES[code], code)
        self.language.setCurrentIndex(self.language.findData(language()))
        self.sent_on.set_date(desk.today)
        for chooser in (self.kind, self.language):
            chooser.currentIndexChanged.connect(lambda _index: self._show())
        self.sent_on.date_changed.connect(self._show)
        self.sent_button.clicked.connect(lambda: self._attempt(self._record_sent))
        self.pdf_button.clicked.connect(lambda: self._attempt(lambda: self._ask_path("pdf", _("PDF (*.pdf)"))))
        self._show()

    def save(self) -> None:
        """Ask where the draft goes; it is opened and sent by hand in the mail program."""
        self._ask_path("eml", _("Mail draft (*.eml)"))

    def save_to(self, path: Path) -> None:
        """Write the letter as it stands in the fields."""
        assert self._letter
        shown = {"subject": self.subject.text(), "body": self.body.toPlainText()}
        letter = Letter(**(vars(self._letter) | shown))
        self.desk.do(SaveLetter(letter, path))
        self.desk.notices.tell(_("{file} was saved; nothing was sent.").format(file=path.name))

    def _try(self) -> None:
        self._attempt(self.save)

    def _attempt(self, act: Callable[[], object]) -> None:
        """Do something and stay open; a refusal shows beside the fields."""
        self.error_label.hide()
        try:
            act()
        except RuleBroken as error:
            self.error_label.setText(str(error))
            self.error_label.show()

    def _show(self) -> None:
        kind = LetterKind(self.kind.currentData())
        self._attempt(lambda: self._fill(kind))
        marks = kind in DECISIONS or kind is LetterKind.RECEIVED
        for widget in (self.sent_on, self.sent_on_label):  # type: ignore[attr-defined]
            widget.setVisible(marks)
        sent_on = self._letter.sent_on if self._letter else None
        self.sent_button.setVisible(marks and not sent_on)
        self.sent_on.setEnabled(not sent_on)
        if sent_on:
            self.sent_on.set_date(sent_on)

    def _fill(self, kind: LetterKind) -> None:
        asked = ReadLetter(kind, self._application_id, self._dispute_id, self.language.currentData(), self.sent_on.date())
        self._letter = self.desk.do(asked)
        address = f"{self._letter.to_name} <{self._letter.to_email}>" if self._letter.to_email else self._letter.to_name
        self.recipient.setText(address)
        self.subject.setText(self._letter.subject)
        self.body.setPlainText(self._letter.body)

    def _ask_path(self, ending: str, kinds: str) -> None:
        assert self._letter
        dialog = QFileDialog(self, _("Save letter"), f"{self._letter.number}.{ending}")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(kinds)
        dialog.setDefaultSuffix(ending)
        dialog.fileSelected.connect(lambda name: self._attempt(lambda: self.save_to(Path(name))))
        dialog.open()

    def _record_sent(self) -> None:
        on = self.sent_on.date() or self.desk.today
        if self._dispute_id:
            self.desk.do(ConfirmDispute(self._dispute_id, on))
        else:
            self.desk.do(MarkDecisionSent(self._application_id or 0, on))
        self.accept()
