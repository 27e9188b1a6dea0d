"""Requirements that add up: lines in a ledger, and dated periods."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

from cmsdesk.domain.dates import add_months, show_date, whole_months
from cmsdesk.domain.schemes import requirements as rules
from cmsdesk.domain.schemes.facts import Facts, LedgerLine, Period
from cmsdesk.domain.schemes.leaves import Leaf, Line, Outcome, number, shown
from cmsdesk.domain.schemes.model import Ledger, Scheme
from cmsdesk.domain.words import _, language, ngettext

_NOTHING = Decimal(0)
_FARTHEST = date(9000, 1, 1)
_EARLIEST = date(1000, 1, 1)
_MONTHS_IN_YEAR = 12


def points(scheme: Scheme, rule: rules.Points, facts: Facts, on: date) -> Leaf:
    """Add up what counts; what waits to be accepted decides between undecided and not met."""
    ledger = scheme.ledger(rule.ledger)
    room = {cap.category: cap.max for cap in rule.caps}
    total, waiting = _NOTHING, _NOTHING
    counted: list[Line] = []
    cut: list[Line] = []
    if ledger.per_year:
        years = _months([period for period in facts.periods if period.ledger == ledger.id], on) // _MONTHS_IN_YEAR
        if years:
            total += years * ledger.per_year
            label = ngettext("{count} year", "{count} years", years).format(count=years)
            counted.append(Line(label, number(years * ledger.per_year)))
    mine = [line for line in facts.lines if line.ledger == ledger.id]
    # Lines that wait come last, so that they never take the room under a cap from what was accepted.
    by = _Rule(scheme, ledger, rule, facts, on)
    for line in sorted(mine, key=lambda line: line.standing == "pending"):
        value = worth(line, ledger)
        reason = next(_why_cut(by, line, value), "")
        if reason:
            cut.append(Line(line.text, number(value), reason, line.id))
            continue
        allowed = min(value, room.get(line.category, value))
        if line.category in room:
            room[line.category] -= allowed
        if allowed < value:
            cut.append(Line(line.text, number(value - allowed), _("More than the category allows."), line.id))
        if allowed and line.standing == "pending":
            waiting += allowed
            cut.append(Line(line.text, number(allowed), _("Not yet accepted."), line.id))
        elif allowed:
            total += allowed
            counted.append(Line(line.text, number(allowed), "", line.id))
    missing = max(_NOTHING, rule.min - total)
    unit = _unit(ledger, rule.min)
    return Leaf(
        Outcome.MET if not missing else Outcome.UNDECIDED if waiting >= missing else Outcome.NOT_MET,
        number(total),
        _("{number} {unit}").format(number=number(rule.min), unit=unit),
        float(min(Decimal(1), total / rule.min)),
        _points_sentence(missing, waiting, unit),
        missing,
        waiting,
        counted=tuple(counted),
        cut=tuple(cut),
    )


def worth(line: LedgerLine, ledger: Ledger) -> Decimal:
    """What a line is worth in the ledger's unit, by amount or by hours."""
    value = line.hours or _NOTHING
    if line.amount is not None:
        value = line.amount
    elif ledger.per_hours:
        value /= ledger.per_hours
    if ledger.round_down_to:
        value = (value / ledger.round_down_to).to_integral_value(ROUND_DOWN) * ledger.round_down_to
    return max(_NOTHING, value)


def _points_sentence(missing: Decimal, waiting: Decimal, unit: str) -> str:
    if not missing:
        return ""
    if not waiting:
        return _("{missing} {unit} still needed.").format(missing=number(missing), unit=unit)
    return _("{missing} {unit} still needed; {waiting} are waiting to be accepted.").format(
        missing=number(missing), unit=unit, waiting=number(waiting)
    )


@dataclass(frozen=True)
class _Rule:
    """A requirement of points with all it is judged by."""

    scheme: Scheme
    ledger: Ledger
    rule: rules.Points
    facts: Facts
    on: date


