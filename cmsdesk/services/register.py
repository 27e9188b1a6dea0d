"""The register: who holds which title, from when, until when."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from cmsdesk.domain.certificates import Status, worth
from cmsdesk.domain.names import sorted_name
from cmsdesk.services.lists import FOUND_PEOPLE, Asked, ListSql
from cmsdesk.store.session import OfficeSession

SOON = timedelta(days=183)  # half a year, as the board report says


@dataclass(frozen=True)
class HolderRow:
    """One line of the register."""

    id: int
    person_id: int
    number: str
    name: str
    title: str
    scheme_id: str
    employer: str
    granted_on: date
    until_on: date | None
    status: Status
    has_paper: bool


# Which certificates give their holder the title today, and which of them not much longer; every list and
# every count asks it in these words.
_IN_TIME = "certificate.granted_on <= :today AND (certificate.until_on IS NULL OR certificate.until_on >= :today)"
LIVE = f"certificate.standing = 'active' AND {_IN_TIME}"
# What is renewed already asks for nothing.
_GOES_ON = (
    "EXISTS (SELECT 1 FROM certificate AS next WHERE next.person_id = certificate.person_id"
    " AND next.scheme_id = certificate.scheme_id AND next.title_id = certificate.title_id AND next.standing = 'active'"
    " AND next.granted_on <= date(certificate.until_on, '+1 day')"
    " AND (next.until_on IS NULL OR next.until_on > certificate.until_on))"
)
ENDS_SOON = f"{LIVE} AND certificate.until_on <= date(:today, '+{SOON.days} days') AND NOT {_GOES_ON}"

_LIST = ListSql(
    source="certificate JOIN person ON person.id = certificate.person_id",
    select=(
        "certificate.id, certificate.person_id, certificate.number, certificate.title_id, certificate.scheme_id,"
        " certificate.granted_on, certificate.until_on, certificate.standing, certificate.sha256 <> '' AS has_paper,"
        " person.surname, person.prefix, person.given_name, person.initials, person.employer"
    ),
    search=(
        f"(certificate.person_id IN {FOUND_PEOPLE}"
        " OR certificate.id IN (SELECT rowid FROM search_certificate WHERE search_certificate MATCH :found))"
    ),
    sorts={
        "name": "person.name_key {way}, certificate.id {way}",
        "number": "certificate.number {way}",
        "title": "certificate.title_id {way}, certificate.id {way}",
        "employer": "person.employer {way}, certificate.id {way}",
        "granted_on": "certificate.granted_on {way}, certificate.id {way}",
        "until_on": "certificate.until_on {way}, certificate.id {way}",
    },
    default_sort="name",
    conditions={
        "status:active": LIVE,
        "status:soon": ENDS_SOON,
        "status:suspended": f"certificate.standing = 'suspended' AND {_IN_TIME}",
        "status:ended": "certificate.standing = 'withdrawn' OR certificate.until_on < :today AND certificate.granted_on <= :today",
        "title:": "certificate.title_id = :value",
        "scheme:": "certificate.scheme_id = :value",
    },
)


@dataclass(frozen=True)
class CountHolders:
    """How many certificates a list would show."""

    asked: Asked = Asked()

    def run(self, session: OfficeSession) -> int:
        """Certificates, not people."""
        return _LIST.count(session, self.asked)


@dataclass(frozen=True)
class ListHolders:
    """One page of the register."""

    asked: Asked
    offset: int
    limit: int

    def run(self, session: OfficeSession) -> list[HolderRow]:
        """With the status of today."""
        return [_row(row, session.today) for row in _LIST.rows(session, self.asked, self.offset, self.limit)]


def _row(row: dict[str, Any], today: date) -> HolderRow:
    until = date.fromisoformat(row["until_on"]) if row["until_on"] else None
    granted = date.fromisoformat(row["granted_on"])
    return HolderRow(
        id=row["id"],
        person_id=row["person_id"],
        number=row["number"],
        name=sorted_name(row["given_name"] or row["initials"], row["prefix"], row["surname"]),
        title=row["title_id"],
        scheme_id=row["scheme_id"],
        employer=row["employer"],
        granted_on=granted,
        until_on=until,
        status=worth(Status(row["standing"]), granted, until, today),
        has_paper=bool(row["has_paper"]),
    )
