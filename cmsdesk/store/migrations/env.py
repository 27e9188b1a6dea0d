"""Run by alembic: compares or carries forward over the connection it is given."""

from alembic import context

from cmsdesk.domain.tables import METADATA


def ours(_object: object, name: str | None, kind: str, _reflected: bool, _compare_to: object) -> bool:
    """The search index keeps tables of its own, which are no records."""
    return not (kind == "table" and name is not None and name.startswith("search_"))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    include_object=ours,
    transaction_per_migration=False,
)
context.run_migrations()
