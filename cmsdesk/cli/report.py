"""`cmsdesk report`."""

import argparse

from cmsdesk.cli.ending import DONE, say
from cmsdesk.cli.opening import opened
from cmsdesk.cli.parsing import Parser, file_ending
from cmsdesk.domain.words import _
from cmsdesk.services.reports import WriteBoardReport


def fill(parser: Parser) -> None:
    """Say what may follow."""
    parser.add_office()
    ends = file_ending(".pdf", ".xlsx")
    parser.add_argument("--to", type=ends, required=True, metavar="FILE", help=_("the .pdf or .xlsx to write"))
    parser.add_paper_language()
    parser.set_defaults(run=_report)


def _report(options: argparse.Namespace) -> int:
    with opened(options.office) as office:
        say(str(office.do(WriteBoardReport(options.to, options.paper_language))))
    return DONE