def _why_cut(by: _Rule, line: LedgerLine, value: Decimal) -> Iterator[str]:
    """The rules that cut a line; the first one is shown."""
    ledger, on = by.ledger, by.on
    if line.standing == "refused":
        yield line.reason or _("Not accepted.")
    if line.on > on:
        yield _("Dated after {date}.").format(date=show_date(on))
    if value < ledger.least or not value:
        yield _("Below the least amount of {least}.").format(least=number(ledger.least))
    if lacking := [mark for mark in ledger.needs if mark not in line.marks]:
        names = [mark.name.in_language(language()) for mark in by.scheme.marks if mark.id in lacking]
        yield _("Not shown: {marks}.").format(marks=", ".join(names))
    if used := sorted(line.used_for.intersection(by.rule.not_used_for)):
        yield _("Already used for {title}.").format(title=", ".join(used))
    yield from _why_wrong_time(by.rule, line, by.facts, on)


def _why_wrong_time(rule: rules.Points, line: LedgerLine, facts: Facts, on: date) -> Iterator[str]:
    if rule.within_months and line.on < _moved(on, -rule.within_months):
        yield _("Older than {count} months.").format(count=rule.within_months)
    if rule.within:
        windows = [window for window in facts.windows if window.name == rule.within]
        if not any(w.from_on <= line.on and (w.until_on is None or line.on <= w.until_on) for w in windows):
            yield _("Not dated in the period that counts.")
    if rule.dated_after:
        granted = [credential.granted_on for credential in facts.credentials if credential.kind == rule.dated_after]
        if not granted:
            yield _("Counts only after {credential}.").format(credential=shown(rule.dated_after))
        elif line.on <= min(granted):
            yield _("Dated before {credential} of {date}.").format(
                credential=shown(rule.dated_after), date=show_date(min(granted))
            )


def duration(_scheme: Scheme, rule: rules.Duration, facts: Facts, on: date) -> Leaf:
    """Whole months of the periods, and, where only time is missing, the first day it will be enough."""
    periods = [period for period in facts.periods if period.ledger == rule.ledger]
    have = _months(periods, on)
    missing = max(0, rule.min - have)
    first = _first_day(periods, rule.min, on) if missing else None
    sentence = ""
    if missing:
        sentence = ngettext("{count} month still needed.", "{count} months still needed.", missing).format(count=missing)
    if first:
        sentence = _("First possible on {date}.").format(date=show_date(first))
    return Leaf(
        Outcome.NOT_MET if missing else Outcome.MET,
        str(have),
        ngettext("{count} month", "{count} months", rule.min).format(count=rule.min),
        min(1.0, have / rule.min),
        sentence,
        Decimal(missing),
        first_possible_on=first,
        counted=tuple(Line(period.text, _span(period), "", period.id) for period in periods if period.from_on <= on),
        cut=tuple(
            Line(period.text, _span(period), _("Dated after {date}.").format(date=show_date(on)), period.id)
            for period in periods
            if period.from_on > on
        ),
    )


def _span(period: Period) -> str:
    return " – ".join(show_date(day) for day in (period.from_on, period.until_on) if day)


def _months(periods: list[Period], on: date) -> int:
    # What ends later than the day asked about is still open on it.
    return whole_months([(p.from_on, p.until_on if p.until_on and p.until_on < on else None) for p in periods], on)


def _first_day(periods: list[Period], needed: int, on: date) -> date | None:
    """The first day on which the periods will have lasted long enough, if nothing else changes."""
    running = [period for period in periods if period.until_on is None]
    ends = [period.until_on for period in periods if period.until_on and on < period.until_on < _FARTHEST]
    last = max((end + timedelta(days=1) for end in ends), default=on)
    if running:
        last = max(last, _moved(max(on, min(period.from_on for period in running)), needed))
    if _months(periods, last) < needed:
        return None
    low, high = on.toordinal(), last.toordinal()
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if _months(periods, date.fromordinal(middle)) >= needed else (middle + 1, high)
    return date.fromordinal(low)


def _moved(day: date, months: int) -> date:
    """Some months later or earlier, without leaving the years a calendar knows."""
    return add_months(min(max(day, _EARLIEST), _FARTHEST), months)


def _unit(ledger: Ledger, count: Decimal) -> str:
    if ledger.unit == "points":
        return ngettext("point", "points", int(count))
    if ledger.unit == "hours":
        return ngettext("hour", "hours", int(count))
    return ngettext("assignment", "assignments", int(count))
