"""The schemes the office works with: those that are shipped, and the editions that the office itself published."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from cmsdesk.domain.editions import EditionState, SchemeEdition
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.schemes.loader import load_scheme, shipped_schemes
from cmsdesk.domain.schemes.model import Route, Scheme, Version
from cmsdesk.domain.words import _, language
from cmsdesk.store.session import OfficeSession

# The table whose change brings other schemes.
SCHEMES = str(SchemeEdition.__tablename__)

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


def file_name(scheme_id: str) -> str:
    """How a scheme is called where its text has to have a file's name."""
    return f"{scheme_id}.toml"


@dataclass(frozen=True)
class PublishedSchemes:
    """The schemes that the office itself published, by id: the newest edition of each."""

    def run(self, session: OfficeSession) -> Mapping[str, Scheme]:
        """An edition that this program cannot read any more refuses, with its name."""
        published = select(SchemeEdition).where(SchemeEdition.state == EditionState.PUBLISHED.value)
        newest = {edition.scheme_id: edition for edition in session.exec(published.order_by(col(SchemeEdition.number)))}
        return {scheme_id: load_scheme(edition.text, file_name(scheme_id)) for scheme_id, edition in newest.items()}


def why_not_beside(scheme: Scheme) -> Iterator[str]:
    """Why a scheme cannot stand beside the others: a title belongs to one scheme."""
    owners = {title.id: other.id for other in known_schemes().values() if other.id != scheme.id for title in other.titles}
    for title in scheme.titles:
        if title.id in owners:
            yield _("The title “{title}” belongs to the scheme “{other}” already.").format(title=title.id, other=owners[title.id])


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
