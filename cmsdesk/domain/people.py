"""People, the organisations they belong to, and since when.

A person is one row for ever. Everything a person may be (member, candidate, holder, assessor) is
a dated row of its own, so that "who was what on that day" always has an answer.
"""

from datetime import date

from sqlmodel import Field, Index, text

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.names import full_name, name_key, sorted_name, tidy
from cmsdesk.domain.records import PERSONAL, PLAIN, Record, new_uuid
from cmsdesk.domain.words import _

LONGEST_NAME = 200
MOST_DIGITS = 9  # longer numbers come from elsewhere; nobody counts on from them


def member_number(typed: str) -> str:
    """A member number as the office keeps it, however it was typed: 0042 is 42."""
    number = tidy(typed)
    return (number.lstrip("0") or "0") if number.isdecimal() else number


class Person(Record, table=True):
    """A human the office knows."""

    # A list of thousands scrolls and sorts straight from these; entries merged into another are not in it.
    __table_args__ = tuple(
        Index(f"ix_person_list_{column}", column, "id", sqlite_where=text("merged_into_id IS NULL"))
        for column in ("name_key", "number", "city", "employer", "function")
    )

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs=PLAIN)
    uuid: str = Field(default_factory=new_uuid, unique=True, sa_column_kwargs=PLAIN)
    number: str = Field(unique=True, sa_column_kwargs=PERSONAL)
    initials: str = Field(default="", sa_column_kwargs=PERSONAL)
    given_name: str = Field(default="", sa_column_kwargs=PERSONAL)
    prefix: str = Field(default="", sa_column_kwargs=PERSONAL)
    surname: str = Field(sa_column_kwargs=PERSONAL)
    # Folded, so that a list sorts the Dutch way straight from an index.
    name_key: str = Field(default="", index=True, sa_column_kwargs=PERSONAL)
    birth_date: date | None = Field(default=None, sa_column_kwargs=PERSONAL)
    email: str = Field(default="", sa_column_kwargs=PERSONAL)
    phone: str = Field(default="", sa_column_kwargs=PERSONAL)
    street: str = Field(default="", sa_column_kwargs=PERSONAL)
    postcode: str = Field(default="", sa_column_kwargs=PERSONAL)
    city: str = Field(default="", index=True, sa_column_kwargs=PERSONAL)
    employer: str = Field(default="", index=True, sa_column_kwargs=PERSONAL)
    function: str = Field(default="", index=True, sa_column_kwargs=PERSONAL)
    note: str = Field(default="", sa_column_kwargs=PERSONAL)
    merged_into_id: int | None = Field(default=None, foreign_key="person.id", sa_column_kwargs=PLAIN)
    # What is left of an erased person is an empty row, so that nothing that is counted changes.
    erased_on: date | None = Field(default=None, sa_column_kwargs=PLAIN)
    version: int = Field(default=1, sa_column_kwargs=PLAIN)

    @property
    def full_name(self) -> str:
        """As one speaks it: Jan-Willem de Vries."""
        return full_name(self.given_name or self.initials, self.prefix, self.surname)

    @property
    def sorted_name(self) -> str:
        """As a Dutch list writes it: Vries, Jan-Willem de."""
        return sorted_name(self.given_name or self.initials, self.prefix, self.surname)

    def settle_name(self) -> None:
        """Check the name and derive the key by which lists sort it."""
        self.surname = self.surname.strip()
        if not self.surname:
            raise RuleBroken(_("A person needs a surname."))
        if len(self.surname) > LONGEST_NAME:
            raise RuleBroken(_("This surname is longer than {most} characters. Please shorten it.").format(most=LONGEST_NAME))
        self.name_key = name_key(self.surname, self.prefix, self.given_name or self.initials)


class Organisation(Record, table=True):
    """An association, scheme owner, certification body, training provider or employer."""

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs=PLAIN)
    name: str = Field(unique=True, sa_column_kwargs=PLAIN)
    kind: str = Field(default="association", sa_column_kwargs=PLAIN)


class Membership(Record, table=True):
    """A person belongs to an organisation, from and until."""

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs=PLAIN)
    person_id: int = Field(foreign_key="person.id", index=True, sa_column_kwargs=PLAIN)
    organisation_id: int = Field(foreign_key="organisation.id", index=True, sa_column_kwargs=PLAIN)
    from_on: date = Field(index=True, sa_column_kwargs=PERSONAL)
    until_on: date | None = Field(default=None, sa_column_kwargs=PERSONAL)

    def runs_on(self, on: date) -> bool:
        """Whether the person belongs to it on this day; the first and the last day count."""
        return self.from_on <= on and (self.until_on is None or on <= self.until_on)

    def end(self, on: date) -> None:
        """End the membership; the last day counts."""
        if on < self.from_on:
            raise RuleBroken(_("A membership cannot end before it begins."))
        self.until_on = on
