"""Notes and marks on the pages of a document, written by whoever judges it or by the office."""

from datetime import datetime

from sqlmodel import Field

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.records import PERSONAL, PLAIN, Record, new_uuid
from cmsdesk.domain.words import _

LONGEST = 4_000
_ROUNDING = 1e-9  # what adding two fractions may be off


class PageNote(Record, table=True):
    """A note at a place on a page, or a mark over a part of it, made on one version of a document.

    Places are shares of the page, 0 to 1 from the top left; a mark has a width and a height, a note has none.
    """

    id: int | None = Field(default=None, primary_key=True, sa_column_kwargs=PLAIN)
    uuid: str = Field(default_factory=new_uuid, unique=True, sa_column_kwargs=PLAIN)
    evidence_id: int = Field(foreign_key="evidence.id", index=True, sa_column_kwargs=PLAIN)
    # The bytes that were on the screen when it was written.
    sha256: str = Field(sa_column_kwargs=PLAIN)
    # The report it belongs to, with which it is sealed; None where the office wrote it outside any report.
    assessment_id: int | None = Field(default=None, foreign_key="assessment.id", index=True, sa_column_kwargs=PLAIN)
    # The first page is 1.
    page: int = Field(sa_column_kwargs=PLAIN)
    x: float = Field(sa_column_kwargs=PLAIN)
    y: float = Field(sa_column_kwargs=PLAIN)
    width: float = Field(default=0.0, sa_column_kwargs=PLAIN)
    height: float = Field(default=0.0, sa_column_kwargs=PLAIN)
    text: str = Field(default="", sa_column_kwargs=PERSONAL)
    by: str = Field(sa_column_kwargs=PERSONAL)
    at: datetime = Field(sa_column_kwargs=PLAIN)
    version: int = Field(default=1, sa_column_kwargs=PLAIN)

    @property
    def is_mark(self) -> bool:
        """Whether it covers a part of the page."""
        return self.width > 0 and self.height > 0

    def settle(self) -> None:
        """A note says something, a mark may go without words; both lie on a page."""
        if not self.text.strip() and not self.is_mark:
            raise RuleBroken(_("Please write the note, or drag over the part of the page that you mean."))
        if len(self.text) > LONGEST:
            raise RuleBroken(_("A note has at most {most} letters.").format(most=LONGEST))
        sides = ((self.x, self.width), (self.y, self.height))
        if self.page < 1 or not all(begin >= 0 and size >= 0 and begin + size <= 1 + _ROUNDING for begin, size in sides):
            raise RuleBroken(_("This place is not on the page. Please click on the page itself."))
        self.text = self.text.strip()
