"""What needs a hand today, by deadline."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cmsdesk.domain.applications import Application, State
from cmsdesk.domain.words import _
from cmsdesk.services.applications import ApplicationRow, ListApplications
from cmsdesk.services.finding import fetch
from cmsdesk.services.lists import Asked
from cmsdesk.services.register import ListHolders
from cmsdesk.services.schemes import scheme_of
from cmsdesk.store.session import OfficeSession

_MOST = 200
_SOON = 7


@dataclass(frozen=True)
class TodoRow:
    """One thing to do; `light` is late, soon or fine."""

    kind: Literal["application", "certificate"]
    id: int
    number: str
    name: str
    what: str
    due_on: date | None
    light: Literal["late", "soon", "fine"]


@dataclass(frozen=True)
class WorkList:
    """Everything that waits for the office, the most pressing first."""

    def run(self, session: OfficeSession) -> list[TodoRow]:
        """At most a few hundred rows; more cannot be done in a day."""
        today = session.today
        rows = [
            _application(row, today)
            for row in ListApplications(Asked(chips=frozenset({"state:open"}), sort="due_on"), 0, _MOST).run(session)
        ]
        rows += [_application(row, today) for row in _to_issue(session)]
        rows += [
            TodoRow(
                "certificate",
                row.id,
                row.number,
                row.name,
                _("Certificate {title} ends").format(title=row.title),
                row.until_on,
                "soon",
            )
            for row in ListHolders(Asked(chips=frozenset({"status:soon"}), sort="until_on"), 0, _MOST).run(session)
        ]
        order = {"late": 0, "soon": 1, "fine": 2}
        return sorted(rows, key=lambda row: (order[row.light], row.due_on or date.max, row.number))


def _application(row: ApplicationRow, today: date) -> TodoRow:
    what = {
        State.DRAFT: _("Take in {title}"),
        State.INCOMPLETE: _("Waiting for the candidate, {title}"),
        State.SUBMITTED: _("Check the dossier for {title}"),
        State.CONSULTATION: _("Consult about {title}"),
        State.CANDIDATE: _("Start the review for {title}"),
        State.IN_ASSESSMENT: _("Finish the review for {title}"),
        State.WAITING: _("Waiting for the candidate, {title}"),
        State.ASSESSED: _("Record the decision on {title}"),
        State.GRANTED: _("Issue the certificate {title}"),
    }.get(row.state, "{title}")
    light: Literal["late", "soon", "fine"] = "fine"
    if row.due_on:
        days = (row.due_on - today).days
        light = "late" if days < 0 else "soon" if days <= _SOON else "fine"
    elif row.state in {State.GRANTED, State.ASSESSED}:
        light = "soon"
    return TodoRow("application", row.id, row.number, row.name, what.format(title=row.title), row.due_on, light)


def _to_issue(session: OfficeSession) -> Iterator[ApplicationRow]:
    """What was granted and has no certificate yet; some routes end without one."""
    offset = 0
    while page := ListApplications(Asked(chips=frozenset({"paper:missing"})), offset, _MOST).run(session):
        for row in page:
            application = fetch(session, Application, row.id)
            if scheme_of(application.scheme_id).route(application.route_id).certificate:
                yield row
        offset += _MOST
