"""Oral and telephone steps: planning, the committee, minutes and score form (AC-11, AC-14)."""

import io
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from cmsdesk.domain.applications import State
from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.dossiers import Standing
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.permissions import Role
from cmsdesk.services.answers import AddStatement, AnswerCheck, SetCircumstance
from cmsdesk.services.applications import AdmitApplication, AskCorrection, ReceiveApplication, StartApplication
from cmsdesk.services.assessments import FinishReview, JudgeRequirement
from cmsdesk.services.assignments import EndAssignment
from cmsdesk.services.certificates import IssueCertificate
from cmsdesk.services.decisions import RecordDecision
from cmsdesk.services.dossiers import AddEvidence, JudgeEvidence
from cmsdesk.services.hearing_papers import CalendarOf, PrintMinutes
from cmsdesk.services.hearings import CancelHearing, HearingsOf, HoldHearing, MoveHearing, PlanHearing, WriteMinutes
from cmsdesk.services.office import Office
from cmsdesk.services.people import AddPerson, PersonDetails
from cmsdesk.services.plans import AddPlanLine, PlanOf
from cmsdesk.services.qualifications import AddCredential, AddWorkPeriod
from cmsdesk.services.records import ReadApplication
from cmsdesk.services.register import CountHolders
from cmsdesk.services.review_sheet import ReadReviewSheet
from cmsdesk.services.schemes import scheme_of, work_with
from tests import given
from tests.judging import Days, Judge, a_file, a_judge, admitted, an_office, at_work

MET, NOT_MET = Verdict.MET, Verdict.NOT_MET


def text_of(paper: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(paper)).pages)


@pytest.fixture
def in_2021(tmp_path: Path) -> Iterator[tuple[Office, Days]]:
    days = Days(date(2021, 2, 1))
    office = an_office(tmp_path, days)
    yield office, days
    office.close()
    work_with({})


def test_a_first_certification_needs_the_oral_and_four_criteria(in_2021: tuple[Office, Days], tmp_path: Path) -> None:
    """AC-14: three criteria do not finish the step, four do; a dossier complete ten days before gives a warning."""
    office, days = in_2021
    person = office.do(AddPerson(PersonDetails("M"), date(2015, 1, 1)))
    office.do(AddCredential(person, "diploma", "Hogeschool", date(2010, 7, 1), level=6, years=4))
    office.do(AddWorkPeriod(person, "rl", "practice", "Loopbaanadviseur", date(2017, 1, 1)))
    application = office.do(StartApplication(person, "rl", "initial"))
    cv = office.do(AddEvidence(application, a_file(tmp_path, "cv.pdf"), ("entry.cv",)))
    office.do(AddStatement(application, "entry.code", "M", date(2021, 1, 20)))
    office.do(ReceiveApplication(application, days.day))
    office.do(AskCorrection(application, "The curriculum vitae is not signed."))
    days.day = date(2021, 2, 10)
    office.do(ReceiveApplication(application, days.day))
    office.do(JudgeEvidence(cv, Standing.ACCEPTED))
    office.do(AdmitApplication(application))
    members = [a_judge(office, application, name, "committee", "oral") for name in ("Een", "Twee")]
    chair = a_judge(office, application, "Stoel", "voorzitter", "oral")
    early = office.do(PlanHearing(application, "oral", date(2021, 2, 20)))
    assert early.warnings == ("The dossier must be complete 14 days before; it was 10 days before.",)
    [row] = office.do(HearingsOf(application))
    moved = office.do(MoveHearing(early.id, row.version, date(2021, 3, 1), "14:30", 90, "Utrecht"))
    assert moved.warnings == ()
    with pytest.raises(RuleBroken, match="0 of 1 report"):
        office.do(RecordDecision(application, True, days.day, "All is met."))
    days.day = date(2021, 3, 1)
    with at_work(office, members[0]):
        for place in (1, 2, 3):
            office.do(JudgeRequirement(application, f"criterion/{place}", MET))
    with at_work(office, chair):
        office.do(HoldHearing(early.id, days.day, "A good conversation."))
        with pytest.raises(RuleBroken, match="1 requirement still has to be judged: ethics"):
            office.do(FinishReview(application))
        office.do(JudgeRequirement(application, "criterion/4", MET))
        office.do(FinishReview(application))
    assert office.do(ReadApplication(application)).state is State.ASSESSED
    [row] = office.do(HearingsOf(application))
    assert (row.outcome, row.held_on, [one.name for one in row.committee]) == (
        "positive",
        date(2021, 3, 1),
        ["P. Stoel", "P. Een", "P. Twee"],
    )
    office.do(RecordDecision(application, True, days.day, "All is met.", decider_id=given.decider(office, application)))


