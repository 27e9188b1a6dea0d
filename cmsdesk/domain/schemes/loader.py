"""Reading scheme files, with one clear sentence for whatever is wrong in one."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from pydantic import ValidationError

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.schemes.model import Head, Scheme
from cmsdesk.domain.schemes.sentences import place, sentence_of
from cmsdesk.domain.words import _

_HEAD = frozenset(Head.model_fields)
_TABLES = frozenset(field.alias or name for name, field in Scheme.model_fields.items() if name not in _HEAD)


def load_scheme(text: str, name: str) -> Scheme:
    """The scheme in a TOML text; `name` is the file's name for the sentence of a refusal."""
    data = _toml(text, name)
    head = data.pop("scheme", None)
    if not isinstance(head, dict):
        raise RuleBroken(place(name, "scheme", "", _("this table is missing.")))
    if unknown := [key for key in head if key not in _HEAD]:
        raise RuleBroken(place(name, "scheme", unknown[0], _("this is not known here.")))
    if unknown := [key for key in data if key not in _TABLES]:
        raise RuleBroken(place(name, unknown[0], "", _("this is not known here.")))
    try:
        return Scheme.model_validate(head | data, by_alias=True, by_name=False)
    except ValidationError as error:
        raise RuleBroken(sentence_of(error, name, head | data, _TABLES)) from error


def _toml(text: str, name: str) -> dict[str, Any]:
    """The file as tables; a number without end or brackets without end are mistakes like any other."""
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        line = re.search(r"at line (\d+)", str(error))
        if line:
            raise RuleBroken(_("{file}, line {line}: this is no TOML.").format(file=name, line=line[1])) from error
        raise RuleBroken(_("{file} is no TOML, or it stops halfway.").format(file=name)) from error


def read_schemes(folder: Traversable) -> dict[str, Scheme]:
    """Every scheme in a folder, by id, in the order of the files' names."""
    schemes: dict[str, Scheme] = {}
    for source in sorted((found for found in folder.iterdir() if found.name.endswith(".toml")), key=lambda found: found.name):
        try:
            text = source.read_bytes().decode()
        except UnicodeDecodeError as error:
            raise RuleBroken(_("{file} is not written in UTF-8.").format(file=source.name)) from error
        scheme = load_scheme(text, source.name)
        if scheme.id in schemes:
            problem = _("“{name}” is used twice.").format(name=scheme.id)
            raise RuleBroken(place(source.name, "scheme", "id", problem))
        schemes[scheme.id] = scheme
    return schemes


@cache
def shipped_schemes() -> dict[str, Scheme]:
    """Every scheme that comes with the program, by id."""
    return read_schemes(files("cmsdesk.resources") / "schemes")


def shipped_text(scheme_id: str) -> str:
    """The file of a scheme that comes with the program."""
    for source in (files("cmsdesk.resources") / "schemes").iterdir():
        if source.name.endswith(".toml"):
            text = source.read_text(encoding="utf-8")
            if load_scheme(text, source.name).id == scheme_id:
                return text
    raise RuleBroken(_("The scheme “{scheme}” is not part of this installation.").format(scheme=scheme_id))
