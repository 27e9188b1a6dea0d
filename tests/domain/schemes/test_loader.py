"""Every way in which a scheme file can be wrong gets one sentence with the file, the table and the key."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.schemes.facts import read_facts
from cmsdesk.domain.schemes.loader import load_scheme, read_schemes, shipped_schemes, shipped_text
from cmsdesk.domain.schemes.sentences import _problem

_CODE = 'id = "code"\nin = "entry"'
_WRONG: list[tuple[str, str, str, str]] = [
    ("an unknown key", "min = 36\n", "min = 36\nminimum = 3\n", "requirement “practice”, minimum: this is not known here."),
    ("an unknown table", "[life]\n", "[live]\n", "live: this is not known here."),
    ("an unknown key of the scheme", 'owner = "', 'colour = "red"\nowner = "', "scheme, colour: this is not known here."),
    ("no owner", 'owner = "Stichting Proef"\n', "", "scheme, owner: this is missing."),
    ("no scheme table", "[scheme]", "[head]", "scheme: this table is missing."),
    ("no texts", "[certificate]", "[plan]", "certificate: this is missing."),
    ("a dangling group", 'in = "level"', 'in = "levels"', "requirement “diploma”, in: there is no requirement “levels”."),
    ("a leaf as a group", _CODE, 'id = "code"\nin = "practice"', "requirement “code”, in: “practice” is no group."),
    ("a dangling reference", 'refs = ["works"]', 'refs = ["nix"]', "requirement “renewal”, refs: there is no requirement “nix”."),
    ("a dangling ledger", 'ledger = "jobs"', 'ledger = "job"', "requirement “renewal.jobs”, ledger: there is no ledger “job”."),
    ("a dangling step", 'steps = ["talk"]', 'steps = ["walk"]', "route “start”, steps: there is no step “walk”."),
    ("a dangling title", 'dated_after = "title:PRO"', 'dated_after = "title:X"', "dated_after: there is no title “X”."),
    ("a dangling credential", '["title:PRO"]', '["title:Y"]', "requirement “renewal.title”, credentials: there is no title “Y”."),
    ("a dangling mark", 'needs = ["proof"]', 'needs = ["proofs"]', "ledger “learning”, needs: there is no mark “proofs”."),
    ("a basis nobody named", 'basis = ["experience", "knowledge"]', 'basis = ["experience", "hearsay"]', "basis: there is no basis “hearsay”."),
    ("a dangling document", 'doc = "report"', 'doc = "letter"', "requirement “assessment”, doc: there is no document “letter”."),
    ("a dangling list", 'issuers_in = "bureaus"', 'issuers_in = "x"', "requirement “assessment”, issuers_in: there is no list “x”."),
    ("a dangling topic set", 'sets = ["base"]', 'sets = ["all"]', "requirement “topics”, sets: there is no topic_set “all”."),
    ("a dangling route", '"one-of-two"]', '"two"]', "version “second”, routes: there is no route “two”."),
    ("a group within itself", 'kind = "all"\nname = { nl = "Inst', 'in = "level"\nkind = "all"\nname = { nl = "Inst', "lies within itself."),
    ("a reference to itself", 'refs = ["works"]', 'refs = ["renewal"]', "requirement “renewal”, in: “renewal” lies within itself."),
    ("an impossible minimum", "n = 2", "n = 4", "requirement “either”, n: 4 are needed, and the group has only 3."),
    ("a minimum of nothing", "min = 36", "min = 0", "requirement “practice”, min: this must be at least 1."),
    ("no points asked", "min = 20", "min = 0", "requirement “renewal.learning”, min: this must be more than 0."),
    ("a minimum beyond a lifetime", "min = 36", "min = 36000", "requirement “practice”, min: this may be at most 1200."),
    ("an endless number", "min = 20", "min = inf", "requirement “renewal.learning”, min: this must be a number."),
    ("a text for a number", "min = 36", 'min = "many"', "requirement “practice”, min: this must be a whole number."),
    ("a number for a text", 'owner = "Stichting Proef"', "owner = 3", "scheme, owner: this must be a text."),
    ("a text for a list", 'sets = ["base"]', 'sets = "base"', "requirement “topics”, sets: this must be a list."),
    ("a text for a date", "from = 2015-01-01", 'from = "soon"', "version “first”, from: this must be a date such as 2025-01-31."),
    ("a text for a yes", "advisory = true", 'advisory = "well"', "route “talk”, advisory: this must be true or false."),
    ("a text for a table", 'name = { nl = "Niveau", en = "Level" }', 'name = "Level"', "requirement “level”, name: this must be a table."),
    ("one language", 'name = { nl = "Niveau", en = "Level" }', 'name = { nl = "Niveau" }', "requirement “level”, name.en: this is missing."),
    ("an empty text", 'name = { nl = "Niveau", en', 'name = { nl = "", en', "requirement “level”, name.nl: this may not be empty."),
    ("an unknown kind", 'kind = "duration"', 'kind = "years"', "requirement “practice”: “years” is no kind; there are 'all', 'any'"),
    ("no kind", 'in = "entry"\nkind = "duration"', 'in = "entry"', "requirement “practice”: the kind is missing."),
    ("an unknown gate", 'gate = "candidate"', 'gate = "start"', "requirement “level”, gate: this must be one of 'submit', 'candidate'"),
    ("a title twice", "[[title]]\n", '[[title]]\nid = "PRO"\nname = "Other"\n[[title]]\n', "title, id: “PRO” is used twice."),
    ("an id twice", 'id = "extra"', 'id = "works"', "requirement, id: “works” is used twice."),
    ("a topic twice", 'id = "file"', 'id = "plan"', "topic, id: “plan” is used twice."),
    ("a reminder before the beginning", "validity_months = 24", "validity_months = 24\nremind_months = [6, 24]", "life, remind_months: 24 months are not less than the 24 months that a certificate lives."),
    ("an application before the beginning", "validity_months = 24", "validity_months = 0\napply_before_months = 36", "life, apply_before_months: 36 months are not less than the 36 months"),
    ("an unknown word in the number", "[certificate]", '[certificate]\nnumber = "{jaar}-{count}"', "certificate, number: “{jaar}” cannot be filled in; known are count, title, year."),
    ("a number in a shape that is none", "[certificate]", '[certificate]\nnumber = "{count:zz}"', "certificate, number: “{count:zz}” cannot be filled in"),
    ("no id", 'id = "practice"\nin = "entry"', 'in = "entry"', "requirement 5, id: this is missing."),
    ("overlapping versions", "until = 2019-12-31", "until = 2020-01-01", "version “second”, from: it overlaps version “first”."),
    ("a version that ends first", "until = 2019-12-31", "until = 2014-12-31", "version “first”, until: it ends before it begins."),
    ("an outcome nobody named", 'role = "comm', 'unfavourable = [1]\nrole = "comm', "step “talk”, unfavourable: there is no outcome 1; the step names 0."),
    ("an empty group", 'in = "level"', 'in = "entry"', "requirement “level”, kind: the group is empty."),
    ("points in months", 'ledger = "jobs"', 'ledger = "practice"', "renewal.jobs”, ledger: the ledger “practice” counts months."),
    ("months in points", 'ledger = "practice"', 'ledger = "jobs"', "practice”, ledger: the ledger “jobs” does not count months."),
    ("an unknown word", 'nl = "{name} mag', 'nl = "{naam} mag', "certificate, text: “{naam}” cannot be filled in; known are name,"),
    ("a broken text", 'nl = "{name} mag', 'nl = "{name mag', "certificate, text: “{name mag"),
    ("no TOML", "[[mark]]\nid", "[[mark]\nid", "made_up.toml, line 43: this is no TOML."),
    ("a file cut short", "[life]\n", '[life]\nsrc = """', "made_up.toml is no TOML, or it stops halfway."),
    ("an extension of nothing", "[life]", "[[extension]]\ntitle = 'X'\nvalid_until_after = 2014-10-01\nadd_months = 12\n[life]", "extension, title: there is no title “X”."),
    ("a dangling role", 'role = "committee"', 'role = "comittee"', "step “talk”, role: there is no role “comittee”."),
    ("a dangling barred role", 'role = "decider"', 'role = "decider"\nbarred_roles = ["x"]', "decision “board”, barred_roles: there is no role “x”."),
    ("a dangling circumstance", 'when = "starts_with_gaps"', 'when = "gaps"', "requirement “gap”, when: there is no circumstance “gaps”."),
    ("an unknown window", 'within = "current_validity"', 'within = "always"', "renewal.learning”, within: this must be one of '' or 'current_validity'."),
    ("an unknown column", "[certificate]", "[register]\nfields = [{ id = 'shoe_size' }]\n[certificate]", "register, fields.1.id: this must be one of 'name',"),
    ("a dangling list of kinds", "per_hours = 4", 'per_hours = 4\nkinds_in = "x"', "ledger “learning”, kinds_in: there is no list “x”."),
    ("a specialisation of nothing", "[life]", "[[specialisation]]\nid = 's'\nname = {nl = 'S', en = 'S'}\ntitle = 'X'\n[life]", "specialisation “s”, title: there is no title “X”."),
    ("a body nobody knows", "[life]", "[[organisation]]\nname = 'Proef Certificatie'\nabout = {nl = 'P', en = 'P'}\n[life]", "scheme, owner: there is no organisation “Stichting Proef”."),
    ("a closed title", 'name = "Proefprofessional"', 'name = "Proefprofessional"\nclosed = true', "route “start”, title: “PRO” is no longer granted."),
    ("the inner name of a key", "from = 2015-01-01", "from_on = 2015-01-01", "version “first”, from: this is missing."),
    ("a date with a time", "from = 2015-01-01", "from = 2015-01-01T10:00:00", "version “first”, from: this must be a date"),
    ("too long an id", 'id = "made-up"', f'id = "{"x" * 81}"', "scheme, id: this is longer than 80 characters."),
    ("an id that is no text", 'id = "practice"\nin = "entry"', 'id = 5\nin = "entry"', "requirement 5, id: this must be a text."),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "sentence"), [case[1:] for case in _WRONG], ids=[case[0] for case in _WRONG])
