"""Questions to the candidate about one item: what was asked and answered, and asking."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.drafts import DraftKind
from cmsdesk.domain.words import _
from cmsdesk.services.questions import AskCandidate, QuestionRow
from cmsdesk.services.review_sheet import ReviewSheet
from cmsdesk.ui.cards import button, clear, column
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.flow import flowing
from cmsdesk.ui.review.drafting import DraftKeeper
from cmsdesk.ui.review.layouts import Quote, caption, writing_field


class QuestionsSection(QWidget):
    """Shown where the step knows questions, or where some were asked."""

    begun = Signal()

    def __init__(self, desk: Desk, drafts: DraftKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._drafts = desk, drafts
        self._application_id = 0
        self._assignment_id: int | None = None
        self._about = ""
        self._filling = False
        layout = column(8)
        self.setLayout(layout)
        layout.addWidget(caption(_("QUESTIONS TO THE CANDIDATE")))
        self._told = column(8)
        layout.addLayout(self._told)
        self.field = writing_field(_("Question to the candidate"), 76)
        self.field.textChanged.connect(self._changed)
        layout.addWidget(self.field)
        self.open_button = button(_("Ask the candidate…  {key}").format(key="Q"), self.begin, symbol="message-circle")
        self.ask_button = button(_("Send the question"), self.ask, symbol="mail", primary=True)
        self.drop_button = button(_("Drop"), self.drop)
        layout.addWidget(flowing(self.open_button, self.ask_button, self.drop_button))

    def show_item(self, sheet: ReviewSheet, about: str, *, may_ask: bool) -> None:
        """What was asked about an item, and about the whole; `may_ask` is whether one judges here now."""
        self._application_id = sheet.application.id
        self._assignment_id = sheet.seat.assignment_id if sheet.seat else None
        same, self._about = self._about == about, about
        mine = [one for one in sheet.questions if one.requirement_id in {about, ""}]
        clear(self._told)
        for one in mine:
            self._told.addWidget(_quote(one))
        may_ask = may_ask and bool(sheet.seat and sheet.seat.may_ask)
        draft = self._drafts.text(DraftKind.QUESTION, about)
        if not (same and self.field.isVisibleTo(self)):
            self._filling = True
            self.field.setPlainText(draft)
            self._filling = False
            self._open_field(opened=may_ask and bool(draft.strip()))
        elif not may_ask:
            self._open_field(opened=False)
        self.open_button.setVisible(may_ask and not self.field.isVisibleTo(self))
        self.setVisible(bool(mine) or may_ask)

    def begin(self) -> None:
        """Show the field to write a question in."""
        if self.isVisible() and (self.open_button.isVisible() or self.field.isVisible()):
            self._open_field(opened=True)
            self.field.setFocus()
            self.begun.emit()

    def ask(self) -> None:
        """Put the question; the application waits for the answer."""
        text = self.field.toPlainText()
        if self._desk.attempt(AskCandidate(self._application_id, text, self._about, self._assignment_id)):
            self._drafts.forget(DraftKind.QUESTION, self._about)
            self._clear()

    def drop(self) -> None:
        """Ask nothing after all."""
        self._drafts.note(DraftKind.QUESTION, self._about, "")
        self._clear()

    def _clear(self) -> None:
        self._filling = True
        self.field.clear()
        self._filling = False
        self._open_field(opened=False)

    def _open_field(self, *, opened: bool) -> None:
        for part in (self.field, self.ask_button, self.drop_button):
            part.setVisible(opened)
        self.open_button.setVisible(not opened)

    def _changed(self) -> None:
        if not self._filling:
            self._drafts.note(DraftKind.QUESTION, self._about, self.field.toPlainText())


def _quote(one: QuestionRow) -> Quote:
    about = _("{name} asked on {date}").format(name=one.asked_by, date=show_date(one.asked_on))
    if one.answered_on is None:
        return Quote(about, one.text, _("Waits for the answer."), tone="warn")
    answer = _("Answer of {date}: {answer}").format(date=show_date(one.answered_on), answer=one.answer)
    return Quote(about, one.text, answer, tone="ok")
