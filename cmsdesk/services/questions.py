"""Use cases about questions to the candidate: asking, answering, and what was asked."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlmodel import col, select

from cmsdesk.domain.applications import Act as Doing
from cmsdesk.domain.applications import Application, State
from cmsdesk.domain.assessments import Assessment, Question
from cmsdesk.domain.drafts import DraftKind
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.permissions import ASSESSORS, Role
from cmsdesk.domain.review_items import title_of
from cmsdesk.domain.words import N_, _
from cmsdesk.services.drafts import drop_drafts
from cmsdesk.services.finding import fetch
from cmsdesk.services.office import Act
from cmsdesk.services.review_items import items_in
from cmsdesk.services.rounds import begin_report, current_round
from cmsdesk.services.schemes import scheme_of
from cmsdesk.services.sealing import is_own, may_read, verdicts_in
from cmsdesk.services.seats import name_at, take_seat
from cmsdesk.services.waiting import go_on_judging, wait_for_candidate
from cmsdesk.store.session import OfficeSession


@dataclass(frozen=True)
class AskCandidate(Act):
    """Put a question to the candidate, on one thing to judge or on the whole; the application waits for the answer."""

    application_id: int
    text: str
    requirement_id: str = ""
    assignment_id: int | None = None
    may: ClassVar[frozenset[Role]] = ASSESSORS
    act: ClassVar[str] = N_("Asked the candidate a question")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> int:
        """Returns the id; refuses where the step knows no questions, or the report is finished."""
        application = fetch(session, Application, self.application_id)
        seat = take_seat(session, application, self.assignment_id)
        if not seat.step.questions_to_candidate:
            raise RuleBroken(_("In this step no questions are put to the candidate."))
        if application.state == State.WAITING and current_round(session, application).closed_on:
            raise RuleBroken(application.why_not(Doing.ASK_CANDIDATE) or "")
        wait_for_candidate(session, application)
        report = begin_report(session, seat)
        report.check_open()
        keys = {item.key for item in items_in(session, application, seat.step, verdicts_in(session, report))}
        if self.requirement_id and self.requirement_id not in keys:
            raise RuleBroken(_("“{name}” is not judged in this step.").format(name=self.requirement_id))
        question = Question(
            application_id=self.application_id,
            assessment_id=report.id,
            requirement_id=self.requirement_id,
            text=self.text.strip(),
            asked_by=name_at(session, seat),
            asked_on=session.today,
        )
        question.settle()
        session.add(question)
        drop_drafts(session, self.application_id, seat.assignment_id, DraftKind.QUESTION, self.requirement_id)
        session.flush()
        assert question.id is not None
        return question.id


@dataclass(frozen=True)
class AnswerQuestion(Act):
    """Keep what the candidate answered; when nothing else is asked of the candidate, the review goes on."""

    question_id: int
    answer: str
    answered_on: date | None = None
    may: ClassVar[frozenset[Role]] = ASSESSORS
    act: ClassVar[str] = N_("Recorded the candidate's answer")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """The office enters any answer, an assessor the answer to one's own question."""
        question = fetch(session, Question, self.question_id)
        application = fetch(session, Application, question.application_id)
        report = fetch(session, Assessment, question.assessment_id or 0)
        if session.actor.role is not Role.BUREAU and not is_own(session, report):
            raise RuleBroken(_("Somebody else asked this question."))
        if reason := application.why_not(Doing.ANSWER):
            raise RuleBroken(reason)
        answered_on = self.answered_on or session.today
        if answered_on > session.today:
            raise RuleBroken(_("An answer cannot be dated in the future."))
        question.take_answer(self.answer, answered_on)
        session.add(question)
        session.flush()
        if not questions_waiting(session, application):
            go_on_judging(session, application)


@dataclass(frozen=True)
class QuestionRow:
    """A question and its answer; `mine` is whether whoever looks asked it."""

    id: int
    requirement_id: str
    about: str
    text: str
    asked_by: str
    asked_on: date
    answer: str
    answered_on: date | None
    mine: bool


@dataclass(frozen=True)
class QuestionsOf:
    """What was asked of the candidate.

    The office passes questions on, so it reads them all; assessors and deciders read those of others only when the
    reports are no longer sealed.
    """

    application_id: int

    def run(self, session: OfficeSession) -> tuple[QuestionRow, ...]:
        """Oldest first."""
        application = fetch(session, Application, self.application_id)
        scheme = scheme_of(application.scheme_id)
        steps = {step.id: step for step in scheme.steps}
        rows = []
        for question, report in _asked(session, application):
            mine = is_own(session, report)
            if mine or session.actor.role is Role.BUREAU or may_read(session, report):
                about = title_of(scheme, steps.get(report.step_id), question.requirement_id)
                rows.append(_row(question, about, mine=mine))
        return tuple(rows)


def _row(question: Question, about: str, *, mine: bool) -> QuestionRow:
    return QuestionRow(
        id=question.id or 0,
        requirement_id=question.requirement_id,
        about=about,
        text=question.text,
        asked_by=question.asked_by,
        asked_on=question.asked_on,
        answer=question.answer,
        answered_on=question.answered_on,
        mine=mine,
    )


def _asked(session: OfficeSession, application: Application) -> list[tuple[Question, Assessment]]:
    mine = select(Question, Assessment).join(Assessment).where(Question.application_id == application.id)
    return list(session.exec(mine.order_by(col(Question.id))))


def open_questions(session: OfficeSession, report: Assessment) -> int:
    """How many questions of a report are not answered yet."""
    mine = select(Question).where(Question.assessment_id == report.id, col(Question.answered_on).is_(None))
    return len(session.exec(mine).all())


def questions_waiting(session: OfficeSession, application: Application) -> int:
    """How many questions of any assessor the candidate still has to answer."""
    mine = select(Question).where(Question.application_id == application.id, col(Question.answered_on).is_(None))
    return len(session.exec(mine).all())
