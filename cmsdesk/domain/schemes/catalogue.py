"""What a scheme names and counts: titles, bodies, roles, ledgers, marks, documents, lists and programmes."""

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field

from cmsdesk.domain.schemes.parts import Id, Level, Part, Sourced, Words


class Organisation(Sourced):
    """A body the scheme names; what is known of it, for a reader."""

    name: Id
    about: Words = Field(description="What it is and what it does here.")
    founded: int | None = Field(default=None, ge=1000, le=2200, description="The year.")
    seat: str = Field(default="", description="The country or place.")
    founded_by: tuple[str, ...] = Field(default=(), description="The bodies that founded it.")


class Agreement(Sourced):
    """What two or more bodies agreed with each other."""

    parties: tuple[str, ...] = Field(min_length=2, description="The names of the bodies.")
    about: Words = Field(description="What they agreed.")
    from_on: date | None = Field(default=None, alias="from", description="The first day; empty is not known.")
    until_on: date | None = Field(default=None, alias="until", description="The last day; empty is still.")


class Title(Sourced):
    """What can be certified: an abbreviation (id) and a full name, both printed as they are in any language."""

    id: Id
    name: str = Field(description="The full name.")
    order: int = Field(default=0, description="The place among the titles, lowest first.")
    protected: bool = Field(default=False, description="Only a holder may use it.")
    closed: bool = Field(default=False, description="No longer granted.")
    target_level: str = Field(default="", description="For whom it is meant; it never blocks.")
    eqf_level: Level | None = Field(default=None, description="The level in the European Qualifications Framework, 1 to 8.")


class Specialisation(Sourced):
    """A field in which the holder of a title may show more."""

    id: Id
    name: Words
    title: str = Field(description="The title it comes with.")


class Role(Sourced):
    """What someone may be in an application, and who stands for that person's quality."""

    id: Id
    name: Words
    approved_by: str = Field(default="", description="The body that appoints people in this role; empty is anybody's choice.")
    organisation: str = Field(default="", description="The body to which people in this role belong.")


class Ledger(Sourced):
    """Where lines are added up: points, months, hours or assignments, with how hours or years become points."""

    id: Id
    name: Words
    unit: Literal["points", "months", "hours", "assignments"] = Field(default="points", description="What is counted.")
    per_hours: Decimal | None = Field(default=None, gt=0, description="Hours that make one point.")
    per_year: Decimal | None = Field(default=None, gt=0, description="Points for each whole year of dated periods.")
    least: Decimal = Field(default=Decimal(0), ge=0, description="A line below this does not count.")
    round_down_to: Decimal | None = Field(default=None, gt=0, description="A line is rounded down to a multiple of this.")
    needs: tuple[str, ...] = Field(default=(), description="Marks that the office must have ticked on a line.")
    kinds_in: str = Field(default="", description="The list that names what a line may be about.")
    refused_proof: tuple[Words, ...] = Field(default=(), description="What does not prove a line.")
    from_memberships_of: str = Field(default="", description="The ledger is the memberships of this organisation; * is of any.")


class Mark(Part):
    """Something the office ticks about a line or a document."""

    id: Id
    name: Words


class Basis(Part):
    """Something a topic may rest on, such as experience."""

    id: Id
    name: Words


class DocumentKind(Sourced):
    """A kind of document that proves something."""

    id: Id
    name: Words


class ListItem(Sourced):
    """One name on a list, and since and until when it stands there."""

    name: Id
    from_on: date | None = Field(default=None, alias="from", description="The first day; empty is always.")
    until_on: date | None = Field(default=None, alias="until", description="The last day; empty is still.")


class NameList(Sourced):
    """Names the office keeps, such as recognised bureaus."""

    id: Id
    name: Words
    note: Words | None = Field(default=None, description="What a reader of the list should know.")
    items: tuple[ListItem, ...] = Field(default=(), alias="item", description="The names.")

    def on(self, day: date) -> tuple[str, ...]:
        """The names that stand on the list on a day."""
        return tuple(
            item.name
            for item in self.items
            if (item.from_on is None or item.from_on <= day) and (item.until_on is None or day <= item.until_on)
        )


class Programme(Sourced):
    """A training in the catalogue."""

    name: str = Field(description="The name of the training.")
    provider: str = Field(description="Who gives it; * is anybody.")
    recognised_by: str = Field(description="Who recognised it.")


class Circumstance(Sourced):
    """Something that may be so with one application, and brings requirements of its own."""

    id: Id
    name: Words
