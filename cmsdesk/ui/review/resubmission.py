"""Taking in the improved dossier: an answer to each remark, and new versions of documents."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLabel, QPlainTextEdit, QScrollArea, QWidget

from cmsdesk.domain.words import _
from cmsdesk.services.feedback import AnswerRemark, ReplaceDocument, Resubmit
from cmsdesk.services.remarks import RemarkRow, RemarksOf
from cmsdesk.ui.cards import PlainLabel, button, column, row
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.dialogs import FormDialog
from cmsdesk.ui.review.layouts import Quote, writing_field


class ResubmissionDialog(FormDialog):
    """Answers are kept when the dossier is taken in; a document is replaced at once."""

    form = "resubmission_dialog"

    sentence: QLabel
    area: QScrollArea

    def __init__(self, desk: Desk, application_id: int, round_: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._application_id = application_id
        self._remarks = [one for one in desk.do(RemarksOf(application_id)) if one.round == round_]
        self.answers: dict[int, QPlainTextEdit] = {}
        self._versions: dict[int, PlainLabel] = {}
        self.sentence.setText(
            _("What did the candidate do with each remark? The next round begins when the improved dossier is taken in.")
        )
        inside, layout = QWidget(), column(16)
        inside.setObjectName("scrolled_content")
        inside.setLayout(layout)
        for one in self._remarks:
            layout.addWidget(self._remark(one))
        layout.addStretch()
        self.area.viewport().setObjectName("scrolled_ground")
        self.area.setWidget(inside)

    def save(self) -> None:
        """Keep the answers that were filled in, then begin the next round."""
        for one in self._remarks:
            answer = self.answers[one.id].toPlainText()
            if answer.strip() and answer.strip() != one.response:
                self.desk.do(AnswerRemark(one.id, answer))
        self.desk.do(Resubmit(self._application_id))

    def _remark(self, one: RemarkRow) -> QWidget:
        made = Quote(one.document or _("The whole dossier"), one.text, tone="warn")
        answer = writing_field(_("Answer on “{document}”").format(document=one.document or _("the whole dossier")), 64)
        answer.setPlainText(one.response)
        answer.setPlaceholderText(_("What the candidate did with it"))
        self.answers[one.id] = answer
        made.add(answer)
        if one.document_id is not None:
            holder, line = QWidget(), row(8)
            holder.setLayout(line)
            replace = button(_("New version of {document}…").format(document=one.document), partial(self._ask_version, one))
            replace.setEnabled(not one.successor)
            line.addWidget(replace)
            told = PlainLabel(one.successor, role="muted")
            self._versions[one.id] = told
            line.addWidget(told, 1)
            made.add(holder)
        return made

    def _ask_version(self, one: RemarkRow) -> None:
        dialog = QFileDialog(self, _("New version of {document}").format(document=one.document))
        dialog.fileSelected.connect(lambda name: self._replace(one, Path(name)))
        dialog.open()

    def _replace(self, one: RemarkRow, path: Path) -> None:
        assert one.document_id is not None
        if self.desk.attempt(ReplaceDocument(one.document_id, path)):
            for other in self._remarks:
                if other.document_id == one.document_id:
                    self._versions[other.id].setText(path.name)
