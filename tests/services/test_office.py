"""The one door: whole or not at all, written down once, told to who listens."""

import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.services.applications import CountApplications, StartApplication
from cmsdesk.services.history import LastActs
from cmsdesk.services.lists import Asked
from cmsdesk.services.office import Office, make_office, office_today, open_office, user_name, utc_now
from cmsdesk.services.people import CountPeople
from cmsdesk.services.settings import FoundOffice, OfficeDetails, ReadSettings, backup_folder, found_office
from tests import given
from tests.rows import records_in


def test_who_listens_hears_which_tables_changed_and_nothing_of_what_was_only_read(office: Office) -> None:
    heard: list[frozenset[str]] = []
    office.on_change(heard.append)
    office.do(CountPeople())
    assert heard == []
    person = given.a_member(office)
    assert heard.pop() >= {"person", "membership"}
    with pytest.raises(RuleBroken):
        office.do(StartApplication(person, "elsewhere", "x"))
    assert heard == []


def test_an_act_that_is_refused_half_way_leaves_nothing_and_uses_up_no_number(office: Office) -> None:
    person = given.a_member(office)
    given.an_application(office, person)
    before, acts = records_in(office.path), office.do(LastActs())
    with pytest.raises(RuleBroken, match="already has application A-2026-0001"):
        given.an_application(office, person)
    assert (records_in(office.path), office.do(LastActs())) == (before, acts)
    given.an_application(office, given.a_member(office))
    assert office.do(CountApplications(Asked("A-2026-0002"))) == 1


def test_what_was_done_is_there_after_closing_and_opening(office: Office, tmp_path: Path) -> None:
    person = given.a_member(office)
    given.an_application(office, person)
    before, acts = records_in(office.path), office.do(LastActs())
    office.close()
    again = open_office(office.path, user="tester")
    assert (records_in(again.path), again.do(LastActs())) == (before, acts)
    again.close()


def test_the_day_and_the_moment_are_those_of_the_office(tmp_path: Path) -> None:
    """Just after midnight in the Netherlands it is still yesterday in UTC."""
    moment = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)
    office = make_office(tmp_path / "o.cmsdesk", user="tester", today=lambda: date(2026, 7, 1), now=lambda: moment)
    office.do(FoundOffice(OfficeDetails("Nacht")))
    [row] = office.do(LastActs())
    assert f"{row.at:%d-%m-%Y %H:%M}" == "01-07-2026 00:30"
    assert office.today == date(2026, 7, 1)
    office.close()
    assert utc_now().utcoffset() is not None
    assert abs((office_today() - utc_now().date()).days) <= 1


def test_an_office_is_founded_whole_or_not_at_all(tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match="give the office a name"):
        found_office(tmp_path / "o.cmsdesk", OfficeDetails(" "), user="tester")
    assert list(tmp_path.iterdir()) == []
    office = found_office(tmp_path / "o.cmsdesk", OfficeDetails("Bureau", backup_folder="/elsewhere"), user="tester")
    assert office.do(ReadSettings())[0].name == "Bureau"
    office.close()


def test_backups_go_where_the_office_said_or_else_beside_it(tmp_path: Path) -> None:
    office = tmp_path / "o.cmsdesk"
    assert backup_folder(OfficeDetails("Bureau", backup_folder=str(tmp_path / "B")), office) == tmp_path / "B"
    assert backup_folder(OfficeDetails("Bureau"), office) == tmp_path / "Backups"


@pytest.mark.parametrize("folder", ["Backups", "../Backups", "C:Backups"])
def test_half_a_path_for_backups_is_refused_since_it_would_lead_elsewhere_each_time(tmp_path: Path, folder: str) -> None:
    with pytest.raises(RuleBroken, match="the whole path of the folder for backups"):
        found_office(tmp_path / "o.cmsdesk", OfficeDetails("Bureau", backup_folder=folder), user="tester")
    assert list(tmp_path.iterdir()) == []


def test_somebody_is_always_at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "an")
    assert user_name() == "an"


@pytest.mark.skipif(os.name == "nt", reason="accounts have names there")
def test_an_account_without_a_name_works_for_the_bureau(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container, where the system knows the account by a number only."""
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "getuid", lambda: 54321)
    assert user_name() == "Bureau"
