"""Opening, making and refusing office files."""

import os
import sqlite3
from pathlib import Path

import pytest

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.store.database import SCHEMA, create_database, open_database
from cmsdesk.store.migrating import METADATA


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
    with pytest.raises(RuleBroken):
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
    with pytest.raises(RuleBroken):
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


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the administrator may write everywhere")
def test_a_read_only_file_is_refused(tmp_path: Path) -> None:
    path = made(tmp_path / "office.cmsdesk")
    path.chmod(0o444)
    with pytest.raises(RuleBroken):
        open_database(path)


def test_an_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "office.cmsdesk"
    path.write_text("mine")
    with pytest.raises(RuleBroken):
        create_database(path)
    assert path.read_text() == "mine"


def test_the_steps_make_exactly_the_tables_of_the_program(tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    database = create_database(tmp_path / "office.cmsdesk")
    with database.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "include_object": lambda _o, name, kind, _r, _c: (
                    not (kind in {"table", "index"} and str(name).startswith(("search_", "ix_person_list")))
                )
            },
        )
        assert compare_metadata(context, METADATA) == []
    database.close()


def test_every_column_says_whether_it_is_personal() -> None:
    unclassed = [str(column) for table in METADATA.sorted_tables for column in table.columns if "personal" not in column.info]
    assert unclassed == []
