"""The journal as people read it: the history of a record, taking something back, checking the chain."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from sqlalchemy import Date, func, inspect
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select
from sqlmodel.sql.sqltypes import UTCDateTime

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.journal import JournalDetail, JournalEntry
from cmsdesk.domain.records import Record
from cmsdesk.domain.tables import TABLES
from cmsdesk.domain.words import N_, _
from cmsdesk.services.finding import fetch
from cmsdesk.services.office import Act
from cmsdesk.services.people import entries_of
from cmsdesk.store import journal
from cmsdesk.store.session import OfficeSession

_LONG = 200_000  # letters of what was changed; about two hundred people
_REPORT_EVERY = 50
_HOME = ZoneInfo("Europe/Amsterdam")
_BY_NAME = {str(table.__tablename__): table for table in TABLES}
_COUNT = "version"  # of a record that is edited


Report = Callable[[int, int], None]


@dataclass(frozen=True)
class HistoryRow:
    """One thing that happened; `at` is the office's own time."""

    seq: int
    at: datetime
    user: str
    act: str


@dataclass(frozen=True)
class HistoryOf:
    """What happened to a person, an application or a certificate, newest first."""

    kind: str
    ref: int
    limit: int = 200

    def run(self, session: OfficeSession) -> list[HistoryRow]:
        """Rows for the record's history; a person also has that of the entries merged into it."""
        refs = entries_of(session, self.ref) if self.kind == "person" else [self.ref]
        return [_row(entry) for entry in journal.entries_about(session, self.kind, refs, limit=self.limit)]


@dataclass(frozen=True)
class LastActs:
    """What happened last in the office."""

    limit: int = 50

    def run(self, session: OfficeSession) -> list[HistoryRow]:
        """Newest first."""
        return [
            _row(entry) for entry in session.exec(select(JournalEntry).order_by(col(JournalEntry.seq).desc()).limit(self.limit))
        ]


@dataclass(frozen=True)
class Undoable:
    """The last thing that can be taken back, or None."""

    def run(self, session: OfficeSession) -> HistoryRow | None:
        """Only the newest entry counts: what came after it may rest on it."""
        undone = select(col(JournalEntry.undoes)).where(col(JournalEntry.undoes).is_not(None))
        candidates = (
            select(JournalEntry)
            .where(col(JournalEntry.seq).not_in(undone), col(JournalEntry.undoes).is_(None))
            .order_by(col(JournalEntry.seq).desc())
            .limit(1)
        )
        entry = session.exec(candidates).first()
        return _row(entry) if entry and entry.undoable else None


@dataclass(frozen=True)
class TakesLong:
    """Whether taking back an entry takes longer than a blink."""

    seq: int

    def run(self, session: OfficeSession) -> bool:
        """By the length of what it changed."""
        length = session.exec(select(func.length(JournalDetail.data)).where(col(JournalDetail.seq) == self.seq)).first()
        return (length or 0) > _LONG


@dataclass(frozen=True)
class Undo(Act):
    """Take back one entry: put every row back as it was, or refuse when it has changed since."""

    undoes: int
    report: Report | None = field(default=None, compare=False)
    act: ClassVar[str] = N_("Took back the previous act")

    def run(self, session: OfficeSession) -> str:
        """Returns what was taken back, in the reader's words."""
        entry, detail = fetch(session, JournalEntry, self.undoes), fetch(session, JournalDetail, self.undoes)
        act = _(entry.act)
        if not entry.undoable:
            raise RuleBroken(_("“{act}” cannot be taken back.").format(act=act))
        if session.exec(select(JournalEntry).where(JournalEntry.undoes == self.undoes)).first():
            raise RuleBroken(_("“{act}” was already taken back.").format(act=act))
        if journal.went_on(session, self.undoes):
            raise RuleBroken(_("“{act}” cannot be taken back: something was done with it afterwards.").format(act=act))
        order = {str(table.__tablename__): place for place, table in enumerate(TABLES)}
        rows = sorted(json.loads(detail.data), key=lambda row: order[row["table"]])
        try:
            _take_back(session, rows, act, self.report)
        except IntegrityError as error:  # the file itself guards what refers to what
            raise RuleBroken(_("“{act}” cannot be taken back: something else rests on it by now.").format(act=act)) from error
        return act


@dataclass(frozen=True)
class CheckJournal:
    """Whether the chain of the journal holds; the number of the first broken entry otherwise."""

    def run(self, session: OfficeSession) -> int | None:
        """None when all is well."""
        return journal.first_break(session)


def _row(entry: JournalEntry) -> HistoryRow:
    return HistoryRow(entry.seq, entry.at.astimezone(_HOME), entry.user, _(entry.act))


def _take_back(session: OfficeSession, rows: list[dict[str, Any]], act: str, report: Report | None) -> None:
    """Row by row, so that a child never stands without its parent: away from below, back from above."""
    for done, row in enumerate(reversed(rows)):
        if report and done % _REPORT_EVERY == 0:
            report(done, len(rows))
        if row["before"] is None:
            session.delete(_unchanged(session, row, act))
            session.flush()
    for row in rows:
        if row["before"] is not None:
            _put_back(session, row, act)
            session.flush()


def _unchanged(session: OfficeSession, row: dict[str, Any], act: str) -> Record:
    """The record, if it still says what the entry made of it; how often it was edited since does not matter."""
    table = _BY_NAME[row["table"]]
    record = session.get(table, tuple(row["key"]) if len(row["key"]) > 1 else row["key"][0])
    now = journal.as_row(record) if record else {}
    if record is None or any(now[name] != value for name, value in row["after"].items() if name != _COUNT):
        raise RuleBroken(_("“{act}” cannot be taken back: something of it was changed afterwards.").format(act=act))
    return record


def _put_back(session: OfficeSession, row: dict[str, Any], act: str) -> None:
    table = _BY_NAME[row["table"]]
    values = {name: _typed(table, name, value) for name, value in row["before"].items()}
    if row["after"] is None:
        session.add(table(**values))
        return
    record = _unchanged(session, row, act)
    for name, value in values.items():
        if name != _COUNT:  # the count of edits goes on, so that an open editor notices
            setattr(record, name, value)
    session.add(record)


def _typed(table: type[Record], name: str, value: Any) -> Any:
    """A value as the record holds it; JSON knows no dates."""
    kind = inspect(table).columns[name].type
    if value is not None and isinstance(kind, UTCDateTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if value is not None and isinstance(kind, Date) else value
