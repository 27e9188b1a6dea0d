"""Hostile packages of every kind, made at random but the same for the same number.

Each maker returns a file and the answers that are right for it; which of them comes depends on the byte that was hit.
"""

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from cmsdesk.exchange.packages.faults import Fault
from tests.vectors.age_bytes import age_file, scrypt_stanza, x25519_stanza
from tests.vectors.package_parts import (
    ASSESSOR,
    COLLEAGUE,
    CONTENT,
    FORMER,
    OFFICE,
    OTHER,
    STRANGER,
    Person,
    book_id,
    head,
    plain,
    review_head,
)

OUTSIDE = frozenset({Fault.DAMAGED, Fault.FOR_SOMEBODY_ELSE, Fault.NOT_A_PACKAGE, Fault.NEWER_VERSION})
UNSIGNED = frozenset({Fault.DAMAGED, Fault.WRONG_SIGNATURE, Fault.UNKNOWN_SENDER, Fault.NOT_A_PACKAGE, Fault.NEWER_VERSION})
NAMES = (
    *(
        "../0001",
        "..\\0001",
        "/etc/passwd",
        "C:\\0001",
        "\\\\server\\share\\0001",
        "CON",
        "NUL.txt",
        "a:stream",
        "0001.",
        "0001 ",
    ),
    *(
        "\u202e1000",
        "0001\0",
        "x" * 300,
        "0001/",
        "./0001",
        "~",
        "$HOME",
        "%TEMP%",
        "0001\n",
        "content",
        "0000",
        "0001\u0301",
        "\uff10001",
    ),
)


@dataclass(frozen=True)
class Hostile:
    """A file, who opens it, and the answers that are right."""

    raw: bytes
    answers: frozenset[Fault]
    opened_by: str = "assessor"


def good(random: Random) -> bytes:
    """A package that would be accepted; up to three chunks of age long."""
    files = _files(random)
    return age_file(_name(random), plain(head(files), files), ASSESSOR.reading_public_raw)


def _name(random: Random) -> str:
    return f"fuzz {random.getrandbits(64)}"


def _files(random: Random) -> list[bytes]:
    sizes = random.choice([[], [0], [50], [500, 0, 20], [70_000], [65_536, 65_536]])
    return [CONTENT, *(random.randbytes(size) for size in sizes)]


def _sealed(random: Random, text: bytes) -> bytes:
    return age_file(_name(random), text, ASSESSOR.reading_public_raw)


