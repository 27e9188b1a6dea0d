"""Dates as people write them, and months as certification counts them."""

import calendar
import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from cmsdesk.domain.words import _

_EXCEL_ZERO = date(1899, 12, 30)
_EARLIEST, _LATEST = date(1900, 1, 1), date(2199, 12, 31)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan january",
            "februari feb february febr",
            "maart mrt march mar",
            "april apr",
            "mei may",
            "juni jun june",
            "juli jul july",
            "augustus aug august",
            "september sep sept",
            "oktober okt october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_DAY_FIRST = re.compile(r"^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})$")
_YEAR_FIRST = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?$")
_WORDED = re.compile(r"^(\d{1,2})(?:e|ste|de)?[- ]([a-zé]+)\.?[- ](\d{4}|\d{2})$")
_PACKED = re.compile(r"^((?:19|20)\d{2})(\d{2})(\d{2})$")
_OFFSET = re.compile(r"^([+-])(\d{1,4})$")
_SHORT = re.compile(r"^(\d{1,2})[-/. ](\d{1,2})$")


def read_date(value: object) -> date | None:
    """A date from a cell: a real date, a spreadsheet number or any usual text; None when empty.

    Raises ValueError when there is something that is no date.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, datetime):
        return _checked(value.date())
    if isinstance(value, date):
        return _checked(value)
    if isinstance(value, bool):
        raise ValueError(value)
    if isinstance(value, int | float):
        return _checked(_EXCEL_ZERO + timedelta(days=int(_finite(value))))
    return _checked(_from_text(" ".join(str(value).lower().split())))


def _finite(value: float) -> float:
    if not 1 <= value <= (_LATEST - _EXCEL_ZERO).days:
        raise ValueError(value)
    return value


def _from_text(text: str) -> date:
    if found := _DAY_FIRST.match(text):
        return date(_year(found[3]), int(found[2]), int(found[1]))
    if found := _YEAR_FIRST.match(text) or _PACKED.match(text):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if (found := _WORDED.match(text)) and found[2] in _MONTHS:
        return date(_year(found[3]), _MONTHS[found[2]], int(found[1]))
    if re.fullmatch(r"\d{5}", text):
        return _EXCEL_ZERO + timedelta(days=int(text))
    raise ValueError(text)


def _year(text: str) -> int:
    """Two digits mean the last hundred years, seen from 2029; a birthday in 31 is 1931."""
    year = int(text)
    return year if len(text) == 4 else (2000 + year if year < 30 else 1900 + year)  # noqa: PLR2004 - digits


def _checked(day: date) -> date:
    if not _EARLIEST <= day <= _LATEST:
        raise ValueError(day)
    return day


def typed_date(text: str, today: date) -> date:
    """A date as one types it: 21-11, 21-11-2026, vandaag, morgen, gisteren, +7; ValueError otherwise."""
    text = " ".join(text.lower().split())
    words = {"vandaag": 0, "today": 0, "t": 0, "morgen": 1, "tomorrow": 1, "gisteren": -1, "yesterday": -1, "overmorgen": 2}
    if text in words:
        return today + timedelta(days=words[text])
    if found := _OFFSET.match(text):
        return today + timedelta(days=int(found[1] + found[2]))
    if found := _SHORT.match(text):
        return date(today.year, int(found[2]), int(found[1]))
    day = read_date(text)
    if day is None:
        raise ValueError(text)
    return day


def show_date(day: date | None) -> str:
    """21-11-2026, or nothing."""
    return f"{day:%d-%m-%Y}" if day else ""


def show_days(day: date, today: date) -> str:
    """How far away a day is, in words."""
    away = (day - today).days
    if away == 0:
        return _("today")
    if away == 1:
        return _("tomorrow")
    if away < 0:
        return _("{count} days late").format(count=-away) if away < -1 else _("1 day late")
    return _("{count} days").format(count=away) if away <= 60 else show_date(day)  # noqa: PLR2004 - two months


def add_months(day: date, months: int) -> date:
    """The same day some months later or earlier; the last day of the month where it does not exist."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, calendar.monthrange(years, month + 1)[1]))


def whole_months(periods: Iterable[tuple[date, date | None]], on: date) -> int:
    """Whole months of some periods up to a day; overlap counts once.

    An open period counts by anniversary: from 15-06-2023 it is 24 months on 15-06-2025. A closed
    period includes its last day: 01-01-2022 to 31-12-2022 is 12 months. (EXAMPLE, domain report 3.3.)
    """
    # Every period as [from, first day after), so that neighbours touch.
    cut = sorted((start, min(end + timedelta(days=1), on) if end else on) for start, end in periods if start <= on)
    merged: list[tuple[date, date]] = []
    for start, after in cut:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], after))
        else:
            merged.append((start, after))
    return sum(_months(start, after) for start, after in merged)


def _months(start: date, after: date) -> int:
    months = (after.year - start.year) * 12 + after.month - start.month
    return max(0, months if add_months(start, months) <= after else months - 1)
