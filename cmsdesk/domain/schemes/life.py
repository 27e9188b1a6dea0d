"""What happens around a certificate: how long it lives, what the register shows, what the paper says, who guards it."""

from datetime import date
from typing import Literal

from pydantic import Field

from cmsdesk.domain.schemes.parts import Id, Months, Part, Sourced, Words

# What a certificate's text may name; the paper fills these in.
PAPER_WORDS = frozenset({"name", "title", "title_name", "valid_from", "valid_until", "scheme_owner"})


class Life(Sourced):
    """How long a certificate lives; months, 0 for without end, and what follows."""

    validity_months: Months = Field(default=0, description="A version may say otherwise.")
    remind_months: tuple[Months, ...] = Field(default=(), description="So many months before the end the holder is reminded.")
    apply_before_months: Months = 0
    grace_months: Months = 0
    renew_starts: Literal["day_after_old_end", "decision"] = "day_after_old_end"
    on_expiry: Literal["inactive", "expired"] = "inactive"
    suspend_months: Months = Field(default=0, description="So long a suspension may last; 0 is not said.")
    suspended_name: Words | None = Field(default=None, description="How the register calls a suspension.")
    retention_years: int = Field(default=10, ge=0, le=100)
    erase_on_written_request: bool = Field(default=False, description="Only together with deregistration.")


class Objection(Sourced):
    """How long one may object to a decision, and how long the answer may take."""

    days: int = Field(ge=1, le=366, description="Counted from the day the decision was sent.")
    answer_days: int = Field(default=0, ge=0, le=366)
    working_days: bool = Field(default=False, description="These terms count working days, without Dutch holidays.")
    receive_at: str = ""
    handled_by: str = ""


class Extension(Sourced):
    """Certificates that live longer than their paper says, by a decision about all of them."""

    title: str
    valid_until_after: date = Field(description="Only certificates that end later than this day.")
    add_months: Months
    document: str = Field(default="letter", description="The kind of paper that says so; the certificate keeps its number.")
    excludes_titles: tuple[str, ...] = ()


class RegisterField(Part):
    """One column of the register."""

    id: Id
    public: bool = False


class Register(Sourced):
    """What the register shows, and to whom."""

    public: bool = False
    fields: tuple[RegisterField, ...] = ()


class CertificateTexts(Sourced):
    """What the paper says; the words in braces are filled in."""

    issuer: str
    text: Words
    scope: Words | None = None
    layout: Literal["", "portrait", "landscape"] = ""
    number: str = "{title}-{year}-{count:03}"
    languages: tuple[Literal["nl", "en"], ...] = ("nl", "en")
    lists_requirements_met: bool = False
    show: tuple[Literal["scope", "scheme_owner", "recognised_by"], ...] = ()


class NormPart(Sourced):
    """One document of the norm that must be in force before a version is published."""

    id: Id
    name: Words


class Appointment(Sourced):
    """Who approves the people in a role, or to which organisation they belong."""

    role: Id
    approved_by: str = ""
    organisation: str = ""


class Conflict(Sourced):
    """Roles that one person may not have on the same file."""

    roles: tuple[str, ...] = Field(min_length=2)


class Governance(Sourced):
    """Who guards the norm and who guards its use."""

    standard: str = ""
    norm_body: str = ""
    norm_seats: tuple[Words, ...] = Field(default=(), description="The parties that have a seat in the norm body.")
    conformity_statement_by: str = Field(default="", description="Without it a version is not published.")
    personnel_quality_by: str = ""
    norm_parts: tuple[NormPart, ...] = Field(default=(), alias="norm_part")
    scope: tuple[Words, ...] = Field(default=(), description="The activities the certificate is about.")
    scope_choice: Literal["all", "subset"] = "all"
    appointments: tuple[Appointment, ...] = Field(default=(), alias="appointment")
    conflicts: tuple[Conflict, ...] = Field(default=(), alias="conflict")


class Independence(Sourced):
    """How long a relation with the candidate bars somebody from judging or deciding; what is not said follows the default."""

    relation: Literal["trained", "coached", "mentored", "employed", "family", "same_organisation", "complaint"]
    bars: bool = True
    months_after: Months = Field(default=0, description="It still bars so many months after its end.")
    for_ever: bool = False


class Plan(Sourced):
    """The personal plan for what is missing."""

    actions: tuple[Words, ...] = ()
    made_by: tuple[str, ...] = ()
