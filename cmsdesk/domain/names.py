"""Dutch names: the prefix apart from the surname, and lists sorted as a Dutch reader expects."""

import re
import unicodedata

# Ordered longest first, so that "van den" is taken before "van".
_PREFIXES = sorted(
    [
        "van",
        "van_de",
        "van_den",
        "van_der",
        "van_het",
        "van_'t",
        "van_'s",
        "vander",
        "vanden",
        "de",
        "den",
        "der",
        "het",
        "'t",
        "'s",
        "ter",
        "ten",
        "te",
        "tot",
        "in",
        "in_de",
        "in_den",
        "in_der",
        "in_het",
        "in_'t",
        "op",
        "op_de",
        "op_den",
        "op_der",
        "op_het",
        "op_'t",
        "op_ten",
        "onder",
        "onder_de",
        "over_de",
        "aan_de",
        "aan_den",
        "aan_der",
        "aan_het",
        "aan_'t",
        "aan",
        "bij_de",
        "bij_den",
        "bij",
        "uit_de",
        "uit_den",
        "uit_der",
        "uit",
        "uijt",
        "voor_de",
        "voor_den",
        "voor_'t",
        "voor",
        "d'",
        "l'",
        "la",
        "le",
        "les",
        "lo",
        "du",
        "des",
        "dos",
        "da",
        "di",
        "del",
        "della",
        "de_la",
        "de_l'",
        "el",
        "von",
        "von_der",
        "von_den",
        "von_dem",
        "von_zu",
        "zu",
        "zum",
        "zur",
        "vom",
        "auf_der",
        "am",
        "im",
        "von_und_zu",
    ],
    key=len,
    reverse=True,
)
_AT_START = re.compile(
    r"^("
    + "|".join(
        re.escape(prefix).replace("_", r"\s+") + (r"\s*" if prefix.endswith("l'") or prefix == "d'" else r"\s+")
        for prefix in _PREFIXES
    )
    + r")(?=\S)",
    re.IGNORECASE,
)
_ONLY = re.compile(r"^(" + "|".join(re.escape(prefix).replace("_", r"\s+") for prefix in _PREFIXES) + r")$", re.IGNORECASE)
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'"})
# What Unicode does not take apart into a letter and an accent.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ĳ": "ij"}
)


def tidy(text: str) -> str:
    """The text with single spaces and plain apostrophes."""
    return " ".join(text.translate(_APOSTROPHES).split())


def split_surname(typed: str) -> tuple[str, str]:
    """Prefix and surname of "de Vries", "Vries, de" or "Vries (de)"; the prefix in lower case."""
    typed = tidy(typed)
    behind = re.match(r"^(.+?)\s*(?:,\s*(.+)|\((.+)\))$", typed)
    if behind and _ONLY.match(prefix := (behind[2] or behind[3]).strip()):
        return prefix.lower(), behind[1].strip()
    before = _AT_START.match(typed)
    if before:
        return before[1].lower().strip(), typed[before.end() :].strip()
    return "", typed


def is_prefix(text: str) -> bool:
    """Whether the text is a prefix and nothing else."""
    return bool(_ONLY.match(tidy(text)))


def full_name(given: str, prefix: str, surname: str) -> str:
    """As one speaks it: Jan-Willem de Vries."""
    return " ".join(part for part in (given, prefix, surname) if part)


def sorted_name(given: str, prefix: str, surname: str) -> str:
    """As a Dutch list writes it: Vries, Jan-Willem de."""
    rest = " ".join(part for part in (given, prefix) if part)
    return f"{surname}, {rest}" if rest else surname


def fold(text: str) -> str:
    """Small letters without accents, for sorting and searching."""
    apart = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def name_key(surname: str, prefix: str, given: str) -> str:
    """What a list sorts by: the surname first, the prefix last."""
    return fold(tidy(f"{surname} {given} {prefix}"))
