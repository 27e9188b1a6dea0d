"""What happens around a certificate: how long it lives, what the register shows, what the paper says, who guards it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal

from pydantic import Field

from cmsdesk.domain.clocks import last_day_of
from cmsdesk.domain.dates import add_months
from cmsdesk.domain.schemes.catalogue import Agreement
from cmsdesk.domain.schemes.parts import Id, Months, Part, Sourced, Words

# What a certificate's text may name; the paper fills these in.
PAPER_WORDS = frozenset({"name", "title", "title_name", "valid_from", "valid_until", "scheme_owner"})


class Life(Sourced):
    """How long a certificate lives; months, 0 for without end, and what follows."""

    validity_months: Months = Field(default=0, description="A version may say otherwise; 0 is without end.")
    remind_months: tuple[Months, ...] = Field(default=(), description="So many months before the end the holder is reminded.")
    apply_before_months: Months = Field(default=0, description="So long before the end the holder should apply again.")
    grace_months: Months = Field(default=0, description="So long after the end the holder may still apply again.")
    renew_starts: Literal["day_after_old_end", "decision"] = Field(
        default="day_after_old_end", description="When the next certificate begins."
    )
    on_expiry: Literal["inactive", "expired"] = Field(
        default="inactive", description="Inactive: out of the register and no longer used; expired: shown as such."
    )
    suspend_months: Months = Field(default=0, description="So long a suspension may last; 0 is not said.")
    suspended_name: Words | None = Field(default=None, description="How the register calls a suspension.")
    retention_years: int = Field(default=10, ge=0, le=100, description="How long what is no longer used is kept.")
    erase_on_written_request: bool = Field(
        default=False, description="Who left the register may ask in writing that everything is destroyed at once."
    )

    def first_day(self, decided_on: date, former_until: date | None) -> date:
        """The first day of a certificate that was decided on; a renewal may wait for the last day of the former one."""
        if self.renew_starts == "decision" or former_until is None or former_until < decided_on:
            return decided_on
        return former_until + timedelta(days=1)


class Objection(Sourced):
    """How long one may object to a decision, and how long the answer may take."""

    days: int = Field(ge=1, le=366, description="Counted from the day the decision was sent.")
    answer_days: int = Field(default=0, ge=0, le=366, description="So long may the answer take; 0 is not said.")
    working_days: bool = Field(default=False, description="These terms count working days, without Dutch holidays.")
    receive_at: str = Field(default="", description="Where it is to be sent.")
    handled_by: str = Field(default="", description="Who answers it.")

    def last_day(self, sent_on: date, is_holiday: Callable[[date], bool] | None = None) -> date:
        """The last day on which an objection is in time; holidays matter only where working days are counted."""
        return last_day_of(sent_on, self.days, is_holiday if self.working_days else None)

    def answer_by(self, received_on: date, is_holiday: Callable[[date], bool] | None = None) -> date | None:
        """The last day for the answer, where the scheme names a term."""
        return last_day_of(received_on, self.answer_days, is_holiday if self.working_days else None) if self.answer_days else None


class Extension(Sourced):
    """Certificates that live longer than their paper says, by a decision about all of them; each once."""

    title: str = Field(description="Only certificates of this title.")
    valid_until_after: date = Field(description="Only certificates that end later than this day.")
    add_months: Months = Field(description="So much longer they live.")
    document: str = Field(default="letter", description="The kind of paper that says so; the certificate keeps its number.")
    excludes_titles: tuple[str, ...] = Field(default=(), description="Titles that are left out by name.")

    def new_end(self, title: str, until_on: date | None) -> date | None:
        """The last day of a certificate that lives longer by this, or nothing where it does not."""
        if title != self.title or until_on is None or until_on <= self.valid_until_after:
            return None
        return add_months(until_on + timedelta(days=1), self.add_months) - timedelta(days=1)


RegisterColumn = Literal[
    "name",
    "number",
    "title",
    "specialisations",
    "legacy_level",
    "employer",
    "place",
    "route",
    "granted_on",
    "valid_until",
    "status",
    "points_total",
    "client_references",
    "email",
    "newsletter_opt_out",
    "mailing_opt_out",
]


class RegisterField(Part):
    """One column of the register."""

    id: RegisterColumn = Field(description="What it shows.")
    public: bool = Field(default=False, description="Whether anybody may see it.")


class Register(Sourced):
    """What the register shows, and to whom."""

    public: bool = Field(default=False, description="Whether there is a public register at all.")
    fields: tuple[RegisterField, ...] = Field(default=(), description="The columns, in this order.")


class CertificateTexts(Sourced):
    """What the paper says; the words in braces are filled in."""

    issuer: str = Field(description="The body that issues it.")
    text: Words = Field(description="The sentence on the paper.")
    layout: Literal["", "portrait", "landscape"] = Field(default="", description="Empty is as the office has it.")
    number: str = Field(default="{title}-{year}-{count:03}", description="How a certificate is numbered.")
    languages: tuple[Literal["nl", "en"], ...] = Field(default=("nl", "en"), description="In which languages it is made.")
    lists_requirements_met: bool = Field(default=False, description="The paper names the requirements that were met.")
    show: tuple[Literal["scope", "scheme_owner", "recognised_by"], ...] = Field(
        default=(), description="What else the paper shows."
    )


class NormPart(Sourced):
    """One document of the norm that must be in force before a version is published."""

    id: Id
    name: Words


class Conflict(Sourced):
    """Roles that one person may not have on the same file."""

    roles: tuple[str, ...] = Field(min_length=2, description="Two or more roles.")


class Governance(Sourced):
    """Who guards the norm and who guards its use."""

    standard: str = Field(default="", description="The standard the scheme follows.")
    norm_body: str = Field(default="", description="The body that draws up the norm.")
    norm_seats: tuple[Words, ...] = Field(default=(), description="The parties that have a seat in the norm body.")
    conformity_statement_by: str = Field(default="", description="Without its statement a version is not published.")
    personnel_quality_by: str = Field(default="", description="The body that answers for the people who judge.")
    norm_parts: tuple[NormPart, ...] = Field(default=(), alias="norm_part", description="The documents of the norm.")
    scope: tuple[Words, ...] = Field(default=(), description="The activities the certificate is about.")
    scope_choice: Literal["all", "subset"] = Field(default="all", description="Whether one may be certified for some of them.")
    conflicts: tuple[Conflict, ...] = Field(default=(), alias="conflict", description="Roles kept apart on one file.")
    agreements: tuple[Agreement, ...] = Field(default=(), alias="agreement", description="What the bodies agreed.")


class Independence(Sourced):
    """How long a relation with the candidate bars somebody from judging or deciding; what is not said follows the default."""

    relation: Literal["trained", "coached", "mentored", "employed", "family", "same_organisation", "complaint"] = Field(
        description="What ties them."
    )
    bars: bool = Field(default=True, description="Whether it bars at all.")
    months_after: Months = Field(default=0, description="It still bars so many months after its end.")
    for_ever: bool = Field(default=False, description="It bars for ever, whenever it ended.")


class Plan(Sourced):
    """The personal plan for what is missing."""

    actions: tuple[Words, ...] = Field(default=(), description="What may be done about it; the list is open.")
    made_by: tuple[str, ...] = Field(default=(), description="The roles that make the plan together.")
