"""How an office changes a scheme: in a concept, confirmed, published, and never behind what was published."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cmsdesk.domain.editions import EditionState
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.schemes.loader import shipped_text
from cmsdesk.exchange.scheme_text import SchemeValue, values_in, with_list, with_source, with_value
from cmsdesk.services.editions import (
    AddNormDocument,
    AddScheme,
    ChangeConcept,
    ListEditions,
    ListNormDocuments,
    ListSchemes,
    MakeConcept,
    PublishEdition,
    ReadEdition,
    WhyNotPublish,
    WithdrawEdition,
)
from cmsdesk.services.office import Office, open_office
from cmsdesk.services.schemes import scheme_of, work_with
from tests.rows import file_of

DAY = date(2026, 1, 1)
LIGHTHOUSES = Path(__file__).parent.parent / "data" / "lighthouses.toml"


@pytest.fixture(autouse=True)
def only_what_is_shipped() -> Iterator[None]:
    yield
    work_with({})


def concept(office: Office, scheme: str = "rqim") -> int:
    return office.do(MakeConcept(scheme, "The board confirmed some values."))


def change(office: Office, edition: int, text: str, scheme: str = "rqim") -> None:
    row = next(row for row in office.do(ListEditions(scheme)) if row.id == edition)
    office.do(ChangeConcept(edition, row.version, text))


def text_of(office: Office, edition: int, scheme: str = "rqim") -> str:
    return office.do(ReadEdition(scheme, edition))[0]


def test_a_confirmed_value_holds_once_the_concept_is_published(office: Office) -> None:
    edition = concept(office)
    text = with_source(text_of(office, edition), "life", "", "Board, 21-11-2026")
    text = with_value(text, SchemeValue("life", "", "retention_years", "7"))
    change(office, edition, text)
    assert scheme_of("rqim").life.retention_years == 10
    office.do(PublishEdition(edition))
    assert scheme_of("rqim").life.retention_years == 7
    assert not scheme_of("rqim").life.example
    states = [row.state for row in office.do(ListEditions("rqim"))]
    assert states == [EditionState.PUBLISHED, EditionState.PUBLISHED]


def test_changing_a_value_keeps_every_remark_in_the_file() -> None:
    text = shipped_text("rqim")
    changed = with_value(text, SchemeValue("life", "", "retention_years", "7"))
    before, after = (whole.replace(" }", "}").splitlines() for whole in (text, changed))
    changes = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert [new for _old, new in changes] == [changes[0][0].replace("10", "7")]
    assert "#" in text


def test_a_confirmed_rule_is_frozen_and_only_a_new_version_changes_it(office: Office) -> None:
    edition = concept(office, "dimc")
    text = with_value(text_of(office, edition, "dimc"), SchemeValue("requirement", "cmc.education", "min", "50"))
    change(office, edition, text, "dimc")
    assert any("was published and cannot change" in reason for reason in office.do(WhyNotPublish(edition)))
    with pytest.raises(RuleBroken, match="was published and cannot change"):
        office.do(PublishEdition(edition))
    assert scheme_of("dimc").requirement("cmc.education").min == 60  # type: ignore[union-attr]


def test_a_new_version_begins_on_its_day_and_the_old_one_stays(office: Office) -> None:
    edition = office.do(MakeConcept("dimc", "New rules from 2027.", "dimc-1", "dimc-2", date(2027, 1, 1)))
    assert scheme_of("dimc").version_on(date(2027, 6, 1)).id == "dimc-1"
    office.do(PublishEdition(edition, ("dimc-2",)))
    assert [scheme_of("dimc").version_on(day).id for day in (date(2026, 12, 31), date(2027, 1, 1))] == ["dimc-1", "dimc-2"]


def test_a_version_that_is_not_named_stays_a_concept(office: Office) -> None:
    edition = office.do(MakeConcept("dimc", "New rules from 2027.", "dimc-1", "dimc-2", date(2027, 1, 1)))
    office.do(PublishEdition(edition))
    assert scheme_of("dimc").version_on(date(2027, 6, 1)).id == "dimc-1"


@pytest.mark.parametrize(("name", "day"), [("", DAY), ("dimc-2", None)])
def test_a_new_version_needs_a_name_and_a_day(office: Office, name: str, day: date | None) -> None:
    with pytest.raises(RuleBroken, match="a name for the new version, and its first day"):
        office.do(MakeConcept("dimc", "New rules.", "dimc-1", name, day))


def test_a_change_needs_its_reason_and_there_is_one_concept_at_a_time(office: Office, tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match="say why the scheme changes"):
        office.do(MakeConcept("rqim", " "))
    concept(office)
    file = tmp_path / "rqim.toml"
    file.write_text(shipped_text("rqim"), encoding="utf-8")
    for act in (MakeConcept("rqim", "Again."), AddScheme(file)):
        with pytest.raises(RuleBroken, match="There is a concept of this scheme already"):
            office.do(act)


def test_a_concept_that_is_put_away_changes_nothing_and_makes_room(office: Office) -> None:
    edition = concept(office)
    office.do(WithdrawEdition(edition))
    with pytest.raises(RuleBroken, match="is “Withdrawn” and cannot be changed"):
        change(office, edition, shipped_text("rqim"))
    assert concept(office) != edition


def test_what_was_published_is_frozen(office: Office) -> None:
    edition = concept(office)
    office.do(PublishEdition(edition))
    with pytest.raises(RuleBroken, match="is “Published” and cannot be changed; make a copy"):
        change(office, edition, shipped_text("rqim"))
    next_one = concept(office)
    assert text_of(office, next_one) == text_of(office, edition)


def test_a_concept_is_a_whole_scheme_of_the_same_name(office: Office) -> None:
    edition = concept(office)
    with pytest.raises(RuleBroken, match=r"rqim.toml, scheme: this table is missing"):
        change(office, edition, "")
    with pytest.raises(RuleBroken, match="id of a scheme cannot change"):
        change(office, edition, shipped_text("dimc"))


def test_the_names_on_a_list_are_changed_in_a_concept(office: Office) -> None:
    edition = concept(office, "rl")
    listed = scheme_of("rl").lists[0]
    items = [{"name": item.name} for item in listed.items] + [{"name": "Bureau Nieuw", "from": DAY}]
    change(office, edition, with_list(text_of(office, edition, "rl"), listed.id, items), "rl")
    _text, scheme = office.do(ReadEdition("rl", edition))
    assert len(scheme.lists[0].on(DAY)) == len(listed.on(DAY)) + 1
    assert "Bureau Nieuw" not in scheme.lists[0].on(date(2025, 12, 31))


def test_a_version_of_a_governed_scheme_waits_for_its_norm_and_the_statement(office: Office) -> None:
    newest = scheme_of("rl").versions[-1].id
    edition = office.do(MakeConcept("rl", "New rules from 2027.", newest, "rl-2027", date(2027, 1, 1)))
    reasons = office.do(WhyNotPublish(edition, ("rl-2027",)))
    governance = scheme_of("rl").governance
    assert governance
    assert len(reasons) == len(governance.norm_parts) + 1
    for part in governance.norm_parts:
        office.do(AddNormDocument("rl", "Norm", DAY, "CMI", part.id, "2027"))
    assert office.do(WhyNotPublish(edition, ("rl-2027",))) == [reasons[-1]]
    office.do(AddNormDocument("rl", "Statement", DAY, governance.conformity_statement_by))
    assert office.do(WhyNotPublish(edition, ("rl-2027",))) == []
    office.do(PublishEdition(edition, ("rl-2027",)))
    assert scheme_of("rl").version_on(date(2027, 1, 1)).id == "rl-2027"


def test_a_document_of_the_norm_is_kept_with_its_file(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "norm.pdf"
    file.write_bytes(b"%PDF-1.7 the norm")
    office.do(AddNormDocument("rl", "", DAY, "CMI", "toetsingskader", "4", file))
    [kept] = office.do(ListNormDocuments("rl"))
    assert (kept.name, kept.approved_by, bool(kept.sha256)) == ("toetsingskader", "CMI", True)


@pytest.mark.parametrize(
    ("approved_by", "day", "file", "reason"),
    [
        (" ", DAY, None, "who approved this document"),
        ("CMI", date(2027, 1, 1), None, "in the future"),
        ("CMI", DAY, Path("nowhere.pdf"), "cannot be read"),
    ],
)
def test_a_document_of_the_norm_that_cannot_be_is_refused(
    office: Office, approved_by: str, day: date, file: Path | None, reason: str
) -> None:
    with pytest.raises(RuleBroken, match=reason):
        office.do(AddNormDocument("rl", "Norm", day, approved_by, "toetsingskader", "4", file))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xff\xfe\x00", "cannot be read as text"),
        (b"[scheme]\n", "mine.toml, scheme, id: this is missing"),
        (b"x" * (2 * 1024 * 1024 + 1), "too large for a scheme file"),
    ],
)
def test_a_file_that_is_no_scheme_is_refused_and_changes_nothing(
    office: Office, tmp_path: Path, content: bytes, reason: str
) -> None:
    file = tmp_path / "mine.toml"
    file.write_bytes(content)
    with pytest.raises(RuleBroken, match=reason):
        office.do(AddScheme(file))
    with pytest.raises(RuleBroken, match="cannot be read as text"):
        office.do(AddScheme(tmp_path / "gone.toml"))


def test_a_title_belongs_to_one_scheme(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(shipped_text("rqim").replace('id = "rqim"', 'id = "mine"', 1), encoding="utf-8")
    with pytest.raises(RuleBroken, match="The title “RQIM” belongs to the scheme “rqim” already"):
        office.do(PublishEdition(office.do(AddScheme(file))))


def test_a_worked_example_that_fails_stands_in_the_way(office: Office) -> None:
    edition = concept(office, "rqim")
    text = text_of(office, edition)
    wrong = text.replace('outcome = "met"', 'outcome = "not_met"', 1)
    assert wrong != text
    change(office, edition, wrong)
    assert any("worked example" in reason for reason in office.do(WhyNotPublish(edition)))


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (SchemeValue("life", "", "retention_years", "ten"), "“ten” cannot stand at retention_years; now it is 10"),
        (SchemeValue("title", "RQIM", "protected", "perhaps"), "“perhaps” cannot stand at protected; now it is yes"),
        (SchemeValue("version", "rqim-2014", "from", "soon"), "“soon” cannot stand at from"),
        (SchemeValue("nothing", "", "x", "1"), "The scheme knows no “nothing”"),
    ],
)
def test_a_value_of_another_kind_is_refused(value: SchemeValue, reason: str) -> None:
    with pytest.raises(RuleBroken, match=reason):
        with_value(shipped_text("rqim"), value)


def test_values_are_shown_and_typed_as_people_do() -> None:
    text = shipped_text("rqim")
    found = {value.key: value.text for value in values_in(text, "title", "RQIM")}
    assert found["protected"] == "yes"
    changed = with_value(text, SchemeValue("title", "RQIM", "protected", "No"))
    changed = with_value(changed, SchemeValue("version", "rqim-2014", "from", "02-10-2014"))
    assert {v.key: v.text for v in values_in(changed, "title", "RQIM")}["protected"] == "no"
    assert {v.key: v.text for v in values_in(changed, "version", "rqim-2014")}["from"] == "2014-10-02"


def test_a_text_that_is_no_toml_any_more_says_so() -> None:
    with pytest.raises(RuleBroken, match="no TOML any more"):
        values_in("[", "life", "")


def test_a_scheme_of_the_office_is_listed_from_its_first_concept_and_was_never_shipped(office: Office) -> None:
    shipped = [name for name, _label in office.do(ListSchemes())]
    edition = office.do(AddScheme(LIGHTHOUSES))
    assert [name for name, _label in office.do(ListSchemes())] == [*shipped, "lighthouses"]
    assert [row.id for row in office.do(ListEditions("lighthouses"))] == [edition]
    concept(office)
    assert len(office.do(ListSchemes())) == len(shipped) + 1
    office.do(WithdrawEdition(edition))
    assert [name for name, _label in office.do(ListSchemes())] == shipped


def test_an_office_whose_published_scheme_was_spoiled_is_not_opened(office: Office) -> None:
    """Whatever it said of its schemes behind the program's back, no certificate is given out by it."""
    office.do(PublishEdition(office.do(AddScheme(LIGHTHOUSES))))
    office.close()
    with file_of(office.path) as connection:
        connection.execute("UPDATE schemeedition SET text = 'spoiled'")
    with pytest.raises(RuleBroken, match="lighthouses"):
        open_office(office.path, user="tester")
