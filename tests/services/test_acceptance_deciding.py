"""Acceptance scenarios of intake, decision and objection, on the schemes as they are shipped."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cmsdesk.domain.applications import State
from cmsdesk.domain.disputes import DisputeKind
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.services.answers import AddStatement
from cmsdesk.services.applications import AdmitApplication, ReceiveApplication, StartApplication
from cmsdesk.services.certificates import IssueCertificate, ReadCertificate
from cmsdesk.services.decision_sheet import ReadDecisionSheet
from cmsdesk.services.decisions import MarkDecisionSent, RecordDecision
from cmsdesk.services.dispute_lists import ReadDispute
from cmsdesk.services.disputes import BringIn
from cmsdesk.services.gates import Light
from cmsdesk.services.intake import ReadIntake, SettleCheck
from cmsdesk.services.office import Office
from cmsdesk.services.qualifications import AddCredential, AddWorkPeriod
from cmsdesk.services.records import ReadApplication
from tests import given
from tests.situations import Clock, HandInReport, office_at, somebody


@pytest.fixture
def clock() -> Clock:
    return Clock(date(2024, 9, 1))


@pytest.fixture
def own(tmp_path: Path, clock: Clock) -> Iterator[Office]:
    office = office_at(tmp_path, clock)
    yield office
    office.close()


def test_the_first_course_is_open_and_no_workplace_is_no_refusal(own: Office) -> None:
    """AC-06."""
    smit, kok = (own.do(StartApplication(somebody(own, name), "atim-as", "L1")) for name in ("Smit", "Kok"))
    for application, answer in ((smit, "yes"), (kok, "no")):
        own.do(ReceiveApplication(application, own.today))
        own.do(SettleCheck(application, "work", answer))
    own.do(AdmitApplication(smit))
    assert own.do(ReadApplication(smit)).state is State.CANDIDATE
    assert own.do(ReadApplication(kok)).state is State.CONSULTATION
    [work] = [row for row in own.do(ReadIntake(kok)).rows if row.requirement_id == "work"]
    assert work.remedies == ("consultation", "an internship at a works council")
    with pytest.raises(RuleBroken, match="an internship at a works council"):
        own.do(AdmitApplication(kok))
    own.do(SettleCheck(kok, "work", "yes", "Internship found."))
    own.do(AdmitApplication(kok))
    assert own.do(ReadApplication(kok)).state is State.CANDIDATE


def an_interim_manager(office: Office, surname: str, clients: tuple[str, ...]) -> int:
    """Whoever meets the norm in all but the statements; the report of the review is in."""
    person = somebody(office, surname)
    office.do(AddCredential(person, "diploma", "Hogeschool", date(2000, 7, 1), level=6))
    office.do(AddWorkPeriod(person, "rqim", "im_work", "Interim", date(2005, 1, 1)))
    given.points_in(office, person, "rqim", "assignments", 3)
    application = office.do(StartApplication(person, "rqim", "initial"))
    office.do(AddStatement(application, "norm.code", surname, office.today))
    for client in clients:
        office.do(AddStatement(application, "norm.references", client, office.today))
    office.do(ReceiveApplication(application, office.today))
    office.do(AdmitApplication(application))
    office.do(HandInReport(application, "crp-review"))
    return application


def test_the_mark_is_granted_from_its_first_day_on(own: Office, clock: Clock) -> None:
    """AC-24, Z."""
    clock.day = date(2012, 12, 31)
    application = an_interim_manager(own, "Z", ("A", "B", "C"))
    decider = given.decider(own, application)
    with pytest.raises(RuleBroken, match="before 01-01-2013"):
        own.do(RecordDecision(application, True, clock.day, "All is met.", decider_id=decider))
    clock.day = date(2013, 1, 1)
    own.do(RecordDecision(application, True, clock.day, "All is met.", decider_id=decider))
    assert own.do(ReadCertificate(own.do(IssueCertificate(application)))).until_on == date(2015, 12, 31)


@pytest.mark.parametrize("clients", [("A", "B"), ("A", "B", "b ")])
@pytest.mark.parametrize(("objects_on", "in_time"), [(date(2014, 3, 31), True), (date(2014, 4, 1), False)])
def test_a_missing_statement_refuses_and_the_objection_has_four_weeks(
    own: Office, clock: Clock, clients: tuple[str, ...], objects_on: date, in_time: bool
) -> None:
    """AC-24, AA: two statements by one client count as one."""
    clock.day = date(2014, 3, 3)
    application = an_interim_manager(own, "AA", clients)
    decider = given.decider(own, application)
    red = [gate.reason for gate in own.do(ReadDecisionSheet(application)).gates if gate.light is Light.RED]
    assert red == ["1 statement is missing."]
    with pytest.raises(RuleBroken, match=r"1 statement is missing\."):
        own.do(RecordDecision(application, True, clock.day, "All is met.", decider_id=decider))
    own.do(RecordDecision(application, False, clock.day, "One statement is missing.", decider_id=decider))
    with pytest.raises(RuleBroken, match="no decision yet that grants"):
        own.do(IssueCertificate(application))
    own.do(MarkDecisionSent(application, clock.day))
    clock.day = date(2014, 4, 1)
    dispute = own.do(ReadDispute(own.do(BringIn(DisputeKind.OBJECTION, "AA", "There are three.", objects_on, application))))
    assert (dispute.in_time, dispute.handled_by) == (in_time, "CRP")
