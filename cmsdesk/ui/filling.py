"""For each kind of requirement the one way by which what is missing comes in."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QPushButton, QWidget

from cmsdesk.domain.schemes import requirements as rules
from cmsdesk.domain.schemes.evaluate import Verdict
from cmsdesk.domain.schemes.leaves import Outcome
from cmsdesk.domain.schemes.model import Scheme
from cmsdesk.domain.words import _
from cmsdesk.services.dossiers import AddEvidence
from cmsdesk.ui.application_dialogs import PointsDialog
from cmsdesk.ui.cards import button
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.fact_dialogs import CheckDialog, CredentialDialog, PeriodDialog, StatementDialog, TopicsDialog, WaiverDialog


class Filling:
    """Makes the button beside a requirement; without an application only what belongs to the person can be filled in."""

    def __init__(self, desk: Desk, scheme: Scheme, person_id: int, application_id: int, parent: QWidget) -> None:
        self._desk = desk
        self._scheme = scheme
        self._person_id = person_id
        self._application_id = application_id
        self._parent = parent

    def __call__(self, leaf: Verdict) -> Sequence[QPushButton]:
        """The buttons; none where nothing can be filled in."""
        rule = self._scheme.requirement(leaf.requirement_id)
        words, act = self._way(rule)
        ways = [(words, "plus", act)]
        if rule.waivable_by and self._application_id and leaf.outcome is not Outcome.MET:
            ways.append((_("Waive…"), "stamp", lambda: WaiverDialog(self._desk, self._application_id, rule, self._parent).open()))
        made = [(button("", act, symbol=symbol, tip=words), words) for words, symbol, act in ways if act]
        for one, words in made:
            one.setAccessibleName(f"{leaf.title}: {words}")
        return [one for one, _words in made]

    def _way(self, rule: rules.Requirement) -> tuple[str, Callable[[], object] | None]:
        desk, scheme, person, application, parent = (
            self._desk,
            self._scheme,
            self._person_id,
            self._application_id,
            self._parent,
        )
        dialog: Callable[[], QDialog]
        match rule:
            case rules.Points():
                words, dialog = _("Add points…"), lambda: PointsDialog(desk, person, scheme.id, parent, ledger=rule.ledger)
            case rules.Duration() if not scheme.ledger(rule.ledger).from_memberships_of:
                words, dialog = _("Add period…"), lambda: PeriodDialog(desk, person, scheme, rule.ledger, None, parent)
            case rules.Held():
                kinds = tuple(kind for kind in rule.credentials if not kind.startswith("membership:"))
                if not kinds:
                    return "", None
                words, dialog = _("Add…"), lambda: CredentialDialog(desk, person, kinds, parent)
            case rules.Evidence() if application:
                return _("Add document…"), lambda: self._add_document(rule.id)
            case rules.Statement() if application:
                words, dialog = _("Add statement…"), lambda: StatementDialog(desk, application, rule, parent)
            case rules.Check() if application:
                words, dialog = _("Answer…"), lambda: CheckDialog(desk, application, rule, parent)
            case rules.Topics() if application:
                words, dialog = _("Topics…"), lambda: TopicsDialog(desk, application, scheme, rule, parent)
            case _:
                return "", None
        return words, lambda: dialog().open()

    def _add_document(self, requirement_id: str) -> None:
        names, _kind = QFileDialog.getOpenFileNames(self._parent, _("Add document"))
        for name in names:
            self._desk.attempt(AddEvidence(self._application_id, Path(name), (requirement_id,)))
