"""Commands as a user gives them, in English, on a real office in a temporary folder."""

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from cmsdesk import cli
from cmsdesk.services.office import Office, make_office, open_office
from cmsdesk.services.records import ReadApplication
from cmsdesk.services.settings import FoundOffice, OfficeDetails
from tests import given


class Ran(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Shell:
    """Runs commands as a user would, in English."""

    def __init__(self, capture: pytest.CaptureFixture[str], office: Path) -> None:
        self.capture, self.office = capture, office

    def __call__(self, *words: object, language: str = "en") -> Ran:
        self.capture.readouterr()
        code = cli.main(["--language", language, *map(str, words)])
        return Ran(code, *self.capture.readouterr())

    def on_office(self, *words: object) -> Ran:
        return self(*words, "--office", self.office)

    def opened(self) -> Office:
        return open_office(self.office, user="tester")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Shell:
    path = tmp_path / "office.cmsdesk"
    office = make_office(path, user="tester")
    office.do(FoundOffice(OfficeDetails("Test office", backup_folder=str(tmp_path / "Backups"))))
    office.close()
    return Shell(capsys, path)


@pytest.fixture
def granted(run: Shell, tmp_path: Path) -> str:
    """The number of an application that was granted."""
    office = run.opened()
    application = given.granted(office, given.a_member(office), tmp_path)
    number = office.do(ReadApplication(application)).number
    office.close()
    return number


@pytest.fixture
def paper(run: Shell, granted: str, tmp_path: Path) -> Path:
    run.on_office("certificates", "issue", granted, "--to", tmp_path / "papers")
    [paper] = (tmp_path / "papers").iterdir()
    return paper
