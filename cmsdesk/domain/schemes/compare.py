"""Two versions of a scheme side by side, as a list of plain sentences about what changed.

The versions may belong to one scheme file, or to a file and a changed copy of it. What holds for all versions of a
file, such as retention or lists, is compared as well, and says nothing where the files are the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.schemes.describe import words_of_decision, words_of_requirement, words_of_step
from cmsdesk.domain.schemes.leaves import number
from cmsdesk.domain.schemes.model import Scheme, Version
from cmsdesk.domain.schemes.parts import Part, Sourced, Words
from cmsdesk.domain.schemes.routes import Route
from cmsdesk.domain.words import _, language, ngettext

# What belongs to one version is compared by routes; examples say nothing of their own.
_BY_VERSION = frozenset({"versions", "routes", "requirements", "ledgers", "steps", "decisions", "examples", "src"})


@dataclass(frozen=True)
class Difference:
    """One thing that changed; `example` says that nobody had confirmed the old value."""

    sentence: str
    example: bool = False


@dataclass(frozen=True)
class _Side:
    """One of the two: a scheme and the version looked at."""

    scheme: Scheme
    version: Version

    def routes(self) -> list[Route]:
        return [self.scheme.route(name) for name in self.version.routes]

    def months(self) -> int:
        own = self.version.validity_months
        return self.scheme.life.validity_months if own is None else own


def differences(old: Scheme, old_version: str, new: Scheme, new_version: str) -> tuple[Difference, ...]:
    """What changed from one version to the other, and then in what holds for every version of the file."""
    return (*version_differences(old, old_version, new, new_version), *_of_parts("", old, new))


def version_differences(old: Scheme, old_version: str, new: Scheme, new_version: str) -> tuple[Difference, ...]:
    """What changed in the rules of a version: since when, how long, which routes, and what each asks."""
    before, after = _Side(old, old.version(old_version)), _Side(new, new.version(new_version))
    return (*_of_versions(before, after), *_of_routes(before, after))


def _of_versions(before: _Side, after: _Side) -> Iterator[Difference]:
    old, new = before.version, after.version
    if old.from_on != new.from_on:
        sentence = _("It begins on {new} instead of {old}.").format(new=show_date(new.from_on), old=show_date(old.from_on))
        yield Difference(sentence, old.is_example("from"))
    if old.id == new.id and old.concept != new.concept:
        yield Difference(_("It is a concept.") if new.concept else _("It is published."))
    if before.months() != after.months():
        sentence = _("A certificate is valid {new} instead of {old}.").format(
            new=_life(after.months()), old=_life(before.months())
        )
        yield Difference(sentence, old.is_example("validity_months"))
    if gone := [level for level in old.levels if level not in new.levels]:
        sentence = ngettext("The level {levels} lapses.", "The levels {levels} lapse.", len(gone)).format(levels=", ".join(gone))
        yield Difference(sentence, old.is_example("levels"))
    if fresh := [level for level in new.levels if level not in old.levels]:
        sentence = ngettext("New is the level {levels}.", "New are the levels {levels}.", len(fresh)).format(
            levels=", ".join(fresh)
        )
        yield Difference(sentence, old.is_example("levels"))


def _life(months: int) -> str:
    return ngettext("{count} month", "{count} months", months).format(count=months) if months else _("without end")


def _of_routes(before: _Side, after: _Side) -> Iterator[Difference]:
    pairs = _paired(before.routes(), after.routes())
    for old in before.routes():
        if old.id not in pairs:
            yield Difference(_("The route {route} no longer exists.").format(route=_called(old)))
    for new in after.routes():
        earlier = [old for old in before.routes() if pairs.get(old.id) is new]
        if not earlier:
            yield Difference(_("New is the route {route}.").format(route=_called(new)))
        for old in earlier:
            yield from _of_route(before, old, after, new)


def _paired(before: Sequence[Route], after: Sequence[Route]) -> dict[str, Route]:
    """For each route by its id what became of it: the same one, or the only one of its kind to its title."""
    same = {route.id for route in before} & {route.id for route in after}
    pairs = {route.id: route for route in after if route.id in same}
    for old in before:
        mates = [[one for one in side if one.id not in same and _purpose(one) == _purpose(old)] for side in (before, after)]
        if old.id not in same and [len(mate) for mate in mates] == [1, 1]:
            pairs[old.id] = mates[1][0]
    return pairs


def _purpose(route: Route) -> tuple[str, str]:
    return route.kind, route.title


def _of_route(before: _Side, old: Route, after: _Side, new: Route) -> Iterator[Difference]:
    if old.name != new.name:
        yield Difference(_("{old} becomes {new}.").format(old=_called(old), new=_called(new)), old.example)
    place = _called(new)
    yield from _changed(place, _asked(before, old), _asked(after, new))
    yield from _changed(place, _judged(before, old), _judged(after, new))
    bodies = before.scheme.decision(old.decision), after.scheme.decision(new.decision)
    said = words_of_decision(before.scheme, bodies[0]), words_of_decision(after.scheme, bodies[1])
    yield from _instead(place, *said, example=bodies[0].example)
    yield from _instead(place, _manner(old), _manner(new), example=old.example)


@dataclass(frozen=True)
class _Described:
    """A requirement or a step: its name, what it asks, and whether somebody confirmed it."""

    name: str
    phrases: tuple[str, ...]
    example: bool


def _asked(side: _Side, route: Route) -> dict[str, _Described]:
    """Every requirement of a route, by id."""
    found: dict[str, _Described] = {}
    waiting = [route.requires, *route.extra]
    while waiting:
        rule = side.scheme.requirement(waiting.pop(0))
        waiting = [child.id for child in side.scheme.children(rule.id)] + waiting
        phrases = words_of_requirement(side.scheme, rule)
        found[rule.id] = _Described(rule.name.in_language(language()), phrases, rule.example)
    return found


def _judged(side: _Side, route: Route) -> dict[str, _Described]:
    """Every step of a route, by id."""
    steps = [side.scheme.step(name) for name in route.steps]
    return {
        step.id: _Described(step.name.in_language(language()), words_of_step(side.scheme, step), step.example) for step in steps
    }


def _manner(route: Route) -> tuple[str, ...]:
    """What else a route says of itself."""
    return (
        _("with a certificate") if route.certificate else _("without a certificate"),
        *((_("requirements inform and do not block"),) if route.advisory else ()),
        *((_("with a personal plan"),) if route.plan else ()),
        *((_("only together with another route"),) if route.only_with else ()),
    )


def _changed(place: str, before: dict[str, _Described], after: dict[str, _Described]) -> Iterator[Difference]:
    """What is gone, what is new, and what asks something else; a group that asks nothing of its own is passed over."""
    for key, old in before.items():
        if key not in after and old.phrases:
            yield Difference(_("{place}: “{name}” is no longer asked.").format(place=place, name=old.name), old.example)
    for key, new in after.items():
        if key in before:
            within = _("{place}, “{name}”").format(place=place, name=new.name)
            yield from _instead(within, before[key].phrases, new.phrases, example=before[key].example)
        elif new.phrases:
            sentence = _("{place}: new is “{name}”: {words}.")
            yield Difference(sentence.format(place=place, name=new.name, words=", ".join(new.phrases)))


def _instead(place: str, before: tuple[str, ...], after: tuple[str, ...], *, example: bool) -> Iterator[Difference]:
    gone = ", ".join(phrase for phrase in before if phrase not in after)
    fresh = ", ".join(phrase for phrase in after if phrase not in before)
    if gone and fresh:
        yield Difference(_("{place}: {new} instead of {old}.").format(place=place, new=fresh, old=gone), example)
    elif fresh:
        yield Difference(_("{place}: now also {new}.").format(place=place, new=fresh), example)
    elif gone:
        yield Difference(_("{place}: no longer {old}.").format(place=place, old=gone), example)


def _called(route: Route) -> str:
    return f"“{route.name.in_language(language())}” ({route.title})"


def _of_parts(place: str, old: Part, new: Part) -> Iterator[Difference]:
    """Key by key what two tables say otherwise; where it stands is named as in the file."""
    for name, field in type(old).model_fields.items():
        before, after = getattr(old, name), getattr(new, name)
        if before == after or name in _BY_VERSION:
            continue
        own = field.alias or name
        key = f"{place}, {own}" if place else own
        if _is_table(before) or _is_table(after):
            yield from _of_parts(key, before, after) if before and after else _come_or_gone(key, before)
        elif _has_tables(before) or _has_tables(after):
            yield from _of_tables(key, before, after)
        else:
            sentence = _("{place}: {new} instead of {old}.").format(place=key, new=_value(after), old=_value(before))
            yield Difference(sentence, isinstance(old, Sourced) and old.is_example(own))


def _of_tables(place: str, before: Sequence[Part], after: Sequence[Part]) -> Iterator[Difference]:
    earlier, later = ({_key(one, number): one for number, one in enumerate(side, start=1)} for side in (before, after))
    for key, part in earlier.items():
        if key in later:
            yield from _of_parts(f"{place} “{key}”", part, later[key])
        else:
            yield from _come_or_gone(f"{place} “{key}”", part)
    for key in later:
        if key not in earlier:
            yield from _come_or_gone(f"{place} “{key}”", None)


def _come_or_gone(place: str, old: Part | None) -> Iterator[Difference]:
    if old is None:
        yield Difference(_("{place} is new.").format(place=place))
    else:
        yield Difference(_("{place} is gone.").format(place=place), isinstance(old, Sourced) and old.example)


def _is_table(value: object) -> bool:
    return isinstance(value, Part) and not isinstance(value, Words)


def _has_tables(value: object) -> bool:
    return isinstance(value, tuple) and any(_is_table(one) for one in value)


def _key(part: Part, place: int) -> str:
    """By what one table is told from another: its id, or its name, or else its place."""
    named = getattr(part, "id", "") or getattr(part, "name", "")
    return named if isinstance(named, str) and named else str(place)


def _value(value: object) -> str:
    """A value as a reader writes it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Words):
        return f"“{value.in_language(language())}”"
    if isinstance(value, date):
        return show_date(value)
    if isinstance(value, int | Decimal):
        return number(value)
    if isinstance(value, tuple):
        return ", ".join(_value(one) for one in value) or _("nothing")
    return f"“{value}”" if value else _("nothing")
