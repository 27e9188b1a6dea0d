"""The one door: every use case goes through `Office.do`, and so does everything that belongs to each.

One transaction, one journal entry, one change notice, the day and the user: they live here and
nowhere else.
"""

import getpass
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import ClassVar, Protocol, TypeVar
from zoneinfo import ZoneInfo

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.permissions import BUREAU, Actor, Role
from cmsdesk.domain.words import _
from cmsdesk.services.schemes import SCHEMES, PublishedSchemes, work_with
from cmsdesk.store import journal
from cmsdesk.store.backup import Backup, back_up, folder_of
from cmsdesk.store.database import Database, create_database, open_database
from cmsdesk.store.erased_list import add_to_list, erased_in
from cmsdesk.store.files import FileStore
from cmsdesk.store.neighbours import Neighbours
from cmsdesk.store.office_key import OfficeKey
from cmsdesk.store.session import OfficeSession, transaction

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
Tables = frozenset[str]

_HOME = ZoneInfo("Europe/Amsterdam")


class UseCase(Protocol[T_co]):
    """Something the office can be asked: data plus one method."""

    def run(self, session: OfficeSession, /) -> T_co:
        """Do it, within the transaction of the session."""
        ...


class Act:
    """The base of every command: its sentence for the journal, whether it can be taken back, and who may do it."""

    act: ClassVar[str]
    undoable: ClassVar[bool] = False
    may: ClassVar[frozenset[Role]] = BUREAU


def office_today() -> date:
    """The office's own day, whatever the clock of the machine says."""
    return datetime.now(_HOME).date()


def utc_now() -> datetime:
    """This instant in UTC, as the office file keeps it."""
    return datetime.now(UTC)


def user_name() -> str:
    """Who works at this machine, for the journal."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account without a name, as in a container
        return _("Bureau")


class Office:
    """One open office file."""

    def __init__(
        self, database: Database, *, user: str, today: Callable[[], date] = office_today, now: Callable[[], datetime] = utc_now
    ) -> None:
        self._database = database
        self._files = _files_of(database)
        self._today = today
        self._now = now
        # Who sits at this machine; one may work for somebody else for a while, and come back.
        self.bureau = Actor(user)
        self.actor = self.bureau
        self._listeners: list[Callable[[Tables], None]] = []
        self._neighbours: Neighbours | None = None
        self.changed_since_backup = False

    @property
    def path(self) -> Path:
        """Where the office file lies."""
        return self._database.path

    @property
    def is_sealed(self) -> bool:
        """Whether it lies encrypted on disk; then nothing of it may be written elsewhere in the clear unasked."""
        return self._files.sealed

    @property
    def today(self) -> date:
        """The day it is at the office."""
        return self._today()

    def on_change(self, listener: Callable[[Tables], None]) -> None:
        """Call the listener with the names of the tables after each commit that changed some."""
        self._listeners.append(listener)

    def do(self, use_case: UseCase[T]) -> T:
        """Run a use case whole or not at all."""
        writing = isinstance(use_case, Act)
        if isinstance(use_case, Act) and (reason := self.why_not(type(use_case))):
            raise RuleBroken(reason)
        with transaction(
            self._database, self._files, today=self._today(), now=self._now(), actor=self.actor, writing=writing
        ) as session:
            result = use_case.run(session)
            session.flush()
            seq = 0
            if isinstance(use_case, Act) and session.changes.rows:
                session.changes.concerns(
                    (kind, ref) for kind in journal.SUBJECTS if (ref := getattr(use_case, f"{kind}_id", None)) is not None
                )
                seq = journal.write(
                    session,
                    session.changes,
                    act=use_case.act,
                    user=self.actor.name,
                    at=self._now(),
                    undoable=use_case.undoable,
                    undoes=getattr(use_case, "undoes", None),
                )
            tables = frozenset(session.changes.tables)
        if session.erased is not None:
            self._leave_no_trace(session.erased)
        if seq and self._neighbours:
            self._neighbours.mine(seq)
        if tables:
            self.changed_since_backup = True
            self._tell(tables)
        return result

    def _leave_no_trace(self, documents: set[str]) -> None:
        """After something was erased for good: its documents go, and what the log still holds of it."""
        for sha256 in documents:
            self._files.delete(sha256)
        self._database.fold_log()

    def why_not(self, command: type[Act]) -> str:
        """Why whoever is at work may not do this, or nothing."""
        return self.actor.why_not(command.may)

    def work_as(self, actor: Actor) -> None:
        """From now on somebody else is at work."""
        self.actor = actor

    def hear_others(self) -> None:
        """Tell the listeners what other windows on this file changed since the last time; the first time begins to listen."""
        if self._neighbours is None:
            self._neighbours = Neighbours(self._database)
        elif tables := self._neighbours.changed():
            self._tell(tables)

    def _tell(self, tables: Tables) -> None:
        for listener in self._listeners:
            listener(tables)

    def back_up(self, folder: Path, *, report: Callable[[int, int], None] | None = None) -> Backup:
        """Make a backup and check it."""
        changed, self.changed_since_backup = self.changed_since_backup, False  # before: work may go on meanwhile
        try:
            return back_up(self._database, self._files, folder, self._now(), report=report)
        except BaseException:
            self.changed_since_backup = changed
            raise

    def list_erased(self, folder: Path) -> str:
        """Name whoever was erased in the list among the backups in this folder; returns a warning, or nothing.

        A backup does the same for its own folder.
        """
        erased = erased_in(self.path)
        return add_to_list(folder, erased.office, erased.gone) if erased else ""

    def close(self) -> None:
        """Let go of the office file."""
        if self._neighbours:
            self._neighbours.close()
        self._database.close()


def open_office(
    path: Path,
    *,
    user: str,
    key: OfficeKey | None = None,
    today: Callable[[], date] = office_today,
    now: Callable[[], datetime] = utc_now,
) -> Office:
    """Open an existing office file, an encrypted one with its key."""
    return _with_schemes(Office(open_database(path, key), user=user, today=today, now=now))


def make_office(
    path: Path,
    *,
    user: str,
    key: OfficeKey | None = None,
    today: Callable[[], date] = office_today,
    now: Callable[[], datetime] = utc_now,
) -> Office:
    """Make a new, empty office file and open it; with a key it and its documents lie encrypted on disk."""
    return _with_schemes(Office(create_database(path, key), user=user, today=today, now=now))


def _files_of(database: Database) -> FileStore:
    folder = folder_of(database.path)
    if database.key is None:
        return FileStore(folder)
    from cmsdesk.store.sealed_files import SealedFileStore  # noqa: PLC0415 - cryptography is not needed to open the window

    return SealedFileStore(folder, database.key)


def _with_schemes(office: Office) -> Office:
    """Work with the schemes that this office published, now and whenever it publishes another."""

    def read(tables: Tables) -> None:
        if SCHEMES in tables:
            work_with(office.do(PublishedSchemes()))

    try:
        read(frozenset({SCHEMES}))
    except RuleBroken:
        office.close()
        raise
    office.on_change(read)
    return office
