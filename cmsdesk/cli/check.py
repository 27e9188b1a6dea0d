"""`cmsdesk check`."""

import argparse

from cmsdesk.cli.ending import say
from cmsdesk.cli.parsing import Parser


def fill(parser: Parser) -> None:
    """Nothing may follow."""
    parser.set_defaults(run=_check)


def _check(_options: argparse.Namespace) -> int:
    from cmsdesk.demo import check  # noqa: PLC0415 - Qt, after it was seen to be there

    return check(say)
