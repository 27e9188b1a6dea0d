"""The review as a workbook comes back as it was filled in, and whatever else was done to it is named."""

import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.exchange.members import Problem
from cmsdesk.exchange.packages.checks import KnownPackage
from cmsdesk.exchange.packages.faults import Fault, PackageRefused
from cmsdesk.exchange.packages.review_answers import Answers, open_form, read_answers
from cmsdesk.exchange.packages.review_form import STAMP, Form, FormRow, cell_text, write_form
from tests.exchange.packages.given import ASSESSOR, SUBJECT, TODAY

ROWS = (
    FormRow("r1.a", "Has led three projects", "met", "Seen in the plan.\nAnd in the report."),
    FormRow("r1.b", "=1+1 is a text like any other", "not_met", "-5 points"),
    FormRow("r2", "Reflects on own work", "met", ""),
)
FORM = Form(SUBJECT, "A-2026-0012", ROWS, {"met": "Met", "not_met": "Not met", "open": "I cannot tell"})
BOOK = KnownPackage(SUBJECT, ASSESSOR.public.id, TODAY + timedelta(days=30))
FIRST = 6


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "form.xlsx"
    write_form(place, FORM)
    return place


def read(path: Path, form: Form = FORM, book: KnownPackage | None = BOOK, today: date = TODAY) -> Answers:
    return read_answers(open_form(path), form, book, today)


def edited(path: Path, edit: Callable[[Any], None], sheet: int = 0) -> Path:
    """The form after somebody who knows Excel well has been at it."""
    book = openpyxl.load_workbook(path)
    edit(book.worksheets[sheet])
    book.save(path)
    return path


def test_a_form_comes_back_as_it_was_filled_in(path: Path) -> None:
    assert read(path) == Answers(ROWS, ())


def test_verdicts_and_comments_may_be_given_by_hand(path: Path) -> None:
    def fill(page: Any) -> None:
        page["C8"], page["D8"] = "I cannot tell", date(2026, 11, 3)
        page["D7"] = 2026

    answers = read(edited(path, fill))
    assert answers.problems == ()
    assert [(row.verdict, row.comment) for row in answers.rows[1:]] == [("not_met", "2026"), ("open", "03-11-2026")]


def test_a_verdict_may_be_typed_in_small_letters(path: Path) -> None:
    """A list in a spreadsheet takes them as well."""
    answers = read(edited(path, lambda page: page.__setitem__("C7", "not MET")))
    assert (answers.rows[1].verdict, answers.problems) == ("not_met", ())


def test_only_verdicts_and_comments_can_be_typed(path: Path) -> None:
    page = openpyxl.load_workbook(path).worksheets[0]
    assert page.protection.sheet
    free = {cell.coordinate for row in page.iter_rows() for cell in row if not cell.protection.locked}
    assert free == {f"{column}{row}" for column in "CD" for row in range(FIRST, FIRST + len(ROWS))}


