"""Schemes are data: what is wrong in one is said with its place, what is right is evaluated the same for ever."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.schemes.evaluate import Verdict, blocking, evaluate, leaves_of
from cmsdesk.domain.schemes.examples import check_examples
from cmsdesk.domain.schemes.facts import Credential, Document, Facts, LedgerLine, Period, read_facts
from cmsdesk.domain.schemes.leaves import Outcome
from cmsdesk.domain.schemes.loader import load_scheme, shipped_schemes
from cmsdesk.domain.words import speaking

TEXT = (files("cmsdesk.resources") / "schemes" / "dimc.toml").read_text(encoding="utf-8")
DIMC = shipped_schemes()["dimc"]
ON = date(2025, 3, 20)
MARKS = frozenset({"learning_assessment"})


def line(ledger: str, amount: str | None, **more: object) -> LedgerLine:
    values: dict[str, object] = {
        "on": date(2024, 5, 1),
        "text": "Course",
        "amount": Decimal(amount) if amount else None,
        "marks": MARKS,
    } | more
    return LedgerLine(ledger=ledger, **values)  # type: ignore[arg-type]


def leaf(verdict: Verdict, requirement: str) -> Verdict:
    return next(found for found in leaves_of(verdict) if found.requirement_id == requirement)


def judged(*lines: LedgerLine, requirement: str = "cmc.education", **more: object) -> Verdict:
    return evaluate(DIMC, requirement, Facts(lines=lines, **more), ON)  # type: ignore[arg-type]


def test_every_worked_example_of_every_scheme_comes_out() -> None:
    for scheme in shipped_schemes().values():
        assert scheme.examples
        assert [result for result in check_examples(scheme) if not result.passed] == []


def test_a_worked_example_that_does_not_come_out_is_told() -> None:
    scheme = load_scheme(TEXT.replace('"cmc.member" = "met"', '"cmc.member" = "not_met"'), "x.toml")
    [wrong] = [result for result in check_examples(scheme) if not result.passed]
    assert wrong.differences == (("cmc.member", "not_met", "met"),)


@pytest.mark.parametrize(
    ("right", "wrong", "place"),
    [
        ('ledger = "experience"\nmin', 'ledger = "exprience"\nmin', "requirement “cmc.experience”.ledger"),
        ("min = 24", "min = 24\nmim = 3", "requirement.“cmc.member”"),
        ("min = 50", "min = -1", "requirement.“cmc.experience”"),
        ("min = 50", 'min = "veel"', "requirement.“cmc.experience”"),
        ('id = "MMC"\nname', 'id = "CMC"\nname', "title.id"),
        ('title = "MMC"', 'title = "XMC"', "route “mmc”.title"),
        ('steps = ["office-check"]', 'steps = ["desk-check"]', "steps"),
        ('in = "cmc"\nkind = "evidence"', 'in = "nowhere"\nkind = "evidence"', "requirement.in"),
        ('id = "cmc"\nkind = "all"', 'id = "cmc"\nin = "cmc"\nkind = "all"', "within itself"),
        ('kind = "duration"', 'kind = "durable"', "requirement"),
        ('needs = ["learning_assessment"]', 'needs = ["exam"]', "ledger “education”.needs"),
        ("from = 2011-01-01", "from = 2011-13-01", "x.toml"),
        ('routes = ["cmc", "mmc"]', 'routes = ["cmc", "emc"]', "version “dimc-1”"),
    ],
)
def test_a_mistake_in_a_scheme_file_is_said_with_its_place(right: str, wrong: str, place: str) -> None:
    assert right in TEXT
    with pytest.raises(RuleBroken) as refusal:
        load_scheme(TEXT.replace(right, wrong, 1), "x.toml")
    assert str(refusal.value).startswith("x.toml")
    assert place in str(refusal.value)


def test_points_below_the_minimum_say_how_much_is_missing() -> None:
    found = judged(line("education", "59.5"))
    assert (found.outcome, found.have, found.missing, found.sentence) == (
        Outcome.NOT_MET,
        "59.5",
        Decimal("0.5"),
        "0.5 points still needed.",
    )
    with speaking("nl"):
        assert judged(line("education", "59.5")).sentence == "Nog 0,5 punten nodig."


def test_hours_become_points_rounded_down() -> None:
    found = judged(line("education", None, hours=Decimal("15.9")), line("education", None, hours=Decimal(1)))
    assert found.have == "3.5"
    assert [cut.reason for cut in found.cut] == ["Below the least amount of 0.5."]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"marks": frozenset()}, "Not shown: learning assessment passed."),
        ({"standing": "refused", "reason": "No proof."}, "No proof."),
        ({"standing": "pending"}, "Not yet accepted."),
        ({"on": date(2026, 1, 1)}, "Dated after 20-03-2025."),
    ],
)
def test_a_line_that_does_not_count_names_the_rule_that_cut_it(change: dict[str, object], reason: str) -> None:
    found = judged(line("education", "60", **change))
    assert found.outcome is not Outcome.MET
    assert [cut.reason for cut in found.cut] == [reason]


def test_advanced_points_count_only_after_the_first_title_and_once() -> None:
    marks = frozenset({"learning_assessment", "advanced_level"})
    lines = (
        line("advanced_education", "30", marks=marks, on=date(2020, 1, 1)),
        line("advanced_education", "30", marks=marks, used_for=frozenset({"CMC"})),
        line("advanced_education", "40", marks=marks),
    )
    held = (Credential("title:CMC", date(2022, 5, 12)),)
    found = judged(*lines, requirement="mmc.advanced", credentials=held)
    assert found.have == "40"
    assert [cut.reason for cut in found.cut] == ["Dated before CMC of 12-05-2022.", "Already used for CMC."]
    assert judged(*lines, requirement="mmc.advanced").cut[2].reason == "Counts only after CMC."


def test_a_title_must_still_be_active() -> None:
    lost = (Credential("title:CMC", date(2022, 5, 12), active=False),)
    assert evaluate(DIMC, "mmc.cmc", Facts(credentials=lost), ON).sentence == "No longer active."
    assert evaluate(DIMC, "mmc.cmc", Facts(), ON).sentence == "CMC is not held."
    assert evaluate(DIMC, "mmc.cmc", Facts(credentials=(Credential("title:CMC", date(2022, 5, 12)),)), ON).outcome is Outcome.MET


def test_time_that_is_missing_says_from_when() -> None:
    facts = Facts(periods=(Period("membership", date(2023, 6, 15)),))
    found = evaluate(DIMC, "cmc.member", facts, date(2025, 5, 21))
    assert (found.have, found.first_possible_on, found.sentence) == ("23", date(2025, 6, 15), "First possible on 15-06-2025.")
    closed = Facts(periods=(Period("membership", date(2023, 6, 15), date(2024, 1, 1)),))
    assert evaluate(DIMC, "cmc.member", closed, ON).first_possible_on is None


@pytest.mark.parametrize(("standing", "outcome"), [("accepted", "met"), ("pending", "undecided"), ("refused", "not_met")])
def test_a_document_counts_once_it_is_accepted(standing: str, outcome: str) -> None:
    document = Document("cmc.form", "form.pdf", standing, "Not signed.")  # type: ignore[arg-type]
    assert evaluate(DIMC, "cmc.form", Facts(documents=(document,)), ON).outcome == outcome


def test_a_gate_is_blocked_by_what_belongs_to_it_and_before() -> None:
    verdict = evaluate(DIMC, "cmc", Facts(), ON)
    assert [found.requirement_id for found in blocking(verdict, "submit")] == ["cmc.form"]
    assert len(blocking(verdict, "decision")) == 4


OTHER = load_scheme(
    """
