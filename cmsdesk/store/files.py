"""The file store: documents under the hash of their content, so that one is kept once and any change shows."""

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, BinaryIO, ClassVar

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _

_CHUNK = 1 << 20
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class StoredFile:
    """What the caller keeps of a stored document; size in bytes."""

    sha256: str
    size: int


class FileStore:
    """A folder beside the office file; `sealed` says whether the documents lie encrypted in it."""

    sealed: ClassVar[bool] = False

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, source: BinaryIO) -> StoredFile:
        """Keep the bytes of the stream; they are safe on disk when this returns."""
        temporary: Path | None = None
        try:
            self._folder.mkdir(exist_ok=True)
            with NamedTemporaryFile(dir=self._folder, suffix=".tmp", delete=False) as target:
                temporary = Path(target.name)
                stored = self._write(source, target.file)
                target.flush()
                os.fsync(target.fileno())
            place = self.path(stored.sha256)
            place.parent.mkdir(exist_ok=True)
            temporary.replace(place)
            sync_folder(place.parent)
        except OSError as error:
            if temporary:
                temporary.unlink(missing_ok=True)
            raise RuleBroken(
                _("The document could not be kept: the disk is full or cannot be written. Nothing was changed.")
            ) from error
        return stored

    def _write(self, source: BinaryIO, target: IO[bytes]) -> StoredFile:
        """Write the bytes of the stream as they lie in this store."""
        digest, size = hashlib.sha256(), 0
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            target.write(chunk)
        return StoredFile(digest.hexdigest(), size)

    def path(self, sha256: str) -> Path:
        """Where the document lies; for reading only."""
        return self._folder / sha256[:2] / sha256

    def open(self, sha256: str) -> BinaryIO:
        """Read a document."""
        try:
            return self.path(sha256).open("rb")
        except OSError as error:
            raise RuleBroken(_("A document is missing from the file store. Please restore the last backup.")) from error

    def read(self, sha256: str) -> bytes | None:
        """The whole of a document as it lies there, unchecked; None when it is missing or cannot be read."""
        try:
            return self.path(sha256).read_bytes()
        except OSError:
            return None

    def hashes(self) -> Iterator[str]:
        """Every document in the store; what another program left there is none."""
        for place in sorted(self._folder.glob("??/*")):
            if is_hash(place.name) and place == self.path(place.name):
                yield place.name

    def check(self, sha256: str) -> bool:
        """Whether the document is there and still what it was."""
        digest = hashlib.sha256()
        try:
            with self.path(sha256).open("rb") as stream:
                while chunk := stream.read(_CHUNK):
                    digest.update(chunk)
        except OSError:
            return False
        return digest.hexdigest() == sha256

    def delete(self, sha256: str) -> None:
        """Forget a document."""
        self.path(sha256).unlink(missing_ok=True)


def is_hash(name: object) -> bool:
    """Whether this is the name of a document; it is safe as a part of a path then."""
    return isinstance(name, str) and _HASH.fullmatch(name) is not None


def sync_folder(folder: Path) -> None:
    """Make sure that a file that got its name in this folder keeps it, also through a power cut."""
    if os.name == "nt":  # Windows has no such call; the rename is journaled there
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
