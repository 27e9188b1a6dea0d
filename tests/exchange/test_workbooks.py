"""No workbook hurts the program: each is read or refused with a sentence, in time and within memory."""

import threading
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.exchange.reading import MOST_ROWS
from cmsdesk.exchange.workbooks import read_workbook

_NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_SHEET, _STYLES, _TEXTS = "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/sharedStrings.xml"
_ENTITIES = '<!DOCTYPE l [<!ENTITY a0 "lol">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9)) + "]>"


@pytest.fixture
def good(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.append(["Lidnr", "Naam", "Plaats"])
    for number in range(50):
        page.append([number, f"Naam{number}", "Delft"])
    path = tmp_path / "good.xlsx"
    book.save(path)
    return path


def changed(good: Path, **parts: str | bytes | None) -> Path:
    """A copy of a good workbook with some parts replaced, added or left out."""
    path = good.with_name("changed.xlsx")
    wanted = {name.replace("__", "/").replace("_dot_", "."): content for name, content in parts.items()}
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name not in wanted:
                target.writestr(name, source.read(name))
        for name, content in wanted.items():
            if content is not None:
                target.writestr(name, content)
    return path


def sheet(inside: str) -> dict[str, str]:
    return {"xl__worksheets__sheet1_dot_xml": f"<worksheet {_NS}>{inside}</worksheet>"}


BAD: dict[str, Callable[[Path], Path]] = {
    "rows without end": lambda g: changed(
        g, **sheet("<sheetData>" + '<row><c t="inlineStr"><is><t>AAAA</t></is></c></row>' * 400_000 + "</sheetData>")
    ),
    "blanks without end": lambda g: changed(g, **sheet("<sheetData>" + " " * 200_000_000 + "</sheetData>")),
    "entities in texts": lambda g: changed(
        g, xl__sharedStrings_dot_xml=f"<?xml version='1.0'?>{_ENTITIES}<sst {_NS}><si><t>&a8;</t></si></sst>"
    ),
    "a cell at the far corner": lambda g: changed(
        g,
        **sheet(
            '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
        ),
    ),
    "a text that is not there": lambda g: changed(
        g, **sheet('<sheetData><row r="1"><c r="A1" t="s"><v>99999</v></c></row></sheetData>')
    ),
    "styles without end": lambda g: changed(g, xl__styles_dot_xml=f"<styleSheet {_NS}>" + "<xf/>" * 1_200_000 + "</styleSheet>"),
    "a number of two million digits": lambda g: changed(
        g, **sheet(f'<sheetData><row r="1"><c r="A1"><v>{"9" * 2_000_000}</v></c></row></sheetData>')
    ),
    "no workbook": lambda g: changed(g, xl__workbook_dot_xml=None),
    "no sheet": lambda g: changed(g, xl__worksheets__sheet1_dot_xml=None),
    "a name that climbs out": lambda g: changed(g, **{"..__..__pwned_dot_txt": "x"}),
    "thousands of parts": lambda g: changed(g, **{f"xl__media__{n}_dot_png": "" for n in range(3_000)}),
    "a foreign encoding": lambda g: changed(g, xl__sharedStrings_dot_xml=b"\0" * 1000),
    "half a file": lambda g: _raw(g, g.read_bytes()[: g.stat().st_size // 2]),
    "a scratch": lambda g: _raw(g, g.read_bytes()[:300] + b"\xff" * 40 + g.read_bytes()[340:]),
    "nothing": lambda g: _raw(g, b""),
    "a renamed PDF": lambda g: _raw(g, b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"),
    "a password": lambda g: _raw(
        g, bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512) + "EncryptedPackage".encode("utf-16-le") + bytes(512)
    ),
    "an old office file of no kind": lambda g: _raw(g, bytes.fromhex("d0cf11e0a1b11ae1") + bytes(5000)),
    "a picture": lambda g: _raw(g, b"\x89PNG\r\n\x1a\n" + bytes(100)),
}


def _raw(good: Path, content: bytes) -> Path:
    path = good.with_name("changed.xlsx")
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("kind", sorted(BAD))
def test_a_bad_workbook_is_refused_with_its_name(good: Path, kind: str) -> None:
    with pytest.raises(RuleBroken, match=r"changed\.xlsx"):
        read_workbook(BAD[kind](good))
    assert not list(good.parent.parent.glob("**/pwned*"))


@pytest.mark.parametrize(
    "inside",
    [
        '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        "<cols>" + '<col min="1" max="16384" width="9"/>' * 5000 + "</cols><sheetData/>",
        '<sheetData><row r="1"><c r="A1" t="d"><v>9999999-99-99</v></c><c r="B1"><v>1e99999</v></c></row></sheetData>',
        '<sheetData><row r="1"><c r="A1" t="str"><f>HYPERLINK("http://x","y")</f><v>y</v></c></row></sheetData>',
    ],
)
def test_an_odd_but_harmless_workbook_is_read(good: Path, inside: str) -> None:
    assert len(read_workbook(changed(good, **sheet(inside))).sheets) == 1


def test_a_password_is_named_as_the_reason(good: Path) -> None:
    with pytest.raises(RuleBroken, match="password"):
        read_workbook(BAD["a password"](good))


def test_a_csv_of_windows_keeps_its_letters(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("Naam;Plaats\nDaniël;'s-Hertogenbosch\n".encode("windows-1252"))
    assert read_workbook(path).sheets[0].rows[1] == ("Daniël", "'s-Hertogenbosch")


def test_a_csv_without_end_is_given_up_where_a_list_ends(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("a;b\n" * (MOST_ROWS * 2))
    heard: list[tuple[int, int]] = []
    with pytest.raises(RuleBroken, match=r"list\.csv is larger than 200000 rows"):
        read_workbook(path, report=lambda done, total: heard.append((done, total)))
    assert heard[-1] == (MOST_ROWS, 0)
    path.write_text("a;" * 2_000_000)
    with pytest.raises(RuleBroken, match="or 100 columns"):
        read_workbook(path)


def test_a_csv_keeps_the_lines_within_a_cell_and_reads_every_kind_of_line_end(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b'Naam;Adres\r\nJansen;"Plein 1\r\nDelft"\rBakker;Dam 1\nVisser;Kade 2')
    assert read_workbook(path).sheets[0].rows == (
        ("Naam", "Adres"),
        ("Jansen", "Plein 1\nDelft"),
        ("Bakker", "Dam 1"),
        ("Visser", "Kade 2"),
    )


class _Enough(Exception):  # noqa: N818 - a wish, no fault
    pass


def test_a_long_list_reports_its_progress_and_can_be_stopped(tmp_path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet("Leden")
    for number in range(10_000):
        page.append([number, f"Naam{number}", "Delft"])
    book.save(tmp_path / "long.xlsx")
    heard: list[tuple[int, int]] = []
    assert (
        len(read_workbook(tmp_path / "long.xlsx", report=lambda done, total: heard.append((done, total))).sheets[0].rows)
        == 10_000
    )
    assert heard[-1] == (10_000, 10_000)

    def stop(_done: int, _total: int) -> None:
        raise _Enough

    with pytest.raises(_Enough):
        read_workbook(tmp_path / "long.xlsx", report=stop)
    assert not [thread for thread in threading.enumerate() if thread.name == "_watch"]
