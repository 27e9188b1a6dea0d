"""A certificate to look at, names that papers must bear, and ways to read a paper back."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime

from pypdf import PdfReader
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument

from cmsdesk.documents.certificate import CertificateSheet
from cmsdesk.documents.tokens import sign_token

KEY = bytes(range(32))
TOKEN = sign_token({"num": "CMC-2026-001-B", "name": "Leyla Öztürk"}, KEY, "1")
SHEET = CertificateSheet(
    number="CMC-2026-001-B",
    holder="Leyla Öztürk-Łukasik",
    title="CMC",
    title_name="Certified Municipal Clerk",
    text="Leyla Öztürk-Łukasik may use the title.",
    issuer="IIMC",
    scheme_owner="The owner",
    office_name="Test office",
    granted_on=date(2026, 3, 20),
    until_on=None,
    made_at=datetime(2026, 3, 20, 10, 30, tzinfo=UTC),
    token=TOKEN,
    language="en",
)
LONG = ("van der " * 30 + "x" * 100)[:300]
CROWDED = replace(
    SHEET,
    holder=LONG,
    text=f"{LONG} may use the title.",
    title_name="Certified " * 10,
    title="a title of many letters",
    scope="only for " * 30,
    office_name="The office of a long name " * 4,
    issuer=LONG,
    scheme_owner=LONG,
    signatory_name=LONG,
    signatory_role=LONG,
)
# Text that may stand in any cell of the office: markup, formulas, a path, letters of many languages, signs that steer.
HOSTILE = [
    "<b>A&B</b>",
    "=1+1",
    "<img src='/etc/passwd'>",
    "Ğüneş Šťastný Æsop",
    "Nguyễn",
    "Юлия",
    "x" * 300,
    LONG,
    "{name}",
    "\x07bell",
]


def text_of(paper: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)


@contextmanager
def opened(paper: bytes) -> Iterator[QPdfDocument]:
    """The paper as the viewer of the window sees it."""
    buffer = QBuffer()
    buffer.setData(QByteArray(paper))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument(None)  # type: ignore[call-overload]
    document.load(buffer)
    yield document
    document.close()


def lines_of(paper: bytes) -> tuple[QRectF, list[QRectF]]:
    """The first page, and where on it each line of words stands."""
    with opened(paper) as document:
        size = document.pagePointSize(0)
        return QRectF(0, 0, size.width(), size.height()), [line.boundingRect() for line in document.getAllText(0).bounds()]


def picture_of(paper: bytes) -> QImage:
    """The first page in shades of grey, at three times its size."""
    with opened(paper) as document:
        size = document.pagePointSize(0) * 3
        drawn = document.render(0, QSize(int(size.width()), int(size.height())))
    ground = QImage(drawn.size(), QImage.Format.Format_Grayscale8)
    ground.fill(255)
    painter = QPainter(ground)
    painter.drawImage(0, 0, drawn)
    painter.end()
    return ground
