"""Backups are whole or not there, and going back to one loses nothing."""

import hashlib
import json
import random
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.services.certificates import IssueCertificate, ReadPaper
from cmsdesk.services.dossiers import AddEvidence, ReadEvidence
from cmsdesk.services.lists import Asked
from cmsdesk.services.office import Office, open_office
from cmsdesk.services.people import AddPerson, CountPeople, PersonDetails
from cmsdesk.store.backup import unpack_backup
from cmsdesk.store.database import SCHEMA
from tests import given
from tests.disks import full_disk, listing
from tests.rows import file_of, records_in


@pytest.fixture
def backups(tmp_path: Path) -> Path:
    return tmp_path / "Backups"


def with_papers(office: Office, folder: Path) -> Office:
    """An office with a member, a document and a certificate with its paper."""
    office.do(IssueCertificate(given.granted(office, given.a_member(office), folder)))
    return office


def stored(office: Office) -> list[Path]:
    return sorted(Path(f"{office.path}-files").glob("??/*"))


def names(folder: Path) -> list[str]:
    return sorted(place.name for place in folder.iterdir())


def test_a_backup_holds_everything_and_says_how_much(office: Office, tmp_path: Path, backups: Path) -> None:
    heard: list[tuple[int, int]] = []
    made = with_papers(office, tmp_path).back_up(backups, report=lambda done, total: heard.append((done, total)))
    assert (made.documents, made.people, made.lost) == (2, 1, 0)
    assert heard == [(1, 2), (2, 2)]
    assert names(backups) == [made.path.name]
    assert made.path.name.startswith("office 20")
    there = tmp_path / "elsewhere"
    there.mkdir()
    assert given.restored(made.path, there / "again.cmsdesk") is None
    again = open_office(there / "again.cmsdesk", user="tester")
    assert records_in(again.path) == records_in(office.path)
    assert again.do(ReadPaper(1)) == office.do(ReadPaper(1))
    assert again.do(ReadEvidence(1)).read() == office.do(ReadEvidence(1)).read()
    again.close()


def test_two_backups_in_one_second_do_not_touch_each_other(office: Office, backups: Path) -> None:
    from datetime import UTC, datetime

    office._now = lambda: datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
    first, second = office.back_up(backups), office.back_up(backups)
    assert [first.path.name, second.path.name] == [
        "office 2026-11-21 09.00.00.cmsdesk-backup",
        "office 2026-11-21 09.00.00 (1).cmsdesk-backup",
    ]


def test_what_is_done_while_a_backup_runs_still_asks_for_a_backup(office: Office, tmp_path: Path, backups: Path) -> None:
    with_papers(office, tmp_path)
    assert office.changed_since_backup
    office.back_up(backups)
    assert not office.changed_since_backup
    office.back_up(backups, report=lambda done, _total: given.a_member(office) if done == 1 else None)
    assert office.changed_since_backup


def test_a_backup_that_failed_still_asks_for_a_backup(office: Office, tmp_path: Path) -> None:
    given.a_member(office)
    in_the_way = tmp_path / "a file"
    in_the_way.write_text("no folder")
    with pytest.raises(RuleBroken, match="could not be written to .*a file"):
        office.back_up(in_the_way)
    assert office.changed_since_backup


def test_what_another_program_left_among_the_documents_is_no_document(office: Office, tmp_path: Path, backups: Path) -> None:
    with_papers(office, tmp_path)
    folder = stored(office)[0].parent
    for name in ("Thumbs.db", f"{stored(office)[0].name} (conflicted copy)", "a" * 64):
        (folder / name).write_bytes(b"left here")
    assert office.back_up(backups).documents == 2


def test_a_document_that_was_changed_or_lost_does_not_keep_the_rest_from_being_kept(
    office: Office, tmp_path: Path, backups: Path
) -> None:
    with_papers(office, tmp_path)
    changed, lost = stored(office)
    changed.write_bytes(b"changed")
    lost.unlink()
    made = office.back_up(backups)
    assert (made.documents, made.lost) == (0, 2)
    given.restored(made.path, tmp_path / "again.cmsdesk")
    again = open_office(tmp_path / "again.cmsdesk", user="tester")
    assert again.do(CountPeople()) == 1
    assert stored(again) == []
    again.close()


