"""Dossiers that were sent to assessors, the keys they were sent with, and what came back."""

from datetime import date, timedelta
from enum import StrEnum

from sqlmodel import Field

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.records import PERSONAL, PLAIN, Record
from cmsdesk.domain.words import N_, _

# How long an assessor has where the assignment has no term of its own, and the longest that can be given.
USUAL_DAYS, MOST_DAYS = 42, 366


class AssessorKey(Record, table=True):
    """The public keys of a person, enrolled once somebody compared the words by telephone; no private half is ever here."""

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs=PLAIN)
    person_id: int = Field(foreign_key="person.id", index=True, sa_column_kwargs=PLAIN)
    # Names the pair everywhere; 64 hexadecimal digits.
    key_id: str = Field(unique=True, sa_column_kwargs=PLAIN)
    # What the owner calls themselves, and when the keys were made.
    name: str = Field(sa_column_kwargs=PERSONAL)
    made_on: date = Field(sa_column_kwargs=PLAIN)
    # As age writes it, and Ed25519 in hexadecimal.
    reading: str = Field(sa_column_kwargs=PLAIN)
    signing: str = Field(sa_column_kwargs=PLAIN)
    enrolled_on: date = Field(sa_column_kwargs=PLAIN)
    enrolled_by: str = Field(sa_column_kwargs=PERSONAL)
    revoked_on: date | None = Field(default=None, sa_column_kwargs=PLAIN)
    revoked_reason: str = Field(default="", sa_column_kwargs=PERSONAL)
    replaced_by_id: int | None = Field(default=None, foreign_key="assessorkey.id", sa_column_kwargs=PLAIN)

    def revoke(self, on: date, reason: str) -> None:
        """Accept nothing any more that is signed with it; what came in before stands."""
        if self.revoked_on:
            raise RuleBroken(_("This key was already revoked on {date}.").format(date=show_date(self.revoked_on)))
        if not reason.strip():
            raise RuleBroken(_("Please give the reason."))
        self.revoked_on, self.revoked_reason = on, reason.strip()


class PackageState(StrEnum):
    """Where a package that was sent stands."""

    SENT = "sent"
    PARTLY = "partly"
    BACK = "back"
    DECLINED = "declined"
    LATE = "late"
    ENDED = "ended"

    @property
    def label(self) -> str:
        """The state in the reader's words."""
        return _(_STATES[self])


_STATES = {
    PackageState.SENT: N_("With the assessor"),
    PackageState.PARTLY: N_("Came back in part"),
    PackageState.BACK: N_("Came back"),
    PackageState.DECLINED: N_("Given back unjudged"),
    PackageState.LATE: N_("Overdue"),
    PackageState.ENDED: N_("No longer asked for"),
}


class SentPackage(Record, table=True):
    """One dossier given to one assessor: what was sent last, until when it may come back, and what came back last."""

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs=PLAIN)
    # The package id of the format; it travels.
    uuid: str = Field(unique=True, sa_column_kwargs=PLAIN)
    application_id: int = Field(foreign_key="application.id", index=True, sa_column_kwargs=PLAIN)
    assignment_id: int = Field(foreign_key="assignment.id", index=True, sa_column_kwargs=PLAIN)
    key_id: int = Field(foreign_key="assessorkey.id", index=True, sa_column_kwargs=PLAIN)
    # Which state of the dossier: counted up when what there is to judge was changed.
    revision: int = Field(default=1, sa_column_kwargs=PLAIN)
    # Hashes of what there is to judge, and of the assessor's report as it was when it was sent or last came back.
    judged: str = Field(sa_column_kwargs=PLAIN)
    written: str = Field(sa_column_kwargs=PLAIN)
    # The last file that was made: its number, and the hash of its head.
    sequence: int = Field(default=1, sa_column_kwargs=PLAIN)
    head: str = Field(sa_column_kwargs=PLAIN)
    sent_on: date = Field(sa_column_kwargs=PLAIN)
    expires_on: date = Field(index=True, sa_column_kwargs=PLAIN)
    # The last answer: its number, or 0 for a form; the hash of its head, or of the form; and whether the report is finished.
    returned_sequence: int = Field(default=0, sa_column_kwargs=PLAIN)
    returned_head: str = Field(default="", sa_column_kwargs=PLAIN)
    returned_on: date | None = Field(default=None, sa_column_kwargs=PLAIN)
    returned_whole: bool = Field(default=False, sa_column_kwargs=PLAIN)

    def extend(self, until: date, today: date) -> None:
        """Give more time; a package that expired can come back again."""
        check_term(until, today)
        if until <= self.expires_on:
            raise RuleBroken(_("It may already come back until {date}.").format(date=show_date(self.expires_on)))
        self.expires_on = until

    def take(self, sequence: int, head: str, on: date, *, written: str, whole: bool) -> None:
        """Write down that an answer came in; `whole` when the report is finished or the dossier was declined."""
        self.returned_sequence, self.returned_head, self.returned_on = sequence, head, on
        self.written, self.returned_whole = written, whole

    def state_on(self, on: date, *, independent: bool | None, running: bool) -> PackageState:
        """Where it stands on a day, given what the assignment says."""
        if self.returned_whole:
            return PackageState.DECLINED if independent is False else PackageState.BACK
        if not running:
            return PackageState.ENDED
        if on > self.expires_on:
            return PackageState.LATE
        return PackageState.PARTLY if self.returned_on else PackageState.SENT


def check_term(until: date, today: date) -> None:
    """A term lies ahead, and not beyond all measure."""
    if until < today:
        raise RuleBroken(_("The last day cannot lie in the past."))
    if until > today + timedelta(days=MOST_DAYS):
        raise RuleBroken(_("A dossier cannot be out for more than a year."))
