"""The exemption matrix and the personal plan: what is open, what is done about it, and what still lacks (AC-08)."""

import io
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from cmsdesk.domain.applications import Application
from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.dossiers import Standing
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.services.answers import AnswerCheck, AnswerTopics
from cmsdesk.services.applications import StartApplication
from cmsdesk.services.assessments import FinishReview, JudgeRequirement
from cmsdesk.services.dossiers import AddEvidence
from cmsdesk.services.matrix import Cell, ReadMatrix
from cmsdesk.services.office import Office
from cmsdesk.services.people import AddPerson, PersonDetails
from cmsdesk.services.plans import (
    AddPlanLine,
    ChangePlanLine,
    FinishPlanLine,
    PersonalPlan,
    PlanOf,
    PrintPlan,
    RemovePlanLine,
    why_plan_incomplete,
)
from cmsdesk.services.qualifications import AddWorkPeriod
from cmsdesk.services.records import ReadApplication
from cmsdesk.services.review_sheet import ReadReviewSheet
from cmsdesk.services.schemes import scheme_of, work_with
from cmsdesk.store.session import OfficeSession
from tests.judging import Days, Judge, a_file, a_judge, admitted, an_office, at_work

MET, NOT_MET = Verdict.MET, Verdict.NOT_MET
PLAN, DOING = "craft.topics/Plan maken", "craft.topics/Uitvoeren"
KNOWS = frozenset({"knowledge"})


class WhyIncomplete:
    """What the decision asks of the plan."""

    def __init__(self, application_id: int) -> None:
        self.application_id = application_id

    def run(self, session: OfficeSession) -> str:
        application = session.get(Application, self.application_id)
        assert application is not None
        return why_plan_incomplete(session, application)


def text_of(paper: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(paper)).pages)


@pytest.fixture
def in_2024(tmp_path: Path) -> Iterator[tuple[Office, Days]]:
    days = Days(date(2024, 1, 1))
    office = an_office(tmp_path, days)
    yield office, days
    office.close()
    work_with({})


def test_one_year_of_work_and_all_ten_topics(in_2024: tuple[Office, Days]) -> None:
    """AC-08: eleven months are one short; twelve will do; a topic that is not met is offered for a personal plan."""
    office, days = in_2024
    topics = [topic.id for part in scheme_of("atim-as").topic_sets if part.id == "t2" for topic in part.topics]
    person = office.do(AddPerson(PersonDetails("Mulder", initials="H."), date(2020, 1, 1)))
    office.do(AddWorkPeriod(person, "atim-as", "as_work", "Ambtelijk secretaris", date(2023, 2, 1)))
    application = office.do(StartApplication(person, "atim-as", "L2-exemption"))
    office.do(AnswerCheck(application, "work", "yes"))
    office.do(AnswerTopics(application, dict.fromkeys(topics, (Standing.ACCEPTED, KNOWS))))

    def leaf(name: str) -> tuple[str, str, str]:
        [found] = [leaf for leaf in office.do(ReadApplication(application)).leaves if leaf.requirement_id == name]
        return found.outcome, found.have, str(found.missing)

    assert leaf("l2free.exp.as") == ("not_met", "11", "1")
    days.day = date(2024, 2, 1)
    assert leaf("l2free.exp.as") == ("met", "12", "0")
    assert leaf("l2free.topics") == ("met", "10", "0")
    assert office.do(PlanOf(application)).open == ()
    office.do(AnswerTopics(application, {"Archiveren": (Standing.REFUSED, frozenset())}))
    assert leaf("l2free.topics") == ("not_met", "9", "1")
    plan = office.do(PlanOf(application))
    assert [(item.key, item.title, item.planned) for item in plan.open] == [("l2free.topics/Archiveren", "Filing", False)]
    assert plan.incomplete == "1 open item has no action in the plan: Filing."
    assert "self-study" in plan.suggestions
    office.do(AddPlanLine(application, ("l2free.topics/Archiveren",), "Zelfstudie", "H. Mulder", date(2024, 6, 1)))
    assert office.do(WhyIncomplete(application)) == ""


