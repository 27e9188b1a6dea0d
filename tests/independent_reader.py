"""A reader of packages written from docs/package-format.md alone, with no part of the program: age, Ed25519 and the standard library.

It proves that the page is enough. Run as `python tests/independent_reader.py` it answers every vector; with the name of a
person in vectors.json and a package it tells what is in that package.
"""

import hashlib
import json
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyrage
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

VECTORS = Path(__file__).parent / "vectors" / "packages"
_UUID, _COUNT, _DAY = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "[1-9][0-9]{0,8}", r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_LINES = {
    "cmsdesk-package": _COUNT,
    "kind": "dossier|review",
    "package": _UUID,
    "dossier": _UUID,
    "revision": _COUNT,
    "sequence": _COUNT,
    "schema": _COUNT,
    "sender": "[0-9a-f]{64}",
    "recipient": "[0-9a-f]{64}",
    "made": _DAY,
    "expires": _DAY,
    "files": _COUNT,
}
_STANZA_LINES = re.compile(rb"(-> [!-~]+( [!-~]+)*|[A-Za-z0-9+/]{0,64})")


class Refused(Exception):  # noqa: N818 - the answer of the format
    """Not accepted; the text is the answer."""


@dataclass(frozen=True)
class Key:
    """What a key file says."""

    id: str
    reading: str
    signing: bytes


@dataclass(frozen=True)
class Package:
    """What was in a package."""

    head: Mapping[str, str]
    head_sha256: str
    files: Mapping[str, bytes]


def read_key_file(text: str) -> Key:
    """The key in a key file whose signature holds."""
    first, name, made, reading, signing, signature, end = text.split("\n")
    if (first, end) != ("cmsdesk-key 1", "") or not name.startswith("name ") or not made.startswith("made "):
        raise ValueError(text)
    key, reading = bytes.fromhex(signing.removeprefix("signing ")), reading.removeprefix("reading ")
    signed = text[: text.index("signature ")].encode()
    Ed25519PublicKey.from_public_bytes(key).verify(bytes.fromhex(signature.removeprefix("signature ")), signed)
    return Key(hashlib.sha256(f"cmsdesk-key-id 1\n{reading}\n{key.hex()}\n".encode()).hexdigest(), reading, key)


def decrypted(raw: bytes, identity: str) -> bytes:
    """What age says stands in the file."""
    if len(raw) > 512 << 20:
        raise Refused("too-large")
    if not raw.startswith(b"age-encryption.org/v"):
        raise Refused("not-a-package")
    if not raw.startswith(b"age-encryption.org/v1\n"):
        raise Refused("newer-version")
    lines = raw[: 8 << 10].split(b"\n")[1:]
    ends = [place for place, line in enumerate(lines[:-1]) if re.fullmatch(rb"--- [A-Za-z0-9+/]{43}", line)]
    if not ends or not ends[0]:
        raise Refused("damaged")
    stanzas = lines[: ends[0]]
    for line, following in zip(stanzas, [*stanzas[1:], b"->"], strict=True):
        if not _STANZA_LINES.fullmatch(line) or (len(line) < 64 and not line.startswith(b"->")) != following.startswith(b"->"):
            raise Refused("damaged")
    kinds = [line.split(b" ")[1] for line in stanzas if line.startswith(b"-> ")]
    if b"scrypt" in kinds or b"X25519" not in kinds:
        raise Refused("not-a-package")
    try:
        return bytes(pyrage.decrypt(raw, [pyrage.x25519.Identity.from_str(identity)]))
    except pyrage.DecryptError as error:
        raise Refused("for-somebody-else" if "No matching keys" in str(error) else "damaged") from error


def read_head(plain: bytes) -> tuple[dict[str, str], list[tuple[str, int, str]], bytes, bytes]:
    """The values of the head, the files it lists, what was signed, the signature."""
    first = re.match(rb"cmsdesk-package ([1-9][0-9]{0,8})\n", plain)
    if not first:
        raise Refused("damaged" if plain.startswith(b"cmsdesk-package ") and len(plain) < 27 else "not-a-package")
    if first[1] != b"1":
        raise Refused("newer-version")
    lines: list[str] = []
    at = 0
    while not lines or not lines[-1].startswith("signature "):
        end = plain.find(b"\n", at, 256 << 10)
        if end < 0 or not plain[at:end].isascii():
            raise Refused("damaged")
        lines.append(plain[at:end].decode())
        before, at = at, end + 1
    values = {name: value for name, _space, value in (line.partition(" ") for line in lines[: len(_LINES)])}
    if list(values) != list(_LINES) or any(not re.fullmatch(form, values[name]) for name, form in _LINES.items()):
        raise Refused("damaged")
    listed = [
        re.fullmatch(r"file (content|[0-9]{4}) (0|[1-9][0-9]{0,11}) ([0-9a-f]{64})", line) for line in lines[len(_LINES) : -1]
    ]
    files = [(found[1], int(found[2]), found[3]) for found in listed if found]
    names = ["content", *(f"{number:04}" for number in range(1, len(listed)))]
    signature = re.fullmatch("signature ([0-9a-f]{128})", lines[-1])
    right = [name for name, _size, _hash in files] == names and int(values["files"]) == len(names) <= 2001
    if not right or not signature or not _exist(values["made"], values["expires"]):
        raise Refused("damaged")
    return values, files, plain[:before], plain[at:]


