"""Writes what a scheme file may say, from the model: docs/schemes.md for people, a JSON Schema for editors.

Run as `python -m tests.scheme_docs` after a change of the model; a test fails while they are not up to date.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cmsdesk.domain.schemes.model import Head, Scheme

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "schemes.md"
SCHEMA = ROOT / "resources" / "schemes" / "scheme.schema.json"
MARK = "<!-- What follows is made from the model by: python -m tests.scheme_docs -->"
# What every table may have; the words above the mark explain it once.
_USUAL = ("id", "name", "src")

Schema = dict[str, Any]


def schema() -> Schema:
    """The JSON Schema of a scheme file; what [scheme] says stands in a table of its own there."""
    made: Schema = Scheme.model_json_schema(by_alias=True)
    head = Head.model_json_schema(by_alias=True)
    own = head["properties"]
    definitions = made["$defs"] | {"Head": {key: value for key, value in head.items() if key != "$defs"}}
    tables = {"scheme": {"$ref": "#/$defs/Head"}} | {key: value for key, value in made["properties"].items() if key not in own}
    needed = ["scheme", *(key for key in made["required"] if key not in own)]
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A scheme of certification"}
    whole |= made | {"properties": tables, "required": needed, "title": whole["title"], "$defs": definitions}
    plain: Schema = _without_noise(whole)
    return plain


def _without_noise(value: Any) -> Any:
    """Without the titles that pydantic makes of names, without null (TOML has none) and without numbers written as texts."""
    if isinstance(value, list):
        return [_without_noise(one) for one in value]
    if not isinstance(value, dict):
        return value
    kept = {key: one for key, one in value.items() if not (key == "title" and isinstance(one, str) and "type" in value)}
    kept.pop("default", None) if kept.get("default", 0) is None else None
    if "anyOf" in kept:
        choices = [one for one in kept.pop("anyOf") if one != {"type": "null"}]
        numbers = any(one.get("type") == "number" for one in choices)
        choices = [one for one in choices if not (numbers and one.get("type") == "string")]
        kept = {key: one for key, one in kept.items() if not (numbers and key == "default")} | choices[0]
    return {key: _without_noise(one) for key, one in kept.items()}


def page() -> str:
    """The page of documentation: what people wrote above the mark, and below it every table and key."""
    whole = schema()
    parts = [PAGE.read_text(encoding="utf-8").partition(MARK)[0].strip(), MARK]
    for table, said in whole["properties"].items():
        parts += _chapter(whole, table, said, many=said.get("type") == "array")
    parts.append("## Facts\n\n" + _FACTS)
    parts += _tables_of(whole, "Facts", "")
    return "\n\n".join(parts) + "\n"


_FACTS = (
    "What a worked example gives, and what `cmsdesk scheme evaluate ID ROUTE --facts FILE --on DATE` reads, as TOML or JSON:"
    " everything that is known of the person and the application."
)


def _chapter(whole: Schema, table: str, said: Schema, *, many: bool) -> Iterator[str]:
    head = f"[[{table}]]" if many else f"[{table}]"
    needed = "" if table in whole["required"] else " Not needed."
    inner = said["items"] if many else said
    if "oneOf" in inner:
        yield f"## {head}\n\nWhat is asked, one of nine kinds. Requirements make a tree: each may lie `in` a group.{needed}"
        names = [one["$ref"] for one in inner["oneOf"]]
        shared = set.intersection(*(set(_definition(whole, name)["properties"]) for name in names)) - {"kind"}
        yield _keys(whole, _definition(whole, names[0]), only=shared)
        for name in names:
            kind = _definition(whole, name)
            yield f'### kind = "{kind["properties"]["kind"]["const"]}"\n\n{kind["description"]}'
            yield _keys(whole, kind, only=set(kind["properties"]) - shared - {"kind"})
        yield from _inner(whole, _definition(whole, "Points"), table, seen={"Words"})
        return
    yield f"## {head}\n\n{_definition(whole, inner['$ref'])['description']}{needed}"
    yield from _tables_of(whole, inner["$ref"], table)


def _tables_of(whole: Schema, name: str, table: str) -> Iterator[str]:
    """The keys of a table, and then those of the tables within it."""
    definition = _definition(whole, name)
    yield _keys(whole, definition)
    if name.rpartition("/")[2] != "WorkedExample":
        yield from _inner(whole, definition, table, seen={"Words"})
    else:
        yield "#### expect\n\n" + _definition(whole, "Expected")["description"]
        yield _keys(whole, _definition(whole, "Expected"))


def _inner(whole: Schema, definition: Schema, table: str, seen: set[str]) -> Iterator[str]:
    for key, said in definition["properties"].items():
        target = (said.get("items", {}) if said.get("type") == "array" else said).get("$ref", "")
        name = target.rpartition("/")[2]
        if not name or name in seen:
            continue
        seen.add(name)
        inner = _definition(whole, target)
        yield f"#### {table}.{key}".replace(" .", " ") + f"\n\n{inner['description']}"
        yield _keys(whole, inner)
        yield from _inner(whole, inner, f"{table}.{key}", seen)


def _keys(whole: Schema, definition: Schema, *, only: set[str] | None = None) -> str:
    """The keys of one table as rows; the usual ones are left out where nothing is to be said of them."""
    shown = {key: said for key, said in definition["properties"].items() if only is None or key in only}
    usual = [key for key in _USUAL if key in shown and _is_usual(key, shown[key])]
    rows = ["| key | takes | means |", "|---|---|---|"]
    for key, said in shown.items():
        if key not in usual:
            needed = "**needed.** " if key in definition.get("required", ()) else ""
            rows.append(f"| `{key}` | {_takes(whole, said)} | {needed}{said.get('description', '')} |".replace("  |", " |"))
    beside = " and ".join(f"`{key}`" for key in usual).replace(" and ", ", ", max(0, len(usual) - 2))
    if len(rows) > 2:
        return (f"Beside {beside}:\n\n" if beside else "") + "\n".join(rows)
    return f"Only {beside}." if beside else "Nothing but that."


def _is_usual(key: str, said: Schema) -> bool:
    described = said.get("description", "")
    return key == "src" or (key == "name" and "$ref" in said) or (key == "id" and described.startswith("By this name"))


def _takes(whole: Schema, said: Schema) -> str:
    if "$ref" in said:
        return "nl and en" if said["$ref"].endswith("/Words") else "table"
    if "oneOf" in said:
        return "table"
    if "enum" in said or "const" in said:
        choices = [choice for choice in said.get("enum", [said.get("const")]) if choice]
        return " or ".join(f"`{choice}`" for choice in choices)
    kind = said.get("type", "")
    if kind == "array":
        return f"list of {_takes(whole, said['items'])}"
    if kind == "object":
        return f"by id: {_takes(whole, said['additionalProperties'])}"
    word = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}[kind]
    return "date" if said.get("format") == "date" else word + _limits(said)


def _limits(said: Schema) -> str:
    least = said.get("minimum", said.get("exclusiveMinimum"))
    most = said.get("maximum")
    words = []
    if least is not None:
        words.append(f"{'from' if 'minimum' in said else 'above'} {least:,g}")
    if most is not None:
        words.append(f"to {most:,.0f}")
    return f" {' '.join(words)}" if words else ""


def _definition(whole: Schema, name: str) -> Schema:
    found: Schema = whole["$defs"][name.rpartition("/")[2]]
    return found


def written_schema() -> str:
    """The schema as it lies in resources."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Write both."""
    PAGE.write_text(page(), encoding="utf-8")
    SCHEMA.write_text(written_schema(), encoding="utf-8")


if __name__ == "__main__":
    main()
