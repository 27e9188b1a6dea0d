"""Use cases about feedback on documents, and about handing in again with an answer to each remark."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from cmsdesk.domain.applications import Act as Doing
from cmsdesk.domain.applications import Application, State
from cmsdesk.domain.dossiers import Evidence
from cmsdesk.domain.drafts import DraftKind
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.permissions import ASSESSORS, Role
from cmsdesk.domain.rounds import Remark, check_resubmission
from cmsdesk.domain.schemes.model import Step
from cmsdesk.domain.words import N_, _
from cmsdesk.services.dossiers import AddEvidence, open_application
from cmsdesk.services.drafts import drop_drafts
from cmsdesk.services.finding import fetch
from cmsdesk.services.office import Act
from cmsdesk.services.remarks import own_name, remarks_of_round
from cmsdesk.services.review_items import documents_of
from cmsdesk.services.rounds import begin_report, close_round, current_round, is_round_closed, next_round
from cmsdesk.services.seats import Seat, name_at, take_seat
from cmsdesk.services.steps import result_of, steps_of
from cmsdesk.services.waiting import go_on_judging, wait_for_candidate
from cmsdesk.store.session import OfficeSession

_JUDGED_NOW = {State.CANDIDATE, State.IN_ASSESSMENT, State.ASSESSED}


@dataclass(frozen=True)
class GiveRemark(Act):
    """Write feedback on a document, or on the whole; the candidate reads it once the feedback is given."""

    application_id: int
    text: str
    evidence_id: int | None = None
    assignment_id: int | None = None
    may: ClassVar[frozenset[Role]] = ASSESSORS
    act: ClassVar[str] = N_("Wrote feedback")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> int:
        """Returns the id; refuses where the step knows no feedback."""
        application = fetch(session, Application, self.application_id)
        seat = _seat_for_feedback(session, application, self.assignment_id)
        if self.evidence_id is not None and self.evidence_id not in {d.id for d, _ties in documents_of(session, application)}:
            raise RuleBroken(_("This document is not in the dossier, or was replaced."))
        application.go(Doing.JUDGE, due_on=application.due_on)
        begin_report(session, seat).check_open()
        remark = Remark(
            application_id=self.application_id,
            evidence_id=self.evidence_id,
            round=application.round,
            text=self.text.strip(),
            given_by=name_at(session, seat),
            given_on=session.today,
        )
        remark.settle()
        session.add_all([application, remark])
        about = str(self.evidence_id) if self.evidence_id is not None else ""
        drop_drafts(session, self.application_id, seat.assignment_id, DraftKind.REMARK, about)
        session.flush()
        assert remark.id is not None
        return remark.id


@dataclass(frozen=True)
class TakeBackRemark(Act):
    """Take away feedback that the candidate has not read yet."""

    remark_id: int
    may: ClassVar[frozenset[Role]] = ASSESSORS
    act: ClassVar[str] = N_("Took back feedback")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """Refuses when the feedback was given, or is somebody else's."""
        remark = fetch(session, Remark, self.remark_id)
        application = open_application(session, remark.application_id)
        if remark.round != application.round or current_round(session, application).closed_on:
            raise RuleBroken(_("This feedback was given to the candidate and stays."))
        if session.actor.role is Role.ASSESSOR and remark.given_by != own_name(session):
            raise RuleBroken(_("Somebody else wrote this feedback."))
        session.delete(remark)


@dataclass(frozen=True)
class GiveFeedback(Act):
    """Give the candidate all feedback of this round: the round closes, and the application waits for an improved dossier."""

    application_id: int
    assignment_id: int | None = None
    may: ClassVar[frozenset[Role]] = ASSESSORS
    act: ClassVar[str] = N_("Gave feedback to the candidate")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """Refuses without a remark, and where no further round is allowed."""
        application = fetch(session, Application, self.application_id)
        seat = _seat_for_feedback(session, application, self.assignment_id)
        if not seat.step.resubmit:
            raise RuleBroken(_("In this step nothing can be handed in again."))
        if not remarks_of_round(session, application):
            raise RuleBroken(_("There is no feedback yet. Please write it first."))
        check_resubmission(0, round_=application.round, most=seat.step.max_rounds)
        if application.state == State.WAITING:
            raise RuleBroken(application.why_not(Doing.ASK_CANDIDATE) or "")
        wait_for_candidate(session, application)
        close_round(session, application)