@pytest.fixture
def portfolio(court: Office, tmp_path: Path) -> tuple[int, Judge]:
    documents = {"plan.pdf": (PLAN,), "all.pdf": ("craft.topics",), "paper.pdf": ("craft.essay",)}
    application = admitted(court, tmp_path, "portfolio", documents=documents)
    return application, a_judge(court, application, "Roos", "assessor", "portfolio")


def plan_of(office: Office, application: int) -> PersonalPlan:
    return office.do(PlanOf(application))


def test_the_matrix_shows_each_topic_by_each_document(court: Office, portfolio: tuple[int, Judge]) -> None:
    application, judge = portfolio
    matrix = court.do(ReadMatrix(application))
    assert [column.name for column in matrix.columns] == ["plan.pdf", "all.pdf", "paper.pdf"]
    assert [row.cells for row in matrix.rows] == [(Cell.TIED, Cell.TIED, Cell.NONE), (Cell.NONE, Cell.TIED, Cell.NONE)]
    assert [row.is_open for row in matrix.rows] == [True, True]
    with at_work(court, judge):
        court.do(JudgeRequirement(application, PLAN, NOT_MET, "Not shown."))
        court.do(JudgeRequirement(application, DOING, MET, basis=KNOWS))
    court.do(AddPlanLine(application, (PLAN,), "Make a plan"))
    first, second = court.do(ReadMatrix(application)).rows
    assert (first.title, first.standing, first.cells) == (
        "Making a plan",
        Standing.REFUSED,
        (Cell.REFUSED, Cell.ACCEPTED, Cell.NONE),
    )
    assert (first.is_open, first.planned, second.is_open, second.planned) == (True, True, False, False)
    assert (second.standing, second.basis) == (Standing.ACCEPTED, ("knowledge",))
    assert {Cell.NONE.label, Cell.TIED.label} == {"nothing", "tied, to be judged"}


def test_a_route_without_topics_or_plan_has_neither(court: Office, tmp_path: Path) -> None:
    application = admitted(court, tmp_path, "apart", documents={"essay.pdf": ("essay",)})
    assert court.do(ReadMatrix(application)).rows == ()
    plan = plan_of(court, application)
    assert (plan.allowed, plan.open, plan.incomplete) == (False, (), "This route knows no personal plan.")
    for use in (AddPlanLine(application, ("essay",), "Write it"), PrintPlan(application)):
        with pytest.raises(RuleBroken, match="knows no personal plan"):
            court.do(use)


def test_several_open_items_on_one_action_and_several_actions(court: Office, portfolio: tuple[int, Judge]) -> None:
    application, _judge = portfolio
    assert [item.key for item in plan_of(court, application).open] == [PLAN, DOING, "craft.essay"]
    assert plan_of(court, application).incomplete == (
        "3 open items have no action in the plan: Making a plan, Carrying out, Paper."
    )
    court.do(AddPlanLine(application, (PLAN, DOING, PLAN), "Two half-days of another course", "Trainer", date(2027, 3, 1)))
    second = court.do(AddPlanLine(application, ("craft.essay",), "Write it again"))
    plan = plan_of(court, application)
    assert [(line.covers, line.titles) for line in plan.lines] == [
        ((PLAN, DOING), ("Making a plan", "Carrying out")),
        (("craft.essay",), ("Paper",)),
    ]
    assert (plan.incomplete, plan.lines[0].by_whom, plan.lines[0].by_when) == ("", "Trainer", date(2027, 3, 1))
    court.do(RemovePlanLine(second))
    assert plan_of(court, application).incomplete == "1 open item has no action in the plan: Paper."


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (AddPlanLine(1, ("essay",), "Write it"), "“Essay” is not open"),
        (AddPlanLine(1, (), "Write it"), "choose what this action makes good"),
        (AddPlanLine(1, (PLAN,), " "), "say what will be done"),
    ],
)
def test_an_action_does_something_about_something_open(
    court: Office, portfolio: tuple[int, Judge], line: AddPlanLine, reason: str
) -> None:
    with pytest.raises(RuleBroken, match=reason):
        court.do(line)


