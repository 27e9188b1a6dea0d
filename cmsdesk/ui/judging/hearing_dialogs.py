"""The dialogs of a conversation: its day and place, and the outcome of the report on it."""

from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _, ngettext
from cmsdesk.services.assessments import FinishReview
from cmsdesk.services.hearings import HearingRow, MoveHearing, PlanHearing
from cmsdesk.services.judging import LookAhead, TalkStep
from cmsdesk.ui.date_edit import DateEdit
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.dialogs import FormDialog
from cmsdesk.ui.judging.seats import offer_seats

_LENGTHS, _USUAL = (15, 20, 30, 45, 60, 75, 90, 120, 150, 180, 240), 60  # minutes that are offered


class HearingDialog(FormDialog):
    """When and where; what is to be minded on that day shows while one types and later beside the plan, and stops nobody."""

    form = "hearing_dialog"

    on: DateEdit
    at: QLineEdit
    minutes_long: QComboBox
    place: QLineEdit
    committee: QLabel
    warnings: QLabel

    def __init__(self, desk: Desk, talk: TalkStep, hearing: HearingRow | None = None, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._talk, self._hearing = talk, hearing
        long = hearing.minutes_long if hearing else _USUAL
        for minutes in sorted({*_LENGTHS, long}):
            self.minutes_long.addItem(ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes), minutes)
        self.minutes_long.setCurrentIndex(self.minutes_long.findData(long))
        self.on.set_date(hearing.on if hearing else None)
        if hearing:
            self.setWindowTitle(_("Move a conversation"))
            self.ok_button.setText(_("Move"))
            self.at.setText(hearing.at)
            self.place.setText(hearing.place)
        self.committee.setText("\n".join(talk.committee) or _("nobody is assigned yet"))
        self.on.textChanged.connect(lambda _text: self._warn())
        self._warn()
        self.on.setFocus()

    def save(self) -> None:
        """Plan it, or move it."""
        on = self.on.date()
        if on is None:
            raise RuleBroken(_("Please fill in the day."))
        said = on, self.at.text(), self.minutes_long.currentData(), self.place.text()
        if self._hearing:
            self.desk.do(MoveHearing(self._hearing.id, self._hearing.version, *said))
        else:
            self.desk.do(PlanHearing(self._talk.application_id, self._talk.step_id, *said))

    def _warn(self) -> None:
        try:
            on = self.on.date()
        except RuleBroken:  # the field itself says so once it is left
            on = None
        found = self.desk.do(LookAhead(self._talk.application_id, self._talk.step_id, on)) if on else ()
        self.warnings.setText("\n".join(found))
        for widget in (self.warnings, self.warnings_label):  # type: ignore[attr-defined]
            widget.setVisible(bool(found))
        self.adjustSize()


class OutcomeDialog(FormDialog):
    """What the conversation came to, where the step names outcomes; with it the report on it is finished."""

    form = "outcome_dialog"

    seat: QComboBox
    outcome: QComboBox
    comment: QPlainTextEdit
    certificate: QLabel

    def __init__(self, desk: Desk, talk: TalkStep, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._talk = talk
        shown = offer_seats(desk, talk.application_id, self.seat, talk.step_id)
        for widget in (self.seat, self.seat_label):  # type: ignore[attr-defined]
            widget.setVisible(shown)
        for key, words in talk.outcomes:
            self.outcome.addItem(words, key)
        self.outcome.setCurrentIndex(-1)
        for widget in (self.outcome, self.outcome_label):  # type: ignore[attr-defined]
            widget.setVisible(bool(talk.outcomes))
        self.certificate.setText("" if talk.certificate else _("This route ends without a certificate, whatever the outcome."))
        self.certificate.setVisible(not talk.certificate)

    def save(self) -> None:
        """Finish the report; it refuses while something is not judged, or nothing was written down."""
        outcome = self.outcome.currentData() or ""
        application = self._talk.application_id
        self.desk.do(FinishReview(application, self.comment.toPlainText(), self.seat.currentData(), outcome))
