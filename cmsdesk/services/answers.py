"""Use cases about what is answered, signed and let go on one application."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, TypeVar

from sqlmodel import select

from cmsdesk.domain.answers import ANSWERS, CheckAnswer, Circumstance, SignedStatement, TopicAnswer, WaivedRequirement
from cmsdesk.domain.applications import Application, State
from cmsdesk.domain.dossiers import Standing
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.permissions import ASSESSORS, Role
from cmsdesk.domain.records import Record
from cmsdesk.domain.schemes.requirements import Requirement
from cmsdesk.domain.words import N_, _
from cmsdesk.services.certificates import certificate_of
from cmsdesk.services.dossiers import open_application
from cmsdesk.services.finding import fetch
from cmsdesk.services.office import Act
from cmsdesk.services.schemes import scheme_of
from cmsdesk.store.session import OfficeSession

T = TypeVar("T", bound=Record)


@dataclass(frozen=True)
class AnswerCheck(Act):
    """Answer a check of the scheme: yes, no, or in consultation."""

    application_id: int
    requirement_id: str
    answer: str
    note: str = ""
    act: ClassVar[str] = N_("Answered a check")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """The last answer counts; the journal keeps the earlier ones."""
        _asked(session, self.application_id, self.requirement_id, "check")
        if self.answer not in ANSWERS:
            raise RuleBroken(_("Please answer yes, no or in consultation."))
        given = session.get(CheckAnswer, (self.application_id, self.requirement_id))
        given = given or CheckAnswer(application_id=self.application_id, requirement_id=self.requirement_id, answer="")
        given.answer, given.note = self.answer, self.note.strip()
        session.add(given)


@dataclass(frozen=True)
class AnswerTopics(Act):
    """Say of some topics whether the candidate masters them, and what that rests on."""

    application_id: int
    answers: Mapping[str, tuple[Standing, frozenset[str]]]
    act: ClassVar[str] = N_("Filled in topics")
    undoable: ClassVar[bool] = True
    may: ClassVar[frozenset[Role]] = ASSESSORS

    def run(self, session: OfficeSession) -> None:
        """Topics that are not named stay as they were."""
        application = open_application(session, self.application_id)
        scheme = scheme_of(application.scheme_id)
        known = {topic.id for part in scheme.topic_sets for topic in part.topics}
        for topic_id, (standing, basis) in self.answers.items():
            if topic_id not in known:
                raise RuleBroken(_("The scheme knows no “{name}”.").format(name=topic_id))
            answer = session.get(TopicAnswer, (self.application_id, topic_id))
            answer = answer or TopicAnswer(application_id=self.application_id, topic_id=topic_id)
            answer.standing, answer.basis = standing.value, " ".join(sorted(basis))
            session.add(answer)


@dataclass(frozen=True)
class AddStatement(Act):
    """Somebody in a role signed something about the candidate."""

    application_id: int
    requirement_id: str
    signer: str
    signed_on: date
    signer_id: int | None = None
    act: ClassVar[str] = N_("Added a statement")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> int:
        """Returns the id of the statement; the role follows from the requirement."""
        requirement = _asked(session, self.application_id, self.requirement_id, "statement")
        made = SignedStatement(
            application_id=self.application_id,
            requirement_id=self.requirement_id,
            role=getattr(requirement, "role", ""),
            signer=self.signer.strip(),
            signer_id=self.signer_id,
            signed_on=self.signed_on,
        )
        made.settle(session.today)
        session.add(made)
        session.flush()
        assert made.id is not None
        return made.id


@dataclass(frozen=True)
class JudgeStatement(Act):
    """Accept or refuse a statement."""

    statement_id: int
    standing: Standing
    reason: str = ""
    act: ClassVar[str] = N_("Judged a statement")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """A refusal needs its reason."""
        statement = fetch(session, SignedStatement, self.statement_id)
        open_application(session, statement.application_id)
        statement.judge(self.standing, self.reason)
        session.add(statement)


@dataclass(frozen=True)
class SetCircumstance(Act):
    """Something is so, or no longer so, on this application; the scheme may ask more because of it."""

    application_id: int
    name: str
    holds: bool
    act: ClassVar[str] = N_("Changed a circumstance")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """Saying the same twice changes nothing."""
        application = open_application(session, self.application_id)
        if self.name not in circumstances_of(application):
            raise RuleBroken(_("The scheme knows no “{name}”.").format(name=self.name))
        found = session.get(Circumstance, (self.application_id, self.name))
        if self.holds and found is None:
            session.add(Circumstance(application_id=self.application_id, name=self.name))
        elif found is not None and not self.holds:
            session.delete(found)


@dataclass(frozen=True)
class WaiveRequirement(Act):
    """Somebody in the role that the scheme names lets a requirement go."""

    application_id: int
    requirement_id: str
    by: str
    reason: str
    act: ClassVar[str] = N_("Waived a requirement")
    undoable: ClassVar[bool] = True
    may: ClassVar[frozenset[Role]] = ASSESSORS

    def run(self, session: OfficeSession) -> None:
        """Refuses where the scheme lets nobody waive."""
        requirement = _asked(session, self.application_id, self.requirement_id)
        if not requirement.waivable_by:
            raise RuleBroken(_("The scheme lets nobody waive this requirement."))
        made = WaivedRequirement(
            application_id=self.application_id,
            requirement_id=self.requirement_id,
            role=requirement.waivable_by,
            by=self.by.strip(),
            on=session.today,
            reason=self.reason.strip(),
        )
        made.settle()
        if session.get(WaivedRequirement, (self.application_id, self.requirement_id)):
            raise RuleBroken(_("This requirement was already waived."))
        session.add(made)


@dataclass(frozen=True)
class StatementRow:
    """One statement; the requirement is named by its id."""

    id: int
    requirement_id: str
    role: str
    signer: str
    signed_on: date
    standing: Standing
    reason: str


@dataclass(frozen=True)
class Answers:
    """Everything that was answered and signed on an application."""

    checks: Mapping[str, tuple[str, str]]
    topics: Mapping[str, tuple[Standing, frozenset[str]]]
    statements: tuple[StatementRow, ...]
    circumstances: frozenset[str]
    possible: tuple[str, ...]


@dataclass(frozen=True)
class AnswersOn:
    """Read what was answered and signed on an application."""

    application_id: int

    def run(self, session: OfficeSession) -> Answers:
        """Checks as answer and note; topics as standing and basis."""
        application = fetch(session, Application, self.application_id)
        return Answers(
            checks={c.requirement_id: (c.answer, c.note) for c in _of(session, CheckAnswer, self.application_id)},
            topics={
                t.topic_id: (Standing(t.standing), frozenset(t.basis.split()))
                for t in _of(session, TopicAnswer, self.application_id)
            },
            statements=tuple(
                StatementRow(s.id or 0, s.requirement_id, s.role, s.signer, s.signed_on, Standing(s.standing), s.reason)
                for s in _of(session, SignedStatement, self.application_id)
            ),
            circumstances=frozenset(c.name for c in _of(session, Circumstance, self.application_id)),
            possible=circumstances_of(application),
        )


def circumstances_of(application: Application) -> tuple[str, ...]:
    """The circumstances that matter to the route of an application."""
    scheme = scheme_of(application.scheme_id)
    route = scheme.route(application.route_id)
    asked = (requirement for root in (route.requires, *route.extra) for requirement in scheme.below(root))
    return tuple(dict.fromkeys(requirement.when for requirement in asked if requirement.when))


def _of(session: OfficeSession, table: type[T], application_id: int) -> list[T]:
    return list(session.exec(select(table).where(table.application_id == application_id)))  # type: ignore[attr-defined]


def _asked(session: OfficeSession, application_id: int, requirement_id: str, kind: str = "") -> Requirement:
    """A requirement of an application that is open, or that waits for its certificate and for just this requirement."""
    application = fetch(session, Application, application_id)
    requirement = scheme_of(application.scheme_id).requirement(requirement_id)
    if requirement.gate != "certificate" or application.state != State.GRANTED or certificate_of(session, application):
        open_application(session, application_id)
    if kind and requirement.kind != kind:
        raise RuleBroken(_("The scheme knows no “{name}”.").format(name=requirement_id))
    return requirement
