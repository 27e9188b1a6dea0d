"""A scheme is frozen data that can be asked for its parts, and says what nobody confirmed."""

from datetime import date

import pytest
from pydantic import ValidationError

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.schemes.loader import shipped_schemes
from cmsdesk.domain.schemes.model import ListItem, NameList, Scheme
from cmsdesk.domain.schemes.parts import Words


def test_a_scheme_cannot_be_changed(every_kind: Scheme) -> None:
    with pytest.raises(ValidationError):
        every_kind.owner = "Someone else"  # type: ignore[misc]


def test_the_version_is_the_one_in_force_on_the_day(every_kind: Scheme) -> None:
    assert every_kind.version_on(date(2019, 12, 31)).id == "first"
    assert every_kind.version_on(date(2020, 1, 1)).id == "second"
    assert every_kind.version_on(date(2001, 1, 1)).id == "first"


def test_the_length_of_validity_follows_the_version_of_the_decision(every_kind: Scheme) -> None:
    assert every_kind.validity_months_on(date(2019, 12, 31)) == 36
    assert every_kind.validity_months_on(date(2020, 1, 1)) == 48
    assert shipped_schemes()["dimc"].validity_months_on(date(2025, 1, 1)) == 0


def test_each_part_is_found_by_its_id(every_kind: Scheme) -> None:
    assert every_kind.version("first").routes == ("start",)
    assert every_kind.route("talk").certificate is False
    assert every_kind.title("PRO").name == "Proefprofessional"
    assert every_kind.step("talk").mode == "oral"
    assert every_kind.decision("board").may_be_assessor is False
    assert every_kind.ledger("learning").per_hours == 4
    assert every_kind.requirement("practice").kind == "duration"


@pytest.mark.parametrize("part", ["version", "route", "title", "step", "decision", "ledger", "requirement"])
def test_a_part_that_does_not_exist_is_refused_by_name(every_kind: Scheme, part: str) -> None:
    with pytest.raises(RuleBroken, match="nothing-of-this-name"):
        getattr(every_kind, part)("nothing-of-this-name")


def test_a_group_holds_its_own_requirements_and_those_it_refers_to(every_kind: Scheme) -> None:
    assert [rule.id for rule in every_kind.children("level")] == ["diploma", "assessment"]
    assert [rule.id for rule in every_kind.children("renewal")][-1] == "works"
    assert [rule.id for rule in every_kind.leaves("level")] == ["diploma", "assessment"]
    assert every_kind.children("practice") == ()


def test_a_name_stands_on_a_list_between_its_days() -> None:
    names = NameList(
        id="bureaus",
        name=Words(nl="Bureaus", en="Bureaus"),
        items=(ListItem(name="New", from_on=date(2020, 1, 1)), ListItem(name="Old", until_on=date(2020, 12, 31))),
    )
    assert names.on(date(2019, 12, 31)) == ("Old",)
    assert names.on(date(2020, 6, 1)) == ("New", "Old")
    assert names.on(date(2021, 1, 1)) == ("New",)


def test_everything_nobody_confirmed_is_listed(every_kind: Scheme) -> None:
    assert every_kind.unconfirmed() == [("life", "", "EXAMPLE: nobody said how long")]
    assert ("version", "dimc-1") in [(table, name) for table, name, _src in shipped_schemes()["dimc"].unconfirmed()]


def test_words_speak_both_languages() -> None:
    words = Words(nl="Eis", en="Requirement")
    assert (words.in_language("nl"), words.in_language("en")) == ("Eis", "Requirement")


def test_the_shipped_scheme_has_a_source_for_every_value_it_claims() -> None:
    scheme = shipped_schemes()["dimc"]
    assert [rule.id for rule in scheme.requirements if rule.kind != "all" and not rule.src] == []