def _exist(*days: str) -> bool:
    try:
        return all(date.fromisoformat(day) for day in days)
    except ValueError:
        return False


def read(raw: bytes, identity: str, me: str, enrolled: Mapping[str, tuple[Key, str | None]]) -> Package:
    """Everything about a package but what the books say: points 1 to 9, 14 and 15 of the page; `enrolled` by key id."""
    plain = decrypted(raw, identity)
    head, listed, signed, rest = read_head(plain)
    signature = bytes.fromhex(plain[len(signed) : len(plain) - len(rest)].decode().removeprefix("signature ").strip())
    if head["sender"] not in enrolled:
        raise Refused("unknown-sender")
    key, revoked = enrolled[head["sender"]]
    try:
        Ed25519PublicKey.from_public_bytes(key.signing).verify(signature, signed)
    except InvalidSignature as error:
        raise Refused("wrong-signature") from error
    if revoked:
        raise Refused("revoked-sender")
    if head["recipient"] != me:
        raise Refused("for-somebody-else")
    if listed[0][1] > 4 << 20 or sum(size for _name, size, _hash in listed) > 500 << 20:
        raise Refused("too-large")
    files = {}
    for name, size, sha256 in listed:
        files[name], rest = rest[:size], rest[size:]
        if len(files[name]) != size or hashlib.sha256(files[name]).hexdigest() != sha256:
            raise Refused("damaged")
    if rest:
        raise Refused("damaged")
    return Package(head, hashlib.sha256(signed).hexdigest(), files)


def consult(package: Package, opens: str, books: Mapping[str, Mapping[str, Any]], today: str, schema: int = 1) -> str:
    """What the books of the reader say: `new` or `repeated`."""
    head, book = package.head, books.get(package.head["package"])
    if head["kind"] != opens:
        raise Refused("wrong-kind")
    if int(head["schema"]) > schema:
        raise Refused("newer-version")
    if book and book["partner"] != head["sender"]:
        raise Refused("other-sender")
    if opens == "dossier" and today > head["expires"]:
        raise Refused("expired")
    if not book:
        if opens == "review":
            raise Refused("unknown-package")
        return "new"
    if head["dossier"] != book["dossier"]:
        raise Refused("other-dossier")
    if int(head["revision"]) < book["revision"] or (opens == "review" and int(head["revision"]) > book["revision"]):
        raise Refused("other-revision")
    if int(head["sequence"]) < book["last_sequence"]:
        raise Refused("older-sequence")
    if int(head["sequence"]) == book["last_sequence"]:
        if package.head_sha256 != book["last_head_sha256"]:
            raise Refused("second-answer")
        return "repeated"
    if opens == "review" and book["decided"]:
        raise Refused("decided")
    if opens == "review" and today > book["expires"]:
        raise Refused("expired")
    return "new"


def opened_by(person: str, raw: bytes, vectors: Mapping[str, Any]) -> tuple[Package, str]:
    """A package as somebody in vectors.json would open it, and `new` or `repeated`."""
    people, books = vectors["people"], vectors["books"][person]
    keys = {name: read_key_file(found["key_file"]) for name, found in people.items()}
    enrolled = {keys[name].id: (keys[name], revoked) for name, revoked in books["enrolled"].items()}
    known = {book["package"]: book | {"partner": keys[book["partner"]].id} for book in books["packages"]}
    package = read(raw, people[person]["reading"], keys[person].id, enrolled)
    return package, consult(package, books["opens"], known, vectors["today"], books["schema"])


def answer(person: str, raw: bytes, vectors: Mapping[str, Any]) -> str:
    """What the page says to answer."""
    try:
        return opened_by(person, raw, vectors)[1]
    except Refused as refused:
        return str(refused)


def main(arguments: list[str]) -> int:
    """Answer every vector, or tell what is in one package; 1 when an answer is not the one to give."""
    vectors = json.loads((VECTORS / "vectors.json").read_bytes())
    if arguments:
        person, path = arguments
        package, arrival = opened_by(person, Path(path).read_bytes(), vectors)
        print(arrival, *(f"{name} {value}" for name, value in package.head.items()), sep="\n")  # noqa: T201 - a command
        return 0
    wrong = 0
    for vector in vectors["vectors"]:
        found = answer(vector["opened_by"], (VECTORS / vector["file"]).read_bytes(), vectors)
        wrong += found != vector["answer"]
        print("ok   " if found == vector["answer"] else "WRONG", vector["file"], found)  # noqa: T201 - a command
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
