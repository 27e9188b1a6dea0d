"""What a person brings along, in the record: periods of work and credentials of other bodies."""

from functools import partial

from PySide6.QtWidgets import QWidget

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.proofs import Fact
from cmsdesk.domain.qualifications import WorkPeriod
from cmsdesk.domain.schemes.leaves import shown
from cmsdesk.domain.words import _, language
from cmsdesk.services.proofs import ProofsOf
from cmsdesk.services.qualifications import QualificationsOf, RemoveCredential, RemoveWorkPeriod
from cmsdesk.services.schemes import scheme_of
from cmsdesk.ui.cards import ElidedLabel, PlainLabel, button, column, row
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.fact_dialogs import PeriodDialog
from cmsdesk.ui.proofs import proof_buttons


class QualificationsSection(QWidget):
    """Each line with what it is, since when, and a way to correct it."""

    def __init__(self, desk: Desk, person_id: int) -> None:
        super().__init__()
        layout = column(10)
        self.setLayout(layout)
        self._desk, self._person_id = desk, person_id
        found = desk.do(QualificationsOf(person_id))
        proofs = desk.do(ProofsOf(person_id))
        for period in found.periods:
            scheme = scheme_of(period.scheme_id)
            ledger = scheme.ledger(period.ledger).name.in_language(language())
            line = row(10)
            words = column(0)
            words.addWidget(ElidedLabel(period.description, strong=True))
            words.addWidget(
                ElidedLabel(f"{ledger}, {show_date(period.from_on)} – {show_date(period.until_on)}".rstrip(), role="muted")
            )
            line.addLayout(words, 1)
            proven = proofs.get((Fact.PERIOD, period.id or 0), [])
            for made in proof_buttons(desk, Fact.PERIOD, period.id or 0, proven, self):
                line.addWidget(made)
            line.addWidget(button(_("Edit"), partial(self._edit, period), symbol="pencil"))
            remove = partial(desk.attempt, RemoveWorkPeriod(period.id or 0))
            line.addWidget(button("", remove, symbol="trash-2", tip=_("Remove")))
            layout.addLayout(line)
        for credential in found.credentials:
            line = row(10)
            words = column(0)
            words.addWidget(ElidedLabel(credential.name or shown(credential.kind), strong=True))
            words.addWidget(ElidedLabel(f"{credential.issuer}, {show_date(credential.granted_on)}", role="muted"))
            line.addLayout(words, 1)
            proven = proofs.get((Fact.CREDENTIAL, credential.id or 0), [])
            for made in proof_buttons(desk, Fact.CREDENTIAL, credential.id or 0, proven, self):
                line.addWidget(made)
            drop = partial(desk.attempt, RemoveCredential(credential.id or 0))
            line.addWidget(button("", drop, symbol="trash-2", tip=_("Remove")))
            layout.addLayout(line)
        if not found.periods and not found.credentials:
            sentence = _("No work and no diplomas yet. “What is still needed?” shows what a title asks for, and takes it in.")
            layout.addWidget(PlainLabel(sentence, role="muted", wrap=True))
        layout.addStretch()

    def _edit(self, period: WorkPeriod) -> None:
        PeriodDialog(self._desk, self._person_id, scheme_of(period.scheme_id), period=period, parent=self.window()).open()
