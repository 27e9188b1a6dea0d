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


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 not an office", b"SQLite format 3\0" + bytes(200)])
def test_a_foreign_file_is_refused_and_stays_as_it_was(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "foreign.cmsdesk"
    path.write_bytes(content)
    with pytest.raises(RuleBroken):
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


def test_a_file_of_a_newer_version_is_refused_and_stays_as_it_was(tmp_path: Path) -> None:
    path = made(tmp_path / "office.cmsdesk")
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version={SCHEMA + 1}")
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(RuleBroken, match="nieuwere|newer"):
        open_database(path)
    assert path.read_bytes() == before


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
