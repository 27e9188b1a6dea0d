"""Putting what an assessor wrote elsewhere into the office file, by the rules that hold on the screen.

A newer file replaces what an earlier one of the same package brought, as long as the reports of the step are sealed.
Whatever the office has that did not come from that package is a conflict, and a conflict is refused.
"""

from datetime import date

from sqlmodel import col, select

from cmsdesk.domain.applications import Act as Doing
from cmsdesk.domain.applications import Application, State
from cmsdesk.domain.assessments import Assessment, Question, Verdict
from cmsdesk.domain.assignments import Assignment
from cmsdesk.domain.dates import show_date
from cmsdesk.domain.dossiers import Evidence
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.packages import SentPackage
from cmsdesk.domain.page_notes import PageNote
from cmsdesk.domain.people import Person
from cmsdesk.domain.permissions import Role
from cmsdesk.domain.review_items import outcomes_of
from cmsdesk.domain.rounds import Remark, Round
from cmsdesk.domain.words import _
from cmsdesk.exchange.packages.faults import Fault, PackageRefused
from cmsdesk.exchange.packages.review_content import Feedback, Report, Review
from cmsdesk.services.assessments import FinishReview, JudgeRequirement, go_on_to_decision
from cmsdesk.services.assignments import DeclareIndependence, EndAssignment
from cmsdesk.services.finding import fetch
from cmsdesk.services.package_rows import judged_hash, report_hash
from cmsdesk.services.review_items import items_in
from cmsdesk.services.rounds import begin_report
from cmsdesk.services.sealing import verdicts_in
from cmsdesk.services.seats import Seat, report_from, why_not_yet
from cmsdesk.services.sent_packages import package_seat
from cmsdesk.services.standing_in import standing_in
from cmsdesk.services.steps import result_of
from cmsdesk.services.waiting import wait_for_candidate
from cmsdesk.store.session import OfficeSession


def merge(session: OfficeSession, sent: SentPackage, review: Review, *, sequence: int, head: str) -> None:
    """Take a review over, or refuse it with the reason; ends by comparing what is kept with what came."""
    seat = package_seat(session, fetch(session, Assignment, sent.assignment_id))
    assert seat.assignment is not None
    assessor = fetch(session, Person, seat.assignment.person_id)
    _check_fits(session, sent, seat, review, assessor)
    _check_days(seat.assignment, review, session.today)
    if review.report is None:
        _give_back(session, seat, review, assessor)
    else:
        with standing_in(session, assessor, Role.ASSESSOR, review.declaration.declared_on):
            if not seat.assignment.declared_on:
                DeclareIndependence(seat.assignment.id or 0, independent=True, text=review.declaration.text).run(session)
        with standing_in(session, assessor, Role.ASSESSOR):
            _Writing(session, seat, assessor).take(review.report)
        _compare(session, seat, review.report, assessor)
    written = report_hash(session, report_from(session, seat))
    sent.take(sequence, head, session.today, written=written, whole=review.refused or bool(review.finished_on))
    session.add(sent)


def _check_fits(session: OfficeSession, sent: SentPackage, seat: Seat, review: Review, assessor: Person) -> None:
    """The office still is where it was when it sent the dossier, as far as it concerns this assessor."""
    application, assignment = seat.application, seat.assignment
    assert assignment is not None
    words = {"name": assessor.full_name, "number": application.number}
    if review.assignment != assignment.uuid:
        raise PackageRefused(Fault.OTHER_DOSSIER)
    if assignment.ended_on:
        raise RuleBroken(
            _("{name} acts on this file no longer, since {date}: {reason}").format(
                name=assessor.full_name, date=show_date(assignment.ended_on), reason=assignment.ended_reason
            )
        )
    report, result = report_from(session, seat), result_of(session, application, seat.step)
    if report and report.finished_on and result.done >= result.needed:
        raise RuleBroken(
            _("All reports of this step on {number} are in and can be read; the one of {name} stays as it is.").format(**words)
        )
    if application.state not in {State.CANDIDATE, State.IN_ASSESSMENT, State.WAITING}:
        raise RuleBroken(
            _("{number} is “{state}”, so the review of {name} is not taken in. Please tell {name}, or take it in later.").format(
                state=State(application.state).label, **words
            )
        )
    running = session.get(Round, (application.id, application.round))
    if review.round != application.round or (running and running.closed_on):
        raise RuleBroken(
            _("This is about another round of {number} than the one that runs. Please make a new package.").format(**words)
        )
    if judged_hash(session, application) != sent.judged:
        raise RuleBroken(
            _(
                "The dossier of {number} was changed at the office after it was sent to {name}. Please make a new package, so "
                "that the change is judged too; what {name} wrote stays in their program."
            ).format(**words)
        )
    if report_hash(session, report) != sent.written:
        raise RuleBroken(
            _(
                "The report of {name} on {number} was also written in at the office since the dossier was sent. Please compare "
                "both: take back what the office entered, or make a new package for {name}."
            ).format(**words)
        )
    if reason := why_not_yet(session, seat):
        raise RuleBroken(reason)


