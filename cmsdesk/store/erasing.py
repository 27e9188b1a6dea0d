"""Taking every word about a person out of the office file: records, search index, journal and documents."""

import json
from collections.abc import Callable, Collection, Mapping
from typing import Any

from sqlalchemy import Column, Table, delete, func, or_, select, text, tuple_, update

from cmsdesk.domain.erasing import ACTING, KEPT
from cmsdesk.domain.tables import TABLES
from cmsdesk.store.backup import REFERRED
from cmsdesk.store.session import OfficeSession

Key = tuple[Any, ...]
Report = Callable[[int, int], None]
Found = Mapping[str, set[Key]]


def acted_on(session: OfficeSession, people: Collection[int]) -> int:
    """In how many rows about files of others these people are named."""
    ways = [(table, column) for table in _tables() for column in table.c if (table.name, column.name) in ACTING]
    return sum(
        session.connection().execute(select(func.count()).select_from(table).where(column.in_(people))).scalar_one()
        for table, column in ways
    )


def erase(session: OfficeSession, people: Collection[int], numbers: Mapping[int, str], report: Report | None = None) -> None:
    """Take these people out; `numbers` are what stands in place of each one's name and number.

    Nothing of it comes into the journal; documents that nobody else refers to go when all is committed.
    """
    found = _rows_about(session, people)
    documents = _documents(session, found)
    for table in reversed(_tables()):
        if not found.get(table.name):
            continue
        mine = tuple_(*table.primary_key).in_(list(found[table.name]))
        if table.name in KEPT:
            session.connection().execute(update(table).where(mine).values(_nothing(table)))
        else:
            session.connection().execute(delete(table).where(mine))
        session.changes.tables.add(table.name)
    for person, number in numbers.items():
        named = text("UPDATE person SET number = :number, surname = :number, name_key = :number WHERE id = :id")
        session.connection().execute(named, {"number": number, "id": person})
    _empty_journal(session, found, report)
    _tidy_index(session)
    still = {row[0] for row in session.connection().execute(text(REFERRED))}
    session.erased = (session.erased or set()) | (documents - still)


def _tables() -> list[Table]:
    return [table.__table__ for table in TABLES if not table.__tablename__.startswith("journal")]  # type: ignore[attr-defined,union-attr]


def _rows_about(session: OfficeSession, people: Collection[int]) -> Found:
    """The keys of every row that belongs to these people, however far down."""
    found: dict[str, set[Key]] = {"person": {(person,) for person in people}}
    for table in _tables():
        owners = [
            column.in_([key[0] for key in found[parent.name]])
            for column, parent in _parents(table)
            if (table.name, column.name) not in ACTING and found.get(parent.name)
        ]
        if table.name != "person" and owners:
            rows = session.connection().execute(select(*table.primary_key).where(or_(*owners)))
            found[table.name] = {tuple(row) for row in rows}
    return found


def _parents(table: Table) -> list[tuple[Column[Any], Table]]:
    return [(column, key.column.table) for column in table.c for key in column.foreign_keys]


def _nothing(table: Table) -> dict[str, Any]:
    """What stands in a row that is kept: nothing personal, and no document."""
    personal = [column for column in table.c if column.info.get("personal") or column.name == "sha256"]
    unique = {"number"} if table.name == "person" else set()
    return {column.name: None if column.nullable else "" for column in personal if column.name not in unique}


def _documents(session: OfficeSession, found: Found) -> set[str]:
    """What lies in the file store because of these rows."""
    hashes: set[str] = set()
    for table in _tables():
        if "sha256" in table.c and found.get(table.name):
            mine = tuple_(*table.primary_key).in_(list(found[table.name]))
            hashes.update(row[0] for row in session.connection().execute(select(table.c.sha256).where(mine)) if row[0])
    return hashes


def _empty_journal(session: OfficeSession, found: Found, report: Report | None) -> None:
    """Take the words out of every entry that tells of one of these rows; what was done and when stays in the chain."""
    entries = session.connection().execute(text("SELECT seq FROM journaldetail")).scalars().all()
    for done, seq in enumerate(entries):
        if report:
            report(done, len(entries))
        data = session.connection().execute(text("SELECT data FROM journaldetail WHERE seq = :seq"), {"seq": seq}).scalar_one()
        if any(tuple(row["key"]) in found.get(row["table"], ()) for row in json.loads(data)):
            session.connection().execute(text("DELETE FROM journaldetail WHERE seq = :seq"), {"seq": seq})


def _tidy_index(session: OfficeSession) -> None:
    """A search index forgets a word only when its parts are merged."""
    indexes = session.connection().execute(text("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%fts5%'"))
    for (name,) in indexes.all():
        session.connection().execute(text(f"INSERT INTO {name}({name}) VALUES ('optimize')"))
