"""Going back to a backup does not bring back whoever was erased since, or says in words whom the office must look at."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cmsdesk.domain.certificates import Certificate, Status
from cmsdesk.domain.erasing import Erasure, Gone
from cmsdesk.domain.people import Person
from cmsdesk.services.certificates import ChangeStanding
from cmsdesk.services.erasing import ErasePerson, erase_person
from cmsdesk.services.history import CheckJournal, HistoryOf, LastActs, Undo, Undoable
from cmsdesk.services.office import Office, make_office, open_office
from cmsdesk.services.people import AddPerson, CountPeople, MergePeople, PersonDetails, ReadPerson
from cmsdesk.services.restoring import Restored, StillHere, finish_restore, restore_office, who_was_erased
from cmsdesk.services.schemes import work_with
from cmsdesk.services.settings import FoundOffice, OfficeDetails
from cmsdesk.store.backup import unpack_backup
from cmsdesk.store.erased_list import add_to_list, erased_in, place_of_list, read_list
from cmsdesk.store.office_key import new_office_key
from tests import given
from tests.erasing import KNOWN, REQUEST, a_holder, traces
from tests.rows import file_of, records_in
from tests.situations import SEPARATE, Clock, Look, Put, assign, office_at

DAY, LATER = date(2024, 6, 1), date(2024, 7, 1)
WITHDRAWN = "At her own request."


@pytest.fixture
def clock() -> Clock:
    return Clock(date(2024, 4, 1))


@pytest.fixture
def own(tmp_path: Path, clock: Clock) -> Iterator[Office]:
    (tmp_path / "office").mkdir()
    office = office_at(tmp_path / "office", clock)
    yield office
    office.close()
    work_with({})


@pytest.fixture
def usb(tmp_path: Path) -> Path:
    """Where backups lie that are not beside the office."""
    return tmp_path / "usb"


@pytest.fixture
def left(own: Office, clock: Clock, tmp_path: Path) -> int:
    """Somebody of whom much is known and who left the register."""
    person, _application, certificate = a_holder(own, tmp_path)
    own.do(ChangeStanding(certificate, Status.WITHDRAWN, WITHDRAWN))
    clock.day = DAY
    return person


def go_back(backup: Path, office: Path) -> Restored:
    return restore_office(backup, office, user="tester", today=lambda: LATER)


def opened(path: Path) -> closing[Office]:
    return closing(open_office(path, user="tester", today=lambda: DAY))


def erased(office: Office, person: int) -> str:
    return erase_person(office, ErasePerson(person, REQUEST)).number


def list_of(office: Path, folder: Path) -> Path:
    known = erased_in(office)
    assert known is not None
    return place_of_list(folder, known.office)


def test_who_was_erased_after_the_backup_is_gone_again_before_anybody_opens_the_office(own: Office, left: int, usb: Path) -> None:
    stays = given.a_member(own, "Blijver", email="blijver@example.org")
    backup = own.back_up(usb).path
    erased(own, left)
    own.close()
    done = go_back(backup, own.path)
    assert (done.erased, done.warnings) == (("X-0001",), ())
    assert done.erased_sentence == "1 person who was erased after this backup was made was erased again: X-0001."
    assert traces(own.path) == []
    assert not list(own.path.parent.glob(".restore-*"))
    with opened(own.path) as office:
        assert office.do(CheckJournal()) is None
        last = office.do(LastActs())[0]
        assert (last.act, last.user) == ("Erased again after going back to a backup", "tester")
        assert "Erased again after going back to a backup" in [row.act for row in office.do(HistoryOf("person", left))]
        assert office.do(ReadPerson(left)).full_name == "X-0001"
        assert office.do(ReadPerson(stays)).details.email == "blijver@example.org"
        kept = office.do(Look(Erasure, 1))
        assert isinstance(kept, Erasure)
        assert (kept.requested_on, kept.erased_on) == (REQUEST, DAY), "the days of the first time stand"
        undoable = office.do(Undoable())
        assert undoable is None or undoable.act != last.act
        with pytest.raises(Exception, match=r"\."):
            office.do(Undo(last.seq))


def test_with_only_a_backup_left_the_list_beside_it_knows(own: Office, left: int, usb: Path, tmp_path: Path) -> None:
    backup = own.back_up(usb).path
    erased(own, left)
    assert own.back_up(usb).warning == "", "the next backup brings the list along"
    own.close()
    (tmp_path / "new").mkdir()
    again = tmp_path / "new" / "Bureau.cmsdesk"
    assert go_back(backup, again).erased == ("X-0001",)
    assert traces(again) == []
    with opened(again) as office:
        assert office.do(CheckJournal()) is None


def test_the_list_is_written_with_the_erasing_itself_where_the_backups_go(own: Office, left: int, tmp_path: Path) -> None:
    backups = own.path.parent / "Backups"
    backup = own.back_up(backups).path
    place = list_of(own.path, backups)
    assert not place.exists()
    assert erase_person(own, ErasePerson(left, REQUEST)).warning == ""
    assert place.is_file()
    own.close()
    shutil.move(backups, tmp_path / "saved")
    for gone in own.path.parent.iterdir():
        shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
    go_back(tmp_path / "saved" / backup.name, own.path)
    assert traces(own.path) == []
    assert list_of(own.path, backups).is_file(), "and it is where the next backups go"


def test_the_list_holds_uuids_and_days_and_nothing_else(own: Office, left: int, usb: Path) -> None:
    with file_of(own.path) as connection:
        [uuid] = connection.execute("SELECT uuid FROM person WHERE id = ?", (left,)).fetchone()
    erased(own, left)
    own.back_up(usb)
    said = json.loads(list_of(own.path, usb).read_text())
    assert said["erased"] == [{"person": uuid, "requested_on": "2024-05-06", "erased_on": "2024-06-01"}]
    assert set(said) == {"format", "office", "check", "erased"}


def test_two_entries_that_were_merged_after_the_backup_are_both_gone(own: Office, left: int, usb: Path) -> None:
    second = own.do(AddPerson(PersonDetails("Quistermaeker", given_name="Zwaantjebel")))
    backup = own.back_up(usb).path
    own.do(MergePeople(left, second, KNOWN))
    erased(own, left)
    own.close()
    assert go_back(backup, own.path).erased == ("X-0001", "X-0002")
    assert traces(own.path) == []


def test_two_entries_that_were_merged_before_the_backup_go_as_one_person(own: Office, left: int, usb: Path) -> None:
    second = own.do(AddPerson(PersonDetails("Quistermaeker", given_name="Zwaantjebel")))
    own.do(MergePeople(left, second, KNOWN))
    backup = own.back_up(usb).path
    erased(own, left)
    own.close()
    assert len(go_back(backup, own.path).erased) == 1
    assert traces(own.path) == []
    with opened(own.path) as office:
        for entry in (left, second):
            row = office.do(Look(Person, entry))
            assert isinstance(row, Person)
            assert row.erased_on == DAY


def test_somebody_else_with_whom_the_backup_had_merged_them_is_not_erased(own: Office, left: int, usb: Path) -> None:
    other = own.do(AddPerson(PersonDetails("Anders", number="77", email="anders@example.org")))
    own.do(MergePeople(left, other, KNOWN))
    backup = own.back_up(usb).path
    last = own.do(Undoable())
    assert last is not None
    own.do(Undo(last.seq))
    erased(own, left)
    own.close()
    done = go_back(backup, own.path)
    assert done.erased == ()
    [warning] = done.warnings
    assert "Here it is one person with number 77, of whom it is not known that they were erased." in warning
    assert traces(own.path)


def test_whoever_a_rule_keeps_in_the_older_state_is_named_with_the_reason_and_erased_by_hand(
    own: Office, clock: Clock, usb: Path, tmp_path: Path
) -> None:
    person, _application, certificate = a_holder(own, tmp_path)
    clock.day = DAY
    backup = own.back_up(usb).path
    own.do(ChangeStanding(certificate, Status.WITHDRAWN, WITHDRAWN))
    erased(own, person)
    own.close()
    done = go_back(backup, own.path)
    assert done.erased == ()
    [warning] = done.warnings
    assert warning.startswith(
        "Zwaantjebel Quistermaeker, number 1001, was erased on 01-06-2024 and is here again with this backup."
    )
    assert "still in the register with" in warning
    assert warning.endswith("Please put that right and erase this person by hand.")
    with opened(own.path) as office:
        office.do(ChangeStanding(certificate, Status.WITHDRAWN, WITHDRAWN))
        erased(office, person)
    shutil.rmtree(own.path.parent / "Backups")
    assert traces(own.path) == []


def test_one_whom_the_file_of_another_needs_goes_after_that_other(own: Office, usb: Path, clock: Clock) -> None:
    from cmsdesk.services.applications import StartApplication, WithdrawApplication

    clock.day = DAY
    candidate, mentor = given.a_member(own, "Kandidaat"), given.a_member(own, "Begeleider")
    application = own.do(StartApplication(candidate, SEPARATE, "initial"))
    assign(own, application, mentor, "mentor")
    own.do(WithdrawApplication(application, "Moved."))
    backup = own.back_up(usb).path
    erased(own, candidate)
    erased(own, mentor)
    known = erased_in(own.path)
    assert known is not None
    own.close()
    place = list_of(own.path, usb)
    add_to_list(usb, known.office, reversed(known.gone))
    for gone in own.path.parent.iterdir():
        shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
    assert [one["person"] for one in json.loads(place.read_text())["erased"]] == [one.person for one in reversed(known.gone)]
    assert go_back(backup, own.path).erased == ("X-0001", "X-0002")


def test_a_person_is_known_by_uuid_and_never_by_the_number_of_the_row(own: Office, usb: Path, clock: Clock) -> None:
    clock.day = DAY
    backup = own.back_up(usb).path
    gone = given.a_member(own, "Gewist")
    erased(own, gone)
    own.back_up(usb)
    own.close()
    assert go_back(backup, own.path).erased == ()
    with opened(own.path) as office:
        assert given.a_member(office, "Nieuw") == gone
        backup = office.back_up(usb).path
    assert go_back(backup, own.path) == Restored(own.path.with_name("office before restore (1).cmsdesk"))
    with opened(own.path) as office:
        assert office.do(ReadPerson(gone)).details.surname == "Nieuw"


def test_the_backup_of_another_office_is_put_back_untouched(own: Office, left: int, usb: Path, tmp_path: Path) -> None:
    """Even where both know the same uuid, as when one was made out of packages of the other."""
    with file_of(own.path) as mine:
        [uuid] = mine.execute("SELECT uuid FROM person WHERE id = ?", (left,)).fetchone()
    erased(own, left)
    own.back_up(usb)
    own.close()
    with closing(make_office(tmp_path / "other.cmsdesk", user="tester")) as other:
        other.do(FoundOffice(OfficeDetails("Other")))
        person = given.a_member(other, "Ander")
        with file_of(other.path) as theirs:
            theirs.execute("UPDATE person SET uuid = ? WHERE id = ?", (uuid, person))
        backup = other.back_up(usb).path
    done = go_back(backup, own.path)
    assert (done.erased, done.warnings) == ((), ())
    with opened(own.path) as office:
        assert office.do(CountPeople()) == 1


def test_a_list_that_was_written_from_a_copy_for_practice_destroys_nothing(
    own: Office, left: int, tmp_path: Path, usb: Path
) -> None:
    backup = own.back_up(usb).path
    own.close()
    shutil.copytree(own.path.parent, tmp_path / "practice")
    with opened(tmp_path / "practice" / own.path.name) as practice:
        erased(practice, left)
        practice.back_up(usb)
    done = go_back(backup, own.path)
    assert done.erased == ()
    [warning] = done.warnings
    assert "was erased on 01-06-2024 according to the list beside the backups, but not in the office file" in warning
    with opened(own.path) as office:
        assert office.do(ReadPerson(left)).full_name == "Zwaantjebel Quistermaeker"


DAMAGES: dict[str, Callable[[Path], object]] = {
    "empty": lambda place: place.write_bytes(b""),
    "cut": lambda place: place.write_bytes(place.read_bytes()[:-40]),
    "another uuid": lambda place: place.write_text(place.read_text().replace('"person": "', '"person": "0')),
    "another day": lambda place: place.write_text(place.read_text().replace("2024-05-06", "2024-05-07")),
    "of another office": lambda place: place.write_text(place.read_text().replace('"office": "', '"office": "0')),
    "no list": lambda place: place.write_text("[1, 2]"),
    "no text": lambda place: place.write_bytes(bytes(range(256))),
    "without end": lambda place: place.write_text("[" * 100_000),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_list_is_said_and_the_backup_is_put_back_all_the_same(
    own: Office, left: int, usb: Path, tmp_path: Path, damage: str
) -> None:
    backup = own.back_up(usb).path
    erased(own, left)
    own.back_up(usb)
    DAMAGES[damage](list_of(own.path, usb))
    (tmp_path / "new").mkdir()
    done = go_back(backup, tmp_path / "new" / "again.cmsdesk")
    assert done.erased == ()
    [warning] = done.warnings
    assert "is damaged or cannot be read. Whoever stands only in it is not known." in warning
    with opened(tmp_path / "new" / "again.cmsdesk") as office:
        assert office.do(ReadPerson(left)).full_name == "Zwaantjebel Quistermaeker"


def test_a_damaged_list_is_put_aside_by_the_next_backup_and_made_anew(own: Office, left: int, usb: Path) -> None:
    erased(own, left)
    own.back_up(usb)
    place = list_of(own.path, usb)
    whole = place.read_bytes()
    for count in range(2):
        place.write_bytes(b"{")
        assert "A new one was made of what the office itself knows; the old one is kept as" in own.back_up(usb).warning
        assert place.read_bytes() == whole
        assert len(list(usb.glob("*.damaged*.json"))) == count + 1
    assert own.back_up(usb).warning == ""


def test_whoever_stands_in_the_list_stays_in_it(own: Office, left: int, usb: Path) -> None:
    known = erased_in(own.path)
    assert known is not None
    other = Gone("00000000-0000-4000-8000-000000000000", REQUEST, DAY)
    assert add_to_list(usb, known.office, [other]) == ""
    erased(own, left)
    own.back_up(usb)
    assert len(read_list(usb, known.office)) == 2
    assert read_list(usb, known.office)[0] == other
    assert read_list(usb, "f" * 64) == ()


def test_a_folder_that_cannot_be_written_does_not_keep_anybody_from_being_erased(own: Office, left: int, usb: Path) -> None:
    backups = own.path.parent / "Backups"
    backups.write_text("a file where the folder should be")
    done = erase_person(own, ErasePerson(left, REQUEST))
    assert done.number == "X-0001"
    assert "The list of erased people could not be written to" in done.warning
    backups.unlink()
    assert traces(own.path) == []
    own.back_up(backups)
    assert list_of(own.path, backups).is_file()


def test_a_list_that_cannot_be_written_is_said_by_the_restore_too(own: Office, left: int, usb: Path) -> None:
    backup = own.back_up(usb).path
    own.do(ErasePerson(left, REQUEST))
    own.close()
    (own.path.parent / "Backups").write_text("a file where the folder should be")
    done = go_back(backup, own.path)
    assert done.erased == ("X-0001",)
    [warning] = done.warnings
    assert "could not be written to" in warning


@pytest.mark.parametrize("kind", ["damaged", "encrypted"])
def test_an_office_that_cannot_be_read_is_said_and_the_list_is_believed(own: Office, left: int, usb: Path, kind: str) -> None:
    backup = own.back_up(usb).path
    erased(own, left)
    own.back_up(usb)
    own.close()
    if kind == "damaged":
        content = bytearray(own.path.read_bytes())
        content[100:9000] = bytes(8900)
        own.path.write_bytes(content)
    else:
        own.path.unlink()
        make_office(own.path, user="tester", key=new_office_key()).close()
    done = go_back(backup, own.path)
    assert done.erased == ("X-0001",)
    [warning] = done.warnings
    assert warning.startswith("The office file that was replaced cannot be read.")


def test_erasing_again_that_is_stopped_puts_nothing_back(own: Office, left: int, usb: Path) -> None:
    backup = own.back_up(usb).path
    erased(own, left)
    own.close()
    before = records_in(own.path)
    way = who_was_erased(unpack_backup(backup, own.path), backup, own.path)
    assert not way.is_short

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        finish_restore(way, user="tester", report=stop, today=lambda: DAY)
    assert records_in(own.path) == before
    assert not list(own.path.parent.glob(".restore-*"))
    assert not list(own.path.parent.glob("*before restore*"))


def test_a_second_restore_still_knows_whom_the_first_could_not_erase(
    own: Office, clock: Clock, usb: Path, tmp_path: Path
) -> None:
    person, _application, certificate = a_holder(own, tmp_path)
    clock.day = DAY
    running = own.back_up(usb).path
    own.do(ChangeStanding(certificate, Status.WITHDRAWN, WITHDRAWN))
    ended = own.back_up(usb).path
    erased(own, person)
    own.close()
    assert "still in the register" in go_back(running, own.path).warnings[0]
    again = go_back(ended, own.path)
    assert again.erased == ()
    assert "according to the list beside the backups" in again.warnings[0]


def test_what_nobody_erased_comes_back_whole(own: Office, left: int, usb: Path) -> None:
    backup = own.back_up(usb).path
    own.do(AddPerson(replace(KNOWN, surname="Later", number="")))
    own.close()
    done = go_back(backup, own.path)
    assert (done.erased, done.erased_sentence, done.warnings) == ((), "", ())
    assert not list(usb.glob("erased-*"))
    with opened(own.path) as office:
        assert office.do(ReadPerson(left)).full_name == "Zwaantjebel Quistermaeker"
        assert office.do(LastActs())[0].act != "Erased again after going back to a backup"


def test_a_scheme_that_is_not_there_any_more_keeps_somebody_and_not_the_whole_backup(own: Office, left: int, usb: Path) -> None:
    row = Certificate(number="G-1", person_id=left, scheme_id="gone", title_id="G", granted_on=REQUEST, until_on=REQUEST)
    own.do(Put(row))
    backup = own.back_up(usb).path
    with file_of(own.path) as connection:
        connection.execute("DELETE FROM certificate WHERE number = 'G-1'")
    erased(own, left)
    own.close()
    done = go_back(backup, own.path)
    assert done.erased == ()
    assert "“gone” is not part of this installation." in done.warnings[0]


def test_an_office_that_was_never_founded_is_put_back_as_it_is(tmp_path: Path, usb: Path) -> None:
    path = tmp_path / "bare.cmsdesk"
    with closing(make_office(path, user="tester")) as bare:
        backup = bare.back_up(usb).path
    assert go_back(backup, path) == Restored(path.with_name("bare before restore.cmsdesk"))


def test_something_else_in_the_place_of_the_list_leaves_no_half_list(own: Office, left: int, usb: Path) -> None:
    list_of(own.path, usb).mkdir(parents=True)
    erased(own, left)
    assert "could not be written to" in own.back_up(usb).warning
    assert sorted(place.suffix for place in usb.iterdir()) == [".cmsdesk-backup", ".json"]


def test_an_office_file_that_was_kept_says_who_is_still_in_it_when_it_is_opened(own: Office, left: int, tmp_path: Path) -> None:
    backups = own.path.parent / "Backups"
    assert own.do(StillHere(backups)) == ()
    own.close()
    kept = shutil.copytree(own.path.parent, tmp_path / "kept") / own.path.name
    with opened(own.path) as office:
        erased(office, left)
        assert office.do(StillHere(backups)) == ()
    with opened(kept) as office:
        [sentence] = office.do(StillHere(backups))
        assert sentence.startswith("Zwaantjebel Quistermaeker, number 1001, was erased on 01-06-2024 according to the list")
        place = list_of(own.path, backups)
        assert str(place) in sentence
        place.write_bytes(b"{")
        assert office.do(StillHere(backups)) == ()
    with closing(make_office(tmp_path / "bare.cmsdesk", user="tester")) as bare:
        assert bare.do(StillHere(backups)) == ()
