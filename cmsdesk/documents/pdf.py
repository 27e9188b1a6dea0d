"""A PDF page to draw on that stays readable for ever: PDF/A-2b, every font embedded.

reportlab has no switch for PDF/A; what a validator asks for beyond it stands here once: an XMP
description equal to the plain one, a colour profile, and no font that is not embedded.
"""

import hashlib
import io
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any
from xml.sax.saxutils import escape

from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from cmsdesk.documents.fonts import TEXT, fit_to_print, register_fonts, shortened, size_to_fit, wrap

INK, MUTED, ACCENT, SOFT, LINE = "#18222D", "#5A6675", "#0B6B72", "#E2F1F1", "#DFE4EA"
MM = 72 / 25.4

_KEYWORDS = "cmsdesk"


@cache
def _prepare_reportlab() -> None:
    register_fonts()
    rl_config.useA85 = 0  # a second coding of every stream, from the days of mail with seven bits
    pdfdoc.PDFStream.format = _ended_on_a_line_of_its_own


def _ended_on_a_line_of_its_own(stream: Any, document: Any, plain_format: Any = pdfdoc.PDFStream.format) -> bytes:
    """A stream as reportlab writes it, with the line end that PDF/A asks for before its last word."""
    written: bytes = plain_format(stream, document)
    return written.removesuffix(b"endstream\n") + b"\nendstream\n"


class Paper:
    """One document being drawn; sizes in points, from the lower left corner."""

    def __init__(
        self, size: tuple[float, float], *, title: str, author: str, language: str, at: datetime, keywords: str = _KEYWORDS
    ) -> None:
        _prepare_reportlab()
        self.width, self.height = size
        self._bytes = io.BytesIO()
        self.canvas: Any = Canvas(
            self._bytes, pagesize=size, initialFontName=TEXT, lang=language, pdfVersion=(1, 7), pageCompression=1, invariant=1
        )
        self.canvas.setTitle(title)
        self.canvas.setAuthor(author)
        self.canvas.setSubject(title)
        self.canvas.setCreator("cmsdesk")
        self.canvas.setProducer("cmsdesk")
        self.canvas.setKeywords(keywords)
        self._describe(title, author, keywords, at)

    def _describe(self, title: str, author: str, keywords: str, at: datetime) -> None:
        document = self.canvas._doc  # noqa: SLF001 - reportlab offers no other way to the catalogue
        document._timeStamp = stamp = _Stamp(at)  # noqa: SLF001 - dates must equal those in the description
        profile = pdfdoc.PDFStream(dictionary=pdfdoc.PDFDictionary({"N": 3}), content=_srgb())
        profile.filters = None
        intent = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("OutputIntent"),
                "S": pdfdoc.PDFName("GTS_PDFA1"),
                "OutputConditionIdentifier": pdfdoc.PDFString("sRGB IEC61966-2.1"),
                "Info": pdfdoc.PDFString("sRGB IEC61966-2.1"),
                "DestOutputProfile": document.Reference(profile),
            }
        )
        catalog = document.Catalog
        catalog.__NoDefault__ = catalog.__Refs__ = [*pdfdoc.PDFCatalog.__NoDefault__, "OutputIntents"]
        catalog.OutputIntents = pdfdoc.PDFArray([document.Reference(intent)])
        described = pdfdoc.XMP(creator=lambda _document: _xmp(title, author, keywords, stamp.iso).encode())
        described.filters = None
        catalog.Metadata = described

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        font: str = TEXT,
        size: float = 10,
        colour: str = INK,
        align: str = "left",
        spacing: float = 0,
    ) -> None:
        """One line of plain text; `spacing` is the air between letters, in points."""
        words, font = fit_to_print(words, font)
        self.canvas.setFont(font, size)
        self.canvas.setFillColor(_colour(colour))
        draw = {"left": self.canvas.drawString, "center": self.canvas.drawCentredString, "right": self.canvas.drawRightString}[
            align
        ]
        draw(x, y, words, charSpace=spacing)

    def line(
        self,
        x: float,
        y: float,
        words: str,
        width: float,
        *,
        font: str = TEXT,
        size: float = 10,
        least: float = 6,
        colour: str = INK,
        align: str = "left",
    ) -> None:
        """One line that shrinks until it fits the width, and ends in an ellipsis where that would be too small to read."""
        size = size_to_fit(words, font, size, least, width)
        self.text(x, y, shortened(words, font, size, width), font=font, size=size, colour=colour, align=align)

    def paragraph(
        self,
        x: float,
        y: float,
        words: str,
        width: float,
        *,
        font: str = TEXT,
        size: float = 10,
        colour: str = INK,
        align: str = "left",
    ) -> float:
        """Wrapped text; returns the y below it."""
        for line in wrap(words, font, size, width):
            self.text(x, y, line, font=font, size=size, colour=colour, align=align)
            y -= size * 1.4
        return y

    def rule(self, x1: float, y1: float, x2: float, y2: float, *, colour: str = LINE, width: float = 0.5) -> None:
        """A straight line."""
        self.canvas.setStrokeColor(_colour(colour))
        self.canvas.setLineWidth(width)
        self.canvas.line(x1, y1, x2, y2)

    def box(self, x: float, y: float, width: float, height: float, *, fill: str, radius: float = 0) -> None:
        """A filled rectangle, with round corners where a radius is given."""
        self.canvas.setFillColor(_colour(fill))
        self.canvas.roundRect(x, y, width, height, min(radius, width / 2, height / 2), stroke=0, fill=1)

    def area(self, path: str, x: float, y: float, unit: float, *, fill: str) -> None:
        """A path in operators of PDF, drawn in units of this size from (x, y), and filled."""
        self.canvas.saveState()
        self.canvas.setFillColor(_colour(fill))
        self.canvas.translate(x, y)
        self.canvas.scale(unit, unit)
        self.canvas.addLiteral(f"{path}\nf")
        self.canvas.restoreState()

    def put(self, ornament: bytes, x: float, y: float, width: float, height: float) -> None:
        """An ornament that was drawn before; it stands in the file once."""
        document = self.canvas._doc  # noqa: SLF001 - as above
        name = hashlib.sha256(ornament).hexdigest()[:8]
        if not self.canvas.hasForm(name):
            said = {
                "Type": pdfdoc.PDFName("XObject"),
                "Subtype": pdfdoc.PDFName("Form"),
                "BBox": pdfdoc.PDFArray([0, 0, width, height]),
                "Resources": pdfdoc.PDFDictionary({}),
                "Filter": pdfdoc.PDFName("FlateDecode"),
            }
            document.Reference(pdfdoc.PDFStream(pdfdoc.PDFDictionary(said), ornament), pdfdoc.xObjectName(name))
        self.canvas.saveState()
        self.canvas.translate(x, y)
        self.canvas.doForm(name)
        self.canvas.restoreState()

    def next_page(self) -> None:
        """Begin the next page."""
        self.canvas.showPage()

    def finish(self) -> bytes:
        """The whole document."""
        self.canvas.save()
        return self._bytes.getvalue()


