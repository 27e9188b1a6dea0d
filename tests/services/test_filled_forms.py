"""Forms that came back filled in: taken over only when everything in them is as the office wrote it."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import speaking
from cmsdesk.exchange.packages.faults import Fault, PackageRefused
from cmsdesk.exchange.packages.review_form import FIRST_ROW
from cmsdesk.services.dossiers import AddEvidence
from cmsdesk.services.packages import SaveForm
from cmsdesk.services.returned_reviews import Taken, merge_form
from tests.judging import a_file
from tests.packages import DAY, FarAssessor, Post, a_dossier, filled, fingerprint
from tests.rows import records_in


@pytest.fixture
def form(post: Post, tmp_path: Path) -> Path:
    """The form of somebody who declared to be independent; `post` is the office."""
    application = a_dossier(post)
    made = post.send(post.far_assessor(application, "Akker", declared=True))
    return post.office.do(SaveForm(made.package_id, tmp_path / "form.xlsx"))


def refusal(post: Post, path: Path) -> str:
    """Why a form is refused; nothing of it was taken over."""
    before = fingerprint(post.office.path)
    with pytest.raises(RuleBroken) as refused:
        post.office.do(merge_form(path))
    assert fingerprint(post.office.path) == before
    return str(refused.value)


def test_a_form_brings_the_whole_report(post: Post, form: Path) -> None:
    taken = post.office.do(merge_form(filled(form, Verdict.MET)))
    assert taken.taken is Taken.FINISHED
    [report] = records_in(post.office.path)["assessment"]
    assert (report["outcome"], report["finished_on"]) == ("positive", DAY.isoformat())


def test_a_form_that_is_not_there_any_more_is_said(post: Post, form: Path) -> None:
    form.unlink()
    assert "form.xlsx cannot be read" in refusal(post, form)


def test_the_same_form_again_changes_nothing(post: Post, form: Path) -> None:
    path = filled(form, Verdict.MET)
    post.office.do(merge_form(path))
    before = fingerprint(post.office.path)
    assert post.office.do(merge_form(path)).taken is Taken.REPEATED
    assert fingerprint(post.office.path) == before


def test_a_form_in_the_other_language_is_read_as_well(post: Post, tmp_path: Path) -> None:
    made = post.send(post.far_assessor(a_dossier(post), "Akker", declared=True))
    with speaking("nl"):
        path = filled(post.office.do(SaveForm(made.package_id, tmp_path / "formulier.xlsx")), Verdict.MET)
    with speaking("en"):
        assert post.office.do(merge_form(path)).taken is Taken.FINISHED


def test_a_form_with_a_question_is_taken_over_and_not_finished(post: Post, form: Path) -> None:
    assert post.office.do(merge_form(filled(form, Verdict.QUESTION))).taken is Taken.PARTLY
    [report] = records_in(post.office.path)["assessment"]
    assert report["finished_on"] is None


def test_everything_that_is_wrong_in_a_form_is_named(post: Post, form: Path) -> None:
    book = load_workbook(filled(form, Verdict.MET))
    page = book.worksheets[0]
    page.cell(FIRST_ROW, 1).value = "something"
    page.cell(FIRST_ROW + 30, 2).value = "An added line"
    book.save(form)
    said = refusal(post, form)
    assert said.startswith("Nothing of this form was taken over. Please have this put right")
    assert "hidden id of this row was changed" in said
    assert "This row was added" in said


def test_a_no_without_words_is_refused(post: Post, form: Path) -> None:
    assert "Please explain this verdict" in refusal(post, filled(form, Verdict.NOT_MET, " "))


def test_a_form_without_a_declaration_waits_for_it(post: Post, tmp_path: Path) -> None:
    made = post.send(post.far_assessor(a_dossier(post), "Akker"))
    path = filled(post.office.do(SaveForm(made.package_id, tmp_path / "form.xlsx")), Verdict.MET)
    assert "did not declare independence yet" in refusal(post, path)


def test_a_form_is_not_taken_over_a_signed_review(post: Post, tmp_path: Path) -> None:
    anne: FarAssessor = post.far_assessor(a_dossier(post), "Akker", declared=True)
    made = post.send(anne)
    path = filled(post.office.do(SaveForm(made.package_id, tmp_path / "form.xlsx")), Verdict.MET)
    post.take(anne.answer(on=DAY, finished_on=None))
    assert "signed review of P. Akker came in already" in refusal(post, path)


def test_a_form_of_another_revision_or_of_a_changed_dossier_is_refused(post: Post, tmp_path: Path) -> None:
    application = a_dossier(post)
    anne = post.far_assessor(application, "Akker", declared=True)
    made = post.send(anne)
    path = filled(post.office.do(SaveForm(made.package_id, tmp_path / "form.xlsx")), Verdict.MET)
    post.office.do(AddEvidence(application, a_file(post.folder, "more.pdf"), ("essay",)))
    assert "was changed at the office" in refusal(post, path)
    post.send(anne)
    with pytest.raises(PackageRefused) as refused:
        post.office.do(merge_form(path))
    assert refused.value.fault is Fault.OTHER_REVISION
