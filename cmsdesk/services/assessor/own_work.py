"""What an assessor did in an opened dossier: for the file that goes back, and for a newer state of the same dossier."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from cmsdesk.domain.applications import Application, State
from cmsdesk.domain.assessments import Assessment, Judgement, Question
from cmsdesk.domain.assignments import Assignment
from cmsdesk.domain.dossiers import Evidence
from cmsdesk.domain.drafts import Draft
from cmsdesk.domain.page_notes import PageNote
from cmsdesk.domain.rounds import Remark
from cmsdesk.services.assessor.dossier_office import FindSeat
from cmsdesk.services.drafts import drafts_at
from cmsdesk.services.editions import current_text
from cmsdesk.services.finding import fetch
from cmsdesk.services.remarks import own_name
from cmsdesk.services.review_items import documents_of, items_in
from cmsdesk.services.sealing import verdicts_in
from cmsdesk.services.steps import steps_of
from cmsdesk.store.session import OfficeSession


@dataclass(frozen=True)
class AskedItem:
    """Something to judge: its title, and the documents it rests on, by what they say."""

    title: str
    documents: frozenset[str]


@dataclass(frozen=True)
class OwnWork:
    """Since when it is asked, the declaration, the report as it stands, what was asked and remarked, and what is being written.

    `scheme` is the text of the rules it was judged by. `waits` is whether the candidate has to answer before the report can be finished. `items` are what the step asks,
    `documents` the UUIDs of all documents by id.
    """

    application_id: int
    assignment_id: int
    assigned_on: date
    declared_on: date | None
    independent: bool | None
    declaration: str
    waits: bool
    report: Assessment | None
    judgements: Mapping[str, Judgement]
    questions: tuple[Question, ...]
    remarks: tuple[Remark, ...]
    notes: tuple[PageNote, ...]
    drafts: tuple[Draft, ...]
    items: Mapping[str, AskedItem]
    documents: Mapping[int, str]
    scheme: str

    @property
    def judged(self) -> int:
        """How many things were judged."""
        return sum(bool(self.judgements[key].verdict) for key in self.items if key in self.judgements)

    @property
    def finished_on(self) -> date | None:
        """When the report was finished, if it was."""
        return self.report.finished_on if self.report else None


@dataclass(frozen=True)
class ReadOwnWork:
    """Everything the assessor did in this file."""

    def run(self, session: OfficeSession) -> OwnWork:
        """The newest report is the one that counts: a round opened here is only a way back to it."""
        seat = FindSeat().run(session)
        application = fetch(session, Application, seat.application_id)
        assignment = fetch(session, Assignment, seat.assignment_id)
        step = next(step for step in steps_of(application) if step.id == assignment.step_id)
        mine = select(Assessment).where(Assessment.assignment_id == assignment.id, Assessment.step_id == step.id)
        report = session.exec(mine.order_by(col(Assessment.round).desc(), col(Assessment.id).desc())).first()
        judged = verdicts_in(session, report) if report else {}
        asked = select(Question).join(Assessment).where(Assessment.assignment_id == assignment.id).order_by(col(Question.id))
        noted = select(PageNote).join(Assessment).where(Assessment.assignment_id == assignment.id).order_by(col(PageNote.id))
        given = select(Remark).where(Remark.given_by == own_name(session)).order_by(col(Remark.id))
        current = documents_of(session, application)
        return OwnWork(
            application_id=seat.application_id,
            assignment_id=seat.assignment_id,
            assigned_on=assignment.assigned_on,
            declared_on=assignment.declared_on,
            independent=assignment.independent,
            declaration=assignment.declaration,
            waits=application.state == State.WAITING,
            report=report,
            judgements=judged,
            questions=tuple(session.exec(asked)),
            remarks=tuple(session.exec(given)),
            notes=tuple(session.exec(noted)),
            drafts=tuple(drafts_at(session, seat.application_id, seat.assignment_id)),
            items={
                item.key: AskedItem(item.title, frozenset(one.sha256 for one, ties in current if any(map(item.is_about, ties))))
                for item in items_in(session, application, step, judged)
            },
            documents={one.id or 0: one.uuid for one in session.exec(select(Evidence))},
            scheme=current_text(session, application.scheme_id),
        )
