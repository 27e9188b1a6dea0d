"""The head of a package: what it is, from whom, for whom, and the size and hash of every file in it; signed.

A head is plain text in which every line has its place and every value one spelling, so that two readers can never
read it differently and nothing can be said twice. docs/package-format.md shows one.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self

from cmsdesk.exchange.packages.faults import Fault, PackageRefused

VERSION = 1
LARGEST_HEAD = 256 << 10  # bytes
MOST_FILES = 2_000  # beside the content
LARGEST_CONTENT = 4 << 20  # bytes; kept small because it is read into memory
LARGEST_TOTAL = 500 << 20  # bytes of all files together
LARGEST_PACKAGE = 512 << 20  # bytes as it travels: with the head and what age adds
CONTENT = "content"

_UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_COUNT = "[1-9][0-9]{0,8}"
_HASH = "[0-9a-f]{64}"
_FIRST_LINE = re.compile(rf"cmsdesk-package ({_COUNT})\n".encode())
_FILE = re.compile(rf"file (content|[0-9]{{4}}) (0|[1-9][0-9]{{0,11}}) ({_HASH})\n")
_HEAD = re.compile(
    rf"cmsdesk-package {VERSION}\nkind (dossier|review)\npackage ({_UUID})\ndossier ({_UUID})\nrevision ({_COUNT})\n"
    rf"sequence ({_COUNT})\nschema ({_COUNT})\nsender ({_HASH})\nrecipient ({_HASH})\nmade ({_DAY})\nexpires ({_DAY})\n"
    rf"files ({_COUNT})\n((?:file [^\n]*\n)+)"
)
_SIGNATURE = re.compile(rb"\nsignature ([0-9a-f]{128})\n")
_LONGEST_FIRST_LINE = len("cmsdesk-package 999999999\n")


class Kind(StrEnum):
    """Which way a package travels: a dossier to an assessor, a review back to the office."""

    DOSSIER = "dossier"
    REVIEW = "review"


@dataclass(frozen=True)
class Subject:
    """What is exchanged: `package` (a UUID) names one dossier given to one assessor and all that comes back about it.

    `revision` counts the states of the dossier (a UUID) that were given out.
    """

    package: str
    dossier: str
    revision: int


@dataclass(frozen=True)
class Cover:
    """What the maker of a package says of it. `sequence` counts what one side sent about one package, from 1.

    `schema` is the version of the content's own layout, which the container never looks into.
    """

    kind: Kind
    subject: Subject
    sequence: int
    schema: int
    made_on: date
    expires_on: date


@dataclass(frozen=True)
class ListedFile:
    """A file in a package under its generated name: `content`, then 0001, 0002 and so on; size in bytes."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """All that is signed. Sender and recipient are key ids; naming the recipient stops a package from being passed on as ours."""

    cover: Cover
    sender: str
    recipient: str
    files: tuple[ListedFile, ...]

    @property
    def size(self) -> int:
        """Bytes in all files together."""
        return sum(file.size for file in self.files)

    def encode(self) -> bytes:
        """The one spelling of this manifest; what is signed."""
        cover, subject = self.cover, self.cover.subject
        lines = [
            f"cmsdesk-package {VERSION}",
            f"kind {cover.kind}",
            f"package {subject.package}",
            f"dossier {subject.dossier}",
            f"revision {subject.revision}",
            f"sequence {cover.sequence}",
            f"schema {cover.schema}",
            f"sender {self.sender}",
            f"recipient {self.recipient}",
            f"made {cover.made_on}",
            f"expires {cover.expires_on}",
            f"files {len(self.files)}",
            *(f"file {file.name} {file.size} {file.sha256}" for file in self.files),
        ]
        return "".join(f"{line}\n" for line in lines).encode()

    @classmethod
    def decode(cls, text: bytes) -> Self:
        """The manifest in a text; a text that is not exactly one is refused as damaged."""
        try:
            found = _HEAD.fullmatch(text.decode("ascii"))
            if not found:
                raise ValueError(text[:20])
            kind, package, dossier, revision, sequence, schema, sender, recipient, made, expires, count, listed = found.groups()
            files = tuple(_listed(line) for line in listed.splitlines(keepends=True))
            if [file.name for file in files] != generated_names(int(count)):
                raise ValueError(count)
            cover = Cover(
                Kind(kind),
                Subject(package, dossier, int(revision)),
                int(sequence),
                int(schema),
                date.fromisoformat(made),
                date.fromisoformat(expires),
            )
        except ValueError as error:
            raise PackageRefused(Fault.DAMAGED) from error
        return cls(cover, sender, recipient, files)


@dataclass(frozen=True)
class Head:
    """A manifest with the signature that came with it."""

    manifest: Manifest
    signature: bytes

    def encode(self) -> bytes:
        """What stands before the files."""
        return self.manifest.encode() + f"signature {self.signature.hex()}\n".encode()


def take_head(received: bytearray) -> Head | None:
    """Take the head from the front of what was decrypted so far, or None while there is too little of it."""
    if len(received) < _LONGEST_FIRST_LINE:
        return None
    first = _FIRST_LINE.match(received)
    if not first:
        raise PackageRefused(Fault.NOT_A_PACKAGE)
    if int(first[1]) > VERSION:
        raise PackageRefused(Fault.NEWER_VERSION)
    signed = _SIGNATURE.search(received, 0, LARGEST_HEAD)
    if not signed:
        if len(received) >= LARGEST_HEAD:
            raise PackageRefused(Fault.DAMAGED)
        return None
    head = Head(Manifest.decode(bytes(received[: signed.start() + 1])), bytes.fromhex(signed[1].decode()))
    del received[: signed.end()]
    return head


def generated_names(count: int) -> list[str]:
    """The names of that many files; the only ones there are."""
    return [CONTENT, *(f"{number:04}" for number in range(1, min(count, MOST_FILES + 1)))]


def exceeded(manifest: Manifest) -> int:
    """The limit, in MB, that these files go beyond; 0 when they fit into the memory and the time that opening may take."""
    if manifest.files[0].size > LARGEST_CONTENT:
        return LARGEST_CONTENT >> 20
    return LARGEST_TOTAL >> 20 if manifest.size > LARGEST_TOTAL else 0


def _listed(line: str) -> ListedFile:
    found = _FILE.fullmatch(line)
    if not found:
        raise ValueError(line[:20])
    return ListedFile(found[1], int(found[2]), found[3])
