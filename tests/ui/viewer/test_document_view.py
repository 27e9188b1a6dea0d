"""The viewer: pages, zoom, every kind of document, and a sentence for what cannot be shown."""

import io
import time
from importlib.resources import files
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QColor, QDesktopServices
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from cmsdesk.services.office import Office
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.viewer.document_view import DocumentView
from cmsdesk.ui.viewer.surfaces import Place
from tests.office_files import a_docx, a_paragraph, an_xlsx
from tests.office_pages import a_pdf_of, a_picture
from tests.ui.viewer.conftest import Add, colour_at, words

PDF = (files("cmsdesk.resources") / "example" / "voorbeeldformulier.pdf").read_bytes()
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def test_a_pdf_shows_its_pages_and_counts_them(view: DocumentView) -> None:
    view.show_document("form.pdf", "application/pdf", io.BytesIO(PDF))
    assert view.stack.currentWidget() is view.pdf_view
    assert (view.title.text(), view.pages.text()) == ("form.pdf", "1 / 2")
    view.step_page(1)
    assert view.pages.text() == "2 / 2"
    view.step_page(1)
    assert view.pages.text() == "2 / 2"


def test_zooming_starts_from_what_is_seen_and_can_go_back_to_the_width(view: DocumentView) -> None:
    view.show_document("form.pdf", "application/pdf", io.BytesIO(PDF))
    fitted = view.pdf_view.scale
    view.tools.in_button.click()
    assert view.pdf_view.zoomFactor() == pytest.approx(fitted * 1.25)
    view.tools.out_button.click()
    assert view.pdf_view.zoomFactor() == pytest.approx(fitted)
    view.fit()
    assert view.pdf_view.zoomMode() == QPdfView.ZoomMode.FitToWidth


def test_an_image_fits_the_width_grows_and_turns(view: DocumentView) -> None:
    view.show_document("scan.png", "image/png", io.BytesIO(a_picture()))
    fitted = view.stack.images.label.pixmap().size()
    assert fitted.width() <= 900 * view.devicePixelRatioF()
    view.tools.in_button.click()
    assert view.stack.images.label.pixmap().width() > fitted.width()
    view.fit()
    view.tools.rotate_button.click()
    turned = view.stack.images.label.pixmap()
    assert turned.height() > turned.width()
    assert QColor(turned.toImage().pixel(turned.width() - 5, 5)) == QColor("red")  # the upper left went to the right
    assert not view.find_edit.isEnabled()
    assert not view.tools.find_button.isEnabled()


def test_a_photograph_stands_upright_as_it_was_taken(view: DocumentView) -> None:
    lying = a_picture(300, 200, "JPEG")
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
    turned = lying[:2] + b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif + lying[2:]
    view.show_document("photo.jpg", "image/jpeg", io.BytesIO(turned))
    picture = view.stack.images.picture
    assert (picture.width(), picture.height()) == (200, 300)


def test_a_large_picture_is_read_while_the_window_stays_free(view: DocumentView, qtbot: QtBot) -> None:
    noisy = a_picture(9000, 5000, "BMP")
    begun = time.monotonic()
    view.show_document("poster.bmp", "image/bmp", io.BytesIO(noisy))
    assert time.monotonic() - begun < 1
    assert "Opening…" in words(view)
    qtbot.waitUntil(lambda: view.stack.currentWidget() is view.stack.images, timeout=20_000)
    assert max(view.stack.images.picture.width(), view.stack.images.picture.height()) == 6000


def test_text_is_shown_as_it_is_in_its_own_alphabet(view: DocumentView) -> None:
    view.show_document("note.html", "text/html", io.BytesIO(b"<b>one</b> two one"))
    assert view.stack.text.toPlainText() == "<b>one</b> two one"
    view.show_document("note.txt", "text/plain", io.BytesIO("Daniël".encode("windows-1252")))
    assert view.stack.text.toPlainText() == "Daniël"
    small = view.stack.text.font().pixelSize()
    view.tools.in_button.click()
    assert view.stack.text.font().pixelSize() > small


def test_a_word_document_is_shown_as_its_words(view: DocumentView, qtbot: QtBot) -> None:
    body = a_paragraph("Plan", "Kop1") + a_paragraph("It is &lt;b&gt;bold&lt;/b&gt;.") + "<w:p><w:r><w:drawing/></w:r></w:p>"
    body += "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    view.show_document("plan.docx", DOCX, io.BytesIO(a_docx(body)))
    qtbot.waitUntil(lambda: view.stack.currentWidget() is view.stack.word)
    assert [line for line in view.stack.word.toPlainText().splitlines() if line] == ["Plan", "It is <b>bold</b>.", "cell"]
    assert "1 picture is not shown." in words(view)
    first = view.stack.word.document().firstBlock().begin().fragment().charFormat().font()
    assert first.weight() > view.stack.word.font().weight()


