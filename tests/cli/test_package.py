"""From package to review by command: an office and an assessor with folders of their own, and nothing but files between them."""

import json
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from cmsdesk.services.answers import AnswerCheck
from cmsdesk.services.applications import AdmitApplication, ReceiveApplication
from cmsdesk.services.dossiers import AddEvidence
from cmsdesk.services.office import office_today
from cmsdesk.services.people import EditPerson, ReadPerson
from cmsdesk.services.records import ReadApplication
from cmsdesk.services.sent_packages import PackagesOf
from tests import given
from tests.cli.conftest import Ran, Shell
from tests.judging import a_file, a_judge

TOPIC = "l2free.topics/Notuleren"


class Far:
    """The commands of somebody at an assessor's computer."""

    def __init__(self, run: Shell, home: Path, passphrase: Path) -> None:
        self.run, self.home, self.passphrase = run, home, passphrase

    def __call__(self, command: str, *words: object) -> Ran:
        return self.run("package", command, *words, "--home", self.home, "--passphrase-file", self.passphrase)


class Desk:
    """The commands of the office, and what lies between it and the assessor."""

    def __init__(self, run: Shell, folder: Path) -> None:
        self.run, self.folder = run, folder
        self.passphrase = folder / "passphrase"
        self.passphrase.write_text("four wooden horses sing\n", encoding="utf-8")
        with closing(run.opened()) as office:
            self.application = given.an_exemption(office, given.a_member(office))
            office.do(AddEvidence(self.application, a_file(folder, "proof.pdf"), ("l2free.topics",)))
            office.do(AnswerCheck(self.application, "work", "yes"))
            office.do(ReceiveApplication(self.application, office.today))
            office.do(AdmitApplication(self.application))
            judge = a_judge(office, self.application, "Roos", "trainer", "portfolio", declared=False)
            person = office.do(ReadPerson(judge.person_id))
            office.do(EditPerson(person.id, person.version, replace(person.details, email="roos@example.org")))
            self.assessor = person.details.number
            self.number = office.do(ReadApplication(self.application)).number
        self.far = Far(run, folder / "home", self.passphrase)

    def __call__(self, command: str, *words: object, secret: bool = True) -> Ran:
        asked = ("--passphrase-file", self.passphrase) if secret else ()
        return self.run.on_office("package", command, *words, *asked)

    def introduced(self) -> None:
        """Both have keys, and compared the words."""
        mine, theirs = self.folder / "office.cmsdesk-key", self.folder / "roos.cmsdesk-key"
        words = self("key", "--to", mine).out.strip()
        spoken = self.far("begin", "--name", "P. Roos", "--to", theirs).out.strip()
        assert self("enrol", theirs, "--person", self.assessor, "--words", spoken, secret=False).code == 0
        assert self.far("trust", mine, "--words", words).code == 0

    def made(self, *words: object) -> Path:
        """The package of the one assessor."""
        done = self("make", self.number, "--to", self.folder / "out", "--json", *words)
        assert (done.code, done.err) == (0, "")
        [one] = done.json["packages"]
        return Path(one["package"])


