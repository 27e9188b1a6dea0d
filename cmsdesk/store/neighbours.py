"""Other windows on the same office file: hearing what they changed, and knowing whether there are any.

SQLite counts, for each connection, the commits that others made (`PRAGMA data_version`); asking costs
no reading from disk. What they changed stands in the journal.
"""

from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlcipher3.dbapi2 as sqlite

from cmsdesk.domain.tables import METADATA
from cmsdesk.store.database import Database, faults_explained

_WAIT = 1000  # milliseconds; somebody who only just closes the file is waited for

_LAST = "SELECT coalesce(max(seq), 0) FROM journalentry"
_TABLES = """
    SELECT DISTINCT entry.seq, json_extract(line.value, '$.table') FROM journalentry AS entry
    LEFT JOIN journaldetail AS detail ON detail.seq = entry.seq
    LEFT JOIN json_each(CASE WHEN json_valid(detail.data) THEN detail.data ELSE '[]' END) AS line
    WHERE entry.seq > ?
"""


class Neighbours:
    """Listens on a connection of its own, because SQLite counts only what other connections did."""

    def __init__(self, database: Database) -> None:
        with faults_explained():
            self._held = database.engine.raw_connection()
            self._version = self._ask("PRAGMA data_version")
            self._heard = self._ask(_LAST)
        self._mine: set[int] = set()

    def mine(self, seq: int) -> None:
        """An entry of the journal that this window wrote; it need not hear of that again."""
        self._mine.add(seq)

    def changed(self) -> frozenset[str]:
        """The tables that others changed since the last time."""
        with faults_explained():
            version = self._ask("PRAGMA data_version")
            if version == self._version:
                return frozenset()
            self._version = version
            found = self._rows(_TABLES, self._heard)
        theirs = [(seq, table) for seq, table in found if seq not in self._mine]
        self._heard = max([self._heard, *(seq for seq, _table in found)])
        self._mine = {seq for seq in self._mine if seq > self._heard}
        if any(table is None for _seq, table in theirs):  # the words of an entry may have been erased
            return frozenset(METADATA.tables)
        return frozenset(table for _seq, table in theirs)

    def close(self) -> None:
        """Stop listening."""
        self._held.close()

    def _ask(self, question: str) -> int:
        return int(self._rows(question)[0][0])

    def _rows(self, question: str, *values: int) -> list[Any]:
        cursor = self._held.cursor()
        cursor.execute(question, values)
        return list(cursor.fetchall())


def fold_log(path: Path) -> bool:
    """Fold what the log of a closed office file still holds into the file; False when some window has it open.

    Leaving the write-ahead log needs the file for oneself alone, and every connection holds a share of it for as
    long as it lives. A damaged file is open nowhere and stays as it is.
    """
    uri = f"file:{quote(str(path.resolve()))}?mode=rw"
    try:
        with closing(sqlite.connect(uri, uri=True, isolation_level=None)) as connection:
            connection.execute(f"PRAGMA busy_timeout={_WAIT}")
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite.DatabaseError as error:
        return "locked" not in str(error)
    return True
