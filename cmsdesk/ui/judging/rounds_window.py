"""Rounds: the feedback of the one that runs with what was done with it, and what was judged in those before."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QFileDialog, QFrame, QLabel, QPushButton, QScrollArea, QWidget

from cmsdesk.domain.words import _
from cmsdesk.services.feedback import AnswerRemark, GiveFeedback, GiveRemark, ReplaceDocument, Resubmit, TakeBackRemark
from cmsdesk.services.judging import JudgingRecord, ReadJudging
from cmsdesk.services.records import ReadApplication
from cmsdesk.services.remarks import RemarkRow
from cmsdesk.ui.cards import ChipLabel, ElidedLabel, PlainLabel, button, clear, column, row
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.flow import flowing
from cmsdesk.ui.judging.former_round import FormerRound, named_round
from cmsdesk.ui.judging.remark_dialogs import RemarkAnswerDialog, RemarkDialog
from cmsdesk.ui.judging.seats import offer_seats
from cmsdesk.ui.judging.window import ROOM, JudgingWindow, fill_area, shown_once
from cmsdesk.ui.tables import Chip


class RoundsWindow(JudgingWindow):
    """The round that runs on top; every act of it says why it cannot be done yet."""

    form = "rounds_window"
    tables = frozenset({"round", "remark", "evidence", "application", "assignment", "assessment"})

    about: QLabel
    area: QScrollArea
    seat: QComboBox
    remark_button: QPushButton
    feedback_button: QPushButton

    def __init__(self, desk: Desk, parent: QWidget | None, application_id: int, step_id: str = "") -> None:
        super().__init__(desk, parent, application_id, step_id)
        self.record: JudgingRecord = desk.do(ReadJudging(application_id))
        content = QWidget()
        self._layout = column(12)
        self._layout.setContentsMargins(0, 0, ROOM, 0)
        content.setLayout(self._layout)
        fill_area(self.area, content)
        self.seat.setAccessibleName(_("Feedback of"))
        self.remark_button.clicked.connect(lambda: RemarkDialog(desk, application_id, None, self).open())
        self.feedback_button.clicked.connect(lambda: self.attempt(GiveFeedback(self.application_id, self.seat.currentData())))

    def refresh(self) -> None:
        """Every round again."""
        self.record = self.desk.do(ReadJudging(self.application_id))
        application = self.desk.do(ReadApplication(self.application_id))
        self.setWindowTitle(_("Rounds and feedback: {number}").format(number=application.number))
        self.about.setText(f"{application.person} · {application.title_name} · {application.state.label}")
        clear(self._layout)
        self._show_running()
        for former in reversed([one for one in self.record.rounds if one.closed_on and one.number != self.record.round]):
            self._layout.addWidget(FormerRound(former, self._remarks(former.number)))
        self._layout.addStretch()
        self._offer_acts()

    def save(self) -> None:
        """Take in the improved dossier: the next round begins."""
        self.desk.do(Resubmit(self.application_id))
        self.desk.notices.tell(_("Round {number} began.").format(number=self.record.round))

    def replace(self, evidence_id: int) -> QFileDialog:
        """Ask for the new version of a document."""
        dialog = QFileDialog(self, _("New version"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.attempt(ReplaceDocument(evidence_id, Path(name))))
        dialog.open()
        return dialog

    def _remarks(self, number: int) -> Sequence[RemarkRow]:
        return [remark for remark in self.record.remarks if remark.round == number]

    def _show_running(self) -> None:
        running = next((one for one in self.record.rounds if one.number == self.record.round), None)
        title = named_round(running) if running else _("Round {number}").format(number=self.record.round)
        if running and running.closed_on:
            self._layout.addWidget(FormerRound(running, ()))
        else:
            self._layout.addWidget(PlainLabel(title, size=15, strong=True))
        remarks = self._remarks(self.record.round)
        if not remarks:
            none = _("There is no feedback in this round yet.")
            if not self.record.feedback_step:
                none = _("On this route no feedback on documents is given.")
            self._layout.addWidget(PlainLabel(none, role="muted", wrap=True))
        for remark in remarks:
            self._layout.addWidget(self._card(remark))

    def _card(self, remark: RemarkRow) -> QFrame:
        """One piece of feedback, the answer, and what can be done with it now."""
        card = QFrame()
        card.setProperty("card", True)
        layout = column(6, 14)
        card.setLayout(layout)
        head = row(8)
        head.addWidget(ElidedLabel(remark.document or _("The dossier as a whole"), strong=True), 1)
        if self.record.waits_for_dossier:
            answered = Chip(_("answered"), "check", "ok") if remark.response else Chip(_("to answer"), "hourglass", "warn")
            head.addWidget(ChipLabel(answered))
        layout.addLayout(head)
        layout.addWidget(PlainLabel(remark.text, wrap=True))
        layout.addWidget(PlainLabel(remark.given_by, role="muted"))
        if remark.successor:
            layout.addWidget(PlainLabel(_("New version: {name}").format(name=remark.successor), role="ok", wrap=True))
        if remark.response:
            layout.addWidget(PlainLabel(_("Answer: {words}").format(words=remark.response), wrap=True))
        layout.addWidget(flowing(*self._acts(remark)))
        return card

    def _acts(self, remark: RemarkRow) -> list[QPushButton]:
        may = self.desk.office.why_not
        acts = []
        if self.record.waits_for_dossier:
            words = _("Change answer…") if remark.response else _("Answer…")
            made = button(words, lambda: RemarkAnswerDialog(self.desk, remark, self).open(), symbol="message-circle")
            self.offer(made, may(AnswerRemark))
            acts.append(made)
            if remark.document_id and not remark.successor_id:
                replace = button(_("New version…"), partial(self.replace, remark.document_id), symbol="upload")
                self.offer(replace, may(ReplaceDocument))
                acts.append(replace)
        else:
            take = button(_("Take back"), lambda: self.attempt(TakeBackRemark(remark.id)), symbol="trash-2")
            self.offer(take, may(TakeBackRemark))
            acts.append(take)
        if shown := remark.successor_id or remark.document_id:
            view = button(_("View"), lambda: self.go("evidence", self.application_id, str(shown)), symbol="eye")
            acts.append(view)
        for made in acts:
            made.setAutoDefault(False)
        return acts

    def _offer_acts(self) -> None:
        may, record = self.desk.office.why_not, self.record
        none = "" if record.feedback_step else _("On this route no feedback on documents is given.")
        given = _("The feedback of this round was given; the improved dossier is waited for.") if record.waits_for_dossier else ""
        nothing = "" if self._remarks(record.round) else _("There is no feedback yet. Please write it first.")
        self.offer(self.remark_button, may(GiveRemark) or none or given)
        self.offer(self.feedback_button, may(GiveFeedback) or none or given or nothing)
        self.offer(self.ok_button, may(Resubmit) or none or record.why_no_resubmission)
        self.seat.setVisible(offer_seats(self.desk, self.application_id, self.seat, record.feedback_step) and not none + given)


def show_rounds(desk: Desk, parent: QWidget | None, application_id: int) -> RoundsWindow:
    """Open the rounds of a dossier, or bring them to the front where they are open."""
    return shown_once(RoundsWindow, desk, parent, application_id)
