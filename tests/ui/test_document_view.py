"""The viewer: pages, zoom, search, and a sentence for what cannot be shown."""

import io
from importlib.resources import files

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from cmsdesk.ui.document_view import DocumentView

PDF = (files("cmsdesk.resources") / "example" / "voorbeeldformulier.pdf").read_bytes()


@pytest.fixture
def view(qtbot: QtBot) -> DocumentView:
    made = DocumentView()
    qtbot.addWidget(made)
    made.resize(600, 700)
    made.show()
    return made


def words(view: DocumentView) -> str:
    QApplication.processEvents()  # what was just added is shown by the next event
    return "\n".join(label.text() for label in view.findChildren(QLabel) if label.isVisibleTo(view))


def a_picture() -> bytes:
    picture = QImage(2000, 1000, QImage.Format.Format_RGB32)
    picture.fill(QColor("teal"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def test_a_pdf_shows_its_pages_and_counts_them(view: DocumentView) -> None:
    view.show_document("form.pdf", "application/pdf", io.BytesIO(PDF))
    assert view.stack.currentWidget() is view.pdf_view
    assert (view.title.text(), view.pages.text()) == ("form.pdf", "1 / 2")


def test_zooming_starts_from_what_is_seen_and_can_go_back_to_the_width(view: DocumentView) -> None:
    view.show_document("form.pdf", "application/pdf", io.BytesIO(PDF))
    fitted = view._pdf_zoom()
    view.in_button.click()
    assert view.pdf_view.zoomFactor() == pytest.approx(fitted * 1.25)
    view.out_button.click()
    assert view.pdf_view.zoomFactor() == pytest.approx(fitted)
    view.fit()
    assert view.pdf_view.zoomMode() == QPdfView.ZoomMode.FitToWidth


def test_words_are_found_and_missing_ones_are_marked(view: DocumentView, qtbot: QtBot) -> None:
    view.show_document("form.pdf", "application/pdf", io.BytesIO(PDF))
    view.find_edit.setText("Utrecht")
    qtbot.waitUntil(lambda: view._hits.rowCount(view._hits.index(-1, 0)) > 0)
    view.find_edit.returnPressed.emit()
    assert view.pdf_view.currentSearchResultIndex() == 0
    assert not view.find_edit.property("wrong")
    view.find_edit.setText("zebra")
    view.find_edit.returnPressed.emit()
    assert view.find_edit.property("wrong")


def test_text_is_shown_as_it_is_and_searched_round(view: DocumentView) -> None:
    view.show_document("note.html", "text/html", io.BytesIO(b"<b>one</b> two one"))
    assert view.text.toPlainText() == "<b>one</b> two one"
    places = []
    view.find_edit.setText("one")
    for _time in range(3):
        view.find_edit.returnPressed.emit()
        places.append(view.text.textCursor().position())
    assert places == [6, 18, 6]
    small = view.text.font().pixelSize()
    view.in_button.click()
    assert view.text.font().pixelSize() > small


def test_an_image_fits_the_width_and_grows(view: DocumentView) -> None:
    view.show_document("scan.png", "image/png", io.BytesIO(a_picture()))
    fitted = view.image.pixmap().width()
    assert fitted <= 600
    view.in_button.click()
    assert view.image.pixmap().width() > fitted
    assert not view.find_edit.isEnabled()


@pytest.mark.parametrize(
    ("kind", "content", "reason"),
    [
        ("application/pdf", b"%PDF-1.7 broken", "damaged or protected"),
        ("image/png", b"\x89PNG broken", "damaged or too large"),
        ("application/zip", b"PK", "cannot be shown here"),
    ],
)
def test_what_cannot_be_shown_gets_a_sentence(view: DocumentView, kind: str, content: bytes, reason: str) -> None:
    view.show_document("form.pdf", "application/pdf", io.BytesIO(PDF))
    view.show_document("bad", kind, io.BytesIO(content))
    assert reason in words(view)
    assert view.pages.text() == ""
    assert not view.in_button.isEnabled()


def test_an_image_that_would_fill_the_memory_is_not_loaded(view: DocumentView) -> None:
    huge = b"P6 40000 40000 255\n"
    view.show_document("bomb.ppm", "image/x-portable-pixmap", io.BytesIO(huge))
    assert "damaged or too large" in words(view)
