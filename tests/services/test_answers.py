"""What is answered, signed and let go on an application, and what it does to the verdict."""

from datetime import date
from pathlib import Path

import pytest

from cmsdesk.domain.dossiers import Standing
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.schemes.evaluate import leaves_of
from cmsdesk.services.answers import (
    AddStatement,
    AnswerCheck,
    AnswersOn,
    AnswerTopics,
    JudgeStatement,
    SetCircumstance,
    WaiveRequirement,
)
from cmsdesk.services.applications import WithdrawApplication
from cmsdesk.services.dossiers import AddEvidence, DescribeEvidence, ListEvidence
from cmsdesk.services.office import Office
from cmsdesk.services.qualifications import AddWorkPeriod
from cmsdesk.services.records import ReadApplication
from tests import given

TOPICS = ("Time Management", "Organiseren")


@pytest.fixture
def application(office: Office) -> int:
    return given.an_exemption(office, given.a_member(office))


def state(office: Office, application: int, requirement: str) -> tuple[str, str]:
    verdict = office.do(ReadApplication(application)).verdict
    leaf = next(leaf for leaf in leaves_of(verdict) if leaf.requirement_id == requirement)
    return leaf.have, leaf.outcome.value


def test_a_check_is_undecided_until_it_is_answered_and_the_last_answer_counts(office: Office, application: int) -> None:
    assert state(office, application, "work") == ("not answered", "undecided")
    office.do(AnswerCheck(application, "work", "consultation", "Looks for an internship."))
    assert state(office, application, "work") == ("in consultation", "undecided")
    office.do(AnswerCheck(application, "work", "yes"))
    assert state(office, application, "work") == ("yes", "met")
    assert office.do(AnswersOn(application)).checks == {"work": ("yes", "")}


def test_an_answer_that_is_none_is_refused(office: Office, application: int) -> None:
    with pytest.raises(RuleBroken, match="yes, no or in consultation"):
        office.do(AnswerCheck(application, "work", "maybe"))
    with pytest.raises(RuleBroken, match="The scheme knows no “l2free.topics”"):
        office.do(AnswerCheck(application, "l2free.topics", "yes"))


def test_a_topic_counts_with_what_it_rests_on(office: Office, application: int) -> None:
    rests_on: frozenset[str] = frozenset({"knowledge"})
    office.do(AnswerTopics(application, {TOPICS[0]: (Standing.ACCEPTED, rests_on), TOPICS[1]: (Standing.ACCEPTED, frozenset())}))
    assert state(office, application, "l2free.topics") == ("1", "not_met")
    assert office.do(AnswersOn(application)).topics[TOPICS[0]] == (Standing.ACCEPTED, rests_on)


def test_a_topic_of_nobody_is_refused(office: Office, application: int) -> None:
    with pytest.raises(RuleBroken, match="The scheme knows no “Astronomy”"):
        office.do(AnswerTopics(application, {"Astronomy": (Standing.ACCEPTED, frozenset())}))


def test_a_circumstance_brings_a_requirement_and_takes_it_away_again(office: Office, application: int) -> None:
    asked = {leaf.requirement_id for leaf in office.do(ReadApplication(application)).leaves}
    assert "no-catch-up" not in asked
    office.do(SetCircumstance(application, "starts_with_gaps", True))
    office.do(SetCircumstance(application, "starts_with_gaps", True))
    assert state(office, application, "no-catch-up") == ("0", "not_met")
    assert office.do(AnswersOn(application)).circumstances == {"starts_with_gaps"}
    office.do(SetCircumstance(application, "starts_with_gaps", False))
    office.do(SetCircumstance(application, "starts_with_gaps", False))
    assert office.do(AnswersOn(application)).circumstances == frozenset()
    assert office.do(AnswersOn(application)).possible == ("starts_with_gaps",)


