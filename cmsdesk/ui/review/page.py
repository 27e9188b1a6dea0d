"""The Dossier review tab: requirements on the left, the document in the middle, the verdict on the right.

It knows nothing but the desk: the same page serves the office, whoever works as an assessor there, and an
assessor's own machine.
"""

from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QApplication, QSplitter, QVBoxLayout, QWidget

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.permissions import Role
from cmsdesk.domain.words import _
from cmsdesk.services.assessments import ReopenReview
from cmsdesk.services.former_rounds import ReadRounds, RoundRow
from cmsdesk.services.judging_hints import Help, Hint, WhyNotJudge
from cmsdesk.services.people_on_file import PeopleOnFile
from cmsdesk.services.review_queue import QueueRow, ReviewQueue
from cmsdesk.services.review_rows import ReviewItem
from cmsdesk.services.review_sheet import ReadReviewSheet, ReviewSheet
from cmsdesk.ui.cards import EmptyState
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.intake_dialogs import AnswerDialog
from cmsdesk.ui.judging import show_rounds
from cmsdesk.ui.people_dialogs import DeclareDialog
from cmsdesk.ui.remembered import remember_widths
from cmsdesk.ui.review.documents import Documents
from cmsdesk.ui.review.drafting import DraftKeeper
from cmsdesk.ui.review.finishing import FinishDialog
from cmsdesk.ui.review.judging_form import VERDICTS
from cmsdesk.ui.review.keys import FieldKeys, bind
from cmsdesk.ui.review.panes import DossierPane, JudgingPane

# What another window, or another part of this one, may change under the page.
_SHOWN = frozenset(
    {"application", "judgement", "evidence", "evidencetie", "pointsentry", "assessment"}
    | {"assignment", "question", "remark", "round", "protocol", "hearing"}
)


