"""An office of any size, made from a seed: for measuring, for tests and for the example office.

The names are ordinary Dutch words for names put together by chance; nobody real is in it.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, ClassVar

from sqlalchemy import text

from cmsdesk.domain.names import fold, name_key
from cmsdesk.domain.people import Membership, Person
from cmsdesk.domain.records import new_uuid
from cmsdesk.domain.words import N_
from cmsdesk.services.numbers import reserve
from cmsdesk.services.office import Act
from cmsdesk.services.organisations import association
from cmsdesk.services.people import PEOPLE, highest_number
from cmsdesk.store.session import OfficeSession

GIVEN = [
    "Anna",
    "Bram",
    "Carlijn",
    "Daan",
    "Eva",
    "Fenna",
    "Gijs",
    "Hanna",
    "Ilse",
    "Jesse",
    "Karin",
    "Lars",
    "Mila",
    "Noor",
    "Otto",
    "Pim",
    "Roos",
    "Sanne",
    "Tijn",
    "Ursula",
    "Vera",
    "Wout",
    "Yara",
    "Zoë",
    "Ömer",
    "Łucja",
    "Amélie",
    "Søren",
    "Nuño",
    "İpek",
    "Chloë",
    "Jörg",
    "Fatima",
    "Kofi",
    "Mei",
    "Rajesh",
]
PREFIXES = ("", "", "", "", "", "", "de", "van", "van de", "van den", "van der", "ter", "ten", "'t", "op de", "in 't", "von")
SURNAMES = [
    "Akker",
    "Berg",
    "Bos",
    "Brink",
    "Dijk",
    "Duin",
    "Eik",
    "Gracht",
    "Haag",
    "Heide",
    "Hof",
    "Kade",
    "Kamp",
    "Kerk",
    "Laan",
    "Linde",
    "Meer",
    "Molen",
    "Oever",
    "Plas",
    "Polder",
    "Poort",
    "Put",
    "Rivier",
    "Ruiter",
    "Schans",
    "Sluis",
    "Steen",
    "Tuin",
    "Veen",
    "Veld",
    "Vliet",
    "Waard",
    "Weide",
    "Wiel",
    "Zand",
    "Zee",
    "Öztürk",
    "Łukasik",
    "Sørensen",
    "Müller",
    "Çelik",
    "Ibáñez",
    "Dvořák",
]
ENDINGS = ("", "", "", "stra", "man", "mans", "sen", "huis", "horst", "kamp", "hof", "ink")
CITIES = [
    "Almere",
    "Assen",
    "Breda",
    "Delft",
    "Deventer",
    "Ede",
    "Emmen",
    "Goes",
    "Gouda",
    "Heerlen",
    "Hoorn",
    "Leiden",
    "Meppel",
    "Sneek",
    "Tiel",
    "Utrecht",
    "Venlo",
    "Weert",
    "Zeist",
    "Zwolle",
]
FUNCTIONS = ("griffier", "plaatsvervangend griffier", "raadsadviseur", "griffiemedewerker", "commissiegriffier")
_CHUNK = 5_000


@dataclass(frozen=True)
class GenerateMembers(Act):
    """Add many made-up members; the same seed makes the same people."""

    count: int
    seed: int = 1
    report: Callable[[int, int], None] | None = field(default=None, compare=False)
    act: ClassVar[str] = N_("Generated members")

    def run(self, session: OfficeSession) -> int:
        """Returns how many were added."""
        chance = random.Random(self.seed)  # noqa: S311 - made-up people, no secret
        first_id = int(session.connection().execute(text("SELECT coalesce(max(id), 0) FROM person")).scalar_one()) + 1
        first_membership = int(session.connection().execute(text("SELECT coalesce(max(id), 0) FROM membership")).scalar_one()) + 1
        highest = highest_number(session)
        organisation = association(session)
        for start in range(0, self.count, _CHUNK):
            size = min(_CHUNK, self.count - start)
            people = [made_up(chance, id=first_id + start + n, number=str(highest + start + n + 1)) for n in range(size)]
            session.add_many(Person, people)
            session.add_many(
                Membership,
                [
                    {
                        "id": first_membership + start + n,
                        "person_id": person["id"],
                        "organisation_id": organisation,
                        "from_on": session.today - timedelta(days=chance.randrange(30, 9_000)),
                        "until_on": None,
                    }
                    for n, person in enumerate(people)
                ],
            )
            if self.report:
                self.report(start + size, self.count)
        reserve(session, PEOPLE, highest + self.count)
        return self.count


def made_up(chance: random.Random, **fixed: Any) -> dict[str, Any]:
    """One made-up person as plain values."""
    given, prefix = chance.choice(GIVEN), chance.choice(PREFIXES)
    surname = chance.choice(SURNAMES) + chance.choice(ENDINGS)
    city = chance.choice(CITIES)
    mail = "".join(letter for letter in fold(f"{given}.{surname}") if letter.isascii() and (letter.isalnum() or letter == "."))
    return {
        "uuid": new_uuid(),
        "initials": f"{given[0]}.",
        "given_name": given,
        "prefix": prefix,
        "surname": surname,
        "name_key": name_key(surname, prefix, given),
        "birth_date": date(1955, 1, 1) + timedelta(days=chance.randrange(16_000)),
        "email": f"{mail}@example.org",
        "phone": f"06-{chance.randrange(10_000_000, 99_999_999)}",
        "street": f"{chance.choice(SURNAMES)}straat {chance.randrange(1, 250)}",
        "postcode": f"{chance.randrange(1000, 9999)} {chance.choice('ABCDEFGH')}{chance.choice('KLMNPRST')}",
        "city": city,
        "employer": f"Gemeente {city}",
        "function": chance.choice(FUNCTIONS),
        "note": "",
        "merged_into_id": None,
        "version": 1,
    } | fixed
