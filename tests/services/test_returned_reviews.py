"""Taking in reviews: what is taken over, what is refused, and that the order makes no difference."""

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from cmsdesk.domain.applications import State
from cmsdesk.domain.assessments import Question, Verdict
from cmsdesk.domain.dossiers import Evidence
from cmsdesk.domain.independence import RelationKind
from cmsdesk.exchange.packages.faults import Fault, PackageRefused
from cmsdesk.exchange.packages.keys import new_keys
from cmsdesk.services.assessments import JudgeRequirement
from cmsdesk.services.assessor_keys import KeysOf, RevokeKey
from cmsdesk.services.assignments import DeclareIndependence, EndAssignment
from cmsdesk.services.dossiers import AddEvidence
from cmsdesk.services.feedback import GiveFeedback
from cmsdesk.services.history import LastActs, Undo
from cmsdesk.services.independence import WhoMayAct
from cmsdesk.services.office import open_office
from cmsdesk.services.packages import ExtendPackage
from cmsdesk.services.page_notes import NotesOn
from cmsdesk.services.people import EditPerson, ReadPerson
from cmsdesk.services.questions import AnswerQuestion, QuestionsOf
from cmsdesk.services.records import ReadApplication
from cmsdesk.services.relations import RecordRelation
from cmsdesk.services.remarks import RemarksOf
from cmsdesk.services.returned_reviews import Taken
from cmsdesk.services.review_sheet import ReadReviewSheet
from tests.judging import a_file, at_work
from tests.packages import DAY, FarAssessor, Post, a_dossier, fingerprint, judge_of, refused
from tests.rows import file_of, records_in
from tests.services.test_permission_matrix import PutInState
from tests.situations import Clock


def two(post: Post) -> tuple[int, FarAssessor, FarAssessor]:
    """A dossier that two assessors have at home."""
    application = a_dossier(post)
    pair = post.far_assessor(application, "Akker"), post.far_assessor(application, "Boom")
    for assessor in pair:
        post.send(assessor)
    return (application, *pair)


def state(post: Post, application: int) -> State:
    return post.office.do(ReadApplication(application)).state


def test_two_reviews_bring_the_dossier_to_its_decision(post: Post) -> None:
    application, anne, bram = two(post)
    first = post.take(anne.answer(on=DAY))
    assert (first.taken, first.assessor) == (Taken.FINISHED, "P. Akker")
    assert state(post, application) is State.IN_ASSESSMENT
    post.take(bram.answer(on=DAY))
    assert state(post, application) is State.ASSESSED


def test_what_came_in_is_what_was_judged(post: Post) -> None:
    _application, anne, bram = two(post)
    post.take(anne.answer({"essay": "not_met"}, on=DAY, comment="Not yet."))
    post.take(bram.answer(on=DAY))
    kept = records_in(post.office.path)
    reports = [(one["outcome"], one["comment"], one["finished_on"], one["assessor"]) for one in kept["assessment"]]
    assert reports == [
        ("negative", "Not yet.", DAY.isoformat(), "tester, for P. Akker"),
        ("positive", "", DAY.isoformat(), "tester, for P. Boom"),
    ]
    assert [one["comment"] for one in kept["judgement"]] == ["P. Akker on essay.", "P. Boom on essay."]
    assert [one["declared_on"] for one in kept["assignment"]] == [DAY.isoformat()] * 2


def test_taking_in_reveals_nothing_while_reports_are_sealed(post: Post) -> None:
    application, anne, _bram = two(post)
    taken = post.take(anne.answer({"essay": "not_met"}, on=DAY))
    sheet = post.office.do(ReadReviewSheet(application, anne.assignment_id))
    said = f"{taken}{taken.sentence}{sheet}{post.office.do(LastActs())}"
    assert [word for word in ("P. Akker on essay", "negative") if word in said] == []
    assert [item.verdict for item in sheet.items] == [""]
    assert sheet.steps[0].sealed


def test_the_same_file_again_changes_nothing(post: Post, far_day: Clock) -> None:
    _application, anne, bram = two(post)
    path = anne.answer(on=DAY)
    post.take(path)
    before = fingerprint(post.office.path)
    assert post.take(path).taken is Taken.REPEATED
    assert fingerprint(post.office.path) == before
    post.take(bram.answer(on=DAY))
    far_day.day += timedelta(days=300)
    assert post.take(path).taken is Taken.REPEATED


