"""Every gate before a decision, green or red with its reason; nothing of a sealed report shows.

ISO/IEC 17024 clauses 9.4.1 to 9.4.6: decided is only on what the scheme requires, and nothing is granted before all is met.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlmodel import col, func, select

from cmsdesk.domain.applications import Application
from cmsdesk.domain.assessments import DIVIDED, Assessment, Question
from cmsdesk.domain.dates import show_date
from cmsdesk.domain.decisions import DecisionOutcome
from cmsdesk.domain.hearings import Hearing
from cmsdesk.domain.review_items import is_favourable
from cmsdesk.domain.schemes.evaluate import Outcome, Verdict, blocking, leaves_of
from cmsdesk.domain.schemes.model import Step
from cmsdesk.domain.words import N_, _, ngettext
from cmsdesk.services.applications import open_corrections
from cmsdesk.services.deciders import body_of
from cmsdesk.services.plans import open_items
from cmsdesk.services.schemes import scheme_of
from cmsdesk.services.steps import StepResult, name_of, outcome_label, results_of, steps_of, why_steps_open
from cmsdesk.services.verdicts import verdict_on
from cmsdesk.store.session import OfficeSession


class Light(StrEnum):
    """Whether a gate is open. A plan's light is red for a plain grant; what does not count has none."""

    GREEN = "green"
    RED = "red"
    PLAN = "plan"
    NONE = "none"

    @property
    def label(self) -> str:
        """The light in the reader's words."""
        return _(_LIGHTS[self])


_LIGHTS = {Light.GREEN: N_("in order"), Light.RED: N_("not in order"), Light.PLAN: N_("in the plan"), Light.NONE: N_("no matter")}


class Part(StrEnum):
    """The parts of the sheet."""

    FILE = "file"
    REQUIREMENTS = "requirements"
    POINTS = "points"
    STATEMENTS = "statements"
    STEPS = "steps"

    @property
    def label(self) -> str:
        """The part in the reader's words."""
        return _(_PARTS[self])


_PARTS = {
    Part.FILE: N_("The file"),
    Part.REQUIREMENTS: N_("Requirements"),
    Part.POINTS: N_("Points and experience"),
    Part.STATEMENTS: N_("Statements"),
    Part.STEPS: N_("Review"),
}
_PART_OF = {"points": Part.POINTS, "duration": Part.POINTS, "statement": Part.STATEMENTS}
# A body that may override may do so against these; nobody decides before the reports are in, or too early.
_OVERRIDABLE = frozenset({Part.REQUIREMENTS, Part.POINTS, Part.STATEMENTS})


@dataclass(frozen=True)
class Gate:
    """One line of the sheet; `reason` says why it is not green, and otherwise what there is."""

    part: Part
    title: str
    light: Light
    reason: str = ""
    overridable: bool = False

    @property
    def sentence(self) -> str:
        """The line as a sentence of its own."""
        return f"{self.title}: {self.reason}" if self.reason else self.title


def gates_of(session: OfficeSession, application: Application, on: date) -> tuple[Gate, ...]:
    """Every gate as it stands for a decision on a day, in the order of the sheet."""
    gates = (
        *_of_file(session, application, on),
        *_of_requirements(session, application, on),
        *_of_steps(session, application),
    )
    return tuple(sorted(gates, key=lambda gate: list(Part).index(gate.part)))


def why_no_grant(session: OfficeSession, application: Application, on: date) -> str:
    """Every reason why a plain grant on this day is not possible, or nothing."""
    return why_closed(gates_of(session, application, on), DecisionOutcome.GRANT)


def why_closed(gates: tuple[Gate, ...], outcome: DecisionOutcome) -> str:
    """Every gate that is in the way of an outcome, as sentences, or nothing."""
    return " ".join(gate.sentence for gate in closed(gates, outcome))


def closed(gates: tuple[Gate, ...], outcome: DecisionOutcome) -> list[Gate]:
    """The gates in the way of an outcome; who refuses or waits is stopped by none."""
    if not outcome.grants:
        return []
    passing = {Light.GREEN, Light.NONE} | ({Light.PLAN} if outcome is DecisionOutcome.GRANT_WITH_PLAN else set())
    return [gate for gate in gates if gate.light not in passing]


def why_not_judged(session: OfficeSession, application: Application) -> str:
    """Which steps are not finished yet, and how far they are, or nothing."""
    return why_steps_open(session, application) if "steps" in body_of(application).needs else ""


