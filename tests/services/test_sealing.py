"""First apart, then together: no reader of the office shows a report to anybody but its author before all are in."""

import dataclasses
import importlib
import pkgutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, get_type_hints

import pytest

import cmsdesk.services as every_use_case
from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.permissions import Actor, Role
from cmsdesk.services.assessments import FinishReview, JudgeRequirement, ReopenReview
from cmsdesk.services.former_rounds import ReadRounds
from cmsdesk.services.lists import Asked
from cmsdesk.services.office import Act, Office
from cmsdesk.services.page_notes import AddPageNote
from cmsdesk.services.protocol_sheet import ReadProtocol
from cmsdesk.services.questions import AnswerQuestion, AskCandidate, QuestionsOf
from cmsdesk.services.records import ReadApplication, ReadReview
from cmsdesk.services.review_sheet import ReadReviewSheet
from tests.judging import SCHEME, Judge, a_judge, admitted, at_work

SECRET, ANOTHER, ASKED = "Zwanenzang", "Pauwenveer", "Merelvraag"
MET, NOT_MET = Verdict.MET, Verdict.NOT_MET

# What makes no sense without something from outside the office, such as a file to import.
FROM_OUTSIDE = {"PlanImport", "AddEvidence", "SaveLetter", "OwnerOfKey", "SavePackageMail"}
# What must have answered, so that the walk is one through the review and not past it.
MUST_ANSWER = {
    *("ReadApplication", "ReadReview", "ReadReviewSheet", "ReadRounds", "ReadProtocol", "QuestionsOf", "RemarksOf", "HearingsOf"),
    *(
        "HistoryOf",
        "LastActs",
        "Undoable",
        "ListEvidence",
        "WorkList",
        "ListApplications",
        "SearchEverything",
        "AnswersOn",
        "PlanOf",
    ),
    *("NotesOn", "ReadVersions"),
    *("ReadMatrix", "OverviewOf", "CountForBoard", "ReadJudging"),
}


def readers() -> Iterator[type[Any]]:
    """Every use case of the services that only reads."""
    for module in pkgutil.iter_modules(every_use_case.__path__):
        found = importlib.import_module(f"{every_use_case.__name__}.{module.name}")
        for kind in vars(found).values():
            mine = isinstance(kind, type) and kind.__module__ == found.__name__ and dataclasses.is_dataclass(kind)
            if mine and hasattr(kind, "run") and not issubclass(kind, Act):
                yield kind


def ways_to_ask(reader: type[Any], values: dict[str, list[Any]]) -> list[Any]:
    """The reader with every combination of what it may be asked that leads to the dossier at hand."""
    hints = get_type_hints(reader)
    asked: list[dict[str, Any]] = [{}]
    for field in dataclasses.fields(reader):
        offered = values.get(field.name)
        if offered is not None and hints[field.name] is int:
            offered = [value for value in offered if value is not None]
        if offered is None:
            needed = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
            offered = [_by_type(reader, field.name, hints[field.name])] if needed else None
        if offered is not None:
            asked = [{**one, field.name: value} for one in asked for value in offered]
    return [reader(**one) for one in asked]


def _by_type(reader: type[Any], name: str, hint: Any) -> Any:
    simple: dict[Any, Any] = {
        int: 1,
        str: "",
        date: date(2026, 11, 2),
        bool: True,
        frozenset[str]: frozenset(),
        Path: Path("none"),
    }
    assert hint in simple, f"Say in the test what {reader.__name__} is asked as {name}."
    return simple[hint]


def everything_shown(office: Office, values: dict[str, list[Any]]) -> dict[str, str]:
    """What each reader answers, refusals too, as text; those that must answer, did."""
    shown: dict[str, str] = {}
    answered = set()
    for reader in readers():
        if reader.__name__ in FROM_OUTSIDE:
            continue
        for use_case in ways_to_ask(reader, values):
            try:
                answer = repr(office.do(use_case))
                answered.add(reader.__name__)
            except RuleBroken as refused:
                answer = f"refused: {refused}"
            shown[reader.__name__] = shown.get(reader.__name__, "") + answer
    assert answered >= MUST_ANSWER
    return shown


