"""What a review may not bring into the office file, whatever it says of itself; and how far one was taken over."""

from typing import Any
from uuid import uuid4

import pytest

from cmsdesk.domain.assessments import Verdict
from cmsdesk.exchange.packages.faults import Fault, PackageRefused
from cmsdesk.services.applications import AdmitApplication
from cmsdesk.services.assignments import EndAssignment
from cmsdesk.services.records import ReadApplication, ReadReview
from tests.judging import Judge, a_judge, judge_all
from tests.packages import DAY, FarAssessor, Post, a_dossier, refused
from tests.rows import records_in
from tests.situations import handed_in, somebody


@pytest.fixture
def pair(post: Post) -> tuple[FarAssessor, FarAssessor]:
    """Two assessors of a step in which feedback is given and nobody is asked."""
    application = a_dossier(post, "rounds")
    anne, bram = (post.far_assessor(application, name, "rounds") for name in ("Akker", "Boom"))
    for assessor in (anne, bram):
        post.send(assessor)
    return anne, bram


def feedback(assessor: FarAssessor, **other: Any) -> dict[str, Any]:
    assert assessor.dossier
    return {
        "uuid": str(uuid4()),
        "document": assessor.dossier.documents[0],
        "text": "More, please.",
        "given_on": DAY.isoformat(),
        **other,
    }


def test_a_report_that_is_not_finished_is_said_to_be_taken_over_in_part(post: Post) -> None:
    application = a_dossier(post)
    anne = post.far_assessor(application, "Akker")
    post.send(anne)
    taken = post.take(anne.answer(on=DAY, finished_on=None))
    number = post.office.do(ReadApplication(application)).number
    assert taken.sentence == f"What P. Akker has so far on {number} was taken over; the report is not finished."


def test_a_question_is_refused_where_the_step_puts_none(post: Post, pair: tuple[FarAssessor, FarAssessor]) -> None:
    asked = {"uuid": str(uuid4()), "key": "essay", "text": "When?", "asked_on": DAY.isoformat()}
    assert "no questions are put to the candidate" in str(
        refused(post, pair[0].answer(on=DAY, finished_on=None, questions=[asked]))
    )


def test_feedback_on_a_document_that_is_not_in_the_dossier_is_refused(post: Post, pair: tuple[FarAssessor, FarAssessor]) -> None:
    anne, _bram = pair
    path = anne.answer(on=DAY, feedback=[feedback(anne, document=str(uuid4()))])
    assert "This document is not in the dossier" in str(refused(post, path))


def test_what_carries_the_number_of_somebody_elses_words_is_no_review_of_ours(
    post: Post, pair: tuple[FarAssessor, FarAssessor]
) -> None:
    anne, bram = pair
    first = feedback(anne)
    post.take(anne.answer(on=DAY, feedback=[first]))
    refusal = refused(post, bram.answer(on=DAY, feedback=[first | {"text": "Less, please."}]))
    assert isinstance(refusal, PackageRefused)
    assert refusal.fault is Fault.DAMAGED
    assert [one["text"] for one in records_in(post.office.path)["remark"]] == ["More, please."]


def test_a_review_waits_while_an_earlier_step_is_open_again(post: Post) -> None:
    application = handed_in(post.office, somebody(post.office, "Kandidaat"), post.folder)
    post.office.do(AdmitApplication(application))
    judges: list[Judge] = [a_judge(post.office, application, name, "assessor", "written") for name in ("Akker", "Boom")]
    for judge in judges:
        items = {item.requirement_id: Verdict.MET for item in post.office.do(ReadReview(application))[1]}
        judge_all(post.office, application, judge, items)
    carla = post.far_assessor(application, "Carlier", "oral", "committee")
    post.send(carla)
    post.office.do(EndAssignment(judges[0].assignment_id, "Was no longer impartial."))
    path = carla.answer({"norm.form": "met"}, on=DAY, finished_on=None)
    assert "“Written review” comes first; it is not finished yet." in str(refused(post, path))
