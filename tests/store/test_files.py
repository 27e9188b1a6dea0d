"""The file store keeps every byte, or says that it could not."""

import hashlib
import io
from pathlib import Path

import pytest

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.store.files import FileStore


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


class _FullDisk(io.BytesIO):
    """A stream that breaks half-way, as a full disk does."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell():
            raise OSError(28, "No space left on device")
        return super().read(3)


def test_a_full_disk_leaves_no_half_document(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "files")
    with pytest.raises(RuleBroken):
        store.put(_FullDisk(b"long proof"))
    assert [place for place in (tmp_path / "files").rglob("*") if place.is_file()] == []
