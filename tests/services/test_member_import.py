"""Importing a list is one act: seen before, taken back after, never done twice."""

from dataclasses import replace
from pathlib import Path

import pytest

from cmsdesk.services.history import CheckJournal, LastActs, Undo, Undoable
from cmsdesk.services.lists import Asked
from cmsdesk.services.member_import import ImportMembers, ImportPlan, PlanImport, open_list, understand
from cmsdesk.services.office import Office
from cmsdesk.services.people import AddPerson, CountPeople, EditPerson, ListPeople, PersonDetails, ReadPerson
from cmsdesk.services.register import CountHolders
from cmsdesk.ui.jobs import Cancelled
from tests.conftest import SHARED

LIST = SHARED / "ledenlijst.xlsx"


def plan_of(office: Office, path: Path = LIST) -> ImportPlan:
    book = open_list(path)
    return office.do(PlanImport(book, understand(book)))


def test_a_real_list_becomes_members_and_holders(office: Office) -> None:
    result = office.do(ImportMembers(plan_of(office)))
    assert (result.people, result.merged, result.certificates) == (397, 8, 73)
    assert office.do(CountPeople()) == 397
    assert office.do(CountHolders()) == 73
    [row] = office.do(ListPeople(Asked("kamp nathan"), 0, 5))
    assert (row.number, row.name, str(row.member_since)) == ("1029", "Kamp, Nathan de", "2025-09-07")
    assert len(office.do(LastActs())) == 2
    assert office.do(CheckJournal()) is None


def test_the_same_list_again_changes_nothing_and_says_so(office: Office) -> None:
    office.do(ImportMembers(plan_of(office)))
    again = plan_of(office)
    assert again.changes_nothing
    office.do(ImportMembers(again))
    assert office.do(CountPeople()) == 397
    assert len(office.do(LastActs())) == 2


def test_an_import_is_taken_back_as_a_whole(office: Office) -> None:
    office.do(ImportMembers(plan_of(office)))
    last = office.do(Undoable())
    assert last is not None
    office.do(Undo(last.seq))
    assert (office.do(CountPeople()), office.do(CountHolders())) == (0, 0)
    assert office.do(CheckJournal()) is None
    assert not plan_of(office).changes_nothing


def test_likely_duplicates_can_be_kept_apart(office: Office) -> None:
    plan = plan_of(office)
    twice = [row.row for row in plan.members.rows if row.outcome == "duplicate"]
    result = office.do(ImportMembers(plan, frozenset(twice[:3])))
    assert (result.people, result.merged) == (400, 5)


def test_a_merged_entry_leads_to_the_person_it_became(office: Office) -> None:
    plan = plan_of(office)
    row = next(row for row in plan.members.rows if row.outcome == "duplicate")
    office.do(ImportMembers(plan))
    people = office.do(ListPeople(Asked(row.draft.email.split("@")[0].replace(".", " ")), 0, 5))
    assert [person.number for person in people] == [row.same_as]


def test_cancelling_an_import_keeps_nothing(office: Office) -> None:
    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        office.do(ImportMembers(plan_of(office), report=stop))
    assert office.do(CountPeople()) == 0


def test_what_the_office_changed_is_never_overwritten(office: Office) -> None:
    office.do(ImportMembers(plan_of(office)))
    [row] = office.do(ListPeople(Asked("1029"), 0, 5))
    record = office.do(ReadPerson(row.id))
    office.do(EditPerson(row.id, record.version, replace(record.details, city="Elders")))
    assert plan_of(office).changes_nothing


def test_the_next_number_follows_the_highest_of_the_list(office: Office) -> None:
    office.do(ImportMembers(plan_of(office)))
    person = office.do(AddPerson(PersonDetails("Nieuw")))
    assert int(office.do(ReadPerson(person)).details.number) > 1806
