"""Versions of a document: what came in the place of what, and which round judged which."""

from pathlib import Path

import pytest

from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.dossiers import Standing
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.services.assessments import FinishReview, JudgeRequirement, ReopenReview
from cmsdesk.services.dossiers import (
    AddEvidence,
    DescribeEvidence,
    JudgeEvidence,
    ListEvidence,
    ReadEvidence,
    RemoveEvidence,
    TieEvidence,
)
from cmsdesk.services.feedback import AnswerRemark, GiveFeedback, GiveRemark, ReplaceDocument, Resubmit
from cmsdesk.services.office import Office
from cmsdesk.services.versions import ReadVersions
from tests import given
from tests.judging import Judge, a_file, a_judge, admitted, at_work

MET, NOT_MET = Verdict.MET, Verdict.NOT_MET


@pytest.fixture
def portfolio(court: Office, tmp_path: Path) -> tuple[int, Judge]:
    documents = {"paper.pdf": ("craft.essay",), "plan.pdf": ("craft.topics/Plan maken", "craft.topics/Uitvoeren")}
    application = admitted(court, tmp_path, "portfolio", documents=documents)
    return application, a_judge(court, application, "Roos", "assessor", "portfolio")


def improved(court: Office, folder: Path, application: int, judge: Judge, document: int, name: str) -> int:
    """A round of feedback on a document, answered by a new version of it."""
    with at_work(court, judge):
        court.do(JudgeRequirement(application, "craft.essay", NOT_MET, "Too short."))
        remark = court.do(GiveRemark(application, "Too short.", document))
        court.do(GiveFeedback(application))
    new = court.do(ReplaceDocument(document, a_file(folder, name)))
    court.do(AnswerRemark(remark, "Made longer."))
    court.do(Resubmit(application))
    return new


def test_each_version_tells_which_round_judged_it_and_how(court: Office, tmp_path: Path, portfolio: tuple[int, Judge]) -> None:
    application, judge = portfolio
    second = improved(court, tmp_path, application, judge, 1, "longer.pdf")
    judge_whole(court, application, judge)
    one, two = court.do(ReadVersions(1))
    assert court.do(ReadVersions(second)) == (one, two)
    assert (one.number, one.document.name, one.document.is_current) == (1, "paper.pdf", False)
    assert [(judged.round, judged.standing, judged.reason) for judged in one.judged] == [(1, Standing.REFUSED, "Too short.")]
    assert (two.number, two.document.name, two.document.is_current, two.judged) == (2, "longer.pdf", True, ())
    assert (two.document.replaces_id, one.document.replaced_by_id, two.document.round) == (1, second, 2)
    assert court.do(ReadEvidence(1)).read() == (tmp_path / "paper.pdf").read_bytes()


def judge_whole(court: Office, application: int, judge: Judge) -> None:
    with at_work(court, judge):
        court.do(JudgeRequirement(application, "craft.essay", MET))
        for key in ("craft.topics/Plan maken", "craft.topics/Uitvoeren"):
            court.do(JudgeRequirement(application, key, MET, basis=frozenset({"experience"})))
        court.do(FinishReview(application))


def test_a_document_that_did_not_change_was_judged_in_every_round(
    court: Office, tmp_path: Path, portfolio: tuple[int, Judge]
) -> None:
    application, judge = portfolio
    improved(court, tmp_path, application, judge, 1, "longer.pdf")
    judge_whole(court, application, judge)
    court.do(ReopenReview(application))
    [plan] = court.do(ReadVersions(2))
    assert [(judged.round, judged.standing) for judged in plan.judged] == [(1, Standing.PENDING), (2, Standing.ACCEPTED)]


def test_versions_before_the_review_form_one_line_from_any_of_them(office: Office, tmp_path: Path) -> None:
    application = given.an_application(office, given.a_member(office))
    first = office.do(AddEvidence(application, a_file(tmp_path, "one.pdf")))
    second = office.do(ReplaceDocument(first, a_file(tmp_path, "two.pdf")))
    third = office.do(ReplaceDocument(second, a_file(tmp_path, "three.pdf")))
    for asked in (first, second, third):
        assert [version.document.id for version in office.do(ReadVersions(asked))] == [first, second, third]


def test_a_new_version_proves_every_requirement_of_the_former_one(
    court: Office, tmp_path: Path, portfolio: tuple[int, Judge]
) -> None:
    application, judge = portfolio
    new = improved(court, tmp_path, application, judge, 2, "better plan.pdf")
    [row] = [row for row in court.do(ListEvidence(application)) if row.id == new]
    assert row.requirements == ("craft.topics/Plan maken", "craft.topics/Uitvoeren")
    assert (row.application_id, len(row.sha256), row.added_at is not None) == (application, 64, True)


def test_a_version_that_was_replaced_stays_as_it_was(court: Office, tmp_path: Path, portfolio: tuple[int, Judge]) -> None:
    application, judge = portfolio
    improved(court, tmp_path, application, judge, 1, "longer.pdf")
    acts = (
        TieEvidence(1, frozenset({"proof.cv"})),
        JudgeEvidence(1, Standing.ACCEPTED),
        DescribeEvidence(1, "Somebody"),
        RemoveEvidence(1),
    )
    for act in acts:
        with pytest.raises(RuleBroken, match=r"“paper\.pdf” was replaced by a newer version"):
            court.do(act)


def test_what_a_closed_round_was_about_stays_also_where_nothing_came_of_it(
    court: Office, tmp_path: Path, portfolio: tuple[int, Judge]
) -> None:
    application, judge = portfolio
    improved(court, tmp_path, application, judge, 1, "longer.pdf")
    assert court.do(ListEvidence(application))[1].standing is Standing.PENDING
    with pytest.raises(RuleBroken, match=r"“plan\.pdf” was already judged"):
        court.do(RemoveEvidence(2))
