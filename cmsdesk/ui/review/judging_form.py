"""The verdict on one item: buttons, score, what a topic rests on, and the comment, all by keyboard."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QSpinBox, QWidget

from cmsdesk.domain.assessments import BEST_SCORE, Verdict
from cmsdesk.domain.drafts import DraftKind
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _
from cmsdesk.services.assessments import JudgeRequirement
from cmsdesk.services.review_rows import ReviewItem
from cmsdesk.ui.cards import PlainLabel, button, clear, column, row
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.flow import Flow
from cmsdesk.ui.icons import icon
from cmsdesk.ui.review.drafting import DraftKeeper
from cmsdesk.ui.review.layouts import caption, writing_field

VERDICTS = {Verdict.MET: ("check", "1"), Verdict.NOT_MET: ("x", "2"), Verdict.QUESTION: ("message-circle", "3")}
_NO_SCORE = 0


class JudgingForm(QWidget):
    """Sends the verdict, and keeps what is typed meanwhile.

    A verdict that asks for words is held until they are there. What is changed beside a verdict that was given is
    recorded when one goes on; until then it is a draft.
    """

    recorded = Signal()

    def __init__(self, desk: Desk, drafts: DraftKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._drafts = desk, drafts
        self._application_id = 0
        self._assignment_id: int | None = None
        self.item: ReviewItem | None = None
        self.held: Verdict | None = None
        self.working = False
        self._open = False
        layout = column(8)
        self.setLayout(layout)
        layout.addWidget(caption(_("VERDICT")))
        choices = Flow()
        self.buttons: dict[Verdict, QPushButton] = {}
        for verdict, (symbol, key) in VERDICTS.items():
            made = button(f"{verdict.label}  {key}", partial(self.judge, verdict), symbol=symbol)
            choices.addWidget(made)
            self.buttons[verdict] = made
        layout.addLayout(choices)
        self._score_line = QWidget()
        line = row(8)
        self._score_line.setLayout(line)
        line.addWidget(caption(_("SCORE"), "S"))
        self.score = QSpinBox()
        self.score.setRange(_NO_SCORE, BEST_SCORE)
        self.score.setSpecialValueText("–")
        self.score.setAccessibleName(_("Score, from 1 to {best}").format(best=BEST_SCORE))
        self.score.valueChanged.connect(lambda _value: self._changed())
        line.addWidget(self.score)
        line.addStretch()
        layout.addWidget(self._score_line)
        self._basis_caption = caption(_("RESTS ON"), "B")
        layout.addWidget(self._basis_caption)
        self._basis = Flow()
        self.basis: dict[str, QPushButton] = {}
        layout.addLayout(self._basis)
        layout.addWidget(caption(_("COMMENT"), "C"))
        self.comment = writing_field(_("Comment"), 96)
        self.comment.textChanged.connect(self._changed)
        layout.addWidget(self.comment)
        self.saved = PlainLabel("", role="muted", wrap=True)
        layout.addWidget(self.saved)

    def sit_down(self, application_id: int, assignment_id: int | None) -> None:
        """From now on verdicts are about this dossier, under this assignment."""
        self._application_id, self._assignment_id = application_id, assignment_id

    def show_item(self, item: ReviewItem, *, may_judge: bool) -> None:
        """Show what was found of an item; what is being typed on the same item stays."""
        same = self.item is not None and self.item.requirement_id == item.requirement_id
        typed = self._typed() if same and self.item and self._typed() != _given(self.item) else None
        draft = self._drafts.text(DraftKind.COMMENT, item.requirement_id).strip() if may_judge else ""
        put_back = draft not in {"", item.comment}
        if not same:
            self.held = None
            self.saved.setText(_("Put back as you left it; it is not recorded yet.") if put_back else "")
        self.item, self._open = item, may_judge
        comment, score, basis = typed or (draft if put_back else item.comment, item.score, item.basis)
        self.working = True
        if self.comment.toPlainText().strip() != comment:  # or the cursor would jump while one types
            self.comment.setPlainText(comment)
        self.score.setValue(score or _NO_SCORE)
        self._show_basis(item, basis)
        self.working = False
        self._score_line.setVisible(item.scored)
        self.comment.setReadOnly(not may_judge)
        for field in (self.score, *self.buttons.values(), *self.basis.values()):
            field.setEnabled(may_judge)
        self._mark_verdict()

    def judge(self, verdict: Verdict) -> None:
        """Give the verdict; "no" and a question are held until there are words, a topic until it rests on something."""
        if self.item is None or not self._open:
            return
        self.held = verdict
        if not self._record(verdict):
            self._mark_verdict()
            if self.item.basis_choices and not self._chosen_basis() and verdict is Verdict.MET:
                self.go_to_basis()
            else:
                self.comment.setFocus()
        elif self.item.scored and self.score.value() == _NO_SCORE:
            self.go_to_score()

    def keep(self) -> None:
        """Record what was changed beside a verdict that was given, or that was held for its words."""
        item = self.item
        if item is None or not self._open:
            return
        verdict = self.held or (Verdict(item.verdict) if item.verdict else None)
        if verdict is not None and (verdict != item.verdict or self._typed() != _given(item)):
            self._record(verdict)
        self._drafts.flush()

    def on_kept(self, at: str) -> None:
        """What was typed is safe; a verdict that was held for it is given."""
        self.saved.setText(_("Saved {time}").format(time=at))
        if self.held and self.comment.toPlainText().strip() and (self._chosen_basis() or not self.basis):
            self._record(self.held)

    def go_to_score(self) -> None:
        """Put the cursor in the score, to be typed over."""
        if self._score_line.isVisibleTo(self):
            self.score.setFocus()
            self.score.selectAll()

    def go_to_basis(self) -> None:
        """Put the cursor on the first thing a topic may rest on."""
        for made in self.basis.values():
            made.setFocus(Qt.FocusReason.TabFocusReason)
            return

    def go_to_comment(self) -> None:
        """Put the cursor behind the comment."""
        self.comment.setFocus()
        self.comment.moveCursor(self.comment.textCursor().MoveOperation.End)

    def _record(self, verdict: Verdict) -> bool:
        item = self.item
        assert item is not None
        comment, score, basis = self._typed()
        self.working = True
        try:
            use_case = JudgeRequirement(
                self._application_id, item.requirement_id, verdict, comment, self._assignment_id, score, basis
            )
            self._desk.do(use_case)
        except RuleBroken as error:
            self.saved.setText(str(error))
            return False
        finally:
            self.working = False
        self.held = None
        self._drafts.forget(DraftKind.COMMENT, item.requirement_id)
        self.recorded.emit()
        return True

    def _changed(self) -> None:
        """Somebody typed: the comment is a draft until it is recorded."""
        if self.working or self.item is None:
            return
        self._drafts.note(DraftKind.COMMENT, self.item.requirement_id, self.comment.toPlainText())

    def _typed(self) -> tuple[str, int | None, frozenset[str]]:
        """What stands in the fields now."""
        return self.comment.toPlainText().strip(), self.score.value() or None, self._chosen_basis()

    def _chosen_basis(self) -> frozenset[str]:
        return frozenset(name for name, made in self.basis.items() if made.isChecked())

    def _show_basis(self, item: ReviewItem, chosen: frozenset[str]) -> None:
        self._basis_caption.setVisible(bool(item.basis_choices))
        if tuple(self.basis) != item.basis_choices:
            clear(self._basis)
            self.basis = {}
            for name, words in zip(item.basis_choices, item.basis_names, strict=True):
                made = button(words, self._changed)
                made.setProperty("chip", True)
                made.setCheckable(True)
                self.basis[name] = made
                self._basis.addWidget(made)
        for name, made in self.basis.items():
            made.setChecked(name in chosen)

    def _mark_verdict(self) -> None:
        """Fill the button of the verdict that was given; one that is held is framed."""
        given = self.item.verdict if self.item else ""
        for verdict, made in self.buttons.items():
            chosen = verdict == given and self.held in {None, verdict}
            made.setProperty("primary", chosen)
            made.setProperty("held", verdict is self.held)
            made.setIcon(icon(VERDICTS[verdict][0], "on_accent" if chosen else "text", gap=6))
            made.setAccessibleDescription(_("chosen") if chosen else "")
            made.style().unpolish(made)
            made.style().polish(made)


def _given(item: ReviewItem) -> tuple[str, int | None, frozenset[str]]:
    """What is recorded of an item."""
    return item.comment, item.score, item.basis
