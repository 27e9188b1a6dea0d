"""An office that went back to a backup, and assessors who know more than it does by then."""

from contextlib import closing
from pathlib import Path

import pytest

from cmsdesk.exchange.packages.faults import Fault, PackageRefused
from cmsdesk.services.office import Office, open_office
from cmsdesk.services.returned_reviews import MergeReview, Taken
from tests.given import restored
from tests.packages import DAY, Post, a_dossier
from tests.situations import Clock


def gone_back(post: Post, backup: Path, day: Clock) -> Office:
    """The office as it was, in a folder of its own."""
    path = backup.with_name(f"{backup.stem}-restored") / "office.cmsdesk"
    path.parent.mkdir()
    restored(backup, path)
    return open_office(path, user="tester", today=lambda: day.day)


def test_a_review_comes_in_again_where_the_office_forgot_it_and_is_refused_where_it_forgot_the_package(
    post: Post, far_day: Clock, tmp_path: Path
) -> None:
    application = a_dossier(post)
    anne = post.far_assessor(application, "Akker")
    unsent = post.office.back_up(tmp_path / "unsent").path
    post.send(anne)
    sent = post.office.back_up(tmp_path / "sent").path
    review = anne.answer(on=DAY)
    assert post.take(review).taken is Taken.FINISHED
    came = MergeReview(review, post.keys, post.staging)
    with closing(gone_back(post, sent, far_day)) as office:
        assert [office.do(came).taken for _time in range(2)] == [Taken.FINISHED, Taken.REPEATED]
    with (
        closing(gone_back(post, unsent, far_day)) as office,
        pytest.raises(PackageRefused, match="was a backup put back") as refusal,
    ):
        office.do(came)
    assert refusal.value.fault is Fault.UNKNOWN_PACKAGE
