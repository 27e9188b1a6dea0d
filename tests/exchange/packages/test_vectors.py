"""The published vectors: the program and the independent reader give the answer that stands beside each file."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from cmsdesk.exchange.packages.faults import Fault, PackageRefused
from cmsdesk.exchange.packages.fingerprints import spoken
from cmsdesk.exchange.packages.keys import public_text
from cmsdesk.exchange.packages.reading import open_package
from tests import independent_reader
from tests.exchange.packages.given import ASSESSOR, DOCUMENTS, OFFICE, TODAY, made
from tests.exchange.packages.vector_people import KEYS, SAID, known_to
from tests.vectors import make_packages

VECTORS = [pytest.param(vector, id=vector["file"]) for vector in SAID["vectors"]]


def answered(vector: dict[str, str], staging: Path) -> str:
    person = vector["opened_by"]
    path = make_packages.FOLDER / vector["file"]
    try:
        came = open_package(path, KEYS[person], known_to(person), staging=staging, today=date.fromisoformat(SAID["today"]))
    except PackageRefused as refused:
        return refused.fault
    came.wipe()
    return came.arrival.name.lower()


@pytest.mark.parametrize("vector", VECTORS)
def test_the_program_gives_the_answer_of_the_vector(vector: dict[str, str], tmp_path: Path) -> None:
    assert answered(vector, tmp_path) == vector["answer"], vector["about"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("vector", VECTORS)
def test_the_independent_reader_gives_the_same_answer(vector: dict[str, str]) -> None:
    raw = (make_packages.FOLDER / vector["file"]).read_bytes()
    assert independent_reader.answer(vector["opened_by"], raw, SAID) == vector["answer"], vector["about"]


def test_the_vectors_are_made_again_byte_for_byte() -> None:
    shipped = {path.name: path.read_bytes() for path in make_packages.FOLDER.iterdir()}
    wanted = {vector.name: vector.raw for vector in make_packages.vectors()} | {"vectors.json": make_packages.listing()}
    assert {name for name in wanted if shipped.get(name) != wanted[name]} == set()
    assert set(shipped) == set(wanted)


def test_every_fault_has_a_vector() -> None:
    assert set(Fault) - {vector["answer"] for vector in SAID["vectors"]} == set()


def test_the_page_names_every_answer() -> None:
    page = (Path(__file__).parents[3] / "docs" / "package-format.md").read_text(encoding="utf-8")
    assert [fault.value for fault in Fault if f"`{fault.value}`" not in page] == []


@pytest.mark.parametrize("person", KEYS)
def test_the_keys_in_the_vectors_are_what_the_program_would_write(person: str) -> None:
    assert public_text(KEYS[person]).decode() == SAID["people"][person]["key_file"]
    assert KEYS[person].public.id == SAID["people"][person]["id"]
    assert list(spoken(KEYS[person].public, "nl")) == SAID["people"][person]["words"]["nl"]
    assert list(spoken(KEYS[person].public, "en")) == SAID["people"][person]["words"]["en"]


def test_the_independent_reader_knows_no_part_of_the_program() -> None:
    script = "import sys; import tests.independent_reader; print(*(name for name in sys.modules if name.startswith('cmsdesk')))"
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_the_independent_reader_opens_what_the_program_made(tmp_path: Path) -> None:
    sent = made(tmp_path)
    office = independent_reader.read_key_file(public_text(OFFICE).decode())
    package = independent_reader.read(sent.path.read_bytes(), ASSESSOR.reading, ASSESSOR.public.id, {office.id: (office, None)})
    assert tuple(package.files.values())[1:] == DOCUMENTS
    assert package.head["made"] == TODAY.isoformat()
    assert independent_reader.consult(package, "dossier", {}, TODAY.isoformat()) == "new"
