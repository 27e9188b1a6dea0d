"""The register and the board report by command."""

from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader

from tests import given
from tests.cli.conftest import Shell


def test_the_register_is_written_as_excel(run: Shell, paper: Path, tmp_path: Path) -> None:
    done = run.on_office("register", "export", "--scheme", given.SCHEME, "--to", tmp_path / "r.xlsx")
    assert done.code == 0
    assert done.out.startswith("1 certificate was written")
    page = openpyxl.load_workbook(tmp_path / "r.xlsx").worksheets[0]
    assert page["A2"].value == paper.stem


def test_the_register_of_an_unknown_scheme_is_refused(run: Shell, tmp_path: Path) -> None:
    done = run.on_office("register", "export", "--scheme", "nope", "--to", tmp_path / "r.xlsx")
    assert (done.code, done.out) == (1, "")
    assert not (tmp_path / "r.xlsx").exists()


def test_a_paper_in_a_folder_that_is_not_there_is_refused(run: Shell, tmp_path: Path) -> None:
    for words in (["register", "export"], ["report"]):
        done = run.on_office(*words, "--to", tmp_path / "nowhere" / "r.xlsx")
        assert (done.code, done.out) == (1, "")
        assert "The folder" in done.err
        assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("ending", ["pdf", "xlsx"])
def test_the_board_report_is_written_in_the_language_of_the_board(run: Shell, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"report.{ending}"
    done = run.on_office("report", "--to", path, "--paper-language", "nl")
    assert (done.code, done.out) == (0, f"{path}\n")
    if ending == "pdf":
        assert "Bestuursrapport" in PdfReader(path).pages[0].extract_text()
    else:
        assert "Titels" in openpyxl.load_workbook(path).sheetnames
