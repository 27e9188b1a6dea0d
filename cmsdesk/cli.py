"""The program without a window: the same use cases by command, for a clerk's scripts and for proof.

Exit code 0 done, 1 refused (the reason on standard error), 2 wrong call.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from cmsdesk import __version__
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _, use_language

Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; without one, open the window."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    parser, names = _parser()
    words = [word for word in given if not word.startswith("-")]
    if not words or words[0] not in names:
        options = _window_parser().parse_args(given)
        return _guarded(_window, options)
    options = parser.parse_args(given)
    use_language(options.language)
    command: Command = options.run
    return _guarded(command, options)


def _guarded(command: Command, options: argparse.Namespace) -> int:
    try:
        return command(options)
    except RuleBroken as error:
        print(error, file=sys.stderr)
        return 1


def _window_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="cmsdesk", description="The certification office in one window.")
    parser.add_argument("office", nargs="?", type=Path, help="an office file to open")
    parser.add_argument("--quit-when-idle", action="store_true", help="close the window once it is drawn, for measuring")
    parser.add_argument("--version", action="version", version=__version__)
    return parser


def _parser() -> tuple[argparse.ArgumentParser, set[str]]:
    parser = argparse.ArgumentParser(prog="cmsdesk", description="The certification office in one window.")
    parser.add_argument("--language", choices=("nl", "en"), default="nl")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(group: Any, name: str, run: Command, words: str, *, office: bool = True) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = group.add_parser(name, help=words)
        made.set_defaults(run=run)
        if office:
            made.add_argument("--office", type=Path, required=True, help="the office file")
        return made

    demo = add(commands, "demo", _demo, "play the whole main job on the example office", office=False)
    demo.add_argument("--to", type=Path, help="where to leave the office, the certificates and the pictures")
    add(commands, "check", _check, "open every form and resource, print versions", office=False)

    members = commands.add_parser("members", help="the member list").add_subparsers(required=True)
    bring = add(members, "import", _import, "import a list")
    bring.add_argument("file", type=Path)
    bring.add_argument("--sheet", default="")
    bring.add_argument("--dry-run", action="store_true")
    bring.add_argument("--json", action="store_true")

    scheme = commands.add_parser("scheme", help="the schemes").add_subparsers(required=True)
    add(scheme, "list", _scheme_list, "name the schemes", office=False)
    add(scheme, "check", _scheme_check, "read schemes and run their worked examples", office=False).add_argument(
        "file", type=Path, nargs="?"
    )

    register = commands.add_parser("register", help="the register").add_subparsers(required=True)
    export = add(register, "export", _export, "write the register as Excel")
    export.add_argument("--to", type=Path, required=True)
    export.add_argument("--scheme", default="")

    report = add(commands, "report", _report, "write the board report")
    report.add_argument("--to", type=Path, required=True, help="a .pdf or .xlsx file")

    certificates = commands.add_parser("certificates", help="certificates").add_subparsers(required=True)
    issue = add(certificates, "issue", _issue, "issue the certificate of a granted application")
    issue.add_argument("application", help="number of the application")
    issue.add_argument("--to", type=Path, help="a folder for the PDF")

    office = commands.add_parser("office", help="the office file").add_subparsers(required=True)
    new = add(office, "new", _new, "make an office file", office=False)
    new.add_argument("file", type=Path)
    new.add_argument("--name", required=True)
    add(office, "backup", _backup, "make a checked backup").add_argument("--to", type=Path)
    restore = add(office, "restore", _restore, "go back to a backup")
    restore.add_argument("backup", type=Path)
    add(office, "inspect", _inspect, "count what is in it and check its journal")
    generate = add(office, "generate", _generate, "add made-up members")
    generate.add_argument("--members", type=int, required=True)
    generate.add_argument("--seed", type=int, default=1)
    return parser, set(commands.choices)


def _office(path: Path) -> Any:
    from cmsdesk.services.office import open_office  # noqa: PLC0415 - every command imports only what it needs

    return open_office(path, user="cmsdesk")


def _window(options: argparse.Namespace) -> int:
    from cmsdesk.app import run_window  # noqa: PLC0415 - Qt is only for the window

    return run_window(options.office, quit_when_idle=options.quit_when_idle)


def _demo(options: argparse.Namespace) -> int:
    from cmsdesk.demo import play  # noqa: PLC0415 - as above

    return play(options.to)


def _check(_options: argparse.Namespace) -> int:
    from cmsdesk.demo import check  # noqa: PLC0415 - as above

    return check()


def _import(options: argparse.Namespace) -> int:
    from cmsdesk.services.member_import import ImportMembers, PlanImport, open_list, understand  # noqa: PLC0415 - as above

    office = _office(options.office)
    workbook = open_list(options.file)
    plan = office.do(PlanImport(workbook, understand(workbook, sheet=options.sheet)))
    if not options.dry_run:
        office.do(ImportMembers(plan))
    office.close()
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
    if options.json:
        print(json.dumps({"rows": rows, "counts": plan.members.counts()}, ensure_ascii=False))
    else:
        for found in plan.members.rows:
            for problem in found.problems:
                print(f"{problem.cell}  {found.number}  {problem.text}")
        print(", ".join(f"{outcome} {count}" for outcome, count in plan.members.counts().items()))
    return 0


def _scheme_list(_options: argparse.Namespace) -> int:
    from cmsdesk.domain.schemes.loader import shipped_schemes  # noqa: PLC0415 - as above
    from cmsdesk.domain.words import language  # noqa: PLC0415 - as above

    for scheme in shipped_schemes().values():
        print(f"{scheme.id}  {scheme.name.in_language(language())}  {', '.join(title.id for title in scheme.titles)}")
    return 0


def _scheme_check(options: argparse.Namespace) -> int:
    from cmsdesk.domain.schemes.examples import check_examples  # noqa: PLC0415 - as above
    from cmsdesk.domain.schemes.loader import load_scheme, shipped_schemes  # noqa: PLC0415 - as above

    if options.file:
        schemes = [load_scheme(options.file.read_text(encoding="utf-8"), options.file.name)]
    else:
        schemes = list(shipped_schemes().values())
    failed = 0
    for scheme in schemes:
        for result in check_examples(scheme):
            failed += not result.passed
            print(f"{scheme.id}  {result.example_id}  {'ok' if result.passed else result.differences}")
    return 1 if failed else 0


def _export(options: argparse.Namespace) -> int:
    from cmsdesk.services.lists import Asked  # noqa: PLC0415 - as above
    from cmsdesk.services.reports import ExportRegister  # noqa: PLC0415 - as above

    office = _office(options.office)
    chips = frozenset({f"scheme:{options.scheme}"}) if options.scheme else frozenset()
    print(office.do(ExportRegister(options.to, Asked(chips=chips))))
    office.close()
    return 0


def _report(options: argparse.Namespace) -> int:
    from cmsdesk.services.reports import WriteBoardReport  # noqa: PLC0415 - as above

    office = _office(options.office)
    print(office.do(WriteBoardReport(options.to, options.language)))
    office.close()
    return 0


def _issue(options: argparse.Namespace) -> int:
    from cmsdesk.services.applications import ListApplications  # noqa: PLC0415 - as above
    from cmsdesk.services.certificates import IssueCertificate, ReadPaper, SavePaper  # noqa: PLC0415 - as above
    from cmsdesk.services.lists import Asked  # noqa: PLC0415 - as above

    office = _office(options.office)
    rows = office.do(ListApplications(Asked(options.application), 0, 50))
    found = next((row for row in rows if row.number == options.application), None)
    if found is None:
        raise RuleBroken(_("There is no application {number}.").format(number=options.application))
    certificate = office.do(IssueCertificate(found.id))
    name, _paper = office.do(ReadPaper(certificate))
    if options.to:
        office.do(SavePaper(certificate, options.to / name))
    print(name)
    office.close()
    return 0


def _new(options: argparse.Namespace) -> int:
    from cmsdesk.services.office import make_office  # noqa: PLC0415 - as above
    from cmsdesk.services.settings import FoundOffice, OfficeDetails  # noqa: PLC0415 - as above

    office = make_office(options.file, user="cmsdesk")
    office.do(FoundOffice(OfficeDetails(options.name)))
    office.close()
    return 0


def _backup(options: argparse.Namespace) -> int:
    office = _office(options.office)
    made = office.back_up(options.to or options.office.parent)
    print(made.path)
    office.close()
    return 0


def _restore(options: argparse.Namespace) -> int:
    from cmsdesk.store.backup import restore  # noqa: PLC0415 - as above

    aside = restore(options.backup, options.office)
    if aside:
        print(_("What was here is kept as {file}.").format(file=aside.name))
    return 0


def _inspect(options: argparse.Namespace) -> int:
    from cmsdesk.services.history import CheckJournal  # noqa: PLC0415 - as above
    from cmsdesk.services.people import CountPeople  # noqa: PLC0415 - as above
    from cmsdesk.services.register import CountHolders  # noqa: PLC0415 - as above

    office = _office(options.office)
    broken = office.do(CheckJournal())
    counts = {"people": office.do(CountPeople()), "certificates": office.do(CountHolders()), "journal": broken is None}
    print(json.dumps(counts | {"day": date.isoformat(office.today)}))
    office.close()
    return 0 if broken is None else 1


def _generate(options: argparse.Namespace) -> int:
    from cmsdesk.services.generating import GenerateMembers  # noqa: PLC0415 - as above

    office = _office(options.office)
    print(office.do(GenerateMembers(options.members, options.seed)))
    office.close()
    return 0
