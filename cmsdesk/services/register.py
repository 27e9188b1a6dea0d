"""The register: who holds which title, from when, until when."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from cmsdesk.domain.certificates import Status
from cmsdesk.domain.names import sorted_name
from cmsdesk.services.lists import Asked, ListSql
from cmsdesk.store.session import OfficeSession

SOON = timedelta(days=183)


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


_LIVE = "certificate.standing = 'active' AND (certificate.until_on IS NULL OR certificate.until_on >= :today)"

_LIST = ListSql(
    source="certificate JOIN person ON person.id = certificate.person_id",
    select=(
        "certificate.id, certificate.person_id, certificate.number, certificate.title_id, certificate.scheme_id,"
        " certificate.granted_on, certificate.until_on, certificate.standing, certificate.sha256 <> '' AS has_paper,"
        " person.surname, person.prefix, person.given_name, person.initials, person.employer"
    ),
    search=(
        "(certificate.person_id IN (SELECT rowid FROM search_person WHERE search_person MATCH :found)"
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
        "status:active": _LIVE,
        "status:soon": f"{_LIVE} AND certificate.until_on <= date(:today, '+183 days')",
        "status:ended": f"NOT ({_LIVE})",
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
    standing = Status(row["standing"])
    if standing is not Status.WITHDRAWN and until and until < today:
        standing = Status.EXPIRED
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
        status=standing,
        has_paper=bool(row["has_paper"]),
    )
