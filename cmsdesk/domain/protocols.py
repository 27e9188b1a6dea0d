"""The joint result of several assessors, with dissent where they do not agree."""

from datetime import date

from sqlmodel import Field

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.records import PERSONAL, PLAIN, Record, new_uuid
from cmsdesk.domain.words import _


class Protocol(Record, table=True):
    """What the assessors of a step agreed on together, on a day; dissent stays on record with its author."""

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs=PLAIN)
    uuid: str = Field(default_factory=new_uuid, unique=True, sa_column_kwargs=PLAIN)
    application_id: int = Field(foreign_key="application.id", index=True, sa_column_kwargs=PLAIN)
    step_id: str = Field(sa_column_kwargs=PLAIN)
    round: int = Field(default=1, sa_column_kwargs=PLAIN)
    outcome: str = Field(default="", sa_column_kwargs=PLAIN)
    text: str = Field(default="", sa_column_kwargs=PERSONAL)
    dissent_by: str = Field(default="", sa_column_kwargs=PERSONAL)
    dissent: str = Field(default="", sa_column_kwargs=PERSONAL)
    agreed_on: date | None = Field(default=None, sa_column_kwargs=PLAIN)
    version: int = Field(default=1, sa_column_kwargs=PLAIN)

    def agree(self, on: date, *, open_differences: int) -> None:
        """Close the protocol; every difference must have its joint verdict or its dissent."""
        if open_differences and not (self.dissent_by.strip() and self.dissent.strip()):
            raise RuleBroken(_("There are differences without a joint verdict; settle them, or record who dissents and why."))
        if not self.text.strip():
            raise RuleBroken(_("Please write the joint conclusion."))
        self.agreed_on = on


class ProtocolLine(Record, table=True):
    """The joint verdict on one thing the assessors judged differently."""

    protocol_id: int = Field(foreign_key="protocol.id", primary_key=True, sa_column_kwargs=PLAIN)
    requirement_id: str = Field(primary_key=True, sa_column_kwargs=PLAIN)
    verdict: str = Field(default="", sa_column_kwargs=PLAIN)
    comment: str = Field(default="", sa_column_kwargs=PERSONAL)