def test_a_workbook_is_shown_sheet_by_sheet(view: DocumentView, qtbot: QtBot) -> None:
    book = an_xlsx({"Punten": [["Datum", "Uren"], ["=1+1", 7.5]], "A&B": [["x"]]})
    view.show_document("points.xlsx", "application/octet-stream", io.BytesIO(book))
    qtbot.waitUntil(lambda: view.stack.currentWidget() is view.stack.sheets)
    sheets = view.stack.sheets
    assert (sheets.count(), sheets.tabText(1), view.pages.text()) == (2, "A&&B", "1 / 2")
    model = sheets.canvas.model()  # type: ignore[attr-defined]
    assert (model.index(0, 1).data(), model.index(1, 1).data()) == ("Uren", "7.5")
    assert model.headerData(1, Qt.Orientation.Horizontal) == "B"
    view.step_page(1)
    assert view.pages.text() == "2 / 2"


def test_a_long_list_shows_its_beginning_and_says_so(view: DocumentView, qtbot: QtBot) -> None:
    lines = "\n".join(f"{number};name" for number in range(6_000))
    view.show_document("list.csv", "text/csv", io.BytesIO(lines.encode()))
    qtbot.waitUntil(lambda: view.stack.currentWidget() is view.stack.sheets)
    assert "Only the first 5000 rows" in words(view)


@pytest.mark.parametrize(
    ("name", "kind", "content", "reason"),
    [
        ("bad.pdf", "application/pdf", b"%PDF-1.7 broken", "damaged or protected"),
        ("bad.png", "image/png", b"\x89PNG broken", "damaged or too large"),
        ("bomb.ppm", "image/x-portable-pixmap", b"P6 40000 40000 255\n", "damaged or too large"),
        ("bad.docx", DOCX, b"PK\3\4 broken", "“bad.docx” is damaged"),
        ("bad.xlsx", "application/octet-stream", b"PK\3\4 broken", "bad.xlsx is damaged"),
        ("letter.msg", "application/octet-stream", b"\xd0\xcf\x11\xe0", "mail message is not shown here"),
        ("old.doc", "application/msword", b"\xd0\xcf\x11\xe0", "Please ask for a PDF or a .docx file"),
        ("all.zip", "application/zip", b"PK", "cannot be shown here"),
    ],
)
def test_what_cannot_be_shown_gets_a_sentence(
    view: DocumentView, qtbot: QtBot, name: str, kind: str, content: bytes, reason: str
) -> None:
    view.show_document("form.pdf", "application/pdf", io.BytesIO(PDF))
    view.show_document(name, kind, io.BytesIO(content))
    qtbot.waitUntil(lambda: reason in words(view))
    assert (view.title.text(), view.pages.text()) == (name, "")
    assert not view.tools.in_button.isEnabled()
    assert not view.notes.layer.isVisible()


def test_who_goes_on_to_another_document_never_sees_the_slow_one(view: DocumentView, qtbot: QtBot) -> None:
    view.show_document("list.csv", "text/csv", io.BytesIO(b"a;b\n" * 100_000))
    view.show_document("form.pdf", "application/pdf", io.BytesIO(PDF))
    qtbot.wait(800)
    assert (view.title.text(), view.stack.currentWidget()) == ("form.pdf", view.pdf_view)


def test_a_page_lies_where_the_viewer_says_it_lies(view: DocumentView, qtbot: QtBot) -> None:
    """Markers rest on this: Qt tells nobody where it draws a page."""
    view.show_document("pages.pdf", "application/pdf", io.BytesIO(a_pdf_of(["one", "two", "three"])))
    for zoom in (None, 0.5, 2.0):
        if zoom:
            view.pdf_view.setZoomMode(QPdfView.ZoomMode.Custom)
            view.pdf_view.setZoomFactor(zoom)
        view.pdf_view.go_to(Place(2, 0, 0))
        qtbot.wait(300)
        area = view.pdf_view.area_of(Place(2, 0, 0, 1, 1))
        assert area is not None
        shot = view.pdf_view.viewport().grab().toImage()
        assert colour_at(shot, area.left() + 3, area.top() + 2) == QColor("white")
        assert colour_at(shot, area.left() + 3, area.top() - 2) != QColor("white")
        middle = area.center().toPoint()
        middle.setY(round(area.top()) + 40)
        place = view.pdf_view.place_at(middle)
        assert place is not None
        assert place.page == 2
        assert place.x == pytest.approx(0.5, abs=0.01)


