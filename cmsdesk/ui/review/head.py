"""The top of the left card: which dossier, for whom, whose it is, how far it is and by when."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.permissions import Role
from cmsdesk.domain.words import _
from cmsdesk.services.review_queue import QueueRow
from cmsdesk.services.review_sheet import ReviewSheet, StepRow
from cmsdesk.ui.cards import Bar, ElidedLabel, PlainLabel, clear, column, plain_tip, row
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.icons import pixmap
from cmsdesk.ui.theme import colours

_WIDEST, _ROOM = 620, 28  # pixels of the list that opens, and beside its words

Choice = tuple[int, int | None]


class DossierHead(QWidget):
    """Two boxes to choose in, and what is chosen."""

    dossier_chosen = Signal(int, object)
    colleague_chosen = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._choices: list[Choice] = []
        layout = column(8)
        self.setLayout(layout)
        self.queue = _box(_("Dossier to review"))
        self.queue.activated.connect(lambda place: self.dossier_chosen.emit(*self._choices[place]))
        layout.addWidget(self.queue)
        self.colleague = _box(_("For whom"))
        self.colleague.activated.connect(lambda _place: self.colleague_chosen.emit(self.colleague.currentData()))
        layout.addWidget(self.colleague)
        self._told = column(6)
        layout.addLayout(self._told)

    def show_queue(self, rows: Sequence[QueueRow], chosen: Choice, beside: str) -> None:
        """Offer the dossiers; one that waits for nobody is named by `beside` when it is open all the same."""
        own = self._desk.office.actor.role is Role.ASSESSOR
        self._choices = [(found.application_id, found.assignment_id) for found in rows]
        names = [" · ".join(part for part in (found.number, found.name, found.title, found.step) if part) for found in rows]
        if not own:  # the office chooses for whom in the other box
            chosen = chosen[0], None
        if chosen[0] and chosen not in self._choices:
            self._choices.insert(0, chosen)
            names.insert(0, beside)
        self.queue.clear()
        self.queue.addItems(names)
        if chosen in self._choices:
            self.queue.setCurrentIndex(self._choices.index(chosen))
        _show_whole(self.queue)

    def show_sheet(self, sheet: ReviewSheet, assignment_id: int | None) -> None:
        """The person, the steps, the progress and the term."""
        record = sheet.application
        self._show_colleagues(sheet, assignment_id)
        clear(self._told)
        self._told.addWidget(ElidedLabel(record.person, size=15, strong=True))
        number = f"{record.number} · {record.title_name}"
        if sheet.round > 1:
            number = _("{number} · round {round}").format(number=number, round=sheet.round)
        self._told.addWidget(ElidedLabel(number, role="muted"))
        judged, needed, words = _progress(sheet)
        bar = Bar(judged / needed if needed else 1.0, "accent")
        bar.setAccessibleName(words)
        self._told.addWidget(bar)
        self._told.addWidget(PlainLabel(words, role="muted"))
        for step in sheet.steps:
            self._told.addLayout(_step_line(step, far=self._desk.at_assessor))
        if sheet.seat and sheet.seat.due_on:
            late = sheet.seat.due_on < self._desk.today and not sheet.report.finished_on
            due = _("Report due on {date}.").format(date=show_date(sheet.seat.due_on))
            self._told.addLayout(_marked("triangle-alert" if late else "calendar", due, "stop" if late else "muted"))

    def _show_colleagues(self, sheet: ReviewSheet, assignment_id: int | None) -> None:
        """The office may type for whoever is assigned; nobody else chooses here."""
        self.colleague.setVisible(self._desk.office.actor.role is Role.BUREAU and bool(sheet.assigned))
        self.colleague.clear()
        self.colleague.addItem(_("For the office itself"), None)
        for one in sheet.assigned:
            said = _("For {name}, {step}: from paper").format(name=one.name, step=one.step)
            self.colleague.addItem(said, one.assignment_id)
        self.colleague.setCurrentIndex(max(0, self.colleague.findData(assignment_id)))
        _show_whole(self.colleague)

    def clear(self) -> None:
        """Show nothing of a dossier that is shut."""
        self.colleague.hide()
        clear(self._told)


def _box(name: str) -> QComboBox:
    """A box that takes the room there is, however long the names in it are."""
    made = QComboBox()
    made.setAccessibleName(name)
    made.setToolTip(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(8)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return made


def _show_whole(box: QComboBox) -> None:
    """The whole name in the tip, and in the list as far as a screen allows."""
    box.setToolTip(plain_tip(box.currentText()) or box.accessibleName())
    box.view().setMinimumWidth(min(_WIDEST, box.view().sizeHintForColumn(0) + _ROOM))


def _progress(sheet: ReviewSheet) -> tuple[int, int, str]:
    """Own work by what was judged; without a seat by the reports that are in."""
    if sheet.seat is None:
        return *sheet.application.progress, sheet.application.progress_text
    judged, needed = sheet.report.judged, sheet.report.needed
    return judged, needed, _("{judged} of {needed} requirements judged.").format(judged=judged, needed=needed)


def _step_line(step: StepRow, *, far: bool) -> QVBoxLayout | QHBoxLayout:
    """How far a step is, without a word about what was found; `far` from the office nobody knows which reports are in."""
    if far and step.sealed:
        return _marked("lock", _("{step}: sealed until all reports are in at the office.").format(step=step.name), "muted")
    said = _("{step}: {how_far}").format(step=step.name, how_far=step.how_far)
    if step.is_finished:
        return _marked("check", said, "ok")
    if step.sealed:
        return _marked("lock", _("{said} Sealed until all are in.").format(said=said), "muted")
    return _marked("circle-dashed", said, "muted")


def _marked(symbol: str, words: str, role: str) -> QHBoxLayout:
    line = row(6)
    mark = QLabel()
    mark.setPixmap(pixmap(symbol, getattr(colours(), role), 14))
    line.addWidget(mark)
    line.addWidget(PlainLabel(words, size=12, role=role, wrap=True), 1)
    return line
