"""What ties two people, how long it counts, and when two employers are one."""

from datetime import date

import pytest

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.independence import DEFAULT_WINDOWS, Relation, RelationKind, Tie, shared_employer, why_tied, windows_of
from cmsdesk.domain.schemes.model import Scheme

ON = date(2026, 11, 21)


def tie(kind: RelationKind = RelationKind.TRAINED, from_on: date | None = None, until_on: date | None = None) -> Tie:
    return Tie(kind, kind.says("Wim", "Jan"), from_on, until_on)


def test_every_relation_is_a_whole_sentence_with_both_names() -> None:
    for kind in RelationKind:
        sentence = kind.says("Wim", "Jan")
        assert "Wim" in sentence
        assert "Jan" in sentence
        assert sentence.endswith(".")
        assert kind.label


def test_a_relation_with_a_direction_has_words_for_the_other_side_too() -> None:
    turned = {kind for kind in RelationKind if kind.turned}
    assert turned == {RelationKind.TRAINED, RelationKind.COACHED, RelationKind.MENTORED, RelationKind.EMPLOYED}


def test_nobody_is_something_to_oneself() -> None:
    with pytest.raises(RuleBroken, match="two different people"):
        Relation(person_id=1, other_id=1, kind="family").settle()


def test_a_relation_does_not_end_before_it_begins() -> None:
    relation = Relation(person_id=1, other_id=2, kind="trained", from_on=date(2025, 1, 1))
    with pytest.raises(RuleBroken, match="before it begins"):
        relation.end(date(2024, 12, 31))
    relation.end(date(2025, 1, 1))
    assert relation.until_on == date(2025, 1, 1)


@pytest.mark.parametrize(
    ("kind", "until_on", "on", "bars"),
    [
        (RelationKind.TRAINED, None, ON, True),
        (RelationKind.TRAINED, date(2026, 12, 31), ON, True),
        (RelationKind.TRAINED, date(2024, 11, 21), ON, True),
        (RelationKind.TRAINED, date(2024, 11, 20), ON, False),
        (RelationKind.FAMILY, date(1990, 1, 1), ON, True),
        (RelationKind.SAME_ORGANISATION, ON, ON, True),
        (RelationKind.SAME_ORGANISATION, date(2026, 11, 20), ON, False),
    ],
)
def test_a_tie_bars_while_it_lasts_and_as_long_after_as_its_kind_says(
    kind: RelationKind, until_on: date | None, on: date, bars: bool
) -> None:
    assert bool(why_tied([tie(kind, until_on=until_on)], DEFAULT_WINDOWS, on)) is bars


def test_a_past_tie_says_when_it_ended_and_until_when_it_counts() -> None:
    assert why_tied([tie(until_on=date(2025, 6, 30))], DEFAULT_WINDOWS, ON) == [
        "Wim is or was a trainer of Jan. That ended on 30-06-2025 and counts until 30-06-2027."
    ]


def test_what_has_not_begun_ties_nobody_yet() -> None:
    assert why_tied([tie(from_on=date(2026, 11, 22))], DEFAULT_WINDOWS, ON) == []
    assert why_tied([tie(from_on=ON)], DEFAULT_WINDOWS, ON) == ["Wim is or was a trainer of Jan."]


def test_a_scheme_has_its_own_windows_and_the_default_for_what_it_does_not_name(apart: Scheme) -> None:
    windows = windows_of(apart.independence)
    assert windows[RelationKind.TRAINED] == 12
    assert windows[RelationKind.COACHED] is None
    assert RelationKind.COMPLAINT not in windows
    assert windows[RelationKind.MENTORED] == DEFAULT_WINDOWS[RelationKind.MENTORED]
    assert why_tied([tie(RelationKind.COMPLAINT)], windows, ON) == []


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("Gemeente Delft", " gemeente  delft ", True),
        ("Gemeente Súdwest", "gemeente sudwest", True),
        ("Gemeente Delft", "Gemeente Gouda", False),
        ("", "", False),
        ("  ", " ", False),
    ],
)
def test_the_same_employer_is_seen_however_it_is_typed(one: str, other: str, shared: bool) -> None:
    assert shared_employer(one, other) is shared
