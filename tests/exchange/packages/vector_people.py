"""The people of the vectors as the program knows them: their keys and their books."""

import json
from datetime import date
from typing import Any

from cmsdesk.exchange.packages.checks import Known, KnownPackage
from cmsdesk.exchange.packages.keys import EnrolledKey, KeyPair, read_public_text
from cmsdesk.exchange.packages.manifest import Kind, Subject
from tests.vectors import make_packages

SAID: dict[str, Any] = json.loads((make_packages.FOLDER / "vectors.json").read_bytes())


def keys_of(person: str) -> KeyPair:
    """Both halves of the keys of somebody."""
    found = SAID["people"][person]
    public = read_public_text(found["key_file"].encode())
    return KeyPair(public.name, public.made_on, found["reading"], bytes.fromhex(found["signing"]))


KEYS = {person: keys_of(person) for person in SAID["people"]}


def known_to(person: str) -> Known:
    """What stands in the books of the office or of the assessor."""
    books = SAID["books"][person]
    return Known(
        KEYS[person].public.id,
        Kind(books["opens"]),
        {
            KEYS[name].public.id: EnrolledKey(KEYS[name].public, date.fromisoformat(revoked) if revoked else None)
            for name, revoked in books["enrolled"].items()
        },
        {
            book["package"]: KnownPackage(
                Subject(book["package"], book["dossier"], book["revision"]),
                KEYS[book["partner"]].public.id,
                date.fromisoformat(book["expires"]),
                book["last_sequence"],
                book["last_head_sha256"],
                book["decided"],
            )
            for book in books["packages"]
        },
        books["schema"],
    )
