"""Use cases about what a person brings along: periods of work, and credentials of other bodies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlmodel import col, select

from cmsdesk.domain.proofs import Fact
from cmsdesk.domain.qualifications import HeldCredential, WorkPeriod
from cmsdesk.domain.words import N_
from cmsdesk.services.finding import check_version, fetch
from cmsdesk.services.office import Act
from cmsdesk.services.people import fetch_person
from cmsdesk.services.proofs import proofs_behind
from cmsdesk.store.session import OfficeSession


@dataclass(frozen=True)
class AddWorkPeriod(Act):
    """A person worked, or works, in what a ledger of a scheme counts."""

    person_id: int
    scheme_id: str
    ledger: str
    description: str
    from_on: date
    until_on: date | None = None
    act: ClassVar[str] = N_("Added a period of work")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> int:
        """Returns the id of the period."""
        fetch_person(session, self.person_id)
        period = WorkPeriod(
            person_id=self.person_id,
            scheme_id=self.scheme_id,
            ledger=self.ledger,
            description=self.description.strip(),
            from_on=self.from_on,
            until_on=self.until_on,
        )
        period.settle()
        session.add(period)
        session.flush()
        assert period.id is not None
        return period.id


@dataclass(frozen=True)
class ChangeWorkPeriod(Act):
    """Correct or end a period; `version` is what the editor saw."""

    period_id: int
    version: int
    description: str
    from_on: date
    until_on: date | None
    act: ClassVar[str] = N_("Changed a period of work")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """Refuses when somebody else was first."""
        period = fetch(session, WorkPeriod, self.period_id)
        check_version(period.version, self.version)
        period.description, period.from_on, period.until_on = self.description.strip(), self.from_on, self.until_on
        period.settle()
        session.add(period)


@dataclass(frozen=True)
class RemoveWorkPeriod(Act):
    """Take out a period that was entered by mistake."""

    period_id: int
    act: ClassVar[str] = N_("Removed a period of work")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """The journal keeps what it was."""
        _remove(session, Fact.PERIOD, fetch(session, WorkPeriod, self.period_id))


@dataclass(frozen=True)
class AddCredential(Act):
    """A person holds a diploma, certificate or membership from elsewhere."""

    person_id: int
    kind: str
    issuer: str
    granted_on: date
    until_on: date | None = None
    name: str = ""
    level: int | None = None
    years: int | None = None
    act: ClassVar[str] = N_("Added a credential")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> int:
        """Returns the id of the credential."""
        fetch_person(session, self.person_id)
        credential = HeldCredential(
            person_id=self.person_id,
            kind=self.kind,
            name=self.name.strip(),
            issuer=self.issuer.strip(),
            granted_on=self.granted_on,
            until_on=self.until_on,
            level=self.level,
            years=self.years,
        )
        credential.settle(session.today)
        session.add(credential)
        session.flush()
        assert credential.id is not None
        return credential.id


@dataclass(frozen=True)
class RemoveCredential(Act):
    """Take out a credential that was entered by mistake."""

    credential_id: int
    act: ClassVar[str] = N_("Removed a credential")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """The journal keeps what it was."""
        _remove(session, Fact.CREDENTIAL, fetch(session, HeldCredential, self.credential_id))


def _remove(session: OfficeSession, fact: Fact, record: WorkPeriod | HeldCredential) -> None:
    """A fact goes with the documents behind it."""
    for proof in proofs_behind(session, fact, record.id or 0):
        session.delete(proof)
    session.flush()
    session.delete(record)


@dataclass(frozen=True)
class Qualifications:
    """What a person brings along; the newest first."""

    periods: Sequence[WorkPeriod]
    credentials: Sequence[HeldCredential]


@dataclass(frozen=True)
class QualificationsOf:
    """Everything a person brings along."""

    person_id: int

    def run(self, session: OfficeSession) -> Qualifications:
        """Detached from the office: changing what is returned changes nothing."""
        periods = select(WorkPeriod).where(WorkPeriod.person_id == self.person_id).order_by(col(WorkPeriod.from_on).desc())
        held = select(HeldCredential).where(HeldCredential.person_id == self.person_id)
        return Qualifications(
            tuple(session.exec(periods)), tuple(session.exec(held.order_by(col(HeldCredential.granted_on).desc())))
        )
