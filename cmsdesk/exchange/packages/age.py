"""The outer layer of a package: one file of age (age-encryption.org/v1) for one X25519 key, streamed.

The library is held on a short rein: it hides what goes wrong while it reads, forgets a failure to write the last
piece, writes on after a failure, and would start any amount of work for a file under a passphrase.
"""

import os
import re
from collections.abc import Callable, Iterator
from typing import IO, BinaryIO

import pyrage

from cmsdesk.exchange.packages.faults import Fault, PackageRefused
from cmsdesk.exchange.packages.manifest import LARGEST_PACKAGE

_START = b"age-encryption.org/v"
_LARGEST_HEADER = 8 << 10
_HEADER = re.compile(
    rb"age-encryption\.org/v1\n(?:-> [!-~]+(?: [!-~]+)*\n(?:[A-Za-z0-9+/]{64}\n)*[A-Za-z0-9+/]{0,63}\n)+--- [A-Za-z0-9+/]{43}\n"
)


def encrypt(pieces: Iterator[bytes], target: IO[bytes], recipient: pyrage.x25519.Recipient) -> None:
    """Encrypt the pieces; what goes wrong in making or writing one passes on."""
    source, sink = _Source(pieces), _Sink(target.write)
    try:
        pyrage.encrypt_io(source, sink, [recipient])
    finally:
        _raise_first(source, sink)


def decrypt(stream: BinaryIO, take: Callable[[bytes], object], identity: pyrage.x25519.Identity) -> None:
    """Hand on what is decrypted, piece by piece; nothing of it counts before this returns. What `take` raises passes on."""
    _check_header(stream)
    sink = _Sink(take)
    try:
        pyrage.decrypt_io(stream, sink, [identity])
    except (pyrage.DecryptError, OSError) as error:
        if not sink.failure:
            elsewhere = "No matching keys" in str(error)
            raise PackageRefused(Fault.FOR_SOMEBODY_ELSE if elsewhere else Fault.DAMAGED) from error
    finally:
        _raise_first(sink)


def _check_header(stream: BinaryIO) -> None:
    """Look at the size and the header before anything is calculated."""
    if os.fstat(stream.fileno()).st_size > LARGEST_PACKAGE:
        raise PackageRefused(Fault.TOO_LARGE, limit=LARGEST_PACKAGE >> 20)
    start = stream.read(_LARGEST_HEADER)
    stream.seek(0)
    if not start.startswith(_START):
        raise PackageRefused(Fault.NOT_A_PACKAGE)
    if not start.startswith(_START + b"1\n"):
        raise PackageRefused(Fault.NEWER_VERSION)
    header = _HEADER.match(start)
    if not header:
        raise PackageRefused(Fault.DAMAGED)
    if b"\n-> scrypt " in header[0] or b"\n-> X25519 " not in header[0]:
        raise PackageRefused(Fault.NOT_A_PACKAGE)


class _Source:
    """Pieces as a stream that age reads."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._piece = memoryview(b"")
        self.failure: BaseException | None = None

    def read(self, most: int) -> bytes:
        """The next bytes; none at the end."""
        try:
            while not self._piece:
                self._piece = memoryview(next(self._pieces))
        except StopIteration:
            return b""
        except BaseException as error:
            self.failure = error
            raise
        taken, self._piece = self._piece[:most], self._piece[most:]
        return bytes(taken)


class _Sink:
    """A stream that age writes to; after the first failure it takes no more."""

    def __init__(self, take: Callable[[bytes], object]) -> None:
        self._take = take
        self.failure: BaseException | None = None

    def write(self, piece: bytes) -> int:
        """Take a piece, whole."""
        if self.failure:
            raise self.failure
        try:
            self._take(piece)
        except BaseException as error:
            self.failure = error
            raise
        return len(piece)

    def flush(self) -> None:
        """Asked for by age; whoever owns the file flushes it."""


def _raise_first(*streams: _Source | _Sink) -> None:
    for stream in streams:
        if stream.failure:
            raise stream.failure from None
