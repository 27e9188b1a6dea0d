"""The decision sheet: every gate on the left, what the body decided on the right; no green, no grant."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)

from cmsdesk.domain.decisions import DecisionOutcome
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _, language
from cmsdesk.services.decision_sheet import DecisionSheet, ReadDecisionSheet, SaveDecisionSheet
from cmsdesk.services.decisions import RecordDecision
from cmsdesk.services.gates import Light, Part, closed
from cmsdesk.ui.cards import PlainLabel, column, row
from cmsdesk.ui.date_edit import DateEdit
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.dialogs import FormDialog
from cmsdesk.ui.icons import pixmap
from cmsdesk.ui.theme import colours

_LIGHTS = {
    Light.GREEN: ("circle-check", "ok"),
    Light.RED: ("circle-x", "stop"),
    Light.PLAN: ("circle-dot", "warn"),
    Light.NONE: ("circle", "muted"),
}


class DecisionDialog(FormDialog):
    """Who decided what, when and why; the sheet follows the date, and a refusal says what is in the way."""

    form = "decision_dialog"

    gates_area: QScrollArea
    body: QLabel
    outcome: QComboBox
    decided_on: DateEdit
    decider_person: QComboBox
    decider: QLineEdit
    reference: QLineEdit
    reason: QPlainTextEdit
    override: QPlainTextEdit
    override_agreed_by: QLineEdit
    pdf_button: QPushButton

    def __init__(self, desk: Desk, application_id: int, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._application_id = application_id
        self.decided_on.set_date(desk.today)
        self.gates_area.setFrameShape(QFrame.Shape.NoFrame)
        self.gates_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._sheet = desk.do(ReadDecisionSheet(application_id))
        self.body.setText(self._sheet.body)
        for outcome in self._sheet.outcomes:
            self.outcome.addItem(_("{outcome} {title}").format(outcome=outcome.label, title=self._sheet.title), outcome)
        self._offer_deciders()
        self._show_gates()
        self.decided_on.date_changed.connect(self._follow_date)
        self.outcome.currentIndexChanged.connect(lambda _index: self._show_override())
        self.pdf_button.clicked.connect(self._ask_path)
        self._show_override()

    @property
    def sheet(self) -> DecisionSheet:
        """The sheet as it is shown."""
        return self._sheet

    def save(self) -> None:
        """Record it."""
        outcome = DecisionOutcome(self.outcome.currentData())
        self.desk.do(
            RecordDecision(
                self._application_id,
                granted=outcome.grants,
                decided_on=self.decided_on.date() or self.desk.today,
                reason=self.reason.toPlainText(),
                reference=self.reference.text(),
                decider=self.decider.text(),
                outcome=outcome,
                decider_id=self.decider_person.currentData() if self._sheet.asks_person else None,
                override=self.override.toPlainText() if self._may_override() else "",
                override_agreed_by=self.override_agreed_by.text() if self._may_override() else "",
            )
        )

    def _offer_deciders(self) -> None:
        """Who may not decide is listed too, with the reason, and cannot be chosen."""
        asks = self._sheet.asks_person
        _show(self, ("decider_person",), asks)
        _show(self, ("decider",), not asks)
        chosen = self.decider_person.currentData()
        self.decider_person.clear()
        model = self.decider_person.model()
        assert isinstance(model, QStandardItemModel)
        for choice in self._sheet.deciders:
            self.decider_person.addItem(" ".join(choice.reasons) or choice.name, choice.id)
            model.item(self.decider_person.count() - 1).setEnabled(not choice.reasons)
        allowed = [choice.id for choice in self._sheet.deciders if not choice.reasons]
        wanted = chosen if chosen in allowed else next(iter(allowed), None)
        self.decider_person.setCurrentIndex(self.decider_person.findData(wanted))
        if not allowed:
            self.decider_person.setPlaceholderText(_("nobody is appointed who may"))

    def _follow_date(self) -> None:
        self._sheet = self.desk.do(ReadDecisionSheet(self._application_id, self.decided_on.date()))
        self._offer_deciders()
        self._show_gates()
        self._show_override()

    def _show_gates(self) -> None:
        self.gates_area.setWidget(GateList(self._sheet))

    def _may_override(self) -> bool:
        outcome = DecisionOutcome(self.outcome.currentData())
        in_the_way = closed(self._sheet.gates, outcome)
        return self._sheet.may_override and bool(in_the_way) and all(gate.overridable for gate in in_the_way)

    def _show_override(self) -> None:
        _show(self, ("override", "override_agreed_by"), self._may_override())

    def _ask_path(self) -> None:
        dialog = QFileDialog(self, _("Save PDF"), f"{self._sheet.number}.pdf")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(lambda name: self.save_sheet(Path(name)))
        dialog.open()

    def save_sheet(self, path: Path) -> None:
        """Write the sheet as it is shown."""
        try:
            self.desk.do(SaveDecisionSheet(self._application_id, path, language(), self.decided_on.date()))
        except RuleBroken as error:
            self.error_label.setText(str(error))
            self.error_label.show()


class GateList(QWidget):
    """The gates under the heads of their parts, each with sign, word and reason; and who may decide, or why not."""

    def __init__(self, sheet: DecisionSheet) -> None:
        super().__init__()
        layout = column(6)
        self.setLayout(layout)
        for part in Part:
            lines = [gate for gate in sheet.gates if gate.part is part]
            if lines:
                layout.addWidget(PlainLabel(part.label, size=16, strong=True))
            for gate in lines:
                words = f"{gate.light.label}: {gate.reason}" if gate.reason else gate.light.label
                layout.addWidget(_Line(gate.title, gate.light, words))
        if sheet.deciders:
            layout.addWidget(PlainLabel(_("Who decides"), size=16, strong=True))
        for choice in sheet.deciders:
            light = Light.RED if choice.reasons else Light.GREEN
            layout.addWidget(_Line(choice.name, light, " ".join(choice.reasons) or _("May decide")))
        layout.addStretch()


class _Line(QWidget):
    def __init__(self, title: str, light: Light, words: str) -> None:
        super().__init__()
        line = row(10)
        self.setLayout(line)
        symbol, tone = _LIGHTS[light]
        mark = QLabel()
        mark.setPixmap(pixmap(symbol, getattr(colours(), tone), 18))
        mark.setAccessibleName(light.label)
        line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        text = column(0)
        text.addWidget(PlainLabel(title, strong=True, wrap=True))
        text.addWidget(PlainLabel(words, role=tone if light in {Light.RED, Light.PLAN} else "muted", wrap=True))
        line.addLayout(text, 1)


def _show(dialog: QWidget, names: tuple[str, ...], visible: bool) -> None:
    """Show or hide fields together with their labels."""
    for name in names:
        getattr(dialog, name).setVisible(visible)
        getattr(dialog, f"{name}_label").setVisible(visible)
