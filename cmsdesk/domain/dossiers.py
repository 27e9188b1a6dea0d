"""The dossier: documents tied to requirements, and lines in the points ledgers."""

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.records import PERSONAL, PLAIN, Record, new_uuid
from cmsdesk.domain.words import N_, _


class Standing(StrEnum):
    """Whether a document or a line counts."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        """The standing in the reader's words."""
        return _(_STANDINGS[self])


_STANDINGS = {Standing.PENDING: N_("Pending"), Standing.ACCEPTED: N_("Accepted"), Standing.REFUSED: N_("Not accepted")}


class Evidence(Record, table=True):
    """One document in a dossier; its bytes lie in the file store under their hash."""

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs=PLAIN)
    uuid: str = Field(default_factory=new_uuid, unique=True, sa_column_kwargs=PLAIN)
    application_id: int = Field(foreign_key="application.id", index=True, sa_column_kwargs=PLAIN)
    name: str = Field(sa_column_kwargs=PERSONAL)
    media_type: str = Field(default="application/octet-stream", sa_column_kwargs=PLAIN)
    sha256: str = Field(index=True, sa_column_kwargs=PLAIN)
    size: int = Field(sa_column_kwargs=PLAIN)
    added_at: datetime = Field(sa_column_kwargs=PLAIN)
    standing: str = Field(default=Standing.PENDING.value, sa_column_kwargs=PLAIN)
    reason: str = Field(default="", sa_column_kwargs=PERSONAL)
    # Who issued it, where the scheme asks; and who let an issuer pass that is not on the list, when and why.
    issuer: str = Field(default="", sa_column_kwargs=PLAIN)
    exception_by: str = Field(default="", sa_column_kwargs=PLAIN)
    exception_on: date | None = Field(default=None, sa_column_kwargs=PLAIN)
    exception_reason: str = Field(default="", sa_column_kwargs=PERSONAL)
    # What the office has ticked about the document, as the scheme names it, separated by spaces.
    ticked: str = Field(default="", sa_column_kwargs=PLAIN)
    # The document this one replaces; the older version stays as it was judged.
    replaces_id: int | None = Field(default=None, foreign_key="evidence.id", index=True, sa_column_kwargs=PLAIN)
    round: int = Field(default=1, sa_column_kwargs=PLAIN)

    def judge(self, standing: Standing, reason: str) -> None:
        """Accept or refuse the document; a refusal needs its reason."""
        check_reason(standing, reason)
        self.standing, self.reason = standing.value, reason.strip()


class EvidenceTie(Record, table=True):
    """One document proves one requirement; it may prove several."""

    evidence_id: int = Field(foreign_key="evidence.id", primary_key=True, sa_column_kwargs=PLAIN)
    requirement_id: str = Field(primary_key=True, sa_column_kwargs=PLAIN)


class PointsEntry(Record, table=True):
    """One line in a ledger of one person."""

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs=PLAIN)
    person_id: int = Field(foreign_key="person.id", index=True, sa_column_kwargs=PLAIN)
    scheme_id: str = Field(sa_column_kwargs=PLAIN)
    ledger: str = Field(sa_column_kwargs=PLAIN)
    entered_on: date = Field(sa_column_kwargs=PLAIN)
    description: str = Field(sa_column_kwargs=PERSONAL)
    # Hundredths, so that sums are exact in SQL too; exactly one of the two is filled.
    amount_hundredths: int | None = Field(default=None, sa_column_kwargs=PLAIN)
    hours_hundredths: int | None = Field(default=None, sa_column_kwargs=PLAIN)
    category: str = Field(default="", sa_column_kwargs=PLAIN)
    # What the office has ticked about the line, as the scheme names it, separated by spaces.
    marks: str = Field(default="", sa_column_kwargs=PLAIN)
    used_for: str = Field(default="", sa_column_kwargs=PLAIN)
    standing: str = Field(default=Standing.PENDING.value, sa_column_kwargs=PLAIN)
    reason: str = Field(default="", sa_column_kwargs=PERSONAL)

    def settle(self) -> None:
        """Check that the line can be counted at all."""
        if not self.description.strip():
            raise RuleBroken(_("Please describe what the points are for."))
        given = [n for n in (self.amount_hundredths, self.hours_hundredths) if n is not None]
        if len(given) != 1 or given[0] <= 0:
            raise RuleBroken(_("Please fill in either points or hours, above zero."))

    def judge(self, standing: Standing, reason: str) -> None:
        """Accept or refuse the line; a refusal needs its reason."""
        check_reason(standing, reason)
        self.standing, self.reason = standing.value, reason.strip()


def check_reason(standing: Standing, reason: str) -> None:
    """A refusal without words helps nobody."""
    if standing is Standing.REFUSED and not reason.strip():
        raise RuleBroken(_("Please give the reason; the candidate will want to know it."))
