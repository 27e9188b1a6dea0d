"""Collects every sentence of the program and keeps the Dutch catalogue; run as `python -m tests.catalogue`."""

import io
import xml.etree.ElementTree as ET
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
DUTCH = ROOT / "resources" / "translations" / "nl.po"
_KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}


def sentences() -> Catalog:
    """Every sentence in the code and in the forms."""
    found = Catalog(locale="nl", project="cmsdesk", charset="utf-8", fuzzy=False)
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


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as gettext reads it."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def main() -> None:
    """Bring the Dutch catalogue up to date and compile it; new sentences are left empty."""
    known, wanted = dutch(), sentences()
    for message in wanted:
        if message.id and (old := known.get(message.id)):
            message.string = old.string
    DUTCH.parent.mkdir(exist_ok=True)
    out = io.BytesIO()
    write_po(out, wanted, width=140, omit_header=False, sort_output=True, no_location=True)
    DUTCH.write_bytes(out.getvalue())
    DUTCH.with_suffix(".mo").write_bytes(compiled(wanted))
    missing = [message.id for message in wanted if message.id and not _filled(message.string)]
    print(f"{len(wanted)} sentences, {len(missing)} without Dutch")  # noqa: T201 - a command for people


def _filled(string: object) -> bool:
    return all(string) if isinstance(string, tuple) else bool(string)


if __name__ == "__main__":
    main()
