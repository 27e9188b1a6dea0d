"""The passphrase of keys, which never stands on the command line: there every program of the machine could read it."""

import argparse
import sys
from getpass import getpass
from pathlib import Path

from cmsdesk.cli.opening import read_text
from cmsdesk.cli.parsing import Parser
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _


def add_passphrase(parser: Parser) -> None:
    """Say where the passphrase comes from."""
    parser.add_argument(
        "--passphrase-file", type=Path, metavar="FILE", help=_("a file with the passphrase of the keys; asked for when not said")
    )


def passphrase(options: argparse.Namespace) -> str:
    """The first line of the file, or what is typed unseen."""
    if options.passphrase_file:
        return (read_text(options.passphrase_file).splitlines() or [""])[0]
    if not sys.stdin or not sys.stdin.isatty():
        raise RuleBroken(_("Please say with --passphrase-file where the passphrase is."))
    return getpass(_("Passphrase of the keys: "))
