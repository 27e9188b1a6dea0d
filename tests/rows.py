"""What stands in an office file, read and changed behind the program's back."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlite

from cmsdesk.domain.tables import TABLES

# What an undo never brings back: the journal itself, numbers once given out, drafts, and the count of edits.
_KEPT = frozenset({"journalentry", "journaldetail", "journalsubject", "numberseries", "draft"})


@contextmanager
def file_of(path: Path) -> Iterator[Any]:
    """A bare connection to an office file, as anybody with a database tool has; what was changed is kept."""
    with closing(sqlite.connect(str(path))) as connection:
        connection.row_factory = sqlite.Row
        yield connection
        connection.commit()


def records_in(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Every record of the office, by table."""
    with file_of(path) as connection:
        return {
            name: [
                {column: value for column, value in dict(row).items() if column != "version"}
                for row in connection.execute(f"SELECT * FROM {name} ORDER BY 1, 2")
            ]
            for table in TABLES
            if (name := str(table.__tablename__)) not in _KEPT
        }
