"""The layouts of what travels: read back as written, and refused for anything that is not laid out so to the letter."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from cmsdesk.domain.applications import Application
from cmsdesk.domain.people import Person
from cmsdesk.domain.tables import TABLES
from cmsdesk.exchange.packages.contents import content_bytes
from cmsdesk.exchange.packages.dossier_content import TRAVELS, Dossier, dossier_bytes, read_dossier
from cmsdesk.exchange.packages.faults import Fault, PackageRefused
from cmsdesk.exchange.packages.manifest import Manifest, Subject
from cmsdesk.exchange.packages.review_content import Review
from tests.exchange.packages.given import cover, listed, manifest_of
from tests.exchange.packages.layouts import APPLICATION, SHA256, dossier, review

Spoil = Callable[[dict[str, Any]], object]


def manifest(*hashes: str, dossier_: str = APPLICATION) -> Manifest:
    """Of a package about this dossier, with documents of these hashes."""
    found = manifest_of(b"", *(b"" for _ in hashes), package=cover(subject=Subject(cover().subject.package, dossier_, 1)))
    files = (listed(b"")[0], *(replace(file, sha256=sha256) for file, sha256 in zip(found.files[1:], hashes, strict=True)))
    return replace(found, files=files)


def spoiled(content: dict[str, Any], spoil: Spoil) -> bytes:
    spoil(content)
    return content_bytes(content)


def test_a_dossier_is_read_back_as_it_was_written() -> None:
    read = read_dossier(content_bytes(dossier()), manifest(SHA256))
    assert read_dossier(dossier_bytes(read), manifest(SHA256)) == read
    assert read.row(Application, 7)["number"] == "A-2026-0012"
    assert [row["surname"] for row in read.rows(Person)] == ["Kandidaat", "Beoordelaar"]


def test_rows_of_a_dossier_can_be_put_back_as_records() -> None:
    read = Dossier.unpacked(content_bytes(dossier()))
    assert Application(**read.row(Application, 7)).why_not is not None
    assert Person(**read.row(Person, 1)).full_name == "Anne Kandidaat"


def test_what_an_assessor_does_not_need_of_a_person_does_not_travel() -> None:
    assert not {"birth_date", "email", "phone", "street", "postcode", "city", "employer", "note"} & set(TRAVELS[Person])
    assert not {"special_needs", "accommodation", "note"} & set(TRAVELS[Application])


def test_the_rows_that_travel_stand_in_an_order_in_which_they_can_be_put_back() -> None:
    places = [TABLES.index(table) for table in TRAVELS]
    assert places == sorted(places)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: content.update(strange=1),
        lambda content: content["office"].update(strange=1),
        lambda content: content["records"].update(certificatepaper=[]),
        lambda content: content["records"]["person"][0].update(birth_date="1970-01-01"),
        lambda content: content["records"]["person"][0].pop("number"),
        lambda content: content["records"]["person"][0].update(number=1),
        lambda content: content["records"]["person"][0].update(surname="x" * 50_001),
        lambda content: content["records"]["person"].append(content["records"]["person"][0]),
        lambda content: content["records"]["application"][0].update(started_on="yesterday"),
        lambda content: content["records"]["application"].clear(),
        lambda content: content["records"]["assignment"][0].update(person_id=1),
        lambda content: content["records"]["assignment"].append(content["records"]["assignment"][0]),
        lambda content: content["documents"].append(APPLICATION),
        lambda content: content["documents"].clear(),
        lambda content: content.update(application_id=8),
        lambda content: content.update(assignment_id="5"),
        lambda content: content.update(scheme=""),
        lambda content: content.update(form=1),
    ],
)
def test_a_dossier_that_is_laid_out_otherwise_is_refused(spoil: Spoil) -> None:
    with pytest.raises(PackageRefused) as refused:
        read_dossier(spoiled(dossier(), spoil), manifest(SHA256))
    assert refused.value.fault is Fault.DAMAGED


@pytest.mark.parametrize("hashes", [(), ("cd" * 32,), (SHA256, SHA256)])
def test_a_dossier_with_other_documents_than_it_names_is_refused(hashes: tuple[str, ...]) -> None:
    with pytest.raises(PackageRefused) as refused:
        read_dossier(content_bytes(dossier()), manifest(*hashes))
    assert refused.value.fault is Fault.DAMAGED


def test_a_dossier_may_have_the_form_as_its_last_file() -> None:
    assert read_dossier(content_bytes(dossier() | {"form": True}), manifest(SHA256, "cd" * 32)).form


def test_a_content_of_another_dossier_than_the_head_says_is_refused() -> None:
    with pytest.raises(PackageRefused) as refused:
        read_dossier(content_bytes(dossier()), manifest(SHA256, dossier_=APPLICATION.replace("c0ffee", "decade")))
    assert refused.value.fault is Fault.OTHER_DOSSIER


def test_a_review_is_read_back_as_it_was_written() -> None:
    read = Review.unpacked(content_bytes(review()))
    assert Review.unpacked(read.packed()) == read
    assert (str(read.finished_on), read.refused) == ("2026-11-21", False)


def test_a_refusal_has_its_reason_and_no_report() -> None:
    read = Review.unpacked(spoiled(review(), refuse))
    assert (read.refused, read.report, read.finished_on) == (True, None, None)


def refuse(content: dict[str, Any]) -> None:
    content["declaration"].update(independent=False, text="We worked together.")
    content["report"] = None


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: content.update(strange=1),
        lambda content: content.update(round=0),
        lambda content: content.update(assignment="5"),
        lambda content: content.update(report=None),
        lambda content: content["declaration"].update(independent=False, text="We worked together."),
        lambda content: content["declaration"].update(independent=False, text=" ") or content.update(report=None),
        lambda content: content["report"]["judgements"][0].update(verdict="perhaps"),
        lambda content: content["report"]["judgements"][0].update(comment=" "),
        lambda content: content["report"]["judgements"][0].update(score=11),
        lambda content: content["report"]["judgements"][0].update(score=True),
        lambda content: content["report"]["judgements"][0].update(comment="x" * 50_001),
        lambda content: content["report"]["judgements"].append(content["report"]["judgements"][0]),
        lambda content: content["report"]["questions"].append(content["report"]["questions"][0]),
        lambda content: content["report"]["questions"][0].update(text="\n"),
        lambda content: content["report"].update(finished_on="2026-02-30"),
        lambda content: content["report"].update(finished_on=20_000),
    ],
)
def test_a_review_that_is_laid_out_otherwise_is_refused(spoil: Spoil) -> None:
    with pytest.raises(PackageRefused) as refused:
        Review.unpacked(spoiled(review(), spoil))
    assert refused.value.fault is Fault.DAMAGED
