"""Who may act on a file: everybody who is appointed, with yes, or no and every reason; the least busy first."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median

from sqlalchemy import text
from sqlmodel import col, or_, select

from cmsdesk.domain.applications import Application, State
from cmsdesk.domain.assessments import Assessment
from cmsdesk.domain.assignments import Appointment, Assignment
from cmsdesk.domain.decisions import Decision
from cmsdesk.domain.independence import Relation, RelationKind, Tie, shared_employer
from cmsdesk.domain.names import fold
from cmsdesk.domain.people import Person
from cmsdesk.domain.schemes.model import Route, Scheme, Step
from cmsdesk.domain.schemes.roles import needs_appointment
from cmsdesk.domain.suitability import Duty, Known, Obstacle, Seat, duty_of, obstacles, why_double
from cmsdesk.domain.words import _
from cmsdesk.services.finding import fetch
from cmsdesk.services.lists import Asked
from cmsdesk.services.people import ListPeople
from cmsdesk.services.schemes import scheme_of
from cmsdesk.store.session import OfficeSession

_MOST_FOUND = 20


@dataclass(frozen=True)
class File:
    """One application, as far as it concerns who may act on it; read once, asked for many people."""

    scheme: Scheme
    route: Route
    candidate: Person
    duties: dict[int, list[Duty]] = field(default_factory=dict)
    ties: dict[int, list[Tie]] = field(default_factory=dict)
    declined: dict[int, str] = field(default_factory=dict)

    def known(self, person: Person, appointments: Iterable[Appointment]) -> Known:
        """What the office knows of somebody, seen from this file."""
        assert person.id is not None
        ties = list(self.ties.get(person.id, ()))
        if shared_employer(person.employer, self.candidate.employer):
            sentence = _("{name} and {other} both work at {organisation}.").format(
                name=person.full_name, other=self.candidate.full_name, organisation=self.candidate.employer
            )
            ties.append(Tie(RelationKind.SAME_ORGANISATION, sentence))
        return Known(
            name=person.full_name,
            is_candidate=person.id == self.candidate.id,
            appointments=tuple(appointments),
            duties=tuple(self.duties.get(person.id, ())),
            ties=tuple(ties),
            declined=self.declined.get(person.id, ""),
        )

    def why_not(self, known: Known, seat: Seat, on: date) -> list[Obstacle]:
        """Every reason against a new assignment."""
        double = [Obstacle(sentence) for sentence in why_double(self.scheme, seat, known)]
        return [*obstacles(self.scheme, self.route, seat, known, on), *double]


def why_not_act(
    session: OfficeSession, application: Application, person: Person, role: str, step: Step | None, on: date | None = None
) -> list[str]:
    """Every reason why a person may not be assigned to this role on a file; none when all is well."""
    return [obstacle.sentence for obstacle in obstacles_to(session, application, person, role, step.id if step else "", on)]


def why_not_decide(session: OfficeSession, application: Application, person: Person, on: date) -> list[str]:
    """Every reason why a person may not take the decision on a file on a day.

    A waiver that was given with the assignment holds; whoever is assigned declares before deciding.
    """
    file = read_file(session, application)
    role = file.scheme.decision(file.route.decision).role
    mine = running_assignments(session, application.id, person.id, role)
    waived = any(assignment.waiver for assignment in mine)
    found = obstacles(file.scheme, file.route, Seat(role), file.known(person, appointments_of(session, person)), on)
    reasons = [obstacle.sentence for obstacle in found if not (waived and obstacle.waivable)]
    return reasons + [reason for assignment in mine if (reason := assignment.why_closed())]


def obstacles_to(
    session: OfficeSession, application: Application, person: Person, role: str, step_id: str, on: date | None = None
) -> list[Obstacle]:
    """The same with, for each reason, whether it can be waived."""
    file = read_file(session, application)
    known = file.known(person, appointments_of(session, person))
    return file.why_not(known, Seat(role, step_id), on or session.today)


def conflicts_of(session: OfficeSession, assignment: Assignment) -> list[str]:
    """What ties an assigned person to the candidate today and was not waived; it may have come up since."""
    if assignment.waiver or not assignment.is_running:
        return []
    application, person = fetch(session, Application, assignment.application_id), fetch(session, Person, assignment.person_id)
    file = read_file(session, application)
    return ties_that_bar(file, person, Seat(assignment.role, assignment.step_id), session.today)


def ties_that_bar(file: File, person: Person, seat: Seat, on: date) -> list[str]:
    """Only what can be waived: an appointment that ended meanwhile leaves the work that was begun under it."""
    found = obstacles(file.scheme, file.route, seat, file.known(person, ()), on)
    return [obstacle.sentence for obstacle in found if obstacle.waivable]


@dataclass(frozen=True)
class Suitor:
    """Somebody who might act: may they, if not why not, and how busy and fast they are."""

    id: int
    name: str
    number: str
    reasons: tuple[str, ...]
    waivable: bool
    workload: int
    turnaround: int | None
    last_on: date | None

    @property
    def may(self) -> bool:
        """Nothing is against it."""
        return not self.reasons


@dataclass(frozen=True)
class WhoMayAct:
    """Everybody who is appointed to anything in the scheme, with yes, or no and why.

    Where a role needs no appointment, such as a supervisor, whoever answers to the words is offered as well.
    """

    application_id: int
    role: str
    step_id: str = ""
    words: str = ""

    def run(self, session: OfficeSession) -> list[Suitor]:
        """Who may comes first, then who needs a waiver; the least busy and longest unasked on top."""
        file = read_file(session, fetch(session, Application, self.application_id))
        return suitors(session, file, Seat(self.role, self.step_id), self.words)


def suitors(session: OfficeSession, file: File, seat: Seat, words: str = "") -> list[Suitor]:
    """Everybody who might take a place on a file."""
    appointments: dict[int, list[Appointment]] = defaultdict(list)
    for appointment in session.exec(select(Appointment).where(Appointment.scheme_id == file.scheme.id)):
        appointments[appointment.person_id].append(appointment)
    offered = [person for person in _people(session, appointments) if _answers(person, words)]
    if words and not needs_appointment(file.scheme, seat.role):
        known = {person.id for person in offered}
        found = [row.id for row in ListPeople(Asked(words), 0, _MOST_FOUND).run(session)]
        offered += [person for person in _people(session, found) if person.id not in known]
    habits = _habits(session)
    made = [_suitor(session, file, seat, person, appointments.get(person.id or 0, ()), habits) for person in offered]
    keys = {person.id: person.name_key for person in offered}
    return sorted(
        made, key=lambda one: (not one.may, not one.waivable, one.workload, one.last_on or date.min, keys[one.id], one.id)
    )


def read_file(session: OfficeSession, application: Application, scheme: Scheme | None = None) -> File:
    """A file with everybody who acts or acted on it, and whoever has a tie to its candidate."""
    scheme = scheme or scheme_of(application.scheme_id)
    file = File(scheme, scheme.route(application.route_id), fetch(session, Person, application.person_id))
    reported = set(
        session.exec(
            select(Assessment.assignment_id).where(
                Assessment.application_id == application.id,
                Assessment.round == application.round,
                col(Assessment.finished_on).is_not(None),
            )
        )
    )
    for assignment in session.exec(
        select(Assignment).where(Assignment.application_id == application.id, col(Assignment.dispute_id).is_(None))
    ):
        duty = duty_of(assignment, reported=assignment.id in reported)
        file.duties.setdefault(assignment.person_id, []).append(duty)
        if assignment.independent is False:
            file.declined[assignment.person_id] = assignment.declaration
    role = scheme.decision(file.route.decision).role
    for decision in session.exec(select(Decision).where(Decision.application_id == application.id)):
        if decision.decider_id:
            duty = Duty(Seat(role), running=False, decided_on=decision.decided_on)
            file.duties.setdefault(decision.decider_id, []).append(duty)
    _read_ties(session, file)
    return file


def appointments_of(session: OfficeSession, person: Person) -> Sequence[Appointment]:
    """Every appointment of a person, past ones too."""
    return session.exec(select(Appointment).where(Appointment.person_id == person.id)).all()


def running_assignments(
    session: OfficeSession, application_id: int | None, person_id: int | None, role: str
) -> Sequence[Assignment]:
    """What a person does now on a file in a role beside the steps."""
    mine = select(Assignment).where(
        Assignment.application_id == application_id,
        Assignment.person_id == person_id,
        Assignment.role == role,
        Assignment.step_id == "",
        col(Assignment.ended_on).is_(None),
    )
    return session.exec(mine).all()


def _read_ties(session: OfficeSession, file: File) -> None:
    """Relations in both directions: who was trained by the candidate is no freer than who trained the candidate."""
    me = file.candidate.id
    for relation in session.exec(select(Relation).where(or_(Relation.person_id == me, Relation.other_id == me))):
        other_id = relation.other_id if relation.person_id == me else relation.person_id
        other, kind = fetch(session, Person, other_id), RelationKind(relation.kind)
        names = (file.candidate, other) if relation.person_id == me else (other, file.candidate)
        sentence = kind.says(names[0].full_name, names[1].full_name)
        file.ties.setdefault(other_id, []).append(Tie(kind, sentence, relation.from_on, relation.until_on))


def _people(session: OfficeSession, ids: Iterable[int]) -> Sequence[Person]:
    wanted = select(Person).where(col(Person.id).in_(list(ids)), col(Person.merged_into_id).is_(None))
    return session.exec(wanted.order_by(col(Person.name_key))).all()


def _answers(person: Person, words: str) -> bool:
    key = f"{person.name_key} {fold(person.number)}"
    return all(word in key for word in fold(words).split())


@dataclass(frozen=True)
class _Habit:
    workload: int = 0
    turnaround: int | None = None
    last_on: date | None = None


_CLOSED = tuple(state.value for state in State if not state.is_open)
_OPEN_WORK = """
SELECT person_id, max(assigned_on) AS last_on, sum(CASE WHEN ended_on IS NULL AND step_id <> ''
    AND NOT EXISTS (SELECT 1 FROM application WHERE application.id = assignment.application_id AND state IN {closed})
    AND NOT EXISTS (SELECT 1 FROM assessment WHERE assessment.assignment_id = assignment.id AND finished_on IS NOT NULL)
    THEN 1 ELSE 0 END) AS workload FROM assignment GROUP BY person_id