def test_the_verdicts_are_offered_as_a_list(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    (offered,) = book.worksheets[0].data_validations.dataValidation
    assert (offered.type, str(offered.sqref), offered.formula1) == ("list", "C6:C8", "cmsdesk!$C$1:$C$3")
    assert [cell.value for (cell,) in book[STAMP]["C1:C3"]] == ["Met", "Not met", "I cannot tell"]


def test_what_only_the_program_needs_is_hidden(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    assert book[STAMP].sheet_state == "veryHidden"
    assert page.column_dimensions["A"].hidden
    assert page.row_dimensions[4].hidden
    assert [page.cell(FIRST + place, 1).value for place in range(3)] == ["r1.a", "r1.b", "r2"]


def test_no_text_of_a_form_is_ever_a_formula(path: Path) -> None:
    page = openpyxl.load_workbook(path).worksheets[0]
    assert page["B7"].value == "=1+1 is a text like any other"
    assert {cell.data_type for row in page.iter_rows() for cell in row} <= {"s", "n"}


# Text with what a workbook cannot hold as it is: half letters, letters that are none, escapes of Excel, signs of a formula.
awkward = st.sampled_from(["_x0041_", "_x005F_", "_", "\ud800", "\ufffe", "\x00", "\x0b", "\u2028", "\xa0", "\r", "=", "1e5"])
texts = st.lists(awkward | st.text(max_size=5), max_size=6).map("".join)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(texts.filter(cell_text), texts, st.sampled_from(["met", "not_met"])), min_size=1, max_size=4))
@example([("_x0041_\ud800\ufffea", "_x005F_b", "met")])
def test_any_text_of_a_form_comes_back_without_a_problem(tmp_path: Path, found: list[tuple[str, str, str]]) -> None:
    rows = tuple(FormRow(f"c{number}", text, verdict, comment) for number, (text, comment, verdict) in enumerate(found))
    place = tmp_path / "form.xlsx"
    write_form(place, replace(FORM, rows=rows))
    answers = read(place, replace(FORM, rows=rows))
    assert answers.problems == ()
    assert [(row.verdict, row.comment) for row in answers.rows] == [(row.verdict, cell_text(row.comment)) for row in rows]


EDITS: dict[str, tuple[Callable[[Any], None], list[Problem]]] = {
    "a verdict left open": (lambda page: page.__setitem__("C7", None), [Problem("C7", "No verdict was chosen.")]),
    "a verdict of one's own": (
        lambda page: page.__setitem__("C7", "Perhaps"),
        [Problem("C7", "“Perhaps” is not a verdict from the list.")],
    ),
    "a changed text": (
        lambda page: page.__setitem__("B6", "Has led one project"),
        [Problem("B6", "The text of this criterion was changed.")],
    ),
    "a changed id": (
        lambda page: page.__setitem__("A7", "r9"),
        [Problem("A7", "The hidden id of this row was changed: it was “r1.b” and now says “r9”.")],
    ),
    "an id taken away": (
        lambda page: page.__setitem__("A7", None),
        [Problem("A7", "The hidden id of this row was changed: it was “r1.b” and now says “”.")],
    ),
    "a row added at the end": (
        lambda page: page.__setitem__("B9", "One more thing"),
        [Problem("A9", "This row was added; it is not part of the form.")],
    ),
    "a row inserted": (
        lambda page: (page.insert_rows(7), page.__setitem__("D7", "by the way"))[0],
        [Problem("A7", "This row was added; it is not part of the form.")],
    ),
    "a row deleted": (lambda page: page.delete_rows(7), [Problem("A7", "The row with the id “r1.b” is gone.")]),
    "a row copied": (
        lambda page: page.append(["r1.a", "Has led three projects", "Not met", ""]),
        [Problem("A9", "This row repeats row 6.")],
    ),
    "a column inserted": (
        lambda page: page.insert_cols(3),
        [
            Problem("D4", "The column “verdict” was moved: it stood in C."),
            Problem("E4", "The column “comment” was moved: it stood in D."),
        ],
    ),
    "a note beside it": (
        lambda page: page.__setitem__("F7", "ask Anne"),
        [Problem("F7", "This stands beside the form and belongs to no column of it.")],
    ),
    "a note far below it": (
        lambda page: page.__setitem__("F40", "ask Anne"),
        [Problem("F40", "This stands beside the form and belongs to no column of it.")],
    ),
}


@pytest.mark.parametrize(("edit", "problems"), EDITS.values(), ids=EDITS)
def test_what_was_done_to_a_form_is_named(path: Path, edit: Callable[[Any], None], problems: list[Problem]) -> None:
    assert list(read(edited(path, edit)).problems) == problems


def test_a_form_full_of_other_things_is_not_named_without_end(path: Path) -> None:
    def fill(page: Any) -> None:
        for number in range(500):
            page.append(["", f"added {number}", "", "", "beside"])

    assert len(read(edited(path, fill)).problems) == 100


