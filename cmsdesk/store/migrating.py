"""Carrying an office file forward to the schema of this program."""

from importlib.resources import as_file, files

from alembic import command
from alembic.config import Config

from cmsdesk.domain.errors import RuleBroken
from cmsdesk.domain.words import _
from cmsdesk.store.backup import copy_database
from cmsdesk.store.database import APPLICATION_ID, SCHEMA, Database, faults_explained


def upgrade(database: Database) -> None:
    """Run the steps that are missing, all or none.

    Foreign keys are off meanwhile: SQLite changes a table by rebuilding it, and a rebuilt parent
    would otherwise drop its children.
    """
    with faults_explained(), as_file(files("cmsdesk.store.migrations")) as folder, database.engine.connect() as opened:
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        bare = opened.connection.driver_connection
        assert bare is not None
        bare.execute("PRAGMA foreign_keys=OFF")
        connection = opened.execution_options(writing=True)
        try:
            with connection.begin():
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise RuleBroken(_("The office file could not be carried forward; it is as it was. Please send us a copy."))
                connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
                connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA}")
        finally:
            bare.execute("PRAGMA foreign_keys=ON")


def carry_forward(database: Database) -> None:
    """Upgrade an older office file, with a copy of the old one left beside it."""
    copy = database.path.with_name(f"{database.path.name}.before-schema-{SCHEMA}")
    building = copy.with_name(f"{copy.name}.new")
    try:
        copy_database(database, building)
        building.replace(copy)
    finally:
        building.unlink(missing_ok=True)
    upgrade(database)
