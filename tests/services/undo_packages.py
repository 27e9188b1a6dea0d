"""Situations around packages in which something is done that can be taken back; for the proof in test_undo."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from cmsdesk.domain.assessments import Verdict
from cmsdesk.services.office import Office
from cmsdesk.services.packages import ExtendPackage, MadeForAssessor, SaveForm
from cmsdesk.services.returned_reviews import MergeReview, merge_form
from tests.packages import FarAssessor, Post, a_post, filled
from tests.services.undo_judging import TOPIC, an_exemption

Situation = Callable[[Office, Path], Any]


def a_package(office: Office, folder: Path) -> tuple[Post, FarAssessor, MadeForAssessor]:
    """A dossier that a trainer, who declared to be independent, has at home."""
    post = a_post(office, folder)
    application, _other = an_exemption(office, folder)
    trainer = post.far_assessor(application, "Ver", "portfolio", "trainer", declared=True)
    return post, trainer, post.send(trainer)


def more_time(office: Office, folder: Path) -> Any:
    _post, _trainer, made = a_package(office, folder)
    return ExtendPackage(made.package_id, made.expires_on + timedelta(days=1))


def a_review_taken_in(office: Office, folder: Path) -> Any:
    post, trainer, _made = a_package(office, folder)
    return MergeReview(trainer.answer({TOPIC: "not_met"}, on=office.today, finished_on=None), post.keys, post.staging)


def a_form_taken_in(office: Office, folder: Path) -> Any:
    _post, _trainer, made = a_package(office, folder)
    return merge_form(filled(office.do(SaveForm(made.package_id, folder / "form.xlsx")), Verdict.NOT_MET))


PACKAGES: dict[str, Situation] = {made.__name__: made for made in (more_time, a_review_taken_in, a_form_taken_in)}
