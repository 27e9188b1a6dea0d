"""What was brought in about an application or a certificate: terms, panel, answer, and the acts for each."""

from functools import partial

from PySide6.QtWidgets import QFrame, QWidget

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.disputes import DisputeKind
from cmsdesk.domain.words import _
from cmsdesk.services.dispute_lists import DisputeRow, DisputesOf
from cmsdesk.services.disputes import AnswerDispute, ConfirmDispute
from cmsdesk.ui.cards import ChipLabel, ElidedLabel, FactList, button, column, row
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.dispute_dialogs import BringInDialog, DisputeAnswerDialog, PanelDialog
from cmsdesk.ui.flow import flowing
from cmsdesk.ui.letter_dialog import LetterDialog
from cmsdesk.ui.tables import Chip


class DisputeSection(QWidget):
    """Newest first; a button takes in what comes next."""

    def __init__(
        self,
        desk: Desk,
        name: str,
        parent: QWidget,
        *,
        application_id: int | None = None,
        certificate_id: int | None = None,
        decided: bool = False,
    ) -> None:
        super().__init__()
        self._desk, self._parent = desk, parent
        layout = column(14)
        self.setLayout(layout)
        head = row(8)
        head.addWidget(ElidedLabel(_("Objections, appeals and complaints"), strong=True), 1)
        take_in = _("Objection…") if decided else _("Complaint…")
        head.addWidget(
            button(
                take_in,
                lambda: BringInDialog(
                    desk, name, parent, application_id=application_id, certificate_id=certificate_id, decided=decided
                ).open(),
                symbol="scale",
            )
        )
        layout.addLayout(head)
        for dispute in desk.do(DisputesOf(application_id, certificate_id)):
            layout.addWidget(self._block(dispute))
        layout.addStretch()

    def _block(self, dispute: DisputeRow) -> QFrame:
        block = QFrame()
        block.setProperty("card", True)
        layout = column(8, 12)
        block.setLayout(layout)
        head = row(8)
        head.addWidget(ElidedLabel(f"{dispute.kind.label} {dispute.number}", strong=True), 1)
        if not dispute.in_time:
            head.addWidget(ChipLabel(Chip(_("late"), "triangle-alert", "warn")))
        head.addWidget(ChipLabel(_standing(dispute, self._desk)))
        layout.addLayout(head)
        layout.addWidget(FactList(_facts(dispute)))
        layout.addWidget(self._acts(dispute))
        return block

    def _acts(self, dispute: DisputeRow) -> QWidget:
        desk, parent = self._desk, self._parent
        letter = button(_("Letter…"), lambda: LetterDialog(desk, parent, dispute_id=dispute.id).open(), symbol="mail")
        if dispute.closed_on:
            return flowing(letter)
        acts = []
        if not dispute.confirmed_on:
            confirm = ConfirmDispute(dispute.id, desk.today)
            acts.append(button(_("Confirmed today"), partial(desk.attempt, confirm), symbol="check"))
        acts.append(button(_("Panel…"), lambda: PanelDialog(desk, dispute, parent).open(), symbol="users"))
        tip = desk.office.why_not(AnswerDispute)
        answer = button(_("Answer…"), lambda: DisputeAnswerDialog(desk, dispute, parent).open(), symbol="gavel", tip=tip)
        answer.setEnabled(not tip)
        return flowing(*acts, answer, letter)


def _standing(dispute: DisputeRow, desk: Desk) -> Chip:
    if dispute.outcome:
        return Chip(dispute.outcome.label if dispute.kind is not DisputeKind.COMPLAINT else _("answered"), "check", "ok")
    late = dispute.answer_due_on is not None and dispute.answer_due_on < desk.today
    return Chip(_("open"), "hourglass", "stop" if late else "info")


def _facts(dispute: DisputeRow) -> list[tuple[str, str]]:
    facts = [
        (_("Brought in by"), dispute.brought_by),
        (_("Received on"), show_date(dispute.received_on)),
        (_("Grounds"), dispute.grounds),
        (_("Handled by"), dispute.handled_by),
        (_("Panel"), ", ".join(dispute.panel)),
    ]
    if dispute.confirmed_on:
        facts.append((_("Confirmed on"), show_date(dispute.confirmed_on)))
    else:
        facts.append((_("Confirm by"), show_date(dispute.confirm_by)))
    if dispute.closed_on:
        facts += [(_("Answered on"), show_date(dispute.closed_on)), (_("Answer"), dispute.answer)]
    else:
        facts.append((_("Answer by"), show_date(dispute.answer_due_on)))
    return [fact for fact in facts if fact[1]]