@pytest.fixture
def desk(run: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return Desk(run, tmp_path)


def answers(folder: Path, keys: list[str], verdict: str = "not_met") -> Path:
    path = folder / "answers.json"
    found = {"comment": "Read whole.", "judgements": [{"key": key, "verdict": verdict, "comment": "Seen."} for key in keys]}
    path.write_text(json.dumps(found), encoding="utf-8")
    return path


def test_a_dossier_goes_out_is_judged_elsewhere_and_comes_in(desk: Desk) -> None:
    desk.introduced()
    package = desk.made("--mail")
    assert desk.number not in package.name
    mail = package.with_suffix(".eml").read_text(encoding="utf-8")
    assert "roos@example.org" in mail
    assert desk.number in mail
    assert "Vries" not in mail
    opened = desk.far("open", package, "--independent", "--json").json
    assert opened["number"] == desk.number
    assert TOPIC in [item["key"] for item in opened["items"]]
    keys = [item["key"] for item in opened["items"]]
    finished = desk.far(
        "finish", opened["package"], "--to", desk.folder / "back", "--answers", answers(desk.folder, keys), "--json"
    )
    assert finished.code == 0, finished.err
    came = desk("merge", finished.json["review"])
    assert (came.code, came.out, came.err) == (0, f"The report of P. Roos on {desk.number} is in.\n", "")
    again = desk("merge", finished.json["review"], "--json").json["files"]
    assert [one["outcome"] for one in again] == ["repeated"]
    with closing(desk.run.opened()) as office:
        [row] = office.do(PackagesOf(desk.application))
        assert row.state == "back"


def test_other_answers_make_a_file_with_a_higher_number_and_once_sent_everything_goes(desk: Desk) -> None:
    desk.introduced()
    opened = desk.far("open", desk.made(), "--independent", "--json").json
    keys = [item["key"] for item in opened["items"]]
    too_soon = desk.far("sent", opened["package"])
    assert (too_soon.code, "No file was made for the office yet" in too_soon.err) == (1, True)
    given = answers(desk.folder, keys)
    for number in (1, 2):
        done = desk.far("finish", opened["package"], "--to", desk.folder / "back", "--answers", given, "--json")
        assert (done.err, done.json["sequence"]) == ("", number)
    assert desk.far("sent", opened["package"], "--json").json == {"package": opened["package"]}
    assert [path.name for path in (desk.far.home / "packages" / opened["package"]).iterdir()] == ["slip"]
    again = desk.far("sent", opened["package"])
    assert (again.code, "was removed from this computer" in again.err) == (1, True)


def test_a_dossier_that_is_declined_comes_back_as_a_refusal(desk: Desk) -> None:
    desk.introduced()
    opened = desk.far("open", desk.made(), "--json").json
    assert opened["items"] == []
    made = desk.far("finish", opened["package"], "--to", desk.folder / "back", "--decline", "We worked together.")
    assert "gave" in desk("merge", made.out.strip()).out
    done = desk("make", desk.number, "--to", desk.folder / "out", "--assessor", desk.assessor)
    assert (done.code, done.out) == (1, "")
    assert "This assignment has ended." in done.err


def test_what_cannot_be_taken_in_is_told_file_by_file(desk: Desk) -> None:
    desk.introduced()
    package = desk.made()
    strange = desk.folder / "strange.review"
    strange.write_bytes(b"nothing")
    done = desk("merge", strange, package)
    assert done.code == 1
    assert "strange.review: This file is not a package of cmsdesk." in done.err
    assert f"{package.name}: This package was made for somebody else" in done.err
    assert [one["outcome"] for one in desk("merge", strange, package, "--json").json["files"]] == [
        "not-a-package",
        "for-somebody-else",
    ]


def test_keys_are_enrolled_only_with_the_words_that_were_heard(desk: Desk) -> None:
    theirs = desk.folder / "roos.cmsdesk-key"
    desk.far("begin", "--name", "P. Roos", "--to", theirs)
    unheard = desk("enrol", theirs, "--person", desk.assessor, secret=False)
    assert (unheard.code, "Please call P. Roos" in unheard.err) == (1, True)
    misheard = desk("enrol", theirs, "--person", desk.assessor, "--words", "one two", secret=False)
    assert (misheard.code, "Do not enrol it" in misheard.err) == (1, True)
    desk("key")
    done = desk("make", desk.number, "--to", desk.folder / "out", "--assessor", "99999")
    assert (done.code, done.err) == (1, "There is nobody with number 99999.\n")


def test_the_passphrase_is_needed_and_never_stands_in_the_call(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.introduced()
    monkeypatch.setattr("sys.stdin", None)
    done = desk("make", desk.number, "--to", desk.folder / "out", secret=False)
    assert (done.code, "--passphrase-file" in done.err) == (1, True)
    desk.passphrase.write_text("something else entirely", encoding="utf-8")
    assert "passphrase is not right" in desk("make", desk.number, "--to", desk.folder / "out").err


def test_without_keys_or_assessors_no_package_is_made(desk: Desk) -> None:
    assert "no keys for assessors yet" in desk("make", desk.number, "--to", desk.folder / "out").err
    desk("key")
    assert "has no key that holds" in desk("make", desk.number, "--to", desk.folder / "out").err
    late = office_today() - timedelta(days=1)
    desk.introduced()
    assert "in the past" in desk("make", desk.number, "--to", desk.folder / "out", "--until", f"{late:%d-%m-%Y}").err
