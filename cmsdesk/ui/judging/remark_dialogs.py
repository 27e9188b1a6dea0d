"""The dialogs of feedback: writing it on a document, and what the candidate did with it."""

from PySide6.QtWidgets import QComboBox, QLabel, QPlainTextEdit, QWidget

from cmsdesk.domain.words import _
from cmsdesk.services.feedback import AnswerRemark, GiveRemark
from cmsdesk.services.judging import ReadJudging
from cmsdesk.services.matrix import ReadMatrix
from cmsdesk.services.remarks import RemarkRow
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.dialogs import FormDialog
from cmsdesk.ui.judging.seats import narrow, offer_seats


class RemarkDialog(FormDialog):
    """Feedback on one document or on the whole; the office says for whom it enters what came on paper."""

    form = "remark_dialog"

    document: QComboBox
    text: QPlainTextEdit
    seat: QComboBox

    def __init__(self, desk: Desk, application_id: int, evidence_id: int | None, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._application_id = application_id
        narrow(self.document)
        self.document.addItem(_("The dossier as a whole"), None)
        for one in desk.do(ReadMatrix(application_id)).columns:
            self.document.addItem(one.name, one.evidence_id)
        self.document.setCurrentIndex(max(0, self.document.findData(evidence_id)))
        shown = offer_seats(desk, application_id, self.seat, desk.do(ReadJudging(application_id)).feedback_step)
        for widget in (self.seat, self.seat_label):  # type: ignore[attr-defined]
            widget.setVisible(shown)
        self.text.setFocus()

    def save(self) -> None:
        """Keep it; the candidate reads it once the feedback of the round is given."""
        chosen = self.document.currentData()
        self.desk.do(GiveRemark(self._application_id, self.text.toPlainText(), chosen, self.seat.currentData()))


class RemarkAnswerDialog(FormDialog):
    """What the candidate did with one piece of feedback; it can be changed until the dossier is handed in again."""

    form = "remark_answer_dialog"

    about: QLabel
    response: QPlainTextEdit

    def __init__(self, desk: Desk, remark: RemarkRow, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._remark_id = remark.id
        about = remark.document or _("The dossier as a whole")
        self.about.setText(f"{about}\n{remark.text}")
        self.response.setPlainText(remark.response)
        self.response.setFocus()

    def save(self) -> None:
        """Keep the answer."""
        self.desk.do(AnswerRemark(self._remark_id, self.response.toPlainText()))
