"""Judging one requirement: a small pure function for each kind."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from typing import Any

from cmsdesk.domain.dates import add_months, show_date, whole_months
from cmsdesk.domain.schemes import model
from cmsdesk.domain.schemes.facts import Credential, Document, Facts, LedgerLine
from cmsdesk.domain.schemes.model import Ledger, Scheme
from cmsdesk.domain.words import _, language, ngettext

_FARTHEST = 1200


class Outcome(StrEnum):
    """The three answers."""

    MET = "met"
    UNDECIDED = "undecided"
    NOT_MET = "not_met"


@dataclass(frozen=True)
class Line:
    """One line that was looked at: what it is, what it is worth, and the rule that cut it, if any."""

    text: str
    value: str
    reason: str = ""
    id: int = 0


@dataclass(frozen=True)
class Leaf:
    """What came of one requirement that is no group; `share` is 0 to 1 for a progress bar."""

    outcome: Outcome
    have: str = ""
    need: str = ""
    share: float = 0.0
    sentence: str = ""
    missing: Decimal = Decimal(0)
    first_possible_on: date | None = None
    counted: tuple[Line, ...] = ()
    cut: tuple[Line, ...] = ()


def number(value: Decimal | int) -> str:
    """A number as the reader writes it: 59,5 or 59.5, without idle zeros."""
    text = f"{Decimal(value).normalize():f}"
    return text if language() == "en" else text.replace(".", ",")


def worth(line: LedgerLine, ledger: Ledger) -> Decimal:
    """What a line is worth in the ledger's unit, by amount or by hours."""
    if line.amount is not None:
        value = line.amount
    elif line.hours is not None and ledger.per_hours:
        value = line.hours / ledger.per_hours
    else:
        value = line.hours or Decimal(0)
    if ledger.round_down_to:
        value = (value / ledger.round_down_to).to_integral_value(ROUND_DOWN) * ledger.round_down_to
    return value


def judge(scheme: Scheme, requirement: Any, facts: Facts, on: date) -> Leaf:
    """The answer for any requirement that is no group."""
    return _KINDS[type(requirement)](scheme, requirement, facts, on)


def _points(scheme: Scheme, rule: model.Points, facts: Facts, on: date) -> Leaf:
    ledger = scheme.ledger(rule.ledger)
    total, waiting = Decimal(0), Decimal(0)
    counted, cut = [], []
    for line in facts.lines:
        if line.ledger != rule.ledger:
            continue
        value = worth(line, ledger)
        reason = _why_cut(scheme, rule, ledger, line, value, facts.credentials, on)
        shown = Line(line.text, number(value), reason, line.id)
        if reason:
            cut.append(shown)
        elif line.standing == "pending":
            waiting += value
            cut.append(replace(shown, reason=_("Not yet accepted.")))
        else:
            total += value
            counted.append(shown)
    missing = max(Decimal(0), rule.min - total)
    unit = _unit(ledger, rule.min)
    outcome = Outcome.MET if not missing else Outcome.UNDECIDED if total + waiting >= rule.min else Outcome.NOT_MET
    sentence = ""
    if missing:
        sentence = _("{missing} {unit} still needed.").format(missing=number(missing), unit=unit)
        if waiting:
            sentence = _("{missing} {unit} still needed; {waiting} are waiting to be accepted.").format(
                missing=number(missing), unit=unit, waiting=number(waiting)
            )
    return Leaf(
        outcome,
        number(total),
        _("{number} {unit}").format(number=number(rule.min), unit=unit),
        float(min(Decimal(1), total / rule.min)),
        sentence,
        missing,
        counted=tuple(counted),
        cut=tuple(cut),
    )


