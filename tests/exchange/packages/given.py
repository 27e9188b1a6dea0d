"""An office, two assessors and a stranger who exchange packages, and packages that no honest program makes."""

import hashlib
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pyrage

from cmsdesk.exchange.packages.checks import Known, KnownPackage
from cmsdesk.exchange.packages.keys import EnrolledKey, KeyPair, PublicKey, new_keys
from cmsdesk.exchange.packages.manifest import Cover, Head, Kind, ListedFile, Manifest, Subject, generated_names
from cmsdesk.exchange.packages.writing import Contents, MadePackage, describe, write_package

TODAY = date(2026, 11, 21)
OFFICE, ASSESSOR, COLLEAGUE, STRANGER = (new_keys(name, TODAY) for name in ("Bureau", "Beoordelaar", "Collega", "Vreemde"))
SUBJECT = Subject("7d1f0c52-9a4e-4c56-8f0e-2b6a51c3d940", "c0ffee00-1234-4abc-9def-0123456789ab", 3)
CONTENT = b'{"application":"A-2026-0012"}'
DOCUMENTS = (b"a first document", b"", b"a third " * 20_000)


def enrolled(*keys: KeyPair, revoked: tuple[KeyPair, ...] = ()) -> dict[str, EnrolledKey]:
    """What a side keeps of the keys it trusts, and of those it no longer trusts."""
    found = {pair.public.id: EnrolledKey(pair.public) for pair in keys}
    return found | {pair.public.id: EnrolledKey(pair.public, TODAY) for pair in revoked}


def cover(kind: Kind = Kind.DOSSIER, subject: Subject = SUBJECT, sequence: int = 1, expires_on: date | None = None) -> Cover:
    """A cover for a package that may be used for thirty days."""
    return Cover(kind, subject, sequence, 1, TODAY, expires_on or TODAY + timedelta(days=30))


def assessor_knows(**changes: object) -> Known:
    """What the assessor knows before the first package."""
    known = Known(ASSESSOR.public.id, Kind.DOSSIER, enrolled(OFFICE))
    return replace(known, **changes)  # type: ignore[arg-type]


def office_knows(**changes: object) -> Known:
    """What the office knows after it sent the dossier to the assessor; changes are to the package."""
    sent = KnownPackage(SUBJECT, ASSESSOR.public.id, TODAY + timedelta(days=30))
    packages = {SUBJECT.package: replace(sent, **changes)}  # type: ignore[arg-type]
    return Known(OFFICE.public.id, Kind.REVIEW, enrolled(ASSESSOR, COLLEAGUE), packages)


def made(
    folder: Path,
    package: Cover | None = None,
    *,
    sender: KeyPair = OFFICE,
    recipient: PublicKey = ASSESSOR.public,
    documents: tuple[bytes, ...] = DOCUMENTS,
) -> MadePackage:
    """A package as the program makes it."""
    (folder / "documents").mkdir(exist_ok=True)
    described = []
    for number, body in enumerate(documents):
        path = folder / "documents" / str(number)
        path.write_bytes(body)
        described.append(describe(path))
    return write_package(folder, package or cover(), Contents(CONTENT, described), sender=sender, recipient=recipient)


def listed(*bodies: bytes) -> tuple[ListedFile, ...]:
    """These bodies as a manifest lists them."""
    names = generated_names(len(bodies))
    return tuple(ListedFile(name, len(body), hashlib.sha256(body).hexdigest()) for name, body in zip(names, bodies, strict=True))


def manifest_of(
    *bodies: bytes, package: Cover | None = None, sender: KeyPair = OFFICE, recipient: KeyPair = ASSESSOR
) -> Manifest:
    """The manifest of a package with these bodies."""
    return Manifest(package or cover(), sender.public.id, recipient.public.id, listed(*bodies))


def signed(manifest: Manifest, sender: KeyPair = OFFICE) -> bytes:
    """The head of a package, whoever signs it."""
    return Head(manifest, sender.sign(manifest.encode())).encode()


def sealed(path: Path, plain: bytes, reader: KeyPair = ASSESSOR) -> Path:
    """A file that age opens for the reader, whatever stands in it."""
    path.write_bytes(pyrage.encrypt(plain, [reader.public.recipient]))
    return path
