"""What every list has in common: what is asked, how text is searched, how a page is read.

A page is read in two steps, ids first and rows after: the ids come straight from an index, however
deep the list is scrolled.
"""

import re
import unicodedata
from dataclasses import dataclass, field

from sqlalchemy import text

from cmsdesk.domain.names import fold
from cmsdesk.services.organisations import known_association
from cmsdesk.store.session import OfficeSession

# The people who answer to the words; an entry that was merged answers for the person it became.
FOUND_PEOPLE = (
    "(SELECT coalesce(merged_into_id, id) FROM person"
    " WHERE id IN (SELECT rowid FROM search_person WHERE search_person MATCH :found))"
)


@dataclass(frozen=True)
class Asked:
    """What a list should show: words to search, filters, order."""

    words: str = ""
    chips: frozenset[str] = field(default_factory=frozenset)
    sort: str = ""
    descending: bool = False


def match(words: str) -> str:
    """The words as a search of the index: each the beginning of something, all of them present.

    An empty answer means that nothing was asked.
    """
    terms = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", words))  # an accent of its own would be the end of a word
    return " AND ".join(f'("{term}"* OR "{fold(term)}"*)' for term in terms)


@dataclass(frozen=True)
class ListSql:
    """One list in SQL: where its rows come from and how its columns sort.

    `source` starts with the table whose id counts; `sorts` maps a column to an ORDER BY expression,
    with `{way}` where the direction goes.
    """

    source: str
    select: str
    sorts: dict[str, str]
    default_sort: str
    conditions: dict[str, str]
    always: str = "1"
    search: str = ""

    def where(self, asked: Asked) -> tuple[str, dict[str, object]]:
        """The WHERE clause for what was asked, with its values.

        Filters of one group widen each other ("draft or incomplete"), groups narrow each other;
        the group is what stands before the colon of a filter's key.
        """
        groups: dict[str, list[str]] = {}
        values: dict[str, object] = {}
        for chip in sorted(asked.chips):
            group, _, value = chip.partition(":")
            condition = self.conditions.get(chip) or self.conditions[f"{group}:"]
            name = f"v{len(values)}"
            if ":value" in condition:
                values[name] = value
            groups.setdefault(group, []).append(condition.replace(":value", f":{name}"))
        parts = [self.always, *(f"({' OR '.join(conditions)})" for conditions in groups.values())]
        if found := match(asked.words):
            parts.append(self.search)
            values["found"] = found
        return " AND ".join(parts), values

    def count(self, session: OfficeSession, asked: Asked) -> int:
        """How many rows the list would show."""
        where, values = self.where(asked)
        values |= _circumstances(session)
        return int(session.connection().execute(text(f"SELECT count(*) FROM {self.source} WHERE {where}"), values).scalar_one())

    def rows(self, session: OfficeSession, asked: Asked, offset: int, limit: int) -> list[dict[str, object]]:
        """One page of rows as plain values."""
        where, values = self.where(asked)
        order = self.sorts.get(asked.sort) or self.sorts[self.default_sort]
        order = order.replace("{way}", "DESC" if asked.descending else "ASC")
        table = self.source.split()[0]
        values |= _circumstances(session) | {"offset": offset, "limit": limit}
        page = f"SELECT {table}.id FROM {self.source} WHERE {where} ORDER BY {order} LIMIT :limit OFFSET :offset"
        statement = f"SELECT {self.select} FROM {self.source} WHERE {table}.id IN ({page}) ORDER BY {order}"
        # Straight to the driver: reading the names of values out of the statement takes longer than finding the rows.
        found = session.connection().exec_driver_sql(statement, values)
        names = list(found.keys())
        return [dict(zip(names, row, strict=True)) for row in found.all()]


def _circumstances(session: OfficeSession) -> dict[str, object]:
    """What any condition may name: the day, and the association whose members the office lists."""
    return {"today": session.today.isoformat(), "own": known_association(session)}