def test_a_circumstance_the_scheme_does_not_know_is_refused(office: Office, application: int) -> None:
    with pytest.raises(RuleBroken, match="The scheme knows no “raining”"):
        office.do(SetCircumstance(application, "raining", True))


def test_a_signed_statement_counts_until_it_is_refused_with_a_reason(office: Office, application: int) -> None:
    office.do(SetCircumstance(application, "starts_with_gaps", True))
    statement = office.do(AddStatement(application, "no-catch-up", "E. Smit", office.today))
    assert state(office, application, "no-catch-up") == ("1", "met")
    with pytest.raises(RuleBroken, match="Please give the reason"):
        office.do(JudgeStatement(statement, Standing.REFUSED))
    office.do(JudgeStatement(statement, Standing.REFUSED, "Not signed by hand."))
    assert state(office, application, "no-catch-up") == ("0", "not_met")
    [row] = office.do(AnswersOn(application)).statements
    assert (row.signer, row.role, row.standing, row.reason) == ("E. Smit", "candidate", Standing.REFUSED, "Not signed by hand.")


@pytest.mark.parametrize(
    ("signer", "signed_on", "reason"), [(" ", date(2026, 1, 1), "who signed"), ("E. Smit", date(2027, 1, 1), "in the future")]
)
def test_a_statement_that_cannot_be_is_refused(
    office: Office, application: int, signer: str, signed_on: date, reason: str
) -> None:
    with pytest.raises(RuleBroken, match=reason):
        office.do(AddStatement(application, "no-catch-up", signer, signed_on))


def test_a_requirement_is_waived_only_where_the_scheme_lets_somebody_and_with_a_reason(office: Office, application: int) -> None:
    with pytest.raises(RuleBroken, match="lets nobody waive"):
        office.do(WaiveRequirement(application, "work", "T. Roos", "Nice person."))
    with pytest.raises(RuleBroken, match="who lets this requirement go, and why"):
        office.do(WaiveRequirement(application, "l2free.exp.other", "T. Roos", " "))
    assert state(office, application, "l2free.exp.other")[1] == "not_met"
    office.do(WaiveRequirement(application, "l2free.exp.other", "T. Roos", "Ten months, very intensive."))
    assert state(office, application, "l2free.exp.other")[1] == "met"
    with pytest.raises(RuleBroken, match="already waived"):
        office.do(WaiveRequirement(application, "l2free.exp.other", "T. Roos", "Again."))


def test_work_counts_in_the_ledger_it_was_entered_for(office: Office) -> None:
    person = given.a_member(office)
    application = given.an_exemption(office, person)
    office.do(AddWorkPeriod(person, "atim-as", "as_work", "Gemeente Gouda", date(2026, 1, 21)))
    assert state(office, application, "l2free.exp.as") == ("10", "not_met")
    assert state(office, application, "l2free.exp.other") == ("0", "not_met")


def test_nothing_is_answered_on_a_closed_application(office: Office, application: int) -> None:
    office.do(WithdrawApplication(application, "Moved."))
    with pytest.raises(RuleBroken, match="is closed"):
        office.do(AnswerCheck(application, "work", "yes"))


def test_an_exception_for_a_document_says_who_when_and_why_or_it_is_none(
    office: Office, application: int, tmp_path: Path
) -> None:
    document = office.do(AddEvidence(application, given.a_pdf(tmp_path)))
    with pytest.raises(RuleBroken, match="who allowed it, on which day, and why"):
        office.do(DescribeEvidence(document, "Bureau X", frozenset(), "CMI"))
    office.do(DescribeEvidence(document, "Bureau X", frozenset({"signed"}), "CMI", date(2026, 1, 15), "The board agreed."))
    [row] = office.do(ListEvidence(application))
    assert (row.issuer, row.ticked, row.exception_by, row.exception_on) == (
        "Bureau X",
        frozenset({"signed"}),
        "CMI",
        date(2026, 1, 15),
    )
