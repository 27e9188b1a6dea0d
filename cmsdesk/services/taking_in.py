"""Taking a file into the file store, after a look at what it is."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from cmsdesk.domain.documents import display_name, recognise
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _
from cmsdesk.store.session import OfficeSession

LARGEST = 100 * 1024 * 1024  # bytes


@dataclass(frozen=True)
class TakenIn:
    """A file as the store has it; size in bytes."""

    name: str
    media_type: str
    sha256: str
    size: int


def take_in(session: OfficeSession, path: Path) -> TakenIn:
    """Keep the bytes of a file; refuses what is empty, too large, no file, or no document."""
    name = display_name(path.name)
    try:
        if not path.is_file():
            raise RuleBroken(_("“{name}” is not a file that can be added.").format(name=name))
        if path.stat().st_size == 0:
            raise RuleBroken(_("“{name}” is empty. Please ask for it again.").format(name=name))
        if path.stat().st_size > LARGEST:
            raise RuleBroken(_("“{name}” is larger than 100 MB. Please ask for a smaller file.").format(name=name))
        with path.open("rb") as stream:
            media_type = recognise(name, stream.read(16))
            stream.seek(0)
            stored = session.files.put(stream)
    except OSError as error:
        raise RuleBroken(_("“{name}” cannot be read. Perhaps another program has it open.").format(name=name)) from error
    return TakenIn(name, media_type, stored.sha256, stored.size)


def whole_document(session: OfficeSession, name: str, sha256: str) -> bytes:
    """The bytes of a document, read once and checked against their hash."""
    content = whole(session, sha256)
    if content is None:
        raise RuleBroken(
            _("“{name}” is missing from the file store or was changed. Please restore the last backup.").format(name=name)
        )
    return content


def whole(session: OfficeSession, sha256: str) -> bytes | None:
    """What the file store has under a hash, read once; None when it is missing or says something else by now."""
    content = session.files.read(sha256)
    return content if content is not None and hashlib.sha256(content).hexdigest() == sha256 else None
