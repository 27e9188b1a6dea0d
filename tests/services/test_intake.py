"""Taking an application in: what is complete, what is asked, consulting, special needs, and the terms meanwhile."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from cmsdesk.domain.applications import Act, Party, State
from cmsdesk.domain.corrections import Fault
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.schemes.evaluate import Outcome
from cmsdesk.services.applications import (
    AdmitApplication,
    AskCorrection,
    CountApplications,
    ListApplications,
    ReceiveApplication,
    StartApplication,
    WithdrawApplication,
)
from cmsdesk.services.decision_sheet import ReadDecisionSheet
from cmsdesk.services.dossiers import AddEvidence
from cmsdesk.services.intake import ConsultApplication, ReadIntake, RecordSpecialNeeds, SettleCheck
from cmsdesk.services.lists import Asked
from cmsdesk.services.next_actions import SETTLE_CHECK
from cmsdesk.services.office import Office
from cmsdesk.services.records import ApplicationRecord, ReadApplication
from cmsdesk.services.today import WorkList
from tests import given
from tests.situations import COURSE, Clock, office_at, somebody

REMEDIES = ("consultation", "an internship at a works council")


@pytest.fixture
def clock() -> Clock:
    return Clock(date(2024, 9, 2))


@pytest.fixture
def own(tmp_path: Path, clock: Clock) -> Iterator[Office]:
    office = office_at(tmp_path, clock)
    yield office
    office.close()


def read(office: Office, application: int) -> ApplicationRecord:
    return office.do(ReadApplication(application))


def test_no_workplace_is_consultation_and_no_refusal(own: Office) -> None:
    """AC-06: E. Smit is admitted at once, F. Kok when an internship is found."""
    smit, kok = (own.do(StartApplication(somebody(own, name), COURSE, "course")) for name in ("Smit", "Kok"))
    own.do(SettleCheck(smit, "work", "yes"))
    own.do(ReceiveApplication(smit, own.today))
    own.do(AdmitApplication(smit))
    assert read(own, smit).state is State.CANDIDATE

    own.do(ReceiveApplication(kok, own.today))
    own.do(SettleCheck(kok, "work", "no", "Looks for a workplace."))
    record = read(own, kok)
    assert (record.state, record.state.label, record.note) == (State.CONSULTATION, "In consultation", "Looks for a workplace.")
    [row] = own.do(ReadIntake(kok)).rows
    assert (row.answer, row.remedies, row.outcome, row.blocks) == ("no", REMEDIES, Outcome.UNDECIDED, "candidate")
    assert record.next
    assert record.next.act == SETTLE_CHECK
    assert "an internship at a works council" in record.next.reason
    with pytest.raises(RuleBroken, match="an internship at a works council"):
        own.do(AdmitApplication(kok))
    own.do(SettleCheck(kok, "work", "yes", "Internship found."))
    own.do(AdmitApplication(kok))
    assert read(own, kok).state is State.CANDIDATE


def test_a_check_that_nobody_answered_keeps_an_application_from_the_review(own: Office) -> None:
    application = own.do(StartApplication(somebody(own, "Smit"), COURSE, "course"))
    own.do(ReceiveApplication(application, own.today))
    with pytest.raises(RuleBroken, match="Works in the field"):
        own.do(AdmitApplication(application))


def test_a_check_in_consultation_before_the_application_came_in_waits_for_it(own: Office) -> None:
    application = own.do(StartApplication(somebody(own, "Smit"), COURSE, "course"))
    own.do(SettleCheck(application, "work", "consultation"))
    record = read(own, application)
    assert (record.state, record.note) == (State.CONSULTATION, "Works in the field and is able to do the assignments")
    assert record.next
    assert record.next.act == Act.RECEIVE
    with pytest.raises(RuleBroken, match="did not come in yet"):
        own.do(AdmitApplication(application))
    own.do(ReceiveApplication(application, own.today))
    assert read(own, application).state is State.SUBMITTED


@pytest.mark.parametrize(
    ("requirement", "answer", "reason"),
    [("work", "perhaps", "yes, no or in consultation"), ("entry", "yes", "knows no “entry”")],
)
def test_what_is_no_answer_to_a_check_is_refused(own: Office, requirement: str, answer: str, reason: str) -> None:
    application = own.do(StartApplication(somebody(own, "Smit"), COURSE, "course"))
    with pytest.raises(RuleBroken, match=reason):
        own.do(SettleCheck(application, requirement, answer))


def test_a_no_after_admission_is_recorded_and_moves_nothing(own: Office) -> None:
    application = own.do(StartApplication(somebody(own, "Smit"), COURSE, "course"))
    own.do(SettleCheck(application, "work", "yes"))
    own.do(ReceiveApplication(application, own.today))
    own.do(AdmitApplication(application))
    own.do(SettleCheck(application, "work", "no"))
    assert read(own, application).state is State.CANDIDATE


def test_consulting_says_what_about(own: Office) -> None:
    application = own.do(StartApplication(somebody(own, "Smit"), COURSE, "course"))
    with pytest.raises(RuleBroken, match="what you talk about"):
        own.do(ConsultApplication(application, " "))
    own.do(ConsultApplication(application, "Which course fits?"))
    record = read(own, application)
    assert (record.state, record.waits_for, record.due_on) == (
        State.CONSULTATION,
        Party.BUREAU,
        own.today + timedelta(days=14),
    )


def test_a_correction_names_the_requirement_the_fault_and_the_term(office: Office, tmp_path: Path) -> None:
    application = given.an_application(office, given.a_member(office))
    office.do(
        AskCorrection(application, "The form is not signed.", Fault.INCORRECT, given.FORM, office.today + timedelta(days=7))
    )
    office.do(AskCorrection(application, "A diploma is missing."))
    first, second = office.do(ReadIntake(application)).corrections
    assert (first.title, first.fault, first.text) == ("Designation application form", Fault.INCORRECT, "The form is not signed.")
    assert (second.title, second.fault) == ("The application as a whole", Fault.INCOMPLETE)
    assert read(office, application).state is State.INCOMPLETE
    office.do(AddEvidence(application, given.a_pdf(tmp_path), (given.FORM,)))
    office.do(ReceiveApplication(application, office.today))
    assert {one.answered_on for one in office.do(ReadIntake(application)).corrections} == {office.today}


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (lambda a, day: AskCorrection(a, "x", requirement_id="nothing"), "knows no “nothing”"),
        (lambda a, day: AskCorrection(a, "x", due_on=day - timedelta(days=1)), "ends in the future"),
    ],
)
def test_a_correction_that_makes_no_sense_is_refused(office: Office, act: object, reason: str) -> None:
    application = given.an_application(office, given.a_member(office))
    with pytest.raises(RuleBroken, match=reason):
        office.do(act(application, office.today))  # type: ignore[operator]


def test_the_term_of_the_office_stands_still_while_the_candidate_corrects(own: Office, clock: Clock) -> None:
    application = own.do(StartApplication(somebody(own, "Smit"), COURSE, "course"))
    own.do(ReceiveApplication(application, clock.day))
    assert read(own, application).due_on == date(2024, 9, 16)
    clock.day = date(2024, 9, 12)
    own.do(AskCorrection(application, "The diploma is out of date.", Fault.OUTDATED, due_on=date(2024, 9, 30)))
    record = read(own, application)
    assert (record.due_on, record.paused_on) == (date(2024, 9, 16), date(2024, 9, 12))
    assert record.next
    assert record.next.reason == "The diploma is out of date. Expected by 30-09-2024."
    [row] = own.do(ListApplications(Asked(), 0, 5))
    assert row.due_on == date(2024, 9, 30)
    clock.day = date(2024, 9, 20)
    assert own.do(CountApplications(Asked(chips=frozenset({"due:late"})))) == 0
    own.do(ReceiveApplication(application, date(2024, 9, 18)))
    record = read(own, application)
    assert (record.due_on, record.paused_on, record.received_on) == (date(2024, 9, 22), None, date(2024, 9, 2))


def test_a_candidate_who_is_late_is_reminded(own: Office, clock: Clock) -> None:
    application = own.do(StartApplication(somebody(own, "Smit"), COURSE, "course"))
    own.do(AskCorrection(application, "The diploma is missing."))
    [row] = own.do(WorkList())
    assert (row.what, row.light) == ("Waiting for the candidate, CURSUS", "fine")
    clock.day += timedelta(days=22)
    [row] = own.do(WorkList())
    assert (row.what, row.light) == ("Remind the candidate, CURSUS", "late")
    assert own.do(CountApplications(Asked(chips=frozenset({"due:late"}), sort="due_on"))) == 1


def test_consulting_lets_the_term_run_again_and_withdrawing_ends_it(own: Office, clock: Clock) -> None:
    application = own.do(StartApplication(somebody(own, "Smit"), COURSE, "course"))
    own.do(ReceiveApplication(application, clock.day))
    own.do(AskCorrection(application, "The diploma is missing."))
    clock.day += timedelta(days=10)
    own.do(ConsultApplication(application, "Talked on the phone."))
    assert (read(own, application).due_on, read(own, application).paused_on) == (date(2024, 9, 26), None)
    own.do(AskCorrection(application, "The diploma is still missing."))
    own.do(WithdrawApplication(application, "Moved."))
    assert (read(own, application).due_on, read(own, application).paused_on) == (None, None)


def test_the_rules_of_the_day_on_which_it_was_complete_hold(own: Office, clock: Clock) -> None:
    """What was incomplete came in complete later; what was only wrong had come in."""
    clock.day = date(2019, 12, 31)
    incomplete, outdated = (own.do(StartApplication(somebody(own, name), COURSE, "course")) for name in ("Smit", "Kok"))
    for application, fault in ((incomplete, Fault.INCOMPLETE), (outdated, Fault.OUTDATED)):
        own.do(ReceiveApplication(application, clock.day))
        own.do(AskCorrection(application, "Please send it again.", fault))
    clock.day = date(2020, 1, 8)
    for application in (incomplete, outdated):
        own.do(ReceiveApplication(application, clock.day))
    sheets = [own.do(ReadDecisionSheet(one)) for one in (incomplete, outdated)]
    assert [sheet.version for sheet in sheets] == ["opleiding-2", "opleiding-1"]
    complete = [gate.reason for sheet in sheets for gate in sheet.gates if gate.title == "Complete"]
    assert complete == ["since 08-01-2020.", "since 31-12-2019."]


def test_an_answer_cannot_be_older_than_its_question(own: Office, clock: Clock) -> None:
    application = own.do(StartApplication(somebody(own, "Smit"), COURSE, "course"))
    clock.day += timedelta(days=3)
    own.do(AskCorrection(application, "The diploma is missing."))
    with pytest.raises(RuleBroken, match="asked on 05-09-2024"):
        own.do(ReceiveApplication(application, date(2024, 9, 4)))


def test_special_needs_are_decided_on_before_the_review(own: Office) -> None:
    application = own.do(StartApplication(somebody(own, "Smit"), COURSE, "course"))
    own.do(SettleCheck(application, "work", "yes"))
    own.do(ReceiveApplication(application, own.today))
    with pytest.raises(RuleBroken, match="what the candidate asked for"):
        own.do(RecordSpecialNeeds(application, "", "Half an hour more."))
    own.do(RecordSpecialNeeds(application, "Reads slowly."))
    with pytest.raises(RuleBroken, match="decide on it first"):
        own.do(AdmitApplication(application))
    own.do(RecordSpecialNeeds(application, "Reads slowly.", "Half an hour more."))
    own.do(AdmitApplication(application))
    intake = own.do(ReadIntake(application))
    assert (intake.special_needs, intake.accommodation) == ("Reads slowly.", "Half an hour more.")
    own.do(WithdrawApplication(application, "Moved."))
    with pytest.raises(RuleBroken, match="is closed"):
        own.do(RecordSpecialNeeds(application, "Reads slowly."))


def test_completeness_is_told_requirement_by_requirement(office: Office, tmp_path: Path) -> None:
    application = given.an_application(office, given.a_member(office))
    before = office.do(ReadIntake(application))
    office.do(AddEvidence(application, given.a_pdf(tmp_path), (given.FORM,)))
    after = office.do(ReadIntake(application))
    [form] = [row for row in after.rows if row.requirement_id == given.FORM]
    assert (form.documents, form.outcome, form.blocks) == (1, Outcome.UNDECIDED, "submit")
    assert after.handed_in == before.handed_in + 1
