"""What a conversation leaves on paper and in the agenda: score form with minutes, and a calendar file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cmsdesk.domain.applications import Application
from cmsdesk.domain.assessments import Judgement, Verdict
from cmsdesk.domain.dates import show_date
from cmsdesk.domain.hearings import Hearing
from cmsdesk.domain.people import Person
from cmsdesk.domain.review_items import Item, ItemKind
from cmsdesk.domain.schemes.model import Step
from cmsdesk.domain.words import _, language, speaking
from cmsdesk.exchange.calendar_file import Meeting, calendar_file
from cmsdesk.services.finding import fetch
from cmsdesk.services.hearings import HearingRow, Present, committee_of, row_of
from cmsdesk.services.papers import facts_about, heading_of
from cmsdesk.services.review_items import items_in
from cmsdesk.services.sealing import judgements_of, reports_read
from cmsdesk.services.seats import author_of
from cmsdesk.services.steps import name_of, steps_of
from cmsdesk.store.session import OfficeSession

if TYPE_CHECKING:
    from cmsdesk.documents.minutes import ScoreLine


@dataclass(frozen=True)
class CalendarOf:
    """A conversation as a calendar file, for the candidate and the committee."""

    hearing_id: int

    def run(self, session: OfficeSession) -> tuple[str, bytes]:
        """Returns a file name and the file; called off, it takes the appointment out of the agenda."""
        application, step, hearing = _found(session, self.hearing_id)
        names = ", ".join(_titled(one) for one in committee_of(session, application, step))
        person = fetch(session, Person, application.person_id)
        meeting = Meeting(
            uuid=hearing.uuid,
            sequence=hearing.version,
            on=hearing.on,
            at=hearing.at,
            minutes_long=hearing.minutes_long,
            title=f"{name_of(step)}, {application.number}, {person.full_name}",
            place=hearing.place,
            description=_("With: {names}").format(names=names) if names else "",
            cancelled=hearing.cancelled_on is not None,
        )
        return f"{application.number}.ics", calendar_file(meeting, session.now)


@dataclass(frozen=True)
class PrintMinutes:
    """Score form and minutes of a conversation as PDF, in a language; before it was held, the form to fill in by hand."""

    hearing_id: int
    language: str = ""

    def run(self, session: OfficeSession) -> tuple[str, bytes]:
        """Returns a file name and the paper; what may not be read yet stays open on it."""
        from cmsdesk.documents.minutes import MinutesText, minutes_pdf  # noqa: PLC0415 - reportlab costs start-up time

        application, step, hearing = _found(session, self.hearing_id)
        code = self.language or language()
        with speaking(code):
            row = row_of(session, application, step, hearing)
            text = MinutesText(
                heading=heading_of(session, application, name_of(step)),
                facts=[*facts_about(session, application, code), *_facts(row)],
                scores=_scores(session, application, step),
                scored=step.scored,
                minutes=row.minutes,
                outcome=row.outcome,
                signers=[_titled(one) for one in row.committee],
            )
            return _("{number}-minutes.pdf").format(number=application.number), minutes_pdf(text, code)


def _found(session: OfficeSession, hearing_id: int) -> tuple[Application, Step, Hearing]:
    hearing = fetch(session, Hearing, hearing_id)
    application = fetch(session, Application, hearing.application_id)
    return application, next(step for step in steps_of(application) if step.id == hearing.step_id), hearing


def _titled(one: Present) -> str:
    return _("{name} (chair)").format(name=one.name) if one.is_chair else one.name


def _facts(row: HearingRow) -> list[tuple[str, str]]:
    when = " ".join(part for part in (show_date(row.on), row.at) if part)
    return [
        (_("Planned for"), when),
        (_("Place"), row.place),
        (_("Held on"), show_date(row.held_on)),
        (_("Committee"), ", ".join(_titled(one) for one in row.committee)),
    ]


def _scores(session: OfficeSession, application: Application, step: Step) -> Sequence["ScoreLine"]:
    from cmsdesk.documents.minutes import ScoreLine  # noqa: PLC0415 - as above

    """Each criterion, once for every report on it that may be read; empty lines where there is none."""
    reports = [
        report
        for report in reports_read(session, application.id or 0)
        if report.step_id == step.id and report.round == application.round
    ]
    criteria = [item for item in items_in(session, application, step) if item.kind is ItemKind.CRITERION]
    if not reports:
        return [ScoreLine(item.title, "", "", "") for item in criteria]
    several = len(reports) > 1
    lines: list[ScoreLine] = []
    for report in reports:
        judged = judgements_of(session, report)
        by = author_of(session, report) if several else ""
        lines += [
            _line(item, judged[item.key], by) if item.key in judged else ScoreLine(item.title, "", "", "") for item in criteria
        ]
    return lines


def _line(item: Item, judgement: Judgement, by: str) -> "ScoreLine":
    from cmsdesk.documents.minutes import ScoreLine  # noqa: PLC0415 - as above

    return ScoreLine(
        title=f"{item.title} ({by})" if by else item.title,
        verdict=Verdict(judgement.verdict).label,
        score="" if judgement.score is None else str(judgement.score),
        comment=judgement.comment,
    )
