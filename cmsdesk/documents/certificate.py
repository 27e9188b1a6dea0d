"""The certificate: one page that an association would frame.

Everything is drawn as vectors with embedded fonts; every word that comes from the office is plain
text, whatever signs it holds.
"""

import math
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

import segno
from babel.dates import format_date
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape, portrait

from cmsdesk.documents.pdf import ACCENT, INK, LINE, MM, MUTED, SERIF, SERIF_STRONG, STRONG, TEXT, Paper
from cmsdesk.domain.words import _, speaking

_MARGIN = 12 * MM
_QR = 24 * MM
_ROOM_FOR_AIR = 44  # letters; a longer name is set without air


@dataclass(frozen=True)
class CertificateSheet:
    """What stands on the paper; `token` goes into the QR code, `made_at` is UTC."""

    number: str
    holder: str
    title: str
    title_name: str
    text: str
    issuer: str
    scheme_owner: str
    office_name: str
    granted_on: date
    until_on: date | None
    made_at: datetime
    scope: str = ""
    signatory_name: str = ""
    signatory_role: str = ""
    token: str = ""
    language: str = "nl"
    layout: Literal["portrait", "landscape"] = "landscape"


def certificate_pdf(sheet: CertificateSheet) -> bytes:
    """The paper as PDF/A; the same sheet gives the same bytes."""
    with speaking(sheet.language):
        size = (landscape if sheet.layout == "landscape" else portrait)(A4)
        title = f"{sheet.number} {sheet.holder}"
        # The code stands in the file too, for a program that has no camera.
        paper = Paper(
            size,
            title=title,
            author=sheet.office_name,
            language=sheet.language,
            at=sheet.made_at,
            keywords=sheet.token or "cmsdesk",
        )
        _frame(paper)
        _words(paper, sheet)
        _foot(paper, sheet)
        paper.next_page()
        return paper.finish()


def _frame(paper: Paper) -> None:
    """A double rule with a fine woven band between, and a rosette in each corner."""
    canvas, inner = paper.canvas, _MARGIN + 4.2 * MM
    canvas.setStrokeColor(HexColor(ACCENT))
    canvas.setLineWidth(1.1)
    canvas.rect(_MARGIN, _MARGIN, paper.width - 2 * _MARGIN, paper.height - 2 * _MARGIN)
    canvas.setLineWidth(0.4)
    canvas.rect(inner, inner, paper.width - 2 * inner, paper.height - 2 * inner)
    middle = (_MARGIN + inner) / 2
    canvas.setLineWidth(0.25)
    canvas.setStrokeColor(HexColor("#7FB3B6"))
    for shift in (0.0, math.pi):
        _wave(paper, middle, middle, paper.width - middle, middle, shift)
        _wave(paper, middle, paper.height - middle, paper.width - middle, paper.height - middle, shift)
        _wave(paper, middle, middle, middle, paper.height - middle, shift)
        _wave(paper, paper.width - middle, middle, paper.width - middle, paper.height - middle, shift)
    for x in (middle, paper.width - middle):
        for y in (middle, paper.height - middle):
            _rosette(paper, x, y, 6.2 * MM, petals=12)


def _wave(paper: Paper, x1: float, y1: float, x2: float, y2: float, shift: float) -> None:
    length = math.hypot(x2 - x1, y2 - y1)
    count = int(length / 1.2)
    path = paper.canvas.beginPath()
    for step in range(count + 1):
        along = step / count
        sway = math.sin(along * length / (2.2 * MM) * math.pi + shift) * 1.5 * MM
        x, y = x1 + (x2 - x1) * along, y1 + (y2 - y1) * along
        point = (x, y + sway) if y1 == y2 else (x + sway, y)
        (path.lineTo if step else path.moveTo)(*point)
    paper.canvas.drawPath(path)


def _rosette(paper: Paper, x: float, y: float, radius: float, *, petals: int) -> None:
    """A guilloche rosette: a few nested petal curves on white ground."""
    canvas = paper.canvas
    canvas.setFillColor(HexColor("#FFFFFF"))
    canvas.circle(x, y, radius, stroke=0, fill=1)
    canvas.setStrokeColor(HexColor(ACCENT))
    canvas.setLineWidth(0.3)
    for ring in (1.0, 0.78, 0.56, 0.34):
        path = canvas.beginPath()
        for step in range(361):
            angle = math.radians(step)
            reach = radius * ring * (0.84 + 0.16 * math.cos(petals * angle))
            point = (x + reach * math.cos(angle), y + reach * math.sin(angle))
            (path.lineTo if step else path.moveTo)(*point)
        canvas.drawPath(path)


