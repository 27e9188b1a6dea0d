"""Giving out human numbers, within the transaction that uses them."""

from cmsdesk.domain.numbering import NumberSeries
from cmsdesk.store.session import OfficeSession


def next_number(session: OfficeSession, series: str) -> int:
    """The next number of a series; starts at 1."""
    counter = session.get(NumberSeries, series)
    if counter is None:
        counter = NumberSeries(series=series)
        session.add(counter)
    return counter.next()


def last_number(session: OfficeSession, series: str) -> int:
    """The last number given out or reserved in a series; 0 before the first."""
    counter = session.get(NumberSeries, series)
    return counter.last if counter else 0


def reserve(session: OfficeSession, series: str, used: int) -> None:
    """Never give out this number or a lower one; it came from elsewhere."""
    counter = session.get(NumberSeries, series) or NumberSeries(series=series)
    counter.last = max(counter.last, used)
    session.add(counter)
