"""Importing a list is one act: seen before, taken back after, never done twice."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.services.history import CheckJournal, LastActs, Undo, Undoable
from cmsdesk.services.lists import Asked
from cmsdesk.services.member_import import ImportMembers, ImportPlan, PlanImport, open_list, understand
from cmsdesk.services.office import Office
from cmsdesk.services.people import (
    AddPerson,
    CountPeople,
    EditPerson,
    EndMembership,
    JoinAssociation,
    ListPeople,
    MergePeople,
    PersonDetails,
    ReadPerson,
)
from cmsdesk.services.register import CountHolders, ListHolders
from cmsdesk.services.reports import ExportRegister
from cmsdesk.ui.jobs import Cancelled
from tests import given
from tests.conftest import SHARED, TODAY
from tests.rows import records_in
from tests.services.conftest import a_list, imported, planned

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


AN = (1, "An", "", "Akker", "an@example.org", "Delft", date(2020, 1, 1))
BO = (2, "Bo", "de", "Berg", "bo@example.org", "Ede", None)


def numbers(office: Office) -> dict[str, str]:
    return {row.name: row.number for row in office.do(ListPeople(Asked(), 0, 50))}


def outcomes(plan: ImportPlan) -> list[str]:
    return [row.outcome for row in plan.members.rows]


def test_somebody_without_a_number_gets_the_next_one(office: Office) -> None:
    given.a_member(office, "Eerder", prefix="")
    book = a_list([AN, (None, *BO[1:]), ("", "Cor", "", "Carels", "", "", None), (1500, "Dirk", "", "Dam", "", "", None)])
    plan = planned(office, book)
    assert outcomes(plan) == ["imported"] * 4
    assert plan.members.remarks == ("2 rows have no number; they get the next free ones.",)
    office.do(ImportMembers(plan))
    assert numbers(office) == {
        "Eerder, Jan-Willem": "1001", "Akker, An": "1", "Berg, Bo de": "1501", "Carels, Cor": "1502", "Dam, Dirk": "1500",
    }  # fmt: skip
    again = planned(office, book)
    assert (outcomes(again), again.changes_nothing, again.members.remarks) == (["unchanged"] * 4, True, ())
    assert office.do(ReadPerson(office.do(AddPerson(PersonDetails("Nieuw"))))).details.number == "1503"


def test_a_number_that_was_given_out_and_taken_back_is_not_given_to_somebody_in_a_list(office: Office) -> None:
    office.do(AddPerson(PersonDetails("Weg", number="7000")))
    office.do(AddPerson(PersonDetails("Weg")))
    for _twice in range(2):
        last = office.do(Undoable())
        assert last
        office.do(Undo(last.seq))
    imported(office, a_list([(None, *AN[1:])]))
    assert numbers(office) == {"Akker, An": "7002"}


def test_a_number_is_the_same_with_and_without_noughts_before_it(office: Office) -> None:
    imported(office, a_list([("0042", *AN[1:])], [("C-1", 42, "CMC", TODAY, None)]))
    assert numbers(office) == {"Akker, An": "42"}
    assert planned(office, a_list([(42, *AN[1:])], [("C-1", "00042", "CMC", TODAY, None)])).changes_nothing


@pytest.mark.parametrize("mail", ["an@example.org", ""])
def test_a_row_that_stands_twice_in_the_list_is_one_person(office: Office, mail: str) -> None:
    first, second = (1, "An", "", "Akker", mail, "", None), (1, "An", "", "Akker", mail, "Delft", date(2019, 1, 1))
    book = a_list([first, second], [("C-1", 1, "CMC", TODAY, None)])
    plan = planned(office, book)
    assert outcomes(plan) == ["imported", "duplicate"]
    result = office.do(ImportMembers(plan, apart=frozenset({3})))
    assert (result.people, result.merged, result.certificates) == (1, 1, 1)
    [row] = office.do(ListPeople(Asked(), 0, 5))
    assert (row.number, row.city, row.member_since) == ("1", "Delft", date(2019, 1, 1))
    assert planned(office, book).changes_nothing


def test_somebody_entered_twice_is_a_member_since_the_entry_that_says_so(office: Office) -> None:
    without, with_day = (1, "An", "", "Akker", "an@example.org", "", None), (2, "An", "", "Akker", "an@example.org", "", TODAY)
    result = imported(office, a_list([without, with_day]))
    assert (result.people, result.merged) == (1, 1)
    [row] = office.do(ListPeople(Asked(chips=frozenset({"who:members"})), 0, 5))
    assert (row.number, row.member_since) == ("1", TODAY)


def test_what_the_list_knows_more_is_filled_in_once_and_can_be_taken_back(office: Office) -> None:
    imported(office, a_list([(1, "An", "", "Akker", "", "", None)]))
    before = records_in(office.path)
    result = imported(office, a_list([AN]))
    assert (result.people, result.completed) == (0, 1)
    [row] = office.do(ListPeople(Asked(), 0, 5))
    assert (row.email, row.city, row.member_since) == ("an@example.org", "Delft", date(2020, 1, 1))
    assert planned(office, a_list([AN])).changes_nothing
    last = office.do(Undoable())
    assert last
    office.do(Undo(last.seq))
    assert records_in(office.path) == before


def test_a_membership_elsewhere_does_not_hide_that_of_the_list(office: Office) -> None:
    imported(office, a_list([(1, "An", "", "Akker", "", "", None)]))
    office.do(JoinAssociation(1, date(2010, 1, 1), "Another association"))
    assert imported(office, a_list([AN])).completed == 1
    assert office.do(CountPeople(Asked(chips=frozenset({"who:members"})))) == 1


def test_a_membership_that_ended_is_not_begun_again_by_the_old_list(office: Office) -> None:
    imported(office, a_list([AN]))
    office.do(EndMembership(1, date(2024, 12, 31)))
    assert planned(office, a_list([AN])).changes_nothing


def test_what_was_filled_in_after_the_preview_is_not_overwritten(office: Office) -> None:
    imported(office, a_list([(1, "An", "", "Akker", "", "", None)]))
    plan = planned(office, a_list([AN]))
    record = office.do(ReadPerson(1))
    office.do(EditPerson(1, record.version, replace(record.details, city="Ede")))
    office.do(JoinAssociation(1, date(2022, 1, 1)))
    office.do(ImportMembers(plan))
    [row] = office.do(ListPeople(Asked(), 0, 5))
    assert (row.city, row.email, row.member_since) == ("Ede", "an@example.org", date(2022, 1, 1))


def stale(office: Office, plan: ImportPlan) -> None:
    before = records_in(office.path)
    with pytest.raises(RuleBroken, match="The office was changed after this list was looked at. Please open the list again"):
        office.do(ImportMembers(plan))
    assert records_in(office.path) == before


def test_a_preview_that_no_longer_holds_is_refused_whole(office: Office) -> None:
    plan = planned(office, a_list([AN, BO], [("C-1", 1, "CMC", TODAY, None)]))
    office.do(AddPerson(PersonDetails("Iemand", number="2")))
    stale(office, plan)


def test_a_preview_is_carried_out_once(office: Office) -> None:
    plan = planned(office, a_list([AN, BO]))
    office.do(ImportMembers(plan))
    stale(office, plan)


def test_a_preview_about_somebody_who_is_gone_is_refused(office: Office) -> None:
    imported(office, a_list([(1, "An", "", "Akker", "an@example.org", "", None)]))
    completing = planned(office, a_list([AN]))
    merging = planned(office, a_list([(5, *AN[1:])]))
    certifying = planned(office, a_list([AN], [("C-1", 1, "CMC", TODAY, None)]))
    assert [outcomes(plan) for plan in (completing, merging)] == [["completed"], ["duplicate"]]
    last = office.do(Undoable())
    assert last
    office.do(Undo(last.seq))
    for plan in (completing, merging, certifying):
        stale(office, plan)


def test_a_certificate_that_was_imported_meanwhile_is_not_imported_again(office: Office) -> None:
    imported(office, a_list([AN]))
    book = a_list([AN], [("C-1", 1, "CMC", TODAY, None)])
    plan = planned(office, book)
    imported(office, book)
    stale(office, plan)


def test_a_certificate_goes_to_the_person_its_member_was_merged_into(office: Office) -> None:
    imported(office, a_list([AN, BO]))
    office.do(MergePeople(2, 1, office.do(ReadPerson(2)).details))
    assert imported(office, a_list([AN, BO], [("C-1", 1, "CMC", TODAY, None)])).certificates == 1
    [holder] = office.do(ListHolders(Asked(), 0, 5))
    assert (holder.person_id, holder.name) == (2, "Berg, Bo de")


def test_certificates_that_cannot_be_are_refused_with_the_reason_and_the_rest_is_imported(office: Office) -> None:
    book = a_list(
        [AN],
        [
            ("C-1", 1, "cmc", TODAY, None),
            ("C-1", 1, "MMC", TODAY, None),
            ("C-2", 1, "CMC", TODAY, TODAY - timedelta(days=1)),
            ("C-3", 1, "CMC", "ooit", None),
            ("", 1, "CMC", TODAY, None),
            ("C-5", 9, "CMC", TODAY, None),
            ("C-6", 1, "XYZ", TODAY, None),
            ("C-7", 1, "CMC", None, None),
            ("C-8", 1, "RM", TODAY, TODAY),
        ],
    )
    plan = planned(office, book)
    assert [(row.certificate, row.outcome, [problem.text for problem in row.problems]) for row in plan.certificates] == [
        ("C-1", "imported", []),
        ("C-1", "refused", ["Certificate C-1 is also in row 2; a number is given once."]),
        ("C-2", "refused", ["This certificate would end before it begins."]),
        ("C-3", "refused", ["“ooit” is not a date that can be read."]),
        ("", "refused", ["There is no certificate number."]),
        ("C-5", "refused", ["Member 9 is not imported; mend that row and import again."]),
        ("C-6", "refused", ["The title “XYZ” is not known here."]),
        ("C-7", "refused", ["There is no date on which it was granted."]),
        ("C-8", "imported", []),
    ]
    assert office.do(ImportMembers(plan)).certificates == 2
    assert [(row.number, row.title) for row in office.do(ListHolders(Asked(sort="number"), 0, 5))] == [
        ("C-1", "CMC"),
        ("C-8", "rm"),
    ]
    assert planned(office, book).changes_nothing


@pytest.mark.parametrize("surname", ["<b>A&B</b>", "=1+1", "@SUM(A1)"])
def test_a_strange_name_is_imported_shown_and_exported_as_text(office: Office, tmp_path: Path, surname: str) -> None:
    imported(office, a_list([(1, "An", "", surname, "", "", None)], [("C-1", 1, "CMC", TODAY, None)]))
    [row] = office.do(ListPeople(Asked(), 0, 5))
    assert row.name == f"{surname}, An"
    office.do(ExportRegister(tmp_path / "r.xlsx"))
    cell = openpyxl.load_workbook(tmp_path / "r.xlsx").worksheets[0]["B2"]
    assert (cell.value, cell.data_type) == (f"{surname}, An", "s")


def test_a_surname_of_300_letters_is_refused_and_the_others_are_imported(office: Office) -> None:
    plan = planned(office, a_list([(1, "An", "", "x" * 300, "", "", None), BO]))
    assert outcomes(plan) == ["refused", "imported"]
    assert office.do(ImportMembers(plan)).people == 1


def test_a_sheet_and_columns_may_be_chosen_by_hand(office: Office) -> None:
    book = a_list([AN])
    with pytest.raises(RuleBroken, match="There is no sheet “Elders”; the sheets are: Leden"):
        understand(book, sheet="Elders")
    listed = understand(book, sheet="Leden", columns={0: "number", 3: "surname"})
    office.do(ImportMembers(office.do(PlanImport(book, listed))))
    [row] = office.do(ListPeople(Asked(), 0, 5))
    assert (row.name, row.email) == ("Akker", "")


def test_an_import_says_how_far_it_is(office: Office) -> None:
    heard: list[tuple[int, int]] = []
    office.do(ImportMembers(planned(office, a_list([AN, BO])), report=lambda done, total: heard.append((done, total))))
    assert heard[-1] == (2, 2)
    assert heard == sorted(heard)
