"""Whether a requirement is met, what is missing, what counted, and which rule cut what did not count."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cmsdesk.domain.schemes.evaluate import Outcome, Verdict, blocking, evaluate, evaluate_route, leaves_of
from cmsdesk.domain.schemes.examples import check_examples
from cmsdesk.domain.schemes.facts import Credential, Document, Facts, LedgerLine, Period, Statement, TopicMark, Waiver, Window
from cmsdesk.domain.schemes.loader import load_scheme, shipped_schemes
from cmsdesk.domain.schemes.model import Scheme
from cmsdesk.domain.words import speaking

ON = date(2025, 6, 1)
BOTH = frozenset({"learning_assessment"})
FORM = Document("cmc.form", "Form", "accepted")


def cmc(education: str, experience: str, since: date, *more: LedgerLine, on: date = date(2025, 3, 1)) -> Verdict:
    day = date(2024, 5, 1)
    lines = (
        LedgerLine("education", day, "Course", Decimal(education), marks=BOTH),
        LedgerLine("experience", day, "Work", Decimal(experience)),
        *more,
    )
    return evaluate_route(shipped_schemes()["dimc"], "cmc", Facts(lines, (Period("membership", since),), documents=(FORM,)), on)


def leaf(verdict: Verdict, name: str) -> Verdict:
    return next(one for one in leaves_of(verdict) if one.requirement_id == name)


def of(scheme: Scheme, requirement: str, on: date = ON, **facts: Any) -> Verdict:
    return evaluate(scheme, requirement, Facts(**facts), on)


# The acceptance scenarios.


def test_every_worked_example_of_the_shipped_schemes_passes() -> None:
    results = [result for scheme in shipped_schemes().values() for result in check_examples(scheme)]
    scenarios = {
        "AC-01",
        "AC-02",
        "AC-03",
        "AC-05",
        "AC-06",
        "AC-07",
        "AC-08",
        "AC-10",
        "AC-11",
        "AC-12",
        "AC-14",
        "AC-17",
        "AC-24",
    }
    assert {result.example_id.split()[0] for result in results} >= scenarios | {f"AC-15{part}" for part in "abcde"}
    assert [result for result in results if not result.passed] == []


def test_a_worked_example_that_fails_says_what_was_expected_and_found(every_kind_text: str) -> None:
    example = """
[[example]]
id = "wrong"
route = "start"
on = 2025-01-01
facts = { periods = [{ ledger = "practice", from_on = 2023-01-01 }] }
expect = { practice = { outcome = "met", have = "24", first_possible_on = 2026-01-02 }, gap = { outcome = "met" } }
"""
    (result,) = check_examples(load_scheme(every_kind_text + example, "made_up.toml"))
    assert not result.passed
    assert set(result.differences) == {
        ("practice, outcome", "met", "not_met"),
        ("practice, first_possible_on", "2026-01-02", "2026-01-01"),
        ("gap", "met", ""),
    }


def test_a_worked_example_names_the_version_and_the_life_it_counts_on(every_kind_text: str) -> None:
    example = """
