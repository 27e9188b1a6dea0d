"""Words fit where they are put, and every letter is one a font has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmsdesk.documents.fonts import (
    BOLD,
    SERIF,
    STRONG,
    TEXT,
    fit_to_print,
    plain,
    shortened,
    size_to_fit,
    unknown_letters,
    width_of,
    wrap,
)

FONTS = [TEXT, STRONG, BOLD, SERIF]


@given(st.text(max_size=200), st.sampled_from(FONTS), st.floats(60, 400))
def test_every_line_fits_and_no_letter_is_lost(words: str, font: str, width: float) -> None:
    lines = wrap(words, font, 10, width)
    assert "".join("".join(lines).split()) == "".join(plain(words).split())
    assert all(width_of(line, font, 10) <= width or len(line) == 1 for line in lines)


@given(st.text(max_size=200), st.sampled_from(FONTS), st.floats(20, 400))
def test_one_line_fits_or_is_shortened(words: str, font: str, width: float) -> None:
    size = size_to_fit(words, font, 12, 6, width)
    assert 6 <= size <= 12
    short = shortened(words, font, size, width)
    assert width_of(short, font, size) <= width + 0.01
    assert short == words or (short.endswith("…") and words.startswith(short[:-1]))


def test_a_letter_that_one_family_lacks_is_taken_from_the_other() -> None:
    words, font = fit_to_print("Ǧ ƶ Ƕ", TEXT)
    assert (words, font) == ("Ǧ ƶ Ƕ", SERIF)
    assert unknown_letters("Ǧ ƶ Ƕ", TEXT) == ""


def test_a_letter_that_no_font_has_is_a_question_mark_and_is_named() -> None:
    assert fit_to_print("A 王 B", TEXT) == ("A ? B", TEXT)
    assert unknown_letters("王小王", TEXT) == "王小"


@pytest.mark.parametrize(("typed", "shown"), [("e\u0301", "é"), ("a\tb\nc", "a b c"), ("\u202eabc\u200d", "abc"), ("", "")])
def test_words_are_composed_and_steer_nothing(typed: str, shown: str) -> None:
    assert plain(typed) == shown
