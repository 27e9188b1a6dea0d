"""Deciding: every gate, who may, on which day, and what stays on record."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pypdf
import pytest

from cmsdesk.documents.decision_sheet import GateLine, SheetPaper, decision_sheet_pdf
from cmsdesk.domain.applications import State
from cmsdesk.domain.assessments import Question, Verdict
from cmsdesk.domain.decisions import DecisionOutcome
from cmsdesk.domain.dossiers import Standing
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.hearings import Hearing
from cmsdesk.domain.permissions import Actor, Role
from cmsdesk.domain.plans import PlanLine
from cmsdesk.domain.schemes.model import Step
from cmsdesk.services.applications import AdmitApplication, AskCorrection, ReceiveApplication, StartApplication
from cmsdesk.services.assessments import FinishReview, JudgeRequirement
from cmsdesk.services.assignments import AssignPerson
from cmsdesk.services.certificates import IssueCertificate, ReadCertificate, ReadPaper
from cmsdesk.services.decision_sheet import ReadDecisionSheet, SaveDecisionSheet
from cmsdesk.services.decisions import MarkDecisionSent, RecordDecision
from cmsdesk.services.dossiers import AddEvidence, AddPoints, JudgeEvidence
from cmsdesk.services.gates import Light, Part, step_gate
from cmsdesk.services.intake import RecordSpecialNeeds, SettleCheck
from cmsdesk.services.office import Office
from cmsdesk.services.records import ReadApplication, ReadReview
from cmsdesk.services.reports import CountForBoard
from cmsdesk.services.steps import StepResult
from tests import given
from tests.situations import (
    COURSE,
    SEPARATE,
    Clock,
    HandInReport,
    Put,
    a_decider,
    appoint,
    assign,
    decided,
    handed_in,
    judged,
    office_at,
    somebody,
)

DAY = date(2014, 3, 3)


@pytest.fixture
def clock() -> Clock:
    return Clock(DAY)


@pytest.fixture
def own(tmp_path: Path, clock: Clock) -> Iterator[Office]:
    office = office_at(tmp_path, clock)
    yield office
    office.close()


def at(folder: Path, day: date) -> tuple[Office, Clock]:
    from cmsdesk.services.office import make_office
    from cmsdesk.services.settings import FoundOffice, OfficeDetails

    clock = Clock(day)
    office = make_office(folder / "a.cmsdesk", user="tester", today=lambda: clock.day)
    office.do(FoundOffice(OfficeDetails("Test office")))
    return office, clock


def a_griffier(office: Office, since: date, education: str, experience: str, folder: Path) -> int:
    """A member with accepted points, whose application is received and admitted today."""
    person = given.a_member(office, since=since)
    for ledger, amount in (("education", education), ("experience", experience)):
        marks = frozenset({"learning_assessment"})
        line = AddPoints(
            person, given.SCHEME, ledger, date(2024, 5, 1), ledger, Decimal(amount), marks=marks, standing=Standing.ACCEPTED
        )
        office.do(line)
    return given.in_review(office, person, folder)


def checked_by_the_office(office: Office, application: int) -> None:
    for item in office.do(ReadReview(application))[1]:
        office.do(JudgeRequirement(application, item.requirement_id, Verdict.MET))
    office.do(FinishReview(application))


def test_cmc_granted(tmp_path: Path) -> None:
    """AC-01."""
    office, clock = at(tmp_path, date(2025, 3, 1))
    application = a_griffier(office, date(2023, 1, 10), "60", "50", tmp_path)
    sheet = office.do(ReadDecisionSheet(application))
    reasons = {gate.reason for gate in sheet.gates if gate.part is Part.POINTS}
    assert reasons == {"60 of 60 points", "50 of 50 points", "25 of 24 months"}
    checked_by_the_office(office, application)
    clock.day = date(2025, 3, 25)
    office.do(RecordDecision(application, True, date(2025, 3, 20), "All is met."))
    certificate = office.do(IssueCertificate(application))
    found = office.do(ReadCertificate(certificate))
    assert (found.title, found.granted_on, found.until_on, found.status) == ("CMC", date(2025, 3, 20), None, "active")
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(office.do(ReadPaper(certificate))[1])
    words = " ".join(page.extract_text() for page in pypdf.PdfReader(paper).pages)
    assert all(word in words for word in ("Certified Municipal Clerk", "CMC", "IIMC"))
    office.close()


def test_points_of_one_kind_do_not_make_up_for_another(tmp_path: Path) -> None:
    """AC-02."""
    office, _clock = at(tmp_path, date(2025, 3, 1))
    application = a_griffier(office, date(2023, 1, 10), "59.5", "55", tmp_path)
    checked_by_the_office(office, application)
    lights = {gate.title: gate.light for gate in office.do(ReadDecisionSheet(application)).gates}
    assert (lights["Education"], lights["Experience"]) == (Light.RED, Light.GREEN)
    with pytest.raises(RuleBroken, match=r"Education: 0\.5 points still needed"):
        office.do(RecordDecision(application, True, office.today, "All is met."))
    office.close()


def test_two_years_of_membership_gate_the_decision_and_not_the_application(tmp_path: Path) -> None:
    """AC-03."""
    office, clock = at(tmp_path, date(2025, 5, 20))
    application = a_griffier(office, date(2023, 6, 15), "60", "50", tmp_path)
    checked_by_the_office(office, application)
    clock.day = date(2025, 6, 20)
    with pytest.raises(RuleBroken, match="First possible on 15-06-2025"):
        office.do(RecordDecision(application, True, date(2025, 5, 21), "All is met."))
    office.do(RecordDecision(application, True, date(2025, 6, 15), "All is met."))
    assert office.do(ReadApplication(application)).state is State.GRANTED
    office.close()


def test_owner_assessor_and_decider_are_kept_apart(own: Office, tmp_path: Path) -> None:
    """AC-21."""
    application = judged(own, somebody(own, "Zwart"), tmp_path)
    decide = RecordDecision(application, True, own.today, "As the norms say.")
    p, w = a_decider(own, "Peters"), a_decider(own, "Wit")
    y, x = a_decider(own, "Yilmaz", organisation="Proefstichting"), a_decider(own, "Xander")
    assign(own, application, p, "assessor", "written")
    assign(own, application, w, "mentor")
    for person, reason in (
        (p, "Peters acts or acted on this file as assessor."),
        (w, "Wit acts or acted on this file as mentor."),
        (y, "oes not act for Toetsinstelling|not on behalf of Toetsinstelling"),
        (somebody(own, "Vreemd"), "not appointed"),
    ):
        with pytest.raises(RuleBroken, match=reason):
            own.do(replace(decide, decider_id=person))
    with pytest.raises(RuleBroken, match="choose who decided for Toetsinstelling"):
        own.do(decide)
    sheet = own.do(ReadDecisionSheet(application))
    assert [choice.name for choice in sheet.deciders if not choice.reasons] == ["Xander"]
    assert len(sheet.deciders) == 4
    own.do(replace(decide, decider_id=x))
    found = own.do(ReadApplication(application)).decision
    assert found
    assert (found.body, found.decider, found.decided_on, found.reason) == (
        "Toetsinstelling",
        "Xander",
        DAY,
        "As the norms say.",
    )
    with pytest.raises(RuleBroken, match="Xander decided on this file"):
        own.do(AssignPerson(application, x, "mentor"))


def test_an_appointment_must_hold_on_the_day_and_be_approved(own: Office, tmp_path: Path) -> None:
    application = judged(own, somebody(own, "Zwart"), tmp_path)
    x = somebody(own, "Xander")
    appoint(own, x, SEPARATE, "decider", "Toetsinstelling", by="somebody else")
    with pytest.raises(RuleBroken, match="not approved by Proefstichting"):
        own.do(RecordDecision(application, True, own.today, "As the norms say.", decider_id=x))


def test_roles_that_a_scheme_keeps_apart_bar_a_decider_and_nobody_decides_about_oneself(own: Office, tmp_path: Path) -> None:
    person = a_decider(own, "Zwart")
    application = judged(own, person, tmp_path)
    x = a_decider(own, "Xander")
    assign(own, application, x, "supervisor")
    for decider, reason in ((x, "as supervisor"), (person, "Zwart is the candidate")):
        with pytest.raises(RuleBroken, match=reason):
            own.do(RecordDecision(application, True, own.today, "As the norms say.", decider_id=decider))


def test_the_trainer_who_judged_may_decide_where_the_scheme_allows_it(own: Office, tmp_path: Path, clock: Clock) -> None:
    clock.day = date(2024, 9, 2)
    application, trainer = a_course(own, tmp_path, "exemption", practice=True)
    own.do(RecordDecision(application, True, own.today, "Shown.", decider_id=trainer))
    assert own.do(ReadApplication(application)).state is State.GRANTED


def a_course(
    office: Office, folder: Path, route: str, *, practice: bool, theory: bool = True, outcome: str = "positive"
) -> tuple[int, int]:
    """An application of the trial course whose dossier the trainer judged; returns it and the trainer."""
    application = office.do(StartApplication(somebody(office, "Bakker"), COURSE, route))
    office.do(SettleCheck(application, "work", "yes"))
    for name, accepted in (("skills.practice", practice), ("skills.theory", theory)):
        evidence = office.do(AddEvidence(application, a_document(folder, name), (name,)))
        standing = Standing.ACCEPTED if accepted else Standing.REFUSED
        office.do(JudgeEvidence(evidence, standing, "" if accepted else "Not shown."))
    office.do(ReceiveApplication(application, office.today))
    office.do(AdmitApplication(application))
    trainer = somebody(office, "Roos")
    appoint(office, trainer, COURSE, "trainer")
    appoint(office, trainer, COURSE, "board", "Proefbestuur")
    assign(office, application, trainer, "trainer", "portfolio")
    office.do(HandInReport(application, "portfolio", outcome))
    return application, trainer


def a_document(folder: Path, name: str) -> Path:
    path = given.a_pdf(folder, f"{name}.pdf")
    path.write_bytes(path.read_bytes() + name.encode())
    return path


def test_a_decision_waits_for_every_report_and_says_how_many_there_are(own: Office, tmp_path: Path) -> None:
    application = handed_in(own, somebody(own, "Zwart"), tmp_path)
    own.do(AdmitApplication(application))
    own.do(HandInReport(application, "written"))
    decide = RecordDecision(application, True, own.today, "As the norms say.", decider_id=a_decider(own, "Xander"))
    with pytest.raises(RuleBroken, match=r"Written review: 1 of 2 reports are in\. Interview: 0 of 1 report is in\."):
        own.do(decide)
    with pytest.raises(RuleBroken, match="1 of 2 reports"):
        own.do(replace(decide, granted=False))
    own.do(HandInReport(application, "written"))
    with pytest.raises(RuleBroken, match=r"^Interview: 0 of 1"):
        own.do(decide)
    own.do(HandInReport(application, "oral"))
    own.do(decide)


def test_reports_that_differ_go_the_way_the_scheme_says(own: Office, tmp_path: Path) -> None:
    application = handed_in(own, somebody(own, "Zwart"), tmp_path)
    own.do(AdmitApplication(application))
    for step, outcome in (("written", "positive"), ("written", "negative"), ("oral", "positive")):
        own.do(HandInReport(application, step, outcome))
    decide = RecordDecision(application, True, own.today, "Yes.", decider_id=a_decider(own, "Xander"))
    with pytest.raises(RuleBroken, match=r"Written review: 2 of 3 reports are in\."):
        own.do(decide)
    own.do(HandInReport(application, "written", "positive"))
    own.do(decide)


def test_nothing_of_a_sealed_report_shows_on_the_sheet(own: Office, tmp_path: Path) -> None:
    application = handed_in(own, somebody(own, "Zwart"), tmp_path)
    own.do(AdmitApplication(application))
    own.do(HandInReport(application, "written", "negative"))
    [gate] = [gate for gate in own.do(ReadDecisionSheet(application)).gates if gate.title == "Written review"]
    assert gate.reason == "1 of 2 reports are in."


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2014, 3, 4), "older than the last report, of 05-03-2014"),
        (date(2014, 3, 1), "older than the application"),
        (date(2014, 3, 9), "in the future"),
    ],
)
def test_a_decision_is_dated_when_it_can_have_been_taken(
    own: Office, tmp_path: Path, clock: Clock, day: date, reason: str
) -> None:
    application = handed_in(own, somebody(own, "Zwart"), tmp_path)
    own.do(AdmitApplication(application))
    clock.day = date(2014, 3, 5)
    for step in ("written", "written", "oral"):
        own.do(HandInReport(application, step))
    with pytest.raises(RuleBroken, match=reason):
        own.do(RecordDecision(application, True, day, "As the norms say.", decider_id=a_decider(own, "Xander")))


def test_a_conversation_counts_as_a_report(own: Office, tmp_path: Path, clock: Clock) -> None:
    application = judged(own, somebody(own, "Zwart"), tmp_path)
    clock.day = date(2014, 3, 8)
    own.do(Put(Hearing(application_id=application, step_id="oral", on=date(2014, 3, 7), held_on=date(2014, 3, 7))))
    with pytest.raises(RuleBroken, match="last report, of 07-03-2014"):
        own.do(RecordDecision(application, True, DAY, "As the norms say.", decider_id=a_decider(own, "Xander")))


def test_nothing_is_granted_before_the_rules_begin(own: Office, tmp_path: Path, clock: Clock) -> None:
    """AC-24: granted on 1-1-2013, not on 31-12-2012."""
    clock.day = date(2012, 12, 31)
    application = judged(own, somebody(own, "Zwart"), tmp_path)
    decide = RecordDecision(application, True, clock.day, "As the norms say.", decider_id=a_decider(own, "Xander"))
    with pytest.raises(RuleBroken, match="before 01-01-2013"):
        own.do(decide)
    red = [gate.sentence for gate in own.do(ReadDecisionSheet(application)).gates if gate.light is Light.RED]
    assert red == ["Rules proef-2013: Nothing can be granted before 01-01-2013, the day on which this scheme begins."]
    clock.day = date(2013, 1, 1)
    own.do(replace(decide, decided_on=clock.day))
    certificate = own.do(IssueCertificate(application))
    assert own.do(ReadCertificate(certificate)).until_on == date(2015, 12, 31)


def test_holding_keeps_the_application_open_and_gives_way_to_the_decision(own: Office, tmp_path: Path, clock: Clock) -> None:
    application = judged(own, somebody(own, "Zwart"), tmp_path)
    decide = RecordDecision(application, True, DAY, "The diploma is checked first.", decider_id=a_decider(own, "Xander"))
    own.do(replace(decide, outcome=DecisionOutcome.HOLD))
    record = own.do(ReadApplication(application))
    assert record.state is State.ASSESSED
    assert record.decision
    assert (record.decision.outcome, record.decision.granted) == (DecisionOutcome.HOLD, False)
    assert record.next
    assert record.next.reason == "Held since 03-03-2014: The diploma is checked first."
    with pytest.raises(RuleBroken, match="no decision"):
        own.do(IssueCertificate(application))
    clock.day += timedelta(days=4)
    own.do(replace(decide, decided_on=clock.day, reason="As the norms say."))
    record = own.do(ReadApplication(application))
    assert record.decision
    assert (record.state, record.decision.reason) == (State.GRANTED, "As the norms say.")
    assert [(one.outcome, one.replaced_on) for one in record.former] == [(DecisionOutcome.HOLD, clock.day)]
    assert own.do(CountForBoard()).granted_this_year == 1


def test_a_decision_is_not_older_than_the_one_it_replaces(own: Office, tmp_path: Path, clock: Clock) -> None:
    application = judged(own, somebody(own, "Zwart"), tmp_path)
    clock.day += timedelta(days=4)
    decide = RecordDecision(application, True, clock.day, "Wait.", decider_id=a_decider(own, "Xander"))
    own.do(replace(decide, outcome=DecisionOutcome.HOLD))
    with pytest.raises(RuleBroken, match="older than the one it replaces, of 07-03-2014"):
        own.do(replace(decide, decided_on=DAY))


def test_a_grant_with_plan_needs_an_action_for_every_gap_that_may_be_in_it(own: Office, tmp_path: Path, clock: Clock) -> None:
    clock.day = date(2024, 9, 2)
    application, trainer = a_course(own, tmp_path, "exemption", practice=False)
    decide = RecordDecision(
        application, True, own.today, "With practice.", decider_id=trainer, outcome=DecisionOutcome.GRANT_WITH_PLAN
    )
    with pytest.raises(RuleBroken, match="no action in the plan: Practice"):
        own.do(decide)
    own.do(Put(PlanLine(application_id=application, covers="skills.practice", action="A placement")))
    [gate] = [gate for gate in own.do(ReadDecisionSheet(application)).gates if gate.title == "Practice"]
    assert gate.light is Light.PLAN
    with pytest.raises(RuleBroken, match="Practice: Not shown"):
        own.do(replace(decide, outcome=DecisionOutcome.GRANT))
    own.do(decide)
    record = own.do(ReadApplication(application))
    assert record.decision
    assert (record.state, record.decision.granted, record.decision.outcome.label) == (
        State.GRANTED,
        True,
        "Grant with a personal plan",
    )


def test_a_plan_makes_good_only_what_may_be_in_it(own: Office, tmp_path: Path, clock: Clock) -> None:
    clock.day = date(2024, 9, 2)
    application, trainer = a_course(own, tmp_path, "exemption", practice=True, theory=False)
    decide = RecordDecision(
        application, True, own.today, "With theory.", decider_id=trainer, outcome=DecisionOutcome.GRANT_WITH_PLAN
    )
    with pytest.raises(RuleBroken, match="nothing is planned"):
        own.do(decide)
    own.do(Put(PlanLine(application_id=application, covers="skills.theory", action="A book")))
    with pytest.raises(RuleBroken, match="Theory: Not shown"):
        own.do(decide)


def test_a_route_without_a_plan_knows_none(own: Office, tmp_path: Path) -> None:
    application = judged(own, somebody(own, "Zwart"), tmp_path)
    decide = RecordDecision(application, True, own.today, "Yes.", decider_id=a_decider(own, "Xander"))
    with pytest.raises(RuleBroken, match="knows no personal plan"):
        own.do(replace(decide, outcome=DecisionOutcome.GRANT_WITH_PLAN))
    assert DecisionOutcome.GRANT_WITH_PLAN not in own.do(ReadDecisionSheet(application)).outcomes


def test_a_body_that_may_override_does_so_with_words_and_a_second_person(own: Office, tmp_path: Path, clock: Clock) -> None:
    clock.day = date(2024, 9, 2)
    application, _trainer = a_course(own, tmp_path, "board", practice=False)
    member = somebody(own, "Bestuurder")
    appoint(own, member, COURSE, "board", "Proefbestuur")
    decide = RecordDecision(application, True, own.today, "A long career.", decider_id=member)
    with pytest.raises(RuleBroken, match="Practice: Not shown"):
        own.do(decide)
    decide = replace(decide, override="Twenty years in the field.")
    for second in ("", " bestuurder "):
        with pytest.raises(RuleBroken, match="second person"):
            own.do(replace(decide, override_agreed_by=second))
    own.do(replace(decide, override_agreed_by="T. Weede"))
    decision = own.do(ReadApplication(application)).decision
    assert decision
    assert (decision.override, decision.override_agreed_by) == ("Twenty years in the field.", "T. Weede")
    sheet = own.do(ReadDecisionSheet(application))
    assert sheet.decision
    assert sheet.decision.override_agreed_by == "T. Weede"


def test_nobody_overrides_where_the_scheme_does_not_allow_it_or_what_is_no_requirement(
    own: Office, tmp_path: Path, clock: Clock
) -> None:
    application = judged(own, somebody(own, "Zwart"), tmp_path, assignments=2)
    override = {"override": "We know them.", "override_agreed_by": "T. Weede"}
    x = a_decider(own, "Xander")
    with pytest.raises(RuleBroken, match="Toetsinstelling may not grant against what the scheme requires"):
        own.do(RecordDecision(application, True, own.today, "Yes.", decider_id=x, **override))  # type: ignore[arg-type]
    clock.day = date(2024, 9, 2)
    course, trainer = a_course(own, tmp_path, "board", practice=False)
    member = somebody(own, "Bestuurder")
    appoint(own, member, COURSE, "board", "Proefbestuur")
    own.do(Put(Question(application_id=course, text="Why?", asked_by="T", asked_on=own.today)))
    with pytest.raises(RuleBroken, match=r"^Questions to the candidate: 1 is not answered yet\.$"):
        own.do(RecordDecision(course, True, own.today, "Yes.", decider_id=member, **override))  # type: ignore[arg-type]
    assert trainer != member


def test_whoever_decides_in_person_decides_only_in_person(own: Office, tmp_path: Path) -> None:
    application = judged(own, somebody(own, "Zwart"), tmp_path)
    x, z = a_decider(own, "Xander"), a_decider(own, "Zeeman")
    own.work_as(Actor("Xander", Role.DECIDER, x))
    assert [choice.name for choice in own.do(ReadDecisionSheet(application)).deciders] == ["Xander"]
    decide = RecordDecision(application, True, own.today, "As the norms say.")
    with pytest.raises(RuleBroken, match="decide for somebody else"):
        own.do(replace(decide, decider_id=z))
    own.do(decide)
    found = own.do(ReadApplication(application)).decision
    assert found
    assert found.decider == "Xander"


def test_a_decider_without_a_name_of_their_own_decides_nothing(own: Office, tmp_path: Path) -> None:
    application = judged(own, somebody(own, "Zwart"), tmp_path)
    own.work_as(Actor("somebody", Role.DECIDER))
    with pytest.raises(RuleBroken, match="in person"):
        own.do(RecordDecision(application, True, own.today, "As the norms say."))


def test_a_body_elsewhere_is_recorded_by_name(office: Office, tmp_path: Path) -> None:
    person = given.a_member(office)
    given.enough_points(office, person)
    application = given.reviewed(office, person, tmp_path)
    office.do(RecordDecision(application, True, office.today, "All is met.", "IIMC-7", "C. Clerk"))
    found = office.do(ReadApplication(application)).decision
    assert found
    assert (found.decider, found.reference) == ("C. Clerk", "IIMC-7")


def test_open_ends_of_the_file_are_red_on_the_sheet(own: Office, tmp_path: Path) -> None:
    application = judged(own, somebody(own, "Zwart"), tmp_path)
    own.do(RecordSpecialNeeds(application, "Reads slowly."))
    own.do(Put(Question(application_id=application, text="Why?", asked_by="T", asked_on=own.today)))
    red = {gate.title: gate.reason for gate in own.do(ReadDecisionSheet(application)).gates if gate.light is Light.RED}
    assert red == {"Questions to the candidate": "1 is not answered yet.", "Special needs": "not decided yet."}
    own.do(RecordSpecialNeeds(application, "Reads slowly.", "More time."))
    lights = {gate.title: gate.light for gate in own.do(ReadDecisionSheet(application)).gates}
    assert lights["Special needs"] is Light.GREEN


def test_before_the_review_an_application_can_only_be_refused(own: Office, tmp_path: Path) -> None:
    application = handed_in(own, somebody(own, "Zwart"), tmp_path)
    sheet = own.do(ReadDecisionSheet(application))
    assert sheet.outcomes == (DecisionOutcome.REFUSE,)
    x = a_decider(own, "Xander")
    own.do(RecordDecision(application, False, own.today, "No diploma at all.", decider_id=x))
    assert own.do(ReadApplication(application)).state is State.REFUSED
    with pytest.raises(RuleBroken, match="“Refused”"):
        own.do(RecordDecision(application, False, own.today, "No.", decider_id=x))


def test_what_is_still_to_be_corrected_is_red(own: Office, tmp_path: Path) -> None:
    application = handed_in(own, somebody(own, "Zwart"), tmp_path)
    own.do(AskCorrection(application, "The form is not signed."))
    [gate] = [gate for gate in own.do(ReadDecisionSheet(application)).gates if gate.title == "Complete"]
    assert (gate.light, gate.reason) == (Light.RED, "the candidate still has to hand in something.")


def test_the_letter_is_sent_once_and_not_before_the_decision(own: Office, tmp_path: Path, clock: Clock) -> None:
    application = judged(own, somebody(own, "Zwart"), tmp_path)
    with pytest.raises(RuleBroken, match="no decision about application A-2014-0001"):
        own.do(MarkDecisionSent(application, own.today))
    own.do(RecordDecision(application, True, DAY, "Yes.", decider_id=a_decider(own, "Xander")))
    for day, reason in ((DAY - timedelta(days=1), "older than the decision"), (DAY + timedelta(days=9), "future")):
        with pytest.raises(RuleBroken, match=reason):
            own.do(MarkDecisionSent(application, day))
    own.do(MarkDecisionSent(application, DAY))
    with pytest.raises(RuleBroken, match="already sent, on 03-03-2014"):
        own.do(MarkDecisionSent(application, DAY))
    found = own.do(ReadApplication(application)).decision
    assert found
    assert found.sent_on == DAY


def test_the_sheet_shows_for_ever_what_the_decision_stood_on(own: Office, tmp_path: Path, clock: Clock) -> None:
    application = decided(own, tmp_path, granted=False)
    before = own.do(ReadDecisionSheet(application))
    person = own.do(ReadApplication(application)).person_id
    given.points_in(own, person, SEPARATE, "assignments", 10)
    clock.day += timedelta(days=30)
    after = own.do(ReadDecisionSheet(application))
    assert [(g.title, g.light, g.reason) for g in after.gates] == [(g.title, g.light, g.reason) for g in before.gates]
    [gate] = [gate for gate in after.gates if gate.title == "Assignments"]
    assert gate.light is Light.RED


def test_the_sheet_on_paper_is_one_page_with_every_gate(own: Office, tmp_path: Path) -> None:
    application = judged(own, somebody(own, "Zwart"), tmp_path, assignments=2)
    a_decider(own, "Xander")
    barred = a_decider(own, "Peters")
    assign(own, application, barred, "assessor", "written")
    open_ = own.do(SaveDecisionSheet(application, tmp_path / "open.pdf", "en"))
    own.do(RecordDecision(application, False, own.today, "One assignment short. " * 60, decider_id=a_decider(own, "Zeeman")))
    closed = own.do(SaveDecisionSheet(application, tmp_path / "closed.pdf", "nl"))
    pages = [pypdf.PdfReader(path).pages for path in (open_, closed)]
    assert [len(found) for found in pages] == [1, 1]
    first, second = (found[0].extract_text() for found in pages)
    assert "Assignments" in first
    assert "No certificate as long as a gate is red." in first
    assert "Peters acts or acted on this file as assessor." in " ".join(first.split())
    assert "Besluitblad" in second
    assert "Nog 1 opdrachten nodig" in second
    assert "Zeeman" in second


def test_the_sheet_of_a_body_elsewhere_names_nobody(office: Office, tmp_path: Path) -> None:
    application = given.in_review(office, given.a_member(office), tmp_path)
    path = office.do(SaveDecisionSheet(application, tmp_path / "sheet.pdf", "en"))
    words = pypdf.PdfReader(path).pages[0].extract_text()
    assert "May decide" not in words
    assert "Signature" in words


def test_a_title_longer_than_its_reason_is_written_out(tmp_path: Path) -> None:
    line = GateLine("A requirement with a very long name that does not fit on one line", "plan", "in the plan", "")
    sheet = SheetPaper(
        "Office", "A-1", "A. Name", DAY, datetime(2026, 1, 1, tzinfo=UTC), (), [("Part", [line])], (), decided=False
    )
    path = tmp_path / "sheet.pdf"
    path.write_bytes(decision_sheet_pdf(sheet, "en"))
    assert "does not fit on one line" in " ".join(pypdf.PdfReader(path).pages[0].extract_text().split())


def test_a_very_long_reason_goes_on_to_a_second_page(own: Office, tmp_path: Path) -> None:
    application = judged(own, somebody(own, "Zwart"), tmp_path, assignments=2)
    own.do(RecordDecision(application, False, own.today, "Short of it. " * 1500, decider_id=a_decider(own, "Zeeman")))
    assert len(pypdf.PdfReader(own.do(SaveDecisionSheet(application, tmp_path / "long.pdf"))).pages) > 1


def test_a_body_that_needs_neither_requirements_nor_steps_has_no_gate_for_them(own: Office, tmp_path: Path, clock: Clock) -> None:
    clock.day = date(2024, 9, 2)
    application, _trainer = a_course(own, tmp_path, "advice", practice=False, outcome="negative")
    sheet = own.do(ReadDecisionSheet(application))
    assert [gate.title for gate in sheet.gates if gate.part is Part.STEPS] == []
    assert {gate.title: gate.reason for gate in sheet.gates}["Practice"] == "not needed for this decision."
    own.do(RecordDecision(application, True, own.today, "As advised."))
    assert own.do(ReadApplication(application)).state is State.GRANTED


@pytest.mark.parametrize(
    ("outcome", "waits_for_chair", "light", "reason"),
    [
        ("divided", False, Light.NONE, "whoever decides settles that"),
        ("divided", True, Light.RED, "the chair has to settle that first"),
        ("negative", False, Light.RED, "did not end positive: negative"),
        ("positive", False, Light.GREEN, "The outcome is: positive."),
        ("outcome/1", False, Light.GREEN, "The outcome is: feasible."),
        ("outcome/2", False, Light.RED, "did not end positive: not feasible"),
    ],
)
def test_what_a_finished_step_came_to_is_said_with_who_settles_it(
    outcome: str, waits_for_chair: bool, light: Light, reason: str
) -> None:
    said = {"id": "s", "name": {"nl": "Stap", "en": "Step"}, "role": "assessor", "count": 2, "unfavourable": [2]}
    own_words = [{"nl": "haalbaar", "en": "feasible"}, {"nl": "niet haalbaar", "en": "not feasible"}]
    step = Step.model_validate(said | {"outcomes": own_words})
    result = StepResult("s", done=2, needed=2, sealed=False, outcome=outcome, waits_for_chair=waits_for_chair)
    gate = step_gate(step, result)
    assert (gate.light, gate.reason.endswith(reason) or reason in gate.reason) == (light, True)
