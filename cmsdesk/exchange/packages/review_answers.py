"""Reading a review form back, and naming everything in it that is no longer as the office wrote it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _
from cmsdesk.exchange.members import Problem
from cmsdesk.exchange.packages.checks import KnownPackage, check_still_open, check_subject
from cmsdesk.exchange.packages.faults import Fault, PackageRefused
from cmsdesk.exchange.packages.manifest import Subject
from cmsdesk.exchange.packages.review_form import FIELDS, FIRST_ROW, FORMAT, NAMES_ROW, STAMP, Form, FormRow, cell_text
from cmsdesk.exchange.workbooks import Cell, Sheet, read_workbook

_SEARCHED = 40
_MOST_PROBLEMS = 100  # a longer list helps nobody, and a hostile form could make it endless


@dataclass(frozen=True)
class FilledForm:
    """A form that came back: what it says it is about, and its sheet."""

    subject: Subject
    sheet: Sheet


@dataclass(frozen=True)
class Answers:
    """What a form says, row by row as the office asked; with any problem nothing of it should be taken over."""

    rows: tuple[FormRow, ...]
    problems: tuple[Problem, ...]


def open_form(path: Path) -> FilledForm:
    """Read a form that came in; a file that is none is refused."""
    book = read_workbook(path)
    stamps = [sheet for sheet in book.sheets if sheet.name == STAMP]
    pages = [sheet for sheet in book.sheets if sheet.name != STAMP and _names_row(sheet) is not None]
    said = {_text(row[0]): _text(row[1]) for row in stamps[0].rows if len(row) > 1} if stamps else {}
    version = re.fullmatch(r"cmsdesk-form ([1-9][0-9]{0,8})", said.get("format", ""), re.ASCII)
    if version and said["format"] != FORMAT:
        raise PackageRefused(Fault.NEWER_VERSION)
    revision = said.get("revision", "")
    if not version or len(pages) != 1 or not re.fullmatch("[1-9][0-9]{0,8}", revision, re.ASCII):
        raise RuleBroken(
            _(
                "{file} is not a review form of this office, or its hidden parts are gone. Please ask for the form once more."
            ).format(file=path.name)
        )
    return FilledForm(Subject(said.get("package", ""), said.get("dossier", ""), int(revision)), pages[0])


def read_answers(filled: FilledForm, asked: Form, before: KnownPackage | None, today: date) -> Answers:
    """Hold a form against the office's books and against the form that was asked; `before` is the package it names."""
    check_still_open(check_subject(filled.subject, before), today)
    return _Reading(filled.sheet, asked).answers()


class _Reading:
    """One sheet while it is held against what was asked; rows are numbered from 1, columns from 0."""

    def __init__(self, sheet: Sheet, asked: Form) -> None:
        self._sheet, self._asked = sheet, asked
        self._problems: list[Problem] = []
        self._names_row = _names_row(sheet) or NAMES_ROW
        names = [_text(cell) for cell in sheet.rows[self._names_row - 1]]
        self._columns = {field: names.index(field) for field in FIELDS}

    def answers(self) -> Answers:
        self._check_columns()
        found = self._by_criterion()
        rows = tuple(self._answer(row, found[row.criterion]) for row in self._asked.rows if row.criterion in found)
        return Answers(rows, tuple(self._problems))

    def _check_columns(self) -> None:
        for place, field in enumerate(FIELDS):
            column = self._columns[field]
            if column != place:
                self._name(
                    self._names_row,
                    column,
                    _("The column “{field}” was moved: it stood in {before}.").format(field=field, before=_letter(place)),
                )

    def _by_criterion(self) -> dict[str, int]:
        """The row of each criterion; rows that do not belong are named."""
        wanted = {row.criterion: FIRST_ROW + place for place, row in enumerate(self._asked.rows)}
        found: dict[str, int] = {}
        strange: dict[int, str] = {}
        for number in self._filled_rows():
            criterion = self._cell(number, "criterion")
            if criterion in found:
                self._name(number, self._columns["criterion"], _("This row repeats row {row}.").format(row=found[criterion]))
            elif criterion in wanted:
                found[criterion] = number
            else:
                strange[number] = criterion
        gone = {number: criterion for criterion, number in wanted.items() if criterion not in found}
        for number, criterion in strange.items():
            if before := gone.pop(number, ""):
                sentence = _("The hidden id of this row was changed: it was “{before}” and now says “{now}”.")
                sentence = sentence.format(before=before, now=criterion)
            else:
                sentence = _("This row was added; it is not part of the form.")
            self._name(number, self._columns["criterion"], sentence)
        for number, criterion in gone.items():
            self._name(number, 0, _("The row with the id “{criterion}” is gone.").format(criterion=criterion))
        return found

    def _filled_rows(self) -> Iterator[int]:
        """Every row below the headings in which anything stands; what stands beside the form is named."""
        for number, row in enumerate(self._sheet.rows[self._names_row + 1 :], start=self._names_row + 2):
            beside = [column for column, cell in enumerate(row) if column not in self._columns.values() and _text(cell)]
            for column in beside:
                self._name(number, column, _("This stands beside the form and belongs to no column of it."))
            if any(self._cell(number, field) for field in FIELDS):
                yield number

    def _answer(self, asked: FormRow, number: int) -> FormRow:
        codes = {cell_text(word).casefold(): code for code, word in self._asked.verdicts.items()}
        word, comment = self._cell(number, "verdict"), self._cell(number, "comment")
        if self._cell(number, "text") != cell_text(asked.text):
            self._name(number, self._columns["text"], _("The text of this criterion was changed."))
        if not word:
            self._name(number, self._columns["verdict"], _("No verdict was chosen."))
        elif word.casefold() not in codes:
            self._name(number, self._columns["verdict"], _("“{word}” is not a verdict from the list.").format(word=word))
        return FormRow(asked.criterion, asked.text, codes.get(word.casefold(), ""), comment)

    def _cell(self, number: int, field: str) -> str:
        row, column = self._sheet.rows[number - 1], self._columns[field]
        return _text(row[column]) if column < len(row) else ""

    def _name(self, number: int, column: int, sentence: str) -> None:
        if len(self._problems) < _MOST_PROBLEMS:
            self._problems.append(Problem(f"{_letter(column)}{number}", sentence))


def _names_row(sheet: Sheet) -> int | None:
    """The hidden row with the names of the columns."""
    for number, row in enumerate(sheet.rows[:_SEARCHED], start=1):
        if set(FIELDS) <= {_text(cell) for cell in row}:
            return number
    return None


def _text(cell: Cell) -> str:
    """What a cell says, as text: a comment may have become a number or a date."""
    if isinstance(cell, date):
        return show_date(cell)
    return "" if cell is None else cell_text(str(cell))


def _letter(column: int) -> str:
    """A column as a spreadsheet names it; 0 is A."""
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