def test_an_action_is_changed_by_one_at_a_time_and_stays_once_it_is_done(
    court: Office, days: Days, portfolio: tuple[int, Judge]
) -> None:
    application, judge = portfolio
    line = court.do(AddPlanLine(application, (PLAN,), "Self-study"))
    with at_work(court, judge):
        court.do(JudgeRequirement(application, PLAN, MET, basis=KNOWS))
    court.do(ChangePlanLine(line, 1, (PLAN, DOING), "Guidance", "Trainer"))
    with pytest.raises(RuleBroken, match="Somebody changed this meanwhile"):
        court.do(ChangePlanLine(line, 1, (DOING,), "Nothing"))
    with pytest.raises(RuleBroken, match="cannot be done in the future"):
        court.do(FinishPlanLine(line, days.day + timedelta(days=1)))
    court.do(FinishPlanLine(line, days.day))
    [row] = plan_of(court, application).lines
    assert (row.action, row.covers, row.done_on) == ("Guidance", (PLAN, DOING), days.day)
    for use in (FinishPlanLine(line, days.day), ChangePlanLine(line, row.version, (DOING,), "No"), RemovePlanLine(line)):
        with pytest.raises(RuleBroken, match="already done on 02-11-2026"):
            court.do(use)


def test_only_who_acts_on_the_file_makes_the_plan(court: Office, portfolio: tuple[int, Judge]) -> None:
    application, judge = portfolio
    with at_work(court, None), pytest.raises(RuleBroken, match="not assigned to you"):
        court.do(AddPlanLine(application, (PLAN,), "Self-study"))
    with at_work(court, judge):
        court.do(AddPlanLine(application, (PLAN,), "Self-study"))
    assert len(plan_of(court, application).lines) == 1


def test_what_may_go_into_a_plan_does_not_make_a_report_negative(court: Office, portfolio: tuple[int, Judge]) -> None:
    application, judge = portfolio
    with at_work(court, judge):
        for key in (PLAN, DOING, "craft.essay"):
            court.do(JudgeRequirement(application, key, NOT_MET, "Not shown."))
        court.do(FinishReview(application))
    assert court.do(ReadReviewSheet(application)).steps[0].outcome == "positive"


def test_with_nothing_open_there_is_nothing_to_plan(court: Office, tmp_path: Path, portfolio: tuple[int, Judge]) -> None:
    application, judge = portfolio
    with at_work(court, judge):
        for key in (PLAN, DOING, "craft.essay"):
            court.do(JudgeRequirement(application, key, MET, basis=KNOWS if "/" in key else frozenset()))
    assert court.do(WhyIncomplete(application)) == "Nothing is open, and nothing is planned."
    court.do(AddEvidence(application, a_file(tmp_path, "more.pdf"), (PLAN,)))
    assert [row.is_open for row in court.do(ReadMatrix(application)).rows] == [False, False]


def test_the_plan_is_printed_with_what_is_open_and_what_is_done_about_it(court: Office, portfolio: tuple[int, Judge]) -> None:
    application, _judge = portfolio
    court.do(AddPlanLine(application, (PLAN, DOING), "Two half-days", "Trainer", date(2027, 3, 1)))
    name, paper = court.do(PrintPlan(application, "en"))
    text = text_of(paper)
    assert name == "A-2026-0001-plan.pdf"
    for words in ("Personal education plan", "K. Kandidaat", "Two half-days", "01-03-2027", "Without an action yet: Paper."):
        assert words in text
    assert "Persoonlijk opleidingsplan" in text_of(court.do(PrintPlan(application, "nl"))[1])
