"""Editions of a scheme: what the office made of a scheme file, frozen once published.

The shipped file is the first edition and needs no row. A change is made in a concept, checked and published, and
then holds for everything. What a published version of the rules says cannot change that way (domain/schemes/publishing),
so an application stays under the rules it came in under.
"""

from datetime import date
from enum import StrEnum

from sqlmodel import Field

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.records import PLAIN, Record
from cmsdesk.domain.words import N_, _


class EditionState(StrEnum):
    """Where an edition stands."""

    CONCEPT = "concept"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The state in the reader's words."""
        return _(_LABELS[self])


_LABELS = {
    EditionState.CONCEPT: N_("Concept"),
    EditionState.PUBLISHED: N_("Published"),
    EditionState.WITHDRAWN: N_("Withdrawn"),
}


class SchemeEdition(Record, table=True):
    """One whole scheme file as the office keeps it, as TOML, with the reason for the change."""

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs=PLAIN)
    scheme_id: str = Field(index=True, sa_column_kwargs=PLAIN)
    number: int = Field(sa_column_kwargs=PLAIN)
    text: str = Field(sa_column_kwargs=PLAIN)
    reason: str = Field(sa_column_kwargs=PLAIN)
    state: str = Field(default=EditionState.CONCEPT.value, index=True, sa_column_kwargs=PLAIN)
    made_on: date = Field(sa_column_kwargs=PLAIN)
    published_on: date | None = Field(default=None, sa_column_kwargs=PLAIN)
    version: int = Field(default=1, sa_column_kwargs=PLAIN)

    def change(self, text: str) -> None:
        """Put another text in the concept; what was published is frozen."""
        self._is_concept()
        self.text = text

    def publish(self, on: date, *, obstacles: list[str]) -> None:
        """Let it hold from now on; `obstacles` are the reasons of the publish rule against it."""
        self._is_concept()
        if obstacles:
            raise RuleBroken(" ".join(obstacles))
        self.state, self.published_on = EditionState.PUBLISHED.value, on

    def withdraw(self) -> None:
        """Put a concept away; what was published stays."""
        self._is_concept()
        self.state = EditionState.WITHDRAWN.value

    def _is_concept(self) -> None:
        if self.state != EditionState.CONCEPT:
            raise RuleBroken(
                _("This edition is “{state}” and cannot be changed; make a copy.").format(state=EditionState(self.state).label)
            )


class NormDocument(Record, table=True):
    """A document of the norm as approved: a part, or the statement of conformity; the file lies in the file store."""

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs=PLAIN)
    scheme_id: str = Field(index=True, sa_column_kwargs=PLAIN)
    # A part of the norm by its id in the scheme; empty for the statement of conformity.
    part_id: str = Field(default="", sa_column_kwargs=PLAIN)
    name: str = Field(sa_column_kwargs=PLAIN)
    edition: str = Field(default="", sa_column_kwargs=PLAIN)
    dated_on: date = Field(sa_column_kwargs=PLAIN)
    approved_by: str = Field(sa_column_kwargs=PLAIN)
    sha256: str = Field(default="", sa_column_kwargs=PLAIN)

    def settle(self, today: date) -> None:
        """A document of the norm was approved by somebody, and not in the future."""
        if not self.approved_by.strip():
            raise RuleBroken(_("Please fill in who approved this document."))
        if self.dated_on > today:
            raise RuleBroken(_("A document cannot be dated in the future."))
