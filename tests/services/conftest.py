"""Lists, clocks and an office with a made-up scheme for the tests of the use cases."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from cmsdesk.exchange.workbooks import Sheet, Workbook
from cmsdesk.services.member_import import ImportMembers, ImportPlan, ImportResult, PlanImport, understand
from cmsdesk.services.office import Office, make_office
from cmsdesk.services.schemes import work_with
from cmsdesk.services.settings import FoundOffice, OfficeDetails
from tests.conftest import TODAY
from tests.judging import Days, an_office
from tests.packages import DAY, Post, a_post
from tests.situations import Clock as FarDay
from tests.situations import office_at

MEMBERS = ("Lidnr", "Roepnaam", "Tussenvoegsel", "Achternaam", "E-mail", "Plaats", "Lid sinds")
CERTIFICATES = ("Certificaatnr", "Lidnr", "Titel", "Toegekend op", "Geldig tot")
Row = tuple[Any, ...]


def a_list(members: list[Row], certificates: list[Row] | None = None) -> Workbook:
    """A workbook as it comes from another office: members, and perhaps the certificates they had."""
    sheets = [Sheet("Leden", (MEMBERS, *members))]
    if certificates is not None:
        sheets.append(Sheet("Certificaten", (CERTIFICATES, *certificates)))
    return Workbook("list.xlsx", tuple(sheets))


def planned(office: Office, book: Workbook) -> ImportPlan:
    return office.do(PlanImport(book, understand(book)))


def imported(office: Office, book: Workbook) -> ImportResult:
    return office.do(ImportMembers(planned(office, book)))


class Clock:
    """The day it is at the office; tests let it go on."""

    def __init__(self) -> None:
        self.day = TODAY

    def today(self) -> date:
        return self.day

    def now(self) -> datetime:
        return datetime.combine(self.day, time(9), UTC)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def passing(tmp_path: Path, clock: Clock) -> Iterator[Office]:
    """An office in which time passes."""
    office = make_office(tmp_path / "passing.cmsdesk", user="tester", today=clock.today, now=clock.now)
    office.do(FoundOffice(OfficeDetails("Test office", signatory_name="A. Signer")))
    yield office
    office.close()


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


@pytest.fixture
def far_day() -> FarDay:
    return FarDay(DAY)


@pytest.fixture
def post(tmp_path: Path, far_day: FarDay) -> Iterator[Post]:
    """An office that sends dossiers, in a folder of its own."""
    (tmp_path / "office").mkdir()
    office = office_at(tmp_path / "office", far_day)
    yield a_post(office, tmp_path)
    office.close()
    work_with({})
