"""The journal: taking back whatever came afterwards, telling what happened, and noticing who meddled with it."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.certificates import Status
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.services.applications import (
    AdmitApplication,
    AskCorrection,
    ReceiveApplication,
    StartApplication,
)
from cmsdesk.services.assessments import FinishReview, JudgeRequirement, ReopenReview
from cmsdesk.services.certificates import ChangeStanding, IssueCertificate
from cmsdesk.services.decisions import RecordDecision
from cmsdesk.services.dossiers import (
    AddEvidence,
    ReadEvidence,
    RemoveEvidence,
)
from cmsdesk.services.history import CheckJournal, HistoryOf, LastActs, TakesLong, Undo, Undoable
from cmsdesk.services.lists import Asked
from cmsdesk.services.member_import import ImportMembers
from cmsdesk.services.office import Act, Office
from cmsdesk.services.people import (
    AddPerson,
    CountPeople,
    EditPerson,
    JoinAssociation,
    ListPeople,
    PersonDetails,
    ReadPerson,
)
from cmsdesk.services.records import ReadReview
from cmsdesk.services.settings import ChangeSettings, FoundOffice, ReadSettings
from tests import given
from tests.rows import file_of, records_in
from tests.services.conftest import a_list, imported


def test_a_whole_day_is_taken_back_act_by_act(office: Office, tmp_path: Path) -> None:
    """Each step stands as it was, also where the same record was changed twice."""
    stood = [records_in(office.path)]

    def do(act: Any) -> Any:
        result = office.do(act)
        stood.append(records_in(office.path))
        return result

    details, version = office.do(ReadSettings())
    do(ChangeSettings(version, replace(details, contact_name="Reception")))
    person = do(AddPerson(PersonDetails("Akker"), date(2020, 1, 1)))
    for city in ("Delft", "Ede", "Delft"):
        record = office.do(ReadPerson(person))
        do(EditPerson(person, record.version, replace(record.details, city=city)))
    do(JoinAssociation(person, date(2021, 1, 1), "Another association"))
    application = do(StartApplication(person, given.SCHEME, given.ROUTE))
    evidence = do(AddEvidence(application, given.a_pdf(tmp_path), (given.FORM,)))
    do(RemoveEvidence(evidence))
    do(AddEvidence(application, given.a_pdf(tmp_path), (given.FORM,)))
    do(AskCorrection(application, "One page is missing."))
    do(ReceiveApplication(application, office.today))
    do(AdmitApplication(application))
    for verdict in (Verdict.QUESTION, Verdict.NOT_MET, Verdict.MET):
        for item in office.do(ReadReview(application))[1]:
            do(JudgeRequirement(application, item.requirement_id, verdict, "Words."))
    do(FinishReview(application))
    do(ReopenReview(application))
    do(FinishReview(application))
    while last := office.do(Undoable()):
        assert records_in(office.path) == stood.pop()
        office.do(Undo(last.seq))
    assert [records_in(office.path)] == stood
    assert office.do(CheckJournal()) is None


def seq_of(office: Office, act: type[Act]) -> int:
    return next(row.seq for row in office.do(LastActs()) if row.act == act.act)


def refused(office: Office, act: type[Act]) -> str:
    """Try to take back the last act of this kind; the refusal leaves everything as it was."""
    before, acts = records_in(office.path), office.do(LastActs())
    with pytest.raises(RuleBroken) as refusal:
        office.do(Undo(seq_of(office, act)))
    assert (records_in(office.path), office.do(LastActs())) == (before, acts)
    return str(refusal.value)


def test_what_was_followed_by_something_else_is_not_taken_back(office: Office, tmp_path: Path) -> None:
    person = office.do(ReadPerson(given.a_member(office)))
    office.do(EditPerson(person.id, person.version, replace(person.details, city="Ede")))
    assert refused(office, AddPerson) == "“Added a person” cannot be taken back: something was done with it afterwards."
    office.do(Undo(seq_of(office, EditPerson)))
    office.do(Undo(seq_of(office, AddPerson)))
    given.reviewed(office, given.a_member(office), tmp_path)
    assert "something was done with it afterwards" in refused(office, JudgeRequirement)


def test_what_something_else_rests_on_is_not_taken_back(office: Office) -> None:
    first, second = given.a_member(office), given.a_member(office)
    office.do(JoinAssociation(first, date(2020, 1, 1), "Another association"))
    made_it = seq_of(office, JoinAssociation)
    office.do(JoinAssociation(second, date(2020, 1, 1), "Another association"))
    with pytest.raises(RuleBroken, match="cannot be taken back: something else rests on it by now"):
        office.do(Undo(made_it))
    assert {m.organisation for m in office.do(ReadPerson(first)).memberships} == {"Another association", "Test office"}


def test_a_number_that_was_taken_meanwhile_is_not_taken_away_again(office: Office) -> None:
    person = office.do(ReadPerson(given.a_member(office)))
    office.do(EditPerson(person.id, person.version, replace(person.details, number="7")))
    office.do(AddPerson(PersonDetails("Berg", number=person.details.number)))
    assert "something else rests on it" in refused(office, EditPerson)


def test_what_was_changed_behind_the_journal_is_not_taken_back(office: Office) -> None:
    given.a_member(office)
    with file_of(office.path) as connection:
        connection.execute("UPDATE membership SET from_on = '2000-01-01'")
    assert "something of it was changed afterwards" in refused(office, AddPerson)


def test_an_act_between_others_is_taken_back_when_nothing_touched_it(office: Office) -> None:
    given.a_member(office, "Akker", since=None)
    given.a_member(office, "Berg", since=None)
    first = office.do(LastActs())[1]
    office.do(Undo(first.seq))
    assert [row.name for row in office.do(ListPeople(Asked(), 0, 5))] == ["Berg, Jan-Willem de"]


def test_nothing_is_taken_back_twice(office: Office) -> None:
    given.a_member(office)
    office.do(Undo(seq_of(office, AddPerson)))
    assert refused(office, AddPerson) == "“Added a person” was already taken back."


def test_a_decision_a_certificate_and_taking_back_itself_stay(office: Office, tmp_path: Path) -> None:
    certificate = office.do(IssueCertificate(given.granted(office, given.a_member(office), tmp_path)))
    office.do(ChangeStanding(certificate, Status.SUSPENDED, "Complaint."))
    assert office.do(Undoable()) is None
    for act in (ChangeStanding, IssueCertificate, RecordDecision, FoundOffice):
        assert refused(office, act) == f"“{act.act}” cannot be taken back."
    given.a_member(office)
    office.do(Undo(seq_of(office, AddPerson)))
    assert "cannot be taken back" in refused(office, Undo)
    with pytest.raises(RuleBroken, match="no longer exists"):
        office.do(Undo(1000))


def test_a_document_that_came_back_can_still_be_read(office: Office, tmp_path: Path) -> None:
    evidence = office.do(AddEvidence(given.an_application(office, given.a_member(office)), given.a_pdf(tmp_path)))
    office.do(RemoveEvidence(evidence))
    office.do(Undo(seq_of(office, RemoveEvidence)))
    assert office.do(ReadEvidence(evidence)).read() == (tmp_path / "form.pdf").read_bytes()


def test_a_name_that_came_back_is_found_again(office: Office) -> None:
    person = office.do(ReadPerson(given.a_member(office, "Akker")))
    office.do(EditPerson(person.id, person.version, replace(person.details, surname="Berg")))
    assert (office.do(CountPeople(Asked("Akker"))), office.do(CountPeople(Asked("Berg")))) == (0, 1)
    office.do(Undo(seq_of(office, EditPerson)))
    assert (office.do(CountPeople(Asked("Akker"))), office.do(CountPeople(Asked("Berg")))) == (1, 0)


def test_an_editor_that_was_open_meanwhile_notices_that_something_was_taken_back(office: Office) -> None:
    person = office.do(ReadPerson(given.a_member(office)))
    office.do(EditPerson(person.id, person.version, replace(person.details, city="Ede")))
    open_editor = office.do(ReadPerson(person.id))
    office.do(Undo(seq_of(office, EditPerson)))
    with pytest.raises(RuleBroken, match="Somebody changed this meanwhile"):
        office.do(EditPerson(person.id, open_editor.version, open_editor.details))


def test_a_number_that_was_given_out_is_not_given_out_again(office: Office) -> None:
    first = office.do(ReadPerson(given.a_member(office))).details.number
    office.do(Undo(seq_of(office, AddPerson)))
    assert int(office.do(ReadPerson(given.a_member(office))).details.number) == int(first) + 1


def test_taking_back_something_large_is_known_before_and_says_how_far_it_is(office: Office) -> None:
    given.a_member(office)
    assert not office.do(TakesLong(seq_of(office, AddPerson)))
    imported(office, a_list([(n, "An", "", f"Naam{n}", "", "Delft", date(2020, 1, 1)) for n in range(2000, 2800)]))
    large = seq_of(office, ImportMembers)
    assert office.do(TakesLong(large))
    heard: list[tuple[int, int]] = []
    office.do(Undo(large, report=lambda done, total: heard.append((done, total))))
    assert heard == sorted(heard)
    assert {total for _done, total in heard} == {1600}
    assert office.do(CountPeople()) == 1
    assert not office.do(TakesLong(1000))


def test_taking_back_that_is_stopped_half_way_takes_nothing_back(office: Office) -> None:
    imported(office, a_list([(n, "An", "", f"Naam{n}", "", "Delft", None) for n in range(2000, 2100)]))
    before = records_in(office.path)

    def stop(done: int, _total: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        office.do(Undo(seq_of(office, ImportMembers), report=stop))
    assert records_in(office.path) == before


def test_history_says_what_happened_when_and_by_whom_newest_first(office: Office) -> None:
    person = given.a_member(office)
    given.an_application(office, person)
    rows = office.do(HistoryOf("person", person))
    assert [(row.act, row.user) for row in rows] == [("Started an application", "tester"), ("Added a person", "tester")]
    assert all(row.at.utcoffset() is not None and str(row.at.tzinfo) == "Europe/Amsterdam" for row in rows)
    assert [row.seq for row in office.do(LastActs())] == [3, 2, 1]
    assert [row.act for row in office.do(LastActs(limit=1))] == ["Started an application"]
    assert office.do(HistoryOf("person", person, limit=1)) == rows[:1]


def test_an_act_that_changed_nothing_leaves_no_trace(office: Office) -> None:
    person = office.do(ReadPerson(given.a_member(office)))
    before = office.do(LastActs())
    office.do(EditPerson(person.id, person.version, person.details))
    assert office.do(LastActs()) == before


def tampered(office: Office, *statements: str) -> int | None:
    """What the check says after somebody went at the journal with a database tool."""
    with file_of(office.path) as connection:
        for statement in statements:
            connection.execute(statement)
    return office.do(CheckJournal())


TAMPERING = {
    "another user": "UPDATE journalentry SET user = 'somebody else' WHERE seq = 3",
    "another act": "UPDATE journalentry SET act = 'Changed a person' WHERE seq = 3",
    "another day": "UPDATE journalentry SET at = '2020-01-01 10:00:00.000000' WHERE seq = 3",
    "no time at all": "UPDATE journalentry SET at = 'yesterday' WHERE seq = 3",
    "not to be taken back": "UPDATE journalentry SET undoable = 1 - undoable WHERE seq = 3",
    "taken back": "UPDATE journalentry SET undoes = 2 WHERE seq = 3",
    "other words": "UPDATE journaldetail SET data = replace(data, 'Delft', 'Ede') WHERE seq = 3",
    "a picture for a name": "UPDATE journalentry SET user = x'89504e47' WHERE seq = 3",
    "a picture for words": "UPDATE journaldetail SET data = x'89504e47' WHERE seq = 3",
    "no words": "UPDATE journaldetail SET data = '' WHERE seq = 3",
    "another salt": "UPDATE journaldetail SET salt = '00' WHERE seq = 3",
    "no salt": "UPDATE journaldetail SET salt = 'salt' WHERE seq = 3",
    "the words of another": "UPDATE journaldetail SET data = (SELECT data FROM journaldetail WHERE seq = 2) WHERE seq = 3",
    "another hash": "UPDATE journalentry SET hash = 'x' WHERE seq = 3",
    "another commitment": "UPDATE journalentry SET commitment = 'x' WHERE seq = 3",
    "another predecessor": "UPDATE journalentry SET previous = 'x' WHERE seq = 3",
    "left out": "DELETE FROM journalentry WHERE seq = 3",
}


@pytest.mark.parametrize("how", sorted(TAMPERING))
def test_an_entry_that_was_tampered_with_is_named(office: Office, how: str) -> None:
    for city in ("Breda", "Delft", "Ede", "Goes"):
        given.a_member(office, city=city)
    assert office.do(CheckJournal()) is None
    assert tampered(office, TAMPERING[how]) == 3


def test_entries_that_changed_places_are_noticed(office: Office) -> None:
    for surname in ("Akker", "Berg", "Carels"):
        given.a_member(office, surname)
    swap = [
        f"UPDATE {table} SET seq = {to} WHERE seq = {at}"
        for table in ("journalentry", "journaldetail")
        for at, to in ((2, -1), (3, 2), (-1, 3))
    ]
    assert tampered(office, *swap) == 2


def test_an_entry_put_in_between_is_noticed(office: Office) -> None:
    given.a_member(office)
    given.a_member(office, "Berg")
    later = [f"UPDATE {table} SET seq = seq + 1 WHERE seq = 3" for table in ("journalentry", "journaldetail")]
    copy = "INSERT INTO journalentry SELECT 3, at, user, act, undoes, undoable, commitment, previous, hash FROM journalentry"
    assert tampered(office, *later, f"{copy} WHERE seq = 2") == 3


def test_the_first_entry_cannot_be_left_out(office: Office) -> None:
    given.a_member(office)
    assert tampered(office, "DELETE FROM journalentry WHERE seq = 1") == 1


def test_the_last_entry_cannot_be_left_out_alone(office: Office) -> None:
    given.a_member(office)
    assert tampered(office, "DELETE FROM journalentry WHERE seq = 2") == 2


def test_words_erased_on_purpose_do_not_break_the_chain(office: Office) -> None:
    """Erasing a person empties the words; what happened and when stays proven."""
    given.a_member(office)
    assert tampered(office, "DELETE FROM journaldetail WHERE seq = 2") is None
