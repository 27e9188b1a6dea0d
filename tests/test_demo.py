"""The demo plays the whole main job and leaves it for everybody to see; where it cannot, it leaves nothing."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from cmsdesk.demo import OFFICE, check, play
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import language
from cmsdesk.services.applications import CountApplications
from cmsdesk.services.inspecting import InspectOffice
from cmsdesk.services.lists import Asked
from cmsdesk.services.office import open_office
from cmsdesk.services.people import CountPeople
from cmsdesk.services.register import ListHolders


def unheard(_line: str) -> None:
    """Nobody listens; on a full disk a test could not print either."""


STATES = ("draft", "submitted", "incomplete", "candidate", "in_assessment", "assessed", "granted", "refused")
TABS = ("today", "members", "applications", "review", "register", "reports")


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `cmsdesk demo` leaves, played as a user plays it."""
    folder = tmp_path_factory.mktemp("demo") / "example"
    program = [sys.executable, "-m", "cmsdesk", "--language", "en", "demo", "--to", str(folder)]
    done = subprocess.run(program, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"Everything lies in {folder}" in done.stdout
    assert all(place.name in done.stdout for place in folder.iterdir() if not place.name.endswith("-files"))
    return folder


def test_the_example_office_has_people_in_every_stage(left: Path) -> None:
    with closing(open_office(left / OFFICE, user="tester")) as office:
        assert office.do(CountPeople()) >= 60
        counts = {state: office.do(CountApplications(Asked(chips=frozenset({f"state:{state}"})))) for state in STATES}
        assert {state for state, count in counts.items() if count < 2} == set()
        assert office.do(InspectOffice()).whole


def test_every_certificate_is_there_as_it_was_issued_and_in_the_register(left: Path) -> None:
    with closing(open_office(left / OFFICE, user="tester")) as office:
        holders = office.do(ListHolders(Asked(), 0, 100))
    papers = {path.stem: PdfReader(path).pages[0].extract_text() for path in (left / "Certificates").iterdir()}
    assert len(papers) >= 5
    assert {holder.number for holder in holders} == set(papers)
    page = openpyxl.load_workbook(left / "Register.xlsx").worksheets[0]
    assert {row[0] for row in page.iter_rows(min_row=2, values_only=True)} == set(papers)
    for holder in holders:
        assert holder.name.partition(",")[0] in papers[holder.number]


def test_the_board_finds_the_same_figures_on_paper_and_in_the_workbook(left: Path) -> None:
    text = PdfReader(left / "Board report.pdf").pages[0].extract_text()
    assert "Board report" in text
    book = openpyxl.load_workbook(left / "Board report.xlsx")
    for label, count in book["Totals"].iter_rows(min_row=2, max_col=2, values_only=True):
        assert str(count) in text, label


def test_there_is_a_picture_of_each_tab(left: Path) -> None:
    pictures = sorted((left / "Pictures").iterdir())
    assert [path.stem.partition("-")[2] for path in pictures] == list(TABS)
    for path in pictures:
        image = QImage(str(path))
        assert (image.width(), image.height()) == (1440, 900)
        colours = {image.pixel(x, y) for x in range(0, 1440, 7) for y in range(0, 900, 7)}
        assert len(colours) > 10


def listing(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_second_demo_never_touches_the_first(left: Path) -> None:
    before = listing(left)
    with pytest.raises(RuleBroken, match=r"already holds Voorbeeldbureau\.cmsdesk.*empty folder"):
        play(left, unheard)
    assert listing(left) == before


def test_a_file_of_somebody_else_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "Register.xlsx").write_bytes(b"mine")
    with pytest.raises(RuleBroken, match=r"already holds Register\.xlsx"):
        play(tmp_path, unheard)
    assert listing(tmp_path) == {"Register.xlsx": b"mine"}


@pytest.mark.parametrize("place", ["a file", "/proc", "/proc/demo"])
def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path, place: str) -> None:
    (tmp_path / "a file").touch()
    folder = tmp_path / place / "demo" if place == "a file" else Path(place)
    if place != "a file" and not Path("/proc/self").exists():
        pytest.skip("only Linux has a folder in which nobody may write")
    with pytest.raises(RuleBroken, match="(?s)may you not write|choose another folder"):
        play(folder, unheard)


@contextmanager
def full_disk(room: int) -> Iterator[None]:
    """No file can grow beyond so many bytes; the system says so as on a full disk."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("room", [0, 4_096, 60_000, 200_000, 500_000])
def test_a_full_disk_is_said_and_leaves_nothing(qtbot: QtBot, tmp_path: Path, room: int) -> None:
    with full_disk(room), pytest.raises(RuleBroken, match="disk"):
        play(tmp_path / "demo", unheard)
    assert listing(tmp_path) == {}


def test_the_check_counts_what_it_opened(qtbot: QtBot) -> None:
    said: list[str] = []
    spoken = language()
    assert check(said.append) == 0
    assert said[0].startswith("cmsdesk ")
    assert "0 worked examples failed" in said[1]
    assert language() == spoken
