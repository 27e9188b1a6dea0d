"""Documents with pages, made here, so that tests know what stands where."""

import io
from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage, QPainter
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas


def a_pdf_of(pages: Sequence[str]) -> bytes:
    """A PDF with these words at the top of its pages; a page without words is a scan of nothing."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4)
    for text in pages:
        for number, line in enumerate(text.splitlines()):
            canvas.drawString(72, A4[1] - 72 - 16 * number, line)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def a_scan(count: int = 1) -> bytes:
    """A PDF of pictures without a word."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4)
    for _page in range(count):
        canvas.drawImage(ImageReader(io.BytesIO(a_picture(200, 280))), 40, 40, 500, 700)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def a_picture(width: int = 2000, height: int = 1000, kind: str = "PNG") -> bytes:
    """A teal picture whose upper left corner is red."""
    picture = QImage(width, height, QImage.Format.Format_RGB32)
    picture.fill(QColor("teal"))
    painter = QPainter(picture)
    painter.fillRect(0, 0, width // 4, height // 4, QColor("red"))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, kind)  # type: ignore[call-overload]
    return bytes(buffer.data().data())
