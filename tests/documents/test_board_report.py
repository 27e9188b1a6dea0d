"""The board reads the same true figures on paper and in the workbook."""

import io
import itertools
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader

from cmsdesk.documents.board_report import BoardFigures, Expiring, board_report_pdf
from cmsdesk.documents.board_workbook import board_report_workbook
from tests.documents.conftest import HOSTILE, lines_of, text_of

FIGURES = BoardFigures(
    office_name="Test office",
    on=date(2026, 11, 21),
    made_at=datetime(2026, 11, 21, tzinfo=UTC),
    members=412,
    unique_holders=72,
    holders_per_title=[("CMC", 72), ("MMC", 2)],
    applications_by_state=[("Draft", 3)],
    granted_this_year=8,
    refused_this_year=2,
    expiring=[Expiring(f"CMC-{n}", "=1+1 <b>", "CMC", date(2027, 1, 1)) for n in range(60)],
)


def test_the_board_report_says_the_figures_on_every_page_it_needs() -> None:
    paper = board_report_pdf(FIGURES, "en")
    text = text_of(paper)
    for words in ("412", "72", "CMC", "MMC", "Draft", "=1+1 <b>", "60 certificates", "Page 1 of 3", "Page 3 of 3"):
        assert words in text
    assert len(PdfReader(io.BytesIO(paper)).pages) > 1


def test_the_board_workbook_has_the_figures_and_a_chart(tmp_path: Path) -> None:
    board_report_workbook(FIGURES, tmp_path / "b.xlsx", "en")
    book = openpyxl.load_workbook(tmp_path / "b.xlsx")
    titles = book.worksheets[0]
    assert [[cell.value for cell in row] for row in titles.iter_rows(max_col=2)] == [["Title", "Number"], ["CMC", 72], ["MMC", 2]]
    assert book.worksheets[3]["B2"].data_type == "s"


def test_each_sheet_of_the_board_workbook_is_a_table_with_real_numbers(tmp_path: Path) -> None:
    board_report_workbook(FIGURES, tmp_path / "b.xlsx", "en")
    book = openpyxl.load_workbook(tmp_path / "b.xlsx")
    assert [list(page.tables) for page in book.worksheets] == [["Table1"], ["Table2"], ["Table3"], ["Table4"]]
    assert [row[1].value for row in book["Totals"].iter_rows(min_row=2)] == [412, 72, 8, 2]
    assert [len(page._charts) for page in book.worksheets] == [1, 1, 1, 0]  # type: ignore[attr-defined]
    assert book["Ending soon"]["D2"].is_date


def test_a_report_without_figures_is_still_a_report(tmp_path: Path) -> None:
    empty = replace(FIGURES, holders_per_title=[], applications_by_state=[], expiring=[])
    assert text_of(board_report_pdf(empty, "en")).count("None.") == 3
    board_report_workbook(empty, tmp_path / "b.xlsx", "en")
    tables = [table.ref for page in openpyxl.load_workbook(tmp_path / "b.xlsx").worksheets for table in page.tables.values()]
    assert tables == ["A1:B2", "A1:B2", "A1:B5", "A1:D2"]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_word_leaves_the_page_or_runs_into_another(name: str) -> None:
    long = replace(
        FIGURES,
        office_name=name,
        holders_per_title=[(name, 10**6), ("CMC", 0)],
        expiring=[Expiring(name, name, name, date(2027, 1, 1))],
    )
    page, lines = lines_of(board_report_pdf(long, "nl"))
    assert [line for line in lines if not page.adjusted(50, 30, -50, -30).contains(line)] == []
    assert [pair for pair in itertools.combinations(lines, 2) if pair[0].intersects(pair[1])] == []


def test_a_section_never_begins_at_the_foot_of_a_page() -> None:
    for titles in range(20, 40):
        many = replace(FIGURES, holders_per_title=[(f"T{n}", n) for n in range(titles)], expiring=FIGURES.expiring[:1])
        reader = PdfReader(io.BytesIO(board_report_pdf(many, "en")))
        for page in reader.pages:
            lines = page.extract_text().splitlines()
            assert not {"Applications by state", "Certificates that end within six months"} & set(lines[-2:])
