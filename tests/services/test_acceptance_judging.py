"""Acceptance scenarios of steps, routes and roles, on the schemes as they are shipped."""

import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from pypdf import PdfReader

from cmsdesk.domain.applications import Application, State
from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.certificates import Certificate
from cmsdesk.domain.dossiers import Standing
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.services.answers import AnswerCheck
from cmsdesk.services.applications import AdmitApplication, ReceiveApplication, StartApplication
from cmsdesk.services.assessments import FinishReview, JudgeRequirement
from cmsdesk.services.assignments import AssignPerson
from cmsdesk.services.certificates import IssueCertificate, ReadCertificate, ReadPaper
from cmsdesk.services.decisions import RecordDecision
from cmsdesk.services.dossiers import AddEvidence, AddPoints, DescribeEvidence, JudgeEvidence
from cmsdesk.services.hearings import PlanHearing
from cmsdesk.services.judging import ReadJudging
from cmsdesk.services.office import Office
from cmsdesk.services.qualifications import AddCredential
from cmsdesk.services.records import ReadApplication
from cmsdesk.services.review_sheet import ReadReviewSheet
from cmsdesk.services.schemes import scheme_of, work_with
from tests import given
from tests.judging import Days, Judge, a_file, a_judge, an_office, at_work
from tests.situations import Look, Put, somebody

CHECKS = frozenset({"cotan_method", "hbo_stated", "signed_by_psychologist"})


@pytest.fixture
def days() -> Days:
    return Days(date(2018, 9, 15))


@pytest.fixture
def own(tmp_path: Path, days: Days) -> Iterator[Office]:
    office = an_office(tmp_path, days)
    yield office
    office.close()
    work_with({})


def text_of(paper: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(paper)).pages)


def version_of(office: Office, application: int) -> str:
    found = office.do(Look(Application, application))
    assert isinstance(found, Application)
    return found.version_id


def test_a_certificate_of_another_bureau_leads_up_without_any_topic(own: Office, days: Days) -> None:
    """AC-07."""
    days.day = date(2024, 9, 1)
    person = somebody(own, "Vos")
    own.do(AddCredential(person, "title:L1", "CINTEA", date(2023, 11, 20)))
    application = own.do(StartApplication(person, "atim-as", "L2-certificate"))
    own.do(ReceiveApplication(application, days.day))
    own.do(AnswerCheck(application, "work", "yes"))
    own.do(AdmitApplication(application))
    record = own.do(ReadApplication(application))
    assert record.state is State.CANDIDATE
    assert {leaf.kind for leaf in record.leaves}.isdisjoint({"topics"})
    [held] = [leaf for leaf in record.leaves if leaf.requirement_id == "l2cert.cert"]
    assert held.outcome == "met"
    assert "CINTEA" in " ".join(line.text for line in held.counted)
    judging = own.do(ReadJudging(application))
    assert (judging.has_topics, judging.has_plan) == (False, False)
    assert own.do(ReadReviewSheet(application)).matrix is None


def a_holder(office: Office, surname: str) -> int:
    """Somebody with a valid certificate of the career register and eighty points in its time."""
    person = somebody(office, surname)
    office.do(
        Put(
            Certificate(
                number=f"RL-2015-{surname}",
                person_id=person,
                scheme_id="rl",
                title_id="RL",
                issuer="DNV GL",
                granted_on=date(2015, 12, 1),
                until_on=date(2018, 11, 30),
            )
        )
    )
    office.do(
        AddPoints(person, "rl", "development", date(2017, 5, 1), "Opleiding", points=Decimal(80), standing=Standing.ACCEPTED)
    )
    return person


