"""Terms: in calendar days, in working days, and what waiting for the candidate does to them."""

from collections.abc import Callable
from datetime import date, timedelta

_SATURDAY = 5


def after_days(start: date, days: int) -> date:
    """The last day of a term of so many days after a day."""
    return start + timedelta(days=days)


def after_working_days(start: date, days: int, is_holiday: Callable[[date], bool]) -> date:
    """The last day of a term of so many working days after a day; weekends and holidays do not count."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        if day.weekday() < _SATURDAY and not is_holiday(day):
            days -= 1
    return day


def resumed(due_on: date | None, paused_on: date, resumed_on: date) -> date | None:
    """A term that stood still while one waited for the candidate ends so many days later."""
    return due_on + (resumed_on - paused_on) if due_on else None
