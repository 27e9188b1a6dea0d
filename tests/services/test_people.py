"""People, their numbers and memberships, and two entries that turn out to be one person."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.services.applications import StartApplication, WithdrawApplication
from cmsdesk.services.assignments import AssignPerson
from cmsdesk.services.certificates import IssueCertificate, ReadCertificate
from cmsdesk.services.history import HistoryOf, Undo, Undoable
from cmsdesk.services.lists import Asked
from cmsdesk.services.office import Office, make_office
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
from cmsdesk.services.qualifications import AddCredential, AddWorkPeriod, QualificationsOf
from cmsdesk.services.records import OverviewOf, PointsOf, ReadApplication
from cmsdesk.services.search import SearchEverything
from cmsdesk.services.settings import ChangeSettings, FoundOffice, OfficeDetails, ReadSettings
from tests import given
from tests.rows import file_of, records_in

MEMBERS = Asked(chips=frozenset({"who:members"}))


EVERYBODY = Asked()


def names(office: Office, asked: Asked = EVERYBODY) -> list[str]:
    return [row.name for row in office.do(ListPeople(asked, 0, 50))]


# Numbers and names


def test_numbers_are_given_out_in_order_and_never_twice(office: Office) -> None:
    first, second = office.do(AddPerson(PersonDetails("Akker"))), office.do(AddPerson(PersonDetails("Berg")))
    assert [office.do(ReadPerson(person)).details.number for person in (first, second)] == ["1001", "1002"]


@pytest.mark.parametrize("typed", ["1001", " 1001 ", "001001"])
def test_a_number_of_somebody_else_is_refused_however_it_is_typed(office: Office, typed: str) -> None:
    given.a_member(office, "Akker", prefix="")
    with pytest.raises(RuleBroken, match="Number 1001 already belongs to Jan-Willem Akker"):
        office.do(AddPerson(PersonDetails("Berg", number=typed)))
    other = office.do(ReadPerson(given.a_member(office, "Berg")))
    with pytest.raises(RuleBroken, match="Number 1001 already belongs"):
        office.do(EditPerson(other.id, other.version, replace(other.details, number=typed)))


def test_a_number_of_another_office_does_not_spoil_the_next_one(office: Office) -> None:
    for number in ("99999999999999999999", "X-12", "²", "2500"):
        office.do(AddPerson(PersonDetails("Akker", number=number)))
    assert office.do(ReadPerson(office.do(AddPerson(PersonDetails("Berg"))))).details.number == "2501"


def test_a_person_keeps_a_number(office: Office) -> None:
    person = office.do(ReadPerson(given.a_member(office)))
    with pytest.raises(RuleBroken, match="Please fill in a number"):
        office.do(EditPerson(person.id, person.version, replace(person.details, number=" ")))


@pytest.mark.parametrize(
    ("surname", "reason"), [("", "needs a surname"), ("   ", "needs a surname"), ("x" * 300, "longer than 200")]
)
def test_a_name_that_is_no_name_is_refused(office: Office, surname: str, reason: str) -> None:
    before = records_in(office.path)
    with pytest.raises(RuleBroken, match=reason):
        office.do(AddPerson(PersonDetails(surname)))
    assert records_in(office.path) == before


@pytest.mark.parametrize(
    "surname", ["<b>A&B</b>", "=1+1", "'; DROP TABLE person; --", "{name}", "%s", "O'Neill", "女", "x" * 200]
)
def test_a_name_is_kept_and_found_as_it_was_typed(office: Office, surname: str) -> None:
    person = office.do(AddPerson(PersonDetails(surname)))
    assert office.do(ReadPerson(person)).full_name == surname
    assert names(office) == [surname]
    assert [hit.id for hit in office.do(SearchEverything(surname))] == [person]


# Two people at one record


def test_who_comes_second_does_not_overwrite_who_came_first(office: Office) -> None:
    seen = office.do(ReadPerson(given.a_member(office)))
    office.do(EditPerson(seen.id, seen.version, replace(seen.details, city="Ede")))
    with pytest.raises(RuleBroken, match="Somebody changed this meanwhile"):
        office.do(EditPerson(seen.id, seen.version, replace(seen.details, phone="06-1")))
    now = office.do(ReadPerson(seen.id))
    assert (now.details.city, now.details.phone) == ("Ede", "")
    office.do(EditPerson(now.id, now.version, replace(now.details, phone="06-1")))


def test_a_person_who_was_taken_back_is_said_to_be_gone(office: Office) -> None:
    seen = office.do(ReadPerson(given.a_member(office)))
    last = office.do(Undoable())
    assert last
    office.do(Undo(last.seq))
    for act in (ReadPerson(seen.id), EditPerson(seen.id, seen.version, seen.details)):
        with pytest.raises(RuleBroken, match="no longer exists"):
            office.do(act)


def test_office_settings_are_not_overwritten_either(office: Office) -> None:
    details, version = office.do(ReadSettings())
    office.do(ChangeSettings(version, replace(details, contact_phone="1")))
    with pytest.raises(RuleBroken, match="Somebody changed this meanwhile"):
        office.do(ChangeSettings(version, replace(details, contact_phone="2")))
    assert office.do(ReadSettings())[0].contact_phone == "1"


def test_an_office_keeps_a_name(office: Office) -> None:
    details, version = office.do(ReadSettings())
    with pytest.raises(RuleBroken, match="give the office a name"):
        office.do(ChangeSettings(version, replace(details, name="  ")))


# Memberships


def is_member(office: Office, person: int) -> bool:
    """The record and the list must say the same."""
    said = office.do(ReadPerson(person)).is_member
    assert said == (person in {row.id for row in office.do(ListPeople(MEMBERS, 0, 50))})
    [row] = [row for row in office.do(ListPeople(Asked(), 0, 50)) if row.id == person]
    assert said == (row.member_since is not None)
    return said


def test_the_first_and_the_last_day_of_a_membership_count(office: Office) -> None:
    today = office.today
    for since, until, member in (
        (today, None, True),
        (today + timedelta(days=1), None, False),
        (date(2020, 1, 1), today, True),
        (date(2020, 1, 1), today - timedelta(days=1), False),
        (date(2020, 1, 1), today + timedelta(days=30), True),
    ):
        person = given.a_member(office, since=since)
        if until:
            office.do(EndMembership(office.do(ReadPerson(person)).memberships[0].id, until))
        assert is_member(office, person) == member, (since, until)


def test_a_membership_of_another_organisation_makes_no_member(office: Office) -> None:
    person = given.a_member(office, since=None)
    office.do(JoinAssociation(person, date(2020, 1, 1), "Another association"))
    assert not is_member(office, person)
    office.do(JoinAssociation(person, date(2024, 1, 1)))
    assert is_member(office, person)
    [row] = office.do(ListPeople(MEMBERS, 0, 5))
    assert row.member_since == date(2024, 1, 1)


def test_a_membership_runs_once_and_ends_after_it_began(office: Office) -> None:
    person = given.a_member(office, since=date(2020, 1, 1))
    with pytest.raises(RuleBroken, match="has been a member since 2020-01-01"):
        office.do(JoinAssociation(person, office.today))
    [membership] = office.do(ReadPerson(person)).memberships
    with pytest.raises(RuleBroken, match="cannot end before it begins"):
        office.do(EndMembership(membership.id, date(2019, 12, 31)))
    office.do(EndMembership(membership.id, date(2020, 1, 1)))
    office.do(JoinAssociation(person, date(2021, 1, 1)))
    assert [m.until_on for m in office.do(ReadPerson(person)).memberships] == [None, date(2020, 1, 1)]


@pytest.mark.parametrize("change", [{"name": "New name"}, {"association": "Association of clerks"}])
def test_an_office_or_association_that_is_renamed_keeps_its_members(office: Office, change: dict[str, str]) -> None:
    person = given.a_member(office, since=date(2020, 1, 1))
    application = given.an_application(office, person)
    [before] = [leaf for leaf in office.do(ReadApplication(application)).leaves if leaf.requirement_id == "cmc.member"]
    details, version = office.do(ReadSettings())
    office.do(ChangeSettings(version, replace(details, **change)))
    assert is_member(office, person)
    [after] = [leaf for leaf in office.do(ReadApplication(application)).leaves if leaf.requirement_id == "cmc.member"]
    assert (after.outcome, after.have) == (before.outcome, before.have) == ("met", "82")
    assert [m.organisation for m in office.do(ReadPerson(person)).memberships] == list(change.values())


def test_an_association_that_is_already_known_is_not_mixed_up_with_the_old_one(office: Office) -> None:
    old, new = given.a_member(office, "Akker"), given.a_member(office, "Berg", since=None)
    office.do(JoinAssociation(new, date(2020, 1, 1), "Association of clerks"))
    details, version = office.do(ReadSettings())
    office.do(ChangeSettings(version, replace(details, association="Association of clerks")))
    assert (is_member(office, old), is_member(office, new)) == (False, True)


def test_looking_changes_nothing_also_in_a_file_without_an_association(office: Office) -> None:
    person = given.a_member(office, since=None)
    application = given.an_application(office, person)
    with file_of(office.path) as connection:
        connection.execute("DELETE FROM organisation")
    before = records_in(office.path)
    office.do(ReadApplication(application))
    assert not is_member(office, person)
    assert records_in(office.path) == before
    office.do(JoinAssociation(person, office.today))
    assert is_member(office, person)


# Lists


def test_people_are_sorted_the_dutch_way_and_the_other_way_round(office: Office) -> None:
    for surname, prefix in (("Zand", "van"), ("Öztürk", ""), ("Berg", "van den"), ("Łukasik", "")):
        given.a_member(office, surname, prefix=prefix, given_name="Jo", city=surname[::-1])
    assert names(office) == ["Berg, Jo van den", "Łukasik, Jo", "Öztürk, Jo", "Zand, Jo van"]
    assert names(office, Asked(descending=True)) == names(office)[::-1]
    assert names(office, Asked(sort="city")) == ["Zand, Jo van", "Berg, Jo van den", "Łukasik, Jo", "Öztürk, Jo"]
    assert names(office, Asked(sort="unheard of")) == names(office)


def test_a_deep_page_goes_on_where_the_one_before_it_ended(office: Office) -> None:
    for number in range(25):
        given.a_member(office, f"Naam{number % 5}")
    pages = [row.id for offset in range(0, 30, 7) for row in office.do(ListPeople(Asked(), offset, 7))]
    assert pages == [row.id for row in office.do(ListPeople(Asked(), 0, 50))]
    assert len(set(pages)) == office.do(CountPeople()) == 25


# Merging


def two_entries(office: Office, folder: Path) -> tuple[int, int]:
    """The one to keep has points; the other is a member with a dossier, points and a certificate."""
    keep, other = given.a_member(office, since=None, city="Ede"), given.a_member(office, "Vreis", city="Delft")
    given.points(office, keep, "education", "2")
    office.do(IssueCertificate(given.granted(office, other, folder)))
    return keep, other


def test_everything_of_the_other_entry_follows_to_the_one_that_stays(office: Office, tmp_path: Path) -> None:
    keep, other = two_entries(office, tmp_path)
    chosen = replace(office.do(ReadPerson(keep)).details, city="Delft", number="9999")
    office.do(MergePeople(keep, other, chosen))
    record = office.do(ReadPerson(keep))
    assert (record.details.city, record.details.number) == ("Delft", "1001")
    assert office.do(ReadPerson(other)) == record
    assert record.is_member
    around = office.do(OverviewOf(keep))
    assert (len(around.applications), len(around.certificates)) == (1, 1)
    assert office.do(ReadCertificate(1)).person_id == keep
    application = office.do(ReadApplication(1))
    assert (application.person_id, len(application.evidence)) == (keep, 1)
    assert [row.value for row in office.do(PointsOf(keep, given.SCHEME))] == ["2", "60", "50"]
    assert names(office) == ["Vries, Jan-Willem de"]
    assert names(office, Asked(chips=frozenset({"who:holders"}))) == ["Vries, Jan-Willem de"]


def test_no_table_that_names_a_person_is_forgotten_by_a_merge(office: Office, tmp_path: Path) -> None:
    keep, other = two_entries(office, tmp_path)
    application = given.an_application(office, given.a_member(office, "Akker"))
    office.do(AddWorkPeriod(other, given.SCHEME, "experience", "Clerk", date(2020, 1, 1)))
    office.do(AddCredential(other, "diploma", "Some school", date(2015, 1, 1)))
    office.do(AssignPerson(application, other, "mentor"))
    office.do(MergePeople(keep, other, office.do(ReadPerson(keep)).details))
    brought = office.do(QualificationsOf(keep))
    assert (len(brought.periods), len(brought.credentials)) == (1, 1)
    left = [
        (table, column)
        for table, rows in records_in(office.path).items()
        for row in rows
        for column, value in row.items()
        if value == other and column in {"person_id", "other_id", "decider_id", "signer_id", "holder_id", "assessor_id"}
    ]
    assert left == []


def test_a_merge_is_refused_when_one_of_them_was_changed_meanwhile(office: Office) -> None:
    keep, other = (office.do(ReadPerson(given.a_member(office, surname))) for surname in ("Akker", "Aker"))
    for changed in (keep, other):
        now = office.do(ReadPerson(changed.id))
        office.do(EditPerson(changed.id, now.version, replace(changed.details, city="Ede")))
        with pytest.raises(RuleBroken, match="Somebody changed this meanwhile"):
            office.do(MergePeople(keep.id, other.id, keep.details, (keep.version, other.version)))
        keep = office.do(ReadPerson(keep.id))
    other = office.do(ReadPerson(other.id))
    office.do(MergePeople(keep.id, other.id, keep.details, (keep.version, other.version)))


def test_a_merge_is_taken_back_whole(office: Office, tmp_path: Path) -> None:
    keep, other = two_entries(office, tmp_path)
    before = records_in(office.path)
    office.do(MergePeople(keep, other, office.do(ReadPerson(keep)).details))
    last = office.do(Undoable())
    assert last
    office.do(Undo(last.seq))
    assert records_in(office.path) == before
    assert office.do(CountPeople()) == 2


def test_the_history_of_both_entries_stays_in_sight(office: Office, tmp_path: Path) -> None:
    keep, other = two_entries(office, tmp_path)
    office.do(MergePeople(keep, other, office.do(ReadPerson(keep)).details))
    acts = [row.act for row in office.do(HistoryOf("person", keep))]
    assert acts[0] == "Merged two entries of one person"
    assert acts.count("Added a person") == 2
    assert "Issued the certificate" in acts
    assert len({row.seq for row in office.do(HistoryOf("person", keep))}) == len(acts)


def test_the_number_of_a_merged_entry_still_leads_to_the_person(office: Office, tmp_path: Path) -> None:
    keep, other = two_entries(office, tmp_path)
    office.do(MergePeople(keep, other, office.do(ReadPerson(keep)).details))
    assert [row.id for row in office.do(ListPeople(Asked("1002"), 0, 5))] == [keep]
    assert [(hit.kind, hit.id) for hit in office.do(SearchEverything("1002"))] == [
        ("person", keep),
        ("application", 1),
        ("certificate", 1),
    ]
    with pytest.raises(RuleBroken, match="Number 1002 already belongs to"):
        office.do(AddPerson(PersonDetails("Nieuw", number="1002")))


def test_a_merged_entry_is_nobody_to_do_something_for(office: Office, tmp_path: Path) -> None:
    keep, other = two_entries(office, tmp_path)
    third = given.a_member(office, "Akker")
    chosen = office.do(ReadPerson(keep)).details
    office.do(MergePeople(keep, other, chosen))
    reason = "Entry 1002 was merged: it is Jan-Willem de Vries, number 1001, now"
    for refused in (
        StartApplication(other, given.SCHEME, given.ROUTE),
        JoinAssociation(other, office.today),
        MergePeople(third, other, chosen),
        MergePeople(other, third, chosen),
    ):
        with pytest.raises(RuleBroken, match=reason):
            office.do(refused)
    with pytest.raises(RuleBroken, match=reason):
        given.points(office, other, "education", "1")


def test_an_entry_merged_twice_over_leads_straight_to_the_last(office: Office, tmp_path: Path) -> None:
    first, second, third = (given.a_member(office, surname) for surname in ("Akker", "Berg", "Carels"))
    office.do(MergePeople(second, first, office.do(ReadPerson(second)).details))
    office.do(MergePeople(third, second, office.do(ReadPerson(third)).details))
    assert {office.do(ReadPerson(person)).id for person in (first, second, third)} == {third}
    assert [m.organisation for m in office.do(ReadPerson(first)).memberships] == ["Test office"] * 3
    assert [row.id for row in office.do(ListPeople(Asked("1001"), 0, 5))] == [third]


def test_an_entry_is_not_merged_with_itself(office: Office) -> None:
    person = given.a_member(office)
    with pytest.raises(RuleBroken, match="These are the same entry"):
        office.do(MergePeople(person, person, office.do(ReadPerson(person)).details))


def test_one_person_does_not_get_two_open_applications_for_one_thing_by_a_merge(office: Office) -> None:
    keep, other = given.a_member(office), given.a_member(office, "Vreis")
    given.an_application(office, keep)
    second = given.an_application(office, other)
    chosen = office.do(ReadPerson(keep)).details
    with pytest.raises(RuleBroken, match="A-2026-0001 and A-2026-0002. Please withdraw one of them first"):
        office.do(MergePeople(keep, other, chosen))
    office.do(WithdrawApplication(second, "Entered twice."))
    office.do(StartApplication(other, given.SCHEME, "mmc"))
    office.do(MergePeople(keep, other, chosen))
    assert len(office.do(OverviewOf(keep)).applications) == 3


def test_an_office_is_founded_with_a_name(tmp_path: Path) -> None:
    office = make_office(tmp_path / "o.cmsdesk", user="tester")
    with pytest.raises(RuleBroken, match="give the office a name"):
        office.do(FoundOffice(OfficeDetails(" ")))
    office.close()
