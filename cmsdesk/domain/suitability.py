"""Whether somebody may act on a file, with every reason why not.

Four things are looked at: who one is (the candidate judges nothing), whether one was appointed, what else one does
or did on the file, and what ties one to the candidate. Only a tie can be waived (ISO/IEC 17024 clauses 4.3, 5.2, 9.4.4).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cmsdesk.domain.assignments import Appointment, Assignment
from cmsdesk.domain.dates import show_date
from cmsdesk.domain.independence import Tie, why_tied, windows_of
from cmsdesk.domain.schemes.model import Scheme
from cmsdesk.domain.schemes.roles import barred_pairs, judging_roles, needs_appointment, role_label, terms_of
from cmsdesk.domain.schemes.routes import DecisionBody, Route
from cmsdesk.domain.words import _, language


@dataclass(frozen=True)
class Seat:
    """A place on a file: a role in a step, or beside the steps."""

    role: str
    step_id: str = ""


@dataclass(frozen=True)
class Duty:
    """What somebody does or did on one file; a decision that was taken is one too."""

    seat: Seat
    running: bool = True
    opened: bool = False
    reported: bool = False
    decided_on: date | None = None

    @property
    def counts(self) -> bool:
        """Whether it excludes other roles: who gave a file back without opening the dossier never judged it."""
        return bool(self.running or self.opened or self.reported or self.decided_on or not self.seat.step_id)


@dataclass(frozen=True)
class Known:
    """What the office knows of somebody, seen from one file."""

    name: str
    is_candidate: bool = False
    appointments: tuple[Appointment, ...] = ()
    duties: tuple[Duty, ...] = ()
    ties: tuple[Tie, ...] = ()
    # Why one declared oneself not to be independent on this file.
    declined: str = ""


@dataclass(frozen=True)
class Obstacle:
    """One reason why somebody may not act; a waiver takes away only some."""

    sentence: str
    waivable: bool = False


def duty_of(assignment: Assignment, *, reported: bool) -> Duty:
    """An assignment as what it excludes."""
    seat = Seat(assignment.role, assignment.step_id)
    return Duty(seat, running=assignment.is_running, opened=bool(assignment.independent), reported=reported)


def obstacles(scheme: Scheme, route: Route, seat: Seat, known: Known, on: date) -> list[Obstacle]:
    """Every reason why somebody may not have a place on a file on a day."""
    found = [Obstacle(_("{name} is the candidate.").format(name=known.name))] if known.is_candidate else []
    found += [Obstacle(sentence) for sentence in why_not_appointed(scheme, seat.role, known, on)]
    found += [Obstacle(sentence) for sentence in why_barred(scheme, route, seat, known)]
    if is_impartial(scheme, route, seat):
        found += [Obstacle(sentence, waivable=True) for sentence in why_tied(known.ties, windows_of(scheme.independence), on)]
        if known.declined:
            sentence = _("{name} declared not to be independent: {reason}").format(name=known.name, reason=known.declined)
            found.append(Obstacle(sentence, waivable=True))
    return list(dict.fromkeys(found))


def is_impartial(scheme: Scheme, route: Route, seat: Seat) -> bool:
    """Whether the place asks for independence: judging and deciding do, a mentor is tied to the candidate by nature."""
    return bool(seat.step_id) or seat.role in judging_roles(scheme, route) | {scheme.decision(route.decision).role}


def why_not_appointed(scheme: Scheme, role: str, known: Known, on: date) -> Iterator[str]:
    """Why nobody made this person available in the role on a day; the newest appointment answers."""
    if not needs_appointment(scheme, role):
        return
    terms = terms_of(scheme, role)
    mine = [held for held in known.appointments if held.role == role and held.scheme_id == scheme.id]
    if not mine:
        yield _("{name} is not appointed as {role} for {scheme}.").format(
            name=known.name, role=role_label(scheme, role), scheme=scheme.name.in_language(language())
        )
        return
    newest_last = sorted(mine, key=lambda held: held.from_on)
    reasons = [held.why_not_on(on, approver=terms.approved_by, organisation=terms.organisation) for held in newest_last]
    if all(reasons):
        yield reasons[-1]


def why_barred(scheme: Scheme, route: Route, seat: Seat, known: Known) -> Iterator[str]:
    """Every other part this person has or had on the file that may not go with the place."""
    decision = scheme.decision(route.decision)
    pairs = barred_pairs(scheme, route)
    for duty in known.duties:
        other = duty.seat
        apart = other.role != seat.role and any({other.role, seat.role} <= pair for pair in pairs)
        judged_and_decides = (seat.step_id and _decides(decision, other)) or (other.step_id and _decides(decision, seat))
        if not duty.counts or not (apart or (judged_and_decides and not decision.may_be_assessor)):
            continue
        if duty.decided_on:
            yield _("{name} decided on this file on {date}.").format(name=known.name, date=show_date(duty.decided_on))
        else:
            yield _("{name} acts or acted on this file as {role}.").format(name=known.name, role=role_label(scheme, other.role))


def why_double(scheme: Scheme, seat: Seat, known: Known) -> Iterator[str]:
    """Why this person already has the place, or has one that must be somebody else's."""
    apart = bool(seat.step_id) and scheme.step(seat.step_id).distinct_persons
    for duty in known.duties:
        if duty.decided_on:
            continue
        if duty.running and duty.seat == seat:
            yield _("{name} is already assigned as {role}.").format(name=known.name, role=role_label(scheme, seat.role))
        elif apart and duty.seat.step_id == seat.step_id and duty.reported:
            yield _("{name} already handed in a report on this step; the others must be different people.").format(
                name=known.name
            )
        elif apart and duty.seat.step_id == seat.step_id and duty.running:
            yield _("{name} already takes part in this step as {role}; everybody in it must be somebody else.").format(
                name=known.name, role=role_label(scheme, duty.seat.role)
            )


def _decides(decision: DecisionBody, seat: Seat) -> bool:
    return seat.role == decision.role and not seat.step_id
