"""Looking an office file over: what is in it, and whether all of it is still what it was."""

from dataclasses import dataclass

from sqlalchemy import func, text
from sqlmodel import select

from cmsdesk.domain.applications import Application
from cmsdesk.domain.certificates import Certificate
from cmsdesk.domain.journal import JournalEntry
from cmsdesk.domain.records import Record
from cmsdesk.services.people import CountPeople
from cmsdesk.services.settings import office_settings
from cmsdesk.store.backup import REFERRED
from cmsdesk.store.journal import first_break
from cmsdesk.store.session import OfficeSession


@dataclass(frozen=True)
class Inspected:
    """What was found; `broken_at` is the journal entry that was tampered with, `missing` holds hashes of documents."""

    name: str
    people: int
    applications: int
    certificates: int
    documents: int
    acts: int
    broken_at: int | None
    missing: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Nothing is lost and nothing was tampered with."""
        return self.broken_at is None and not self.missing


@dataclass(frozen=True)
class InspectOffice:
    """Count everything, check the chain of the journal and every document."""

    def run(self, session: OfficeSession) -> Inspected:
        """Reads every document, so it takes as long as a copy of them would."""
        wanted = set(session.connection().execute(text(REFERRED)).scalars())
        return Inspected(
            name=office_settings(session).name,
            people=CountPeople().run(session),
            applications=_count(session, Application),
            certificates=_count(session, Certificate),
            documents=len(wanted),
            acts=_count(session, JournalEntry),
            broken_at=first_break(session),
            missing=tuple(sorted(sha256 for sha256 in wanted if not session.files.check(sha256))),
        )


def _count(session: OfficeSession, table: type[Record]) -> int:
    return session.exec(select(func.count()).select_from(table)).one()
