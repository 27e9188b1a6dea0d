"""What comes out of a printer, here a PDF."""

from pathlib import Path

from pypdf import PdfReader
from PySide6.QtGui import QPixmap
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from cmsdesk.ui.printing import new_printer, print_pdf, print_picture, print_table
from cmsdesk.ui.tables import Column, PagedModel, Rows
from tests import given


def to_pdf(path: Path, *, lying: bool = False) -> QPrinter:
    printer = new_printer(lying=lying)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def test_a_list_is_printed_with_its_headings_and_its_names_as_they_are(qtbot: QtBot, tmp_path: Path) -> None:
    columns = [Column[str]("", "NAAM", str), Column[str]("", "AANTAL", lambda text: str(len(text)))]
    model = PagedModel[str](columns)
    model.set_source(Rows(["<b>A&B</b>", *(f"Naam {number}" for number in range(150))]))
    print_table(to_pdf(tmp_path / "list.pdf", lying=True), "Leden, 151 van 151", model, [0])
    pages = PdfReader(tmp_path / "list.pdf").pages
    text = "\n".join(page.extract_text().replace("\t", " ") for page in pages)
    assert len(pages) > 1
    assert "Leden, 151 van 151" in text
    assert "<b>A&B</b>" in text
    assert "Naam 149" in text
    assert "AANTAL" not in text
    assert all("NAAM" in page.extract_text() for page in pages)
    assert pages[0].mediabox.width > pages[0].mediabox.height


def test_a_document_is_printed_page_by_page(qtbot: QtBot, tmp_path: Path) -> None:
    document = QPdfDocument()
    document.load(str(given.a_pdf(tmp_path)))
    print_pdf(to_pdf(tmp_path / "paper.pdf"), document)
    assert len(PdfReader(tmp_path / "paper.pdf").pages) == document.pageCount() > 1


def test_a_picture_is_printed_on_one_page(qtbot: QtBot, tmp_path: Path) -> None:
    picture = QPixmap(3000, 100)
    picture.fill("red")
    print_picture(to_pdf(tmp_path / "picture.pdf"), picture)
    assert len(PdfReader(tmp_path / "picture.pdf").pages) == 1
