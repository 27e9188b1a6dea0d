"""The people of the vectors with their keys and books, and the parts of a package written out from docs/package-format.md.

Only for vectors; it shares no code with the program, so that the two are held against each other.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from tests.vectors.age_bytes import bech32, seed

ROOT = Path(__file__).parents[2]
TODAY, EXPIRES, MADE = "2026-11-21", "2026-12-21", "2026-11-20"
PACKAGE = "7d1f0c52-9a4e-4c56-8f0e-2b6a51c3d940"
DOSSIER = "c0ffee00-1234-4abc-9def-0123456789ab"
OTHER = "11111111-2222-4333-8444-555555555555"
CONTENT = b'{"application":"A-2026-0012","documents":{"0001":"Werkplan.pdf"}}'
DOCUMENT = b"%PDF-1.7 a document as short as it can be\n"


@dataclass(frozen=True)
class Person:
    """Somebody with keys made from their name."""

    name: str

    @property
    def reading_raw(self) -> bytes:
        """The private reading key."""
        return seed(f"{self.name} reading")

    @property
    def reading_public_raw(self) -> bytes:
        """The public reading key."""
        return X25519PrivateKey.from_private_bytes(self.reading_raw).public_key().public_bytes_raw()

    @property
    def reading_public(self) -> str:
        """The public reading key as age writes it."""
        return bech32("age", self.reading_public_raw)

    @property
    def signing_key(self) -> Ed25519PrivateKey:
        """The private signing key."""
        return Ed25519PrivateKey.from_private_bytes(seed(f"{self.name} signing"))

    @property
    def signing_public(self) -> str:
        """The public signing key in hexadecimal."""
        return self.signing_key.public_key().public_bytes_raw().hex()

    @property
    def id(self) -> str:
        """The key id."""
        return hashlib.sha256(f"cmsdesk-key-id 1\n{self.reading_public}\n{self.signing_public}\n".encode()).hexdigest()

    @property
    def words(self) -> dict[str, list[str]]:
        """The words of the key id, in both languages."""
        text = (ROOT / "resources" / "words" / "key-words.txt").read_text(encoding="utf-8")
        lines = [line.split() for line in text.splitlines()[2:]]
        spoken = [lines[byte] for byte in bytes.fromhex(self.id)[:10]]
        return {"nl": [dutch for dutch, _english in spoken], "en": [english for _dutch, english in spoken]}

    @property
    def key_file(self) -> str:
        """The public half as it is sent."""
        body = f"cmsdesk-key 1\nname {self.name}\nmade {MADE}\nreading {self.reading_public}\nsigning {self.signing_public}\n"
        return f"{body}signature {self.signing_key.sign(body.encode()).hex()}\n"

    def listing(self) -> dict[str, Any]:
        """Both halves as vectors.json tells them."""
        return {
            "name": self.name,
            "id": self.id,
            "words": self.words,
            "reading": bech32("age-secret-key-", self.reading_raw).upper(),
            "signing": seed(f"{self.name} signing").hex(),
            "key_file": self.key_file,
        }


OFFICE, ASSESSOR, COLLEAGUE, FORMER, STRANGER = (
    Person(name) for name in ("Office", "Assessor", "Colleague", "Former", "Stranger")
)
PEOPLE = {person.name.lower(): person for person in (OFFICE, ASSESSOR, COLLEAGUE, FORMER, STRANGER)}


def head(files: Sequence[bytes] = (CONTENT, DOCUMENT), /, **values: object) -> bytes:
    """What is signed: a dossier from the office for the assessor unless the values say otherwise."""
    names = ["content", *(f"{number:04}" for number in range(1, len(files)))]
    lines: dict[str, object] = {
        "cmsdesk-package": 1,
        "kind": "dossier",
        "package": PACKAGE,
        "dossier": DOSSIER,
        "revision": 3,
        "sequence": 1,
        "schema": 1,
        "sender": OFFICE.id,
        "recipient": ASSESSOR.id,
        "made": MADE,
        "expires": EXPIRES,
        "files": len(files),
    }
    lines |= values
    listed = [f"file {name} {len(body)} {hashlib.sha256(body).hexdigest()}" for name, body in zip(names, files, strict=True)]
    return "".join(f"{line}\n" for line in [*(f"{key} {value}" for key, value in lines.items()), *listed]).encode()


def review_head(files: Sequence[bytes] = (CONTENT, DOCUMENT), /, **values: object) -> bytes:
    """What is signed of a review from the assessor for the office."""
    return head(files, **({"kind": "review", "sender": ASSESSOR.id, "recipient": OFFICE.id} | values))


def plain(text: bytes, files: Sequence[bytes] = (CONTENT, DOCUMENT), signer: Person = OFFICE) -> bytes:
    """A package as it is before encryption."""
    return text + f"signature {signer.signing_key.sign(text).hex()}\n".encode() + b"".join(files)


def book(number: int, **values: object) -> dict[str, Any]:
    """What a side's books say of a package; each has its number in its id."""
    said: dict[str, Any] = {
        "package": book_id(number),
        "dossier": DOSSIER,
        "revision": 3,
        "partner": "assessor",
        "expires": EXPIRES,
        "last_sequence": 0,
        "last_head_sha256": "",
        "decided": False,
    }
    return said | values


def book_id(number: int) -> str:
    """The id of the package with this number in the books."""
    return f"00000000-0000-4000-8000-{number:012}"
