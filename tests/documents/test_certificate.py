"""A certificate says what it should, fits its frame whatever it says, and stays readable for ever."""

import io
import itertools
import os
import subprocess
import sys
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import zxingcpp
from pypdf import PdfReader
from PySide6.QtCore import QRectF

from cmsdesk.documents.certificate import certificate_pdf
from cmsdesk.documents.tokens import find_token, public_key, read_token, sign_token
from cmsdesk.domain.errors import RuleBroken
from tests.documents.conftest import CROWDED, HOSTILE, KEY, SHEET, TOKEN, lines_of, picture_of, text_of

MM = 72 / 25.4
INSIDE = 12 * MM + 4.2 * MM  # margin and band


@pytest.mark.parametrize("layout", ["portrait", "landscape"])
def test_a_certificate_says_who_what_and_since_when(layout: Any) -> None:
    text = text_of(certificate_pdf(replace(SHEET, layout=layout, signatory_name="A. Signer", signatory_role="Chair")))
    for words in (
        "TEST OFFICE",
        "Leyla Öztürk-Łukasik",
        "may use the title.",
        "Certified Municipal Clerk",
        "CMC",
        "CMC-2026-001-B",
        "March 20, 2026",
        "without end date",
        "IIMC",
        "The owner",
        "A. Signer",
        "Chair",
    ):
        assert words in text


def test_a_certificate_that_ends_says_until_when_and_for_what() -> None:
    text = text_of(certificate_pdf(replace(SHEET, until_on=SHEET.granted_on.replace(year=2029), scope="Small towns only")))
    assert "March 20, 2029" in text
    assert "Small towns only" in text


def test_a_dutch_certificate_speaks_dutch() -> None:
    text = text_of(certificate_pdf(replace(SHEET, language="nl")))
    assert "Certificaat" in text
    assert "20 maart 2026" in text


def test_the_same_certificate_has_the_same_bytes_whatever_was_made_before() -> None:
    paper = certificate_pdf(SHEET)
    certificate_pdf(CROWDED)
    assert certificate_pdf(SHEET) == paper


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_same_certificate_has_the_same_bytes_in_another_process(seed: str) -> None:
    code = (
        "import sys; from tests.documents.conftest import SHEET; from cmsdesk.documents.certificate import certificate_pdf;"
        "sys.stdout.buffer.write(certificate_pdf(SHEET))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=True, timeout=60
    )
    assert done.stdout == certificate_pdf(SHEET)


def test_every_font_is_embedded_and_the_paper_calls_itself_pdf_a() -> None:
    reader = PdfReader(io.BytesIO(certificate_pdf(SHEET)))
    fonts = reader.pages[0]["/Resources"]["/Font"].values()  # type: ignore[index]
    assert fonts
    for font in fonts:
        assert "/FontFile2" in font.get_object()["/FontDescriptor"].get_object()
    catalogue: Any = reader.trailer["/Root"]
    assert catalogue["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    described = catalogue["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in described
    assert "2026-03-20T10:30:00" in described
    assert str(reader.metadata["/CreationDate"]).startswith("D:20260320103000")  # type: ignore[index]
    assert reader.metadata["/Keywords"] in described  # type: ignore[index]


def test_nothing_on_the_paper_is_see_through_a_script_or_a_link() -> None:
    """What PDF/A forbids, and what a paper that is kept for ever must not depend on."""
    paper = certificate_pdf(SHEET)
    for forbidden in (
        b"/JavaScript",
        b"/URI",
        b"/Launch",
        b"/SMask",
        b"/Encrypt",
        b"/OpenAction",
        b"/EmbeddedFile",
        b"ASCII85Decode",
    ):
        assert forbidden not in paper
    assert b"\nendstream" in paper
    assert paper.count(b"endstream") == paper.count(b"\nendstream")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_never_markup(name: str) -> None:
    paper = certificate_pdf(replace(SHEET, holder=name, text=name, token=""))
    shown = "".join(text_of(paper).split())
    assert "".join("".join(c for c in name if c.isprintable()).split()) in shown
    assert len(paper) < 300_000


@pytest.mark.parametrize("layout", ["portrait", "landscape"])
@pytest.mark.parametrize("sheet", [SHEET, CROWDED, replace(SHEET, holder="Y"), replace(CROWDED, holder="x" * 300)])
def test_all_words_stand_within_the_frame_and_none_over_another(sheet: Any, layout: Any) -> None:
    paper = certificate_pdf(replace(sheet, layout=layout))
    assert len(PdfReader(io.BytesIO(paper)).pages) == 1
    page, lines = lines_of(paper)
    frame = page.adjusted(INSIDE, INSIDE, -INSIDE, -INSIDE)
    assert len(lines) > 15
    assert [line for line in lines if not frame.contains(line)] == []
    code = QRectF(page.width() - 28 * MM - 27 * MM, page.height() - 55 * MM, 27 * MM, 27 * MM)
    assert [pair for pair in itertools.combinations([*lines, code], 2) if pair[0].intersects(pair[1])] == []


@pytest.mark.parametrize("name", ["王小明", "دانا", "יוסי", "Jan 😀"])
def test_a_name_in_letters_that_the_fonts_lack_is_refused(name: str) -> None:
    with pytest.raises(RuleBroken, match=name[-1]):
        certificate_pdf(replace(SHEET, holder=name))


def test_letters_in_the_office_name_or_the_text_are_looked_at_too() -> None:
    for change in ({"office_name": "局"}, {"text": "局"}, {"title_name": "局"}, {"scope": "局"}, {"signatory_name": "局"}):
        with pytest.raises(RuleBroken, match="局"):
            certificate_pdf(replace(SHEET, **change))  # type: ignore[arg-type]


def test_signs_that_turn_the_direction_or_hide_are_left_out() -> None:
    text = text_of(certificate_pdf(replace(SHEET, holder="Jan\u202e neJ\u200bansen\ufeff", text="")))
    assert "Jan neJansen" in text


def test_the_code_on_the_paper_can_be_read_and_checked() -> None:
    assert read_token(code_on(certificate_pdf(SHEET)), {"1": public_key(KEY)}) == {
        "num": "CMC-2026-001-B",
        "name": "Leyla Öztürk",
    }


@pytest.mark.parametrize("length", [1, 20, 40, 80, 150, 300])
def test_the_code_can_be_read_however_long_the_name(length: int) -> None:
    token = sign_token({"num": "CMC-2026-001-B", "name": "Łé" * (length // 2)}, KEY, "1")
    assert code_on(certificate_pdf(replace(SHEET, token=token))) == token


def code_on(paper: bytes) -> str:
    image = picture_of(paper)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())[:, : image.width()]
    [found] = zxingcpp.read_barcodes(pixels)
    return found.text


def test_a_program_finds_the_code_in_the_file() -> None:
    assert find_token(certificate_pdf(SHEET), "c.pdf") == TOKEN
