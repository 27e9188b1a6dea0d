"""Doing something within a transaction as somebody else, or as of another day: what they would be refused is refused here."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from cmsdesk.domain.people import Person
from cmsdesk.domain.permissions import Role
from cmsdesk.store.session import OfficeSession


@contextmanager
def standing_in(session: OfficeSession, person: Person, role: Role, on: date | None = None) -> Iterator[None]:
    """Meanwhile this person is at work in this role, and it is this day; the journal names both users."""
    actor, today = session.actor, session.today
    assert person.id is not None
    session.actor = actor.standing_in_for(person.full_name, role, person.id)
    session.today = on or today
    try:
        yield
        session.flush()
    finally:
        session.actor, session.today = actor, today