[scheme]
id = "other"
name = { nl = "Anders", en = "Other" }
owner = "Owner"
certification_body = "Body"
[[version]]
id = "v1"
from = 2020-01-01
routes = ["r"]
[[version]]
id = "v2"
from = 2024-01-01
routes = ["r"]
[[title]]
id = "T"
name = "Title"
[[ledger]]
id = "work"
name = { nl = "Uren", en = "Hours" }
unit = "hours"
[[topic_set]]
id = "s"
name = { nl = "Set", en = "Set" }
topics = [{ id = "a", name = { nl = "Een", en = "One" } }, { id = "b", name = { nl = "Twee", en = "Two" } }]
[[requirement]]
id = "all"
kind = "any"
n = 2
name = { nl = "Alles", en = "All" }
[[requirement]]
id = "hours"
in = "all"
kind = "points"
ledger = "work"
min = 10
within_months = 12
name = { nl = "Uren", en = "Hours" }
src = "EXAMPLE"
[[requirement]]
id = "refs"
in = "all"
kind = "statement"
role = "client"
count = 2
name = { nl = "Referenties", en = "References" }
[[requirement]]
id = "topics"
in = "all"
kind = "topics"
sets = ["s"]
name = { nl = "Onderwerpen", en = "Topics" }
[[requirement]]
id = "works"
in = "all"
kind = "check"
question = { nl = "Werkt?", en = "Works?" }
name = { nl = "Werk", en = "Work" }
[[requirement]]
id = "level"
in = "all"
kind = "held"
credential = "diploma:NLQF"
min_level = 6
issuers = ["School"]
name = { nl = "Niveau", en = "Level" }
[[requirement]]
id = "report"
in = "all"
kind = "evidence"
doc = "report"
checks = ["signed"]
issuers = ["Bureau"]
name = { nl = "Rapport", en = "Report" }
[[decision]]
id = "d"
body = "Body"
role = "decider"
[[route]]
id = "r"
name = { nl = "Route", en = "Route" }
kind = "initial"
title = "T"
requires = "all"
decision = "d"
[certificate]
issuer = "Body"
text = { nl = "{name}", en = "{name}" }
""",
    "other.toml",
)


def of_other(requirement: str, facts: Mapping[str, Any]) -> Verdict:
    return evaluate(OTHER, requirement, read_facts(facts), ON)


def test_every_kind_of_requirement_says_what_is_missing() -> None:
    old = {"lines": [{"ledger": "work", "on": "2020-01-01", "text": "x", "hours": "20"}]}
    assert of_other("hours", old).cut[0].reason == "Older than 12 months."
    assert of_other("hours", {"lines": [{"ledger": "work", "on": "2025-01-01", "text": "x", "hours": "20"}]}).outcome == "met"
    same = {"statements": [{"role": "client", "by": "A", "on": "2025-01-01"}] * 2}
    assert of_other("refs", same).sentence == "1 statement is missing."
    assert of_other("topics", {"topics_met": ["a"]}).sentence == "Still open: Two."
    assert of_other("topics", {"topics_met": ["a", "b"]}).outcome == "met"
    assert [of_other("works", {"checks": {"works": answer}}).outcome for answer in ("yes", "no", "consultation", "")] == [
        "met",
        "not_met",
        "undecided",
        "undecided",
    ]
    held = {"kind": "diploma:NLQF", "granted_on": "2020-01-01", "issuer": "School", "level": 5}
    assert of_other("level", {"credentials": [held]}).sentence == "Level 6 is needed."
    assert "Elsewhere" in of_other("level", {"credentials": [held | {"issuer": "Elsewhere"}]}).sentence
    assert of_other("level", {"credentials": [held | {"level": 6}]}).outcome == "met"
    report = {"requirement": "report", "text": "r.pdf", "standing": "accepted", "issuer": "Bureau"}
    assert of_other("report", {"documents": [report]}).sentence == "Not shown: signed."
    assert of_other("report", {"documents": [report | {"ticked": ["signed"]}]}).outcome == "met"
    assert "Elsewhere" in of_other("report", {"documents": [report | {"issuer": "Elsewhere"}]}).sentence


def test_a_group_of_some_is_met_by_enough_of_them() -> None:
    facts: dict[str, Any] = {"topics_met": ["a", "b"], "checks": {"works": "consultation"}}
    verdict = of_other("all", facts)
    assert (verdict.outcome, verdict.have, verdict.need) == ("undecided", "1", "2")
    assert of_other("all", facts | {"checks": {"works": "yes"}}).outcome == "met"
    assert blocking(of_other("all", facts | {"checks": {"works": "yes"}}), "decision") == []


def test_an_example_value_is_marked() -> None:
    assert of_other("hours", {}).example
    assert not of_other("refs", {}).example


def test_the_version_follows_the_day() -> None:
    assert OTHER.version_on(date(2023, 12, 31)).id == "v1"
    assert OTHER.version_on(date(2024, 1, 1)).id == "v2"
    assert OTHER.version_on(date(2010, 1, 1)).id == "v1"


@pytest.mark.parametrize("wrong", [{"linse": []}, {"lines": [{"ledgr": "x"}]}])
def test_facts_that_cannot_be_read_are_said(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"linse|ledgr"):
        read_facts(wrong)


lines_ = st.builds(
    LedgerLine,
    ledger=st.sampled_from(["education", "experience", "contributions", "advanced_education", "nowhere"]),
    on=st.dates(date(1990, 1, 1), date(2030, 1, 1)),
    text=st.text(max_size=5),
    amount=st.none() | st.decimals(0, 100, places=2),
    hours=st.none() | st.decimals(0, 500, places=2),
    standing=st.sampled_from(["accepted", "pending", "refused"]),
    marks=st.frozensets(st.sampled_from(["learning_assessment", "advanced_level"])),
)
facts_ = st.builds(
    Facts,
    lines=st.lists(lines_, max_size=6).map(tuple),
    periods=st.lists(
        st.builds(Period, st.just("membership"), st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.none() | st.dates()), max_size=3
    ).map(tuple),
    credentials=st.lists(st.builds(Credential, st.sampled_from(["title:CMC", "membership:IIMC"]), st.dates()), max_size=3).map(
        tuple
    ),
)
_RANK = {Outcome.NOT_MET: 0, Outcome.UNDECIDED: 1, Outcome.MET: 2}


@given(facts_, st.sampled_from(["cmc", "mmc"]), st.dates(date(2000, 1, 1), date(2030, 1, 1)))
def test_any_facts_give_the_same_answer_twice(facts: Facts, requirement: str, on: date) -> None:
    assert evaluate(DIMC, requirement, facts, on) == evaluate(DIMC, requirement, facts, on)


@given(facts_, lines_.filter(lambda line: line.standing == "accepted"))
def test_an_accepted_line_more_never_makes_it_worse(facts: Facts, more: LedgerLine) -> None:
    before = evaluate(DIMC, "cmc", facts, ON)
    after = evaluate(DIMC, "cmc", Facts(lines=(*facts.lines, more), periods=facts.periods, credentials=facts.credentials), ON)
    for old, new in zip(leaves_of(before), leaves_of(after), strict=True):
        assert _RANK[new.outcome] >= _RANK[old.outcome]
