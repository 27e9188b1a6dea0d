"""Who was appointed to which role, and who acts in it on which file.

An appointment makes somebody available; an assignment puts them on one application. Before the dossier opens,
whoever is assigned declares to be independent; a "no" gives the file back.
"""

from datetime import date

from sqlmodel import Field

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.records import PERSONAL, PLAIN, Record, new_uuid
from cmsdesk.domain.words import _


class Appointment(Record, table=True):
    """A person may act in a role of a scheme, from and until, approved by whom the scheme says."""

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs=PLAIN)
    person_id: int = Field(foreign_key="person.id", index=True, sa_column_kwargs=PLAIN)
    scheme_id: str = Field(index=True, sa_column_kwargs=PLAIN)
    role: str = Field(index=True, sa_column_kwargs=PLAIN)
    from_on: date = Field(sa_column_kwargs=PERSONAL)
    until_on: date | None = Field(default=None, sa_column_kwargs=PERSONAL)
    approved_by: str = Field(default="", sa_column_kwargs=PLAIN)
    approved_on: date | None = Field(default=None, sa_column_kwargs=PLAIN)
    # The body for which a decider decides.
    organisation: str = Field(default="", sa_column_kwargs=PLAIN)
    note: str = Field(default="", sa_column_kwargs=PERSONAL)
    version: int = Field(default=1, sa_column_kwargs=PLAIN)

    def why_not_on(self, on: date, *, approver: str = "", organisation: str = "") -> str:
        """Why this appointment does not hold on a day, or nothing."""
        if on < self.from_on:
            return _("the appointment begins on {date}.").format(date=show_date(self.from_on))
        if self.until_on and on > self.until_on:
            return _("the appointment ended on {date}.").format(date=show_date(self.until_on))
        if approver and self.approved_by.strip().casefold() != approver.casefold():
            return _("the appointment was not approved by {body}.").format(body=approver)
        if organisation and self.organisation.strip().casefold() != organisation.casefold():
            return _("does not act for {body}.").format(body=organisation)
        return ""

    def settle(self) -> None:
        """Check that it can be an appointment at all."""
        if self.until_on and self.until_on < self.from_on:
            raise RuleBroken(_("An appointment cannot end before it begins."))


class Assignment(Record, table=True):
    """A person acts in a role on one application; `step_id` is empty for a role beside the steps, such as mentor."""

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs=PLAIN)
    uuid: str = Field(default_factory=new_uuid, unique=True, sa_column_kwargs=PLAIN)
    application_id: int = Field(foreign_key="application.id", index=True, sa_column_kwargs=PLAIN)
    person_id: int = Field(foreign_key="person.id", index=True, sa_column_kwargs=PLAIN)
    role: str = Field(sa_column_kwargs=PLAIN)
    step_id: str = Field(default="", sa_column_kwargs=PLAIN)
    dispute_id: int | None = Field(default=None, foreign_key="dispute.id", index=True, sa_column_kwargs=PLAIN)
    assigned_on: date = Field(sa_column_kwargs=PLAIN)
    due_on: date | None = Field(default=None, index=True, sa_column_kwargs=PLAIN)
    declared_on: date | None = Field(default=None, sa_column_kwargs=PLAIN)
    independent: bool | None = Field(default=None, sa_column_kwargs=PLAIN)
    declaration: str = Field(default="", sa_column_kwargs=PERSONAL)
    # Who let a conflict pass, why, and who agreed; both must be there, and be two people.
    waiver: str = Field(default="", sa_column_kwargs=PERSONAL)
    waived_by: str = Field(default="", sa_column_kwargs=PERSONAL)
    agreed_by: str = Field(default="", sa_column_kwargs=PERSONAL)
    ended_on: date | None = Field(default=None, sa_column_kwargs=PLAIN)
    ended_reason: str = Field(default="", sa_column_kwargs=PERSONAL)

    @property
    def is_running(self) -> bool:
        """Whether the person still acts on the file."""
        return self.ended_on is None

    def declare(self, *, independent: bool, text: str, on: date) -> None:
        """Say whether one is independent of the candidate; a "no" needs its reason and ends the assignment."""
        if self.declared_on:
            raise RuleBroken(_("This was already declared on {date}.").format(date=show_date(self.declared_on)))
        if not independent and not text.strip():
            raise RuleBroken(_("Please say why you cannot judge this dossier."))
        self.declared_on, self.independent, self.declaration = on, independent, text.strip()
        if not independent:
            self.end(on, text)

    def end(self, on: date, reason: str) -> None:
        """Take the person off the file; the row stays."""
        if not reason.strip():
            raise RuleBroken(_("Please give the reason."))
        self.ended_on, self.ended_reason = on, reason.strip()


def check_waiver(reason: str, by: str, agreed_by: str) -> None:
    """A conflict passes only with words and two people (ISO/IEC 17024 clause 4.3)."""
    if not reason.strip():
        raise RuleBroken(_("Please say why this conflict may pass."))
    if not by.strip() or not agreed_by.strip() or by.strip().casefold() == agreed_by.strip().casefold():
        raise RuleBroken(_("A second person has to agree; please fill in who that is."))
