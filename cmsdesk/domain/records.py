"""What every record of the office has in common.

Each column says whether it holds personal data: erasing a person and showing a person what the
office holds both read this mark, and a test fails on a column without one.
"""

from typing import Any
from uuid import uuid4

from sqlmodel import SQLModel
from sqlmodel._compat import SQLModelConfig

# Named constraints are what lets a later migration change them on SQLite.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

PERSONAL: dict[str, Any] = {"info": {"personal": True}}
PLAIN: dict[str, Any] = {"info": {"personal": False}}


class Record(SQLModel):
    """One row of the office file."""

    # What pydantic would check a row with is built when somebody asks for it; all tables at once would hold up the start.
    model_config = SQLModelConfig(defer_build=True)


def new_uuid() -> str:
    """A name that stays the same when the record leaves the office."""
    return str(uuid4())
