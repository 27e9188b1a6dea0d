"""The program speaks Dutch everywhere, and whole sentences."""

import ast
import io
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo

from tests.catalogue import DUTCH, ROOT, compiled, dutch, entries, fields, forms_of, is_translated, merged, readable, sentences

# What shows the text it is given first, after an icon where there is one, and what has another argument before it.
_SHOWS_FIRST = {
    *("addAction", "addItem", "addMenu", "addRow", "setAccessibleDescription", "setAccessibleName", "setHeaderText"),
    *("setInformativeText", "setPlaceholderText", "setStatusTip", "setText", "setTitle", "setToolTip", "setWhatsThis"),
    *("setWindowTitle", "showMessage", "button", "ElidedLabel", "PlainLabel", "QAction", "QCheckBox", "QGroupBox", "QLabel"),
    *("QPushButton", "QRadioButton"),
}
_SHOWS_SECOND = {"addTab", "EmptyState"}
_SHOWN_BY_NAME = {"tip", "text", "title", "tooltip"}
# The same in every language: the program's own name, and the key.
_NAMES = {"cmsdesk", "Alt"}


def test_every_sentence_has_its_dutch() -> None:
    known = dutch()
    assert [message.id for message in entries(sentences()) if not is_translated(known.get(message.id))] == []


def test_the_dutch_holds_no_sentence_that_nobody_says() -> None:
    said = sentences()
    assert [message.id for message in entries(dutch()) if message.id not in said] == []


def test_singular_and_plural_are_both_there() -> None:
    said, known = sentences(), dutch()
    pairs = [(message, known.get(message.id)) for message in entries(said)]
    assert [new.id for new, old in pairs if old and len(forms_of(new.id)) != len(forms_of(old.string))] == []


def test_the_dutch_names_the_same_fields() -> None:
    wrong = []
    for message in entries(dutch()):
        wanted = fields(forms_of(message.id)[-1])
        wrong += [text for text in forms_of(message.string) if fields(text) != wanted]
    assert wrong == []


def test_every_field_in_a_sentence_has_a_name() -> None:
    assert [message.id for message in entries(sentences()) if any("{}" in fields(text) for text in forms_of(message.id))] == []


def test_the_compiled_catalogue_says_what_the_readable_one_says() -> None:
    shipped = read_mo(io.BytesIO(DUTCH.with_suffix(".mo").read_bytes()))
    said, wanted = ({forms_of(entry.id): forms_of(entry.string) for entry in entries(found)} for found in (shipped, dutch()))
    assert said == wanted


def test_updating_an_up_to_date_catalogue_changes_nothing() -> None:
    assert readable(merged(sentences(), dutch())) == DUTCH.read_bytes()


def test_a_doubtful_translation_stays_doubtful_and_is_not_shipped() -> None:
    known, wanted = Catalog(locale="nl"), Catalog(locale="nl", fuzzy=False)
    known.add("Sure", "Zeker")
    known.add("Unsure", "Onzeker", flags=["fuzzy"])
    for text in ("Sure", "Unsure", "New"):
        wanted.add(text)
    made = merged(wanted, known)
    assert [is_translated(made.get(text)) for text in ("Sure", "Unsure", "New")] == [True, False, False]
    assert {message.id for message in entries(read_mo(io.BytesIO(compiled(made))))} == {"Sure"}


def test_a_sentence_that_got_a_plural_asks_for_new_dutch() -> None:
    known, wanted = Catalog(locale="nl"), Catalog(locale="nl")
    known.add("One row", "Eén rij")
    wanted.add(("One row", "{n} rows"))
    assert not is_translated(merged(wanted, known).get("One row"))


def hidden_sentences(module: ast.Module) -> list[str]:
    """Sentences within an f-string: the program asks for them, but what collects the catalogue does not see them there."""
    strings = [node for node in ast.walk(module) if isinstance(node, ast.JoinedStr)]
    calls = [node for string in strings for node in ast.walk(string) if isinstance(node, ast.Call)]
    asked = [call for call in calls if ast.unparse(call.func) in {"_", "N_", "ngettext"}]
    return [f"{call.lineno}: {ast.unparse(call)}" for call in asked if isinstance(call.args[0], ast.Constant)]


def test_a_sentence_within_an_f_string_is_seen() -> None:
    assert hidden_sentences(ast.parse("f\"{count} {_('people')}\""))
    assert not hidden_sentences(ast.parse('f"{_(label)}: {count}"'))


def test_no_sentence_hides_in_an_f_string() -> None:
    sources = sorted((ROOT / "cmsdesk").rglob("*.py"))
    found = {path.relative_to(ROOT).as_posix(): hidden_sentences(ast.parse(path.read_text(encoding="utf-8"))) for path in sources}
    assert {name: sentences for name, sentences in found.items() if sentences} == {}


def bare_texts(module: ast.Module) -> list[str]:
    """Texts for the user that stand in the code without asking the catalogue, with their line."""
    found: list[tuple[int, str]] = []
    for node in (node for node in ast.walk(module) if isinstance(node, ast.Call)):
        name = ast.unparse(node.func).rpartition(".")[2]
        if name in _SHOWS_FIRST | _SHOWS_SECOND:
            after = int(name in _SHOWS_SECOND or (bool(node.args) and ast.unparse(node.args[0]).startswith(("icon(", "QIcon("))))
            shown = [*node.args[after : after + 1], *(word.value for word in node.keywords if word.arg in _SHOWN_BY_NAME)]
            found += [(node.lineno, text) for argument in shown for text in _words(argument)]
    return [f"{line}: {text}" for line, text in found if set(re.findall(r"[^\W\d_]{2,}", text)) - _NAMES]


def _words(shown: ast.expr) -> list[str]:
    """The text of a literal, and the fixed parts of an f-string."""
    parts = shown.values if isinstance(shown, ast.JoinedStr) else [shown]
    return [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]


@pytest.mark.parametrize(
    "code",
    [
        'label.setText("Members")',
        'QLabel("Members", self)',
        'menu.addAction(icon("plus"), "Members")',
        'button("Members", act)',
        'button(_("Members"), act, tip="Members")',
        'EmptyState("inbox", "Members")',
        'label.setText(f"{count} members")',
        'setWindowTitle("About cmsdesk")',
    ],
)
def test_a_text_outside_the_catalogue_is_seen(code: str) -> None:
    assert bare_texts(ast.parse(code))


@pytest.mark.parametrize(
    "code",
    [
        'label.setText("")',
        'label.setText("·")',
        'QLabel(_("Members"))',
        'setWindowTitle(f"{office} – cmsdesk")',
        'box.addItem(_("Members"), "members")',
    ],
)
def test_what_is_the_same_in_every_language_needs_no_translation(code: str) -> None:
    assert not bare_texts(ast.parse(code))


@pytest.mark.parametrize("path", sorted((ROOT / "cmsdesk" / "ui").rglob("*.py")), ids=lambda path: path.stem)
def test_nothing_is_shown_that_is_not_in_the_catalogue(path: Path) -> None:
    assert bare_texts(ast.parse(path.read_text(encoding="utf-8"))) == []
