"""Every act, by every role, on an application in every state: it works, or it refuses with a sentence.

Built from the acts themselves: what an act asks is filled in by the name and type of its fields, so a new act is walked
through without a word here. Each try is rolled back.
"""

import dataclasses
import importlib
import pkgutil
import types
import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import pytest
from sqlalchemy import inspect
from sqlmodel import select

import cmsdesk.services
from cmsdesk.domain.applications import Application, State
from cmsdesk.domain.disputes import DisputeKind
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.permissions import Actor, Role
from cmsdesk.domain.tables import TABLES
from cmsdesk.exchange.packages.keys import KeyPair, new_keys
from cmsdesk.services.applications import AdmitApplication, AskCorrection, StartApplication, WithdrawApplication
from cmsdesk.services.certificates import IssueCertificate
from cmsdesk.services.decisions import MarkDecisionSent, RecordDecision
from cmsdesk.services.disputes import BringIn
from cmsdesk.services.intake import ConsultApplication
from cmsdesk.services.office import Act, Office
from cmsdesk.store.session import OfficeSession
from tests import given
from tests.situations import SEPARATE, Clock, HandInReport, a_decider, assign, handed_in, judged, office_at, somebody

DAY = date(2024, 3, 4)


def acts() -> list[type[Act]]:
    """Every act of the office, wherever it is written; what fills an assessor's own file knows no states."""
    for module in pkgutil.iter_modules(cmsdesk.services.__path__, "cmsdesk.services."):
        importlib.import_module(module.name)

    def below(kind: type[Act]) -> Iterator[type[Act]]:
        for inner in kind.__subclasses__():
            yield inner
            yield from below(inner)

    ours = {kind for kind in below(Act) if kind.__module__.startswith("cmsdesk.")}
    return sorted({kind for kind in ours if ".assessor." not in kind.__module__}, key=lambda kind: kind.__qualname__)


@dataclass(frozen=True)
class Try(Act):
    """Do an act and take everything back; tells the refusal, or nothing where it worked."""

    tried: Act
    act: ClassVar[str] = "Tried an act"
    may: ClassVar[frozenset[Role]] = frozenset(Role)

    def run(self, session: OfficeSession) -> None:
        self.tried.run(session)  # type: ignore[attr-defined]
        session.flush()
        raise Worked


class Worked(Exception):  # noqa: N818 - it is no error
    """Everything went well; raised so that nothing of it stays."""


@dataclass(frozen=True)
class PutInState(Act):
    """A state that only other programs bring about, such as a self-check that was saved."""

    application_id: int
    state: State
    act: ClassVar[str] = "Put in a state"

    def run(self, session: OfficeSession) -> None:
        application = session.get_one(Application, self.application_id)
        application.state = self.state.value
        session.add(application)


@dataclass
class World:
    """An office with one application in each state, and the way to the record that belongs to each."""

    office: Office
    folder: Path
    applications: dict[State, int]

    def key_of(self, field: str, application: int) -> int:
        """The id for a field such as evidence_id: the record of this application, or else the first there is."""
        return self.office.do(Find(field.removesuffix("_id"), application))


@dataclass(frozen=True)
class Find:
    """The id of the record of a kind that belongs to an application, or of the first, or one that nobody has."""

    kind: str
    application_id: int

    def run(self, session: OfficeSession) -> int:
        if self.kind == "application":
            return self.application_id
        names = {str(table.__tablename__): table for table in TABLES}
        aliases = {
            "entry": "pointsentry",
            "edition": "schemeedition",
            "statement": "signedstatement",
            "credential": "heldcredential",
            "note": "pagenote",
        }
        table = names.get(self.kind) or names.get(aliases.get(self.kind, ""))
        if table is None or "id" not in inspect(table).columns:
            return 1
        rows = session.exec(select(table)).all()
        mine = [row for row in rows if getattr(row, "application_id", None) == self.application_id]
        if self.kind == "person":
            return session.get_one(Application, self.application_id).person_id
        return next((int(row.id) for row in [*mine, *rows] if hasattr(row, "id")), 999)


