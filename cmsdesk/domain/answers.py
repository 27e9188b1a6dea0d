"""What is answered, signed and let go on one application: checks, topics, statements, circumstances, waivers."""

from datetime import date

from sqlmodel import Field

from cmsdesk.domain.dossiers import Standing, check_reason
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.records import PERSONAL, PLAIN, Record
from cmsdesk.domain.words import _

ANSWERS = ("yes", "no", "consultation")


class CheckAnswer(Record, table=True):
    """What staff answered to a check of the scheme: yes, no or in consultation."""

    application_id: int = Field(foreign_key="application.id", primary_key=True, sa_column_kwargs=PLAIN)
    requirement_id: str = Field(primary_key=True, sa_column_kwargs=PLAIN)
    answer: str = Field(sa_column_kwargs=PLAIN)
    note: str = Field(default="", sa_column_kwargs=PERSONAL)


class TopicAnswer(Record, table=True):
    """Whether the candidate masters one topic, and what that rests on, as the scheme names it, separated by spaces."""

    application_id: int = Field(foreign_key="application.id", primary_key=True, sa_column_kwargs=PLAIN)
    topic_id: str = Field(primary_key=True, sa_column_kwargs=PLAIN)
    standing: str = Field(default=Standing.PENDING.value, sa_column_kwargs=PLAIN)
    basis: str = Field(default="", sa_column_kwargs=PLAIN)
    note: str = Field(default="", sa_column_kwargs=PERSONAL)


class SignedStatement(Record, table=True):
    """Somebody in a role signed something about the candidate; a signer the office knows is named by person as well."""

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs=PLAIN)
    application_id: int = Field(foreign_key="application.id", index=True, sa_column_kwargs=PLAIN)
    requirement_id: str = Field(sa_column_kwargs=PLAIN)
    role: str = Field(sa_column_kwargs=PLAIN)
    signer: str = Field(sa_column_kwargs=PERSONAL)
    signer_id: int | None = Field(default=None, foreign_key="person.id", index=True, sa_column_kwargs=PLAIN)
    signed_on: date = Field(sa_column_kwargs=PLAIN)
    standing: str = Field(default=Standing.ACCEPTED.value, sa_column_kwargs=PLAIN)
    reason: str = Field(default="", sa_column_kwargs=PERSONAL)

    def settle(self, today: date) -> None:
        """A statement has a signer and a date on which it can have been signed."""
        if not self.signer.strip():
            raise RuleBroken(_("Please say who signed the statement."))
        if self.signed_on > today:
            raise RuleBroken(_("A statement cannot be signed in the future."))

    def judge(self, standing: Standing, reason: str) -> None:
        """Accept or refuse the statement; a refusal needs its reason."""
        check_reason(standing, reason)
        self.standing, self.reason = standing.value, reason.strip()


class Circumstance(Record, table=True):
    """Something that is so on this application and makes the scheme ask more, such as starting with gaps."""

    application_id: int = Field(foreign_key="application.id", primary_key=True, sa_column_kwargs=PLAIN)
    name: str = Field(primary_key=True, sa_column_kwargs=PLAIN)


class WaivedRequirement(Record, table=True):
    """Somebody in the role that the scheme names let a requirement go, with the reason."""

    application_id: int = Field(foreign_key="application.id", primary_key=True, sa_column_kwargs=PLAIN)
    requirement_id: str = Field(primary_key=True, sa_column_kwargs=PLAIN)
    role: str = Field(sa_column_kwargs=PLAIN)
    by: str = Field(sa_column_kwargs=PERSONAL)
    on: date = Field(sa_column_kwargs=PLAIN)
    reason: str = Field(sa_column_kwargs=PERSONAL)

    def settle(self) -> None:
        """A waiver says who, and why."""
        if not self.by.strip() or not self.reason.strip():
            raise RuleBroken(_("Please say who lets this requirement go, and why."))