def test_a_wrong_file_gets_one_sentence(every_kind_text: str, before: str, after: str, sentence: str) -> None:
    assert before in every_kind_text
    with pytest.raises(RuleBroken) as refused:
        load_scheme(every_kind_text.replace(before, after), "made_up.toml")
    assert str(refused.value).startswith("made_up.toml")
    assert sentence in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_worked_example_with_wrong_facts_is_refused(every_kind_text: str) -> None:
    example = """
[[example]]
id = "one"
route = "start"
on = 2025-01-01
facts = { lines = [{ ledger = "jobs", on = 2025-01-01, text = "A job", colour = "red" }] }
expect = { entry = { outcome = "met" } }
"""
    with pytest.raises(RuleBroken, match=r"example “one”, facts\.lines\.1\.colour: this is not known here"):
        load_scheme(every_kind_text + example, "made_up.toml")


def test_a_worked_example_expects_something_that_exists(every_kind_text: str) -> None:
    example = '[[example]]\nid = "one"\nroute = "start"\non = 2025-01-01\nfacts = {}\nexpect = { nix = { outcome = "met" } }\n'
    with pytest.raises(RuleBroken, match="example “one”, expect: there is no requirement “nix”"):
        load_scheme(every_kind_text + example, "made_up.toml")


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ('lines = [{ ledger = "job", on = 2025-01-01, text = "x" }]', "facts.lines: there is no ledger “job”"),
        ('lines = [{ ledger = "jobs", on = 2025-01-01, text = "x", marks = ["prof"] }]', "facts.lines: there is no mark “prof”"),
        ('periods = [{ ledger = "job", from_on = 2025-01-01 }]', "facts.periods: there is no ledger “job”"),
        ('documents = [{ requirement = "nix", text = "x" }]', "facts.documents: there is no requirement “nix”"),
        ('documents = [{ requirement = "assessment", text = "x", ticked = ["nix"] }]', "facts.documents: there is no mark “nix”"),
        ('statements = [{ role = "nix", by = "x", on = 2025-01-01 }]', "facts.statements: there is no role “nix”"),
        ('statements = [{ role = "client", by = "x", on = 2025-01-01, requirement = "nix" }]', "there is no requirement “nix”"),
        ('waivers = [{ requirement = "nix", role = "trainer", on = 2025-01-01, reason = "x" }]', "there is no requirement “nix”"),
        ('topics = [{ topic = "nix" }]', "facts.topics: there is no topic “nix”"),
        ('checks = { nix = "yes" }', "facts.checks: there is no requirement “nix”"),
        ('circumstances = ["nix"]', "facts.circumstances: there is no circumstance “nix”"),
        ('roles_on_file = { A = ["nix"] }', "facts.roles_on_file: there is no role “nix”"),
    ],
)
def test_a_worked_example_names_only_what_exists(every_kind_text: str, facts: str, sentence: str) -> None:
    example = f'[[example]]\nid = "one"\nroute = "start"\non = 2025-01-01\nexpect = {{ entry = {{ outcome = "met" }} }}\n[example.facts]\n{facts}\n'
    with pytest.raises(RuleBroken, match=f"made_up.toml, example “one”, .*{sentence}"):
        load_scheme(every_kind_text + example, "made_up.toml")


