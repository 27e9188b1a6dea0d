"""The Register tab: who holds which title, and the paper that says so."""

import io
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.words import _
from cmsdesk.services.certificates import CertificateRecord, ReadCertificate, ReadPaper, SavePaper
from cmsdesk.services.extensions import ReadAnnexes
from cmsdesk.services.history import HistoryOf
from cmsdesk.services.lists import Asked
from cmsdesk.services.register import CountHolders, HolderRow, ListHolders
from cmsdesk.services.reports import ExportRegister
from cmsdesk.ui.cards import EmptyState, FactList, HistoryList, RecordHeader, Sections, button, column, row, scrolled
from cmsdesk.ui.dispute_section import DisputeSection
from cmsdesk.ui.list_page import Filter, ListPage, OfficeSource
from cmsdesk.ui.saving import ask_to_save
from cmsdesk.ui.standing_dialogs import acts_for
from cmsdesk.ui.states import status_chip
from cmsdesk.ui.tables import Column
from cmsdesk.ui.viewer.document_view import DocumentView


class RegisterPage(ListPage):
    """A list of certificates; the record shows the paper as it was issued."""

    name = "register"
    tables = frozenset({"certificate", "certificateevent", "person", "dispute", "assignment"})

    go_wanted = Signal(str, int, str)

    def __init__(self, *args: Any) -> None:
        self._section = 0
        super().__init__(*args)
        self.title_label.setText(_("Register"))

    def columns(self) -> Sequence[Column[HolderRow]]:
        """Number, name, title, employer, dates, status."""
        return [
            Column("number", _("NUMBER"), lambda r: r.number, 140),
            Column("name", _("NAME"), lambda r: r.name, 200),
            Column("title", _("TITLE"), lambda r: r.title, 80),
            Column("employer", _("EMPLOYER"), lambda r: r.employer, 170),
            Column("granted_on", _("GRANTED ON"), lambda r: show_date(r.granted_on), 110),
            Column("until_on", _("VALID UNTIL"), lambda r: show_date(r.until_on), 110),
            Column("", _("STATUS"), lambda r: r.status.label, 130, chip=lambda r: status_chip(r.status)),
        ]

    def filters(self) -> Sequence[Filter]:
        """Active, ending soon, suspended, ended."""
        return [
            Filter("status:active", _("Active")),
            Filter("status:soon", _("Ends soon")),
            Filter("status:suspended", _("Suspended")),
            Filter("status:ended", _("Ended")),
        ]

    def first_sort(self) -> tuple[str, bool]:
        """By name."""
        return "name", False

    def source(self, asked: Asked) -> OfficeSource:
        """Certificates from the office."""
        return OfficeSource(self.desk, asked, CountHolders, ListHolders)

    def buttons(self) -> Sequence[QPushButton]:
        """Copy, export."""
        return [
            button(_("Copy to Excel"), self.copy_all, symbol="table"),
            button(_("Register as Excel…"), self.export, symbol="file-spreadsheet", primary=True),
        ]

    def empty(self) -> EmptyState:
        """How a certificate comes to be here."""
        return EmptyState("award", _("Nobody holds a certificate yet. It appears here when it is issued or imported."))

    def actions_for(self, row_: HolderRow) -> Sequence[tuple[str, str, Callable[[], object]]]:
        """Person, suspend, lift, withdraw."""
        found = self.desk.do(ReadCertificate(row_.id))
        later = [(symbol, words, partial(opened, self.desk, self)) for symbol, words, opened in acts_for(found)]
        return [("user", _("Show the person"), lambda: self.go_wanted.emit("person", row_.person_id, "")), *later]

    def export(self) -> None:
        """Ask where, and write what the list shows as a workbook."""
        dialog = QFileDialog(self, _("Register as Excel"), _("Register {date}.xlsx").format(date=f"{self.desk.today:%Y-%m-%d}"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(_("Excel workbook (*.xlsx)"))
        dialog.setDefaultSuffix("xlsx")
        dialog.fileSelected.connect(lambda name: self.export_to(Path(name)))
        dialog.open()

    def export_to(self, path: Path) -> None:
        """Write it in the background."""
        asked = self.asked()
        job = self.desk.job(_("Writing the register"), lambda report: self.desk.do(ExportRegister(path, asked, report)))
        job.succeeded.connect(
            lambda count: self.desk.notices.tell(_("{count} lines were written to {file}.").format(count=count, file=path.name))
        )
        job.start()

    def record(self, row_: HolderRow) -> QWidget:
        """Header, acts, and sections: the paper, the facts, the history."""
        found = self.desk.do(ReadCertificate(row_.id))
        page = QWidget()
        layout = column(12, 16)
        page.setLayout(layout)
        layout.addWidget(
            RecordHeader(found.holder, f"{found.number} · {found.title_name} ({found.title})", status_chip(found.status))
        )
        acts = row()
        save = button(_("Save PDF…"), lambda: self.save_paper(found), symbol="download", primary=True)
        save.setEnabled(found.has_paper)
        save.setToolTip(
            "" if found.has_paper else _("This certificate was issued before this office file; there is no paper of it here.")
        )
        acts.addWidget(save)
        for place, (name, _paper) in enumerate(self.desk.do(ReadAnnexes(found.id))):
            acts.addWidget(button(_("Save annex…"), partial(self.save_annex, found, place), symbol="download", tip=name))
        acts.addWidget(button(_("Show the person"), lambda: self.go_wanted.emit("person", found.person_id, ""), symbol="user"))
        for symbol, words, opened in acts_for(found):
            acts.addWidget(button("", partial(opened, self.desk, self), symbol=symbol, tip=words.rstrip("…")))
        acts.addStretch()
        layout.addLayout(acts)
        sections = Sections([_("Certificate"), _("Details"), _("Complaints"), _("History")], self._section)
        sections.chosen.connect(self._choose)
        layout.addWidget(sections)
        builders: Sequence[Callable[[], QWidget]] = (
            lambda: self._paper(found),
            lambda: scrolled(_details(found)),
            lambda: scrolled(DisputeSection(self.desk, "", self, certificate_id=found.id)),
            lambda: scrolled(HistoryList([(h.at, h.user, h.act) for h in self.desk.do(HistoryOf("certificate", found.id))])),
        )
        layout.addWidget(builders[self._section](), 1)
        return page

    def save_paper(self, found: CertificateRecord) -> None:
        """Ask where, and write the paper byte for byte."""
        dialog = QFileDialog(self, _("Save PDF"), f"{found.number}.pdf")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(lambda name: self.desk.attempt(SavePaper(found.id, Path(name))))
        dialog.open()

    def save_annex(self, found: CertificateRecord, place: int) -> None:
        """Ask where, and write an annex byte for byte."""
        name, paper = self.desk.do(ReadAnnexes(found.id))[place]
        ask_to_save(self, name, paper, self.desk)

    def _choose(self, section: int) -> None:
        self._section = section
        self._show_record()

    def _paper(self, found: CertificateRecord) -> QWidget:
        view = DocumentView()
        if found.has_paper:
            name, paper = self.desk.do(ReadPaper(found.id))
            view.show_document(name, "application/pdf", io.BytesIO(paper))
        else:
            view.clear(_("This certificate was issued before this office file; there is no paper of it here."))
        return view


def _details(found: CertificateRecord) -> QWidget:
    facts = [
        (_("Number"), found.number),
        (_("Title"), f"{found.title_name} ({found.title})"),
        (_("Issuer"), found.issuer),
        (_("Granted on"), show_date(found.granted_on)),
        (_("Valid until"), show_date(found.until_on) or _("without end date")),
    ]
    if found.activities:
        facts.append((_("Activities"), ", ".join(found.activities)))
    facts += [(show_date(on), f"{status.label}. {reason}".strip()) for on, status, reason in found.events]
    return FactList(facts)
