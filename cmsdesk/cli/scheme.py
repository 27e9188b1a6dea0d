"""`cmsdesk scheme list | show | check | evaluate`."""

import argparse
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cmsdesk.cli.ending import DONE, say, say_json
from cmsdesk.cli.opening import read_text
from cmsdesk.cli.parsing import Parser, day
from cmsdesk.cli.verdicts import as_json, told
from cmsdesk.domain.dates import show_date
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.schemes.evaluate import blocking, evaluate_route
from cmsdesk.domain.schemes.examples import check_examples
from cmsdesk.domain.schemes.facts import Facts, read_facts
from cmsdesk.domain.schemes.loader import load_scheme, shipped_schemes
from cmsdesk.domain.schemes.model import Route, Scheme
from cmsdesk.domain.words import _, language, ngettext
from cmsdesk.services.schemes import scheme_of


def fill(parser: Parser) -> None:
    """Say what may follow."""
    commands = parser.add_commands()
    listed = commands.add_parser("list", help=_("name the schemes"))
    listed.add_json()
    listed.set_defaults(run=_list)

    show = commands.add_parser("show", help=_("what a scheme asks, and what nobody has confirmed yet"))
    show.add_argument("id", metavar="ID", help=_("the id of a scheme"))
    show.add_json()
    show.set_defaults(run=_show)

    check = commands.add_parser("check", help=_("read schemes and run their worked examples"))
    check.add_argument("file", type=Path, nargs="?", metavar="FILE", help=_("a scheme file; without one, the schemes of cmsdesk"))
    check.add_json()
    check.set_defaults(run=_check)

    evaluate = commands.add_parser("evaluate", help=_("say whether facts meet what a route asks"))
    evaluate.add_argument("id", metavar="ID", help=_("the id of a scheme"))
    evaluate.add_argument("route", metavar="ROUTE", help=_("the id of a route"))
    evaluate.add_argument("--facts", type=Path, required=True, metavar="FILE", help=_("the facts, as TOML or JSON"))
    evaluate.add_argument("--on", type=day, required=True, metavar="DATE", help=_("the day to evaluate on"))
    evaluate.add_json()
    evaluate.set_defaults(run=_evaluate)


def _list(options: argparse.Namespace) -> int:
    schemes = shipped_schemes().values()
    if options.json:
        say_json([{"id": s.id, "name": s.name.in_language(language()), "titles": [t.id for t in s.titles]} for s in schemes])
    else:
        say(*(f"{s.id}  {s.name.in_language(language())}  {', '.join(t.id for t in s.titles)}" for s in schemes))
    return DONE


def _show(options: argparse.Namespace) -> int:
    scheme = scheme_of(options.id)
    if options.json:
        say_json(scheme.model_dump(mode="json", by_alias=True))
    else:
        say(*_described(scheme))
    return DONE


def _described(scheme: Scheme) -> Iterator[str]:
    yield f"{scheme.id}  {scheme.name.in_language(language())}"
    yield _("Scheme of {owner}").format(owner=scheme.owner)
    for version in scheme.versions:
        yield _("Version {id} from {date}").format(id=version.id, date=show_date(version.from_on))
    for title in scheme.titles:
        yield f"{title.id}  {title.name}"
    for route in scheme.routes:
        yield ""
        yield _route_line(scheme, route)
        for name in (route.requires, *route.extra):
            yield from _tree(scheme, name, depth=1)
    if unconfirmed := scheme.unconfirmed():
        yield ""
        sentence = ngettext("{count} value to confirm:", "{count} values to confirm:", len(unconfirmed))
        yield sentence.format(count=len(unconfirmed))
        for table, own, source in unconfirmed:
            yield f"  {table} {own}  {source}"


def _route_line(scheme: Scheme, route: Route) -> str:
    sentence = _("Route {id}: {name}, to {title}, decided by {body}")
    return sentence.format(
        id=route.id, name=route.name.in_language(language()), title=route.title, body=scheme.decision(route.decision).body
    )


def _tree(scheme: Scheme, name: str, *, depth: int) -> Iterator[str]:
    requirement = scheme.requirement(name)
    yield f"{'  ' * depth}{requirement.id}  {requirement.name.in_language(language())}  ({requirement.kind})"
    for child in scheme.children(name):
        yield from _tree(scheme, child.id, depth=depth + 1)


def _check(options: argparse.Namespace) -> int:
    schemes = [load_scheme(read_text(options.file), options.file.name)] if options.file else list(shipped_schemes().values())
    results = [(scheme.id, result) for scheme in schemes for result in check_examples(scheme)]
    if options.json:
        say_json(
            [
                {
                    "scheme": scheme_id,
                    "example": result.example_id,
                    "passed": result.passed,
                    "differences": [
                        {"what": what, "expected": expected, "found": found} for what, expected, found in result.differences
                    ],
                }
                for scheme_id, result in results
            ]
        )
    else:
        for scheme_id, result in results:
            outcome = _("as expected") if result.passed else _("not as expected")
            say(f"{scheme_id}  {result.example_id}  {outcome}")
            for what, expected, found in result.differences:
                say("  " + _("{what}: expected {expected}, found {found}").format(what=what, expected=expected, found=found))
        say(*(_("{scheme} has no worked examples.").format(scheme=scheme.id) for scheme in schemes if not scheme.examples))
    failed = sum(not result.passed for _scheme, result in results)
    if failed:
        raise RuleBroken(
            ngettext("{count} worked example failed.", "{count} worked examples failed.", failed).format(count=failed)
        )
    return DONE


def _evaluate(options: argparse.Namespace) -> int:
    scheme = scheme_of(options.id)
    verdict = evaluate_route(scheme, options.route, _facts(options.facts), options.on)
    if options.json:
        head = {"scheme": scheme.id, "route": options.route, "on": options.on.isoformat(), "outcome": verdict.outcome.value}
        say_json(
            head | {"blocking": [leaf.requirement_id for leaf in blocking(verdict, "decision")], "verdict": as_json(verdict)}
        )
    else:
        say(*told(verdict))
    return DONE


def _facts(path: Path) -> Facts:
    """Facts as JSON where the file begins like it, as TOML otherwise."""
    text = read_text(path)
    try:
        data: Any = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise RuleBroken(_("{file} is neither TOML nor JSON: {problem}").format(file=path.name, problem=error)) from error
    return read_facts(data, path.name)
