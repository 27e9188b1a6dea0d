"""Dutch names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmsdesk.domain.names import fold, full_name, name_key, sorted_name, split_surname


@pytest.mark.parametrize(
    ("typed", "prefix", "surname"),
    [
        ("de Vries", "de", "Vries"),
        ("Vries, de", "de", "Vries"),
        ("Vries (de)", "de", "Vries"),
        ("van den Berg", "van den", "Berg"),
        ("Berg, van  den", "van den", "Berg"),
        ("Van der Meer", "van der", "Meer"),
        ("’t Hart", "'t", "Hart"),
        ("op 't Hof", "op 't", "Hof"),
        ("Hof, op ‘t", "op 't", "Hof"),
        ("Jansen", "", "Jansen"),
        ("Jansen-de Vries", "", "Jansen-de Vries"),
        ("Vanderbilt", "", "Vanderbilt"),
        ("Deen", "", "Deen"),
        ("Ten Have", "ten", "Have"),
        ("von Münch", "von", "Münch"),
        ("Jansen, MBA", "", "Jansen, MBA"),
        ("d'Ancona", "d'", "Ancona"),
        ("", "", ""),
    ],
)
def test_the_prefix_is_set_apart_however_it_was_typed(typed: str, prefix: str, surname: str) -> None:
    assert split_surname(typed) == (prefix, surname)


def test_a_name_is_spoken_and_sorted_the_dutch_way() -> None:
    assert full_name("Jan-Willem", "de", "Vries") == "Jan-Willem de Vries"
    assert sorted_name("Jan-Willem", "de", "Vries") == "Vries, Jan-Willem de"
    assert sorted_name("", "", "Vries") == "Vries"


def test_lists_ignore_accents_and_prefixes() -> None:
    names = [("Łukasik", "", "Maria"), ("Zand", "van", "Ab"), ("Öztürk", "", "Leyla"), ("Berg", "van den", "Jo")]
    assert [n[0] for n in sorted(names, key=lambda n: name_key(*n))] == ["Berg", "Łukasik", "Öztürk", "Zand"]
    assert fold("Sørensen ĲSSEL Straße") == "sorensen ijssel strasse"


@given(st.text(max_size=40))
def test_no_letter_of_a_surname_is_lost(typed: str) -> None:
    prefix, surname = split_surname(typed)
    if "," not in typed and "(" not in typed:
        assert "".join((prefix + surname).lower().split()) == "".join(tidied(typed).lower().split())


def tidied(text: str) -> str:
    for sign in "’‘`´":
        text = text.replace(sign, "'")
    return text
