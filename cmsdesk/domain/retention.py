"""How long the office keeps what is no longer used, and from which day it has to go.

The register of career advisers says it in so many words: whoever does not recertify goes to the file of inactives, is no
longer used, and is kept for ten years after that (S2-28 to S2-30). A scheme says the number of years.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Kept:
    """Something of a person that a scheme keeps: the last day on which it was in use, and how many years after that.

    `said` tells whether the scheme itself says the years and somebody confirmed them.
    """

    scheme: str
    used_until: date
    years: int
    said: bool = True


def first_day_to_go(used_until: date, years: int) -> date:
    """The first day on which nothing asks any more to keep it.

    The years begin on the day after the last use. What began on 29 February ends on 1 March: a day late rather than early.
    """
    unused = used_until + timedelta(days=1)
    try:
        return unused.replace(year=unused.year + years)
    except ValueError:
        return date(unused.year + years, 3, 1)


def overdue_since(kept: Iterable[Kept]) -> date | None:
    """From which day all of a person might have gone; None when there is nothing that a scheme keeps."""
    return max((first_day_to_go(one.used_until, one.years) for one in kept), default=None)