def test_an_older_file_never_overwrites_a_newer_one(post: Post) -> None:
    _application, anne, _bram = two(post)
    older, newer = anne.answer({"essay": "not_met"}, on=DAY), anne.answer(on=DAY)
    post.take(newer)
    refusal = refused(post, older)
    assert isinstance(refusal, PackageRefused)
    assert refusal.fault is Fault.OLDER_SEQUENCE


def test_a_newer_file_replaces_what_the_earlier_one_brought(post: Post) -> None:
    _application, anne, _bram = two(post)
    for verdict in ("not_met", "met"):
        post.take(anne.answer({"essay": verdict}, on=DAY))
    kept = records_in(post.office.path)
    assert [(one["requirement_id"], one["verdict"]) for one in kept["judgement"]] == [("essay", "met")]
    assert [one["outcome"] for one in kept["assessment"]] == ["positive"]
    assert kept["scorechange"] == []


def test_once_all_reports_are_in_none_is_replaced(post: Post) -> None:
    _application, anne, bram = two(post)
    post.take(anne.answer(on=DAY))
    post.take(bram.answer(on=DAY))
    assert "are in and can be read" in str(refused(post, anne.answer({"essay": "not_met"}, on=DAY)))


def natural(path: Path) -> dict[str, list[Any]]:
    """What stands in an office file, with names of its own instead of the numbers that depend on the order."""
    kept = records_in(path)
    reports = {one["id"]: f"report {one['assignment_id']} {one['round']}" for one in kept["assessment"]}
    for table, rows in kept.items():
        for row in rows:
            if "assessment_id" in row:
                row["assessment_id"] = reports.get(row["assessment_id"])
            if table in {"assessment", "remark", "question"}:
                del row["id"]
            if table == "assessment":
                del row["uuid"]
        rows.sort(key=repr)
    return kept


def test_every_order_of_five_reviews_with_repeats_gives_the_same_office(post: Post) -> None:
    """From every set of them that came in, each of the others leads to the same office as any other way there."""
    _application, anne, bram = two(post)
    other = a_dossier(post, "rounds")
    carla, dirk = post.far_assessor(other, "Carlier", "rounds"), post.far_assessor(other, "Dirksen", "rounds")
    for assessor in (carla, dirk):
        post.send(assessor)
    assert carla.dossier
    remark = {"uuid": str(uuid4()), "document": carla.dossier.documents[0], "text": "More, please.", "given_on": DAY.isoformat()}
    question = {"uuid": str(uuid4()), "key": "essay", "text": "When?", "asked_on": DAY.isoformat()}
    five = [
        anne.answer({"essay": "not_met"}, on=DAY, finished_on=None),
        anne.answer(on=DAY),
        bram.answer({"essay": "not_met"}, on=DAY, finished_on=None, questions=[question]),
        carla.answer(on=DAY, feedback=[remark]),
        dirk.decline("We worked together.", on=DAY),
    ]
    came: dict[frozenset[int], Copy] = {frozenset(): Copy(post.office.path, post, "nothing")}
    for count in range(5):
        for before in map(frozenset, combinations(range(5), count)):
            for place in set(range(5)) - before:
                after = before | {place}
                copy = Copy(came[before].path, post, f"{sorted(before)} and {place}")
                copy.take(*(five[one] for one in (place, place, min(after))))
                assert came.setdefault(after, copy).says == copy.says
    whole = came[frozenset(range(5))].says
    assert len(came) == 2**5
    assert sorted(one["verdict"] for one in whole["judgement"]) == ["met", "met", "not_met"]


class Copy:
    """A copy of an office in which more came in, with repeats; what is older than what came in before is left out."""

    def __init__(self, former: Path, post: Post, name: str) -> None:
        self.path, self._post = post.folder / name / "office.cmsdesk", post
        self.path.parent.mkdir()
        with file_of(former) as connection:
            connection.execute("VACUUM INTO ?", (str(self.path),))
        self.says = natural(self.path)

    def take(self, *paths: Path) -> None:
        with closing(open_office(self.path, user="tester", today=lambda: DAY)) as office:
            for path in paths:
                try:
                    Post(office, self._post.keys, self._post.folder).take(path)
                except PackageRefused as refusal:
                    assert refusal.fault is Fault.OLDER_SEQUENCE  # noqa: PT017 - one of many
        self.says = natural(self.path)


