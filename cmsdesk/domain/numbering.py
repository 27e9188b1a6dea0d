"""Human numbers: A-2026-0012, CMC-2026-0003. Given out once, never again."""

from sqlmodel import Field

from cmsdesk.domain.records import PLAIN, Record


class NumberSeries(Record, table=True):
    """The last number given out in one series; it only goes up, also when a record is erased."""

    series: str = Field(primary_key=True, sa_column_kwargs=PLAIN)
    last: int = Field(default=0, sa_column_kwargs=PLAIN)

    def next(self) -> int:
        """Give out the next number."""
        self.last += 1
        return self.last
