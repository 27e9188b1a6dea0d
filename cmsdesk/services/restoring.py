"""Going back to a backup, without bringing back whoever was erased since it was made.

It is done on the unpacked backup before that takes the place of the office, so that nobody ever opens an office in which
they are. Who they are is known from the office file that is replaced, and from the list beside the backups.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import ClassVar

from sqlmodel import col, select

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.erasing import Gone
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.journal import JournalEntry
from cmsdesk.domain.people import Person
from cmsdesk.domain.words import N_, _, ngettext
from cmsdesk.services.erasing import WhyNotErase, destroy
from cmsdesk.services.office import Act, office_today, open_office
from cmsdesk.services.people import entries_of
from cmsdesk.services.settings import folder_for_backups
from cmsdesk.store.backup import check_closed, put_back, unpack_backup, unpacked_office
from cmsdesk.store.erased_list import add_to_list, erased_in, place_of_list, read_list
from cmsdesk.store.erasing import Report
from cmsdesk.store.session import OfficeSession


@dataclass(frozen=True)
class PuttingBack:
    """A checked backup on its way to the place of an office file.

    `again` are in it and have to be erased first, `doubtful` are in it and only perhaps. `known` is everybody of whom it
    is known that they were erased; they go into the list in `folder`, under the mark of the office.
    """

    unpacked: Path
    office: Path
    folder: Path
    mark: str = ""
    again: tuple[Gone, ...] = ()
    doubtful: tuple[Gone, ...] = ()
    known: tuple[Gone, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def is_short(self) -> bool:
        """Whether nothing needs to be erased, which is most often so and takes no time."""
        return not (self.again or self.doubtful)


@dataclass(frozen=True)
class Restored:
    """What came of it: where the old office is kept, who was erased again, and what the office has to do by hand."""

    aside: Path | None
    erased: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def erased_sentence(self) -> str:
        """Nobody is erased in silence."""
        again = ngettext(
            "{count} person who was erased after this backup was made was erased again: {numbers}.",
            "{count} people who were erased after this backup was made were erased again: {numbers}.",
            len(self.erased),
        )
        return again.format(count=len(self.erased), numbers=", ".join(self.erased)) if self.erased else ""


@dataclass(frozen=True)
class ErasedAgain:
    """The numbers that stand for those who were erased, and a sentence for each who could not be."""

    numbers: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True)
class EraseAgain(Act):
    """Destroy once more what was destroyed before and came back with a backup.

    The day of the request and of the first erasing stay what they were; the journal says when it was done again.
    """

    again: tuple[Gone, ...]
    doubtful: tuple[Gone, ...] = ()
    report: Report | None = field(default=None, compare=False)
    act: ClassVar[str] = N_("Erased again after going back to a backup")

    def run(self, session: OfficeSession) -> ErasedAgain:
        """Whoever is here and is kept by a rule stays, and is named with the reason; so is whoever is in doubt."""
        known = {one.person: one for one in self.again}
        waiting = [*_people(session, known)]
        numbers: list[str] = []
        reasons: dict[int, str] = {}
        while waiting:  # one whom the file of another needs can go when that other is gone
            reasons = {person: _why_not(session, person, known) for person in waiting}
            ready = next((person for person in waiting if not reasons[person]), None)
            if ready is None:
                break
            gone = known[session.get_one(Person, ready).uuid]
            numbers.append(destroy(session, ready, gone.requested_on, gone.erased_on, self.report))
            waiting.remove(ready)
        left = [_named(_AGAIN_HERE, session, person, known, reason=reasons[person]) for person in waiting]
        doubts = {one.person: one for one in self.doubtful}
        left += [_named(_IN_DOUBT, session, person, doubts) for person in _people(session, doubts)]
        return ErasedAgain(tuple(numbers), tuple(left))


@dataclass(frozen=True)
class StillHere:
    """Who is in this office although the list in a folder of backups says they were erased.

    That is so after a restore that could not erase them again, and in a copy of the office file that somebody kept.
    """

    folder: Path

    def run(self, session: OfficeSession) -> tuple[str, ...]:
        """A sentence for each; nothing where there is no list, or where it cannot be read."""
        mark = session.exec(select(JournalEntry.hash).where(JournalEntry.seq == 1)).first() or ""
        try:
            known = {one.person: one for one in read_list(self.folder, mark)}
        except RuleBroken:
            return ()
        place = place_of_list(self.folder, mark)
        return tuple(_named(_STILL_HERE, session, person, known, file=place) for person in _people(session, known))


_STILL_HERE = N_(
    "{name}, number {number}, was erased on {date} according to the list beside the backups, but is in this office file. Please "
    "erase this person by hand. Is the list wrong, then remove {file}; the next backup makes it anew."
)
_AGAIN_HERE = N_(
    "{name}, number {number}, was erased on {date} and is here again with this backup. {reason} Please put that right and "
    "erase this person by hand."
)
_IN_DOUBT = N_(
    "{name}, number {number}, was erased on {date} according to the list beside the backups, but not in the office file that "
    "was replaced. Please look into it; nothing was erased."
)


def _people(session: OfficeSession, known: Mapping[str, Gone]) -> Sequence[int]:
    """The people of these entries who are here, in the order in which they are known; a merged entry is its person."""
    here = session.exec(select(Person).where(col(Person.uuid).in_(list(known)), col(Person.erased_on).is_(None)))
    people = {person.uuid: person.merged_into_id or person.id or 0 for person in here}
    return list(dict.fromkeys(people[uuid] for uuid in known if uuid in people))


def _entries(session: OfficeSession, person_id: int) -> Sequence[Person]:
    return session.exec(select(Person).where(col(Person.id).in_(entries_of(session, person_id)))).all()


def _why_not(session: OfficeSession, person_id: int, known: Mapping[str, Gone]) -> str:
    others = [entry.number for entry in _entries(session, person_id) if entry.uuid not in known]
    if others:
        return _("Here it is one person with number {numbers}, of whom it is not known that they were erased.").format(
            numbers=", ".join(others)
        )
    try:
        return WhyNotErase(person_id).run(session)
    except RuleBroken as error:  # a scheme that is not there any more
        return str(error)


def _named(sentence: str, session: OfficeSession, person_id: int, known: Mapping[str, Gone], **more: object) -> str:
    person = session.get_one(Person, person_id)
    days = [known[entry.uuid].erased_on for entry in _entries(session, person_id) if entry.uuid in known]
    words = {"name": person.full_name, "number": person.number, "date": show_date(min(days))}
    return _(sentence).format(**words, **more)


def restore_office(
    backup: Path, office: Path, *, user: str, report: Report | None = None, today: Callable[[], date] = office_today
) -> Restored:
    """Put a backup in the place of an office file, which must be closed; what stood there is kept beside it."""
    unpacked = unpack_backup(backup, office, report=report)
    return finish_restore(who_was_erased(unpacked, backup, office), user=user, report=report, today=today)


def who_was_erased(unpacked: Path, backup: Path, office: Path) -> PuttingBack:
    """Find out who has to be erased from an unpacked backup before it takes the place of the office, which must be closed.

    The office that is replaced is believed before the list, which may have been written from a copy for practice.
    """
    with _taken_away_when_refused(unpacked):
        check_closed(office)
        old, new = erased_in(office), erased_in(unpacked_office(unpacked))
        folder = folder_for_backups(new.backups if new else "", office)
        if new is None or not new.office:
            return PuttingBack(unpacked, office, folder)
        same = old if old and old.office == new.office else None
        warnings = [_unreadable()] if old is None and office.is_file() else []
        folders = [backup.parent, folder, *([folder_for_backups(same.backups, office)] if same else [])]
        known: dict[str, Gone] = {}
        for one in (*new.gone, *(same.gone if same else ()), *_listed(folders, new.office, warnings)):
            known.setdefault(one.person, one)
        here = [one for one in known.values() if one.person in new.present]
        doubtful = [one for one in here if same and one.person in same.present]
        again = [one for one in here if one not in doubtful]
        return PuttingBack(
            unpacked, office, folder, new.office, tuple(again), tuple(doubtful), tuple(known.values()), tuple(warnings)
        )


def _unreadable() -> str:
    return _(
        "The office file that was replaced cannot be read. Whoever was erased in it is known only as far as the list "
        "beside the backups tells. Please look who asked to be erased since this backup was made."
    )


def _listed(folders: Iterable[Path], office: str, warnings: list[str]) -> Iterator[Gone]:
    """Whom the lists in these folders name; a damaged one adds a warning."""
    for folder in dict.fromkeys(folder.resolve() for folder in folders):
        try:
            yield from read_list(folder, office)
        except RuleBroken as error:
            warnings.append(
                _(
                    "{reason} Whoever stands only in it is not known. Please look who asked to be erased since this backup."
                ).format(reason=error)
            )


def finish_restore(
    way: PuttingBack, *, user: str, report: Report | None = None, today: Callable[[], date] = office_today
) -> Restored:
    """Erase again whoever has to be, and put the backup in its place; both or, where it is refused, neither."""
    done = ErasedAgain((), ())
    if not way.is_short:
        with (
            _taken_away_when_refused(way.unpacked),
            closing(open_office(unpacked_office(way.unpacked), user=user, today=today)) as opened,
        ):
            done = opened.do(EraseAgain(way.again, way.doubtful, report))
    aside = put_back(way.unpacked, way.office)
    unlisted = add_to_list(way.folder, way.mark, way.known)
    return Restored(aside, done.numbers, tuple(filter(None, (*done.left, *way.warnings, unlisted))))


@contextmanager
def _taken_away_when_refused(unpacked: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        shutil.rmtree(unpacked, ignore_errors=True)
        raise
