"""How a call is read: argparse that speaks the user's language, and the kinds of values that commands share."""

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from cmsdesk.domain.dates import read_date
from cmsdesk.domain.words import LANGUAGES, N_, _, ngettext

# argparse asks gettext for its own words; these are the ones a user may meet.
ARGPARSE_SAYS = (
    N_("usage: "),
    N_("options"),
    N_("positional arguments"),
    N_("show this help message and exit"),
    N_("show program's version number and exit"),
    N_("%(prog)s: error: %(message)s\n"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("invalid %(type)s value: %(value)r"),
    N_("expected one argument"),
    N_("one of the arguments %s is required"),
    N_("not allowed with argument %s"),
)
vars(argparse).update(_=_, ngettext=ngettext)  # there is no other way to give it a catalogue

DEFAULT_LANGUAGE = "nl"


class Parser(argparse.ArgumentParser):
    """A parser that takes no half words: what is not known is wrong, now and in every later version."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings, allow_abbrev=False)

    def add_language(self) -> None:
        """Name the option that was already read by `language_asked`, so that the help shows it."""
        self.add_argument("--language", choices=LANGUAGES, help=_("what this command speaks; Dutch when not said"))

    def add_commands(self) -> "argparse._SubParsersAction[Parser]":
        """The second word, where there is one."""
        return self.add_subparsers(title=_("commands"), metavar=_("COMMAND"), required=True)

    def add_office(self) -> None:
        """The office file that the command works on."""
        self.add_argument("--office", type=Path, required=True, metavar="FILE", help=_("the office file"))

    def add_json(self) -> None:
        """For a program that reads the answer."""
        self.add_argument("--json", action="store_true", help=_("print JSON, for a program to read"))

    def add_paper_language(self) -> None:
        """Papers have a language of their own, whatever the command speaks."""
        self.add_argument("--paper-language", choices=LANGUAGES, default=DEFAULT_LANGUAGE, help=_("the language of the paper"))


def language_asked(given: Sequence[str]) -> tuple[str, list[str]]:
    """The language of a call, wherever in it that was said, and the rest of the call.

    It must be known before anything is read, as reading may end in a sentence.
    """
    words, language = list(given), DEFAULT_LANGUAGE
    for place, word in enumerate(given):
        name, equals, value = word.partition("=")
        following = given[place + 1] if place + 1 < len(given) else ""
        said = value if equals else following
        if name == "--language" and said in LANGUAGES:
            language = said
            words = [*given[:place], *given[place + (1 if equals else 2) :]]
    return language, words


def day(text: str) -> date:
    """A date as people type it."""
    try:
        found = read_date(text)
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise argparse.ArgumentTypeError(_("“{text}” is not a date. Please type it as 21-11-2026.").format(text=text))
    return found


def positive(text: str) -> int:
    """A number of things, at least one."""
    if not text.isascii() or not text.isdigit() or not 0 < int(text) <= MOST:
        raise argparse.ArgumentTypeError(_("“{text}” is not a number from 1 to {most}.").format(text=text, most=MOST))
    return int(text)


MOST = 1_000_000


def file_ending(*endings: str) -> Any:
    """A path that ends in one of these."""

    def checked(text: str) -> Path:
        if Path(text).suffix.lower() not in endings:
            raise argparse.ArgumentTypeError(
                _("“{text}” does not end in {endings}.").format(text=text, endings=", ".join(endings))
            )
        return Path(text)

    return checked