def test_a_telephone_intake_with_a_plan_gives_no_certificate(in_2021: tuple[Office, Days]) -> None:
    """AC-11: no documents; the acknowledgement comes first; three open topics, two actions; no paper, no register."""
    office, days = in_2021
    days.day = date(2024, 10, 2)
    topics = [f"l3free.topics/{topic.id}" for part in scheme_of("atim-as").topic_sets for topic in part.topics]
    person = office.do(AddPerson(PersonDetails("Prins", initials="J."), date(2020, 1, 1)))
    application = office.do(StartApplication(person, "atim-as", "L3-intake"))
    office.do(AnswerCheck(application, "work", "yes"))
    office.do(SetCircumstance(application, "starts_with_gaps", holds=True))
    office.do(ReceiveApplication(application, days.day))
    office.do(AdmitApplication(application))
    trainer = a_judge(office, application, "Tas", "trainer", "phone-intake")
    hearing = office.do(PlanHearing(application, "phone-intake", days.day, "10:00", 30)).id
    with at_work(office, trainer):
        office.do(HoldHearing(hearing, days.day, "Three topics are missing."))
        choices = "feasible, feasible with a personal plan, not feasible, another course"
        with pytest.raises(RuleBroken, match=f"choose the outcome: {choices}"):
            office.do(FinishReview(application))
        for topic in topics:
            verdict = NOT_MET if topic in topics[-3:] else MET
            office.do(JudgeRequirement(application, topic, verdict, "By telephone.", basis=frozenset({"experience"})))
        office.do(FinishReview(application, outcome="outcome/2"))
        assert [item.key for item in office.do(PlanOf(application)).open] == topics[-3:]
        office.do(AddPlanLine(application, tuple(topics[-3:-1]), "Two half-days of course 2", "Trainer", date(2024, 12, 1)))
        office.do(AddPlanLine(application, (topics[-1],), "Self-study", "J. Prins", date(2024, 12, 1)))
    plan = office.do(PlanOf(application))
    assert (len(plan.open), len(plan.lines), plan.incomplete) == (3, 2, "")
    [row] = office.do(HearingsOf(application))
    assert row.outcome == "feasible with a personal plan"
    with pytest.raises(RuleBroken, match="No room to catch up"):
        office.do(
            RecordDecision(application, True, days.day, "Feasible with a plan.", decider_id=given.decider(office, application))
        )
    office.do(AddStatement(application, "no-catch-up", "J. Prins", days.day))
    office.do(RecordDecision(application, True, days.day, "Feasible with a plan.", decider_id=given.decider(office, application)))
    with pytest.raises(RuleBroken, match="certificate"):
        office.do(IssueCertificate(application))
    assert office.do(CountHolders()) == 0


def test_an_intake_that_is_not_feasible_is_not_granted(in_2021: tuple[Office, Days]) -> None:
    office, days = in_2021
    topics = [f"l2free.topics/{topic.id}" for part in scheme_of("atim-as").topic_sets if part.id == "t2" for topic in part.topics]
    person = office.do(AddPerson(PersonDetails("Prins", initials="J."), date(2020, 1, 1)))
    application = office.do(StartApplication(person, "atim-as", "L2-intake"))
    office.do(AnswerCheck(application, "work", "yes"))
    office.do(ReceiveApplication(application, days.day))
    office.do(AdmitApplication(application))
    trainer = a_judge(office, application, "Tas", "trainer", "phone-intake")
    hearing = office.do(PlanHearing(application, "phone-intake", days.day)).id
    with at_work(office, trainer):
        for topic in topics:
            office.do(JudgeRequirement(application, topic, NOT_MET, "No."))
        with pytest.raises(RuleBroken, match="write the minutes of the conversation first"):
            office.do(FinishReview(application, outcome="outcome/3"))
        office.do(HoldHearing(hearing, days.day, "None of it."))
        office.do(FinishReview(application, outcome="outcome/3"))
    with pytest.raises(RuleBroken, match="Telephone intake: The step did not end positive: not feasible"):
        office.do(RecordDecision(application, True, days.day, "All the same.", decider_id=given.decider(office, application)))


