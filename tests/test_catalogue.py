"""The program speaks Dutch everywhere, and whole sentences."""

import ast
import re
from pathlib import Path

from tests.catalogue import DUTCH, ROOT, compiled, dutch, sentences

_SHOWN = {
    "setText",
    "setWindowTitle",
    "setToolTip",
    "setPlaceholderText",
    "QLabel",
    "PlainLabel",
    "QPushButton",
    "addAction",
    "addItem",
}


def test_every_sentence_has_its_dutch() -> None:
    known = dutch()
    lacking = [message.id for message in sentences() if message.id and not _dutch_of(known, message.id)]
    assert lacking == []


def _dutch_of(known: object, key: object) -> bool:
    found = known.get(key)  # type: ignore[attr-defined]
    if found is None or found.fuzzy:
        return False
    return all(found.string) if isinstance(found.string, tuple) else bool(found.string)


def test_the_dutch_names_the_same_fields() -> None:
    wrong = []
    for message in dutch():
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        fields = set(re.findall(r"{\w+}", str(ids[-1])))
        wrong += [text for text in texts if message.id and set(re.findall(r"{\w+}", str(text))) != fields]
    assert wrong == []


def test_the_compiled_catalogue_is_the_one_that_can_be_read() -> None:
    assert DUTCH.with_suffix(".mo").read_bytes() == compiled(dutch())


def test_nothing_is_shown_that_is_not_in_the_catalogue() -> None:
    bare = []
    for path in sorted((ROOT / "cmsdesk" / "ui").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in _SHOWN and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str) and re.search(r"[A-Za-z]{2}", first.value):
                    bare.append(f"{Path(path).name}:{node.lineno} {first.value}")
    assert [text for text in bare if not text.endswith(" cmsdesk")] == []


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
