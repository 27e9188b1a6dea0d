"""Finding anyone and anything from one box."""

import re
from dataclasses import dataclass

from sqlalchemy import text

from cmsdesk.domain.names import sorted_name
from cmsdesk.services.lists import FOUND_PEOPLE, match
from cmsdesk.store.session import OfficeSession


@dataclass(frozen=True)
class Hit:
    """Something that was found: what it is, and its id on the page of its kind."""

    kind: str
    id: int
    title: str
    detail: str


# As in the lists, but the box shows few: a word that is the beginning of thousands need not find the best of all.
_FEW = FOUND_PEOPLE.replace(":found", ":found LIMIT 200")
_PEOPLE = f"""
SELECT id, number, surname, prefix, given_name, initials, city FROM person WHERE id IN {_FEW} ORDER BY name_key LIMIT :limit
"""
_APPLICATIONS = f"""
SELECT application.id, application.number, title_id, surname, prefix, given_name, initials FROM application
JOIN person ON person.id = application.person_id
WHERE application.number LIKE :part ESCAPE '!' OR person_id IN {_FEW}
ORDER BY application.number DESC LIMIT :limit
"""
_CERTIFICATES = f"""
SELECT certificate.id, certificate.number, title_id, surname, prefix, given_name, initials FROM certificate
JOIN person ON person.id = certificate.person_id
WHERE certificate.number LIKE :part ESCAPE '!' OR person_id IN {_FEW}
ORDER BY certificate.number DESC LIMIT :limit
"""


@dataclass(frozen=True)
class SearchEverything:
    """People, applications and certificates that answer to the words."""

    words: str
    limit: int = 8

    def run(self, session: OfficeSession) -> list[Hit]:
        """At most `limit` of each kind, people first."""
        found = match(self.words)
        if not found:
            return []
        part = re.sub("([!%_])", r"!\1", self.words.strip())  # signs that LIKE would take for any other
        values = {"found": found, "part": f"%{part}%", "limit": self.limit}
        hits: list[Hit] = []
        for kind, statement in (("person", _PEOPLE), ("application", _APPLICATIONS), ("certificate", _CERTIFICATES)):
            for row in session.connection().execute(text(statement), values).mappings():
                name = sorted_name(row["given_name"] or row["initials"], row["prefix"], row["surname"])
                detail = row["city"] if kind == "person" else row["title_id"]
                hits.append(Hit(kind, row["id"], name, " · ".join(part for part in (row["number"], detail) if part)))
        return hits
