"""Objections, appeals and complaints: in time or late, handled by others than before, and what comes of them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from cmsdesk.domain.applications import State
from cmsdesk.domain.assignments import Appointment
from cmsdesk.domain.certificates import Status
from cmsdesk.domain.decisions import DecisionOutcome
from cmsdesk.domain.disputes import DisputeKind, DisputeOutcome
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.permissions import Actor, Role
from cmsdesk.services.applications import CountApplications, WithdrawApplication
from cmsdesk.services.certificates import ChangeStanding, IssueCertificate, ReadCertificate
from cmsdesk.services.decisions import MarkDecisionSent, RecordDecision
from cmsdesk.services.dispute_lists import DisputesOf, OpenDisputes, ReadDispute
from cmsdesk.services.disputes import AnswerDispute, BringIn, ConfirmDispute, is_dutch_holiday
from cmsdesk.services.intake import SettleCheck
from cmsdesk.services.lists import Asked
from cmsdesk.services.next_actions import ANSWER_DISPUTE, SEND_LETTER
from cmsdesk.services.office import Office
from cmsdesk.services.panels import AssignToPanel, PanelFor
from cmsdesk.services.records import ReadApplication
from cmsdesk.services.standing import ReduceScope
from cmsdesk.services.today import WorkList
from tests import given
from tests.situations import SEPARATE, Clock, Put, a_decider, appoint, assign, decided, events_of, handed_in, office_at, somebody

SENT = date(2014, 3, 3)


@pytest.fixture
def clock() -> Clock:
    return Clock(SENT)


@pytest.fixture
def own(tmp_path: Path, clock: Clock) -> Iterator[Office]:
    office = office_at(tmp_path, clock)
    yield office
    office.close()


@pytest.fixture
def refused(own: Office, tmp_path: Path) -> int:
    application = decided(own, tmp_path, granted=False)
    own.do(MarkDecisionSent(application, SENT))
    return application


def objection(application: int, on: date, **more: object) -> BringIn:
    made = BringIn(DisputeKind.OBJECTION, "A. Aanvrager", "Three assignments were shown.", on, application)
    return replace(made, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(("day", "in_time"), [(date(2014, 3, 31), True), (date(2014, 4, 1), False)])
def test_day_28_is_in_time_and_day_29_is_late_and_recorded_so(
    own: Office, clock: Clock, refused: int, day: date, in_time: bool
) -> None:
    """AC-24."""
    clock.day = day
    dispute = own.do(ReadDispute(own.do(objection(refused, day))))
    assert (dispute.number, dispute.in_time, dispute.handled_by) == ("D-2014-0001", in_time, "Toetsinstelling")
    assert dispute.answer_due_on == day + timedelta(days=42)
    record = own.do(ReadApplication(refused))
    assert record.state is State.OBJECTION
    assert record.next
    assert (record.next.act, "came in late" in record.next.reason) == (ANSWER_DISPUTE, not in_time)


def test_the_term_begins_with_the_letter(own: Office, clock: Clock, tmp_path: Path) -> None:
    application = decided(own, tmp_path, granted=False)
    record = own.do(ReadApplication(application))
    assert record.next
    assert record.next.act == SEND_LETTER
    clock.day = SENT + timedelta(days=300)
    assert own.do(ReadDispute(own.do(objection(application, clock.day)))).in_time


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"brought_by": " "}, "who brings this in"),
        ({"received_on": date(2014, 3, 9)}, "received in the future"),
        ({"received_on": date(2014, 3, 2)}, "before it was taken"),
        ({"application_id": None}, "about a certificate one complains"),
        ({"application_id": None, "kind": DisputeKind.COMPLAINT}, "choose the application or the certificate"),
    ],
)
def test_what_cannot_have_been_brought_in_is_refused(own: Office, refused: int, change: dict[str, object], reason: str) -> None:
    with pytest.raises(RuleBroken, match=reason):
        own.do(objection(refused, SENT, **change))


def test_one_objects_to_a_decision_that_was_taken(own: Office, tmp_path: Path) -> None:
    application = handed_in(own, somebody(own, "Zwart"), tmp_path)
    with pytest.raises(RuleBroken, match="“To be checked”"):
        own.do(objection(application, SENT))


def test_receipt_is_confirmed_once(own: Office, clock: Clock, refused: int) -> None:
    dispute = own.do(objection(refused, SENT))
    assert own.do(ReadDispute(dispute)).confirm_by == date(2014, 3, 10)
    with pytest.raises(RuleBroken, match="in the future"):
        own.do(ConfirmDispute(dispute, SENT + timedelta(days=1)))
    clock.day += timedelta(days=2)
    with pytest.raises(RuleBroken, match="before it came in"):
        own.do(ConfirmDispute(dispute, SENT - timedelta(days=1)))
    own.do(ConfirmDispute(dispute, SENT))
    with pytest.raises(RuleBroken, match="already confirmed on 03-03-2014"):
        own.do(ConfirmDispute(dispute, SENT))


def test_the_panel_is_offered_only_from_people_who_had_no_part_in_the_file(own: Office, refused: int) -> None:
    dispute = own.do(objection(refused, SENT))
    assessor, ended, fresh = (somebody(own, name) for name in ("Assessor", "Vroeger", "Vers"))
    for person in (assessor, ended, fresh):
        appoint(own, person, SEPARATE, "assessor")
    assign(own, refused, assessor, "assessor", "written")
    own.do(Put(Appointment(person_id=ended, scheme_id=SEPARATE, role="chair", from_on=SENT, until_on=SENT)))
    past = somebody(own, "Voorbij")
    own.do(
        Put(Appointment(person_id=past, scheme_id=SEPARATE, role="chair", from_on=date(2010, 1, 1), until_on=date(2012, 1, 1)))
    )
    offered = {choice.name: choice.reason for choice in own.do(PanelFor(dispute))}
    assert offered["Vers"] == ""
    assert "Voorbij" not in offered
    assert offered["Assessor"] == "Assessor was involved in this file as assessor."
    assert offered["XZwart"] == "XZwart took a decision about this application."
    for person, reason in ((assessor, "involved"), (own.do(ReadApplication(refused)).person_id, "is the candidate")):
        with pytest.raises(RuleBroken, match=reason):
            own.do(AssignToPanel(dispute, person))
    own.do(AssignToPanel(dispute, fresh))
    with pytest.raises(RuleBroken, match="already on the panel"):
        own.do(AssignToPanel(dispute, fresh))
    assert own.do(ReadDispute(dispute)).panel == ("Vers",)
    own.do(AnswerDispute(dispute, DisputeOutcome.UPHELD, "The norm asks for three."))
    with pytest.raises(RuleBroken, match="already answered"):
        own.do(AssignToPanel(dispute, ended))


def test_an_upheld_refusal_stays_a_refusal(own: Office, refused: int) -> None:
    dispute = own.do(objection(refused, SENT))
    with pytest.raises(RuleBroken, match="“Objection”"):
        own.do(WithdrawApplication(refused, "Enough."))
    with pytest.raises(RuleBroken, match="write the answer"):
        own.do(AnswerDispute(dispute, DisputeOutcome.UPHELD, ""))
    own.do(AnswerDispute(dispute, DisputeOutcome.UPHELD, "The norm asks for three."))
    record = own.do(ReadApplication(refused))
    assert (record.state, record.former) == (State.REFUSED, ())
    with pytest.raises(RuleBroken, match="already answered on 03-03-2014"):
        own.do(AnswerDispute(dispute, DisputeOutcome.UPHELD, "Again."))
    row = own.do(ReadDispute(dispute))
    assert (row.outcome, row.closed_on, row.answer) == (DisputeOutcome.UPHELD, SENT, "The norm asks for three.")


@pytest.mark.parametrize(
    ("on", "reason"), [(SENT + timedelta(days=5), "in the future"), (SENT - timedelta(days=1), "older than what it answers")]
)
def test_an_answer_is_dated_when_it_can_have_been_given(own: Office, refused: int, on: date, reason: str) -> None:
    dispute = own.do(objection(refused, SENT))
    with pytest.raises(RuleBroken, match=reason):
        own.do(AnswerDispute(dispute, DisputeOutcome.UPHELD, "No.", on))


def test_a_reopened_refusal_is_decided_again_and_the_first_decision_stays_on_record(
    own: Office, clock: Clock, refused: int
) -> None:
    dispute = own.do(objection(refused, SENT))
    own.do(AnswerDispute(dispute, DisputeOutcome.REOPENED, "One assignment was overlooked."))
    record = own.do(ReadApplication(refused))
    assert (record.state, record.decision) == (State.ASSESSED, None)
    assert [(one.granted, one.replaced_on) for one in record.former] == [(False, SENT)]
    given.points_in(own, record.person_id, SEPARATE, "assignments", 1)
    clock.day += timedelta(days=3)
    own.do(RecordDecision(refused, True, clock.day, "Three were shown.", decider_id=a_decider(own, "Nieuw")))
    record = own.do(ReadApplication(refused))
    assert record.decision
    assert (record.state, record.decision.granted, len(record.former)) == (State.GRANTED, True, 1)
    assert own.do(ReadCertificate(own.do(IssueCertificate(refused)))).granted_on == clock.day


def test_a_reopened_decision_may_go_back_to_the_review(own: Office, refused: int) -> None:
    dispute = own.do(objection(refused, SENT))
    own.do(AnswerDispute(dispute, DisputeOutcome.REOPENED, "Judge it again.", review_again=True))
    assert own.do(ReadApplication(refused)).state is State.IN_ASSESSMENT


def test_what_was_refused_at_the_intake_goes_back_to_the_intake(own: Office, tmp_path: Path) -> None:
    application = handed_in(own, somebody(own, "Zwart"), tmp_path)
    own.do(RecordDecision(application, False, own.today, "No diploma.", decider_id=a_decider(own, "Xander")))
    dispute = own.do(objection(application, SENT))
    own.do(AnswerDispute(dispute, DisputeOutcome.REOPENED, "There is one.", review_again=True))
    assert own.do(ReadApplication(application)).state is State.SUBMITTED


@pytest.fixture
def certified(own: Office, tmp_path: Path) -> tuple[int, int]:
    """A granted application and its certificate."""
    application = decided(own, tmp_path, granted=True)
    return application, own.do(IssueCertificate(application))


def reopen(office: Office, application: int) -> None:
    dispute = office.do(objection(application, office.today))
    office.do(AnswerDispute(dispute, DisputeOutcome.REOPENED, "The facts were wrong."))


def test_a_grant_that_is_overturned_takes_its_certificate_with_it(own: Office, clock: Clock, certified: tuple[int, int]) -> None:
    application, certificate = certified
    own.do(MarkDecisionSent(application, SENT))
    reopen(own, application)
    assert own.do(ReadCertificate(certificate)).status is Status.SUSPENDED
    clock.day += timedelta(days=3)
    decide = RecordDecision(application, False, clock.day, "Two assignments only.", decider_id=a_decider(own, "Nieuw"))
    own.do(decide)
    assert events_of(own, certificate) == [
        (Status.ACTIVE, ""),
        (Status.SUSPENDED, "Toetsinstelling"),
        (Status.WITHDRAWN, "Toetsinstelling"),
    ]
    reopen(own, application)
    clock.day += timedelta(days=3)
    own.do(replace(decide, granted=True, decided_on=clock.day))
    again = own.do(IssueCertificate(application))
    assert again != certificate
    with pytest.raises(RuleBroken, match="already issued"):
        own.do(IssueCertificate(application))
    assert own.do(ReadApplication(application)).certificate_id == again


def test_a_grant_that_is_taken_again_lifts_the_suspension_it_brought(own: Office, certified: tuple[int, int]) -> None:
    application, certificate = certified
    reopen(own, application)
    decide = RecordDecision(application, True, own.today, "Still so.", decider_id=a_decider(own, "Nieuw"))
    own.do(replace(decide, outcome=DecisionOutcome.HOLD))
    assert own.do(ReadCertificate(certificate)).status is Status.SUSPENDED
    own.do(decide)
    assert own.do(ReadCertificate(certificate)).status is Status.ACTIVE


def test_a_suspension_for_another_reason_outlives_the_new_decision(own: Office, clock: Clock, certified: tuple[int, int]) -> None:
    application, certificate = certified
    own.do(ChangeStanding(certificate, Status.SUSPENDED, "The fee was not paid."))
    clock.day += timedelta(days=3)
    reopen(own, application)
    own.do(RecordDecision(application, True, clock.day, "Still so.", decider_id=a_decider(own, "Nieuw")))
    assert own.do(ReadCertificate(certificate)).status is Status.SUSPENDED
    own.do(objection(application, clock.day))


def test_a_certificate_that_was_withdrawn_for_misuse_is_not_issued_again(own: Office, certified: tuple[int, int]) -> None:
    application, certificate = certified
    own.do(ChangeStanding(certificate, Status.WITHDRAWN, "Misuse."))
    with pytest.raises(RuleBroken, match="already issued"):
        own.do(IssueCertificate(application))
    reopen(own, application)
    own.do(RecordDecision(application, False, own.today, "No.", decider_id=a_decider(own, "Nieuw")))
    assert own.do(ReadCertificate(certificate)).status is Status.WITHDRAWN


def test_an_objection_that_is_taken_back_leaves_a_grant_as_it_was(own: Office, certified: tuple[int, int]) -> None:
    application, certificate = certified
    dispute = own.do(objection(application, own.today))
    own.do(AnswerDispute(dispute, DisputeOutcome.WITHDRAWN, "Taken back on the phone."))
    assert own.do(ReadApplication(application)).state is State.GRANTED
    assert own.do(ReadCertificate(certificate)).status is Status.ACTIVE


def test_a_complaint_changes_no_state_and_reopens_nothing(own: Office, certified: tuple[int, int]) -> None:
    application, certificate = certified
    complaint = BringIn(DisputeKind.COMPLAINT, "K. Lager", "Uses the title for another firm.", SENT, certificate_id=certificate)
    dispute = own.do(complaint)
    assert own.do(ReadApplication(application)).state is State.GRANTED
    assert own.do(ReadDispute(dispute)).answer_due_on == date(2014, 3, 24)  # fifteen working days
    with pytest.raises(RuleBroken, match="reopens no decision"):
        own.do(AnswerDispute(dispute, DisputeOutcome.REOPENED, "Yes."))
    own.do(AnswerDispute(dispute, DisputeOutcome.UPHELD, "Settled with both."))
    assert [row.number for row in own.do(DisputesOf(certificate_id=certificate))] == ["D-2014-0001"]
    assert [row.number for row in own.do(DisputesOf(application_id=application))] == ["D-2014-0001"]
    assert own.do(OpenDisputes()) == []


def test_a_complaint_about_a_certificate_from_before_has_no_panel(own: Office) -> None:
    from cmsdesk.domain.certificates import Certificate

    old = Certificate(number="OUD-1", person_id=somebody(own, "Oud"), scheme_id=SEPARATE, title_id="PROEF", granted_on=SENT)
    certificate = own.do(Put(old))
    dispute = own.do(BringIn(DisputeKind.COMPLAINT, "K. Lager", "Uses the title wrongly.", SENT, certificate_id=certificate))
    row = own.do(ReadDispute(dispute))
    assert (row.about, row.about_number, row.candidate) == ("certificate", "OUD-1", "Oud")
    fresh = somebody(own, "Vers")
    appoint(own, fresh, SEPARATE, "assessor")
    assert [choice.name for choice in own.do(PanelFor(dispute))] == ["Vers"]
    with pytest.raises(RuleBroken, match="without a panel"):
        own.do(AssignToPanel(dispute, fresh))
    [todo] = [row for row in own.do(WorkList()) if row.kind == "certificate"]
    assert (todo.what, todo.number) == ("Confirm D-2014-0001, complaint", "OUD-1")


def test_whoever_decided_does_not_answer_the_objection(own: Office, refused: int) -> None:
    dispute = own.do(objection(refused, SENT))
    [decider] = [choice for choice in own.do(PanelFor(dispute)) if choice.name == "XZwart"]
    answer = AnswerDispute(dispute, DisputeOutcome.UPHELD, "No.")
    own.work_as(Actor("XZwart", Role.DECIDER, decider.id))
    with pytest.raises(RuleBroken, match="took a decision about this application"):
        own.do(answer)
    own.work_as(Actor("somebody", Role.DECIDER))
    with pytest.raises(RuleBroken, match="your own name"):
        own.do(answer)
    own.work_as(Actor("bureau"))
    other = a_decider(own, "Ander")
    own.work_as(Actor("Ander", Role.DECIDER, other))
    own.do(answer)


def test_today_asks_for_the_confirmation_and_then_for_the_answer(own: Office, clock: Clock, refused: int) -> None:
    dispute = own.do(objection(refused, SENT))
    [row] = own.do(WorkList())
    assert (row.what, row.due_on, row.light) == ("Confirm D-2014-0001, objection", date(2014, 3, 10), "soon")
    own.do(ConfirmDispute(dispute, SENT))
    clock.day = date(2014, 5, 1)
    [row] = own.do(WorkList())
    assert (row.what, row.light) == ("Answer D-2014-0001, objection", "late")
    assert own.do(CountApplications(Asked(chips=frozenset({"dispute:open"})))) == 1


def test_dutch_holidays_are_no_working_days() -> None:
    assert is_dutch_holiday(date(2026, 4, 27))
    assert not is_dutch_holiday(date(2026, 4, 28))


def test_a_suspension_without_a_last_day_asks_for_nothing(office: Office, tmp_path: Path) -> None:
    certificate = office.do(IssueCertificate(given.granted(office, given.a_member(office), tmp_path)))
    office.do(ChangeStanding(certificate, Status.SUSPENDED, "A month.", until_on=date(2026, 12, 21)))
    office.do(ChangeStanding(certificate, Status.ACTIVE, "Settled."))
    office.do(ChangeStanding(certificate, Status.SUSPENDED, "Until it is settled."))
    assert [row for row in office.do(WorkList()) if row.kind == "certificate"] == []


def test_a_suspension_lasts_no_longer_than_the_scheme_allows(own: Office, clock: Clock, certified: tuple[int, int]) -> None:
    _application, certificate = certified
    clock.day = date(2014, 6, 1)
    suspend = ChangeStanding(certificate, Status.SUSPENDED, "A complaint is handled.")
    with pytest.raises(RuleBroken, match="6 months here, until 30-11-2014"):
        own.do(replace(suspend, until_on=date(2014, 12, 1)))
    with pytest.raises(RuleBroken, match="end before it begins"):
        own.do(replace(suspend, until_on=date(2014, 5, 31)))
    own.do(suspend)
    found = own.do(ReadCertificate(certificate))
    assert (found.suspended_until, found.events[-1][2]) == (
        date(2014, 11, 30),
        "A complaint is handled. Until 30-11-2014. By Toetsinstelling.",
    )
    clock.day = date(2014, 12, 1)
    [row] = [row for row in own.do(WorkList()) if row.kind == "certificate"]
    assert (row.what, row.light) == ("Lift or withdraw: the suspension of PROEF ends", "late")
    own.do(ChangeStanding(certificate, Status.ACTIVE, "Settled."))
    assert [row for row in own.do(WorkList()) if row.kind == "certificate"] == []


@pytest.mark.parametrize(
    ("on", "reason"),
    [
        (date(2014, 3, 2), "before what happened last, on 03-03-2014"),
        (date(2014, 3, 4), "in the future"),
    ],
)
def test_what_happens_to_a_certificate_is_dated_in_order(own: Office, certified: tuple[int, int], on: date, reason: str) -> None:
    with pytest.raises(RuleBroken, match=reason):
        own.do(ChangeStanding(certified[1], Status.SUSPENDED, "Late.", on))


def test_the_scope_is_reduced_with_reason_date_and_body(own: Office, certified: tuple[int, int]) -> None:
    _application, certificate = certified
    assert own.do(ReadCertificate(certificate)).activities == ("begeleiding", "coaching", "advies")
    reduce = ReduceScope(certificate, frozenset({"begeleiding", "coaching"}), "No longer advises.")
    for keep in ((), ("begeleiding", "coaching", "advies"), ("dansen",)):
        with pytest.raises(RuleBroken, match="choose what is left"):
            own.do(replace(reduce, keep=frozenset(keep)))
    with pytest.raises(RuleBroken, match="reason"):
        own.do(replace(reduce, reason=" "))
    own.do(reduce)
    found = own.do(ReadCertificate(certificate))
    assert found.activities == ("begeleiding", "coaching")
    assert found.events[-1] == (
        SENT,
        Status.ACTIVE,
        "No longer advises. Left of the scope: begeleiding, coaching. By Toetsinstelling.",
    )
    own.do(ChangeStanding(certificate, Status.WITHDRAWN, "Misuse."))
    with pytest.raises(RuleBroken, match="Withdrawn"):
        own.do(replace(reduce, keep=frozenset({"coaching"})))


def test_a_certificate_without_activities_has_no_scope_to_reduce(office: Office, tmp_path: Path) -> None:
    certificate = office.do(IssueCertificate(given.granted(office, given.a_member(office), tmp_path)))
    with pytest.raises(RuleBroken, match="no list of activities"):
        office.do(ReduceScope(certificate, frozenset({"x"}), "Why."))


def test_without_a_rule_in_the_scheme_an_objection_is_in_time_and_answered_within_three_weeks(
    office: Office, tmp_path: Path
) -> None:
    application = given.granted(office, given.a_member(office), tmp_path)
    office.do(MarkDecisionSent(application, office.today))
    row = office.do(ReadDispute(office.do(objection(application, office.today))))
    assert (row.in_time, row.handled_by, row.answer_due_on) == (True, "IIMC", date(2026, 12, 11))


def test_settling_a_check_of_a_closed_application_is_refused(own: Office, refused: int) -> None:
    with pytest.raises(RuleBroken, match="knows no"):
        own.do(SettleCheck(refused, "work", "yes"))
