"""`cmsdesk demo`."""

import argparse
from pathlib import Path

from cmsdesk.cli.ending import say
from cmsdesk.cli.parsing import Parser
from cmsdesk.domain.words import _


def fill(parser: Parser) -> None:
    """Say what may follow."""
    parser.add_argument("--to", type=Path, metavar="DIR", help=_("where to leave the office, the papers and the pictures"))
    parser.set_defaults(run=_play)


def _play(options: argparse.Namespace) -> int:
    from cmsdesk.demo import play  # noqa: PLC0415 - Qt, after it was seen to be there

    return play(options.to, say)
