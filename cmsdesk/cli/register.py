"""`cmsdesk register export`."""

import argparse

from cmsdesk.cli.ending import DONE, say
from cmsdesk.cli.opening import opened
from cmsdesk.cli.parsing import Parser, file_ending
from cmsdesk.domain.words import _, ngettext
from cmsdesk.services.lists import Asked
from cmsdesk.services.reports import ExportRegister
from cmsdesk.services.schemes import scheme_of


def fill(parser: Parser) -> None:
    """Say what may follow."""
    export = parser.add_commands().add_parser("export", help=_("write the register as Excel"))
    export.add_office()
    export.add_argument("--scheme", default="", metavar="ID", help=_("only the titles of this scheme"))
    export.add_argument("--to", type=file_ending(".xlsx"), required=True, metavar="FILE", help=_("the workbook to write"))
    export.set_defaults(run=_export)


def _export(options: argparse.Namespace) -> int:
    chips = frozenset({f"scheme:{scheme_of(options.scheme).id}"}) if options.scheme else frozenset()
    with opened(options.office) as office:
        count = office.do(ExportRegister(options.to, Asked(chips=chips)))
    sentence = ngettext("{count} certificate was written to {file}.", "{count} certificates were written to {file}.", count)
    say(sentence.format(count=count, file=options.to))
    return DONE