def judged_on(session: OfficeSession, application: Application) -> date | None:
    """The day of the last report or conversation, which no decision may precede."""
    reports = select(func.max(Assessment.finished_on)).where(Assessment.application_id == application.id)
    held = select(func.max(Hearing.held_on)).where(Hearing.application_id == application.id)
    return max((day for day in (session.exec(reports).one(), session.exec(held).one()) if day), default=None)


def _of_file(session: OfficeSession, application: Application, on: date) -> Iterator[Gate]:
    scheme = scheme_of(application.scheme_id)
    begins = scheme.version(application.version_id).from_on
    too_early = scheme.why_no_grant_on(on)
    yield Gate(
        Part.FILE,
        _("Rules {version}").format(version=application.version_id),
        Light.RED if too_early else Light.GREEN,
        too_early or _("in force since {date}.").format(date=show_date(begins)),
    )
    complete = application.complete_on and not open_corrections(session, application.id or 0)
    yield Gate(
        Part.FILE,
        _("Complete"),
        Light.GREEN if complete else Light.RED,
        _("since {date}.").format(date=show_date(application.complete_on))
        if complete
        else _("the candidate still has to hand in something."),
    )
    asked = select(func.count(col(Question.id))).where(
        Question.application_id == application.id, col(Question.answered_on).is_(None)
    )
    if count := session.exec(asked).one():
        reason = ngettext("{count} is not answered yet.", "{count} are not answered yet.", count).format(count=count)
        yield Gate(Part.FILE, _("Questions to the candidate"), Light.RED, reason)
    if application.special_needs:
        decided = bool(application.accommodation)
        yield Gate(
            Part.FILE,
            _("Special needs"),
            Light.GREEN if decided else Light.RED,
            _("decided.") if decided else _("not decided yet."),
        )


def _of_requirements(session: OfficeSession, application: Application, on: date) -> Iterator[Gate]:
    scheme = scheme_of(application.scheme_id)
    route = scheme.route(application.route_id)
    verdict = verdict_on(session, application, on)
    needed = "requirements" in scheme.decision(route.decision).needs
    in_the_way = blocking(verdict, "decision") if needed else []
    items = open_items(session, application) if route.plan else []
    for leaf in leaves_of(verdict):
        light = Light.NONE
        if leaf in in_the_way:
            mine = [item.planned for item in items if leaf.requirement_id in {item.key, item.key.partition("/")[0]}]
            light = Light.PLAN if mine and all(mine) else Light.RED
        if leaf.outcome is Outcome.MET:
            light = Light.GREEN
        part = _PART_OF.get(leaf.kind, Part.REQUIREMENTS)
        yield Gate(part, leaf.title, light, _what(leaf, light), overridable=light is Light.RED and part in _OVERRIDABLE)


def _what(leaf: Verdict, light: Light) -> str:
    """What there is of what is needed, and what is wrong with it where that matters."""
    have = _("{have} of {need}").format(have=leaf.have, need=leaf.need) if leaf.need else leaf.have
    if light is Light.GREEN:
        return leaf.sentence or have
    if light is Light.NONE:
        return _("not needed for this decision.")
    return leaf.sentence or have


def _of_steps(session: OfficeSession, application: Application) -> Iterator[Gate]:
    if "steps" in body_of(application).needs:
        for step, result in zip(steps_of(application), results_of(session, application), strict=True):
            yield step_gate(step, result)


def step_gate(step: Step, result: StepResult) -> Gate:
    """How far a step is, and what it came to once nothing of it is sealed any more."""
    if result.waits_for_chair:
        return Gate(Part.STEPS, name_of(step), Light.RED, _("The reports differ; the chair has to settle that first."))
    if not result.is_finished:
        return Gate(Part.STEPS, name_of(step), Light.RED, result.sentence)
    if result.outcome == DIVIDED:
        settled = _("The reports differ; whoever decides settles that, with the reason.")
        return Gate(Part.STEPS, name_of(step), Light.NONE, settled)
    outcome = outcome_label(step, result.outcome)
    if is_favourable(step, result.outcome):
        return Gate(Part.STEPS, name_of(step), Light.GREEN, _("The outcome is: {outcome}.").format(outcome=outcome))
    against = _("The step did not end positive: {outcome}.").format(outcome=outcome)
    return Gate(Part.STEPS, name_of(step), Light.RED, against)
