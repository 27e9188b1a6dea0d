"""Who is kept longer than any scheme asks, and erasing them.

Only whoever held a certificate is overdue ever: the rule is about holders who left the register (S2-28 to S2-30), and for
others the schemes say nothing. Everything of theirs must be out of use for as long as its own scheme keeps it. A member of
the association, somebody with an appointment, or one of whom anything is open is in use.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from sqlalchemy import func
from sqlmodel import col, select

from cmsdesk.domain.applications import Application, State
from cmsdesk.domain.assignments import Appointment
from cmsdesk.domain.certificates import Certificate
from cmsdesk.domain.dates import show_date
from cmsdesk.domain.disputes import Dispute
from cmsdesk.domain.dossiers import PointsEntry
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.journal import JournalEntry, JournalSubject
from cmsdesk.domain.people import Membership, Person
from cmsdesk.domain.retention import Kept, overdue_since
from cmsdesk.domain.words import N_, _, language
from cmsdesk.services.certificates import certificates_of, events_of
from cmsdesk.services.erasing import OUT_OF_REGISTER, WhyNotErase, destroy, ended_on
from cmsdesk.services.office import Act, Office
from cmsdesk.services.people import fetch_person
from cmsdesk.services.schemes import known_schemes
from cmsdesk.services.settings import ReadSettings, backup_folder
from cmsdesk.store.erasing import Report
from cmsdesk.store.session import OfficeSession

# So many days may lie between the last act in the office and now before its clock is doubted: a clock that is
# years ahead would make everybody overdue.
_STILL = 31


@dataclass(frozen=True)
class OverdueRow:
    """Somebody who might have gone since a day; `reason` says why this cannot be done without a look, or nothing."""

    person_id: int
    number: str
    name: str
    since: date
    schemes: tuple[str, ...]
    reason: str = ""


class _InUse(Exception):  # noqa: N818 - nothing went wrong
    """Something of the person is in use, so nothing of it is overdue."""


@dataclass(frozen=True)
class ListOverdue:
    """Everybody who is kept longer than any scheme asks, the longest overdue first."""

    def run(self, session: OfficeSession) -> list[OverdueRow]:
        """Also those who cannot be erased by this alone, with the reason."""
        held = select(Person).where(col(Person.id).in_(select(Certificate.person_id)), col(Person.erased_on).is_(None))
        rows = [row for person in session.exec(held) if (row := _overdue(session, person))]
        return sorted(rows, key=lambda row: (row.since, row.number))


@dataclass(frozen=True)
class EraseOverdue(Act):
    """Destroy what the office knows of somebody whose data it has kept as long as every scheme asks."""

    person_id: int
    report: Report | None = field(default=None, compare=False)
    act: ClassVar[str] = N_("Erased a person after the years of keeping")

    def run(self, session: OfficeSession) -> str:
        """Returns the number that stands for the person from now on."""
        row = _overdue(session, fetch_person(session, self.person_id))
        if row is None:
            raise RuleBroken(_("The years for which this person is kept are not over, or something is still in use."))
        if row.reason:
            raise RuleBroken(row.reason)
        return destroy(session, self.person_id, row.since, session.today, self.report)


@dataclass(frozen=True)
class CheckClock:
    """Refuse where the clock of this computer may be wrong; what it makes overdue would be lost for good."""

    def run(self, session: OfficeSession) -> None:
        """By the journal, which knows when the office was last at work."""
        last = session.exec(select(func.max(JournalEntry.at))).one()
        if last and not 0 <= (session.today - last.date()).days <= _STILL:
            raise RuleBroken(
                _(
                    "The last act in this office was on {date}, and by this computer it is {today} now. Please look whether its "
                    "clock is right. If it is, do something in the office first."
                ).format(date=show_date(last.date()), today=show_date(session.today))
            )


@dataclass(frozen=True)
class Erased:
    """What became of somebody who was overdue: the number that stands for the person, or why the person stays."""

    row: OverdueRow
    number: str = ""
    reason: str = ""


def erase_overdue(office: Office, tell: Callable[[Erased], object]) -> str:
    """Erase everybody who is overdue, and tell of each as soon as it is done; a backup is made first.

    That backup holds them still. The list beside it sees to it that they do not come back with it; returns what the office
    should know of that, or nothing.
    """
    rows = office.do(ListOverdue())
    details, _version = office.do(ReadSettings())
    folder = backup_folder(details, office.path)
    if any(not row.reason for row in rows):
        office.do(CheckClock())
        office.back_up(folder)
    for row in rows:
        try:
            tell(Erased(row, number=office.do(EraseOverdue(row.person_id))))
        except RuleBroken as error:
            tell(Erased(row, reason=str(error)))
    return office.list_erased(folder)


def _overdue(session: OfficeSession, person: Person) -> OverdueRow | None:
    assert person.id is not None
    try:
        kept = list(_kept(session, person.id))
    except _InUse:
        return None
    since = overdue_since(kept)
    if since is None or since > session.today:
        return None
    schemes = tuple(dict.fromkeys(one.scheme for one in kept if one.scheme))
    unsaid = ", ".join(dict.fromkeys(one.scheme for one in kept if one.scheme and not one.said))
    reason = WhyNotErase(person.id).run(session)
    if unsaid:
        reason = _(
            "Nobody has confirmed how many years {schemes} keeps what is no longer used. Please settle that in the scheme first."
        ).format(schemes=unsaid)
    return OverdueRow(person.id, person.number, person.sorted_name, since, schemes, reason)


def _kept(session: OfficeSession, person_id: int) -> Iterator[Kept]:
    """Everything of a person that is kept, by the last day on which it was in use."""
    longest = 0
    for certificate in certificates_of(session, person_id):
        if certificate.status_on(session.today, events_of(session, certificate)) not in OUT_OF_REGISTER:
            raise _InUse
        one = _by_scheme(certificate.scheme_id, ended_on(session, certificate))
        longest = max(longest, one.years)
        yield one
        yield from _disputes(session, Dispute.certificate_id, certificate)
    for application in session.exec(select(Application).where(Application.person_id == person_id)):
        state = State(application.state)
        if state.is_open or state is State.OBJECTION:
            raise _InUse
        yield _by_scheme(application.scheme_id, _last_act_on(session, application))
        yield from _disputes(session, Dispute.application_id, application)
    for appointment in session.exec(select(Appointment).where(Appointment.person_id == person_id)):
        yield _by_scheme(appointment.scheme_id, _over(session, appointment.until_on))
    for points in session.exec(select(PointsEntry).where(PointsEntry.person_id == person_id)):
        yield _by_scheme(points.scheme_id, points.entered_on)
    for membership in session.exec(select(Membership).where(Membership.person_id == person_id)):
        yield Kept("", _over(session, membership.until_on), longest)


def _disputes(session: OfficeSession, about: object, record: Application | Certificate) -> Iterator[Kept]:
    """Objections and complaints about a record; one that is not answered is in use."""
    for dispute in session.exec(select(Dispute).where(col(about) == record.id)):
        if dispute.closed_on is None:
            raise _InUse
        yield _by_scheme(record.scheme_id, dispute.closed_on)


def _over(session: OfficeSession, until_on: date | None) -> date:
    if until_on is None or until_on >= session.today:
        raise _InUse
    return until_on


def _by_scheme(scheme_id: str, used_until: date) -> Kept:
    """What a scheme keeps; one that is not there any more cannot say for how long."""
    scheme = known_schemes().get(scheme_id)
    if scheme is None:
        raise _InUse
    life = scheme.life
    said = "retention_years" in life.model_fields_set and life.retention_years > 0 and not life.is_example("retention_years")
    return Kept(scheme.name.in_language(language()), used_until, life.retention_years, said)


def _last_act_on(session: OfficeSession, application: Application) -> date:
    """The day on which anything was last done with an application, by the journal."""
    about = select(JournalSubject.seq).where(JournalSubject.kind == "application", JournalSubject.ref == application.id)
    last = session.exec(select(func.max(JournalEntry.at)).where(col(JournalEntry.seq).in_(about))).one()
    return last.date() if last else session.today
