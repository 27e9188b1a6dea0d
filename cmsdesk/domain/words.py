"""The one catalogue of sentences: what the program says, in the language of the reader.

English stands in the code and is the key; the Dutch catalogue lies in resources/translations.
The window and a paper may speak different languages at the same time, hence a context variable.
"""

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files

LANGUAGES = ("nl", "en")

_window = ["nl"]
_paper: ContextVar[str | None] = ContextVar("paper", default=None)


def use_language(code: str) -> None:
    """Let the whole program speak this language from now on; an unknown code means Dutch."""
    _window[0] = code if code in LANGUAGES else "nl"


def language() -> str:
    """The language spoken here and now."""
    return _paper.get() or _window[0]


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak another language for a while, for a paper."""
    token = _paper.set(code)
    try:
        yield
    finally:
        _paper.reset(token)


def _(message: str) -> str:
    """The sentence in the language spoken here."""
    return _catalogue(language()).gettext(message) if message else ""


def ngettext(one: str, many: str, count: int) -> str:
    """The sentence for this count."""
    return _catalogue(language()).ngettext(one, many, count)


def N_(message: str) -> str:  # noqa: N802 - the name every gettext tool looks for
    """Mark a sentence for the catalogue that is translated later."""
    return message


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    source = files("cmsdesk.resources") / "translations" / f"{code}.mo"
    if not source.is_file():
        return gettext.NullTranslations()
    with source.open("rb") as stream:
        return gettext.GNUTranslations(stream)
