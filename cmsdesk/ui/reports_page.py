"""The Reports tab: what the board reads, and the buttons that make it a paper or a workbook."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QVBoxLayout, QWidget

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.words import _, language
from cmsdesk.services.applications import GRANTED_THIS_YEAR, REFUSED_THIS_YEAR
from cmsdesk.services.reports import CountForBoard, WriteBoardReport
from cmsdesk.ui.cards import Bar, PlainLabel, button, clear, column, row, scrolled
from cmsdesk.ui.desk import Desk

_SHOWN = 50


class ReportsPage(QWidget):
    """Figures of today; each opens the list behind it."""

    go_wanted = Signal(str, int, str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        head = row(8)
        head.addWidget(PlainLabel(_("Reports"), size=20, strong=True))
        head.addStretch()
        head.addWidget(button(_("Board report as Excel…"), lambda: self._ask("xlsx"), symbol="file-spreadsheet"))
        head.addWidget(button(_("Board report as PDF…"), lambda: self._ask("pdf"), symbol="file-text", primary=True))
        layout.addLayout(head)
        self._holder = QVBoxLayout()
        layout.addLayout(self._holder, 1)
        desk.changed.connect(self._on_change)
        self.refresh()

    def refresh(self) -> None:
        """Count again."""
        clear(self._holder)
        figures = self.desk.do(CountForBoard())
        page = QWidget()
        outer = column(16)
        page.setLayout(outer)
        tiles = row(16)
        for number, label, place, chip in (
            (figures.members, _("members"), "members", "who:members"),
            (figures.unique_holders, _("people with a title"), "members", "who:holders"),
            (figures.granted_this_year, _("granted this year"), "applications", GRANTED_THIS_YEAR),
            (figures.refused_this_year, _("refused this year"), "applications", REFUSED_THIS_YEAR),
        ):
            tiles.addWidget(self._tile(number, label, place, chip))
        outer.addLayout(tiles)
        pair = row(16)
        pair.addWidget(_bars(_("Holders per title"), figures.holders_per_title))
        pair.addWidget(
            _bars(_("Applications by state"), [(state.label, count) for state, count in figures.applications_by_state])
        )
        outer.addLayout(pair)
        lines = [(f"{name} · {title} · {number}", show_date(until)) for number, name, title, until in figures.expiring]
        outer.addWidget(_lines(_("Certificates that end within six months"), lines))
        outer.addStretch()
        self._holder.addWidget(scrolled(page))

    def write(self, path: Path) -> None:
        """Write the board report in the background."""
        job = self.desk.job(_("Writing the board report"), lambda _report: self.desk.do(WriteBoardReport(path, language())))
        job.succeeded.connect(
            lambda _path: self.desk.notices.tell(_("The board report was written to {file}.").format(file=path.name))
        )
        job.start()

    def _on_change(self, _changed: frozenset[str]) -> None:
        if self.isVisible():
            self.refresh()

    def _ask(self, suffix: str) -> None:
        name = _("Board report {date}").format(date=f"{self.desk.today:%Y-%m-%d}")
        dialog = QFileDialog(self, _("Board report"), f"{name}.{suffix}")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix)
        dialog.fileSelected.connect(lambda chosen: self.write(Path(chosen)))
        dialog.open()

    def _tile(self, number: int, label: str, place: str, chip: str) -> QFrame:
        card = _card()
        layout = column(2, 16)
        card.setLayout(layout)
        layout.addWidget(PlainLabel(str(number), size=28, strong=True, role="accent"))
        layout.addWidget(PlainLabel(label, role="muted"))
        layout.addWidget(button(_("Show the list"), lambda: self.go_wanted.emit(place, 0, chip)))
        return card


def _card() -> QFrame:
    card = QFrame()
    card.setProperty("card", True)
    return card


def _bars(title: str, counts: "list[tuple[str, int]] | tuple[tuple[str, int], ...]") -> QFrame:
    card = _card()
    layout = column(10, 16)
    card.setLayout(layout)
    layout.addWidget(PlainLabel(title, size=15, strong=True))
    most = max((count for _label, count in counts), default=1) or 1
    for label, count in counts:
        line = row(8)
        line.addWidget(PlainLabel(label))
        line.addStretch()
        line.addWidget(PlainLabel(str(count), strong=True))
        layout.addLayout(line)
        layout.addWidget(Bar(count / most, "accent"))
    if not counts:
        layout.addWidget(PlainLabel(_("Nothing to count yet."), role="muted"))
    layout.addStretch()
    return card


def _lines(title: str, lines: list[tuple[str, str]]) -> QFrame:
    card = _card()
    layout = column(8, 16)
    card.setLayout(layout)
    layout.addWidget(PlainLabel(title, size=15, strong=True))
    for text, value in lines[:_SHOWN]:
        line = row(8)
        line.addWidget(PlainLabel(text))
        line.addStretch()
        line.addWidget(PlainLabel(value, role="muted"))
        layout.addLayout(line)
    if not lines:
        layout.addWidget(PlainLabel(_("None."), role="muted"))
    if len(lines) > _SHOWN:
        sentence = _("The first {shown} of {total}; the board report and the register have them all.")
        layout.addWidget(PlainLabel(sentence.format(shown=_SHOWN, total=len(lines)), role="muted"))
    return card
