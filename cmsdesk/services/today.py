"""What needs a hand today, by deadline."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlmodel import col, select

from cmsdesk.domain.applications import Application, State
from cmsdesk.domain.decisions import Decision
from cmsdesk.domain.people import Person
from cmsdesk.domain.words import _
from cmsdesk.services.applications import ApplicationRow, ListApplications
from cmsdesk.services.certificates import certificate_of
from cmsdesk.services.dispute_lists import DisputeRow, OpenDisputes
from cmsdesk.services.finding import fetch
from cmsdesk.services.lists import Asked
from cmsdesk.services.register import ListHolders
from cmsdesk.services.schemes import scheme_of
from cmsdesk.services.sent_packages import LatePackages
from cmsdesk.services.standing import suspensions
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
        running = ListApplications(Asked(chips=frozenset({"state:open"}), sort="due_on"), 0, _MOST).run(session)
        rows = [_application(row, today) for row in running if row.state is not State.OBJECTION]
        to_issue = list(_to_issue(session))
        rows += [_application(row, today) for row in to_issue]
        rows += _letters(session, {row.id for row in to_issue})
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
        rows += [_dispute(dispute, today) for dispute in OpenDisputes().run(session)]
        rows += [
            TodoRow(
                "certificate",
                one.certificate_id,
                one.number,
                one.name,
                _("Lift or withdraw: the suspension of {title} ends").format(title=one.title),
                one.until_on,
                _light(one.until_on, today),
            )
            for one in suspensions(session)
        ]
        rows += [
            TodoRow(
                "application",
                late.application_id,
                late.number,
                late.candidate,
                _("Ask {name} for the review, give more time or assign somebody else").format(name=late.assessor),
                late.expires_on,
                "late",
            )
            for late in LatePackages().run(session)
        ]
        order = {"late": 0, "soon": 1, "fine": 2}
        return sorted(rows, key=lambda row: (order[row.light], row.due_on or date.max, row.number))


def _application(row: ApplicationRow, today: date) -> TodoRow:
    what = {
        State.DRAFT: _("Take in {title}"),
        State.INCOMPLETE: _("Remind the candidate, {title}")
        if row.due_on and row.due_on < today
        else _("Waiting for the candidate, {title}"),
        State.SUBMITTED: _("Check the dossier for {title}"),
        State.CONSULTATION: _("Consult about {title}"),
        State.CANDIDATE: _("Start the review for {title}"),
        State.IN_ASSESSMENT: _("Finish the review for {title}"),
        State.WAITING: _("Waiting for the candidate, {title}"),
        State.ASSESSED: _("Record the decision on {title}"),
        State.GRANTED: _("Issue the certificate {title}"),
    }.get(row.state, "{title}")
    light = _light(row.due_on, today)
    if row.due_on is None and row.state in {State.ASSESSED, State.GRANTED}:
        light = "soon"
    return TodoRow("application", row.id, row.number, row.name, what.format(title=row.title), row.due_on, light)


def _dispute(dispute: DisputeRow, today: date) -> TodoRow:
    """What an open objection, appeal or complaint asks for: a confirmation at first, and then the answer."""
    what, due_on = _("Answer {number}, {kind}"), dispute.answer_due_on
    if not dispute.confirmed_on:
        what, due_on = _("Confirm {number}, {kind}"), dispute.confirm_by
    said = what.format(number=dispute.number, kind=dispute.kind.label.lower())
    return TodoRow(dispute.about, dispute.about_id, dispute.about_number, dispute.candidate, said, due_on, _light(due_on, today))


def _letters(session: OfficeSession, but: set[int]) -> list[TodoRow]:
    """Decisions the candidate was not told of yet; a granted one goes with its certificate."""
    untold = (
        select(Decision, Application, Person)
        .join(Application, col(Application.id) == Decision.application_id)
        .join(Person, col(Person.id) == Application.person_id)
        .where(col(Decision.sent_on).is_(None), col(Decision.replaced_on).is_(None), col(Application.id).not_in(but))
        .order_by(col(Decision.decided_on))
        .limit(_MOST)
    )
    what = _("Send the decision on {title}")
    return [_todo(application, person, what) for _decision, application, person in session.exec(untold)]


def _light(due_on: date | None, today: date) -> Literal["late", "soon", "fine"]:
    if due_on is None:
        return "fine"
    days = (due_on - today).days
    return "late" if days < 0 else "soon" if days <= _SOON else "fine"


def _to_issue(session: OfficeSession) -> Iterator[ApplicationRow]:
    """What was granted and has no certificate yet; some routes end without one."""
    offset = 0
    while page := ListApplications(Asked(chips=frozenset({"paper:missing"})), offset, _MOST).run(session):
        for row in page:
            application = fetch(session, Application, row.id)
            route = scheme_of(application.scheme_id).route(application.route_id)
            if route.certificate and certificate_of(session, application) is None:
                yield row
        offset += _MOST


def _todo(application: Application, person: Person, what: str) -> TodoRow:
    """Something about an application that has no term, and should not wait."""
    said = what.format(title=application.title_id)
    return TodoRow("application", application.id or 0, application.number, person.sorted_name, said, None, "soon")
