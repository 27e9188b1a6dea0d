"""A scheme that nobody in the program knows runs from its file alone, from application to certificate."""

import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from pypdf import PdfReader

from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.dossiers import Standing
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.schemes.examples import check_examples
from cmsdesk.services.answers import AddStatement, AnswerCheck, AnswerTopics, JudgeStatement
from cmsdesk.services.applications import AdmitApplication, ReceiveApplication, StartApplication
from cmsdesk.services.assessments import FinishReview, JudgeRequirement
from cmsdesk.services.certificates import IssueCertificate, ReadCertificate, ReadPaper
from cmsdesk.services.decisions import RecordDecision
from cmsdesk.services.dossiers import AddEvidence, AddPoints
from cmsdesk.services.editions import AddScheme, PublishEdition
from cmsdesk.services.lists import Asked
from cmsdesk.services.office import Office, make_office
from cmsdesk.services.qualifications import AddWorkPeriod
from cmsdesk.services.records import ReadApplication, ReadReview
from cmsdesk.services.register import ListHolders
from cmsdesk.services.schemes import known_schemes, route_choices, scheme_of, work_with
from cmsdesk.services.settings import FoundOffice, OfficeDetails
from tests import given
from tests.conftest import TODAY
from tests.judging import a_judge, at_work

SCHEME = "lighthouses"
FILE = Path(__file__).parent.parent / "data" / "lighthouses.toml"


@pytest.fixture
def lighthouses(tmp_path: Path) -> Iterator[Office]:
    """An office that took in the file of the scheme and published it."""
    office = make_office(tmp_path / "tower.cmsdesk", user="tester", today=lambda: TODAY)
    office.do(FoundOffice(OfficeDetails("The tower")))
    office.do(PublishEdition(office.do(AddScheme(FILE))))
    yield office
    office.close()
    work_with({})


def test_its_worked_example_passes(lighthouses: Office) -> None:
    assert [result.differences for result in check_examples(scheme_of(SCHEME))] == [()]


def test_its_routes_can_be_chosen_beside_those_that_are_shipped(lighthouses: Office) -> None:
    labels = [choice.label for choice in route_choices(TODAY) if choice.scheme_id == SCHEME]
    assert labels == [
        "Lighthouse Keeper (LHK): Become a keeper",
        "Senior Lighthouse Keeper (SLK)",
        "Master of the Light (MLK)",
        "Lighthouse Keeper (LHK): Stay a keeper",
    ]
    assert len(known_schemes()) > 1


def watches(office: Office, person: int, hours: int, on: date = date(2026, 5, 1)) -> None:
    line = AddPoints(person, SCHEME, "watches", on, "Watches", hours=Decimal(hours), standing=Standing.ACCEPTED)
    office.do(line)


def decided(office: Office, application: int) -> None:
    """From a complete application to a grant."""
    office.do(ReceiveApplication(application, office.today))
    office.do(AdmitApplication(application))
    warden = a_judge(office, application, "Warden", "warden", "visit")
    with at_work(office, warden):
        for item in office.do(ReadReview(application))[1]:
            office.do(JudgeRequirement(application, item.requirement_id, Verdict.MET))
        office.do(FinishReview(application))
    office.do(RecordDecision(application, True, office.today, "The light burns.", decider_id=given.decider(office, application)))


def a_keeper(office: Office, folder: Path) -> tuple[int, int]:
    """Somebody who became a keeper; returns the person and the certificate."""
    person = given.a_member(office)
    application = office.do(StartApplication(person, SCHEME, "keeper"))
    office.do(AddEvidence(application, given.a_pdf(folder), ("keeper.health",)))
    office.do(AnswerCheck(application, "keeper.stairs", "yes"))
    watches(office, person, 80)
    decided(office, application)
    return person, office.do(IssueCertificate(application))


def a_senior(office: Office, folder: Path) -> int:
    person, _certificate = a_keeper(office, folder)
    office.do(AddWorkPeriod(person, SCHEME, "service", "The Brandaris", date(2024, 11, 21)))
    application = office.do(StartApplication(person, SCHEME, "senior"))
    decided(office, application)
    office.do(IssueCertificate(application))
    return person


def test_the_first_title_runs_from_application_to_certificate(lighthouses: Office, tmp_path: Path) -> None:
    person, certificate = a_keeper(lighthouses, tmp_path)
    found = lighthouses.do(ReadCertificate(certificate))
    assert (found.number[:-2], found.title, found.issuer) == ("LHK.2026.0001", "LHK", "Kustgilde")
    assert (found.granted_on, found.until_on) == (TODAY, date(2031, 11, 20))
    _name, paper = lighthouses.do(ReadPaper(certificate))
    text = " ".join(PdfReader(io.BytesIO(paper)).pages[0].extract_text().split())
    assert "houdt het licht brandend tot en met 20-11-2031" in text
    [row] = lighthouses.do(ListHolders(Asked(), 0, 10))
    assert (row.person_id, row.title) == (person, "LHK")