class ReviewPage(QWidget):
    """Reviews one dossier at a time; the box on top chooses which."""

    go_wanted = Signal(str, int, str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.application_id = 0
        self.assignment_id: int | None = None
        self.place = -1
        self.sheet: ReviewSheet | None = None
        self.items: tuple[ReviewItem, ...] = ()
        self.hint = Hint("")
        self._actor = desk.office.actor
        self._rows: list[QueueRow] = []
        self._rounds: tuple[RoundRow, ...] = ()
        self._drafts = DraftKeeper(desk, self)
        self._build()
        self._connect()
        self._bind_keys()
        self.refresh()

    @property
    def may_judge(self) -> bool:
        """Whether verdicts can be given here now."""
        return self.sheet is not None and not self.hint.reason

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 16, 20, 16)
        self._empty_ground = QVBoxLayout()
        self.empty: EmptyState | None = None
        outer.addLayout(self._empty_ground)
        self.left = DossierPane(self.desk)
        self.middle = Documents(self.desk)
        self.right = JudgingPane(self.desk, self._drafts)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        for side in (self.left, self.middle, self.right):
            self.splitter.addWidget(side)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(12)
        self.splitter.setStretchFactor(1, 1)
        remember_widths("review", self.splitter, [290, 500, 420])
        outer.addWidget(self.splitter)
        # The parts that others ask for.
        self.view, self.form = self.middle.view, self.right.form
        self.view.listen_on(self)
        self.requirements, self.comment, self.saved = self.left.list, self.form.comment, self.form.saved

    def _connect(self) -> None:
        head = self.left.head
        head.dossier_chosen.connect(self._open)
        head.colleague_chosen.connect(lambda assignment_id: self._open(self.application_id, assignment_id))
        self.left.list.item_chosen.connect(self.go)
        self.left.finish_wanted.connect(self.finish)
        self.middle.shown.connect(self._on_document)
        self.right.step_wanted.connect(self.step)
        self.right.next_open_wanted.connect(self.next_open)
        self.right.notice.help_wanted.connect(self.help)
        self.form.recorded.connect(self.refresh)
        self._drafts.kept.connect(lambda: self.form.on_kept(f"{datetime.now():%H:%M}"))  # noqa: DTZ005 - the clock on the wall
        self._drafts.refused.connect(self.saved.setText)
        self.desk.changed.connect(self._on_change)
        self.desk.handing_over.connect(self._keep)
        self._fields = FieldKeys(self)
        for field in (self.comment, self.form.score, self.right.questions.field, self.right.feedback.field):
            self._fields.watch(field)
        self._fields.left.connect(self.requirements.setFocus)
        self._fields.entered.connect(self.next_open)

    def _bind_keys(self) -> None:
        self.view.listen_on(self)
        keys = {f"{prefix}{key}": partial(self.form.judge, to) for to, (_s, key) in VERDICTS.items() for prefix in ("", "Ctrl+")}
        bind(
            self,
            keys
            | {
                "J": partial(self.step, 1),
                "K": partial(self.step, -1),
                "O": self.next_open,
                "F8": self.next_open,
                "D": partial(self.middle.step, 1),
                "Shift+D": partial(self.middle.step, -1),
                "C": self.form.go_to_comment,
                "S": self.form.go_to_score,
                "B": self.form.go_to_basis,
                "Q": self.right.questions.begin,
                "R": self.right.feedback.begin,
                "Ctrl+Return": self._finish_by_key,
                "Ctrl+Enter": self._finish_by_key,
            },
        )

    def open_application(self, application_id: int) -> None:
        """Review this dossier, from the first item that is not judged yet."""
        own = next((found.assignment_id for found in self._rows if found.application_id == application_id), None)
        self._open(application_id, own)

    def show_evidence(self, application_id: int, evidence_id: int) -> None:
        """Open a dossier at one document."""
        self.open_application(application_id)
        if self.sheet is None:
            return
        about = (place for place, item in enumerate(self.items) if any(one.id == evidence_id for one in item.evidence))
        if (place := next(about, None)) is not None:
            self.go(place)
        if found := next((one for one in self.sheet.application.evidence if one.id == evidence_id), None):
            self.middle.open(found)

    def unkept(self) -> str:
        """What was typed and cannot be kept, not even as a draft; nothing when all is safe."""
        self._keep()
        return "" if self._drafts.flush() else self.comment.toPlainText() or self.right.questions.field.toPlainText()

    def refresh(self) -> None:
        """Read the queue and the dossier again."""
        self._rows = self.desk.do(ReviewQueue())
        if self.desk.office.actor != self._actor:  # somebody else sat down
            self._actor, self.application_id, self.assignment_id, self.place = self.desk.office.actor, 0, None, -1
        if not (self.application_id and self._read()):
            self.application_id, self.assignment_id, self.sheet, self.items = 0, None, None, ()
            if self._rows:
                self.application_id, self.assignment_id = self._rows[0].application_id, self._rows[0].assignment_id
                self._read()
        self._show()

    def go(self, place: int) -> None:
        """Show one item: what is asked, what there is, the verdict so far, its first document."""
        if place != self.place:
            self.form.keep()
            if 0 <= self.place < len(self.items):
                left = self.items[self.place]
                self.requirements.mark(self.place, left, begun=left.requirement_id in self._drafts.begun())
        if self.sheet is None or not 0 <= place < len(self.items):
            return
        self.place = place
        item = self.items[place]
        self.requirements.choose(place)
        self.right.show_item(self.sheet, item, self._rounds, self.hint)
        self.middle.show_item(item, self.sheet.application.evidence)
        self.right.show_document(self.sheet, self.middle.current, self.hint)

    def step(self, by: int) -> None:
        """Go to the next or previous item, round and round."""
        if self.items:
            self.go((self.place + by) % len(self.items))

    def next_open(self) -> None:
        """Go to the next item that is not judged; when all are, to the button that hands in."""
        self.form.keep()
        count = len(self.items)
        later = ((self.place + by) % count for by in range(1, count + 1))
        open_ = next((place for place in later if not self.items[place].verdict), None)
        if open_ is None:
            self.left.finish_button.setFocus(Qt.FocusReason.TabFocusReason)
            return
        self.go(open_)
        self.requirements.setFocus()

    def finish(self) -> None:
        """Hand in the report."""
        self.form.keep()
        if self.sheet is None or not self.may_judge:
            return
        FinishDialog(self.desk, self.sheet, self._drafts, self.window()).open_then(self._finished)

    def help(self) -> None:
        """Do what helps on where one cannot judge."""
        match self.hint.help:
            case Help.DECLARE:
                self._declare()
            case Help.CHOOSE_COLLEAGUE:
                self.left.head.colleague.setFocus(Qt.FocusReason.TabFocusReason)
            case Help.ASSIGN:
                self.go_wanted.emit("application", self.application_id, "")
            case Help.ANSWER:
                AnswerDialog(self.desk, self.application_id, self.window()).open()
            case Help.TAKE_IN:
                show_rounds(self.desk, self.window(), self.application_id)
            case Help.REOPEN:
                self.desk.attempt(ReopenReview(self.application_id))

    def hideEvent(self, event: QHideEvent) -> None:
        """Whoever goes elsewhere finds everything kept; when the whole window goes, leaving has seen to it before."""
        super().hideEvent(event)
        if self.window().isVisible():
            self._keep()

    def _open(self, application_id: int, assignment_id: int | None) -> None:
        self._keep()
        self.application_id, self.assignment_id, self.place = application_id, assignment_id, -1
        self.refresh()

    def _read(self) -> bool:
        """Read the dossier as far as it is open to whoever is at work; False when it is gone."""
        before = self.items[self.place].requirement_id if 0 <= self.place < len(self.items) else ""
        self.sheet, self.items, self._rounds, refusal = None, (), (), ""
        try:
            self.sheet = self.desk.do(ReadReviewSheet(self.application_id, self.assignment_id))
            self._rounds = self.desk.do(ReadRounds(self.application_id)) if self.sheet.round > 1 else ()
        except RuleBroken as error:
            refusal = str(error)
        try:
            self.hint = self.desk.do(WhyNotJudge(self.application_id, self.assignment_id))
        except RuleBroken:
            return False
        if self.sheet is None:
            self.hint = self.hint if self.hint.reason else Hint(refusal)
            return True
        self.items = self.sheet.items
        if before:  # the same item, wherever it stands now
            self.place = next((n for n, item in enumerate(self.items) if item.requirement_id == before), -1)
        seat = self.sheet.seat
        self._drafts.sit_down(self.application_id, seat.assignment_id if seat else None)
        self.form.sit_down(self.application_id, seat.assignment_id if seat else None)
        self.middle.sit_down(seat.assignment_id if seat else None)
        return True

    def _show(self) -> None:
        chosen = (self.application_id, self.assignment_id)
        record = self.sheet.application if self.sheet else None
        beside = f"{record.number} · {record.person} · {record.title}" if record else _("A dossier that is shut")
        self.left.head.show_queue(self._rows, chosen, beside)
        self._show_empty(empty=not self.application_id)
        self.splitter.setVisible(bool(self.application_id))
        self.left.show_sheet(self.sheet, self.assignment_id, self.hint, self._drafts.begun())
        if self.items:
            if self.place < 0:
                self.place = next((place for place, item in enumerate(self.items) if not item.verdict), 0)
            self.go(self.place)
            return
        self.place = -1
        sentence = _("There is nothing to judge in this step; the report can be finished.") if self.sheet else ""
        self.right.show_nothing(sentence, self.hint)
        if self.sheet:
            self.middle.show_item(None, self.sheet.application.evidence)
        else:
            self.middle.show_item(None, ())
            self.middle.close_document(self.hint.reason)

    def _show_empty(self, *, empty: bool) -> None:
        if self.empty:
            self.empty.hide()
            self.empty.deleteLater()
            self.empty = None
        if empty:
            own = self.desk.office.actor.role is Role.ASSESSOR
            sentence = _("No dossier waits for a review. Admit an application first.")
            self.empty = EmptyState("clipboard-check", _("No dossier is assigned to you now.") if own else sentence)
            self._empty_ground.addWidget(self.empty)

    def _on_change(self, changed: frozenset[str]) -> None:
        if not self.form.working and changed & _SHOWN:
            self.refresh()

    def _on_document(self, _document: object) -> None:
        if self.sheet and self.items:
            self.right.show_document(self.sheet, self.middle.current, self.hint)

    def _finish_by_key(self) -> None:
        """Where a note is being written on a page, the same key keeps that note."""
        focused = QApplication.focusWidget()
        if focused is not None and self.view.isAncestorOf(focused):
            self.view.keep_note()
        else:
            self.finish()

    def _keep(self) -> None:
        """Whatever is being typed anywhere on the page is kept."""
        self.view.keep_note()
        self.form.keep()

    def _finished(self) -> None:
        self.desk.notices.tell(_("The report is in."))
        self.go_wanted.emit("application", self.application_id, "")

    def _declare(self) -> None:
        people = self.desk.do(PeopleOnFile(self.application_id))
        everybody = [*(one for place in people.places for one in place.people), *people.beside]
        name = next((found.name for found in self._rows if found.application_id == self.application_id), "")
        candidate = self.sheet.application.person if self.sheet else name
        for one in everybody:
            if one.assignment_id == self.hint.assignment_id:
                DeclareDialog(self.desk, candidate, one, self.window()).open()
