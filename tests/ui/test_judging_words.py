"""The chips of judging: never a colour alone, and never good news for what is not."""

import pytest

from cmsdesk.domain.assessments import Verdict
from cmsdesk.services.matrix import Cell
from cmsdesk.services.review_sheet import StepRow
from cmsdesk.ui.judging.matrix_window import in_two_lines
from cmsdesk.ui.judging.words import cell_chip, step_chip, verdict_chip


def a_step(done: int, outcome: str = "", *, favourable: bool = False, sealed: bool = False, finished: bool = False) -> StepRow:
    return StepRow("apart", "Two assessors", "written", "assessor", done, 2, sealed, finished, "", outcome, favourable)


@pytest.mark.parametrize(
    ("step", "words", "tone"),
    [
        (a_step(0), "to begin", "idle"),
        (a_step(1, sealed=True), "sealed", "info"),
        (a_step(1), "in progress", "idle"),
        (a_step(2, "positive", favourable=True, finished=True), "positive", "ok"),
        (a_step(2, "divided", finished=True), "divided", "warn"),
    ],
)
def test_a_step_tells_how_far_it_is(step: StepRow, words: str, tone: str) -> None:
    chip = step_chip(step)
    assert (chip.text, chip.tone) == (words, tone)


def test_every_verdict_and_cell_has_a_word_and_an_icon_of_its_own() -> None:
    for chips in ([verdict_chip(one) for one in Verdict], [cell_chip(one) for one in Cell]):
        assert len({chip.text for chip in chips}) == len({chip.icon for chip in chips}) == len(chips)
        assert all(chip.text for chip in chips)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("plan.pdf", "plan.pdf"),
        ("bewijsstuk-00-verslag.pdf", "bewijsstuk-00-ver\nslag.pdf"),
        ("x" * 60 + "-07.pdf", "x" * 17 + "\n…" + "x" * 9 + "-07.pdf"),
    ],
)
def test_the_name_of_a_document_fits_above_its_column(name: str, shown: str) -> None:
    assert in_two_lines(name) == shown
