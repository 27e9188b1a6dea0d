"""One transaction on the office file, with the day, the user and the documents at hand."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from sqlalchemy import event, insert
from sqlmodel import Session

from cmsdesk.domain.permissions import Actor
from cmsdesk.domain.records import Record
from cmsdesk.store.database import Database, faults_explained
from cmsdesk.store.files import FileStore
from cmsdesk.store.journal import Changes


class OfficeSession(Session):
    """What a use case works with; the day and the user came in at the door."""

    def __init__(self, database: Database, files: FileStore, *, today: date, now: datetime, actor: Actor) -> None:
        super().__init__(database.engine, expire_on_commit=False, autoflush=True)
        self.files = files
        self.today = today
        self.now = now
        self.actor = actor
        self.changes = Changes()
        # Hashes of documents that go once all is committed; set where something was erased for good.
        self.erased: set[str] | None = None
        event.listen(self, "before_flush", self.changes.before_flush)
        event.listen(self, "after_flush", self.changes.after_flush)

    @property
    def user(self) -> str:
        """The name of whoever is at work, for the journal."""
        return self.actor.name

    def add_many(self, table: type[Record], rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert rows with their ids in one go; the journal hears of each."""
        if rows:
            self.connection().execute(insert(table), list(rows))
            self.changes.added(table, rows)


@contextmanager
def transaction(
    database: Database, files: FileStore, *, today: date, now: datetime, actor: Actor, writing: bool
) -> Iterator[OfficeSession]:
    """Commit when all went well, otherwise leave the file as it was."""
    with faults_explained(), OfficeSession(database, files, today=today, now=now, actor=actor) as session:
        session.connection(execution_options={"writing": writing})
        yield session
        session.commit()
