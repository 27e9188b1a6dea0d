"""A PDF page to draw on that stays readable for ever: PDF/A-2b, every font embedded.

reportlab has no switch for PDF/A; what a validator asks for beyond it stands here once: an XMP
description equal to the plain one, a colour profile, and no font that is not embedded.
"""

import io
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from importlib.resources import as_file, files
from typing import Any
from xml.sax.saxutils import escape

from PIL import ImageCms
from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

TEXT, STRONG, BOLD, ITALIC = "SourceSans3-Regular", "SourceSans3-SemiBold", "SourceSans3-Bold", "SourceSans3-Italic"
SERIF, SERIF_STRONG = "EBGaramond-Regular", "EBGaramond-SemiBold"
INK, MUTED, ACCENT, SOFT, LINE = "#18222D", "#5A6675", "#0B6B72", "#E2F1F1", "#DFE4EA"
MM = 72 / 25.4

_KEYWORDS = "cmsdesk"


@cache
def register_fonts() -> None:
    """Make the project's own fonts known, once."""
    for name in (TEXT, STRONG, BOLD, ITALIC, SERIF, SERIF_STRONG):
        with as_file(files("cmsdesk.resources") / "fonts" / f"{name}.ttf") as path:
            pdfmetrics.registerFont(TTFont(name, str(path)))
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
        register_fonts()
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
        self, x: float, y: float, words: str, *, font: str = TEXT, size: float = 10, colour: str = INK, align: str = "left"
    ) -> None:
        """One line of plain text."""
        self.canvas.setFont(font, size)
        self.canvas.setFillColor(HexColor(colour))
        draw = {"left": self.canvas.drawString, "center": self.canvas.drawCentredString, "right": self.canvas.drawRightString}[
            align
        ]
        draw(x, y, plain(words))

    def fitted(
        self, x: float, y: float, words: str, width: float, *, font: str, size: float, least: float, colour: str = INK
    ) -> float:
        """Centred text that shrinks, and then wraps, until it fits the width; returns the y of its last line."""
        while size > least and pdfmetrics.stringWidth(plain(words), font, size) > width:
            size -= 0.5
        lines = wrap(words, font, size, width)
        for place, line in enumerate(lines):
            self.text(x, y - place * size * 1.25, line, font=font, size=size, colour=colour, align="center")
        return y - max(0, len(lines) - 1) * size * 1.25

    def fitted_left(self, x: float, y: float, words: str, width: float, *, font: str, size: float, colour: str = INK) -> None:
        """One line from the left that shrinks until it fits the width."""
        while size > 4 and pdfmetrics.stringWidth(plain(words), font, size) > width:  # noqa: PLR2004 - the least one can read
            size -= 0.5
        self.text(x, y, words, font=font, size=size, colour=colour)

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
        self.canvas.setStrokeColor(HexColor(colour))
        self.canvas.setLineWidth(width)
        self.canvas.line(x1, y1, x2, y2)

    def box(self, x: float, y: float, width: float, height: float, *, fill: str) -> None:
        """A filled rectangle."""
        self.canvas.setFillColor(HexColor(fill))
        self.canvas.rect(x, y, width, height, stroke=0, fill=1)

    def next_page(self) -> None:
        """Begin the next page."""
        self.canvas.showPage()

    def finish(self) -> bytes:
        """The whole document."""
        self.canvas.save()
        return self._bytes.getvalue()


def plain(words: str) -> str:
    """The words without signs a page cannot show."""
    return "".join(letter if letter.isprintable() else " " for letter in words)


def wrap(words: str, font: str, size: float, width: float) -> Sequence[str]:
    """The words in lines no wider than the width; a word too long is cut."""
    lines, line = [], ""
    for word in plain(words).split():
        rest = word
        while rest:
            attempt = f"{line} {rest}".strip()
            if pdfmetrics.stringWidth(attempt, font, size) <= width:
                line, rest = attempt, ""
            elif line:
                lines.append(line)
                line = ""
            else:
                cut = len(rest)
                while cut > 1 and pdfmetrics.stringWidth(rest[:cut], font, size) > width:
                    cut -= 1
                lines.append(rest[:cut])
                rest = rest[cut:]
    return [*lines, line] if line else lines


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
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


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
