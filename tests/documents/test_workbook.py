"""A workbook opens as a table, never runs what a cell says, and is written whole or not at all."""

import os
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from cmsdesk.documents.saving import save_whole
from cmsdesk.documents.workbook import ColumnSpec, SheetSpec, sheet_title, write_workbook
from cmsdesk.domain.errors import RuleBroken
from tests.documents.conftest import HOSTILE


def written(path: Path, rows: list[tuple[object, ...]]) -> Any:
    columns = (ColumnSpec("Name"), ColumnSpec("Since", "date"), ColumnSpec("Count", "number"))
    write_workbook(path, [SheetSpec("Register", columns, rows, len(rows))])
    return openpyxl.load_workbook(path).worksheets[0]


def test_a_workbook_opens_as_a_table_with_real_dates(tmp_path: Path) -> None:
    page = written(tmp_path / "r.xlsx", [("Jan", date(2020, 1, 2), 3)])
    assert page["B2"].is_date
    assert page["C2"].value == 3
    assert page.freeze_panes == "A2"
    assert page.tables["Table1"].ref == "A1:C2"
    assert page.print_area == "'Register'!$A$1:$C$2"


def test_a_workbook_is_ready_to_filter_and_to_print(tmp_path: Path) -> None:
    page = written(tmp_path / "r.xlsx", [("Jan", date(2020, 1, 2), 3)])
    assert page.tables["Table1"].autoFilter.ref == "A1:C2"
    assert [column.name for column in page.tables["Table1"].tableColumns] == [cell.value for cell in page[1]]
    assert (page.page_setup.orientation, page.page_setup.fitToWidth, page.page_setup.fitToHeight) == ("landscape", 1, 0)
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.print_title_rows == "$1:$1"
    assert [page.column_dimensions[letter].width for letter in "ABC"] == [18, 18, 18]


def test_another_program_reads_the_same(tmp_path: Path) -> None:
    written(tmp_path / "r.xlsx", [("Łucja", date(2020, 1, 2), 3), ("=1+1", None, None)])
    rows = CalamineWorkbook.from_path(tmp_path / "r.xlsx").get_sheet_by_index(0).to_python()
    assert rows == [["Name", "Since", "Count"], ["Łucja", date(2020, 1, 2), 3.0], ["=1+1", "", ""]]


def test_letters_that_a_workbook_cannot_hold_are_left_out_and_nothing_is_read_as_another_letter(tmp_path: Path) -> None:
    rows: list[tuple[object, ...]] = [("a\ufffeb\uffffc\ud800d\x01e", None, None), ("_x0041_", None, None)]
    written(tmp_path / "r.xlsx", rows)
    assert [row[0] for row in CalamineWorkbook.from_path(tmp_path / "r.xlsx").get_sheet_by_index(0).to_python()] == [
        "Name",
        "abcde",
        "_x0041_",
    ]


def test_a_day_before_there_were_spreadsheets_is_text(tmp_path: Path) -> None:
    assert written(tmp_path / "r.xlsx", [("Jan", date(1899, 12, 31), 1)])["B2"].value == "31-12-1899"


def test_a_sheet_can_have_a_chart_of_its_numbers(tmp_path: Path) -> None:
    columns = (ColumnSpec("Title"), ColumnSpec("Count", "number"))
    write_workbook(tmp_path / "c.xlsx", [SheetSpec("Titles", columns, [("A", 1), ("B", 2)], 2, chart=True)])
    [chart] = openpyxl.load_workbook(tmp_path / "c.xlsx").worksheets[0]._charts  # type: ignore[attr-defined]
    assert chart.series[0].val.numRef.f == "'Titles'!$B$2:$B$3"
    assert chart.series[0].cat.numRef.f == "'Titles'!$A$2:$A$3"


@pytest.mark.parametrize("name", [*HOSTILE, "+31 6", "-1", "@SUM(A1)", "\t=1"])
def test_no_cell_is_ever_a_formula(tmp_path: Path, name: str) -> None:
    page = written(tmp_path / "r.xlsx", [(name, None, None)])
    assert page["A2"].data_type == "s"
    assert page["A2"].value == "".join(c for c in name if c != "\x07")
    assert page["A2"].quotePrefix == (name[:1] in set("=+-@"))  # typing in the cell does not make it one either


def test_an_empty_list_still_opens(tmp_path: Path) -> None:
    assert written(tmp_path / "r.xlsx", []).tables["Table1"].ref == "A1:C2"


def test_a_workbook_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    def full(_target: Any) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(RuleBroken, match="full"):
        save_whole(tmp_path / "r.xlsx", full)
    assert list(tmp_path.iterdir()) == []


def test_a_list_that_is_stopped_halfway_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stopped(Exception):  # noqa: N818 - a wish, no fault
        pass

    def stop(_done: int, _total: int) -> None:
        raise Stopped

    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    rows = ((f"Name {n}",) for n in range(2_000))
    with pytest.raises(Stopped):
        write_workbook(tmp_path / "r.xlsx", [SheetSpec("Register", (ColumnSpec("Name"),), rows, 2_000)], report=stop)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_a_list_can_be_read_by_colleagues(tmp_path: Path) -> None:
    written(tmp_path / "r.xlsx", [])
    (tmp_path / "plain").touch()
    assert (tmp_path / "r.xlsx").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_list_that_replaces_another_leaves_only_itself(tmp_path: Path) -> None:
    written(tmp_path / "r.xlsx", [])
    assert written(tmp_path / "r.xlsx", [("Jan", None, None)])["A2"].value == "Jan"
    assert [path.name for path in tmp_path.iterdir()] == ["r.xlsx"]


def test_a_sheet_title_is_one_excel_accepts() -> None:
    assert sheet_title("a/b:c[d]" + "x" * 40) == ("a-b-c-d-" + "x" * 40)[:31]
