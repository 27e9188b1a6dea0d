"""Feedback on the document in sight: every remark with the candidate's answer and the version that came after."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.drafts import DraftKind
from cmsdesk.domain.words import _, ngettext
from cmsdesk.services.dossiers import EvidenceRow
from cmsdesk.services.feedback import GiveFeedback, GiveRemark, TakeBackRemark
from cmsdesk.services.remarks import RemarkRow
from cmsdesk.services.review_sheet import ReviewSheet
from cmsdesk.ui.cards import PlainLabel, button, clear, column
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.flow import flowing
from cmsdesk.ui.review.drafting import DraftKeeper
from cmsdesk.ui.review.layouts import Quote, caption, writing_field


class FeedbackSection(QWidget):
    """Shown where the step gives feedback, or where some was given."""

    begun = Signal()

    def __init__(self, desk: Desk, drafts: DraftKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._drafts = desk, drafts
        self._sheet: ReviewSheet | None = None
        self._document: EvidenceRow | None = None
        self._may_judge = False
        self._filling = False
        layout = column(8)
        self.setLayout(layout)
        layout.addWidget(caption(_("FEEDBACK")))
        self._told = column(8)
        layout.addLayout(self._told)
        self._about = PlainLabel("", size=12, role="muted", wrap=True)
        layout.addWidget(self._about)
        self.field = writing_field(_("Feedback on this document"), 76)
        self.field.textChanged.connect(self._changed)
        layout.addWidget(self.field)
        self.open_button = button(_("Write feedback…  {key}").format(key="R"), self.begin, symbol="pencil")
        self.keep_button = button(_("Keep feedback"), self.give_remark, symbol="check", primary=True)
        self.drop_button = button(_("Drop"), self.drop)
        layout.addWidget(flowing(self.open_button, self.keep_button, self.drop_button))
        self.give_button = button("", self.ask_to_give, symbol="mail")
        self._give_line = flowing(self.give_button)
        layout.addWidget(self._give_line)

    def show_remarks(self, sheet: ReviewSheet, document: EvidenceRow | None, *, may_judge: bool) -> None:
        """The feedback on a document and on the whole; `may_judge` is whether one writes here now."""
        same = document is not None and self._document is not None and document.id == self._document.id
        self._sheet, self._document, self._may_judge = sheet, document, may_judge
        mine = _about(sheet.remarks, document)
        clear(self._told)
        for one in mine:
            self._told.addWidget(self._quote(one, sheet.round))
        writes = may_judge and bool(sheet.seat and sheet.seat.gives_feedback)
        on = _("On “{document}”:").format(document=document.name) if document else _("On the whole dossier:")
        self._about.setText(on)
        if not (same and self.field.isVisibleTo(self)):
            draft = self._drafts.text(DraftKind.REMARK, self._key())
            self._fill(draft)
            self._open_field(opened=writes and bool(draft.strip()))
        elif not writes:
            self._open_field(opened=False)
        if not writes:
            self.open_button.hide()
        count = sum(one.round == sheet.round for one in sheet.remarks)
        gives = writes and bool(sheet.seat and sheet.seat.may_resubmit) and count > 0
        words = ngettext("Give {count} remark to the candidate…", "Give {count} remarks to the candidate…", count)
        self.give_button.setText(words.format(count=count))
        self._give_line.setVisible(gives)
        self.setVisible(bool(mine) or writes)

    def begin(self) -> None:
        """Show the field to write feedback in."""
        if self.isVisible() and (self.open_button.isVisible() or self.field.isVisible()):
            self._open_field(opened=True)
            self.field.setFocus()
            self.begun.emit()

    def give_remark(self) -> None:
        """Keep the feedback; the candidate reads it once all is given."""
        if self._sheet is None:
            return
        evidence_id = self._document.id if self._document else None
        seat = self._sheet.seat
        use_case = GiveRemark(
            self._sheet.application.id, self.field.toPlainText(), evidence_id, seat.assignment_id if seat else None
        )
        if self._desk.attempt(use_case):
            self._drafts.forget(DraftKind.REMARK, self._key())
            self._fill("")
            self._open_field(opened=False)

    def drop(self) -> None:
        """Write nothing after all."""
        self._drafts.note(DraftKind.REMARK, self._key(), "")
        self._fill("")
        self._open_field(opened=False)

    def ask_to_give(self) -> None:
        """The round closes with this, so it is asked first."""
        sheet = self._sheet
        if sheet is None:
            return
        seat = sheet.seat
        use_case = GiveFeedback(sheet.application.id, seat.assignment_id if seat else None)
        self._desk.notices.ask(
            _("Give the feedback?"),
            _("This round closes, and the candidate is asked for an improved dossier with an answer to each remark."),
            _("Give feedback"),
            partial(self._give, use_case),
        )

    def _give(self, use_case: GiveFeedback) -> None:
        self._desk.attempt(use_case)

    def _quote(self, one: RemarkRow, round_: int) -> Quote:
        about = _("Round {round}, {name}, on {document}").format(
            round=one.round, name=one.given_by, document=one.document or _("the whole dossier")
        )
        answers = []
        if one.responded_on:
            answers.append(_("Answer of {date}: {answer}").format(date=show_date(one.responded_on), answer=one.response))
        if one.successor:
            answers.append(_("New version: {document}").format(document=one.successor))
        made = Quote(about, one.text, "\n".join(answers), tone="ok" if one.responded_on else "warn")
        if self._may_judge and one.round == round_:
            made.add(flowing(button(_("Take back"), partial(self._take_back, one.id), symbol="undo-2")))
        return made

    def _take_back(self, remark_id: int) -> None:
        self._desk.attempt(TakeBackRemark(remark_id))

    def _key(self) -> str:
        return str(self._document.id) if self._document else ""

    def _fill(self, text: str) -> None:
        self._filling = True
        self.field.setPlainText(text)
        self._filling = False

    def _open_field(self, *, opened: bool) -> None:
        for part in (self._about, self.field, self.keep_button, self.drop_button):
            part.setVisible(opened)
        self.open_button.setVisible(not opened)

    def _changed(self) -> None:
        if not self._filling:
            self._drafts.note(DraftKind.REMARK, self._key(), self.field.toPlainText())


def _about(remarks: Sequence[RemarkRow], document: EvidenceRow | None) -> list[RemarkRow]:
    """The feedback on this document, on the one it came after, and on the whole."""
    wanted = {None, document.id} if document else {None}
    return [one for one in remarks if one.document_id in wanted or (one.successor_id is not None and one.successor_id in wanted)]
