"""Papers say what they should, to a reader and to a machine, and never more."""

import io
import os
import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import zxingcpp
from pypdf import PdfReader
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument

from cmsdesk.documents.board_report import BoardFigures, Expiring, board_report_pdf, board_report_workbook
from cmsdesk.documents.certificate import CertificateSheet, certificate_pdf
from cmsdesk.documents.saving import save_whole
from cmsdesk.documents.tokens import new_key, public_key, read_token, sign_token
from cmsdesk.documents.workbook import ColumnSpec, SheetSpec, sheet_title, write_workbook
from cmsdesk.domain.errors import RuleBroken

KEY = bytes(range(32))
TOKEN = sign_token({"num": "CMC-2026-001-B", "name": "Leyla Öztürk"}, KEY, "1")
SHEET = CertificateSheet(
    number="CMC-2026-001-B",
    holder="Leyla Öztürk-Łukasik",
    title="CMC",
    title_name="Certified Municipal Clerk",
    text="Leyla Öztürk-Łukasik may use the title.",
    issuer="IIMC",
    scheme_owner="IIMC",
    office_name="Test office",
    granted_on=date(2026, 3, 20),
    until_on=None,
    made_at=datetime(2026, 3, 20, 10, 30, tzinfo=UTC),
    token=TOKEN,
    language="en",
)
HOSTILE = ["<b>A&B</b>", "=1+1", "<img src='/etc/passwd'>", "Ğüneş Šťastný Æsop", "x" * 300, "naam " * 80, "{name}", "\x07bell"]


def text_of(paper: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)


def picture_of(paper: bytes) -> QImage:
    buffer = QBuffer()
    buffer.setData(QByteArray(paper))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument(None)  # type: ignore[call-overload]
    document.load(buffer)
    size = document.pagePointSize(0) * 3
    drawn = document.render(0, QSize(int(size.width()), int(size.height())))
    ground = QImage(drawn.size(), QImage.Format.Format_Grayscale8)
    ground.fill(255)
    from PySide6.QtGui import QPainter

    painter = QPainter(ground)
    painter.drawImage(0, 0, drawn)
    painter.end()
    return ground


@pytest.mark.parametrize("layout", ["portrait", "landscape"])
def test_a_certificate_says_who_what_and_since_when(layout: Any) -> None:
    text = text_of(certificate_pdf(replace(SHEET, layout=layout)))
    for words in (
        "Leyla Öztürk-Łukasik",
        "Certified Municipal Clerk",
        "CMC-2026-001-B",
        "March 20, 2026",
        "without end date",
        "IIMC",
    ):
        assert words in text


def test_a_dutch_certificate_speaks_dutch() -> None:
    text = text_of(certificate_pdf(replace(SHEET, language="nl")))
    assert "Certificaat" in text
    assert "20 maart 2026" in text


def test_the_same_certificate_has_the_same_bytes() -> None:
    assert certificate_pdf(SHEET) == certificate_pdf(SHEET)


def test_every_font_is_embedded_and_the_paper_calls_itself_pdf_a() -> None:
    reader = PdfReader(io.BytesIO(certificate_pdf(SHEET)))
    fonts = reader.pages[0]["/Resources"]["/Font"].values()  # type: ignore[index]
    for font in fonts:
        assert "/FontFile2" in font.get_object()["/FontDescriptor"].get_object()
    catalogue: Any = reader.trailer["/Root"]
    assert catalogue["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    described = catalogue["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in described
    assert "2026-03-20T10:30:00" in described
    assert str(reader.metadata["/CreationDate"]).startswith("D:20260320103000")  # type: ignore[index]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_never_markup(name: str) -> None:
    paper = certificate_pdf(replace(SHEET, holder=name, text=name, token=""))
    shown = "".join(text_of(paper).split())
    assert "".join("".join(c for c in name if c.isprintable()).split())[:40] in shown
    assert len(paper) < 300_000


def test_the_code_on_the_paper_can_be_read_and_checked() -> None:
    image = picture_of(certificate_pdf(SHEET))
    import numpy as np

    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())[:, : image.width()]
    [found] = zxingcpp.read_barcodes(pixels)
    assert read_token(found.text, {"1": public_key(KEY)}) == {"num": "CMC-2026-001-B", "name": "Leyla Öztürk"}


def test_every_changed_letter_of_a_code_is_refused() -> None:
    keys = {"1": public_key(KEY)}
    for place in range(len(TOKEN)):
        other = "A" if TOKEN[place] != "A" else "B"
        with pytest.raises(RuleBroken):
            read_token(TOKEN[:place] + other + TOKEN[place + 1 :], keys)


@pytest.mark.parametrize("wrong", ["", "a.b", "a.b.c", "..", TOKEN + "=", TOKEN + ".x", "é.é.é"])
def test_what_is_no_code_is_refused(wrong: str) -> None:
    with pytest.raises(RuleBroken):
        read_token(wrong, {"1": public_key(KEY)})


