"""One thing that was judged: every verdict side by side, and below it the joint one."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.words import _
from cmsdesk.services.protocol_sheet import Difference, GivenVerdict
from cmsdesk.ui.cards import ChipLabel, ElidedLabel, PlainLabel, button, clear, column, row
from cmsdesk.ui.icons import GAP, icon
from cmsdesk.ui.judging.words import verdict_chip

Settle = Callable[[str, Verdict, str], bool]
_HIGH = 56  # pixels: two lines of comment
_CHOICES = {Verdict.MET: "check", Verdict.NOT_MET: "x"}


class DifferenceCard(QFrame):
    """Stays while the list is read again, so that what is being typed in it is not lost."""

    def __init__(self, settle: Settle) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._settle = settle
        self._key = ""
        layout = column(10, 14)
        self.setLayout(layout)
        self._title = PlainLabel("", size=15, strong=True, wrap=True)
        layout.addWidget(yielding(self._title))
        self._given = row(16)
        layout.addLayout(self._given)
        self._joint = QWidget()
        layout.addWidget(self._joint)
        self._build_joint()

    def show_difference(self, found: Difference, *, differs: bool, open_: bool) -> None:
        """Show one thing; only what differs is settled, and only while the protocol is open."""
        self._key = found.requirement_id
        self._title.setText(found.title)
        self.setAccessibleName(found.title)
        clear(self._given)
        for given in found.verdicts:
            self._given.addLayout(_one(given), 1)
        self._joint.setVisible(differs)
        for verdict, made in self.choices.items():
            self._mark(verdict, made, chosen=found.joint == verdict)
            made.setEnabled(open_)
        self.comment.setReadOnly(not open_)
        if not self.comment.document().isModified():
            self.comment.setPlainText(found.joint_comment)
        self._told.setText("" if found.joint else _("not settled yet"))

    def _build_joint(self) -> None:
        layout = row(8)
        self._joint.setLayout(layout)
        self.choices: dict[Verdict, QPushButton] = {}
        words = column(6)
        head = row(8)
        head.addWidget(PlainLabel(_("TOGETHER"), size=12, strong=True, role="muted"))
        for verdict, symbol in _CHOICES.items():
            made = button(verdict.label, partial(self._choose, verdict), symbol=symbol)
            made.setAutoDefault(False)
            head.addWidget(made)
            self.choices[verdict] = made
        self._told = PlainLabel("", role="warn")
        head.addWidget(self._told)
        head.addStretch()
        words.addLayout(head)
        self.comment = QPlainTextEdit()
        self.comment.setPlaceholderText(_("why, in words for the candidate"))
        self.comment.setAccessibleName(_("Comment on the joint verdict"))
        self.comment.setTabChangesFocus(True)
        self.comment.setFixedHeight(_HIGH)
        words.addWidget(self.comment)
        layout.addLayout(words, 1)

    def _choose(self, verdict: Verdict) -> None:
        if self._settle(self._key, verdict, self.comment.toPlainText()):
            self.comment.document().setModified(False)

    def _mark(self, verdict: Verdict, made: QPushButton, *, chosen: bool) -> None:
        """The verdict that was chosen is filled, as in the review."""
        made.setProperty("primary", chosen)
        made.setIcon(icon(_CHOICES[verdict], "on_accent" if chosen else "text", gap=GAP))
        made.setAccessibleDescription(_("chosen") if chosen else "")
        made.style().unpolish(made)
        made.style().polish(made)


def yielding(label: PlainLabel) -> PlainLabel:
    """A label that may be narrower than its longest word, so that no single word widens a window."""
    label.setMinimumWidth(1)
    return label


def _one(given: GivenVerdict) -> QVBoxLayout:
    """Who found what: name, verdict, score, comment."""
    layout = column(4)
    layout.addWidget(ElidedLabel(given.by, role="muted"))
    head = row(8)
    head.addWidget(ChipLabel(verdict_chip(given.verdict)))
    if given.score is not None:
        head.addWidget(PlainLabel(_("score {score}").format(score=given.score), strong=True))
    head.addStretch()
    layout.addLayout(head)
    comment = PlainLabel(given.comment or _("no comment"), role="text" if given.comment else "muted", wrap=True)
    comment.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    layout.addWidget(yielding(comment))
    layout.addStretch()
    return layout
