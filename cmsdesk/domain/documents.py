"""What a document calls itself and what it is: names that are safe to show, and the kind by content."""

import mimetypes
import unicodedata
from enum import StrEnum
from pathlib import Path

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _

_LONGEST_NAME = 150
# What may carry a program into the office; a dossier has no need of it.
_DANGEROUS = frozenset(
    [
        ".exe",
        ".com",
        ".bat",
        ".cmd",
        ".js",
        ".vbs",
        ".ps1",
        ".lnk",
        ".scr",
        ".msi",
        ".jar",
        ".html",
        ".htm",
        ".svg",
        ".docm",
        ".xlsm",
        ".pptm",
        ".hta",
        ".url",
    ]
)
_BEGINS = {b"%PDF-": "application/pdf", b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}
_OPEN_XML, _OPEN_DOCUMENT = "application/vnd.openxmlformats-officedocument", "application/vnd.oasis.opendocument"
# What Python only knows where the system tells it.
_OFFICE = {
    ".docx": f"{_OPEN_XML}.wordprocessingml.document",
    ".xlsx": f"{_OPEN_XML}.spreadsheetml.sheet",
    ".pptx": f"{_OPEN_XML}.presentationml.presentation",
    ".odt": f"{_OPEN_DOCUMENT}.text",
    ".ods": f"{_OPEN_DOCUMENT}.spreadsheet",
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".rtf": "application/rtf",
    ".csv": "text/csv",
    ".eml": "message/rfc822",
    ".msg": "application/vnd.ms-outlook",
}
# Letters nobody sees, or that turn a line about: control, format, half a pair, ends of lines and paragraphs.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# Names that Windows keeps for devices, with any ending.
_DEVICES = frozenset({"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10))})
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!")


def recognise(name: str, start: bytes) -> str:
    """The media type by content; what says one thing and is another is refused."""
    suffix = Path(name).suffix.lower()
    if suffix in _DANGEROUS or start.startswith(_PROGRAMS):
        raise RuleBroken(
            _("“{name}” can run a program and does not belong in a dossier. Please ask for a PDF.").format(name=name)
        )
    found = next((kind for magic, kind in _BEGINS.items() if start.startswith(magic)), None)
    claimed = _OFFICE.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    if claimed in _BEGINS.values() and found != claimed:
        raise RuleBroken(_("“{name}” is not what its name says. Please open it first to see what it is.").format(name=name))
    return found or claimed


def display_name(name: str) -> str:
    """A file name that is safe to show and to write, whatever machine it came from."""
    name = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join("_" if c in '<>:"|?*' else c for c in name if unicodedata.category(c) not in _UNSEEN)
    stem, dot, suffix = kept.strip(". ").rpartition(".")
    stem, suffix = (stem, suffix) if dot else (suffix, "")
    if stem.partition(".")[0].strip().upper() in _DEVICES:
        stem = f"_{stem}"
    return (stem[:_LONGEST_NAME] + dot + suffix[:10]) or _("document")


class Kind(StrEnum):
    """How a document can be shown; what is `other` is opened in a program of its own."""

    PDF = "pdf"
    IMAGE = "image"
    TEXT = "text"
    WORD = "word"
    SHEETS = "sheets"
    MAIL = "mail"
    OLD_WORD = "old_word"
    OTHER = "other"


_KINDS = {
    _OFFICE[".docx"]: Kind.WORD,
    **dict.fromkeys((_OFFICE[".xlsx"], _OFFICE[".ods"], _OFFICE[".xls"], _OFFICE[".csv"]), Kind.SHEETS),
    **dict.fromkeys((_OFFICE[".eml"], _OFFICE[".msg"]), Kind.MAIL),
    **dict.fromkeys((_OFFICE[".doc"], _OFFICE[".odt"], _OFFICE[".rtf"]), Kind.OLD_WORD),
    "application/pdf": Kind.PDF,
}


def kind_of(name: str, media_type: str) -> Kind:
    """How to show a document that has this name and media type; an unknown type is judged by the name."""
    kind = _KINDS.get(media_type) or _KINDS.get(_OFFICE.get(Path(name).suffix.lower(), ""))
    if kind is None and media_type.startswith("image/"):
        return Kind.IMAGE
    return kind or (Kind.TEXT if media_type.startswith("text/") else Kind.OTHER)
