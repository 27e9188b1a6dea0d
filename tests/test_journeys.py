"""The main job from end to end in the real program: from an empty folder to a certificate, and back again from a backup."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from cmsdesk.app import App
from cmsdesk.domain.applications import State
from cmsdesk.services.certificates import ReadPaper
from cmsdesk.services.history import CheckJournal, LastActs
from cmsdesk.services.lists import Asked
from cmsdesk.services.office import open_office
from cmsdesk.services.people import CountPeople
from cmsdesk.services.records import ReadApplication
from cmsdesk.services.register import ListHolders
from cmsdesk.ui.application_dialogs import ApplicationDialog, PointsDialog, ReceiveDialog
from cmsdesk.ui.cards import Sections
from cmsdesk.ui.decision_dialog import DecisionDialog
from cmsdesk.ui.import_dialog import ImportDialog
from cmsdesk.ui.office_dialog import OfficeDialog
from cmsdesk.ui.person_dialog import PersonDialog
from cmsdesk.ui.review.finishing import FinishDialog
from tests import given
from tests.conftest import SHARED
from tests.driving import LEFT, answer, choose, dialog, drop, press, running, words

REAL = SHARED / "ledenlijst.xlsx"


@pytest.fixture
def app(qapp: QApplication) -> Iterator[App]:
    with running(qapp) as program:
        yield program


def a_small_list(folder: Path) -> Path:
    """A list as an office keeps it: a title above the headings, and a total below."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    rows: list[list[object]] = [
        ["Ledenlijst 2026"],
        [],
        ["Lidnr.", "Voorletters", "Roepnaam", "Tussenvoegsel", "Achternaam", "E-mail", "Plaats", "Lid sinds"],
        [1001, "J.W.", "Jan-Willem", "de", "Vries", "jw.devries@example.org", "Delft", "1-2-2015"],
        [1002, "A.", "Anna", "van den", "Berg", "anna@example.org", "Gouda", "01-03-2016"],
        [1003, "P.", "Piet", None, None, None, "Urk", None],
        ["Totaal 3"],
    ]
    for row in rows:
        page.append(row)
    book.save(folder / "leden.xlsx")
    return folder / "leden.xlsx"


