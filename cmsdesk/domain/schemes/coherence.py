"""Whether what a scheme file says hangs together: everything named exists, nothing lies within itself."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from string import Formatter
from typing import TYPE_CHECKING

from cmsdesk.domain.schemes.life import PAPER_WORDS
from cmsdesk.domain.schemes.references import references
from cmsdesk.domain.schemes.requirements import GROUPS, Any_, Duration, Points
from cmsdesk.domain.words import _

if TYPE_CHECKING:  # the model asks this module whether it is coherent
    from cmsdesk.domain.schemes.model import Scheme


class Problem(ValueError):  # noqa: N818 - it says what is wrong, and is shown
    """What is wrong, with the table and the key where it stands."""

    def __init__(self, table: str, key: str, sentence: str) -> None:
        super().__init__(sentence)
        self.table, self.key, self.sentence = table, key, sentence


def problems(scheme: "Scheme") -> Iterator[Problem]:
    """Everything that does not hang together."""
    yield from _used_twice(scheme)
    yield from _dangling(scheme)
    yield from _misplaced(scheme)
    yield from _within_itself(scheme)
    yield from _impossible(scheme)
    yield from _overlapping(scheme)
    yield from _unfillable(scheme)


def _ids(scheme: "Scheme") -> dict[str, list[str]]:
    return {
        "version": [part.id for part in scheme.versions],
        "organisation": [part.name for part in scheme.organisations],
        "role": [part.id for part in scheme.roles],
        "title": [part.id for part in scheme.titles],
        "specialisation": [part.id for part in scheme.specialisations],
        "ledger": [part.id for part in scheme.ledgers],
        "mark": [part.id for part in scheme.marks],
        "document": [part.id for part in scheme.documents],
        "list": [part.id for part in scheme.lists],
        "topic_set": [part.id for part in scheme.topic_sets],
        "topic": [topic.id for part in scheme.topic_sets for topic in part.topics],
        "basis": [part.id for part in scheme.bases],
        "circumstance": [part.id for part in scheme.circumstances],
        "requirement": [part.id for part in scheme.requirements],
        "step": [part.id for part in scheme.steps],
        "decision": [part.id for part in scheme.decisions],
        "route": [part.id for part in scheme.routes],
        "example": [part.id for part in scheme.examples],
    }


def _used_twice(scheme: "Scheme") -> Iterator[Problem]:
    for table, ids in _ids(scheme).items():
        yield from _twice(table, "id", ids)


def _twice(table: str, key: str, ids: list[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for name in ids:
        if name in seen:
            yield Problem(table, key, _("“{name}” is used twice.").format(name=name))
        seen.add(name)


def _dangling(scheme: "Scheme") -> Iterator[Problem]:
    known = {table: set(ids) for table, ids in _ids(scheme).items()}
    for table, key, wanted, name in references(scheme):
        if name not in known[wanted]:
            yield Problem(table, key, _("there is no {table} “{name}”.").format(table=wanted, name=name))


def _misplaced(scheme: "Scheme") -> Iterator[Problem]:
    groups = {rule.id for rule in scheme.requirements if isinstance(rule, GROUPS)}
    for rule in scheme.requirements:
        if rule.into and rule.into not in groups:
            yield Problem(f"requirement “{rule.id}”", "in", _("“{name}” is no group.").format(name=rule.into))


def _within_itself(scheme: "Scheme") -> Iterator[Problem]:
    within: dict[str, list[str]] = {rule.id: [] for rule in scheme.requirements}
    for rule in scheme.requirements:
        if rule.into:
            within[rule.into].append(rule.id)
        if isinstance(rule, GROUPS):
            within[rule.id] += rule.refs
    # Take away what lies around nothing, again and again; a circle is what is left.
    left = dict(within)
    while done := [name for name, inner in left.items() if not any(one in left for one in inner)]:
        for name in done:
            del left[name]
    for name in left:
        yield Problem(f"requirement “{name}”", "in", _("“{name}” lies within itself.").format(name=name))


def _impossible(scheme: "Scheme") -> Iterator[Problem]:
    for rule in scheme.requirements:
        table, inner = f"requirement “{rule.id}”", len(scheme.children(rule.id))
        if isinstance(rule, GROUPS) and not inner:
            yield Problem(table, "kind", _("the group is empty."))
        if isinstance(rule, Any_) and rule.n > inner:
            sentence = _("{needed} are needed, and the group has only {count}.").format(needed=rule.n, count=inner)
            yield Problem(table, "n", sentence)
        if isinstance(rule, Duration) and scheme.ledger(rule.ledger).unit != "months":
            yield Problem(table, "ledger", _("the ledger “{name}” does not count months.").format(name=rule.ledger))
        if isinstance(rule, Points) and scheme.ledger(rule.ledger).unit == "months":
            yield Problem(table, "ledger", _("the ledger “{name}” counts months.").format(name=rule.ledger))
    for step in scheme.steps:
        if unknown := [place for place in step.unfavourable if not 1 <= place <= len(step.outcomes)]:
            sentence = _("there is no outcome {place}; the step names {count}.").format(
                place=unknown[0], count=len(step.outcomes)
            )
            yield Problem(f"step “{step.id}”", "unfavourable", sentence)
    for route in scheme.routes:
        if scheme.title(route.title).closed:
            yield Problem(f"route “{route.id}”", "title", _("“{name}” is no longer granted.").format(name=route.title))
    yield from _longer_than_a_life(scheme)


def _longer_than_a_life(scheme: "Scheme") -> Iterator[Problem]:
    """A certificate cannot be asked for again before it was given."""
    life = scheme.life
    lives = [months for months in (life.validity_months, *(version.validity_months for version in scheme.versions)) if months]
    for key, before in (("apply_before_months", (life.apply_before_months,)), ("remind_months", life.remind_months)):
        if lives and max(before, default=0) >= min(lives):
            sentence = _("{months} months are not less than the {life} months that a certificate lives.")
            yield Problem("life", key, sentence.format(months=max(before), life=min(lives)))


def _overlapping(scheme: "Scheme") -> Iterator[Problem]:
    """A route may belong to several versions, but a day belongs to one."""
    for version in scheme.versions:
        if version.until_on and version.until_on < version.from_on:
            yield Problem(f"version “{version.id}”", "until", _("it ends before it begins."))
    published = [version for version in scheme.versions if not version.concept]
    for earlier, later in pairwise(sorted(published, key=lambda version: version.from_on)):
        if (earlier.until_on or later.from_on - timedelta(days=1)) >= later.from_on or earlier.from_on == later.from_on:
            sentence = _("it overlaps version “{name}”.").format(name=earlier.id)
            yield Problem(f"version “{later.id}”", "from", sentence)


def _unfillable(scheme: "Scheme") -> Iterator[Problem]:
    """Texts with a word in braces that nothing fills in."""
    texts = {"text": (scheme.certificate.text.nl, scheme.certificate.text.en), "number": (scheme.certificate.number,)}
    allowed = {"text": PAPER_WORDS, "number": frozenset({"title", "year", "count"})}
    for key, variants in texts.items():
        for text in variants:
            if wrong := _wrong_word(text, allowed[key]):
                sentence = _("“{word}” cannot be filled in; known are {known}.").format(
                    word=wrong, known=", ".join(sorted(allowed[key]))
                )
                yield Problem("certificate", key, sentence)


def _wrong_word(text: str, allowed: frozenset[str]) -> str:
    try:
        words = [word for _text, word, _spec, _conversion in Formatter().parse(text) if word is not None]
        if unknown := [word for word in words if word not in allowed]:
            return f"{{{unknown[0]}}}"
        text.format_map(dict.fromkeys(allowed, 1))
    except ValueError:
        return text
    return ""
