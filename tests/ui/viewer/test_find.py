"""Finding words: in the document that is shown, and in all of the dossier."""

import io

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cmsdesk.services.office import Office
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.viewer.document_view import DocumentView
from cmsdesk.ui.viewer.texts import DossierTexts, pages_of
from tests.office_files import a_docx, a_paragraph, an_xlsx
from tests.office_pages import a_pdf_of, a_picture, a_scan
from tests.ui.viewer.conftest import Add, words

PAGES = ["A plan for the year\nwith words", "Nothing here", "The Plan again,\nand another plan"]


def count_of(view: DocumentView) -> str:
    return view.find_bar.count.text()


def typed(view: DocumentView, qtbot: QtBot, text: str) -> None:
    view.begin_find()
    qtbot.keyClicks(view.find_edit, text)


def test_control_f_opens_the_box_and_escape_closes_it(view: DocumentView, qtbot: QtBot) -> None:
    view.show_document("pages.pdf", "application/pdf", io.BytesIO(a_pdf_of(PAGES)))
    view.pdf_view.setFocus()
    qtbot.keyClick(view.pdf_view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert view.find_edit.isVisible()
    qtbot.waitUntil(view.find_edit.hasFocus)
    qtbot.keyClick(view.find_edit, Qt.Key.Key_Escape)
    assert not view.find_edit.isVisible()


def test_words_in_a_pdf_are_counted_and_gone_through_round_and_round(view: DocumentView, qtbot: QtBot) -> None:
    view.show_document("pages.pdf", "application/pdf", io.BytesIO(a_pdf_of(PAGES)))
    typed(view, qtbot, "plan")
    qtbot.waitUntil(lambda: count_of(view) == "1 of 3")
    assert view.pdf_view.currentSearchResultIndex() == 0
    qtbot.keyClick(view.find_edit, Qt.Key.Key_Return)
    assert (count_of(view), view.pages.text()) == ("2 of 3", "3 / 3")
    qtbot.keyClick(view.find_edit, Qt.Key.Key_Return)
    qtbot.keyClick(view.find_edit, Qt.Key.Key_Return)
    assert (count_of(view), view.pages.text()) == ("1 of 3", "1 / 3")
    qtbot.keyClick(view.find_edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert count_of(view) == "3 of 3"
    assert not view.find_edit.property("wrong")


def test_words_that_are_not_there_are_marked(view: DocumentView, qtbot: QtBot) -> None:
    view.show_document("pages.pdf", "application/pdf", io.BytesIO(a_pdf_of(PAGES)))
    typed(view, qtbot, "zebra")
    assert (count_of(view), view.find_edit.property("wrong")) == ("0 of 0", True)
    assert not view.find_bar.next_button.isEnabled()
    view.find_edit.clear()
    assert (count_of(view), view.find_edit.property("wrong")) == ("", False)


def test_words_in_a_text_are_marked_where_they_stand(view: DocumentView, qtbot: QtBot) -> None:
    view.show_document("note.txt", "text/plain", io.BytesIO(b"one two ONE"))
    typed(view, qtbot, "one")
    places = []
    for _time in range(3):
        places.append(view.stack.text.textCursor().position())
        view.find_bar.next_button.click()
    assert (places, len(view.stack.text.extraSelections())) == ([0, 8, 0], 2)
    view.find_bar.close_button.click()
    assert view.stack.text.extraSelections() == []


def test_words_in_a_word_document_and_on_every_sheet_are_found(view: DocumentView, qtbot: QtBot) -> None:
    body = a_paragraph("plan one") + a_paragraph("plan two")
    view.show_document("plan.docx", "", io.BytesIO(a_docx(body)))
    qtbot.waitUntil(lambda: view.stack.currentWidget() is view.stack.word)
    typed(view, qtbot, "plan")
    assert count_of(view) == "1 of 2"
    book = an_xlsx({"Een": [["plan", "x"]], "Twee": [["y", "The PLAN"], ["z"]]})
    view.show_document("plan.xlsx", "", io.BytesIO(book))
    qtbot.waitUntil(lambda: view.stack.currentWidget() is view.stack.sheets)
    typed(view, qtbot, "plan")
    assert (count_of(view), view.pages.text()) == ("1 of 2", "1 / 2")
    qtbot.keyClick(view.find_edit, Qt.Key.Key_Return)
    assert (count_of(view), view.pages.text()) == ("2 of 2", "2 / 2")
    assert view.stack.sheets.canvas.currentIndex().data() == "The PLAN"  # type: ignore[attr-defined]


@pytest.fixture
def dossier(view: DocumentView, desk: Desk, add: Add) -> DocumentView:
    """Six documents: three have the word, three have no text."""
    first = add("pages.pdf", a_pdf_of(PAGES))
    add("words.docx", a_docx(a_paragraph("No plan B, only <w:br/>plan A".replace("<w:br/>", ""))))
    add("points.xlsx", an_xlsx({"Een": [["nothing"]], "Twee": [["the", "plan"]]}))
    for number in (1, 2):
        add(f"scan{number}.pdf", a_scan(number))
    add("photo.png", a_picture(200, 100))
    view.show_evidence(desk, first)
    return view


def search(view: DocumentView, qtbot: QtBot, text: str) -> list[str]:
    view.find_in_dossier(text)
    qtbot.waitUntil(lambda: not view.dossier.busy, timeout=20_000)
    QApplication.processEvents()
    hits = view.dossier.list
    return [hits.item(place).data(Qt.ItemDataRole.AccessibleTextRole) for place in range(hits.count())]


def test_the_whole_dossier_is_searched_and_scans_are_named(dossier: DocumentView, qtbot: QtBot) -> None:
    hits = search(dossier, qtbot, "plan")
    assert hits == [
        "pages.pdf: A plan for the year with words",
        "pages.pdf: The Plan again, and another plan",
        "pages.pdf: The Plan again, and another plan",
        "words.docx: No plan B, only plan A",
        "words.docx: No plan B, only plan A",
        "points.xlsx: the plan",
    ]
    assert dossier.dossier.told.text() == (
        "6 times in 3 documents. 3 documents have no text to search: scan1.pdf, scan2.pdf, photo.png."
    )


def test_a_hit_opens_its_document_at_its_page_with_the_words_marked(dossier: DocumentView, desk: Desk, qtbot: QtBot) -> None:
    shown: list[int] = []
    dossier.evidence_shown.connect(shown.append)
    search(dossier, qtbot, "plan")
    hits = dossier.dossier.list
    hits.setCurrentRow(2)
    hits.itemActivated.emit(hits.item(2))
    qtbot.waitUntil(lambda: (dossier.pages.text(), count_of(dossier)) == ("3 / 3", "2 of 3"))
    hits.itemActivated.emit(hits.item(5))
    qtbot.waitUntil(lambda: dossier.stack.currentWidget() is dossier.stack.sheets, timeout=20_000)
    assert (dossier.title.text(), dossier.pages.text(), count_of(dossier)) == ("points.xlsx", "2 / 2", "1 of 1")
    assert shown == [3]


def test_words_over_the_end_of_a_line_are_found(dossier: DocumentView, qtbot: QtBot) -> None:
    assert search(dossier, qtbot, "YEAR  with") == ["pages.pdf: A plan for the year with words"]
    assert search(dossier, qtbot, "zebra") == []
    assert "These words are in none of the documents." in words(dossier)


def test_a_document_is_read_once_for_all_searches(office: Office, add: Add) -> None:
    row = add("pages.pdf", a_pdf_of(PAGES))
    asked: list[int] = []

    def read(evidence_id: int) -> bytes:
        asked.append(evidence_id)
        return a_pdf_of(PAGES)

    texts = DossierTexts(read)
    for wanted in ("plan", "year"):
        assert texts.search([row], wanted, lambda _done, _total: None).hits
    assert asked == [row.id]
    texts.forget()
    texts.search([row], "plan", lambda _done, _total: None)
    assert asked == [row.id, row.id]


def test_a_document_that_cannot_be_read_is_named_and_the_others_are_searched(
    view: DocumentView, desk: Desk, office: Office, add: Add, qtbot: QtBot
) -> None:
    gone, bad, good = add("gone.pdf", a_pdf_of(["plan"])), add("bad.docx", b"PK\3\4"), add("good.txt", b"the plan")
    for path in office.path.parent.rglob(gone.sha256):
        path.unlink()
    view.show_evidence(desk, good)
    assert search(view, qtbot, "plan") == ["good.txt: the plan"]
    assert "2 documents could not be read: gone.pdf, bad.docx." in view.dossier.told.text()
    assert bad.is_current


def test_a_search_can_be_stopped(dossier: DocumentView, desk: Desk, qtbot: QtBot) -> None:
    dossier.find_in_dossier("plan")
    assert dossier.dossier.busy
    assert [job.title for job in desk.running] == ["Searching the dossier"]
    dossier.dossier.cancel_button.click()
    qtbot.waitUntil(lambda: not desk.running)
    assert (dossier.dossier.list.count(), dossier.dossier.told.text()) == (0, "Stopped.")


def test_reading_for_a_search_stops_between_pages() -> None:
    from cmsdesk.domain.documents import Kind
    from cmsdesk.ui.jobs import Cancelled

    heard: list[int] = []

    def alive() -> None:
        heard.append(1)
        if len(heard) == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        pages_of(Kind.PDF, "pages.pdf", a_pdf_of(PAGES), alive)
