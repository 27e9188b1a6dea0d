"""Use cases about the personal education plan: what is open, the actions that make it good, and the paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlmodel import col, select

from cmsdesk.domain.applications import Application
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.permissions import ASSESSORS, Role
from cmsdesk.domain.plans import PlanLine, gaps
from cmsdesk.domain.review_items import title_of
from cmsdesk.domain.schemes.evaluate import evaluate_route
from cmsdesk.domain.schemes.roles import role_label
from cmsdesk.domain.words import N_, _, language, ngettext, speaking
from cmsdesk.services.assignments import assignments_of
from cmsdesk.services.dossiers import open_application
from cmsdesk.services.finding import check_version, fetch
from cmsdesk.services.office import Act
from cmsdesk.services.schemes import scheme_of
from cmsdesk.services.verdicts import facts_of
from cmsdesk.store.session import OfficeSession


@dataclass(frozen=True)
class AddPlanLine(Act):
    """Plan an action that makes good one or more open requirements or topics (as requirement/topic)."""

    application_id: int
    covers: tuple[str, ...]
    action: str
    by_whom: str = ""
    by_when: date | None = None
    may: ClassVar[frozenset[Role]] = ASSESSORS
    act: ClassVar[str] = N_("Planned an action")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> int:
        """Returns the id; refuses where the route knows no plan, and what is not open."""
        application = _with_plan(session, self.application_id)
        line = PlanLine(application_id=self.application_id, covers="", action="")
        _fill(session, application, line, self.covers, self.action, self.by_whom, self.by_when)
        session.add(line)
        session.flush()
        assert line.id is not None
        return line.id


@dataclass(frozen=True)
class ChangePlanLine(Act):
    """Change a planned action; `version` is the one that was looked at."""

    line_id: int
    version: int
    covers: tuple[str, ...]
    action: str
    by_whom: str = ""
    by_when: date | None = None
    may: ClassVar[frozenset[Role]] = ASSESSORS
    act: ClassVar[str] = N_("Changed a planned action")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """What it already covered may have been made good meanwhile."""
        line = fetch(session, PlanLine, self.line_id)
        application = _with_plan(session, line.application_id)
        check_version(line.version, self.version)
        _fill(session, application, line, self.covers, self.action, self.by_whom, self.by_when)
        session.add(line)


@dataclass(frozen=True)
class RemovePlanLine(Act):
    """Take an action out of the plan."""

    line_id: int
    may: ClassVar[frozenset[Role]] = ASSESSORS
    act: ClassVar[str] = N_("Removed a planned action")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """What was done stays."""
        line = fetch(session, PlanLine, self.line_id)
        _with_plan(session, line.application_id)
        line.check_open()
        session.delete(line)


@dataclass(frozen=True)
class FinishPlanLine(Act):
    """What was planned has been done; that may well be after the decision."""

    line_id: int
    done_on: date
    may: ClassVar[frozenset[Role]] = ASSESSORS
    act: ClassVar[str] = N_("Recorded that a planned action was done")
    undoable: ClassVar[bool] = True

    def run(self, session: OfficeSession) -> None:
        """Refuses a second time, and a day to come."""
        line = fetch(session, PlanLine, self.line_id)
        _check_on_file(session, line.application_id)
        line.finish(self.done_on, session.today)
        session.add(line)


@dataclass(frozen=True)
class OpenItem:
    """Something that is open and may be made good; `planned` is whether an action covers it."""

    key: str
    title: str
    planned: bool


def open_items(session: OfficeSession, application: Application) -> list[OpenItem]:
    """What is not met today and may go into a personal plan; nothing where the route knows none."""
    scheme = scheme_of(application.scheme_id)
    if not scheme.route(application.route_id).plan:
        return []
    covered = {key for line in lines_of_plan(session, application) for key in line.covered}
    facts = facts_of(session, scheme, application.person_id, application.id, session.today)
    found = gaps(scheme, evaluate_route(scheme, application.route_id, facts, session.today), facts)
    return [OpenItem(gap.key, gap.title, gap.key in covered) for gap in found]


def why_plan_incomplete(session: OfficeSession, application: Application) -> str:
    """Why nothing can be granted with the plan as it is, or nothing."""
    return _why_incomplete(session, application, open_items(session, application))


def _why_incomplete(session: OfficeSession, application: Application, items: Sequence[OpenItem]) -> str:
    if not scheme_of(application.scheme_id).route(application.route_id).plan:
        return _("This route knows no personal plan.")
    if not items and not lines_of_plan(session, application):
        return _("Nothing is open, and nothing is planned.")
    bare = [item.title for item in items if not item.planned]
    if not bare:
        return ""
    return ngettext(
        "{count} open item has no action in the plan: {names}.",
        "{count} open items have no action in the plan: {names}.",
        len(bare),
    ).format(count=len(bare), names=", ".join(bare))


@dataclass(frozen=True)
class PlanRow:
    """One action of a plan, with the names of what it covers."""

    id: int
    version: int
    covers: tuple[str, ...]
    titles: tuple[str, ...]
    action: str
    by_whom: str
    by_when: date | None
    done_on: date | None


@dataclass(frozen=True)
class PersonalPlan:
    """The plan of an application: what is open, what is planned, what the scheme offers, and what still lacks."""

    allowed: bool
    open: tuple[OpenItem, ...]
    lines: tuple[PlanRow, ...]
    suggestions: tuple[str, ...]
    made_by: tuple[str, ...]
    incomplete: str


@dataclass(frozen=True)
class PlanOf:
    """The personal plan of an application."""

    application_id: int

    def run(self, session: OfficeSession) -> PersonalPlan:
        """Empty and not allowed where the route knows none."""
        application = fetch(session, Application, self.application_id)
        scheme = scheme_of(application.scheme_id)
        items = open_items(session, application)
        return PersonalPlan(
            allowed=scheme.route(application.route_id).plan,
            open=tuple(items),
            lines=tuple(_row(application, line) for line in lines_of_plan(session, application)),
            suggestions=tuple(words.in_language(language()) for words in scheme.plan.actions) if scheme.plan else (),
            made_by=tuple(role_label(scheme, role) for role in scheme.plan.made_by) if scheme.plan else (),
            incomplete=_why_incomplete(session, application, items),
        )


@dataclass(frozen=True)
class PrintPlan:
    """The personal plan as PDF, in a language."""

    application_id: int
    language: str = ""

    def run(self, session: OfficeSession) -> tuple[str, bytes]:
        """Returns a file name and the paper; refuses where the route knows no plan."""
        from cmsdesk.documents.plan import PlannedAction, PlanText, plan_pdf  # noqa: PLC0415 - reportlab costs start-up time
        from cmsdesk.services.papers import facts_about, heading_of  # noqa: PLC0415 - as above

        application = fetch(session, Application, self.application_id)
        code = self.language or language()
        with speaking(code):
            plan = PlanOf(self.application_id).run(session)
            if not plan.allowed:
                raise RuleBroken(plan.incomplete)
            text = PlanText(
                heading=heading_of(session, application, _("Personal education plan")),
                facts=facts_about(session, application, code),
                gaps=[item.title for item in plan.open],
                actions=[
                    PlannedAction(line.action, line.titles, line.by_whom, line.by_when, line.done_on) for line in plan.lines
                ],
                open=[item.title for item in plan.open if not item.planned],
                signers=plan.made_by,
            )
            return _("{number}-plan.pdf").format(number=application.number), plan_pdf(text, code)


def lines_of_plan(session: OfficeSession, application: Application) -> list[PlanLine]:
    """The actions of a plan, in the order they were made."""
    mine = select(PlanLine).where(PlanLine.application_id == application.id).order_by(col(PlanLine.id))
    return list(session.exec(mine))


def _row(application: Application, line: PlanLine) -> PlanRow:
    scheme = scheme_of(application.scheme_id)
    return PlanRow(
        id=line.id or 0,
        version=line.version,
        covers=line.covered,
        titles=tuple(title_of(scheme, None, key) for key in line.covered),
        action=line.action,
        by_whom=line.by_whom,
        by_when=line.by_when,
        done_on=line.done_on,
    )


def _with_plan(session: OfficeSession, application_id: int) -> Application:
    application = open_application(session, application_id)
    _check_on_file(session, application_id)
    if not scheme_of(application.scheme_id).route(application.route_id).plan:
        raise RuleBroken(_("This route knows no personal plan."))
    return application


def _check_on_file(session: OfficeSession, application_id: int) -> None:
    mine = any(one.person_id == session.actor.person_id for one in assignments_of(session, application_id))
    if session.actor.role is Role.ASSESSOR and not mine:
        raise RuleBroken(_("This dossier is not assigned to you."))


def _fill(
    session: OfficeSession,
    application: Application,
    line: PlanLine,
    covers: tuple[str, ...],
    action: str,
    by_whom: str,
    by_when: date | None,
) -> None:
    known = {item.key for item in open_items(session, application)} | set(line.covered)
    if wrong := [key for key in covers if key not in known]:
        scheme = scheme_of(application.scheme_id)
        raise RuleBroken(_("“{name}” is not open.").format(name=title_of(scheme, None, wrong[0])))
    line.check_open()
    line.covers, line.action, line.by_whom, line.by_when = (
        "\n".join(dict.fromkeys(covers)),
        action.strip(),
        by_whom.strip(),
        by_when,
    )
    line.settle()
