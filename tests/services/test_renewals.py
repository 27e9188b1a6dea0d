"""A renewed certificate follows the former one: from which day, for how long, and what is said meanwhile."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from cmsdesk.domain.certificates import Certificate, Status
from cmsdesk.domain.dossiers import Standing
from cmsdesk.domain.schemes.life import Life
from cmsdesk.services.answers import AddStatement
from cmsdesk.services.applications import AdmitApplication, ReceiveApplication, StartApplication
from cmsdesk.services.certificates import IssueCertificate, ReadCertificate
from cmsdesk.services.decisions import MarkDecisionSent, RecordDecision
from cmsdesk.services.dossiers import AddPoints
from cmsdesk.services.lists import Asked
from cmsdesk.services.office import Office
from cmsdesk.services.register import ListHolders
from cmsdesk.services.reports import ExportRegister
from cmsdesk.services.today import WorkList
from tests import given
from tests.situations import Clock, HandInReport, Look, Put, office_at, somebody

OLD_START, OLD_END = date(2019, 9, 1), date(2022, 8, 31)


@pytest.fixture
def clock() -> Clock:
    return Clock(date(2022, 5, 1))


@pytest.fixture
def own(tmp_path: Path, clock: Clock) -> Iterator[Office]:
    office = office_at(tmp_path, clock)
    yield office
    office.close()


def renewed(office: Office, clock: Clock, decided_on: date) -> tuple[int, int]:
    """A holder at a level that does not exist any more, who applied again; the former and the new certificate."""
    person = somebody(office, "Holder")
    former = office.do(
        Put(
            Certificate(
                number="RL-2019-001",
                person_id=person,
                scheme_id="rl",
                title_id="RL",
                legacy_level="B",
                granted_on=OLD_START,
                until_on=OLD_END,
            )
        )
    )
    line = AddPoints(person, "rl", "development", date(2021, 5, 1), "Opleiding", points=Decimal(75), standing=Standing.ACCEPTED)
    office.do(line)
    application = office.do(StartApplication(person, "rl", "recert-dev"))
    office.do(AddStatement(application, "renewdev.supervisor", "S. Supervisor", clock.day))
    office.do(ReceiveApplication(application, clock.day))
    office.do(AdmitApplication(application))
    for _report in range(2):
        office.do(HandInReport(application, "written2"))
    clock.day = decided_on
    decider = given.decider(office, application)
    office.do(RecordDecision(application, True, decided_on, "All is met.", decider_id=decider))
    certificate = office.do(IssueCertificate(application))
    office.do(MarkDecisionSent(application, decided_on))
    return former, certificate


def test_a_renewal_starts_the_day_after_the_old_end_and_lives_as_long_as_the_version_of_the_decision_says(
    own: Office, clock: Clock, tmp_path: Path
) -> None:
    """AC-17: three years under the old rules, four under the new; the level is remembered and not shown."""
    former, certificate = renewed(own, clock, date(2022, 6, 15))
    made = own.do(ReadCertificate(certificate))
    assert (made.granted_on, made.until_on, made.status) == (date(2022, 9, 1), date(2026, 8, 31), Status.FUTURE)
    assert "2022" in made.number
    kept = own.do(Look(Certificate, former))
    assert isinstance(kept, Certificate)
    assert (kept.legacy_level, kept.until_on) == ("B", OLD_END)
    new = own.do(Look(Certificate, certificate))
    assert isinstance(new, Certificate)
    assert new.legacy_level == ""
    own.do(ExportRegister(tmp_path / "register.xlsx"))
    sheets = openpyxl.load_workbook(tmp_path / "register.xlsx")
    headings = {str(cell.value).lower() for sheet in sheets for row in sheet.iter_rows(max_row=6) for cell in row}
    assert not {heading for heading in headings if "level" in heading or "niveau" in heading}


def test_between_the_two_there_is_no_day_without_a_title_and_nothing_to_remind_of(own: Office, clock: Clock) -> None:
    renewed(own, clock, date(2022, 6, 15))
    assert own.do(WorkList()) == []
    assert own.do(ListHolders(Asked(chips=frozenset({"status:soon"})), 0, 10)) == []
    for day, start in ((OLD_END, OLD_START), (date(2022, 9, 1), date(2022, 9, 1))):
        clock.day = day
        [live] = own.do(ListHolders(Asked(chips=frozenset({"status:active"})), 0, 10))
        assert live.granted_on == start


@pytest.mark.parametrize(
    ("rule", "former_until", "starts"),
    [
        ("day_after_old_end", OLD_END, date(2022, 9, 1)),
        ("day_after_old_end", date(2022, 6, 15), date(2022, 6, 16)),
        ("day_after_old_end", date(2022, 6, 14), date(2022, 6, 15)),
        ("day_after_old_end", None, date(2022, 6, 15)),
        ("decision", OLD_END, date(2022, 6, 15)),
    ],
)
def test_nothing_starts_before_it_was_decided(rule: str, former_until: date | None, starts: date) -> None:
    assert Life(renew_starts=rule).first_day(date(2022, 6, 15), former_until) == starts
