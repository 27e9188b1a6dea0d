"""A dossier that the disk lost or damaged: said as what it is, harmless to the others, and opened anew from the office's file."""

from contextlib import closing
from pathlib import Path

import psutil
import pytest

from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.services.assessments import FinishReview, JudgeRequirement
from cmsdesk.services.assessor.books import folder_of, slips
from cmsdesk.services.assessor.dossier_office import NAME, open_dossier
from cmsdesk.services.assessor.home import Workplace
from cmsdesk.services.assessor.packages import Stage, list_packages, open_file
from cmsdesk.services.assessor.returning import declare_independent, make_review
from cmsdesk.store.database import Database
from cmsdesk.store.office_key import OfficeKey
from tests.assessing import Post

PAGE = 4096


def dossier_of(workplace: Workplace, post: Post) -> Path:
    slip = slips(workplace)[post.package]
    return folder_of(workplace, slip.package) / slip.opened / NAME


def lose_assignment(workplace: Workplace, post: Post) -> None:
    """One page of the disk is lost: the one on which it stands whose dossier it is."""
    path, secret = dossier_of(workplace, post), slips(workplace)[post.package].secret
    database = Database(path, OfficeKey(bytes.fromhex(secret)))
    with database.connection() as connection:
        [page] = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'assignment'").fetchone()
    database.close()
    with path.open("r+b") as stream:
        stream.seek((page - 1) * PAGE)
        stream.write(bytes(PAGE))


def judged(workplace: Workplace, post: Post) -> None:
    with closing(open_dossier(workplace, slips(workplace)[post.package])) as office:
        declare_independent(office)
        for key in ("essay", "proof.cv"):
            office.do(JudgeRequirement(post.application, key, Verdict.MET))
        office.do(FinishReview(post.application))


def test_a_damaged_dossier_is_said_and_let_go_of(workplace: Workplace, post: Post) -> None:
    open_file(workplace, post.send())
    lose_assignment(workplace, post)
    with pytest.raises(RuleBroken, match="Please open the file of the office once more"):
        open_dossier(workplace, slips(workplace)[post.package])
    held = [file.path for file in psutil.Process().open_files()]
    assert str(dossier_of(workplace, post)) not in held


@pytest.mark.parametrize("how", ["gone", "empty", "noise", "a page"])
@pytest.mark.parametrize("newer", [False, True], ids=["the same file", "a newer one"])
def test_a_dossier_that_was_lost_leaves_the_others_alone_and_opens_anew(
    workplace: Workplace, post: Post, tmp_path: Path, how: str, newer: bool
) -> None:
    path = post.send()
    open_file(workplace, path)
    judged(workplace, post)
    make_review(workplace, post.package, tmp_path)
    other = Post(post.office, post.application, post.judge, workplace.keys, tmp_path / "other")
    open_file(workplace, other.send())
    if how == "gone":
        dossier_of(workplace, post).unlink()
    elif how == "a page":
        lose_assignment(workplace, post)
    else:
        dossier_of(workplace, post).write_bytes(b"" if how == "empty" else b"noise" * PAGE)
    assert {row.slip.package: row.stage for row in list_packages(workplace)} == {
        post.package: Stage.DAMAGED,
        other.package: Stage.DECLARE,
    }
    open_file(workplace, post.send(newer=True) if newer else path)
    assert [row.stage for row in list_packages(workplace)] == [Stage.DECLARE] * 2
    judged(workplace, post)
    assert make_review(workplace, post.package, tmp_path).manifest.cover.sequence == 2
