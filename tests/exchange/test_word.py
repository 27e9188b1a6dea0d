"""A Word document is read as words, or refused with a sentence; nothing in it does anything."""

import io
import time
import zipfile
from collections.abc import Callable

import pytest

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.exchange.word import Paragraph, Table, read_word
from tests.office_files import a_docx, a_paragraph

_NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def test_headings_lists_and_tables_are_read_in_their_own_order() -> None:
    body = (
        '<w:p><w:pPr><w:pStyle w:val="Kop1"/></w:pPr><w:r><w:t>Plan</w:t></w:r></w:p>'
        "<w:p><w:r><w:t>One </w:t></w:r><w:r><w:t>line</w:t><w:br/><w:t>two</w:t></w:r></w:p>"
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/></w:numPr></w:pPr><w:r><w:t>point</w:t></w:r></w:p>'
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>inner</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>in a box to fill in</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    read = read_word("plan.docx", a_docx(body))
    assert read.blocks == (
        Paragraph("Plan", 1),
        Paragraph("One line\ntwo"),
        Paragraph("point", listed=True),
        Table((("a", "b\ninner"),)),
        Paragraph("in a box to fill in"),
    )
    assert (read.pictures, read.cut) == (0, False)


def test_what_was_deleted_or_stands_there_twice_is_read_once() -> None:
    body = (
        "<w:p><w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del></w:p>"
        '<w:p xmlns:mc="m"><w:r><mc:AlternateContent><mc:Choice><w:drawing><w:t>box</w:t></w:drawing></mc:Choice>'
        "<mc:Fallback><w:pict><w:t>box</w:t></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    read = read_word("plan.docx", a_docx(body))
    assert [block.text for block in read.blocks if isinstance(block, Paragraph)] == ["new", "box"]
    assert read.pictures == 1


def test_footnotes_come_after_the_words() -> None:
    notes = f"<w:footnotes {_NS}><w:footnote><w:p><w:r><w:t>a source</w:t></w:r></w:p></w:footnote></w:footnotes>"
    read = read_word("plan.docx", a_docx("<w:p><w:r><w:t>Text</w:t></w:r></w:p>", {"word/footnotes.xml": notes}))
    assert read.blocks == (Paragraph("Text"), Paragraph("a source"))


def test_a_document_without_end_is_cut_and_says_so() -> None:
    read = read_word("long.docx", a_docx("".join(f"<w:p><w:r><w:t>{n}</w:t></w:r></w:p>" for n in range(20_010))))
    assert (len(read.blocks), read.cut) == (20_000, True)


_ENTITIES = '<!DOCTYPE w [<!ENTITY a0 "lol">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9)) + "]>"


def _bomb() -> bytes:
    return a_docx("<w:p/>" * 10, {"word/styles.xml": f"<w:styles {_NS}>" + " " * 200_000_000 + "</w:styles>"})


def _lying() -> bytes:
    """A part that unpacks to more than the list of parts says."""
    raw = bytearray(a_docx("<w:p/>" * 2_000_000))
    place = raw.rfind(b"word/document.xml") - 46
    raw[place + 24 : place + 28] = (1000).to_bytes(4, "little")
    return bytes(raw)


def _scratched(content: bytes) -> bytes:
    """A file of which a few bytes in the middle were lost."""
    return content[:300] + b"\xff" * 40 + content[340:]


def _part(text: str) -> bytes:
    return a_docx("", {"word/document.xml": text})


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "entities": (
        lambda: _part(f"<?xml version='1.0'?>{_ENTITIES}<w:document {_NS}><w:t>&a8;</w:t></w:document>"),
        "definitions|damaged",
    ),
    "a foreign file by entity": (
        lambda: _part(f'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document {_NS}><w:t>&x;</w:t></w:document>'),
        "definitions",
    ),
    "blanks without end": (_bomb, "far more than a document"),
    "a lie about its size": (_lying, "damaged|far more"),
    "depth without end": (lambda: _part(f"<w:document {_NS}>" + "<w:p>" * 100_000), "damaged"),
    "thousands of parts": (lambda: a_docx("", {f"word/media/{n}.png": "" for n in range(6_000)}), "far more than a document"),
    "no XML": (lambda: _part("nothing"), "damaged"),
    "no zip": (lambda: b"PK\3\4" + bytes(100), "damaged"),
    "a scratch": (lambda: _scratched(a_docx("".join(a_paragraph(f"line {n} {n * n}") for n in range(200)))), "damaged"),
    "half": (lambda: a_docx("<w:p/>" * 1000)[:200], "damaged"),
    "another kind": (lambda: _zip({"content.xml": "<x/>"}), "no Word document"),
    "a password": (lambda: bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "password"),
}


def _zip(parts: dict[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return target.getvalue()


@pytest.mark.parametrize("kind", sorted(BAD))
def test_a_bad_document_is_refused_with_its_name_and_in_time(kind: str) -> None:
    make, reason = BAD[kind]
    content = make()
    begun = time.monotonic()
    with pytest.raises(RuleBroken, match=rf"“bad\.docx” .*({reason})"):
        read_word("bad.docx", content)
    assert time.monotonic() - begun < 10