"""


def _habits(session: OfficeSession) -> dict[int, _Habit]:
    """How busy everybody is, the median of days to a finished report, and the last time they were asked."""
    days: dict[int, list[int]] = defaultdict(list)
    finished = select(Assignment, Assessment).join(Assessment).where(col(Assessment.finished_on).is_not(None))
    for assignment, assessment in session.exec(finished):
        assert assessment.finished_on is not None
        days[assignment.person_id].append((assessment.finished_on - assignment.assigned_on).days)
    rows = session.connection().execute(text(_OPEN_WORK.format(closed=_CLOSED))).mappings()
    return {
        row["person_id"]: _Habit(
            workload=row["workload"],
            turnaround=round(median(days[row["person_id"]])) if row["person_id"] in days else None,
            last_on=date.fromisoformat(row["last_on"]),
        )
        for row in rows
    }


def _suitor(
    session: OfficeSession,
    file: File,
    seat: Seat,
    person: Person,
    appointments: Iterable[Appointment],
    habits: dict[int, _Habit],
) -> Suitor:
    assert person.id is not None
    found = file.why_not(file.known(person, appointments), seat, session.today)
    habit = habits.get(person.id, _Habit())
    return Suitor(
        id=person.id,
        name=person.sorted_name,
        number=person.number,
        reasons=tuple(obstacle.sentence for obstacle in found),
        waivable=all(obstacle.waivable for obstacle in found),
        workload=habit.workload,
        turnaround=habit.turnaround,
        last_on=habit.last_on,
    )
