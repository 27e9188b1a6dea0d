"""One sentence for what is wrong in a scheme file or a file of facts: the file, the table, the key, and what is wrong."""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from cmsdesk.domain.words import _


def sentence_of(error: ValidationError, name: str, data: Mapping[str, Any], tables: frozenset[str] | None = None) -> str:
    """The first thing that is wrong; keys outside `tables` stand in [scheme]."""
    first = error.errors(include_url=False)[0]
    cause = first.get("ctx", {}).get("error")
    if cause is not None and hasattr(cause, "table"):
        return place(name, cause.table, cause.key, cause.sentence)
    table, key = _where(first["loc"], data)
    if tables is not None and first["loc"][0] not in tables:
        table, key = "scheme", ".".join(part for part in (table, key) if part)
    return place(name, table, key, _problem(first))


def place(name: str, table: str, key: str, problem: str) -> str:
    """The sentence with its place."""
    if not key:
        return _("{file}, {table}: {problem}").format(file=name, table=table, problem=problem)
    return _("{file}, {table}, {key}: {problem}").format(file=name, table=table, key=key, problem=problem)


def _where(location: tuple[int | str, ...], data: Any) -> tuple[str, str]:
    """The table, with its id or its place in the list, and the key within it."""
    table, *rest = location
    found, named = _inside(data, table), str(table)
    if rest and isinstance(rest[0], int):
        found = _inside(found, rest[0])
        own = found.get("id") if isinstance(found, Mapping) else None
        named += f" “{own}”" if isinstance(own, str) else f" {rest[0] + 1}"
        rest = rest[1:]
    # The kind that pydantic chose stands in the location, but not in the file.
    if rest and isinstance(found, Mapping) and rest[0] == found.get("kind") and rest[0] not in found:
        rest = rest[1:]
    return named, ".".join(str(step + 1) if isinstance(step, int) else step for step in rest)


def _inside(data: Any, step: int | str) -> Any:
    try:
        return data[step]
    except (KeyError, IndexError, TypeError):
        return None


def _problem(error: ErrorDetails) -> str:
    kind, context = error["type"], error.get("ctx", {})
    for start, made in _PROBLEMS.items():
        if kind.startswith(start):
            return made(context)
    return _("this cannot be read ({problem}).").format(problem=error["msg"])


# By the beginning of pydantic's own name for a mistake.
_PROBLEMS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "missing": lambda _context: _("this is missing."),
    "extra_forbidden": lambda _context: _("this is not known here."),
    "unexpected_keyword": lambda _context: _("this is not known here."),
    "literal_error": lambda context: _("this must be one of {choices}.").format(choices=context["expected"]),
    "union_tag_not_found": lambda _context: _("the kind is missing."),
    "union_tag_invalid": lambda context: _("“{kind}” is no kind; there are {kinds}.").format(
        kind=context["tag"], kinds=context["expected_tags"]
    ),
    "string_too_short": lambda _context: _("this may not be empty."),
    "string_too_long": lambda context: _("this is longer than {count} characters.").format(count=context["max_length"]),
    "string": lambda _context: _("this must be a text."),
    "int": lambda _context: _("this must be a whole number."),
    "decimal": lambda _context: _("this must be a number."),
    "finite": lambda _context: _("this must be a number."),
    "is_instance": lambda _context: _("this must be a number."),
    "date": lambda _context: _("this must be a date such as 2025-01-31."),
    "bool": lambda _context: _("this must be true or false."),
    "tuple": lambda _context: _("this must be a list."),
    "frozen_set": lambda _context: _("this must be a list."),
    "too_short": lambda _context: _("this may not be empty."),
    "greater_than_equal": lambda context: _("this must be at least {limit}.").format(limit=context["ge"]),
    "greater_than": lambda context: _("this must be more than {limit}.").format(limit=context["gt"]),
    "less_than_equal": lambda context: _("this may be at most {limit}.").format(limit=context["le"]),
    "model": lambda _context: _("this must be a table."),
    "dataclass": lambda _context: _("this must be a table."),
    "dict": lambda _context: _("this must be a table."),
    "mapping": lambda _context: _("this must be a table."),
}
