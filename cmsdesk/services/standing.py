"""Reducing what a certificate is about, and suspensions that have lasted long enough."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlmodel import col, select

from cmsdesk.domain.certificates import Certificate, CertificateEvent, Status, reduce_scope
from cmsdesk.domain.people import Person
from cmsdesk.domain.permissions import DECIDERS, Role
from cmsdesk.domain.words import N_
from cmsdesk.services.certificates import activities_of, body_for, day_of_change, events_of
from cmsdesk.services.finding import fetch
from cmsdesk.services.office import Act
from cmsdesk.store.session import OfficeSession


@dataclass(frozen=True)
class ReduceScope(Act):
    """Leave only some of the activities a certificate is about; the paper that was issued stays as it is."""

    certificate_id: int
    keep: frozenset[str]
    reason: str
    on: date | None = None
    may: ClassVar[frozenset[Role]] = DECIDERS
    act: ClassVar[str] = N_("Reduced the scope of a certificate")

    def run(self, session: OfficeSession) -> None:
        """Refuses to leave nothing, or everything."""
        certificate = fetch(session, Certificate, self.certificate_id)
        event = reduce_scope(
            certificate,
            self.keep,
            scope=activities_of(certificate),
            on=day_of_change(session, certificate, self.on),
            reason=self.reason,
            body=body_for(session, certificate),
        )
        session.add_all([certificate, event])


@dataclass(frozen=True)
class SuspensionRow:
    """A suspension with a last day; what is not settled by then leads to withdrawal (ISO/IEC 17024 clause 9.5)."""

    certificate_id: int
    number: str
    name: str
    title: str
    until_on: date


def suspensions(session: OfficeSession) -> list[SuspensionRow]:
    """Every suspension that runs and has a last day, the first to end on top."""
    suspended = (
        select(Certificate, Person)
        .join(Person, col(Person.id) == Certificate.person_id)
        .where(
            Certificate.standing == Status.SUSPENDED.value,
            col(Certificate.id).in_(select(CertificateEvent.certificate_id).where(col(CertificateEvent.until_on).is_not(None))),
        )
    )
    rows = []
    for certificate, person in session.exec(suspended):
        last = events_of(session, certificate)[-1]
        if last.until_on:
            rows.append(
                SuspensionRow(certificate.id or 0, certificate.number, person.sorted_name, certificate.title_id, last.until_on)
            )
    return sorted(rows, key=lambda row: row.until_on)
