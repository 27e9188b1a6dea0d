"""What came of an evaluation, for a program and for people."""

from collections.abc import Iterator
from decimal import Decimal

from cmsdesk.domain.schemes.evaluate import Line, Outcome, Verdict
from cmsdesk.domain.words import _

_SIGNS = {Outcome.MET: "[x]", Outcome.UNDECIDED: "[?]", Outcome.NOT_MET: "[ ]"}


def as_json(verdict: Verdict) -> dict[str, object]:
    """The whole tree; `missing` and `pending` are numbers in the unit of the requirement, days are ISO dates."""
    return {
        "id": verdict.requirement_id,
        "title": verdict.title,
        "kind": verdict.kind,
        "outcome": verdict.outcome.value,
        "gate": verdict.gate,
        "have": verdict.have,
        "need": verdict.need,
        "missing": _number(verdict.missing),
        "pending": _number(verdict.pending),
        "first_possible_on": verdict.first_possible_on.isoformat() if verdict.first_possible_on else None,
        "sentence": verdict.sentence,
        "example": verdict.example,
        "remediable": verdict.remediable,
        "advisory": verdict.advisory,
        "counted": [_line(line) for line in verdict.counted],
        "cut": [_line(line) for line in verdict.cut],
        "children": [as_json(child) for child in verdict.children],
    }


def told(verdict: Verdict, depth: int = 0) -> Iterator[str]:
    """One line for each requirement, and below it the lines that were cut, each with its rule."""
    share = _("{have} of {need}").format(have=verdict.have, need=verdict.need) if verdict.need else verdict.have
    parts = (_SIGNS[verdict.outcome], verdict.title, share, verdict.sentence)
    yield "  " * depth + "  ".join(part for part in parts if part)
    for line in verdict.cut:
        yield "  " * (depth + 2) + _("does not count: {text} ({reason})").format(text=line.text, reason=line.reason)
    for child in verdict.children:
        yield from told(child, depth + 1)


def _line(line: Line) -> dict[str, object]:
    return {"text": line.text, "value": line.value, "reason": line.reason}


def _number(value: Decimal) -> float | int:
    return int(value) if value == value.to_integral_value() else float(value)
