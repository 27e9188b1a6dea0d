"""The dialogs of objections, appeals and complaints: taking in, the panel, the answer."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QListWidget, QListWidgetItem, QPlainTextEdit, QWidget

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.disputes import DisputeKind, DisputeOutcome
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _
from cmsdesk.services.dispute_lists import DisputeRow, LastDayToObject
from cmsdesk.services.disputes import AnswerDispute, BringIn
from cmsdesk.services.panels import AssignToPanel, PanelFor
from cmsdesk.ui.date_edit import DateEdit
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.dialogs import FormDialog
from cmsdesk.ui.icons import icon

_ID = Qt.ItemDataRole.UserRole


class BringInDialog(FormDialog):
    """Who brings in what, when it came, on what grounds; what comes in late is said so at once."""

    form = "bring_in_dialog"

    kind: QComboBox
    brought_by: QLineEdit
    received_on: DateEdit
    grounds: QPlainTextEdit
    term: QLabel

    def __init__(
        self,
        desk: Desk,
        name: str,
        parent: QWidget | None = None,
        *,
        application_id: int | None = None,
        certificate_id: int | None = None,
        decided: bool = True,
    ) -> None:
        super().__init__(desk, parent)
        self._application_id, self._certificate_id = application_id, certificate_id
        for kind in DisputeKind:
            if kind is DisputeKind.COMPLAINT or decided:
                self.kind.addItem(kind.label, kind)
        self.brought_by.setText(name)
        self.received_on.set_date(desk.today)
        self.received_on.date_changed.connect(self._show_term)
        self.kind.currentIndexChanged.connect(lambda _index: self._show_term())
        self._show_term()

    def save(self) -> None:
        """Take it in."""
        self.desk.do(
            BringIn(
                DisputeKind(self.kind.currentData()),
                self.brought_by.text(),
                self.grounds.toPlainText(),
                self.received_on.date() or self.desk.today,
                self._application_id,
                self._certificate_id,
            )
        )

    def _show_term(self) -> None:
        """Until when one may object, and whether this came in time."""
        last = self.desk.do(LastDayToObject(self._application_id)) if self._application_id else None
        objects = DisputeKind(self.kind.currentData()) is not DisputeKind.COMPLAINT
        for widget in (self.term, self.term_label):  # type: ignore[attr-defined]
            widget.setVisible(bool(last) and objects)
        received = self.received_on.date()
        if last is None or received is None:
            return
        in_time = _("In time: the term runs until {date}.") if received <= last else _("Late: the term ran until {date}.")
        self.term.setText(in_time.format(date=show_date(last)))


class PanelDialog(FormDialog):
    """Who may handle it; who had a part in the file is listed with the reason and cannot be chosen."""

    form = "panel_dialog"

    about: QLabel
    people: QListWidget

    def __init__(self, desk: Desk, dispute: DisputeRow, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._dispute_id = dispute.id
        self.about.setText(f"{dispute.number} · {dispute.kind.label} · {dispute.candidate}")
        for choice in desk.do(PanelFor(dispute.id)):
            item = QListWidgetItem(choice.reason or choice.name)
            item.setData(_ID, choice.id)
            item.setIcon(icon("x", "muted") if choice.reason else icon("check", "ok"))
            if choice.reason:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.people.addItem(item)
        if not self.people.count():
            item = QListWidgetItem(_("Nobody is appointed in this scheme."))
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.people.addItem(item)

    def save(self) -> None:
        """Put the chosen person on the panel."""
        item = self.people.currentItem()
        if item is None or item.data(_ID) is None:
            raise RuleBroken(_("Please choose a person."))
        self.desk.do(AssignToPanel(self._dispute_id, item.data(_ID)))


class DisputeAnswerDialog(FormDialog):
    """The outcome and the answer in words; a decision may be sent back to the review."""

    form = "dispute_answer_dialog"

    about: QLabel
    outcome: QComboBox
    review_again: QCheckBox
    answer: QPlainTextEdit
    answered_on: DateEdit

    def __init__(self, desk: Desk, dispute: DisputeRow, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._dispute_id = dispute.id
        self.about.setText(f"{dispute.number} · {dispute.kind.label} · {dispute.brought_by}\n{dispute.grounds}")
        for outcome in DisputeOutcome:
            if dispute.kind is not DisputeKind.COMPLAINT or outcome is not DisputeOutcome.REOPENED:
                self.outcome.addItem(_outcome_words(outcome, dispute.kind), outcome)
        self.answered_on.set_date(desk.today)
        self.outcome.currentIndexChanged.connect(lambda _index: self._show_review())
        self._show_review()

    def save(self) -> None:
        """Answer it."""
        self.desk.do(
            AnswerDispute(
                self._dispute_id,
                DisputeOutcome(self.outcome.currentData()),
                self.answer.toPlainText(),
                self.answered_on.date(),
                self.review_again.isVisibleTo(self) and self.review_again.isChecked(),
            )
        )

    def _show_review(self) -> None:
        self.review_again.setVisible(self.outcome.currentData() == DisputeOutcome.REOPENED)


def _outcome_words(outcome: DisputeOutcome, kind: DisputeKind) -> str:
    """How an outcome is called; a complaint is about no decision that could stand."""
    if kind is DisputeKind.COMPLAINT and outcome is DisputeOutcome.UPHELD:
        return _("Handled")
    return outcome.label
