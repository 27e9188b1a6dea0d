"""What changed between two versions, in plain words; and when a version may be published, withdrawn or replaced."""

from dataclasses import replace
from datetime import date

import pytest

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.schemes.compare import differences
from cmsdesk.domain.schemes.loader import load_scheme, shipped_schemes
from cmsdesk.domain.schemes.model import Scheme
from cmsdesk.domain.schemes.publishing import (
    NormDocument,
    Papers,
    copied,
    published,
    why_not_publish,
    why_not_replace,
    withdrawn,
)
from cmsdesk.domain.words import speaking

DAY = date(2020, 3, 1)


def changed(old: Scheme, before: str, new: Scheme, after: str) -> list[str]:
    return [difference.sentence for difference in differences(old, before, new, after)]


def edited(text: str, *changes: tuple[str, str]) -> Scheme:
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after)
    return load_scheme(text, "made_up.toml")


# Comparing.


def test_the_three_dated_changes_of_the_career_register_in_plain_words() -> None:
    register = shipped_schemes()["rl"]
    with speaking("en"):
        assert changed(register, "rl-2017", register, "rl-2018") == [
            "It begins on 01-10-2018 instead of 01-01-2015.",
            "“Recertification, oral” (RL) becomes “Recertification, in writing” (RL).",
            "“Recertification, in writing” (RL): “Interview with the assessment committee” is no longer asked.",
            (
                "“Recertification, in writing” (RL): new is “Written review by two mentors/assessors”: in writing, judged by 2"
                " (mentor/assessor), each with a report of their own, questions to the candidate."
            ),
        ]
        assert changed(register, "rl-2018", register, "rl-2020a") == [
            "It begins on 01-01-2020 instead of 01-10-2018.",
            "A certificate is valid 48 months instead of 36 months.",
        ]
        last = changed(register, "rl-2020a", register, "rl-2020b")
    assert "The levels A, B, C lapse." in last
    assert "New is the route “Specialisation” (RL)." in last
    assert any("new is “Statement of the supervisor”" in sentence for sentence in last)


def test_a_scheme_does_not_differ_from_itself(every_kind: Scheme) -> None:
    for scheme in (every_kind, *shipped_schemes().values()):
        assert [changed(scheme, version.id, scheme, version.id) for version in scheme.versions] == [[]] * len(scheme.versions)


def test_back_again_says_the_opposite(every_kind: Scheme) -> None:
    there = changed(every_kind, "first", every_kind, "second")
    back = changed(every_kind, "second", every_kind, "first")
    assert "New is the route “Renewal” (PRO)." in there
    assert "The route “Renewal” (PRO) no longer exists." in back
    assert "A certificate is valid 36 months instead of 48 months." in back


