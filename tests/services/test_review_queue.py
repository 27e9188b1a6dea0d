"""Which dossiers lie ready for whom."""

from datetime import timedelta
from pathlib import Path

from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.permissions import Role
from cmsdesk.services.assignments import AssignPerson, EndAssignment
from cmsdesk.services.office import Office
from cmsdesk.services.questions import AskCandidate
from cmsdesk.services.review_queue import ReviewQueue
from tests.judging import a_judge, admitted, at_work, judge_all


def queue(office: Office) -> list[tuple[int, str]]:
    return [(row.application_id, row.step) for row in office.do(ReviewQueue())]


def test_an_assessor_finds_only_what_is_assigned_and_the_office_finds_all(court: Office, tmp_path: Path) -> None:
    one = admitted(court, tmp_path, "apart", documents={"one.pdf": ("essay",)})
    two = admitted(court, tmp_path, "portfolio", documents={"two.pdf": ("craft.essay",)})
    judge = a_judge(court, one, "P", "assessor", "apart")
    assert queue(court) == [(one, ""), (two, "")]
    with at_work(court, judge):
        assert queue(court) == [(one, "Two assessors")]
        assert court.do(ReviewQueue())[0].assignment_id == judge.assignment_id
    court.do(EndAssignment(judge.assignment_id, "Ill."))
    with at_work(court, judge):
        assert queue(court) == []
    with at_work(court, None):
        assert queue(court) == []


def test_what_is_due_first_comes_first_and_ones_own_term_counts(court: Office, tmp_path: Path) -> None:
    applications = [admitted(court, tmp_path, "apart", documents={f"{n}.pdf": ("essay",)}) for n in (1, 2)]
    judge = a_judge(court, applications[0], "P", "assessor", "apart")
    due = court.today + timedelta(days=9)  # before the term of the other, which came in first
    court.do(AssignPerson(applications[1], judge.person_id, "assessor", "apart", due_on=due))
    with at_work(court, judge):
        assert [(row.application_id, row.due_on == due) for row in court.do(ReviewQueue())] == [
            (applications[1], True),
            (applications[0], False),
        ]
    assert queue(court) == [(applications[0], ""), (applications[1], "")]


def test_a_dossier_stays_in_sight_while_the_candidate_is_asked_and_for_who_judged_and_decides(
    court: Office, tmp_path: Path
) -> None:
    application = admitted(court, tmp_path, "portfolio", documents={"two.pdf": ("craft.essay",)})
    judge = a_judge(court, application, "P", "assessor", "portfolio")
    with at_work(court, judge):
        court.do(AskCandidate(application, "Why?"))
        assert queue(court) == [(application, "Portfolio")]
    assert queue(court) == [(application, "")]
    other = admitted(court, tmp_path, "office", documents={"three.pdf": ("essay",)})
    second = a_judge(court, other, "R", "assessor", "remarks")
    judge_all(court, other, second, {"essay": Verdict.MET})
    assert queue(court) == [(application, "")]
    with at_work(court, second):
        assert queue(court) == [(other, "Remarks")]
    with at_work(court, None, Role.DECIDER):
        assert queue(court) == [(application, ""), (other, "")]
