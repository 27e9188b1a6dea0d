"""What may be called and how, and what is said of a wrong call."""

from pathlib import Path

import pytest

from cmsdesk import cli
from tests import given
from tests.cli.conftest import Shell
from tests.conftest import SHARED

LIST = SHARED / "ledenlijst.xlsx"


def test_help_names_every_command_and_the_window(run: Shell) -> None:
    done = run("--help")
    assert done.code == 0
    assert "cmsdesk [FILE …]" in done.out
    assert all(noun.word in done.out for noun in cli.NOUNS)


def test_help_is_dutch_when_nothing_else_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["members", "import", "--help"]) == 0
    said = capsys.readouterr().out
    assert "gebruik:" in said
    assert "het bureaubestand" in said


@pytest.mark.parametrize(
    "words", [["--language", "en", "scheme", "list"], ["scheme", "--language=en", "list"], ["scheme", "list", "--language", "en"]]
)
def test_the_language_may_be_said_anywhere(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    assert cli.main(words) == 0
    assert "Certification of municipal clerks" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ["members"],
        ["members", "import"],
        ["members", "import", "list.xlsx"],
        ["members", "import", "list.xlsx", "--office", "x", "--dry"],
        ["scheme", "evaluate", given.SCHEME, given.ROUTE, "--facts", "f.toml", "--on", "yesterday"],
        ["register", "export", "--office", "x", "--to", "register.csv"],
        ["report", "--office", "x", "--to", "report"],
        ["office", "generate", "--office", "x", "--members", "0"],
        ["office", "generate", "--office", "x", "--members", "-3"],
        ["certificates", "verify", "a.b.c"],
        ["--language", "fr", "scheme", "list"],
        ["--no-such-option"],
    ],
)
def test_a_wrong_call_shows_how_it_should_be(run: Shell, words: list[str]) -> None:
    done = run(*words)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("usage: cmsdesk")


def test_a_mistyped_command_is_named_with_the_one_that_was_meant(run: Shell) -> None:
    done = run("shceme", "list")
    assert done.code == 2
    assert "“shceme” is no command and no office file. Did you mean scheme?" in done.err


@pytest.mark.parametrize(
    "words",
    [
        ["members", "import", LIST],
        ["register", "export", "--to", "r.xlsx"],
        ["report", "--to", "r.pdf"],
        ["certificates", "issue", "A-1"],
        ["certificates", "key"],
        ["office", "backup"],
        ["office", "inspect"],
        ["office", "generate", "--members", "3"],
    ],
)
def test_an_office_that_is_not_there_is_refused_and_not_made(run: Shell, tmp_path: Path, words: list[object]) -> None:
    absent = tmp_path / "absent.cmsdesk"
    done = run(*words, "--office", absent)
    assert (done.code, done.out) == (1, "")
    assert done.err == f"There is no office file at {absent}. Perhaps it was moved or renamed.\n"
    assert not absent.exists()


def test_a_refusal_is_said_in_the_language_that_was_asked(run: Shell, tmp_path: Path) -> None:
    done = run("office", "inspect", "--office", tmp_path / "absent.cmsdesk", language="nl")
    assert done.code == 1
    assert done.err.startswith("Er is geen bureaubestand")