class TestConflicts:
    def test_a_dossier_that_was_changed_at_the_office_is_a_conflict(self, post: Post) -> None:
        application, anne, _bram = two(post)
        post.office.do(AddEvidence(application, a_file(post.folder, "more.pdf"), ("essay",)))
        assert "was changed at the office after it was sent to P. Akker" in str(refused(post, anne.answer(on=DAY)))

    def test_a_new_package_of_a_changed_dossier_solves_it(self, post: Post) -> None:
        application, anne, _bram = two(post)
        former = anne.answer(on=DAY)
        post.office.do(AddEvidence(application, a_file(post.folder, "more.pdf"), ("essay",)))
        post.send(anne)
        refusal = refused(post, former)
        assert isinstance(refusal, PackageRefused)
        assert refusal.fault is Fault.OTHER_REVISION
        assert post.take(anne.answer(on=DAY)).taken is Taken.FINISHED

    def test_another_report_on_paper_is_a_conflict(self, post: Post) -> None:
        application, anne, _bram = two(post)
        with at_work(post.office, judge_of(anne)):
            post.office.do(DeclareIndependence(anne.assignment_id, independent=True))
        post.office.do(JudgeRequirement(application, "essay", Verdict.MET, "On paper.", anne.assignment_id))
        assert "was also written in at the office" in str(refused(post, anne.answer(on=DAY)))

    def test_what_the_office_has_of_the_assessor_and_sent_along_is_none(self, post: Post) -> None:
        application, anne, _bram = two(post)
        post.take(anne.answer({"essay": "not_met"}, on=DAY, finished_on=None))
        post.send(anne)
        assert post.take(anne.answer(on=DAY)).taken is Taken.FINISHED
        assert state(post, application) is State.IN_ASSESSMENT

    def test_somebody_who_was_taken_off_the_file_is_a_conflict(self, post: Post) -> None:
        _application, anne, _bram = two(post)
        post.office.do(EndAssignment(anne.assignment_id, "Long ill."))
        assert "acts on this file no longer, since 21-11-2026: Long ill." in str(refused(post, anne.answer(on=DAY)))

    def test_a_tie_that_the_office_knows_is_a_conflict(self, post: Post) -> None:
        application, anne, _bram = two(post)
        candidate = post.office.do(ReadApplication(application)).person_id
        kind = next(iter(RelationKind))
        post.office.do(RecordRelation(anne.person_id, candidate, kind, DAY))
        assert "let the office waive this" in str(refused(post, anne.answer(on=DAY)))

    def test_a_decision_ends_everything(self, post: Post) -> None:
        application, anne, bram = two(post)
        path = anne.answer(on=DAY)
        post.office.do(PutInState(application, State.REFUSED))
        refusal = refused(post, path)
        assert isinstance(refusal, PackageRefused)
        assert refusal.fault is Fault.DECIDED
        post.office.do(PutInState(application, State.WITHDRAWN))
        assert "is not taken in. Please tell" in str(refused(post, bram.answer(on=DAY)))

    def test_a_package_expires_and_the_office_can_give_more_time(self, post: Post, far_day: Clock) -> None:
        application = a_dossier(post)
        anne = post.far_assessor(application, "Akker")
        made = post.send(anne, expires_on=DAY)
        path = anne.answer(on=DAY)
        far_day.day += timedelta(days=2)
        refusal = refused(post, path)
        assert isinstance(refusal, PackageRefused)
        assert refusal.fault is Fault.EXPIRED
        post.office.do(ExtendPackage(made.package_id, far_day.day))
        assert post.take(path).taken is Taken.FINISHED

    def test_a_review_signed_with_a_revoked_or_another_key_is_refused(self, post: Post) -> None:
        _application, anne, bram = two(post)
        mine, anne.keys = anne.answer(on=DAY), bram.keys
        other = refused(post, anne.answer(on=DAY))
        anne.keys = new_keys("Nobody", DAY)
        stranger = refused(post, anne.answer(on=DAY))
        [key] = post.office.do(KeysOf(anne.person_id))
        post.office.do(RevokeKey(key.id, "Stolen."))
        revoked = refused(post, mine)
        assert [one.fault for one in (other, stranger, revoked) if isinstance(one, PackageRefused)] == [
            Fault.OTHER_SENDER,
            Fault.UNKNOWN_SENDER,
            Fault.REVOKED_SENDER,
        ]

    def test_a_wrong_clock_is_told(self, post: Post) -> None:
        _application, anne, bram = two(post)
        assert "has not come yet" in str(refused(post, anne.answer(on=DAY + timedelta(days=1))))
        early = bram.answer(on=DAY, finished_on=(DAY - timedelta(days=9)).isoformat())
        assert "dated 12-11-2026, and the dossier was assigned on 21-11-2026" in str(refused(post, early))

    def test_a_review_that_was_finished_before_more_time_was_given_is_taken_in(self, post: Post, far_day: Clock) -> None:
        _application, anne, _bram = two(post)
        path = anne.answer(on=DAY)
        far_day.day += timedelta(days=5)
        post.send(anne, expires_on=DAY + timedelta(days=60))
        assert post.take(path).taken is Taken.FINISHED

    @pytest.mark.parametrize(
        ("verdicts", "more"),
        [
            ({"essay": "met", "unknown": "met"}, {}),
            ({"proof.cv": "met"}, {}),
            ({"essay": "met"}, {"outcome": "negative"}),
            ({"essay": "question"}, {}),
            ({"essay": "met"}, {"feedback": [{"uuid": str(uuid4()), "text": "Fine.", "given_on": DAY.isoformat()}]}),
        ],
    )
    def test_what_the_step_does_not_ask_for_is_refused_whole(
        self, post: Post, verdicts: dict[str, str], more: dict[str, Any]
    ) -> None:
        _application, anne, _bram = two(post)
        refused(post, anne.answer(verdicts, on=DAY, **more))
        assert records_in(post.office.path)["assessment"] == []