@cache
def _colour(code: str) -> Any:
    return HexColor(code)


class _Stamp:
    """When the paper was made, in the shapes that reportlab and XMP ask for."""

    def __init__(self, at: datetime) -> None:
        self.t = at.timestamp()
        self.lt = at.utctimetuple()
        self.YMDhms = tuple(self.lt)[:6]
        self.dhh = self.dmm = 0
        self.tzname = "UTC"
        self.iso = f"{at:%Y-%m-%dT%H:%M:%S}+00:00"

    @property
    def datetime(self) -> datetime:
        year, month, day, hour, minute, second = self.YMDhms
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - reportlab's own shape

    @property
    def asctime(self) -> str:
        return self.datetime.ctime()


@cache
def _srgb() -> bytes:
    """The colour profile; a file of our own, as a library would note in it the moment at which it was made."""
    return (files("cmsdesk.resources") / "papers" / "sRGB.icc").read_bytes()


def _xmp(title: str, author: str, keywords: str, at: str) -> str:
    title, author, keywords = escape(title), escape(author), escape(keywords)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">'
        "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description>"
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:format>application/pdf</dc:format>'
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>'
        f"<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>"
        f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:description></rdf:Description>'
        '<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"><xmp:CreatorTool>cmsdesk</xmp:CreatorTool>'
        f"<xmp:CreateDate>{at}</xmp:CreateDate><xmp:ModifyDate>{at}</xmp:ModifyDate></rdf:Description>"
        '<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">'
        f"<pdf:Keywords>{keywords}</pdf:Keywords><pdf:Producer>cmsdesk</pdf:Producer></rdf:Description>"
        '</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    )
