"""`cmsdesk certificates issue | verify | key`."""

import argparse
import hashlib
import json
import re
from pathlib import Path

from cmsdesk.cli.ending import DONE, REFUSED, complain, say, say_json
from cmsdesk.cli.opening import make_folder, opened, read_bytes
from cmsdesk.cli.parsing import Parser
from cmsdesk.documents.tokens import find_token, read_public_jwk, read_token
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import N_, _
from cmsdesk.services.applications import FindApplication
from cmsdesk.services.certificates import IssueCertificate, ReadPaper, SavePaper
from cmsdesk.services.office import Office
from cmsdesk.services.verifying import PublicKey, StatusOf

_CODE = re.compile(r"[\w-]{20,}\.[\w-]{20,}\.[\w-]{86}", re.ASCII)  # head, body, and 64 bytes of signature
_CLAIMS = {
    "num": N_("Number"),
    "name": N_("Holder"),
    "title": N_("Title"),
    "from": N_("Granted on"),
    "until": N_("Valid until"),
    "iss": N_("Office"),
}


def fill(parser: Parser) -> None:
    """Say what may follow."""
    commands = parser.add_commands()
    issue = commands.add_parser("issue", help=_("issue the certificates of granted applications"))
    issue.add_argument("application", nargs="+", metavar="NUMBER", help=_("the number of an application"))
    issue.add_office()
    issue.add_argument("--to", type=Path, metavar="DIR", help=_("a folder for the papers"))
    issue.add_paper_language()
    issue.set_defaults(run=_issue)

    verify = commands.add_parser("verify", help=_("say what the code of a certificate proves"))
    verify.add_argument("code", metavar="FILE_OR_CODE", help=_("a certificate as PDF, a file with its code, or the code itself"))
    key = verify.add_mutually_exclusive_group(required=True)
    key.add_argument("--key", type=Path, metavar="FILE", help=_("the public key of the office"))
    key.add_argument("--office", type=Path, metavar="FILE", help=_("the office file; it also knows the status of today"))
    verify.add_json()
    verify.set_defaults(run=_verify)

    show = commands.add_parser("key", help=_("print the public key of the office, for others to verify with"))
    show.add_office()
    show.set_defaults(run=_key)


def _issue(options: argparse.Namespace) -> int:
    code = DONE
    with opened(options.office) as office:
        if options.to:
            make_folder(options.to)
        for number in options.application:
            try:
                say(_issued(office, number, options.to, options.paper_language))
            except RuleBroken as error:  # the others are issued all the same
                complain(f"{number}: {error}")
                code = REFUSED
    return code


def _issued(office: Office, number: str, folder: Path | None, language: str) -> str:
    certificate = office.do(IssueCertificate(office.do(FindApplication(number)), language))
    name, _paper = office.do(ReadPaper(certificate))
    return str(office.do(SavePaper(certificate, folder / name))) if folder else name


def _verify(options: argparse.Namespace) -> int:
    token, sha256 = _code_in(options.code)
    status = None
    if options.office:
        with opened(options.office) as office:
            claims = read_token(token, read_public_jwk(office.do(PublicKey())))
            status = office.do(StatusOf(str(claims.get("num", "")), sha256))
    else:
        claims = read_token(token, _key_in(options.key))
    if options.json:
        say_json({"claims": claims, "status": status.value if status else None})
        return DONE
    say(*(f"{_(label)}: {claims[name]}" for name, label in _CLAIMS.items() if claims.get(name)))
    if status:
        say(_("Status today: {status}").format(status=status.label))
    else:
        say(_("The code is genuine: the office issued this certificate. Please ask the office for its present status."))
    return DONE


def _code_in(given: str) -> tuple[str, str]:
    """The code, and the hash of the paper that it stood in, if it did."""
    if _CODE.fullmatch(given) and not Path(given).exists():
        return given, ""
    content = read_bytes(Path(given))
    is_paper = content.startswith(b"%PDF")
    return find_token(content, Path(given).name), hashlib.sha256(content).hexdigest() if is_paper else ""


def _key_in(path: Path) -> dict[str, bytes]:
    try:
        return read_public_jwk(json.loads(read_bytes(path)))
    except (ValueError, RecursionError) as error:
        raise RuleBroken(_("{file} is not the public key of an office.").format(file=path.name)) from error


def _key(options: argparse.Namespace) -> int:
    with opened(options.office) as office:
        say_json(office.do(PublicKey()))
    return DONE