@pytest.mark.parametrize(
    ("lacking", "reason"),
    [
        ("form", "Health: This document is missing."),
        ("stairs", "Can climb stairs: Climbs 200 steps"),
        ("watches", r"Ten watches: 0\.5 points still needed"),
    ],
)
def test_each_gate_holds_what_is_missing(lighthouses: Office, tmp_path: Path, lacking: str, reason: str) -> None:
    person = given.a_member(lighthouses)
    application = lighthouses.do(StartApplication(person, SCHEME, "keeper"))
    if lacking != "form":
        lighthouses.do(AddEvidence(application, given.a_pdf(tmp_path), ("keeper.health",)))
    if lacking != "stairs":
        lighthouses.do(AnswerCheck(application, "keeper.stairs", "yes"))
    watches(lighthouses, person, 79)
    with pytest.raises(RuleBroken, match=reason):
        decided(lighthouses, application)


def test_the_second_title_asks_for_the_first_and_for_one_of_two_proofs(lighthouses: Office, tmp_path: Path) -> None:
    person, _certificate = a_keeper(lighthouses, tmp_path)
    application = lighthouses.do(StartApplication(person, SCHEME, "senior"))
    record = lighthouses.do(ReadApplication(application))
    assert {leaf.requirement_id: leaf.outcome for leaf in record.leaves} == {
        "senior.title": "met",
        "senior.service": "not_met",
        "senior.storms": "not_met",
    }
    for night in (1, 2, 3):
        line = AddPoints(
            person,
            SCHEME,
            "storms",
            date(2026, 1, night),
            f"Night {night}",
            points=Decimal(1),
            marks=frozenset({"stormy"}),
            standing=Standing.ACCEPTED,
        )
        lighthouses.do(line)
    decided(lighthouses, application)
    lighthouses.do(IssueCertificate(application))
    assert {row.title for row in lighthouses.do(ListHolders(Asked(), 0, 10))} == {"LHK", "SLK"}


def test_the_third_title_needs_topics_two_elders_and_the_oath_before_the_paper(lighthouses: Office, tmp_path: Path) -> None:
    person = a_senior(lighthouses, tmp_path)
    application = lighthouses.do(StartApplication(person, SCHEME, "master"))
    basis = frozenset({"experience"})
    lighthouses.do(AnswerTopics(application, {"lamp": (Standing.ACCEPTED, basis), "horn": (Standing.ACCEPTED, basis)}))
    for elder in ("E. Elder", "O. Older"):
        statement = lighthouses.do(AddStatement(application, "master.word", elder, date(2026, 11, 1)))
        lighthouses.do(JudgeStatement(statement, Standing.ACCEPTED))
    decided(lighthouses, application)
    with pytest.raises(RuleBroken, match="Oath taken: The oath was taken"):
        lighthouses.do(IssueCertificate(application))
    lighthouses.do(AnswerCheck(application, "master.oath", "yes"))
    with pytest.raises(RuleBroken, match="closed"):
        lighthouses.do(AnswerTopics(application, {"lamp": (Standing.REFUSED, basis)}))
    lighthouses.do(IssueCertificate(application))
    assert {row.title for row in lighthouses.do(ListHolders(Asked(), 0, 10))} == {"LHK", "SLK", "MLK"}
    with pytest.raises(RuleBroken, match="closed"):
        lighthouses.do(AnswerCheck(application, "master.oath", "no"))


def test_only_new_watches_renew_the_first_title(lighthouses: Office, tmp_path: Path) -> None:
    person, _certificate = a_keeper(lighthouses, tmp_path)
    application = lighthouses.do(StartApplication(person, SCHEME, "keeper-again"))
    watches(lighthouses, person, 24, on=TODAY)
    [leaf] = [leaf for leaf in lighthouses.do(ReadApplication(application)).leaves if leaf.requirement_id == "again.watches"]
    assert (leaf.outcome, leaf.have, leaf.missing) == ("not_met", "3", Decimal(2))
    assert [line.reason for line in leaf.cut] == ["Not dated in the period that counts."]
    watches(lighthouses, person, 16, on=TODAY)
    [leaf] = [leaf for leaf in lighthouses.do(ReadApplication(application)).leaves if leaf.requirement_id == "again.watches"]
    assert leaf.outcome == "met"
