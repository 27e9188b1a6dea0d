"""The project's own fonts, and words as a page can show them: no sign without a letter, no line wider than its place."""

import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

TEXT, STRONG, BOLD, ITALIC = "SourceSans3-Regular", "SourceSans3-SemiBold", "SourceSans3-Bold", "SourceSans3-Italic"
SERIF, SERIF_STRONG = "EBGaramond-Regular", "EBGaramond-SemiBold"

# Each of the two families has letters that the other lacks.
_INSTEAD = {TEXT: SERIF, STRONG: SERIF_STRONG, BOLD: SERIF_STRONG, ITALIC: SERIF, SERIF: TEXT, SERIF_STRONG: STRONG}
_UNKNOWN = "?"
_ELLIPSIS = "…"


@cache
def register_fonts() -> None:
    """Make the fonts known to reportlab, once."""
    for name in _INSTEAD:
        with as_file(files("cmsdesk.resources") / "fonts" / f"{name}.ttf") as path:
            pdfmetrics.registerFont(TTFont(name, str(path)))


def plain(words: str) -> str:
    """The words as letters to print: composed, without signs that steer a screen or turn the direction."""
    if words.isascii() and words.isprintable():
        return words
    composed = unicodedata.normalize("NFC", words)
    kept = (letter for letter in composed if unicodedata.category(letter) != "Cf")
    return "".join(letter if letter.isprintable() else " " for letter in kept)


def unknown_letters(words: str, font: str) -> str:
    """The letters that neither the font nor the one instead of it has, each once."""
    register_fonts()
    words = plain(words)
    lacking = _lacking(words, font)
    return "".join(dict.fromkeys(lacking)) if lacking and _lacking(words, _INSTEAD[font]) else ""


def fit_to_print(words: str, font: str) -> tuple[str, str]:
    """The words and the font that has their letters; what no font has becomes a question mark."""
    words = plain(words)
    lacking = _lacking(words, font)
    if lacking and not _lacking(words, _INSTEAD[font]):
        return words, _INSTEAD[font]
    return "".join(_UNKNOWN if letter in lacking else letter for letter in words), font


def width_of(words: str, font: str, size: float) -> float:
    """How wide the words are, in points."""
    words, font = fit_to_print(words, font)
    return float(pdfmetrics.stringWidth(words, font, size))


def size_to_fit(words: str, font: str, size: float, least: float, width: float) -> float:
    """The largest size up to the wished one at which the words fit on one line, and never below the least."""
    at_one = width_of(words, font, 1)
    return max(least, min(size, width / at_one)) if at_one else size


def shortened(words: str, font: str, size: float, width: float) -> str:
    """The words, or as much of their beginning as fits with an ellipsis."""
    if width_of(words, font, size) <= width:
        return words
    return words[: _most(words, font, size, width - width_of(_ELLIPSIS, font, size))].rstrip() + _ELLIPSIS


def wrap(words: str, font: str, size: float, width: float) -> Sequence[str]:
    """The words in lines no wider than the width; a word too long is cut."""
    lines, line = [], ""
    for word in plain(words).split():
        rest = word
        while rest:
            attempt = f"{line} {rest}".strip()
            if width_of(attempt, font, size) <= width:
                line, rest = attempt, ""
            elif line:
                lines.append(line)
                line = ""
            else:
                cut = max(1, _most(rest, font, size, width))
                lines.append(rest[:cut])
                rest = rest[cut:]
    return [*lines, line] if line else lines


def _most(words: str, font: str, size: float, width: float) -> int:
    """How many letters from the beginning fit."""
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if width_of(words[:middle], font, size) <= width:
            low = middle
        else:
            high = middle - 1
    return low


def _lacking(words: str, font: str) -> list[str]:
    known = pdfmetrics.getFont(font).face.charToGlyph
    return [letter for letter in words if ord(letter) not in known]
