"""The schemes the office works with, as they are shipped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cmsdesk.domain.applications import Application
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.schemes.loader import shipped_schemes
from cmsdesk.domain.schemes.model import Route, Scheme, Version
from cmsdesk.domain.words import _, language


@dataclass(frozen=True)
class RouteChoice:
    """One way to ask for a title, for a list to choose from."""

    scheme_id: str
    route_id: str
    title_id: str
    label: str
    scheme_name: str


def scheme_of(scheme_id: str) -> Scheme:
    """A scheme by its id."""
    found = shipped_schemes().get(scheme_id)
    if found is None:
        raise RuleBroken(_("The scheme “{scheme}” is not part of this installation.").format(scheme=scheme_id))
    return found


def version_for(scheme: Scheme, on: date) -> Version:
    """The version that was in force on a day."""
    return scheme.version_on(on)


def route_of(application: Application) -> tuple[Scheme, Version, Route]:
    """What an application was started under."""
    scheme = scheme_of(application.scheme_id)
    return scheme, scheme.version(application.version_id), scheme.route(application.route_id)


def route_choices() -> Sequence[RouteChoice]:
    """Every route of every scheme, in the reader's words."""
    choices = []
    for scheme in shipped_schemes().values():
        for route in scheme.routes:
            title = scheme.title(route.title)
            label = f"{title.name} ({title.id})"
            choices.append(RouteChoice(scheme.id, route.id, title.id, label, scheme.name.in_language(language())))
    return choices
