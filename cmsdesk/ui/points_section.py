"""The lines of a person in the ledgers of a scheme: what each counts for, its proof, and the office's word on it."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.dossiers import Standing
from cmsdesk.domain.proofs import Fact
from cmsdesk.domain.words import _, language
from cmsdesk.services.dossiers import JudgePoints
from cmsdesk.services.proofs import ProofRow, ProofsOf
from cmsdesk.services.records import PointsOf, PointsRow
from cmsdesk.services.schemes import scheme_of
from cmsdesk.ui.application_dialogs import PointsDialog
from cmsdesk.ui.cards import ChipLabel, ElidedLabel, button, column, row
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.proofs import proof_buttons
from cmsdesk.ui.states import standing_chip


class PointsSection(QWidget):
    """Oldest first; what waits can be accepted or refused here."""

    def __init__(self, desk: Desk, person_id: int, scheme_id: str, parent: QWidget) -> None:
        super().__init__()
        self._desk, self._parent = desk, parent
        layout = column(10)
        self.setLayout(layout)
        names = {ledger.id: ledger.name.in_language(language()) for ledger in scheme_of(scheme_id).ledgers}
        proofs = desk.do(ProofsOf(person_id))
        for entry in desk.do(PointsOf(person_id, scheme_id)):
            proven = proofs.get((Fact.POINTS, entry.id), [])
            layout.addLayout(self._line(entry, names.get(entry.ledger, entry.ledger), proven))
        add = row()
        add.addWidget(button(_("Add points…"), lambda: PointsDialog(desk, person_id, scheme_id, parent).open(), symbol="plus"))
        add.addStretch()
        layout.addLayout(add)
        layout.addStretch()

    def _line(self, entry: PointsRow, ledger: str, proofs: list[ProofRow]) -> QHBoxLayout:
        line = row(10)
        words = column(0)
        words.addWidget(ElidedLabel(f"{entry.text}  ·  {entry.value}", strong=True))
        words.addWidget(ElidedLabel(f"{ledger}, {show_date(entry.on)}  {entry.reason}".rstrip(), role="muted"))
        line.addLayout(words, 1)
        for made in proof_buttons(self._desk, Fact.POINTS, entry.id, proofs, self._parent):
            line.addWidget(made)
        standing = Standing(entry.standing)
        line.addWidget(ChipLabel(standing_chip(standing)))
        if standing is Standing.PENDING:
            accept = partial(self._desk.attempt, JudgePoints(entry.id, Standing.ACCEPTED))
            line.addWidget(button(_("Accept"), accept, symbol="check"))
            line.addWidget(button(_("Refuse…"), partial(self._refuse, entry.id), symbol="x"))
        return line

    def _refuse(self, entry_id: int) -> None:
        self._desk.notices.ask_text(
            _("Refuse points"),
            _("Why do these points not count?"),
            _("Refuse"),
            lambda reason: self._desk.attempt(JudgePoints(entry_id, Standing.REFUSED, reason)),
        )
