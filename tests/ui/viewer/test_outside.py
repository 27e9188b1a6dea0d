"""A copy for another program: after a warning, for reading only, and gone when the program closes."""

import os
import stat
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.permissions import Actor, Role
from cmsdesk.services.dossiers import AddEvidence, ListEvidence
from cmsdesk.services.office import make_office
from cmsdesk.services.settings import FoundOffice, OfficeDetails
from cmsdesk.store.office_key import new_office_key
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.notices import Notices
from cmsdesk.ui.viewer.document_view import DocumentView
from cmsdesk.ui.viewer.outside import OUTSIDE, Outside
from tests import given
from tests.conftest import TODAY
from tests.ui.viewer.conftest import Add, words


def test_a_copy_is_private_and_cannot_be_written(tmp_path: Path) -> None:
    outside = Outside(tmp_path / "opened")
    path = outside.copy("plan.docx", b"words")
    assert (path.name, path.read_bytes()) == ("plan.docx", b"words")
    assert outside.copy("plan.docx", b"others").read_bytes() == b"others"
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o400
        assert {stat.S_IMODE(place.stat().st_mode) for place in (path.parent, path.parent.parent)} == {0o700}
    outside.remove()
    assert not path.exists()
    assert list((tmp_path / "opened").iterdir()) == []


def test_a_name_cannot_lead_elsewhere(tmp_path: Path) -> None:
    path = Outside(tmp_path / "opened").copy("../../up.pdf", b"%PDF")
    assert path.is_relative_to(tmp_path / "opened")


@pytest.mark.parametrize("name", ["run.sh", "start.desktop", "macro.docm", "page.html", "nameless", "form.pdf.exe"])
def test_what_the_system_could_run_is_never_handed_over(tmp_path: Path, name: str) -> None:
    with pytest.raises(RuleBroken, match="could do harm"):
        Outside(tmp_path / "opened").copy(name, b"#!/bin/sh")
    assert not (tmp_path / "opened").exists()


def test_what_a_process_left_behind_goes_at_the_next_start_and_what_another_window_has_open_stays(tmp_path: Path) -> None:
    outside = Outside(tmp_path / "opened")
    mine = outside.copy("plan.docx", b"words")
    left = tmp_path / "opened" / "999999999-1-abcd"
    (left / "ab").mkdir(parents=True)
    (left / "ab" / "old.pdf").write_bytes(b"%PDF")
    (left / "ab" / "old.pdf").chmod(0o400)
    (tmp_path / "opened" / "somebody's own").mkdir()
    Outside(tmp_path / "opened").remove_left_behind()
    assert mine.exists()
    assert sorted(place.name for place in (tmp_path / "opened").iterdir()) == [mine.parent.parent.name, "somebody's own"]


class Program(QObject):
    """Another program of this computer."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[Path] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(Path(url.toLocalFile()))


def test_a_document_is_opened_outside_only_after_a_warning(view: DocumentView, desk: Desk, add: Add, qtbot: QtBot) -> None:
    program = Program()
    QDesktopServices.setUrlHandler("file", program, "open")  # type: ignore[arg-type]  # the stub says bytes, the call wants text
    try:
        view.show_evidence(desk, add("old.doc", b"\xd0\xcf\x11\xe0 words"))
        assert "Please ask for a PDF" in words(view)
        for verb in ("Cancel", "Open a copy"):
            view.tools.outside_action.trigger()
            box = QApplication.activeModalWidget()
            assert isinstance(box, QMessageBox)
            assert "“old.doc” goes to another program" in box.text() + box.informativeText()
            next(button for button in box.buttons() if button.text() == verb).click()
            assert bool(program.opened) is (verb == "Open a copy")
        [path] = program.opened
        assert (path.name, path.read_bytes()) == ("old.doc", b"\xd0\xcf\x11\xe0 words")
    finally:
        QDesktopServices.unsetUrlHandler("file")
        OUTSIDE.remove()
    assert not path.exists()


def test_a_paper_that_is_in_no_dossier_has_no_notes_and_is_not_handed_over(view: DocumentView) -> None:
    import io

    view.show_document("note.txt", "text/plain", io.BytesIO(b"words"))
    assert not view.tools.outside_action.isVisible()
    assert not view.tools.notes_button.isVisible()
    view.add_note()
    assert not view.notes.isVisible()


def test_nothing_is_copied_in_the_clear_on_the_machine_of_an_assessor(view: DocumentView, tmp_path: Path, qtbot: QtBot) -> None:
    office = make_office(tmp_path / "sealed.cmsdesk", user="tester", key=new_office_key(), today=lambda: TODAY)
    office.do(FoundOffice(OfficeDetails("Test office")))
    desk = Desk(office, Notices())
    application = given.an_application(office, given.a_member(office))
    (tmp_path / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0 words")
    office.do(AddEvidence(application, tmp_path / "old.doc"))
    [row] = office.do(ListEvidence(application))
    view.show_evidence(desk, row)
    assert view.tools.outside_action.isVisible()  # the office itself is asked
    office.work_as(Actor("An assessor", Role.ASSESSOR))
    view.show_evidence(desk, row)
    assert not view.tools.outside_action.isVisible()
    assert not [found for found in view.stack.findChildren(QPushButton) if found.isVisibleTo(view)]
    view.open_outside()
    assert QApplication.activeModalWidget() is None
    view.clear("")
    desk.close()
    office.close()
