"""Use cases of the intake: what is complete, checks and their remedies, consultation, special needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from sqlmodel import col, select

from cmsdesk.domain.answers import CheckAnswer
from cmsdesk.domain.applications import Act as Doing
from cmsdesk.domain.applications import Application, State
from cmsdesk.domain.corrections import CorrectionRequest, Fault
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.schemes.evaluate import Outcome, Verdict, blocking, leaves_of
from cmsdesk.domain.schemes.model import Gate, Requirement, Scheme
from cmsdesk.domain.schemes.requirements import Check
from cmsdesk.domain.words import N_, _, language
from cmsdesk.services.answers import AnswerCheck
from cmsdesk.services.applications import open_corrections
from cmsdesk.services.dossiers import ListEvidence
from cmsdesk.services.finding import fetch
from cmsdesk.services.office import Act
from cmsdesk.services.schemes import scheme_of
from cmsdesk.services.verdicts import verdict_on
from cmsdesk.store.session import OfficeSession

# EXAMPLE: no source names a term for consulting with a candidate.
_TO_CONSULT = timedelta(days=14)


@dataclass(frozen=True)
class ConsultApplication(Act):
    """Talk with the candidate about what stands in the way; this is no refusal."""

    application_id: int
    note: str
    act: ClassVar[str] = N_("Put the application in consultation")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """The note says what is talked about."""
        if not self.note.strip():
            raise RuleBroken(_("Please note what you talk about with the candidate."))
        application = fetch(session, Application, self.application_id)
        _consult(session, application, self.note)


@dataclass(frozen=True)
class SettleCheck(Act):
    """Answer a check of the intake; what is not a plain yes, and has a way out, is a matter for consultation.

    Founding document 001, S1-3: someone without a workplace is never refused by itself.
    """

    application_id: int
    requirement_id: str
    answer: str
    note: str = ""
    act: ClassVar[str] = N_("Answered a check")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """Refuses an answer that is none, and a requirement that is no check."""
        application = fetch(session, Application, self.application_id)
        rule = scheme_of(application.scheme_id).requirement(self.requirement_id)
        AnswerCheck(self.application_id, self.requirement_id, self.answer, self.note).run(session)
        if self.answer != "yes" and isinstance(rule, Check) and rule.remedies and application.why_not(Doing.CONSULT) is None:
            _consult(session, application, self.note or rule.question.in_language(language()))


@dataclass(frozen=True)
class RecordSpecialNeeds(Act):
    """What the candidate needs to be able to take part, and what was decided on it (ISO/IEC 17024 clause 9.2.4)."""

    application_id: int
    special_needs: str
    accommodation: str = ""
    act: ClassVar[str] = N_("Recorded special needs")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """The decision may come later; the review does not begin without it."""
        application = fetch(session, Application, self.application_id)
        if not State(application.state).is_open:
            raise RuleBroken(_("Application {number} is closed.").format(number=application.number))
        if self.accommodation.strip() and not self.special_needs.strip():
            raise RuleBroken(_("Please fill in what the candidate asked for."))
        application.special_needs, application.accommodation = self.special_needs.strip(), self.accommodation.strip()
        session.add(application)


@dataclass(frozen=True)
class CorrectionRow:
    """One thing the candidate was asked to correct."""

    requirement_id: str
    title: str
    fault: Fault
    text: str
    asked_on: date
    due_on: date
    answered_on: date | None


@dataclass(frozen=True)
class CompletenessRow:
    """What there is for one requirement; `blocks` names the moment at which it stands in the way, or is empty."""

    requirement_id: str
    title: str
    kind: str
    outcome: Outcome
    blocks: Gate | None
    sentence: str
    documents: int
    answer: str
    answer_note: str
    remedies: tuple[str, ...]


@dataclass(frozen=True)
class Intake:
    """How complete an application is."""

    application_id: int
    rows: tuple[CompletenessRow, ...]
    corrections: tuple[CorrectionRow, ...]
    special_needs: str
    accommodation: str
    paused_on: date | None

    @property
    def handed_in(self) -> int:
        """How many requirements something was handed in for, or that are met without."""
        return sum(row.outcome is not Outcome.NOT_MET for row in self.rows)


@dataclass(frozen=True)
class ReadIntake:
    """How complete an application is, requirement by requirement, with all that was asked of the candidate."""

    application_id: int

    def run(self, session: OfficeSession) -> Intake:
        """As of the day the application was complete, or today."""
        application = fetch(session, Application, self.application_id)
        scheme = scheme_of(application.scheme_id)
        verdict = verdict_on(session, application, application.complete_on or session.today)
        asked = select(CorrectionRequest).where(CorrectionRequest.application_id == application.id)
        answers = {
            given.requirement_id: given
            for given in session.exec(select(CheckAnswer).where(CheckAnswer.application_id == application.id))
        }
        documents = [tied for row in ListEvidence(self.application_id).run(session) for tied in row.requirements]
        return Intake(
            application_id=self.application_id,
            rows=tuple(_row(scheme, verdict, leaf, documents, answers) for leaf in leaves_of(verdict)),
            corrections=tuple(_correction(scheme, one) for one in session.exec(asked.order_by(col(CorrectionRequest.id)))),
            special_needs=application.special_needs,
            accommodation=application.accommodation,
            paused_on=application.paused_on,
        )


def check_to_settle(session: OfficeSession, application: Application) -> Check | None:
    """The first check that stands in the way of admission, if any."""
    verdict = verdict_on(session, application, application.complete_on or session.today)
    names = [leaf.requirement_id for leaf in blocking(verdict, "candidate") if leaf.kind == "check"]
    rules = (scheme_of(application.scheme_id).requirement(name) for name in names)
    return next((rule for rule in rules if isinstance(rule, Check)), None)


def candidate_due(session: OfficeSession, application: Application) -> date | None:
    """By when the candidate has to hand in the first correction, if one was asked."""
    return min((request.due_on for request in open_corrections(session, application.id or 0)), default=None)


def title_of(scheme: Scheme, requirement_id: str) -> str:
    """What a requirement is called; the application as a whole has no requirement."""
    if not requirement_id:
        return _("The application as a whole")
    return scheme.requirement(requirement_id).name.in_language(language())


def _consult(session: OfficeSession, application: Application, note: str) -> None:
    application.resume(session.today)
    application.go(Doing.CONSULT, due_on=application.due_on or session.today + _TO_CONSULT)
    application.note = note.strip()
    session.add(application)


def _row(
    scheme: Scheme, verdict: Verdict, leaf: Verdict, documents: Sequence[str], answers: dict[str, CheckAnswer]
) -> CompletenessRow:
    rule: Requirement = scheme.requirement(leaf.requirement_id)
    given = answers.get(rule.id)
    gates: tuple[Gate, ...] = ("submit", "candidate", "decision", "certificate")
    return CompletenessRow(
        requirement_id=leaf.requirement_id,
        title=leaf.title,
        kind=leaf.kind,
        outcome=leaf.outcome,
        blocks=next((gate for gate in gates if leaf in blocking(verdict, gate)), None),
        sentence=leaf.sentence,
        documents=documents.count(leaf.requirement_id),
        answer=given.answer if given else "",
        answer_note=given.note if given else "",
        remedies=tuple(words.in_language(language()) for words in rule.remedies) if isinstance(rule, Check) else (),
    )


def _correction(scheme: Scheme, request: CorrectionRequest) -> CorrectionRow:
    return CorrectionRow(
        requirement_id=request.requirement_id,
        title=title_of(scheme, request.requirement_id),
        fault=Fault(request.fault),
        text=request.text,
        asked_on=request.asked_on,
        due_on=request.due_on,
        answered_on=request.answered_on,
    )
