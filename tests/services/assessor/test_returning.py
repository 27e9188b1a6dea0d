"""What goes back to the office, and how a package ends on an assessor's computer."""

from contextlib import closing
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.exchange.packages.checks import Known, KnownPackage
from cmsdesk.exchange.packages.keys import EnrolledKey
from cmsdesk.exchange.packages.manifest import Kind, Manifest, Subject
from cmsdesk.exchange.packages.reading import open_package
from cmsdesk.exchange.packages.review_content import Review
from cmsdesk.services.assessments import FinishReview, JudgeRequirement, ReopenReview
from cmsdesk.services.assessor.books import Closed, slips
from cmsdesk.services.assessor.dossier_office import open_dossier
from cmsdesk.services.assessor.drafts import draft_review
from cmsdesk.services.assessor.home import Workplace
from cmsdesk.services.assessor.offices import revoke_office
from cmsdesk.services.assessor.packages import Stage, list_packages, open_file
from cmsdesk.services.assessor.returning import (
    ResumeReview,
    declare_independent,
    decline,
    handed_over,
    make_review,
    resume,
    save_form,
)
from cmsdesk.services.feedback import GiveFeedback, GiveRemark
from cmsdesk.services.office import Office
from cmsdesk.services.page_notes import AddPageNote
from cmsdesk.services.questions import AskCandidate
from cmsdesk.services.records import ReadApplication
from cmsdesk.services.review_sheet import ReadReviewSheet
from tests.assessing import OFFICE_KEYS, Post, later
from tests.disks import full_disk
from tests.judging import Days, a_judge, admitted

MET, NOT_MET = Verdict.MET, Verdict.NOT_MET
BOTH = {"essay": MET, "proof.cv": NOT_MET}


def at_the_office(path: Path, post: Post, workplace: Workplace, folder: Path) -> tuple[Manifest, Review]:
    """The file as the office opens it."""
    folder.mkdir(exist_ok=True)
    subject = Subject(post.package, slips(workplace)[post.package].dossier, post.revision)
    sent = KnownPackage(subject, workplace.keys.public.id, slips(workplace)[post.package].expires_on)
    keys = {workplace.keys.public.id: EnrolledKey(workplace.keys.public)}
    known = Known(OFFICE_KEYS.public.id, Kind.REVIEW, keys, {post.package: sent})
    opened = open_package(path, OFFICE_KEYS, known, staging=folder, today=workplace.today)
    return opened.manifest, Review.unpacked(opened.content)


def work(workplace: Workplace, post: Post, verdicts: dict[str, Verdict], *, finish: bool = True, comment: str = "") -> None:
    with closing(open_dossier(workplace, slips(workplace)[post.package])) as office:
        if list_packages(workplace)[0].stage is Stage.DECLARE:
            declare_independent(office)
        for key, verdict in verdicts.items():
            office.do(JudgeRequirement(post.application, key, verdict, f"About {key}."))
        if finish:
            office.do(FinishReview(post.application, comment))


def test_the_finished_review_goes_back_whole(workplace: Workplace, post: Post, tmp_path: Path) -> None:
    open_file(workplace, post.send())
    work(workplace, post, BOTH, comment="All in all.")
    made = make_review(workplace, post.package, tmp_path)
    assert made.path == tmp_path / f"{post.package}.review"
    manifest, review = at_the_office(made.path, post, workplace, tmp_path / "staging")
    assert (manifest.cover.sequence, manifest.cover.made_on, len(manifest.files)) == (1, workplace.today, 1)
    assert review.report
    assert (review.declaration.independent, review.finished_on, review.report.outcome) == (True, workplace.today, "negative")
    assert {one.key: (one.verdict, one.comment) for one in review.report.judgements} == {
        "essay": ("met", "About essay."),
        "proof.cv": ("not_met", "About proof.cv."),
    }
    assert review.report.comment == "All in all."
    assert list_packages(workplace)[0].stage is Stage.FINISHED


