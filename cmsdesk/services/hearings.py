"""Use cases about oral and telephone steps: planning the conversation, calling it off, writing down how it went."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlmodel import col, select

from cmsdesk.domain.applications import Application, State
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.hearings import Hearing, completeness_warning
from cmsdesk.domain.people import Person
from cmsdesk.domain.permissions import ASSESSORS, Role
from cmsdesk.domain.schemes.model import Step
from cmsdesk.domain.words import N_, _
from cmsdesk.services.assignments import assignments_of
from cmsdesk.services.finding import check_version, fetch
from cmsdesk.services.office import Act
from cmsdesk.services.seats import Seat, why_no_committee
from cmsdesk.services.steps import name_of, outcome_label, result_of, steps_of
from cmsdesk.store.session import OfficeSession


@dataclass(frozen=True)
class Planned:
    """A conversation that was planned, and what to mind: the plan stands all the same."""

    id: int
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class PlanHearing(Act):
    """Plan the conversation of a step; `at` is the office's clock, as 14:30, and may be left open."""

    application_id: int
    step_id: str
    on: date
    at: str = ""
    minutes_long: int = 60
    place: str = ""
    act: ClassVar[str] = N_("Planned a conversation")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> Planned:
        """Refuses a step of the route that is no conversation, and a second plan beside one that still has to be held."""
        application = _running(session, self.application_id)
        step = _conversation(application, self.step_id)
        for other in hearings_of(session, application, step):
            if not other.held_on and not other.cancelled_on:
                raise RuleBroken(_("This conversation is already planned. Please move it, or call it off first."))
        hearing = Hearing(
            application_id=self.application_id,
            step_id=step.id,
            on=self.on,
            at=self.at.strip(),
            minutes_long=self.minutes_long,
            place=self.place.strip(),
        )
        hearing.settle()
        session.add(hearing)
        session.flush()
        assert hearing.id is not None
        return Planned(hearing.id, warnings_on(session, application, step, self.on))


@dataclass(frozen=True)
class MoveHearing(Act):
    """Plan a conversation for another day, hour or place; `version` is the one that was looked at."""

    hearing_id: int
    version: int
    on: date
    at: str = ""
    minutes_long: int = 60
    place: str = ""
    act: ClassVar[str] = N_("Moved a conversation")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> Planned:
        """Refuses what was held or called off, and what somebody else moved meanwhile."""
        hearing = fetch(session, Hearing, self.hearing_id)
        check_version(hearing.version, self.version)
        hearing.check_open()
        hearing.on, hearing.at, hearing.minutes_long, hearing.place = (
            self.on,
            self.at.strip(),
            self.minutes_long,
            self.place.strip(),
        )
        hearing.settle()
        session.add(hearing)
        application = _running(session, hearing.application_id)
        step = _conversation(application, hearing.step_id)
        return Planned(self.hearing_id, warnings_on(session, application, step, self.on))


@dataclass(frozen=True)
class CancelHearing(Act):
    """Call a conversation off; another can be planned."""

    hearing_id: int
    act: ClassVar[str] = N_("Called off a conversation")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """Refuses what was held or called off."""
        hearing = fetch(session, Hearing, self.hearing_id)
        hearing.check_open()
        hearing.cancelled_on = session.today
        session.add(hearing)


@dataclass(frozen=True)
class WriteMinutes(Act):
    """Keep what is being written down of a conversation, before it is closed."""

    hearing_id: int
    version: int
    minutes: str
    may: ClassVar[frozenset[Role]] = ASSESSORS
    act: ClassVar[str] = N_("Wrote minutes")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> int:
        """Returns the version that was kept, for the next time."""
        hearing = fetch(session, Hearing, self.hearing_id)
        _check_there(session, hearing)
        _running(session, hearing.application_id)
        check_version(hearing.version, self.version)
        hearing.check_open()
        hearing.minutes = self.minutes.strip()
        session.add(hearing)
        session.flush()
        return hearing.version


@dataclass(frozen=True)
class HoldHearing(Act):
    """The conversation was held: its minutes stand. The report on it is finished apart, with all criteria."""

    hearing_id: int
    held_on: date
    minutes: str
    may: ClassVar[frozenset[Role]] = ASSESSORS
    act: ClassVar[str] = N_("Recorded a conversation")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """Refuses without minutes, before the planned day, and while the committee is not complete."""
        hearing = fetch(session, Hearing, self.hearing_id)
        _check_there(session, hearing)
        application = _running(session, hearing.application_id)
        if reason := why_no_committee(session, application, _conversation(application, hearing.step_id)):
            raise RuleBroken(reason)
        hearing.hold(self.held_on, today=session.today, minutes=self.minutes)
        session.add(hearing)


