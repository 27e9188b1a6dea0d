"""The journal: who did what, when; chained so that tampering shows.

The chain covers a salted commitment, not the words themselves. The words (before and after) lie in
a side table that can be emptied for an erased person without breaking the chain.
"""

import hashlib
import hmac
import json
import os
from datetime import datetime

from sqlmodel import Field

from cmsdesk.domain.records import PERSONAL, PLAIN, Record

FIRST = "0" * 64


class JournalEntry(Record, table=True):
    """One thing somebody did."""

    seq: int = Field(primary_key=True, sa_column_kwargs=PLAIN)
    at: datetime = Field(sa_column_kwargs=PLAIN)
    user: str = Field(sa_column_kwargs=PERSONAL)
    act: str = Field(sa_column_kwargs=PLAIN)
    undoes: int | None = Field(default=None, index=True, sa_column_kwargs=PLAIN)
    undoable: bool = Field(default=False, sa_column_kwargs=PLAIN)
    commitment: str = Field(sa_column_kwargs=PLAIN)
    previous: str = Field(sa_column_kwargs=PLAIN)
    hash: str = Field(default="", sa_column_kwargs=PLAIN)

    def link(self) -> str:
        """The hash that binds this entry to the one before it."""
        parts = [self.seq, self.at.isoformat(), self.user, self.act, self.undoes, self.undoable, self.commitment, self.previous]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


class JournalDetail(Record, table=True):
    """What exactly changed: rows before and after, as JSON."""

    seq: int = Field(primary_key=True, foreign_key="journalentry.seq", sa_column_kwargs=PLAIN)
    salt: str = Field(sa_column_kwargs=PLAIN)
    data: str = Field(sa_column_kwargs=PERSONAL)

    def commitment(self) -> str:
        """What the chain keeps of the words; without the salt it tells nothing."""
        return hmac.new(bytes.fromhex(self.salt), self.data.encode(), "sha256").hexdigest()


class JournalSubject(Record, table=True):
    """Which record an entry is about, so that a record can show its own history."""

    seq: int = Field(primary_key=True, foreign_key="journalentry.seq", sa_column_kwargs=PLAIN)
    kind: str = Field(primary_key=True, sa_column_kwargs=PLAIN)
    ref: int = Field(primary_key=True, index=True, sa_column_kwargs=PLAIN)


def new_salt() -> str:
    """Thirty-two random bytes."""
    return os.urandom(32).hex()