def value_for(world: World, application: int, name: str, kind: Any) -> Any:
    """Something for a field: a record where it names one, otherwise something of its type."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in {typing.Union, types.UnionType}:
        return value_for(world, application, name, next(one for one in inner if one is not type(None)))
    if origin is typing.Literal:
        return inner[0]
    if kind is int:
        return world.key_of(name, application) if name.endswith("_id") else 1
    if origin is not None:
        return {tuple: (), list: [], frozenset: frozenset(), set: set(), dict: {}}.get(origin, {})
    simple: dict[Any, Callable[[], Any]] = {
        str: lambda: {"scheme_id": SEPARATE, "route_id": "initial", "requirement_id": "norm.form", "step_id": "written"}.get(
            name, "words"
        ),
        bool: lambda: True,
        date: lambda: world.office.today,
        datetime: lambda: datetime(2024, 3, 4, 12, 0),
        Decimal: lambda: Decimal(1),
        float: lambda: 0.5,
        bytes: lambda: b"words",
        KeyPair: lambda: new_keys("words", DAY),
        Path: lambda: given.a_pdf(world.folder, "matrix.pdf"),
    }
    if kind in simple:
        return simple[kind]()
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind))
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return filled(world, application, kind)
    raise AssertionError(f"no value is known for {name}: {kind}")


def filled(world: World, application: int, kind: type[Any]) -> Any:
    """An act or a record of details with every field that has no default filled in, and every id."""
    hints = typing.get_type_hints(kind)
    values = {
        field.name: value_for(world, application, field.name, hints[field.name])
        for field in dataclasses.fields(kind)
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    }
    return kind(**values)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("matrix")
    office = office_at(folder, Clock(DAY))
    decider = a_decider(office, "Xander")

    def fresh(state: State) -> int:
        return somebody(office, state.value.capitalize())

    def decided(state: State, *, granted: bool) -> int:
        application = judged(office, fresh(state), folder, assignments=3 if granted else 2)
        office.do(RecordDecision(application, granted, DAY, "As the norms say.", decider_id=decider))
        return application

    found: dict[State, int] = {}
    for state in (State.SELF_CHECK, State.DRAFT, State.INCOMPLETE, State.CONSULTATION, State.WITHDRAWN):
        found[state] = office.do(StartApplication(fresh(state), SEPARATE, "initial"))
    office.do(PutInState(found[State.SELF_CHECK], State.SELF_CHECK))
    office.do(AskCorrection(found[State.INCOMPLETE], "The form is missing."))
    office.do(ConsultApplication(found[State.CONSULTATION], "Which route fits?"))
    office.do(WithdrawApplication(found[State.WITHDRAWN], "Moved."))
    for state in (State.SUBMITTED, State.CANDIDATE, State.IN_ASSESSMENT, State.WAITING):
        found[state] = handed_in(office, fresh(state), folder)
        if state is not State.SUBMITTED:
            office.do(AdmitApplication(found[state]))
    for state in (State.IN_ASSESSMENT, State.WAITING):
        office.do(HandInReport(found[state], "written"))
    office.do(PutInState(found[State.WAITING], State.WAITING))
    found[State.ASSESSED] = judged(office, fresh(State.ASSESSED), folder)
    found[State.GRANTED] = decided(State.GRANTED, granted=True)
    office.do(IssueCertificate(found[State.GRANTED]))
    found[State.REFUSED] = decided(State.REFUSED, granted=False)
    found[State.OBJECTION] = decided(State.OBJECTION, granted=False)
    office.do(MarkDecisionSent(found[State.OBJECTION], DAY))
    office.do(BringIn(DisputeKind.OBJECTION, "A. Aanvrager", "Three were shown.", DAY, found[State.OBJECTION]))
    for application in found.values():
        assign(office, application, decider, "mentor")
    yield World(office, folder, found)
    office.close()


@cache
def actors() -> dict[Role, Actor]:
    return {role: Actor(role.value, role, 1) for role in Role}


def test_there_is_an_application_in_every_state(world: World) -> None:
    assert set(world.applications) == set(State)


def outcome(world: World, actor: Actor, act: Act) -> str:
    """The refusal, or nothing where it worked; anything else is a fault of the program and goes through."""
    world.office.work_as(actor)
    try:
        world.office.do(Try(act))
    except RuleBroken as refused:
        return str(refused) or "(a refusal without words)"
    except Worked:
        return ""
    finally:
        world.office.work_as(Actor("tester"))
    return "(nothing was tried)"


@pytest.mark.parametrize("kind", acts(), ids=lambda kind: kind.__qualname__)
def test_an_act_works_or_refuses_with_a_sentence(world: World, kind: type[Act]) -> None:
    said = {
        (state, role): outcome(world, actor, filled(world, application, kind))
        for state, application in world.applications.items()
        for role, actor in actors().items()
    }
    assert {key: words for key, words in said.items() if words and words.rstrip()[-1] not in ".?!”"} == {}


@pytest.mark.parametrize("kind", acts(), ids=lambda kind: kind.__qualname__)
def test_only_the_roles_an_act_names_pass_the_door(world: World, kind: type[Act]) -> None:
    for role, actor in actors().items():
        world.office.work_as(actor)
        assert bool(world.office.why_not(kind)) is (role not in kind.may)
        if role not in kind.may:
            with pytest.raises(RuleBroken, match=r"You work as .+ now\."):
                world.office.do(filled(world, world.applications[State.DRAFT], kind))
        world.office.work_as(Actor("tester"))


def test_the_matrix_sees_an_act_that_falls_over(world: World) -> None:
    @dataclass(frozen=True)
    class Stumbles(Act):
        act: ClassVar[str] = "Stumbles"

        def run(self, _session: OfficeSession) -> None:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        world.office.do(Try(Stumbles()))
