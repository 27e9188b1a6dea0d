"""Use cases about the dossier: documents, points lines and checks."""

import io
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO, ClassVar

from sqlmodel import col, select

from cmsdesk.domain.applications import Application, State
from cmsdesk.domain.dossiers import Evidence, EvidenceTie, PointsEntry, Standing
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.page_notes import PageNote
from cmsdesk.domain.rounds import Remark, Round
from cmsdesk.domain.words import N_, _
from cmsdesk.services.finding import fetch
from cmsdesk.services.office import Act
from cmsdesk.services.people import fetch_person
from cmsdesk.services.schemes import scheme_of
from cmsdesk.services.taking_in import take_in, whole_document
from cmsdesk.store.session import OfficeSession

MOST = 100_000  # points or hours in one line


@dataclass(frozen=True)
class AddEvidence(Act):
    """Put a document in the dossier and tie it to requirements."""

    application_id: int
    path: Path
    requirements: tuple[str, ...] = ()
    act: ClassVar[str] = N_("Added a document")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> int:
        """Returns the id of the document; the same file twice is refused."""
        application = open_application(session, self.application_id)
        taken = take_in(session, self.path)
        same = select(Evidence).where(Evidence.application_id == application.id, Evidence.sha256 == taken.sha256)
        if found := session.exec(same).first():
            raise RuleBroken(_("This document is already in the dossier, as “{name}”.").format(name=found.name))
        evidence = Evidence(
            application_id=self.application_id,
            name=taken.name,
            media_type=taken.media_type,
            sha256=taken.sha256,
            size=taken.size,
            added_at=session.now,
        )
        session.add(evidence)
        session.flush()
        assert evidence.id is not None
        session.add_all(EvidenceTie(evidence_id=evidence.id, requirement_id=requirement) for requirement in self.requirements)
        return evidence.id


@dataclass(frozen=True)
class TieEvidence(Act):
    """Say which requirements a document proves."""

    evidence_id: int
    requirements: frozenset[str]
    act: ClassVar[str] = N_("Tied a document to requirements")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """Replaces the ties there were."""
        current_document(session, self.evidence_id)
        ties = {
            tie.requirement_id: tie
            for tie in session.exec(select(EvidenceTie).where(EvidenceTie.evidence_id == self.evidence_id))
        }
        for requirement in ties.keys() - self.requirements:
            session.delete(ties[requirement])
        session.add_all(EvidenceTie(evidence_id=self.evidence_id, requirement_id=new) for new in self.requirements - ties.keys())


@dataclass(frozen=True)
class JudgeEvidence(Act):
    """Accept or refuse a document."""

    evidence_id: int
    standing: Standing
    reason: str = ""
    act: ClassVar[str] = N_("Judged a document")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """A refusal needs its reason."""
        evidence = current_document(session, self.evidence_id)
        evidence.judge(self.standing, self.reason)
        session.add(evidence)


@dataclass(frozen=True)
class DescribeEvidence(Act):
    """Say who issued a document, what was checked on it, and who let an issuer pass that is not on the list."""

    evidence_id: int
    issuer: str = ""
    ticked: frozenset[str] = frozenset()
    exception_by: str = ""
    exception_on: date | None = None
    exception_reason: str = ""
    act: ClassVar[str] = N_("Described a document")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """An exception says who, when and why, or it is none."""
        evidence = current_document(session, self.evidence_id)
        given = (self.exception_by.strip(), self.exception_on, self.exception_reason.strip())
        if any(given) and not all(given):
            raise RuleBroken(_("An exception needs who allowed it, on which day, and why."))
        evidence.issuer, evidence.ticked = self.issuer.strip(), " ".join(sorted(self.ticked))
        evidence.exception_by, evidence.exception_on, evidence.exception_reason = given
        session.add(evidence)


@dataclass(frozen=True)
class RemoveEvidence(Act):
    """Take a document out of the dossier; its bytes stay until the office file is cleaned."""

    evidence_id: int
    act: ClassVar[str] = N_("Removed a document")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """What was judged or written on stays."""
        evidence = current_document(session, self.evidence_id)
        if evidence.standing != Standing.PENDING or _was_judged(session, evidence):
            raise RuleBroken(_("“{name}” was already judged and stays in the dossier.").format(name=evidence.name))
        if _is_written_on(session, evidence):
            raise RuleBroken(_("There are notes or feedback on “{name}”; it stays in the dossier.").format(name=evidence.name))
        for tie in session.exec(select(EvidenceTie).where(EvidenceTie.evidence_id == self.evidence_id)):
            session.delete(tie)
        session.flush()
        session.delete(evidence)


@dataclass(frozen=True)
class EvidenceRow:
    """One document of a dossier; size in bytes, `round` is the one it came in for.

    `replaces_id` is the version before it, `replaced_by_id` the one after it, None where it counts today.
    """

    id: int
    name: str
    media_type: str
    size: int
    standing: Standing
    reason: str
    requirements: tuple[str, ...]
    issuer: str = ""
    ticked: frozenset[str] = frozenset()
    exception_by: str = ""
    exception_on: date | None = None
    exception_reason: str = ""
    application_id: int = 0
    sha256: str = ""
    added_at: datetime | None = None
    round: int = 1
    replaces_id: int | None = None
    replaced_by_id: int | None = None

    @property
    def is_current(self) -> bool:
        """Whether it counts: no newer version came in its place."""
        return self.replaced_by_id is None


