"""The Applications tab: who asked for what, where it stands, and what to do next."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from cmsdesk.domain.applications import Act, State
from cmsdesk.domain.dates import show_days
from cmsdesk.domain.disputes import DisputeKind
from cmsdesk.domain.dossiers import Standing
from cmsdesk.domain.schemes.requirements import Check
from cmsdesk.domain.words import _, language
from cmsdesk.services.applications import (
    GRANTED_THIS_YEAR,
    REFUSED_THIS_YEAR,
    AdmitApplication,
    ApplicationRow,
    CountApplications,
    ListApplications,
    WithdrawApplication,
)
from cmsdesk.services.certificates import IssueCertificate
from cmsdesk.services.dispute_lists import DisputesOf
from cmsdesk.services.dossiers import AddEvidence, EvidenceRow, RemoveEvidence
from cmsdesk.services.history import HistoryOf
from cmsdesk.services.intake import ReadIntake
from cmsdesk.services.judging import ReadJudging
from cmsdesk.services.lists import Asked
from cmsdesk.services.next_actions import ANSWER_DISPUTE, ISSUE, SEND_LETTER, SETTLE_CHECK
from cmsdesk.services.records import ApplicationRecord, ReadApplication
from cmsdesk.services.schemes import scheme_of
from cmsdesk.services.verdict_sheets import ExplainApplication
from cmsdesk.ui.application_dialogs import ApplicationDialog, ReceiveDialog, TieDialog
from cmsdesk.ui.cards import (
    ChipLabel,
    ElidedLabel,
    EmptyState,
    HistoryList,
    NextActionBanner,
    PlainLabel,
    RecordHeader,
    Sections,
    button,
    column,
    row,
    scrolled,
)
from cmsdesk.ui.decision_dialog import DecisionDialog
from cmsdesk.ui.decision_section import DecisionSection
from cmsdesk.ui.dispute_dialogs import DisputeAnswerDialog
from cmsdesk.ui.fact_dialogs import CheckDialog, DocumentDialog
from cmsdesk.ui.filling import Filling
from cmsdesk.ui.intake_dialogs import AnswerDialog, CorrectionDialog
from cmsdesk.ui.intake_section import IntakeSection
from cmsdesk.ui.judging import JudgingSection, show_rounds
from cmsdesk.ui.letter_dialog import LetterDialog
from cmsdesk.ui.list_page import Filter, ListPage, OfficeSource
from cmsdesk.ui.people_section import PeopleSection
from cmsdesk.ui.points_section import PointsSection
from cmsdesk.ui.requirement_tree import RequirementTree
from cmsdesk.ui.saving import ask_to_save
from cmsdesk.ui.states import standing_chip, state_chip
from cmsdesk.ui.tables import Column

# What a verdict rests on, besides the dossier itself.
FACTS = frozenset(
    {
        "checkanswer",
        "topicanswer",
        "signedstatement",
        "circumstance",
        "waivedrequirement",
        "workperiod",
        "heldcredential",
        "membership",
    }
)


class ApplicationsPage(ListPage):
    """A list of applications; the record shows requirements, dossier, points, decision and history."""

    name = "applications"
    tables = (
        FACTS
        | frozenset(
            {
                "application",
                "evidence",
                "evidencetie",
                "pointsentry",
                "proof",
                "judgement",
                "assessment",
                "decision",
                "certificate",
                "person",
            }
        )
        | {"assignment", "appointment", "relation", "correctionrequest", "dispute", "question"}
        | {"hearing", "planline", "protocol", "remark", "round", "sentpackage", "assessorkey"}
    )

    go_wanted = Signal(str, int, str)

    def __init__(self, *args: Any) -> None:
        self._section = 0
        super().__init__(*args)
        self.title_label.setText(_("Applications"))
        self.setAcceptDrops(True)

    def columns(self) -> Sequence[Column[ApplicationRow]]:
        """Number, name, title, state, who must act, by when."""
        return [
            Column("number", _("NUMBER"), lambda r: r.number, 120),
            Column("name", _("NAME"), lambda r: r.name, 190),
            Column("title", _("TITLE"), lambda r: r.title, 80),
            Column("state", _("STATE"), lambda r: r.state.label, 190, chip=lambda r: state_chip(r.state)),
            Column("waits_for", _("WAITS FOR"), lambda r: r.waits_for.label if r.state.is_open else "", 110),
            Column("due_on", _("TERM"), lambda r: show_days(r.due_on, self.desk.today) if r.due_on else "", 100),
        ]

    def filters(self) -> Sequence[Filter]:
        """What is running, what waits for us, what is late, and what the board report counts."""
        return [
            Filter("state:open", _("Running")),
            Filter("waits:bureau", _("Waits for us")),
            Filter("due:late", _("Late")),
            Filter("dispute:open", _("Objections")),
            Filter("state:closed", _("Closed")),
            Filter(GRANTED_THIS_YEAR, _("Granted this year")),
            Filter(REFUSED_THIS_YEAR, _("Refused this year")),
        ]

    def first_sort(self) -> tuple[str, bool]:
        """The newest on top."""
        return "number", True

    def source(self, asked: Asked) -> OfficeSource:
        """Applications from the office."""
        return OfficeSource(self.desk, asked, CountApplications, ListApplications)

    def buttons(self) -> Sequence[QPushButton]:
        """Copy, start."""
        return [
            button(_("Copy to Excel"), self.copy_all, symbol="table"),
            button(_("New application"), self.start, symbol="plus", primary=True),
        ]

    def empty(self) -> EmptyState:
        """The next step."""
        return EmptyState(
            "inbox", _("There are no applications yet."), button(_("New application"), self.start, symbol="plus", primary=True)
        )

    def actions_for(self, row_: ApplicationRow) -> Sequence[tuple[str, str, Callable[[], object]]]:
        """Person, correction, withdrawal."""
        return [
            ("user", _("Show the person"), lambda: self.go_wanted.emit("person", row_.person_id, "")),
            ("file-text", _("Explain on one page…"), lambda: self._explain(row_.id)),
            ("message-circle", _("Ask for a correction…"), lambda: CorrectionDialog(self.desk, row_.id, self).open()),
            ("ban", _("Withdraw…"), lambda: self._withdraw(row_.id)),
        ]

    def _explain(self, application_id: int) -> None:
        with self.desk.notices.refusals_shown():
            name, page = self.desk.do(ExplainApplication(application_id, language()))
            ask_to_save(self, name, page, self.desk)

    def start(self) -> None:
        """Start an application and show it."""
        dialog = ApplicationDialog(self.desk, 0, "", self)
        dialog.open_then(lambda: self.go_to(dialog.saved_id, ""))

    def act(self, name: str) -> None:
        """Do the next action of the current record."""
        chosen = self.current_row()
        if name == Act.RECEIVE:
            ReceiveDialog(self.desk, chosen.id, self).open()
        elif name == Act.ADMIT:
            self.desk.attempt(AdmitApplication(chosen.id))
        elif name == Act.JUDGE:
            self.go_wanted.emit("review", chosen.id, "")
        elif name == Act.GRANT:
            self.decide()
        elif name == ISSUE:
            self.desk.attempt(IssueCertificate(chosen.id))
        elif name == Act.ANSWER:
            self._take_answer(chosen.id)
        elif name == SETTLE_CHECK:
            self._answer_check(chosen.id)
        elif name == SEND_LETTER:
            LetterDialog(self.desk, self, application_id=chosen.id).open()
        elif name == ANSWER_DISPUTE:
            for dispute in self.desk.do(DisputesOf(chosen.id)):
                if not dispute.closed_on and dispute.kind is not DisputeKind.COMPLAINT:
                    DisputeAnswerDialog(self.desk, dispute, self).open()

    def _take_answer(self, application_id: int) -> None:
        """The candidate answers a question, or hands in an improved dossier with an answer to each remark."""
        if self.desk.do(ReadJudging(application_id)).waits_for_dossier:
            show_rounds(self.desk, self, application_id)
        else:
            AnswerDialog(self.desk, application_id, self).open()

    def _answer_check(self, application_id: int) -> None:
        """The first check that stands in the way."""
        scheme = scheme_of(self.desk.do(ReadApplication(application_id)).scheme_id)
        rows = self.desk.do(ReadIntake(application_id)).rows
        rule = next(scheme.requirement(one.requirement_id) for one in rows if one.kind == "check" and one.blocks)
        if isinstance(rule, Check):
            CheckDialog(self.desk, application_id, rule, self).open()

    def decide(self) -> None:
        """Record the decision."""
        with self.desk.notices.refusals_shown():
            DecisionDialog(self.desk, self.current_row().id, self).open()

    def add_files(self, paths: Sequence[Path]) -> None:
        """Put documents in the current dossier; each is tied to the one open document requirement, if there is one."""
        chosen = self.current_row()
        if chosen is None:
            return
        with self.desk.notices.refusals_shown():
            record = self.desk.do(ReadApplication(chosen.id))
            wanted = tuple(leaf.requirement_id for leaf in record.leaves if leaf.kind == "evidence" and leaf.outcome == "not_met")
            self._section = 1
            for path in paths:
                self.desk.do(AddEvidence(chosen.id, path, wanted[:1]))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped on the record; elsewhere the window decides."""
        inside = self.record_side.geometry().contains(self.splitter.mapFrom(self, event.position().toPoint()))
        if event.mimeData().hasUrls() and inside:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the files into the dossier."""
        self.add_files([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def record(self, row_: ApplicationRow) -> QWidget:
        """Header, next action, sections; at the foot the decision, or why it is not possible."""
        found = self.desk.do(ReadApplication(row_.id))
        page = QWidget()
        layout = column(12, 16)
        page.setLayout(layout)
        subline = f"{found.number} · {found.title_name} ({found.title}) · {found.person_number}"
        layout.addWidget(RecordHeader(found.person, subline, state_chip(found.state)))
        if found.next:
            layout.addWidget(NextActionBanner(found.next, self.act))
        titles = [
            _("Requirements"),
            _("Dossier {count}").format(count=len(found.evidence)),
            _("Points"),
            _("People"),
            _("Judging"),
            _("Decision"),
            _("History"),
        ]
        sections = Sections(titles, self._section)
        sections.chosen.connect(self._choose)
        layout.addWidget(sections)
        builders: Sequence[Callable[[], QWidget]] = (
            lambda: IntakeSection(self.desk, found, self._requirements(found), self),
            lambda: self._dossier(found),
            lambda: PointsSection(self.desk, found.person_id, found.scheme_id, self),
            lambda: PeopleSection(self.desk, found),
            lambda: JudgingSection(self.desk, found, self),
            lambda: DecisionSection(self.desk, found, self.go_wanted.emit, self),
            lambda: HistoryList([(h.at, h.user, h.act) for h in self.desk.do(HistoryOf("application", found.id))]),
        )
        layout.addWidget(scrolled(builders[self._section]()), 1)
        if found.state.is_open:
            foot = row(10)
            blocked = found.blocked.get(Act.GRANT, "")
            decide = button(_("Record decision"), self.decide, symbol="gavel", tip=blocked)
            decide.setEnabled(Act.REFUSE not in found.blocked or not blocked)
            foot.addWidget(decide)
            if blocked:
                foot.addWidget(ElidedLabel(_("grant not possible: {reason}").format(reason=blocked), role="muted"), 1)
            else:
                foot.addStretch()
            layout.addLayout(foot)
        return page

    def _choose(self, section: int) -> None:
        self._section = section
        self._show_record()

    def _requirements(self, found: ApplicationRecord) -> QWidget:
        filling = Filling(self.desk, scheme_of(found.scheme_id), found.person_id, found.id, self)
        if found.state.is_open:
            return RequirementTree(found.verdict, filling)
        if found.state is State.GRANTED and found.certificate_id is None:
            return RequirementTree(found.verdict, lambda leaf: filling(leaf) if leaf.gate == "certificate" else ())
        return RequirementTree(found.verdict)

    def _dossier(self, found: ApplicationRecord) -> QWidget:
        page = QWidget()
        layout = column(10)
        page.setLayout(layout)
        titles = {leaf.requirement_id: leaf.title for leaf in found.leaves}
        for evidence in found.evidence:
            line = row(10)
            words = column(0)
            words.addWidget(ElidedLabel(evidence.name, strong=True))
            ties = ", ".join(titles.get(requirement, requirement) for requirement in evidence.requirements)
            if not evidence.is_current:
                ties = _("replaced by a newer version")
            words.addWidget(ElidedLabel(ties or _("not tied to a requirement yet"), role="muted"))
            line.addLayout(words, 1)
            line.addWidget(ChipLabel(standing_chip(evidence.standing)))
            line.addWidget(button(_("View"), partial(self.go_wanted.emit, "evidence", found.id, str(evidence.id)), symbol="eye"))
            if found.state.is_open and evidence.is_current:
                line.addWidget(button(_("Tie"), partial(self._tie, found, evidence), symbol="link"))
                line.addWidget(button(_("About…"), partial(self._describe, found, evidence), symbol="info"))
                if evidence.standing is Standing.PENDING:
                    line.addWidget(
                        button("", partial(self.desk.attempt, RemoveEvidence(evidence.id)), symbol="trash-2", tip=_("Remove"))
                    )
            layout.addLayout(line)
        if found.state.is_open:
            add = row()
            add.addWidget(button(_("Add document…"), self._pick_files, symbol="paperclip"))
            add.addWidget(PlainLabel(_("or drop files here"), role="muted"))
            add.addStretch()
            layout.addLayout(add)
        layout.addStretch()
        return page

    def _tie(self, found: ApplicationRecord, evidence: EvidenceRow) -> None:
        TieDialog(self.desk, found, evidence, self).open()

    def _describe(self, found: ApplicationRecord, evidence: EvidenceRow) -> None:
        DocumentDialog(self.desk, scheme_of(found.scheme_id), evidence, self).open()

    def _pick_files(self) -> None:
        dialog = QFileDialog(self, _("Add document"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.add_files([Path(name) for name in names]))
        dialog.open()

    def _withdraw(self, application_id: int) -> None:
        self.desk.notices.ask_text(
            _("Withdraw"),
            _("Why does the candidate withdraw?"),
            _("Withdraw"),
            lambda reason: self.desk.attempt(WithdrawApplication(application_id, reason)),
        )
