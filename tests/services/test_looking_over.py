"""An office looked over: everything is counted, whatever was lost or tampered with is named; a certificate is verified."""

from pathlib import Path

import pytest

from cmsdesk.domain.certificates import Status
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.tables import TABLES
from cmsdesk.services.certificates import ChangeStanding, IssueCertificate, ReadCertificate
from cmsdesk.services.inspecting import InspectOffice
from cmsdesk.services.office import Office
from cmsdesk.services.verifying import PublicKey, StatusOf
from tests import given
from tests.rows import file_of, records_in


def test_a_whole_office_is_counted_and_found_whole(office: Office, tmp_path: Path) -> None:
    office.do(IssueCertificate(given.granted(office, given.a_member(office), tmp_path)))
    found = office.do(InspectOffice())
    assert (found.name, found.people, found.applications, found.certificates, found.documents) == ("Test office", 1, 1, 1, 2)
    assert (found.whole, found.broken_at, found.missing) == (True, None, ())
    assert found.documents == office.back_up(tmp_path / "Backups").documents


def test_a_lost_document_and_a_changed_entry_are_named(office: Office, tmp_path: Path) -> None:
    office.do(IssueCertificate(given.granted(office, given.a_member(office), tmp_path)))
    paper = records_in(office.path)["certificate"][0]["sha256"]
    (Path(f"{office.path}-files") / paper[:2] / paper).unlink()
    with file_of(office.path) as connection:
        connection.execute("UPDATE journalentry SET user = 'x' WHERE seq = 2")
    found = office.do(InspectOffice())
    assert (found.whole, found.broken_at, found.missing) == (False, 2, (paper,))
    assert office.back_up(tmp_path / "Backups").lost == 1


@pytest.mark.parametrize("table", [table for table in TABLES if "sha256" in table.model_fields])
def test_every_record_that_refers_to_a_document_is_looked_at(office: Office, tmp_path: Path, table: type) -> None:
    """Also one of a kind that is rare: a copy of a row of another table stands in for it."""
    name = str(table.__tablename__)  # type: ignore[attr-defined]
    with file_of(office.path) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        columns = {row["name"]: row for row in connection.execute(f"PRAGMA table_info({name})")}
        values = {key: 1 if row["type"] == "INTEGER" else "2026-01-01" for key, row in columns.items() if row["notnull"]}
        values["sha256"] = "a" * 64
        connection.execute(
            f"INSERT INTO {name} ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})", list(values.values())
        )
    assert office.do(InspectOffice()).missing == ("a" * 64,)
    assert office.back_up(tmp_path / "Backups").lost == 1


def test_an_office_without_certificates_has_no_key_to_show(office: Office, tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match="has not issued a certificate yet"):
        office.do(PublicKey())
    office.do(IssueCertificate(given.granted(office, given.a_member(office), tmp_path)))
    assert office.do(PublicKey())["crv"] == "Ed25519"


def test_the_status_of_today_is_told_by_number_and_the_paper_is_compared(office: Office, tmp_path: Path) -> None:
    certificate = office.do(IssueCertificate(given.granted(office, given.a_member(office), tmp_path)))
    number = office.do(ReadCertificate(certificate)).number
    sha256 = records_in(office.path)["certificate"][0]["sha256"]
    assert office.do(StatusOf(number)) is office.do(StatusOf(number, sha256)) is Status.ACTIVE
    office.do(ChangeStanding(certificate, Status.SUSPENDED, "Complaint."))
    assert office.do(StatusOf(number)) is Status.SUSPENDED
    with pytest.raises(RuleBroken, match="is not the paper that the office issued"):
        office.do(StatusOf(number, "a" * 64))
    with pytest.raises(RuleBroken, match="The office knows no certificate CMC-1"):
        office.do(StatusOf("CMC-1"))
