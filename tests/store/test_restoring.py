"""Going back to a backup: checked first, nothing lost, and never beneath a window that has the file open."""

import hashlib
import json
import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlite

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.services.office import Office, open_office
from cmsdesk.services.people import CountPeople
from cmsdesk.store.backup import put_back, unpack_backup
from cmsdesk.store.database import SCHEMA
from tests import given


def people(path: Path) -> int:
    office = open_office(path, user="x")
    try:
        return office.do(CountPeople())
    finally:
        office.close()


@pytest.fixture
def backup(office: Office, tmp_path: Path) -> Path:
    """A backup with one member, of an office that has two by now and is closed."""
    given.in_review(office, given.a_member(office), tmp_path)
    made = office.back_up(tmp_path / "backups")
    given.a_member(office, "Later")
    office.close()
    return made.path


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_office_goes_back_and_what_was_there_is_kept(office: Office, backup: Path) -> None:
    aside = given.restored(backup, office.path)
    assert aside is not None
    assert aside.name == "office before restore.cmsdesk"
    assert (people(office.path), people(aside)) == (1, 2)
    assert len(list(office.path.with_name("office.cmsdesk-files").rglob("*"))) > 1
    assert not list(office.path.parent.glob(".restore-*"))


def test_what_was_kept_aside_holds_also_what_only_its_log_held(office: Office, backup: Path, tmp_path: Path) -> None:
    """After a crash the last acts stand in the log beside the file."""
    crashed = open_office(office.path, user="x")
    given.a_member(crashed, "Third")
    for ending in ("", "-wal"):
        shutil.copy(f"{office.path}{ending}", tmp_path / f"crash{ending}")
    crashed.close()
    for ending in ("", "-wal"):
        shutil.copy(tmp_path / f"crash{ending}", f"{office.path}{ending}")
    aside = given.restored(backup, office.path)
    assert aside is not None
    assert (people(office.path), people(aside)) == (1, 3)


def test_a_damaged_office_is_kept_as_it_was_and_the_backup_takes_its_place(office: Office, backup: Path) -> None:
    damaged = bytearray(office.path.read_bytes())
    damaged[100:9000] = bytes(8900)
    office.path.write_bytes(damaged)
    aside = given.restored(backup, office.path)
    assert aside is not None
    assert aside.read_bytes() == damaged
    assert people(office.path) == 1


def test_an_office_that_is_open_in_another_window_is_not_taken_away_beneath_it(office: Office, backup: Path) -> None:
    other = open_office(office.path, user="other")
    with pytest.raises(RuleBroken, match="another window"):
        given.restored(backup, office.path)
    given.a_member(other, "Third")
    assert other.do(CountPeople()) == 3
    other.close()
    assert not [place.name for place in office.path.parent.iterdir() if "before" in place.name or ".restore" in place.name]


def test_a_backup_goes_where_no_office_was(backup: Path, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    assert given.restored(backup, tmp_path / "new" / "Bureau.cmsdesk") is None
    assert people(tmp_path / "new" / "Bureau.cmsdesk") == 1


@pytest.mark.parametrize("damage", ["cut", "flipped", "foreign", "empty", "gone"])
def test_a_backup_that_is_not_whole_is_refused_and_changes_nothing(office: Office, backup: Path, damage: str) -> None:
    content = backup.read_bytes()
    flipped = bytearray(content)
    flipped[len(content) // 2] ^= 1
    acts: dict[str, Callable[[], object]] = {
        "cut": lambda: backup.write_bytes(content[: len(content) // 2]),
        "flipped": lambda: backup.write_bytes(flipped),
        "foreign": lambda: backup.write_bytes(b"%PDF-1.7"),
        "empty": lambda: backup.write_bytes(b""),
        "gone": backup.unlink,
    }
    acts[damage]()
    before = snapshot(office.path.parent)
    with pytest.raises(RuleBroken):
        given.restored(backup, office.path)
    assert snapshot(office.path.parent) == before


def test_a_backup_of_a_newer_version_is_refused_before_anything_is_moved(office: Office, backup: Path, tmp_path: Path) -> None:
    folder = unpack_backup(backup, office.path)
    with sqlite.connect(str(folder / "office.cmsdesk")) as connection:
        connection.execute(f"PRAGMA user_version={SCHEMA + 1}")
    connection.close()
    content = (folder / "office.cmsdesk").read_bytes()
    with zipfile.ZipFile(tmp_path / "newer.cmsdesk-backup", "w") as archive:
        archive.writestr("office.cmsdesk", content)
        manifest = {"format": 1, "office": hashlib.sha256(content).hexdigest(), "documents": []}
        archive.writestr("manifest.json", json.dumps(manifest))
    shutil.rmtree(folder)
    before = snapshot(tmp_path)
    with pytest.raises(RuleBroken, match="newer"):
        given.restored(tmp_path / "newer.cmsdesk-backup", office.path)
    assert snapshot(tmp_path) == before


def test_unpacking_says_how_far_it_is_and_stops_without_a_trace(office: Office, backup: Path) -> None:
    seen: list[tuple[int, int]] = []

    def report(done: int, total: int) -> None:
        seen.append((done, total))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        unpack_backup(backup, office.path, report=report)
    assert seen == [(1, 1)]
    assert not list(office.path.parent.glob(".restore-*"))


@pytest.mark.skipif(os.name == "nt", reason="folders have no such rights there")
def test_a_folder_that_cannot_be_written_is_refused(backup: Path, tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match="nowhere does not exist"):
        unpack_backup(backup, tmp_path / "nowhere" / "office.cmsdesk")


def test_what_was_unpacked_goes_away_when_it_cannot_be_put_in_place(office: Office, backup: Path, tmp_path: Path) -> None:
    unpacked = unpack_backup(backup, office.path)
    blocked = tmp_path / f"{'x' * 240}.cmsdesk"  # what is kept beside it would get too long a name
    blocked.touch()
    with pytest.raises(RuleBroken, match="Nothing was changed"):
        put_back(unpacked, blocked)
    assert not unpacked.exists()
    assert blocked.read_bytes() == b""
