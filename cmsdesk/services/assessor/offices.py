"""The offices an assessor works for: their keys, enrolled once the words were compared by telephone."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date

from pydantic import BaseModel

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _
from cmsdesk.exchange.packages.keys import EnrolledKey, PublicKey
from cmsdesk.services.assessor.home import Workplace
from cmsdesk.services.assessor.slips import keep_slip, read_slip


class KnownOffice(BaseModel, frozen=True):
    """An office that is trusted, since when, and until when if its key was revoked; `signing` in hexadecimal."""

    name: str
    made_on: date
    reading: str
    signing: str
    enrolled_on: date
    revoked_on: date | None = None

    @property
    def key(self) -> PublicKey:
        """What the office signs with, and reads with."""
        return PublicKey(self.name, self.made_on, self.reading, bytes.fromhex(self.signing))

    @property
    def id(self) -> str:
        """The id of its key."""
        return self.key.id


def enrol_office(workplace: Workplace, key: PublicKey, *, instead: bool = False) -> KnownOffice:
    """Trust an office from now on; whoever asks this has compared the words. A revoked key stays revoked.

    `instead` says that the office has new keys: they take the place of those it had under the same name, which are revoked.
    """
    if key.id == workplace.keys.public.id:
        raise RuleBroken(_("This is your own key. Please choose the key file that the office sent you."))
    before = offices(workplace).get(key.id)
    if before and before.revoked_on:
        raise RuleBroken(_("This key was revoked. Please ask the office for the key file of its new key."))
    office = before or KnownOffice(
        name=key.name, made_on=key.made_on, reading=key.reading, signing=key.signing.hex(), enrolled_on=workplace.today
    )
    _keep(workplace, office)
    if instead:
        for former in former_keys(workplace, key):
            revoke_office(workplace, former.id)
    return office


def former_keys(workplace: Workplace, key: PublicKey) -> list[KnownOffice]:
    """The other keys that are trusted for an office of that name."""
    return [one for one in offices(workplace).values() if one.name == key.name and one.id != key.id and not one.revoked_on]


def revoke_office(workplace: Workplace, key_id: str) -> None:
    """Trust a key no longer, such as one that an office lost; what it signed is refused from now on."""
    office = offices(workplace).get(key_id)
    if office is None:
        raise RuleBroken(_("This office is not known here."))
    _keep(workplace, office.model_copy(update={"revoked_on": office.revoked_on or workplace.today}))


def offices(workplace: Workplace) -> Mapping[str, KnownOffice]:
    """Every office by the id of its key, in the order of their names.

    One whose note was damaged, or put there by somebody else, is not trusted: it has to be enrolled again.
    """
    found = []
    for path in workplace.offices.iterdir():
        with suppress(RuleBroken):
            found.append(read_slip(path, _place(path.name), KnownOffice, workplace.keys))
    return {office.id: office for office in sorted(found, key=lambda office: (office.name.casefold(), office.id))}


def key_now(known: Mapping[str, KnownOffice], key_id: str) -> str:
    """With which key an office writes now: the one it had, or the one that took its place."""
    former = known.get(key_id)
    if former is None or not former.revoked_on:
        return key_id
    return next((one.id for one in known.values() if one.name == former.name and not one.revoked_on), key_id)


def trusted(workplace: Workplace) -> Mapping[str, EnrolledKey]:
    """The same as checks want it."""
    return {key_id: EnrolledKey(office.key, office.revoked_on) for key_id, office in offices(workplace).items()}


def _keep(workplace: Workplace, office: KnownOffice) -> None:
    keep_slip(workplace.offices / office.id, _place(office.id), office, workplace.keys)


def _place(key_id: str) -> str:
    return f"offices/{key_id}"
