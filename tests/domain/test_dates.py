"""Dates as people write them, months as certification counts them."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmsdesk.domain.dates import add_months, read_date, typed_date, whole_months

TODAY = date(2026, 11, 21)
DAY = date(2019, 3, 7)


@pytest.mark.parametrize(
    "written",
    [
        DAY, datetime(2019, 3, 7, 13, 0), "07-03-2019", "7/3/2019", "7.3.19", "2019-03-07", "2019-03-07 00:00:00", "7 maart 2019",
        "7 mrt. 2019", "7-mrt-2019", "20190307", 43531, 43531.0, "43531", "7e maart 2019", "2019-03-07T13:00:00.5", " 07-03-2019 ",
        "7 March 2019",
    ],
)  # fmt: skip
def test_every_usual_way_to_write_a_date_is_read(written: object) -> None:
    assert read_date(written) == DAY


@pytest.mark.parametrize("empty", [None, "", "   "])
def test_nothing_is_no_date(empty: object) -> None:
    assert read_date(empty) is None


@pytest.mark.parametrize(
    "wrong",
    [
        "31-02-2019",
        "onbekend",
        "2019",
        "voorjaar 2019",
        True,
        0,
        -3,
        1e12,
        float("nan"),
        "01-13-2019",
        "01-01-0019",
        date(19, 1, 1),
        datetime(2200, 1, 1),
        "7 foo 2019",
    ],
)
def test_what_is_no_date_is_said(wrong: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any reason will do
        read_date(wrong)


def test_dates_are_typed_freely() -> None:
    assert typed_date("21-11", TODAY) == TODAY
    assert typed_date("vandaag", TODAY) == TODAY
    assert typed_date("morgen", TODAY) == date(2026, 11, 22)
    assert typed_date("+7", TODAY) == date(2026, 11, 28)
    assert typed_date("1-2-2027", TODAY) == date(2027, 2, 1)
    for wrong in ("", "ooit", "99-99"):
        with pytest.raises(ValueError):  # noqa: PT011
            typed_date(wrong, TODAY)


def test_months_are_counted_by_anniversary() -> None:
    assert whole_months([(date(2023, 6, 15), None)], date(2025, 6, 14)) == 23
    assert whole_months([(date(2023, 6, 15), None)], date(2025, 6, 15)) == 24
    assert whole_months([(date(2022, 1, 1), date(2022, 12, 31))], TODAY) == 12
    assert whole_months([(date(2023, 2, 1), None)], date(2024, 1, 1)) == 11


def test_overlap_counts_once_and_neighbours_touch() -> None:
    assert whole_months([(date(2020, 1, 1), date(2020, 12, 31)), (date(2020, 6, 1), date(2020, 12, 31))], TODAY) == 12
    assert whole_months([(date(2020, 1, 1), date(2020, 6, 14)), (date(2020, 6, 15), date(2020, 12, 31))], TODAY) == 12


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(0, 600))
def test_adding_months_and_counting_them_agree(start: date, months: int) -> None:
    assert whole_months([(start, None)], add_months(start, months)) in {months, months - 1} or start.day > 28
