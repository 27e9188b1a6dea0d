"""The decision about an application: what was decided, what it replaced, its sheet and letter, and what was brought in against it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.words import _, language
from cmsdesk.services.decision_sheet import SaveDecisionSheet
from cmsdesk.services.records import ApplicationRecord, DecisionRow
from cmsdesk.ui.cards import FactList, PlainLabel, button, column
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.dispute_section import DisputeSection
from cmsdesk.ui.flow import flowing
from cmsdesk.ui.letter_dialog import LetterDialog


class DecisionSection(QWidget):
    """Facts, acts, earlier decisions, objections."""

    def __init__(self, desk: Desk, found: ApplicationRecord, go: Callable[[str, int, str], object], parent: QWidget) -> None:
        super().__init__()
        self._desk, self._found, self._go, self._parent = desk, found, go, parent
        layout = column(14)
        self.setLayout(layout)
        if found.decision is None:
            layout.addWidget(PlainLabel(_("No decision yet; {body} decides.").format(body=found.body), role="muted", wrap=True))
        else:
            layout.addWidget(FactList(_facts(found.decision)))
        layout.addWidget(self._acts())
        for former in reversed(found.former):
            layout.addWidget(
                PlainLabel(_("Replaced on {date}").format(date=show_date(former.replaced_on)), strong=True, role="muted")
            )
            layout.addWidget(FactList(_facts(former)))
        decided = found.decision is not None and not found.state.is_open
        layout.addWidget(DisputeSection(desk, found.person, parent, application_id=found.id, decided=decided))
        layout.addStretch()

    def _acts(self) -> QWidget:
        desk, found, parent = self._desk, self._found, self._parent
        acts = [button(_("Decision sheet as PDF…"), self._ask_path, symbol="download")]
        if found.decision:
            letter = button(_("Letter…"), lambda: LetterDialog(desk, parent, application_id=found.id).open(), symbol="mail")
            acts.append(letter)
        if found.certificate_id:
            certificate = partial(self._go, "certificate", found.certificate_id, "")
            acts.append(button(_("Show certificate"), certificate, symbol="award"))
        return flowing(*acts)

    def _ask_path(self) -> None:
        dialog = QFileDialog(self._parent, _("Save PDF"), f"{self._found.number}.pdf")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(lambda name: self._desk.attempt(SaveDecisionSheet(self._found.id, Path(name), language())))
        dialog.open()


def _facts(decision: DecisionRow) -> list[tuple[str, str]]:
    facts = [
        (_("Decided by"), decision.body),
        (_("Person who decided"), decision.decider),
        (_("Decision"), decision.outcome.label),
        (_("Date"), show_date(decision.decided_on)),
        (_("Reference"), decision.reference),
        (_("Reason"), decision.reason),
        (_("Granted although not everything is met"), decision.override),
        (_("Agreed by"), decision.override_agreed_by),
        (_("Sent on"), show_date(decision.sent_on) or _("not sent yet")),
    ]
    return [fact for fact in facts if fact[1]]
