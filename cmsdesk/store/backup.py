"""Backups: the office file and its documents in one zip, checked by opening it."""

import hashlib
import json
import os
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import IO, Any

import sqlcipher3.dbapi2 as sqlite

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.tables import TABLES
from cmsdesk.domain.words import _, ngettext
from cmsdesk.store.database import APPLICATION_ID, SCHEMA, Database, newer_version, unlock
from cmsdesk.store.erased_list import add_to_list, erased_in
from cmsdesk.store.files import FileStore, is_hash, sync_folder
from cmsdesk.store.neighbours import fold_log

SUFFIX = ".cmsdesk-backup"
# The same in every language, so that a change of language does not lose sight of them.
BACKUPS = "Backups"
_FORMAT = 1
_OFFICE = "office.cmsdesk"
_MANIFEST = "manifest.json"
_CHUNK = 1 << 20
# All that lies beside an office file and belongs to it; a log of the one would spoil the other.
_DOCUMENTS = "-files"
_PARTS = ("", "-wal", "-shm", _DOCUMENTS)
# The office's own keys, under their passphrase; a backup that has none leaves those that are there.
KEYS = "-keys"
# Every record that refers to a document in the file store.
REFERRED = " UNION ".join(
    f"SELECT sha256 FROM {table.__tablename__} WHERE sha256 <> ''" for table in TABLES if "sha256" in table.model_fields
)


@dataclass(frozen=True)
class Backup:
    """A backup that was made and found whole; `lost` documents the office refers to were not there to keep.

    `list_warning` tells what went wrong with the list of erased people beside it.
    """

    path: Path
    documents: int
    people: int
    lost: int = 0
    list_warning: str = ""

    @property
    def warning(self) -> str:
        """What to tell the user beside the good news, or nothing."""
        if not self.lost:
            return self.list_warning
        lost = ngettext(
            "{count} document is not in the backup: it is missing or was changed on the disk. Look for it in an older backup.",
            "{count} documents are not in the backup: they are missing or were changed on the disk. Look for them in an older backup.",
            self.lost,
        ).format(count=self.lost)
        return " ".join(filter(None, (lost, self.list_warning)))


@dataclass(frozen=True)
class _Manifest:
    """What a backup says is in it: the hash of the office file, of each document, and of its keys where it has any."""

    office: str
    documents: tuple[str, ...]
    keys: str | None


def folder_of(office: Path) -> Path:
    """Where the documents of an office file lie."""
    return office.with_name(f"{office.name}{_DOCUMENTS}")


def copy_database(database: Database, to: Path) -> None:
    """Copy the office file in one step; a stepped copy never ends beside a busy writer."""
    to.unlink(missing_ok=True)
    with database.connection() as source, closing(sqlite.connect(str(to))) as target:
        unlock(target, database.key)
        source.backup(target)


