"""The schemes the office works with: those that are shipped, and those in the office's own folder.

An office has the scheme files of its own in a folder beside its office file, such as
`office.cmsdesk-schemes/*.toml`. They are read when the office file is opened.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.schemes.loader import read_schemes, shipped_schemes
from cmsdesk.domain.schemes.model import Route, Scheme, Version
from cmsdesk.domain.words import _, language

# The schemes of the office that is open; a process has one office open at a time.
_own: dict[str, Scheme] = {}


@dataclass(frozen=True)
class RouteChoice:
    """One way to ask for a title, for a list to choose from."""

    scheme_id: str
    route_id: str
    title_id: str
    label: str
    scheme_name: str


def schemes_folder_of(office: Path) -> Path:
    """Where the schemes of its own lie for an office file."""
    return office.with_name(f"{office.name}-schemes")


def schemes_in(folder: Path) -> Mapping[str, Scheme]:
    """The schemes in this folder, by id; none where there is no folder.

    A file with the id of a shipped scheme may take its place, as long as it knows the same versions: applications are
    pinned to them. A title belongs to one scheme. Refuses what would break that, and a file that cannot be read.
    """
    own = read_schemes(folder) if folder.is_dir() else {}
    owners: dict[str, str] = {}
    for scheme in (shipped_schemes() | own).values():
        shipped = shipped_schemes().get(scheme.id, scheme)
        if gone := sorted({version.id for version in shipped.versions} - {version.id for version in scheme.versions}):
            raise RuleBroken(
                _("{folder}: scheme “{scheme}” lacks version “{version}”, which applications may stand on.").format(
                    folder=folder, scheme=scheme.id, version=gone[0]
                )
            )
        for title in scheme.titles:
            if owners.setdefault(title.id, scheme.id) != scheme.id:
                raise RuleBroken(
                    _("{folder}: the title “{title}” belongs to both “{scheme}” and “{other}”.").format(
                        folder=folder, title=title.id, scheme=owners[title.id], other=scheme.id
                    )
                )
    return own


def work_with(own: Mapping[str, Scheme]) -> None:
    """Work with these schemes of the office, beside those that are shipped."""
    _own.clear()
    _own.update(own)


def known_schemes() -> Mapping[str, Scheme]:
    """Every scheme the office works with, by id."""
    return shipped_schemes() | _own


def scheme_of(scheme_id: str) -> Scheme:
    """A scheme by its id."""
    found = _own.get(scheme_id) or shipped_schemes().get(scheme_id)
    if found is None:
        raise RuleBroken(_("The scheme “{scheme}” is not part of this installation.").format(scheme=scheme_id))
    return found


def version_with(scheme: Scheme, route: Route, on: date) -> Version:
    """The version in force on a day, which must know the route."""
    version = scheme.version_on(on)
    if route.id not in version.routes:
        open_now = ", ".join(scheme.route(name).name.in_language(language()) for name in version.routes)
        raise RuleBroken(
            _("Under the rules of {date} the route “{route}” does not exist; there is: {routes}.").format(
                date=f"{on:%d-%m-%Y}", route=route.name.in_language(language()), routes=open_now
            )
        )
    return version


def route_choices(on: date) -> Sequence[RouteChoice]:
    """Every route that is open on a day, in the reader's words; the route is named where a title has several."""
    choices = []
    for scheme in known_schemes().values():
        if all(version.concept for version in scheme.versions):
            continue
        routes = [scheme.route(name) for name in scheme.version_on(on).routes]
        for route in routes:
            title = scheme.title(route.title)
            label = f"{title.name} ({title.id})"
            if sum(other.title == route.title for other in routes) > 1:
                label = f"{label}: {route.name.in_language(language())}"
            choices.append(RouteChoice(scheme.id, route.id, title.id, label, scheme.name.in_language(language())))
    return choices
