"""The form that stands in for a review: what it asks, from what there is to judge in a step."""

from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.words import _
from cmsdesk.exchange.packages.manifest import Subject
from cmsdesk.exchange.packages.review_form import Form, FormRow
from cmsdesk.services.review_items import items_in
from cmsdesk.services.sealing import verdicts_in
from cmsdesk.services.seats import Seat, report_from
from cmsdesk.services.steps import name_of
from cmsdesk.store.session import OfficeSession


def form_for(session: OfficeSession, seat: Seat, subject: Subject) -> Form:
    """The form of one seat, empty; it names no candidate."""
    report = report_from(session, seat)
    judged = verdicts_in(session, report) if report else {}
    rows = (
        FormRow(item.key, "\n".join((item.title, *item.asks))) for item in items_in(session, seat.application, seat.step, judged)
    )
    title = _("{number}: {step}").format(number=seat.application.number, step=name_of(seat.step))
    return Form(subject, title, tuple(rows), {verdict.value: verdict.label for verdict in Verdict})
