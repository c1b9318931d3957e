"""The tables of a new SQLite database, made from the models in one go.

Django's migrations render every model again after each new table, which takes most of the time of `trellis open`. In
an empty database there is nothing to convert: the tables of the models are what all migrations together come to. A
test compares both ways. Any other database is migrated.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration, RunPython
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model


def prepare_database() -> None:
    """Give the database the tables of this version: in one go where it is new, else by migrations."""
    if connection.vendor == "sqlite" and not connection.introspection.table_names():
        _create_tables()
    else:
        call_command("migrate", interactive=False, verbosity=0)


def _create_tables() -> None:
    executor = MigrationExecutor(connection)
    executor.recorder.ensure_schema()
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    with connection.schema_editor() as editor:
        for model in _models_with_tables():
            editor.create_model(model)
        for migration, _backwards in plan:
            _run_code(migration, editor)
            executor.recorder.record_applied(migration.app_label, migration.name)
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)


def _models_with_tables() -> Iterator[type[Model]]:
    return (model for model in apps.get_models() if model._meta.can_migrate(connection.alias))


def _run_code(migration: Migration, editor: BaseDatabaseSchemaEditor) -> None:
    """Run what a migration of Trellis does in Python. Those of libraries only convert rows, and there are none; so do
    those that say `converts_rows`."""
    if type(migration).__module__.startswith("trellis."):
        for operation in migration.operations:
            if isinstance(operation, RunPython) and "converts_rows" not in (operation.hints or {}):
                operation.code(apps, editor)
