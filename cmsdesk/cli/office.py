"""`cmsdesk office new | backup | restore | inspect | erase-overdue | generate`."""

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from cmsdesk.cli.ending import DONE, REFUSED, complain, say, say_json
from cmsdesk.cli.opening import opened
from cmsdesk.cli.parsing import Parser, positive
from cmsdesk.domain.dates import show_date
from cmsdesk.domain.words import _, ngettext
from cmsdesk.services.generating import GenerateMembers
from cmsdesk.services.inspecting import InspectOffice
from cmsdesk.services.office import user_name
from cmsdesk.services.restoring import restore_office
from cmsdesk.services.retention import Erased, ListOverdue, erase_overdue
from cmsdesk.services.settings import OfficeDetails, ReadSettings, backup_folder, found_office


def fill(parser: Parser) -> None:
    """Say what may follow."""
    commands = parser.add_commands()
    new = commands.add_parser("new", help=_("make an office file"))
    new.add_argument("file", type=Path, metavar="FILE", help=_("the office file to make"))
    new.add_argument("--name", required=True, help=_("the name of the office"))
    new.add_argument("--contact", default="", help=_("whom to ask at the office"))
    new.add_argument("--email", default="", help=_("the e-mail address of the office"))
    new.add_argument("--backups", type=Path, metavar="DIR", help=_("where backups go; beside the office file when not said"))
    new.set_defaults(run=_new)

    backup = commands.add_parser("backup", help=_("make a checked backup"))
    backup.add_office()
    backup.add_argument("--to", type=Path, metavar="DIR", help=_("another folder than the one of the office"))
    backup.set_defaults(run=_backup)

    again = commands.add_parser("restore", help=_("go back to a backup"))
    again.add_argument("backup", type=Path, metavar="BACKUP", help=_("the backup to go back to"))
    again.add_office()
    again.set_defaults(run=_restore)

    inspect = commands.add_parser("inspect", help=_("count what is in it, check its journal and its documents"))
    inspect.add_office()
    inspect.add_json()
    inspect.set_defaults(run=_inspect)

    overdue = commands.add_parser("erase-overdue", help=_("erase whoever has been kept as long as every scheme asks"))
    overdue.add_office()
    overdue.add_argument("--dry-run", action="store_true", help=_("only list them"))
    overdue.add_json()
    overdue.set_defaults(run=_erase_overdue)

    generate = commands.add_parser("generate", help=_("add made-up members, for trying and measuring"))
    generate.add_office()
    generate.add_argument("--members", type=positive, required=True, metavar="N", help=_("how many"))
    generate.add_argument("--seed", type=int, default=1, metavar="N", help=_("the same seed makes the same people"))
    generate.set_defaults(run=_generate)


def _new(options: argparse.Namespace) -> int:
    backups = str(options.backups) if options.backups else ""
    details = OfficeDetails(options.name, contact_name=options.contact, contact_email=options.email, backup_folder=backups)
    found_office(options.file, details, user=user_name()).close()
    say(str(options.file))
    return DONE


def _backup(options: argparse.Namespace) -> int:
    with opened(options.office) as office:
        details, _version = office.do(ReadSettings())
        made = office.back_up(options.to or backup_folder(details, office.path))
    say(str(made.path), _("{people} people, {documents} documents").format(people=made.people, documents=made.documents))
    if made.warning:
        complain(made.warning)
    return DONE


def _restore(options: argparse.Namespace) -> int:
    done = restore_office(options.backup, options.office, user=user_name())
    say(str(options.office))
    if done.aside:
        say(_("What was here is kept as {file}.").format(file=done.aside.name))
    if done.erased:
        say(done.erased_sentence)
    for warning in done.warnings:
        complain(warning)
    return DONE


def _inspect(options: argparse.Namespace) -> int:
    with opened(options.office) as office:
        found = office.do(InspectOffice())
    if options.json:
        say_json(asdict(found) | {"whole": found.whole})
    else:
        counts = (
            (found.people, _("people")),
            (found.applications, _("applications")),
            (found.certificates, _("certificates")),
            (found.documents, _("documents")),
            (found.acts, _("entries in the journal")),
        )
        say(found.name, *(f"{count:8}  {label}" for count, label in counts))
    if found.broken_at is not None:
        complain(_("The journal was tampered with at entry {number}.").format(number=found.broken_at))
    for sha256 in found.missing:
        complain(_("A document is missing or was changed: {document}").format(document=sha256))
    return DONE if found.whole else REFUSED


def _erase_overdue(options: argparse.Namespace) -> int:
    done: list[Erased] = []

    def tell(one: Erased) -> None:
        done.append(one)
        if one.number and not options.json:
            say(_("{number} was erased; {erased} stands for this person now.").format(number=one.row.number, erased=one.number))

    warning = ""
    try:
        with opened(options.office) as office:
            if options.dry_run:
                done = [Erased(row, reason=row.reason) for row in office.do(ListOverdue())]
            else:
                warning = erase_overdue(office, tell)
    except BaseException:
        if done:  # nobody is erased in silence
            _answer(done, options)
        raise
    _answer(done, options)
    if warning:
        complain(warning)
    return DONE


def _answer(done: Sequence[Erased], options: argparse.Namespace) -> None:
    """Everybody who was overdue, and why who stays does so."""
    if options.json:
        say_json({"dry_run": options.dry_run, "overdue": [_as_json(one, named=options.dry_run) for one in done]})
        return
    if not done:
        say(_("Nobody has been kept longer than a scheme asks."))
    for one in done:
        if options.dry_run:
            since, schemes = show_date(one.row.since), ", ".join(one.row.schemes)
            say(f"{one.row.number:10}  {one.row.name:40}  {since}  {schemes}")
        if one.reason:
            complain(_("{number} stays: {reason}").format(number=one.row.number, reason=one.reason))


def _as_json(one: Erased, *, named: bool) -> dict[str, object]:
    """Names only where nobody was erased: what is printed may be kept."""
    row = one.row
    said: dict[str, object] = {
        "number": row.number,
        "since": f"{row.since}",
        "schemes": row.schemes,
        "reason": one.reason,
        "erased": one.number,
    }
    return said | ({"name": row.name} if named else {})


def _generate(options: argparse.Namespace) -> int:
    with opened(options.office) as office:
        count = office.do(GenerateMembers(options.members, options.seed))
    say(ngettext("{count} made-up member was added.", "{count} made-up members were added.", count).format(count=count))
    return DONE
