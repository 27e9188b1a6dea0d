"""The file store keeps every byte, or says that it could not."""

import hashlib
import io
from pathlib import Path

import pytest

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.store.files import FileStore, is_hash
from tests.disks import full_disk


def test_a_document_is_kept_once_under_its_hash(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "files")
    first, second = store.put(io.BytesIO(b"proof")), store.put(io.BytesIO(b"proof"))
    assert first == second
    assert first.sha256 == hashlib.sha256(b"proof").hexdigest()
    assert list(store.hashes()) == [first.sha256]
    with store.open(first.sha256) as stream:
        assert stream.read() == b"proof"


def test_a_changed_document_is_noticed(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "files")
    kept = store.put(io.BytesIO(b"proof"))
    assert store.check(kept.sha256)
    store.path(kept.sha256).write_bytes(b"Proof")
    assert not store.check(kept.sha256)


def test_a_missing_document_is_said(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "files")
    kept = store.put(io.BytesIO(b"proof"))
    store.delete(kept.sha256)
    assert not store.check(kept.sha256)
    with pytest.raises(RuleBroken):
        store.open(kept.sha256)


def test_a_document_of_many_pages_is_kept_to_the_last_byte(tmp_path: Path) -> None:
    content = bytes(range(256)) * 10_000 + b"the end"
    store = FileStore(tmp_path / "files")
    kept = store.put(io.BytesIO(content))
    assert (kept.size, kept.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    with store.open(kept.sha256) as stream:
        assert stream.read() == content
    assert store.check(kept.sha256)


def test_a_document_that_was_spoiled_is_made_good_by_handing_it_in_again(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "files")
    kept = store.put(io.BytesIO(b"proof"))
    store.path(kept.sha256).write_bytes(b"spoiled")
    store.put(io.BytesIO(b"proof"))
    assert store.check(kept.sha256)


def test_what_is_no_document_is_not_counted_as_one(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "files")
    assert list(store.hashes()) == []
    kept = store.put(io.BytesIO(b"proof"))
    folder = store.path(kept.sha256).parent
    for stray in ("desktop.ini", f"{kept.sha256}.bak", kept.sha256.upper(), "0" * 64):
        (folder / stray).write_bytes(b"stray")
    assert list(store.hashes()) == [kept.sha256]


@pytest.mark.parametrize("name", ["../../etc/passwd", "a" * 63, "g" * 64, "A" * 64, "a" * 64 + "\n", 7, None])
def test_only_a_hash_names_a_document(name: object) -> None:
    assert not is_hash(name)


def test_a_full_disk_leaves_no_half_document(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "files")
    with full_disk(1_000_000), pytest.raises(RuleBroken, match="could not be kept: the disk is full"):
        store.put(io.BytesIO(bytes(5_000_000)))
    assert [place for place in (tmp_path / "files").rglob("*") if place.is_file()] == []


def test_a_store_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "files").write_text("something else stands here")
    with pytest.raises(RuleBroken, match="could not be kept"):
        FileStore(tmp_path / "files").put(io.BytesIO(b"proof"))
