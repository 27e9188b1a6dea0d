"""Making a package: a stream from the documents through the hashes and age onto the disk, with flat memory."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _
from cmsdesk.exchange.packages.age import encrypt
from cmsdesk.exchange.packages.faults import PackageRefused
from cmsdesk.exchange.packages.keys import KeyPair, PublicKey
from cmsdesk.exchange.packages.manifest import (
    MOST_FILES,
    Cover,
    Head,
    ListedFile,
    Manifest,
    exceeded,
    generated_names,
)
from cmsdesk.exchange.packages.whole_files import whole_file

Report = Callable[[int, int], None]

_CHUNK = 1 << 20


@dataclass(frozen=True)
class Document:
    """A file to send along, with what the file store knows of it; it is held against that while it is read."""

    path: Path
    size: int
    sha256: str


@dataclass(frozen=True)
class Contents:
    """What a package carries: its content (JSON, see contents.py) and the documents, which become 0001, 0002 and so on."""

    content: bytes
    documents: Sequence[Document] = ()


@dataclass(frozen=True)
class MadePackage:
    """Where a package lies, and what was signed."""

    path: Path
    manifest: Manifest


def write_package(
    folder: Path, cover: Cover, contents: Contents, *, sender: KeyPair, recipient: PublicKey, report: Report | None = None
) -> MadePackage:
    """Make a package in a folder, whole or not at all; its file name is the package's number and tells nothing.

    `report` hears bytes done and bytes in all; when it raises, making stops and the error passes on.
    """
    manifest = Manifest(cover, sender.public.id, recipient.id, _listed(contents))
    _check_spelling(manifest)
    if limit := exceeded(manifest):
        raise RuleBroken(
            _("Together this is more than the {limit} MB that fit into a package. Please leave some documents out.").format(
                limit=limit
            )
        )
    head = Head(manifest, sender.sign(manifest.encode())).encode()
    path = folder / f"{cover.subject.package}.{cover.kind}"
    with whole_file(path) as target:
        encrypt(_pieces(head, contents, report, manifest.size), target, recipient.recipient)
    return MadePackage(path, manifest)


def describe(path: Path) -> Document:
    """A document that is not in a file store, with the size and hash it has now."""
    try:
        with path.open("rb") as stream:
            return Document(path, path.stat().st_size, hashlib.file_digest(stream, "sha256").hexdigest())
    except OSError as error:
        raise _unreadable(path) from error


def _check_spelling(manifest: Manifest) -> None:
    """A cover that no reader would accept is a fault of the program, and shows here and not at the other side."""
    try:
        Manifest.decode(manifest.encode())
    except PackageRefused as error:
        raise ValueError(manifest.cover) from error


def _listed(contents: Contents) -> tuple[ListedFile, ...]:
    if len(contents.documents) > MOST_FILES:
        raise RuleBroken(
            _("A package holds at most {most} documents, and these are {count}.").format(
                most=MOST_FILES, count=len(contents.documents)
            )
        )
    sizes = [(len(contents.content), hashlib.sha256(contents.content).hexdigest())]
    sizes += [(document.size, document.sha256) for document in contents.documents]
    return tuple(ListedFile(name, *size) for name, size in zip(generated_names(len(sizes)), sizes, strict=True))


def _pieces(head: bytes, contents: Contents, report: Report | None, total: int) -> Iterator[bytes]:
    """The whole package as it is before encryption."""
    yield head
    yield contents.content
    done = len(contents.content)
    for document in contents.documents:
        for piece in _read(document):
            yield piece
            done += len(piece)
            if report:
                report(done, total)
    if report:
        report(total, total)


def _read(document: Document) -> Iterator[bytes]:
    digest, size = hashlib.sha256(), 0
    try:
        with document.path.open("rb") as stream:
            while piece := stream.read(_CHUNK):
                digest.update(piece)
                size += len(piece)
                if size > document.size:
                    break
                yield piece
    except OSError as error:
        raise _unreadable(document.path) from error
    if (size, digest.hexdigest()) != (document.size, document.sha256):
        raise RuleBroken(_("A document is no longer what it was when it was added. Please restore the last backup."))


def _unreadable(path: Path) -> RuleBroken:
    return RuleBroken(_("{file} cannot be read. Perhaps another program has it open.").format(file=path.name))
