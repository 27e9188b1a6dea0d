"""The page about scheme files and the schema for editors say what the model says, and the schema knows every shipped file."""

import json
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cmsdesk.domain.schemes.examples import check_examples
from cmsdesk.domain.schemes.life import PAPER_WORDS
from cmsdesk.domain.schemes.loader import load_scheme
from cmsdesk.domain.schemes.model import Scheme
from cmsdesk.domain.schemes.parts import Part
from tests.scheme_docs import PAGE, ROOT, SCHEMA, Schema, page, schema, written_schema

FILES = sorted((ROOT / "resources" / "schemes").glob("*.toml"))


def test_the_page_and_the_schema_are_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()
    assert SCHEMA.read_text(encoding="utf-8") == written_schema()


def test_the_example_on_the_page_is_a_scheme_that_works() -> None:
    (text,) = re.findall(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    scheme = load_scheme(text, "bakers.toml")
    assert [result.differences for result in check_examples(scheme)] == [()]
    assert [table for table, _id, _src in scheme.unconfirmed()] == ["requirement"]


def test_the_page_names_every_word_a_certificate_fills_in() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert {f"{{{word}}}" for word in PAPER_WORDS} - set(re.findall(r"{\w+}", text)) == set()


def parts_of(kind: type[Part]) -> list[type[Part]]:
    return [kind, *(one for direct in kind.__subclasses__() for one in parts_of(direct))]


def test_every_key_is_explained() -> None:
    """But for the usual ones, and for the tables themselves: what those are is said where they begin."""
    blank = {
        f"{kind.__name__}.{name}"
        for kind in parts_of(Part)
        for name, field in kind.model_fields.items()
        if not field.description and name not in {"id", "name", "kind"} and kind is not Scheme
    }
    assert blank == set()


def faults(whole: Schema, said: Schema, value: Any, at: str) -> list[str]:
    """Where a value is not what a schema says: as much of the standard as the schema uses."""
    if "$ref" in said:
        return faults(whole, whole["$defs"][said["$ref"].rpartition("/")[2]], value, at)
    if "oneOf" in said:
        return faults(whole, {"$ref": said["discriminator"]["mapping"][value["kind"]]}, value, at)
    if value not in said.get("enum", [value]) or value != said.get("const", value):
        return [f"{at}: {value!r}"]
    kinds: dict[str, Any] = {
        "string": str,
        "integer": int,
        "number": (int, float),
        "boolean": bool,
        "array": list,
        "object": dict,
    }
    if said.get("format") == "date":
        kinds["string"] = date
    if not isinstance(value, kinds[said["type"]]):
        return [f"{at}: {value!r} is no {said['type']}"]
    if isinstance(value, list):
        return [fault for place, one in enumerate(value) for fault in faults(whole, said["items"], one, f"{at}[{place}]")]
    if isinstance(value, dict):
        known, rest = said.get("properties", {}), said.get("additionalProperties")
        unknown = [f"{at}.{key}" for key in value if key not in known and not isinstance(rest, dict)]
        lacking = [f"{at} lacks {key}" for key in said.get("required", ()) if key not in value]
        inner = [
            fault
            for key, one in value.items()
            if key in known or isinstance(rest, dict)
            for fault in faults(whole, known.get(key, rest), one, f"{at}.{key}")
        ]
        return unknown + lacking + inner
    return []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_schema_knows_every_shipped_file(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("#:schema scheme.schema.json\n")
    assert faults(schema(), schema(), tomllib.loads(text), path.stem) == []


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("min = 24", "minimum = 24", "minimum"),
        ("min = 24", 'min = "24"', "is no integer"),
        ('kind = "upgrade"', 'kind = "climb"', "'climb'"),
        ("owner = ", "ownr = ", "lacks owner"),
    ],
)
def test_the_schema_sees_what_is_wrong(before: str, after: str, fault: str) -> None:
    text = next(path for path in FILES if "CMC" in path.read_text(encoding="utf-8")).read_text(encoding="utf-8")
    found = faults(schema(), schema(), tomllib.loads(text.replace(before, after)), "file")
    assert any(fault in one for one in found)


def test_the_schema_is_json_an_editor_can_read() -> None:
    read = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert read["$schema"].startswith("https://json-schema.org/")
    assert {"scheme", "version", "title", "requirement", "route", "decision", "certificate"} == set(read["required"])
