"""From an application to a certificate, and every "no" on the way."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from cmsdesk.domain.applications import Act, Application, Party, State
from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.certificates import Status
from cmsdesk.domain.dossiers import Standing
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.services.applications import (
    AdmitApplication,
    AskCorrection,
    CountApplications,
    FindApplication,
    ListApplications,
    ReceiveApplication,
    StartApplication,
    WithdrawApplication,
)
from cmsdesk.services.assessments import FinishReview, JudgeRequirement, ReopenReview
from cmsdesk.services.certificates import ChangeStanding, IssueCertificate, ReadCertificate, ReadPaper, SavePaper
from cmsdesk.services.decisions import RecordDecision
from cmsdesk.services.dossiers import AddEvidence, JudgePoints, ReadEvidence, RemoveEvidence, TieEvidence
from cmsdesk.services.finding import fetch
from cmsdesk.services.history import CheckJournal, HistoryOf
from cmsdesk.services.lists import Asked
from cmsdesk.services.office import Office
from cmsdesk.services.records import ReadApplication, ReadReview
from cmsdesk.services.register import CountHolders, ListHolders
from cmsdesk.services.steps import StepResult, results_of
from cmsdesk.services.today import WorkList
from cmsdesk.store.session import OfficeSession
from tests import given


def test_the_whole_way_from_application_to_register(office: Office, tmp_path: Path) -> None:
    person = given.a_member(office)
    application = given.granted(office, person, tmp_path)
    certificate = office.do(IssueCertificate(application))
    found = office.do(ReadCertificate(certificate))
    assert (found.holder, found.title, found.status, found.until_on) == ("Jan-Willem de Vries", "CMC", Status.ACTIVE, None)
    _name, paper = office.do(ReadPaper(certificate))
    assert paper.startswith(b"%PDF-1.7")
    saved = office.do(SavePaper(certificate, tmp_path / "paper.pdf"))
    assert saved.read_bytes() == paper
    [row] = office.do(ListHolders(Asked("vri"), 0, 10))
    assert (row.name, row.title, row.has_paper) == ("Vries, Jan-Willem de", "CMC", True)
    assert office.do(CheckJournal()) is None
    acts = [entry.act for entry in office.do(HistoryOf("application", application))]
    assert acts[0] == "Issued the certificate"
    assert acts[-1] == "Started an application"
    assert acts.count("Judged a requirement") == 3


def test_an_application_without_its_form_cannot_be_taken_in(office: Office, tmp_path: Path) -> None:
    application = given.an_application(office, given.a_member(office))
    with pytest.raises(RuleBroken, match="Aanvraagformulier|Designation application form"):
        office.do(ReceiveApplication(application, office.today))
    assert office.do(ReadApplication(application)).state is State.DRAFT


def test_a_second_open_application_for_the_same_title_is_refused(office: Office) -> None:
    person = given.a_member(office)
    given.an_application(office, person)
    with pytest.raises(RuleBroken, match="A-2026-0001"):
        given.an_application(office, person)


def test_what_is_not_met_blocks_a_grant_and_is_named(office: Office, tmp_path: Path) -> None:
    person = given.a_member(office)
    given.points(office, person, "education", "59.5")
    given.points(office, person, "experience", "55")
    application = given.reviewed(office, person, tmp_path)
    with pytest.raises(RuleBroken, match=r"Education: 0\.5 points still needed"):
        office.do(RecordDecision(application, True, office.today, "All is met."))
    assert office.do(ReadApplication(application)).state is State.ASSESSED
    office.do(RecordDecision(application, False, office.today, "Half a point short."))
    with pytest.raises(RuleBroken, match="no decision"):
        office.do(IssueCertificate(application))


def test_membership_gates_the_grant_and_says_from_when(office: Office, tmp_path: Path) -> None:
    person = given.a_member(office, since=office.today - timedelta(days=700))
    given.enough_points(office, person)
    application = given.reviewed(office, person, tmp_path)
    with pytest.raises(RuleBroken, match="First possible on 21-12-2026"):
        office.do(RecordDecision(application, True, office.today, "All is met."))


def test_pending_points_leave_it_undecided_until_they_are_accepted(office: Office) -> None:
    person = given.a_member(office)
    given.points(office, person, "education", "58")
    pending = given.points(office, person, "education", "4", Standing.PENDING)
    application = given.an_application(office, person)
    [leaf] = [leaf for leaf in office.do(ReadApplication(application)).leaves if leaf.requirement_id == "cmc.education"]
    assert (leaf.outcome, leaf.have) == ("undecided", "58")
    office.do(JudgePoints(pending, Standing.ACCEPTED))
    [leaf] = [leaf for leaf in office.do(ReadApplication(application)).leaves if leaf.requirement_id == "cmc.education"]
    assert (leaf.outcome, leaf.have) == ("met", "62")


def test_refusing_points_needs_a_reason(office: Office) -> None:
    line = given.points(office, given.a_member(office), "education", "4", Standing.PENDING)
    with pytest.raises(RuleBroken, match="reason"):
        office.do(JudgePoints(line, Standing.REFUSED))


def test_a_review_cannot_be_finished_while_something_is_not_judged(office: Office, tmp_path: Path) -> None:
    application = given.in_review(office, given.a_member(office), tmp_path)
    office.do(JudgeRequirement(application, given.FORM, Verdict.MET))
    with pytest.raises(RuleBroken, match="2 requirements still have to be judged"):
        office.do(FinishReview(application))


def test_a_no_needs_words_and_an_open_question_keeps_the_review_open(office: Office, tmp_path: Path) -> None:
    application = given.in_review(office, given.a_member(office), tmp_path)
    with pytest.raises(RuleBroken, match="explain"):
        office.do(JudgeRequirement(application, given.FORM, Verdict.NOT_MET))
    office.do(JudgeRequirement(application, given.FORM, Verdict.QUESTION, "Which year?"))
    for item in office.do(ReadReview(application))[1]:
        if item.requirement_id != given.FORM:
            office.do(JudgeRequirement(application, item.requirement_id, Verdict.MET))
    with pytest.raises(RuleBroken, match="open question"):
        office.do(FinishReview(application))


def test_a_finished_review_can_be_reopened_and_keeps_its_verdicts(office: Office, tmp_path: Path) -> None:
    application = given.reviewed(office, given.a_member(office), tmp_path)
    office.do(ReopenReview(application))
    record, items = office.do(ReadReview(application))
    assert record.state is State.IN_ASSESSMENT
    assert {item.verdict for item in items} == {"met"}


def test_a_negative_review_blocks_a_grant(office: Office, tmp_path: Path) -> None:
    person = given.a_member(office)
    given.enough_points(office, person)
    application = given.in_review(office, person, tmp_path)
    for item in office.do(ReadReview(application))[1]:
        verdict = Verdict.NOT_MET if item.ledger == "experience" else Verdict.MET
        office.do(JudgeRequirement(application, item.requirement_id, verdict, "Not shown."))
    office.do(FinishReview(application))
    with pytest.raises(RuleBroken, match="did not end positive"):
        office.do(RecordDecision(application, True, office.today, "All is met."))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"reason": "  "}, "reason of the decision"),
        ({"decided_on": date(2027, 1, 1)}, "future"),
        ({"decided_on": date(2026, 1, 1), "granted": False}, "older than the application"),
    ],
)
def test_a_decision_needs_a_reason_and_a_possible_date(
    office: Office, tmp_path: Path, change: dict[str, object], reason: str
) -> None:
    person = given.a_member(office)
    given.enough_points(office, person)
    application = given.reviewed(office, person, tmp_path)
    with pytest.raises(RuleBroken, match=reason):
        office.do(replace(RecordDecision(application, True, office.today, "All is met."), **change))  # type: ignore[arg-type]


def test_a_certificate_is_issued_once(office: Office, tmp_path: Path) -> None:
    application = given.granted(office, given.a_member(office), tmp_path)
    office.do(IssueCertificate(application))
    with pytest.raises(RuleBroken, match="already issued"):
        office.do(IssueCertificate(application))
    assert office.do(CountHolders()) == 1


def test_a_certificate_is_suspended_lifted_and_withdrawn_with_a_reason(office: Office, tmp_path: Path) -> None:
    certificate = office.do(IssueCertificate(given.granted(office, given.a_member(office), tmp_path)))
    with pytest.raises(RuleBroken, match="reason"):
        office.do(ChangeStanding(certificate, Status.SUSPENDED, ""))
    office.do(ChangeStanding(certificate, Status.SUSPENDED, "Complaint."))
    office.do(ChangeStanding(certificate, Status.ACTIVE, "Settled."))
    office.do(ChangeStanding(certificate, Status.WITHDRAWN, "Misuse."))
    assert office.do(ReadCertificate(certificate)).status is Status.WITHDRAWN
    with pytest.raises(RuleBroken, match="Withdrawn"):
        office.do(ChangeStanding(certificate, Status.ACTIVE, "Sorry."))


def test_a_correction_is_asked_with_a_reason_and_the_candidate_is_waited_for(office: Office) -> None:
    application = given.an_application(office, given.a_member(office))
    with pytest.raises(RuleBroken, match="missing or wrong"):
        office.do(AskCorrection(application, ""))
    office.do(AskCorrection(application, "The form is not signed."))
    record = office.do(ReadApplication(application))
    assert (record.state, record.waits_for, record.note) == (State.INCOMPLETE, Party.CANDIDATE, "The form is not signed.")


def test_a_withdrawn_application_is_closed_and_its_dossier_stays(office: Office, tmp_path: Path) -> None:
    application = given.in_review(office, given.a_member(office), tmp_path)
    office.do(WithdrawApplication(application, "Moved abroad."))
    record = office.do(ReadApplication(application))
    assert record.state is State.WITHDRAWN
    assert len(record.evidence) == 1
    with pytest.raises(RuleBroken, match="closed"):
        office.do(AddEvidence(application, given.a_pdf(tmp_path, "late.pdf")))


def test_admitting_twice_is_refused_with_the_state(office: Office, tmp_path: Path) -> None:
    application = given.in_review(office, given.a_member(office), tmp_path)
    with pytest.raises(RuleBroken, match="Admitted"):
        office.do(AdmitApplication(application))


def test_the_same_document_is_kept_once(office: Office, tmp_path: Path) -> None:
    application = given.an_application(office, given.a_member(office))
    office.do(AddEvidence(application, given.a_pdf(tmp_path, "one.pdf")))
    with pytest.raises(RuleBroken, match=r"one\.pdf"):
        office.do(AddEvidence(application, given.a_pdf(tmp_path, "two.pdf")))


def test_a_document_is_tied_untied_and_removed_until_it_is_judged(office: Office, tmp_path: Path) -> None:
    application = given.an_application(office, given.a_member(office))
    evidence = office.do(AddEvidence(application, given.a_pdf(tmp_path)))
    office.do(TieEvidence(evidence, frozenset({given.FORM, "cmc.education"})))
    office.do(TieEvidence(evidence, frozenset({given.FORM})))
    [row] = office.do(ReadApplication(application)).evidence
    assert row.requirements == (given.FORM,)
    office.do(RemoveEvidence(evidence))
    assert office.do(ReadApplication(application)).evidence == ()


def test_a_document_that_was_changed_on_disk_is_not_shown(office: Office, tmp_path: Path) -> None:
    application = given.an_application(office, given.a_member(office))
    evidence = office.do(AddEvidence(application, given.a_pdf(tmp_path)))
    [stored] = list((tmp_path / "office.cmsdesk-files").glob("??/*"))
    stored.write_bytes(b"%PDF-1.7 something else")
    with pytest.raises(RuleBroken, match="changed"):
        office.do(ReadEvidence(evidence))


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("tool.exe", b"MZ....", "can run a program"),
        ("note.pdf", b"MZ....", "can run a program"),
        ("page.html", b"<html>", "can run a program"),
        ("form.pdf", b"just text", "not what its name says"),
        ("empty.pdf", b"", "is empty"),
    ],
)
def test_what_does_not_belong_in_a_dossier_is_refused(
    office: Office, tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    application = given.an_application(office, given.a_member(office))
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(RuleBroken, match=reason):
        office.do(AddEvidence(application, path))
    assert office.do(ReadApplication(application)).evidence == ()


@pytest.mark.parametrize("name", ["..\\..\\CON.pdf", "a\u202efdp.exe.pdf", "x" * 200 + ".pdf", "a:b.pdf", " .pdf"])
def test_a_hostile_file_name_stays_a_name(office: Office, tmp_path: Path, name: str) -> None:
    application = given.an_application(office, given.a_member(office))
    evidence = office.do(AddEvidence(application, given.a_pdf(tmp_path, name)))
    [row] = [row for row in office.do(ReadApplication(application)).evidence if row.id == evidence]
    assert row.name.endswith("pdf")
    assert not set(row.name) & set('\\/:\u202e"')
    assert len(row.name) <= 170
    assert {place.parent.parent for place in (tmp_path / "office.cmsdesk-files").glob("??/*")} == {
        tmp_path / "office.cmsdesk-files"
    }


def test_lists_filter_sort_and_count(office: Office, tmp_path: Path) -> None:
    for surname in ("Akker", "Berg", "Carels"):
        given.an_application(office, given.a_member(office, surname, prefix=""))
    asked = Asked(chips=frozenset({"state:open", "waits:bureau"}), sort="name")
    assert [row.name[0] for row in office.do(ListApplications(asked, 0, 10))] == ["A", "B", "C"]
    assert [row.name[0] for row in office.do(ListApplications(replace(asked, descending=True), 1, 2))] == ["B", "A"]
    assert office.do(CountApplications(Asked("A-2026-0002"))) == 1
    assert office.do(CountApplications(Asked(chips=frozenset({"due:late"})))) == 0


def test_today_lists_what_needs_a_hand(office: Office, tmp_path: Path) -> None:
    given.granted(office, given.a_member(office), tmp_path)
    given.an_application(office, given.a_member(office, "Berg"))
    assert {row.what for row in office.do(WorkList())} == {"Issue the certificate CMC", "Take in CMC"}


def test_every_act_states_from_where_it_may_happen() -> None:
    for state in State:
        application = Application(
            number="A-1",
            person_id=1,
            scheme_id="s",
            version_id="v",
            route_id="r",
            title_id="t",
            started_on=date(2026, 1, 1),
            state=state,
        )
        reasons = {act: application.why_not(act) for act in Act}
        assert all(reason is None or state.label in reason for reason in reasons.values())
        possible = {act for act, reason in reasons.items() if reason is None}
        if not state.is_open:
            assert possible == (set() if state is State.WITHDRAWN else {Act.OBJECT})


def test_a_scheme_that_is_not_installed_is_said(office: Office) -> None:
    with pytest.raises(RuleBroken, match="elsewhere"):
        office.do(StartApplication(given.a_member(office), "elsewhere", "x"))


def test_an_application_is_received_after_it_was_started_and_not_in_the_future(office: Office, tmp_path: Path) -> None:
    application = given.an_application(office, given.a_member(office))
    office.do(AddEvidence(application, given.a_pdf(tmp_path), (given.FORM,)))
    with pytest.raises(RuleBroken, match="cannot be received in the future"):
        office.do(ReceiveApplication(application, office.today + timedelta(days=1)))
    with pytest.raises(RuleBroken, match="cannot be received before it was started"):
        office.do(ReceiveApplication(application, office.today - timedelta(days=1)))
    assert office.do(ReadApplication(application)).received_on is None


def test_a_new_application_may_follow_one_that_was_closed(office: Office) -> None:
    person = given.a_member(office)
    office.do(WithdrawApplication(given.an_application(office, person), "Too early."))
    given.an_application(office, person)
    office.do(StartApplication(person, given.SCHEME, "mmc"))
    assert office.do(CountApplications(Asked(chips=frozenset({"state:open"})))) == 2


def test_a_number_that_no_application_has_is_said(office: Office) -> None:
    with pytest.raises(RuleBroken, match="There is no application A-1"):
        office.do(FindApplication("A-1"))


def test_a_review_is_finished_and_a_decision_recorded_only_in_their_turn(office: Office) -> None:
    application = given.an_application(office, given.a_member(office))
    with pytest.raises(RuleBroken, match="is “Draft”; this is not possible now"):
        office.do(FinishReview(application))
    for granted in (True, False):
        with pytest.raises(RuleBroken, match="is “Draft”; this is not possible now"):
            office.do(RecordDecision(application, granted, office.today, "A reason."))


def test_a_step_is_done_when_its_report_is_in(office: Office, tmp_path: Path) -> None:
    class Steps:
        def run(self, session: OfficeSession) -> list[StepResult]:
            return results_of(session, fetch(session, Application, 1))

    given.in_review(office, given.a_member(office), tmp_path)
    [before] = office.do(Steps())
    assert (before.done, before.needed, before.is_finished, before.sealed, before.outcome) == (0, 1, False, False, "")
    for item in office.do(ReadReview(1))[1]:
        office.do(JudgeRequirement(1, item.requirement_id, Verdict.MET))
    office.do(FinishReview(1))
    [after] = office.do(Steps())
    assert (after.done, after.is_finished, after.outcome) == (1, True, "positive")