def _why_cut(
    scheme: Scheme,
    rule: model.Points,
    ledger: Ledger,
    line: LedgerLine,
    value: Decimal,
    credentials: Sequence[Credential],
    on: date,
) -> str:
    """The rule that cuts a line, or nothing."""
    if line.standing == "refused":
        return line.reason or _("Not accepted.")
    if line.on > on:
        return _("Dated after {date}.").format(date=show_date(on))
    if value < ledger.least or not value:
        return _("Below the least amount of {least}.").format(least=number(ledger.least))
    if lacking := [mark for mark in ledger.needs if mark not in line.marks]:
        names = [mark.name.in_language(language()) for mark in scheme.marks if mark.id in lacking]
        return _("Not shown: {marks}.").format(marks=", ".join(names))
    if used := sorted(line.used_for & set(rule.not_used_for)):
        return _("Already used for {title}.").format(title=", ".join(used))
    if rule.within_months and line.on < add_months(on, -rule.within_months):
        return _("Older than {count} months.").format(count=rule.within_months)
    if rule.dated_after:
        granted = [c.granted_on for c in credentials if c.kind == rule.dated_after]
        if not granted:
            return _("Counts only after {credential}.").format(credential=_shown(rule.dated_after))
        if line.on <= min(granted):
            return _("Dated before {credential} of {date}.").format(
                credential=_shown(rule.dated_after), date=show_date(min(granted))
            )
    return ""


def _duration(_scheme: Scheme, rule: model.Duration, facts: Facts, on: date) -> Leaf:
    periods = [period for period in facts.periods if period.ledger == rule.ledger]
    spans = [(period.from_on, period.until_on) for period in periods]
    have = whole_months(spans, on)
    missing = max(0, rule.min - have)
    lines = tuple(
        Line(period.text, f"{show_date(period.from_on)} – {show_date(period.until_on)}".strip(" –")) for period in periods
    )
    first = _first_day(spans, rule.min, on) if missing else None
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
        first,
        counted=lines,
    )


