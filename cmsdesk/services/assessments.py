"""Use cases about the review: judging each requirement and closing the report."""

from dataclasses import dataclass
from typing import ClassVar

from sqlmodel import col, select

from cmsdesk.domain.applications import Act as Doing
from cmsdesk.domain.applications import Application
from cmsdesk.domain.assessments import Assessment, Judgement, Verdict
from cmsdesk.domain.dossiers import Evidence, EvidenceTie, Standing
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.permissions import ASSESSORS, Role
from cmsdesk.domain.schemes.model import Requirement
from cmsdesk.domain.words import N_, _
from cmsdesk.services.finding import fetch
from cmsdesk.services.office import Act
from cmsdesk.services.schemes import scheme_of
from cmsdesk.store.session import OfficeSession


@dataclass(frozen=True)
class JudgeRequirement(Act):
    """Record the verdict on one requirement; the first one starts the review.

    Documents tied to the requirement follow the verdict: what proves at least one requirement is accepted.
    """

    application_id: int
    requirement_id: str
    verdict: Verdict
    comment: str = ""
    may: ClassVar[frozenset[Role]] = ASSESSORS
    act: ClassVar[str] = N_("Judged a requirement")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """Refuses a "no" without words, and any verdict after the review was closed."""
        application = fetch(session, Application, self.application_id)
        scheme_of(application.scheme_id).requirement(self.requirement_id)
        application.go(Doing.JUDGE, due_on=application.due_on)
        session.add(application)
        assessment = running_assessment(session, application)
        judgement = session.get(Judgement, (assessment.id, self.requirement_id))
        judgement = judgement or Judgement(assessment_id=assessment.id or 0, requirement_id=self.requirement_id)
        judgement.verdict, judgement.comment = self.verdict.value, self.comment.strip()
        judgement.check()
        session.add(judgement)
        if self.verdict is Verdict.QUESTION:
            return
        tied = (
            select(Evidence)
            .join(EvidenceTie)
            .where(EvidenceTie.requirement_id == self.requirement_id, Evidence.application_id == self.application_id)
        )
        met = [found.requirement_id for found in judgements_of(session, assessment).values() if found.verdict == Verdict.MET]
        for evidence in session.exec(tied):
            proven = select(EvidenceTie).where(EvidenceTie.evidence_id == evidence.id, col(EvidenceTie.requirement_id).in_(met))
            standing = Standing.ACCEPTED if session.exec(proven).first() else Standing.REFUSED
            evidence.judge(standing, self.comment if self.verdict is Verdict.MET or standing is Standing.REFUSED else "")
            session.add(evidence)


@dataclass(frozen=True)
class FinishReview(Act):
    """Close the report: the application goes to the deciding body."""

    application_id: int
    comment: str = ""
    may: ClassVar[frozenset[Role]] = ASSESSORS
    act: ClassVar[str] = N_("Finished the review")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """Refuses while a requirement is not judged or a question is open."""
        application = fetch(session, Application, self.application_id)
        if reason := application.why_not(Doing.FINISH_REVIEW):
            raise RuleBroken(reason)
        assessment = running_assessment(session, application)
        judged = judgements_of(session, assessment)
        if any(judgement.verdict == Verdict.QUESTION for judgement in judged.values()):
            raise RuleBroken(_("There is still an open question to the candidate. Please judge that requirement first."))
        needed = to_judge(application)
        assessment.comment = self.comment.strip()
        assessment.finish(
            session.today,
            judged=sum(requirement.id in judged for requirement in needed),
            needed=len(needed),
            outcome="positive" if all(judgement.verdict == Verdict.MET for judgement in judged.values()) else "negative",
        )
        application.go(Doing.FINISH_REVIEW)
        session.add_all([assessment, application])


@dataclass(frozen=True)
class ReopenReview(Act):
    """Go back to the review before a decision is taken; the closed report stays as it was."""

    application_id: int
    may: ClassVar[frozenset[Role]] = ASSESSORS
    act: ClassVar[str] = N_("Reopened the review")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """A new report starts with the verdicts of the last one."""
        application = fetch(session, Application, self.application_id)
        application.go(Doing.REOPEN_REVIEW)
        session.add(application)
        last = session.exec(
            select(Assessment).where(Assessment.application_id == application.id).order_by(col(Assessment.id).desc()).limit(1)
        ).one()
        again = running_assessment(session, application)
        for judgement in judgements_of(session, last).values():
            session.add(Judgement(**(judgement.model_dump() | {"assessment_id": again.id})))


def running_assessment(session: OfficeSession, application: Application) -> Assessment:
    """The open report of the application; made when there is none."""
    open_ = select(Assessment).where(Assessment.application_id == application.id, col(Assessment.finished_on).is_(None))
    found = session.exec(open_).first()
    if found is None:
        found = Assessment(application_id=application.id or 0, step_id=_first_step_id(application), assessor=session.user)
        session.add(found)
        session.flush()
    return found


def last_assessment(session: OfficeSession, application: Application) -> Assessment | None:
    """The newest report of an application, open or closed."""
    mine = select(Assessment).where(Assessment.application_id == application.id).order_by(col(Assessment.id).desc()).limit(1)
    return session.exec(mine).first()


def judgements_of(session: OfficeSession, assessment: Assessment | None) -> dict[str, Judgement]:
    """The verdicts of a report, by requirement."""
    if assessment is None:
        return {}
    return {j.requirement_id: j for j in session.exec(select(Judgement).where(Judgement.assessment_id == assessment.id))}


def to_judge(application: Application) -> list[Requirement]:
    """The requirements an assessor looks at: those that need a human eye."""
    scheme = scheme_of(application.scheme_id)
    leaves = scheme.leaves(scheme.route(application.route_id).requires)
    return [leaf for leaf in leaves if leaf.kind not in {"duration", "held"}]


def progress_of(session: OfficeSession, application: Application) -> tuple[int, int]:
    """How many requirements were judged, and how many there are."""
    judged = judgements_of(session, last_assessment(session, application))
    needed = to_judge(application)
    return sum(requirement.id in judged for requirement in needed), len(needed)


def was_positive(session: OfficeSession, application: Application) -> bool:
    """Whether the last closed report was positive."""
    last = last_assessment(session, application)
    return bool(last and last.finished_on and last.outcome == "positive")


def _first_step_id(application: Application) -> str:
    """The first step of the route; a route without steps is looked at by the office itself."""
    scheme = scheme_of(application.scheme_id)
    return next(iter(scheme.route(application.route_id).steps), "")
