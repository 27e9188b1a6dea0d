"""Schemes by command: listed, shown, checked, and evaluated on facts from a file."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests import given
from tests.cli.conftest import Ran, Shell


def test_schemes_are_listed_and_shown(run: Shell) -> None:
    assert given.SCHEME in [scheme["id"] for scheme in run("scheme", "list", "--json").json]
    shown = run("scheme", "show", given.SCHEME)
    assert shown.code == 0
    assert given.FORM in shown.out
    assert "to confirm" in shown.out
    assert run("scheme", "show", given.SCHEME, "--json").json["id"] == given.SCHEME


def test_a_scheme_that_is_not_there_is_refused(run: Shell) -> None:
    for words in (["show", "nope"], ["evaluate", "nope", "x", "--facts", "f", "--on", "21-11-2026"]):
        done = run("scheme", *words)
        assert (done.code, done.out) == (1, "")
        assert "“nope”" in done.err


def test_the_worked_examples_of_the_shipped_schemes_come_out(run: Shell) -> None:
    done = run("scheme", "check", "--json")
    assert done.code == 0
    assert done.json
    assert all(example["passed"] for example in done.json)


def scheme_file(folder: Path, **replaced: str) -> Path:
    from importlib.resources import files

    text = (files("cmsdesk.resources") / "schemes" / f"{given.SCHEME}.toml").read_text(encoding="utf-8")
    for old, new in replaced.items():
        text = text.replace(old, new)
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_example_that_comes_out_differently_is_a_refusal_with_the_difference(run: Shell, tmp_path: Path) -> None:
    path = scheme_file(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace('have = "60"', 'have = "61"'), encoding="utf-8")
    done = run("scheme", "check", path)
    assert done.code == 1
    assert "expected 61, found 60" in done.out
    assert "1 worked example failed." in done.err


def test_a_scheme_file_that_is_wrong_is_refused_with_its_place(run: Shell, tmp_path: Path) -> None:
    path = scheme_file(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace("[scheme]", "[scheme]\nsurprise = 1"), encoding="utf-8")
    done = run("scheme", "check", path)
    assert done.code == 1
    assert done.err == "own.toml, scheme, surprise: this is not known here.\n"


@pytest.mark.parametrize("command", ["check", "evaluate"])
def test_a_file_that_cannot_be_read_is_refused_by_name(run: Shell, tmp_path: Path, command: str) -> None:
    (tmp_path / "latin.toml").write_bytes("naam = 'Daniël'".encode("windows-1252"))
    for path in (tmp_path / "absent.toml", tmp_path, tmp_path / "latin.toml"):
        words = [path] if command == "check" else [given.SCHEME, given.ROUTE, "--on", "21-11-2026", "--facts", path]
        done = run("scheme", command, *words)
        assert (done.code, done.out) == (1, "")
        assert path.name in done.err


FACTS = {
    "periods": [{"ledger": "membership", "from_on": "2023-01-10"}],
    "documents": [{"requirement": given.FORM, "text": "Form", "standing": "accepted"}],
    "lines": [
        {"ledger": "education", "on": "2024-05-01", "text": "Course", "amount": 59.5, "marks": ["learning_assessment"]},
        {"ledger": "education", "on": "2024-05-02", "text": "Visit", "amount": 5, "standing": "refused", "reason": "no test"},
        {"ledger": "experience", "on": "2024-12-31", "text": "Work", "amount": 50},
    ],
}
FACTS_TOML = """
[[periods]]
ledger = "membership"
from_on = 2023-01-10
[[documents]]
requirement = "cmc.form"
text = "Form"
standing = "accepted"
[[lines]]
ledger = "education"
on = 2024-05-01
text = "Course"
amount = 60
marks = ["learning_assessment"]
[[lines]]
ledger = "experience"
on = 2024-12-31
text = "Work"
amount = 50
"""


def evaluate(run: Shell, folder: Path, facts: str, *more: str) -> Ran:
    path = folder / "facts"
    path.write_text(facts, encoding="utf-8")
    return run("scheme", "evaluate", given.SCHEME, given.ROUTE, "--facts", path, "--on", "20-03-2025", *more)


def leaf(verdict: dict[str, Any], name: str) -> dict[str, Any]:
    found = [verdict] if verdict["id"] == name else [leaf(child, name) for child in verdict["children"]]
    return next((one for one in found if one), {})


def test_facts_in_json_are_evaluated_with_what_is_missing_and_what_was_cut(run: Shell, tmp_path: Path) -> None:
    done = evaluate(run, tmp_path, json.dumps(FACTS), "--json")
    assert done.code == 0
    said = done.json
    assert (said["scheme"], said["route"], said["on"], said["outcome"]) == (given.SCHEME, given.ROUTE, "2025-03-20", "not_met")
    assert said["blocking"] == ["cmc.education"]
    education = leaf(said["verdict"], "cmc.education")
    assert (education["outcome"], education["have"], education["missing"]) == ("not_met", "59.5", 0.5)
    assert [line["text"] for line in education["counted"]] == ["Course"]
    assert [(line["text"], "no test" in line["reason"]) for line in education["cut"]] == [("Visit", True)]


def test_facts_in_toml_are_evaluated_for_people_to_read(run: Shell, tmp_path: Path) -> None:
    done = evaluate(run, tmp_path, FACTS_TOML)
    assert done.code == 0
    assert done.out.startswith("[x]")
    assert "60 of 60" in done.out
    assert evaluate(run, tmp_path, FACTS_TOML, "--json").json["outcome"] == "met"


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ('{"lines": [{"ledger": "education"}]}', "facts, lines 1, on: this is missing."),
        ('{"surprise": 1}', "facts, surprise: this is not known here."),
        ("{", "facts is neither TOML nor JSON"),
        ("[[lines", "facts is neither TOML nor JSON"),
        ("{" + '"a":[' * 100_000, "facts is neither TOML nor JSON"),
    ],
)
def test_facts_that_cannot_be_used_are_refused_with_their_place(run: Shell, tmp_path: Path, facts: str, sentence: str) -> None:
    done = evaluate(run, tmp_path, facts)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith(sentence)
    assert done.err.count("\n") == 1


def test_a_route_that_is_not_there_is_refused(run: Shell, tmp_path: Path) -> None:
    (tmp_path / "facts.toml").write_text(FACTS_TOML, encoding="utf-8")
    done = run("scheme", "evaluate", given.SCHEME, "nope", "--facts", tmp_path / "facts.toml", "--on", "2025-03-20")
    assert (done.code, done.out) == (1, "")
    assert "“nope”" in done.err
