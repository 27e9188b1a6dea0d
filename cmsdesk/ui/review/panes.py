"""The left and the right card of the review: the dossier with its items, and everything about one of them."""

from collections.abc import Collection, Sequence
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QWidget

from cmsdesk.domain.words import _
from cmsdesk.services.dossiers import EvidenceRow
from cmsdesk.services.former_rounds import RoundRow
from cmsdesk.services.judging_hints import Hint
from cmsdesk.services.review_rows import ReviewItem
from cmsdesk.services.review_sheet import ReviewSheet
from cmsdesk.ui.cards import PlainLabel, button, column, scrolled
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.flow import flowing
from cmsdesk.ui.review.asked import AskedSection
from cmsdesk.ui.review.beside import BesideButtons
from cmsdesk.ui.review.drafting import DraftKeeper
from cmsdesk.ui.review.feedback import FeedbackSection
from cmsdesk.ui.review.head import DossierHead
from cmsdesk.ui.review.item_list import ItemList
from cmsdesk.ui.review.judging_form import JudgingForm
from cmsdesk.ui.review.notice import JudgingNotice
from cmsdesk.ui.review.questions import QuestionsSection


class DossierPane(QFrame):
    """Which dossier, its items, and handing in."""

    finish_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("card", True)
        layout = column(10, 16)
        self.setLayout(layout)
        self.head = DossierHead(desk)
        layout.addWidget(self.head)
        self.beside = BesideButtons(desk)
        layout.addWidget(self.beside)
        self.list = ItemList()
        layout.addWidget(self.list, 1)
        self.finish_button = button(
            _("Finish review  {keys}").format(keys="Ctrl+Enter"), lambda: self.finish_wanted.emit(), symbol="flag"
        )
        layout.addWidget(self.finish_button)

    def show_sheet(self, sheet: ReviewSheet | None, assignment_id: int | None, hint: Hint, begun: Collection[str] = ()) -> None:
        """The dossier, or nothing of it where it is shut."""
        if sheet is None:
            self.head.clear()
        else:
            self.head.show_sheet(sheet, assignment_id)
        self.beside.show_sheet(sheet)
        self.list.show_items(sheet.items if sheet else (), begun)
        self.finish_button.setEnabled(sheet is not None and not hint.reason)
        self.finish_button.setToolTip(hint.reason)


class JudgingPane(QFrame):
    """One item: what is asked and was said, above; the verdict, below, always in sight."""

    step_wanted = Signal(int)
    next_open_wanted = Signal()

    def __init__(self, desk: Desk, drafts: DraftKeeper) -> None:
        super().__init__()
        self.setProperty("card", True)
        layout = column(10, 16)
        self.setLayout(layout)
        self.notice = JudgingNotice()
        layout.addWidget(self.notice)
        self.asked = AskedSection(desk)
        self.questions = QuestionsSection(desk, drafts)
        self.feedback = FeedbackSection(desk, drafts)
        self._nothing = PlainLabel("", role="muted", wrap=True)
        above, inside = QWidget(), column(16)
        above.setLayout(inside)
        for part in (self._nothing, self.asked, self.questions, self.feedback):
            inside.addWidget(part)
        inside.addStretch()
        inside.setContentsMargins(0, 0, 12, 0)  # beside the bar to scroll with
        self.area = scrolled(above)
        layout.addWidget(self.area, 1)
        for part in (self.questions, self.feedback):
            part.begun.connect(partial(self._bring_into_sight, part))
        self.form = JudgingForm(desk, drafts)
        layout.addWidget(self.form)
        previous = button(_("Previous  {key}").format(key="K"), lambda: self.step_wanted.emit(-1))
        following = button(_("Next  {key}").format(key="J"), lambda: self.step_wanted.emit(1))
        next_open = button(_("Next open  {key}").format(key="O"), self.next_open_wanted.emit, symbol="circle-dot", primary=True)
        next_open.setToolTip(_("O, or F8 while typing"))
        self._steps = flowing(previous, following, next_open)
        layout.addWidget(self._steps)

    def show_item(self, sheet: ReviewSheet, item: ReviewItem, rounds: Sequence[RoundRow], hint: Hint) -> None:
        """Everything about one item; `hint` says why it cannot be judged now, if so."""
        may_judge = not hint.reason
        self.notice.show_hint(hint)
        self._nothing.hide()
        self.asked.show()
        self.asked.show_item(sheet.application, item, rounds)
        self.questions.show_item(sheet, item.requirement_id, may_ask=may_judge)
        for part in (self.form, self._steps):
            part.show()
        self.form.show_item(item, may_judge=may_judge)

    def show_document(self, sheet: ReviewSheet, document: EvidenceRow | None, hint: Hint) -> None:
        """The feedback follows the document in sight."""
        self.feedback.show_remarks(sheet, document, may_judge=not hint.reason)

    def _bring_into_sight(self, part: QWidget) -> None:
        """What is written in is seen, once it has its place."""
        QTimer.singleShot(0, part, lambda: self.area.ensureWidgetVisible(part))

    def show_nothing(self, sentence: str, hint: Hint) -> None:
        """No item: the dossier is shut, or the step asks nothing."""
        self.notice.show_hint(hint)
        self._nothing.setText(sentence)
        self._nothing.setVisible(bool(sentence))
        for part in (self.asked, self.questions, self.feedback, self.form, self._steps):
            part.hide()
