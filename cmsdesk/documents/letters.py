"""Letters: a text with its gaps filled in, as plain text, as a mail draft and on paper. Nothing here sends anything.

The texts lie in resources/letters, one for each kind and language; a scheme may have texts of its own in a folder with
its name. The first line is the subject. They are filled in by a sandbox that can only read what it is given.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from importlib.resources import files
from typing import Any

from babel.dates import format_date
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from reportlab.lib.pagesizes import A4

from cmsdesk.documents.fonts import BOLD, STRONG, TEXT, plain, wrap
from cmsdesk.documents.pdf import MM, MUTED, Paper
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _

_LEFT, _TOP, _BOTTOM = 25 * MM, 25 * MM, 25 * MM
# Where the window of a Dutch envelope is: 25 mm from the left, 50 mm from the top.
_WINDOW = 50 * MM
_SIZE = 10.5


@dataclass(frozen=True)
class LetterText:
    """A letter ready to read: its subject and its words, paragraphs apart by an empty line."""

    subject: str
    body: str


@dataclass(frozen=True)
class LetterSheet:
    """What a letter on paper needs beside its words; `made_at` is UTC."""

    office_name: str
    address: tuple[str, ...]
    number: str
    on: date
    made_at: datetime
    language: str


def letter_text(kind: str, scheme_id: str, words: Mapping[str, Any], language: str) -> LetterText:
    """The text of a kind with its gaps filled in; what the candidate or the office wrote stays as it is."""
    template = _environment(language).from_string(_source(kind, scheme_id, language))
    subject, _line, body = template.render(**words).strip().partition("\n")
    return LetterText(plain(subject).strip(), re.sub(r"\n{3,}", "\n\n", body).strip())


def letter_mail(
    text: LetterText, *, sender: str, to_name: str, to_address: str, attached: Mapping[str, bytes] | None = None
) -> bytes:
    """The letter as a draft that a mail program opens to be looked at and sent by hand; `attached` are files by name.

    Without an address the sender fills in to whom it goes.
    """
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = plain(text.subject)
    try:
        if to_address:
            mail["To"] = Address(plain(to_name), addr_spec=to_address)
        if sender:
            mail["From"] = Address(addr_spec=sender)
    except (ValueError, IndexError, MessageError) as error:
        raise RuleBroken(_("“{address}” is no e-mail address that can be written to.").format(address=to_address)) from error
    mail["X-Unsent"] = "1"  # what makes Outlook open it as a draft
    mail.set_content(text.body + "\n", charset="utf-8")
    for name, content in (attached or {}).items():
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def letter_pdf(text: LetterText, sheet: LetterSheet) -> bytes:
    """The letter on as many pages as it needs, the address where the window of an envelope shows it."""
    title = f"{sheet.number} {text.subject}"
    paper = Paper(A4, title=title, author=sheet.office_name, language=sheet.language, at=sheet.made_at)
    paper.line(_LEFT, paper.height - _TOP, sheet.office_name, 120 * MM, font=BOLD, size=13)
    y = paper.height - _WINDOW
    for line in sheet.address:
        paper.line(_LEFT, y, line, 90 * MM, font=STRONG, size=_SIZE)
        y -= 5.2 * MM
    y = paper.height - 92 * MM
    day = format_date(sheet.on, format="long", locale=sheet.language)
    for label, value in ((_("Date"), day), (_("Reference"), sheet.number), (_("Subject"), text.subject)):
        paper.text(_LEFT, y, label, size=9, colour=MUTED)
        y = paper.paragraph(_LEFT + 24 * MM, y, value, paper.width - 2 * _LEFT - 24 * MM, size=_SIZE) - 1 * MM
    _write(paper, text.body, y - 6 * MM)
    paper.next_page()
    return paper.finish()


def _write(paper: Paper, body: str, y: float) -> None:
    width, step = paper.width - 2 * _LEFT, _SIZE * 1.45
    for line in body.split("\n"):
        indent = 5 * MM if line.startswith("- ") else 0.0
        for place, row in enumerate(wrap(line, TEXT, _SIZE, width - indent) or [""]):
            if y < _BOTTOM:
                paper.next_page()
                y = paper.height - _TOP
            paper.text(_LEFT + (indent if place else 0.0), y, row, size=_SIZE)
            y -= step


def _source(kind: str, scheme_id: str, language: str) -> str:
    folder = files("cmsdesk.resources") / "letters"
    own, general = folder / scheme_id / f"{kind}.{language}.txt", folder / f"{kind}.{language}.txt"
    return (own if own.is_file() else general).read_text(encoding="utf-8")


@cache
def _environment(language: str) -> SandboxedEnvironment:
    made = SandboxedEnvironment(
        autoescape=False,  # plain text: nothing in it is ever markup
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["date"] = lambda day: format_date(day, format="long", locale=language)
    return made
