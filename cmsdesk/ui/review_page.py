"""The Dossier review tab: requirements on the left, the document in the middle, the verdict on the right.

The whole review goes by keyboard: 1 met, 2 not met, 3 question, J next, K previous; a comment is
kept while one types.
"""

from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from cmsdesk.domain.applications import Act, State
from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.dossiers import Standing
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.schemes.evaluate import Outcome
from cmsdesk.domain.words import _
from cmsdesk.services.applications import ListApplications
from cmsdesk.services.assessments import FinishReview, JudgeRequirement, ReopenReview
from cmsdesk.services.dossiers import EvidenceRow, JudgePoints, ReadEvidence
from cmsdesk.services.lists import Asked
from cmsdesk.services.records import ApplicationRecord, PointsOf, ReadReview, ReviewItem
from cmsdesk.ui.cards import Bar, ChipLabel, ElidedLabel, EmptyState, PlainLabel, RequirementRow, button, column, row, scrolled
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.document_view import DocumentView
from cmsdesk.ui.icons import icon
from cmsdesk.ui.states import standing_chip

_VERDICTS = {Verdict.MET: ("check", "1"), Verdict.NOT_MET: ("x", "2"), Verdict.QUESTION: ("message-circle", "3")}
_MARKS = {
    "met": ("circle-check", "ok"),
    "not_met": ("circle-x", "stop"),
    "question": ("message-circle", "warn"),
    "": ("circle", "muted"),
}
_SAVE_AFTER = 1500  # milliseconds of rest before a comment is kept


