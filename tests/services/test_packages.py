"""Making packages: what goes in, what stays out, and what the office keeps of it."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from cmsdesk.domain.answers import TopicAnswer
from cmsdesk.domain.assessments import Assessment, Judgement, Verdict
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.packages import PackageState
from cmsdesk.domain.people import Person
from cmsdesk.domain.rounds import Round
from cmsdesk.exchange.packages.keys import new_keys, public_text
from cmsdesk.exchange.workbooks import read_workbook
from cmsdesk.services.applications import AdmitApplication
from cmsdesk.services.assessments import JudgeRequirement
from cmsdesk.services.assessor_keys import EnrolKey, KeysOf, OwnerOfKey, RevokeKey
from cmsdesk.services.assignments import AssignPerson, EndAssignment
from cmsdesk.services.dossiers import AddEvidence
from cmsdesk.services.feedback import GiveFeedback, GiveRemark, Resubmit
from cmsdesk.services.packages import ExtendPackage, SaveForm, make_package
from cmsdesk.services.people import AddPerson, EditPerson, PersonDetails, ReadPerson
from cmsdesk.services.records import ReadApplication, ReadReview
from cmsdesk.services.sent_packages import PackagesOf
from tests.judging import a_file, a_judge, at_work, judge_all
from tests.packages import DAY, Post, a_dossier, judge_of
from tests.rows import records_in
from tests.situations import Clock, Put, handed_in, somebody


def test_a_package_carries_the_dossier_the_scheme_and_the_documents(post: Post) -> None:
    application = a_dossier(post)
    anne = post.far_assessor(application, "Akker")
    made = post.send(anne)
    assert anne.dossier
    assert anne.dossier.office.name == "Test office"
    assert 'id = "proefhof"' in anne.dossier.scheme
    assert anne.documents[0] == (post.folder / "essay.pdf").read_bytes()
    assert made.expires_on == DAY + timedelta(days=42)
    number = post.office.do(ReadApplication(application)).number
    assert number not in made.path.name
    assert made.path.suffix == ".dossier"


def test_a_package_says_of_the_candidate_only_number_and_name(post: Post) -> None:
    application = a_dossier(post)
    person = post.office.do(ReadPerson(post.office.do(ReadApplication(application)).person_id))
    details = replace(
        person.details, email="secret@example.org", city="Geheimstad", birth_date=date(1970, 1, 2), employer="Werk BV"
    )
    post.office.do(EditPerson(person.id, person.version, details))
    anne = post.far_assessor(application, "Akker")
    post.send(anne)
    assert anne.dossier
    said = anne.dossier.packed().decode()
    assert "Kandidaat" in said
    assert [word for word in ("secret@", "Geheimstad", "1970", "Werk BV") if word in said] == []


def test_a_package_says_nothing_of_other_assessors(post: Post) -> None:
    application = a_dossier(post)
    other = a_judge(post.office, application, "Zwanenzang", "assessor", "apart")
    judge_all(post.office, application, other, {"essay": Verdict.NOT_MET}, "Pauwenveer.")
    anne = post.far_assessor(application, "Akker")
    post.send(anne)
    assert anne.dossier
    said = anne.dossier.packed().decode()
    assert [word for word in ("Zwanenzang", "Pauwenveer", "not_met") if word in said] == []
    assert len(anne.dossier.rows(Person)) == 2
    assert anne.dossier.rows(Assessment) == []


def test_the_package_of_a_later_round_tells_of_the_former_one_only_what_is_ones_own(post: Post) -> None:
    application = a_dossier(post, "rounds")
    anne = post.far_assessor(application, "Akker", "rounds", declared=True)
    other = a_judge(post.office, application, "Zwanenzang", "assessor", "rounds")
    for judge, comment in ((judge_of(anne), "Rozengeur."), (other, "Pauwenveer.")):
        with at_work(post.office, judge):
            post.office.do(JudgeRequirement(application, "essay", Verdict.NOT_MET, comment))
    with at_work(post.office, judge_of(anne)):
        post.office.do(GiveRemark(application, "Please show more."))
        post.office.do(GiveFeedback(application))
    post.office.do(Resubmit(application))
    post.send(anne)
    assert anne.dossier
    former, running = anne.dossier.rows(Round)
    assert (former["number"], running["number"], running["snapshot"]) == (1, 2, "")
    [report] = json.loads(former["snapshot"])["reports"]
    assert (report["by"], report["judgements"][0]["comment"]) == ("P. Akker", "Rozengeur.")
    said = anne.dossier.packed().decode()
    assert [word for word in ("Zwanenzang", "Pauwenveer") if word in said] == []


def test_the_package_of_a_later_step_says_what_the_steps_before_came_to_and_not_by_whom(post: Post) -> None:
    application = handed_in(post.office, somebody(post.office, "Kandidaat"), post.folder)
    post.office.do(AdmitApplication(application))
    for surname in ("Zwanenzang", "Rozengeur"):
        judge = a_judge(post.office, application, surname, "assessor", "written")
        items = {item.requirement_id: Verdict.MET for item in post.office.do(ReadReview(application))[1]}
        judge_all(post.office, application, judge, items, "Pauwenveer.")
    carla = post.far_assessor(application, "Carlier", "oral", "committee")
    post.send(carla)
    assert carla.dossier
    assert [(one["step_id"], one["outcome"]) for one in carla.dossier.rows(Assessment)] == [("written", "positive")] * 2
    said = carla.dossier.packed().decode()
    assert [word for word in ("Zwanenzang", "Rozengeur", "Pauwenveer") if word in said] == []


def test_what_an_assessor_judged_already_travels_along(post: Post) -> None:
    application = a_dossier(post)
    anne = post.far_assessor(application, "Akker")
    post.send(anne)
    post.take(anne.answer(on=DAY, finished_on=None))
    post.send(anne)
    assert anne.dossier
    assert [row["comment"] for row in anne.dossier.rows(Judgement)] == ["P. Akker on essay."]


def test_the_form_is_the_last_file_and_names_no_candidate(post: Post, tmp_path: Path) -> None:
    anne = post.far_assessor(a_dossier(post), "Akker")
    made = post.send(anne)
    assert anne.dossier
    assert anne.dossier.form
    form = tmp_path / "form.xlsx"
    form.write_bytes(anne.documents[-1])
    page = read_workbook(form).sheets[0]
    words = " ".join(str(cell) for row in page.rows for cell in row)
    assert "Verslag\nIs leesbaar." in words or "Essay\nIs readable." in words
    assert "Kandidaat" not in words
    assert post.office.do(SaveForm(made.package_id, tmp_path / "again.xlsx")).exists()


def test_the_same_dossier_sent_again_is_the_same_revision_and_a_changed_one_the_next(post: Post) -> None:
    application = a_dossier(post)
    anne = post.far_assessor(application, "Akker")
    made = []
    for _time in range(2):
        post.send(anne)
        assert anne.manifest
        made.append(anne.manifest.cover)
    post.office.do(AddEvidence(application, a_file(post.folder, "more.pdf"), ("essay",)))
    post.send(anne)
    assert anne.manifest
    made.append(anne.manifest.cover)
    assert [(cover.subject.revision, cover.sequence) for cover in made] == [(1, 1), (1, 2), (2, 3)]
    assert len({cover.subject.package for cover in made}) == 1


def test_a_new_key_gets_a_package_of_its_own(post: Post) -> None:
    anne = post.far_assessor(a_dossier(post), "Akker")
    first = post.send(anne)
    anne.keys = new_keys("Anne", DAY)
    post.office.do(EnrolKey(anne.person_id, public_text(anne.keys)))
    assert post.send(anne).package_id != first.package_id


def test_a_text_that_is_too_long_to_travel_is_said_at_the_office(post: Post) -> None:
    application = a_dossier(post)
    assessor = post.far_assessor(application, "Akker")
    post.office.do(Put(TopicAnswer(application_id=application, topic_id="essay", note="a" * 50_001)))
    with pytest.raises(RuleBroken, match=r"too long to travel. Please shorten it to 50,000 letters"):
        post.send(assessor)


def test_making_a_package_can_be_stopped_and_then_nothing_was_sent(post: Post) -> None:
    application = a_dossier(post)
    anne = post.far_assessor(application, "Akker")

    def stop(_done: int, _all: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_package(post.office, anne.assignment_id, post.folder, post.keys, report=stop)
    assert list(post.folder.glob("*.dossier")) == []
    [row] = post.office.do(PackagesOf(application))
    assert (row.state, row.package_id) == (None, None)


def test_a_package_of_which_nothing_could_be_written_down_is_taken_away_again(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    anne = post.far_assessor(a_dossier(post), "Akker")

    def revoke(done: int, of_all: int) -> None:
        [key] = post.office.do(KeysOf(anne.person_id))
        if done == of_all and not key.revoked_on:
            post.office.do(RevokeKey(key.id, "Stolen meanwhile."))

    with pytest.raises(RuleBroken, match="meanwhile"):
        make_package(post.office, anne.assignment_id, post.folder, post.keys, report=revoke)
    assert list(post.folder.glob("*.dossier")) == []


def test_no_package_is_made_where_there_is_nothing_to_judge(post: Post) -> None:
    application = a_dossier(post)
    anne = post.far_assessor(application, "Akker")
    without_key = post.far_assessor(application, "Boom", enrolled=False)
    with pytest.raises(RuleBroken, match="P. Boom has no key that holds"):
        post.send(without_key)
    with pytest.raises(RuleBroken, match="cannot lie in the past"):
        post.send(anne, expires_on=DAY - timedelta(days=1))
    with pytest.raises(RuleBroken, match="more than a year"):
        post.send(anne, expires_on=DAY + timedelta(days=400))
    post.office.do(EndAssignment(anne.assignment_id, "Ill."))
    with pytest.raises(RuleBroken, match="has ended"):
        post.send(anne)


def test_whoever_acts_beside_the_steps_gets_no_package(post: Post) -> None:
    application = a_dossier(post)
    mentor = post.office.do(AddPerson(PersonDetails("Mentor"), date(2020, 1, 1)))
    assignment = post.office.do(AssignPerson(application, mentor, "mentor"))
    with pytest.raises(RuleBroken, match="nothing to judge here"):
        make_package(post.office, assignment, post.folder, post.keys)
    assert post.office.do(PackagesOf(application)) == []


def test_a_committee_gets_no_packages(post: Post) -> None:
    application = a_dossier(post, "both")
    member = a_judge(post.office, application, "Commissie", "member", "committee")
    post.office.do(EnrolKey(member.person_id, public_text(new_keys("C", DAY))))
    with pytest.raises(RuleBroken, match="judged together"):
        make_package(post.office, member.assignment_id, post.folder, post.keys)


def test_the_list_tells_where_each_package_is(post: Post, far_day: Clock) -> None:
    application = a_dossier(post)
    anne, bram = post.far_assessor(application, "Akker"), post.far_assessor(application, "Boom")
    made = post.send(anne, expires_on=DAY + timedelta(days=7))

    def states() -> list[PackageState | None]:
        return [row.state for row in post.office.do(PackagesOf(application))]

    assert states() == [PackageState.SENT, None]
    far_day.day += timedelta(days=8)
    assert states() == [PackageState.LATE, None]
    post.office.do(ExtendPackage(made.package_id, far_day.day + timedelta(days=7)))
    assert states() == [PackageState.SENT, None]
    post.take(anne.answer(on=far_day.day, finished_on=None))
    assert states() == [PackageState.PARTLY, None]
    post.take(anne.answer(on=far_day.day))
    post.send(bram)
    post.take(bram.decline("We worked together.", on=far_day.day))
    assert states() == [PackageState.BACK, PackageState.DECLINED]


def test_whoever_was_taken_off_the_file_stays_in_the_list_as_long_as_a_package_is_out(post: Post) -> None:
    application = a_dossier(post)
    anne, bram = post.far_assessor(application, "Akker"), post.far_assessor(application, "Boom")
    post.send(anne)
    for assessor in (anne, bram):
        post.office.do(EndAssignment(assessor.assignment_id, "Ill."))
    [row] = post.office.do(PackagesOf(application))
    assert (row.name, row.state, row.why_not) == ("P. Akker", PackageState.ENDED, "This assignment has ended.")


def test_more_time_for_a_package_moves_the_term_of_its_assignment_along(post: Post) -> None:
    anne = post.far_assessor(a_dossier(post), "Akker")
    due, until = DAY + timedelta(days=7), DAY + timedelta(days=60)
    assignment = post.office.do(AssignPerson(a_dossier(post), anne.person_id, "assessor", "apart", due_on=due))
    made = make_package(post.office, assignment, post.folder, post.keys)
    assert made.expires_on == due
    post.office.do(ExtendPackage(made.package_id, until))
    assert [one["due_on"] for one in records_in(post.office.path)["assignment"]] == [None, until.isoformat()]


def test_more_time_is_given_only_forwards(post: Post) -> None:
    made = post.send(post.far_assessor(a_dossier(post), "Akker"), expires_on=DAY + timedelta(days=7))
    with pytest.raises(RuleBroken, match="28-11-2026"):
        post.office.do(ExtendPackage(made.package_id, DAY + timedelta(days=3)))


class TestKeys:
    def test_a_key_belongs_to_one_person_and_is_enrolled_once(self, post: Post) -> None:
        anne = post.far_assessor(a_dossier(post), "Akker")
        with pytest.raises(RuleBroken, match="already enrolled, for P. Akker"):
            post.office.do(EnrolKey(anne.person_id, public_text(anne.keys)))
        assert post.office.do(OwnerOfKey(public_text(anne.keys))) == anne.person_id
        assert post.office.do(OwnerOfKey(public_text(new_keys("Nobody", DAY)))) is None

    def test_a_new_key_revokes_the_former_one(self, post: Post) -> None:
        anne = post.far_assessor(a_dossier(post), "Akker")
        post.office.do(EnrolKey(anne.person_id, public_text(new_keys("Anne", DAY))))
        new, former = post.office.do(KeysOf(anne.person_id))
        assert (new.revoked_on, former.revoked_on) == (None, DAY)

    def test_a_revoked_key_is_never_enrolled_again(self, post: Post) -> None:
        anne = post.far_assessor(a_dossier(post), "Akker")
        [key] = post.office.do(KeysOf(anne.person_id))
        with pytest.raises(RuleBroken, match="reason"):
            post.office.do(RevokeKey(key.id, " "))
        post.office.do(RevokeKey(key.id, "The laptop was stolen."))
        with pytest.raises(RuleBroken, match="already revoked on 21-11-2026"):
            post.office.do(RevokeKey(key.id, "Again."))
        with pytest.raises(RuleBroken, match="was revoked on 21-11-2026"):
            post.office.do(EnrolKey(anne.person_id, public_text(anne.keys)))

    def test_the_words_of_a_key_are_told_in_both_languages(self, post: Post) -> None:
        anne = post.far_assessor(a_dossier(post), "Akker")
        [key] = post.office.do(KeysOf(anne.person_id))
        assert {code: len(words) for code, words in key.words.items()} == {"nl": 10, "en": 10}
        assert key.words["nl"] != key.words["en"]