@pytest.fixture
def before_committee(court: Office, tmp_path: Path) -> tuple[int, list[Judge]]:
    """The office looked at the dossier; two members and a chair are assigned."""
    application = admitted(court, tmp_path, "both", documents={"essay.pdf": ("essay",), "cv.pdf": ("proof.cv",)})
    for key in ("essay", "proof.cv"):
        court.do(JudgeRequirement(application, key, MET))
    court.do(FinishReview(application))
    return application, [
        a_judge(court, application, "Een", "member", "committee"),
        a_judge(court, application, "Stoel", "chair", "committee"),
    ]


def test_a_committee_that_is_not_complete_is_named_and_holds_no_conversation(
    court: Office, before_committee: tuple[int, list[Judge]], days: Days
) -> None:
    application, _judges = before_committee
    planned = court.do(PlanHearing(application, "committee", days.day + timedelta(days=30)))
    assert planned.warnings == ("The committee is not complete: 1 of 2 people.",)
    days.day += timedelta(days=30)
    with pytest.raises(RuleBroken, match="1 of 2 people"):
        court.do(HoldHearing(planned.id, days.day, "Held."))
    a_judge(court, application, "Twee", "member", "committee", declared=False)
    with pytest.raises(RuleBroken, match="1 of 2 people"):
        court.do(HoldHearing(planned.id, days.day, "Held."))


def test_a_report_of_a_committee_that_fell_apart_is_not_handed_in(
    court: Office, before_committee: tuple[int, list[Judge]], days: Days
) -> None:
    application, judges = before_committee
    ill = a_judge(court, application, "Twee", "member", "committee")
    court.do(HoldHearing(court.do(PlanHearing(application, "committee", days.day)).id, days.day, "Held."))
    court.do(EndAssignment(ill.assignment_id, "Ill."))
    with at_work(court, judges[0]):
        for key in ("criterion/1", "criterion/2"):
            court.do(JudgeRequirement(application, key, MET, score=8))
        with pytest.raises(RuleBroken, match="1 of 2 people"):
            court.do(FinishReview(application))


def test_a_committee_without_its_chair_says_so(court: Office, tmp_path: Path) -> None:
    application = admitted(court, tmp_path, "both", documents={"essay.pdf": ("essay",)})
    planned = court.do(PlanHearing(application, "committee", court.today + timedelta(days=5)))
    assert planned.warnings[-1] == "The committee is not complete: 0 of 2 people, no chair."
    assert "must be complete 14 days before" in planned.warnings[0]


@pytest.mark.parametrize(
    ("plan", "reason"),
    [
        (PlanHearing(1, "desk", date(2026, 12, 1)), "no conversation in this step"),
        (PlanHearing(1, "chosen", date(2026, 12, 1)), "no conversation in this step"),
        (PlanHearing(1, "committee", date(2026, 12, 1), "half past two"), "write the time as 14:30"),
        (PlanHearing(1, "committee", date(2026, 12, 1), "25:00"), "write the time as 14:30"),
        (PlanHearing(1, "committee", date(2026, 12, 1), "14:30", 0), "between 1 and 600 minutes"),
    ],
)
def test_what_is_planned_can_be_held(
    court: Office, before_committee: tuple[int, list[Judge]], plan: PlanHearing, reason: str
) -> None:
    with pytest.raises(RuleBroken, match=reason):
        court.do(plan)


def test_a_conversation_is_planned_once_moved_and_called_off(
    court: Office, before_committee: tuple[int, list[Judge]], days: Days
) -> None:
    application, _judges = before_committee
    first = court.do(PlanHearing(application, "committee", date(2026, 12, 1), "14:30", 45, "Room 1")).id
    with pytest.raises(RuleBroken, match="already planned"):
        court.do(PlanHearing(application, "committee", date(2026, 12, 2)))
    court.do(MoveHearing(first, 1, date(2026, 12, 3), "09:00", 45, "Room 2"))
    with pytest.raises(RuleBroken, match="Somebody changed this meanwhile"):
        court.do(MoveHearing(first, 1, date(2026, 12, 4)))
    court.do(CancelHearing(first))
    with pytest.raises(RuleBroken, match="called off on 02-11-2026"):
        court.do(MoveHearing(first, 3, date(2026, 12, 4)))
    second = court.do(PlanHearing(application, "committee", date(2026, 12, 8))).id
    rows = court.do(HearingsOf(application))
    assert [(row.id, row.on, row.place, row.cancelled_on, bool(row.warnings)) for row in rows] == [
        (first, date(2026, 12, 3), "Room 2", days.day, False),
        (second, date(2026, 12, 8), "", None, True),
    ]


