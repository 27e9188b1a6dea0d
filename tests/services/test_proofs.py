"""Documents behind what a person brings along."""

from datetime import date
from pathlib import Path

import pytest

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.proofs import Fact
from cmsdesk.services.history import Undo, Undoable
from cmsdesk.services.office import Office
from cmsdesk.services.proofs import AddProof, ProofsOf, ReadProof, RemoveProof
from cmsdesk.services.qualifications import AddCredential, AddWorkPeriod, RemoveCredential, RemoveWorkPeriod
from tests import given
from tests.judging import a_file
from tests.rows import records_in


@pytest.fixture
def person(office: Office) -> int:
    return given.a_member(office)


def facts(office: Office, person: int) -> dict[Fact, int]:
    return {
        Fact.POINTS: given.points(office, person, "education", "10"),
        Fact.PERIOD: office.do(AddWorkPeriod(person, "atim-as", "as_work", "Secretaris", date(2020, 1, 1))),
        Fact.CREDENTIAL: office.do(AddCredential(person, "diploma", "Hogeschool", date(2010, 7, 1))),
    }


def test_every_fact_can_have_its_proof_and_is_read_back_byte_for_byte(office: Office, person: int, tmp_path: Path) -> None:
    for fact, fact_id in facts(office, person).items():
        path = given.a_pdf(tmp_path, f"{fact}.pdf")
        proof = office.do(AddProof(fact, fact_id, path))
        [row] = office.do(ProofsOf(person))[fact, fact_id]
        assert (row.id, row.name) == (proof, f"{fact}.pdf")
        name, media_type, stream = office.do(ReadProof(proof))
        assert (name, media_type, stream.read()) == (f"{fact}.pdf", "application/pdf", path.read_bytes())


def test_the_same_document_twice_behind_one_fact_is_said(office: Office, person: int, tmp_path: Path) -> None:
    entry = given.points(office, person, "education", "10")
    other = given.points(office, person, "education", "12")
    path = given.a_pdf(tmp_path)
    office.do(AddProof(Fact.POINTS, entry, path))
    office.do(AddProof(Fact.POINTS, other, path))
    second = office.do(AddProof(Fact.POINTS, entry, a_file(tmp_path, "more.pdf")))
    with pytest.raises(RuleBroken, match="already there, as “form.pdf”"):
        office.do(AddProof(Fact.POINTS, entry, path))
    assert [row.name for row in office.do(ProofsOf(person))[Fact.POINTS, entry]] == ["form.pdf", "more.pdf"]
    assert office.do(ReadProof(second))[0] == "more.pdf"


def test_what_is_no_document_is_no_proof(office: Office, person: int, tmp_path: Path) -> None:
    entry = given.points(office, person, "education", "10")
    (tmp_path / "empty.pdf").touch()
    with pytest.raises(RuleBroken, match="is empty"):
        office.do(AddProof(Fact.POINTS, entry, tmp_path / "empty.pdf"))


@pytest.mark.parametrize(("fact", "removing"), [(Fact.PERIOD, RemoveWorkPeriod), (Fact.CREDENTIAL, RemoveCredential)])
def test_a_fact_goes_with_its_proof_and_comes_back_with_it(
    office: Office,
    person: int,
    tmp_path: Path,
    fact: Fact,
    removing: type[RemoveWorkPeriod] | type[RemoveCredential],
) -> None:
    fact_id = facts(office, person)[fact]
    office.do(AddProof(fact, fact_id, given.a_pdf(tmp_path)))
    before = records_in(office.path)
    office.do(removing(fact_id))
    assert office.do(ProofsOf(person)) == {}
    last = office.do(Undoable())
    assert last is not None
    office.do(Undo(last.seq))
    assert records_in(office.path) == before


def test_a_proof_that_was_changed_on_the_disk_is_not_shown(office: Office, person: int, tmp_path: Path) -> None:
    proof = office.do(AddProof(Fact.POINTS, given.points(office, person, "education", "10"), given.a_pdf(tmp_path)))
    [kept] = [path for path in office.path.parent.rglob("??/*") if path.is_file()]
    kept.chmod(0o600)
    kept.write_bytes(b"%PDF-1.7 other")
    with pytest.raises(RuleBroken, match="“form.pdf” is missing from the file store or was changed"):
        office.do(ReadProof(proof))
    office.do(RemoveProof(proof))
    assert office.do(ProofsOf(person)) == {}
