"""Every gate before a decision, green or red with its reason; nothing of a sealed report shows.

ISO/IEC 17024 clauses 9.4.1 to 9.4.6: decided is only on what the scheme requires, and nothing is granted before all is met.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlmodel import col, func, select

from cmsdesk.domain.applications import Application
from cmsdesk.domain.assessments import Assessment, Question
from cmsdesk.domain.dates import show_date
from cmsdesk.domain.decisions import DecisionOutcome
from cmsdesk.domain.hearings import Hearing
from cmsdesk.domain.plans import PlanLine
from cmsdesk.domain.schemes.evaluate import Outcome, Verdict, blocking, leaves_of
from cmsdesk.domain.schemes.model import Route, Scheme, Step
from cmsdesk.domain.schemes.requirements import Topics
from cmsdesk.domain.words import N_, _, language, ngettext
from cmsdesk.services.applications import open_corrections
from cmsdesk.services.assessments import was_positive
from cmsdesk.services.deciders import body_of
from cmsdesk.services.schemes import scheme_of
from cmsdesk.services.steps import StepResult, results_of
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
    if "steps" not in body_of(application).needs:
        return ""
    scheme = scheme_of(application.scheme_id)
    unfinished = [result for result in results_of(session, application) if not result.is_finished]
    return " ".join(step_gate(scheme.step(result.step_id), result).sentence for result in unfinished)


def judged_on(session: OfficeSession, application: Application) -> date | None:
    """The day of the last report or conversation, which no decision may precede."""
    reports = select(func.max(Assessment.finished_on)).where(Assessment.application_id == application.id)
    held = select(func.max(Hearing.held_on)).where(Hearing.application_id == application.id)
    return max((day for day in (session.exec(reports).one(), session.exec(held).one()) if day), default=None)


def why_plan_incomplete(session: OfficeSession, application: Application) -> str:
    """Why the personal plan does not make good what is open, or nothing: every gap needs an action."""
    scheme = scheme_of(application.scheme_id)
    verdict = verdict_on(session, application, session.today)
    covered = _covered(session, application)
    gaps = [leaf for leaf in leaves_of(verdict) if leaf.remediable and leaf.outcome is not Outcome.MET]
    open_ = [leaf.title for leaf in gaps if not _in_plan(scheme, leaf, covered)]
    if open_:
        return _("The personal plan has no action yet for: {titles}.").format(titles=", ".join(open_))
    return "" if covered else _("There is no personal plan yet.")


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
    covered = _covered(session, application) if route.plan else frozenset()
    for leaf in leaves_of(verdict):
        light = _light(scheme, route, leaf, covered) if leaf in in_the_way else Light.NONE
        if leaf.outcome is Outcome.MET:
            light = Light.GREEN
        part = _PART_OF.get(leaf.kind, Part.REQUIREMENTS)
        yield Gate(part, leaf.title, light, _what(leaf, light), overridable=light is Light.RED and part in _OVERRIDABLE)


def _light(scheme: Scheme, route: Route, leaf: Verdict, covered: frozenset[str]) -> Light:
    return Light.PLAN if route.plan and leaf.remediable and _in_plan(scheme, leaf, covered) else Light.RED


def _what(leaf: Verdict, light: Light) -> str:
    """What there is of what is needed, and what is wrong with it where that matters."""
    have = _("{have} of {need}").format(have=leaf.have, need=leaf.need) if leaf.need else leaf.have
    if light is Light.GREEN:
        return leaf.sentence or have
    if light is Light.NONE:
        return _("not needed for this decision.")
    return leaf.sentence or have


def _covered(session: OfficeSession, application: Application) -> frozenset[str]:
    lines = session.exec(select(PlanLine.covers).where(PlanLine.application_id == application.id))
    return frozenset(name for covers in lines for name in covers.split())


def _in_plan(scheme: Scheme, leaf: Verdict, covered: frozenset[str]) -> bool:
    rule = scheme.requirement(leaf.requirement_id)
    names = {leaf.requirement_id}
    if isinstance(rule, Topics):
        names |= {topic.id for part in scheme.topic_sets if part.id in rule.sets for topic in part.topics}
    return bool(names & covered)


def _of_steps(session: OfficeSession, application: Application) -> Iterator[Gate]:
    scheme = scheme_of(application.scheme_id)
    if "steps" not in body_of(application).needs:
        return
    results = results_of(session, application)
    for result in results:
        yield step_gate(scheme.step(result.step_id), result)
    if not results:
        positive = was_positive(session, application)
        reason = _("Positive.") if positive else _("The review did not end positive.")
        yield Gate(Part.STEPS, _("Check by the office"), Light.GREEN if positive else Light.RED, reason)


def step_gate(step: Step, result: StepResult) -> Gate:
    """How far a step is, and what it came to once nothing of it is sealed any more."""
    title = step.name.in_language(language())
    if not result.is_finished:
        reason = ngettext("{done} of {count} report is in.", "{done} of {count} reports are in.", result.needed)
        return Gate(Part.STEPS, title, Light.RED, reason.format(done=result.done, count=result.needed))
    if result.outcome == "positive":
        return Gate(Part.STEPS, title, Light.GREEN, _("Positive."))
    if result.outcome == "negative":
        return Gate(Part.STEPS, title, Light.RED, _("The review did not end positive."))
    if result.outcome != "divided":
        return Gate(Part.STEPS, title, Light.NONE, result.outcome)
    if step.divided == "decider":
        return Gate(Part.STEPS, title, Light.NONE, _("The reports differ; whoever decides settles that, with the reason."))
    settle = _("The reports differ; the chair has to settle that first.")
    third = _("The reports differ; a third report is needed first.")
    return Gate(Part.STEPS, title, Light.RED, settle if step.divided == "chair" else third)
