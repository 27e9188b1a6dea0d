"""The list of packages: whose dossier, how far, until when, and what became of those that are gone."""

from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QWidget

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.words import _, ngettext
from cmsdesk.services.assessor.books import Closed, PackageSlip, damaged
from cmsdesk.services.assessor.home import Workplace
from cmsdesk.services.assessor.offices import offices
from cmsdesk.services.assessor.packages import PackageRow, Stage, list_packages
from cmsdesk.ui.cards import Bar, ChipLabel, ElidedLabel, EmptyState, PlainLabel, button, clear, column, row, scrolled
from cmsdesk.ui.tables import Chip

_SOON, _NOW = 7, 2  # days


class PackagesPage(QWidget):
    """One card for each package; the first deadline on top."""

    open_wanted = Signal()
    keys_wanted = Signal()
    package_wanted = Signal(str)

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        outer = column(16, 32)
        self.setLayout(outer)
        head = row(10)
        head.addWidget(PlainLabel(_("Dossiers to review"), size=22, strong=True), 1)
        head.addWidget(button(_("Keys and offices…"), self.keys_wanted.emit, symbol="shield-check"))
        self.open_button = button(_("Open a package…"), self.open_wanted.emit, symbol="folder-open", primary=True)
        self.open_button.setToolTip(_("The file that the office sent, ending in .dossier; you can also drop it here"))
        head.addWidget(self.open_button)
        outer.addLayout(head)
        self.list = QFrame()
        self.list.setAccessibleName(_("Packages"))
        self._cards = column(10)
        self.list.setLayout(self._cards)
        outer.addWidget(scrolled(self.list), 1)
        self.refresh()

    def refresh(self) -> None:
        """Read the list again."""
        clear(self._cards)
        rows = list_packages(self._workplace)
        known = offices(self._workplace)
        for found in rows:
            if found.stage is Stage.CLOSED:
                self._cards.addWidget(_Gone(found.slip))
            elif found.stage is not Stage.DAMAGED:
                office = known[found.slip.office].name if found.slip.office in known else ""
                card = PackageCard(found, office, self._workplace.today)
                card.open_button.clicked.connect(partial(self.package_wanted.emit, found.slip.package))
                self._cards.addWidget(card)
        if count := damaged(self._workplace) + sum(found.stage is Stage.DAMAGED for found in rows):
            sentence = ngettext(
                "{count} package on this computer is damaged. Please open the file of the office once more.",
                "{count} packages on this computer are damaged. Please open the files of the office once more.",
                count,
            )
            self._cards.addWidget(PlainLabel(sentence.format(count=count), role="stop", wrap=True))
        if not rows:
            self._cards.addWidget(self._empty(bool(known)))
        else:
            self._cards.addStretch()

    def _empty(self, knows_an_office: bool) -> EmptyState:
        if knows_an_office:
            return EmptyState(
                "inbox", _("No dossier is here. Open the file that the office sent you, or drop it on this window.")
            )
        then = button(_("Keys and offices…"), self.keys_wanted.emit, symbol="shield-check")
        return EmptyState(
            "shield-check", _("Before an office can send you dossiers, you enrol each other's keys. Begin with your own."), then
        )


class PackageCard(QFrame):
    """One package that still lies here."""

    def __init__(self, found: PackageRow, office: str, today: date) -> None:
        super().__init__()
        slip = found.slip
        self.setProperty("card", True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        layout = row(16)
        layout.setContentsMargins(18, 14, 18, 14)
        self.setLayout(layout)
        words = column(4)
        words.addStretch()
        words.addWidget(ElidedLabel(slip.candidate, size=16, strong=True))
        words.addWidget(ElidedLabel(" · ".join(part for part in (slip.number, slip.title, office) if part), role="muted"))
        for change in slip.changes:
            words.addWidget(PlainLabel(change, role="warn", wrap=True))
        words.addStretch()
        layout.addLayout(words, 3)
        far = column(6)
        far.addStretch()
        far.addWidget(PlainLabel(stage_text(found), role="muted"))
        if found.stage is not Stage.DECLARE:
            share = found.judged / found.needed if found.needed else 1.0
            far.addWidget(Bar(share, "ok" if found.stage is Stage.FINISHED else "accent"))
        far.addStretch()
        layout.addLayout(far, 2)
        layout.addWidget(ChipLabel(deadline_chip(slip, today)), 0, Qt.AlignmentFlag.AlignVCenter)
        verb = {Stage.DECLARE: _("Open"), Stage.FINISHED: _("Send…"), Stage.WAIT: _("Send…")}.get(found.stage, _("Go on"))
        self.open_button: QPushButton = button(
            verb, lambda: None, symbol="arrow-right", primary=found.stage is not Stage.FINISHED
        )
        self.open_button.setAccessibleName(f"{verb} {slip.candidate}, {slip.number}")
        layout.addWidget(self.open_button)


class _Gone(QFrame):
    """A package of which nothing lies here any more."""

    def __init__(self, slip: PackageSlip) -> None:
        super().__init__()
        layout = row(12)
        layout.setContentsMargins(18, 6, 18, 6)
        self.setLayout(layout)
        assert slip.closed
        assert slip.closed_on
        sentence = {
            Closed.RETURNED: _("{number}: returned; removed from this computer on {date}."),
            Closed.DECLINED: _("{number}: given back unjudged; removed from this computer on {date}."),
            Closed.EXPIRED: _("{number}: its time ended; removed from this computer on {date}."),
        }[slip.closed]
        layout.addWidget(
            PlainLabel(sentence.format(number=slip.number, date=show_date(slip.closed_on)), role="muted", wrap=True), 1
        )


def stage_text(found: PackageRow) -> str:
    """How far a package is, in words."""
    if found.stage is Stage.DECLARE:
        return _("Not opened yet: first say whether you are independent")
    if found.stage is Stage.WAIT:
        return _("Waits for an answer of the candidate")
    if found.stage is Stage.FINISHED:
        return (
            _("Finished; the file was made") if found.slip.made_on else _("Finished; the file for the office is still to be made")
        )
    return _("{judged} of {needed} judged").format(judged=found.judged, needed=found.needed)


def deadline_chip(slip: PackageSlip, today: date) -> Chip:
    """Until when, and how many days that is; never by colour alone."""
    last = min(day for day in (slip.due_on, slip.expires_on) if day)
    left = (last - today).days
    if left < 0:
        words = _("late: {date}").format(date=show_date(last))
    elif left == 0:
        words = _("today is the last day")
    else:
        words = ngettext("{count} day, until {date}", "{count} days, until {date}", left).format(count=left, date=show_date(last))
    if left <= _NOW:
        return Chip(words, "octagon-alert", "stop")
    return Chip(words, "clock", "warn") if left <= _SOON else Chip(words, "calendar", "idle")
