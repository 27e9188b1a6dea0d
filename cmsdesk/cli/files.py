"""`cmsdesk files register | forget | show`: whether a double click opens our files, for whoever looks after computers."""

import argparse

from cmsdesk.cli.ending import DONE, say, say_json
from cmsdesk.cli.parsing import Parser
from cmsdesk.domain.words import _


def fill(parser: Parser) -> None:
    """Say what may follow."""
    commands = parser.add_commands()
    register = commands.add_parser("register", help=_("let a double click open our files, for this user"))
    register.set_defaults(run=_register)
    forget = commands.add_parser("forget", help=_("leave our files to the system again"))
    forget.set_defaults(run=_forget)
    show = commands.add_parser("show", help=_("say which files are ours, and whether they open by a double click"))
    show.add_json()
    show.set_defaults(run=_show)


def _register(_options: argparse.Namespace) -> int:
    from cmsdesk.ui.double_click.setting_up import double_clicks  # noqa: PLC0415 - Qt is only for the window

    double_clicks().set_up()
    say(_("A double click opens the files of cmsdesk now."))
    return DONE


def _forget(_options: argparse.Namespace) -> int:
    from cmsdesk.ui.double_click.setting_up import double_clicks  # noqa: PLC0415 - as above

    double_clicks().remove()
    say(_("A double click no longer opens the files of cmsdesk."))
    return DONE


def _show(options: argparse.Namespace) -> int:
    from cmsdesk.ui.double_click.kinds import KINDS  # noqa: PLC0415 - as above
    from cmsdesk.ui.double_click.setting_up import double_clicks  # noqa: PLC0415 - as above

    opens = double_clicks().is_set()
    if options.json:
        kinds = [{"ending": kind.ending, "name": _(kind.name), "type": kind.mime} for kind in KINDS]
        say_json({"double_click": opens, "kinds": kinds})
        return DONE
    for kind in KINDS:
        say(f"{kind.ending:18}{_(kind.name)}")
    say(
        _("A double click opens the files of cmsdesk.")
        if opens
        else _("A double click does not open the files of cmsdesk yet: cmsdesk files register")
    )
    return DONE
