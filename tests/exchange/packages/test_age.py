"""The library for age is held to what it should do: no failure is lost, and what it is given back is whole."""

import io
import os
from pathlib import Path

import pyrage
import pytest

from cmsdesk.exchange.packages.age import decrypt, encrypt
from cmsdesk.exchange.packages.faults import PackageRefused
from tests.exchange.packages.given import ASSESSOR

RECIPIENT = ASSESSOR.public.recipient
SIZES = [0, 10, 8_192, 65_536, 65_537, 200_000]


class Disk(io.BytesIO):
    """A disk that fails at one write and would take all others."""

    def __init__(self, fails_at: int) -> None:
        super().__init__()
        self._writes_left = fails_at

    def write(self, piece: object) -> int:
        self._writes_left -= 1
        if self._writes_left < 0:
            raise OSError(28, "No space left on device")
        return super().write(piece)  # type: ignore[arg-type]


def encrypted(tmp_path: Path, body: bytes) -> Path:
    path = tmp_path / "some.age"
    path.write_bytes(pyrage.encrypt(body, [RECIPIENT]))
    return path


@pytest.mark.parametrize("size", SIZES)
def test_what_is_encrypted_is_decrypted(tmp_path: Path, size: int) -> None:
    body, path, got = os.urandom(size), tmp_path / "some.age", io.BytesIO()
    with path.open("wb") as target:
        encrypt(iter([body[:100], b"", body[100:]]), target, RECIPIENT)
    with path.open("rb") as stream:
        decrypt(stream, got.write, ASSESSOR.identity)
    assert got.getvalue() == body


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("write", range(4))
def test_no_failure_to_write_is_lost(size: int, write: int) -> None:
    good = Disk(99)
    encrypt(iter([bytes(size)]), good, RECIPIENT)
    writes = 99 - good._writes_left
    disk = Disk(min(write, writes - 1))
    with pytest.raises(OSError, match="No space left"):
        encrypt(iter([bytes(size)]), disk, RECIPIENT)


@pytest.mark.parametrize("size", SIZES[1:])
def test_no_failure_to_take_is_lost(tmp_path: Path, size: int) -> None:
    path, seen = encrypted(tmp_path, bytes(size)), []

    def take(piece: bytes) -> None:
        seen.append(len(piece))
        if sum(seen) == size:
            raise OSError(28, "No space left on device")

    with path.open("rb") as stream, pytest.raises(OSError, match="No space left"):
        decrypt(stream, take, ASSESSOR.identity)
    assert sum(seen) == size


def test_nothing_is_handed_on_after_the_first_failure(tmp_path: Path) -> None:
    path, seen = encrypted(tmp_path, bytes(100_000)), []

    def take(piece: bytes) -> None:
        seen.append(piece)
        raise KeyError("enough")

    with path.open("rb") as stream, pytest.raises(KeyError, match="enough"):
        decrypt(stream, take, ASSESSOR.identity)
    assert len(seen) == 1


@pytest.mark.parametrize("error", [OSError("no reading"), KeyError("no key"), KeyboardInterrupt()])
def test_what_goes_wrong_while_making_the_pieces_keeps_its_name(error: BaseException) -> None:
    def pieces() -> object:
        yield bytes(100_000)
        raise error

    with pytest.raises(type(error)):
        encrypt(pieces(), io.BytesIO(), RECIPIENT)  # type: ignore[arg-type]


def test_every_cut_of_a_file_is_refused(tmp_path: Path) -> None:
    path = encrypted(tmp_path, bytes(50))
    raw = path.read_bytes()
    for length in range(len(raw)):
        path.write_bytes(raw[:length])
        with path.open("rb") as stream, pytest.raises(PackageRefused):
            decrypt(stream, len, ASSESSOR.identity)
