"""Offices made by chance: the same seed makes the same people, and the example office has work in every stage."""

from pathlib import Path
from typing import Any

import pytest

from cmsdesk.domain.applications import State
from cmsdesk.domain.certificates import Status
from cmsdesk.services.applications import CountApplications
from cmsdesk.services.certificates import ReadPaper
from cmsdesk.services.example import make_example
from cmsdesk.services.generating import GenerateMembers
from cmsdesk.services.history import CheckJournal, LastActs, Undo, Undoable
from cmsdesk.services.lists import Asked
from cmsdesk.services.office import Office, make_office
from cmsdesk.services.people import AddPerson, CountPeople, ListPeople, PersonDetails, ReadPerson
from cmsdesk.services.register import CountHolders, ListHolders
from cmsdesk.services.reports import CountForBoard
from cmsdesk.services.settings import FoundOffice, OfficeDetails
from cmsdesk.services.today import WorkList
from tests.conftest import TODAY
from tests.rows import records_in


def generated(folder: Path, count: int, seed: int) -> dict[str, list[dict[str, Any]]]:
    """The records of an office that was filled by chance; what names a record outside the office is left out."""
    folder.mkdir()
    office = make_office(folder / "office.cmsdesk", user="tester", today=lambda: TODAY)
    office.do(FoundOffice(OfficeDetails("Test office")))
    assert office.do(GenerateMembers(count, seed)) == count
    assert office.do(CheckJournal()) is None
    office.close()
    found = records_in(folder / "office.cmsdesk")
    return {table: [row | {"uuid": ""} for row in rows] for table, rows in found.items()}


def test_the_same_seed_makes_the_same_office_and_another_seed_another(tmp_path: Path) -> None:
    first, again, other = (generated(tmp_path / name, 50, seed) for name, seed in (("a", 7), ("b", 7), ("c", 8)))
    assert first == again
    assert first != other
    assert len(first["person"]) == len(first["membership"]) == 50


def test_an_office_of_any_size_says_how_far_it_is(office: Office) -> None:
    heard: list[tuple[int, int]] = []
    office.do(GenerateMembers(5_200, report=lambda done, total: heard.append((done, total))))
    assert heard == [(5_000, 5_200), (5_200, 5_200)]
    assert office.do(CountPeople()) == office.do(CountPeople(Asked(chips=frozenset({"who:members"})))) == 5_200


def test_members_are_added_to_those_who_are_there_under_numbers_of_their_own(office: Office) -> None:
    office.do(AddPerson(PersonDetails("Akker", number="5000")))
    office.do(GenerateMembers(3))
    last = office.do(Undoable())
    assert last is None
    office.do(GenerateMembers(2))
    numbers = [row.number for row in office.do(ListPeople(Asked(sort="number"), 0, 10))]
    assert numbers == ["5000", "5001", "5002", "5003", "5004", "5005"]
    assert office.do(ReadPerson(office.do(AddPerson(PersonDetails("Berg"))))).details.number == "5006"


def test_a_number_that_was_taken_back_is_not_given_to_somebody_made_up(office: Office) -> None:
    office.do(AddPerson(PersonDetails("Weg")))
    last = office.do(Undoable())
    assert last
    office.do(Undo(last.seq))
    office.do(GenerateMembers(1))
    assert [row.number for row in office.do(ListPeople(Asked(), 0, 5))] == ["1002"]


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Any:
    said: list[str] = []
    office = make_example(tmp_path_factory.mktemp("example") / "Voorbeeld.cmsdesk", TODAY, say=said.append)
    assert said == ["members", "applications"]
    yield office
    office.close()


def test_the_example_office_has_work_in_every_stage(example: Office) -> None:
    figures = example.do(CountForBoard())
    assert dict(figures.applications_by_state) == {
        State.DRAFT: 3, State.INCOMPLETE: 2, State.SUBMITTED: 4, State.CANDIDATE: 3, State.IN_ASSESSMENT: 3, State.ASSESSED: 3,
        State.GRANTED: 8, State.REFUSED: 2,
    }  # fmt: skip
    assert (figures.granted_this_year, figures.refused_this_year) == (8, 2)
    assert sum(count for _state, count in figures.applications_by_state) == example.do(CountApplications())


def test_the_example_office_holds_together(example: Office) -> None:
    assert example.do(CheckJournal()) is None
    holders = example.do(ListHolders(Asked(), 0, 100))
    assert len(holders) == example.do(CountHolders()) == 7
    assert {row.status for row in holders} == {Status.ACTIVE}
    for row in holders:
        assert example.do(ReadPaper(row.id))[1].startswith(b"%PDF")
    assert len([row for row in example.do(WorkList()) if row.what.startswith("Issue")]) == 1
    assert all(row.at.date() <= TODAY for row in example.do(LastActs(limit=1000)))
