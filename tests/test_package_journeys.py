"""Three computers and nothing but files between them: an office and two assessors, each a process with its own home folder."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
COMMENT = "Zwanenzang: de bron ontbreekt op bladzijde 3."
KEPT_WITHIN = 2.0  # seconds


class Computer:
    """Somebody's computer: processes that know no other home folder."""

    def __init__(self, folder: Path, *, cut: bool = False) -> None:
        self.home = folder
        self.home.mkdir()
        self._cut = cut
        homes = ("HOME", "USERPROFILE", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")
        names = (*homes, "TMPDIR", "TEMP", "TMP")
        self.environment = os.environ | {name: str(folder) for name in names} | {"QT_QPA_PLATFORM": "offscreen"}
        if cut:
            self.environment["CMSDESK_CUT"] = "1"

    def start(self, *words: object) -> "subprocess.Popen[str]":
        command = [*(_no_network() if self._cut else ()), sys.executable, "-W", "ignore", "-m", *map(str, words)]
        return subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def play(self, *words: object) -> str:
        """A part of the journey, to its end."""
        return self._run("tests.parts", *words)

    def _run(self, *words: object) -> str:
        process = self.start(*words)
        said, faults = process.communicate(timeout=120)
        assert process.returncode == 0, f"{said}\n{faults}"
        return said


def _no_network() -> tuple[str, ...]:
    """Cuts a process off from every network where the system lets us; the hook in parts.py does it everywhere."""
    cut = ("unshare", "--map-root-user", "--net")
    works = shutil.which("unshare") and subprocess.run([*cut, "true"], capture_output=True, check=False).returncode == 0
    return cut if works else ()


class Journey:
    """The office with a dossier to judge, and assessors who enrolled each other's keys by telephone."""

    def __init__(self, folder: Path, *, cut: bool = False) -> None:
        self.bureau = Computer(folder / "bureau")
        self.office = self.bureau.home / "Bureau.cmsdesk"
        self.mail = folder / "mail"
        self.mail.mkdir()
        self.bureau.play("found_office", self.office, self.bureau.home)
        office_key = self.mail / "office.cmsdesk-key"
        office_words = self.bureau.play("office_key", self.office, office_key).strip()
        self.assessors: list[Computer] = []
        self._called: list[object] = []
        for name in ("Eerste", "Tweede"):
            one = Computer(folder / name, cut=cut)
            key = self.mail / f"{name}.cmsdesk-key"
            self._called += [key, one.play("begin", f"P. {name}", key, office_key, office_words).strip()]
            self.assessors.append(one)

    def send(self) -> list[Path]:
        """A package for each assessor, in the order of the assessors."""
        made = json.loads(self.bureau.play("enrol_and_send", self.office, self.mail, *self._called))
        return [self.mail / made["P. Eerste"], self.mail / made["P. Tweede"]]

    def take_in(self, *reviews: Path) -> list[list[object]]:
        """What the office's window said of each."""
        found: list[list[object]] = json.loads(self.bureau.play("take_in", self.office, *reviews))
        return found


def left_on(computer: Computer) -> list[Path]:
    """What an assessor's computer keeps of packages."""
    return [path for path in (computer.home / "cmsdesk" / "assessor" / "packages").rglob("*") if path.is_file()]


def readable_on(computer: Computer, *words: str) -> list[tuple[str, str]]:
    """Which words anybody can read in which file of a computer: settings, log, temporary files and all."""
    return [
        (path.name, word)
        for path in computer.home.rglob("*")
        if path.is_file()
        for word in words
        if any(word.encode(code) in path.read_bytes() for code in ("utf-8", "utf-16-le"))
    ]


def test_a_dossier_goes_to_two_assessors_without_a_network_and_comes_back_to_a_decision(tmp_path: Path) -> None:
    journey = Journey(tmp_path, cut=True)
    packages = journey.send()
    for computer, package in zip(journey.assessors, packages, strict=True):
        computer.play("review", package, journey.mail, "met")
        assert [path.name for path in left_on(computer)] == ["slip"]
        assert readable_on(computer, "Kandidaat", "A-20", "%PDF", "essay", "Seen and weighed", "SQLite") == []
    reviews = [package.with_suffix(".review") for package in packages]
    taken = journey.take_in(*reviews)
    assert [done for done, _sentence in taken] == [True, True], taken
    again = journey.take_in(*reversed(reviews))
    assert ["nothing was changed" in str(sentence) for _done, sentence in again] == [True, True], again
    assert journey.bureau.play("decide", journey.office).strip() == "granted"


@pytest.mark.skipif(os.name == "nt", reason="there is no such signal")
def test_a_review_that_was_killed_in_the_middle_goes_on_and_loses_at_most_two_seconds(tmp_path: Path) -> None:
    journey = Journey(tmp_path)
    package = journey.send()[0]
    computer, marker = journey.assessors[0], tmp_path / "typed"
    process = computer.start("tests.parts", "begin_typing", package, COMMENT, marker)
    while not marker.exists():
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)
    time.sleep(KEPT_WITHIN)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert readable_on(computer, "Zwanenzang", "Kandidaat", "A-20", "%PDF", "essay", "SQLite") == []
    assert json.loads(computer.play("look", package)) == [["essay", "met", ""], ["proof.cv", "", COMMENT]]
    staging = computer.home / "cmsdesk" / "assessor" / "staging"
    assert [path for path in staging.rglob("*") if path.is_file()] == []
