"""What goes into the package of one assessor, gathered row by row: their own work, and of all else only what they judge by."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Any

from sqlmodel import col, select

from cmsdesk.domain.answers import CheckAnswer, Circumstance, SignedStatement, TopicAnswer, WaivedRequirement
from cmsdesk.domain.applications import Application
from cmsdesk.domain.assessments import Assessment, Judgement, Question
from cmsdesk.domain.assignments import Assignment
from cmsdesk.domain.certificates import Certificate, CertificateEvent
from cmsdesk.domain.dossiers import Evidence, EvidenceTie, PointsEntry
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.hearings import Hearing
from cmsdesk.domain.office import OfficeSettings
from cmsdesk.domain.page_notes import PageNote
from cmsdesk.domain.people import Membership, Organisation, Person
from cmsdesk.domain.permissions import Role
from cmsdesk.domain.plans import PlanLine
from cmsdesk.domain.protocols import Protocol
from cmsdesk.domain.qualifications import HeldCredential, WorkPeriod
from cmsdesk.domain.records import Record
from cmsdesk.domain.rounds import Remark, Round
from cmsdesk.domain.words import _
from cmsdesk.exchange.packages.contents import content_bytes
from cmsdesk.exchange.packages.dossier_content import TRAVELS, Dossier
from cmsdesk.exchange.packages.faults import PackageRefused
from cmsdesk.services.editions import current_text
from cmsdesk.services.finding import fetch
from cmsdesk.services.remarks import RemarksOf
from cmsdesk.services.sealing import verdicts_in
from cmsdesk.services.seats import Seat
from cmsdesk.services.settings import office_settings
from cmsdesk.services.standing_in import standing_in
from cmsdesk.services.steps import protocol_of, reports_in, steps_of
from cmsdesk.store.session import OfficeSession


def dossier_for(session: OfficeSession, seat: Seat, *, form: bool) -> Dossier:
    """The content of a package for whoever sits there."""
    application, assignment = seat.application, seat.assignment
    assert assignment is not None
    evidence = _evidence(session, application)
    content = {
        "office": _office(office_settings(session)),
        "scheme": current_text(session, application.scheme_id),
        "application_id": application.id,
        "assignment_id": assignment.id,
        "person_id": assignment.person_id,
        "documents": [one.uuid for one in evidence],
        "form": form,
        "notes": [_note(note, evidence) for note in _own_notes(session, assignment)],
        "records": {
            str(table.__tablename__): [_travelling(row) for row in rows]
            for table, rows in _Gathering(session, seat).rows(evidence).items()
        },
    }
    try:
        return Dossier.unpacked(json.dumps(content, default=lambda day: day.isoformat(), ensure_ascii=False).encode())
    except PackageRefused as error:
        raise RuleBroken(
            _("A text in the dossier of {number} is too long to travel. Please shorten it to 50,000 letters.").format(
                number=application.number
            )
        ) from error


def _own_notes(session: OfficeSession, assignment: Assignment) -> Sequence[PageNote]:
    mine = select(PageNote).join(Assessment).where(Assessment.assignment_id == assignment.id)
    return session.exec(mine.order_by(col(PageNote.id))).all()


def _note(note: PageNote, evidence: Sequence[Evidence]) -> dict[str, Any]:
    columns = ("uuid", "sha256", "page", "x", "y", "width", "height", "text", "at")
    document = next(one.uuid for one in evidence if one.id == note.evidence_id)
    return {"document": document} | {column: getattr(note, column) for column in columns}


def judged_hash(session: OfficeSession, application: Application) -> str:
    """Tells whether what there is to judge was changed: the round, the documents, and what else the candidate brought in.

    What assessors and the office found of it is no part of it.
    """
    person = (PointsEntry.person_id == application.person_id, PointsEntry.scheme_id == application.scheme_id)
    work = (WorkPeriod.person_id == application.person_id, WorkPeriod.scheme_id == application.scheme_id)
    brought: dict[type[Record], Sequence[Record]] = {
        Evidence: _evidence(session, application),
        EvidenceTie: _all(session, EvidenceTie, col(EvidenceTie.evidence_id).in_(_ids(_evidence(session, application)))),
        PointsEntry: _all(session, PointsEntry, *person),
        WorkPeriod: _all(session, WorkPeriod, *work),
        HeldCredential: _all(session, HeldCredential, HeldCredential.person_id == application.person_id),
        SignedStatement: _all(session, SignedStatement, SignedStatement.application_id == application.id),
        Circumstance: _all(session, Circumstance, Circumstance.application_id == application.id),
        WaivedRequirement: _all(session, WaivedRequirement, WaivedRequirement.application_id == application.id),
    }
    found = {"standing", "reason", "round"}
    rows = {
        str(table.__tablename__): [
            {column: value for column, value in _travelling(row).items() if column not in found} for row in of_table
        ]
        for table, of_table in brought.items()
    }
    text = json.dumps({"round": application.round, **rows}, default=lambda day: day.isoformat())
    return hashlib.sha256(content_bytes(json.loads(text))).hexdigest()


def report_hash(session: OfficeSession, report: Assessment | None) -> str:
    """Tells whether a report was changed; one that was not begun is like an empty one."""
    judged = verdicts_in(session, report).values() if report else ()
    verdicts = sorted([one.requirement_id, one.verdict, one.score, one.basis, one.comment] for one in judged)
    said = [report.outcome, report.comment, str(report.finished_on or "")] if report else ["", "", ""]
    return hashlib.sha256(content_bytes({"said": said, "verdicts": verdicts})).hexdigest()


def _evidence(session: OfficeSession, application: Application) -> Sequence[Evidence]:
    return session.exec(select(Evidence).where(Evidence.application_id == application.id).order_by(col(Evidence.id))).all()


class _Gathering:
    """The rows for one seat."""

    def __init__(self, session: OfficeSession, seat: Seat) -> None:
        assert seat.assignment is not None
        self._session, self._seat, self._assignment = session, seat, seat.assignment
        self._application = seat.application
        self._candidate = fetch(session, Person, seat.application.person_id)
        self._assessor = fetch(session, Person, seat.assignment.person_id)

    def rows(self, evidence: Sequence[Evidence]) -> dict[type[Record], Sequence[Record]]:
        """By table; each row still whole."""
        session, number, person = self._session, self._application.id, self._candidate.id
        scheme = self._application.scheme_id
        own = _all(session, Assessment, Assessment.assignment_id == self._assignment.id)
        memberships = _all(session, Membership, Membership.person_id == person)
        certificates = _all(session, Certificate, Certificate.person_id == person)
        return {
            Person: [self._candidate, self._assessor],
            Organisation: _all(session, Organisation, col(Organisation.id).in_({one.organisation_id for one in memberships})),
            Membership: memberships,
            WorkPeriod: _all(session, WorkPeriod, WorkPeriod.person_id == person, WorkPeriod.scheme_id == scheme),
            HeldCredential: _all(session, HeldCredential, HeldCredential.person_id == person),
            Application: [self._application],
            Evidence: evidence,
            EvidenceTie: _all(session, EvidenceTie, col(EvidenceTie.evidence_id).in_(_ids(evidence))),
            PointsEntry: _all(session, PointsEntry, PointsEntry.person_id == person, PointsEntry.scheme_id == scheme),
            CheckAnswer: _all(session, CheckAnswer, CheckAnswer.application_id == number),
            TopicAnswer: _all(session, TopicAnswer, TopicAnswer.application_id == number),
            SignedStatement: _all(session, SignedStatement, SignedStatement.application_id == number),
            Circumstance: _all(session, Circumstance, Circumstance.application_id == number),
            WaivedRequirement: _all(session, WaivedRequirement, WaivedRequirement.application_id == number),
            Round: [self._as_own(one, _ids(own)) for one in _all(session, Round, Round.application_id == number)],
            Remark: self._remarks(),
            Assignment: [self._assignment],
            Certificate: certificates,
            CertificateEvent: _all(session, CertificateEvent, col(CertificateEvent.certificate_id).in_(_ids(certificates))),
            Assessment: [*own, *self._former_steps()],
            Judgement: _all(session, Judgement, col(Judgement.assessment_id).in_(_ids(own))),
            Question: _all(session, Question, col(Question.assessment_id).in_(_ids(own))),
            Protocol: [one for step in self._before() if (one := protocol_of(session, self._application, step, self._round))],
            Hearing: _all(session, Hearing, Hearing.application_id == number, Hearing.step_id == self._seat.step.id),
            PlanLine: _all(session, PlanLine, PlanLine.application_id == number),
        }

    @property
    def _round(self) -> int:
        return self._application.round

    def _before(self) -> Iterator[Any]:
        return takewhile(lambda step: step.id != self._seat.step.id, steps_of(self._application))

    def _former_steps(self) -> list[Assessment]:
        """That the steps before are finished, and what they came to; not by whom, and not why."""
        return [
            Assessment(**report.model_dump() | {"assignment_id": None, "assessor": "", "comment": ""})
            for step in self._before()
            for report in reports_in(self._session, self._application, step, self._round)
        ]

    def _remarks(self) -> list[Remark]:
        """The feedback that the assessor may read in the program."""
        with standing_in(self._session, self._assessor, Role.ASSESSOR):
            readable = RemarksOf(self._application.id or 0).run(self._session)
        return [fetch(self._session, Remark, row.id) for row in readable]

    def _as_own(self, one: Round, own: Sequence[int]) -> Round:
        """A round with what was written down of it, as far as it is no work of others."""
        if not one.snapshot:
            return one
        written = json.loads(one.snapshot)
        written |= {"reports": [report for report in written["reports"] if report["id"] in own], "protocols": [], "facts": {}}
        return Round(**one.model_dump() | {"snapshot": json.dumps(written, ensure_ascii=False)})


def _all(session: OfficeSession, table: type[Record], *where: Any) -> list[Any]:
    """The rows of a table, always in the same order."""
    order = [getattr(table, column.name) for column in table.__table__.primary_key]  # type: ignore[attr-defined]
    return list(session.exec(select(table).where(*where).order_by(*order)))


def _ids(rows: Sequence[Any]) -> list[int]:
    return [row.id for row in rows]


def _travelling(row: Record) -> dict[str, Any]:
    return {column: getattr(row, column) for column in TRAVELS[type(row)]}


def _office(settings: OfficeSettings) -> dict[str, str]:
    names = ("name", "contact_name", "contact_email", "contact_phone", "association")
    return {name: getattr(settings, name) for name in names}
