"""Use cases about notes on the pages of a document.

A note by somebody who judges belongs to their report and is sealed with it: `sealing.may_read` says who reads it. What
the office or a decider writes outside any report is read by the office and by deciders.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlmodel import col, select

from cmsdesk.domain.applications import Act as Doing
from cmsdesk.domain.applications import Application
from cmsdesk.domain.assessments import Assessment
from cmsdesk.domain.dossiers import Evidence
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.page_notes import PageNote
from cmsdesk.domain.permissions import EVERYBODY, Role
from cmsdesk.domain.words import N_, _
from cmsdesk.services.dossiers import open_application
from cmsdesk.services.finding import check_version, fetch
from cmsdesk.services.office import Act
from cmsdesk.services.remarks import own_name
from cmsdesk.services.rounds import begin_report
from cmsdesk.services.sealing import is_own, may_read
from cmsdesk.services.seats import Seat, find_seat, name_at, report_from
from cmsdesk.services.versions import former_versions, successor_of
from cmsdesk.store.session import OfficeSession


@dataclass(frozen=True)
class AddPageNote(Act):
    """Write a note on a page, or mark a part of it; places are shares of the page, 0 to 1 from the top left.

    From a seat in the review it is the first word of a report like any other. `assignment_id` is for whom the office
    enters it.
    """

    evidence_id: int
    page: int
    x: float
    y: float
    text: str = ""
    width: float = 0.0
    height: float = 0.0
    assignment_id: int | None = None
    may: ClassVar[frozenset[Role]] = EVERYBODY
    act: ClassVar[str] = N_("Wrote a note on a page")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> int:
        """Returns the id; refuses on a closed dossier, a former version, or in a report that was handed in."""
        evidence = fetch(session, Evidence, self.evidence_id)
        application = open_application(session, evidence.application_id)
        if successor_of(session, evidence):
            raise RuleBroken(_("This is a former version. Please write on the version that is judged now."))
        seat, reason = _place_to_write(session, application, self.assignment_id)
        if reason:
            raise RuleBroken(reason)
        report = None
        if seat:
            application.go(Doing.JUDGE, due_on=application.due_on)
            session.add(application)
            report = begin_report(session, seat)
        note = PageNote(
            evidence_id=self.evidence_id,
            sha256=evidence.sha256,
            assessment_id=report.id if report else None,
            page=self.page,
            x=self.x,
            y=self.y,
            width=self.width,
            height=self.height,
            text=self.text,
            by=name_at(session, seat) if seat else own_name(session),
            at=session.now,
        )
        note.settle()
        session.add(note)
        session.flush()
        session.changes.concerns([("application", evidence.application_id)])
        assert note.id is not None
        return note.id


@dataclass(frozen=True)
class ChangePageNote(Act):
    """Write a note anew, or put it elsewhere; `version` is what the editor saw."""

    note_id: int
    version: int
    page: int
    x: float
    y: float
    text: str = ""
    width: float = 0.0
    height: float = 0.0
    may: ClassVar[frozenset[Role]] = EVERYBODY
    act: ClassVar[str] = N_("Changed a note on a page")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """Refuses when it is somebody else's, or its report was handed in."""
        note = _own_note(session, self.note_id)
        check_version(note.version, self.version)
        note.page, note.x, note.y, note.width, note.height = self.page, self.x, self.y, self.width, self.height
        note.text = self.text
        note.settle()
        session.add(note)


@dataclass(frozen=True)
class RemovePageNote(Act):
    """Take a note away."""

    note_id: int
    may: ClassVar[frozenset[Role]] = EVERYBODY
    act: ClassVar[str] = N_("Removed a note on a page")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """Refuses when it is somebody else's, or its report was handed in."""
        session.delete(_own_note(session, self.note_id))


@dataclass(frozen=True)
class NoteRow:
    """One note; `number` counts along the pages, and is 0 for one that was made on a former version.

    `page` begins at 1, places are shares of the page. `why_not` says why whoever looks cannot change it, or nothing.
    """

    id: int
    version: int
    number: int
    evidence_id: int
    document: str
    page: int
    x: float
    y: float
    width: float
    height: float
    text: str
    by: str
    at: datetime
    why_not: str

    @property
    def is_former(self) -> bool:
        """Whether it was made on a former version of the document."""
        return not self.number


