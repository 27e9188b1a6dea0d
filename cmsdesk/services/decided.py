"""Which decision of an application holds, and which ones it replaced."""

from collections.abc import Sequence

from sqlmodel import col, select

from cmsdesk.domain.decisions import Decision
from cmsdesk.store.session import OfficeSession


def decisions_of(session: OfficeSession, application_id: int | None) -> Sequence[Decision]:
    """Every decision about an application, oldest first; also those that were replaced."""
    return session.exec(select(Decision).where(Decision.application_id == application_id).order_by(col(Decision.id))).all()


def current_decision(session: OfficeSession, application_id: int | None) -> Decision | None:
    """The decision that holds now; one that only holds the application up included."""
    return next((one for one in reversed(decisions_of(session, application_id)) if one.replaced_on is None), None)


def final_decision(session: OfficeSession, application_id: int | None) -> Decision | None:
    """The decision that ended the application, as long as it holds."""
    found = current_decision(session, application_id)
    return found if found and found.is_final else None
