"""The dialogs around the candidate: asking for a correction, consulting, special needs, recording an answer."""

from datetime import timedelta

from PySide6.QtWidgets import QComboBox, QLabel, QPlainTextEdit, QWidget

from cmsdesk.domain.corrections import Fault
from cmsdesk.domain.dates import show_date
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _
from cmsdesk.services.applications import TO_CORRECT, AskCorrection
from cmsdesk.services.intake import ConsultApplication, ReadIntake, RecordSpecialNeeds
from cmsdesk.services.questions import AnswerQuestion, QuestionsOf
from cmsdesk.ui.date_edit import DateEdit
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.dialogs import FormDialog


class CorrectionDialog(FormDialog):
    """What is wrong with which requirement, in words for the candidate, and by when it should be there."""

    form = "correction_dialog"

    requirement: QComboBox
    fault: QComboBox
    text: QPlainTextEdit
    due_on: DateEdit

    def __init__(self, desk: Desk, application_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._application_id = application_id
        self.requirement.addItem(_("The application as a whole"), "")
        for row in desk.do(ReadIntake(application_id)).rows:
            self.requirement.addItem(row.title, row.requirement_id)
            if row.blocks and self.requirement.currentIndex() == 0:
                self.requirement.setCurrentIndex(self.requirement.count() - 1)
        for fault in Fault:
            self.fault.addItem(fault.label, fault)
        self.fault.setCurrentIndex(self.fault.findData(Fault.INCOMPLETE))
        self.due_on.set_date(desk.today + timedelta(days=TO_CORRECT.days))
        self.text.setFocus()

    def save(self) -> None:
        """Ask it; the office's own term stands still from now."""
        self.desk.do(
            AskCorrection(
                self._application_id,
                self.text.toPlainText(),
                Fault(self.fault.currentData()),
                self.requirement.currentData(),
                self.due_on.date(),
            )
        )


class ConsultDialog(FormDialog):
    """What is talked about with the candidate, beside the ways out that the scheme knows."""

    form = "consult_dialog"

    remedies: QLabel
    note: QPlainTextEdit

    def __init__(self, desk: Desk, application_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._application_id = application_id
        ways = [way for row in desk.do(ReadIntake(application_id)).rows if row.blocks for way in row.remedies]
        self.remedies.setText("\n".join(ways))
        for widget in (self.remedies, self.remedies_label):  # type: ignore[attr-defined]
            widget.setVisible(bool(ways))
        self.note.setFocus()

    def save(self) -> None:
        """Put the application in consultation."""
        self.desk.do(ConsultApplication(self._application_id, self.note.toPlainText()))


class NeedsDialog(FormDialog):
    """What the candidate needs to be able to take part, and what was decided on it."""

    form = "needs_dialog"

    special_needs: QPlainTextEdit
    accommodation: QPlainTextEdit

    def __init__(self, desk: Desk, application_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._application_id = application_id
        found = desk.do(ReadIntake(application_id))
        self.special_needs.setPlainText(found.special_needs)
        self.accommodation.setPlainText(found.accommodation)

    def save(self) -> None:
        """Keep both."""
        needs, decided = self.special_needs.toPlainText(), self.accommodation.toPlainText()
        self.desk.do(RecordSpecialNeeds(self._application_id, needs, decided))


class AnswerDialog(FormDialog):
    """What the candidate answered to a question of those who judge; the first that is open comes first."""

    form = "answer_dialog"

    question: QComboBox
    about: QLabel
    answer: QPlainTextEdit
    answered_on: DateEdit

    def __init__(self, desk: Desk, application_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._open = [row for row in desk.do(QuestionsOf(application_id)) if not row.answered_on]
        for row in self._open:
            self.question.addItem(row.text.replace("\n", " "), row.id)
        self.question.currentIndexChanged.connect(lambda _index: self._show())
        self.answered_on.set_date(desk.today)
        self.answer.setFocus()
        self._show()

    def save(self) -> None:
        """Keep it; when nothing else is asked, the review goes on."""
        question_id = self.question.currentData()
        if question_id is None:
            raise RuleBroken(_("No question waits for an answer that you may enter."))
        self.desk.do(AnswerQuestion(question_id, self.answer.toPlainText(), self.answered_on.date()))

    def _show(self) -> None:
        place = self.question.currentIndex()
        if place < 0:
            self.about.setText("")
            return
        row = self._open[place]
        asked = _("{text}\nAsked on {date} by {name}, about: {about}")
        self.about.setText(
            asked.format(text=row.text, date=show_date(row.asked_on), name=row.asked_by, about=row.about or _("the whole"))
        )
