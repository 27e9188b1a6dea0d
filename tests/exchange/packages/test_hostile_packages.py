"""Two thousand hostile packages: none is accepted, none ends the program, none leaves a byte, each is answered in time."""

import subprocess
import sys
from pathlib import Path

import pytest

from cmsdesk.exchange.packages.faults import Fault
from tests.exchange.packages.fuzz import fuzz


def test_no_hostile_package_is_accepted_or_leaves_anything() -> None:
    """In a process of its own, so that its memory can be told."""
    command = [sys.executable, "-m", "tests.exchange.packages.fuzz", "2000"]
    done = subprocess.run(command, cwd=Path(__file__).parents[3], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("2000 hostile packages, 0 failures, 0 accepted\n100 good packages, 100 accepted\n")
    assert [fault for fault in Fault if f" {fault}\n" not in done.stdout] == []


def test_the_same_seed_throws_the_same_packages() -> None:
    assert fuzz(15, 3).answers == fuzz(15, 3).answers
    assert fuzz(15, 3).answers != fuzz(15, 4).answers


def test_the_fuzzer_sees_a_door_that_stands_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cmsdesk.exchange.packages.manifest.VERSION", 2)
    result = fuzz(20, 1)
    assert result.failures
    assert result.good_accepted < result.good_made
