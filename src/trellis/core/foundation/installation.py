"""What an installation is: a data folder with its key, and a database that is there and up to date."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection


def find_problem() -> str:
    """Why this installation can't be used, as one sentence that says what to do; "" when it can."""
    return problem_if_missing() or problem_if_unreachable() or problem_if_outdated()


def problem_if_missing() -> str:
    """Whether there is no installation where the settings look for one."""
    if connection.vendor == "sqlite":
        path = database_file()
        if path and not path.is_file():
            return (
                f"There is no Trellis installation in {settings.DATA}. Create one with `trellis open`, or "
                "set TRELLIS_DATA to your installation's folder."
            )
    return ""


def problem_if_unreachable() -> str:
    """Whether the database does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return _database_error_message(error)
    return ""


def problem_if_outdated() -> str:
    """Whether the database's tables are those of another version."""
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return "The database is not up to date with this version of Trellis. Run `trellis upgrade` first."
    return ""


def database_file() -> Path | None:
    """The SQLite file; None for another database, or for one in memory."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or name.startswith("file:") or ":memory:" in name:
        return None
    return Path(name)


def _database_error_message(error: DatabaseError) -> str:
    first = next(iter(str(error).strip().splitlines()), type(error).__name__)
    if connection.vendor == "sqlite":
        return f"The database {database_file()} can't be opened: {first}."
    where: dict[str, object] = connection.settings_dict
    place = f"{where.get('HOST') or 'this machine'}:{where.get('PORT') or 5432}"
    return (
        f"The PostgreSQL database {where['NAME']} at {place} can't be reached ({first}). Start it, or correct "
        "TRELLIS_DATABASE."
    )