def _flipped(random: Random, raw: bytes) -> bytes:
    changed = bytearray(raw)
    changed[random.randrange(len(raw))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _cut(random: Random, raw: bytes) -> bytes:
    return raw[: random.randrange(len(raw))]


def _appended(random: Random, raw: bytes) -> bytes:
    return raw + random.randbytes(random.choice([1, 16, 65_552, 200_000]))


def _spliced(random: Random, raw: bytes, other: bytes) -> bytes:
    at = random.randrange(1, min(len(raw), len(other)))
    return raw[:at] + other[at:] if raw[:at] + other[at:] not in {raw, other} else raw + other


def _reordered(random: Random, raw: bytes) -> bytes:
    size = random.choice([1, 16, 100, 65_552])
    blocks = [raw[at : at + size] for at in range(0, len(raw), size)]
    one, other = random.randrange(len(blocks)), random.randrange(len(blocks))
    blocks[one], blocks[other] = blocks[other], blocks[one]
    changed = b"".join(blocks)
    return changed if changed != raw else raw[1:]


def _doubled(random: Random, raw: bytes) -> bytes:
    at, size = random.randrange(len(raw)), random.choice([1, 77, 65_552])
    return raw[: at + size] + raw[at:]


CHANGES: tuple[Callable[[Random, bytes], bytes], ...] = (_flipped, _cut, _appended, _reordered, _doubled)


def changed_outside(random: Random) -> Hostile:
    """A bit flipped, cut off, appended, reordered or doubled on the way."""
    return Hostile(random.choice(CHANGES)(random, good(random)), OUTSIDE)


def spliced_outside(random: Random) -> Hostile:
    """The front of one package and the back of another."""
    return Hostile(_spliced(random, good(random), good(random)), OUTSIDE)


def changed_inside(random: Random) -> Hostile:
    """The same done by somebody who can encrypt for the reader, but not sign for the office."""
    files = _files(random)
    return Hostile(_sealed(random, random.choice(CHANGES)(random, plain(head(files), files))), UNSIGNED)


def spliced_inside(random: Random) -> Hostile:
    """The head of one package with the files of another, or cut anywhere else."""
    one, other = ([CONTENT, random.randbytes(300)] for _ in range(2))
    return Hostile(_sealed(random, _spliced(random, plain(head(one), one), plain(head(other), other))), UNSIGNED)


def without_right_key(random: Random) -> Hostile:
    """For somebody else, from a stranger, from a revoked key, or signed by a stranger in another name."""
    files = _files(random)
    cases: tuple[tuple[Fault, Person, Person, Person, Person], ...] = (
        (Fault.FOR_SOMEBODY_ELSE, OFFICE, OFFICE, ASSESSOR, COLLEAGUE),
        (Fault.FOR_SOMEBODY_ELSE, OFFICE, OFFICE, COLLEAGUE, ASSESSOR),
        (Fault.UNKNOWN_SENDER, STRANGER, STRANGER, ASSESSOR, ASSESSOR),
        (Fault.REVOKED_SENDER, FORMER, FORMER, ASSESSOR, ASSESSOR),
        (Fault.WRONG_SIGNATURE, OFFICE, STRANGER, ASSESSOR, ASSESSOR),
        (Fault.WRONG_SIGNATURE, OFFICE, ASSESSOR, ASSESSOR, ASSESSOR),
    )
    fault, sender, signer, recipient, reader = random.choice(cases)
    text = plain(head(files, sender=sender.id, recipient=recipient.id), files, signer)
    return Hostile(age_file(_name(random), text, reader.reading_public_raw), frozenset({fault}))


def under_a_passphrase(random: Random) -> Hostile:
    """Work without end, before, after or instead of the right key."""
    name, work = _name(random), random.choice([1, 17, 18, 20, 24, 30, 63, 64, 99, 10**9])

    def stanzas(file_key: bytes) -> bytes:
        both = [scrypt_stanza(name, work), x25519_stanza(name, file_key, ASSESSOR.reading_public_raw)]
        random.shuffle(both)
        return b"".join(random.choice([both, [scrypt_stanza(name, work)]]))

    return Hostile(age_file(name, plain(head()), ASSESSOR.reading_public_raw, stanzas=stanzas), frozenset({Fault.NOT_A_PACKAGE}))


def with_a_strange_header(random: Random) -> Hostile:
    """Headers of any length full of anything."""
    lines = [
        random.choice([b"-> X25519 " + b"A" * 43, b"-> ", b"A" * 64, b"A" * 65, b"-> \xff", b"", b"-> x", random.randbytes(20)])
    ]
    lines *= random.choice([1, 10, 1000, 100_000])
    raw = (
        b"age-encryption.org/v1\n"
        + b"\n".join(lines)
        + random.choice([b"", b"\n--- " + b"A" * 43 + b"\n" + random.randbytes(99)])
    )
    return Hostile(raw, OUTSIDE)


def of_other_bytes(random: Random) -> Hostile:
    """No package at all, outside or inside, with a bomb of zeros in a zip among it."""
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content", bytes(1 << 20))
    raw = random.choice([bomb.getvalue(), b"", random.randbytes(random.randrange(500)), bytes(1 << 20), b"{" * 100_000])
    return Hostile(random.choice([raw, _sealed(random, raw)]), frozenset({Fault.NOT_A_PACKAGE}))


def from_the_future(random: Random) -> Hostile:
    """A later version of the format, or of age."""
    version = random.randrange(2, 10**9)
    later = b"cmsdesk-package %d\n" % version + random.randbytes(300)
    outside = age_file(_name(random), plain(head()), ASSESSOR.reading_public_raw, version=version)
    content = _sealed(random, plain(head(schema=random.randrange(2, 10**9))))
    return Hostile(random.choice([_sealed(random, later), outside, content]), frozenset({Fault.NEWER_VERSION}))


def lying_about_its_files(random: Random) -> Hostile:
    """By the office itself: sizes, hashes, names and counts that are not so."""
    files = [CONTENT, random.randbytes(100), random.randbytes(100)]
    text = head(files)
    lines = text[text.index(b"file ") :].splitlines(keepends=True)
    old = random.choice(lines)
    _file, name, size, sha256 = old.split()
    number = random.choice([b"0", b"99", b"101", b"-1", b"00", b"1e3", b"4194305", b"999999999999", b"9" * 5000])
    new = random.choice(
        [
            b"file %s %s %s\n" % (name, number, sha256),
            b"file %s %s %s\n" % (name, size, random.randbytes(32).hex().encode()),
            b"file %s %s %s\n" % (random.choice(NAMES).encode(), size, sha256),
            old + old,
            old + random.choice(lines),
            b"",
            b"\n" + old,
            old * 3000,
        ]
    )
    changed = text.replace(old, new)
    answers = {Fault.DAMAGED, Fault.TOO_LARGE}
    return Hostile(_sealed(random, plain(changed if changed != text else text + old, files)), frozenset(answers))


def longer_than_it_says(random: Random) -> Hostile:
    """More bytes than were listed, some of them a great many."""
    following = bytes(random.choice([1, 70_000, 3_000_000]))
    return Hostile(_sealed(random, plain(head()) + following), frozenset({Fault.DAMAGED}))


def against_the_books(random: Random) -> Hostile:
    """Genuine, but of another dossier, an older revision or sequence, too late, or twice and different."""
    late = f"2026-{random.randrange(1, 11):02}-{random.randrange(1, 29):02}"
    cases: Mapping[Fault, Mapping[str, object]] = {
        Fault.EXPIRED: {"expires": late},
        Fault.OLDER_SEQUENCE: {"package": book_id(5)},
        Fault.SECOND_ANSWER: {"package": book_id(5), "sequence": 2, "made": f"2026-11-{random.randrange(1, 20):02}"},
        Fault.OTHER_DOSSIER: {"package": book_id(5), "dossier": OTHER, "sequence": random.randrange(3, 99)},
        Fault.OTHER_REVISION: {"package": book_id(5), "revision": random.randrange(1, 3), "sequence": random.randrange(3, 99)},
        Fault.OTHER_SENDER: {"package": book_id(6), "sequence": random.randrange(2, 99)},
        Fault.WRONG_KIND: {"kind": "review"},
    }
    fault = random.choice(list(cases))
    return Hostile(_sealed(random, plain(head(**cases[fault]))), frozenset({fault}))


def answers_against_the_books(random: Random) -> Hostile:
    """The same for reviews at the office."""
    cases: Mapping[Fault, Mapping[str, object]] = {
        Fault.UNKNOWN_PACKAGE: {"package": book_id(random.randrange(7, 10**9))},
        Fault.OTHER_DOSSIER: {"dossier": OTHER},
        Fault.OTHER_REVISION: {"revision": random.choice([1, 2, 4, 999_999_999])},
        Fault.OLDER_SEQUENCE: {"package": book_id(2)},
        Fault.SECOND_ANSWER: {"package": book_id(2), "sequence": 2, "made": f"2026-11-{random.randrange(1, 20):02}"},
        Fault.DECIDED: {"package": book_id(3), "sequence": random.randrange(1, 99)},
        Fault.EXPIRED: {"package": book_id(4), "sequence": random.randrange(1, 99)},
        Fault.WRONG_KIND: {"kind": "dossier"},
    }
    fault = random.choice(list(cases))
    values: dict[str, object] = {"package": book_id(1), **cases[fault]}
    text = plain(review_head(**values), signer=ASSESSOR)
    return Hostile(age_file(_name(random), text, OFFICE.reading_public_raw), frozenset({fault}), "office")


MAKERS: tuple[Callable[[Random], Hostile], ...] = (
    changed_outside,
    changed_outside,
    spliced_outside,
    changed_inside,
    changed_inside,
    spliced_inside,
    without_right_key,
    under_a_passphrase,
    with_a_strange_header,
    of_other_bytes,
    from_the_future,
    lying_about_its_files,
    longer_than_it_says,
    against_the_books,
    answers_against_the_books,
)