def test_nothing_is_planned_on_a_closed_application(court: Office, before_committee: tuple[int, list[Judge]]) -> None:
    from cmsdesk.services.applications import WithdrawApplication

    application, _judges = before_committee
    court.do(WithdrawApplication(application, "Moved."))
    with pytest.raises(RuleBroken, match="is closed; no conversation can be planned"):
        court.do(PlanHearing(application, "committee", court.today))


def test_minutes_are_kept_while_they_are_written_and_stand_once_it_was_held(
    court: Office, before_committee: tuple[int, list[Judge]], days: Days
) -> None:
    application, judges = before_committee
    a_judge(court, application, "Twee", "member", "committee")
    hearing = court.do(PlanHearing(application, "committee", days.day)).id
    with at_work(court, None):
        for use in (WriteMinutes(hearing, 1, "I was not there."), HoldHearing(hearing, days.day, "I was not there.")):
            with pytest.raises(RuleBroken, match="assigned to somebody else"):
                court.do(use)
    with at_work(court, judges[0]):
        version = court.do(WriteMinutes(hearing, 1, "The candidate began"))
        with pytest.raises(RuleBroken, match="Somebody changed this meanwhile"):
            court.do(WriteMinutes(hearing, 1, "Other words"))
        assert court.do(HearingsOf(application))[0].minutes == "The candidate began"
        with pytest.raises(RuleBroken, match="write the minutes"):
            court.do(HoldHearing(hearing, days.day, " "))
        with pytest.raises(RuleBroken, match="held in the future"):
            court.do(HoldHearing(hearing, days.day + timedelta(days=1), "Tomorrow."))
        with pytest.raises(RuleBroken, match="planned for 02-11-2026"):
            court.do(HoldHearing(hearing, days.day - timedelta(days=1), "Yesterday."))
        court.do(HoldHearing(hearing, days.day, "The candidate began and ended."))
        with pytest.raises(RuleBroken, match="already held on 02-11-2026"):
            court.do(WriteMinutes(hearing, version + 1, "Again"))


def test_a_decider_reads_minutes_when_the_step_is_finished(
    court: Office, before_committee: tuple[int, list[Judge]], days: Days
) -> None:
    application, judges = before_committee
    a_judge(court, application, "Twee", "member", "committee")
    hearing = court.do(PlanHearing(application, "committee", days.day)).id
    court.do(HoldHearing(hearing, days.day, "A long talk."))
    assert court.do(HearingsOf(application))[0].minutes == "A long talk."
    for onlooker in (Role.DECIDER, Role.ASSESSOR):
        with at_work(court, None, onlooker):
            assert court.do(HearingsOf(application))[0].minutes == ""
    with at_work(court, judges[1]):
        for key in ("criterion/1", "criterion/2"):
            court.do(JudgeRequirement(application, key, MET, "Well said.", score=8))
        court.do(FinishReview(application))
    with at_work(court, None, Role.DECIDER):
        assert court.do(HearingsOf(application))[0].minutes == "A long talk."
    with at_work(court, None):
        assert court.do(HearingsOf(application))[0].minutes == ""


def test_a_committee_writes_one_report_together(court: Office, before_committee: tuple[int, list[Judge]], days: Days) -> None:
    application, judges = before_committee
    other = a_judge(court, application, "Twee", "member", "committee")
    court.do(HoldHearing(court.do(PlanHearing(application, "committee", days.day)).id, days.day, "Held."))
    with at_work(court, judges[0]):
        court.do(JudgeRequirement(application, "criterion/1", MET, "Well said.", score=8))
    with at_work(court, other):
        assert court.do(ReadReviewSheet(application)).items[0].comment == "Well said."
        court.do(JudgeRequirement(application, "criterion/2", MET, score=7))
    with pytest.raises(RuleBroken, match=r"P\. Een is writing this report"):
        court.do(JudgeRequirement(application, "criterion/1", NOT_MET, "No.", assignment_id=other.assignment_id, score=1))
    with at_work(court, judges[1]):
        court.do(FinishReview(application))
        with pytest.raises(RuleBroken, match="“To be decided”"):
            court.do(FinishReview(application))
    assert court.do(ReadReviewSheet(application)).steps[1].done == 1