_EDITS = [
    ("min = 36", "min = 24", "“First” (PRO), “Practice”: 24 months in “Practice” instead of 36 months in “Practice”."),
    ('gate = "candidate"\n', "", "“First” (PRO), “Level”: no longer needed to be admitted."),
    ('waivable_by = "trainer"\n', "", "“First” (PRO), “Practice”: no longer may be waived by the trainer."),
    ("min = 20", "min = 20.5", "“Renewal” (PRO), “Learning”: 20.5 in “Learning” instead of 20 in “Learning”."),
    ("per_hours = 4", "per_hours = 5", "“Renewal” (PRO), “Learning”: 1 for 5 hours instead of 1 for 4 hours."),
    ("max = 5", "max = 6", "“Renewal” (PRO), “Learning”: at most 6 for “reading” instead of at most 5 for “reading”."),
    ("n = 2", "n = 1", "at least 1 of: “Works in the field”, “Code”, “Practice” instead of at least 2 of:"),
    ("min_years = 3", "min_years = 4", "a programme of at least 4 years instead of a programme of at least 3 years."),
    ("min_level = 6\n", "", "“First” (PRO), “Diploma”: no longer at least level 6."),
    ('credentials = ["diploma"]', 'credentials = ["diploma"]\nissuers = ["A", "B"]', "“Diploma”: now also issued by A / B."),
    ('exception_by = "Stichting Proef"\n', "", "“Assessment”: no longer exceptions by Stichting Proef."),
    ('role = "client"\ncount = 2', 'role = "client"\ncount = 2\ndistinct_persons = false', "now also several by one person count."),
    ('basis = ["experience", "knowledge"]\n', "", "“Topics”: no longer resting on experience / knowledge."),
    ('remedies = [{ nl = "stageplek", en = "internship" }]\n', "", "“Works in the field”: no longer otherwise internship."),
    ('mode = "oral"', 'mode = "phone"', "“First” (PRO), “Interview”: by telephone instead of orally."),
    ('role = "committee"', 'role = "committee"\nchair = "trainer"\ncount = 2', "judged by 2 (committee), chaired (trainer) instead of"),
    ('role = "committee"', 'role = "committee"\nfeedback = true\nresubmit = true\nresubmit_needs = "feedback_response"\nmax_rounds = 2',
     "now also feedback on each document, documents may be handed in again, with an answer to every remark, at most 2 rounds."),
    ('role = "committee"', 'role = "committee"\ncomplete_days_before = 14\ndistinct_persons = false', "now also one person may judge twice, dossier complete 14 days before."),
    ('role = "committee"', 'role = "committee"\ncriteria = [{nl="e", en="ethics"}]\noutcomes = [{nl="ja", en="fit"}]', "now also on ethics, with the outcome fit."),
    ('role = "decider"', 'role = "decider"\nbarred_roles = ["trainer"]\nmay_be_assessor = true', "the assessor may decide, barred on the file: trainer instead of the assessor may not decide."),
    ('role = "committee"', 'role = "committee"\nscored = true\ndivided = "third"', "now also with a score for each criterion, a third report settles it when reports differ."),
    ('role = "decider"', 'role = "decider"\nmay_override = true', "now also may grant against a red gate, with a text and a second person."),
    ('role = "decider"', 'role = "decider"\nneeds = ["steps"]', "no longer after the requirements are settled."),
    ("certificate = false", "certificate = true", "“Intake” (PRO): with a certificate instead of without a certificate."),
    ("advisory = true", "plan = true", "“Intake” (PRO): with a personal plan instead of requirements inform and do not block."),
    ('kind = "initial"', 'only_with = "recertification"\nkind = "initial"', "“First” (PRO): now also only together with another route."),
    ('when = "starts_with_gaps"\n', "", "“No room to catch up”: no longer only where: Starts with gaps."),
    ('id = "code"\n', 'id = "code"\ncriteria = [{nl="a", en="signed"}]\n', "“Code”: now also looked at: signed."),
    ('extra = ["extra"]\n', "", "“Intake” (PRO): “Acknowledgement” is no longer asked."),
    ("within_months = 24", "within_months = 1", "of the last 1 month instead of of the last 24 months."),
    ("from = 2020-01-01", "from = 2020-02-01", "It begins on 01-02-2020 instead of 01-01-2020."),
    ("validity_months = 48\n", "", "A certificate is valid 24 months instead of 48 months."),
    ("validity_months = 48", "validity_months = 0", "A certificate is valid without end instead of 48 months."),
    ("validity_months = 48\n", "", "A certificate is valid 24 months instead of 48 months."),
    ("validity_months = 48", 'levels = ["A"]\nvalidity_months = 48', "New is the level A."),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "sentence"), _EDITS, ids=[edit[2][:50] for edit in _EDITS])
def test_each_change_of_a_rule_is_said(every_kind: Scheme, every_kind_text: str, before: str, after: str, sentence: str) -> None:
    said = changed(every_kind, "second", edited(every_kind_text, (before, after)), "second")
    assert any(sentence in one for one in said), said


_FILE_EDITS = [
    ('owner = "Stichting Proef"', 'owner = "Ander"\nvoluntary = false', ["owner: “Ander” instead of “Stichting Proef”.", "voluntary: no instead of yes."]),
    ("validity_months = 24", "validity_months = 24\nretention_years = 7\nremind_months = [6, 4]", ["life, remind_months: 6, 4 instead of nothing.", "life, retention_years: 7 instead of 10."]),
    ('{ name = "Eerste Bureau" }', '{ name = "Nieuw Bureau" }', ["list “bureaus”, item “Eerste Bureau” is gone.", "list “bureaus”, item “Nieuw Bureau” is new."]),
    ("until = 2020-12-31 }", "until = 2021-12-31 }", ["list “bureaus”, item “Oud Bureau”, until: 31-12-2021 instead of 31-12-2020."]),
    ("[life]", "[plan]\n[objection]\ndays = 28\n[life]", ["objection is new.", "plan is new."]),
    ('en = "{name} may', 'en = "{name} can', ["certificate, text: “{name} can be called {title_name}.” instead of “{name} may be called {title_name}.”."]),
    ("[life]", "[[extension]]\ntitle = 'PRO'\nvalid_until_after = 2014-10-01\nadd_months = 12\n[life]", ["extension “1” is new."]),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "sentences"), _FILE_EDITS)
