"""Destroying what the office knows of a person, at the person's written request."""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from sqlmodel import col, select

from cmsdesk.domain.applications import Application, State
from cmsdesk.domain.certificates import Certificate, Status
from cmsdesk.domain.dates import add_months
from cmsdesk.domain.erasing import Erasure, check_request, why_not_erase
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.people import Person
from cmsdesk.domain.words import N_, language
from cmsdesk.services.certificates import certificates_of, events_of
from cmsdesk.services.numbers import next_number
from cmsdesk.services.office import Act, Office
from cmsdesk.services.people import entries_of, fetch_person
from cmsdesk.services.schemes import scheme_of
from cmsdesk.services.settings import ReadSettings, backup_folder
from cmsdesk.store.erasing import Report, acted_on, erase
from cmsdesk.store.session import OfficeSession

ERASED = "erased"
OUT_OF_REGISTER = frozenset({Status.WITHDRAWN, Status.EXPIRED})


@dataclass(frozen=True)
class WhyNotErase:
    """Why a person cannot be erased now; empty when the request may be carried out."""

    person_id: int

    def run(self, session: OfficeSession) -> str:
        """The first reason, with what to do about it."""
        person = fetch_person(session, self.person_id)
        certificates = [
            (one, one.status_on(session.today, events_of(session, one))) for one in certificates_of(session, self.person_id)
        ]
        mine = select(Application).where(Application.person_id == self.person_id).order_by(col(Application.number))
        ended = [certificate for certificate, status in certificates if status in OUT_OF_REGISTER]
        return why_not_erase(
            person.full_name,
            registered=[certificate.number for certificate, status in certificates if status not in OUT_OF_REGISTER],
            running=[one.number for one in session.exec(mine) if State(one.state).is_open or one.state == State.OBJECTION],
            keeping=[kept for one in ended if (kept := _kept_until(session, one))],
            acted=acted_on(session, entries_of(session, self.person_id)),
        )


@dataclass(frozen=True)
class ErasePerson(Act):
    """Destroy what the office knows of somebody who left the register and asked for it in writing.

    Names, addresses, notes, documents, the papers of certificates and the words of the journal go for good. What
    stays says that there was an application, a decision and a certificate, so that no count of past years changes.
    """

    person_id: int
    requested_on: date | None
    report: Report | None = field(default=None, compare=False)
    act: ClassVar[str] = N_("Erased a person")

    def run(self, session: OfficeSession) -> str:
        """Returns the number that stands for the person from now on."""
        if reason := WhyNotErase(self.person_id).run(session):
            raise RuleBroken(reason)
        requested_on = check_request(self.requested_on, session.today)
        return destroy(session, self.person_id, requested_on, session.today, self.report)


@dataclass(frozen=True)
class Done:
    """Somebody was erased: the number that stands for the person, and what the office should know besides."""

    number: str
    warning: str


def erase_person(office: Office, person: ErasePerson) -> Done:
    """Erase somebody, and say so in the list beside the backups: those that are older hold the person still."""
    number = office.do(person)
    details, _version = office.do(ReadSettings())
    return Done(number, office.list_erased(backup_folder(details, office.path)))


def destroy(session: OfficeSession, person_id: int, requested_on: date, erased_on: date, report: Report | None) -> str:
    """Take a person out with every entry that was merged into it; returns the number that stands for the person."""
    people = entries_of(session, person_id)
    numbers = {person: f"X-{next_number(session, ERASED):04}" for person in people}
    session.flush()
    erase(session, people, numbers, report)
    session.expire_all()
    for person in session.exec(select(Person).where(col(Person.id).in_(people))):
        person.erased_on = erased_on
        session.add(person)
    session.add(Erasure(person_id=person_id, requested_on=requested_on, erased_on=erased_on))
    return numbers[person_id]


def _kept_until(session: OfficeSession, certificate: Certificate) -> tuple[str, date] | None:
    """The scheme and the day until which it keeps what is no longer used, where a request does not shorten that."""
    scheme = scheme_of(certificate.scheme_id)
    if scheme.life.erase_on_written_request:
        return None
    until = add_months(ended_on(session, certificate), 12 * scheme.life.retention_years)
    return (scheme.name.in_language(language()), until) if until >= session.today else None


def ended_on(session: OfficeSession, certificate: Certificate) -> date:
    """The last day of a certificate that is out of the register, or the day on which it was withdrawn."""
    ends = [certificate.until_on, *(event.on for event in events_of(session, certificate) if event.standing == Status.WITHDRAWN)]
    return min(end for end in ends if end)
