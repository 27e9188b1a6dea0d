"""The review as a workbook, for an assessor who may install nothing: locked text, a list of verdicts, room for comment.

What the program needs to read it back stands in hidden places: the id of each criterion in column A, the name of each
column in row 4, and what the form is about on a sheet of its own. The lock is against accidents and has no password;
review_answers.py finds out what was done to a form all the same.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from cmsdesk.domain.words import _
from cmsdesk.exchange.packages.manifest import Subject
from cmsdesk.exchange.packages.whole_files import whole_file

FORMAT = "cmsdesk-form 1"
STAMP = "cmsdesk"  # the hidden sheet
FIELDS = ("criterion", "text", "verdict", "comment")  # columns A to D
NAMES_ROW = 4  # 1 is the first
FIRST_ROW = NAMES_ROW + 2
LONGEST = 32_767  # letters in a cell of Excel

_WIDTHS = {"A": 4, "B": 70, "C": 22, "D": 70}
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LIKE_AN_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # Excel reads _x0041_ as A
_A4 = 9  # as Excel numbers paper sizes
_PAPER = PatternFill("solid", fgColor="FFFDF3D8")
_SIDE = Side("thin", "FFBFBFBF")
_LINE = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)


@dataclass(frozen=True)
class FormRow:
    """One criterion: its id, what it asks, the code of the verdict and the comment, both empty until given."""

    criterion: str
    text: str
    verdict: str = ""
    comment: str = ""


@dataclass(frozen=True)
class Form:
    """What the office asks; `verdicts` gives for each code the word in the list."""

    subject: Subject
    title: str
    rows: tuple[FormRow, ...]
    verdicts: Mapping[str, str]


def write_form(path: Path, form: Form) -> None:
    """Write the form, with whatever was judged already, whole or not at all."""
    book = Workbook()
    page = book.worksheets[0]
    page.title = _("Review")
    _write_stamp(book.create_sheet(STAMP), form)
    _write_heading(page, form.title)
    for number, row in enumerate(form.rows, start=FIRST_ROW):
        _write_row(page, number, row, form.verdicts)
    _offer_verdicts(page, form)
    _lay_out(page, FIRST_ROW + len(form.rows) - 1)
    page.protection.sheet = True
    page.protection.formatColumns = page.protection.formatRows = False  # False lets the user do it
    book.security = WorkbookProtection(lockStructure=True)
    book.properties.creator = "cmsdesk"
    with whole_file(path) as target:
        book.save(target)


def cell_text(text: str) -> str:
    """A text as a cell can hold it, with the line ends Excel uses."""
    return _NO_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))[:LONGEST].strip()


def _write_stamp(page: Worksheet, form: Form) -> None:
    subject = form.subject
    lines = {"format": FORMAT, "package": subject.package, "dossier": subject.dossier, "revision": str(subject.revision)}
    for number, (name, value) in enumerate(lines.items(), start=1):
        _put(page, number, 1, name)
        _put(page, number, 2, value)
    for number, word in enumerate(form.verdicts.values(), start=1):
        _put(page, number, 3, word)
    page.sheet_state = "veryHidden"
    page.protection.sheet = True


def _write_heading(page: Worksheet, title: str) -> None:
    _put(page, 1, 2, title).font = Font(bold=True, size=14)
    _put(
        page, 2, 2, _("Choose a verdict in each row, write your comment beside it, save the file and send it back to the office.")
    )
    headings = ("", _("Criterion"), _("Verdict"), _("Comment"))
    for column, (field, heading) in enumerate(zip(FIELDS, headings, strict=True), start=1):
        _put(page, NAMES_ROW, column, field)
        _put(page, NAMES_ROW + 1, column, heading).font = Font(bold=True)


def _write_row(page: Worksheet, number: int, row: FormRow, verdicts: Mapping[str, str]) -> None:
    for column, text in enumerate((row.criterion, row.text, verdicts.get(row.verdict, ""), row.comment), start=1):
        cell = _put(page, number, column, text)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.border = _LINE
        if FIELDS[column - 1] in {"verdict", "comment"}:
            cell.protection = Protection(locked=False)
            cell.fill = _PAPER
            cell.number_format = "@"


def _offer_verdicts(page: Worksheet, form: Form) -> None:
    if form.rows and form.verdicts:
        offered = DataValidation(
            "list", formula1=f"{STAMP}!$C$1:$C${len(form.verdicts)}", allow_blank=True, showErrorMessage=True
        )
        offered.errorTitle, offered.error = _("Verdict"), _("Please choose a verdict from the list.")
        offered.add(f"C{FIRST_ROW}:C{FIRST_ROW + len(form.rows) - 1}")
        page.add_data_validation(offered)


def _lay_out(page: Worksheet, last_row: int) -> None:
    for letter, width in _WIDTHS.items():
        page.column_dimensions[letter].width = width
    page.column_dimensions["A"].hidden = True
    page.row_dimensions[NAMES_ROW].hidden = True
    page.freeze_panes = f"A{FIRST_ROW}"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", _A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = f"{NAMES_ROW + 1}:{NAMES_ROW + 1}"
    page.print_area = f"A1:D{last_row}"


def _put(page: Worksheet, row: int, column: int, text: str) -> Cell:
    """A cell that is text whatever it says."""
    cell: Any = page.cell(row, column)
    if kept := cell_text(text):
        cell.value = _LIKE_AN_ESCAPE.sub("_x005F_", kept)
        cell.data_type = "s"
        cell.quotePrefix = kept[0] in "=+-@"
    return cell  # type: ignore[no-any-return]
