"""Collects every sentence of the program and keeps the Dutch catalogue; run as `python -m tests.catalogue`."""

import io
import re
import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
DUTCH = ROOT / "resources" / "translations" / "nl.po"
_KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
_FIRST_LINES = (
    "# What cmsdesk says, in Dutch. The English sentence in the code is the key.\n"
    "# After a change in the code: python -m tests.catalogue"
)
# No dates and no tool versions: the file changes only when a sentence does.
_HEADERS = {"Project-Id-Version", "Language", "Plural-Forms", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"}
_HEADER = re.compile(r'^"([A-Z][A-Za-z-]+): ')


def sentences() -> Catalog:
    """Every sentence in the code and in the forms."""
    found = Catalog(locale="nl", project="cmsdesk", version="1", charset="utf-8", fuzzy=False, header_comment=_FIRST_LINES)
    for name, _line, message, _comments, _context in extract_from_dir(
        str(ROOT / "cmsdesk"), [("**.py", "python")], keywords=_KEYWORDS
    ):
        found.add(message, locations=[(f"cmsdesk/{name}", 0)])
    for form in sorted((ROOT / "forms").glob("*.ui")):
        tree = ET.parse(form)
        keys = {text for shortcut in tree.iterfind(".//property[@name='shortcut']") for text in shortcut.itertext()}
        for text in tree.iter("string"):
            if text.text and text.text.strip() and text.text not in {"cmsdesk", *keys}:
                found.add(text.text, locations=[(f"forms/{form.name}", 0)])
    return found


def dutch() -> Catalog:
    """The catalogue as it lies in resources."""
    return read_po(io.BytesIO(DUTCH.read_bytes()), locale="nl") if DUTCH.exists() else Catalog(locale="nl")


def entries(catalogue: Catalog) -> list[Message]:
    """The sentences of a catalogue, without its header."""
    return [message for message in catalogue if message.id]


def forms_of(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """A sentence, or its singular and plural."""
    return (text or "",) if isinstance(text, str) or text is None else tuple(text)


def is_translated(message: Message | None) -> bool:
    """Whether somebody gave this sentence all its forms and nobody doubts them."""
    return message is not None and not message.fuzzy and all(forms_of(message.string))


def fields(text: str) -> set[str]:
    """The named fields of a sentence."""
    return set(re.findall(r"{\w*}", text))


def merged(wanted: Catalog, known: Catalog) -> Catalog:
    """The wanted sentences with the Dutch that is known; a doubt stays a doubt, and what is new stays empty."""
    for message in entries(wanted):
        old = known.get(message.id)
        if old and isinstance(old.id, tuple) == isinstance(message.id, tuple):
            message.string = old.string
            message.flags |= old.flags & {"fuzzy"}
    return wanted


def readable(catalogue: Catalog) -> bytes:
    """The catalogue as people read and correct it."""
    out = io.BytesIO()
    write_po(out, catalogue, width=140, sort_output=True, no_location=True)
    head, _blank, body = out.getvalue().decode().partition("\n\n")
    kept = [line for line in head.split("\n") if not (found := _HEADER.match(line)) or found[1] in _HEADERS]
    return ("\n".join(kept) + "\n\n" + body).encode()


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as gettext reads it."""
    catalogue.creation_date = catalogue.revision_date = datetime(2026, 1, 1, tzinfo=UTC)  # the same bytes at every run
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def main() -> None:
    """Bring the Dutch catalogue up to date and compile it; new sentences are left empty."""
    DUTCH.parent.mkdir(exist_ok=True)
    DUTCH.write_bytes(readable(merged(sentences(), dutch())))
    made = dutch()
    DUTCH.with_suffix(".mo").write_bytes(compiled(made))
    lacking = [message.id for message in entries(made) if not is_translated(message)]
    print(f"{len(made)} sentences, {len(lacking)} without Dutch", *lacking, sep="\n  ")  # noqa: T201 - a command for people


if __name__ == "__main__":
    main()
