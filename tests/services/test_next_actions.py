"""In every state a record says what it waits for and offers one act, or says that nothing is left to do."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from cmsdesk.domain.applications import TRANSITIONS, WAITS_FOR, Act, Application, Party, State
from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.schemes.requirements import Check
from cmsdesk.services.applications import (
    AdmitApplication,
    AskCorrection,
    ReceiveApplication,
    StartApplication,
    WithdrawApplication,
)
from cmsdesk.services.assessments import FinishReview, JudgeRequirement
from cmsdesk.services.certificates import IssueCertificate
from cmsdesk.services.decisions import MarkDecisionSent, RecordDecision
from cmsdesk.services.dossiers import AddEvidence
from cmsdesk.services.next_actions import ISSUE, SETTLE_CHECK, NextAction, next_action
from cmsdesk.services.office import Office
from cmsdesk.services.people import ReadPerson
from cmsdesk.services.records import ReadApplication, ReadReview
from cmsdesk.services.schemes import known_schemes
from cmsdesk.services.today import WorkList
from tests import given
from tests.conftest import TODAY
from tests.rows import file_of
from tests.services.conftest import Clock, a_list, imported


def an_application(state: State, **fields: Any) -> Application:
    return Application(
        number="A-1", person_id=1, scheme_id="s", version_id="v", route_id="r", title_id="T", started_on=date(2026, 1, 1),
        state=state.value, **fields,
    )  # fmt: skip


def action(
    application: Application,
    *,
    blocked: dict[Act, str] | None = None,
    issued: bool = False,
    certificate: bool = True,
    **more: Any,
) -> NextAction | None:
    return next_action(
        application,
        today=TODAY,
        blocked=blocked or {},
        progress="1 of 3 judged.",
        body="The board",
        has_certificate=issued,
        certificate=certificate,
        before_issue="",
        **more,
    )


OFFERED = {
    State.SELF_CHECK: Act.RECEIVE,
    State.DRAFT: Act.RECEIVE,
    State.INCOMPLETE: Act.RECEIVE,
    State.SUBMITTED: Act.ADMIT,
    State.CONSULTATION: Act.RECEIVE,
    State.CANDIDATE: Act.JUDGE,
    State.IN_ASSESSMENT: Act.JUDGE,
    State.WAITING: Act.ANSWER,
    State.ASSESSED: Act.GRANT,
}


@pytest.mark.parametrize("state", State)
def test_the_act_that_is_offered_is_one_that_can_happen(state: State) -> None:
    application = an_application(state)
    found = action(application)
    if state in OFFERED:
        assert found is not None
        assert found.act == OFFERED[state]
        assert application.why_not(Act(found.act)) is None
        assert found.title
        assert found.button
    elif state is State.GRANTED:
        assert found is not None
        assert found.act == ISSUE
    else:
        assert found is None


@pytest.mark.parametrize("state", State)
def test_every_state_says_whom_it_waits_for_and_closed_ones_wait_for_nobody(state: State) -> None:
    assert (WAITS_FOR[state] is Party.NOBODY) == (not state.is_open)
    assert WAITS_FOR[state].label
    assert state.label


@pytest.mark.parametrize("act", Act)
def test_an_act_leads_to_the_state_in_the_table_or_is_refused_by_name(act: Act) -> None:
    for state in State:
        application = an_application(state)
        if state in TRANSITIONS[act].come_from:
            application.go(act, due_on=TODAY)
            after = TRANSITIONS[act].to
            assert (application.state, application.waits_for, application.due_on) == (after, WAITS_FOR[after], TODAY)
        else:
            assert state.label in str(application.why_not(act))


@pytest.mark.parametrize(("state", "act"), [(State.DRAFT, Act.RECEIVE), (State.SUBMITTED, Act.ADMIT)])
def test_an_act_that_is_blocked_says_why_in_the_record_and_on_the_button(state: State, act: Act) -> None:
    found = action(an_application(state), blocked={act: "The form is missing."})
    assert found is not None
    assert (found.reason, found.blocked) == ("The form is missing.", "The form is missing.")


def test_a_decision_may_be_recorded_also_when_a_grant_is_blocked_because_a_refusal_is_one() -> None:
    found = action(an_application(State.ASSESSED), blocked={Act.GRANT: "Half a point short."})
    assert found is not None
    assert (found.title, found.reason, found.blocked) == ("Waiting for The board", "Half a point short.", "")


def test_what_is_late_is_marked_and_the_last_day_is_not_late() -> None:
    for due, tone in ((TODAY - timedelta(days=1), "warn"), (TODAY, "info"), (None, "info")):
        found = action(an_application(State.SUBMITTED, due_on=due))
        assert found is not None
        assert found.tone == tone
        assert ("Expected by" in found.reason) == (due is not None)


@pytest.mark.parametrize("state", [State.INCOMPLETE, State.WAITING])
def test_who_waits_for_the_candidate_reads_what_was_asked_and_by_when(state: State) -> None:
    asked = action(an_application(state, note="Please sign.", due_on=TODAY))
    silent = action(an_application(state, due_on=TODAY))
    assert asked is not None
    assert silent is not None
    assert (asked.reason, silent.reason) == ("Please sign. Expected by 21-11-2026.", "Expected by 21-11-2026.")


def test_what_is_consulted_about_before_it_was_complete_is_taken_in_and_afterwards_admitted() -> None:
    before = action(an_application(State.CONSULTATION))
    after = action(an_application(State.CONSULTATION, complete_on=TODAY))
    assert before is not None
    assert after is not None
    assert (before.act, after.act) == (Act.RECEIVE, Act.ADMIT)


def test_a_check_that_has_no_way_out_is_asked_as_it_stands() -> None:
    works = {"id": "works", "kind": "check", "name": {"nl": "Werkt", "en": "Works"}}
    question = {"nl": "Werkt in het vak", "en": "Works in the field"}
    found = action(an_application(State.SUBMITTED, complete_on=TODAY), check=Check.model_validate(works | {"question": question}))
    assert found is not None
    assert (found.act, found.reason) == (SETTLE_CHECK, "Works in the field.")


def test_a_granted_application_waits_for_its_certificate_where_there_is_one() -> None:
    granted = an_application(State.GRANTED)
    assert action(granted, issued=True) is None
    assert action(granted, certificate=False) is None


def test_the_record_and_the_work_list_follow_an_application_from_start_to_end(
    passing: Office, clock: Clock, tmp_path: Path
) -> None:
    """Each step: what the record offers, what the list says, and how urgent."""
    person = given.a_member(passing)
    application = given.an_application(passing, person)

    def stands() -> tuple[str | None, str | None, str | None]:
        record = passing.do(ReadApplication(application))
        row = next((row for row in passing.do(WorkList()) if (row.kind, row.id) == ("application", application)), None)
        return (str(record.next.act) if record.next else None, row.what if row else None, row.light if row else None)

    assert stands() == ("receive", "Take in CMC", "fine")
    passing.do(AskCorrection(application, "The form is missing."))
    assert stands() == ("receive", "Waiting for the candidate, CMC", "fine")
    clock.day += timedelta(days=14)
    assert stands() == ("receive", "Waiting for the candidate, CMC", "soon")
    clock.day += timedelta(days=8)
    assert stands() == ("receive", "Remind the candidate, CMC", "late")
    passing.do(AddEvidence(application, given.a_pdf(tmp_path), (given.FORM,)))
    passing.do(ReceiveApplication(application, passing.today))
    assert stands() == ("admit", "Check the dossier for CMC", "fine")
    passing.do(AdmitApplication(application))
    assert stands() == ("judge", "Start the review for CMC", "fine")
    for item in passing.do(ReadReview(application))[1]:
        passing.do(JudgeRequirement(application, item.requirement_id, Verdict.MET))
        assert stands()[:2] == ("judge", "Finish the review for CMC")
    passing.do(FinishReview(application))
    assert stands() == ("grant", "Record the decision on CMC", "soon")
    given.enough_points(passing, person)
    passing.do(RecordDecision(application, True, passing.today, "All is met."))
    assert stands() == ("issue", "Issue the certificate CMC", "soon")
    passing.do(IssueCertificate(application))
    assert stands() == ("send_letter", "Send the decision on CMC", "soon")
    passing.do(MarkDecisionSent(application, passing.today))
    assert stands() == (None, None, None)


def test_nothing_is_left_to_do_after_a_withdrawal_or_a_refusal(office: Office, tmp_path: Path) -> None:
    withdrawn = given.an_application(office, given.a_member(office))
    office.do(WithdrawApplication(withdrawn, "Moved abroad."))
    refused = given.reviewed(office, given.a_member(office, "Berg"), tmp_path)
    office.do(RecordDecision(refused, False, office.today, "Not enough."))
    assert [row.what for row in office.do(WorkList())] == ["Send the decision on CMC"]
    office.do(MarkDecisionSent(refused, office.today))
    for application in (withdrawn, refused):
        record = office.do(ReadApplication(application))
        assert (record.next, record.waits_for) == (None, Party.NOBODY)
    assert office.do(WorkList()) == []


def test_no_granted_application_is_forgotten_however_many_there_were_before(office: Office) -> None:
    """Also where hundreds were granted long ago, with their certificate or on a route without one."""
    number = office.do(ReadPerson(given.a_member(office))).details.number
    imported(office, a_list([], [(f"C-{n}", number, "CMC", TODAY, None) for n in range(225)]))
    last = given.an_application(office, 1)
    ends_without = next(
        (scheme.id, route.id) for scheme in known_schemes().values() for route in scheme.routes if not route.certificate
    )
    with file_of(office.path) as connection:
        connection.execute("UPDATE application SET state = 'granted', waits_for = 'nobody'")
        row = dict(connection.execute("SELECT * FROM application").fetchone())
        for n in range(450):
            scheme, route = ends_without if n % 2 else (row["scheme_id"], row["route_id"])
            other = row | {"id": 1000 + n, "uuid": str(n), "number": f"A-2020-{n:04}", "scheme_id": scheme, "route_id": route}
            connection.execute(
                f"INSERT INTO application ({', '.join(other)}) VALUES ({', '.join('?' * len(other))})", list(other.values())
            )
        connection.execute("UPDATE certificate SET application_id = 998 + 2 * id")
    assert [(row.id, row.what) for row in office.do(WorkList())] == [(last, "Issue the certificate CMC")]


def test_every_route_of_every_scheme_can_be_begun_and_read(office: Office) -> None:
    for scheme in known_schemes().values():
        for name in scheme.version_on(office.today).routes:
            application = office.do(StartApplication(given.a_member(office), scheme.id, name))
            record = office.do(ReadApplication(application))
            assert record.next is not None
            assert record.leaves
