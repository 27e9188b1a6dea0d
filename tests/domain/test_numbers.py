"""Check digits find what people mistype."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmsdesk.domain.numbers import check_digit, has_valid_check_digit, with_check_digit

_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
NUMBERS = st.text(_SIGNS, min_size=1, max_size=20)


def test_the_check_digit_is_that_of_the_standard() -> None:
    """The example of the Global Release Identifier, which uses ISO 7064 MOD 37,36."""
    assert check_digit("A1-2425G-ABC1234002") == "M"
    assert with_check_digit("A1-2425G-ABC1234002") == "A1-2425G-ABC1234002-M"


@given(NUMBERS)
def test_a_number_with_its_check_digit_is_valid_however_it_is_written(number: str) -> None:
    whole = with_check_digit(number)
    assert has_valid_check_digit(whole)
    assert has_valid_check_digit(whole.lower().replace("-", " "))


@given(NUMBERS, st.data())
def test_one_wrong_sign_always_shows(number: str, data: st.DataObject) -> None:
    whole = number + check_digit(number)
    place = data.draw(st.integers(0, len(whole) - 1))
    wrong = data.draw(st.sampled_from(_SIGNS).filter(lambda sign: sign != whole[place]))
    assert not has_valid_check_digit(whole[:place] + wrong + whole[place + 1 :])


def test_a_swap_of_two_neighbours_in_a_certificate_number_shows() -> None:
    for count in range(1, 200):
        whole = with_check_digit(f"CMC-2026-{count:03}")
        for place in range(len(whole) - 1):
            swapped = whole[:place] + whole[place + 1] + whole[place] + whole[place + 2 :]
            if swapped.replace("-", "") != whole.replace("-", ""):
                assert not has_valid_check_digit(swapped), swapped


@pytest.mark.parametrize("nothing", ["", "-", "A"])
def test_too_little_is_no_number(nothing: str) -> None:
    assert not has_valid_check_digit(nothing)
