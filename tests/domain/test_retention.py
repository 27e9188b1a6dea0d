"""Ten years are ten years: nothing goes a day too early, and nothing stays much longer."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmsdesk.domain.retention import Kept, first_day_to_go, overdue_since

DAYS = st.dates(date(1950, 1, 1), date(2100, 12, 31))
YEARS = st.integers(0, 100)


@pytest.mark.parametrize(
    ("used_until", "goes_on"),
    [
        (date(2014, 3, 31), date(2024, 4, 1)),
        (date(2013, 12, 31), date(2024, 1, 1)),
        (date(2014, 2, 28), date(2024, 3, 1)),
        (date(2016, 2, 28), date(2026, 3, 1)),  # the first day without use is 29 February
        (date(2016, 2, 29), date(2026, 3, 1)),
    ],
)
def test_the_years_begin_on_the_day_after_the_last_use(used_until: date, goes_on: date) -> None:
    assert first_day_to_go(used_until, 10) == goes_on


@given(DAYS, YEARS)
def test_nothing_goes_too_early_and_at_most_a_day_late(used_until: date, years: int) -> None:
    unused, goes_on = used_until + timedelta(days=1), first_day_to_go(used_until, years)
    assert goes_on.year == unused.year + years
    late = (goes_on.month, goes_on.day) != (unused.month, unused.day)
    assert not late or ((unused.month, unused.day) == (2, 29) and (goes_on.month, goes_on.day) == (3, 1))


@given(DAYS, DAYS, YEARS)
def test_who_was_used_longer_is_kept_longer(one: date, other: date, years: int) -> None:
    assert (first_day_to_go(one, years) <= first_day_to_go(other, years)) or one > other


def test_the_scheme_that_keeps_longest_decides() -> None:
    short, long = Kept("A", date(2015, 1, 1), 1), Kept("B", date(2010, 1, 1), 10)
    assert overdue_since([short, long]) == date(2020, 1, 2)
    assert overdue_since([]) is None
