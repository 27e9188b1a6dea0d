"""Reading scheme files, with one clear sentence for whatever is wrong in one."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import ValidationError

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.schemes.model import Scheme
from cmsdesk.domain.schemes.references import problems
from cmsdesk.domain.words import _


def load_scheme(text: str, name: str) -> Scheme:
    """The scheme in a TOML text; `name` is the file's name for the sentence of a refusal."""
    try:
        data: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleBroken(_("{file} is not written as a scheme file: {problem}.").format(file=name, problem=error)) from error
    try:
        scheme = Scheme.model_validate(data.pop("scheme", {}) | data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(
            _step(data, first["loc"], count) for count in range(len(first["loc"])) if _step(data, first["loc"], count)
        )
        problem = first["msg"].removeprefix("Value error, ")
        if place:
            raise RuleBroken(_("{file}, at {place}: {problem}.").format(file=name, place=place, problem=problem)) from error
        raise RuleBroken(_("{file}, {problem}.").format(file=name, problem=problem)) from error
    for problem in problems(scheme):
        raise RuleBroken(_("{file}, {problem}.").format(file=name, problem=problem))
    return scheme


def _step(data: dict[str, Any], location: tuple[int | str, ...], count: int) -> str:
    """One step of where the mistake is: a table, the id instead of a place in a list, or a key."""
    step = location[count]
    if isinstance(step, str):
        return step
    found: Any = data
    for key in location[: count + 1]:
        try:
            found = found[key]
        except (KeyError, IndexError, TypeError):
            return str(step + 1)
    return f"“{found['id']}”" if isinstance(found, dict) and "id" in found else str(step + 1)


@cache
def shipped_schemes() -> dict[str, Scheme]:
    """Every scheme that comes with the program, by id."""
    folder = files("cmsdesk.resources") / "schemes"
    sources = sorted((place for place in folder.iterdir() if place.name.endswith(".toml")), key=lambda place: place.name)
    schemes = (load_scheme(place.read_text(encoding="utf-8"), place.name) for place in sources)
    return {scheme.id: scheme for scheme in schemes}
