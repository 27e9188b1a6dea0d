"""Writing the journal from what a transaction really changed, and checking its chain."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import inspect, text, type_coerce
from sqlalchemy.types import NullType
from sqlmodel import Session, col, select

from cmsdesk.domain.journal import FIRST, JournalDetail, JournalEntry, JournalSubject, new_salt
from cmsdesk.domain.records import Record

# A draft is nothing that anybody did yet; the journal hears of what becomes of it.
_SILENT = frozenset({"journalentry", "journaldetail", "journalsubject", "numberseries", "draft"})
SUBJECTS = {"person": "person_id", "application": "application_id", "certificate": "certificate_id"}

Row = dict[str, Any]


@dataclass
class Changes:
    """What one transaction did to the records, row by row, collected from the session itself."""

    rows: dict[tuple[str, str], tuple[Row | None, Row | None]] = field(default_factory=dict)
    # A quiet record changed (a number was given out): worth telling lists, not worth the journal.
    tables: set[str] = field(default_factory=set)
    named: set[tuple[str, int]] = field(default_factory=set)

    def before_flush(self, session: Session, _context: Any, _instances: Any) -> None:
        """Count up the version of whatever was edited."""
        for record in session.dirty:
            if hasattr(record, "version") and session.is_modified(record):
                record.version += 1

    def after_flush(self, session: Session, _context: Any) -> None:
        """Note each row as it was and as it is."""
        for record in session.new:
            self._note(record, None, as_row(record))
        for record in session.dirty:
            if session.is_modified(record):
                self._note(record, _was(record), as_row(record))
        for record in session.deleted:
            self._note(record, as_row(record), None)

    def added(self, table: type[Record], rows: Iterable[Mapping[str, Any]]) -> None:
        """Note rows that were inserted in bulk."""
        name = str(table.__tablename__)
        self.tables.add(name)
        keys = [column.name for column in inspect(table).primary_key]
        for row in rows:
            plain = {name: _plain(value) for name, value in row.items()}
            self.rows[name, json.dumps([plain[key] for key in keys])] = (None, plain)

    def _note(self, record: Any, before: Row | None, after: Row | None) -> None:
        name = record.__tablename__
        self.tables.add(name)
        if name in _SILENT:
            return
        key = name, json.dumps([_plain(value) for value in inspect(record).mapper.primary_key_from_instance(record)])
        first = self.rows[key][0] if key in self.rows else before
        self.rows[key] = (first, after)

    def concerns(self, subjects: Iterable[tuple[str, int]]) -> None:
        """Name records that the act was about, also when no row of theirs changed."""
        self.named.update(subjects)

    def subjects(self) -> set[tuple[str, int]]:
        """The people, applications and certificates that were touched."""
        found = set(self.named)
        for (table, key), (before, after) in self.rows.items():
            if table in SUBJECTS:
                found.add((table, json.loads(key)[0]))
            row = after or before or {}
            found.update((kind, row[name]) for kind, name in SUBJECTS.items() if row.get(name))
        return found


def write(
    session: Session, changes: Changes, *, act: str, user: str, at: datetime, undoable: bool, undoes: int | None = None
) -> int:
    """Add one entry for everything the transaction changed; returns its number."""
    last = session.exec(select(JournalEntry).order_by(col(JournalEntry.seq).desc()).limit(1)).first()
    data = json.dumps(
        [
            {"table": table, "key": json.loads(key), "before": rows[0], "after": rows[1]}
            for (table, key), rows in changes.rows.items()
        ],
        ensure_ascii=False,
    )
    seq = last.seq + 1 if last else 1
    detail = JournalDetail(seq=seq, salt=new_salt(), data=data)
    entry = JournalEntry(
        seq=seq,
        at=at,
        user=user,
        act=act,
        undoable=undoable,
        undoes=undoes,
        commitment=detail.commitment(),
        previous=last.hash if last else FIRST,
    )
    entry.hash = entry.link()
    session.add(entry)
    session.flush()
    session.add(detail)
    if subjects := sorted(changes.subjects()):
        session.flush()
        session.connection().execute(
            text("INSERT INTO journalsubject (seq, kind, ref) VALUES (:seq, :kind, :ref)"),
            [{"seq": seq, "kind": kind, "ref": ref} for kind, ref in subjects],
        )
    session.flush()
    return seq


def first_break(session: Session) -> int | None:
    """The number of the first entry that was tampered with or left out, or None when the chain holds.

    Entries cut off at the end with all that belongs to them leave no trace in the file itself.
    """
    details = {detail.seq: detail for detail in session.exec(select(JournalDetail))}
    entries = select(*(type_coerce(column, NullType) for column in inspect(JournalEntry).columns))
    previous, place = FIRST, 0
    for place, row in enumerate(session.connection().execute(entries.order_by(col(JournalEntry.seq))).mappings(), start=1):
        if row["seq"] != place or not _is_whole(dict(row), details.get(place), previous):
            return place
        previous = row["hash"]
    return min((seq for seq in details if seq > place), default=None)


def _is_whole(row: Row, detail: JournalDetail | None, previous: str) -> bool:
    """Whether an entry says what it said when it was written; erased words are no break."""
    try:
        at = datetime.fromisoformat(row["at"]).replace(tzinfo=UTC)
        entry = JournalEntry(**row | {"at": at, "undoable": bool(row["undoable"])})
        chained = entry.previous == previous and entry.hash == entry.link()
        return chained and (detail is None or detail.commitment() == entry.commitment)
    except (AttributeError, TypeError, ValueError):  # something that is no time, no text, no salt
        return False


def entries_about(session: Session, kind: str, refs: Collection[int], *, limit: int) -> list[JournalEntry]:
    """The history of some records of one kind, newest first."""
    about = select(JournalSubject.seq).where(JournalSubject.kind == kind, col(JournalSubject.ref).in_(refs))
    entries = select(JournalEntry).where(col(JournalEntry.seq).in_(about))
    return list(session.exec(entries.order_by(col(JournalEntry.seq).desc()).limit(limit)))


_WENT_ON = """
SELECT 1 FROM journalsubject AS mine
JOIN journalsubject AS later ON later.kind = mine.kind AND later.ref = mine.ref AND later.seq > mine.seq
JOIN journalentry AS entry ON entry.seq = later.seq AND entry.undoes IS NULL
WHERE mine.seq = :seq AND NOT EXISTS (SELECT 1 FROM journalentry WHERE undoes = entry.seq) LIMIT 1
"""


def went_on(session: Session, seq: int) -> bool:
    """Whether anything that still stands was done later with a record that this entry is about."""
    return session.connection().execute(text(_WENT_ON), {"seq": seq}).first() is not None


def as_row(record: Any) -> Row:
    """A record as plain values that JSON can hold."""
    return {column.key: _plain(getattr(record, column.key)) for column in inspect(record).mapper.column_attrs}


def _was(record: Any) -> Row:
    state = inspect(record)
    row = as_row(record)
    for column in state.mapper.column_attrs:
        removed = state.attrs[column.key].history.deleted
        if removed:
            row[column.key] = _plain(removed[0])
    return row


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