class Clerk:
    """Somebody at the window, who has nothing but mouse and keys."""

    def __init__(self, app: App, qtbot: QtBot, folder: Path) -> None:
        self.app = app
        self.qtbot = qtbot
        self.folder = folder

    @property
    def window(self) -> Any:
        """The window, whichever it is by now."""
        assert self.app.window is not None
        return self.app.window

    @property
    def page(self) -> Any:
        """The page in sight."""
        return self.window.stack.currentWidget()

    def press(self, text: str) -> None:
        """Click a button of the page."""
        press(self.page, text, self.qtbot)

    def go_to(self, key: str) -> None:
        """Press the keys of a tab."""
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)
        place = list(self.window.tabs).index(key) + 1
        self.qtbot.keyClick(self.window, Qt.Key(Qt.Key.Key_0 + place), Qt.KeyboardModifier.AltModifier)
        self.qtbot.waitUntil(lambda: self.page is self.window.pages.get(key))

    def fill(self, form: Any, **texts: str) -> None:
        """Type in the fields of a form and press Enter in its button."""
        for name, text in texts.items():
            field = getattr(form, name)
            field.selectAll()
            self.qtbot.keyClicks(field, text)
        self.qtbot.mouseClick(form.ok_button, LEFT)
        assert not form.isVisible(), form.error_label.text()

    def told(self, text: str) -> None:
        """Wait until the status bar says it."""
        self.qtbot.waitUntil(lambda: text in self.window.told_label.text(), timeout=20_000)

    def makes_an_office(self) -> None:
        assert self.app.start is not None
        press(self.app.start, "New office…", self.qtbot)
        texts = {"name": "Bureau Certificering", "contact_name": "Het bureau", "contact_email": "bureau@example.org"}
        self.fill(dialog(self.qtbot, OfficeDialog), **texts, signatory_name="A. Signer")
        choose(self.qtbot, self.folder / "Bureau")
        assert self.window.windowTitle() == "Bureau Certificering – cmsdesk"

    def imports(self, path: Path) -> None:
        self.go_to("members")
        self.qtbot.keyClick(self.window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
        choose(self.qtbot, path)
        preview = dialog(self.qtbot, ImportDialog)
        self.qtbot.waitUntil(preview.import_button.isEnabled, timeout=30_000)
        with self.qtbot.waitSignal(preview.imported, timeout=30_000):
            press(preview, "Import", self.qtbot)

    def applies_for(self, words_: str) -> None:
        """Find the person by typing, and start the application from the record."""
        self.go_to("members")
        self.qtbot.keyClicks(self.page.search_edit, words_)
        self.qtbot.waitUntil(lambda: self.page.count_label.text().startswith("1 of "))
        self.press("Start an application")
        form = dialog(self.qtbot, ApplicationDialog)
        form.route.setCurrentIndex(form.route.findText("(CMC)", Qt.MatchFlag.MatchContains))
        self.qtbot.mouseClick(form.ok_button, LEFT)
        assert self.page is self.window.pages["applications"]
        assert "This document is missing." in words(self.page.record_side)

    def adds_evidence(self) -> None:
        """One document by drop, another by the dialog."""
        drop(self.page, given.a_pdf(self.folder, "application.pdf"))
        assert "application.pdf" in words(self.page.record_side)
        self.press("Add document…")
        letter = given.a_pdf(self.folder, "letter.pdf")
        letter.write_bytes(letter.read_bytes() + b"\n% another document\n")
        choose(self.qtbot, letter)
        assert "letter.pdf" in words(self.page.record_side)

    def adds_points(self) -> None:
        self.press("Points")
        for ledger, text, amount in (("Education", "Leergang", "60"), ("Experience", "Praktijk", "50")):
            self.press("Add points…")
            form = dialog(self.qtbot, PointsDialog)
            while form.ledger.currentText() != ledger:
                self.qtbot.keyClick(form.ledger, Qt.Key.Key_Down)
            form.marks.setCurrentRow(0)
            self.qtbot.keyClick(form.marks, Qt.Key.Key_Space)
            self.qtbot.keyClick(form.accepted_, Qt.Key.Key_Space)
            self.fill(form, description=text, points=amount)

    def reviews(self) -> None:
        self.press("Take in")
        self.qtbot.mouseClick(dialog(self.qtbot, ReceiveDialog).ok_button, LEFT)
        self.press("Admit to review")
        self.press("Review dossier")
        review = self.page
        assert review is self.window.pages["review"]
        assert review.view.title.text() in {"application.pdf", "letter.pdf"}
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)
        review.requirements.setFocus()
        for _requirement in range(review.requirements.count()):
            self.qtbot.keyClick(review.requirements, Qt.Key.Key_1)
            self.qtbot.keyClick(review.requirements, Qt.Key.Key_O)
        self.press("Finish review  Ctrl+Enter")
        self.fill(dialog(self.qtbot, FinishDialog), comment="A complete dossier.")

    def decides_and_issues(self) -> None:
        self.press("Record decision")
        self.fill(dialog(self.qtbot, DecisionDialog), reference="IIMC-12", reason="All is met.")
        self.press("Issue certificate")
        assert self.app.office is not None
        assert self.app.office.do(ReadApplication(self.page.current_row().id)).state is State.GRANTED

    def exports_the_register(self) -> Path:
        path = self.folder / "register.xlsx"
        self.go_to("register")
        self.press("Register as Excel…")
        choose(self.qtbot, path)
        self.told("register.xlsx")
        return path

    def reports_to_the_board(self) -> Path:
        self.go_to("reports")
        self.press("Board report as PDF…")
        choose(self.qtbot, self.folder / "board.pdf")
        self.told("board.pdf")
        return self.folder / "board.pdf"

    def closes(self) -> Path:
        """Close the window; returns the backup that this made."""
        window = self.window
        before = set(self.folder.rglob("*.cmsdesk-backup"))
        window.close()
        self.qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)
        [backup] = set(self.folder.rglob("*.cmsdesk-backup")) - before
        self.app.window = None
        return backup

    def opens_again(self) -> None:
        """Choose the office on the start window."""
        self.app.show_start()
        assert self.app.start is not None
        entry = next(b for b in self.app.start.findChildren(QPushButton) if b.accessibleName().startswith("Bureau,"))
        self.qtbot.mouseClick(entry, LEFT)
        self.qtbot.waitUntil(lambda: self.app.window is not None)

    def sees(self) -> dict[str, list[list[str]]]:
        """What every list shows, and all that stands in the record of its first line."""
        found: dict[str, list[list[str]]] = {}
        for key in ("members", "applications", "register"):
            self.go_to(key)
            self.page.search_edit.clear()
            self.qtbot.waitUntil(lambda: not self.page._timer.isActive())  # the list has followed
            self.page.table.selectRow(0)
            model = self.page.table.model()
            columns = range(model.columnCount())
            found[key] = [[str(model.index(row, column).data()) for column in columns] for row in range(model.rowCount())]
            for place in range(len(self._sections())):
                self.qtbot.mouseClick(self._sections()[place], LEFT)
                found[key].append(words(self.page.record_side).split("\n"))
        self.go_to("reports")
        found["reports"] = [words(self.page).split("\n")]
        return found

    def _sections(self) -> list[QPushButton]:
        QApplication.processEvents()
        shown = [found for found in self.page.record_side.findChildren(Sections) if found.isVisible()]
        return [button for found in shown for button in found.buttons]


