"""An office that judges with a made-up scheme, and two assessors at their own computers."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cmsdesk.services.assessor.home import Workplace
from cmsdesk.services.office import Office
from cmsdesk.services.schemes import work_with
from tests.assessing import Post, a_workplace
from tests.judging import Days, a_judge, admitted, an_office

DOCUMENTS = {"essay.pdf": ("essay",), "cv.pdf": ("proof.cv",)}


@pytest.fixture
def days() -> Days:
    return Days(date(2026, 11, 21))


@pytest.fixture
def court(tmp_path: Path, days: Days) -> Iterator[Office]:
    (tmp_path / "office").mkdir()
    office = an_office(tmp_path / "office", days)
    yield office
    office.close()
    work_with({})


@pytest.fixture
def workplace(tmp_path: Path, days: Days) -> Workplace:
    return a_workplace(tmp_path / "anne", days)


@pytest.fixture
def post(court: Office, workplace: Workplace, tmp_path: Path) -> Post:
    application = admitted(court, tmp_path, "apart", documents=DOCUMENTS)
    judge = a_judge(court, application, "Beoordelaar", "assessor", "apart", declared=False)
    return Post(court, application, judge, workplace.keys, tmp_path / "post")
