"""What a person brings along, whatever is applied for: periods of work, and credentials of other bodies."""

from datetime import date

from sqlmodel import Field

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.records import PERSONAL, PLAIN, Record
from cmsdesk.domain.words import _


class WorkPeriod(Record, table=True):
    """A dated period of work that counts in a ledger of a scheme; without an end it still runs."""

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs=PLAIN)
    person_id: int = Field(foreign_key="person.id", index=True, sa_column_kwargs=PLAIN)
    scheme_id: str = Field(sa_column_kwargs=PLAIN)
    ledger: str = Field(sa_column_kwargs=PLAIN)
    description: str = Field(sa_column_kwargs=PERSONAL)
    from_on: date = Field(sa_column_kwargs=PERSONAL)
    until_on: date | None = Field(default=None, sa_column_kwargs=PERSONAL)
    version: int = Field(default=1, sa_column_kwargs=PLAIN)

    def settle(self) -> None:
        """Check that the period can be counted at all."""
        if not self.description.strip():
            raise RuleBroken(_("Please say what the work was, and where."))
        if self.until_on and self.until_on < self.from_on:
            raise RuleBroken(_("A period cannot end before it begins."))


class HeldCredential(Record, table=True):
    """A diploma, certificate or membership from elsewhere; `kind` is what the schemes ask for, such as diploma:hbo."""

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs=PLAIN)
    person_id: int = Field(foreign_key="person.id", index=True, sa_column_kwargs=PLAIN)
    kind: str = Field(sa_column_kwargs=PLAIN)
    name: str = Field(default="", sa_column_kwargs=PERSONAL)
    issuer: str = Field(default="", sa_column_kwargs=PLAIN)
    granted_on: date = Field(sa_column_kwargs=PERSONAL)
    until_on: date | None = Field(default=None, sa_column_kwargs=PERSONAL)
    # NLQF or EQF level, and the length of the programme in years, where the scheme asks for them.
    level: int | None = Field(default=None, sa_column_kwargs=PLAIN)
    years: int | None = Field(default=None, sa_column_kwargs=PLAIN)
    version: int = Field(default=1, sa_column_kwargs=PLAIN)

    def settle(self, today: date) -> None:
        """Check that it can be a credential at all."""
        if not self.issuer.strip():
            raise RuleBroken(_("Please say who issued it."))
        if self.granted_on > today:
            raise RuleBroken(_("A credential cannot be dated in the future."))
        if self.until_on and self.until_on < self.granted_on:
            raise RuleBroken(_("A credential cannot end before it was granted."))