@pytest.fixture
def sealed(court: Office, tmp_path: Path) -> tuple[int, Judge, Judge, dict[str, list[Any]]]:
    """P handed in a report full of words, had asked a question, and changed a verdict; Q has not begun."""
    documents = {"essay.pdf": ("essay",), "cv.pdf": ("proof.cv",)}
    application = admitted(court, tmp_path, "apart", documents=documents)
    p, q = (a_judge(court, application, name, "assessor", "apart") for name in ("Pas", "Quak"))
    with at_work(court, p):
        court.do(JudgeRequirement(application, "essay", NOT_MET, f"First {SECRET}."))
        court.do(JudgeRequirement(application, "essay", MET, f"Then {SECRET}."))
        court.do(JudgeRequirement(application, "proof.cv", NOT_MET, f"{SECRET} again."))
        court.do(AddPageNote(1, 1, 0.5, 0.5, f"Here is {SECRET}."))
        question = court.do(AskCandidate(application, f"{ASKED}?", "essay"))
        court.do(AnswerQuestion(question, f"Answer to {ASKED}."))
        court.do(FinishReview(application, comment=f"All in all {SECRET}."))
    person = court.do(ReadApplication(application)).person_id
    values: dict[str, list[Any]] = {
        "application_id": [application],
        "assignment_id": [None, p.assignment_id, q.assignment_id],
        "person_id": [person, p.person_id],
        "evidence_id": [1, 2],
        "question_id": [question],
        "step_id": ["apart"],
        "kind": ["application", "person"],
        "ref": [application, person],
        "asked": [Asked(), Asked(SECRET), Asked("Kandidaat")],
        "words": [SECRET, "Kandidaat"],
        "scheme_id": [SCHEME],
        "role": ["assessor"],
        "bureau": [Actor("tester")],
        "path": [tmp_path / "out.pdf"],
        "language": ["en"],
        "limit": [100],
        "offset": [0],
    }
    return application, p, q, values


@pytest.mark.parametrize("role", [Role.BUREAU, Role.DECIDER, Role.ASSESSOR])
def test_no_reader_shows_a_sealed_report_to_anybody_but_its_author(
    court: Office, sealed: tuple[int, Judge, Judge, dict[str, list[Any]]], role: Role
) -> None:
    _application, _p, q, values = sealed
    court.work_as(Actor(q.name, role, q.person_id if role is Role.ASSESSOR else None))
    shown = everything_shown(court, values)
    assert [name for name, text in shown.items() if SECRET in text] == []
    if role is not Role.BUREAU:  # the office passes questions on
        assert [name for name, text in shown.items() if ASKED in text] == []


@pytest.mark.parametrize("role", [Role.BUREAU, Role.DECIDER, Role.ASSESSOR])
def test_once_all_reports_are_in_they_can_be_read(
    court: Office, sealed: tuple[int, Judge, Judge, dict[str, list[Any]]], role: Role
) -> None:
    application, _p, q, values = sealed
    with at_work(court, q):
        court.do(JudgeRequirement(application, "essay", MET, f"{ANOTHER}."))
        court.do(JudgeRequirement(application, "proof.cv", MET, f"{ANOTHER} too."))
        court.do(FinishReview(application, comment=f"{ANOTHER} whole."))
    court.work_as(Actor(q.name, role, q.person_id if role is Role.ASSESSOR else None))
    shown = everything_shown(court, values)
    assert SECRET in shown["NotesOn"]
    for secret in (SECRET, ANOTHER):
        assert secret in shown["ReadProtocol"]
        assert secret not in shown["HistoryOf"] + shown["LastActs"]
    assert ASKED in shown["QuestionsOf"]


