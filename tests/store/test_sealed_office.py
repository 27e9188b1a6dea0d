"""An office file under a key: the same use cases, and on disk nothing that anybody could read."""

import hashlib
import io
from contextlib import closing
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlite

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.services.office import Office, make_office, open_office
from cmsdesk.services.people import AddPerson, PersonDetails, ReadPerson
from cmsdesk.services.settings import FoundOffice, OfficeDetails
from cmsdesk.store import database
from cmsdesk.store.database import open_database, unlock
from cmsdesk.store.office_key import OfficeKey, new_office_key
from cmsdesk.store.sealed_files import PIECE, SealedFileStore
from tests import given

SECRET = b"Zonderlinge Achternaam"
SIZES = (0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 17)


@pytest.fixture
def key() -> OfficeKey:
    return new_office_key()


def a_sealed_office(folder: Path, key: OfficeKey) -> Office:
    office = make_office(folder / "sealed.cmsdesk", user="tester", key=key)
    office.do(FoundOffice(OfficeDetails("Test office")))
    return office


def on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def document(size: int) -> bytes:
    return hashlib.shake_256(b"a document").digest(size)


def test_what_was_done_under_a_key_is_there_again_with_that_key(tmp_path: Path, key: OfficeKey) -> None:
    office = a_sealed_office(tmp_path, key)
    assert office.is_sealed
    person = office.do(AddPerson(PersonDetails("Zwart"), None))
    office.close()
    again = open_office(tmp_path / "sealed.cmsdesk", user="tester", key=key)
    assert again.do(ReadPerson(person)).details.surname == "Zwart"
    again.close()


def test_nothing_of_a_sealed_office_can_be_read_on_disk_while_it_is_open_and_afterwards(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, key: OfficeKey
) -> None:
    office = a_sealed_office(tmp_path, key)
    person = office.do(AddPerson(PersonDetails(SECRET.decode()), None))
    given.in_review(office, person, tmp_path_factory.mktemp("papers"))
    assert (tmp_path / "sealed.cmsdesk-wal").stat().st_size > 0
    for moment in ("open", "closed"):
        found = on_disk(tmp_path)
        assert SECRET not in found, moment
        assert b"SQLite format 3" not in found, moment
        assert b"%PDF" not in found, moment
        assert b"judgement" not in found, moment
        office.close()


def test_the_wrong_key_opens_nothing_and_changes_nothing(tmp_path: Path, key: OfficeKey) -> None:
    a_sealed_office(tmp_path, key).close()
    before = on_disk(tmp_path)
    for wrong in (new_office_key(), None):
        with pytest.raises(RuleBroken):
            open_database(tmp_path / "sealed.cmsdesk", wrong)
    assert on_disk(tmp_path) == before


def test_a_key_does_not_open_an_office_that_has_none(tmp_path: Path, key: OfficeKey) -> None:
    make_office(tmp_path / "plain.cmsdesk", user="tester").close()
    with pytest.raises(RuleBroken, match="not an office file"):
        open_database(tmp_path / "plain.cmsdesk", key)


def test_an_older_sealed_office_is_carried_forward_with_a_sealed_copy_beside_it(tmp_path: Path, key: OfficeKey) -> None:
    office = a_sealed_office(tmp_path, key)
    office.do(AddPerson(PersonDetails(SECRET.decode()), None))
    with office._database.connection() as connection:
        connection.execute("PRAGMA user_version=0")
    office.close()
    open_database(tmp_path / "sealed.cmsdesk", key).close()
    copy = tmp_path / f"sealed.cmsdesk.before-schema-{database.SCHEMA}"
    assert SECRET not in copy.read_bytes()
    with closing(sqlite.connect(str(copy))) as connection:
        unlock(connection, key)
        assert connection.execute("SELECT surname FROM person").fetchall() == [(SECRET.decode(),)]


@pytest.mark.parametrize("size", SIZES)
def test_a_sealed_document_comes_back_to_the_last_byte(tmp_path: Path, key: OfficeKey, size: int) -> None:
    store = SealedFileStore(tmp_path / "files", key)
    kept = store.put(io.BytesIO(document(size)))
    assert (kept.size, kept.sha256) == (size, hashlib.sha256(document(size)).hexdigest())
    with store.open(kept.sha256) as stream:
        assert stream.read() == document(size)
        assert stream.read() == b""
    assert store.read(kept.sha256) == document(size)
    assert store.check(kept.sha256)
    assert list(store.hashes()) == [kept.sha256]


def test_a_sealed_document_is_read_from_any_place(tmp_path: Path, key: OfficeKey) -> None:
    content = document(3 * PIECE + 17)
    store = SealedFileStore(tmp_path / "files", key)
    with store.open(store.put(io.BytesIO(content)).sha256) as stream:
        for place in (PIECE - 3, 3 * PIECE + 10, 5, 2 * PIECE, len(content) + 5):
            assert stream.seek(place) == place
            assert stream.read(20) == content[place : place + 20]
        assert stream.seek(-4, io.SEEK_END) == len(content) - 4
        assert (stream.read(), stream.tell()) == (content[-4:], len(content))


def test_a_stream_that_gives_little_at_a_time_is_kept_whole(tmp_path: Path, key: OfficeKey) -> None:
    class Trickle(io.BytesIO):
        def read(self, most: int | None = -1, /) -> bytes:
            return super().read(min(5_000, most or 0))

    store = SealedFileStore(tmp_path / "files", key)
    kept = store.put(Trickle(document(2 * PIECE)))
    assert store.check(kept.sha256)


@pytest.mark.parametrize("size", SIZES)
def test_a_sealed_document_that_was_cut_changed_or_moved_is_refused(tmp_path: Path, key: OfficeKey, size: int) -> None:
    store = SealedFileStore(tmp_path / "files", key)
    kept = store.put(io.BytesIO(document(size)))
    place = store.path(kept.sha256)
    whole = place.read_bytes()
    flipped = bytearray(whole)
    flipped[-1] ^= 1
    spoiled = [bytes(flipped), whole[:-1], whole + b"\0", whole[:10], b"", whole[:16] + whole[16 + PIECE + 16 :]]
    for one in spoiled:
        place.write_bytes(one)
        assert not store.check(kept.sha256)
        assert store.read(kept.sha256) is None
        with pytest.raises(RuleBroken), store.open(kept.sha256) as stream:
            stream.read()
    other = store.put(io.BytesIO(b"another document"))
    place.write_bytes(store.path(other.sha256).read_bytes())
    assert not store.check(kept.sha256)


def test_a_document_lies_differently_each_time_it_is_put(tmp_path: Path, key: OfficeKey) -> None:
    store = SealedFileStore(tmp_path / "files", key)
    first = store.path(store.put(io.BytesIO(b"proof")).sha256).read_bytes()
    assert store.path(store.put(io.BytesIO(b"proof")).sha256).read_bytes() != first


def test_a_key_never_shows_in_a_text(key: OfficeKey) -> None:
    assert key.secret.hex() not in repr(key)
    assert str(key.secret) not in repr(key)
    with pytest.raises(ValueError, match="5"):
        OfficeKey(b"short")
