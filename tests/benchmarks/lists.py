"""Lists and search on a large office, beside the same question asked of SQLite alone."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import sqlcipher3.dbapi2 as sqlite

from cmsdesk.services.lists import Asked
from cmsdesk.services.office import Office
from cmsdesk.services.people import CountPeople, ListPeople
from tests.benchmarks.measuring import Compared, compare

_PAGE = 200
_COLUMNS = (
    "id, number, surname, prefix, given_name, initials, city, employer, function, email,"
    " (SELECT min(from_on) FROM membership WHERE person_id = person.id),"
    " (SELECT group_concat(DISTINCT title_id) FROM certificate WHERE person_id = person.id)"
)
_ROWS = f"SELECT {_COLUMNS} FROM person WHERE id IN ({{ids}}) ORDER BY name_key, id"
_BY_NAME = _ROWS.format(ids=f"SELECT id FROM person WHERE merged_into_id IS NULL ORDER BY name_key, id LIMIT {_PAGE} OFFSET ?")
_FOUND = _ROWS.format(ids=f"SELECT rowid FROM search_person WHERE search_person MATCH ? LIMIT {_PAGE}")
_COUNT = "SELECT count(*) FROM search_person WHERE search_person MATCH ?"


def measure(office: Office, members: int) -> Iterator[Compared]:
    """The first page, a page deep down, and what one key in the search box asks."""
    with closing(sqlite.connect(str(office.path))) as bare:

        def rows(statement: str, value: object) -> list[Any]:
            return list(bare.execute(statement, (value,)))

        deep = members // 2
        yield compare(
            f"first page of {_PAGE} members", lambda: rows(_BY_NAME, 0), lambda: office.do(ListPeople(Asked(), 0, _PAGE)), goal=2
        )
        yield compare(
            f"a page after {deep} members",
            lambda: rows(_BY_NAME, deep),
            lambda: office.do(ListPeople(Asked(), deep, _PAGE)),
            goal=2,
        )
        asked = Asked("berg")
        yield compare(
            "search by a word, with the exact count",
            lambda: (rows(_FOUND, '"berg"*'), rows(_COUNT, '"berg"*')),
            lambda: (office.do(ListPeople(asked, 0, _PAGE)), office.do(CountPeople(asked))),
            goal=2,
        )
