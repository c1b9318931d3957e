"""Databases in memory in which a test goes on, so that what it begins with need not be written again.

Only for a test that is rolled back at its end, and only on SQLite. Django's connection stays the same object, with the
transaction and the savepoints of the test; what it talks to is exchanged, and given back when the test has ended. As
in the file, no other thread and no other program sees what the test writes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import connection


@dataclass
class _State:
    empty: sqlite3.Connection | None = None  # a database with all tables, as every worker begins
    file: sqlite3.Connection | None = None  # what the test was connected to before it moved
    began: tuple[sqlite3.Connection | None, int] = (None, 0)  # open before the test, and its count of changes


_state = _State()
_built: dict[tuple[Callable[[], object], date], sqlite3.Connection] = {}


def keep_empty() -> None:
    """Keep a copy of the database as it is now, from which all others are made."""
    _state.empty = sqlite3.connect(":memory:")
    connection.connection.backup(_state.empty)


def restore_empty() -> None:
    """Put the database back as every worker begins, after a test that committed."""
    connection.ensure_connection()
    _state.empty.backup(connection.connection)


def begin_test() -> None:
    """Note how much was written before the test."""
    raw = connection.connection if connection.vendor == "sqlite" else None
    _state.began = (raw, raw.total_changes if raw else 0)


def end_test() -> None:
    """Give Django the file back, without the transaction that the test had begun there."""
    raw, _state.file = _state.file, None
    if raw:
        raw.rollback()
        connection.connection = raw


def can_move() -> bool:
    """Whether the test is one that is rolled back, has written nothing, and has not moved before."""
    raw = connection.connection
    return (
        _state.empty is not None
        and _state.file is None
        and (raw, raw.total_changes) == _state.began
        and connection.in_atomic_block
        and all(block._from_testcase for block in connection.atomic_blocks)
    )


def make_copy(fill: Callable[[], None]) -> sqlite3.Connection:
    """A database that holds what `fill` writes, beside the rows that every database has."""
    wrapper = connection.copy()
    wrapper.settings_dict = wrapper.settings_dict | {"NAME": ":memory:"}
    wrapper.connect()  # lets Trellis register its functions there
    raw = wrapper.connection
    _state.empty.backup(raw)
    file, connection.connection = connection.connection, raw
    try:
        raw.execute("BEGIN")
        fill()
        raw.commit()
    finally:
        connection.connection = file
    return raw


def move_to(raw: sqlite3.Connection) -> None:
    """Let the test go on in a copy, within the same transaction and savepoints as before."""
    raw.execute("BEGIN IMMEDIATE")
    for name in filter(None, connection.savepoint_ids):
        raw.execute(connection.ops.savepoint_create_sql(name))
    _state.file, connection.connection = connection.connection, raw


def build_once(build: Callable[[], object]) -> None:
    """For a test that commits and begins empty: build, or put in place what the same function built earlier today."""
    key = (build, date.today())
    if key in _built:
        connection.ensure_connection()
        _built[key].backup(connection.connection)
        return
    build()
    if connection.vendor == "sqlite":
        _built[key] = sqlite3.connect(":memory:")
        connection.connection.backup(_built[key])
