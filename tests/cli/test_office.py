"""Office files by command: made, backed up, restored, inspected, filled."""

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from cmsdesk.domain.certificates import Certificate
from cmsdesk.services.applications import WithdrawApplication
from cmsdesk.services.erasing import ErasePerson, erase_person
from cmsdesk.services.lists import Asked
from cmsdesk.services.office import open_office
from cmsdesk.services.people import CountPeople, ListPeople
from cmsdesk.services.settings import OfficeDetails, ReadSettings
from tests import given
from tests.cli.conftest import Shell
from tests.rows import file_of, records_in
from tests.situations import Put


def test_a_new_office_knows_its_name_and_its_habits(run: Shell, tmp_path: Path) -> None:
    path = tmp_path / "new.cmsdesk"
    words = ["--name", "Nieuw bureau", "--contact", "A. Clerk", "--email", "a@example.org", "--backups", tmp_path / "B"]
    assert run("office", "new", path, *words).code == 0
    with closing(open_office(path, user="tester")) as office:
        details, _version = office.do(ReadSettings())
    assert details == OfficeDetails("Nieuw bureau", "A. Clerk", "a@example.org", backup_folder=str(tmp_path / "B"))


def test_an_office_without_a_name_is_refused_and_not_made(run: Shell, tmp_path: Path) -> None:
    done = run("office", "new", tmp_path / "new.cmsdesk", "--name", "  ")
    assert done.code == 1
    assert not (tmp_path / "new.cmsdesk").exists()


def test_an_office_never_takes_the_place_of_a_file(run: Shell) -> None:
    before = run.office.read_bytes()
    done = run("office", "new", run.office, "--name", "Another")
    assert done.code == 1
    assert "already exists" in done.err
    assert run.office.read_bytes() == before


def test_a_backup_goes_where_the_office_keeps_them_and_brings_the_office_back(run: Shell, tmp_path: Path) -> None:
    run.on_office("office", "generate", "--members", "5")
    made = run.on_office("office", "backup")
    assert made.code == 0
    [backup] = (tmp_path / "Backups").iterdir()
    assert str(backup) in made.out
    assert "5 people" in made.out
    run.on_office("office", "generate", "--members", "5")
    done = run.on_office("office", "restore", backup)
    assert done.code == 0
    assert "before restore" in done.out
    assert run.on_office("office", "inspect", "--json").json["people"] == 5


def test_a_backup_that_lacks_a_document_is_made_and_says_so(run: Shell, paper: Path) -> None:
    for document in run.office.parent.rglob("??/*"):
        document.unlink()
    made = run.on_office("office", "backup")
    assert made.code == 0
    assert "2 documents are not in the backup" in made.err


def test_a_backup_also_makes_an_office_where_none_was(run: Shell, tmp_path: Path) -> None:
    run.on_office("office", "backup", "--to", tmp_path / "elsewhere")
    [backup] = (tmp_path / "elsewhere").iterdir()
    assert run("office", "restore", backup, "--office", tmp_path / "again.cmsdesk").code == 0
    assert run("office", "inspect", "--office", tmp_path / "again.cmsdesk").code == 0


@pytest.mark.parametrize("kind", ["absent", "a folder", "no backup"])
def test_what_is_no_backup_is_refused_and_the_office_stays(run: Shell, tmp_path: Path, kind: str) -> None:
    place = tmp_path / "some.cmsdesk-backup"
    if kind == "a folder":
        place.mkdir()
    elif kind == "no backup":
        place.write_bytes(b"PK nothing")
    before = run.office.read_bytes()
    done = run.on_office("office", "restore", place)
    assert (done.code, done.out) == (1, "")
    assert done.err.count("\n") == 1
    assert run.office.read_bytes() == before


