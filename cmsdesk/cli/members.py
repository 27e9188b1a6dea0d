"""`cmsdesk members import`."""

import argparse
from pathlib import Path

from cmsdesk.cli.ending import DONE, say, say_json
from cmsdesk.cli.opening import opened
from cmsdesk.cli.parsing import Parser
from cmsdesk.domain.words import _, ngettext
from cmsdesk.exchange.members import Outcome
from cmsdesk.services.member_import import ImportMembers, ImportPlan, PlanImport, open_list, understand


def fill(parser: Parser) -> None:
    """Say what may follow."""
    bring = parser.add_commands().add_parser("import", help=_("import a list in Excel, LibreOffice or CSV form"))
    bring.add_argument("file", type=Path, metavar="FILE", help=_("the list"))
    bring.add_office()
    bring.add_argument("--sheet", default="", help=_("the sheet that holds the members; recognised when not said"))
    bring.add_argument("--dry-run", action="store_true", help=_("only say what would happen"))
    bring.add_json()
    bring.set_defaults(run=_import)


def _import(options: argparse.Namespace) -> int:
    with opened(options.office) as office:
        workbook = open_list(options.file)
        plan = office.do(PlanImport(workbook, understand(workbook, sheet=options.sheet)))
        if not options.dry_run:
            office.do(ImportMembers(plan))
    if options.json:
        say_json(as_json(plan))
    else:
        say(*_told(plan), _last_line(plan, dry=options.dry_run))
    return DONE


def as_json(plan: ImportPlan) -> dict[str, object]:
    """The plan for a program: each row with its outcome and what is the matter with it."""
    rows = [
        {
            "row": row.row,
            "number": row.number,
            "outcome": row.outcome,
            "same_as": row.same_as,
            "problems": [{"cell": problem.cell, "text": problem.text} for problem in row.problems],
        }
        for row in plan.members.rows
    ]
    return {"rows": rows, "counts": plan.members.counts()}


def _told(plan: ImportPlan) -> list[str]:
    """The plan for people: what is the matter, and how many rows go which way."""
    listed = plan.listed
    lines = [_("headings in row {row} of “{sheet}”").format(row=listed.heading_row, sheet=listed.sheet.name)]
    lines += plan.members.remarks
    lines += [f"{problem.cell}  {row.number}  {problem.text}" for row in plan.members.rows for problem in row.problems]
    lines += [f"{problem.cell}  {row.certificate}  {problem.text}" for row in plan.certificates for problem in row.problems]
    lines += [f"{count:6}  {_label(outcome)}" for outcome, count in plan.members.counts().items()]
    if certificates := sum(row.outcome == "imported" for row in plan.certificates):
        lines.append(ngettext("{count} certificate", "{count} certificates", certificates).format(count=certificates))
    return lines


def _last_line(plan: ImportPlan, *, dry: bool) -> str:
    if plan.changes_nothing:
        return _("Everything in this list is already in the office; importing it changes nothing.")
    if dry:
        return _("This was a trial; nothing was changed.")
    return _("The list was imported.")


def _label(outcome: Outcome) -> str:
    labels: dict[Outcome, str] = {
        "imported": _("imported"),
        "warning": _("imported, with a warning"),
        "refused": _("refused"),
        "duplicate": _("likely the same person"),
        "unchanged": _("already there"),
        "completed": _("completed"),
    }
    return labels[outcome]
