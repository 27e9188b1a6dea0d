"""First apart, then together: only the differences, a joint verdict on each, dissent, and who settles what is divided."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from cmsdesk.domain.applications import State
from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.dossiers import Standing
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.permissions import Role
from cmsdesk.services.assessments import FinishReview, JudgeRequirement, ReopenReview
from cmsdesk.services.decisions import RecordDecision
from cmsdesk.services.dossiers import ListEvidence
from cmsdesk.services.former_rounds import ReadRounds
from cmsdesk.services.hearings import HoldHearing, PlanHearing
from cmsdesk.services.office import Office
from cmsdesk.services.protocol_sheet import PrintProtocol, ReadProtocol
from cmsdesk.services.protocols import AgreeProtocol, SettleDifference, WriteProtocol
from cmsdesk.services.records import ReadApplication
from cmsdesk.services.review_sheet import ReadReviewSheet
from tests import given
from tests.judging import Days, Judge, a_judge, admitted, at_work

MET, NOT_MET = Verdict.MET, Verdict.NOT_MET
DOCUMENTS = {"essay.pdf": ("essay",), "cv.pdf": ("proof.cv",)}


def report(office: Office, application: int, judge: Judge, essay: Verdict, cv: Verdict, outcome: str = "") -> None:
    with at_work(office, judge):
        office.do(JudgeRequirement(application, "essay", essay, f"{judge.name} on the essay."))
        office.do(JudgeRequirement(application, "proof.cv", cv, f"{judge.name} on the cv."))
        office.do(FinishReview(application, comment=f"{judge.name} in short.", outcome=outcome))


def judges(office: Office, application: int, step: str, *names: str) -> list[Judge]:
    return [a_judge(office, application, name, "assessor", step) for name in names]


@pytest.fixture
def divided(court: Office, tmp_path: Path) -> tuple[int, Judge, Judge]:
    """Two reports that differ in one thing of two."""
    application = admitted(court, tmp_path, "apart", documents=DOCUMENTS)
    p, q = judges(court, application, "apart", "Pas", "Quak")
    report(court, application, p, MET, MET)
    report(court, application, q, NOT_MET, MET)
    return application, p, q


def standings(office: Office, application: int) -> dict[str, Standing]:
    return {row.name: row.standing for row in office.do(ListEvidence(application))}


def outcome(office: Office, application: int) -> str:
    return office.do(ReadReviewSheet(application)).steps[0].outcome


def text_of(paper: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(paper)).pages)


def test_only_the_differences_are_listed(court: Office, divided: tuple[int, Judge, Judge]) -> None:
    application, _p, _q = divided
    sheet = court.do(ReadProtocol(application, "apart"))
    assert [(row.by, row.outcome, row.comment) for row in sheet.reports] == [
        ("P. Pas", "positive", "P. Pas in short."),
        ("P. Quak", "negative", "P. Quak in short."),
    ]
    [difference] = sheet.differences
    assert (difference.requirement_id, difference.title, difference.joint) == ("essay", "Essay", "")
    assert [(one.by, one.verdict, one.comment) for one in difference.verdicts] == [
        ("P. Pas", "met", "P. Pas on the essay."),
        ("P. Quak", "not_met", "P. Quak on the essay."),
    ]
    assert (sheet.outcome, sheet.why_not, sheet.version) == ("divided", "", 0)


def test_what_all_agree_on_is_settled_and_what_they_differ_in_waits(court: Office, divided: tuple[int, Judge, Judge]) -> None:
    application, _p, _q = divided
    assert standings(court, application) == {"essay.pdf": Standing.PENDING, "cv.pdf": Standing.ACCEPTED}
    assert court.do(ReadApplication(application)).state is State.ASSESSED


def test_a_joint_verdict_settles_a_difference_and_the_protocol_what_the_step_comes_to(
    court: Office, divided: tuple[int, Judge, Judge], days: Days
) -> None:
    application, p, q = divided
    with at_work(court, p):
        court.do(SettleDifference(application, "apart", "essay", NOT_MET, "We both miss a source."))
        court.do(SettleDifference(application, "apart", "essay", MET, "We read it together."))
        version = court.do(WriteProtocol(application, "apart", 1, "All is shown."))
    with at_work(court, q):
        with pytest.raises(RuleBroken, match="agreed on in the future"):
            court.do(AgreeProtocol(application, "apart", days.day + timedelta(days=1)))
        court.do(AgreeProtocol(application, "apart", days.day))
    sheet = court.do(ReadProtocol(application, "apart"))
    assert (sheet.outcome, sheet.text, sheet.agreed_on, version) == ("positive", "All is shown.", days.day, 2)
    assert (sheet.differences[0].joint, sheet.differences[0].joint_comment) == ("met", "We read it together.")
    assert standings(court, application)["essay.pdf"] is Standing.ACCEPTED
    court.do(RecordDecision(application, True, court.today, "All is met.", decider_id=given.decider(court, application)))


def test_an_agreed_protocol_stays_as_it_is(court: Office, divided: tuple[int, Judge, Judge]) -> None:
    application, _p, _q = divided
    court.do(SettleDifference(application, "apart", "essay", NOT_MET, "A source is missing."))
    court.do(WriteProtocol(application, "apart", 1, "Not yet."))
    court.do(AgreeProtocol(application, "apart", court.today))
    assert outcome(court, application) == "negative"
    for use in (
        SettleDifference(application, "apart", "essay", MET),
        WriteProtocol(application, "apart", 2, "After all."),
        AgreeProtocol(application, "apart", court.today),
    ):
        with pytest.raises(RuleBroken, match="agreed on 02-11-2026 and stays"):
            court.do(use)
    with pytest.raises(RuleBroken, match="Two assessors: The step did not end positive: negative"):
        court.do(RecordDecision(application, True, court.today, "All is met.", decider_id=given.decider(court, application)))


def test_without_a_joint_verdict_a_dissent_is_recorded_with_its_author(court: Office, divided: tuple[int, Judge, Judge]) -> None:
    application, _p, _q = divided
    with pytest.raises(RuleBroken, match="differences without a joint verdict"):
        court.do(AgreeProtocol(application, "apart", court.today))
    version = court.do(WriteProtocol(application, "apart", 0, "", "P. Quak", "The essay lacks a source."))
    with pytest.raises(RuleBroken, match="write the joint conclusion"):
        court.do(AgreeProtocol(application, "apart", court.today))
    with pytest.raises(RuleBroken, match="Somebody changed this meanwhile"):
        court.do(WriteProtocol(application, "apart", 0, "We differ."))
    court.do(WriteProtocol(application, "apart", version, "We differ.", "P. Quak", "The essay lacks a source."))
    court.do(AgreeProtocol(application, "apart", court.today))
    assert outcome(court, application) == "divided"
    name, paper = court.do(PrintProtocol(application, "apart", "en"))
    assert name == "A-2026-0001-protocol.pdf"
    text = text_of(paper)
    for words in ("We differ.", "P. Quak: The essay lacks a source.", "P. Pas: Met; P. Quak: Not met", "02-11-2026", "divided"):
        assert words in text


@pytest.mark.parametrize(
    ("use", "reason"),
    [
        (SettleDifference(1, "apart", "proof.cv", MET), "do not differ in this"),
        (SettleDifference(1, "apart", "essay", Verdict.QUESTION, "Why?"), "“met” or “not met”"),
        (SettleDifference(1, "apart", "essay", NOT_MET), "explain this verdict"),
        (SettleDifference(1, "committee", "essay", MET), "knows no “committee”"),
    ],
)
def test_a_joint_verdict_settles_a_difference_of_this_step(
    court: Office, divided: tuple[int, Judge, Judge], use: SettleDifference, reason: str
) -> None:
    with pytest.raises(RuleBroken, match=reason):
        court.do(use)


def test_only_those_who_judged_the_step_settle_it(court: Office, divided: tuple[int, Judge, Judge]) -> None:
    application, _p, _q = divided
    with at_work(court, None), pytest.raises(RuleBroken, match="not assigned to you"):
        court.do(SettleDifference(application, "apart", "essay", MET))


def test_nothing_is_brought_together_while_a_report_is_sealed(court: Office, tmp_path: Path) -> None:
    application = admitted(court, tmp_path, "apart", documents=DOCUMENTS)
    p, _q = judges(court, application, "apart", "Pas", "Quak")
    report(court, application, p, MET, MET)
    with pytest.raises(RuleBroken, match="1 of 2 reports are in; they stay sealed"):
        court.do(WriteProtocol(application, "apart", 0, "Good."))
    with pytest.raises(RuleBroken, match="stay sealed"):
        court.do(PrintProtocol(application, "apart"))


def test_one_report_has_nothing_to_be_brought_together_with(court: Office, tmp_path: Path) -> None:
    application = admitted(court, tmp_path, "portfolio")
    sheet = court.do(ReadProtocol(application, "portfolio"))
    assert sheet.why_not == "This step has one report; there is nothing to bring together."


def test_after_the_decision_the_protocol_is_history(court: Office, divided: tuple[int, Judge, Judge]) -> None:
    application, _p, _q = divided
    court.do(SettleDifference(application, "apart", "essay", MET, "Together."))
    court.do(WriteProtocol(application, "apart", 1, "Good."))
    court.do(AgreeProtocol(application, "apart", court.today))
    court.do(RecordDecision(application, True, court.today, "All is met.", decider_id=given.decider(court, application)))
    assert "“Granted”" in court.do(ReadProtocol(application, "apart")).why_not
    [closed] = court.do(ReadRounds(application))
    [protocol] = closed.protocols
    assert (protocol.step, protocol.outcome, protocol.text, protocol.agreed_on) == (
        "Two assessors",
        "positive",
        "Good.",
        court.today,
    )
    assert [(one.title, one.verdict, one.comment) for one in protocol.verdicts] == [("Essay", "met", "Together.")]


def test_a_protocol_belongs_to_its_round(court: Office, divided: tuple[int, Judge, Judge]) -> None:
    application, p, q = divided
    court.do(WriteProtocol(application, "apart", 0, "We differ."))
    court.do(ReopenReview(application))
    assert court.do(ReadProtocol(application, "apart")).text == ""
    for judge in (p, q):
        with at_work(court, judge):
            court.do(JudgeRequirement(application, "essay", MET))
            court.do(FinishReview(application))
    sheet = court.do(ReadProtocol(application, "apart"))
    assert (sheet.differences, sheet.text, sheet.outcome) == ((), "", "positive")
    assert "The reports do not differ." in text_of(court.do(PrintProtocol(application, "apart", "en"))[1])


def test_where_the_scheme_says_so_a_third_report_settles_it_unseen_by_its_author(court: Office, tmp_path: Path) -> None:
    application = admitted(court, tmp_path, "third", documents=DOCUMENTS)
    p, q, r = judges(court, application, "third", "Pas", "Quak", "Roos")
    report(court, application, p, MET, MET)
    report(court, application, q, NOT_MET, MET)
    [step] = court.do(ReadReviewSheet(application)).steps
    assert (step.done, step.needed, step.sealed, step.is_finished) == (2, 3, True, False)
    assert court.do(ReadApplication(application)).state is State.IN_ASSESSMENT
    assert set(standings(court, application).values()) == {Standing.PENDING}
    with at_work(court, r):
        assert "P. Pas on" not in repr(court.do(ReadReviewSheet(application)))
    report(court, application, r, MET, MET)
    assert outcome(court, application) == "positive"
    assert standings(court, application) == {"essay.pdf": Standing.ACCEPTED, "cv.pdf": Standing.ACCEPTED}
    assert court.do(ReadApplication(application)).state is State.ASSESSED


def test_two_reports_that_agree_need_no_third(court: Office, tmp_path: Path) -> None:
    application = admitted(court, tmp_path, "third", documents=DOCUMENTS)
    for judge in judges(court, application, "third", "Pas", "Quak"):
        report(court, application, judge, MET, MET)
    assert court.do(ReadApplication(application)).state is State.ASSESSED


def test_where_the_scheme_says_so_the_chair_settles_it(court: Office, tmp_path: Path) -> None:
    application = admitted(court, tmp_path, "chair", documents=DOCUMENTS)
    p, q = judges(court, application, "chair", "Pas", "Quak")
    chair = a_judge(court, application, "Stoel", "chair", "chair")
    report(court, application, p, MET, MET)
    report(court, application, q, NOT_MET, MET)
    assert court.do(ReadApplication(application)).state is State.IN_ASSESSMENT
    with pytest.raises(RuleBroken, match="the chair has to settle it"):
        court.do(RecordDecision(application, True, court.today, "All is met.", decider_id=given.decider(court, application)))
    with at_work(court, p):
        court.do(WriteProtocol(application, "chair", 0, "We differ.", "P. Quak", "A source is missing."))
        with pytest.raises(RuleBroken, match="The chair settles what the reports differ in"):
            court.do(AgreeProtocol(application, "chair", court.today))
    with at_work(court, chair):
        assert [one.title for one in court.do(ReadProtocol(application, "chair")).differences] == ["Essay"]
        with pytest.raises(RuleBroken, match="settles every difference before"):
            court.do(AgreeProtocol(application, "chair", court.today))
        court.do(SettleDifference(application, "chair", "essay", MET, "Good enough."))
        court.do(AgreeProtocol(application, "chair", court.today))
    assert court.do(ReadApplication(application)).state is State.ASSESSED
    assert outcome(court, application) == "positive"


def test_where_the_step_names_outcomes_the_protocol_chooses_one(court: Office, tmp_path: Path) -> None:
    application = admitted(court, tmp_path, "chosen", documents={"essay.pdf": ("essay",)})
    hearing = court.do(PlanHearing(application, "chosen", court.today)).id
    court.do(HoldHearing(hearing, court.today, "Held."))
    p, q = judges(court, application, "chosen", "Pas", "Quak")
    for judge, chosen, verdict in ((p, "outcome/1", MET), (q, "outcome/2", NOT_MET)):
        with at_work(court, judge):
            court.do(JudgeRequirement(application, "essay", MET))
            court.do(JudgeRequirement(application, "criterion/1", verdict, "Seen.", score=5))
            court.do(FinishReview(application, outcome=chosen))
    court.do(SettleDifference(application, "chosen", "criterion/1", MET))
    court.do(WriteProtocol(application, "chosen", 1, "Suitable."))
    assert court.do(ReadProtocol(application, "chosen")).outcomes == (("outcome/1", "suitable"), ("outcome/2", "unsuitable"))
    with pytest.raises(RuleBroken, match="choose the outcome: suitable, unsuitable"):
        court.do(AgreeProtocol(application, "chosen", court.today))
    court.do(AgreeProtocol(application, "chosen", court.today, "outcome/2"))
    assert outcome(court, application) == "unsuitable"
    with pytest.raises(RuleBroken, match="Two interviews: The step did not end positive: unsuitable"):
        court.do(RecordDecision(application, True, court.today, "All is met.", decider_id=given.decider(court, application)))


def test_a_decider_reads_along_once_all_is_in(court: Office, divided: tuple[int, Judge, Judge]) -> None:
    application, _p, _q = divided
    with at_work(court, None, Role.DECIDER):
        assert len(court.do(ReadProtocol(application, "apart")).differences) == 1
    with at_work(court, None):
        assert court.do(ReadProtocol(application, "apart")).differences == ()
