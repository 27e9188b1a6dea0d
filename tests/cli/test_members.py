"""Importing a member list by command."""

import json
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from cmsdesk.services.people import CountPeople
from cmsdesk.services.register import CountHolders
from tests.cli.conftest import Shell
from tests.conftest import SHARED

LIST = SHARED / "ledenlijst.xlsx"
TRUTH: dict[str, Any] = json.loads((SHARED / "ledenlijst.truth.json").read_text(encoding="utf-8"))


def of(rows: list[dict[str, Any]], outcome: str) -> Counter[str]:
    return Counter(row["number"] for row in rows if row["outcome"] == outcome)


def test_a_trial_import_says_of_each_row_what_a_careful_clerk_would(run: Shell) -> None:
    done = run.on_office("members", "import", LIST, "--dry-run", "--json")
    assert (done.code, done.err) == (0, "")
    rows = done.json["rows"]
    assert set(done.json) == {"rows", "counts"}
    assert all(set(row) == {"row", "number", "outcome", "same_as", "problems"} for row in rows)
    assert len(rows) == TRUTH["rows"]
    assert of(rows, "refused") == Counter(number for number, _why in TRUTH["reject"])
    assert of(rows, "warning") == Counter(number for number, _why in TRUTH["warn"])
    same = {row["number"]: row["same_as"] for row in rows if row["outcome"] == "duplicate"}
    assert set(same) == set(TRUTH["duplicate_of"])
    mail = {number: member["email"].lower() for number, member in TRUTH["members"].items()}
    assert {number: mail[other] for number, other in same.items() if other in mail} == {
        number: wanted for number, wanted in TRUTH["duplicate_of"].items() if same[number] in mail
    }
    assert done.json["counts"] == Counter(row["outcome"] for row in rows)
    [faulty] = [row for row in rows if row["number"] == "1053"]
    assert faulty["problems"][0]["cell"] == f"I{faulty['row']}"


def test_a_trial_import_changes_nothing_and_an_import_once_is_enough(run: Shell) -> None:
    assert "nothing was changed" in run.on_office("members", "import", LIST, "--dry-run").out
    with closing(run.opened()) as office:
        assert office.do(CountPeople()) == 0
    assert "The list was imported." in run.on_office("members", "import", LIST).out
    again = run.on_office("members", "import", LIST)
    assert again.code == 0
    assert "importing it changes nothing" in again.out
    with closing(run.opened()) as office:
        assert (office.do(CountPeople()), office.do(CountHolders())) == (397, 73)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04 broken"])
def test_a_file_that_is_no_list_is_refused_by_name(run: Shell, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "list.xlsx").write_bytes(content)
    done = run.on_office("members", "import", tmp_path / "list.xlsx")
    assert (done.code, done.out) == (1, "")
    assert "list.xlsx" in done.err


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are(run: Shell) -> None:
    done = run.on_office("members", "import", LIST, "--sheet", "Leden")
    assert done.code == 1
    assert "“Leden”" in done.err
    assert "Leden 2026" in done.err
