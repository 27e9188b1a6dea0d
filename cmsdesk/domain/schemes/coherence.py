"""Whether what a scheme file says hangs together: everything named exists, nothing lies within itself."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import pairwise
from string import Formatter
from typing import TYPE_CHECKING

from cmsdesk.domain.schemes.life import PAPER_WORDS
from cmsdesk.domain.schemes.requirements import GROUPS, Any_, Duration, Evidence, Held, Points, Topics
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
        "title": [part.id for part in scheme.titles],
        "ledger": [part.id for part in scheme.ledgers],
        "mark": [part.id for part in scheme.marks],
        "document": [part.id for part in scheme.documents],
        "list": [part.id for part in scheme.lists],
        "topic_set": [part.id for part in scheme.topic_sets],
        "requirement": [part.id for part in scheme.requirements],
        "step": [part.id for part in scheme.steps],
        "decision": [part.id for part in scheme.decisions],
        "route": [part.id for part in scheme.routes],
        "example": [part.id for part in scheme.examples],
    }


def _used_twice(scheme: "Scheme") -> Iterator[Problem]:
    for table, ids in _ids(scheme).items():
        yield from _twice(table, "id", ids)
    yield from _twice("topic_set", "topic", [topic.id for part in scheme.topic_sets for topic in part.topics])


def _twice(table: str, key: str, ids: list[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for name in ids:
        if name in seen:
            yield Problem(table, key, _("“{name}” is used twice.").format(name=name))
        seen.add(name)


def _dangling(scheme: "Scheme") -> Iterator[Problem]:
    known = {table: set(ids) for table, ids in _ids(scheme).items()}
    for table, key, wanted, name in (*_named_by_parts(scheme), *_named_by_requirements(scheme)):
        if name not in known[wanted]:
            yield Problem(table, key, _("there is no {table} “{name}”.").format(table=wanted, name=name))


def _named_by_parts(scheme: "Scheme") -> Iterator[tuple[str, str, str, str]]:
    """Each reference as: table, key, the table it points into, the id it points to."""
    for version in scheme.versions:
        yield from _each(f"version “{version.id}”", "routes", "route", version.routes)
    for ledger in scheme.ledgers:
        yield from _each(f"ledger “{ledger.id}”", "needs", "mark", ledger.needs)
    for route in scheme.routes:
        table = f"route “{route.id}”"
        yield table, "title", "title", route.title
        yield table, "requires", "requirement", route.requires
        yield table, "decision", "decision", route.decision
        yield from _each(table, "steps", "step", route.steps)
        yield from _each(table, "extra", "requirement", route.extra)
    for extension in scheme.extensions:
        yield from _each("extension", "title", "title", (extension.title,))
        yield from _each("extension", "excludes_titles", "title", extension.excludes_titles)
    for example in scheme.examples:
        table = f"example “{example.id}”"
        yield table, "route", "route", example.route
        yield from _each(table, "expect", "requirement", example.expect)


def _named_by_requirements(scheme: "Scheme") -> Iterator[tuple[str, str, str, str]]:
    for rule in scheme.requirements:
        table = f"requirement “{rule.id}”"
        if rule.into:
            yield table, "in", "requirement", rule.into
        if isinstance(rule, GROUPS):
            yield from _each(table, "refs", "requirement", rule.refs)
        if isinstance(rule, Points | Duration):
            yield table, "ledger", "ledger", rule.ledger
        if isinstance(rule, Points):
            yield from _each(table, "dated_after", "title", _titles(rule.dated_after))
            yield from _each(table, "not_used_for", "title", rule.not_used_for)
        if isinstance(rule, Held):
            yield from _each(table, "credentials", "title", _titles(*rule.credentials))
        if isinstance(rule, Evidence):
            yield table, "doc", "document", rule.doc
            yield from _each(table, "checks", "mark", rule.checks)
            yield from _each(table, "issuers_in", "list", filter(None, (rule.issuers_in,)))
        if isinstance(rule, Topics):
            yield from _each(table, "sets", "topic_set", rule.sets)


def _each(table: str, key: str, wanted: str, names: Iterable[str]) -> Iterator[tuple[str, str, str, str]]:
    return ((table, key, wanted, name) for name in names)


def _titles(*credentials: str) -> Iterator[str]:
    """The titles of this scheme among some credentials."""
    return (credential.removeprefix("title:") for credential in credentials if credential.startswith("title:"))


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
    marked = {id(rule): f"requirement “{rule.id}”" for rule in scheme.requirements}
    for rule in scheme.requirements:
        table, inner = marked[id(rule)], len(scheme.children(rule.id))
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


def _overlapping(scheme: "Scheme") -> Iterator[Problem]:
    """A route may belong to several versions, but a day belongs to one."""
    for version in scheme.versions:
        if version.until_on and version.until_on < version.from_on:
            yield Problem(f"version “{version.id}”", "until", _("it ends before it begins."))
    for earlier, later in pairwise(sorted(scheme.versions, key=lambda version: version.from_on)):
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
