"""A new network's tables are made in one go; they are the ones that the migrations make."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from trellis.core.foundation.installation import problem_if_outdated

pytestmark = pytest.mark.django_db

TRELLIS = ("-m", "trellis")
MIGRATING = """
import runpy
from django.db.migrations.state import ProjectState
ProjectState._find_reload_model = lambda state, app, model, delay=False: {(app, model)}
runpy.run_module("trellis", run_name="__main__", alter_sys=True)
"""
"""Trellis, with Django's migrations rendering only the model that an operation is about.

Django renders all models anew that are related to it by any path, which is most of them: 30,000 times for 250 tables,
nine tenths of the work. No column, key, index or constraint of a table depends on the models around it.
"""


@pytest.mark.skipif(connection.vendor != "sqlite", reason="other databases are always migrated")
def test_a_new_database_has_the_tables_that_migrations_make(tmp_path):
    run(tmp_path, "-c", MIGRATING, "manage", "migrate")
    assert problem_if_outdated() == ""
    with connection.cursor() as cursor:
        created = describe_tables(cursor)
    with sqlite3.connect(tmp_path / "trellis.sqlite3") as migrated:
        assert describe_tables(migrated.cursor()) == created


def test_trellis_open_makes_the_tables_in_one_go(tmp_path):
    network = ("--name", "Harbor", "--slug", "harbor", "--package", "big-picture", "--leader-name", "Imani")
    run(tmp_path, *TRELLIS, "open", *network)
    with connection.cursor() as cursor, sqlite3.connect(tmp_path / "trellis.sqlite3") as opened:
        assert describe_tables(opened.cursor()) == describe_tables(cursor)


def run(folder: Path, *words: str) -> None:
    environment = {name: text for name, text in os.environ.items() if name != "TRELLIS_DATABASE"}
    environment |= {"TRELLIS_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "trellis.config.settings"}
    subprocess.run([sys.executable, *words], env=environment, check=True, capture_output=True)


def describe_tables(cursor) -> dict[str, object]:
    """By name: a table's columns and foreign keys in any order; of an index or a trigger, how it was made."""
    cursor.execute("SELECT type, name, sql FROM sqlite_master")
    tables: dict[str, object] = {}
    for kind, name, sql in cursor.fetchall():
        tables[f"{kind} {name}"] = sql
        if kind == "table":
            columns = cursor.execute(f'PRAGMA table_info("{name}")').fetchall()
            keys = cursor.execute(f'PRAGMA foreign_key_list("{name}")').fetchall()
            tables[f"{kind} {name}"] = (
                sorted(map(repr, (tuple(row)[1:] for row in columns))),
                sorted(map(repr, (tuple(row)[2:] for row in keys))),
            )
    return tables
