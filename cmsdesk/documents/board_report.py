"""The board report: one paper to read, one workbook to count on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from babel.dates import format_date
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Font
from reportlab.lib.pagesizes import A4

from cmsdesk.documents.pdf import ACCENT, BOLD, INK, MM, MUTED, SOFT, STRONG, Paper
from cmsdesk.documents.saving import save_whole
from cmsdesk.documents.workbook import save_book, text_cell
from cmsdesk.domain.words import _, ngettext, speaking

_LEFT = 20 * MM
_BOTTOM = 25 * MM
_ROW = 6 * MM

Count = tuple[str, int]


@dataclass(frozen=True)
class Expiring:
    """A certificate that ends soon."""

    number: str
    name: str
    title: str
    until_on: date


@dataclass(frozen=True)
class BoardFigures:
    """What the board reads: counted on a day; `made_at` is UTC."""

    office_name: str
    on: date
    made_at: datetime
    members: int
    unique_holders: int
    holders_per_title: Sequence[Count]
    applications_by_state: Sequence[Count]
    granted_this_year: int
    refused_this_year: int
    expiring: Sequence[Expiring]


def board_report_pdf(figures: BoardFigures, language: str) -> bytes:
    """The report as PDF/A, on as many pages as the list of expiring certificates needs."""
    with speaking(language):
        title = _("Board report")
        paper = Paper(A4, title=f"{title} {figures.on}", author=figures.office_name, language=language, at=figures.made_at)
        page = _Page(paper, figures, language)
        page.open()
        _tiles(page, figures)
        page.bars(_("Holders per title"), figures.holders_per_title)
        page.bars(_("Applications by state"), figures.applications_by_state)
        page.expiring(figures.expiring)
        page.close()
        return paper.finish()


def _tiles(page: "_Page", figures: BoardFigures) -> None:
    tiles = (
        (figures.members, _("members")),
        (figures.unique_holders, _("people with a title")),
        (figures.granted_this_year, _("granted this year")),
        (figures.refused_this_year, _("refused this year")),
    )
    width = (page.paper.width - 2 * _LEFT - 3 * 4 * MM) / len(tiles)
    for place, (number, label) in enumerate(tiles):
        x = _LEFT + place * (width + 4 * MM)
        page.paper.box(x, page.y - 20 * MM, width, 20 * MM, fill=SOFT)
        page.paper.text(x + 4 * MM, page.y - 10 * MM, str(number), font=BOLD, size=20, colour=ACCENT)
        page.paper.text(x + 4 * MM, page.y - 16 * MM, label, size=9, colour=MUTED)
    page.y -= 32 * MM


class _Page:
    """Where the pen is, and the head and foot of each page."""

    def __init__(self, paper: Paper, figures: BoardFigures, language: str) -> None:
        self.paper, self.figures, self.language = paper, figures, language
        self.number, self.y = 0, 0.0

    def open(self) -> None:
        """Begin a page with its head."""
        self.number += 1
        top = self.paper.height - 22 * MM
        self.paper.fitted_left(_LEFT, top, self.figures.office_name, 100 * MM, font=STRONG, size=10)
        day = format_date(self.figures.on, format="long", locale=self.language)
        self.paper.text(self.paper.width - _LEFT, top, day, size=10, colour=MUTED, align="right")
        self.y = top - 14 * MM
        if self.number == 1:
            self.paper.text(_LEFT, self.y, _("Board report"), font=BOLD, size=22, colour=ACCENT)
            self.y -= 12 * MM

    def close(self) -> None:
        """End a page with its number."""
        self.paper.rule(_LEFT, 18 * MM, self.paper.width - _LEFT, 18 * MM)
        number = _("Page {number}").format(number=self.number)
        self.paper.text(self.paper.width - _LEFT, 13 * MM, number, size=8, colour=MUTED, align="right")
        self.paper.next_page()

    def room(self, needed: float) -> None:
        """Go to the next page when this one is too full."""
        if self.y - needed < _BOTTOM:
            self.close()
            self.open()

    def head(self, title: str) -> None:
        """The head of a section."""
        self.room(3 * _ROW)
        self.paper.text(_LEFT, self.y, title, font=STRONG, size=13)
        self.y -= 8 * MM

    def bars(self, title: str, counts: Sequence[Count]) -> None:
        """One bar for each count, as long as its share of the largest."""
        self.head(title)
        most = max((count for _label, count in counts), default=0) or 1
        start, longest = _LEFT + 52 * MM, self.paper.width - 2 * _LEFT - 68 * MM
        for label, count in counts:
            self.room(_ROW)
            self.paper.fitted_left(_LEFT, self.y, label, 48 * MM, font=STRONG, size=9.5)
            self.paper.box(start, self.y - 1.2 * MM, longest, 4.2 * MM, fill=SOFT)
            self.paper.box(start, self.y - 1.2 * MM, longest * count / most, 4.2 * MM, fill=ACCENT)
            self.paper.text(self.paper.width - _LEFT, self.y, str(count), font=STRONG, size=9.5, align="right")
            self.y -= _ROW + 1 * MM
        self.y -= 8 * MM

    def expiring(self, rows: Sequence[Expiring]) -> None:
        """The certificates that end soon, by date."""
        self.head(_("Certificates that end within six months"))
        if not rows:
            self.paper.text(_LEFT, self.y, _("None."), colour=MUTED)
            return
        for row in rows:
            self.room(_ROW)
            self.paper.fitted_left(_LEFT, self.y, row.number, 36 * MM, font=STRONG, size=9)
            self.paper.fitted_left(_LEFT + 38 * MM, self.y, row.name, 80 * MM, font="SourceSans3-Regular", size=9.5, colour=INK)
            self.paper.fitted_left(_LEFT + 120 * MM, self.y, row.title, 22 * MM, font="SourceSans3-Regular", size=9.5)
            self.paper.text(self.paper.width - _LEFT, self.y, f"{row.until_on:%d-%m-%Y}", size=9.5, align="right")
            self.y -= _ROW
        total = ngettext("{count} certificate", "{count} certificates", len(rows)).format(count=len(rows))
        self.room(_ROW)
        self.paper.text(_LEFT, self.y - 1 * MM, total, font=STRONG, size=9, colour=MUTED)


def board_report_workbook(figures: BoardFigures, path: Path, language: str) -> None:
    """The same figures as a workbook with charts that can be edited."""
    with speaking(language):
        book = Workbook()
        book.remove(book.worksheets[0])
        _count_sheet(book, _("Titles"), _("Title"), figures.holders_per_title)
        _count_sheet(book, _("Applications"), _("State"), figures.applications_by_state)
        totals = (
            (_("Members"), figures.members),
            (_("People with a title"), figures.unique_holders),
            (_("Granted this year"), figures.granted_this_year),
            (_("Refused this year"), figures.refused_this_year),
        )
        _count_sheet(book, _("Totals"), _("Figure"), totals)
        page = book.create_sheet(_("Ending soon"))
        page.append([_("Number"), _("Name"), _("Title"), _("Valid until")])
        for row in figures.expiring:
            page.append([text_cell(page, row.number), text_cell(page, row.name), text_cell(page, row.title), row.until_on])
            page.cell(page.max_row, 4).number_format = "DD-MM-YYYY"
        for page in book.worksheets:
            page.freeze_panes = "A2"
            for letter, width in zip("ABCD", (28, 34, 14, 14), strict=True):
                page.column_dimensions[letter].width = width
            for cell in page[1]:
                cell.font = Font(bold=True)
    save_whole(path, lambda target: save_book(book, target))


def _count_sheet(book: Workbook, title: str, heading: str, counts: Sequence[Count]) -> None:
    page = book.create_sheet(title)
    page.append([heading, _("Number")])
    for label, count in counts:
        page.append([text_cell(page, label), count])
    if counts:
        chart = BarChart()
        chart.type, chart.title, chart.legend = "bar", title, None
        chart.add_data(Reference(page, min_col=2, min_row=2, max_row=len(counts) + 1))
        chart.set_categories(Reference(page, min_col=1, min_row=2, max_row=len(counts) + 1))
        page.add_chart(chart, "F2")
