"""Fetching one record that must be there."""

from typing import TypeVar

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.records import Record
from cmsdesk.domain.words import _
from cmsdesk.store.session import OfficeSession

R = TypeVar("R", bound=Record)


def fetch(session: OfficeSession, table: type[R], key: int) -> R:
    """The record, or a refusal when somebody has removed it meanwhile."""
    record = session.get(table, key)
    if record is None:
        raise RuleBroken(_("This record no longer exists. Perhaps it was removed or taken back meanwhile."))
    return record


def check_version(found: int, known: int) -> None:
    """Refuse to overwrite what somebody else changed meanwhile."""
    if found != known:
        raise RuleBroken(_("Somebody changed this meanwhile. Your changes are still here; please look at the new version first."))