class TestRefusal:
    def test_a_dossier_given_back_ends_the_assignment_with_its_reason(self, post: Post) -> None:
        application, anne, _bram = two(post)
        assert post.take(anne.decline("We worked together.", on=DAY)).taken is Taken.DECLINED
        [kept, _other] = records_in(post.office.path)["assignment"]
        assert (kept["independent"], kept["ended_reason"]) == (0, "We worked together.")
        suitors = {one.id: one.reasons for one in post.office.do(WhoMayAct(application, "assessor", "apart"))}
        assert suitors[anne.person_id]

    def test_a_dossier_given_back_later_takes_what_was_begun_with_it(self, post: Post) -> None:
        _application, anne, _bram = two(post)
        post.take(anne.answer(on=DAY, finished_on=None))
        post.take(anne.decline("I fell ill.", on=DAY))
        kept = records_in(post.office.path)
        assert kept["judgement"] == kept["assessment"] == []
        assert kept["assignment"][0]["ended_reason"] == "I fell ill."

    def test_a_dossier_given_back_after_the_report_is_for_people_to_settle(self, post: Post) -> None:
        _application, anne, _bram = two(post)
        post.take(anne.answer(on=DAY))
        assert "Please call" in str(refused(post, anne.decline("I fell ill.", on=DAY)))


class TestQuestions:
    def asked(self, text: str = "When?") -> dict[str, Any]:
        return {"uuid": str(uuid4()), "key": "essay", "text": text, "asked_on": DAY.isoformat()}

    def test_a_question_lets_the_application_wait_and_its_answer_travels_back(self, post: Post) -> None:
        application, anne, _bram = two(post)
        post.take(anne.answer({"essay": "question"}, on=DAY, finished_on=None, questions=[self.asked()]))
        assert state(post, application) is State.WAITING
        [question] = post.office.do(QuestionsOf(application))
        assert (question.asked_by, question.text) == ("P. Akker", "When?")
        post.office.do(AnswerQuestion(question.id, "Last year."))
        post.send(anne)
        assert anne.dossier
        assert [row["answer"] for row in anne.dossier.rows(Question)] == ["Last year."]
        assert post.take(anne.answer(on=DAY)).taken is Taken.FINISHED

    def test_the_same_question_in_a_later_file_is_asked_once(self, post: Post) -> None:
        application, anne, _bram = two(post)
        asked = self.asked()
        for _time in range(2):
            post.take(anne.answer({"essay": "question"}, on=DAY, finished_on=None, questions=[asked]))
        assert len(post.office.do(QuestionsOf(application))) == 1

    def test_a_colleagues_report_is_taken_in_while_the_candidate_is_asked(self, post: Post) -> None:
        application, anne, bram = two(post)
        post.take(anne.answer({"essay": "question"}, on=DAY, finished_on=None, questions=[self.asked()]))
        assert post.take(bram.answer(on=DAY)).taken is Taken.FINISHED
        assert state(post, application) is State.WAITING


