"""Makes the vectors of the package format: files with one fault each, and vectors.json that says what to answer.

Run as `python -m tests.vectors.make_packages`; it makes the same bytes at every run.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.vectors.age_bytes import CHUNK, age_file, scrypt_stanza, seed, x25519_stanza
from tests.vectors.package_parts import (
    ASSESSOR,
    COLLEAGUE,
    CONTENT,
    DOCUMENT,
    DOSSIER,
    FORMER,
    OFFICE,
    OTHER,
    PACKAGE,
    PEOPLE,
    STRANGER,
    TODAY,
    book,
    book_id,
    head,
    plain,
    review_head,
)

FOLDER = Path(__file__).parent / "packages"


@dataclass(frozen=True)
class Vector:
    """One file: who opens it, the answer, what is the matter with it, and the file itself."""

    name: str
    opened_by: str
    answer: str
    about: str
    raw: bytes


MERGED = review_head(package=book_id(2), sequence=2)
GIVEN_OUT = head(package=book_id(5), sequence=2)
BOOKS: dict[str, dict[str, Any]] = {
    "assessor": {
        "opens": "dossier",
        "schema": 1,
        "enrolled": {"office": None, "former": "2026-11-01"},
        "packages": [
            book(5, partner="office", last_sequence=2, last_head_sha256=hashlib.sha256(GIVEN_OUT).hexdigest()),
            book(6, partner="colleague", last_sequence=1),
        ],
    },
    "office": {
        "opens": "review",
        "schema": 1,
        "enrolled": {"assessor": None, "colleague": None, "former": "2026-11-01"},
        "packages": [
            book(1),
            book(2, last_sequence=2, last_head_sha256=hashlib.sha256(MERGED).hexdigest()),
            book(3, decided=True),
            book(4, expires="2026-11-20"),
        ],
    },
}


def dossier(name: str, answer: str, about: str, text: bytes, **changes: Any) -> Vector:
    """A file for the assessor in which `text` stands."""
    return Vector(f"{name}.dossier", "assessor", answer, about, age_file(name, text, ASSESSOR.reading_public_raw, **changes))


def review(name: str, answer: str, about: str, text: bytes) -> Vector:
    """A file for the office in which `text` stands."""
    return Vector(f"{name}.review", "office", answer, about, age_file(name, text, OFFICE.reading_public_raw))


def good() -> Iterator[Vector]:
    """What has to be accepted."""
    yield dossier("good", "new", "a dossier with one document", plain(head()))
    yield dossier("good-content-only", "new", "a dossier without documents", plain(head([CONTENT]), [CONTENT]))
    files = [CONTENT, b"", DOCUMENT, b""]
    yield dossier("good-empty-documents", "new", "two documents without any bytes", plain(head(files), files))
    files = [CONTENT, seed("long", CHUNK + 1)]
    yield dossier("good-two-chunks", "new", "longer than one chunk of age", plain(head(files), files))
    files = [CONTENT, bytes(CHUNK - 2000)]
    files[1] += bytes(CHUNK - len(plain(head(files), files)))
    assert len(plain(head(files), files)) == CHUNK
    yield dossier("good-whole-chunk", "new", "exactly one chunk of age", plain(head(files), files))
    yield dossier("good-last-day", "new", "used on its last day", plain(head(expires=TODAY)))
    yield dossier(
        "good-newer-revision", "new", "a newer state of a dossier", plain(head(package=book_id(5), revision=4, sequence=3))
    )
    yield dossier("good-again", "repeated", "the very same came before", plain(GIVEN_OUT))

    def with_more(file_key: bytes) -> bytes:
        return b"-> unknown-kind 1 2 3\n\n" + x25519_stanza("more", file_key, ASSESSOR.reading_public_raw)

    yield dossier(
        "good-unknown-stanza", "new", "a stanza of age that nobody knows, as age allows", plain(head()), stanzas=with_more
    )
    answer = review_head(package=book_id(1))
    yield review("good", "new", "a review", plain(answer, signer=ASSESSOR))
    yield review("good-newer", "new", "a newer review", plain(review_head(package=book_id(2), sequence=3), signer=ASSESSOR))
    yield review("good-again", "repeated", "the very same came before", plain(MERGED, signer=ASSESSOR))


def outside() -> Iterator[Vector]:
    """What is wrong before anything is decrypted, or while it is."""
    whole = age_file("good", plain(head()), ASSESSOR.reading_public_raw)
    for name, answer, about, raw in (
        ("empty", "not-a-package", "no bytes at all", b""),
        ("zip", "not-a-package", "the start of a zip", b"PK\x03\x04" + bytes(60)),
        ("key-file", "not-a-package", "a key file", OFFICE.key_file.encode()),
        ("cut-header", "damaged", "breaks off within the header of age", whole[:100]),
        ("cut-last-byte", "damaged", "the last byte is missing", whole[:-1]),
        ("cut-payload", "damaged", "breaks off after the nonce", whole[: whole.index(b"\n--- ") + 65]),
        ("appended", "damaged", "one byte more at the end", whole + b"\n"),
        ("twice", "damaged", "the file comes twice", whole * 2),
        ("flipped", "damaged", "one bit of the last chunk is changed", whole[:-20] + bytes([whole[-20] ^ 4]) + whole[-19:]),
    ):
        yield Vector(f"outside-{name}.dossier", "assessor", answer, about, raw)

    def alone(name: str, answer: str, about: str, **changes: Any) -> Vector:
        return dossier(f"outside-{name}", answer, about, plain(head()), **changes)

    yield alone("age-2", "newer-version", "another version of age", version=2)
    yield alone("mac", "damaged", "the seal of the header is changed", mac=lambda mac: bytes([mac[0] ^ 1]) + mac[1:])
    yield alone("scrypt", "not-a-package", "under a passphrase", stanzas=lambda _key: scrypt_stanza("scrypt", 18))
    yield alone(
        "scrypt-bomb",
        "not-a-package",
        "under a passphrase that takes 2^30 times work",
        stanzas=lambda _key: scrypt_stanza("b", 30),
    )

    def hidden_bomb(file_key: bytes) -> bytes:
        return x25519_stanza("hidden", file_key, ASSESSOR.reading_public_raw) + scrypt_stanza("hidden", 30)

    yield alone("scrypt-hidden", "not-a-package", "a passphrase beside the right key", stanzas=hidden_bomb)
    yield alone("no-stanza", "damaged", "a header for nobody", stanzas=lambda _key: b"")
    yield alone(
        "other-stanza", "not-a-package", "a header for another kind of key", stanzas=lambda _key: b"-> ssh-rsa abcd\nAAAA\n"
    )
    yield alone(
        "long-header", "damaged", "a header that does not end within 8 KiB", stanzas=lambda _key: b"-> X25519 a\n\n" * 700
    )
    yield alone(
        "stanza-lines", "damaged", "a stanza with lines of another length", stanzas=lambda _key: b"-> X25519 a\nAAAA\nAAAA\n"
    )

    def without_body(file_key: bytes) -> bytes:
        return b"-> unknown-kind 1 2 3\n" + x25519_stanza("bodiless", file_key, ASSESSOR.reading_public_raw)

    yield alone(
        "stanza-bodiless", "damaged", "a stanza without its last line, which some readers of age let pass", stanzas=without_body
    )
    yield alone("colleague", "for-somebody-else", "encrypted for somebody else", stanzas=_for_colleague)
    long = plain(head(files := [CONTENT, seed("long", 2 * CHUNK)]), files)
    recipient = ASSESSOR.reading_public_raw
    for name, about, chunks in (
        ("chunks-swapped", "two chunks have changed places", lambda c: [c[1], c[0], *c[2:]]),
        ("chunk-missing", "a chunk in the middle is missing", lambda c: [c[0], *c[2:]]),
        ("chunk-last-missing", "the last chunk is missing", lambda c: c[:-1]),
        ("chunk-twice", "a chunk comes twice", lambda c: [c[0], *c]),
    ):
        raw = age_file("long", long, recipient, chunks=chunks)
        yield Vector(f"outside-{name}.dossier", "assessor", "damaged", about, raw)


def _for_colleague(file_key: bytes) -> bytes:
    return x25519_stanza("colleague", file_key, COLLEAGUE.reading_public_raw)


def spelling() -> Iterator[Vector]:
    """Heads that are not written as they should be, each signed by the office all the same."""
    text = head()
    document = text[text.index(b"file 0001") :]
    for name, about, wrong, right in (
        ("space", "a space at the end of a line", b"kind dossier\n", b"kind dossier \n"),
        ("crlf", "a line end of Windows", b"kind dossier\n", b"kind dossier\r\n"),
        ("blank-line", "an empty line", b"kind dossier\n", b"kind dossier\n\n"),
        ("line-twice", "a line comes twice", b"revision 3\n", b"revision 3\nrevision 3\n"),
        ("line-missing", "a line is missing", b"revision 3\n", b""),
        ("line-order", "two lines have changed places", b"revision 3\nsequence 1\n", b"sequence 1\nrevision 3\n"),
        ("line-unknown", "a line too many", b"made ", b"note hello\nmade "),
        ("zero-before", "a count with a zero before it", b"sequence 1\n", b"sequence 01\n"),
        ("count-nought", "a count of nought", b"sequence 1\n", b"sequence 0\n"),
        ("count-long", "a count of ten digits", b"sequence 1\n", b"sequence 1000000000\n"),
        ("capitals", "a UUID in capitals", DOSSIER.encode(), DOSSIER.upper().encode()),
        ("day", "a day that does not exist", TODAY[:4].encode() + b"-12-21", b"2026-02-30"),
        ("kind", "a kind that does not exist", b"kind dossier", b"kind letter"),
        ("not-ascii", "a letter outside ASCII", b"kind dossier", "kind dossi\u00ebr".encode()),
        ("files-fewer", "fewer files than it says", b"files 2", b"files 3"),
        ("files-more", "more files than it says", b"files 2", b"files 1"),
        ("file-twice", "a file is listed twice", document, document * 2),
        (
            "file-order",
            "the content is listed last",
            text[text.index(b"file content") :],
            document + text[text.index(b"file content") : text.index(b"file 0001")],
        ),
        ("file-gap", "a number is left out", b"file 0001", b"file 0002"),
        ("file-name", "a name with a way out of the folder", b"file 0001", b"file ../../0001"),
        ("file-name-drive", "a name of a device", b"file 0001", b"file CON"),
        ("size-sign", "a size below nought", f"file 0001 {len(DOCUMENT)}".encode(), b"file 0001 -1"),
        ("hash-capitals", "a hash in capitals", document[-65:-1], document[-65:-1].upper()),
    ):
        assert wrong in text, name
        yield dossier(f"head-{name}", "damaged", about, plain(text.replace(wrong, right)))
    yield dossier("head-empty", "not-a-package", "nothing was encrypted", b"")
    yield dossier("head-letter", "not-a-package", "a letter was encrypted", b"Dear assessor, please find enclosed the dossier.\n")
    yield dossier("head-newer", "newer-version", "version 2 of the format", plain(b"cmsdesk-package 2\n" + b"unknown 1\n" * 20))
    yield dossier("head-cut", "damaged", "breaks off within the head", plain(text)[:400])
    yield dossier(
        "head-endless", "damaged", "a head of more than 256 KiB", head(files := [CONTENT, *[b""] * 3600]) + b"".join(files)
    )
    files = [CONTENT, *[b""] * 2001]
    yield dossier("head-many-files", "damaged", "more files than there may be", plain(head(files), files))
    yield dossier("signature-capitals", "damaged", "a signature in capitals", _capital_signature(plain(text), text))


def _capital_signature(whole: bytes, text: bytes) -> bytes:
    start = len(text) + len("signature ")
    return whole[:start] + whole[start : start + 128].upper() + whole[start + 128 :]


def bodies() -> Iterator[Vector]:
    """Files that are not what the head says."""
    good_one = plain(head())
    yield dossier("files-missing", "damaged", "the last document is missing", good_one[: -len(DOCUMENT)])
    yield dossier("files-short", "damaged", "the last byte is missing", good_one[:-1])
    yield dossier("files-long", "damaged", "one byte more", good_one + b"\n")
    yield dossier("files-changed", "damaged", "one byte is another", good_one[:-1] + b"!")
    yield dossier("files-swapped", "damaged", "the files have changed places", plain(head(), [DOCUMENT, CONTENT]))
    yield dossier("files-twice", "damaged", "a whole package follows", good_one * 2)
    line = f"file 0001 {len(DOCUMENT)} ".encode()
    text = head().replace(line, b"file 0001 999999999999 ")
    yield dossier("files-too-large", "too-large", "a document of a terabyte is announced", plain(text))
    text = head().replace(f"file content {len(CONTENT)} ".encode(), f"file content {(4 << 20) + 1} ".encode())
    yield dossier("content-too-large", "too-large", "a content beyond 4 MiB is announced", plain(text))


def senders() -> Iterator[Vector]:
    """Who made it, and for whom."""
    yield dossier(
        "sender-unknown", "unknown-sender", "by somebody who is not enrolled", plain(head(sender=STRANGER.id), signer=STRANGER)
    )
    yield dossier("sender-revoked", "revoked-sender", "by a key that was revoked", plain(head(sender=FORMER.id), signer=FORMER))
    yield dossier("signature-stranger", "wrong-signature", "signed by somebody else than it says", plain(head(), signer=STRANGER))
    moved = plain(head())[len(head()) :]
    yield dossier("signature-moved", "wrong-signature", "the signature of another head", head(sequence=2) + moved)
    for_colleague = plain(head(recipient=COLLEAGUE.id))
    yield dossier("recipient-other", "for-somebody-else", "passed on by the one it was made for", for_colleague)
    returned = plain(review_head(package=book_id(1), sender=OFFICE.id, recipient=ASSESSOR.id))
    yield dossier("schema-newer", "newer-version", "a later layout of the content", plain(head(schema=2)))
    yield dossier("kind-other", "wrong-kind", "a review for an assessor", returned)
    text = head(package=book_id(1), recipient=OFFICE.id, sender=ASSESSOR.id)
    yield review("kind-other", "wrong-kind", "a dossier for the office", plain(text, signer=ASSESSOR))


def books() -> Iterator[Vector]:
    """What only the books of a side can tell."""
    yield dossier("expired", "expired", "its last day is over", plain(head(expires="2026-11-20")))
    yield dossier("older-sequence", "older-sequence", "an older one came late", plain(head(package=book_id(5))))
    text = head([CONTENT], package=book_id(5), sequence=2)
    yield dossier("second-answer", "second-answer", "another one with the same number", plain(text, [CONTENT]))
    text = head(package=book_id(5), dossier=OTHER, sequence=3)
    yield dossier("other-dossier", "other-dossier", "another dossier under a known number", plain(text))
    text = head(package=book_id(5), revision=2, sequence=3)
    yield dossier("other-revision", "other-revision", "an older state of the dossier", plain(text))
    yield dossier(
        "other-sender", "other-sender", "a known number from another office", plain(head(package=book_id(6), sequence=2))
    )
    for name, answer, about, values in (
        ("unknown-package", "unknown-package", "answers a package that was never sent", {"package": PACKAGE}),
        ("other-dossier", "other-dossier", "about another dossier", {"dossier": OTHER}),
        ("other-revision", "other-revision", "about an older state of the dossier", {"revision": 2}),
        ("newer-revision", "other-revision", "about a state that does not exist yet", {"revision": 4}),
        ("older-sequence", "older-sequence", "an older review came late", {"package": book_id(2), "sequence": 1}),
        (
            "second-answer",
            "second-answer",
            "another review with the same number",
            {"package": book_id(2), "sequence": 2, "made": "2026-11-19"},
        ),
        ("decided", "decided", "after the decision", {"package": book_id(3)}),
        ("expired", "expired", "after the deadline", {"package": book_id(4)}),
    ):
        text = review_head(**({"package": book_id(1)} | values))
        yield review(name, answer, about, plain(text, signer=ASSESSOR))
    text = review_head(package=book_id(1), sender=COLLEAGUE.id)
    yield review("other-sender", "other-sender", "a colleague answers", plain(text, signer=COLLEAGUE))


def vectors() -> list[Vector]:
    """All of them."""
    return [*good(), *outside(), *spelling(), *bodies(), *senders(), *books()]


def listing() -> bytes:
    """vectors.json."""
    said = {
        "format": 1,
        "today": TODAY,
        "people": {name: person.listing() for name, person in PEOPLE.items()},
        "books": BOOKS,
        "vectors": [
            {"file": vector.name, "opened_by": vector.opened_by, "answer": vector.answer, "about": vector.about}
            for vector in vectors()
        ],
    }
    return (json.dumps(said, indent=1, ensure_ascii=False) + "\n").encode()


def main() -> None:
    """Write the folder anew."""
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.iterdir():
        path.unlink()
    (FOLDER / "vectors.json").write_bytes(listing())
    for vector in vectors():
        (FOLDER / vector.name).write_bytes(vector.raw)


if __name__ == "__main__":
    main()