@dataclass(frozen=True)
class Present:
    """Somebody of the committee."""

    name: str
    role: str
    is_chair: bool


@dataclass(frozen=True)
class HearingRow:
    """One conversation, planned, held or called off; minutes and outcome only for who may read them."""

    id: int
    version: int
    step_id: str
    step: str
    mode: str
    on: date
    at: str
    minutes_long: int
    place: str
    committee: tuple[Present, ...]
    minutes: str
    outcome: str
    held_on: date | None
    cancelled_on: date | None
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class HearingsOf:
    """The conversations about an application.

    Minutes are for the office and those who were there; a decider reads them when the step is finished.
    """

    application_id: int

    def run(self, session: OfficeSession) -> tuple[HearingRow, ...]:
        """By step, in the order they were planned."""
        application = fetch(session, Application, self.application_id)
        return tuple(
            row_of(session, application, step, hearing)
            for step in steps_of(application)
            for hearing in hearings_of(session, application, step)
        )


def row_of(session: OfficeSession, application: Application, step: Step, hearing: Hearing) -> HearingRow:
    """A conversation as whoever is at work may see it."""
    done = hearing.held_on or hearing.cancelled_on
    return HearingRow(
        id=hearing.id or 0,
        version=hearing.version,
        step_id=step.id,
        step=name_of(step),
        mode=step.mode,
        on=hearing.on,
        at=hearing.at,
        minutes_long=hearing.minutes_long,
        place=hearing.place,
        committee=committee_of(session, application, step),
        minutes=hearing.minutes if _reads_minutes(session, application, step) else "",
        outcome=outcome_label(step, hearing.outcome),
        held_on=hearing.held_on,
        cancelled_on=hearing.cancelled_on,
        warnings=() if done else warnings_on(session, application, step, hearing.on),
    )


def hearings_of(session: OfficeSession, application: Application, step: Step) -> list[Hearing]:
    """Every conversation of a step, in the order they were planned."""
    mine = select(Hearing).where(Hearing.application_id == application.id, Hearing.step_id == step.id)
    return list(session.exec(mine.order_by(col(Hearing.id))))


def committee_of(session: OfficeSession, application: Application, step: Step) -> tuple[Present, ...]:
    """Who holds the conversations of a step, the chair first."""
    there = [
        Present(fetch(session, Person, one.person_id).full_name, one.role, is_chair=one.role == step.chair)
        for one in assignments_of(session, application.id or 0, step_id=step.id)
    ]
    return tuple(sorted(there, key=lambda one: not one.is_chair))


def warnings_on(session: OfficeSession, application: Application, step: Step, on: date) -> tuple[str, ...]:
    """What to mind when a conversation is held on a day: a dossier that is complete too late, people who lack."""
    found = (
        completeness_warning(application.complete_on, on, step.complete_days_before),
        why_no_committee(session, application, step),
    )
    return tuple(warning for warning in found if warning)


def held_hearing(session: OfficeSession, seat: Seat) -> Hearing | None:
    """The conversation on which a report rests; None for a step in writing. Refuses while it was not held."""
    if seat.step.mode == "written":
        return None
    held = [one for one in hearings_of(session, seat.application, seat.step) if one.held_on]
    if not held:
        raise RuleBroken(_("Please write the minutes of the conversation first."))
    return held[-1]


def _running(session: OfficeSession, application_id: int) -> Application:
    """The application, on which conversations can still be planned and held; calling one off is always possible."""
    application = fetch(session, Application, application_id)
    if not State(application.state).is_open:
        raise RuleBroken(
            _("Application {number} is closed; no conversation can be planned or held.").format(number=application.number)
        )
    return application


def _conversation(application: Application, step_id: str) -> Step:
    """The step, which must belong to the route and be a conversation."""
    step = next((step for step in steps_of(application) if step.id == step_id), None)
    if step is None or step.mode == "written":
        raise RuleBroken(_("There is no conversation in this step."))
    return step


def _check_there(session: OfficeSession, hearing: Hearing) -> None:
    if session.actor.role is Role.ASSESSOR and not _is_there(session, hearing.application_id, hearing.step_id):
        raise RuleBroken(_("This conversation is assigned to somebody else."))


def _is_there(session: OfficeSession, application_id: int, step_id: str) -> bool:
    there = assignments_of(session, application_id, step_id=step_id)
    return any(one.person_id == session.actor.person_id for one in there)


def _reads_minutes(session: OfficeSession, application: Application, step: Step) -> bool:
    if session.actor.role is Role.BUREAU or _is_there(session, application.id or 0, step.id):
        return True
    return session.actor.role is Role.DECIDER and result_of(session, application, step).is_finished
