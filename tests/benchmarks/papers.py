"""A certificate, beside the same fonts, words and code drawn on a bare canvas of reportlab."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from importlib.resources import as_file, files
from pathlib import Path

import openpyxl
import segno
from openpyxl.cell import WriteOnlyCell
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from cmsdesk.documents.certificate import CertificateSheet, certificate_pdf
from cmsdesk.documents.fonts import SERIF, SERIF_STRONG, STRONG, TEXT
from cmsdesk.documents.tokens import sign_token
from cmsdesk.documents.workbook import ColumnSpec, SheetSpec, write_workbook
from tests.benchmarks.measuring import Compared, compare

_SHEET = CertificateSheet(
    number="CMC-2026-001-B",
    holder="Leyla Öztürk-Łukasik",
    title="CMC",
    title_name="Certified Municipal Clerk",
    text="Leyla Öztürk-Łukasik heeft voldaan aan de eisen en is gerechtigd tot het voeren van de titel.",
    issuer="IIMC",
    scheme_owner="IIMC",
    office_name="Voorbeeldbureau",
    granted_on=date(2026, 3, 20),
    until_on=None,
    made_at=datetime(2026, 3, 20, 10, 30, tzinfo=UTC),
    token=sign_token({"num": "CMC-2026-001-B", "name": "Leyla Öztürk-Łukasik"}, bytes(32), "1"),
)
_ROWS = 5_000


def measure(folder: Path) -> Iterator[Compared]:
    """One certificate after another, each of somebody else; then a register."""
    for name in (TEXT, STRONG, SERIF, SERIF_STRONG):
        with as_file(files("cmsdesk.resources") / "fonts" / f"{name}.ttf") as path:
            pdfmetrics.registerFont(TTFont(name, str(path)))
    yield compare(
        "a certificate", _bare_canvas, lambda: certificate_pdf(replace(_SHEET, holder=_SHEET.holder)), goal=1.25, rounds=30
    )
    yield compare(
        f"a register of {_ROWS} lines",
        lambda: _bare_register(folder / "bare.xlsx"),
        lambda: _register(folder / "ours.xlsx"),
        goal=1.25,
        rounds=5,
    )


def _bare_canvas() -> bytes:
    """The words of a certificate in its four fonts, with the code, and nothing around them."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=landscape(A4), pageCompression=1, initialFontName=TEXT)
    words = (_SHEET.holder, _SHEET.text, _SHEET.title_name, "Certificaat", "is uitgereikt aan", _SHEET.number, _SHEET.office_name)
    for place, line in enumerate(words * 3):
        canvas.setFont((TEXT, STRONG, SERIF, SERIF_STRONG)[place % 4], 12)
        canvas.drawCentredString(400, 500 - place * 20, line)
    for y, row in enumerate(segno.make(_SHEET.token, error="m", micro=False, mask=3).matrix):
        canvas.addLiteral("\n".join(f"{x} {y} 1 1 re" for x, dark in enumerate(row) if dark) + "\nf")
    canvas.save()
    return out.getvalue()


def _line(number: int) -> tuple[object, ...]:
    return f"CMC-2026-{number:05}", f"Naam{number}, Jan de", "CMC", "Gemeente Delft", date(2026, 1, 2), None, "Actief"


def _register(path: Path) -> None:
    kinds = ("text", "text", "text", "text", "date", "date", "text")
    columns = [ColumnSpec(f"Column {place}", kind) for place, kind in enumerate(kinds)]  # type: ignore[arg-type]
    write_workbook(path, [SheetSpec("Register", columns, (_line(number) for number in range(_ROWS)), _ROWS)])


def _bare_register(path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet("Register")
    for number in range(_ROWS):
        cells = [WriteOnlyCell(page, value=value) for value in _line(number)]  # type: ignore[arg-type]
        cells[4].number_format = "DD-MM-YYYY"
        page.append(cells)
    book.save(path)
