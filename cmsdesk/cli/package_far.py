"""`cmsdesk package begin | trust | open | finish | sent`: an assessor without a window, on a computer without the office file."""

import argparse
from contextlib import closing
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from cmsdesk.cli.ending import DONE, say, say_json
from cmsdesk.cli.opening import make_folder, read_bytes
from cmsdesk.cli.passphrases import add_passphrase, passphrase
from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.dates import show_date
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _
from cmsdesk.exchange.packages.contents import read_content
from cmsdesk.exchange.packages.faults import PackageRefused
from cmsdesk.exchange.packages.fingerprints import spoken
from cmsdesk.exchange.packages.key_files import take_key
from cmsdesk.exchange.packages.keys import PublicKey
from cmsdesk.services.assessments import FinishReview, JudgeRequirement
from cmsdesk.services.assessor.books import slip_of, sweep
from cmsdesk.services.assessor.dossier_office import FindSeat, open_dossier
from cmsdesk.services.assessor.home import Home, Workplace, assessor_folder
from cmsdesk.services.assessor.offices import enrol_office
from cmsdesk.services.assessor.own_work import ReadOwnWork
from cmsdesk.services.assessor.packages import open_file
from cmsdesk.services.assessor.returning import ResumeReview, declare_independent, decline, handed_over, make_review
from cmsdesk.services.review_sheet import ReadReviewSheet


def add_home(parser: Any) -> None:
    """Where an assessor's keys and packages lie."""
    parser.add_argument(
        "--home", type=Path, metavar="DIR", help=_("the folder with an assessor's keys and packages; the usual one when not said")
    )


def fill(commands: Any) -> None:
    """Say what an assessor may do."""
    begin = commands.add_parser("begin", help=_("at an assessor's computer: make keys, and write the key file for the office"))
    begin.add_argument("--name", required=True, help=_("what you call yourself"))
    begin.add_argument(
        "--to", type=Path, required=True, metavar="FILE", help=_("where the key file goes, such as me.cmsdesk-key")
    )
    begin.set_defaults(run=_begin)

    trust = commands.add_parser("trust", help=_("at an assessor's computer: trust the key file of an office"))
    trust.add_argument("file", type=Path, metavar="KEYFILE", help=_("the key file"))
    trust.add_argument("--words", default="", help=_("the ten words as the office read them aloud"))
    trust.add_argument("--instead", action="store_true", help=_("the office has new keys; its former ones are revoked"))
    trust.set_defaults(run=_trust)

    open_ = commands.add_parser("open", help=_("at an assessor's computer: open a package, and list what there is to judge"))
    open_.add_argument("file", type=Path, metavar="FILE", help=_("the package that the office sent"))
    open_.add_argument("--independent", action="store_true", help=_("declare that you are independent of the candidate"))
    open_.set_defaults(run=_open)

    finish = commands.add_parser("finish", help=_("at an assessor's computer: make the file that goes back"))
    finish.add_argument("package", metavar="PACKAGE", help=_("the package, as “open” named it"))
    finish.add_argument("--to", type=Path, required=True, metavar="DIR", help=_("a folder for the file"))
    finish.add_argument(
        "--answers", type=Path, metavar="FILE", help=_("verdicts as JSON; when not said, what was judged in the window")
    )
    finish.add_argument("--decline", default="", metavar="REASON", help=_("give the dossier back unjudged, with the reason"))
    finish.set_defaults(run=_finish)
    sent = commands.add_parser(
        "sent", help=_("at an assessor's computer: the file was sent; everything of the dossier is removed")
    )
    sent.add_argument("package", metavar="PACKAGE", help=_("the package, as “open” named it"))
    sent.set_defaults(run=_sent)
    for command in (begin, trust, open_, finish, sent):
        add_home(command)
        add_passphrase(command)
        command.add_json()


def check_words(said: str, key: PublicKey) -> None:
    """Refuse a key whose words nobody compared, or that has others."""
    words = tuple(said.lower().split())
    if not words:
        raise RuleBroken(
            _("Please call {name}, let the ten words be read to you, and say them with --words.").format(name=key.name)
        )
    if words not in {spoken(key, "nl"), spoken(key, "en")}:
        raise RuleBroken(_("These are not the words of this key. Do not enrol it, and call again."))


