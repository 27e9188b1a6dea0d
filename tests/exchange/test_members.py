"""The member list of an office, as it really is, and what a careful clerk concludes from it."""

import json
from collections import Counter
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.exchange.certificates import plan_certificates
from cmsdesk.exchange.columns import find_certificates, find_members
from cmsdesk.exchange.members import Known, MemberPlan, plan_members
from cmsdesk.exchange.workbooks import Sheet, Workbook, read_workbook
from tests.conftest import SHARED, TODAY

LIST = SHARED / "ledenlijst.xlsx"
TRUTH: dict[str, Any] = json.loads((SHARED / "ledenlijst.truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def book() -> Workbook:
    return read_workbook(LIST)


@pytest.fixture(scope="module")
def plan(book: Workbook) -> MemberPlan:
    return plan_members(find_members(book), [], TODAY)


def numbers(plan: MemberPlan, outcome: str) -> Counter[str]:
    return Counter(row.number for row in plan.rows if row.outcome == outcome)


def test_the_sheet_and_its_headings_are_recognised(book: Workbook) -> None:
    listed = find_members(book)
    assert (listed.sheet.name, listed.heading_row) == ("Leden 2026", 3)
    assert listed.columns[13] == "member_since"


def test_exactly_the_impossible_rows_are_refused(plan: MemberPlan) -> None:
    assert numbers(plan, "refused") == Counter(number for number, _why in TRUTH["reject"])


def test_exactly_the_doubtful_rows_get_a_warning(plan: MemberPlan) -> None:
    assert numbers(plan, "warning") == Counter(number for number, _why in TRUTH["warn"])
    assert all(row.problems for row in plan.rows if row.outcome in {"warning", "refused"})


def test_everybody_entered_twice_is_found_with_the_other_entry(plan: MemberPlan) -> None:
    found = {row.number: row.same_as for row in plan.rows if row.outcome == "duplicate"}
    by_number = {row.number: row.draft for row in plan.rows if row.outcome in {"imported", "warning"}}
    assert {number: by_number[str(other)].email for number, other in found.items()} == TRUTH["duplicate_of"]


def test_names_and_dates_are_read_whichever_way_they_were_typed(plan: MemberPlan) -> None:
    drafts = {row.number: row.draft for row in plan.rows if row.outcome == "imported"}
    for number, draft in drafts.items():
        truth = TRUTH["members"][number]
        assert (draft.surname, draft.prefix, str(draft.member_since)) == (truth["surname"], truth["prefix"], truth["since"])
        assert draft.email == truth["email"].lower()
    assert len(drafts) == 378


def test_nothing_that_could_not_be_used_is_lost(plan: MemberPlan) -> None:
    for row in plan.rows:
        if row.outcome == "warning" and any("kept in the note" in problem.text for problem in row.problems):
            assert row.draft.note


def test_a_problem_names_its_cell(plan: MemberPlan) -> None:
    [row] = [row for row in plan.rows if row.number == "1053"]
    assert row.problems[0].cell == f"I{row.row}"


def test_the_same_list_again_changes_nothing(book: Workbook, plan: MemberPlan) -> None:
    known = [Known(place, row.draft) for place, row in enumerate(plan.rows) if row.outcome != "refused"]
    again = plan_members(find_members(book), known, TODAY)
    assert {row.outcome for row in again.rows} == {"unchanged", "refused"}
    assert numbers(again, "refused") == numbers(plan, "refused")


def test_what_the_office_did_not_know_is_filled_in_and_nothing_else(plan: MemberPlan, book: Workbook) -> None:
    from dataclasses import replace

    first = next(row for row in plan.rows if row.outcome == "imported")
    known = [Known(1, replace(first.draft, city="", function="elder"))]
    again = plan_members(find_members(book), known, TODAY)
    row = next(row for row in again.rows if row.number == first.number)
    assert (row.outcome, row.fills) == ("completed", ("city",))


def test_a_number_of_somebody_else_is_refused(plan: MemberPlan, book: Workbook) -> None:
    from dataclasses import replace

    first = next(row for row in plan.rows if row.outcome == "imported")
    known = [Known(1, replace(first.draft, surname="Heelanders", email="", birth_date=None))]
    row = next(row for row in plan_members(find_members(book), known, TODAY).rows if row.number == first.number)
    assert row.outcome == "refused"


def test_certificates_are_planned_and_orphans_are_said(book: Workbook, plan: MemberPlan) -> None:
    listed = find_certificates(book)
    assert listed is not None
    members = {row.number for row in plan.rows if row.outcome != "refused"}
    planned = plan_certificates(listed, members=members, titles={"CMC", "MMC"}, existing=())
    assert [[c.certificate, c.number, c.title, str(c.granted_on)] for c in planned] == TRUTH["certificates"]
    assert [c.certificate for c in planned if c.outcome == "refused"] == [c[0] for c in TRUTH["certificates_without_member"]]


def cells(sheet: Sheet) -> list[list[Any]]:
    return [["" if cell is None else cell for cell in row] for row in sheet.rows]


def as_text(cell: Any) -> str:
    return f"{cell:%d-%m-%Y}" if isinstance(cell, date) else str(cell)


def write_xls(sheet: Sheet, path: Path) -> None:
    book = xlwt.Workbook()
    page = book.add_sheet(sheet.name)
    day = xlwt.easyxf(num_format_str="DD-MM-YYYY")
    for r, row in enumerate(cells(sheet)):
        for c, cell in enumerate(row):
            if cell != "":
                page.write(r, c, cell, *([day] if isinstance(cell, date) else []))
    book.save(str(path))


def write_ods(sheet: Sheet, path: Path) -> None:
    book = OpenDocumentSpreadsheet()
    table = Table(name=sheet.name)
    for row in cells(sheet):
        line = TableRow()
        for cell in row:
            made = TableCell(valuetype="string")
            made.addElement(P(text=as_text(cell)))
            line.addElement(made)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    book.save(str(path))


def write_csv(sheet: Sheet, path: Path) -> None:
    lines = [";".join('"' + as_text(cell).replace('"', '""') + '"' for cell in row) for row in cells(sheet)]
    path.write_bytes("\r\n".join(lines).encode("windows-1252", errors="replace"))


@pytest.mark.parametrize(("ending", "write"), [("xls", write_xls), ("ods", write_ods), ("csv", write_csv)])
def test_every_kind_of_list_says_the_same(tmp_path: Path, book: Workbook, plan: MemberPlan, ending: str, write: Any) -> None:
    path = tmp_path / f"list.{ending}"
    write(book.sheets[0], path)
    other = plan_members(find_members(read_workbook(path)), [], TODAY)
    assert other.counts() == plan.counts()
    drafts = [asdict(row.draft) for row in plan.rows if row.outcome == "imported"]
    assert [asdict(row.draft) for row in other.rows if row.outcome == "imported"] == drafts


def sheet_of(*rows: tuple[Any, ...]) -> Workbook:
    return Workbook("list.xlsx", (Sheet("Blad1", rows),))


def test_a_list_without_headings_is_refused_with_what_to_do() -> None:
    with pytest.raises(RuleBroken, match="headings"):
        find_members(sheet_of((1, "Jan", "Jansen"), (2, "Piet", "Pietersen")))


def test_an_empty_workbook_is_said(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "empty.xlsx")
    with pytest.raises(RuleBroken, match=r"nothing in empty\.xlsx"):
        find_members(read_workbook(tmp_path / "empty.xlsx"))


def test_a_name_that_is_markup_or_a_formula_stays_text() -> None:
    book = sheet_of(("Lidnr", "Roepnaam", "Achternaam"), (1, "<b>A</b>", "<b>A&B</b>"), (2, "Jan", "=1+1"))
    plan = plan_members(find_members(book), [], TODAY)
    assert [row.draft.surname for row in plan.rows] == ["<b>A&B</b>", "=1+1"]
    assert [row.outcome for row in plan.rows] == ["imported", "warning"]


def test_a_surname_of_300_characters_is_refused() -> None:
    [row] = plan_members(find_members(sheet_of(("Lidnr", "Roepnaam", "Achternaam"), (1, "Jan", "x" * 300))), [], TODAY).rows
    assert row.outcome == "refused"


def test_citizen_service_numbers_are_never_read() -> None:
    rows = [(n, f"Naam{n}", bsn) for n, bsn in enumerate((111222333, 123456782), start=1)]
    plan = plan_members(
        find_members(sheet_of(("Lidnr", "Achternaam", "Telefoon", "BSN"), *((a, b, "", c) for a, b, c in rows))), [], TODAY
    )
    assert plan.remarks
    assert "111222333" not in str(plan)


def test_one_column_with_the_whole_name_is_taken_apart() -> None:
    [row] = plan_members(find_members(sheet_of(("Nr", "Naam", "Plaats"), (7, "Anna van den Berg", "Delft"))), [], TODAY).rows
    assert (row.draft.given_name, row.draft.prefix, row.draft.surname) == ("Anna", "van den", "Berg")
