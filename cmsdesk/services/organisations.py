"""Organisations somebody belongs to; one of them is the association whose members the office lists."""

from sqlmodel import select

from cmsdesk.domain.office import OfficeSettings
from cmsdesk.domain.people import Organisation
from cmsdesk.services.finding import fetch
from cmsdesk.store.session import OfficeSession


def association(session: OfficeSession) -> int:
    """The organisation whose members the office lists; made when the file has none yet."""
    return organisation_id(session, fetch(session, OfficeSettings, 1).association_name)


def known_association(session: OfficeSession) -> int:
    """The same for reading only; 0, which is no organisation, when the file has none yet."""
    found = find(session, fetch(session, OfficeSettings, 1).association_name)
    return found.id or 0 if found else 0


def organisation_id(session: OfficeSession, name: str) -> int:
    """The organisation of this name; made when it is new."""
    found = find(session, name)
    if found is None:
        found = Organisation(name=name)
        session.add(found)
        session.flush()
    assert found.id is not None
    return found.id


def find(session: OfficeSession, name: str) -> Organisation | None:
    """The organisation of this name, if the office knows it."""
    return session.exec(select(Organisation).where(Organisation.name == name)).first()


def rename(session: OfficeSession, old: str, new: str) -> None:
    """Let an organisation keep its members under another name, unless another one has that name."""
    found = find(session, old)
    if found and old != new and find(session, new) is None:
        found.name = new
        session.add(found)
        session.flush()
