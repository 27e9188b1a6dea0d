"""The file store of an encrypted office file: each document lies encrypted under the hash of what it says.

A document is 16 random bytes and then pieces of 64 KiB, each closed by ChaCha20-Poly1305 under a key of the document's
own; the nonce counts the pieces and marks the last one. This is how age writes what comes after its header
(https://age-encryption.org/v1, "Payload"): no piece can be changed, left out, added or moved, and any one can be read
without the others, so that nothing of a document is ever on disk in the clear.
"""

import hashlib
import io
import secrets
from pathlib import Path
from typing import IO, BinaryIO, ClassVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _
from cmsdesk.store.files import FileStore, StoredFile
from cmsdesk.store.office_key import OfficeKey

PIECE = 64 << 10  # bytes of the document
_TAG = 16
_SALT = 16


class SealedFileStore(FileStore):
    """A folder beside the office file in which nothing can be read without its key."""

    sealed: ClassVar[bool] = True

    def __init__(self, folder: Path, key: OfficeKey) -> None:
        super().__init__(folder)
        self._key = key.documents

    def open(self, sha256: str) -> io.BufferedReader:
        """Read a document; what cannot be read to the end is refused while reading."""
        return io.BufferedReader(_Opened(super().open(sha256), self._key), PIECE)

    def read(self, sha256: str) -> bytes | None:
        """The whole of a document; None when it is missing or damaged."""
        try:
            with self.open(sha256) as stream:
                return stream.read()
        except (RuleBroken, OSError):
            return None

    def check(self, sha256: str) -> bool:
        """Whether the document is there and still what it was."""
        try:
            with self.open(sha256) as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest() == sha256
        except RuleBroken:
            return False

    def _write(self, source: BinaryIO, target: IO[bytes]) -> StoredFile:
        salt = secrets.token_bytes(_SALT)
        cipher = _cipher(self._key, salt)
        target.write(salt)
        digest, size, number = hashlib.sha256(), 0, 0
        piece = _whole_piece(source)
        while True:
            following = _whole_piece(source) if len(piece) == PIECE else b""
            digest.update(piece)
            size += len(piece)
            target.write(cipher.encrypt(_nonce(number, last=not following), piece, None))
            if not following:
                return StoredFile(digest.hexdigest(), size)
            piece, number = following, number + 1


class _Opened(io.RawIOBase):
    """A document as it was before, read piece by piece and from any place."""

    def __init__(self, stream: BinaryIO, key: bytes) -> None:
        self._stream = stream
        inside = stream.seek(0, io.SEEK_END) - _SALT
        self._pieces = max(1, -(-inside // (PIECE + _TAG)))
        self._size = inside - self._pieces * _TAG
        stream.seek(0)
        self._cipher = _cipher(key, stream.read(_SALT))
        self._at = 0
        self._number, self._piece = -1, b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        begin = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, begin + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: "bytearray | memoryview", /) -> int:  # type: ignore[override]  # any buffer in the stub
        number, begin = divmod(self._at, PIECE)
        if self._at >= self._size and self._at:
            number, begin = self._pieces - 1, PIECE  # the last piece is looked at as well, however short the document is
        piece = self._open(number)[begin : begin + len(buffer)]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def close(self) -> None:
        self._stream.close()
        super().close()

    def _open(self, number: int) -> bytes:
        if number != self._number:
            self._stream.seek(_SALT + number * (PIECE + _TAG))
            closed = self._stream.read(PIECE + _TAG)
            try:
                self._piece = self._cipher.decrypt(_nonce(number, last=number == self._pieces - 1), closed, None)
            except (InvalidTag, ValueError) as error:
                raise RuleBroken(
                    _("A document on this computer is damaged. Please open the package of the office once more.")
                ) from error
            self._number = number
        return self._piece


def _whole_piece(source: BinaryIO) -> bytes:
    """The next piece, however little the stream gives at a time; shorter only at the end."""
    piece = b""
    while len(piece) < PIECE and (more := source.read(PIECE - len(piece))):
        piece += more
    return piece


def _cipher(key: bytes, salt: bytes) -> ChaCha20Poly1305:
    """Each document has a key of its own, so that counting pieces from nought never uses a nonce twice."""
    return ChaCha20Poly1305(HKDF(SHA256(), 32, salt, b"payload").derive(key))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11) + bytes([last])
