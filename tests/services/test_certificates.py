"""Certificates: issued once, with a number of their own, kept byte for byte, and what becomes of them."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from cmsdesk.domain.certificates import Status
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.numbers import has_valid_check_digit, with_check_digit
from cmsdesk.services.certificates import ChangeStanding, IssueCertificate, ReadCertificate, ReadPaper, SavePaper
from cmsdesk.services.decisions import RecordDecision
from cmsdesk.services.history import CheckJournal
from cmsdesk.services.lists import Asked
from cmsdesk.services.office import Office
from cmsdesk.services.register import ListHolders
from cmsdesk.services.schemes import known_schemes
from tests import given
from tests.conftest import TODAY
from tests.disks import full_disk, listing
from tests.rows import file_of, records_in
from tests.services.conftest import Clock, a_list, imported


def number_of(office: Office, certificate: int) -> str:
    return office.do(ReadCertificate(certificate)).number


def test_numbers_count_up_within_title_and_year_and_carry_a_check_digit(passing: Office, clock: Clock, tmp_path: Path) -> None:
    numbers = []
    for day in (TODAY, TODAY, date(2027, 1, 2)):
        clock.day = day
        numbers.append(
            number_of(passing, passing.do(IssueCertificate(given.granted(passing, given.a_member(passing), tmp_path))))
        )
    assert [number[:-2] for number in numbers] == ["CMC-2026-001", "CMC-2026-002", "CMC-2027-001"]
    assert all(has_valid_check_digit(number) for number in numbers)


def test_the_year_of_a_number_is_that_of_the_decision(passing: Office, clock: Clock, tmp_path: Path) -> None:
    application = given.granted(passing, given.a_member(passing), tmp_path)
    clock.day = date(2027, 1, 2)
    certificate = passing.do(IssueCertificate(application))
    assert number_of(passing, certificate).startswith("CMC-2026-001")
    assert passing.do(ReadCertificate(certificate)).granted_on == TODAY


def test_a_number_of_an_imported_certificate_is_passed_over(office: Office, tmp_path: Path) -> None:
    taken = [("CMC-2026-001", 1, "CMC", TODAY, None), (with_check_digit("CMC-2026-002"), 1, "CMC", TODAY, None)]
    imported(office, a_list([(1, "An", "", "Akker", "", "", None)], taken))
    certificate = office.do(IssueCertificate(given.granted(office, given.a_member(office), tmp_path)))
    assert number_of(office, certificate).startswith("CMC-2026-003")


def test_two_certificates_are_signed_with_one_key(office: Office, tmp_path: Path) -> None:
    def key() -> str:
        return str(records_in(office.path)["officesettings"][0]["signing_key"])

    assert key() == ""
    office.do(IssueCertificate(given.granted(office, given.a_member(office), tmp_path)))
    first = key()
    office.do(IssueCertificate(given.granted(office, given.a_member(office), tmp_path)))
    assert first == key() != ""
    assert office.do(CheckJournal()) is None


def test_nothing_is_issued_before_it_is_granted(office: Office, tmp_path: Path) -> None:
    application = given.reviewed(office, given.a_member(office), tmp_path)
    with pytest.raises(RuleBroken, match="There is no decision yet that grants application A-2026-0001"):
        office.do(IssueCertificate(application))
    office.do(RecordDecision(application, False, office.today, "Not enough."))
    with pytest.raises(RuleBroken, match="no decision yet that grants"):
        office.do(IssueCertificate(application))


def test_a_route_without_a_certificate_issues_none(office: Office) -> None:
    application = given.an_application(office, given.a_member(office))
    scheme, route = next((s.id, r.id) for s in known_schemes().values() for r in s.routes if not r.certificate)
    with file_of(office.path) as connection:
        connection.execute("UPDATE application SET state = 'granted', scheme_id = ?, route_id = ?", (scheme, route))
    with pytest.raises(RuleBroken, match="ends without a certificate"):
        office.do(IssueCertificate(application))


def test_a_full_disk_issues_nothing_and_uses_up_no_number(office: Office, tmp_path: Path) -> None:
    application = given.granted(office, given.a_member(office), tmp_path)
    before = records_in(office.path)
    with full_disk(20_000), pytest.raises(RuleBroken, match="disk is full"):
        office.do(IssueCertificate(application))
    assert records_in(office.path) == before
    assert number_of(office, office.do(IssueCertificate(application))).startswith("CMC-2026-001")


def test_the_paper_is_kept_byte_for_byte_and_saved_so(office: Office, tmp_path: Path) -> None:
    certificate = office.do(IssueCertificate(given.granted(office, given.a_member(office), tmp_path)))
    name, paper = office.do(ReadPaper(certificate))
    assert name == f"{number_of(office, certificate)}.pdf"
    target = tmp_path / "out.pdf"
    target.write_bytes(b"an older one")
    assert office.do(SavePaper(certificate, target)).read_bytes() == paper
    before = listing(tmp_path)
    with full_disk(1000), pytest.raises(RuleBroken, match="could not be written"):
        office.do(SavePaper(certificate, target))
    assert listing(tmp_path) == before


@pytest.mark.parametrize("harm", ["changed", "gone"])
def test_a_paper_that_was_changed_or_lost_is_not_handed_out(office: Office, tmp_path: Path, harm: str) -> None:
    certificate = office.do(IssueCertificate(given.granted(office, given.a_member(office), tmp_path)))
    sha256 = records_in(office.path)["certificate"][0]["sha256"]
    [place] = Path(f"{office.path}-files").glob(f"??/{sha256}")
    if harm == "changed":
        place.write_bytes(b"%PDF-1.7 something else")
    else:
        place.unlink()
    with pytest.raises(RuleBroken, match="missing or was changed. Please restore the last backup"):
        office.do(ReadPaper(certificate))


def test_an_imported_certificate_has_no_paper_here(office: Office) -> None:
    imported(office, a_list([(1, "An", "", "Akker", "", "", None)], [("C-1", 1, "CMC", TODAY, None)]))
    with pytest.raises(RuleBroken, match="there is no paper of it here"):
        office.do(ReadPaper(1))
    [row] = office.do(ListHolders(Asked(), 0, 5))
    assert not row.has_paper
    assert office.do(ReadCertificate(1)).application_id is None


@pytest.mark.parametrize(
    ("done", "refused"),
    [
        ((), (Status.ACTIVE, Status.EXPIRED, Status.FUTURE)),
        ((Status.SUSPENDED,), (Status.SUSPENDED,)),
        ((Status.WITHDRAWN,), (Status.WITHDRAWN, Status.SUSPENDED, Status.ACTIVE)),
    ],
)
def test_only_what_can_follow_follows(office: Office, done: tuple[Status, ...], refused: tuple[Status, ...]) -> None:
    imported(office, a_list([(1, "An", "", "Akker", "", "", None)], [("C-1", 1, "CMC", TODAY, None)]))
    for status in done:
        office.do(ChangeStanding(1, status, "For a reason."))
    before = records_in(office.path)
    for status in refused:
        with pytest.raises(RuleBroken, match="Certificate C-1 is “.*”; this is not possible"):
            office.do(ChangeStanding(1, status, "For a reason."))
    assert records_in(office.path) == before


def test_nothing_happens_to_an_imported_certificate_before_it_was_granted(office: Office) -> None:
    imported(office, a_list([(1, "An", "", "Akker", "", "", None)], [("C-1", 1, "CMC", TODAY - timedelta(days=9), None)]))
    with pytest.raises(RuleBroken, match="before what happened last, on 12-11-2026"):
        office.do(ChangeStanding(1, Status.SUSPENDED, "For a reason.", on=TODAY - timedelta(days=10)))


def test_what_a_certificate_was_worth_on_a_day_in_the_past_stays_so(passing: Office, clock: Clock) -> None:
    imported(passing, a_list([(1, "An", "", "Akker", "", "", None)], [("C-1", 1, "CMC", TODAY, TODAY + timedelta(days=100))]))
    for later, status in ((10, Status.SUSPENDED), (20, Status.ACTIVE), (30, Status.WITHDRAWN)):
        clock.day = TODAY + timedelta(days=later)
        passing.do(ChangeStanding(1, status, "For a reason."))
    worth = {}
    for later in (-1, 0, 9, 10, 19, 20, 29, 30, 200):
        clock.day = TODAY + timedelta(days=later)
        worth[later] = passing.do(ReadCertificate(1)).status
    assert worth == {
        -1: Status.FUTURE, 0: Status.ACTIVE, 9: Status.ACTIVE, 10: Status.SUSPENDED, 19: Status.SUSPENDED, 20: Status.ACTIVE,
        29: Status.ACTIVE, 30: Status.WITHDRAWN, 200: Status.WITHDRAWN,
    }  # fmt: skip
    assert [status for _on, status, _reason in passing.do(ReadCertificate(1)).events] == [
        Status.ACTIVE, Status.SUSPENDED, Status.ACTIVE, Status.WITHDRAWN,
    ]  # fmt: skip