def test_facts_are_read_from_a_file_as_they_are_written() -> None:
    facts = read_facts({"lines": [{"ledger": "jobs", "on": "2025-01-01", "text": "A job", "amount": "1.5"}]}, "facts.json")
    assert str(facts.lines[0].amount) == "1.5"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"line": []}, "facts.json, line: this is not known here."),
        ({"lines": 3}, "facts.json, lines: this must be a list."),
        ({"lines": [3]}, "facts.json, lines 1: this must be a table."),
        ({"periods": [{"ledger": "x", "from_on": "soon"}]}, "facts.json, periods 1, from_on: this must be a date such as 2025-01-31."),
        ({"documents": [{"requirement": "x"}]}, "facts.json, documents 1, text: this is missing."),
    ],
)  # fmt: skip
def test_wrong_facts_get_one_sentence(data: dict[str, object], sentence: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        read_facts(data, "facts.json")
    assert str(refused.value) == sentence


def test_a_folder_of_schemes_is_read_by_id(tmp_path: Path, every_kind_text: str) -> None:
    (tmp_path / "b.toml").write_text(every_kind_text, encoding="utf-8")
    (tmp_path / "a.toml").write_text(every_kind_text.replace('id = "made-up"', 'id = "other"'), encoding="utf-8")
    (tmp_path / "notes.txt").write_text("nothing", encoding="utf-8")
    assert list(read_schemes(tmp_path)) == ["other", "made-up"]


def test_two_files_with_one_scheme_are_refused(tmp_path: Path, every_kind_text: str) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(every_kind_text, encoding="utf-8")
    with pytest.raises(RuleBroken, match=r"b\.toml, scheme, id: “made-up” is used twice"):
        read_schemes(tmp_path)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes("# é".encode("latin-1"))
    with pytest.raises(RuleBroken, match=r"a\.toml is not written in UTF-8"):
        read_schemes(tmp_path)


@pytest.mark.parametrize("text", ["x = " + "[" * 100_000, "x = " + "9" * 5_000, "scheme = 3"])
def test_a_file_without_measure_is_refused_like_any_other(text: str) -> None:
    with pytest.raises(RuleBroken, match=r"made_up\.toml"):
        load_scheme(text, "made_up.toml")


@given(place=st.integers(0, 8_000), cut=st.integers(0, 40), text=st.text(max_size=5))
def test_a_file_with_any_damage_is_read_or_refused(every_kind_text: str, place: int, cut: int, text: str) -> None:
    damaged = every_kind_text[:place] + text + every_kind_text[place + cut :]
    try:
        scheme = load_scheme(damaged, "made_up.toml")
    except RuleBroken as refusal:
        assert str(refusal).startswith("made_up.toml")  # noqa: PT017 - most damage is refused, some is not
    else:
        assert scheme.requirements


def test_what_is_shipped_can_be_read() -> None:
    assert all(scheme.id == name for name, scheme in shipped_schemes().items())
    assert shipped_schemes()


def test_the_text_of_what_is_shipped_can_be_asked_for() -> None:
    for scheme in shipped_schemes().values():
        assert load_scheme(shipped_text(scheme.id), "shipped.toml") == scheme
    with pytest.raises(RuleBroken, match="not part of this installation"):
        shipped_text("nothing")


def test_a_mistake_without_a_sentence_of_its_own_is_still_said() -> None:
    assert _problem({"type": "odd", "loc": (), "msg": "Odd", "input": None}) == "this cannot be read (Odd)."