def test_what_holds_for_all_versions_is_compared_by_table_and_key(
    every_kind: Scheme, every_kind_text: str, before: str, after: str, sentences: list[str]
) -> None:
    assert changed(every_kind, "second", edited(every_kind_text, (before, after)), "second") == sentences


def test_what_is_taken_out_of_a_file_is_said(every_kind: Scheme, every_kind_text: str) -> None:
    more = edited(every_kind_text, ("[life]", "[plan]\nactions = [{ nl = 'a', en = 'a' }]\n[life]"))
    assert changed(more, "second", every_kind, "second") == ["plan is gone."]


def test_a_route_that_comes_in_the_place_of_another_is_compared_with_it(every_kind: Scheme, every_kind_text: str) -> None:
    other = 'id = "renew-2"\nkind = "recertification"'
    new = edited(
        every_kind_text,
        ('id = "renew"\nkind = "recertification"', other),
        ('"renew", "talk"', '"renew-2", "talk"'),
        ("min = 20", "min = 30"),
    )
    said = changed(every_kind, "second", new, "second")
    assert said == ["“Renewal” (PRO), “Learning”: 30 in “Learning” instead of 20 in “Learning”."]


# Publishing.


@pytest.fixture
def concept(every_kind_text: str) -> Scheme:
    governance = """
[governance]
conformity_statement_by = "Proef Certificatie"
[[governance.norm_part]]
id = "frame"
name = { nl = "Toetsingskader", en = "Framework" }
[[governance.norm_part]]
id = "profile"
name = { nl = "Profiel", en = "Profile" }
"""
    return copied(edited(every_kind_text, ("[life]", governance + "[life]")), "second", "third", DAY)


def document(part: str) -> NormDocument:
    return NormDocument(part, f"{part}.pdf", "1.0", date(2020, 1, 1), "The board")


WHOLE = Papers((document("frame"), document("profile")), "Proef Certificatie", date(2020, 2, 1))


def test_a_copy_is_a_concept_that_says_what_the_version_said(concept: Scheme) -> None:
    third = concept.version("third")
    assert (third.concept, third.from_on, third.until_on) == (True, DAY, None)
    assert changed(concept, "second", concept, "third") == ["It begins on 01-03-2020 instead of 01-01-2020."]
    assert concept.version_on(date(2021, 1, 1)).id == "second"


def test_a_copy_needs_an_id_of_its_own(every_kind: Scheme) -> None:
    with pytest.raises(RuleBroken, match="made-up, version, id: “first” is used twice"):
        copied(every_kind, "second", "first", DAY)


def test_a_version_with_all_its_papers_is_published_and_takes_over(concept: Scheme) -> None:
    done = published(concept, "third", WHOLE)
    assert done.version_on(date(2020, 2, 29)).id == "second"
    assert done.version_on(DAY).id == "third"
    assert changed(concept, "third", done, "third") == ["It is published."]
    assert changed(done, "third", concept, "third") == ["It is a concept."]
    assert why_not_publish(done, "third", WHOLE) == ("Version “third” was published already; a change is a new version.",)