def test_a_lost_document_is_told_beside_the_good_news(office: Office, tmp_path: Path, backups: Path) -> None:
    with_papers(office, tmp_path)
    assert office.back_up(backups).warning == ""
    stored(office)[0].unlink()
    assert office.back_up(backups).warning.startswith("1 document is not in the backup: it is missing or was changed")
    stored(office)[0].unlink()
    assert office.back_up(backups).warning.startswith("2 documents are not in the backup: they are missing")


def test_a_document_that_goes_away_during_the_backup_is_counted(office: Office, tmp_path: Path, backups: Path) -> None:
    with_papers(office, tmp_path)
    made = office.back_up(backups, report=lambda done, _total: stored(office)[-1].unlink() if done == 1 else None)
    assert (made.documents, made.lost) == (1, 1)


def test_a_backup_that_comes_out_damaged_is_not_kept(office: Office, tmp_path: Path, backups: Path) -> None:
    with_papers(office, tmp_path)

    def spoil(_done: int, _total: int) -> None:
        [building] = backups.glob(".backup-*/backup")
        with building.open("r+b") as stream:
            stream.seek(4096)
            stream.write(b"the disk forgot this")

    with pytest.raises(RuleBroken, match=r"The backup in .*Backups came out damaged"):
        office.back_up(backups, report=spoil)
    assert names(backups) == []


def test_a_damaged_office_file_is_said_instead_of_kept(office: Office, tmp_path: Path, backups: Path) -> None:
    for _count in range(50):
        given.a_member(office)
    office.close()
    content = bytearray(office.path.read_bytes())
    content[-40_960:] = bytes(40_960)  # the tables are elsewhere: it opens, and fails on the day somebody needs those pages
    path = tmp_path / "damaged.cmsdesk"
    path.write_bytes(content)
    damaged = open_office(path, user="tester")
    with pytest.raises(RuleBroken, match="The office file is damaged"):
        damaged.back_up(backups)
    assert names(backups) == []


def test_a_full_disk_leaves_no_half_backup(office: Office, tmp_path: Path, backups: Path) -> None:
    with_papers(office, tmp_path)
    size = office.back_up(backups).path.stat().st_size
    before = listing(backups)
    for room in (1000, 100_000, size - 1000):
        with full_disk(room), pytest.raises(RuleBroken, match="disk (is )?full"):
            office.back_up(backups)
        assert listing(backups) == before
    assert office.do(CountPeople()) == 1


def test_going_back_keeps_what_was_there_beside_it(office: Office, tmp_path: Path, backups: Path) -> None:
    made = with_papers(office, tmp_path).back_up(backups)
    before = records_in(office.path)
    late = tmp_path / "late.pdf"
    late.write_bytes(given.a_pdf(tmp_path, "other.pdf").read_bytes() + b"%")
    person = office.do(AddPerson(PersonDetails("Laat")))
    office.do(AddEvidence(given.an_application(office, person), late))
    after, documents = records_in(office.path), len(stored(office))
    office.close()
    aside = given.restored(made.path, office.path)
    assert aside == tmp_path / "office before restore.cmsdesk"
    assert records_in(office.path) == before
    assert len(stored(office)) == 2
    old = open_office(aside, user="tester")
    assert (records_in(old.path), len(stored(old))) == (after, documents)
    old.close()
    assert given.restored(made.path, office.path) == tmp_path / "office before restore (1).cmsdesk"


def test_what_a_crash_left_in_the_log_is_kept_with_the_old_office(office: Office, tmp_path: Path, backups: Path) -> None:
    """After a power cut the last acts are only in the log beside the file; it must neither get lost nor spoil the backup."""
    made = office.back_up(backups)
    crashed = tmp_path / "crashed"
    crashed.mkdir()
    given.a_member(office, "Laat")
    for part in ("", "-wal"):
        shutil.copyfile(f"{office.path}{part}", crashed / f"office.cmsdesk{part}")
    aside = given.restored(made.path, crashed / "office.cmsdesk")
    assert aside is not None
    for path, people in ((aside, 1), (crashed / "office.cmsdesk", 0)):
        opened = open_office(path, user="tester")
        assert opened.do(CountPeople(Asked("Laat"))) == people
        opened.close()


