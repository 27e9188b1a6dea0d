"""Documents and points: what may come in, under which name, and what it counts for."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from cmsdesk.domain.assessments import Verdict
from cmsdesk.domain.documents import Kind, display_name, kind_of, recognise
from cmsdesk.domain.dossiers import Standing
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.services.assessments import JudgeRequirement
from cmsdesk.services.dossiers import (
    AddEvidence,
    AddPoints,
    JudgeEvidence,
    JudgePoints,
    ReadEvidence,
    RemoveEvidence,
    TieEvidence,
)
from cmsdesk.services.office import Office
from cmsdesk.services.records import PointsOf, ReadApplication, ReadReview
from cmsdesk.services.taking_in import LARGEST
from tests import given
from tests.disks import as_ordinary_user, full_disk
from tests.rows import records_in


@pytest.fixture
def application(office: Office) -> int:
    return given.an_application(office, given.a_member(office))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("..\\..\\CON.pdf", "_CON.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\An\\form.pdf", "form.pdf"),
        ("nul", "_nul"),
        ("com1.txt.pdf", "_com1.txt.pdf"),
        ("console.pdf", "console.pdf"),
        ("Aux .pdf", "_Aux .pdf"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("one\u2028two\n.pdf", "onetwo.pdf"),
        ("a:b?c*.pdf", "a_b_c_.pdf"),
        (". . .", "document"),
        ("", "document"),
        ("trailing. ", "trailing"),
        ("x" * 300 + ".pdf", "x" * 150 + ".pdf"),
        ("x." + "y" * 300, "x." + "y" * 10),
        ("Diploma één (2).pdf", "Diploma één (2).pdf"),
        ("<b>A&B</b>.pdf", "b_.pdf"),
    ],
)
def test_a_file_name_is_safe_to_show_and_to_write(name: str, shown: str) -> None:
    assert display_name(name) == shown


@pytest.mark.parametrize(
    ("name", "start", "kind"),
    [
        ("a.pdf", b"%PDF-1.7", "application/pdf"),
        ("scan", b"%PDF-1.4", "application/pdf"),
        ("a.png", b"\x89PNG\r\n", "image/png"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("a.txt", b"dear office", "text/plain"),
        ("strange", b"????", "application/octet-stream"),
    ],
)
def test_the_kind_of_a_document_is_what_is_in_it(name: str, start: bytes, kind: str) -> None:
    assert recognise(name, start) == kind


def test_a_script_under_another_name_is_refused() -> None:
    with pytest.raises(RuleBroken, match="can run a program"):
        recognise("letter", b"#!/bin/sh\nrm")


def refused(office: Office, act: AddEvidence, reason: str) -> None:
    before = records_in(office.path)
    with pytest.raises(RuleBroken, match=reason):
        office.do(act)
    assert records_in(office.path) == before


def test_a_folder_and_a_missing_file_are_no_documents(office: Office, application: int, tmp_path: Path) -> None:
    refused(office, AddEvidence(application, tmp_path), "is not a file that can be added")
    refused(office, AddEvidence(application, tmp_path / "gone.pdf"), "“gone.pdf” is not a file that can be added")


def test_a_very_large_file_is_refused_before_it_is_read(office: Office, application: int, tmp_path: Path) -> None:
    path = tmp_path / "film.pdf"
    with path.open("wb") as stream:
        stream.truncate(LARGEST + 1)
    refused(office, AddEvidence(application, path), "larger than 100 MB")


def test_a_file_that_may_not_be_read_is_refused(office: Office, application: int, tmp_path: Path) -> None:
    path = given.a_pdf(tmp_path)
    path.chmod(0o000)
    tmp_path.chmod(0o777)
    for place in tmp_path.iterdir():
        if place.name.startswith("office"):
            place.chmod(0o777)
    with as_ordinary_user(tmp_path):
        refused(office, AddEvidence(application, path), "“form.pdf” cannot be read")


def test_a_document_that_does_not_fit_on_the_disk_leaves_no_row(office: Office, application: int, tmp_path: Path) -> None:
    path = tmp_path / "large.pdf"
    path.write_bytes(b"%PDF-1.7" + bytes(3_000_000))
    before = records_in(office.path)
    with full_disk(2_000_000), pytest.raises(RuleBroken, match="could not be kept: the disk is full"):
        office.do(AddEvidence(application, path))
    assert records_in(office.path) == before
    office.do(AddEvidence(application, path))


def test_the_bytes_that_come_back_are_those_that_went_in(office: Office, application: int, tmp_path: Path) -> None:
    evidence = office.do(AddEvidence(application, given.a_pdf(tmp_path, "..\\..\\CON.pdf")))
    assert office.do(ReadEvidence(evidence)).read() == (tmp_path / "..\\..\\CON.pdf").read_bytes()
    [row] = office.do(ReadApplication(application)).evidence
    assert row.name == "_CON.pdf"


def test_a_judged_document_stays_and_a_refusal_says_why(office: Office, application: int, tmp_path: Path) -> None:
    evidence = office.do(AddEvidence(application, given.a_pdf(tmp_path), (given.FORM,)))
    with pytest.raises(RuleBroken, match="give the reason"):
        office.do(JudgeEvidence(evidence, Standing.REFUSED, " "))
    office.do(JudgeEvidence(evidence, Standing.REFUSED, "Not signed."))
    [row] = office.do(ReadApplication(application)).evidence
    assert (row.standing, row.reason) == (Standing.REFUSED, "Not signed.")
    with pytest.raises(RuleBroken, match="already judged and stays"):
        office.do(RemoveEvidence(evidence))


def test_a_document_that_proves_one_thing_is_not_refused_for_another(office: Office, tmp_path: Path) -> None:
    """Whichever verdict comes first; otherwise what was judged as met would not be met for the decision."""
    application = given.in_review(office, given.a_member(office), tmp_path)
    [row] = office.do(ReadApplication(application)).evidence
    office.do(TieEvidence(row.id, frozenset({given.FORM, "cmc.experience"})))

    def standing() -> Standing:
        return office.do(ReadApplication(application)).evidence[0].standing

    office.do(JudgeRequirement(application, given.FORM, Verdict.MET))
    office.do(JudgeRequirement(application, "cmc.experience", Verdict.NOT_MET, "It shows no experience."))
    assert standing() is Standing.ACCEPTED
    office.do(JudgeRequirement(application, given.FORM, Verdict.NOT_MET, "Not signed."))
    assert standing() is Standing.REFUSED
    office.do(JudgeRequirement(application, "cmc.experience", Verdict.MET))
    assert standing() is Standing.ACCEPTED
    [form] = [item for item in office.do(ReadReview(application))[1] if item.requirement_id == given.FORM]
    assert (form.verdict, form.comment) == ("not_met", "Not signed.")


def test_a_question_leaves_the_document_as_it_was(office: Office, tmp_path: Path) -> None:
    application = given.in_review(office, given.a_member(office), tmp_path)
    office.do(JudgeRequirement(application, given.FORM, Verdict.QUESTION, "Which year?"))
    assert office.do(ReadApplication(application)).evidence[0].standing is Standing.PENDING


def test_only_what_the_scheme_asks_can_be_judged(office: Office, tmp_path: Path) -> None:
    application = given.in_review(office, given.a_member(office), tmp_path)
    with pytest.raises(RuleBroken, match="“cmc.shoes” is not judged in this step"):
        office.do(JudgeRequirement(application, "cmc.shoes", Verdict.MET))


# Points

LINE = AddPoints(0, given.SCHEME, "education", date(2025, 1, 1), "A course", points=Decimal(1))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"description": " "}, "describe what the points are for"),
        ({"points": None}, "either points or hours, above zero"),
        ({"hours": Decimal(1)}, "either points or hours, above zero"),
        ({"points": Decimal(0)}, "above zero"),
        ({"points": Decimal(-1)}, "above zero"),
        ({"points": Decimal("1.005")}, "at most two decimals"),
        ({"points": Decimal("NaN")}, "at most two decimals"),
        ({"points": Decimal("Infinity")}, "at most two decimals"),
        ({"points": Decimal("1e30")}, "up to 100000"),
        ({"points": None, "hours": Decimal("0.001")}, "at most two decimals"),
        ({"entered_on": date(2026, 11, 22)}, "cannot be dated in the future"),
        ({"ledger": "shoes"}, "The scheme knows no “shoes”"),
        ({"category": "shoes"}, "The scheme knows no “shoes”"),
        ({"scheme_id": "elsewhere"}, "is not part of this installation"),
    ],
)
def test_a_line_that_cannot_be_counted_is_refused(office: Office, change: dict[str, object], reason: str) -> None:
    line = replace(LINE, person_id=given.a_member(office))
    with pytest.raises(RuleBroken, match=reason):
        office.do(replace(line, **change))  # type: ignore[arg-type]
    assert office.do(PointsOf(line.person_id, given.SCHEME)) == []


def test_points_and_hours_are_counted_to_the_hundredth(office: Office) -> None:
    line = replace(LINE, person_id=given.a_member(office), marks=frozenset({"learning_assessment"}))
    office.do(replace(line, points=Decimal("0.10")))
    office.do(replace(line, points=Decimal("99999.99"), entered_on=office.today))
    office.do(replace(line, points=None, hours=Decimal("7.5"), entered_on=office.today - timedelta(days=1)))
    shown = [(row.value, row.on) for row in office.do(PointsOf(line.person_id, given.SCHEME))]
    assert shown == [("0.1", date(2025, 1, 1)), ("7.5", office.today - timedelta(days=1)), ("99999.99", office.today)]


def test_refused_points_do_not_count_and_say_why(office: Office) -> None:
    person = given.a_member(office)
    line = given.points(office, person, "education", "60")
    application = given.an_application(office, person)

    def education() -> tuple[str, str]:
        [leaf] = [leaf for leaf in office.do(ReadApplication(application)).leaves if leaf.requirement_id == "cmc.education"]
        return leaf.outcome, leaf.have

    assert education() == ("met", "60")
    office.do(JudgePoints(line, Standing.REFUSED, "Not recognised."))
    assert education() == ("not_met", "0")
    [row] = office.do(PointsOf(person, given.SCHEME))
    assert (row.standing, row.reason) == ("refused", "Not recognised.")


@pytest.mark.parametrize(
    ("name", "media_type", "kind"),
    [
        ("essay.pdf", "application/pdf", Kind.PDF),
        ("scan.TIFF", "image/tiff", Kind.IMAGE),
        ("notes.txt", "text/plain", Kind.TEXT),
        ("page.html", "text/html", Kind.TEXT),
        ("cv.DOCX", "application/octet-stream", Kind.WORD),
        ("points.csv", "text/csv", Kind.SHEETS),
        ("points.xls", "application/octet-stream", Kind.SHEETS),
        ("points.ods", "application/vnd.oasis.opendocument.spreadsheet", Kind.SHEETS),
        ("letter.msg", "application/octet-stream", Kind.MAIL),
        ("letter.eml", "message/rfc822", Kind.MAIL),
        ("old.doc", "application/msword", Kind.OLD_WORD),
        ("text.odt", "application/octet-stream", Kind.OLD_WORD),
        ("photos.zip", "application/zip", Kind.OTHER),
        ("nameless", "application/octet-stream", Kind.OTHER),
    ],
)
def test_a_document_is_shown_by_what_it_is_on_any_machine(name: str, media_type: str, kind: Kind) -> None:
    assert kind_of(name, media_type) is kind


@pytest.mark.parametrize("name", ["cv.docx", "points.xlsx", "points.ods", "points.csv", "letter.eml", "old.doc"])
def test_office_files_get_their_type_whatever_this_system_knows(name: str) -> None:
    assert recognise(name, b"PK\3\4") != "application/octet-stream"
