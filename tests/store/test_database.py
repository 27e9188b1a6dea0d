"""Opening, making and refusing office files."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlite

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.tables import METADATA
from cmsdesk.services.generating import GenerateMembers
from cmsdesk.services.office import Office, open_office
from cmsdesk.services.people import CountPeople
from cmsdesk.store.database import SCHEMA, create_database, faults_explained, open_database
from tests.disks import as_ordinary_user, full_disk
from tests.rows import records_in


def made(path: Path) -> Path:
    create_database(path).close()
    return path


def listing(folder: Path) -> list[str]:
    return sorted(place.name for place in folder.iterdir())


def test_a_new_office_file_can_be_opened_again(tmp_path: Path) -> None:
    path = made(tmp_path / "office.cmsdesk")
    database = open_database(path)
    with database.connection() as connection:
        assert connection.execute("SELECT count(*) FROM person").fetchone() == (0,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
        assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
        assert connection.execute("PRAGMA secure_delete").fetchone() == (1,)
    database.close()
    assert listing(tmp_path) == ["office.cmsdesk"]


def test_a_wrong_path_is_refused_and_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match="nowhere.cmsdesk"):
        open_database(tmp_path / "nowhere.cmsdesk")
    assert listing(tmp_path) == []


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match="is a folder, not an office file"):
        open_database(tmp_path)


@pytest.mark.parametrize("name", ["a" * 300 + ".cmsdesk", "nul\0.cmsdesk", "office.cmsdesk/inside.cmsdesk"])
def test_a_path_that_cannot_be_is_refused_in_words(tmp_path: Path, name: str) -> None:
    made(tmp_path / "office.cmsdesk")
    before = listing(tmp_path)
    with pytest.raises(RuleBroken):
        open_database(tmp_path / name)
    with pytest.raises(RuleBroken):
        create_database(tmp_path / name)
    assert listing(tmp_path) == before


def test_a_name_that_is_only_just_short_enough_can_be_made(tmp_path: Path) -> None:
    made(tmp_path / ("a" * 225 + ".cmsdesk"))
    with pytest.raises(RuleBroken, match="No file can be made"):
        create_database(tmp_path / ("a" * 247 + ".cmsdesk"))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"%PDF-1.7 not an office", "is not an office file"),
        (b"SQLite format 3\0" + bytes(200), "is a file of another program"),
        (b"SQLite format 3\0"[:9], "is not an office file"),
    ],
)
def test_a_foreign_file_is_refused_with_the_reason_and_stays_as_it_was(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "foreign.cmsdesk"
    path.write_bytes(content)
    with pytest.raises(RuleBroken, match=reason):
        open_database(path)
    assert path.read_bytes() == content
    assert listing(tmp_path) == ["foreign.cmsdesk"]


def test_the_database_of_another_program_is_refused_and_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE person (id INTEGER)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(RuleBroken, match="is a file of another program"):
        open_database(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("journal", ["WAL", "DELETE"])
def test_a_file_of_a_newer_version_is_refused_and_stays_as_it_was(tmp_path: Path, journal: str) -> None:
    path = made(tmp_path / "office.cmsdesk")
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA journal_mode={journal}")
    connection.execute(f"PRAGMA user_version={SCHEMA + 1}")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(RuleBroken, match="newer"):
        open_database(path)
    assert path.read_bytes() == before
    assert listing(tmp_path) == ["office.cmsdesk"]


def test_a_newer_version_that_only_the_log_knows_of_is_refused_too(tmp_path: Path) -> None:
    """A newer program crashed: the number it wrote stands in the log beside the file."""
    path = made(tmp_path / "office.cmsdesk")
    newer = sqlite3.connect(path, isolation_level=None)
    newer.execute(f"PRAGMA user_version={SCHEMA + 1}")
    with pytest.raises(RuleBroken, match="newer"):
        open_database(path)
    newer.close()


def test_a_file_that_goes_away_while_it_is_open_is_said_in_words(tmp_path: Path) -> None:
    database = create_database(tmp_path / "office.cmsdesk")
    (tmp_path / "office.cmsdesk").unlink()
    with pytest.raises(RuleBroken, match="no longer where it was"), database.connection():
        pass


@pytest.mark.skipif(os.name == "nt", reason="rights work otherwise there")
def test_a_read_only_file_is_refused_and_stays_as_it_was(tmp_path: Path) -> None:
    path = made(tmp_path / "office.cmsdesk")
    before = path.read_bytes()
    path.chmod(0o444)
    with (
        as_ordinary_user(tmp_path),
        pytest.raises(RuleBroken, match="is read-only. Please copy it to a folder where you may write"),
    ):
        open_database(path)
    assert path.read_bytes() == before
    assert listing(tmp_path) == ["office.cmsdesk"]


@pytest.mark.skipif(os.name == "nt", reason="rights work otherwise there")
def test_a_file_in_a_read_only_folder_is_refused(tmp_path: Path) -> None:
    """The log beside it could not be written."""
    folder = tmp_path / "folder"
    folder.mkdir()
    path = made(folder / "office.cmsdesk")
    path.chmod(0o666)
    folder.chmod(0o555)
    with as_ordinary_user(folder), pytest.raises(RuleBroken, match="is read-only"):
        open_database(path)
    assert listing(folder) == ["office.cmsdesk"]


@pytest.mark.skipif(os.name == "nt", reason="rights work otherwise there")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = made(tmp_path / "office.cmsdesk")
    path.chmod(0o000)
    with as_ordinary_user(tmp_path), pytest.raises(RuleBroken, match="cannot be read"):
        open_database(path)


@pytest.mark.skipif(os.name == "nt", reason="rights work otherwise there")
def test_an_office_is_not_made_where_nothing_may_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    with as_ordinary_user(tmp_path), pytest.raises(RuleBroken, match="No file can be made in"):
        create_database(tmp_path / "office.cmsdesk")
    assert listing(tmp_path) == []


def test_an_office_is_not_made_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match="The folder .*nowhere does not exist"):
        create_database(tmp_path / "nowhere" / "office.cmsdesk")
    assert listing(tmp_path) == []


def test_an_office_is_made_whole_or_not_at_all(tmp_path: Path) -> None:
    with full_disk(100_000), pytest.raises(RuleBroken, match="disk is full"):
        create_database(tmp_path / "office.cmsdesk")
    assert listing(tmp_path) == []


def test_any_name_that_a_disk_allows_will_do(tmp_path: Path) -> None:
    folder = tmp_path / "A&B 100%25 #1?mode=ro"
    folder.mkdir()
    path = made(folder / "bureau 'één' %2e; é.cmsdesk")
    open_database(path).close()
    assert listing(folder) == [path.name]


@pytest.mark.parametrize("left", [100, 4096, 50_000])
def test_an_office_file_that_was_cut_off_is_said_to_be_damaged(tmp_path: Path, left: int) -> None:
    path = made(tmp_path / "office.cmsdesk")
    content = path.read_bytes()[:left]
    path.write_bytes(content)
    with pytest.raises(RuleBroken, match="The office file is damaged. Please restore the last backup"):
        open_office(path, user="tester").do(CountPeople())
    assert path.read_bytes() == content


def test_a_full_disk_stops_an_act_whole_and_the_office_goes_on_after_room_was_made(office: Office) -> None:
    before = records_in(office.path)
    with (
        full_disk(office.path.stat().st_size),
        pytest.raises(RuleBroken, match="The disk is full or cannot be written. Nothing was"),
    ):
        office.do(GenerateMembers(1000))
    assert records_in(office.path) == before
    office.do(GenerateMembers(10))
    assert office.do(CountPeople()) == 10


def test_an_office_in_use_by_another_program_is_said(tmp_path: Path) -> None:
    path = made(tmp_path / "office.cmsdesk")
    with closing(sqlite.connect(str(path), isolation_level=None)) as other, closing(sqlite.connect(str(path))) as impatient:
        impatient.execute("PRAGMA busy_timeout=0")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(RuleBroken, match="in use by another program. Please try again"), faults_explained():
            impatient.execute("DELETE FROM person")


def test_an_unknown_fault_is_not_dressed_up() -> None:
    with pytest.raises(sqlite.OperationalError), faults_explained(), closing(sqlite.connect(":memory:")) as connection:
        connection.execute("SELECT nothing")


def test_an_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "office.cmsdesk"
    path.write_text("mine")
    with pytest.raises(RuleBroken, match="already exists. Please choose another name"):
        create_database(path)
    assert path.read_text() == "mine"


def test_every_column_says_whether_it_is_personal() -> None:
    unclassed = [str(column) for table in METADATA.sorted_tables for column in table.columns if "personal" not in column.info]
    assert unclassed == []