def test_a_review_is_not_sent_before_it_is_finished(workplace: Workplace, post: Post, tmp_path: Path) -> None:
    open_file(workplace, post.send())
    with pytest.raises(RuleBroken, match="declare first"):
        make_review(workplace, post.package, tmp_path)
    work(workplace, post, {"essay": MET}, finish=False)
    with pytest.raises(RuleBroken, match="finish the review first"):
        make_review(workplace, post.package, tmp_path)
    assert list(tmp_path.glob("*.review")) == []


def test_a_question_to_the_candidate_goes_to_the_office_while_the_report_stays_open(
    workplace: Workplace, post: Post, tmp_path: Path
) -> None:
    open_file(workplace, post.send())
    work(workplace, post, {"essay": MET}, finish=False)
    with closing(open_dossier(workplace, slips(workplace)[post.package])) as office:
        document = office.do(ReadApplication(post.application)).evidence[1]
        office.do(AddPageNote(document.id, 1, 0.5, 0.25, "A year is missing."))
        office.do(AskCandidate(post.application, "Where was this?", "proof.cv"))
    assert list_packages(workplace)[0].stage is Stage.WAIT
    made = make_review(workplace, post.package, tmp_path)
    _manifest, review = at_the_office(made.path, post, workplace, tmp_path / "staging")
    assert review.report
    assert review.finished_on is None
    assert [(one.key, one.text) for one in review.report.questions] == [("proof.cv", "Where was this?")]
    assert [one.key for one in review.report.judgements] == ["essay"]
    assert [(one.page, one.x, one.y, one.text) for one in review.report.notes] == [(1, 0.5, 0.25, "A year is missing.")]


def test_a_review_that_was_opened_again_goes_back_with_a_higher_number(workplace: Workplace, post: Post, tmp_path: Path) -> None:
    open_file(workplace, post.send())
    work(workplace, post, BOTH)
    make_review(workplace, post.package, tmp_path)
    resume(workplace, post.package)
    assert list_packages(workplace)[0].stage is Stage.JUDGE
    work(workplace, post, {"proof.cv": MET})
    made = make_review(workplace, post.package, tmp_path)
    manifest, review = at_the_office(made.path, post, workplace, tmp_path / "staging")
    assert review.report
    assert (manifest.cover.sequence, review.report.outcome) == (2, "positive")


@pytest.fixture
def alone(court: Office, workplace: Workplace, tmp_path: Path) -> Post:
    """A step with one report, in which feedback is given and the candidate hands in again."""
    application = admitted(court, tmp_path, "portfolio", documents={"paper.pdf": ("craft.essay",)})
    judge = a_judge(court, application, "Alleen", "assessor", "portfolio", declared=False)
    return Post(court, application, judge, workplace.keys, tmp_path / "alone")


def judge_everything(workplace: Workplace, post: Post, verdict: Verdict) -> None:
    with closing(open_dossier(workplace, slips(workplace)[post.package])) as office:
        for item in office.do(ReadReviewSheet(post.application)).items:
            basis = frozenset(item.basis_choices[:1])
            office.do(JudgeRequirement(post.application, item.requirement_id, verdict, "Seen.", basis=basis))
        office.do(FinishReview(post.application))


@pytest.mark.parametrize("by_round", [False, True], ids=["on one's own computer", "as at the office, by a new round"])
def test_the_only_report_of_a_step_is_opened_again_and_still_answers_the_round_that_was_sent(
    workplace: Workplace, alone: Post, tmp_path: Path, by_round: bool
) -> None:
    open_file(workplace, alone.send())
    work(workplace, alone, {}, finish=False)
    judge_everything(workplace, alone, NOT_MET)
    make_review(workplace, alone.package, tmp_path)
    if by_round:
        with closing(open_dossier(workplace, slips(workplace)[alone.package])) as office:
            office.do(ReopenReview(alone.application))
    else:
        resume(workplace, alone.package)
    judge_everything(workplace, alone, MET)
    made = make_review(workplace, alone.package, tmp_path)
    manifest, review = at_the_office(made.path, alone, workplace, tmp_path / "staging")
    assert review.report
    assert (manifest.cover.sequence, review.round, review.report.outcome) == (2, 1, "positive")