def test_the_score_form_is_printed_empty_before_and_filled_in_after(
    court: Office, before_committee: tuple[int, list[Judge]], days: Days
) -> None:
    application, judges = before_committee
    a_judge(court, application, "Twee", "member", "committee")
    hearing = court.do(PlanHearing(application, "committee", days.day, "14:30", 60, "Room 1")).id
    name, empty = court.do(PrintMinutes(hearing, "en"))
    assert name == "A-2026-0001-minutes.pdf"
    text = text_of(empty)
    for words in ("Score form", "knowledge", "ethics", "02-11-2026 14:30", "Room 1", "P. Stoel (chair), P. Een, P. Twee"):
        assert words in text
    court.do(HoldHearing(hearing, days.day, "A long talk.\n\nAnd a second paragraph."))
    with at_work(court, judges[0]):
        court.do(JudgeRequirement(application, "criterion/1", MET, "Well said.", score=8))
    assert "Well said." not in text_of(court.do(PrintMinutes(hearing, "en"))[1])
    with at_work(court, judges[0]):
        assert "Well said." in text_of(court.do(PrintMinutes(hearing, "en"))[1])
        court.do(JudgeRequirement(application, "criterion/2", NOT_MET, "Unsure.", score=4))
        court.do(FinishReview(application))
    text = text_of(court.do(PrintMinutes(hearing, "en"))[1])
    for words in ("knowledge Met 8 Well said.", "ethics Not met 4 Unsure.", "And a second paragraph.", "negative"):
        assert words in text


def test_reports_made_apart_stand_on_the_form_by_name(court: Office, tmp_path: Path, days: Days) -> None:
    application = admitted(court, tmp_path, "chosen", documents={"essay.pdf": ("essay",)})
    hearing = court.do(PlanHearing(application, "chosen", days.day)).id
    court.do(HoldHearing(hearing, days.day, "Held."))
    for name, comment in (("Pas", "At ease."), ("Quak", "Calm.")):
        judge = a_judge(court, application, name, "assessor", "chosen")
        with at_work(court, judge):
            court.do(JudgeRequirement(application, "essay", MET))
            court.do(JudgeRequirement(application, "criterion/1", MET, comment, score=8))
            court.do(FinishReview(application, outcome="outcome/1"))
    text = text_of(court.do(PrintMinutes(hearing, "en"))[1])
    assert "attitude (P. Pas) Met 8 At ease." in text
    assert "attitude (P. Quak) Met 8 Calm." in text
    assert court.do(HearingsOf(application))[0].outcome == "suitable"


def test_an_outcome_is_chosen_only_where_the_step_names_some(court: Office, before_committee: tuple[int, list[Judge]]) -> None:
    application, judges = before_committee
    a_judge(court, application, "Twee", "member", "committee")
    court.do(HoldHearing(court.do(PlanHearing(application, "committee", court.today)).id, court.today, "Held."))
    with at_work(court, judges[0]):
        for key in ("criterion/1", "criterion/2"):
            court.do(JudgeRequirement(application, key, MET, score=8))
        with pytest.raises(RuleBroken, match="the outcome follows from the verdicts"):
            court.do(FinishReview(application, outcome="outcome/1"))


def test_a_conversation_goes_into_the_agenda_moves_and_leaves_it(
    court: Office, before_committee: tuple[int, list[Judge]]
) -> None:
    application, _judges = before_committee
    hearing = court.do(PlanHearing(application, "committee", date(2026, 12, 1), "14:30", 45, "Room 1")).id
    name, first = court.do(CalendarOf(hearing))
    assert name == "A-2026-0001.ics"
    lines = first.decode().replace("\r\n ", "").splitlines()
    assert "SUMMARY:Committee\\, A-2026-0001\\, K. Kandidaat" in lines
    assert {"DTSTART:20261201T133000Z", "DURATION:PT45M", "LOCATION:Room 1", "SEQUENCE:1", "STATUS:CONFIRMED"} <= set(lines)
    assert "DESCRIPTION:With: P. Stoel (chair)\\, P. Een" in lines
    court.do(CancelHearing(hearing))
    lines = court.do(CalendarOf(hearing))[1].decode().splitlines()
    assert {"SEQUENCE:2", "STATUS:CANCELLED"} <= set(lines)


def test_a_conversation_with_nobody_assigned_names_nobody(court: Office, tmp_path: Path) -> None:
    application = admitted(court, tmp_path, "both", documents={"essay.pdf": ("essay",)})
    hearing = court.do(PlanHearing(application, "committee", date(2026, 12, 1))).id
    assert b"DESCRIPTION" not in court.do(CalendarOf(hearing))[1]