def test_a_backup_is_not_put_back_in_a_folder_that_is_not_there(run: Shell, tmp_path: Path) -> None:
    run.on_office("office", "backup")
    [backup] = (tmp_path / "Backups").iterdir()
    done = run("office", "restore", backup, "--office", tmp_path / "nowhere" / "o.cmsdesk")
    assert (done.code, done.out) == (1, "")
    assert "nowhere" in done.err


def test_an_inspection_counts_and_finds_all_whole(run: Shell, paper: Path) -> None:
    found = run.on_office("office", "inspect", "--json")
    assert found.code == 0
    assert {name: found.json[name] for name in ("people", "applications", "certificates", "documents", "whole")} == {
        "people": 1,
        "applications": 1,
        "certificates": 1,
        "documents": 2,
        "whole": True,
    }
    assert "Test office" in run.on_office("office", "inspect").out


def test_an_inspection_finds_a_document_that_was_changed(run: Shell, paper: Path) -> None:
    [stored, *_rest] = (run.office.parent / f"{run.office.name}-files").glob("??/*")
    stored.write_bytes(b"other")
    done = run.on_office("office", "inspect", "--json")
    assert done.code == 1
    assert done.json["missing"] == [stored.name]
    assert stored.name in done.err


def test_an_inspection_finds_a_journal_that_was_tampered_with(run: Shell) -> None:
    import sqlcipher3.dbapi2 as sqlite

    run.on_office("office", "generate", "--members", "2")
    with closing(sqlite.connect(str(run.office))) as connection:
        connection.execute("UPDATE journalentry SET act = 'Nothing' WHERE seq = 2")
        connection.commit()
    done = run.on_office("office", "inspect")
    assert done.code == 1
    assert "tampered with at entry 2" in done.err


def test_made_up_members_are_the_same_for_the_same_seed(run: Shell, tmp_path: Path) -> None:
    names = []
    for name in ("one", "two"):
        path = tmp_path / f"{name}.cmsdesk"
        run("office", "new", path, "--name", name)
        assert run("office", "generate", "--office", path, "--members", "20", "--seed", "7").out.startswith("20 made-up members")
        with closing(open_office(path, user="tester")) as office:
            names.append([row.name for row in office.do(ListPeople(Asked(), 0, 50))])
    assert names[0] == names[1]
    assert len(names[0]) == 20


def test_a_backup_is_not_put_back_while_somebody_has_the_office_open(run: Shell, tmp_path: Path) -> None:
    run.on_office("office", "backup")
    [backup] = (tmp_path / "Backups").iterdir()
    with closing(run.opened()) as office:
        done = run.on_office("office", "restore", backup)
        assert (done.code, done.out) == (1, "")
        assert "open" in done.err
        assert office.do(CountPeople()) == 0


def test_going_back_to_a_backup_erases_again_and_says_so(run: Shell, tmp_path: Path) -> None:
    with closing(run.opened()) as office:
        leaver, stayer = given.a_member(office, "Vertrekker"), given.a_member(office, "Loper")
        application = given.an_application(office, stayer)
        backup = office.back_up(tmp_path / "Backups").path
        office.do(WithdrawApplication(application, "Moved."))
        for person in (leaver, stayer):
            erase_person(office, ErasePerson(person, office.today))
    done = run.on_office("office", "restore", backup)
    assert done.code == 0
    assert "1 person who was erased after this backup was made was erased again: X-0001." in done.out
    assert "Loper, number 1002, was erased on" in done.err
    assert "has an open application: " in done.err
    with closing(run.opened()) as office:
        assert [row.name for row in office.do(ListPeople(Asked(), 0, 9))] == ["Loper, Jan-Willem de"]
    assert b"Vertrekker" not in run.office.read_bytes()


# Who is kept longer than any scheme asks.