def test_feedback_goes_to_the_office_while_the_candidate_works_on_the_dossier(
    workplace: Workplace, alone: Post, tmp_path: Path
) -> None:
    open_file(workplace, alone.send())
    work(workplace, alone, {}, finish=False)
    with closing(open_dossier(workplace, slips(workplace)[alone.package])) as office:
        document = office.do(ReadApplication(alone.application)).evidence[0]
        office.do(GiveRemark(alone.application, "Please name your sources.", document.id))
        office.do(GiveFeedback(alone.application))
    assert list_packages(workplace)[0].stage is Stage.WAIT
    made = make_review(workplace, alone.package, tmp_path)
    _manifest, review = at_the_office(made.path, alone, workplace, tmp_path / "staging")
    assert review.report
    [remark] = review.report.feedback
    assert (review.finished_on, remark.text, bool(remark.document)) == (None, "Please name your sources.", True)


def test_what_is_not_finished_cannot_be_opened_again(workplace: Workplace, post: Post) -> None:
    open_file(workplace, post.send())
    with pytest.raises(RuleBroken, match="not finished yet"):
        resume(workplace, post.package)


def test_at_the_office_itself_a_report_that_was_handed_in_is_not_opened_like_that(court: Office) -> None:
    with pytest.raises(RuleBroken, match="stays as it is"):
        court.do(ResumeReview())


def test_the_number_goes_on_counting_when_the_office_sends_a_newer_dossier(
    workplace: Workplace, post: Post, tmp_path: Path
) -> None:
    open_file(workplace, post.send())
    work(workplace, post, BOTH)
    make_review(workplace, post.package, tmp_path)
    open_file(workplace, post.send(newer=True))
    work(workplace, post, {})
    made = make_review(workplace, post.package, tmp_path)
    assert (made.manifest.cover.sequence, made.manifest.cover.subject.revision) == (2, 2)


def test_who_is_not_independent_gives_the_dossier_back_with_the_reason_and_keeps_nothing(
    workplace: Workplace, post: Post, tmp_path: Path
) -> None:
    open_file(workplace, post.send())
    with pytest.raises(RuleBroken, match="say why"):
        decline(workplace, post.package, "  ", tmp_path)
    made = decline(workplace, post.package, "We are cousins.", tmp_path)
    _manifest, review = at_the_office(made.path, post, workplace, tmp_path / "staging")
    assert (review.refused, review.declaration.text, review.report) == (True, "We are cousins.", None)
    assert slips(workplace)[post.package].closed is Closed.DECLINED
    assert [path.name for path in (workplace.packages / post.package).iterdir()] == ["slip"]


def test_a_refusal_that_could_not_be_written_is_made_again(workplace: Workplace, post: Post, tmp_path: Path) -> None:
    open_file(workplace, post.send())
    with pytest.raises(RuleBroken, match="could not be written"):
        decline(workplace, post.package, "We are cousins.", tmp_path / "nowhere")
    assert slips(workplace)[post.package].closed is None
    made = decline(workplace, post.package, "Other words that come too late.", tmp_path)
    manifest, review = at_the_office(made.path, post, workplace, tmp_path / "staging")
    assert (manifest.cover.sequence, review.declaration.text) == (2, "We are cousins.")


def test_a_reason_too_long_to_travel_is_shortened_before_it_is_kept(workplace: Workplace, post: Post, tmp_path: Path) -> None:
    open_file(workplace, post.send())
    with pytest.raises(RuleBroken, match="shorten it to 50,000 letters"):
        decline(workplace, post.package, "x" * 50_001, tmp_path)
    made = decline(workplace, post.package, "x" * 50_000, tmp_path)
    _manifest, review = at_the_office(made.path, post, workplace, tmp_path / "staging")
    assert (review.refused, len(review.declaration.text)) == (True, 50_000)


