"""The office file: opening, making, and one transaction at a time.

SQLCipher's own SQLite is used because the interpreter's is often older than 3.51.3, which can
corrupt a file that two connections write. The settings below were each measured: FULL loses nothing
in a power cut where NORMAL does, and BEGIN IMMEDIATE is what makes the busy timeout work.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from stat import S_ISDIR
from typing import Any
from urllib.parse import quote

import sqlcipher3.dbapi2 as sqlite
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import QueuePool
from sqlmodel import create_engine

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _
from cmsdesk.store.office_key import OfficeKey

APPLICATION_ID = 0x434D5344  # "CMSD"
SCHEMA = 1
OLDEST_SQLITE = (3, 51, 3)

_HEADER = 100
_PLAIN = b"SQLite format 3\0"
_PRAGMAS = (
    "busy_timeout=5000",  # first: the ones below may meet a lock
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "recursive_triggers=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
)


class OfficeFileLost(RuleBroken):
    """A refusal because the file itself is gone or damaged: trying again does not help, only a copy does."""


class Database:
    """One open office file; with a key it lies encrypted on disk, its log and temporary files as well."""

    def __init__(self, path: Path, key: OfficeKey | None = None) -> None:
        self.path = path
        self.key = key
        self.engine: Engine = create_engine(
            "sqlite://", module=sqlite, creator=self._connect, poolclass=QueuePool, hide_parameters=True
        )
        event.listen(self.engine, "begin", _begin)

    def _connect(self) -> Any:
        connection = sqlite.connect(
            f"file:{quote(str(self.path.resolve()))}?mode=rw", uri=True, isolation_level=None, check_same_thread=False
        )
        unlock(connection, self.key)
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        return connection

    @contextmanager
    def connection(self) -> Iterator[Any]:
        """The bare driver connection, for what SQLAlchemy has no word for."""
        with faults_explained(), self.engine.connect() as connection:
            yield connection.connection.driver_connection

    def fold_log(self) -> None:
        """Fold the write-ahead log into the file, so that nothing that was overwritten is left in it."""
        with self.connection() as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Fold the write-ahead log into the file and let go of it."""
        try:
            self.fold_log()
        finally:
            self.engine.dispose()


def unlock(connection: Any, key: OfficeKey | None) -> None:
    """Hand a bare connection its key, before anything else; whether it fits shows at the first look into the file."""
    if key:
        connection.execute(f"PRAGMA key = \"x'{key.database.hex()}'\"")


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def open_database(path: Path, key: OfficeKey | None = None) -> Database:
    """Open an existing office file, an encrypted one with its key; never makes or changes one that is not ours."""
    if sqlite.sqlite_version_info < OLDEST_SQLITE:
        raise RuleBroken(_("This installation has an SQLite that is too old to be safe. Please install cmsdesk again."))
    try:
        folder = S_ISDIR(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise OfficeFileLost(
            _("There is no office file at {path}. Perhaps it was moved or renamed.").format(path=path)
        ) from error
    except OSError as error:
        raise RuleBroken(_("{path} cannot be read. Perhaps another program has locked it.").format(path=path)) from error
    if folder:
        raise RuleBroken(_("{path} is a folder, not an office file.").format(path=path))
    _check_header(path, key)
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        raise RuleBroken(
            _("{path} is read-only. Please copy it to a folder where you may write, or ask for permission.").format(path=path)
        )
    database = Database(path, key)
    try:
        with database.connection() as connection:
            schema = connection.execute("PRAGMA user_version").fetchone()[0]
        if schema > SCHEMA:  # a newer program may have written it to the log only
            raise newer_version(path)
        if schema < SCHEMA:
            from cmsdesk.store.migrating import carry_forward  # noqa: PLC0415 - alembic costs start-up time and is rarely needed

            carry_forward(database)
    except BaseException:
        database.engine.dispose()
        raise
    return database


def create_database(path: Path, key: OfficeKey | None = None) -> Database:
    """Make a new, empty office file, encrypted when there is a key; an existing file is never touched."""
    if os.path.lexists(path):
        raise RuleBroken(_("{path} already exists. Please choose another name.").format(path=path))
    if not os.path.isdir(path.parent):  # noqa: PTH112 - unlike Path, it never raises
        raise RuleBroken(_("The folder {path} does not exist.").format(path=path.parent))
    from cmsdesk.store.migrating import upgrade  # noqa: PLC0415 - as above

    building = path.with_name(f".{path.name}.new")
    try:
        building.unlink(missing_ok=True)
        with building.open("xb"):
            pass
    except (OSError, ValueError) as error:
        raise RuleBroken(_("No file can be made in {path}. Please choose another folder.").format(path=path.parent)) from error
    database = Database(building, key)
    try:
        with faults_explained():
            upgrade(database)
        database.close()
        building.rename(path)
    finally:
        database.engine.dispose()
        for left in path.parent.glob(f".{path.name}.new*"):
            left.unlink()
    return Database(path, key)


def _check_header(path: Path, key: OfficeKey | None) -> None:
    """Look at the first bytes only: SQLite itself would leave traces beside a file, also beside one that is not ours.

    An encrypted file tells nothing from outside; whether its key fits is the one thing that shows.
    """
    try:
        with path.open("rb") as stream:
            header = stream.read(_HEADER)
    except OSError as error:
        raise RuleBroken(_("{path} cannot be read. Perhaps another program has locked it.").format(path=path)) from error
    if not header:
        raise OfficeFileLost(_("{path} is empty. Please restore the last backup, or choose another file.").format(path=path))
    if key and not header.startswith(_PLAIN):
        return
    if key or not header.startswith(_PLAIN):
        raise OfficeFileLost(_("{path} is not an office file of cmsdesk.").format(path=path))
    if int.from_bytes(header[68:72]) != APPLICATION_ID:
        raise RuleBroken(_("{path} is a file of another program, not an office file of cmsdesk.").format(path=path))
    if int.from_bytes(header[60:64]) > SCHEMA:
        raise newer_version(path)


def newer_version(path: Path) -> RuleBroken:
    """The refusal of a file that this program is too old for."""
    return RuleBroken(
        _("{path} was made by a newer version of cmsdesk. Please install that version to open it.").format(path=path)
    )


@contextmanager
def faults_explained() -> Iterator[None]:
    """Turn what can go wrong with a file on a disk into a sentence with advice."""
    try:
        yield
    except (DatabaseError, sqlite.DatabaseError) as error:
        refusal = _explain(str(getattr(error, "orig", error)))
        if refusal is None:
            raise
        raise refusal from error


def _explain(fault: str) -> RuleBroken | None:
    if "locked" in fault:
        return RuleBroken(_("The office file is in use by another program. Please try again in a moment."))
    if "disk is full" in fault or "disk I/O" in fault:
        return RuleBroken(_("The disk is full or cannot be written. Nothing was changed. Please make room and try again."))
    if "unable to open" in fault:
        return RuleBroken(_("The office file is no longer where it was. Perhaps the disk or the network drive was disconnected."))
    if "readonly" in fault:
        return RuleBroken(_("The office file is read-only. Nothing was changed."))
    if "malformed" in fault or "not a database" in fault:
        return OfficeFileLost(_("The office file is damaged. Please restore the last backup; do not delete anything."))
    return None
