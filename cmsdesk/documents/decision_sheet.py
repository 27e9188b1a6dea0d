"""The decision sheet on paper: one page, each gate with its sign and its reason, and room to sign."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from babel.dates import format_date
from reportlab.lib.pagesizes import A4

from cmsdesk.documents.fonts import BOLD, STRONG, TEXT, wrap
from cmsdesk.documents.pdf import ACCENT, INK, LINE, MM, MUTED, Paper
from cmsdesk.domain.words import _, speaking

_LEFT = 20 * MM
_TOP, _BOTTOM = 22 * MM, 22 * MM
_LABEL = 62 * MM
_LARGEST, _LEAST = 9.5, 6.0
_COLOURS = {"green": "#1B7F4B", "red": "#B3261E", "plan": "#8A5A00", "none": MUTED}

Fact = tuple[str, str]


@dataclass(frozen=True)
class GateLine:
    """One gate: its sign is a tick, a cross, a plus for the plan or a dash, never colour alone."""

    title: str
    light: Literal["green", "red", "plan", "none"]
    word: str
    reason: str


@dataclass(frozen=True)
class SheetPaper:
    """What stands on the page; `made_at` is UTC."""

    office_name: str
    number: str
    candidate: str
    on: date
    made_at: datetime
    facts: Sequence[Fact]
    gates: Sequence[tuple[str, Sequence[GateLine]]]
    decision: Sequence[Fact]
    decided: bool


@dataclass(frozen=True)
class _Line:
    """One line to draw: a heading, a fact or a gate; what does not fit in its width goes on below."""

    kind: Literal["heading", "fact", "green", "red", "plan", "none"]
    left: str
    right: str = ""

    def rows(self, size: float, width: float) -> int:
        """How many rows of text it takes."""
        if self.kind == "heading":
            return 2
        left = wrap(self.left, STRONG, size, _LABEL - 8 * MM)
        right = wrap(self.right, TEXT, size, width - _LABEL)
        return max(1, len(left), len(right))


def decision_sheet_pdf(sheet: SheetPaper, language: str) -> bytes:
    """The sheet as PDF/A. Its type shrinks until all is on one page; only a very long reason goes on to a second."""
    with speaking(language):
        title = _("Decision sheet")
        paper = Paper(A4, title=f"{title} {sheet.number}", author=sheet.office_name, language=language, at=sheet.made_at)
        lines = list(_lines(sheet))
        width = paper.width - 2 * _LEFT
        room = paper.height - _TOP - _BOTTOM - 34 * MM
        size = _LARGEST
        while size > _LEAST and sum(line.rows(size, width) for line in lines) * _step(size) > room:
            size -= 0.25
        _draw(paper, sheet, lines, size, language)
        return paper.finish()


def _step(size: float) -> float:
    """From one row of text to the next."""
    return size * 1.5


def _lines(sheet: SheetPaper) -> Iterator[_Line]:
    yield from (_Line("fact", *fact) for fact in sheet.facts)
    for part, gates in sheet.gates:
        yield _Line("heading", part)
        for gate in gates:
            yield _Line(gate.light, gate.title, f"{gate.word}: {gate.reason}" if gate.reason else gate.word)
    yield _Line("heading", _("Decision"))
    yield from (_Line("fact", *fact) for fact in sheet.decision)


def _draw(paper: Paper, sheet: SheetPaper, lines: Sequence[_Line], size: float, language: str) -> None:
    y = _head(paper, sheet, language)
    width = paper.width - 2 * _LEFT
    for line in lines:
        y = _line(paper, line, y, size, width)
    if not sheet.decided:
        y -= 6 * MM
        for place, label in enumerate((_("Date"), _("Signature"))):
            x = _LEFT + place * 90 * MM
            paper.rule(x, y, x + 70 * MM, y, colour=LINE)
            paper.text(x, y - 4 * MM, label, size=8, colour=MUTED)
    _foot(paper, sheet)
    paper.next_page()


def _head(paper: Paper, sheet: SheetPaper, language: str) -> float:
    top = paper.height - _TOP
    paper.line(_LEFT, top, sheet.office_name, 100 * MM, font=STRONG, size=10)
    day = format_date(sheet.on, format="long", locale=language)
    paper.text(paper.width - _LEFT, top, day, size=10, colour=MUTED, align="right")
    paper.text(_LEFT, top - 12 * MM, _("Decision sheet"), font=BOLD, size=20, colour=ACCENT)
    paper.line(_LEFT, top - 20 * MM, f"{sheet.number}  {sheet.candidate}", paper.width - 2 * _LEFT, font=STRONG, size=13)
    return top - 29 * MM


def _foot(paper: Paper, sheet: SheetPaper) -> None:
    paper.rule(_LEFT, 16 * MM, paper.width - _LEFT, 16 * MM)
    paper.line(_LEFT, 11.5 * MM, f"{sheet.number}  {sheet.candidate}", 120 * MM, font=TEXT, size=8, colour=MUTED)


def _line(paper: Paper, line: _Line, y: float, size: float, width: float) -> float:
    """Draw one line, its further rows on the next page where this one is full; returns where the next begins."""
    step = _step(size)
    if line.kind == "heading":
        y = _room(paper, y, 3 * step)
        y -= step * 0.6
        paper.text(_LEFT, y, line.left, font=STRONG, size=size + 1.5, colour=ACCENT)
        paper.rule(_LEFT, y - 1.2 * MM, _LEFT + width, y - 1.2 * MM)
        return y - step * 1.4
    indent = 0.0 if line.kind == "fact" else 5 * MM
    left = wrap(line.left, TEXT if line.kind == "fact" else STRONG, size, _LABEL - 8 * MM)
    right = wrap(line.right, TEXT, size, width - _LABEL)
    for row in range(max(1, len(left), len(right))):
        y = _room(paper, y, step)
        if row == 0 and indent:
            _sign(paper, line.kind, _LEFT, y, size)
        if row < len(left):
            colour = MUTED if line.kind == "fact" else INK
            font = TEXT if line.kind == "fact" else STRONG
            paper.text(_LEFT + indent, y, left[row], font=font, size=size, colour=colour)
        if row < len(right):
            paper.text(_LEFT + _LABEL, y, right[row], size=size, colour=_COLOURS.get(line.kind, INK))
        y -= step
    return y


def _room(paper: Paper, y: float, needed: float) -> float:
    if y - needed > _BOTTOM:
        return y
    paper.next_page()
    return paper.height - _TOP


def _sign(paper: Paper, light: str, x: float, y: float, size: float) -> None:
    """A tick, a cross, a plus or a dash, as strokes."""
    a, width, colour = size * 0.7, size * 0.14, _COLOURS[light]
    strokes = {
        "green": ((0, 0.45, 0.35, 0.05), (0.35, 0.05, 1, 0.95)),
        "red": ((0.05, 0.05, 0.95, 0.95), (0.05, 0.95, 0.95, 0.05)),
        "plan": ((0, 0.5, 1, 0.5), (0.5, 0, 0.5, 1)),
        "none": ((0, 0.5, 1, 0.5),),
    }[light]
    for x1, y1, x2, y2 in strokes:
        paper.rule(x + x1 * a, y + y1 * a, x + x2 * a, y + y2 * a, colour=colour, width=width)
