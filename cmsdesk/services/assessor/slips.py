"""Small notes that an assessor's program keeps for itself: closed to everybody else, and known to be its own.

A note is encrypted with age for one's own reading key and signed with one's own signing key, together with the place
where it lies: whoever gets at the disk can neither read a note nor put another in its place, such as an office of theirs.
"""

from pathlib import Path
from typing import TypeVar

import pyrage
from pydantic import BaseModel, ValidationError

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _
from cmsdesk.exchange.packages.keys import KeyPair
from cmsdesk.exchange.packages.whole_files import whole_file

T = TypeVar("T", bound=BaseModel)

_FIRST_LINE = "cmsdesk-slip 1"
_SIGNATURE = 64  # bytes
_LARGEST = 64 << 10


def keep_slip(path: Path, place: str, slip: BaseModel, keys: KeyPair) -> None:
    """Write a note, whole or not at all; `place` names where it belongs."""
    text = _text(place, slip.model_dump_json().encode())
    closed = pyrage.encrypt(keys.sign(text) + text, [keys.public.recipient])
    with whole_file(path) as target:
        target.write(closed)


def read_slip(path: Path, place: str, kind: type[T], keys: KeyPair) -> T:
    """Read a note of our own; one that was changed, or belongs somewhere else, is refused."""
    try:
        with path.open("rb") as stream:
            closed = stream.read(_LARGEST)
        opened = bytes(pyrage.decrypt(closed, [keys.identity]))
        signature, text = opened[:_SIGNATURE], opened[_SIGNATURE:]
        begin = _text(place, b"")
        if not text.startswith(begin) or not keys.public.has_signed(text, signature):
            raise ValueError(place)
        return kind.model_validate_json(text[len(begin) :])
    except (OSError, pyrage.DecryptError, ValidationError, ValueError) as error:
        raise RuleBroken(
            _("What this program noted about a package or an office was changed or damaged on the disk, and is not used.")
        ) from error


def _text(place: str, body: bytes) -> bytes:
    return f"{_FIRST_LINE}\n{place}\n".encode() + body
