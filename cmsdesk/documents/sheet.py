"""A paper of running text and tables on A4: it breaks where a page is full, and repeats what must not be lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import format_date
from reportlab.lib.pagesizes import A4

from cmsdesk.documents.fonts import BOLD, STRONG, TEXT, wrap
from cmsdesk.documents.pdf import ACCENT, INK, MM, MUTED, SOFT, Paper
from cmsdesk.domain.words import _

_LEFT, _BOTTOM = 20 * MM, 25 * MM
_WIDTH = A4[0] - 2 * _LEFT
_SIZE = 9.5
_LINE = _SIZE * 1.4
_GAP = 3 * MM
_LABEL = 42 * MM


@dataclass(frozen=True)
class Heading:
    """What stands on top of every page: the office, the day; and on the first what the paper is, and about whom."""

    office_name: str
    title: str
    subject: str
    on: date
    made_at: datetime


class Sheet:
    """A paper being written from top to bottom."""

    def __init__(self, heading: Heading, language: str) -> None:
        title = f"{heading.title}, {heading.subject}"
        self._paper = Paper(A4, title=title, author=heading.office_name, language=language, at=heading.made_at)
        self._heading, self._language = heading, language
        self._number, self._y = 0, 0.0
        self._open()
        for line in wrap(heading.title, BOLD, 20, _WIDTH):
            self._paper.text(_LEFT, self._y, line, font=BOLD, size=20, colour=ACCENT)
            self._y -= 9 * MM
        for line in wrap(heading.subject, STRONG, 12, _WIDTH):
            self._paper.text(_LEFT, self._y, line, font=STRONG, size=12)
            self._y -= 6 * MM
        self._y -= _GAP

    def section(self, title: str) -> None:
        """The head of a part; it never stands alone at the foot of a page."""
        self._room(3 * _LINE + 6 * MM)
        self._y -= 2 * MM
        self._paper.text(_LEFT, self._y, title, font=STRONG, size=12)
        self._y -= 6 * MM

    def facts(self, rows: Sequence[tuple[str, str]]) -> None:
        """What is so, one below the other: a label and its words; without words there is no line."""
        for label, words in rows:
            for place, line in enumerate(wrap(words, TEXT, _SIZE, _WIDTH - _LABEL)):
                self._room(_LINE)
                if place == 0:
                    self._paper.line(_LEFT, self._y, label, _LABEL - _GAP, size=_SIZE, colour=MUTED)
                self._paper.text(_LEFT + _LABEL, self._y, line, size=_SIZE)
                self._y -= _LINE
        self._y -= _GAP

    def words(self, text: str) -> None:
        """Running text; an empty line parts paragraphs, and a line end stays one."""
        for written in text.splitlines():
            for line in wrap(written, TEXT, _SIZE, _WIDTH) or [""]:
                self._room(_LINE)
                self._paper.text(_LEFT, self._y, line, size=_SIZE)
                self._y -= _LINE
        self._y -= _GAP

    def table(self, heads: Sequence[str], shares: Sequence[float], rows: Sequence[Sequence[str]]) -> None:
        """Rows in columns of these shares of the width; a page that begins within repeats the heads."""
        starts = [_LEFT + _WIDTH * sum(shares[:place]) for place in range(len(shares))]
        widths = [_WIDTH * share - _GAP for share in shares]
        self._heads(heads, starts)
        for row in rows:
            cells = [wrap(words, TEXT, _SIZE, width) for words, width in zip(row, widths, strict=True)]
            for place in range(max(1, *map(len, cells))):
                if self._is_full(_LINE):
                    self._next_page()
                    self._heads(heads, starts)
                for start, lines in zip(starts, cells, strict=True):
                    self._paper.text(start, self._y, lines[place] if place < len(lines) else "", size=_SIZE, colour=INK)
                self._y -= _LINE
            self._paper.rule(_LEFT, self._y + _LINE - 1.6 * MM, _LEFT + _WIDTH, self._y + _LINE - 1.6 * MM)
            self._y -= 1.2 * MM
        self._y -= _GAP

    def signatures(self, names: Sequence[str]) -> None:
        """A line to sign for each, with the name below."""
        for name in names:
            self._room(20 * MM)
            self._y -= 12 * MM
            self._paper.rule(_LEFT, self._y, _LEFT + 75 * MM, self._y)
            self._paper.line(_LEFT, self._y - 4 * MM, name, 75 * MM, size=8.5, colour=MUTED)
            self._y -= 8 * MM

    def finish(self) -> bytes:
        """The whole paper."""
        self._close()
        return self._paper.finish()

    def _heads(self, heads: Sequence[str], starts: Sequence[float]) -> None:
        self._room(3 * _LINE)
        self._paper.box(_LEFT, self._y - 1.6 * MM, _WIDTH, _LINE + 1 * MM, fill=SOFT)
        for head, start in zip(heads, starts, strict=True):
            self._paper.text(start, self._y, head, font=STRONG, size=_SIZE)
        self._y -= _LINE + 1.6 * MM

    def _open(self) -> None:
        self._number += 1
        top = self._paper.height - 22 * MM
        self._paper.line(_LEFT, top, self._heading.office_name, _WIDTH - _LABEL, font=STRONG, size=10)
        day = format_date(self._heading.on, format="long", locale=self._language)
        self._paper.text(self._paper.width - _LEFT, top, day, size=10, colour=MUTED, align="right")
        self._y = top - 14 * MM

    def _close(self) -> None:
        self._paper.rule(_LEFT, 18 * MM, self._paper.width - _LEFT, 18 * MM)
        subject = f"{self._heading.title}, {self._heading.subject}"
        self._paper.line(_LEFT, 13 * MM, subject, _WIDTH - _LABEL, size=8, colour=MUTED)
        number = _("Page {number}").format(number=self._number)
        self._paper.text(self._paper.width - _LEFT, 13 * MM, number, size=8, colour=MUTED, align="right")
        self._paper.next_page()

    def _next_page(self) -> None:
        self._close()
        self._open()

    def _is_full(self, needed: float) -> bool:
        return self._y - needed < _BOTTOM

    def _room(self, needed: float) -> None:
        if self._is_full(needed):
            self._next_page()
