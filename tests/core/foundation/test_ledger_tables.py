"""A stray tool such as `sqlite3` cannot change any table unnoticed."""

import sqlite3

import pytest
from django.db import connection

from trellis.core.foundation import ledger_triggers

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL notes a stray change instead"),
]


@pytest.fixture
def stray():
    """The database, opened by a tool that knows nothing of Trellis."""
    connection.ensure_connection()
    tool = sqlite3.connect(connection.settings_dict["NAME"], timeout=0)
    yield tool
    tool.close()


def tables(tool):
    rows = tool.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return sorted(name for (name,) in rows)


def test_no_table_can_be_written_to_by_a_stray_tool(stray):
    open_to_it = []
    for table in tables(stray):
        if table.startswith(ledger_triggers.UNGUARDED_PREFIX):
            continue
        column = stray.execute(f"PRAGMA table_info('{table}')").fetchall()[0][1]
        for statement in (
            f'INSERT INTO "{table}" DEFAULT VALUES',
            f'UPDATE "{table}" SET "{column}" = "{column}"',
            f'DELETE FROM "{table}"',
        ):
            try:
                stray.execute(statement)
            except sqlite3.OperationalError as refused:
                if "no such function: trellis_" in str(refused):
                    continue
            open_to_it.append(statement)
    assert len(tables(stray)) > 120
    assert open_to_it == []


@pytest.mark.parametrize("column", ["last_login", "password", "username"])
def test_no_column_of_an_account_is_left_open(stray, column):
    with pytest.raises(sqlite3.OperationalError, match="no such function"):
        stray.execute(f"UPDATE community_account SET {column} = NULL")


def test_every_table_is_noted_or_named_with_a_reason(stray):
    noted = {table.name for table in ledger_triggers.ledgered_tables()}
    search = {t for t in tables(stray) if t.startswith(ledger_triggers.UNGUARDED_PREFIX)}
    assert set(tables(stray)) - search == noted | (
        set(ledger_triggers.UNLEDGERED_TABLES) & set(tables(stray))
    )
    assert not noted & set(ledger_triggers.UNLEDGERED_TABLES)
    assert {"community_account", "account_emailaddress", "mfa_authenticator"} <= noted