def _first_day(spans: list[tuple[date, date | None]], needed: int, on: date) -> date | None:
    """The first day on which the open periods will have lasted long enough, if nothing else changes."""
    if not any(until is None for _start, until in spans):
        return None
    low, high = on, add_months(on, min(needed, _FARTHEST) + 1)
    if whole_months(spans, high) < needed:
        return None
    while low < high:
        middle = date.fromordinal((low.toordinal() + high.toordinal()) // 2)
        low, high = (low, middle) if whole_months(spans, middle) >= needed else (date.fromordinal(middle.toordinal() + 1), high)
    return low


def _held(_scheme: Scheme, rule: model.Held, facts: Facts, on: date) -> Leaf:
    counted: list[Line] = []
    cut: list[Line] = []
    for held in facts.credentials:
        if held.kind != rule.credential or held.granted_on > on:
            continue
        reason = _why_not_held(rule, held, on)
        line = Line(held.issuer or _shown(held.kind), show_date(held.granted_on), reason)
        (cut if reason else counted).append(line)
    if counted:
        since = min(
            held.granted_on for held in facts.credentials if held.kind == rule.credential and not _why_not_held(rule, held, on)
        )
        return Leaf(Outcome.MET, _("since {date}").format(date=show_date(since)), "", 1.0, counted=tuple(counted), cut=tuple(cut))
    sentence = cut[0].reason if cut else _("{credential} is not held.").format(credential=_shown(rule.credential))
    return Leaf(Outcome.NOT_MET, _("missing"), "", 0.0, sentence, Decimal(1), cut=tuple(cut))


def _why_not_held(rule: model.Held, held: Credential, on: date) -> str:
    if rule.state == "active" and (not held.active or (held.until_on and held.until_on < on)):
        return _("No longer active.")
    if rule.issuers and held.issuer not in rule.issuers:
        return _("The issuer “{issuer}” is not on the list.").format(issuer=held.issuer)
    if rule.min_level is not None and (held.level or 0) < rule.min_level:
        return _("Level {level} is needed.").format(level=rule.min_level)
    return ""


def _evidence(_scheme: Scheme, rule: model.Evidence, facts: Facts, _on: date) -> Leaf:
    documents = [document for document in facts.documents if document.requirement == rule.id]
    good = [document for document in documents if not _why_refused(rule, document)]
    lines = tuple(Line(d.text, "", "", d.id) for d in good if d.standing == "accepted")
    cut = tuple(
        Line(d.text, "", _why_refused(rule, d) or _("Not yet judged."), d.id)
        for d in documents
        if d not in good or d.standing == "pending"
    )
    if lines:
        return Leaf(Outcome.MET, _("accepted"), "", 1.0, counted=lines, cut=cut)
    if good:
        return Leaf(Outcome.UNDECIDED, _("to be judged"), "", 0.5, _("The document still has to be judged."), Decimal(1), cut=cut)
    sentence = cut[0].reason if cut else _("This document is missing.")
    return Leaf(Outcome.NOT_MET, _("missing"), "", 0.0, sentence, Decimal(1), cut=cut)


def _why_refused(rule: model.Evidence, document: Document) -> str:
    if document.standing == "refused":
        return document.reason or _("Not accepted.")
    if rule.issuers and document.issuer not in rule.issuers:
        return _("The issuer “{issuer}” is not on the list.").format(issuer=document.issuer)
    if document.standing == "accepted" and (lacking := [check for check in rule.checks if check not in document.ticked]):
        return _("Not shown: {marks}.").format(marks=", ".join(lacking))
    return ""


def _statement(_scheme: Scheme, rule: model.Statement, facts: Facts, on: date) -> Leaf:
    by = {statement.by: statement for statement in facts.statements if statement.role == rule.role and statement.on <= on}
    missing = max(0, rule.count - len(by))
    sentence = (
        ngettext("{count} statement is missing.", "{count} statements are missing.", missing).format(count=missing)
        if missing
        else ""
    )
    lines = tuple(Line(statement.by, show_date(statement.on)) for statement in by.values())
    return Leaf(
        Outcome.NOT_MET if missing else Outcome.MET,
        str(len(by)),
        str(rule.count),
        min(1.0, len(by) / rule.count),
        sentence,
        Decimal(missing),
        counted=lines,
    )


def _topics(scheme: Scheme, rule: model.Topics, facts: Facts, _on: date) -> Leaf:
    topics = [topic for topic_set in scheme.topic_sets if topic_set.id in rule.sets for topic in topic_set.topics]
    open_ = [topic.name.in_language(language()) for topic in topics if topic.id not in facts.topics_met]
    met = len(topics) - len(open_)
    sentence = _("Still open: {topics}.").format(topics=", ".join(open_)) if open_ else ""
    share = met / len(topics) if topics else 1.0
    return Leaf(Outcome.NOT_MET if open_ else Outcome.MET, str(met), str(len(topics)), share, sentence, Decimal(len(open_)))


def _check(_scheme: Scheme, rule: model.Check, facts: Facts, _on: date) -> Leaf:
    answer = facts.checks.get(rule.id, "")
    if answer == "yes":
        return Leaf(Outcome.MET, _("yes"), "", 1.0)
    if answer == "no":
        return Leaf(Outcome.NOT_MET, _("no"), "", 0.0, rule.question.in_language(language()), Decimal(1))
    shown = _("in consultation") if answer == "consultation" else _("not answered")
    return Leaf(Outcome.UNDECIDED, shown, "", 0.5, rule.question.in_language(language()), Decimal(1))


def _unit(ledger: Ledger, count: Decimal) -> str:
    if ledger.unit == "points":
        return ngettext("point", "points", int(count))
    if ledger.unit == "hours":
        return ngettext("hour", "hours", int(count))
    return ngettext("assignment", "assignments", int(count))


def _shown(credential: str) -> str:
    return credential.partition(":")[2] or credential


_KINDS: dict[type, Callable[[Scheme, Any, Facts, date], Leaf]] = {
    model.Points: _points,
    model.Duration: _duration,
    model.Held: _held,
    model.Evidence: _evidence,
    model.Statement: _statement,
    model.Topics: _topics,
    model.Check: _check,
}