class ReviewPage(QWidget):
    """Reviews one dossier at a time; the box on top chooses which."""

    go_wanted = Signal(str, int, str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.application_id = 0
        self.record: ApplicationRecord | None = None
        self.items: tuple[ReviewItem, ...] = ()
        self.place = 0
        self._document_id = 0
        self._commented = (0, "")
        self._saving = False
        self._build()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SAVE_AFTER)
        self._timer.timeout.connect(self._keep_comment)
        desk.changed.connect(self._on_change)
        self._shortcuts()
        self.refresh()

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 16, 20, 16)
        self.empty = EmptyState("clipboard-check", _("No dossier waits for a review. Admit an application first."))
        outer.addWidget(self.empty)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        outer.addWidget(self.splitter)
        left, middle, right = (self._card() for _side in range(3))
        self.queue = QComboBox()
        self.queue.setAccessibleName(_("Dossier to review"))
        self.queue.activated.connect(lambda _place: self.open_application(self.queue.currentData()))
        self.head = column(6)
        self.requirements = QListWidget()
        self.requirements.setAccessibleName(_("Requirements"))
        self.requirements.setIconSize(QSize(20, 20))
        self.requirements.setWordWrap(True)
        self.requirements.currentRowChanged.connect(self._go)
        layout = column(10, 16)
        layout.addWidget(self.queue)
        layout.addLayout(self.head)
        layout.addWidget(PlainLabel(_("REQUIREMENTS"), size=12, strong=True, role="muted"))
        layout.addWidget(self.requirements, 1)
        left.setLayout(layout)
        self.view = DocumentView()
        self.documents = row(8)
        layout = column(0)
        layout.addWidget(self.view, 1)
        shelf = QWidget()
        shelf.setLayout(self.documents)
        self.documents.setContentsMargins(16, 0, 16, 14)
        layout.addWidget(shelf)
        middle.setLayout(layout)
        layout = column(10, 16)
        self.asked = column(8)
        holder = QWidget()
        holder.setLayout(self.asked)
        layout.addWidget(scrolled(holder), 1)
        layout.addWidget(PlainLabel(_("VERDICT"), size=12, strong=True, role="muted"))
        verdicts = row(8)
        self.verdicts: dict[Verdict, QPushButton] = {}
        for verdict, (symbol, key) in _VERDICTS.items():
            made = button(f"{verdict.label}  {key}", partial(self.judge, verdict), symbol=symbol)
            verdicts.addWidget(made)
            self.verdicts[verdict] = made
        layout.addLayout(verdicts)
        layout.addWidget(PlainLabel(_("COMMENT"), size=12, strong=True, role="muted"))
        self.comment = QPlainTextEdit()
        self.comment.setAccessibleName(_("Comment"))
        self.comment.setMaximumHeight(130)
        self.comment.setTabChangesFocus(True)
        self.comment.textChanged.connect(lambda: None if self._saving else self._timer.start())
        layout.addWidget(self.comment)
        self.saved = PlainLabel("", role="muted", wrap=True)
        layout.addWidget(self.saved)
        steps = row(8)
        steps.addWidget(button(_("Previous  {key}").format(key="K"), lambda: self.step(-1), symbol="chevron-left"))
        steps.addStretch()
        self.finish_button = button(_("Finish review"), self.finish, symbol="flag")
        steps.addWidget(self.finish_button)
        steps.addWidget(button(_("Next  {key}").format(key="J"), lambda: self.step(1), symbol="chevron-right", primary=True))
        layout.addLayout(steps)
        right.setLayout(layout)
        for side in (left, middle, right):
            self.splitter.addWidget(side)
        self.splitter.setSizes([300, 680, 400])
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(12)

    def _card(self) -> QFrame:
        card = QFrame()
        card.setProperty("card", True)
        return card

    def _shortcuts(self) -> None:
        keys = {"J": partial(self.step, 1), "K": partial(self.step, -1)}
        keys |= {key: partial(self.judge, verdict) for verdict, (_symbol, key) in _VERDICTS.items()}
        for key, act in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def open_application(self, application_id: int) -> None:
        """Review this dossier, from the first requirement that is not judged yet."""
        self._keep_comment()
        self.application_id = application_id
        self.place = -1
        self.refresh()

    def show_evidence(self, application_id: int, evidence_id: int) -> None:
        """Open a dossier at one document."""
        self.open_application(application_id)
        for place, item in enumerate(self.items):
            if any(evidence.id == evidence_id for evidence in item.evidence):
                self._go(place)
        if self.record:
            self._open_document(next(e for e in self.record.evidence if e.id == evidence_id))

    def unkept(self) -> str:
        """The comment as far as it was typed and cannot be kept yet, because its verdict is missing; keeps what can be."""
        self._keep_comment()
        item = self.items[self.place] if self.items else None
        typed = self.comment.toPlainText()
        return typed if item and not item.verdict and typed.strip() != item.comment else ""

    def refresh(self) -> None:
        """Read the queue and the dossier again."""
        rows = self.desk.do(ListApplications(Asked(chips=frozenset({"review:queue"})), 0, 200))
        self.queue.clear()
        for found in rows:
            self.queue.addItem(f"{found.number} · {found.name} · {found.title}", found.id)
        if not self.application_id and rows:
            self.application_id, self.place = rows[0].id, -1
        if self.application_id and not any(found.id == self.application_id for found in rows):
            with self.desk.notices.refusals_shown():
                self.record, self.items = self.desk.do(ReadReview(self.application_id))
                self.queue.insertItem(
                    0, f"{self.record.number} · {self.record.person} · {self.record.title}", self.application_id
                )
        self.queue.setCurrentIndex(self.queue.findData(self.application_id))
        self.empty.setVisible(not self.application_id)
        self.splitter.setVisible(bool(self.application_id))
        if self.application_id:
            self.record, self.items = self.desk.do(ReadReview(self.application_id))
            self._show()

    def judge(self, verdict: Verdict) -> None:
        """Give the verdict on the current requirement; "no" and a question need a comment first."""
        if not self.items:
            return
        self._timer.stop()
        item = self.items[self.place]
        try:
            self._saving = True
            self.desk.do(JudgeRequirement(self.application_id, item.requirement_id, verdict, self.comment.toPlainText()))
        except RuleBroken as error:
            self.saved.setText(str(error))
            self.comment.setFocus()
            return
        finally:
            self._saving = False
        self.comment.document().setModified(False)
        self.refresh()

    def step(self, by: int) -> None:
        """Go to the next or previous requirement."""
        if self.items:
            self._go((self.place + by) % len(self.items))

    def finish(self) -> None:
        """Close the report."""
        self._keep_comment()
        if self.record and self.record.state is State.ASSESSED:
            self.desk.attempt(ReopenReview(self.application_id))
        elif self.desk.attempt(FinishReview(self.application_id)):
            self.desk.notices.tell(_("The review is finished; the decision can be recorded."))
            self.go_wanted.emit("application", self.application_id, "")

    def _on_change(self, changed: frozenset[str]) -> None:
        if not self._saving and changed & {"application", "judgement", "evidence", "evidencetie", "pointsentry", "assessment"}:
            self.refresh()

    def _show(self) -> None:
        record = self.record
        assert record is not None
        if self.place < 0:
            self.place = next((place for place, item in enumerate(self.items) if not item.verdict), 0)
        _clear(self.head)
        judged, needed = record.progress
        self.head.addWidget(ElidedLabel(record.person, size=15, strong=True))
        self.head.addWidget(ElidedLabel(f"{record.number} · {record.title_name}", role="muted"))
        self.head.addWidget(Bar(judged / needed if needed else 1.0, "accent"))
        self.head.addWidget(
            PlainLabel(_("{judged} of {needed} requirements judged.").format(judged=judged, needed=needed), role="muted")
        )
        self.requirements.blockSignals(True)
        self.requirements.clear()
        for item in self.items:
            symbol, tone = _MARKS[item.verdict]
            made = QListWidgetItem(icon(symbol, tone), item.title)
            label = Verdict(item.verdict).label if item.verdict else _("not judged")
            made.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.title}, {label}")
            self.requirements.addItem(made)
        self.requirements.blockSignals(False)
        open_ = record.state in {State.CANDIDATE, State.IN_ASSESSMENT}
        for choice in self.verdicts.values():
            choice.setEnabled(open_)
        self.comment.setReadOnly(not open_)
        self.finish_button.setText(_("Reopen review") if record.state is State.ASSESSED else _("Finish review"))
        self.finish_button.setEnabled(record.state in {State.IN_ASSESSMENT, State.ASSESSED})
        self.finish_button.setToolTip(record.blocked.get(Act.FINISH_REVIEW, ""))
        self._go(self.place)

    def _go(self, place: int) -> None:
        """Show one requirement: what is asked, what there is, the verdict so far, its first document."""
        if not 0 <= place < len(self.items):
            return
        if place != self.place:
            self._keep_comment()
        self.place = place
        item = self.items[place]
        self.requirements.blockSignals(True)
        self.requirements.setCurrentRow(place)
        self.requirements.blockSignals(False)
        shown = self.application_id, item.requirement_id
        if shown != self._commented or not self.comment.document().isModified():  # what is being typed stays
            self._saving = True
            self.comment.setPlainText(item.comment)
            self._saving = False
        self._commented = shown
        for verdict, made in self.verdicts.items():
            chosen = item.verdict == verdict
            made.setProperty("primary", chosen)
            made.setIcon(icon(_VERDICTS[verdict][0], "on_accent" if chosen else "text"))
            made.style().unpolish(made)
            made.style().polish(made)
        self.saved.setText("")
        self._show_asked(item)
        self._show_documents(item)

    def _show_asked(self, item: ReviewItem) -> None:
        _clear(self.asked)
        self.asked.addWidget(PlainLabel(item.title, size=15, strong=True, wrap=True))
        for criterion in item.criteria:
            self.asked.addWidget(PlainLabel(criterion, wrap=True))
        self.asked.addWidget(RequirementRow(item.leaf))
        assert self.record is not None
        if item.ledger:
            for entry in self.desk.do(PointsOf(self.record.person_id, self.record.scheme_id)):
                if entry.ledger == item.ledger:
                    self.asked.addLayout(self._points_line(entry.id, f"{entry.text}  {entry.value}", Standing(entry.standing)))
        self.asked.addStretch()

    def _points_line(self, entry_id: int, text: str, standing: Standing) -> Any:
        line = row(8)
        line.addWidget(ElidedLabel(text), 1)
        if standing is Standing.PENDING:
            line.addWidget(
                button(_("Accept"), lambda: self.desk.attempt(JudgePoints(entry_id, Standing.ACCEPTED)), symbol="check")
            )
        else:
            line.addWidget(ChipLabel(standing_chip(standing)))
        return line

    def _show_documents(self, item: ReviewItem) -> None:
        _clear(self.documents)
        assert self.record is not None
        shown = item.evidence or self.record.evidence
        for evidence in shown:
            chip = button(evidence.name, partial(self._open_document, evidence))
            chip.setProperty("chip", True)
            chip.setCheckable(True)
            chip.setMaximumWidth(240)
            chip.setObjectName(str(evidence.id))
            self.documents.addWidget(chip)
        self.documents.addStretch()
        if item.evidence:
            if self._document_id not in {evidence.id for evidence in item.evidence}:
                self._open_document(item.evidence[0])
        elif not shown:
            self._document_id = 0
            missing = item.kind == "evidence" and item.leaf.outcome is Outcome.NOT_MET
            self.view.clear(_("The document is missing.") if missing else _("There are no documents in this dossier."))
        elif not self._document_id:
            self._open_document(shown[0])
        self._mark_document()

    def _open_document(self, evidence: EvidenceRow) -> None:
        self._document_id = evidence.id
        try:
            self.view.show_document(evidence.name, evidence.media_type, self.desk.do(ReadEvidence(evidence.id)))
        except RuleBroken as error:
            self.view.clear(str(error), evidence.name)
        self._mark_document()

    def _mark_document(self) -> None:
        for place in range(self.documents.count()):
            item = self.documents.itemAt(place)
            chip = item.widget() if item else None
            if isinstance(chip, QPushButton):
                chip.setChecked(chip.objectName() == str(self._document_id))

    def _keep_comment(self) -> None:
        """Keep what was typed beside a verdict that was given; without one it waits for the verdict."""
        self._timer.stop()
        if not self.items or self.place < 0 or self.comment.isReadOnly():
            return
        item = self.items[self.place]
        if item.verdict and self.comment.toPlainText().strip() != item.comment:
            try:
                self._saving = True
                self.desk.do(
                    JudgeRequirement(self.application_id, item.requirement_id, Verdict(item.verdict), self.comment.toPlainText())
                )
                self.record, self.items = self.desk.do(ReadReview(self.application_id))
                self.comment.document().setModified(False)
                self.saved.setText(_("Saved"))
            except RuleBroken as error:
                self.saved.setText(str(error))
            finally:
                self._saving = False


def _clear(layout: Any) -> None:
    while layout.count() and (item := layout.takeAt(0)):
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()
        elif inner := item.layout():
            _clear(inner)