def _check_days(assignment: Assignment, review: Review, today: date) -> None:
    """Somebody's clock may be wrong; then nothing that is dated by it can be kept."""
    days = [review.declaration.declared_on, *([review.finished_on] if review.finished_on else [])]
    if review.report:
        days += [one.asked_on for one in review.report.questions] + [one.given_on for one in review.report.feedback]
    for day in days:
        if day > today:
            raise RuleBroken(
                _(
                    "This review is dated {day}, which has not come yet. Please ask for a new one, made with the right date."
                ).format(day=show_date(day))
            )
        if day < assignment.assigned_on:
            raise RuleBroken(
                _(
                    "This review is dated {day}, and the dossier was assigned on {assigned}. Please ask for a new one, made with "
                    "the right date."
                ).format(day=show_date(day), assigned=show_date(assignment.assigned_on))
            )


def _give_back(session: OfficeSession, seat: Seat, review: Review, assessor: Person) -> None:
    """End the assignment with the assessor's reason; what an earlier file brought of a report goes with it."""
    assert seat.assignment is not None
    assert seat.assignment.id is not None
    report = report_from(session, seat)
    if report and report.finished_on:
        raise RuleBroken(
            _(
                "{name} gives the dossier back, and a report of theirs is in. Please call, and end the assignment if it is so."
            ).format(name=assessor.full_name)
        )
    if report and not _questions_of(session, report):
        for gone in (*verdicts_in(session, report).values(), *_notes_in(session, report)):
            session.delete(gone)
        session.flush()
        session.delete(report)
        session.flush()
    declaration = review.declaration
    with standing_in(session, assessor, Role.ASSESSOR, declaration.declared_on):
        if seat.assignment.declared_on:
            EndAssignment(seat.assignment.id, declaration.text).run(session)
        else:
            DeclareIndependence(seat.assignment.id, independent=False, text=declaration.text).run(session)


class _Writing:
    """Writes one report into the office file, in the assessor's name."""

    def __init__(self, session: OfficeSession, seat: Seat, assessor: Person) -> None:
        self._session, self._seat, self._assessor = session, seat, assessor
        self._application: Application = seat.application

    def take(self, came: Report) -> None:
        """Put the report in the place of what was there from an earlier file."""
        session, application = self._session, self._application
        if application.state == State.CANDIDATE:
            application.go(Doing.JUDGE, due_on=application.due_on)
            session.add(application)
        report = begin_report(session, self._seat)
        report.finished_on, report.outcome, report.comment = None, "", came.comment.strip()
        session.add(report)
        self._judge(report, came)
        self._give_feedback(came.feedback)
        self._ask(report, came)
        self._note(report, came)
        if came.finished_on:
            self._finish(report, came, came.finished_on)

    def _judge(self, report: Assessment, came: Report) -> None:
        for judgement in verdicts_in(self._session, report).values():
            self._session.delete(judgement)
        self._session.flush()
        assignment_id = report.assignment_id
        for one in came.judgements:
            JudgeRequirement(
                self._application.id or 0,
                one.key,
                Verdict(one.verdict),
                one.comment,
                assignment_id,
                score=one.score,
                basis=frozenset(one.basis.split()),
            ).enter(self._session, self._seat, report)
            self._session.flush()

    def _give_feedback(self, came: tuple[Feedback, ...]) -> None:
        session, me = self._session, self._assessor.full_name
        if came and not self._seat.step.feedback:
            raise RuleBroken(_("In this step no feedback on documents is given."))
        known = {one.uuid: one for one in _remarks_of(session, self._application, self._assessor, came)}
        for gone in known.keys() - {one.uuid for one in came}:
            session.delete(known[gone])
        for one in came:
            remark = known.get(one.uuid)
            if remark is None:
                remark = Remark(
                    uuid=self._unused(Remark, one.uuid),
                    application_id=self._application.id or 0,
                    round=self._application.round,
                    text=one.text,
                    given_by=me,
                    given_on=one.given_on,
                )
            remark.text, remark.given_by, remark.given_on = one.text.strip(), me, one.given_on
            remark.evidence_id = self._document(one.document) if one.document else None
            session.add(remark)
        session.flush()

    def _ask(self, report: Assessment, came: Report) -> None:
        """Put the questions to the candidate; those that were put before stay, whatever a later file says."""
        if came.questions and not self._seat.step.questions_to_candidate:
            raise RuleBroken(_("In this step no questions are put to the candidate."))
        known = {one.uuid for one in _questions_of(self._session, report)}
        keys = {
            item.key for item in items_in(self._session, self._application, self._seat.step, verdicts_in(self._session, report))
        }
        asked = [one for one in came.questions if one.uuid not in known]
        for one in asked:
            if one.key and one.key not in keys:
                raise RuleBroken(_("“{name}” is not judged in this step.").format(name=one.key))
            question = Question(
                uuid=self._unused(Question, one.uuid),
                application_id=self._application.id or 0,
                assessment_id=report.id,
                requirement_id=one.key,
                text=one.text.strip(),
                asked_by=self._assessor.full_name,
                asked_on=one.asked_on,
            )
            self._session.add(question)
        if asked:
            wait_for_candidate(self._session, self._application)
        self._session.flush()

    def _note(self, report: Assessment, came: Report) -> None:
        """Put the notes on pages in the place of those an earlier file brought; each stays with the bytes it was made on."""
        known = {one.uuid: one for one in _notes_in(self._session, report)}
        for gone in known.keys() - {one.uuid for one in came.notes}:
            self._session.delete(known[gone])
        for one in came.notes:
            note = known.get(one.uuid) or PageNote(
                uuid=self._unused(PageNote, one.uuid),
                evidence_id=self._document(one.document) or 0,
                sha256=one.sha256,
                assessment_id=report.id,
                by=self._assessor.full_name,
                page=one.page,
                x=one.x,
                y=one.y,
                at=one.at,
            )
            for name in ("page", "x", "y", "width", "height", "text", "at"):
                setattr(note, name, getattr(one, name))
            note.settle()
            self._session.add(note)
        self._session.flush()

    def _finish(self, report: Assessment, came: Report, on: date) -> None:
        """Close the report as of the day the assessor did; with the last one the application goes to the deciding body."""
        assert self._seat.assignment is not None
        outcome = came.outcome if outcomes_of(self._seat.step) else ""
        finish = FinishReview(self._application.id or 0, came.comment, self._seat.assignment.id, outcome)
        with standing_in(self._session, self._assessor, Role.ASSESSOR, on):
            finish.close(self._session, self._seat, report)
        if self._application.state == State.IN_ASSESSMENT:
            go_on_to_decision(self._session, self._application)

    def _document(self, uuid: str) -> int | None:
        mine = select(Evidence.id).where(Evidence.application_id == self._application.id, Evidence.uuid == uuid)
        found = self._session.exec(mine).first()
        if found is None:
            raise RuleBroken(_("This document is not in the dossier, or was replaced."))
        return found

    def _unused(self, table: type[Remark | Question | PageNote], uuid: str) -> str:
        """The UUID of something new; one that names something else already is no UUID that our program gave out."""
        if self._session.exec(select(table).where(table.uuid == uuid)).first():
            raise PackageRefused(Fault.DAMAGED)
        return uuid


