"""A scheme is frozen data that can be asked for its parts, and says what nobody confirmed."""

from datetime import date

import pytest
from pydantic import ValidationError

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.schemes.loader import load_scheme, shipped_schemes
from cmsdesk.domain.schemes.model import ListItem, NameList, Scheme
from cmsdesk.domain.schemes.parts import Words
from cmsdesk.domain.schemes.requirements import GROUPS


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


def test_the_career_register_changed_on_three_days() -> None:
    register = shipped_schemes()["rl"]
    days = [date(2018, 9, 30), date(2018, 10, 1), date(2020, 1, 1), date(2020, 7, 1)]
    found = [(register.version_on(day), register.validity_months_on(day)) for day in days]
    assert [(version.id, version.levels, months) for version, months in found] == [
        ("rl-2017", ("A", "B", "C"), 36),
        ("rl-2018", ("A", "B", "C"), 36),
        ("rl-2020a", ("A", "B", "C"), 48),
        ("rl-2020b", (), 48),
    ]
    renewing = [register.route(version.routes[1]).steps for version, _months in found]
    assert renewing == [("oral",), ("written2",), ("written2",), ("written2",)]


def test_nothing_comes_under_a_concept(every_kind_text: str) -> None:
    concept = load_scheme(every_kind_text.replace('id = "second"', 'id = "second"\nconcept = true'), "made_up.toml")
    assert concept.version_on(date(2021, 1, 1)).id == "first"
    nothing = every_kind_text.replace('id = "second"', 'id = "second"\nconcept = true')
    nothing = nothing.replace('id = "first"', 'id = "first"\nconcept = true')
    with pytest.raises(RuleBroken, match="No version of “made-up” has been published yet"):
        load_scheme(nothing, "made_up.toml").version_on(date(2021, 1, 1))


def test_a_concept_may_overlap_what_it_will_replace(every_kind_text: str) -> None:
    later = every_kind_text.replace("until = 2019-12-31", "until = 2025-12-31").replace(
        'id = "second"', 'id = "second"\nconcept = true'
    )
    assert load_scheme(later, "made_up.toml").version("second").concept


def test_no_title_is_older_than_its_scheme(every_kind: Scheme) -> None:
    assert every_kind.why_no_grant_on(date(2015, 1, 1)) == ""
    assert every_kind.why_no_grant_on(date(2014, 12, 31)).startswith("Nothing can be granted before 01-01-2015")


def test_a_certificate_shows_the_scope_where_the_scheme_says_so(every_kind: Scheme) -> None:
    register = shipped_schemes()["rl"]
    assert register.printed_scope("nl") == "loopbaanbegeleiding, loopbaancoaching, outplacement, re-integratie tweede spoor"
    assert register.printed_scope("en").startswith("career guidance")
    assert (every_kind.printed_scope("nl"), shipped_schemes()["rqim"].printed_scope("nl")) == ("", "")


@pytest.mark.parametrize(
    ("title", "until", "longer"),
    [
        ("RQIM", date(2015, 12, 31), date(2016, 12, 31)),
        ("RQIM", date(2015, 2, 28), date(2016, 2, 29)),
        ("RQIM", date(2014, 10, 2), date(2015, 10, 2)),
        ("RQIM", date(2014, 10, 1), None),
        ("RQIM", date(2014, 9, 30), None),
        ("rm", date(2015, 12, 31), None),
        ("RQIM", None, None),
    ],
)
def test_an_extension_lets_only_what_ends_later_live_longer(title: str, until: date | None, longer: date | None) -> None:
    (extension,) = shipped_schemes()["rqim"].extensions
    assert extension.new_end(title, until) == longer


def test_the_last_day_of_an_objection_is_four_weeks_after_sending() -> None:
    objection = shipped_schemes()["rqim"].objection
    assert objection
    assert objection.last_day(date(2014, 3, 3)) == date(2014, 3, 31)


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


@pytest.mark.parametrize(
    ("src", "unconfirmed"),
    [
        ("seed:S0-1", []),
        ("EXAMPLE", ["min", "ledger", "name"]),
        ("seed:S0-1; EXAMPLE: nobody said how many", ["min", "ledger", "name"]),
        ("EXAMPLE min: nobody said how many", ["min"]),
        ("EXAMPLE min, as it seems; EXAMPLE ledger", ["min", "ledger"]),
    ],
)
def test_a_source_says_which_values_nobody_confirmed(every_kind: Scheme, src: str, unconfirmed: list[str]) -> None:
    rule = every_kind.requirement("practice").model_copy(update={"src": src})
    assert [key for key in ("min", "ledger", "name") if rule.is_example(key)] == unconfirmed
    assert rule.example is bool(unconfirmed)


def test_words_speak_both_languages() -> None:
    words = Words(nl="Eis", en="Requirement")
    assert (words.in_language("nl"), words.in_language("en")) == ("Eis", "Requirement")


@pytest.mark.parametrize("scheme", shipped_schemes().values(), ids=lambda scheme: scheme.id)
def test_every_requirement_that_is_shipped_has_a_source(scheme: Scheme) -> None:
    assert [rule.id for rule in scheme.requirements if not isinstance(rule, GROUPS) and not rule.src] == []
    assert [version.id for version in scheme.versions if not version.src] == []
    assert scheme.life.src
