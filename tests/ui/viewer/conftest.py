"""A viewer on a real office, with a dossier of documents of every kind."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from cmsdesk.services.dossiers import AddEvidence, EvidenceRow, ListEvidence
from cmsdesk.services.office import Office
from cmsdesk.ui.viewer.document_view import DocumentView
from tests import given

Add = Callable[[str, bytes], EvidenceRow]


@pytest.fixture
def view(qtbot: QtBot) -> DocumentView:
    made = DocumentView()
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    return made


@pytest.fixture
def application(office: Office) -> int:
    return given.an_application(office, given.a_member(office))


@pytest.fixture
def add(office: Office, application: int, tmp_path: Path) -> Add:
    """Put bytes in the dossier under a name."""

    def put(name: str, content: bytes) -> EvidenceRow:
        path = tmp_path / name
        path.write_bytes(content)
        evidence = office.do(AddEvidence(application, path))
        return next(row for row in office.do(ListEvidence(application)) if row.id == evidence)

    return put


def words(view: DocumentView) -> str:
    """Every sentence that can be read on the viewer now."""
    QApplication.processEvents()  # what was just added is shown by the next event
    return "\n".join(label.text() for label in view.findChildren(QLabel) if label.isVisibleTo(view))


def colour_at(shot: QImage, x: float, y: float) -> QColor:
    """The colour at a point of a picture of the screen, however fine the screen is."""
    return shot.pixelColor(round(x * shot.devicePixelRatio()), round(y * shot.devicePixelRatio()))
