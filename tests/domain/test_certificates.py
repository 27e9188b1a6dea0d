"""How long a certificate lives; its last day counts."""

from datetime import date

import pytest

from cmsdesk.domain.certificates import Status, last_day, worth


@pytest.mark.parametrize(
    ("granted", "months", "last"),
    [
        (date(2026, 11, 21), 0, None),
        (date(2026, 11, 21), 12, date(2027, 11, 20)),
        (date(2026, 1, 1), 36, date(2028, 12, 31)),
        (date(2026, 3, 1), 12, date(2027, 2, 28)),
        (date(2027, 3, 1), 12, date(2028, 2, 29)),
    ],
)
def test_the_last_day_is_the_one_before_the_anniversary(granted: date, months: int, last: date | None) -> None:
    assert last_day(granted, months) == last


def test_the_first_and_the_last_day_count_and_the_days_around_them_do_not() -> None:
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    days = (date(2025, 12, 31), first, last, date(2027, 1, 1))
    assert [worth(Status.ACTIVE, first, last, on) for on in days] == [
        Status.FUTURE, Status.ACTIVE, Status.ACTIVE, Status.EXPIRED,
    ]  # fmt: skip
    assert {worth(Status.WITHDRAWN, first, last, on) for on in days} == {Status.WITHDRAWN}
    assert worth(Status.SUSPENDED, first, None, date(2100, 1, 1)) is Status.SUSPENDED
