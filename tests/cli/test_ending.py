"""However a command ends, it ends well: odd pipes, full disks, Ctrl+C."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import IO

import pytest

from cmsdesk.services.people import CountPeople
from tests import given
from tests.cli.conftest import Shell


def started(
    *words: object, stdout: int | IO[bytes] = subprocess.PIPE, env: dict[str, str] | None = None
) -> "subprocess.Popen[bytes]":
    """The program in a process of its own, as a shell starts it."""
    program = [sys.executable, "-m", "cmsdesk", *map(str, words)]
    return subprocess.Popen(program, stdout=stdout, stderr=subprocess.PIPE, env=env)


def ended(process: "subprocess.Popen[bytes]") -> tuple[int, bytes, bytes]:
    try:
        out, err = process.communicate(timeout=60)
    finally:
        process.kill()  # nothing is left behind when it did not end
    return process.returncode, out, err


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """What runs in the background ignores Ctrl+C, and so would every process it starts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_every_letter_reaches_a_pipe_of_any_encoding(run: Shell, encoding: str) -> None:
    office = run.opened()
    given.a_member(office, "Łukasik")
    office.close()
    environment = os.environ | {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    for words in (
        ["scheme", "show", given.SCHEME],
        ["scheme", "list", "--json"],
        ["--help"],
        ["office", "inspect", "--office", run.office],
    ):
        code, out, err = ended(started(*words, env=environment))
        assert (code, err) == (0, b"")
        assert out.decode(encoding)
    code, _out, err = ended(started("office", "inspect", "--office", run.office.parent / "Łódź…", env=environment))
    assert code == 1
    assert b"Traceback" not in err


@pytest.mark.parametrize("words", [["--help"], ["scheme", "show", given.SCHEME, "--json"]])
def test_a_reader_that_leaves_ends_the_command_quietly(words: list[str]) -> None:
    read, write = os.pipe()
    os.close(read)
    process = started(*words, stdout=write)
    os.close(write)
    assert ended(process)[::2] == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_an_answer_for_which_there_is_no_room_is_a_refusal() -> None:
    with Path("/dev/full").open("wb") as full:
        code, _out, err = ended(started("--language", "en", "scheme", "list", stdout=full))
    assert code == 1
    assert err.decode() == "The answer could not be written: the disk is full or cannot be written.\n"


@pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl+C to a whole console")
@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_ends_a_command_quietly_and_changes_nothing(run: Shell) -> None:
    process = started("office", "generate", "--office", run.office, "--members", "1000000")
    wal = run.office.with_name(f"{run.office.name}-wal")
    deadline = time.monotonic() + 30
    while not wal.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    assert ended(process) == (130, b"", b"")
    with closing(run.opened()) as office:
        assert office.do(CountPeople()) == 0
