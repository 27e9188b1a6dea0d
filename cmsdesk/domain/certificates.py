"""Certificates and what became of them.

A certificate's status is never a field that is overwritten: it follows from its dates and from the
row of events, so that the office can say what it was on any day.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from sqlmodel import Field

from cmsdesk.domain.dates import add_months
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.records import PERSONAL, PLAIN, Record, new_uuid
from cmsdesk.domain.words import N_, _


class Status(StrEnum):
    """What a certificate is worth on a day."""

    FUTURE = "future"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"

    @property
    def label(self) -> str:
        """The status in the reader's words."""
        return _(_STATUSES[self])


_STATUSES = {
    Status.FUTURE: N_("Not yet valid"),
    Status.ACTIVE: N_("Active"),
    Status.SUSPENDED: N_("Suspended"),
    Status.WITHDRAWN: N_("Withdrawn"),
    Status.EXPIRED: N_("Expired"),
}


class Certificate(Record, table=True):
    """A title held by a person, from and until, with the paper that says so."""

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs=PLAIN)
    uuid: str = Field(default_factory=new_uuid, unique=True, sa_column_kwargs=PLAIN)
    number: str = Field(unique=True, sa_column_kwargs=PLAIN)
    person_id: int = Field(foreign_key="person.id", index=True, sa_column_kwargs=PLAIN)
    # None for a certificate that existed before the office kept this file.
    application_id: int | None = Field(default=None, foreign_key="application.id", index=True, sa_column_kwargs=PLAIN)
    scheme_id: str = Field(index=True, sa_column_kwargs=PLAIN)
    title_id: str = Field(index=True, sa_column_kwargs=PLAIN)
    issuer: str = Field(default="", sa_column_kwargs=PLAIN)
    # A level of an older version, remembered and never shown outside.
    legacy_level: str = Field(default="", sa_column_kwargs=PLAIN)
    scope: str = Field(default="", sa_column_kwargs=PLAIN)
    granted_on: date = Field(index=True, sa_column_kwargs=PLAIN)
    until_on: date | None = Field(default=None, index=True, sa_column_kwargs=PLAIN)
    # Kept beside the events so that a list can sort and filter in SQL; the events are the truth.
    standing: str = Field(default=Status.ACTIVE.value, index=True, sa_column_kwargs=PLAIN)
    sha256: str = Field(default="", sa_column_kwargs=PLAIN)
    token: str = Field(default="", sa_column_kwargs=PERSONAL)

    def status_on(self, on: date, events: Iterable["CertificateEvent"]) -> Status:
        """What the certificate was worth on this day, by the events up to it in the order they were recorded."""
        standing = Status.ACTIVE
        for event in sorted(events, key=lambda event: event.id or 0):
            if event.on <= on:
                standing = Status(event.standing)
        return worth(standing, self.granted_on, self.until_on, on)


def worth(standing: Status, granted_on: date, until_on: date | None, on: date) -> Status:
    """What a certificate of this standing is worth on a day; its last day still counts, and what was withdrawn stays so."""
    if standing is Status.WITHDRAWN:
        return standing
    if on < granted_on:
        return Status.FUTURE
    return Status.EXPIRED if until_on and on > until_on else standing


class CertificateEvent(Record, table=True):
    """Something that changed what a certificate is worth."""

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs=PLAIN)
    certificate_id: int = Field(foreign_key="certificate.id", index=True, sa_column_kwargs=PLAIN)
    on: date = Field(sa_column_kwargs=PLAIN)
    standing: str = Field(sa_column_kwargs=PLAIN)
    reason: str = Field(default="", sa_column_kwargs=PERSONAL)
    # The body that decided it, the last day of a suspension, and the scope that was left, where it was reduced.
    body: str = Field(default="", sa_column_kwargs=PLAIN)
    until_on: date | None = Field(default=None, sa_column_kwargs=PLAIN)
    scope: str | None = Field(default=None, sa_column_kwargs=PLAIN)


class CertificatePaper(Record, table=True):
    """A paper that went out with a certificate: the certificate itself, an annex, or a re-issue that voids the former."""

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs=PLAIN)
    certificate_id: int = Field(foreign_key="certificate.id", index=True, sa_column_kwargs=PLAIN)
    kind: str = Field(sa_column_kwargs=PLAIN)
    language: str = Field(default="nl", sa_column_kwargs=PLAIN)
    made_on: date = Field(sa_column_kwargs=PLAIN)
    sha256: str = Field(sa_column_kwargs=PLAIN)
    voided_on: date | None = Field(default=None, sa_column_kwargs=PLAIN)


_LATER_ACTS = {
    Status.SUSPENDED: frozenset({Status.ACTIVE}),
    Status.ACTIVE: frozenset({Status.SUSPENDED}),
    Status.WITHDRAWN: frozenset({Status.ACTIVE, Status.SUSPENDED}),
}


def change_standing(
    certificate: Certificate, to: Status, *, on: date, reason: str, body: str = "", until_on: date | None = None
) -> CertificateEvent:
    """Suspend, lift or withdraw, with the reason; what was withdrawn stays so. Only a suspension has a last day."""
    if Status(certificate.standing) not in _LATER_ACTS.get(to, frozenset()):
        raise _not_possible(certificate)
    if to is Status.SUSPENDED and until_on and until_on < on:
        raise RuleBroken(_("A suspension cannot end before it begins."))
    certificate.standing = to.value
    return _event(certificate, on, reason, body=body, until_on=until_on if to is Status.SUSPENDED else None)


def reduce_scope(
    certificate: Certificate, keep: Collection[str], *, scope: Sequence[str], on: date, reason: str, body: str = ""
) -> CertificateEvent:
    """Leave only some of the activities the certificate is about (ISO/IEC 17024 clause 9.5); `scope` is what the scheme has.

    The activities stand in `Certificate.scope` one a line; empty is all of them.
    """
    if Status(certificate.standing) is Status.WITHDRAWN:
        raise _not_possible(certificate)
    now = certificate.scope.splitlines() or list(scope)
    left = [activity for activity in now if activity in keep]
    if not now:
        raise RuleBroken(_("This certificate has no list of activities that could be reduced."))
    if not left or len(left) == len(now):
        raise RuleBroken(_("Please choose what is left: at least one activity, and fewer than there are now."))
    certificate.scope = "\n".join(left)
    return _event(certificate, on, reason, body=body, scope=certificate.scope)


def _event(certificate: Certificate, on: date, reason: str, **more: Any) -> CertificateEvent:
    if not reason.strip():
        raise RuleBroken(_("Please give the reason."))
    return CertificateEvent(
        certificate_id=certificate.id or 0, on=on, standing=certificate.standing, reason=reason.strip(), **more
    )


def _not_possible(certificate: Certificate) -> RuleBroken:
    return RuleBroken(
        _("Certificate {number} is “{status}”; this is not possible.").format(
            number=certificate.number, status=Status(certificate.standing).label
        )
    )


def last_day(granted_on: date, months: int) -> date | None:
    """The last day of validity, that day included; 0 months means without end."""
    if not months:
        return None
    return date.fromordinal(add_months(granted_on, months).toordinal() - 1)
