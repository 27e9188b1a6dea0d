"""`cmsdesk package key | enrol | make | merge` at the office; package_far.py has what is for an assessor's computer."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from cmsdesk.cli import package_far
from cmsdesk.cli.ending import DONE, REFUSED, complain, say, say_json
from cmsdesk.cli.opening import make_folder, opened, read_bytes
from cmsdesk.cli.parsing import Parser, day
from cmsdesk.cli.passphrases import add_passphrase, passphrase
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _
from cmsdesk.exchange.packages.faults import PackageRefused
from cmsdesk.exchange.packages.keys import KeyPair, read_public_text
from cmsdesk.services.applications import FindApplication
from cmsdesk.services.assessor_keys import EnrolKey
from cmsdesk.services.office import Office
from cmsdesk.services.office_keys import has_keys, make_keys, save_public_key, unlock_keys
from cmsdesk.services.package_mail import SavePackageMail
from cmsdesk.services.packages import make_package
from cmsdesk.services.people import FindPerson
from cmsdesk.services.returned_reviews import MergeReview, TakenIn, merge_form
from cmsdesk.services.sent_packages import PackageRow, PackagesOf
from cmsdesk.services.staging import staging_folder, sweep_staging


def fill(parser: Parser) -> None:
    """Say what may follow."""
    commands = parser.add_commands()
    key = commands.add_parser("key", help=_("make the keys of the office, and write the key file for assessors"))
    key.add_office()
    key.add_argument("--to", type=Path, metavar="FILE", help=_("where the key file goes, such as office.cmsdesk-key"))
    add_passphrase(key)
    key.add_json()
    key.set_defaults(run=_key)

    enrol = commands.add_parser("enrol", help=_("trust the key file of an assessor whose words were compared by telephone"))
    enrol.add_argument("file", type=Path, metavar="KEYFILE", help=_("the key file"))
    enrol.add_office()
    enrol.add_argument("--person", required=True, metavar="NUMBER", help=_("the number of the assessor"))
    enrol.add_argument("--words", default="", help=_("the ten words as the assessor read them aloud"))
    enrol.set_defaults(run=_enrol)

    make = commands.add_parser("make", help=_("make the packages of an application, each for one assessor"))
    make.add_argument("application", metavar="NUMBER", help=_("the number of an application"))
    make.add_office()
    make.add_argument("--to", type=Path, required=True, metavar="DIR", help=_("a folder for the packages"))
    make.add_argument(
        "--assessor", action="append", default=[], metavar="NUMBER", help=_("only for this assessor; may be said several times")
    )
    make.add_argument("--until", type=day, metavar="DATE", help=_("until when they may come back"))
    make.add_argument("--mail", action="store_true", help=_("make a mail draft beside each"))
    add_passphrase(make)
    make.add_json()
    make.set_defaults(run=_make)

    merge = commands.add_parser("merge", help=_("take in reviews and forms that came back"))
    merge.add_argument("file", type=Path, nargs="+", metavar="FILE", help=_("a review, or a form that was filled in"))
    merge.add_office()
    add_passphrase(merge)
    merge.add_json()
    merge.set_defaults(run=_merge)
    package_far.fill(commands)


def _key(options: argparse.Namespace) -> int:
    with opened(options.office) as office:
        secret = passphrase(options)
        keys = unlock_keys(office, secret) if has_keys(office) else make_keys(office, secret)
    if options.to:
        save_public_key(keys, options.to)
    package_far.tell_key(keys.public, as_json=options.json)
    return DONE


def _enrol(options: argparse.Namespace) -> int:
    text = read_bytes(options.file)
    package_far.check_words(options.words, read_public_text(text))
    with opened(options.office) as office:
        office.do(EnrolKey(office.do(FindPerson(options.person)), text))
    return DONE


def _make(options: argparse.Namespace) -> int:
    make_folder(options.to)
    made: list[dict[str, object]] = []
    with opened(options.office) as office:
        keys = unlock_keys(office, passphrase(options))
        code = DONE
        for row in _chosen(office, options.application, options.assessor):
            try:
                made.append(_made(office, row, keys, options))
            except RuleBroken as error:  # the others are made all the same
                complain(f"{row.name}: {error}")
                code = REFUSED
    if options.json:
        say_json({"packages": made})
    else:
        say(*(str(path) for one in made for path in (one["package"], one["mail"]) if path))
    return code


def _chosen(office: Office, number: str, assessors: Sequence[str]) -> list[PackageRow]:
    """Everybody who can get a package now, or whoever was named."""
    rows = office.do(PackagesOf(office.do(FindApplication(number))))
    named = {office.do(FindPerson(one)) for one in assessors}
    if unknown := named - {row.person_id for row in rows}:
        raise RuleBroken(
            _("{count} of these assessors are not assigned to application {number}.").format(count=len(unknown), number=number)
        )
    chosen = [row for row in rows if row.person_id in named or (not named and not row.why_not)]
    if not chosen:
        reasons = " ".join(dict.fromkeys(row.why_not for row in rows))
        raise RuleBroken(reasons or _("Nobody is assigned to judge application {number}.").format(number=number))
    return chosen


def _made(office: Office, row: PackageRow, keys: KeyPair, options: argparse.Namespace) -> dict[str, object]:
    made = make_package(office, row.assignment_id, options.to, keys, expires_on=options.until)
    mail = office.do(SavePackageMail(made.package_id, made.path, options.language)) if options.mail else None
    return {
        "assessor": row.name,
        "package": str(made.path),
        "mail": str(mail) if mail else None,
        "until": made.expires_on.isoformat(),
    }


def _merge(options: argparse.Namespace) -> int:
    code = DONE
    lines: list[dict[str, str | None]] = []
    sweep_staging()
    with opened(options.office) as office:
        signed = [path for path in options.file if path.suffix.lower() != ".xlsx"]
        keys = unlock_keys(office, passphrase(options)) if signed else None
        for path in options.file:
            try:
                taken = _taken(office, path, keys)
                lines.append({"file": str(path), "outcome": taken.taken.value, "number": taken.number, "says": taken.sentence})
            except RuleBroken as error:  # each stands for itself
                fault = error.fault.value if isinstance(error, PackageRefused) else "refused"
                lines.append({"file": str(path), "outcome": fault, "number": None, "says": str(error)})
                code = REFUSED
                if not options.json:
                    complain(f"{path.name}: {error}")
    if options.json:
        say_json({"files": lines})
    else:
        say(*(str(line["says"]) for line in lines if line["number"]))
    return code


def _taken(office: Office, path: Path, keys: KeyPair | None) -> TakenIn:
    if keys is None or path.suffix.lower() == ".xlsx":
        return office.do(merge_form(path))
    return office.do(MergeReview(path, keys, staging_folder()))
