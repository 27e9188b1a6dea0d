"""The dialogs by which facts come in where they belong: periods, credentials, statements, checks, topics, documents."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from cmsdesk.domain.dossiers import Standing
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.qualifications import WorkPeriod
from cmsdesk.domain.schemes import requirements as rules
from cmsdesk.domain.schemes.leaves import shown
from cmsdesk.domain.schemes.model import Scheme
from cmsdesk.domain.words import _, language
from cmsdesk.services.answers import AddStatement, AnswersOn, AnswerTopics, WaiveRequirement
from cmsdesk.services.dossiers import DescribeEvidence, EvidenceRow
from cmsdesk.services.intake import SettleCheck
from cmsdesk.services.qualifications import AddCredential, AddWorkPeriod, ChangeWorkPeriod
from cmsdesk.ui.application_dialogs import checked
from cmsdesk.ui.date_edit import DateEdit
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.dialogs import FormDialog

_ID = Qt.ItemDataRole.UserRole
_TICKED, _OPEN = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class PeriodDialog(FormDialog):
    """A period of work, new or to correct."""

    form = "period_dialog"

    ledger: QComboBox
    description: QLineEdit
    from_on: DateEdit
    until_on: DateEdit

    def __init__(
        self,
        desk: Desk,
        person_id: int,
        scheme: Scheme,
        ledger: str = "",
        period: WorkPeriod | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(desk, parent)
        self._person_id, self._scheme_id, self._period = person_id, scheme.id, period
        for one in scheme.ledgers:
            if not one.from_memberships_of and (one.unit == "months" or one.per_year):
                self.ledger.addItem(one.name.in_language(language()), one.id)
        self.ledger.setCurrentIndex(max(0, self.ledger.findData(period.ledger if period else ledger)))
        self.ledger.setEnabled(period is None)
        if period:
            self.description.setText(period.description)
            self.from_on.set_date(period.from_on)
            self.until_on.set_date(period.until_on)
        self.description.setFocus()

    def save(self) -> None:
        """Add or correct."""
        from_on = self.from_on.date()
        if from_on is None:
            raise RuleBroken(_("Please fill in the first day."))
        description, until_on = self.description.text(), self.until_on.date()
        if self._period:
            self.desk.do(ChangeWorkPeriod(self._period.id or 0, self._period.version, description, from_on, until_on))
            return
        ledger = self.ledger.currentData()
        self.desk.do(AddWorkPeriod(self._person_id, self._scheme_id, ledger, description, from_on, until_on))


class CredentialDialog(FormDialog):
    """A diploma, certificate or membership from elsewhere."""

    form = "credential_dialog"

    kind: QComboBox
    name: QLineEdit
    issuer: QLineEdit
    granted_on: DateEdit
    until_on: DateEdit
    level: QLineEdit
    years: QLineEdit

    def __init__(self, desk: Desk, person_id: int, kinds: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._person_id = person_id
        for kind in kinds:
            self.kind.addItem(shown(kind), kind)

    def save(self) -> None:
        """Add it."""
        granted_on = self.granted_on.date()
        if granted_on is None:
            raise RuleBroken(_("Please fill in the date."))
        self.desk.do(
            AddCredential(
                self._person_id,
                self.kind.currentData(),
                self.issuer.text(),
                granted_on,
                self.until_on.date(),
                self.name.text(),
                whole_number(self.level),
                whole_number(self.years),
            )
        )


class StatementDialog(FormDialog):
    """Somebody signed something about the candidate."""

    form = "statement_dialog"

    wanted: QLabel
    signer: QLineEdit
    signed_on: DateEdit

    def __init__(self, desk: Desk, application_id: int, rule: rules.Statement, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._application_id, self._requirement_id = application_id, rule.id
        self.wanted.setText((rule.text or rule.name).in_language(language()))
        self.signed_on.set_date(desk.today)
        self.signer.setFocus()

    def save(self) -> None:
        """Add it."""
        signed_on = self.signed_on.date() or self.desk.today
        self.desk.do(AddStatement(self._application_id, self._requirement_id, self.signer.text(), signed_on))


class CheckDialog(FormDialog):
    """A question of the scheme, answered yes, no or in consultation."""

    form = "check_dialog"

    question: QLabel
    answer: QComboBox
    remedies: QLabel
    note: QPlainTextEdit

    def __init__(self, desk: Desk, application_id: int, rule: rules.Check, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._application_id, self._requirement_id = application_id, rule.id
        self.question.setText(rule.question.in_language(language()))
        for key, words in (("yes", _("Yes")), ("no", _("No")), ("consultation", _("In consultation"))):
            self.answer.addItem(words, key)
        remedies = "\n".join(words.in_language(language()) for words in rule.remedies)
        self.remedies.setText(remedies)
        self.remedies.setVisible(bool(remedies))
        self.remedies_label.setVisible(bool(remedies))  # type: ignore[attr-defined]
        given = desk.do(AnswersOn(application_id)).checks.get(rule.id)
        if given:
            self.answer.setCurrentIndex(self.answer.findData(given[0]))
            self.note.setPlainText(given[1])

    def save(self) -> None:
        """Keep the answer."""
        answer = self.answer.currentData()
        self.desk.do(SettleCheck(self._application_id, self._requirement_id, answer, self.note.toPlainText()))


class TopicsDialog(FormDialog):
    """Which topics the candidate masters, and what that rests on."""

    form = "topics_dialog"

    topics: QTableWidget

    def __init__(
        self, desk: Desk, application_id: int, scheme: Scheme, rule: rules.Topics, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, parent)
        self._application_id = application_id
        self._bases = rule.basis
        asked = [topic for part in scheme.topic_sets if part.id in rule.sets for topic in part.topics]
        self._ids = [topic.id for topic in asked]
        self._before = desk.do(AnswersOn(application_id)).topics
        self.topics.setColumnCount(2 + len(self._bases))
        self.topics.setRowCount(len(asked))
        names = [scheme.basis_name(basis, language()) for basis in self._bases]
        self.topics.setHorizontalHeaderLabels([_("Topic"), _("Masters it"), *names])
        self.topics.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.topics.verticalHeader().hide()
        self.topics.setMinimumHeight(min(520, 48 + 32 * len(asked)))
        for place, topic in enumerate(asked):
            standing, basis = self._before.get(topic.id, (None, frozenset()))
            name = QTableWidgetItem(topic.name.in_language(language()))
            name.setFlags(Qt.ItemFlag.ItemIsEnabled)
            name.setToolTip("\n".join(goal.in_language(language()) for goal in topic.goals))
            self.topics.setItem(place, 0, name)
            ticks = [standing is Standing.ACCEPTED, *(one in basis for one in self._bases)]
            for column, ticked in enumerate(ticks, start=1):
                item = QTableWidgetItem()
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(_TICKED if ticked else _OPEN)
                self.topics.setItem(place, column, item)

    def save(self) -> None:
        """Keep what was changed; what was never touched stays unanswered."""
        answers = {}
        for place, topic_id in enumerate(self._ids):
            ticks = [self._is_ticked(place, column) for column in range(1, 2 + len(self._bases))]
            standing = Standing.ACCEPTED if ticks[0] else Standing.PENDING
            basis = frozenset(basis for basis, ticked in zip(self._bases, ticks[1:], strict=True) if ticked)
            before = self._before.get(topic_id, (Standing.PENDING, frozenset()))
            if (standing, basis) != before:
                answers[topic_id] = (standing, basis)
        self.desk.do(AnswerTopics(self._application_id, answers))

    def _is_ticked(self, place: int, column: int) -> bool:
        item = self.topics.item(place, column)
        return item is not None and item.checkState() == _TICKED


class WaiverDialog(FormDialog):
    """Somebody lets a requirement go, with the reason."""

    form = "waiver_dialog"

    requirement: QLabel
    by: QLineEdit
    reason: QPlainTextEdit

    def __init__(self, desk: Desk, application_id: int, rule: rules.Requirement, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._application_id, self._requirement_id = application_id, rule.id
        self.requirement.setText(rule.name.in_language(language()))
        self.by.setPlaceholderText(rule.waivable_by)

    def save(self) -> None:
        """Keep the waiver."""
        self.desk.do(WaiveRequirement(self._application_id, self._requirement_id, self.by.text(), self.reason.toPlainText()))


class DocumentDialog(FormDialog):
    """Who issued a document, what was checked on it, and who let the issuer pass."""

    form = "document_dialog"

    document: QLabel
    issuer: QComboBox
    ticked: QListWidget
    exception_by: QLineEdit
    exception_on: DateEdit
    exception_reason: QPlainTextEdit

    def __init__(self, desk: Desk, scheme: Scheme, evidence: EvidenceRow, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._evidence_id = evidence.id
        self.document.setText(evidence.name)
        asked = [r for r in scheme.requirements if isinstance(r, rules.Evidence) and r.id in evidence.requirements]
        self.issuer.setEditable(True)
        lists = {rule.issuers_in for rule in asked}
        self.issuer.addItems(["", *(name for part in scheme.lists if part.id in lists for name in part.on(desk.today))])
        self.issuer.setCurrentText(evidence.issuer)
        wanted = {check for rule in asked for check in rule.checks}
        for mark in scheme.marks:
            if mark.id in wanted:
                item = QListWidgetItem(mark.name.in_language(language()))
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(_TICKED if mark.id in evidence.ticked else _OPEN)
                item.setData(_ID, mark.id)
                self.ticked.addItem(item)
        self.ticked.setMaximumHeight(110)
        self.exception_by.setText(evidence.exception_by)
        self.exception_by.setPlaceholderText(", ".join(sorted({rule.exception_by for rule in asked if rule.exception_by})))
        self.exception_on.set_date(evidence.exception_on)
        self.exception_reason.setPlainText(evidence.exception_reason)

    def save(self) -> None:
        """Keep it."""
        self.desk.do(
            DescribeEvidence(
                self._evidence_id,
                self.issuer.currentText(),
                frozenset(checked(self.ticked)),
                self.exception_by.text(),
                self.exception_on.date(),
                self.exception_reason.toPlainText(),
            )
        )


def whole_number(field: QLineEdit) -> int | None:
    """What stands in a field, None when it is empty; refuses what is no number."""
    text = field.text().strip()
    if not text:
        return None
    if not text.isdecimal():
        raise RuleBroken(_("“{text}” is not a number.").format(text=field.text()))
    return int(text)