@pytest.mark.parametrize(
    ("source", "who", "people"),
    [
        pytest.param("small", "vries", 2, id="a small list"),
        pytest.param(
            "real",
            "1041",
            397,
            id="a real list",
            marks=pytest.mark.skipif(not REAL.exists(), reason="the real list is not beside this checkout"),
        ),
    ],
)
def test_from_a_member_list_to_a_certificate_and_back_from_a_backup(
    app: App, qtbot: QtBot, tmp_path: Path, source: str, who: str, people: int
) -> None:
    clerk = Clerk(app, qtbot, tmp_path)
    app.show_start()
    clerk.makes_an_office()
    clerk.imports(REAL if source == "real" else a_small_list(tmp_path))
    assert app.office is not None
    assert app.office.do(CountPeople()) == people
    clerk.applies_for(who)
    clerk.adds_evidence()
    clerk.adds_points()
    clerk.reviews()
    clerk.decides_and_issues()

    register = clerk.exports_the_register()
    [holder] = [found for found in app.office.do(ListHolders(Asked(), 0, 200)) if found.has_paper]
    sheet = openpyxl.load_workbook(register).worksheets[0]
    assert holder.number in {str(row[0].value) for row in sheet.iter_rows()}
    assert holder.name in {str(row[1].value) for row in sheet.iter_rows()}
    report = "\n".join(page.extract_text() for page in PdfReader(clerk.reports_to_the_board()).pages)
    assert "Bureau Certificering" in report
    name, paper = app.office.do(ReadPaper(holder.id))
    assert name.endswith(".pdf")
    assert holder.number in "".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages)
    acts = [row.act for row in app.office.do(LastActs())]
    assert acts[-1] == "Founded the office"
    assert len(acts) >= 12
    assert app.office.do(CheckJournal()) is None

    before = clerk.sees()
    history = "\n".join(before["applications"][-1])
    for act in ("Started an application", "Added a document", "Recorded the decision", "Issued the certificate"):
        assert act in history
    backup = clerk.closes()
    given.restored(backup, tmp_path / "copy.cmsdesk")
    copy = open_office(tmp_path / "copy.cmsdesk", user="x")
    assert copy.do(ReadPaper(holder.id)) == (name, paper)
    assert copy.do(CheckJournal()) is None
    copy.close()

    clerk.opens_again()
    assert clerk.sees() == before
    clerk.go_to("members")
    clerk.press("New person")
    clerk.fill(dialog(qtbot, PersonDialog), surname="Later")
    assert app.office.do(CountPeople()) == people + 1
    clerk.window.restore_action.trigger()
    choose(qtbot, backup)
    assert "nothing is lost" in answer(qtbot, "Restore")
    clerk.told("Bureau before restore.cmsdesk")
    assert QApplication.activeModalWidget() is None or not isinstance(QApplication.activeModalWidget(), QMessageBox)
    assert clerk.sees() == before
    kept = open_office(tmp_path / "Bureau before restore.cmsdesk", user="x")
    assert kept.do(CountPeople()) == people + 1
    assert kept.do(ReadPaper(holder.id)) == (name, paper)
    kept.close()
