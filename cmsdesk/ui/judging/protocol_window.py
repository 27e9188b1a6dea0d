"""Compare and protocol: what the reports of a step differ in, the joint verdicts, the conclusion, the dissent."""

from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QPlainTextEdit, QPushButton, QScrollArea, QWidget

from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.dates import show_date
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _, language
from cmsdesk.services.protocol_sheet import PrintProtocol, ProtocolSheet, ReadProtocol
from cmsdesk.services.protocols import AgreeProtocol, SettleDifference, WriteProtocol
from cmsdesk.services.records import ReadApplication
from cmsdesk.ui.cards import EmptyState, PlainLabel, clear, column
from cmsdesk.ui.date_edit import DateEdit
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.judging.difference_card import DifferenceCard, yielding
from cmsdesk.ui.judging.seats import narrow
from cmsdesk.ui.judging.way_out import WayOutBanner
from cmsdesk.ui.judging.window import ROOM, JudgingWindow, fill_area, shown_once
from cmsdesk.ui.saving import ask_to_save


class ProtocolWindow(JudgingWindow):
    """Differences on the left, the joint conclusion on the right; closing the protocol ends it."""

    form = "protocol_window"
    tables = frozenset({"assessment", "judgement", "protocol", "protocolline", "assignment", "application", "decision"})

    about: QLabel
    show_all: QCheckBox
    area: QScrollArea
    text: QPlainTextEdit
    dissent_by: QComboBox
    dissent: QPlainTextEdit
    outcome: QComboBox
    agreed_on: DateEdit
    saved: QLabel
    pdf_button: QPushButton

    def __init__(self, desk: Desk, parent: QWidget | None, application_id: int, step_id: str = "") -> None:
        super().__init__(desk, parent, application_id, step_id)
        self.sheet = ProtocolSheet(step_id, "", "", "")
        self.cards: dict[str, DifferenceCard] = {}
        self._version = 0
        self.agreed_on.set_date(desk.today)
        self._content = QWidget()
        self._layout = column(12)
        self._layout.setContentsMargins(0, 0, ROOM, 0)
        self._content.setLayout(self._layout)
        fill_area(self.area, self._content)
        self.show_all.toggled.connect(lambda _on: self.show_now())
        self.pdf_button.clicked.connect(lambda: self.tried(self._save_pdf))
        for field in (self.text, self.dissent):
            self.keep_while_typing(field)
        for chooser in (self.dissent_by, self.outcome):
            narrow(chooser)
        self.dissent_by.activated.connect(lambda _place: self.tried(self.keep))

    def refresh(self) -> None:
        """The reports side by side; what is being typed stays."""
        sheet = self.desk.do(ReadProtocol(self.application_id, self.step_id))
        record = self.desk.do(ReadApplication(self.application_id))
        self.sheet = replace(sheet, why_not=self.desk.office.why_not(WriteProtocol) or sheet.why_not)
        self.setWindowTitle(_("Compare and protocol: {number}").format(number=record.number))
        self.about.setText(f"{record.person} · {sheet.step} · {sheet.how_far}")
        self._show_compared()
        self._show_joint()

    def settle(self, key: str, verdict: Verdict, comment: str) -> bool:
        """The joint verdict on one thing."""
        return self.attempt(SettleDifference(self.application_id, self.step_id, key, verdict, comment))

    def keep(self) -> None:
        """Keep the conclusion and the dissent as far as they were typed."""
        written = self.text.toPlainText().strip(), self.dissent_by.currentText().strip(), self.dissent.toPlainText().strip()
        if self.sheet.why_not or written == (self.sheet.text, self.sheet.dissent_by, self.sheet.dissent):
            return
        for field in (self.text, self.dissent):
            field.document().setModified(False)
        try:
            self._version = self.desk.do(WriteProtocol(self.application_id, self.step_id, self._version, *written))
        except RuleBroken:
            self._show_theirs()
            raise
        self.saved.setText(_("Saved"))

    def save(self) -> None:
        """Agree on it; from then on it stays as it is."""
        self.keep()
        outcome = self.outcome.currentData() or ""
        agreed_on = self.agreed_on.date() or self.desk.today
        self.desk.do(AgreeProtocol(self.application_id, self.step_id, agreed_on, outcome))
        self.desk.notices.tell(_("The protocol is agreed on."))

    def _show_compared(self) -> None:
        sheet = self.sheet
        shown = {one.requirement_id: (one, True) for one in sheet.differences}
        if self.show_all.isChecked():
            shown |= {one.requirement_id: (one, False) for one in sheet.agreed}
        kept = {key: card for key, card in self.cards.items() if key in shown}
        for card in kept.values():
            self._layout.removeWidget(card)
        clear(self._layout)
        self.cards = kept
        if sheet.way:
            self._layout.addWidget(WayOutBanner(self, sheet.way))
        if not sheet.reports:
            self._layout.addWidget(EmptyState("lock", sheet.why_not or sheet.how_far))
        for report in sheet.reports:
            words = _("{name}: {outcome} ({date}). {comment}")
            said = words.format(
                name=report.by, outcome=report.outcome, date=show_date(report.finished_on), comment=report.comment
            )
            self._layout.addWidget(yielding(PlainLabel(said.strip(), role="muted", wrap=True)))
        if sheet.reports and not sheet.differences:
            self._layout.addWidget(PlainLabel(_("The reports do not differ."), strong=True, wrap=True))
        for key, (one, differs) in shown.items():
            card = self.cards.get(key) or DifferenceCard(self.settle)
            self.cards[key] = card
            card.show_difference(one, differs=differs, open_=not sheet.why_not)
            self._layout.addWidget(card)
        self._layout.addStretch()

    def _show_joint(self) -> None:
        sheet = self.sheet
        self.offer(self.ok_button, sheet.why_not)
        self.offer(self.pdf_button, "" if sheet.reports else sheet.why_not)
        for field, kept in ((self.text, sheet.text), (self.dissent, sheet.dissent)):
            field.setReadOnly(bool(sheet.why_not))
            field.setEnabled(bool(sheet.reports))
            if not field.document().isModified() and field.toPlainText().strip() != kept:
                field.setPlainText(kept)
        if not any(field.document().isModified() for field in (self.text, self.dissent)):
            self._version = sheet.version
            self._show_authors()
        chosen = self.outcome.currentData()
        self.outcome.clear()
        self.outcome.addItem(_("as all reports say") if sheet.outcomes else "", "")
        for key, words in sheet.outcomes:
            self.outcome.addItem(words, key)
        self.outcome.setCurrentIndex(max(0, self.outcome.findData(chosen)))
        for widget in (self.outcome, self.outcome_label):  # type: ignore[attr-defined]
            widget.setVisible(bool(sheet.outcomes))
        for field_ in (self.dissent_by, self.outcome, self.agreed_on):
            field_.setEnabled(not sheet.why_not)
        if sheet.agreed_on:
            self.agreed_on.set_date(sheet.agreed_on)
        if sheet.why_not and sheet.reports:
            self.saved.setText(sheet.why_not)

    def _show_theirs(self) -> None:
        """Own words stay; what somebody else wrote meanwhile is shown beside them, and from then on may be replaced."""
        for field in (self.text, self.dissent):
            field.document().setModified(True)
        if self._version != self.sheet.version:
            self._version = self.sheet.version
            self.saved.setText(_("Somebody else wrote meanwhile: {words}").format(words=self.sheet.text or "–"))

    def _show_authors(self) -> None:
        self.dissent_by.clear()
        self.dissent_by.addItems(["", *(report.by for report in self.sheet.reports)])
        self.dissent_by.setCurrentText(self.sheet.dissent_by)

    def _save_pdf(self) -> None:
        self.keep()
        name, paper = self.desk.do(PrintProtocol(self.application_id, self.step_id, language()))
        ask_to_save(self, name, paper, self.desk)


def show_protocol(desk: Desk, parent: QWidget | None, application_id: int, step_id: str) -> ProtocolWindow:
    """Open the comparison of a step, or bring it to the front where it is open."""
    return shown_once(ProtocolWindow, desk, parent, application_id, step_id)
