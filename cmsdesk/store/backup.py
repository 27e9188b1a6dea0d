"""Backups: the office file and its documents in one zip, checked by opening it."""

import hashlib
import json
import os
import shutil
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

import sqlcipher3.dbapi2 as sqlite

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _
from cmsdesk.store.database import SCHEMA, Database, newer_version
from cmsdesk.store.files import FileStore
from cmsdesk.store.neighbours import fold_log

SUFFIX = ".cmsdesk-backup"
# The same in every language, so that a change of language does not lose sight of them.
BACKUPS = "Backups"
_FORMAT = 1
_OFFICE = "office.cmsdesk"
_MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Backup:
    """A backup that was made and found whole."""

    path: Path
    documents: int
    people: int


def folder_of(office: Path) -> Path:
    """Where the documents of an office file lie."""
    return office.with_name(f"{office.name}-files")


def copy_database(database: Database, to: Path) -> None:
    """Copy the office file in one step; a stepped copy never ends beside a busy writer."""
    to.unlink(missing_ok=True)
    with database.connection() as source, closing(sqlite.connect(str(to))) as target:
        source.backup(target)


def back_up(
    database: Database, files: FileStore, folder: Path, now: datetime, *, report: Callable[[int, int], None] | None = None
) -> Backup:
    """Make one backup file in the folder and check that it can be opened again."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = _free_name(folder, f"{database.path.stem} {now:%Y-%m-%d %H.%M.%S}")
        with TemporaryDirectory(dir=folder, prefix=".backup-") as temporary:
            building = Path(temporary) / "backup"
            copy = Path(temporary) / _OFFICE
            copy_database(database, copy)
            documents = list(files.hashes())
            with zipfile.ZipFile(building, "w", zipfile.ZIP_STORED) as archive:
                archive.write(copy, _OFFICE)
                for done, sha256 in enumerate(documents, start=1):
                    archive.write(files.path(sha256), f"files/{sha256}")
                    if report:
                        report(done, len(documents))
                manifest = {"format": _FORMAT, "made": now.isoformat(), "office": _sha256(copy), "documents": documents}
                archive.writestr(_MANIFEST, json.dumps(manifest))
            people = _verify(building, Path(temporary) / "check")
            with building.open("rb") as stream:
                os.fsync(stream.fileno())
            building.replace(path)
    except OSError as error:
        raise RuleBroken(
            _("The backup could not be written to {folder}. Is the disk full or away?").format(folder=folder)
        ) from error
    return Backup(path, len(documents), people)


def restore(backup: Path, office: Path) -> Path | None:
    """Put the backup in the place of the office file, which must be closed.

    What stood there is kept beside it; returns where, or None when nothing stood there.
    """
    return put_back(unpack_backup(backup, office), office)


def unpack_backup(backup: Path, office: Path, *, report: Callable[[int, int], None] | None = None) -> Path:
    """Unpack a backup into a folder beside the office file and check it whole; the office is not touched.

    The folder is for `put_back`, which takes it away.
    """
    try:
        folder = Path(mkdtemp(dir=office.parent, prefix=".restore-"))
    except OSError as error:
        raise RuleBroken(_("No file can be made in {path}. Please choose another folder.").format(path=office.parent)) from error
    try:
        _verify(backup, folder, report)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise RuleBroken(
            _("The backup could not be unpacked: it cannot be read, or the disk is full. Nothing was changed.")
        ) from error
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder


def put_back(unpacked: Path, office: Path) -> Path | None:
    """Put an unpacked backup in the place of the office file; what stood there is kept beside it, and returned."""
    try:
        if office.exists() and not fold_log(office):
            raise RuleBroken(
                _("The office is still open in another window. Please close that window first; nothing was changed.")
            )
        aside = _move_aside(office) if office.exists() else None
        for place in sorted((unpacked / "files").glob("*")):
            target = folder_of(office) / place.name[:2] / place.name
            target.parent.mkdir(parents=True, exist_ok=True)
            place.replace(target)
        (unpacked / _OFFICE).replace(office)
    except OSError as error:
        raise RuleBroken(
            _("The backup could not be put in place. Please look in {folder}: nothing was deleted.").format(folder=office.parent)
        ) from error
    finally:
        shutil.rmtree(unpacked, ignore_errors=True)
    return aside


def _move_aside(office: Path) -> Path:
    """The office file under another name, with its documents and with the log that a damaged file may still have."""
    aside = _free_name(office.parent, f"{office.stem} before restore", office.suffix)
    shutil.move(office, aside)
    for ending in ("-wal", "-shm"):
        if (log := office.with_name(f"{office.name}{ending}")).exists():
            shutil.move(log, aside.with_name(f"{aside.name}{ending}"))
    if folder_of(office).is_dir():
        shutil.move(folder_of(office), folder_of(aside))
    return aside


def _free_name(folder: Path, stem: str, suffix: str = SUFFIX) -> Path:
    names = (folder / f"{stem}{f' ({count})' if count else ''}{suffix}" for count in range(10_000))
    return next(path for path in names if not path.exists())


def _verify(backup: Path, to: Path, report: Callable[[int, int], None] | None = None) -> int:
    """Unpack the backup into an empty folder and check every byte; returns the number of people in it."""
    damaged = RuleBroken(_("{path} is not a whole backup of cmsdesk. Please choose another one.").format(path=backup))
    try:
        with zipfile.ZipFile(backup) as archive:
            manifest: dict[str, Any] = json.loads(archive.read(_MANIFEST))
            (to / "files").mkdir(parents=True, exist_ok=True)
            _unpack(archive, _OFFICE, to / _OFFICE, manifest["office"])
            for done, sha256 in enumerate(manifest["documents"], start=1):
                if report:
                    report(done, len(manifest["documents"]))
                if len(sha256) != hashlib.sha256().digest_size * 2 or not sha256.isalnum():
                    raise damaged
                _unpack(archive, f"files/{sha256}", to / "files" / sha256, sha256)
        with closing(sqlite.connect(str(to / _OFFICE))) as connection:
            if connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                raise damaged
            if connection.execute("PRAGMA user_version").fetchone()[0] > SCHEMA:
                raise newer_version(backup)
            return int(connection.execute("SELECT count(*) FROM person").fetchone()[0])
    except (zipfile.BadZipFile, KeyError, ValueError, sqlite.DatabaseError, NotImplementedError, EOFError) as error:
        raise damaged from error


def _unpack(archive: zipfile.ZipFile, name: str, to: Path, sha256: str) -> None:
    with archive.open(name) as source, to.open("wb") as target:
        shutil.copyfileobj(source, target)
    if _sha256(to) != sha256:
        raise ValueError(name)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