@dataclass(frozen=True)
class ListEvidence:
    """The documents of a dossier, in the order they came."""

    application_id: int

    def run(self, session: OfficeSession) -> list[EvidenceRow]:
        """With the requirements each proves."""
        mine = select(Evidence).where(Evidence.application_id == self.application_id).order_by(col(Evidence.id))
        documents = list(session.exec(mine))
        ties: dict[int, list[str]] = {}
        for tie in session.exec(select(EvidenceTie).where(col(EvidenceTie.evidence_id).in_([d.id for d in documents]))):
            ties.setdefault(tie.evidence_id, []).append(tie.requirement_id)
        after: dict[int | None, int | None] = {d.replaces_id: d.id for d in documents if d.replaces_id is not None}
        return [
            EvidenceRow(
                id=d.id or 0,
                name=d.name,
                media_type=d.media_type,
                size=d.size,
                standing=Standing(d.standing),
                reason=d.reason,
                requirements=tuple(sorted(ties.get(d.id or 0, ()))),
                issuer=d.issuer,
                ticked=frozenset(d.ticked.split()),
                exception_by=d.exception_by,
                exception_on=d.exception_on,
                exception_reason=d.exception_reason,
                application_id=d.application_id,
                sha256=d.sha256,
                added_at=d.added_at,
                round=d.round,
                replaces_id=d.replaces_id,
                replaced_by_id=after.get(d.id),
            )
            for d in documents
        ]


@dataclass(frozen=True)
class ReadEvidence:
    """The bytes of one document, checked against their hash; it is read from the disk once, and no other is."""

    evidence_id: int

    def run(self, session: OfficeSession) -> BinaryIO:
        """Refuses a document that is no longer what was handed in."""
        evidence = fetch(session, Evidence, self.evidence_id)
        return io.BytesIO(whole_document(session, evidence.name, evidence.sha256))


@dataclass(frozen=True)
class AddPoints(Act):
    """Put a line in a ledger of a person; give either points or hours."""

    person_id: int
    scheme_id: str
    ledger: str
    entered_on: date
    description: str
    points: Decimal | None = None
    hours: Decimal | None = None
    marks: frozenset[str] = frozenset()
    category: str = ""
    standing: Standing = Standing.PENDING
    act: ClassVar[str] = N_("Added points")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> int:
        """Returns the id of the line."""
        fetch_person(session, self.person_id)
        scheme = scheme_of(self.scheme_id)
        scheme.ledger(self.ledger)
        if self.category and self.category not in {cap.category for cap in scheme.caps(self.ledger)}:
            raise RuleBroken(_("The scheme knows no “{name}”.").format(name=self.category))
        entry = PointsEntry(
            person_id=self.person_id,
            scheme_id=self.scheme_id,
            ledger=self.ledger,
            entered_on=self.entered_on,
            description=self.description.strip(),
            amount_hundredths=_hundredths(self.points),
            hours_hundredths=_hundredths(self.hours),
            marks=" ".join(sorted(self.marks)),
            category=self.category,
            standing=self.standing.value,
        )
        if self.entered_on > session.today:
            raise RuleBroken(_("Points cannot be dated in the future."))
        entry.settle()
        session.add(entry)
        session.flush()
        assert entry.id is not None
        return entry.id


@dataclass(frozen=True)
class JudgePoints(Act):
    """Accept or refuse a line."""

    entry_id: int
    standing: Standing
    reason: str = ""
    act: ClassVar[str] = N_("Judged points")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """A refusal needs its reason."""
        entry = fetch(session, PointsEntry, self.entry_id)
        entry.judge(self.standing, self.reason)
        session.add(entry)


def open_application(session: OfficeSession, application_id: int) -> Application:
    """An application whose dossier may still be changed."""
    application = fetch(session, Application, application_id)
    if not State(application.state).is_open:
        raise RuleBroken(
            _("Application {number} is closed; its dossier stays as it was judged.").format(number=application.number)
        )
    return application


def current_document(session: OfficeSession, evidence_id: int) -> Evidence:
    """A document that may still be changed: its dossier is open, and no newer version came in its place."""
    evidence = fetch(session, Evidence, evidence_id)
    open_application(session, evidence.application_id)
    if session.exec(select(Evidence).where(Evidence.replaces_id == evidence_id)).first():
        raise RuleBroken(
            _("“{name}” was replaced by a newer version, and stays as it was. Please open that one.").format(name=evidence.name)
        )
    return evidence


def _was_judged(session: OfficeSession, evidence: Evidence) -> bool:
    """Whether a round that is closed was about it, whatever came of that."""
    rounds = session.exec(select(Round).where(Round.application_id == evidence.application_id))
    return any(evidence.id in one.documents() for one in rounds)


def _is_written_on(session: OfficeSession, evidence: Evidence) -> bool:
    """Whether there are notes or feedback on it, sealed or not."""
    notes = select(PageNote).where(PageNote.evidence_id == evidence.id)
    remarks = select(Remark).where(Remark.evidence_id == evidence.id)
    return session.exec(notes).first() is not None or session.exec(remarks).first() is not None


def _hundredths(value: Decimal | None) -> int | None:
    """Two decimals, exactly: what was typed is what is counted, or it is refused."""
    if value is None:
        return None
    if not value.is_finite() or abs(value) > MOST or value * 100 != (value * 100).to_integral_value():
        raise RuleBroken(_("Points and hours are numbers up to {most} with at most two decimals.").format(most=MOST))
    return int(value * 100)