def back_up(
    database: Database, files: FileStore, folder: Path, now: datetime, *, report: Callable[[int, int], None] | None = None
) -> Backup:
    """Make one backup file in the folder and check that it can be opened again.

    A document that was changed on the disk is in the zip but not in the manifest: it never comes
    back as if it were whole, and it does not keep everything else from being kept.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = _free_name(folder, f"{database.path.stem} {now:%Y-%m-%d %H.%M.%S}", SUFFIX)
        with TemporaryDirectory(dir=folder, prefix=".backup-") as temporary:
            building, copy = Path(temporary) / "backup", Path(temporary) / _OFFICE
            copy_database(database, copy)
            with _faults_said(_("The office file is damaged. Please restore the last backup; do not delete anything.")):
                people, referred = _look_into(copy, database.path)
            erased = erased_in(copy)
            documents = list(files.hashes())
            whole = []
            with zipfile.ZipFile(building, "w", zipfile.ZIP_STORED) as archive:
                office = _add(archive, copy, _OFFICE)
                keys = _add(archive, _part(database.path, KEYS), _OFFICE + KEYS)
                for done, sha256 in enumerate(documents, start=1):
                    if _add(archive, files.path(sha256), f"files/{sha256}") == sha256:
                        whole.append(sha256)
                    if report:
                        report(done, len(documents))
                manifest = {"format": _FORMAT, "made": now.isoformat(), "office": office, "keys": keys, "documents": whole}
                archive.writestr(_MANIFEST, json.dumps(manifest))
            with _faults_said(_("The backup in {folder} came out damaged. Please use another disk.").format(folder=folder)):
                _read(building, None)
            with building.open("rb") as stream:
                os.fsync(stream.fileno())
            building.replace(path)
            sync_folder(folder)
    except OSError as error:
        raise RuleBroken(
            _("The backup could not be written to {folder}. Is the disk full or away?").format(folder=folder)
        ) from error
    warning = add_to_list(folder, erased.office, erased.gone) if erased else ""
    return Backup(path, len(whole), people, len(referred.difference(whole)), warning)


def unpack_backup(backup: Path, office: Path, *, report: Callable[[int, int], None] | None = None) -> Path:
    """Unpack a backup into a folder beside the office file and check it whole; the office is not touched.

    The folder is for `put_back`, which takes it away; `unpacked_office` is what lies in it.
    """
    if not backup.is_file():
        raise RuleBroken(_("There is no backup at {path}. Perhaps it was moved, or its disk is away.").format(path=backup))
    if not office.parent.is_dir():
        raise RuleBroken(_("The folder {path} does not exist.").format(path=office.parent))
    damaged = _("{path} is not a whole backup of cmsdesk. Please choose another one.").format(path=backup)
    with _unchanged_when_full(office), ExitStack() as otherwise:
        folder = Path(mkdtemp(dir=office.parent, prefix=".restore-"))
        otherwise.callback(shutil.rmtree, folder, ignore_errors=True)
        with _faults_said(damaged):
            _read(backup, unpacked_office(folder), report)
            _look_into(unpacked_office(folder), backup)
        otherwise.pop_all()
    return folder


def unpacked_office(unpacked: Path) -> Path:
    """The office file in the folder of an unpacked backup."""
    return unpacked / _OFFICE


def check_closed(office: Path) -> None:
    """Refuse while some window has the office file open; what its log still held is in the file afterwards."""
    if office.is_file() and not fold_log(office):
        raise RuleBroken(_("The office is still open in another window. Please close that window first; nothing was changed."))


def put_back(unpacked: Path, office: Path) -> Path | None:
    """Put an unpacked backup in the place of the office file; what stood there is kept beside it.

    Returns where that is, or None when nothing stood there.
    """
    try:
        check_closed(office)
        aside = _free_name(office.parent, f"{office.stem} before restore", office.suffix)
        new = unpacked_office(unpacked)
        come = [part for part in ("", _DOCUMENTS, KEYS) if _part(new, part).exists()]
        there = [part for part in dict.fromkeys((*_PARTS, *come)) if os.path.lexists(_part(office, part))]
        moves = [(_part(office, part), _part(aside, part)) for part in there]
        moves += [(_part(new, part), _part(office, part)) for part in come]
        with _unchanged_when_full(office):
            _move_all(moves)
            sync_folder(office.parent)
    finally:
        shutil.rmtree(unpacked, ignore_errors=True)
    return aside if there else None


@contextmanager
def _unchanged_when_full(office: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise RuleBroken(
            _(
                "The backup could not be put back in {folder}. Nothing was changed. Is the disk full, or may you not write there?"
            ).format(folder=office.parent)
        ) from error


def _move_all(moves: list[tuple[Path, Path]]) -> None:
    """Move every file to its place, or leave all of them where they were."""
    moved: list[tuple[Path, Path]] = []
    try:
        for old, new in moves:
            old.rename(new)
            moved.append((old, new))
    except OSError:
        for old, new in reversed(moved):
            new.rename(old)
        raise


def _part(office: Path, part: str) -> Path:
    return office.with_name(office.name + part)


def _free_name(folder: Path, stem: str, suffix: str) -> Path:
    """A name that neither an office file nor anything of one has yet."""
    names = (folder / f"{stem}{f' ({count})' if count else ''}{suffix}" for count in range(10_000))
    return next(path for path in names if not any(os.path.lexists(_part(path, part)) for part in (*_PARTS, KEYS)))


@contextmanager
def _faults_said(sentence: str) -> Iterator[None]:
    """Turn everything a strange or damaged file can do into one sentence."""
    try:
        yield
    except (
        zipfile.BadZipFile,
        zlib.error,
        sqlite.DatabaseError,
        EOFError,
        KeyError,
        RuntimeError,  # a password, or brackets within brackets without end
        TypeError,
        ValueError,
    ) as error:
        raise RuleBroken(sentence) from error


def _read(backup: Path, to: Path | None, report: Callable[[int, int], None] | None = None) -> None:
    """Check every byte of a backup against its manifest; unpack it when there is a place for the office file."""
    with zipfile.ZipFile(backup) as archive:
        if any(member.compress_type != zipfile.ZIP_STORED for member in archive.infolist()):
            raise zipfile.BadZipFile  # not made by us; it may grow without end
        manifest = _manifest(archive)
        _take(archive, _OFFICE, manifest.office, to)
        if manifest.keys:
            _take(archive, _OFFICE + KEYS, manifest.keys, _part(to, KEYS) if to else None)
        for done, sha256 in enumerate(manifest.documents, start=1):
            _take(archive, f"files/{sha256}", sha256, folder_of(to) / sha256[:2] / sha256 if to else None)
            if report:
                report(done, len(manifest.documents))


def _manifest(archive: zipfile.ZipFile) -> _Manifest:
    said: dict[str, Any] = json.loads(archive.read(_MANIFEST))
    found = _Manifest(said["office"], tuple(said["documents"]), said.get("keys"))
    named = [found.office, *found.documents, *([found.keys] if found.keys is not None else [])]
    if said["format"] != _FORMAT or not all(is_hash(sha256) for sha256 in named):
        raise ValueError(_MANIFEST)
    return found


def _add(archive: zipfile.ZipFile, place: Path, name: str) -> str | None:
    """Put a file in the zip; returns the hash of what was put there, None when it went away meanwhile."""
    try:
        source = place.open("rb")
    except FileNotFoundError:
        return None
    with source, archive.open(name, "w", force_zip64=True) as target:
        return _copy(source, target)


def _take(archive: zipfile.ZipFile, name: str, sha256: str, to: Path | None) -> None:
    """Read a file in the zip to its end, to a place or to nowhere; it must be what the manifest says."""
    with archive.open(name) as source:
        if to is None:
            found = _copy(source, None)
        else:
            to.parent.mkdir(parents=True, exist_ok=True)
            with to.open("wb") as target:
                found = _copy(source, target)
                target.flush()
                os.fsync(target.fileno())
    if found != sha256:
        raise ValueError(name)


def _copy(source: IO[bytes], target: IO[bytes] | None) -> str:
    """Copy to the target, if any; returns the hash of what went by."""
    digest = hashlib.sha256()
    while chunk := source.read(_CHUNK):
        digest.update(chunk)
        if target:
            target.write(chunk)
    return digest.hexdigest()


def _look_into(office: Path, source: Path) -> tuple[int, set[str]]:
    """Open the copy of an office file that came from the source: how many people are in it, to which documents it refers."""
    with closing(sqlite.connect(str(office))) as connection:
        ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        if not ours or connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise ValueError(office)
        if connection.execute("PRAGMA user_version").fetchone()[0] > SCHEMA:
            raise newer_version(source)
        people = int(connection.execute("SELECT count(*) FROM person").fetchone()[0])
        return people, {row[0] for row in connection.execute(REFERRED)}