def test_rows_in_another_order_are_no_problem(path: Path) -> None:
    def swap(page: Any) -> None:
        for column in "ABCD":
            one, other = page[f"{column}6"], page[f"{column}8"]
            one.value, other.value = other.value, one.value

    assert read(edited(path, swap)) == Answers(ROWS, ())


def test_moved_columns_are_read_by_their_names_and_named(path: Path) -> None:
    def swap(page: Any) -> None:
        for row in range(4, 9):
            one, other = page.cell(row, 3), page.cell(row, 4)
            one.value, other.value = other.value, one.value

    answers = read(edited(path, swap))
    assert answers.rows == ROWS
    assert [problem.cell for problem in answers.problems] == ["D4", "C4"]


STAMPS: dict[str, tuple[Fault, Callable[[Any], None]]] = {
    "another package": (Fault.UNKNOWN_PACKAGE, lambda page: page.__setitem__("B2", "something else")),
    "another dossier": (Fault.OTHER_DOSSIER, lambda page: page.__setitem__("B3", "something else")),
    "an older revision": (Fault.OTHER_REVISION, lambda page: page.__setitem__("B4", "2")),
    "a newer form": (Fault.NEWER_VERSION, lambda page: page.__setitem__("B1", "cmsdesk-form 2")),
}


def looked_up(path: Path) -> Answers:
    filled = open_form(path)
    return read_answers(filled, FORM, {SUBJECT.package: BOOK}.get(filled.subject.package), TODAY)


@pytest.mark.parametrize("case", STAMPS)
def test_a_form_is_held_against_the_books(path: Path, case: str) -> None:
    fault, edit = STAMPS[case]
    filled_in = edited(path, edit, sheet=1)
    with pytest.raises(PackageRefused) as refused:
        looked_up(filled_in)
    assert refused.value.fault is fault


def test_a_form_that_comes_too_late_is_refused(path: Path) -> None:
    with pytest.raises(RuleBroken, match="time for this ended on 21-12-2026"):
        read(path, today=TODAY + timedelta(days=31))
    with pytest.raises(RuleBroken, match="decision on this dossier has been taken"):
        read(path, book=replace(BOOK, decided=True))


GONE: dict[str, Callable[[Any], None]] = {
    "the hidden sheet": lambda page: page.parent.remove(page.parent[STAMP]),
    "the names of the columns": lambda page: page.delete_rows(4),
    "one name of a column": lambda page: page.__setitem__("C4", "verdict?"),
    "the revision": lambda page: page.parent[STAMP].__setitem__("B4", "three"),
    "the format": lambda page: page.parent[STAMP].__setitem__("B1", "a form"),
}


@pytest.mark.parametrize("edit", GONE.values(), ids=GONE)
def test_a_form_without_its_hidden_parts_is_no_form(path: Path, edit: Callable[[Any], None]) -> None:
    with pytest.raises(RuleBroken, match="is not a review form of this office"):
        open_form(edited(path, edit))


def test_any_other_workbook_is_no_form(tmp_path: Path) -> None:
    place = tmp_path / "list.xlsx"
    openpyxl.Workbook().save(place)
    with pytest.raises(RuleBroken, match="list.xlsx is not a review form"):
        open_form(place)


def test_a_form_with_a_bomb_in_it_is_refused(path: Path) -> None:
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, body in parts.items():
            target.writestr(name, body + b" " * (300 << 20) if name.endswith("sheet1.xml") else body)
    with pytest.raises(RuleBroken, match="unpacks to far more than a list can be"):
        open_form(path)


def test_a_form_without_criteria_is_still_a_form(tmp_path: Path) -> None:
    place = tmp_path / "form.xlsx"
    write_form(place, replace(FORM, rows=()))
    assert read(place, replace(FORM, rows=())) == Answers((), ())
