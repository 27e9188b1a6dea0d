"""Reading a Word document as words: paragraphs, headings, lists and tables, from a friend or a foe.

Only the parts that hold words are unpacked, up to a limit; macros, links, pictures and whatever else is inside are never
touched, and XML that defines entities is refused. A document says what it leaves out, so that nobody judges it unseen.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_LARGEST_PART = 30 << 20  # of XML, unpacked; a book of a thousand pages is about 5 MB
_RATIO = 200
_MOST_PARTS = 5_000
_MOST_BLOCKS = 20_000
_MOST_CELLS = 50
_MAIN = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_HEADING = re.compile(r"heading ([1-9])")


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; `level` 1 to 9 is a heading, 0 plain words."""

    text: str
    level: int = 0
    listed: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of cells, each with its words."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class WordText:
    """What a document says, in its own order; `pictures` counts what is not shown, `cut` that it went on."""

    blocks: tuple[Paragraph | Table, ...]
    pictures: int = 0
    cut: bool = False


def read_word(name: str, content: bytes) -> WordText:
    """The words of a .docx file; one that cannot or should not be read is refused with the reason."""
    if content.startswith(_OLE):
        raise RuleBroken(_("“{name}” is protected by a password. Please ask for it without.").format(name=name))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            levels = _heading_levels(_part(name, archive, "word/styles.xml"))
            body = _part(name, archive, "word/document.xml")
            if body is None:
                raise RuleBroken(_("“{name}” is no Word document.").format(name=name))
            notes = [_part(name, archive, f"word/{kind}notes.xml") for kind in ("foot", "end")]
    except (
        zipfile.BadZipFile,
        OSError,
        ValueError,
        NotImplementedError,
        EOFError,
        RuntimeError,
        SyntaxError,
        zlib.error,
    ) as error:
        raise RuleBroken(_("“{name}” is damaged and cannot be shown. Please ask for it again.").format(name=name)) from error
    blocks: list[Paragraph | Table] = []
    for root in (body, *notes):
        for block in _blocks(root, levels) if root is not None else ():
            if len(blocks) == _MOST_BLOCKS:
                return WordText(tuple(blocks), _pictures(body), cut=True)
            blocks.append(block)
    return WordText(tuple(blocks), _pictures(body))


def _part(name: str, archive: zipfile.ZipFile, part: str) -> "etree._Element | None":
    """One part as XML, or None where there is none; refuses what unpacks to far more than words can be."""
    if len(archive.infolist()) > _MOST_PARTS:
        raise _too_much(name)
    try:
        info = archive.getinfo(part)
    except KeyError:
        return None
    if info.flag_bits & 1:
        raise RuleBroken(_("“{name}” is protected by a password. Please ask for it without.").format(name=name))
    if info.file_size > _LARGEST_PART or (info.file_size > 1 << 20 and info.file_size > _RATIO * max(1, info.compress_size)):
        raise _too_much(name)
    with archive.open(info) as stream:
        raw = stream.read(_LARGEST_PART + 1)
    if len(raw) > _LARGEST_PART:  # the list of parts did not tell the truth
        raise _too_much(name)
    from lxml import etree  # noqa: PLC0415 - rare, and it costs start-up time

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True)
    root = etree.fromstring(raw, parser)
    if root.getroottree().docinfo.doctype:
        raise RuleBroken(_("“{name}” holds definitions that a document has no need of, and was not opened.").format(name=name))
    return root


def _too_much(name: str) -> RuleBroken:
    return RuleBroken(_("“{name}” unpacks to far more than a document can be, and was not opened.").format(name=name))


def _heading_levels(styles: "etree._Element | None") -> dict[str, int]:
    """By style, how high a heading is; the names of the built-in styles are English in every language."""
    found = {}
    for style in styles if styles is not None else ():
        key = _said(style, "styleId")
        title = next((_said(child, "val").lower() for child in style if _tag(child) == "name"), "")
        if level := _HEADING.fullmatch(title):
            found[key] = int(level[1])
        elif title == "title":
            found[key] = 1
    return found


def _blocks(root: "etree._Element", levels: dict[str, int]) -> Iterator[Paragraph | Table]:
    """The paragraphs and tables below an element; whatever wraps them is looked through."""
    for child in root:
        tag = _tag(child)
        if tag == "p":
            made = _paragraph(child, levels)
            if made.text.strip():
                yield made
        elif tag == "tbl":
            rows = tuple(_row(row) for row in child.iter() if _tag(row) == "tr" and _table_of(row) is child)
            if rows:
                yield Table(rows)
        elif tag != "sectPr":
            yield from _blocks(child, levels)


def _row(row: "etree._Element") -> tuple[str, ...]:
    """The cells of a row; a table within a cell gives its words to it."""
    cells = [cell for cell in row.iter() if _tag(cell) == "tc" and _table_of(cell) is _table_of(row)]
    return tuple("\n".join(_words(p) for p in cell.iter() if _tag(p) == "p").strip() for cell in cells[:_MOST_CELLS])


def _table_of(element: "etree._Element") -> "etree._Element | None":
    return next((above for above in element.iterancestors() if _tag(above) == "tbl"), None)


def _paragraph(element: "etree._Element", levels: dict[str, int]) -> Paragraph:
    style, listed = "", False
    for properties in element:
        if _tag(properties) == "pPr":
            for one in properties:
                style = _said(one, "val") if _tag(one) == "pStyle" else style
                listed = listed or _tag(one) == "numPr"
    return Paragraph(_words(element), levels.get(style, 0), listed)


def _words(paragraph: "etree._Element") -> str:
    """What stands in a paragraph today: what was deleted with changes tracked does not."""
    found = []
    for element in paragraph.iter():
        tag = _tag(element)
        if tag in {"t", "tab", "br", "cr", "noBreakHyphen"} and not _hidden(element, paragraph):
            found.append({"t": element.text or "", "tab": "\t", "noBreakHyphen": "-"}.get(tag, "\n"))
    return "".join(found)


def _hidden(element: "etree._Element", paragraph: "etree._Element") -> bool:
    """Words for older programs that stand there twice, and words moved elsewhere."""
    for above in element.iterancestors():
        if above is paragraph:
            return False
        if _tag(above) in {"Fallback", "moveFrom", "del", "pPr"}:
            return True
    return False


def _pictures(body: "etree._Element") -> int:
    return sum(_tag(element) in {"drawing", "object"} for element in body.iter())


def _tag(element: "etree._Element") -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _said(element: "etree._Element", name: str) -> str:
    return str(element.get(_MAIN + name) or element.get(_STRICT + name) or "")
