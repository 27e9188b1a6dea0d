"""Telling by a glance what a file that is dropped on the window may be; what it really is, is for whoever opens it."""

import zipfile
from pathlib import Path

REVIEWS = {".review"}
KEYS = {".cmsdesk-key"}
_FORM = b'name="cmsdesk"'  # the hidden sheet of a form, as exchange/packages/review_form.py writes it
_GLANCE = 64 << 10


def concerns_packages(path: Path) -> bool:
    """Whether a file is a review, a key, or a form that the office gave out."""
    return path.suffix.lower() in REVIEWS | KEYS or (path.suffix.lower() == ".xlsx" and _is_form(path))


def _is_form(path: Path) -> bool:
    """Looks at the list of sheets only; a file that is no workbook is no form."""
    try:
        with zipfile.ZipFile(path) as book, book.open("xl/workbook.xml") as sheets:
            return _FORM in sheets.read(_GLANCE)
    except (OSError, KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError):
        return False
