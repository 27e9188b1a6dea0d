"""Changing one value in a scheme file and leaving everything else in it as it was, remarks included."""

import copy
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import InlineTable, Table

from cmsdesk.domain.dates import read_date
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _


@dataclass(frozen=True)
class SchemeValue:
    """One value in one table of a scheme file; `text` is how a reader sees and types it."""

    table: str
    id: str
    key: str
    text: str


def values_in(text: str, table: str, id_: str) -> list[SchemeValue]:
    """The plain values of a table: numbers, texts, days and yes or no; not its id, its kind or its source."""
    found = _find(_read(text), table, id_)
    return [
        SchemeValue(table, id_, key, _shown(value))
        for key, value in found.items()
        if key not in {"id", "kind", "src", "in"} and not isinstance(value, dict | list)
    ]


def with_value(text: str, value: SchemeValue) -> str:
    """The file with another value; refuses what is not of the same kind."""
    document = _read(text)
    found = _find(document, value.table, value.id)
    found[value.key] = _typed(found.get(value.key), value)
    return tomlkit.dumps(document)


def with_source(text: str, table: str, id_: str, source: str) -> str:
    """The file in which a table says who confirmed it."""
    document = _read(text)
    _find(document, table, id_)["src"] = source
    return tomlkit.dumps(document)


def with_list(text: str, list_id: str, items: list[dict[str, Any]]) -> str:
    """The file with other names on one of its lists; each item has a name, and may have from, until and src."""
    document = _read(text)
    found = _find(document, "list", list_id)
    made = tomlkit.aot()
    for item in items:
        line = tomlkit.table()
        for key, value in item.items():
            line.add(key, value)
        made.append(line)
    found["item"] = made
    return tomlkit.dumps(document)


def with_new_version(text: str, copy_of: str, new_id: str, from_on: date) -> str:
    """The file with a concept that says what a version says, from another day on."""
    document = _read(text)
    fresh = copy.deepcopy(_find(document, "version", copy_of))
    for key in ("until", "reason", "src"):
        fresh.pop(key, None)
    fresh["id"], fresh["from"], fresh["concept"] = new_id, from_on, True
    document["version"].append(fresh)
    return tomlkit.dumps(document)


def with_published(text: str, versions: Iterable[str]) -> str:
    """The file in which these versions are no longer concepts."""
    document = _read(text)
    for version in versions:
        _find(document, "version", version).pop("concept", None)
    return tomlkit.dumps(document)


def _read(text: str) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(text)
    except TOMLKitError as error:
        raise RuleBroken(_("This scheme text is no TOML any more. Please go back to the last version.")) from error


def _find(document: Any, table: str, id_: str) -> Table | InlineTable:
    for found in _tables(document, table):
        if not id_ or id_ in (found.get("id"), found.get("name")):
            return found
    raise RuleBroken(_("The scheme knows no “{name}”.").format(name=f"{table} {id_}".strip()))


def _tables(part: Any, table: str) -> Iterator[Table | InlineTable]:
    """Every table of this name, however deep."""
    for key, value in part.items():
        inner = value if isinstance(value, list) else [value]
        for one in inner:
            if isinstance(one, Table | InlineTable):
                if key == table:
                    yield one
                yield from _tables(one, table)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)


def _typed(before: Any, value: SchemeValue) -> Any:
    """What was typed, as the kind of value that stood there; a yes or no is a number too, so it comes first."""
    text = value.text.strip()
    typed: Any = None
    try:
        if isinstance(before, bool):
            typed = {_("yes"): True, _("no"): False}[text.lower()]
        elif isinstance(before, int):
            typed = int(text)
        elif isinstance(before, float):
            typed = float(Decimal(text.replace(",", ".")))
        elif isinstance(before, date):
            typed = read_date(text)
        else:
            typed = text
    except (KeyError, ValueError, InvalidOperation):
        typed = None
    if typed is None:
        sentence = _("“{text}” cannot stand at {key}; now it is {before}.")
        raise RuleBroken(sentence.format(text=value.text, key=value.key, before=_shown(before)))
    return typed
