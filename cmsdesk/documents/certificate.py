"""The certificate: one page that an association would frame.

Everything is drawn as vectors with embedded fonts; every word that comes from the office is plain
text, whatever signs it holds. Long words make the rest smaller: nothing is ever cut or printed over.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

import segno
from babel.dates import format_date
from reportlab.lib.pagesizes import A4, landscape, portrait

from cmsdesk.documents import ornaments
from cmsdesk.documents.flow import Piece, Rule, Seal, Words, flow
from cmsdesk.documents.fonts import SERIF, SERIF_STRONG, STRONG, TEXT, unknown_letters
from cmsdesk.documents.pdf import ACCENT, INK, LINE, MM, MUTED, Paper
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _, speaking

_MARGIN, _BAND = 12 * MM, 4.2 * MM
_EDGE = _MARGIN + 16 * MM  # where the words of the foot begin
_LAST_LINE = 22 * MM
_QR = 27 * MM
_FOOT = 49 * MM  # where the words above must end
_ROOM_FOR_AIR = 44  # letters; a longer name of an office is set without air
_ROOM_IN_SEAL = 10  # letters; a longer title stands in plain words
# Any mask can be read; trying all eight takes longer than all the rest of the paper. The words of a code are
# as good as random, so that none of the eight is better than another.
_MASK = 3


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
    """The paper as PDF/A; the same sheet gives the same bytes. Refuses letters that no font of ours has."""
    _check_letters(sheet)
    with speaking(sheet.language):
        size = (landscape if sheet.layout == "landscape" else portrait)(A4)
        paper = Paper(
            size,
            title=f"{sheet.number} {sheet.holder}",
            author=sheet.office_name,
            language=sheet.language,
            at=sheet.made_at,
            keywords=sheet.token or "cmsdesk",  # the code stands in the file too, for a program that has no camera
        )
        _frame(paper)
        top = paper.height - _MARGIN - _BAND - (16 if paper.height > paper.width else 7) * MM
        flow(paper, _pieces(sheet, tall=paper.height > paper.width), top=top, bottom=_FOOT, width=paper.width - 2 * _EDGE)
        _foot(paper, sheet)
        paper.next_page()
        return paper.finish()


def _frame(paper: Paper) -> None:
    width, height, radius = paper.width, paper.height, _BAND * 1.48
    paper.put(ornaments.frame(width, height, _MARGIN, band=_BAND), 0, 0, width, height)
    near = _MARGIN + _BAND / 2
    for x in (near, width - near):
        for y in (near, height - near):
            paper.put(ornaments.rosette(radius), x - radius, y - radius, 2 * radius, 2 * radius)


def _check_letters(sheet: CertificateSheet) -> None:
    """A certificate hangs on a wall for years; a question mark in a name is worse than none."""
    names = (sheet.holder, sheet.office_name, sheet.issuer, sheet.scheme_owner, sheet.signatory_name, sheet.signatory_role)
    words = "".join((*names, sheet.text, sheet.title_name, sheet.title, sheet.scope))
    if letters := unknown_letters(words, SERIF):
        raise RuleBroken(
            _("The certificate cannot be printed: its fonts lack “{letters}”. Please write the name in Latin letters.").format(
                letters=letters
            )
        )


def _pieces(sheet: CertificateSheet, *, tall: bool) -> list[Piece]:
    """What stands above the foot, from the office to the seal."""
    grow = 1.15 if tall else 1.0
    pieces: list[Piece] = [
        Words(sheet.office_name.upper(), STRONG, 10.5, 7, above=0, spacing=0.28 if len(sheet.office_name) < _ROOM_FOR_AIR else 0),
        Words(_("Certificate"), SERIF, 44 * grow, 20, above=6 * MM * grow, colour=ACCENT),
        Words(_("is awarded to"), TEXT, 12, 8, above=4 * MM * grow, colour=MUTED),
        Words(sheet.holder, SERIF_STRONG, 36 * grow, 15, above=5 * MM * grow),
        Rule(60 * MM, above=4 * MM),
        Words(sheet.text, SERIF, 14 * grow, 14 * grow, above=6 * MM * grow, share=0.86 if tall else 0.68),
        Words(sheet.title_name, SERIF_STRONG, 24 * grow, 13, above=6 * MM * grow, colour=ACCENT),
    ]
    if sheet.scope:
        pieces.append(Words(sheet.scope, TEXT, 10, 10, above=3 * MM, colour=MUTED, share=0.8))
    if len(sheet.title) > _ROOM_IN_SEAL:
        return [*pieces, Words(sheet.title, STRONG, 12, 8, above=3 * MM, colour=MUTED)]
    return [*pieces, Seal(sheet.title, SERIF_STRONG, 13 * MM * grow, above=4 * MM * grow)]


def _foot(paper: Paper, sheet: CertificateSheet) -> None:
    """The facts on the left, the signature in the middle, the code on the right; all end on one line."""
    tall = paper.height > paper.width
    until = _day(sheet.until_on, sheet.language) if sheet.until_on else _("without end date")
    facts = (
        (_("Number"), sheet.number),
        (_("Granted on"), _day(sheet.granted_on, sheet.language)),
        (_("Valid until"), until),
        (_("Issuer"), sheet.issuer),
        (_("Scheme of"), sheet.scheme_owner),
    )
    for place, (label, value) in enumerate(reversed(facts)):
        y = _LAST_LINE + place * 4.8 * MM
        paper.line(_EDGE, y, label, 19 * MM, size=8, colour=MUTED)
        paper.line(_EDGE + 20 * MM, y, value, (30 if tall else 54) * MM, font=STRONG, size=9)
    _signature(paper, sheet, (42 if tall else 60) * MM)
    if sheet.token:
        right = paper.width - _EDGE
        _qr(paper, sheet.token, right - _QR, _LAST_LINE + 6 * MM)
        # It proves issue, not what became of the certificate since: the caption must not promise more.
        for place, words in enumerate((_("ask the office for its present status."), _("Proves the issue of this certificate;"))):
            y = _LAST_LINE + place * 2.7 * MM
            paper.line(right, y, words, 40 * MM, size=6.2, least=5, colour=MUTED, align="right")


def _signature(paper: Paper, sheet: CertificateSheet, width: float) -> None:
    """Below an empty line to sign on."""
    middle = paper.width / 2
    paper.rule(middle - width / 2, _LAST_LINE + 13.5 * MM, middle + width / 2, _LAST_LINE + 13.5 * MM, colour=LINE, width=0.8)
    lines = [(sheet.office_name, TEXT), (sheet.signatory_role, TEXT), (sheet.signatory_name, STRONG)]
    for place, (words, font) in enumerate(lines):
        colour = INK if font == STRONG else MUTED
        paper.line(middle, _LAST_LINE + place * 4.4 * MM, words, width, font=font, size=9, colour=colour, align="center")


def _qr(paper: Paper, token: str, x: float, y: float) -> None:
    """The code as one path of rectangles, one for each run of dark squares; needs no font and no picture."""
    matrix = [list(row) for row in segno.make(token, error="m", micro=False, mask=_MASK).matrix]
    runs = []
    for place, row in enumerate(reversed(matrix)):
        start: int | None = None
        for column, dark in enumerate([*row, 0]):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                runs.append(f"{start} {place} {column - start} 1 re")
                start = None
    paper.area("\n".join(runs), x, y, _QR / len(matrix), fill=INK)


def _day(day: date, language: str) -> str:
    return format_date(day, format="long", locale=language)
