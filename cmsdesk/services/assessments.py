"""Use cases about the review: judging what a step asks, closing the report, going back to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from cmsdesk.domain.applications import Act as Doing
from cmsdesk.domain.applications import Application, State
from cmsdesk.domain.assessments import Assessment, Judgement, ScoreChange, Verdict
from cmsdesk.domain.drafts import DraftKind
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.permissions import ASSESSORS, Role
from cmsdesk.domain.review_items import Item, comes_to, outcomes_of, reports_needed
from cmsdesk.domain.words import N_, _, language
from cmsdesk.services.drafts import drop_all_drafts, drop_drafts
from cmsdesk.services.finding import fetch
from cmsdesk.services.hearings import held_hearing
from cmsdesk.services.office import Act
from cmsdesk.services.questions import open_questions
from cmsdesk.services.review_items import Settled, claimed_basis, items_in, required_of, settle, settle_step
from cmsdesk.services.rounds import begin_report, next_round
from cmsdesk.services.schemes import scheme_of
from cmsdesk.services.sealing import verdicts_in
from cmsdesk.services.seats import Seat, find_seat, report_from, take_seat, why_no_committee
from cmsdesk.services.steps import result_of, results_of
from cmsdesk.store.session import OfficeSession


@dataclass(frozen=True)
class JudgeRequirement(Act):
    """Record the verdict on one thing to judge: a requirement, a topic (requirement/topic) or a criterion (criterion/1).

    The first verdict starts the review. Without an assignment it is one's own, or the office's where the office
    judges. A topic that is met says on what that rests.
    """

    application_id: int
    requirement_id: str
    verdict: Verdict
    comment: str = ""
    assignment_id: int | None = None
    score: int | None = None
    basis: frozenset[str] = frozenset()
    may: ClassVar[frozenset[Role]] = ASSESSORS
    act: ClassVar[str] = N_("Judged a requirement")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """Refuses a "no" without words, what is not judged in this step, and any verdict after the report was closed."""
        application = fetch(session, Application, self.application_id)
        seat = take_seat(session, application, self.assignment_id)
        application.go(Doing.JUDGE, due_on=application.due_on)
        session.add(application)
        self.enter(session, seat, begin_report(session, seat))

    def enter(self, session: OfficeSession, seat: Seat, report: Assessment) -> None:
        """Put the verdict in a report, whatever the application waits for."""
        application = seat.application
        report.check_open()
        judged = verdicts_in(session, report)
        items = items_in(session, application, seat.step, judged)
        item = self._item(items)
        judgement = judged.get(item.key)
        if judgement is None:
            judgement = Judgement(assessment_id=report.id or 0, requirement_id=item.key)
        elif (judgement.verdict, judgement.score) != (self.verdict, self.score):
            session.add(_as_it_was(session, judgement))
        judgement.verdict, judgement.comment, judgement.score = self.verdict.value, self.comment.strip(), self.score
        judgement.basis = " ".join(sorted(self._basis(session, item, judgement)))
        judgement.check()
        session.add(judgement)
        drop_drafts(session, self.application_id, seat.assignment_id, DraftKind.COMMENT, item.key)
        if reports_needed(seat.step) == 1:
            verdicts = {key: _alone(one) for key, one in (judged | {item.key: judgement}).items()}
            settle(session, application, items, verdicts, only=item.key)

    def _item(self, items: Sequence[Item]) -> Item:
        item = next((item for item in items if item.key == self.requirement_id), None)
        if item is None:
            raise RuleBroken(_("“{name}” is not judged in this step.").format(name=self.requirement_id))
        if self.score is not None and not item.scored:
            raise RuleBroken(_("“{name}” gets no score.").format(name=item.title))
        return item

    def _basis(self, session: OfficeSession, item: Item, judgement: Judgement) -> frozenset[str]:
        """On what a topic rests: as given, or as it was said before."""
        scheme = scheme_of(fetch(session, Application, self.application_id).scheme_id)
        if unknown := self.basis.difference(item.basis):
            names = sorted(scheme.basis_name(one, language()) for one in unknown)
            raise RuleBroken(_("“{name}” cannot rest on: {basis}.").format(name=item.title, basis=", ".join(names)))
        found = self.basis or frozenset(judgement.basis.split()) or claimed_basis(session, self.application_id, item)
        if item.basis and not found and self.verdict is Verdict.MET:
            choices = ", ".join(scheme.basis_name(one, language()) for one in item.basis)
            raise RuleBroken(_("Please say on what “{name}” rests: {choices}.").format(name=item.title, choices=choices))
        return found


@dataclass(frozen=True)
class FinishReview(Act):
    """Close the report; when every step of the route is finished, the application goes to the deciding body.

    `outcome` is one of those that the step names itself (outcome/1 and on); otherwise it follows from the verdicts.
    """

    application_id: int
    comment: str = ""
    assignment_id: int | None = None
    outcome: str = ""
    may: ClassVar[frozenset[Role]] = ASSESSORS
    act: ClassVar[str] = N_("Finished the review")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """Refuses while something is not judged, a question is open, or the conversation was not held."""
        application = fetch(session, Application, self.application_id)
        if application.state == State.CANDIDATE:  # nothing was judged yet, and perhaps there is nothing to judge
            application.go(Doing.JUDGE, due_on=application.due_on)
        if reason := application.why_not(Doing.FINISH_REVIEW):
            raise RuleBroken(reason)
        seat = take_seat(session, application, self.assignment_id)
        self.close(session, seat, begin_report(session, seat))
        go_on_to_decision(session, application)

    def close(self, session: OfficeSession, seat: Seat, report: Assessment) -> None:
        """Close one report, whatever the application waits for."""
        report.check_open()
        judged = verdicts_in(session, report)
        if any(one.verdict == Verdict.QUESTION for one in judged.values()) or open_questions(session, report):
            raise RuleBroken(_("There is still an open question to the candidate. Please judge that requirement first."))
        if reason := why_no_committee(session, seat.application, seat.step):
            raise RuleBroken(reason)
        hearing = held_hearing(session, seat)
        items = items_in(session, seat.application, seat.step, judged)
        report.comment = self.comment.strip()
        report.finish(
            session.today,
            outcome=self._outcome(session, seat, judged),
            unjudged=[item.title for item in items if item.key not in judged],
            unscored=[item.title for item in items if item.scored and item.key in judged and judged[item.key].score is None],
        )
        session.add(report)
        drop_drafts(session, seat.application.id or 0, seat.assignment_id)
        session.flush()
        settle_step(session, seat.application, seat.step)
        if hearing:
            hearing.outcome = result_of(session, seat.application, seat.step).outcome
            session.add(hearing)

    def _outcome(self, session: OfficeSession, seat: Seat, judged: dict[str, Judgement]) -> str:
        """As it was chosen where the step names outcomes, otherwise as it follows from the verdicts."""
        named = outcomes_of(seat.step)
        if named and self.outcome not in named:
            raise RuleBroken(_("Please choose the outcome: {choices}.").format(choices=", ".join(named.values())))
        if self.outcome and not named:
            raise RuleBroken(_("In this step the outcome follows from the verdicts."))
        plan = scheme_of(seat.application.scheme_id).route(seat.application.route_id).plan
        verdicts = {key: one.verdict for key, one in judged.items()}
        return self.outcome or comes_to(required_of(session, seat.application), verdicts, plan=plan)


@dataclass(frozen=True)
class ReopenReview(Act):
    """Go back to the review before a decision is taken; the round that was closed stays as it was."""

    application_id: int
    may: ClassVar[frozenset[Role]] = ASSESSORS
    act: ClassVar[str] = N_("Reopened the review")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """The reports of the new round start with the verdicts of the last one."""
        application = fetch(session, Application, self.application_id)
        seat, reason = find_seat(session, application)
        if seat is None and session.actor.role is Role.ASSESSOR:
            raise RuleBroken(reason)
        application.go(Doing.REOPEN_REVIEW)
        next_round(session, application)
        session.add(application)


@dataclass(frozen=True)
class Progress:
    """How far the judging is, for whoever looks: own work by what was judged, that of others by reports only."""

    done: int
    needed: int
    sentence: str


def progress_of(session: OfficeSession, application: Application) -> Progress:
    """How far it is, without a word about what others found."""
    results = results_of(session, application)
    seat, _reason = find_seat(session, application)
    report = report_from(session, seat) if seat else None
    finished = all(result.is_finished for result in results)
    if seat is None or (report and report.finished_on and not finished):
        sentence = " ".join(result.sentence for result in results)
        return Progress(sum(result.done for result in results), sum(result.needed for result in results), sentence)
    judged = verdicts_in(session, report) if report else {}
    items = items_in(session, application, seat.step, judged)
    done = sum(item.key in judged for item in items)
    sentence = _("{judged} of {needed} requirements judged.").format(judged=done, needed=len(items))
    return Progress(done, len(items), sentence)


def go_on_to_decision(session: OfficeSession, application: Application) -> None:
    """Let the application go to the deciding body when every step of the route is finished in this round."""
    if all(result.is_finished for result in results_of(session, application)):
        application.go(Doing.FINISH_REVIEW)
        session.add(application)
        drop_all_drafts(session, application.id or 0)


def _alone(judgement: Judgement) -> Settled:
    return Settled(judgement.verdict, judgement.comment, frozenset(judgement.basis.split()))


def _as_it_was(session: OfficeSession, judgement: Judgement) -> ScoreChange:
    return ScoreChange(
        assessment_id=judgement.assessment_id,
        requirement_id=judgement.requirement_id,
        verdict=judgement.verdict,
        score=judgement.score,
        comment=judgement.comment,
        changed_at=session.now,
    )