@pytest.fixture
def overdue(run: Shell) -> Shell:
    """Two who held a title long ago: of one the scheme says for how long it is kept, of the other nobody confirmed that."""
    with closing(run.opened()) as office:
        for place, scheme in enumerate(("rl", "dimc"), start=1):
            person = given.a_member(office, f"Oud{scheme}", since=None, given_name="", prefix="")
            row = Certificate(
                number=f"C-{place}",
                person_id=person,
                scheme_id=scheme,
                title_id="T",
                granted_on=date(1990, 1, 1),
                until_on=date(1999, 12, 31),
            )
            office.do(Put(row))
    return run


def test_a_dry_run_lists_who_might_go_and_touches_nobody(overdue: Shell) -> None:
    before = records_in(overdue.office)
    done = overdue.on_office("office", "erase-overdue", "--dry-run")
    assert done.code == 0
    assert [line.split()[:3] for line in done.out.splitlines()] == [
        ["1001", "Oudrl", "01-01-2010"],
        ["1002", "Ouddimc", "01-01-2010"],
    ]
    assert "1002 stays: Nobody has confirmed how many years" in done.err
    [one, other] = overdue.on_office("office", "erase-overdue", "--dry-run", "--json").json["overdue"]
    assert (one["number"], one["name"], one["since"], one["reason"], one["erased"]) == ("1001", "Oudrl", "2010-01-01", "", "")
    assert other["reason"]
    assert records_in(overdue.office) == before


def test_each_who_is_erased_is_printed_and_no_name(overdue: Shell) -> None:
    done = overdue.on_office("office", "erase-overdue")
    assert (done.code, done.out) == (0, "1001 was erased; X-0001 stands for this person now.\n")
    assert "1002 stays: " in done.err
    assert b"Oudrl" not in overdue.office.read_bytes()
    again = overdue.on_office("office", "erase-overdue", "--json").json
    assert [(row["number"], row["erased"]) for row in again["overdue"]] == [("1002", "")]
    assert "name" not in again["overdue"][0]


def test_a_program_reads_who_was_erased(overdue: Shell) -> None:
    said = overdue.on_office("office", "erase-overdue", "--json").json
    assert said["dry_run"] is False
    assert [(row["number"], row["erased"]) for row in said["overdue"]] == [("1001", "X-0001"), ("1002", "")]


def test_where_nobody_is_overdue_that_is_said(run: Shell) -> None:
    done = run.on_office("office", "erase-overdue")
    assert (done.code, done.out, done.err) == (0, "Nobody has been kept longer than a scheme asks.\n", "")
    assert run.on_office("office", "erase-overdue", "--json").json == {"dry_run": False, "overdue": []}


def test_without_room_for_a_backup_nobody_who_is_overdue_is_erased(overdue: Shell, tmp_path: Path) -> None:
    (tmp_path / "Backups").write_text("a file where the folder should be")
    done = overdue.on_office("office", "erase-overdue", "--json")
    assert (done.code, done.out) == (1, "")
    assert "The backup could not be written" in done.err
    with closing(overdue.opened()) as office:
        assert office.do(CountPeople()) == 2


@pytest.mark.parametrize("how", [(), ("--json",)], ids=["words", "json"])
def test_whoever_was_erased_before_a_fault_is_printed_all_the_same(overdue: Shell, how: tuple[str, ...]) -> None:
    with closing(overdue.opened()) as office:
        person = given.a_member(office, "Later", since=None)
        office.do(
            Put(
                Certificate(
                    number="C-3",
                    person_id=person,
                    scheme_id="rl",
                    title_id="T",
                    granted_on=date(1990, 1, 1),
                    until_on=date(2001, 1, 1),
                )
            )
        )
    with file_of(overdue.office) as connection:
        connection.execute(
            "CREATE TRIGGER stop BEFORE INSERT ON erasure WHEN (SELECT count(*) FROM erasure) BEGIN SELECT raise(ABORT, 'no'); END"
        )
    with pytest.raises(Exception, match="no"):
        overdue.on_office("office", "erase-overdue", *how)
    assert "X-0001" in overdue.capture.readouterr().out