def test_documents_and_logs_without_an_office_file_are_kept_aside_too(office: Office, tmp_path: Path, backups: Path) -> None:
    made = with_papers(office, tmp_path).back_up(backups)
    office.close()
    office.path.unlink()
    stored(office)[0].write_bytes(b"something else")
    Path(f"{office.path}-wal").write_bytes(b"an old log")
    aside = given.restored(made.path, office.path)
    assert aside == tmp_path / "office before restore.cmsdesk"
    assert not aside.exists()
    assert Path(f"{aside}-wal").read_bytes() == b"an old log"
    assert all(hashlib.sha256(place.read_bytes()).hexdigest() == place.name for place in stored(office))


def test_when_one_file_cannot_be_moved_all_stay(office: Office, tmp_path: Path, backups: Path) -> None:
    """A name can be just too long for the documents beside it."""
    made = with_papers(office, tmp_path).back_up(backups)
    office.close()
    folder = tmp_path / "long"
    folder.mkdir()
    long = folder / ("x" * 232 + ".cmsdesk")
    shutil.copyfile(office.path, long)
    shutil.copytree(f"{office.path}-files", f"{long}-files")
    before, records = listing(folder).keys(), records_in(long)
    with pytest.raises(RuleBroken, match="could not be put back in .*long. Nothing was changed"):
        given.restored(made.path, long)
    assert listing(folder).keys() == before
    assert records_in(long) == records


def test_going_back_on_a_full_disk_changes_nothing(office: Office, tmp_path: Path, backups: Path) -> None:
    made = with_papers(office, tmp_path).back_up(backups)
    office.close()
    before = listing(tmp_path)
    with full_disk(50_000), pytest.raises(RuleBroken, match=r"could not be put back in .*Nothing was changed\. Is the disk full"):
        given.restored(made.path, office.path)
    assert listing(tmp_path) == before


def test_unpacking_tells_how_far_it_is_and_stops_without_a_trace(office: Office, tmp_path: Path, backups: Path) -> None:
    made = with_papers(office, tmp_path).back_up(backups)
    heard: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        heard.append((done, total))
        if done == total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        unpack_backup(made.path, office.path, report=stop)
    assert heard == [(1, 2), (2, 2)]
    assert not list(tmp_path.glob(".restore-*"))


