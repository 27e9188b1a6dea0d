"""A newer state of a dossier that was opened before: the own work stays where it still fits, and what changed is said.

A verdict fits while the thing is still asked and the documents it rests on still say the same. A verdict that no longer
fits is not lost: it stands with the thing to judge as what it was before.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlmodel import select

from cmsdesk.domain.applications import Act as Doing
from cmsdesk.domain.applications import Application
from cmsdesk.domain.assessments import Assessment, Judgement, Question, ScoreChange
from cmsdesk.domain.assignments import Assignment
from cmsdesk.domain.dossiers import Evidence
from cmsdesk.domain.drafts import Draft
from cmsdesk.domain.page_notes import PageNote
from cmsdesk.domain.permissions import ASSESSORS, Role
from cmsdesk.domain.rounds import Remark
from cmsdesk.domain.words import N_, _, ngettext
from cmsdesk.services.assessor.dossier_office import FindSeat
from cmsdesk.services.assessor.own_work import AskedItem, OwnWork, ReadOwnWork
from cmsdesk.services.finding import fetch
from cmsdesk.services.office import Act
from cmsdesk.services.questions import questions_waiting
from cmsdesk.services.remarks import own_name
from cmsdesk.services.rounds import begin_report
from cmsdesk.services.sealing import verdicts_in
from cmsdesk.services.seats import take_seat
from cmsdesk.services.waiting import wait_for_candidate
from cmsdesk.store.session import OfficeSession

_MOST_NAMED = 5


@dataclass(frozen=True)
class CarryOver(Act):
    """Put the own work of the dossier as it was into the dossier as it is."""

    before: OwnWork
    may: ClassVar[frozenset[Role]] = ASSESSORS
    act: ClassVar[str] = N_("Carried the review over to a newer dossier")

    def run(self, session: OfficeSession) -> tuple[str, ...]:
        """Returns what changed, in sentences."""
        seat = FindSeat().run(session)
        application, assignment = fetch(session, Application, seat.application_id), fetch(session, Assignment, seat.assignment_id)
        if not assignment.declared_on and self.before.declared_on:
            assignment.declared_on, assignment.independent = self.before.declared_on, self.before.independent
            assignment.declaration = self.before.declaration
            session.add(assignment)
            session.flush()
        session.add_all(Draft(**draft.model_dump(exclude={"id"})) for draft in self.before.drafts)
        now = ReadOwnWork().run(session)
        if self.before.report is None or now.finished_on:
            return tuple(self._told(now))
        place = take_seat(session, application)  # refuses where nobody can judge now: then the former file stays
        if not application.why_not(Doing.JUDGE):
            application.go(Doing.JUDGE, due_on=application.due_on)
            session.add(application)
        report = begin_report(session, place)
        report.comment = self.before.report.comment
        session.add(report)
        again = self._carry_verdicts(session, report, now)
        self._carry_words(session, report)
        session.flush()
        if questions_waiting(session, application):  # one that the office does not know yet
            wait_for_candidate(session, application)
        return tuple(self._told(now, again))

    def _told(self, now: OwnWork, again: Sequence[str] = ()) -> Iterator[str]:
        """That the candidate answered, where that was waited for, and what changed; the rules where nothing else did."""
        open_before = {one.uuid for one in self.before.questions if not one.answered_on}
        if any(one.answered_on for one in now.questions if one.uuid in open_before):
            yield _("The candidate answered.")
        differences = list(_differences(self.before.items, now.items, again))
        if self.before.scheme != now.scheme and not differences:
            yield _("The office changed the scheme; please look at your verdicts once more.")
        yield from differences

    def _carry_verdicts(self, session: OfficeSession, report: Assessment, now: OwnWork) -> list[str]:
        """Returns what has to be judged again."""
        there, again = verdicts_in(session, report), []
        for key, judgement in self.before.judgements.items():
            if key not in now.items:
                continue
            row = there.get(key)
            if now.items[key].documents == self.before.items[key].documents:
                row = row or Judgement(assessment_id=report.id or 0, requirement_id=key)
                row.sqlmodel_update(judgement.model_dump(exclude={"assessment_id"}))
                session.add(row)
                continue
            again.append(key)
            if row:  # the office has it from an earlier review, about the documents as they were
                session.delete(row)
            session.add(
                ScoreChange(
                    assessment_id=report.id or 0,
                    requirement_id=key,
                    verdict=judgement.verdict,
                    score=judgement.score,
                    comment=judgement.comment,
                    changed_at=session.now,
                )
            )
        session.flush()
        return again

    def _carry_words(self, session: OfficeSession, report: Assessment) -> None:
        """Questions and feedback that the office has not taken in yet, and notes as they read here; the rest came back."""
        asked, given = set(session.exec(select(Question.uuid))), set(session.exec(select(Remark.uuid)))
        documents = {one.uuid: one.id or 0 for one in session.exec(select(Evidence))}
        for question in self.before.questions:
            if question.uuid not in asked:
                values = question.model_dump(exclude={"id", "assessment_id"})
                session.add(Question(**values, assessment_id=report.id))
        for remark in self.before.remarks:
            if remark.uuid not in given:
                values = remark.model_dump(exclude={"id", "evidence_id"})
                document = self.before.documents.get(remark.evidence_id or 0, "")
                session.add(Remark(**values | {"given_by": own_name(session)}, evidence_id=documents.get(document)))
        noted = {one.uuid: one for one in session.exec(select(PageNote))}
        for note in self.before.notes:
            if place := documents.get(self.before.documents[note.evidence_id]):
                values = note.model_dump(exclude={"id", "evidence_id", "assessment_id"})
                kept = noted.get(note.uuid) or PageNote(**values, evidence_id=place, assessment_id=report.id)
                session.add(kept.sqlmodel_update(values))


def _differences(before: Mapping[str, AskedItem], now: Mapping[str, AskedItem], again: Sequence[str]) -> Iterator[str]:
    """What is new, what is gone, and what has to be judged again, each as a sentence."""
    if again:
        sentence = ngettext(
            "Its documents changed, please judge it again: {names}.",
            "Documents changed, please judge again: {names}.",
            len(again),
        )
        yield sentence.format(names=_named(now[key].title for key in again))
    if new := [item.title for key, item in now.items() if key not in before]:
        yield _("To be judged as well: {names}.").format(names=_named(new))
    if gone := [item.title for key, item in before.items() if key not in now]:
        yield _("No longer to be judged: {names}.").format(names=_named(gone))


def _named(titles: Iterable[str]) -> str:
    """The first few by name, the rest as a number."""
    found = list(titles)
    if len(found) <= _MOST_NAMED:
        return ", ".join(found)
    more = len(found) - _MOST_NAMED
    return ngettext("{names} and {count} more", "{names} and {count} more", more).format(
        names=", ".join(found[:_MOST_NAMED]), count=more
    )
