"""Two programs at work in one assessor's folder: nothing is lost, and no number is given out twice."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.services.assessor.books import keep, slips, sweep
from cmsdesk.services.assessor.home import Home, Workplace
from cmsdesk.services.assessor.packages import list_packages, open_file
from cmsdesk.services.assessor.returning import decline, handed_over, make_review, resume
from tests.assessing import Post, later
from tests.judging import Days
from tests.services.assessor.test_packages import declared, judged
from tests.services.assessor.test_returning import BOTH, work

OTHER = """
import sys
from pathlib import Path
from cmsdesk.store.holding import hold
print(hold(Path(sys.argv[1])) is not None, flush=True)
sys.stdin.read()
"""


@contextmanager
def another_window(workplace: Workplace, package: str) -> Iterator[None]:
    """A second program that has a package open."""
    workplace.take(package).close()
    path = workplace.folder / "at-work" / package
    with subprocess.Popen(
        [sys.executable, "-c", OTHER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == "True\n"
        yield
        other.communicate("")


def test_what_another_window_works_on_is_neither_replaced_returned_nor_wiped(
    workplace: Workplace, post: Post, days: Days, tmp_path: Path
) -> None:
    open_file(workplace, post.send(days=10))
    work(workplace, post, BOTH)
    make_review(workplace, post.package, tmp_path)
    newer = post.send(newer=True)
    before = slips(workplace)[post.package]
    with another_window(workplace, post.package):
        for act in (
            lambda: open_file(workplace, newer),
            lambda: make_review(workplace, post.package, tmp_path),
            lambda: decline(workplace, post.package, "We are cousins.", tmp_path),
            lambda: resume(workplace, post.package),
            lambda: handed_over(workplace, post.package),
        ):
            with pytest.raises(RuleBroken, match="open in another window"):
                act()
        later(days, 11)
        assert sweep(workplace) == []
        assert slips(workplace)[post.package] == before
    assert [slip.package for slip in sweep(workplace)] == [post.package]


def test_what_another_window_is_putting_in_place_is_not_swept(workplace: Workplace, post: Post) -> None:
    slip = open_file(workplace, post.send())
    half = workplace.packages / post.package / "2-half"
    half.mkdir()
    fresh = workplace.packages / "7d1f0c52-9a4e-4c56-8f0e-2b6a51c3d940"
    fresh.mkdir()
    with another_window(workplace, post.package), another_window(workplace, fresh.name):
        sweep(workplace)
        assert half.exists()
        assert fresh.exists()
    sweep(workplace)
    assert (half.exists(), fresh.exists(), (workplace.packages / post.package / slip.opened).exists()) == (False, False, True)


def test_what_a_fall_left_half_done_is_put_right_once_no_other_window_is_at_work(
    workplace: Workplace, post: Post, tmp_path: Path
) -> None:
    """The review was opened again, and the program fell before that was written down."""
    open_file(workplace, post.send())
    work(workplace, post, BOTH)
    make_review(workplace, post.package, tmp_path)
    before = slips(workplace)[post.package]
    resume(workplace, post.package)
    keep(workplace, before)
    with another_window(workplace, post.package):
        assert [row.slip.made_on for row in list_packages(workplace)] == [before.made_on]
    assert [row.slip.made_on for row in list_packages(workplace)] == [None]


def test_what_cannot_be_locked_is_said(workplace: Workplace, post: Post) -> None:
    (workplace.folder / "at-work" / post.package).mkdir(parents=True)
    with pytest.raises(RuleBroken, match="could not be written"):
        open_file(workplace, post.send())


def test_a_file_that_was_overtaken_while_it_was_read_changes_nothing(workplace: Workplace, post: Post) -> None:
    """The other window is quick: it takes in a newer file while the older one is still being decrypted."""
    open_file(workplace, post.send())
    declared(workplace, post)
    judged(workplace, post, {"essay": Verdict.MET})
    path = post.send()

    def overtaking(done: int, total: int) -> None:
        if 2 * done == total:  # the half of reading is over, and putting in place did not begin
            keep(workplace, slips(workplace)[post.package].model_copy(update={"sequence": 9}))

    with pytest.raises(RuleBroken, match="Another window opened a file of this dossier"):
        open_file(workplace, path, overtaking)
    assert slips(workplace)[post.package].sequence == 9
    assert list(workplace.staging.iterdir()) == []


def test_nobody_starts_over_under_another_window(tmp_path: Path, post: Post, workplace: Workplace) -> None:
    open_file(workplace, post.send())
    with another_window(workplace, post.package), pytest.raises(RuleBroken, match="open in another window"):
        Home(workplace.folder).start_over()
    assert list(slips(workplace)) == [post.package]
    Home(workplace.folder).start_over()
    assert not workplace.folder.exists()
