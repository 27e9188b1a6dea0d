"""Who was erased: as an office file tells it, and as a small list beside the backups keeps it.

A backup that was made before somebody was erased still holds that person. When it is put back, the office file that it
replaces knows who has to go again; the list knows it where that file is lost. The list holds no personal data, only the
uuid of each entry and two days, and one office never reads the list of another.
"""

import hashlib
import json
import os
from collections.abc import Iterable
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from urllib.parse import quote
from uuid import UUID

import sqlcipher3.dbapi2 as sqlite

from cmsdesk.domain.erasing import Gone
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _
from cmsdesk.store.files import is_hash, sync_folder

_FORMAT = 1
_SHORT = 16  # characters of the office's mark in the name of its list
_MOST = 16 << 20  # bytes; a longer file is no list of ours

# Made when the office was founded, with a random salt in it; no two offices have the same and no act changes it.
_MARK = "SELECT hash FROM journalentry WHERE seq = 1"
_GONE = """
    SELECT person.uuid, erasure.requested_on, erasure.erased_on FROM person
    JOIN erasure ON erasure.person_id = coalesce(person.merged_into_id, person.id)
    WHERE person.erased_on IS NOT NULL ORDER BY erasure.id, person.merged_into_id IS NOT NULL, person.id
"""
_PRESENT = "SELECT uuid FROM person WHERE erased_on IS NULL"
_FOLDER = "SELECT backup_folder FROM officesettings"


@dataclass(frozen=True)
class Erased:
    """What an office file tells: its mark, who was erased from it, who is in it, and where it says its backups go."""

    office: str
    gone: tuple[Gone, ...]
    present: frozenset[str]
    backups: str


def erased_in(office: Path) -> Erased | None:
    """Ask an office file, without opening it as an office and without changing it; None where it cannot be read.

    That is one that is damaged, encrypted, none of ours, or not there.
    """
    try:
        with closing(sqlite.connect(f"file:{quote(str(office.resolve()))}?mode=ro", uri=True)) as connection:
            rows = connection.execute(_GONE).fetchall()
            return Erased(
                office=_first(connection, _MARK),
                gone=tuple(Gone(uuid, date.fromisoformat(asked), date.fromisoformat(done)) for uuid, asked, done in rows),
                present=frozenset(row[0] for row in connection.execute(_PRESENT)),
                backups=_first(connection, _FOLDER),
            )
    except (sqlite.DatabaseError, TypeError, ValueError):
        return None


def _first(connection: Any, question: str) -> str:
    row = connection.execute(question).fetchone()
    return str(row[0]) if row else ""


def place_of_list(folder: Path, office: str) -> Path:
    """Where the list of the office with this mark lies among its backups."""
    return folder / f"erased-{office[:_SHORT]}.json"


def read_list(folder: Path, office: str) -> tuple[Gone, ...]:
    """Whom the list in this folder names; nobody where there is none.

    Refuses a list of which a byte was changed or that cannot be read: nothing is destroyed at the word of such a one.
    """
    place = place_of_list(folder, office)
    try:
        if not (is_hash(office) and place.is_file()):
            return ()
        with place.open("rb") as stream:
            content = stream.read(_MOST)
        said = json.loads(content)
        if said["format"] != _FORMAT or said["office"] != office or said["check"] != _check(said["erased"]):
            raise ValueError(place)
        return tuple(
            Gone(str(UUID(one["person"])), date.fromisoformat(one["requested_on"]), date.fromisoformat(one["erased_on"]))
            for one in said["erased"]
        )
    except (OSError, AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
        raise RuleBroken(_("The list of erased people {file} is damaged or cannot be read.").format(file=place)) from error


def add_to_list(folder: Path, office: str, gone: Iterable[Gone]) -> str:
    """Add these to the list in the folder; returns what the user should know of it, or nothing.

    Whoever stands in the list stays in it. A damaged list is put aside, as it may be all that tells of somebody.
    """
    wanted = {one.person: one for one in gone}
    if not (wanted and is_hash(office)):
        return ""
    place, warning = place_of_list(folder, office), ""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            there = {one.person: one for one in read_list(folder, office)}
        except RuleBroken as error:
            there, aside = {}, _free_place(place)
            place.rename(aside)
            warning = _("{reason} A new one was made of what the office itself knows; the old one is kept as {aside}.").format(
                reason=error, aside=aside.name
            )
        if wanted.keys() - there.keys():
            _write(place, office, [*there.values(), *(one for one in wanted.values() if one.person not in there)])
    except OSError:
        return _(
            "The list of erased people could not be written to {folder}; the next backup there writes it. Until then only the "
            "office file itself knows who was erased, so please keep that file when you go back to a backup."
        ).format(folder=folder)
    return warning


def _write(place: Path, office: str, gone: Iterable[Gone]) -> None:
    """Write the list whole or not at all."""
    erased = [asdict(one) | {"requested_on": f"{one.requested_on}", "erased_on": f"{one.erased_on}"} for one in gone]
    said = {"format": _FORMAT, "office": office, "check": _check(erased), "erased": erased}
    with NamedTemporaryFile("w", dir=place.parent, prefix=".erased-", delete=False, encoding="ascii") as target:
        json.dump(said, target, indent=1)
        target.flush()
        os.fsync(target.fileno())
    try:
        Path(target.name).replace(place)
    except OSError:
        Path(target.name).unlink(missing_ok=True)
        raise
    sync_folder(place.parent)


def _check(erased: object) -> str:
    """What shows that nothing in a list was changed by accident."""
    return hashlib.sha256(json.dumps(erased, sort_keys=True).encode()).hexdigest()


def _free_place(place: Path) -> Path:
    names = (place.with_suffix(f".damaged{f'-{count}' if count else ''}.json") for count in range(10_000))
    return next(name for name in names if not os.path.lexists(name))
