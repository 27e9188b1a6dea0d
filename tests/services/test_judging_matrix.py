"""Every act of judging, by everybody who may be at work, on a dossier in every state.

Each act is ready to be done: its records are there, and nothing but who does it and the state decides. What is not
listed as working is refused with a sentence. Each try is rolled back.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar

import pytest

from cmsdesk.domain.applications import Application, State
from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.permissions import Actor, Role
from cmsdesk.services import assessments, feedback, hearings, plans, protocols, questions
from cmsdesk.services.assessments import FinishReview, JudgeRequirement, ReopenReview
from cmsdesk.services.dossiers import ListEvidence
from cmsdesk.services.feedback import AnswerRemark, GiveFeedback, GiveRemark, ReplaceDocument, Resubmit, TakeBackRemark
from cmsdesk.services.hearings import CancelHearing, HoldHearing, MoveHearing, PlanHearing, WriteMinutes
from cmsdesk.services.office import Act, Office
from cmsdesk.services.plans import AddPlanLine, ChangePlanLine, FinishPlanLine, RemovePlanLine
from cmsdesk.services.protocols import AgreeProtocol, SettleDifference, WriteProtocol
from cmsdesk.services.questions import AnswerQuestion, AskCandidate
from cmsdesk.services.schemes import work_with
from cmsdesk.store.session import OfficeSession
from tests.judging import Days, Judge, a_file, a_judge, admitted, an_office, at_work

MET, NOT_MET = Verdict.MET, Verdict.NOT_MET
DAY = date(2026, 11, 2)
PLAN = "craft.topics/Plan maken"
WHO = ("office", "judge", "other", "decider")


class Worked(Exception):  # noqa: N818 - it is no error
    """Everything went well; raised so that nothing of it stays."""


@dataclass(frozen=True)
class TryIn(Act):
    """Do an act on an application in a state, and take everything back."""

    tried: Act
    application_id: int
    state: State
    act: ClassVar[str] = "Tried an act"
    may: ClassVar[frozenset[Role]] = frozenset(Role)

    def run(self, session: OfficeSession) -> None:
        if reason := session.actor.why_not(self.tried.may):  # what the door itself would say
            raise RuleBroken(reason)
        application = session.get_one(Application, self.application_id)
        application.state = self.state.value
        session.add(application)
        session.flush()
        self.tried.run(session)  # type: ignore[attr-defined]
        session.flush()
        raise Worked


@dataclass(frozen=True)
class Ready:
    """An act whose records are all there, who is the judge on its dossier, and who may do it in which states."""

    act: Act
    application: int
    judge: Judge
    who: frozenset[str]
    states: frozenset[State]


@dataclass
class Bench:
    """An office with a dossier for each kind of act."""

    office: Office
    ready: dict[str, Ready]
    other: Judge


def states(*named: State) -> frozenset[State]:
    return frozenset(named)


OPEN = frozenset(state for state in State if state.is_open)
JUDGED = states(State.CANDIDATE, State.IN_ASSESSMENT)
TOGETHER = states(State.IN_ASSESSMENT, State.ASSESSED)
WAITING = states(State.WAITING)
BOTH, OFFICE, JUDGE = frozenset({"office", "judge"}), frozenset({"office"}), frozenset({"judge"})


def judged(office: Office, application: int, judge: Judge, essay: Verdict, *, finish: bool = True) -> None:
    with at_work(office, judge):
        office.do(JudgeRequirement(application, "essay", essay, "Seen."))
        office.do(JudgeRequirement(application, "proof.cv", MET))
        if finish:
            office.do(FinishReview(application))


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    folder = tmp_path_factory.mktemp("judging")
    office = an_office(folder, Days(DAY))
    ready: dict[str, Ready] = {}
    for fill in (alone, asked, together, feedback_written, feedback_given, talks):
        ready |= fill(office, folder)
    elsewhere = admitted(office, folder, "portfolio", documents={"paper.pdf": ("craft.essay",)})
    yield Bench(office, ready, a_judge(office, elsewhere, "Elders", "assessor", "portfolio"))
    office.close()
    work_with({})


def two(office: Office, folder: Path, *names: str) -> tuple[int, Judge, Judge]:
    """A dossier with two assessors."""
    application = admitted(office, folder, "apart", documents={"essay.pdf": ("essay",), "cv.pdf": ("proof.cv",)})
    p, q = (a_judge(office, application, name, "assessor", "apart") for name in names)
    return application, p, q


def alone(office: Office, folder: Path) -> dict[str, Ready]:
    """One of two assessors wrote everything and did not hand it in; of the other the office has a report on paper."""
    a, p, q = two(office, folder, "Pas", "Quak")
    judged(office, a, p, MET, finish=False)
    office.do(JudgeRequirement(a, "essay", MET, assignment_id=q.assignment_id))
    office.do(JudgeRequirement(a, "proof.cv", MET, assignment_id=q.assignment_id))
    return {
        "judge": Ready(JudgeRequirement(a, "essay", NOT_MET, "No source."), a, p, JUDGE, JUDGED),
        "judge from paper": Ready(JudgeRequirement(a, "essay", MET, "Yes.", q.assignment_id), a, p, OFFICE, JUDGED),
        "finish": Ready(FinishReview(a), a, p, JUDGE, JUDGED),
        "finish from paper": Ready(FinishReview(a, "Seen.", q.assignment_id), a, p, OFFICE, JUDGED),
        "ask": Ready(AskCandidate(a, "Which source?"), a, p, JUDGE, JUDGED | WAITING),
    }


def asked(office: Office, folder: Path) -> dict[str, Ready]:
    """A question that is open."""
    a, p, _q = two(office, folder, "Adam", "Baas")
    judged(office, a, p, MET, finish=False)
    with at_work(office, p):
        question = office.do(AskCandidate(a, "Which source?"))
    return {"answer": Ready(AnswerQuestion(question, "This one."), a, p, BOTH, WAITING)}


def together(office: Office, folder: Path) -> dict[str, Ready]:
    """Two reports that differ; on one dossier the difference is settled and the conclusion written."""
    a, p, q = two(office, folder, "Cox", "Dam")
    b, r, s = two(office, folder, "Eik", "Faas")
    for application, first, second in ((a, p, q), (b, r, s)):
        judged(office, application, first, MET)
        judged(office, application, second, NOT_MET)
    office.do(SettleDifference(b, "apart", "essay", MET))
    office.do(WriteProtocol(b, "apart", 1, "Good."))
    return {
        "settle": Ready(SettleDifference(a, "apart", "essay", MET), a, p, BOTH, TOGETHER),
        "write": Ready(WriteProtocol(a, "apart", 0, "We differ."), a, p, BOTH, TOGETHER),
        "agree": Ready(AgreeProtocol(b, "apart", DAY), b, r, BOTH, TOGETHER),
        "reopen": Ready(ReopenReview(a), a, p, BOTH, states(State.ASSESSED)),
    }


def feedback_written(office: Office, folder: Path) -> dict[str, Ready]:
    """Feedback that was not given yet, and a plan with one line."""
    documents = {"plan.pdf": ("craft.topics",), "paper.pdf": ("craft.essay",)}
    a = admitted(office, folder, "portfolio", documents=documents)
    judge = a_judge(office, a, "Goos", "assessor", "portfolio")
    with at_work(office, judge):
        remark = office.do(GiveRemark(a, "An example, please."))
        line = office.do(AddPlanLine(a, (PLAN,), "Self-study"))
    return {
        "remark": Ready(GiveRemark(a, "More, please."), a, judge, JUDGE, JUDGED),
        "take back": Ready(TakeBackRemark(remark), a, judge, BOTH, OPEN),
        "give": Ready(GiveFeedback(a), a, judge, JUDGE, JUDGED),
        "plan": Ready(AddPlanLine(a, ("craft.essay",), "Write it"), a, judge, BOTH, OPEN),
        "change plan": Ready(ChangePlanLine(line, 1, (PLAN,), "A course"), a, judge, BOTH, OPEN),
        "unplan": Ready(RemovePlanLine(line), a, judge, BOTH, OPEN),
        "done": Ready(FinishPlanLine(line, DAY), a, judge, BOTH, frozenset(State)),
    }


def feedback_given(office: Office, folder: Path) -> dict[str, Ready]:
    """Feedback that was given and answered: an improved dossier is waited for."""
    a = admitted(office, folder, "portfolio", documents={"essay-2.pdf": ("craft.essay",)})
    judge = a_judge(office, a, "Haan", "assessor", "portfolio")
    with at_work(office, judge):
        remark = office.do(GiveRemark(a, "Too short."))
        office.do(GiveFeedback(a))
    office.do(AnswerRemark(remark, "Made longer."))
    [document] = office.do(ListEvidence(a))
    better = a_file(folder, "better.pdf")
    return {
        "respond": Ready(AnswerRemark(remark, "Made much longer."), a, judge, OFFICE, WAITING),
        "replace": Ready(ReplaceDocument(document.id, better), a, judge, OFFICE, OPEN - JUDGED - TOGETHER),
        "resubmit": Ready(Resubmit(a), a, judge, OFFICE, WAITING),
    }


def talks(office: Office, folder: Path) -> dict[str, Ready]:
    """A committee that is complete; on one dossier the conversation is planned for today."""
    found = []
    for names in (("Een", "Twee", "Drie"), ("Vier", "Vijf", "Zes")):
        a = admitted(office, folder, "both", documents={"essay.pdf": ("essay",), "cv.pdf": ("proof.cv",)})
        for key in ("essay", "proof.cv"):
            office.do(JudgeRequirement(a, key, MET))
        office.do(FinishReview(a))
        roles = zip(names, ("member", "member", "chair"), strict=True)
        first, *_others = [a_judge(office, a, name, role, "committee") for name, role in roles]
        found.append((a, first))
    (a, p), (b, q) = found
    hearing = office.do(PlanHearing(b, "committee", DAY)).id
    return {
        "plan talk": Ready(PlanHearing(a, "committee", DAY), a, p, OFFICE, OPEN),
        "move talk": Ready(MoveHearing(hearing, 1, DAY, "10:00"), b, q, OFFICE, OPEN),
        "call off": Ready(CancelHearing(hearing), b, q, OFFICE, frozenset(State)),
        "minutes": Ready(WriteMinutes(hearing, 1, "It began."), b, q, BOTH, OPEN),
        "hold": Ready(HoldHearing(hearing, DAY, "It began and ended."), b, q, BOTH, OPEN),
    }


def actor(bench: Bench, who: str, judge: Judge) -> Actor:
    return {
        "office": bench.office.bureau,
        "judge": Actor(judge.name, Role.ASSESSOR, judge.person_id),
        "other": Actor(bench.other.name, Role.ASSESSOR, bench.other.person_id),
        "decider": Actor("Somebody", Role.DECIDER),
    }[who]


def outcome(bench: Bench, ready: Ready, who: str, state: State) -> str:
    """The refusal, or nothing where it worked; anything else is a fault of the program and goes through."""
    bench.office.work_as(actor(bench, who, ready.judge))
    try:
        bench.office.do(TryIn(ready.act, ready.application, state))
    except RuleBroken as refused:
        return str(refused) or "(a refusal without words)"
    except Worked:
        return ""
    finally:
        bench.office.work_as(bench.office.bureau)
    return "(nothing was tried)"


NAMES = (
    "judge", "judge from paper", "finish", "finish from paper", "ask", "answer", "settle", "write", "agree", "reopen", "remark",
    "take back", "give", "plan", "change plan", "unplan", "done", "respond", "replace", "resubmit", "plan talk", "move talk",
    "call off", "minutes", "hold",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_an_act_of_judging_works_for_whom_and_when_it_should_and_refuses_otherwise(bench: Bench, name: str) -> None:
    ready = bench.ready[name]
    said = {(who, state): outcome(bench, ready, who, state) for who in WHO for state in State}
    assert {who for (who, _state), words in said.items() if not words} == ready.who
    for who in ready.who:
        assert {state for state in State if not said[who, state]} == ready.states
    assert {key: words for key, words in said.items() if words and words.rstrip()[-1] not in ".?!”"} == {}


def test_every_act_of_judging_is_tried(bench: Bench) -> None:
    modules = (assessments, feedback, hearings, plans, protocols, questions)
    acts = {
        kind
        for module in modules
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, Act) and kind.__module__ == module.__name__
    }
    assert {type(ready.act) for ready in bench.ready.values()} == acts
    assert set(bench.ready) == set(NAMES)
