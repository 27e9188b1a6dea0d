"""Why somebody cannot judge a dossier now, and the one act that helps."""

from dataclasses import dataclass
from enum import StrEnum

from cmsdesk.domain.applications import Act as Doing
from cmsdesk.domain.applications import Application, State
from cmsdesk.domain.dates import show_date
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.permissions import ASSESSORS, Role
from cmsdesk.domain.review_items import judged_together
from cmsdesk.domain.words import _
from cmsdesk.services.finding import fetch
from cmsdesk.services.questions import QuestionsOf
from cmsdesk.services.records import step_at_hand
from cmsdesk.services.rounds import current_round
from cmsdesk.services.sealing import is_own
from cmsdesk.services.seats import Seat, author_of, find_seat, judging, report_from
from cmsdesk.services.steps import results_of
from cmsdesk.store.session import OfficeSession


class Help(StrEnum):
    """The act that helps on."""

    NONE = ""
    DECLARE = "declare"
    CHOOSE_COLLEAGUE = "choose_colleague"
    ASSIGN = "assign"
    ANSWER = "answer"
    TAKE_IN = "take_in"
    REOPEN = "reopen"


@dataclass(frozen=True)
class Hint:
    """The reason, empty when one can judge; the act that helps, where there is one for whoever is at work."""

    reason: str
    help: Help = Help.NONE
    assignment_id: int | None = None


@dataclass(frozen=True)
class WhyNotJudge:
    """What keeps whoever is at work from judging, here or under an assignment."""

    application_id: int
    assignment_id: int | None = None

    def run(self, session: OfficeSession) -> Hint:
        """Nothing about what others found."""
        application = fetch(session, Application, self.application_id)
        if reason := session.actor.why_not(ASSESSORS):
            return Hint(reason)
        try:
            seat, reason = find_seat(session, application, self.assignment_id)
        except RuleBroken as error:
            return Hint(str(error))
        if seat and reason and _must_declare(seat):
            return Hint(reason, Help.DECLARE, seat.assignment_id)
        if State(application.state) is State.WAITING and (seat or session.actor.role is Role.BUREAU):
            return _while_waiting(session, application)
        if seat is None:
            return Hint(reason, _without_seat(session, application))
        report = report_from(session, seat)
        if report and report.finished_on:
            closed = _("This review was finished on {date}.").format(date=show_date(report.finished_on))
            return Hint(closed, _reopening(application) or _without_seat(session, application))
        if report and not is_own(session, report):
            return Hint(_("{name} is writing this report.").format(name=author_of(session, report)))
        if reason:
            return Hint(reason)
        return Hint(application.why_not(Doing.JUDGE) or "", _reopening(application))


def _without_seat(session: OfficeSession, application: Application) -> Help:
    """The office can type for whoever is assigned; where nobody is, somebody has to be."""
    if session.actor.role is not Role.BUREAU or all(result.is_finished for result in results_of(session, application)):
        return Help.NONE
    return Help.CHOOSE_COLLEAGUE if judging(session, application, step_at_hand(session, application)) else Help.ASSIGN


def _must_declare(seat: Seat) -> bool:
    one = seat.assignment
    return (
        one is not None and one.is_running and not one.declared_on and (one.role != seat.step.chair or judged_together(seat.step))
    )


def _reopening(application: Application) -> Help:
    return Help.NONE if application.why_not(Doing.REOPEN_REVIEW) else Help.REOPEN


def _while_waiting(session: OfficeSession, application: Application) -> Hint:
    if current_round(session, application).closed_on:
        mine = session.actor.role is Role.BUREAU
        reason = _("The candidate has the feedback; the review goes on when the improved dossier is in.")
        return Hint(reason, Help.TAKE_IN if mine else Help.NONE)
    asked = QuestionsOf(application.id or 0).run(session)
    answerable = any(one.answered_on is None and (one.mine or session.actor.role is Role.BUREAU) for one in asked)
    return Hint(
        _("The candidate was asked a question; the review goes on after the answer."), Help.ANSWER if answerable else Help.NONE
    )