def test_a_place_on_a_turned_picture_stays_on_the_same_spot(view: DocumentView) -> None:
    view.show_document("scan.png", "image/png", io.BytesIO(a_picture(400, 300)))
    for _turn in range(4):
        area = view.stack.images.area_of(Place(1, 0.1, 0.2))
        assert area is not None
        back = view.stack.images.place_at(area.topLeft().toPoint())
        assert back is not None
        assert [back.x, back.y] == pytest.approx([0.1, 0.2], abs=0.01)
        view.tools.rotate_button.click()


def test_only_the_document_that_is_asked_for_is_read(view: DocumentView, desk: Desk, office: Office, add: Add) -> None:
    first, second = add("one.pdf", PDF), add("two.pdf", a_pdf_of(["two"]))
    for path in office.path.parent.rglob(second.sha256):
        path.unlink()
    view.show_evidence(desk, first)
    assert view.stack.currentWidget() is view.pdf_view
    view.show_evidence(desk, second)
    assert "“two.pdf” is missing from the file store" in words(view)
    assert view.title.text() == "two.pdf"


def test_a_large_document_of_a_dossier_is_read_in_the_background(view: DocumentView, desk: Desk, add: Add, qtbot: QtBot) -> None:
    large = add("large.pdf", PDF + b"\n%" + b"x" * (9 << 20) + b"\n" + PDF[PDF.rindex(b"startxref") :])
    shown: list[int] = []
    view.evidence_shown.connect(shown.append)
    view.show_evidence(desk, large)
    assert (view.title.text(), shown) == ("large.pdf", [large.id])
    qtbot.waitUntil(lambda: view.stack.currentWidget() is view.pdf_view, timeout=10_000)
    assert view.pages.text() == "1 / 2"


def test_a_viewer_that_goes_away_while_it_reads_leaves_nothing_behind(desk: Desk, add: Add, qtbot: QtBot) -> None:
    view = DocumentView()
    view.show_evidence(desk, add("list.csv", b"a;b\n" * 50_000))
    view.close()
    view.deleteLater()
    QApplication.processEvents()
    qtbot.wait(500)


def test_a_newer_version_comes_in_the_place_of_the_document_that_is_shown(
    view: DocumentView, desk: Desk, add: Add, tmp_path: Path, refusals: list[str], qtbot: QtBot
) -> None:
    first = add("one.pdf", PDF)
    view.show_evidence(desk, first)
    (tmp_path / "two.pdf").write_bytes(a_pdf_of(["two"]))
    for _time in range(2):
        assert view.tools.replace_action.isVisible()
        dialog = view.replace()
        assert dialog is not None
        dialog.fileSelected.emit(str(tmp_path / "two.pdf"))
        dialog.close()
    assert refusals == ["This document is already in the dossier, as “two.pdf”."]
    assert (view.title.text(), view.versions.text()) == ("two.pdf", "Version 2 of 2")
    view.versions.menu().actions()[0].trigger()
    assert view.title.text() == "one.pdf"
    assert not view.tools.replace_action.isVisible()


def test_a_fax_of_several_sheets_shows_each(view: DocumentView) -> None:
    sheets = [Image.new("L", (200, 280), shade) for shade in (0, 255)]
    target = io.BytesIO()
    sheets[0].save(target, "TIFF", save_all=True, append_images=sheets[1:])
    view.show_document("fax.tif", "image/tiff", io.BytesIO(target.getvalue()))
    seen = []
    for _sheet in range(2):
        seen.append((view.pages.text(), view.stack.images.picture.toImage().pixelColor(5, 5).lightness()))
        view.step_page(1)
    assert seen == [("1 / 2", 0), ("2 / 2", 255)]


class Browser(QObject):
    """Another program of this computer."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.asked.append(url.toString())


def test_a_link_in_a_document_leads_nowhere_outside(view: DocumentView, qtbot: QtBot) -> None:
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4)
    for top, address in ((700, "https://example.org"), (600, "file:///etc/hosts")):
        canvas.linkURL(address, (60, top - 15, 160, top + 15))
    canvas.showPage()
    canvas.save()
    view.show_document("links.pdf", "application/pdf", io.BytesIO(target.getvalue()))
    browser = Browser()
    for kind in ("https", "file"):
        QDesktopServices.setUrlHandler(kind, browser, "open")  # type: ignore[arg-type]  # the stub says bytes
    try:
        for top in (700, 600):
            area = view.pdf_view.area_of(Place(1, 100 / A4[0], 1 - top / A4[1]))
            assert area is not None
            qtbot.mouseClick(view.pdf_view.viewport(), Qt.MouseButton.LeftButton, pos=area.topLeft().toPoint())
        qtbot.wait(100)
        assert browser.asked == []
    finally:
        for kind in ("https", "file"):
            QDesktopServices.unsetUrlHandler(kind)
