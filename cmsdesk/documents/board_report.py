"""The board report as a paper: the figures of a day, at a glance and then by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import format_date
from reportlab.lib.pagesizes import A4

from cmsdesk.documents.fonts import BOLD, STRONG, TEXT
from cmsdesk.documents.pdf import ACCENT, INK, MM, MUTED, SOFT, Paper
from cmsdesk.domain.words import _, ngettext, speaking

_LEFT = 20 * MM
_BOTTOM = 25 * MM
_ROW = 6 * MM
# Where the columns of a list of certificates begin, and how wide each is.
_COLUMNS = ((0 * MM, 36 * MM), (38 * MM, 80 * MM), (120 * MM, 24 * MM))

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
        counted = _drawn(figures, language, pages=0)
        return _drawn(figures, language, pages=counted.number).paper.finish()


def _drawn(figures: BoardFigures, language: str, *, pages: int) -> "_Page":
    """The whole report; it is drawn twice, as only then each page can say how many there are."""
    title = _("Board report of {day}").format(day=figures.on)
    paper = Paper(A4, title=title, author=figures.office_name, language=language, at=figures.made_at)
    page = _Page(paper, figures, language, pages)
    page.open()
    _tiles(page, figures)
    page.bars(_("Holders per title"), figures.holders_per_title)
    page.bars(_("Applications by state"), figures.applications_by_state)
    page.expiring(figures.expiring)
    page.close()
    return page


def _tiles(page: "_Page", figures: BoardFigures) -> None:
    tiles = (
        (figures.members, _("members")),
        (figures.unique_holders, _("people with a title")),
        (figures.granted_this_year, _("granted this year")),
        (figures.refused_this_year, _("refused this year")),
    )
    width = (page.width - 3 * 4 * MM) / len(tiles)
    for place, (number, label) in enumerate(tiles):
        x = _LEFT + place * (width + 4 * MM)
        page.paper.box(x, page.y - 22 * MM, width, 22 * MM, fill=SOFT, radius=1.5 * MM)
        page.paper.text(x + 4 * MM, page.y - 11 * MM, str(number), font=BOLD, size=22, colour=ACCENT)
        page.paper.line(x + 4 * MM, page.y - 17.5 * MM, label, width - 6 * MM, size=9, colour=MUTED)
    page.y -= 35 * MM


class _Page:
    """Where the pen is, and the head and foot of each page."""

    def __init__(self, paper: Paper, figures: BoardFigures, language: str, pages: int) -> None:
        self.paper, self.figures, self.language, self.pages = paper, figures, language, pages
        self.number, self.y = 0, 0.0
        self.width, self.right = paper.width - 2 * _LEFT, paper.width - _LEFT

    def open(self) -> None:
        """Begin a page with its head."""
        self.number += 1
        top = self.paper.height - 20 * MM
        self.paper.line(_LEFT, top, self.figures.office_name, 120 * MM, font=STRONG, size=10)
        day = format_date(self.figures.on, format="long", locale=self.language)
        self.paper.text(self.right, top, day, size=10, colour=MUTED, align="right")
        self.paper.rule(_LEFT, top - 3.5 * MM, self.right, top - 3.5 * MM, colour=ACCENT, width=0.8)
        self.y = top - 14 * MM
        if self.number == 1:
            self.y -= 3 * MM
            self.paper.text(_LEFT, self.y, _("Board report"), font=BOLD, size=26, colour=ACCENT)
            self.y -= 11 * MM

    def close(self) -> None:
        """End a page with its number."""
        self.paper.rule(_LEFT, 18 * MM, self.right, 18 * MM)
        number = _("Page {number} of {pages}").format(number=self.number, pages=self.pages)
        self.paper.text(self.right, 13 * MM, number, size=8, colour=MUTED, align="right")
        self.paper.next_page()

    def room(self, needed: float) -> bool:
        """Go to the next page when this one is too full; says whether it did."""
        if self.y - needed >= _BOTTOM:
            return False
        self.close()
        self.open()
        return True

    def head(self, title: str) -> None:
        """The head of a section, never alone at the foot of a page."""
        self.room(4 * _ROW)
        self.paper.text(_LEFT, self.y, title, font=STRONG, size=13)
        self.y -= 8.5 * MM

    def bars(self, title: str, counts: Sequence[Count]) -> None:
        """One bar for each count, as long as its share of the largest."""
        self.head(title)
        most = max((count for _label, count in counts), default=0) or 1
        start, longest = _LEFT + 52 * MM, self.width - 66 * MM
        for label, count in counts:
            self.room(_ROW)
            self.paper.line(_LEFT, self.y, label, 48 * MM, size=9.5)
            self.paper.box(start, self.y - 1.1 * MM, longest, 4 * MM, fill=SOFT, radius=0.8 * MM)
            if count:
                self.paper.box(start, self.y - 1.1 * MM, longest * count / most, 4 * MM, fill=ACCENT, radius=0.8 * MM)
            self.paper.text(self.right, self.y, str(count), font=STRONG, size=9.5, align="right")
            self.y -= _ROW + 1 * MM
        if not counts:
            self.nothing()
        self.y -= 8 * MM

    def nothing(self) -> None:
        """A section that holds nothing says so."""
        self.paper.text(_LEFT, self.y, _("None."), size=9.5, colour=MUTED)
        self.y -= _ROW

    def expiring(self, rows: Sequence[Expiring]) -> None:
        """The certificates that end soon, by date."""
        self.head(_("Certificates that end within six months"))
        if not rows:
            self.nothing()
            return
        self.row((_("Number"), _("Name"), _("Title")), _("Valid until"), font=STRONG, colour=MUTED)
        for row in rows:
            if self.room(_ROW):
                self.row((_("Number"), _("Name"), _("Title")), _("Valid until"), font=STRONG, colour=MUTED)
            self.row((row.number, row.name, row.title), f"{row.until_on:%d-%m-%Y}")
        total = ngettext("{count} certificate", "{count} certificates", len(rows)).format(count=len(rows))
        self.room(_ROW)
        self.paper.text(_LEFT, self.y - 1 * MM, total, font=STRONG, size=9, colour=MUTED)

    def row(self, cells: Sequence[str], last: str, *, font: str = TEXT, colour: str = INK) -> None:
        """One line of a list, with a hairline below."""
        for (x, width), words in zip(_COLUMNS, cells, strict=True):
            self.paper.line(_LEFT + x, self.y, words, width, font=font, size=9, colour=colour)
        self.paper.text(self.right, self.y, last, font=font, size=9, colour=colour, align="right")
        self.paper.rule(_LEFT, self.y - 2 * MM, self.right, self.y - 2 * MM, width=0.4)
        self.y -= _ROW
