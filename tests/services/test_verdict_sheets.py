"""An applicant gets on paper what came of each requirement, in Dutch or English, with or without an application."""

import io
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.services.office import Office
from cmsdesk.services.qualifications import AddCredential
from cmsdesk.services.verdict_sheets import ExplainApplication, ExplainSelfCheck
from tests import given


def words_of(paper: bytes) -> str:
    [page] = PdfReader(io.BytesIO(paper)).pages
    return page.extract_text()


def test_an_application_is_explained_in_the_language_that_is_asked(office: Office, tmp_path: Path) -> None:
    person = given.a_member(office)
    given.points(office, person, "education", "59.5")
    application = given.in_review(office, person, tmp_path)
    name, dutch = office.do(ExplainApplication(application))
    english = words_of(office.do(ExplainApplication(application, "en"))[1])
    assert name == "A-2026-0001.pdf"
    assert "Jan-Willem de Vries · A-2026-0001" in words_of(dutch)
    assert "59,5 van 60 punten" in words_of(dutch)
    assert "Nog 0,5" in words_of(dutch)
    assert "59.5 of 60 points" in english
    assert "Test office" in english


def test_who_has_not_applied_yet_sees_what_is_still_needed(office: Office) -> None:
    person = given.a_member(office, since=date(2025, 6, 15))
    name, page = office.do(ExplainSelfCheck(person, "dimc", "cmc", "en"))
    assert name.endswith(" cmc.pdf")
    assert "First possible on 15-06-2027." in words_of(page)
    assert "60 points still needed." in words_of(page)


def test_alternatives_are_shown_together_until_one_is_met(office: Office) -> None:
    person = given.a_member(office)
    page = words_of(office.do(ExplainSelfCheck(person, "rl", "initial", "en"))[1])
    assert "HBO level" in page
    assert "1 of these is enough." in page
    assert "Assessment at HBO level" in page
    assert page.index("HBO level") < page.index("Diploma of a three-year HBO programme")
    office.do(AddCredential(person, "diploma", "School", date(2012, 7, 1), level=6, years=4))
    page = words_of(office.do(ExplainSelfCheck(person, "rl", "initial", "en"))[1])
    assert "since 01-07-2012" in page
    assert "Assessment at HBO level" not in page


def test_nobody_is_explained_nothing(office: Office) -> None:
    with pytest.raises(RuleBroken):
        office.do(ExplainSelfCheck(99, "dimc", "cmc"))
    with pytest.raises(RuleBroken):
        office.do(ExplainApplication(99))
