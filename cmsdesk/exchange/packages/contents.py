"""The content of a package: JSON, written in one spelling and read without any of the liberties JSON readers take."""

import json
from collections.abc import Mapping
from typing import Any

from cmsdesk.exchange.packages.faults import Fault, PackageRefused

DEEPEST = 32
LONGEST_NUMBER = 15  # digits; beyond it other readers round


def content_bytes(content: Mapping[str, Any]) -> bytes:
    """The content as it is packed."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def read_content(packed: bytes) -> dict[str, Any]:
    """The content of a package; JSON that two readers could understand differently is refused as damaged."""
    try:
        content = json.loads(
            packed.decode(), object_pairs_hook=_without_twins, parse_constant=_refuse, parse_int=_short, parse_float=_finite
        )
        if not isinstance(content, dict):
            raise ValueError(type(content))
        _check_depth(content)
        json.dumps(content, ensure_ascii=False).encode()  # half a letter, written as an escape, is no text
    except (ValueError, RecursionError) as error:
        raise PackageRefused(Fault.DAMAGED) from error
    return content


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) < len(pairs):
        raise ValueError(pairs)
    return content


def _refuse(text: str) -> Any:
    raise ValueError(text)


def _short(text: str) -> int:
    if len(text.lstrip("-")) > LONGEST_NUMBER:
        raise ValueError(text[:20])
    return int(text)


def _finite(text: str) -> float:
    number = float(text)
    if abs(number) == float("inf"):
        raise ValueError(text[:20])
    return number


def _check_depth(content: dict[str, Any]) -> None:
    level: list[Any] = [content]
    for _depth in range(DEEPEST):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return
    raise ValueError(DEEPEST)