@dataclass(frozen=True)
class PageNotes:
    """The notes on a document, those on its former versions last; `why_not` says why none can be added, or nothing."""

    notes: tuple[NoteRow, ...]
    why_not: str


@dataclass(frozen=True)
class NotesOn:
    """The notes on a document and on its former versions that whoever is at work may read."""

    evidence_id: int

    def run(self, session: OfficeSession) -> PageNotes:
        """Along the pages, from top to bottom."""
        evidence = fetch(session, Evidence, self.evidence_id)
        found: list[NoteRow] = []
        for version in (evidence, *former_versions(session, evidence)):
            mine = select(PageNote).where(PageNote.evidence_id == version.id)
            ordered = mine.order_by(col(PageNote.page), col(PageNote.y), col(PageNote.x), col(PageNote.id))
            readable = [note for note in session.exec(ordered) if _may_read(session, note)]
            # A document whose bytes are others than those that were read is a former version too.
            same = [note for note in readable if note.sha256 == evidence.sha256]
            found += [_row(session, version, note, number) for number, note in enumerate(same, start=1)]
            found += [_row(session, version, note, 0) for note in readable if note not in same]
        return PageNotes(tuple(sorted(found, key=lambda row: row.is_former)), _why_no_note(session, evidence))


def _may_read(session: OfficeSession, note: PageNote) -> bool:
    if note.assessment_id is None:
        return session.actor.role is not Role.ASSESSOR
    return may_read(session, fetch(session, Assessment, note.assessment_id))


def _place_to_write(
    session: OfficeSession, application: Application, assignment_id: int | None = None
) -> tuple[Seat | None, str]:
    """The seat whose report a note belongs to, None outside any report; and why one cannot write there, or nothing."""
    reason = application.why_not(Doing.JUDGE) or ""
    seat = None
    if not reason:
        seat, reason = find_seat(session, application, assignment_id)
    if seat is not None and not reason:
        report = report_from(session, seat)
        if report and report.finished_on:
            return None, _("Your report was handed in; its notes stay as they are.")
        return seat, ""
    if session.actor.role is Role.ASSESSOR or assignment_id is not None:
        return None, reason
    return None, ""


def _why_no_note(session: OfficeSession, evidence: Evidence) -> str:
    try:
        application = open_application(session, evidence.application_id)
        if successor_of(session, evidence):
            return _("This is a former version. Please write on the version that is judged now.")
        return _place_to_write(session, application)[1]
    except RuleBroken as refused:
        return str(refused)


def _own_note(session: OfficeSession, note_id: int) -> PageNote:
    note = fetch(session, PageNote, note_id)
    evidence = fetch(session, Evidence, note.evidence_id)
    open_application(session, evidence.application_id)
    if reason := _why_not_change(session, note):
        raise RuleBroken(reason)
    session.changes.concerns([("application", evidence.application_id)])
    return note


def _why_not_change(session: OfficeSession, note: PageNote) -> str:
    """Why whoever is at work cannot change a note: it is another's, or the report it belongs to was handed in."""
    report = fetch(session, Assessment, note.assessment_id) if note.assessment_id is not None else None
    entered = report is not None and is_own(session, report) and session.actor.role is Role.BUREAU
    if note.by != own_name(session) and not entered:
        return _("Somebody else wrote this note.")
    if report and report.finished_on:
        return _("Your report was handed in; its notes stay as they are.")
    return ""


def _row(session: OfficeSession, version: Evidence, note: PageNote, number: int) -> NoteRow:
    return NoteRow(
        id=note.id or 0,
        version=note.version,
        number=number,
        evidence_id=note.evidence_id,
        document=version.name,
        page=note.page,
        x=note.x,
        y=note.y,
        width=note.width,
        height=note.height,
        text=note.text,
        by=note.by,
        at=note.at,
        why_not=_why_not_change(session, note),
    )