def _words(paper: Paper, sheet: CertificateSheet) -> None:
    middle, wide = paper.width / 2, paper.width - 2 * (_MARGIN + 20 * MM)
    tall = paper.height > paper.width
    y = paper.height - _MARGIN - (34 * MM if tall else 23 * MM)
    _spaced(paper, middle, y, sheet.office_name.upper(), wide)
    y -= 24 * MM if tall else 17 * MM
    paper.text(middle, y, _("Certificate"), font=SERIF, size=42 if tall else 38, colour=ACCENT, align="center")
    y -= 20 * MM if tall else 12 * MM
    paper.text(middle, y, _("is awarded to"), font=TEXT, size=12, colour=MUTED, align="center")
    y -= 18 * MM if tall else 15 * MM
    y = paper.fitted(middle, y, sheet.holder, wide, font=SERIF_STRONG, size=34, least=13) - (8 * MM if tall else 6 * MM)
    paper.rule(middle - 30 * MM, y, middle + 30 * MM, y, colour=ACCENT, width=0.6)
    y -= 14 * MM if tall else 9.5 * MM
    y = paper.paragraph(middle, y, sheet.text, wide * (0.9 if tall else 0.72), font=SERIF, size=14, align="center")
    y -= 12 * MM if tall else 7 * MM
    y = paper.fitted(middle, y, sheet.title_name, wide, font=SERIF_STRONG, size=24, least=11, colour=ACCENT) - 7.5 * MM
    y = paper.fitted(middle, y, sheet.title, wide, font=STRONG, size=12, least=8, colour=MUTED) - 8 * MM
    if sheet.scope:
        paper.paragraph(middle, y, sheet.scope, wide * 0.8, size=10, colour=MUTED, align="center")


def _spaced(paper: Paper, x: float, y: float, words: str, width: float) -> None:
    """Capitals with air between them, for the name of the office."""
    if len(words) > _ROOM_FOR_AIR:
        paper.fitted(x, y, words, width, font=STRONG, size=10.5, least=6)
    else:
        paper.text(x, y, " ".join(words).replace("   ", "     "), font=STRONG, size=10.5, align="center")


def _foot(paper: Paper, sheet: CertificateSheet) -> None:
    left, right, base = _MARGIN + 16 * MM, paper.width - _MARGIN - 16 * MM, _MARGIN + 18 * MM
    until = _day(sheet.until_on, sheet.language) if sheet.until_on else _("without end date")
    facts = (
        (_("Number"), sheet.number),
        (_("Granted on"), _day(sheet.granted_on, sheet.language)),
        (_("Valid until"), until),
        (_("Issuer"), sheet.issuer),
    )
    y = base + 17 * MM
    for label, value in facts:
        paper.text(left, y, label, size=8, colour=MUTED)
        paper.fitted_left(left + 22 * MM, y, value, 48 * MM, font=STRONG, size=9)
        y -= 4.6 * MM
    _signature(paper, sheet, base)
    if sheet.token:
        _qr(paper, sheet.token, right - _QR, base - 4 * MM)
        # It proves issue, not what became of the certificate since: the caption must not promise more.
        paper.text(right, base - 7.5 * MM, _("Proves the issue of this certificate;"), size=6.5, colour=MUTED, align="right")
        paper.text(right, base - 10.3 * MM, _("ask the office for its present status."), size=6.5, colour=MUTED, align="right")


def _signature(paper: Paper, sheet: CertificateSheet, base: float) -> None:
    middle = paper.width / 2 + (0 if paper.width > paper.height else 8 * MM)
    paper.rule(middle - 27 * MM, base + 5 * MM, middle + 27 * MM, base + 5 * MM, colour=LINE, width=0.8)
    lines = [(sheet.signatory_name, STRONG), (sheet.signatory_role, TEXT), (sheet.office_name, TEXT)]
    y = base
    for words, font in lines:
        if words:
            paper.fitted(middle, y, words, 56 * MM, font=font, size=9, least=5, colour=INK if font == STRONG else MUTED)
            y -= 4.4 * MM


def _qr(paper: Paper, token: str, x: float, y: float) -> None:
    """The code as rectangles, one for each run of dark squares; needs no font and no picture."""
    matrix = [list(row) for row in segno.make(token, error="m", micro=False).matrix]
    unit = _QR / len(matrix)
    path = paper.canvas.beginPath()
    for place, row in enumerate(matrix):
        start: int | None = None
        for column, dark in enumerate([*row, 0]):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                path.rect(x + start * unit, y + (len(matrix) - 1 - place) * unit, (column - start) * unit, unit)
                start = None
    paper.canvas.setFillColor(HexColor(INK))
    paper.canvas.drawPath(path, stroke=0, fill=1)


def _day(day: date, language: str) -> str:
    return format_date(day, format="long", locale=language)
