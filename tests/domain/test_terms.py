"""Terms: when they end, what stands still, and what is in time."""

from datetime import date, timedelta

import pytest

from cmsdesk.domain.clocks import after_days, after_working_days, resumed
from cmsdesk.domain.dates import show_date, show_days
from cmsdesk.domain.disputes import is_in_time
from cmsdesk.domain.hearings import completeness_warning

MONDAY = date(2026, 11, 23)


def nothing(_day: date) -> bool:
    return False


def test_a_term_in_days_ends_so_many_days_later() -> None:
    assert after_days(MONDAY, 28) == date(2026, 12, 21)
    assert after_days(MONDAY, 0) == MONDAY


@pytest.mark.parametrize(
    ("days", "end"),
    [(0, MONDAY), (1, date(2026, 11, 24)), (4, date(2026, 11, 27)), (5, date(2026, 11, 30)), (10, date(2026, 12, 7))],
)
def test_weekends_are_no_working_days(days: int, end: date) -> None:
    assert after_working_days(MONDAY, days, nothing) == end


def test_holidays_are_no_working_days_either() -> None:
    christmas = {date(2026, 12, 25), date(2026, 12, 26)}
    assert after_working_days(date(2026, 12, 24), 1, christmas.__contains__) == date(2026, 12, 28)


def test_a_term_stands_still_while_one_waits_for_the_candidate() -> None:
    assert resumed(date(2026, 12, 1), MONDAY, MONDAY + timedelta(days=10)) == date(2026, 12, 11)
    assert resumed(None, MONDAY, MONDAY) is None


@pytest.mark.parametrize(
    ("received", "last", "in_time"),
    [
        (date(2026, 3, 31), date(2026, 3, 31), True),
        (date(2026, 4, 1), date(2026, 3, 31), False),
        (date(2030, 1, 1), None, True),
    ],
)
def test_an_objection_is_in_time_up_to_its_last_day(received: date, last: date | None, in_time: bool) -> None:
    assert is_in_time(received, last) is in_time


@pytest.mark.parametrize(
    ("complete", "days", "warning"),
    [
        (None, 0, ""),
        (MONDAY - timedelta(days=14), 14, ""),
        (MONDAY - timedelta(days=13), 14, "The dossier must be complete 14 days before; it was 13 days before."),
        (None, 14, "The dossier must be complete 14 days before, on 09-11-2026; it is not yet."),
    ],
)
def test_a_dossier_that_comes_late_for_a_conversation_is_warned_of(complete: date | None, days: int, warning: str) -> None:
    assert completeness_warning(complete, MONDAY, days) == warning


@pytest.mark.parametrize(
    ("away", "words"),
    [(0, "today"), (1, "tomorrow"), (2, "2 days"), (60, "60 days"), (61, "23-01-2027"), (-1, "1 day late"), (-2, "2 days late")],
)
def test_how_far_away_a_day_is_in_words(away: int, words: str) -> None:
    assert show_days(MONDAY + timedelta(days=away), MONDAY) == words


def test_no_date_is_shown_as_nothing() -> None:
    assert (show_date(None), show_date(MONDAY)) == ("", "23-11-2026")
