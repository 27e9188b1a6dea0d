"""What came of each requirement, explained to the applicant on one page."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, product

from babel.dates import format_date
from reportlab.lib.pagesizes import A4

from cmsdesk.documents.fonts import BOLD, ITALIC, STRONG, TEXT, wrap
from cmsdesk.documents.pdf import ACCENT, INK, MM, MUTED, SOFT, Paper
from cmsdesk.domain.schemes.leaves import Outcome
from cmsdesk.domain.words import N_, _, ngettext, speaking

_LEFT = 20 * MM
_FOOT = 34 * MM
_INDENT = 6 * MM
_ANSWER = 54 * MM  # the column of the outcomes
_LEADING = 1.35
_CLOSING = 14.0  # points, for the line that counts what is left out

_COLOURS = {Outcome.MET: ACCENT, Outcome.UNDECIDED: "#8A6100", Outcome.NOT_MET: "#A3352B"}
_ANSWERS = {Outcome.MET: N_("Met"), Outcome.UNDECIDED: N_("Undecided"), Outcome.NOT_MET: N_("Not met")}
_WHOLE = {
    Outcome.MET: N_("Everything that is asked is met."),
    Outcome.UNDECIDED: N_("Something still has to be judged."),
    Outcome.NOT_MET: N_("Not everything that is asked is met yet."),
}
# To stay on one page: first fewer lines under each requirement, then smaller letters.
_MOST_LINES = (1_000, 8, 4, 2, 0)
_SCALES = (1.0, 0.9, 0.8, 0.7)


@dataclass(frozen=True)
class SheetLine:
    """One line that was looked at; where it did not count, `reason` says why."""

    text: str
    value: str = ""
    reason: str = ""


@dataclass(frozen=True)
class SheetRow:
    """One requirement; `depth` is how many groups it lies in, `example` that nobody confirmed a value in it."""

    title: str
    outcome: Outcome
    have: str = ""
    need: str = ""
    sentence: str = ""
    depth: int = 0
    lines: Sequence[SheetLine] = ()
    example: bool = False
    advisory: bool = False


@dataclass(frozen=True)
class VerdictSheet:
    """What stands on the page, in one language; `made_at` is UTC, `number` that of the application, if there is one."""

    office_name: str
    person: str
    title: str
    title_name: str
    scheme: str
    route: str
    body: str
    outcome: Outcome
    sentence: str
    rows: Sequence[SheetRow]
    on: date
    made_at: datetime
    number: str = ""
    contact: str = ""
    language: str = "nl"


def verdict_sheet_pdf(sheet: VerdictSheet) -> bytes:
    """The page as PDF/A; the same sheet gives the same bytes."""
    with speaking(sheet.language):
        title = f"{sheet.title} {sheet.person}"
        paper = Paper(A4, title=title, author=sheet.office_name, language=sheet.language, at=sheet.made_at)
        y = _head(paper, sheet)
        for piece in _fitting(paper, sheet, y - _FOOT):
            piece.draw(y)
            y -= piece.height
        _foot(paper, sheet)
        paper.next_page()
        return paper.finish()


def _head(paper: Paper, sheet: VerdictSheet) -> float:
    """Who, what, on which day, and the outcome at a glance; returns the y below it."""
    top, right, width = paper.height - 20 * MM, paper.width - _LEFT, paper.width - 2 * _LEFT
    paper.line(_LEFT, top, sheet.office_name, 110 * MM, font=STRONG, size=10)
    day = format_date(sheet.on, format="long", locale=sheet.language)
    paper.text(right, top, day, size=10, colour=MUTED, align="right")
    paper.rule(_LEFT, top - 3.5 * MM, right, top - 3.5 * MM, colour=ACCENT, width=0.8)
    y = top - 16 * MM
    paper.line(_LEFT, y, _("What is asked for {title}").format(title=sheet.title_name), width, font=BOLD, size=20, colour=ACCENT)
    y -= 7 * MM
    about = " · ".join(words for words in (sheet.person, sheet.number, sheet.scheme, sheet.route) if words)
    paper.line(_LEFT, y, about, width, size=10, colour=MUTED)
    y -= 6 * MM
    tall = 17 * MM if sheet.sentence else 12 * MM
    paper.box(_LEFT, y - tall, width, tall, fill=SOFT, radius=1.5 * MM)
    paper.box(_LEFT, y - tall, 1.6 * MM, tall, fill=_COLOURS[sheet.outcome])
    paper.line(_LEFT + 6 * MM, y - 7.5 * MM, _(_WHOLE[sheet.outcome]), width - 12 * MM, font=STRONG, size=13)
    if sheet.sentence:
        paper.line(_LEFT + 6 * MM, y - 13.2 * MM, sheet.sentence, width - 12 * MM, size=10)
    return y - tall - 9 * MM


def _foot(paper: Paper, sheet: VerdictSheet) -> None:
    """What this page is and is not, and whom to ask."""
    width = paper.width - 2 * _LEFT
    paper.rule(_LEFT, _FOOT - 8 * MM, paper.width - _LEFT, _FOOT - 8 * MM)
    words = _("This page explains; {body} decides.").format(body=sheet.body)
    if any(row.example for row in sheet.rows):
        words += " " + _("Where an asterisk stands, the office still has to confirm what is asked.")
    y = paper.paragraph(_LEFT, _FOOT - 13 * MM, words, width, size=8.5, colour=MUTED)
    if sheet.contact:
        paper.line(_LEFT, y, _("Questions? {contact}").format(contact=sheet.contact), width, size=8.5, colour=MUTED)


@dataclass(frozen=True)
class _Piece:
    """Something of a height in points that can be drawn below a y."""

    height: float
    draw: Callable[[float], None]


def _fitting(paper: Paper, sheet: VerdictSheet, room: float) -> list[_Piece]:
    """As much as fits in the room: all of it, or with fewer lines, or smaller, or in the end not every requirement."""
    for scale, most in product(_SCALES, _MOST_LINES):
        rows = [list(_row(paper, row, most, scale)) for row in sheet.rows]
        if sum(map(_height, rows)) <= room:
            return list(chain.from_iterable(rows))
    # Even the shortest does not fit: show as many as leave room for one line that counts the others.
    room -= _CLOSING
    shown = 0
    while (room := room - _height(rows[shown])) >= 0:
        shown += 1
    left = len(rows) - shown
    words = ngettext("And {count} more requirement.", "And {count} more requirements.", left).format(count=left)
    return [*chain.from_iterable(rows[:shown]), _text(paper, 0, words, font=ITALIC, size=9, colour=MUTED)]


def _height(pieces: Sequence[_Piece]) -> float:
    return sum(piece.height for piece in pieces)


def _row(paper: Paper, row: SheetRow, most: int, scale: float) -> Iterator[_Piece]:
    """One requirement: its name and outcome, what is missing, and the lines that counted or did not."""
    indent = row.depth * _INDENT
    yield _title(paper, row, indent, scale)
    width = paper.width - 2 * _LEFT - indent - _ANSWER
    for line in wrap(row.sentence, TEXT, 9 * scale, width):
        yield _text(paper, indent, line, size=9 * scale)
    shown = row.lines[:most]
    for one in shown:
        words = "  ".join(part for part in ("–", one.text, one.value) if part)
        if one.reason:
            words = _("{line} (does not count: {reason})").format(line=words, reason=one.reason)
        yield _text(paper, indent + 2 * MM, words, size=8 * scale, colour=MUTED, width=width)
    if left := len(row.lines) - len(shown):
        words = ngettext("– {count} more line", "– {count} more lines", left).format(count=left)
        yield _text(paper, indent + 2 * MM, words, size=8 * scale, colour=MUTED)
    yield _Piece(7 * scale, lambda _y: None)


def _title(paper: Paper, row: SheetRow, indent: float, scale: float) -> _Piece:
    size, right = 10.5 * scale, paper.width - _LEFT
    colour = MUTED if row.advisory else _COLOURS[row.outcome]
    have = _("{have} of {need}").format(have=row.have, need=row.need) if row.need else row.have
    answer = _(_ANSWERS[row.outcome])

    def draw(y: float) -> None:
        base = y - size
        paper.line(
            _LEFT + indent,
            base,
            row.title + (" *" if row.example else ""),
            right - _LEFT - indent - _ANSWER,
            font=STRONG,
            size=size,
        )
        paper.line(right, base, answer, _ANSWER * 0.4, font=STRONG, size=size * 0.9, colour=colour, align="right")
        paper.line(right - _ANSWER * 0.42, base, have, _ANSWER * 0.58, size=size * 0.9, colour=MUTED, align="right")

    return _Piece(size * _LEADING, draw)


def _text(
    paper: Paper, indent: float, words: str, *, font: str = TEXT, size: float, colour: str = INK, width: float = 0
) -> _Piece:
    """One line of words; it is shortened where a width is given."""

    def draw(y: float) -> None:
        wide = width or paper.width - 2 * _LEFT - indent
        paper.line(_LEFT + indent, y - size, words, wide, font=font, size=size, colour=colour)

    return _Piece(size * _LEADING, draw)
