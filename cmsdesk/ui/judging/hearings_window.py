"""The conversations of a step: planned, moved, held, written down; with the paper and the calendar file of each."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QFrame, QLabel, QPlainTextEdit, QPushButton, QScrollArea, QWidget

from cmsdesk.documents.saving import save_whole
from cmsdesk.domain.dates import show_date
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _, language, ngettext
from cmsdesk.services.assessments import FinishReview
from cmsdesk.services.hearing_papers import CalendarOf, PrintMinutes
from cmsdesk.services.hearings import CancelHearing, HearingRow, HoldHearing, MoveHearing, PlanHearing, WriteMinutes
from cmsdesk.services.judging import ReadTalks, TalkStep
from cmsdesk.services.records import ReadApplication
from cmsdesk.ui.cards import ChipLabel, ElidedLabel, EmptyState, FactList, PlainLabel, button, clear, column, row
from cmsdesk.ui.date_edit import DateEdit
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.flow import flowing
from cmsdesk.ui.judging.hearing_dialogs import HearingDialog, OutcomeDialog
from cmsdesk.ui.judging.window import ROOM, JudgingWindow, fill_area, shown_once
from cmsdesk.ui.saving import ask_to_save
from cmsdesk.ui.tables import Chip


class HearingsWindow(JudgingWindow):
    """The newest on top; beside it the minutes of the one that is planned, kept while one types."""

    form = "hearings_window"
    tables = frozenset({"hearing", "assignment", "assessment", "application"})

    about: QLabel
    area: QScrollArea
    minutes: QPlainTextEdit
    saved: QLabel
    held_on: DateEdit
    held_button: QPushButton
    outcome_button: QPushButton

    def __init__(self, desk: Desk, parent: QWidget | None, application_id: int, step_id: str = "") -> None:
        super().__init__(desk, parent, application_id, step_id)
        self.talk = desk.do(ReadTalks(application_id, step_id))
        self._version = 0
        content = QWidget()
        self._layout = column(12)
        self._layout.setContentsMargins(0, 0, ROOM, 0)
        content.setLayout(self._layout)
        fill_area(self.area, content)
        self.held_on.set_date(desk.today)
        self.held_button.clicked.connect(lambda: self.tried(self._hold))
        self.outcome_button.clicked.connect(lambda: OutcomeDialog(desk, self.talk, self).open())
        self.keep_while_typing(self.minutes)

    def refresh(self) -> None:
        """Every conversation again; minutes that are being typed stay."""
        self.talk = self.desk.do(ReadTalks(self.application_id, self.step_id))
        record = self.desk.do(ReadApplication(self.application_id))
        self.setWindowTitle(f"{self.talk.name}: {record.number}")
        self.about.setText("\n".join([f"{record.person} · {record.title_name}", *_terms(self.talk)]))
        clear(self._layout)
        for hearing in reversed(self.talk.hearings):
            self._layout.addWidget(self._card(hearing))
        if not self.talk.hearings:
            self._layout.addWidget(EmptyState("calendar", _("No conversation is planned yet.")))
        self._layout.addStretch()
        closed = "" if record.state.is_open else _("This application is closed.")
        self._show_minutes(closed)
        planned = _("This conversation is already planned. Please move it, or call it off first.") if self._planned() else ""
        self.offer(self.ok_button, self.desk.office.why_not(PlanHearing) or closed or planned)
        done = _("The report on this conversation is in.") if self.talk.is_finished else ""
        held = "" if any(one.held_on for one in self.talk.hearings) else _("Please write the minutes of the conversation first.")
        self.offer(self.outcome_button, self.desk.office.why_not(FinishReview) or closed or done or held)

    def save(self) -> None:
        """Plan a date."""
        HearingDialog(self.desk, self.talk, None, self).open()

    def keep(self) -> None:
        """Keep the minutes as far as they were typed."""
        planned = self._planned()
        if planned is None or not self.minutes.document().isModified() or self.minutes.isReadOnly():
            return
        self.minutes.document().setModified(False)
        try:
            self._version = self.desk.do(WriteMinutes(planned.id, self._version, self.minutes.toPlainText()))
        except RuleBroken:
            self._show_theirs(planned)
            raise
        self.saved.setText(_("Saved"))

    def save_calendar(self, hearing: HearingRow) -> QFileDialog:
        """Ask where the calendar file goes."""
        name, content = self.desk.do(CalendarOf(hearing.id))
        dialog = QFileDialog(self, _("Save calendar file"), name)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(_("Calendar file (*.ics)"))
        dialog.setDefaultSuffix("ics")
        dialog.fileSelected.connect(
            lambda chosen: self.tried(lambda: save_whole(Path(chosen), lambda target: target.write(content)))
        )
        dialog.open()
        return dialog

    def _planned(self) -> HearingRow | None:
        """The conversation that still has to be held."""
        return next((one for one in self.talk.hearings if not one.held_on and not one.cancelled_on), None)

    def _shown(self) -> HearingRow | None:
        """The conversation whose minutes stand on the right: the planned one, or the last that was held."""
        held = [one for one in self.talk.hearings if one.held_on]
        return self._planned() or (held[-1] if held else None)

    def _show_minutes(self, closed: str) -> None:
        planned, shown = self._planned(), self._shown()
        why_not = (
            self.desk.office.why_not(WriteMinutes) or closed or ("" if planned else _("Please plan the conversation first."))
        )
        if shown and shown.held_on:
            why_not = _("This conversation was already held on {date}.").format(date=show_date(shown.held_on))
        self.minutes.setReadOnly(bool(why_not))
        self.held_on.setEnabled(not why_not)
        self.offer(self.held_button, why_not)
        if why_not:
            self.saved.setText(why_not)
        if not self.minutes.document().isModified():
            kept = shown.minutes if shown else ""
            if self.minutes.toPlainText().strip() != kept:
                self.minutes.setPlainText(kept)
            self._version = shown.version if shown else 0

    def _show_theirs(self, planned: HearingRow) -> None:
        """Own words stay; what somebody else wrote meanwhile is shown beside them, and from then on may be replaced."""
        self.minutes.document().setModified(True)
        if self._version != planned.version:
            self._version = planned.version
            self.saved.setText(_("Somebody else wrote meanwhile: {words}").format(words=planned.minutes or "–"))

    def _hold(self) -> None:
        planned = self._planned()
        assert planned is not None  # the button is off without one
        self.desk.do(HoldHearing(planned.id, self.held_on.date() or self.desk.today, self.minutes.toPlainText()))
        self.minutes.document().setModified(False)
        self.show_now()

    def _card(self, hearing: HearingRow) -> QFrame:
        card = QFrame()
        card.setProperty("card", True)
        layout = column(8, 14)
        card.setLayout(layout)
        head = row(8)
        when = " ".join(part for part in (show_date(hearing.on), hearing.at) if part)
        head.addWidget(ElidedLabel(when, size=15, strong=True), 1)
        head.addWidget(ChipLabel(_standing(hearing)))
        layout.addLayout(head)
        layout.addWidget(FactList(_facts(hearing)))
        for warning in hearing.warnings:
            layout.addWidget(PlainLabel(warning, role="warn", wrap=True))
        acts = []
        if not hearing.held_on and not hearing.cancelled_on:
            move = button(_("Move…"), lambda: HearingDialog(self.desk, self.talk, hearing, self).open(), symbol="calendar")
            self.offer(move, self.desk.office.why_not(MoveHearing))
            call_off = button(_("Call off"), lambda: self.attempt(CancelHearing(hearing.id)), symbol="ban")
            self.offer(call_off, self.desk.office.why_not(CancelHearing))
            acts += [move, call_off]
        acts.append(button(_("Calendar file…"), lambda: self.tried(lambda: self.save_calendar(hearing)), symbol="calendar"))
        if not hearing.cancelled_on:
            acts.append(button(_("Score form as PDF…"), lambda: self.tried(lambda: self._save_pdf(hearing)), symbol="download"))
        for made in acts:
            made.setAutoDefault(False)
        layout.addWidget(flowing(*acts))
        return card

    def _save_pdf(self, hearing: HearingRow) -> None:
        self.keep()
        name, paper = self.desk.do(PrintMinutes(hearing.id, language()))
        ask_to_save(self, name, paper, self.desk)


def _standing(hearing: HearingRow) -> Chip:
    if hearing.cancelled_on:
        return Chip(_("called off"), "ban", "idle")
    return Chip(_("held"), "check", "ok") if hearing.held_on else Chip(_("planned"), "calendar", "info")


def _facts(hearing: HearingRow) -> list[tuple[str, str]]:
    long = ngettext("{count} minute", "{count} minutes", hearing.minutes_long).format(count=hearing.minutes_long)
    committee = [_("{name} (chair)").format(name=one.name) if one.is_chair else one.name for one in hearing.committee]
    facts = [
        (_("Place"), hearing.place),
        (_("Length"), long),
        (_("Committee"), ", ".join(committee)),
        (_("Held on"), show_date(hearing.held_on)),
        (_("Called off on"), show_date(hearing.cancelled_on)),
        (_("Outcome"), hearing.outcome),
    ]
    return [fact for fact in facts if fact[1]]


def _terms(talk: TalkStep) -> list[str]:
    """What this conversation is bound to."""
    terms = []
    if talk.complete_days_before:
        days = talk.complete_days_before
        since = show_date(talk.complete_on) or _("not complete yet")
        words = ngettext(
            "The dossier must be complete {count} day before. Complete since: {since}.",
            "The dossier must be complete {count} days before. Complete since: {since}.",
            days,
        )
        terms.append(words.format(count=days, since=since))
    if not talk.certificate:
        terms.append(_("This route ends without a certificate, whatever the outcome."))
    return terms


def show_hearings(desk: Desk, parent: QWidget | None, application_id: int, step_id: str) -> HearingsWindow:
    """Open the conversations of a step, or bring them to the front where they are open."""
    return shown_once(HearingsWindow, desk, parent, application_id, step_id)
