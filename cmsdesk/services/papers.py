"""What every paper about an application begins with."""

from typing import TYPE_CHECKING

from cmsdesk.domain.applications import Application
from cmsdesk.domain.people import Person
from cmsdesk.domain.words import _
from cmsdesk.services.finding import fetch
from cmsdesk.services.schemes import scheme_of
from cmsdesk.services.settings import office_settings
from cmsdesk.store.session import OfficeSession

if TYPE_CHECKING:
    from cmsdesk.documents.sheet import Heading


def heading_of(session: OfficeSession, application: Application, title: str) -> "Heading":
    """Whose paper it is, what it is, and whom it is about."""
    from cmsdesk.documents.sheet import Heading  # noqa: PLC0415 - reportlab costs start-up time

    person = fetch(session, Person, application.person_id)
    return Heading(
        office_name=office_settings(session).name,
        title=title,
        subject=f"{application.number}, {person.full_name}",
        on=session.today,
        made_at=session.now,
    )


def facts_about(session: OfficeSession, application: Application, code: str) -> list[tuple[str, str]]:
    """The candidate, the title and the way there, for a reader of a language."""
    scheme = scheme_of(application.scheme_id)
    title = scheme.title(application.title_id)
    return [
        (_("Candidate"), fetch(session, Person, application.person_id).full_name),
        (_("Application"), application.number),
        (_("Title"), f"{title.name} ({title.id})"),
        (_("Route"), scheme.route(application.route_id).name.in_language(code)),
    ]
