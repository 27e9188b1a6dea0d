"""Use cases about the keys of assessors: enrolling one whose words were compared, revoking it, and which there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlmodel import col, select

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.packages import AssessorKey
from cmsdesk.domain.people import Person
from cmsdesk.domain.words import N_, _
from cmsdesk.exchange.packages.fingerprints import spoken
from cmsdesk.exchange.packages.keys import EnrolledKey, PublicKey, read_public_text
from cmsdesk.services.finding import fetch
from cmsdesk.services.office import Act
from cmsdesk.services.people import fetch_person
from cmsdesk.store.session import OfficeSession


@dataclass(frozen=True)
class EnrolKey(Act):
    """Trust a key file from now on; whoever asks this has compared its words with its owner by telephone.

    A person has one key at a time: a new one replaces the former, which is revoked.
    """

    person_id: int
    text: bytes
    act: ClassVar[str] = N_("Enrolled a key of an assessor")

    def run(self, session: OfficeSession) -> int:
        """Returns the id; a key that is known already stays whose it is, and what was revoked stays so."""
        key, person = read_public_text(self.text), fetch_person(session, self.person_id)
        _check_new(session, key)
        made = AssessorKey(
            person_id=self.person_id,
            key_id=key.id,
            name=key.name,
            made_on=key.made_on,
            reading=key.reading,
            signing=key.signing.hex(),
            enrolled_on=session.today,
            enrolled_by=session.user,
        )
        session.add(made)
        session.flush()
        for former in _keys_of(session, person.id or 0):
            if former.id != made.id and not former.revoked_on:
                former.revoke(session.today, _("Replaced by a new key."))
                former.replaced_by_id = made.id
                session.add(former)
        assert made.id is not None
        return made.id


@dataclass(frozen=True)
class RevokeKey(Act):
    """Trust a key no longer, such as one on a laptop that was stolen; reviews signed with it are refused from now on."""

    key_id: int
    reason: str
    act: ClassVar[str] = N_("Revoked a key of an assessor")

    def run(self, session: OfficeSession) -> None:
        """What came in before stands."""
        key = fetch(session, AssessorKey, self.key_id)
        key.revoke(session.today, self.reason)
        session.add(key)


@dataclass(frozen=True)
class KeyRow:
    """A key of a person, with its words in both languages."""

    id: int
    key_id: str
    name: str
    made_on: date
    enrolled_on: date
    enrolled_by: str
    revoked_on: date | None
    revoked_reason: str
    words: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class KeysOf:
    """The keys that were enrolled for a person."""

    person_id: int

    def run(self, session: OfficeSession) -> Sequence[KeyRow]:
        """The newest first."""
        return [_row(key) for key in reversed(_keys_of(session, self.person_id))]


@dataclass(frozen=True)
class OwnerOfKey:
    """Whose key it is that somebody sent: the person for whom it was enrolled, or nobody."""

    text: bytes

    def run(self, session: OfficeSession) -> int | None:
        """The id of the person."""
        found = session.exec(select(AssessorKey).where(AssessorKey.key_id == read_public_text(self.text).id)).first()
        return found.person_id if found else None


def public_key(key: AssessorKey) -> PublicKey:
    """The key as packages want it."""
    return PublicKey(key.name, key.made_on, key.reading, bytes.fromhex(key.signing))


def trusted_keys(session: OfficeSession) -> dict[str, EnrolledKey]:
    """Every key the office enrolled, by its id, with the day it was revoked."""
    return {key.key_id: EnrolledKey(public_key(key), key.revoked_on) for key in session.exec(select(AssessorKey))}


def _keys_of(session: OfficeSession, person_id: int) -> Sequence[AssessorKey]:
    mine = select(AssessorKey).where(AssessorKey.person_id == person_id)
    return session.exec(mine.order_by(col(AssessorKey.id))).all()


def _check_new(session: OfficeSession, key: PublicKey) -> None:
    known = session.exec(select(AssessorKey).where(AssessorKey.key_id == key.id)).first()
    if known is None:
        return
    owner = fetch(session, Person, known.person_id).full_name
    if known.revoked_on:
        raise RuleBroken(
            _("This key of {name} was revoked on {date}. Please ask for a new one.").format(
                name=owner, date=show_date(known.revoked_on)
            )
        )
    raise RuleBroken(_("This key is already enrolled, for {name}.").format(name=owner))


def _row(key: AssessorKey) -> KeyRow:
    public = public_key(key)
    return KeyRow(
        id=key.id or 0,
        key_id=key.key_id,
        name=key.name,
        made_on=key.made_on,
        enrolled_on=key.enrolled_on,
        enrolled_by=key.enrolled_by,
        revoked_on=key.revoked_on,
        revoked_reason=key.revoked_reason,
        words={code: spoken(public, code) for code in ("nl", "en")},
    )
