"""One package: the declaration first, then the review screen, with the file for the office always at hand on top."""

from collections.abc import Callable
from pathlib import Path

from platformdirs import user_documents_path
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QStackedWidget, QWidget

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _
from cmsdesk.services.assessor.books import PackageSlip, slip_of
from cmsdesk.services.assessor.drafts import draft_review
from cmsdesk.services.assessor.home import Workplace
from cmsdesk.services.assessor.offices import offices
from cmsdesk.services.assessor.own_work import ReadOwnWork
from cmsdesk.services.assessor.packages import PackageRow, Stage, row_in
from cmsdesk.services.assessor.returning import (
    ResumeReview,
    declare_independent,
    make_review,
    save_form,
)
from cmsdesk.ui.assessor.declaration import DeclarationPage
from cmsdesk.ui.assessor.packages_page import deadline_chip, stage_text
from cmsdesk.ui.cards import ChipLabel, ElidedLabel, PlainLabel, button, clear, column, row
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.review import ReviewPage
from cmsdesk.ui.theme import colours

_WORK = frozenset({"application", "assessment", "assignment", "judgement", "question", "remark"})


class PackagePage(QWidget):
    """Works on one opened package; what ends it here is asked of the window, which lets go of it first."""

    back_wanted = Signal()
    declined = Signal(str, object)
    handed_over = Signal()

    def __init__(self, desk: Desk, workplace: Workplace, package: str) -> None:
        super().__init__()
        self.desk, self._workplace, self._package = desk, workplace, package
        self.review: ReviewPage | None = None
        outer = column(0)
        self.setLayout(outer)
        bar = QFrame()
        bar.setProperty("bar", True)
        self._bar = row(12)
        self._bar.setContentsMargins(16, 10, 16, 10)
        bar.setLayout(self._bar)
        outer.addWidget(bar)
        self.banner = QFrame()
        self.banner.setObjectName("package_banner")
        self._banner = row(12)
        self._banner.setContentsMargins(16, 10, 16, 10)
        self.banner.setLayout(self._banner)
        outer.addWidget(self.banner)
        self.stack = QStackedWidget()
        outer.addWidget(self.stack, 1)
        self._show()
        desk.changed.connect(self._on_change)

    @property
    def slip(self) -> PackageSlip:
        """What is known of the package now."""
        return slip_of(self._workplace, self._package)

    def unkept(self) -> str:
        """What was typed in the review and cannot be kept yet; keeps what can be."""
        return self.review.unkept() if self.review else ""

    def _show(self) -> None:
        found = self._found()
        self._fill_bar(found)
        self._fill_banner(found)
        if found.stage is Stage.DECLARE:
            page = DeclarationPage(found.slip, self._office_name(found.slip), self.desk.do(ReadOwnWork()).declaration)
            page.independent.connect(self._declare)
            page.tied.connect(self._ask_decline)
            self.stack.addWidget(page)
            page.setFocus()
        else:
            self._show_review()

    def _show_review(self) -> None:
        self.review = ReviewPage(self.desk)
        self.stack.addWidget(self.review)
        self.stack.setCurrentWidget(self.review)
        self.review.setFocus(Qt.FocusReason.OtherFocusReason)

    def _office_name(self, slip: PackageSlip) -> str:
        office = offices(self._workplace).get(slip.office)
        return office.name if office else ""

    def _fill_bar(self, found: PackageRow) -> None:
        clear(self._bar)
        slip = found.slip
        self._bar.addWidget(
            button(_("Dossiers"), self.back_wanted.emit, symbol="chevron-left", tip=_("Back to the list (Alt+Left)"))
        )
        words = column(0)
        words.addWidget(ElidedLabel(slip.candidate, strong=True))
        words.addWidget(ElidedLabel(f"{slip.number} · {slip.title} · {stage_text(found)}", size=12, role="muted"))
        self._bar.addLayout(words, 1)
        self._bar.addWidget(ChipLabel(deadline_chip(slip, self._workplace.today)), 0, Qt.AlignmentFlag.AlignVCenter)
        if slip.form and found.stage is not Stage.DECLARE:
            tip = _("The review as a workbook, for a computer on which nothing can be installed; it is not encrypted")
            self._bar.addWidget(button(_("Save Excel form…"), self._ask_form, symbol="file-spreadsheet", tip=tip))

    def _fill_banner(self, found: PackageRow) -> None:
        """What to do next, once there is something to send."""
        clear(self._banner)
        slip = found.slip
        self.banner.setVisible(found.stage in {Stage.FINISHED, Stage.WAIT} or bool(slip.changes))
        sent = bool(slip.made_on) and found.stage is Stage.FINISHED
        if found.stage is Stage.FINISHED and not sent:
            tone, title = "ok", _("Your review is finished.")
            reason = _("Make the file for the office and send it. Until {date} you can still change your review.")
            reason = reason.format(date=show_date(slip.expires_on))
        elif sent:
            tone, title = "info", _("The file for the office was made.")
            reason = _(
                "Say so once you have sent it; then everything of this dossier is removed from this computer. "
                "If you say nothing, that happens after {date}."
            ).format(date=show_date(slip.wiped_on or slip.expires_on))
        elif found.stage is Stage.WAIT:
            tone, title = "info", _("The candidate has to answer first.")
            reason = _("Make a file with what you asked and send it to the office; the answer comes in a newer package.")
        else:
            tone, title = "warn", _("The office sent a newer package.")
            reason = " ".join(slip.changes)
        strong, soft = colours().tone(tone)
        self.banner.setStyleSheet(f"#package_banner {{ background: {soft}; border-bottom: 1px solid {strong}; }}")
        words = column(2)
        words.addWidget(PlainLabel(title, strong=True, role=tone))
        words.addWidget(PlainLabel(reason, role=tone, wrap=True))
        self._banner.addLayout(words, 1)
        if found.stage is Stage.FINISHED:
            self._banner.addWidget(button(_("Go on reviewing"), self._resume, symbol="undo-2"))
        if found.stage in {Stage.FINISHED, Stage.WAIT}:
            words_ = _("Make the file again…") if slip.made else _("Make the file…")
            self._banner.addWidget(button(words_, self.ask_folder, symbol="save", primary=not sent))
        if sent:
            self._banner.addWidget(button(_("I have sent it…"), self._ask_handed_over, symbol="check", primary=True))

    def _on_change(self, changed: frozenset[str]) -> None:
        if changed & _WORK:
            self._refresh_top()

    def _refresh_top(self) -> None:
        found = self._found()
        self._fill_bar(found)
        self._fill_banner(found)

    def _found(self) -> PackageRow:
        return row_in(self._workplace, self.slip, self.desk.office)

    def _declare(self, text: str) -> None:
        page = self.stack.currentWidget()
        assert isinstance(page, DeclarationPage)
        try:
            declare_independent(self.desk.office, text)
        except RuleBroken as error:
            page.say(str(error))
            return
        self._show_review()
        self._refresh_top()

    def _ask_decline(self, reason: str) -> None:
        self._choose_folder(lambda folder: self.declined.emit(reason, folder))

    def ask_folder(self) -> None:
        """Ask where the file for the office goes, and make it there."""
        if self.review:
            self.review.unkept()
        self._choose_folder(self._make)

    def _choose_folder(self, then: Callable[[Path], object]) -> None:
        dialog = QFileDialog(self, _("Where should the file for the office go?"), str(user_documents_path()))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda name: then(Path(name)))
        dialog.open()

    def _make(self, folder: Path) -> None:
        with self.desk.notices.refusals_shown():
            made = make_review(self._workplace, self._package, folder)
            self.desk.notices.tell(_("{file} was saved; nothing was sent.").format(file=made.path.name))
            self._refresh_top()
            self._offer_draft(made.path)

    def _offer_draft(self, review: Path) -> None:
        draft = review.with_suffix(".eml")
        sentence = _("{file} is in {folder}. Shall a mail draft to the office be saved beside it, with the file attached?")
        self.desk.notices.ask(
            _("The file was made"),
            sentence.format(file=review.name, folder=review.parent),
            _("Save mail draft"),
            lambda: self._draft(review, draft),
        )

    def _draft(self, review: Path, draft: Path) -> None:
        with self.desk.notices.refusals_shown():
            draft_review(self._workplace, self._package, review, draft)
            self.desk.notices.tell(_("{file} was saved; nothing was sent.").format(file=draft.name))

    def _resume(self) -> None:
        self.desk.attempt(ResumeReview())

    def _ask_form(self) -> None:
        dialog = QFileDialog(self, _("Save Excel form"), f"{self.slip.number}.xlsx")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("xlsx")
        dialog.fileSelected.connect(lambda chosen: self._save_form(Path(chosen)))
        dialog.open()

    def _save_form(self, path: Path) -> None:
        with self.desk.notices.refusals_shown():
            save_form(self._workplace, self._package, path)
            self.desk.notices.tell(_("{file} was saved; nothing was sent.").format(file=path.name))

    def _ask_handed_over(self) -> None:
        self.desk.notices.ask(
            _("Sent to the office?"),
            _("Everything of this dossier is removed from this computer: the documents, your verdicts and your notes."),
            _("Sent; remove it"),
            self.handed_over.emit,
        )