def tell_key(key: PublicKey, *, as_json: bool) -> None:
    """The words to read aloud."""
    if as_json:
        say_json({"id": key.id, "name": key.name, "words": {code: spoken(key, code) for code in ("nl", "en")}})
    else:
        say(" ".join(spoken(key)))


def _home(options: argparse.Namespace) -> Home:
    return Home(options.home or assessor_folder())


def _at_work(options: argparse.Namespace) -> Workplace:
    workplace = _home(options).unlock(passphrase(options))
    sweep(workplace)
    return workplace


def _begin(options: argparse.Namespace) -> int:
    workplace = _home(options).begin(options.name, passphrase(options))
    workplace.save_key(options.to)
    tell_key(workplace.keys.public, as_json=options.json)
    return DONE


def _trust(options: argparse.Namespace) -> int:
    key = take_key(options.file)
    check_words(options.words, key)
    enrol_office(_at_work(options), key, instead=options.instead)
    if options.json:
        say_json({"id": key.id, "name": key.name})
    return DONE


def _open(options: argparse.Namespace) -> int:
    workplace = _at_work(options)
    slip = open_file(workplace, options.file)
    with closing(open_dossier(workplace, slip)) as office:
        seat = office.do(FindSeat())
        if options.independent and not office.do(ReadOwnWork()).declared_on:
            declare_independent(office)
        work = office.do(ReadOwnWork())
        items = office.do(ReadReviewSheet(seat.application_id)).items if work.independent else ()
    if options.json:
        about = {
            "package": slip.package,
            "number": slip.number,
            "until": slip.expires_on.isoformat(),
            "independent": work.independent,
        }
        say_json(
            about | {"items": [{"key": item.requirement_id, "title": item.title, "verdict": item.verdict} for item in items]}
        )
        return DONE
    say(_("{number}, until {date}: {package}").format(number=slip.number, date=show_date(slip.expires_on), package=slip.package))
    if not work.declared_on:
        say(_("Please declare whether you are independent of the candidate: --independent, or finish --decline."))
    say(*(f"{item.requirement_id}  {item.title}" for item in items))
    return DONE


def _finish(options: argparse.Namespace) -> int:
    workplace = _at_work(options)
    make_folder(options.to)
    if options.decline:
        made = decline(workplace, options.package, options.decline, options.to)
    else:
        if options.answers:
            _judge(workplace, options)
        made = make_review(workplace, options.package, options.to)
    if options.json:
        say_json({"review": str(made.path), "sequence": made.manifest.cover.sequence})
    else:
        say(str(made.path))
    return DONE


def _sent(options: argparse.Namespace) -> int:
    handed_over(_at_work(options), options.package)
    if options.json:
        say_json({"package": options.package})
    return DONE


def _judge(workplace: Workplace, options: argparse.Namespace) -> None:
    """Enter the verdicts of a file by the same rules as on the screen, and close the report; one that was closed goes on."""
    try:
        answers = read_content(read_bytes(options.answers))
        verdicts = [_Answer.model_validate(one) for one in answers.get("judgements", [])]
        said = _Said.model_validate({name: value for name, value in answers.items() if name != "judgements"})
    except (PackageRefused, ValidationError) as error:
        raise RuleBroken(_("{file} does not hold answers as JSON.").format(file=options.answers.name)) from error
    with closing(open_dossier(workplace, slip_of(workplace, options.package))) as office:
        application = office.do(FindSeat()).application_id
        if office.do(ReadOwnWork()).finished_on:
            office.do(ResumeReview())
        for one in verdicts:
            basis = frozenset(one.basis)
            office.do(JudgeRequirement(application, one.key, one.verdict, one.comment, score=one.score, basis=basis))
        office.do(FinishReview(application, said.comment, outcome=said.outcome))


class _Answer(BaseModel, extra="forbid"):
    key: str
    verdict: Verdict
    comment: str = ""
    score: int | None = None
    basis: tuple[str, ...] = ()


class _Said(BaseModel, extra="forbid"):
    comment: str = ""
    outcome: str = ""
