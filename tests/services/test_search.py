"""Searching: by any beginning of any word, whatever signs are typed, and the same in the box and in the lists."""

import unicodedata
from pathlib import Path

import pytest

from cmsdesk.services.applications import CountApplications, FindApplication
from cmsdesk.services.certificates import IssueCertificate, ReadCertificate
from cmsdesk.services.lists import Asked, match
from cmsdesk.services.office import Office
from cmsdesk.services.people import CountPeople
from cmsdesk.services.register import CountHolders
from cmsdesk.services.search import Hit, SearchEverything
from tests import given


@pytest.fixture
def full(office: Office, tmp_path: Path) -> Office:
    person = given.a_member(
        office, "Öztürk", prefix="van den", given_name="Zoë", city="'s-Hertogenbosch", email="zoe@example.org"
    )
    office.do(IssueCertificate(given.granted(office, person, tmp_path)))
    given.a_member(office, "Smit", prefix="", given_name="Jan", city="Ede")
    given.a_member(office, "Łukasik", prefix="", given_name="Bo", city="100%")
    return office


@pytest.mark.parametrize(
    "words",
    [
        "Öztürk", "ozturk", "OZTÜRK", "öz", "zoe", "Zoë ozturk", "den van", "hertogenbosch", "'s-hert", "zoe@example.org",
        "example.org", "1001", "  ozturk  ", "ozturk*", '"ozturk"', "(ozturk)", "ozturk:", "-ozturk", "^ozturk", "ozturk,zoe",
        unicodedata.normalize("NFD", "Öztürk"), unicodedata.normalize("NFD", "Zoë"), "Öztürk_Zoë",
    ],
)  # fmt: skip
def test_a_person_is_found_however_the_name_is_typed(full: Office, words: str) -> None:
    assert full.do(CountPeople(Asked(words))) == 1
    assert [hit.kind for hit in full.do(SearchEverything(words))] == ["person", "application", "certificate"]


@pytest.mark.parametrize("words", ["AND", "NOT", "NEAR(a b)", "zoe AND", "rank:1", "NOT ozturk", "ozturk xyz", "words:ozturk"])
def test_words_of_the_index_itself_are_only_words(full: Office, words: str) -> None:
    assert full.do(CountPeople(Asked(words))) == 0
    assert full.do(SearchEverything(words)) == []


@pytest.mark.parametrize("nothing", ["", "   ", "***", '"', "'", "-", "()", "%", "_", "\x00", "!", "_ _", "{", "\u0308"])
def test_signs_alone_ask_for_nothing(full: Office, nothing: str) -> None:
    assert full.do(CountPeople(Asked(nothing))) == 3
    assert full.do(SearchEverything(nothing)) == []


def test_a_letter_that_unicode_does_not_take_apart_is_found_by_its_plain_one(full: Office) -> None:
    for words in ("lukasik", "Łukasik", "ŁUK"):
        assert full.do(CountPeople(Asked(words))) == 1


def test_a_number_is_found_by_any_part_and_signs_stand_for_themselves(full: Office) -> None:
    number = full.do(ReadCertificate(1)).number
    assert full.do(SearchEverything("A-2026-0001")) == [Hit("application", 1, "Öztürk, Zoë van den", "A-2026-0001 · CMC")]
    assert full.do(SearchEverything("026-0001")) == [Hit("application", 1, "Öztürk, Zoë van den", "A-2026-0001 · CMC")]
    assert full.do(SearchEverything(number)) == [Hit("certificate", 1, "Öztürk, Zoë van den", f"{number} · CMC")]
    for wild in ("A_2026_0001", "A%0001", "!-2026"):
        assert full.do(SearchEverything(wild)) == []
    assert full.do(SearchEverything("2026-0%")) == full.do(SearchEverything("2026-0_")) == []


def test_the_lists_find_by_name_and_number_too(full: Office) -> None:
    number = full.do(ReadCertificate(1)).number
    for words in ("ozturk", "A-2026-0001", "2026 0001"):
        assert full.do(CountApplications(Asked(words))) == 1
    for words in ("ozturk", number):
        assert full.do(CountHolders(Asked(words))) == 1
    assert full.do(CountApplications(Asked("smit"))) == full.do(CountHolders(Asked("smit"))) == 0
    assert full.do(FindApplication(" A-2026-0001 ")) == 1


def test_the_box_shows_a_few_of_each(office: Office) -> None:
    for _number in range(12):
        given.a_member(office, "Smit")
    assert len(office.do(SearchEverything("smit"))) == 8
    assert len(office.do(SearchEverything("smit", limit=3))) == 3


def test_what_is_asked_of_the_index_is_quoted_word_by_word() -> None:
    assert match('Zoë "x') == '("Zoë"* OR "zoe"*) AND ("x"* OR "x"*)'
    assert match("***") == ""