@pytest.mark.parametrize(
    ("papers", "reasons"),
    [
        (replace(WHOLE, norm=(document("frame"),)), ["There is no document yet for the part “Profile” of the norm."]),
        (replace(WHOLE, norm=(document("frame"), replace(document("profile"), approved_by=" "))), ["“Profile” of the norm needs a document"]),
        (replace(WHOLE, norm=(document("frame"), replace(document("profile"), dated=None))), ["“Profile” of the norm needs a document"]),
        (replace(WHOLE, conformity_by="Somebody"), ["There is no statement by Proef Certificatie"]),
        (replace(WHOLE, conformity_on=None), ["There is no statement by Proef Certificatie"]),
        (Papers(), ["“Framework”", "“Profile”", "There is no statement"]),
    ],
)  # fmt: skip
def test_what_lacks_keeps_a_version_from_being_published(concept: Scheme, papers: Papers, reasons: list[str]) -> None:
    found = why_not_publish(concept, "third", papers)
    assert len(found) == len(reasons)
    assert all(reason in one for reason, one in zip(reasons, found, strict=True))
    with pytest.raises(RuleBroken, match=reasons[0]):
        published(concept, "third", papers)


def test_a_worked_example_that_fails_keeps_a_version_from_being_published(every_kind_text: str) -> None:
    example = (
        '\n[[example]]\nid = "one"\nroute = "start"\non = 2025-01-01\nfacts = {}\nexpect = { practice = { outcome = "met" } }\n'
    )
    scheme = copied(load_scheme(every_kind_text + example, "made_up.toml"), "second", "third", DAY)
    assert why_not_publish(scheme, "third", Papers()) == (
        "The worked example “one” fails: practice, outcome is not_met and should be met.",
    )
    missing = load_scheme(every_kind_text + example.replace("practice =", "extra ="), "made_up.toml")
    (reason,) = why_not_publish(copied(missing, "second", "third", DAY), "third", Papers())
    assert reason == "The worked example “one” fails: extra is nothing and should be met."


def test_a_version_that_would_overlap_another_is_not_published(every_kind: Scheme) -> None:
    twin = copied(every_kind, "second", "third", date(2020, 1, 1))
    assert why_not_publish(twin, "third", Papers()) == ("made-up, version “third”, from: it overlaps version “second”.",)


def test_every_version_that_is_shipped_would_be_published_with_its_papers() -> None:
    for scheme in shipped_schemes().values():
        last = scheme.version_on(date.max)
        parts = scheme.governance.norm_parts if scheme.governance else ()
        body = scheme.governance.conformity_statement_by if scheme.governance else ""
        papers = Papers(tuple(document(part.id) for part in parts), body, date(2020, 1, 1))
        draft = copied(scheme, last.id, "next", date(2090, 1, 1))
        assert why_not_publish(draft, "next", papers) == ()
        assert bool(why_not_publish(draft, "next", Papers())) is bool(parts)


def test_only_a_concept_can_be_withdrawn(concept: Scheme) -> None:
    assert [version.id for version in withdrawn(concept, "third").versions] == ["first", "second"]
    with pytest.raises(RuleBroken, match="Version “second” was published and stays"):
        withdrawn(concept, "second")


@pytest.mark.parametrize(
    ("change", "reasons"),
    [
        (("min = 36", "min = 24"), ["first", "second"]),
        (("validity_months = 48", "validity_months = 60"), ["second"]),
        (('id = "second"', 'id = "second"\nconcept = true'), ["Version “second” of 01-01-2020 was published and must stay."]),
        (('{ name = "Eerste Bureau" }', '{ name = "Eerste Bureau" }, { name = "Nieuw Bureau" }'), []),
        (("validity_months = 24", "validity_months = 30"), []),
    ],
)
def test_what_was_published_is_frozen_and_lists_may_grow(
    every_kind: Scheme, every_kind_text: str, change: tuple[str, str], reasons: list[str]
) -> None:
    found = why_not_replace(every_kind, edited(every_kind_text, change))
    assert len(found) >= len(reasons)
    assert bool(found) is bool(reasons)
    assert all(any(reason in one for one in found) for reason in reasons)


def test_a_value_that_nobody_confirmed_may_still_be_settled(every_kind_text: str) -> None:
    doubted = edited(every_kind_text, ("min = 36\n", 'min = 36\nsrc = "EXAMPLE min: not said"\n'))
    settled = edited(every_kind_text, ("min = 36\n", 'min = 30\nsrc = "the board, 2021"\n'))
    assert why_not_replace(doubted, settled) == ()
    assert why_not_replace(settled, doubted) != ()


def test_a_concept_may_change_in_every_way(concept: Scheme) -> None:
    assert why_not_replace(concept, withdrawn(concept, "third")) == ()