def test_while_a_report_is_sealed_one_sees_how_many_are_in_and_nothing_else(
    court: Office, sealed: tuple[int, Judge, Judge, dict[str, list[Any]]]
) -> None:
    application, p, _q, _values = sealed
    sheet = court.do(ReadReviewSheet(application))
    [step] = sheet.steps
    assert (step.how_far, step.sealed, step.outcome) == ("1 of 2 reports are in.", True, "")
    assert sheet.application.progress == (1, 2)
    assert {item.verdict for item in sheet.items} == {""}
    assert {row.standing.value for row in sheet.application.evidence} == {"pending"}
    assert sheet.protocol is not None
    assert sheet.protocol.why_not == "1 of 2 reports are in; they stay sealed until all are."
    assert {item.verdict for item in court.do(ReadReview(application))[1]} == {""}
    own = court.do(ReadReviewSheet(application, p.assignment_id))
    assert ({item.verdict for item in own.items}, own.report.comment, own.report.finished_on) == ({""}, "", None)


def test_an_author_reads_the_own_report_and_never_that_of_the_other(
    court: Office, sealed: tuple[int, Judge, Judge, dict[str, list[Any]]]
) -> None:
    application, p, q, _values = sealed
    with at_work(court, p):
        sheet = court.do(ReadReviewSheet(application))
        assert [item.verdict for item in sheet.items] == ["met", "not_met"]
        assert SECRET in sheet.report.comment
        assert [question.mine for question in sheet.questions] == [True]
    with at_work(court, q):
        assert court.do(QuestionsOf(application)) == ()
        with pytest.raises(RuleBroken, match="assigned to somebody else"):
            court.do(ReadReviewSheet(application, p.assignment_id))


def test_an_open_report_of_somebody_else_is_hidden_also_where_only_one_is_needed(court: Office, tmp_path: Path) -> None:
    application = admitted(court, tmp_path, "portfolio")
    judge = a_judge(court, application, "Roos", "assessor", "portfolio")
    with at_work(court, judge):
        court.do(JudgeRequirement(application, "craft.essay", NOT_MET, SECRET))
    for role in (Role.BUREAU, Role.DECIDER):
        court.work_as(Actor("Somebody", role))
        assert SECRET not in repr(court.do(ReadReviewSheet(application)))
        assert SECRET not in repr(court.do(ReadReview(application)))


def test_somebody_who_declared_nothing_does_not_read_along(
    court: Office, sealed: tuple[int, Judge, Judge, dict[str, list[Any]]]
) -> None:
    application, _p, q, _values = sealed
    with at_work(court, q):
        for key in ("essay", "proof.cv"):
            court.do(JudgeRequirement(application, key, MET))
        court.do(FinishReview(application))
    late = a_judge(court, application, "Roos", "assessor", "apart", declared=False)
    with at_work(court, late):
        assert SECRET not in repr(court.do(ReadProtocol(application, "apart")))


def test_a_former_round_stays_sealed_until_a_later_one_is_complete(
    court: Office, sealed: tuple[int, Judge, Judge, dict[str, list[Any]]]
) -> None:
    application, p, q, _values = sealed
    with at_work(court, q):
        for key in ("essay", "proof.cv"):
            court.do(JudgeRequirement(application, key, MET))
        court.do(FinishReview(application))
    court.do(ReopenReview(application))
    with at_work(court, p):
        court.do(JudgeRequirement(application, "essay", NOT_MET, f"{ANOTHER}, now."))
        court.do(FinishReview(application))
    [first, second] = court.do(ReadRounds(application))
    assert ([report.by for report in first.reports], first.withheld) == (["P. Pas", "P. Quak"], 0)
    assert (second.closed_on, second.reports) == (None, ())
    assert ANOTHER not in repr(court.do(ReadReviewSheet(application)))


def test_what_the_office_typed_from_paper_is_sealed_once_it_is_in(court: Office, tmp_path: Path) -> None:
    application = admitted(court, tmp_path, "apart", documents={"essay.pdf": ("essay",)})
    judge = a_judge(court, application, "Pas", "assessor", "apart")
    court.do(JudgeRequirement(application, "essay", MET, SECRET, assignment_id=judge.assignment_id))
    assert SECRET in repr(court.do(ReadReviewSheet(application, judge.assignment_id)))
    court.do(FinishReview(application, assignment_id=judge.assignment_id))
    assert SECRET not in repr(court.do(ReadReviewSheet(application, judge.assignment_id)))
