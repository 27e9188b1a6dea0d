"""The first page of a document in a dossier of twenty, 300 MB in all, beside Qt's own: the same bytes, the same size."""

import io
import random
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QEventLoop, QIODevice, QRect, QSize, QTimer
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from cmsdesk.services.applications import StartApplication
from cmsdesk.services.dossiers import AddEvidence, EvidenceRow, ListEvidence
from cmsdesk.services.office import Office
from cmsdesk.services.people import AddPerson, PersonDetails
from cmsdesk.services.schemes import route_choices
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.notices import Notices
from cmsdesk.ui.viewer.document_view import DocumentView
from cmsdesk.ui.viewer.surfaces import Place
from tests.benchmarks.measuring import Compared, compare

_DOCUMENTS = 20
_BOX = Place(1, 0.4, 0.03, 0.2, 0.1)
_MORE = 0.3  # seconds that the first page may take beyond the floor


def measure(office: Office, folder: Path) -> Iterator[Compared]:
    """A page of words and a large scan; what is more than the floor is to stay below 300 ms."""
    qt = QApplication.instance() or QApplication([])
    assert isinstance(qt, QApplication)
    rows = a_dossier(office, folder)
    desk = Desk(office, Notices())
    view = DocumentView()
    view.resize(900, 1000)
    view.show()
    for what, row in (("small", rows[0]), (f"{rows[1].size >> 20} MB", rows[1]), (f"{rows[-1].size >> 20} MB", rows[-1])):
        raw = (folder / row.name).read_bytes()

        def ours(row: EvidenceRow = row) -> None:
            view.clear("")
            view.show_evidence(desk, row)
            wait_until(lambda: is_drawn(view))

        ours()
        page = view.pdf_view.area_of(Place(1, 0, 0, 1, 1))
        assert page is not None
        size = page.size().toSize()
        found = compare(what, partial(bare, raw, size), ours, goal=0, rounds=7)
        more = round((found.ours - found.floor) * 1000)
        goal = (found.floor + _MORE) / found.floor
        yield Compared(f"first page of 20 documents, {what}: {more:+} ms", found.floor, found.ours, goal)
    view.close()
    desk.close()


def bare(raw: bytes, size: QSize) -> None:
    """What Qt itself takes for these bytes, once they are in memory."""
    document, buffer = QPdfDocument(), QBuffer()
    buffer.setData(QByteArray(raw))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    document.render(0, size)
    document.close()


def wait_until(done: Callable[[], bool]) -> None:
    """Let the window work, and rest between, as it does when somebody sits before it."""
    loop, look = QEventLoop(), QTimer(interval=2)  # milliseconds
    look.timeout.connect(lambda: loop.quit() if done() else None)
    look.start()
    loop.exec()


def is_drawn(view: DocumentView) -> bool:
    """Whether the black box of the first page is on the screen."""
    box = view.pdf_view.area_of(_BOX) if view.stack.currentWidget() is view.pdf_view else None
    if box is None:
        return False
    spot = QRect(box.center().toPoint(), QSize(1, 1))
    return view.pdf_view.viewport().grab(spot).toImage().pixelColor(0, 0).lightness() == 0


def a_dossier(office: Office, folder: Path) -> list[EvidenceRow]:
    """A page of words, eighteen scans of some 14 MB, and one of 50 MB."""
    route = route_choices(office.today)[0]
    person = office.do(AddPerson(PersonDetails("Gemeten"), office.today))
    application = office.do(StartApplication(person, route.scheme_id, route.route_id))
    for number, megabytes in enumerate([0, *[14] * (_DOCUMENTS - 2), 50]):
        path = folder / f"document{number}.pdf"
        path.write_bytes(a_scan(number, megabytes))
        office.do(AddEvidence(application, path))
    return office.do(ListEvidence(application))


def a_scan(number: int, megabytes: int) -> bytes:
    """A page with a black box, and below it and after it noise, which no packing makes smaller: a megabyte a page."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, pageCompression=0)
    canvas.drawString(72, 60, f"Document {number}")
    source = random.Random(number)
    for page in range(max(1, megabytes)):
        if page == 0:
            left, top = _BOX.x * A4[0], (1 - _BOX.y) * A4[1]
            canvas.rect(left, top - _BOX.height * A4[1], _BOX.width * A4[0], _BOX.height * A4[1], fill=1)
        if megabytes:
            noise = Image.frombytes("L", (1000, 1000), source.randbytes(1_000_000))
            canvas.drawImage(ImageReader(noise), 40, 80, 500, 600)
        canvas.showPage()
    canvas.save()
    return target.getvalue()