def test_a_comment_too_long_to_travel_makes_no_review_and_can_be_shortened(
    workplace: Workplace, post: Post, tmp_path: Path
) -> None:
    open_file(workplace, post.send())
    work(workplace, post, BOTH, comment="x" * 50_001)
    with pytest.raises(RuleBroken, match="shorten it to 50,000 letters"):
        make_review(workplace, post.package, tmp_path)
    assert list(tmp_path.glob("*.review")) == []
    resume(workplace, post.package)
    work(workplace, post, {}, comment="x" * 50_000)
    assert make_review(workplace, post.package, tmp_path).manifest.cover.sequence == 1


def test_the_mail_to_the_office_carries_the_review_or_is_not_made(workplace: Workplace, post: Post, tmp_path: Path) -> None:
    open_file(workplace, post.send())
    work(workplace, post, BOTH)
    made, draft = make_review(workplace, post.package, tmp_path), tmp_path / "review.eml"
    draft_review(workplace, post.package, made.path, draft)
    mail = message_from_bytes(draft.read_bytes(), policy=default)
    [attached] = mail.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == (made.path.name, made.path.read_bytes())
    assert (mail["To"], mail["Subject"]) == ("Test office <office@example.org>", "Review of A-2026-0001")
    made.path.unlink()
    draft.unlink()
    with pytest.raises(RuleBroken, match="is not there or cannot be read"):
        draft_review(workplace, post.package, made.path, draft)
    assert not draft.exists()


def test_a_full_disk_makes_no_review_and_the_work_stays(workplace: Workplace, post: Post, tmp_path: Path) -> None:
    open_file(workplace, post.send())
    work(workplace, post, BOTH)
    with full_disk(100), pytest.raises(RuleBroken):
        make_review(workplace, post.package, tmp_path)
    assert list(tmp_path.glob("*.review")) == []
    assert make_review(workplace, post.package, tmp_path).path.exists()


def test_once_handed_over_everything_is_wiped_and_the_number_stays_in_the_list(
    workplace: Workplace, post: Post, tmp_path: Path
) -> None:
    open_file(workplace, post.send())
    with pytest.raises(RuleBroken, match="No file was made"):
        handed_over(workplace, post.package)
    work(workplace, post, BOTH)
    make_review(workplace, post.package, tmp_path)
    handed_over(workplace, post.package)
    assert [path.name for path in (workplace.packages / post.package).iterdir()] == ["slip"]
    [row] = list_packages(workplace)
    assert (row.stage, row.slip.closed, row.slip.number, row.slip.candidate) == (
        Stage.CLOSED,
        Closed.RETURNED,
        "A-2026-0001",
        "",
    )


def test_a_dossier_that_was_handed_over_too_soon_opens_anew_and_goes_on_counting(
    workplace: Workplace, post: Post, tmp_path: Path
) -> None:
    path = post.send()
    open_file(workplace, path)
    work(workplace, post, BOTH)
    make_review(workplace, post.package, tmp_path)
    handed_over(workplace, post.package)
    open_file(workplace, path)
    assert list_packages(workplace)[0].stage is Stage.DECLARE
    work(workplace, post, BOTH)
    assert make_review(workplace, post.package, tmp_path).manifest.cover.sequence == 2


def test_nothing_is_made_after_the_last_day_or_for_an_office_whose_key_was_revoked(
    workplace: Workplace, post: Post, days: Days, tmp_path: Path
) -> None:
    open_file(workplace, post.send(days=3))
    work(workplace, post, BOTH)
    later(days, 4)
    with pytest.raises(RuleBroken, match="has ended"):
        make_review(workplace, post.package, tmp_path)
    later(days, -4)
    revoke_office(workplace, OFFICE_KEYS.public.id)
    with pytest.raises(RuleBroken, match="was revoked"):
        make_review(workplace, post.package, tmp_path)


def test_the_form_of_the_office_is_saved_as_it_came(workplace: Workplace, post: Post, tmp_path: Path) -> None:
    open_file(workplace, post.send())
    with pytest.raises(RuleBroken, match="no form"):
        save_form(workplace, post.package, tmp_path / "form.xlsx")
    post.form = b"PK a workbook" * 9_000
    open_file(workplace, post.send(newer=True))
    save_form(workplace, post.package, tmp_path / "form.xlsx")
    assert (tmp_path / "form.xlsx").read_bytes() == post.form