def test_feedback_comes_in_and_what_is_left_out_later_goes(post: Post) -> None:
    application = a_dossier(post, "portfolio")
    anne = post.far_assessor(application, "Akker", "portfolio")
    post.send(anne)
    assert anne.dossier
    one, other = (
        {"uuid": str(uuid4()), "document": anne.dossier.documents[0], "text": text, "given_on": DAY.isoformat()}
        for text in ("More detail.", "Fewer pages.")
    )
    post.take(anne.answer({}, on=DAY, finished_on=None, judgements=[], feedback=[one, other]))
    post.take(anne.answer({}, on=DAY, finished_on=None, judgements=[], feedback=[other | {"text": "Far fewer pages."}]))
    [remark] = post.office.do(RemarksOf(application))
    assert (remark.text, remark.document, remark.given_by) == ("Far fewer pages.", "essay.pdf", "P. Akker")
    with at_work(post.office, judge_of(anne)):
        post.office.do(GiveFeedback(application))
    assert "another round" in str(refused(post, anne.answer({}, on=DAY, finished_on=None, judgements=[])))


def test_feedback_stays_an_assessors_own_under_another_name(post: Post) -> None:
    """Who marries between two files is still the same; feedback of others is never touched."""
    application = a_dossier(post, "portfolio")
    anne, bram = (post.far_assessor(application, name, "portfolio") for name in ("Akker", "Boom"))
    mine, other = (
        {"uuid": str(uuid4()), "text": text, "given_on": DAY.isoformat()} for text in ("Name your sources.", "Very clear.")
    )
    for assessor, remark in ((anne, mine), (bram, other)):
        post.send(assessor)
        post.take(assessor.answer({}, on=DAY, finished_on=None, judgements=[], feedback=[remark]))
    person = post.office.do(ReadPerson(anne.person_id))
    post.office.do(EditPerson(person.id, person.version, replace(person.details, surname="Zomer")))
    post.take(anne.answer({}, on=DAY, finished_on=None, judgements=[], feedback=[mine | {"text": "Name all sources."}]))
    kept = [(row["uuid"], row["text"], row["given_by"]) for row in records_in(post.office.path)["remark"]]
    assert sorted(kept) == sorted([(mine["uuid"], "Name all sources.", "P. Zomer"), (other["uuid"], "Very clear.", "P. Boom")])
    stolen = anne.answer({}, on=DAY, finished_on=None, judgements=[], feedback=[other])
    assert "damaged" in str(refused(post, stolen))


def test_notes_on_pages_come_in_and_travel_along(post: Post) -> None:
    application, anne, bram = two(post)
    assert anne.dossier
    [document] = anne.dossier.documents
    place = {"page": 1, "x": 0.5, "y": 0.25, "at": "2026-11-21T10:00:00+00:00", "document": document}
    sha256 = anne.dossier.rows(Evidence)[0]["sha256"]
    one, other = ({"uuid": str(uuid4()), "sha256": sha256, "text": text, **place} for text in ("Blurred.", "A typing error."))
    post.take(anne.answer(on=DAY, finished_on=None, notes=[one, other]))
    post.take(anne.answer(on=DAY, finished_on=None, notes=[other | {"text": "Two typing errors."}]))
    post.send(anne)
    assert [note.text for note in anne.dossier.notes] == ["Two typing errors."]
    post.take(bram.answer(on=DAY))
    post.take(anne.answer(on=DAY, notes=[other]))
    evidence = post.office.do(ReadApplication(application)).evidence[0].id
    assert [(note.by, note.text, note.x) for note in post.office.do(NotesOn(evidence)).notes] == [
        ("P. Akker", "A typing error.", 0.5)
    ]


def test_a_review_that_was_taken_in_can_be_taken_back(post: Post) -> None:
    _application, anne, _bram = two(post)
    before = records_in(post.office.path)
    path = anne.answer(on=DAY)
    post.take(path)
    [last, *_older] = post.office.do(LastActs())
    post.office.do(Undo(last.seq))
    assert records_in(post.office.path) == before
    assert post.take(path).taken is Taken.FINISHED
