"""Certificates that live longer by one decision about all of them: the annex, the number, the register, once only."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from cmsdesk.domain.certificates import Status
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.services.certificates import ChangeStanding, ReadCertificate
from cmsdesk.services.extensions import ExtendCertificates, ListExtensions, ReadAnnexes
from cmsdesk.services.history import Undo, Undoable
from cmsdesk.services.lists import Asked
from cmsdesk.services.office import Office, make_office
from cmsdesk.services.register import ListHolders
from cmsdesk.services.settings import FoundOffice, OfficeDetails
from tests.services.conftest import a_list, imported

DECIDED = "Besluit van het bestuur van 01-07-2014, met instemming van het College."


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """The register in the summer of 2014: before, on and after the day that counts, one of the new rules, one withdrawn."""
    made = make_office(tmp_path / "rqim.cmsdesk", user="tester", today=lambda: date(2014, 10, 15))
    made.do(FoundOffice(OfficeDetails("Register", signatory_name="A. Signer")))
    members = [(str(n), "An", "", f"Naam{n}", "", "", "") for n in range(1, 6)]
    days = [
        ("R-1", "1", "RQIM", "02-10-2011", "01-10-2014"),
        ("R-2", "2", "RQIM", "03-10-2011", "02-10-2014"),
        ("R-3", "3", "RQIM", "01-01-2013", "31-12-2015"),
        ("R-4", "4", "RQIM", "10-10-2014", "09-10-2018"),
        ("R-5", "5", "RQIM", "01-01-2014", "31-12-2016"),
    ]
    imported(made, a_list(members, days))
    withdrawn = next(row for row in made.do(ListHolders(Asked(), 0, 9)) if row.number == "R-5")
    made.do(ChangeStanding(withdrawn.id, Status.WITHDRAWN, "Misuse of the mark."))
    yield made
    made.close()


def ends(office: Office) -> dict[str, date | None]:
    return {row.number: row.until_on for row in office.do(ListHolders(Asked(sort="number"), 0, 9))}


def extended(office: Office) -> int:
    return office.do(ExtendCertificates("rqim", 0, DECIDED))


def test_only_those_that_end_after_the_day_get_a_year_more_under_the_same_number(office: Office) -> None:
    assert [row.count for row in office.do(ListExtensions("rqim"))] == [2]
    assert extended(office) == 2
    assert ends(office) == {
        "R-1": date(2014, 10, 1),
        "R-2": date(2015, 10, 2),
        "R-3": date(2016, 12, 31),
        "R-4": date(2018, 10, 9),
        "R-5": date(2016, 12, 31),
    }


def test_the_annex_says_the_new_day_and_is_kept_byte_for_byte(office: Office) -> None:
    extended(office)
    [third] = [row for row in office.do(ListHolders(Asked(), 0, 9)) if row.number == "R-3"]
    [(name, paper)] = office.do(ReadAnnexes(third.id))
    text = " ".join(PdfReader(BytesIO(paper)).pages[0].extract_text().split())
    assert name == "R-3 annex 2014-10-15.pdf"
    assert "R-3" in text
    assert "31 december 2016" in text
    assert "31 december 2015" in text
    assert DECIDED in text
    assert office.do(ReadAnnexes(third.id)) == [(name, paper)]
    reasons = [reason for _on, _status, reason in office.do(ReadCertificate(third.id)).events]
    assert any("31-12-2016" in reason and DECIDED in reason for reason in reasons)


def test_it_happens_once_and_is_taken_back_as_one_act(office: Office) -> None:
    before = ends(office)
    extended(office)
    with pytest.raises(RuleBroken, match="no certificate left"):
        extended(office)
    last = office.do(Undoable())
    assert last
    office.do(Undo(last.seq))
    assert ends(office) == before
    assert [row.count for row in office.do(ListExtensions("rqim"))] == [2]
    assert extended(office) == 2


def test_it_needs_words_and_an_extension_of_the_scheme(office: Office) -> None:
    with pytest.raises(RuleBroken, match="who decided this, and when"):
        office.do(ExtendCertificates("rqim", 0, " "))
    with pytest.raises(RuleBroken, match="knows no “2”"):
        office.do(ExtendCertificates("rqim", 1, DECIDED))


def test_an_annex_that_was_changed_on_the_disk_is_not_shown(office: Office) -> None:
    extended(office)
    [third] = [row for row in office.do(ListHolders(Asked(), 0, 9)) if row.number == "R-3"]
    for place in office.path.with_name(office.path.name + "-files").rglob("*"):
        if place.is_file():
            place.chmod(0o600)
            place.write_bytes(b"something else")
    with pytest.raises(RuleBroken, match="missing or was changed"):
        office.do(ReadAnnexes(third.id))
