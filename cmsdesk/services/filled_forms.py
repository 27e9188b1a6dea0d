"""From a form that was filled in by hand to a review, once everything in it is as the office wrote it."""

from sqlmodel import select

from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.assignments import Assignment
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.packages import SentPackage
from cmsdesk.domain.people import Person
from cmsdesk.domain.review_items import outcomes_of
from cmsdesk.domain.words import LANGUAGES, _, speaking
from cmsdesk.exchange.members import Problem
from cmsdesk.exchange.packages.checks import KnownPackage, check_still_open, check_subject
from cmsdesk.exchange.packages.review_answers import Answers, FilledForm, read_answers
from cmsdesk.exchange.packages.review_content import Declaration, Judgement, Report, Review
from cmsdesk.exchange.packages.review_form import FormRow
from cmsdesk.services.finding import fetch
from cmsdesk.services.package_forms import form_for
from cmsdesk.services.seats import Seat
from cmsdesk.services.sent_packages import package_seat
from cmsdesk.store.session import OfficeSession

_MOST_NAMED = 8


def review_in(session: OfficeSession, filled: FilledForm, known: KnownPackage | None) -> Review:
    """What a form says, as a review of today; finished where the step asks no more than a form can say."""
    known = check_subject(filled.subject, known)
    check_still_open(known, session.today)
    sent = session.exec(select(SentPackage).where(SentPackage.uuid == filled.subject.package)).one()
    assignment = fetch(session, Assignment, sent.assignment_id)
    assessor = fetch(session, Person, assignment.person_id)
    if sent.returned_sequence:
        raise RuleBroken(
            _("A signed review of {name} came in already; a form is not taken over it.").format(name=assessor.full_name)
        )
    if not assignment.declared_on or not assignment.independent:
        raise RuleBroken(
            _("{name} did not declare independence yet. Please record the declaration that came with the form first.").format(
                name=assessor.full_name
            )
        )
    seat = package_seat(session, assignment)
    answers = _answers(session, filled, seat, known)
    problems = [*answers.problems, *(_without_words(row) for row in answers.rows if _needs_words(row))]
    if problems:
        raise RuleBroken(_told(problems))
    complete = not outcomes_of(seat.step) and all(row.verdict != Verdict.QUESTION for row in answers.rows)
    return Review(
        assignment=assignment.uuid,
        round=seat.application.round,
        declaration=Declaration(independent=True, text=assignment.declaration, declared_on=assignment.declared_on),
        report=Report(
            finished_on=session.today if complete and not _scored(seat) else None,
            judgements=tuple(_judgement(row) for row in answers.rows),
        ),
    )


def _answers(session: OfficeSession, filled: FilledForm, seat: Seat, known: KnownPackage) -> Answers:
    """The form may have been made in another language than is spoken now; the one that fits best counts."""
    found = []
    for code in LANGUAGES:
        with speaking(code):
            asked = form_for(session, seat, filled.subject)
        found.append(read_answers(filled, asked, known, session.today))
    return min(found, key=lambda answers: len(answers.problems))


def _judgement(row: FormRow) -> Judgement:
    return Judgement.model_validate({"key": row.criterion, "verdict": row.verdict, "comment": row.comment})


def _scored(seat: Seat) -> bool:
    return seat.step.scored and bool(seat.step.criteria)


def _needs_words(row: FormRow) -> bool:
    return row.verdict in {Verdict.NOT_MET, Verdict.QUESTION} and not row.comment.strip()


def _without_words(row: FormRow) -> Problem:
    return Problem(row.criterion, _("Please explain this verdict; the candidate will want to know why."))


def _told(problems: list[Problem]) -> str:
    lines = [f"{problem.cell}: {problem.text}" for problem in problems[:_MOST_NAMED]]
    return "\n".join([_("Nothing of this form was taken over. Please have this put right, and take the form in again:"), *lines])
