"""Opening a package that came in, from a friend or a foe.

Nothing is written before the signature of a known sender holds, and nothing stays before every byte is checked:
age hands out what it decrypted before it knows whether the end is genuine. Memory is flat, whatever the file says.
"""

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import mkdtemp
from typing import BinaryIO

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _
from cmsdesk.exchange.packages.age import decrypt
from cmsdesk.exchange.packages.checks import Arrival, Known, check
from cmsdesk.exchange.packages.faults import Fault, PackageRefused
from cmsdesk.exchange.packages.keys import KeyPair
from cmsdesk.exchange.packages.manifest import Manifest, exceeded, take_head

Report = Callable[[int, int], None]


@dataclass(frozen=True)
class OpenedPackage:
    """A package every byte of which was checked; its files lie in `folder` under their generated names until wiped."""

    manifest: Manifest
    arrival: Arrival
    folder: Path

    @property
    def content(self) -> bytes:
        """What the package says; at most 4 MB."""
        return (self.folder / self.manifest.files[0].name).read_bytes()

    @property
    def documents(self) -> tuple[Path, ...]:
        """The documents that came along, in the order of their names."""
        return tuple(self.folder / file.name for file in self.manifest.files[1:])

    def wipe(self) -> None:
        """Take everything off the disk again."""
        shutil.rmtree(self.folder, ignore_errors=True)


def open_package(
    path: Path, keys: KeyPair, known: Known, *, staging: Path, today: date, report: Report | None = None
) -> OpenedPackage:
    """Decrypt and check a package into a new folder within `staging`; anything wrong is refused and leaves nothing.

    `report` hears bytes done and bytes in all; when it raises, opening stops and the error passes on.
    """
    unpacking = _Unpacking(known, staging, today, report)
    try:
        if path.exists() and not path.is_file():
            raise PackageRefused(Fault.NOT_A_PACKAGE)
        with path.open("rb") as stream:
            decrypt(stream, unpacking.take, keys.identity)
        return unpacking.finish()
    except BaseException as error:
        unpacking.undo()
        if isinstance(error, OSError):
            raise RuleBroken(
                _("{file} could not be opened: it cannot be read, or the disk is full. Nothing was kept.").format(file=path.name)
            ) from error
        raise


class _Unpacking:
    """Takes what age decrypts, piece by piece: first the head, then the files one after the other, then nothing."""

    def __init__(self, known: Known, staging: Path, today: date, report: Report | None) -> None:
        self._known, self._staging, self._today, self._report = known, staging, today, report
        self._received = bytearray()
        self._manifest: Manifest | None = None
        self._arrival = Arrival.NEW
        self._folder: Path | None = None
        self._target: BinaryIO | None = None
        self._digest = hashlib.sha256()
        self._at, self._left, self._done = -1, 0, 0

    def take(self, piece: bytes) -> None:
        """What age decrypted next."""
        if self._manifest:
            self._fill(memoryview(piece))
        else:
            self._received += piece
            self._begin()

    def finish(self) -> OpenedPackage:
        """What was opened, if all of it came."""
        if not self._manifest or not self._folder:
            begun = self._received.startswith(b"cmsdesk-package ")
            raise PackageRefused(Fault.DAMAGED if begun else Fault.NOT_A_PACKAGE)
        if self._at < len(self._manifest.files):
            raise PackageRefused(Fault.DAMAGED)
        return OpenedPackage(self._manifest, self._arrival, self._folder)

    def undo(self) -> None:
        """Leave nothing behind."""
        if self._target:
            self._target.close()
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _begin(self) -> None:
        head = take_head(self._received)
        if head:
            self._arrival = check(head, self._known, self._today)
            if limit := exceeded(head.manifest):
                raise PackageRefused(Fault.TOO_LARGE, limit=limit)
            self._manifest = head.manifest
            self._folder = Path(mkdtemp(prefix="package-", dir=self._staging))
            self._next_file()
            self._fill(memoryview(bytes(self._received)))

    def _fill(self, piece: memoryview) -> None:
        assert self._manifest
        while piece:
            if not self._target:
                raise PackageRefused(Fault.DAMAGED)
            part, piece = piece[: self._left], piece[self._left :]
            self._target.write(part)
            self._digest.update(part)
            self._left -= len(part)
            self._done += len(part)
            if not self._left:
                self._end_file()
                self._next_file()
        if self._report:
            self._report(self._done, self._manifest.size)

    def _end_file(self) -> None:
        assert self._manifest
        assert self._target
        self._target.close()
        self._target = None
        if self._digest.hexdigest() != self._manifest.files[self._at].sha256:
            raise PackageRefused(Fault.DAMAGED)

    def _next_file(self) -> None:
        """Open the next file that has any bytes; one without is complete at once."""
        assert self._manifest
        assert self._folder
        for file in self._manifest.files[self._at + 1 :]:
            self._at += 1
            self._digest, self._left = hashlib.sha256(), file.size
            self._target = (self._folder / file.name).open("xb", buffering=1 << 20)
            if file.size:
                return
            self._end_file()
        self._at += 1