[[example]]
id = "{version}"
route = "renew"
on = 2019-12-31
version = "{version}"
validity_months = {months}
outcome = "met"
facts = {{}}
expect = {{ "renewal.title" = {{ outcome = "not_met", sentence = "Anything." }} }}
"""
    text = every_kind_text + example.format(version="second", months=48) + example.format(version="first", months=36)
    second, first = check_examples(load_scheme(text, "made_up.toml"))
    assert second.differences == (
        ("version", "second", "first"),
        ("validity_months", "48", "36"),
        ("outcome", "met", "not_met"),
        ("renewal.title, sentence", "Anything.", "PRO is not held."),
    )
    assert first.differences[0] == ("version “first”, routes", "renew", "start")


def test_both_branches_met_are_met() -> None:
    verdict = cmc("60", "50", date(2023, 1, 10))
    assert verdict.outcome is Outcome.MET
    assert (leaf(verdict, "cmc.education").have, leaf(verdict, "cmc.education").need) == ("60", "60 points")
    assert leaf(verdict, "cmc.member").have == "25"
    assert blocking(verdict, "certificate") == []


def test_experience_does_not_make_up_for_education() -> None:
    verdict = cmc("59.5", "55", date(2023, 1, 10))
    assert verdict.outcome is Outcome.NOT_MET
    assert [(one.requirement_id, one.missing) for one in blocking(verdict, "decision")] == [("cmc.education", Decimal("0.5"))]
    assert leaf(verdict, "cmc.education").sentence == "0.5 points still needed."


def test_membership_gates_the_decision_and_not_the_application() -> None:
    verdict = cmc("60", "50", date(2023, 6, 15), on=date(2025, 5, 20))
    assert blocking(verdict, "submit") == blocking(verdict, "candidate") == []
    assert [one.sentence for one in blocking(verdict, "decision")] == ["First possible on 15-06-2025."]
    assert verdict.first_possible_on == date(2025, 6, 15)
    assert cmc("60", "50", date(2023, 6, 15), on=date(2025, 6, 15)).outcome is Outcome.MET


def test_what_waits_to_be_accepted_leaves_it_undecided() -> None:
    line = LedgerLine("education", date(2024, 9, 1), "Guide", hours=Decimal(16), marks=BOTH, standing="pending")
    verdict = cmc("58", "50", date(2020, 1, 1), line)
    education = leaf(verdict, "cmc.education")
    assert (verdict.outcome, education.have, education.pending) == (Outcome.UNDECIDED, "58", Decimal(4))
    assert education.sentence == "2 points still needed; 4 are waiting to be accepted."
    assert leaf(cmc("58", "50", date(2020, 1, 1), replace(line, standing="accepted")), "cmc.education").have == "62"


def test_the_verdict_speaks_the_readers_language() -> None:
    with speaking("nl"):
        education = leaf(cmc("59.5", "50", date(2020, 1, 1)), "cmc.education")
    assert (education.title, education.have) == ("Opleiding", "59,5")


# Points.


def learned(scheme: Scheme, *lines: LedgerLine, **facts: Any) -> Verdict:
    held = (Credential("title:PRO", date(2022, 1, 1)),)
    window = (Window("current_validity", date(2022, 1, 1), date(2025, 12, 31)),)
    return of(scheme, "renewal.learning", lines=lines, **({"credentials": held, "windows": window} | facts))


def line(amount: str = "20", **more: Any) -> LedgerLine:
    usual = LedgerLine("learning", date(2024, 1, 1), "Line", Decimal(amount), marks=frozenset({"proof"}))
    return replace(usual, **more)


@pytest.mark.parametrize(
    ("cut", "reason"),
    [
        ({"standing": "refused", "reason": "A screenshot."}, "A screenshot."),
        ({"standing": "refused"}, "Not accepted."),
        ({"on": date(2025, 6, 2)}, "Dated after 01-06-2025."),
        ({"amount": Decimal("0.4")}, "Below the least amount of 0.5."),
        ({"amount": Decimal(-20)}, "Below the least amount of 0.5."),
        ({"marks": frozenset()}, "Not shown: conclusive proof."),
        ({"used_for": frozenset({"PRO"})}, "Already used for PRO."),
        ({"on": date(2021, 12, 31)}, "Not dated in the period that counts."),
        ({"on": date(2022, 1, 1)}, "Dated before PRO of 01-01-2022."),
    ],
)
def test_a_line_that_does_not_count_names_the_rule_that_cut_it(every_kind: Scheme, cut: dict[str, Any], reason: str) -> None:
    assert learned(every_kind, line()).outcome is Outcome.MET
    verdict = learned(every_kind, line(**cut))
    assert (verdict.outcome, [one.reason for one in verdict.cut]) == (Outcome.NOT_MET, [reason])


def test_without_the_credential_nothing_can_be_dated_after_it(every_kind: Scheme) -> None:
    assert [one.reason for one in learned(every_kind, line(), credentials=()).cut] == ["Counts only after PRO."]


def test_lines_older_than_the_term_do_not_count(every_kind: Scheme) -> None:
    old, new = (LedgerLine("jobs", day, "Job", Decimal(2)) for day in (date(2023, 5, 31), date(2023, 6, 1)))
    verdict = of(every_kind, "renewal.jobs", lines=(old, new))
    assert (verdict.have, verdict.need, verdict.cut[0].reason) == ("2", "3 assignments", "Older than 24 months.")


@pytest.mark.parametrize(("hours", "worth"), [("16", "4"), ("17", "4"), ("18", "4.5"), ("1.9", "0"), ("2", "0.5")])
def test_hours_become_points_and_are_rounded_down(every_kind: Scheme, hours: str, worth: str) -> None:
    assert learned(every_kind, replace(line(), amount=None, hours=Decimal(hours))).have == worth


def test_a_category_brings_no_more_than_its_cap(every_kind: Scheme) -> None:
    verdict = learned(every_kind, line("4", category="reading"), line("3", category="reading"), line("15"))
    assert (verdict.outcome, verdict.have) == (Outcome.MET, "20")
    assert [(one.value, one.reason) for one in verdict.cut] == [("2", "More than the category allows.")]


def test_a_line_that_waits_takes_no_room_under_a_cap(every_kind: Scheme) -> None:
    verdict = learned(every_kind, line("5", category="reading", standing="pending"), line("5", category="reading"), line("15"))
    assert (verdict.outcome, verdict.pending) == (Outcome.MET, Decimal(0))


def test_hours_may_be_counted_as_hours(every_kind_text: str) -> None:
    scheme = load_scheme(every_kind_text.replace('unit = "assignments"', 'unit = "hours"'), "made_up.toml")
    job = LedgerLine("jobs", date(2025, 1, 1), "Course", hours=Decimal("2.5"))
    assert of(scheme, "renewal.jobs", lines=(job,)).sentence == "0.5 hours still needed."


def test_whole_years_of_a_period_bring_points(every_kind: Scheme) -> None:
    verdict = of(every_kind, "renewal.years", periods=(Period("years", date(2022, 7, 1)),))
    assert (verdict.have, verdict.counted[0].text) == ("8", "2 years")
    assert of(every_kind, "renewal.years", periods=(Period("years", date(2024, 7, 1)),)).counted == ()


# Time.


def practice(scheme: Scheme, *spans: tuple[date, date | None], on: date = ON) -> Verdict:
    return of(scheme, "practice", on, periods=tuple(Period("practice", *span) for span in spans))


def test_overlapping_periods_count_once_and_a_last_day_counts_whole(every_kind: Scheme) -> None:
    verdict = practice(every_kind, (date(2020, 1, 1), date(2021, 12, 31)), (date(2021, 1, 1), date(2022, 12, 31)))
    assert (verdict.outcome, verdict.have) == (Outcome.MET, "36")


def test_a_period_that_ended_too_soon_names_the_months_and_no_day(every_kind: Scheme) -> None:
    verdict = practice(every_kind, (date(2020, 1, 1), date(2022, 11, 30)))
    assert (verdict.sentence, verdict.first_possible_on) == ("1 month still needed.", None)


def test_a_period_that_will_end_in_time_gives_the_first_day(every_kind: Scheme) -> None:
    assert practice(every_kind, (date(2022, 7, 1), date(2025, 6, 30))).first_possible_on == date(2025, 7, 1)
    assert practice(every_kind, (date(2022, 7, 1), date(2025, 6, 29))).first_possible_on is None


def test_a_period_still_to_begin_is_cut_and_gives_the_first_day(every_kind: Scheme) -> None:
    verdict = practice(every_kind, (date(2025, 7, 1), None))
    assert (verdict.have, verdict.first_possible_on) == ("0", date(2028, 7, 1))
    assert [one.reason for one in verdict.cut] == ["Dated after 01-06-2025."]


@pytest.mark.parametrize("since", [date(2024, 2, 29), date(2023, 1, 31), date(2023, 12, 31)])
def test_the_first_day_is_exact_at_the_end_of_a_month(every_kind: Scheme, since: date) -> None:
    day = practice(every_kind, (since, None)).first_possible_on
    assert day is not None
    assert practice(every_kind, (since, None), on=day).outcome is Outcome.MET
    assert practice(every_kind, (since, None), on=date.fromordinal(day.toordinal() - 1)).outcome is Outcome.NOT_MET


@pytest.mark.parametrize("on", [date.min, date.max])
def test_the_ends_of_the_calendar_are_no_trouble(every_kind: Scheme, on: date) -> None:
    facts = Facts(
        lines=(LedgerLine("jobs", on, "Job", Decimal(1)),),
        periods=(Period("practice", date.min, date.max), Period("practice", date.max), Period("years", date.min)),
        statements=(Statement("client", "A", on),),
    )
    assert [evaluate_route(every_kind, route.id, facts, on).requirement_id for route in every_kind.routes]


# Credentials, documents, statements, topics, checks.


@pytest.mark.parametrize(
    ("held", "sentence"),
    [
        (Credential("diploma", date(2010, 1, 1), level=5, years=3), "Level 6 is needed."),
        (Credential("diploma", date(2010, 1, 1), level=6, years=2), "A programme of 3 years is needed."),
        (Credential("diploma", date(2010, 1, 1)), "Level 6 is needed."),
        (Credential("diploma", date(2025, 6, 2), level=6, years=3), "diploma is not held."),
        (Credential("other", date(2010, 1, 1), level=6, years=3), "diploma is not held."),
    ],
)
def test_a_diploma_that_will_not_do_says_why(every_kind: Scheme, held: Credential, sentence: str) -> None:
    verdict = of(every_kind, "diploma", credentials=(held,))
    assert (verdict.outcome, verdict.sentence) == (Outcome.NOT_MET, sentence)


def test_a_good_diploma_is_met_since_its_day(every_kind: Scheme) -> None:
    good = Credential("diploma", date(2010, 1, 1), level=6, years=3)
    assert of(every_kind, "diploma", credentials=(replace(good, level=5), good)).have == "since 01-01-2010"


@pytest.mark.parametrize("lost", [{"active": False}, {"until_on": date(2025, 5, 31)}])
def test_a_title_that_is_no_longer_active_does_not_count(every_kind: Scheme, lost: dict[str, Any]) -> None:
    held = Credential("title:PRO", date(2020, 1, 1), **lost)
    assert of(every_kind, "renewal.title", credentials=(held,)).sentence == "No longer active."


def test_one_of_several_credentials_from_a_named_issuer_will_do(every_kind_text: str) -> None:
    text = every_kind_text.replace('credentials = ["title:PRO"]', 'credentials = ["title:PRO", "rm"]\nissuers = ["Proef"]')
    scheme = load_scheme(text, "made_up.toml")
    assert of(scheme, "renewal.title").sentence == "PRO / rm is not held."
    held = Credential("rm", date(2020, 1, 1), issuer="Ander")
    assert of(scheme, "renewal.title", credentials=(held,)).sentence == "The issuer “Ander” is not on the list."
    assert of(scheme, "renewal.title", credentials=(replace(held, issuer="PROEF "),)).outcome is Outcome.MET


ALL_TICKED = frozenset({"method", "signed"})
REPORT = Document("assessment", "Report", "accepted", issuer="Eerste Bureau", ticked=ALL_TICKED)
EXCEPTION = {"exception_by": "Stichting Proef", "exception_on": date(2021, 1, 15), "exception_reason": "Known to us."}


@pytest.mark.parametrize(
    ("change", "outcome", "sentence"),
    [
        ({}, Outcome.MET, ""),
        ({"ticked": frozenset({"method"})}, Outcome.NOT_MET, "Not shown: signed by a psychologist."),
        ({"standing": "pending", "ticked": frozenset()}, Outcome.UNDECIDED, "The document still has to be judged."),
        ({"standing": "refused", "reason": "Illegible."}, Outcome.NOT_MET, "Illegible."),
        ({"standing": "refused"}, Outcome.NOT_MET, "Not accepted."),
        ({"issuer": "X"}, Outcome.NOT_MET, "The issuer “X” is not on the list, and there is no exception by Stichting Proef."),
        ({"issuer": "X"} | EXCEPTION, Outcome.MET, ""),
        ({"issuer": "X"} | EXCEPTION | {"exception_reason": " "}, Outcome.NOT_MET, "no exception by Stichting Proef."),
        ({"issuer": "X"} | EXCEPTION | {"exception_on": date(2025, 6, 2)}, Outcome.NOT_MET, "no exception by Stichting Proef."),
        ({"issuer": "X"} | EXCEPTION | {"exception_by": "Me"}, Outcome.NOT_MET, "no exception by Stichting Proef."),
        ({"issuer": "Oud Bureau"}, Outcome.NOT_MET, "The issuer “Oud Bureau” is not on the list"),
        ({"requirement": "other"}, Outcome.NOT_MET, "This document is missing."),
    ],
)
def test_a_report_counts_when_every_condition_holds(
    every_kind: Scheme, change: dict[str, Any], outcome: Outcome, sentence: str
) -> None:
    verdict = of(every_kind, "assessment", documents=(replace(REPORT, **change),))
    assert verdict.outcome is outcome
    assert sentence in verdict.sentence


def test_a_list_without_exceptions_names_only_the_list(every_kind_text: str) -> None:
    scheme = load_scheme(every_kind_text.replace('exception_by = "Stichting Proef"\n', ""), "made_up.toml")
    stranger = replace(REPORT, issuer="X", exception_by="Stichting Proef")
    assert of(scheme, "assessment", documents=(stranger,)).sentence == "The issuer “X” is not on the list."


CLIENTS = (Statement("client", "A", date(2025, 1, 1)), Statement("client", "B", date(2025, 1, 1)))


@pytest.mark.parametrize(
    ("statements", "have", "outcome"),
    [
        (CLIENTS, "2", Outcome.MET),
        ((CLIENTS[0], replace(CLIENTS[0], by="a ")), "1", Outcome.NOT_MET),
        ((CLIENTS[0], replace(CLIENTS[1], standing="pending")), "1", Outcome.UNDECIDED),
        ((CLIENTS[0], replace(CLIENTS[1], standing="refused")), "1", Outcome.NOT_MET),
        ((CLIENTS[0], replace(CLIENTS[1], on=date(2025, 6, 2))), "1", Outcome.NOT_MET),
        ((CLIENTS[0], replace(CLIENTS[1], on=date(2024, 5, 31))), "1", Outcome.NOT_MET),
        ((CLIENTS[0], replace(CLIENTS[1], by="Assessor")), "1", Outcome.NOT_MET),
        ((CLIENTS[0], replace(CLIENTS[1], requirement="other")), "1", Outcome.NOT_MET),
        ((CLIENTS[0], replace(CLIENTS[1], role="friend")), "1", Outcome.NOT_MET),
    ],
)
def test_statements_come_from_different_people_in_the_right_role(
    every_kind: Scheme, statements: tuple[Statement, ...], have: str, outcome: Outcome
) -> None:
    verdict = of(every_kind, "renewal.clients", statements=statements, roles_on_file={"Assessor": frozenset({"assessor"})})
    assert (verdict.have, verdict.outcome) == (have, outcome)
    assert verdict.sentence == ("" if outcome is Outcome.MET else "1 statement is missing.")


def test_statements_of_one_person_may_count_where_the_scheme_says_so(every_kind_text: str) -> None:
    scheme = load_scheme(every_kind_text.replace("count = 2", "count = 2\ndistinct_persons = false"), "made_up.toml")
    assert of(scheme, "renewal.clients", statements=(CLIENTS[0], CLIENTS[0])).outcome is Outcome.MET


def test_a_topic_needs_something_to_rest_on(every_kind: Scheme) -> None:
    plan = TopicMark("plan", basis=frozenset({"knowledge"}))
    assert of(every_kind, "topics", topics=(plan,)).sentence == "Still open: Filing."
    assert of(every_kind, "topics", topics=(plan, TopicMark("file"))).outcome is Outcome.NOT_MET
    waiting = TopicMark("file", "pending", frozenset({"experience"}))
    assert of(every_kind, "topics", topics=(plan, waiting)).outcome is Outcome.UNDECIDED
    accepted = replace(waiting, standing="accepted")
    done = of(every_kind, "topics", topics=(plan, accepted, replace(waiting, standing="refused")))
    assert (done.outcome, done.have, done.need, done.remediable) == (Outcome.MET, "2", "2", True)


@pytest.mark.parametrize(
    ("answer", "outcome", "shown"),
    [
        ("yes", Outcome.MET, "yes"),
        ("no", Outcome.UNDECIDED, "in consultation"),
        ("consultation", Outcome.UNDECIDED, "in consultation"),
        ("", Outcome.UNDECIDED, "not answered"),
    ],
)
def test_a_check_without_yes_names_the_ways_out(every_kind: Scheme, answer: str, outcome: Outcome, shown: str) -> None:
    verdict = of(every_kind, "works", checks={"works": answer})
    assert (verdict.outcome, verdict.have) == (outcome, shown)
    assert verdict.sentence == ("" if answer == "yes" else "Works in the field: to be solved by internship.")


def test_a_no_to_a_check_without_ways_out_is_the_end(every_kind_text: str) -> None:
    scheme = load_scheme(every_kind_text.replace('remedies = [{ nl = "stageplek", en = "internship" }]\n', ""), "made_up.toml")
    verdict = of(scheme, "works", checks={"works": "no"})
    assert (verdict.outcome, verdict.have, verdict.sentence) == (Outcome.NOT_MET, "no", "Works in the field")


# Groups, gates, circumstances, waivers.


def test_a_group_is_undecided_while_what_waits_could_still_meet_it(every_kind: Scheme) -> None:
    pending = replace(REPORT, standing="pending", ticked=frozenset())
    verdict = of(every_kind, "level", documents=(pending,))
    assert (verdict.outcome, verdict.pending) == (Outcome.UNDECIDED, Decimal(1))
    assert [one.requirement_id for one in blocking(verdict, "decision")] == ["assessment"]


def test_so_many_of_a_group_are_enough(every_kind: Scheme) -> None:
    agreed = (Statement("candidate", "Me", date(2025, 1, 1)),)
    assert of(every_kind, "either", checks={"works": "yes"}, statements=agreed).outcome is Outcome.MET
    one = of(every_kind, "either", statements=agreed, periods=(Period("practice", date(2025, 1, 1)),))
    assert (one.outcome, one.have, one.need) == (Outcome.UNDECIDED, "1", "2")
    none = of(every_kind, "either", checks={"works": "yes"})
    assert (none.outcome, none.sentence) == (Outcome.NOT_MET, "1 requirement is not met.")


def test_the_gate_of_alternatives_is_that_of_their_group(every_kind: Scheme) -> None:
    verdict = evaluate_route(every_kind, "start", Facts(), ON)
    assert {one.requirement_id for one in blocking(verdict, "submit")} == {"code", "works"}
    assert {one.requirement_id for one in blocking(verdict, "candidate")} == {"code", "works", "diploma", "assessment"}
    assert {one.requirement_id for one in blocking(verdict, "decision")} > {"practice", "topics"}


def test_alternatives_of_which_too_few_exist_stand_in_the_way_themselves(every_kind_text: str) -> None:
    text = every_kind_text.replace('refs = ["works", "code", "practice"]', 'refs = ["works", "gap"]')
    verdict = evaluate_route(load_scheme(text, "made_up.toml"), "one-of-two", Facts(checks={"works": "yes"}), ON)
    assert (verdict.outcome, verdict.have, verdict.need) == (Outcome.NOT_MET, "1", "2")
    assert [one.requirement_id for one in blocking(verdict, "decision")] == ["either"]
    assert blocking(verdict, "candidate") == []


def test_a_requirement_exists_only_in_its_circumstance(every_kind: Scheme) -> None:
    names = [one.requirement_id for one in leaves_of(evaluate_route(every_kind, "start", Facts(), ON))]
    gaps = Facts(circumstances=frozenset({"starts_with_gaps"}))
    assert "gap" not in names
    assert "gap" in [one.requirement_id for one in leaves_of(evaluate_route(every_kind, "start", gaps, ON))]


def test_an_advisory_route_informs_and_only_its_extra_blocks(every_kind: Scheme) -> None:
    verdict = evaluate_route(every_kind, "talk", Facts(), ON)
    assert [one.requirement_id for one in blocking(verdict, "decision")] == ["extra"]
    assert leaf(verdict, "practice").outcome is Outcome.NOT_MET
    acknowledged = Facts(statements=(Statement("candidate", "Me", date(2025, 1, 1), requirement="extra"),))
    allowed = evaluate_route(every_kind, "talk", acknowledged, ON)
    assert (allowed.outcome, blocking(allowed, "certificate")) == (Outcome.MET, [])


def test_what_only_the_certificate_waits_for_does_not_keep_a_decision(every_kind_text: str) -> None:
    route = 'id = "one-of-two"\nkind = "exemption"'
    text = every_kind_text.replace(route, f'extra = ["extra"]\n{route}').replace(
        'id = "extra"', 'id = "extra"\ngate = "certificate"'
    )
    scheme = load_scheme(text, "made_up.toml")
    agreed = (Statement("candidate", "Me", date(2025, 1, 1), requirement="code"),)
    verdict = evaluate_route(scheme, "one-of-two", Facts(statements=agreed, checks={"works": "yes"}), ON)
    assert (verdict.outcome, verdict.kind, blocking(verdict, "decision")) == (Outcome.MET, "route", [])
    assert [one.requirement_id for one in blocking(verdict, "certificate")] == ["extra"]


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ({}, Outcome.MET),
        ({"role": "bureau"}, Outcome.NOT_MET),
        ({"reason": " "}, Outcome.NOT_MET),
        ({"on": date(2025, 6, 2)}, Outcome.NOT_MET),
        ({"requirement": "code"}, Outcome.NOT_MET),
    ],
)
def test_a_waiver_needs_the_role_a_reason_and_its_day(every_kind: Scheme, change: dict[str, Any], outcome: Outcome) -> None:
    waiver = replace(Waiver("practice", "trainer", date(2025, 1, 1), "Ten years abroad."), **change)
    verdict = of(every_kind, "practice", waivers=(waiver,))
    assert verdict.outcome is outcome
    assert ("Waived on 01-01-2025: Ten years abroad." in verdict.sentence) is (outcome is Outcome.MET)
