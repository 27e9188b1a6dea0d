"""Handing in the report: the outcome where the step names some, and a word on the whole."""

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QLabel, QPlainTextEdit, QWidget

from cmsdesk.domain.drafts import DraftKind
from cmsdesk.domain.words import _
from cmsdesk.services.assessments import FinishReview
from cmsdesk.services.review_sheet import ReviewSheet
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.dialogs import FormDialog
from cmsdesk.ui.review.drafting import DraftKeeper


class FinishDialog(FormDialog):
    """What still is open stands in it beforehand; what is typed is kept as a draft."""

    form = "finish_review_dialog"

    sentence: QLabel
    outcome_label: QLabel
    outcome: QComboBox
    comment: QPlainTextEdit

    def __init__(self, desk: Desk, sheet: ReviewSheet, drafts: DraftKeeper, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._application_id = sheet.application.id
        self._assignment_id = sheet.seat.assignment_id if sheet.seat else None
        self._drafts = drafts
        outcomes = sheet.seat.outcomes if sheet.seat else ()
        self.outcome.addItem(_("Please choose"), "")
        for key, words in outcomes:
            self.outcome.addItem(words, key)
        for part in (self.outcome, self.outcome_label):
            part.setVisible(bool(outcomes))
        open_ = [item.title for item in sheet.items if not item.verdict]
        said = _("{judged} of {needed} requirements judged.").format(judged=sheet.report.judged, needed=sheet.report.needed)
        if open_:
            said = _("{said} Still open: {names}.").format(
                said=said, names=", ".join(open_[:5]) + (" …" if len(open_) > 5 else "")
            )
        self.sentence.setText(said)
        self.comment.setPlainText(drafts.text(DraftKind.REPORT, "") or sheet.report.comment)
        self.comment.textChanged.connect(lambda: drafts.note(DraftKind.REPORT, "", self.comment.toPlainText()))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.ok_button.click)
        self.ok_button.setText(_("Finish review  {keys}").format(keys="Ctrl+Enter"))
        self.comment.setFocus()

    def save(self) -> None:
        """Hand it in."""
        self.desk.do(
            FinishReview(self._application_id, self.comment.toPlainText(), self._assignment_id, self.outcome.currentData())
        )
        self._drafts.forget(DraftKind.REPORT, "")
