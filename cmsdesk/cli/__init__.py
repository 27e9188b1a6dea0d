"""The program by command: the same use cases without a window, for a clerk's scripts and for proof.

Exit code 0 done, 1 refused (the reason on standard error), 2 wrong call, 130 stopped by Ctrl+C.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from cmsdesk import __version__
from cmsdesk.cli.ending import to_the_end
from cmsdesk.cli.parsing import Parser, language_asked
from cmsdesk.domain.words import N_, _, use_language


@dataclass(frozen=True)
class Noun:
    """The first word of a command; the module of that name is loaded only when the word is used."""

    word: str
    says: str
    draws: bool = False  # needs Qt, but nobody to look


NOUNS = (
    Noun("demo", N_("play the whole main job on an example office"), draws=True),
    Noun("check", N_("open every form and resource, print versions"), draws=True),
    Noun("members", N_("import a member list")),
    Noun("scheme", N_("list, show, check and evaluate schemes")),
    Noun("package", N_("send dossiers to assessors, review them elsewhere, and take in what comes back")),
    Noun("register", N_("write the register as Excel")),
    Noun("certificates", N_("issue and verify certificates")),
    Noun("report", N_("write the board report")),
    Noun("files", N_("let a double click open the files of cmsdesk"), draws=True),
    Noun("office", N_("make, back up, restore and inspect an office file")),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; without one, open the window. Returns the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    return to_the_end(lambda: _run(given))


def _run(given: list[str]) -> int:
    language, words = language_asked(given)
    use_language(language)
    word = next((word for word in words if not word.startswith("-")), "")
    noun = next((noun for noun in NOUNS if noun.word == word), None)
    if noun is None and _is_mistyped(word):
        _parser(None).error(_unknown(word))
    if noun is None and (word or not {"-h", "--help"} & set(words)):
        return _open_window(words)
    options = _parser(noun).parse_args(words)
    options.language = language
    if noun and noun.draws:
        from cmsdesk.cli.window import prepare_to_draw  # noqa: PLC0415 - most commands draw nothing

        prepare_to_draw()
    return int(options.run(options))


def _parser(chosen: Noun | None) -> Parser:
    """What may be said; only the chosen command says all of it."""
    parser = Parser(
        prog="cmsdesk",
        usage=_("cmsdesk [FILE …] [--quit-when-idle]\n       cmsdesk COMMAND …"),
        description=_("The certification office in one window. Without a command, the window opens."),
        epilog=_("Every command has its own help, such as: cmsdesk members import --help"),
    )
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_language()
    commands = parser.add_subparsers(title=_("commands"), metavar=_("COMMAND"), required=True)
    for noun in NOUNS:
        own = commands.add_parser(noun.word, help=_(noun.says), description=_sentence(_(noun.says)))
        own.prog = f"cmsdesk {noun.word}"
        if noun is chosen:
            import_module(f"cmsdesk.cli.{noun.word}").fill(own)
    return parser


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _open_window(words: list[str]) -> int:
    parser = Parser(prog="cmsdesk")
    parser.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help=_("the office to open, or packages, reviews and keys")
    )
    parser.add_argument("--quit-when-idle", action="store_true", help=_("close the window once it is drawn, for measuring"))
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_language()
    options = parser.parse_args(words)
    from cmsdesk.cli.window import open_window  # noqa: PLC0415 - Qt is only for the window

    return open_window(options.files, quit_when_idle=options.quit_when_idle)


def _is_mistyped(word: str) -> bool:
    """A bare word that is no file was meant as a command."""
    path = Path(word)
    return len(path.parts) == 1 and not path.suffix and not path.exists()


def _unknown(word: str) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - only for whoever mistypes

    near = get_close_matches(word, [noun.word for noun in NOUNS], n=1)
    if near:
        return _("“{word}” is no command and no office file. Did you mean {near}?").format(word=word, near=near[0])
    return _("“{word}” is no command and no office file.").format(word=word)
