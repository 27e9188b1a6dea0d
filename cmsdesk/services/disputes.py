"""Objections, appeals and complaints: taken in, confirmed, handled by others than before, answered (ISO/IEC 17024 9.8, 9.9)."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import ClassVar

from sqlmodel import col, select

from cmsdesk.domain.applications import Act as Doing
from cmsdesk.domain.applications import Application, State
from cmsdesk.domain.assessments import Assessment
from cmsdesk.domain.certificates import Certificate, Status, change_standing
from cmsdesk.domain.clocks import after_working_days
from cmsdesk.domain.decisions import Decision
from cmsdesk.domain.disputes import Dispute, DisputeKind, DisputeOutcome, is_in_time
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.people import Person
from cmsdesk.domain.permissions import DECIDERS, Role
from cmsdesk.domain.schemes.life import Objection
from cmsdesk.domain.words import N_, _
from cmsdesk.services.assessments import ReopenReview
from cmsdesk.services.certificates import certificate_of
from cmsdesk.services.decided import final_decision
from cmsdesk.services.deciders import body_of
from cmsdesk.services.finding import fetch
from cmsdesk.services.numbers import next_number
from cmsdesk.services.office import Act
from cmsdesk.services.panels import why_involved
from cmsdesk.services.schemes import scheme_of
from cmsdesk.store.session import OfficeSession

_OBJECTIONS = frozenset({DisputeKind.OBJECTION, DisputeKind.APPEAL})
# EXAMPLE terms, in working days: no scheme names them. A bureau of this field answers complaints within 15 of them.
_TO_CONFIRM = 5
_TO_ANSWER = 15


@dataclass(frozen=True)
class BringIn(Act):
    """Somebody objects to a decision, appeals against it, or complains; late is recorded and not refused."""

    kind: DisputeKind
    brought_by: str
    grounds: str
    received_on: date
    application_id: int | None = None
    certificate_id: int | None = None
    act: ClassVar[str] = N_("Took in an objection, appeal or complaint")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> int:
        """Returns the id. An objection needs a decision that holds; a complaint only something it is about."""
        application, certificate = self._about(session)
        year = session.today.year
        dispute = Dispute(
            number=f"D-{year}-{next_number(session, f'D-{year}'):04}",
            kind=self.kind.value,
            application_id=application.id if application else None,
            certificate_id=certificate.id if certificate else None,
            brought_by=self.brought_by.strip(),
            grounds=self.grounds.strip(),
            received_on=self.received_on,
        )
        dispute.settle(session.today)
        rule = _rule(application, certificate)
        if self.kind in _OBJECTIONS:
            assert application is not None
            decision = self._decision(session, application)
            dispute.decision_id = decision.id
            dispute.in_time = is_in_time(self.received_on, last_day_to_object(rule, decision.sent_on))
            dispute.handled_by = (rule.handled_by if rule else "") or decision.body
            application.go(Doing.OBJECT)
            session.add(application)
            dispute.answer_due_on = rule.answer_by(self.received_on, is_dutch_holiday) if rule else None
        dispute.answer_due_on = dispute.answer_due_on or after_working_days(self.received_on, _TO_ANSWER, is_dutch_holiday)
        session.add(dispute)
        session.flush()
        assert dispute.id is not None
        return dispute.id

    def _about(self, session: OfficeSession) -> tuple[Application | None, Certificate | None]:
        certificate = fetch(session, Certificate, self.certificate_id) if self.certificate_id else None
        application_id = self.application_id or (certificate.application_id if certificate else None)
        if self.kind in _OBJECTIONS and application_id is None:
            raise RuleBroken(_("One objects to a decision about an application; about a certificate one complains."))
        if application_id is None and certificate is None:
            raise RuleBroken(_("Please choose the application or the certificate that this is about."))
        return (fetch(session, Application, application_id) if application_id else None), certificate

    def _decision(self, session: OfficeSession, application: Application) -> Decision:
        decision, reason = final_decision(session, application.id), application.why_not(Doing.OBJECT)
        if decision is None or reason:
            none_yet = _("There is no decision about application {number} yet.").format(number=application.number)
            raise RuleBroken(reason or none_yet)
        if self.received_on < decision.decided_on:
            raise RuleBroken(_("Nobody can object to a decision before it was taken."))
        return decision


@dataclass(frozen=True)
class ConfirmDispute(Act):
    """Whoever brought it in was told that it came in, and by when there will be an answer."""

    dispute_id: int
    confirmed_on: date
    act: ClassVar[str] = N_("Confirmed an objection, appeal or complaint")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """Once, and not in the future."""
        dispute = fetch(session, Dispute, self.dispute_id)
        if self.confirmed_on > session.today:
            raise RuleBroken(_("This cannot be dated in the future."))
        dispute.confirm(self.confirmed_on)
        session.add(dispute)


@dataclass(frozen=True)
class AnswerDispute(Act):
    """Answer what was brought in: the decision stands, or it is taken again.

    A decision that is reopened holds no longer: its certificate is suspended until there is a new one, which lifts or
    withdraws it. `review_again` sends the application back to the review first.
    """

    dispute_id: int
    outcome: DisputeOutcome
    answer: str
    answered_on: date | None = None
    review_again: bool = False
    may: ClassVar[frozenset[Role]] = DECIDERS
    act: ClassVar[str] = N_("Answered an objection, appeal or complaint")

    def run(self, session: OfficeSession) -> None:
        """Refuses an answer without words, and one by somebody who was involved."""
        dispute = fetch(session, Dispute, self.dispute_id)
        answered_on = self.answered_on or session.today
        if answered_on > session.today:
            raise RuleBroken(_("This cannot be dated in the future."))
        self._check_actor(session, dispute)
        if dispute.decision_id is None and self.outcome is DisputeOutcome.REOPENED:
            raise RuleBroken(_("A complaint reopens no decision; whoever wants that objects to it."))
        dispute.close(self.outcome, self.answer, answered_on)
        session.add(dispute)
        if dispute.decision_id is None:
            return
        decision = fetch(session, Decision, dispute.decision_id)
        application = fetch(session, Application, decision.application_id)
        session.add_all([application, decision])
        if self.outcome is not DisputeOutcome.REOPENED:
            application.go(Doing.UPHOLD_GRANT if decision.grants else Doing.UPHOLD_REFUSAL)
            return
        _reopen(session, application, decision, dispute)
        if self.review_again and application.state == State.ASSESSED:
            session.flush()
            ReopenReview(decision.application_id).run(session)

    def _check_actor(self, session: OfficeSession, dispute: Dispute) -> None:
        """Who decides in person may not answer what is brought in against oneself."""
        if session.actor.role is not Role.DECIDER:
            return
        if session.actor.person_id is None:
            raise RuleBroken(_("Please work under your own name to answer this."))
        if reason := why_involved(session, dispute, fetch(session, Person, session.actor.person_id)):
            raise RuleBroken(reason)


def open_objection(session: OfficeSession, application: Application) -> Dispute | None:
    """The objection or appeal that an application waits for, if any."""
    mine = select(Dispute).where(
        Dispute.application_id == application.id, col(Dispute.closed_on).is_(None), col(Dispute.decision_id).is_not(None)
    )
    return session.exec(mine).first()


def last_day_to_object(rule: Objection | None, sent_on: date | None) -> date | None:
    """The last day on which an objection is in time; none where the scheme names no term, or nothing was sent."""
    return rule.last_day(sent_on, is_dutch_holiday) if rule and sent_on else None


def confirm_by(dispute: Dispute) -> date:
    """The last day on which receipt should be confirmed."""
    return after_working_days(dispute.received_on, _TO_CONFIRM, is_dutch_holiday)


@cache
def is_dutch_holiday(day: date) -> bool:
    """Whether a day is a public holiday in the Netherlands."""
    from holidays import country_holidays  # noqa: PLC0415 - only needed where a term runs, and it costs start-up time

    return day in country_holidays("NL", years=day.year)


def _reopen(session: OfficeSession, application: Application, decision: Decision, dispute: Dispute) -> None:
    """Take the decision away: the application waits for a new one, or for the intake where it was refused there."""
    certificate = certificate_of(session, application)
    decision.replaced_on = session.today
    judged = session.exec(select(Assessment).where(Assessment.application_id == application.id)).first()
    application.go(Doing.REOPEN_DECISION if judged else Doing.REOPEN_INTAKE)
    if certificate and certificate.standing == Status.ACTIVE:
        reason = _("The decision is taken again after {number}.").format(number=dispute.number)
        event = change_standing(certificate, Status.SUSPENDED, on=session.today, reason=reason, body=body_of(application).body)
        session.add_all([certificate, event])


def _rule(application: Application | None, certificate: Certificate | None) -> Objection | None:
    about = application or certificate
    assert about is not None
    return scheme_of(about.scheme_id).objection