def test_one_day_decides_whether_recertification_is_oral_or_in_writing(own: Office, days: Days) -> None:
    """AC-12: K came in on 30 September 2018, L on 1 October."""
    k, l_ = (own.do(StartApplication(a_holder(own, name), "rl", "recert-oral")) for name in ("K", "L"))
    days.day = date(2018, 9, 30)
    own.do(ReceiveApplication(k, days.day))
    days.day = date(2018, 10, 1)
    with pytest.raises(RuleBroken, match="Recertification, in writing"):
        own.do(ReceiveApplication(l_, days.day))
    l_ = own.do(StartApplication(a_holder(own, "L2"), "rl", "recert-written"))
    own.do(ReceiveApplication(l_, days.day))
    assert [version_of(own, one) for one in (k, l_)] == ["rl-2017", "rl-2018"]
    steps = [[(step.row.id, step.row.mode, step.row.needed) for step in own.do(ReadJudging(one)).steps] for one in (k, l_)]
    assert steps == [[("oral", "oral", 1)], [("written2", "written", 2)]]
    assert all(leaf.outcome == "met" for one in (k, l_) for leaf in own.do(ReadApplication(one)).leaves)
    with pytest.raises(RuleBroken, match="no conversation in this step"):
        own.do(PlanHearing(l_, "oral", days.day))
    member = given.an_appointed(own, "Lid", "committee", "rl", from_on=date(2010, 1, 1))
    with pytest.raises(RuleBroken, match="has no such step"):
        own.do(AssignPerson(l_, member, "committee", "oral"))
    own.do(AssignPerson(k, member, "committee", "oral"))


@pytest.mark.parametrize(
    ("bureau", "ticked", "exception", "outcome", "sentence"),
    [
        ("GITP", CHECKS, None, "met", ""),
        ("GITP", CHECKS - {"signed_by_psychologist"}, None, "not_met", "Not shown: signed by a psychologist."),
        ("Bureau X", CHECKS, None, "not_met", "“Bureau X” is not on the list, and there is no exception by CMI"),
        ("Bureau X", CHECKS, ("CMI", date(2021, 1, 15), "The board knows how they work."), "met", ""),
    ],
    ids=["a", "b", "c", "d"],
)
def test_an_assessment_stands_in_for_a_diploma(
    own: Office,
    days: Days,
    tmp_path: Path,
    bureau: str,
    ticked: frozenset[str],
    exception: tuple[str, date, str] | None,
    outcome: str,
    sentence: str,
) -> None:
    """AC-15, a to d."""
    days.day = date(2021, 2, 1)
    application = own.do(StartApplication(somebody(own, "Kandidaat"), "rl", "initial"))
    report = own.do(AddEvidence(application, a_file(tmp_path, "report.pdf"), ("entry.level.assessment",)))
    own.do(JudgeEvidence(report, Standing.ACCEPTED))
    own.do(DescribeEvidence(report, bureau, ticked, *(exception or ())))
    leaves = {leaf.requirement_id: leaf for leaf in own.do(ReadApplication(application)).leaves}
    assert leaves["entry.level.assessment"].outcome == outcome
    assert sentence in leaves["entry.level.assessment"].sentence
    assert leaves["entry.level.diploma"].outcome == "not_met"


def test_a_bachelor_of_three_years_needs_no_assessment(own: Office, days: Days) -> None:
    """AC-15, e; and the list of bureaus as it begins."""
    days.day = date(2021, 2, 1)
    person = somebody(own, "Bachelor")
    own.do(AddCredential(person, "diploma", "Hogeschool", date(2012, 7, 1), level=6, years=3))
    verdict = own.do(ReadApplication(own.do(StartApplication(person, "rl", "initial")))).verdict
    [level] = [child for group in verdict.children for child in (group, *group.children) if child.requirement_id == "entry.level"]
    assert level.outcome == "met"
    [bureaus] = [one for one in scheme_of("rl").lists if one.id == "bureaus"]
    assert len(bureaus.items) == 13


def judge_in_writing(office: Office, application: int, judges: list[Judge]) -> None:
    for judge in judges:
        with at_work(office, judge):
            for item in office.do(ReadReviewSheet(application)).items:
                office.do(JudgeRequirement(application, item.requirement_id, Verdict.MET))
            office.do(FinishReview(application))


def test_the_certificate_names_who_certifies_and_whose_scheme_it_is(own: Office, days: Days) -> None:
    """AC-21: issuer DNV GL, scheme owner CMI."""
    days.day = date(2018, 10, 1)
    application = own.do(StartApplication(a_holder(own, "L"), "rl", "recert-written"))
    own.do(ReceiveApplication(application, days.day))
    own.do(AdmitApplication(application))
    judge_in_writing(own, application, [a_judge(own, application, name, "assessor", "written2") for name in ("P", "Q")])
    own.do(RecordDecision(application, True, days.day, "All is met.", decider_id=given.decider(own, application)))
    certificate = own.do(IssueCertificate(application))
    assert own.do(ReadCertificate(certificate)).issuer == "DNV GL"
    text = text_of(own.do(ReadPaper(certificate))[1])
    assert "DNV GL verklaart" in text
    assert f"van {scheme_of('rl').owner}" in text
