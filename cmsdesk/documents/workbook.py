"""Excel lists that open clean: a table with frozen headings, filters, real dates and a print area.

Text is always text. A name such as =1+1 is written so that no spreadsheet will ever run it.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, BinaryIO, Literal
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import WorkbookAlreadySaved
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.writer.excel import ExcelWriter

from cmsdesk.documents.saving import save_whole

_A4 = 9  # as Excel numbers paper sizes
_FIRST_YEAR = 1900  # spreadsheets know no day before it
_LONGEST = 32_767
# What a file of Excel cannot hold, and what Excel would read as the number of a letter.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_REPORT_EVERY = 500


@dataclass(frozen=True)
class ColumnSpec:
    """One column; width in characters."""

    title: str
    kind: Literal["text", "date", "number"] = "text"
    width: float = 18


@dataclass(frozen=True)
class SheetSpec:
    """One sheet: its columns, and its rows as plain values; `count` is how many rows will come."""

    title: str
    columns: Sequence[ColumnSpec]
    rows: Iterable[Sequence[object]]
    count: int
    chart: bool = False  # of the numbers in the second column, by the words in the first


def write_workbook(path: Path, sheets: Sequence[SheetSpec], *, report: Callable[[int, int], None] | None = None) -> None:
    """Write the sheets to a file, whole or not at all; rows are streamed."""

    def write(target: BinaryIO) -> None:
        book = Workbook(write_only=True)
        try:
            for place, sheet in enumerate(sheets, start=1):
                _write_sheet(book, sheet, place, report)
            save_book(book, target)
        except BaseException:
            _abandon(book)
            raise

    save_whole(path, write)


def save_book(book: Workbook, target: BinaryIO) -> None:
    """Write a workbook; openpyxl's own way leaves the archive open when the disk is full."""
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).save()


def _abandon(book: Workbook) -> None:
    """End what was begun: each sheet lies in a temporary file that openpyxl removes only when it was saved."""
    for page in book.worksheets:
        with suppress(OSError, WorkbookAlreadySaved):
            page.close()
        with suppress(OSError, AttributeError):
            page._writer.cleanup()  # type: ignore[attr-defined] # noqa: SLF001 - there is no other way to it


def _write_sheet(book: Workbook, sheet: SheetSpec, place: int, report: Callable[[int, int], None] | None) -> None:
    page: Any = book.create_sheet(sheet_title(sheet.title))
    last = get_column_letter(len(sheet.columns))
    for index, column in enumerate(sheet.columns, start=1):
        page.column_dimensions[get_column_letter(index)].width = column.width
    page.freeze_panes = "A2"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = _A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = "1:1"
    page.print_area = f"A1:{last}{max(sheet.count, 1) + 1}"
    page.oddFooter.center.text = "&P / &N"
    page.append([_heading(page, column.title) for column in sheet.columns])
    written = 0
    for row in sheet.rows:
        page.append([_cell(page, column, value) for column, value in zip(sheet.columns, row, strict=True)])
        written += 1
        if report and written % _REPORT_EVERY == 0:
            report(written, sheet.count)
    if not written:
        page.append([None] * len(sheet.columns))  # Excel repairs a table without a row
    table = Table(displayName=f"Table{place}", ref=f"A1:{last}{max(written, 1) + 1}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    table.tableColumns = [TableColumn(id=n, name=column.title) for n, column in enumerate(sheet.columns, start=1)]
    table.autoFilter = AutoFilter(ref=table.ref)
    page._tables.add(table)  # noqa: SLF001 - add_table warns of columns that were just given
    if sheet.chart and written:
        page.add_chart(_bars(page, written), f"{get_column_letter(len(sheet.columns) + 2)}2")


def _bars(page: Any, rows: int) -> BarChart:
    chart = BarChart()
    chart.type, chart.title, chart.legend = "bar", page.title, None
    chart.add_data(Reference(page, min_col=2, min_row=2, max_row=rows + 1))
    chart.set_categories(Reference(page, min_col=1, min_row=2, max_row=rows + 1))
    chart.x_axis.delete = chart.y_axis.delete = False  # new versions of Excel hide them otherwise
    chart.x_axis.scaling.orientation = "maxMin"  # the first row on top
    return chart


def _heading(page: Any, title: str) -> Any:
    cell = WriteOnlyCell(page, value=title)
    cell.font = Font(bold=True)
    cell.alignment = Alignment(vertical="center")
    return cell


def _cell(page: Any, column: ColumnSpec, value: object) -> Any:
    if value is None or value == "":
        return None
    if isinstance(value, date) and value.year < _FIRST_YEAR:
        return _text(page, f"{value:%d-%m-%Y}")
    if isinstance(value, date):
        cell = WriteOnlyCell(page, value=datetime.combine(value, time()))
        cell.number_format = "DD-MM-YYYY"
        return cell
    if column.kind == "number":
        return WriteOnlyCell(page, value=value)  # type: ignore[arg-type]
    return _text(page, str(value))


def _text(page: Any, text: str) -> Any:
    """A cell that is text whatever it says."""
    cell = WriteOnlyCell(page, value="")
    cell.value = _ESCAPE.sub("_x005F_", _NOT_XML.sub("", text))[:_LONGEST]
    cell.data_type = "s"
    if text[:1] in "=+-@":
        cell.quotePrefix = True
    return cell


def sheet_title(title: str) -> str:
    """A title Excel accepts for a sheet."""
    return "".join("-" if sign in r"[]:*?/\'" else sign for sign in title)[:31] or "1"
