"""Documents that prove what a person brings along, whatever application they are used for."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field

from cmsdesk.domain.records import PERSONAL, PLAIN, Record, new_uuid


class Fact(StrEnum):
    """What a proof is about: a line of points, a period of work, or a credential."""

    POINTS = "points"
    PERIOD = "period"
    CREDENTIAL = "credential"


class Proof(Record, table=True):
    """A document behind one fact; exactly one of the three ids is filled."""

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs=PLAIN)
    uuid: str = Field(default_factory=new_uuid, unique=True, sa_column_kwargs=PLAIN)
    person_id: int = Field(foreign_key="person.id", index=True, sa_column_kwargs=PLAIN)
    points_id: int | None = Field(default=None, foreign_key="pointsentry.id", index=True, sa_column_kwargs=PLAIN)
    period_id: int | None = Field(default=None, foreign_key="workperiod.id", index=True, sa_column_kwargs=PLAIN)
    credential_id: int | None = Field(default=None, foreign_key="heldcredential.id", index=True, sa_column_kwargs=PLAIN)
    name: str = Field(sa_column_kwargs=PERSONAL)
    media_type: str = Field(sa_column_kwargs=PLAIN)
    sha256: str = Field(sa_column_kwargs=PLAIN)
    size: int = Field(sa_column_kwargs=PLAIN)
    added_at: datetime = Field(sa_column_kwargs=PLAIN)
