"""Certificates by command: issued once, verified by anybody."""

from contextlib import closing
from pathlib import Path

from pypdf import PdfReader

from cmsdesk.domain.certificates import Status
from cmsdesk.services.certificates import ChangeStanding
from cmsdesk.services.lists import Asked
from cmsdesk.services.records import ReadApplication
from cmsdesk.services.register import ListHolders
from tests import given
from tests.cli.conftest import Shell


def test_a_certificate_is_issued_once_and_saved(run: Shell, granted: str, tmp_path: Path) -> None:
    done = run.on_office("certificates", "issue", granted, "--to", tmp_path / "papers", "--paper-language", "en")
    assert (done.code, done.err) == (0, "")
    [paper] = (tmp_path / "papers").iterdir()
    assert done.out == f"{paper}\n"
    assert "Certificate" in PdfReader(paper).pages[0].extract_text()
    again = run.on_office("certificates", "issue", granted)
    assert again.code == 1
    assert "already issued" in again.err


def test_one_refusal_does_not_keep_the_other_certificates(run: Shell, granted: str) -> None:
    done = run.on_office("certificates", "issue", "A-1900-0001", granted)
    assert done.code == 1
    assert done.err == "A-1900-0001: There is no application A-1900-0001.\n"
    assert done.out.endswith(".pdf\n")


def test_a_name_that_cannot_be_printed_is_refused_before_anything_is_issued(run: Shell, tmp_path: Path) -> None:
    with closing(run.opened()) as office:
        application = given.granted(office, given.a_member(office, "王小明"), tmp_path)
        number = office.do(ReadApplication(application)).number
    done = run.on_office("certificates", "issue", number, "--to", tmp_path / "papers")
    assert (done.code, done.out) == (1, "")
    assert "“王小明”" in done.err
    assert list((tmp_path / "papers").iterdir()) == []
    assert run.on_office("office", "inspect", "--json").json["certificates"] == 0


def test_anybody_with_the_public_key_can_verify_a_certificate(run: Shell, paper: Path, tmp_path: Path) -> None:
    key = tmp_path / "key.json"
    key.write_text(run.on_office("certificates", "key").out, encoding="utf-8")
    done = run("certificates", "verify", paper, "--key", key)
    assert done.code == 0
    assert f"Number: {paper.stem}" in done.out
    assert "ask the office" in done.out
    said = run("certificates", "verify", paper, "--key", key, "--json").json
    assert said["claims"]["num"] == paper.stem
    assert said["status"] is None


def test_the_office_says_what_a_certificate_is_worth_today(run: Shell, paper: Path) -> None:
    assert run("certificates", "verify", paper, "--office", run.office, "--json").json["status"] == "active"
    with closing(run.opened()) as office:
        [holder] = office.do(ListHolders(Asked(), 0, 5))
        office.do(ChangeStanding(holder.id, Status.SUSPENDED, "A complaint."))
    assert "Suspended" in run("certificates", "verify", paper, "--office", run.office).out


def test_a_paper_that_was_changed_is_not_taken_for_the_one_that_was_issued(run: Shell, paper: Path) -> None:
    paper.write_bytes(paper.read_bytes() + b"\n")
    done = run("certificates", "verify", paper, "--office", run.office)
    assert (done.code, done.out) == (1, "")
    assert "not the paper that the office issued" in done.err


def test_what_holds_no_code_and_what_is_no_key_are_refused(run: Shell, paper: Path, tmp_path: Path) -> None:
    (tmp_path / "other.pdf").write_bytes(b"%PDF-1.7\n%%EOF")
    (tmp_path / "key.json").write_text('{"kty": "OKP", "crv": "Ed25519", "kid": "1", "x": "AAAA"}', encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not a key", encoding="utf-8")
    assert "other.pdf holds no code" in run("certificates", "verify", tmp_path / "other.pdf", "--office", run.office).err
    for key in ("key.json", "notes.txt", "absent.json"):
        done = run("certificates", "verify", paper, "--key", tmp_path / key)
        assert (done.code, done.out) == (1, "")
        assert done.err.count("\n") == 1


def test_an_office_that_never_issued_a_certificate_has_no_key(run: Shell) -> None:
    done = run.on_office("certificates", "key")
    assert done.code == 1
    assert "no key" in done.err