@dataclass(frozen=True)
class AnswerRemark(Act):
    """Keep what the candidate did with a piece of feedback."""

    remark_id: int
    response: str
    act: ClassVar[str] = N_("Recorded what was done with feedback")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """Until the dossier is handed in again the answer can be changed."""
        remark = fetch(session, Remark, self.remark_id)
        application = fetch(session, Application, remark.application_id)
        _check_waiting_for_dossier(session, application)
        if remark.round != application.round:
            raise RuleBroken(_("This feedback is of a former round."))
        remark.respond(self.response, session.today)
        session.add(remark)


@dataclass(frozen=True)
class ReplaceDocument(Act):
    """Put a new version of a document in the dossier; the former one stays as it was judged, and no longer counts."""

    evidence_id: int
    path: Path
    act: ClassVar[str] = N_("Replaced a document")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> int:
        """Returns the id of the new version; it proves what the former one was to prove."""
        former = fetch(session, Evidence, self.evidence_id)
        application = fetch(session, Application, former.application_id)
        if application.state in _JUDGED_NOW:
            raise RuleBroken(_("The dossier is being judged. Please wait until the candidate is asked to improve it."))
        ties = {one.id: ties for one, ties in documents_of(session, application)}
        if former.id not in ties:
            raise RuleBroken(_("“{name}” was already replaced.").format(name=former.name))
        made = AddEvidence(former.application_id, self.path, tuple(sorted(ties[former.id]))).run(session)
        new = fetch(session, Evidence, made)
        closed = application.state == State.WAITING and current_round(session, application).closed_on
        new.replaces_id, new.round = former.id, application.round + 1 if closed else application.round
        session.add(new)
        return made


@dataclass(frozen=True)
class Resubmit(Act):
    """The candidate hands in the improved dossier: the next round begins."""

    application_id: int
    act: ClassVar[str] = N_("Took in the improved dossier")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """Refuses while an answer to feedback is missing, where the step asks for it."""
        application = fetch(session, Application, self.application_id)
        check_ready_to_resubmit(session, application)
        next_round(session, application, changed=_renew(session, application))
        go_on_judging(session, application)


def check_ready_to_resubmit(session: OfficeSession, application: Application) -> None:
    """Refuse an improved dossier that nobody waits for, that leaves feedback without an answer, or that is one too many."""
    _check_waiting_for_dossier(session, application)
    step = _step_with_feedback(session, application)
    remarks = remarks_of_round(session, application)
    unanswered = sum(not remark.response for remark in remarks) if step.resubmit_needs else 0
    check_resubmission(unanswered, round_=application.round, most=step.max_rounds)


def _renew(session: OfficeSession, application: Application) -> frozenset[str]:
    """Let what came in since the feedback belong to the next round; returns what it is tied to."""
    judged = current_round(session, application).documents()
    changed: set[str] = set()
    for evidence, ties in documents_of(session, application):
        if evidence.id not in judged:
            evidence.round = application.round + 1
            session.add(evidence)
            changed |= ties
    return frozenset(changed)


def _seat_for_feedback(session: OfficeSession, application: Application, assignment_id: int | None) -> Seat:
    seat = take_seat(session, application, assignment_id)
    if not seat.step.feedback:
        raise RuleBroken(_("In this step no feedback on documents is given."))
    return seat


def _step_with_feedback(session: OfficeSession, application: Application) -> Step:
    """The step in which the feedback was given: the first that is not finished."""
    return next(step for step in steps_of(application) if step.resubmit and not result_of(session, application, step).is_finished)


def _check_waiting_for_dossier(session: OfficeSession, application: Application) -> None:
    if application.state != State.WAITING or not is_round_closed(session, application):
        raise RuleBroken(_("No improved dossier is waited for; feedback comes first."))
