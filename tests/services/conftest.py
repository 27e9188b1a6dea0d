"""What the tests of the services share: an office with a made-up scheme, on a day that can be turned."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cmsdesk.services.office import Office
from cmsdesk.services.schemes import work_with
from tests.judging import Days, an_office


@pytest.fixture
def days() -> Days:
    return Days(date(2026, 11, 2))


@pytest.fixture
def court(tmp_path: Path, days: Days) -> Iterator[Office]:
    """An office that knows the made-up scheme of tests/data."""
    office = an_office(tmp_path, days)
    yield office
    office.close()
    work_with({})