def test_the_code_of_another_office_is_refused() -> None:
    other = new_key()
    with pytest.raises(RuleBroken):
        read_token(TOKEN, {"1": public_key(other)})
    with pytest.raises(RuleBroken, match="another office"):
        read_token(TOKEN, {"2": public_key(KEY)})


def written(path: Path, rows: list[tuple[object, ...]]) -> Any:
    columns = (ColumnSpec("Name"), ColumnSpec("Since", "date"), ColumnSpec("Count", "number"))
    write_workbook(path, [SheetSpec("Register", columns, rows, len(rows))])
    return openpyxl.load_workbook(path).worksheets[0]


def test_a_workbook_opens_as_a_table_with_real_dates(tmp_path: Path) -> None:
    page = written(tmp_path / "r.xlsx", [("Jan", date(2020, 1, 2), 3)])
    assert page["B2"].is_date
    assert page["C2"].value == 3
    assert page.freeze_panes == "A2"
    assert page.tables["Table1"].ref == "A1:C2"
    assert page.print_area == "'Register'!$A$1:$C$2"


@pytest.mark.parametrize("name", [*HOSTILE, "+31 6", "-1", "@SUM(A1)", "\t=1"])
def test_no_cell_is_ever_a_formula(tmp_path: Path, name: str) -> None:
    page = written(tmp_path / "r.xlsx", [(name, None, None)])
    assert page["A2"].data_type == "s"
    assert page["A2"].value == "".join(c for c in name if c != "\x07")


def test_an_empty_list_still_opens(tmp_path: Path) -> None:
    assert written(tmp_path / "r.xlsx", []).tables["Table1"].ref == "A1:C2"


def test_a_workbook_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    def full(_target: Any) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(RuleBroken, match="full"):
        save_whole(tmp_path / "r.xlsx", full)
    assert list(tmp_path.iterdir()) == []


def test_a_list_that_is_stopped_halfway_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stopped(Exception):  # noqa: N818 - a wish, no fault
        pass

    def stop(_done: int, _total: int) -> None:
        raise Stopped

    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    rows = ((f"Name {n}",) for n in range(2_000))
    with pytest.raises(Stopped):
        write_workbook(tmp_path / "r.xlsx", [SheetSpec("Register", (ColumnSpec("Name"),), rows, 2_000)], report=stop)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_a_list_can_be_read_by_colleagues(tmp_path: Path) -> None:
    written(tmp_path / "r.xlsx", [])
    (tmp_path / "plain").touch()
    assert (tmp_path / "r.xlsx").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_list_that_replaces_another_leaves_only_itself(tmp_path: Path) -> None:
    written(tmp_path / "r.xlsx", [])
    assert written(tmp_path / "r.xlsx", [("Jan", None, None)])["A2"].value == "Jan"
    assert [path.name for path in tmp_path.iterdir()] == ["r.xlsx"]


def test_a_sheet_title_is_one_excel_accepts() -> None:
    assert sheet_title("a/b:c[d]" + "x" * 40) == ("a-b-c-d-" + "x" * 40)[:31]


FIGURES = BoardFigures(
    office_name="Test office",
    on=date(2026, 11, 21),
    made_at=datetime(2026, 11, 21, tzinfo=UTC),
    members=412,
    unique_holders=72,
    holders_per_title=[("CMC", 72), ("MMC", 2)],
    applications_by_state=[("Draft", 3)],
    granted_this_year=8,
    refused_this_year=2,
    expiring=[Expiring(f"CMC-{n}", "=1+1 <b>", "CMC", date(2027, 1, 1)) for n in range(60)],
)


def test_the_board_report_says_the_figures_on_every_page_it_needs() -> None:
    paper = board_report_pdf(FIGURES, "en")
    text = text_of(paper)
    for words in ("412", "72", "CMC", "MMC", "Draft", "=1+1 <b>", "60 certificates", "Page 2"):
        assert words in text
    assert len(PdfReader(io.BytesIO(paper)).pages) > 1


def test_the_board_workbook_has_the_figures_and_a_chart(tmp_path: Path) -> None:
    board_report_workbook(FIGURES, tmp_path / "b.xlsx", "en")
    book = openpyxl.load_workbook(tmp_path / "b.xlsx")
    titles = book.worksheets[0]
    assert [[cell.value for cell in row] for row in titles.iter_rows(max_col=2)] == [["Title", "Number"], ["CMC", 72], ["MMC", 2]]
    assert book.worksheets[3]["B2"].data_type == "s"


def test_a_report_without_figures_is_still_a_report() -> None:
    empty = replace(FIGURES, holders_per_title=[], applications_by_state=[], expiring=[])
    assert "None." in text_of(board_report_pdf(empty, "en"))