def test_a_backup_that_is_not_there_is_said(tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.cmsdesk-backup", tmp_path):
        with pytest.raises(RuleBroken, match="There is no backup at"):
            given.restored(path, tmp_path / "office.cmsdesk")
    assert names(tmp_path) == []


def test_a_folder_that_is_not_there_is_said(office: Office, tmp_path: Path, backups: Path) -> None:
    made = office.back_up(backups)
    with pytest.raises(RuleBroken, match="The folder .*nowhere does not exist"):
        given.restored(made.path, tmp_path / "nowhere" / "office.cmsdesk")


def packed(path: Path, manifest: Any, files: dict[str, bytes], how: int = zipfile.ZIP_STORED) -> Path:
    """A backup made by hand."""
    with zipfile.ZipFile(path, "w", how) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        if manifest is not None:
            archive.writestr("manifest.json", manifest if isinstance(manifest, bytes) else json.dumps(manifest))
    return path


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def a_manifest(office: object, documents: object = ()) -> dict[str, object]:
    return {"format": 1, "office": office, "documents": documents}


DB = "office.cmsdesk"
OTHER = b"SQLite format 3\0" + bytes(4080)
LARGE = bytes(50_000_000)
HALF = slice(None, 60_000)
WRONG: dict[str, Callable[[Path, bytes], object]] = {
    "a text": lambda path, _good: path.write_bytes(b"dear office"),
    "nothing": lambda path, _good: path.write_bytes(b""),
    "a zip of something else": lambda path, _good: packed(path, None, {"readme": b"hello"}),
    "no manifest": lambda path, good: packed(path, None, {DB: good}),
    "a manifest that is no JSON": lambda path, good: packed(path, b"\xff{", {DB: good}),
    "a manifest of brackets": lambda path, good: packed(path, b"[" * 100_000, {DB: good}),
    "a manifest that is a list": lambda path, good: packed(path, [1], {DB: good}),
    "a manifest of another format": lambda path, good: packed(path, a_manifest(sha(good)) | {"format": 2}, {DB: good}),
    "a manifest without a format": lambda path, good: packed(path, {"office": sha(good), "documents": []}, {DB: good}),
    "documents that are a number": lambda path, good: packed(path, a_manifest(sha(good), 7), {DB: good}),
    "documents that are numbers": lambda path, good: packed(path, a_manifest(sha(good), [7]), {DB: good}),
    "a document of another hash": lambda path, good: packed(
        path, a_manifest(sha(good), [sha(b"a")]), {DB: good, f"files/{sha(b'a')}": b"b"}
    ),
    "a document that is not there": lambda path, good: packed(path, a_manifest(sha(good), [sha(b"a")]), {DB: good}),
    "a way out of the folder": lambda path, good: packed(
        path, a_manifest(sha(good), ["../../pwned"]), {DB: good, "files/../../pwned": b"pwned"}
    ),
    "an absolute way": lambda path, good: packed(path, a_manifest(sha(good), ["/tmp/pwned"]), {DB: good}),
    "an office of another hash": lambda path, good: packed(path, a_manifest(sha(b"x")), {DB: good}),
    "no office": lambda path, good: packed(path, a_manifest(sha(good)), {}),
    "an office that is no database": lambda path, _good: packed(path, a_manifest(sha(b"x")), {DB: b"x"}),
    "the database of another program": lambda path, _good: packed(path, a_manifest(sha(OTHER)), {DB: OTHER}),
    "half an office": lambda path, good: packed(path, a_manifest(sha(good[HALF])), {DB: good[HALF]}),
    "a zip that grows": lambda path, _good: packed(path, a_manifest(sha(LARGE)), {DB: LARGE}, zipfile.ZIP_DEFLATED),
}


@pytest.mark.parametrize("kind", sorted(WRONG))
def test_a_wrong_backup_is_refused_and_the_office_stays(office: Office, tmp_path: Path, kind: str) -> None:
    office.close()
    path = tmp_path / "wrong.cmsdesk-backup"
    WRONG[kind](path, office.path.read_bytes())
    before = listing(tmp_path)
    with pytest.raises(RuleBroken, match=r"wrong\.cmsdesk-backup is not a whole backup of cmsdesk"):
        given.restored(path, office.path)
    assert listing(tmp_path) == before
    assert not (tmp_path.parent / "pwned").exists()


def test_a_backup_of_a_newer_version_is_refused_with_what_to_do(office: Office, tmp_path: Path, backups: Path) -> None:
    with file_of(office.path) as connection:
        connection.execute(f"PRAGMA user_version={SCHEMA + 1}")
    office.close()
    good = office.path.read_bytes()
    path = packed(tmp_path / "newer.cmsdesk-backup", a_manifest(sha(good)), {DB: good})
    with pytest.raises(RuleBroken, match="newer version"):
        given.restored(path, office.path)
    assert office.path.read_bytes() == good


def test_no_damage_to_a_backup_ever_comes_back_as_an_office(office: Office, tmp_path: Path, backups: Path) -> None:
    made = with_papers(office, tmp_path).back_up(backups)
    office.close()
    whole, chance = made.path.read_bytes(), random.Random(1)
    good, refused = listing(tmp_path / "office.cmsdesk-files"), 0
    for number in range(150):
        damaged = bytearray(whole)
        if number % 3 == 0:
            del damaged[chance.randrange(len(damaged)) :]
        else:
            damaged[chance.choice([chance.randrange(len(damaged)), len(damaged) - chance.randrange(1, 600)])] ^= chance.randrange(
                1, 256
            )
        folder = tmp_path / f"{number}"
        folder.mkdir()
        path = folder / "damaged.cmsdesk-backup"
        path.write_bytes(damaged)
        try:
            given.restored(path, folder / "office.cmsdesk")
        except RuleBroken:
            refused += 1
            assert names(folder) == ["damaged.cmsdesk-backup"]
        else:  # the damage was in what nobody reads, such as the time of a file in the zip
            assert listing(folder / "office.cmsdesk-files") == good
            assert records_in(folder / "office.cmsdesk") == records_in(office.path)
        shutil.rmtree(folder)
    assert refused > 100
