"""The annex to a certificate: the letter that says that it lives longer than the paper itself says."""

from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import format_date
from reportlab.lib.pagesizes import A4

from cmsdesk.documents.fonts import BOLD, STRONG, TEXT, wrap
from cmsdesk.documents.pdf import ACCENT, MM, MUTED, Paper
from cmsdesk.domain.words import _, speaking

_LEFT = 25 * MM
_WIDTH = A4[0] - 2 * _LEFT
_SIZE = 11
_LINE = 16


@dataclass(frozen=True)
class AnnexSheet:
    """What the letter says; the certificate keeps its number."""

    office_name: str
    issuer: str
    number: str
    holder: str
    title_name: str
    former_until: date
    until_on: date
    reason: str
    on: date
    made_at: datetime
    language: str = "nl"
    signatory_name: str = ""
    signatory_role: str = ""


def annex_pdf(sheet: AnnexSheet) -> bytes:
    """One page, to be kept with the certificate."""
    with speaking(sheet.language):
        return _drawn(sheet)


def _drawn(sheet: AnnexSheet) -> bytes:
    title = _("Annex to certificate {number}").format(number=sheet.number)
    paper = Paper(A4, title=title, author=sheet.office_name, language=sheet.language, at=sheet.made_at)
    y = paper.height - 30 * MM
    paper.text(_LEFT, y, sheet.office_name, font=STRONG, size=_SIZE)
    paper.text(paper.width - _LEFT, y, _day(sheet.on, sheet.language), size=_SIZE, colour=MUTED, align="right")
    y -= 30 * MM
    paper.text(_LEFT, y, title, font=BOLD, size=20, colour=ACCENT)
    y -= 14 * MM
    sentence = _("Certificate {number} of {holder} for the title {title} is valid up to and including {until}.")
    before = _("The certificate itself names {former} as its last day; keep this annex with it. Its number stays the same.")
    paragraphs = (
        sentence.format(
            number=sheet.number, holder=sheet.holder, title=sheet.title_name, until=_day(sheet.until_on, sheet.language)
        ),
        before.format(former=_day(sheet.former_until, sheet.language)),
        sheet.reason,
    )
    for paragraph in paragraphs:
        for line in wrap(paragraph, TEXT, _SIZE, _WIDTH):
            paper.text(_LEFT, y, line, size=_SIZE)
            y -= _LINE
        y -= _LINE / 2
    y -= 20 * MM
    for words in (sheet.issuer, sheet.signatory_name, sheet.signatory_role):
        paper.text(_LEFT, y, words, size=_SIZE)
        y -= _LINE
    paper.next_page()
    return paper.finish()


def _day(day: date, language: str) -> str:
    return format_date(day, format="long", locale=language)