def _remarks_of(session: OfficeSession, application: Application, assessor: Person, came: tuple[Feedback, ...]) -> list[Remark]:
    """The feedback of an assessor in the round that runs, also what an earlier file brought under a former name."""
    assigned = select(Person).join(Assignment).where(Assignment.application_id == application.id, Person.id != assessor.id)
    others, uuids = {one.full_name for one in session.exec(assigned)}, {one.uuid for one in came}
    in_round = select(Remark).where(Remark.application_id == application.id, Remark.round == application.round)
    return [
        one
        for one in session.exec(in_round)
        if one.given_by == assessor.full_name or (one.uuid in uuids and one.given_by not in others)
    ]


def _notes_in(session: OfficeSession, report: Assessment) -> list[PageNote]:
    """The notes on pages that belong to a report."""
    return list(session.exec(select(PageNote).where(PageNote.assessment_id == report.id).order_by(col(PageNote.id))))


def _questions_of(session: OfficeSession, report: Assessment) -> list[Question]:
    return list(session.exec(select(Question).where(Question.assessment_id == report.id).order_by(col(Question.id))))


def _compare(session: OfficeSession, seat: Seat, came: Report, assessor: Person) -> None:
    """Hold what is in the office file now against what came; where they differ nothing at all is kept."""
    session.flush()
    report = report_from(session, seat)
    assert report is not None
    session.refresh(report)
    kept = {key: (one.verdict, one.score, one.comment) for key, one in verdicts_in(session, report).items()}
    wanted = {one.key: (one.verdict, one.score, one.comment.strip()) for one in came.judgements}
    remarks = _remarks_of(session, seat.application, assessor, came.feedback)
    same = (
        kept == wanted
        and {one.uuid for one in came.questions} <= {one.uuid for one in _questions_of(session, report)}
        and {one.uuid for one in came.feedback} == {one.uuid for one in remarks}
        and {one.uuid for one in came.notes} == {one.uuid for one in _notes_in(session, report)}
        and (report.finished_on, report.comment) == (came.finished_on, came.comment.strip())
        and (not came.outcome or not came.finished_on or report.outcome == came.outcome)
    )
    if not same:
        raise RuleBroken(
            _(
                "What {name} sent and what the office would keep of it are not the same, so nothing was changed. "
                "Was the scheme changed since? Please make a new package."
            ).format(name=assessor.full_name)
        )
