"""Access that cannot be forgotten: a query that touches a guarded table must say who is looking.

Every table is guarded unless its model says `guarded = False`. The check runs when SQL is compiled, on the
tables that the statement really joins, so a join, an aggregate, a subquery or `select_related` cannot go
round it. A query is cleared by `seen_by(viewer)`, by `unscoped("reason")`, or, for the
program's own work, by `system()`.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import sql
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.datastructures import Join

from . import permissions

if TYPE_CHECKING:
    from .requests import Viewer


_is_deleting: ContextVar[bool] = ContextVar("trellis_removing", default=False)


@contextmanager
def unguarded_deletion() -> Generator[None]:
    """Let Django collect related rows without a viewer while it deletes a row."""
    token = _is_deleting.set(True)
    try:
        yield
    finally:
        _is_deleting.reset(token)


class MissingViewerError(RuntimeError):
    """A query about people ran without saying who is looking."""


def _relation_path(query: sql.Query, alias: str) -> str:
    """The relation names from the query's own table to `alias`, joined by `__` ("" for its own table)."""
    steps: list[str] = []
    table = query.alias_map[alias]
    while isinstance(table, Join) and table.parent_alias:
        steps.append(table.join_field.name)  # ty: ignore[missing-attribute] the stubs leave it out
        table = query.alias_map[table.parent_alias]
    return "__".join(reversed(steps))


def check_clearance(query: sql.Query) -> None:
    """Raise MissingViewerError when this statement reads a guarded table that was not cleared."""
    cleared: frozenset[str] | None = getattr(query, "cleared", frozenset())
    if cleared is None or _is_deleting.get():
        return
    for alias, count in query.alias_refcount.items():
        if not count or alias not in query.alias_map:
            continue
        table = query.alias_map[alias].table_name
        if not permissions.is_guarded(table):
            continue
        path = _relation_path(query, alias)
        if path not in cleared:
            name = query.model.__name__ if query.model else "This query"
            where = f"{name}.{path}" if path else name
            raise MissingViewerError(
                f"{where} is about people, and this query does not say who is looking. "
                f"Call .seen_by(viewer); name '{path}' under shows= in permissions.py if whoever sees the "
                f'row may see that too; or write .unscoped("reason").'
            )


class GuardedQuery(sql.Query):
    """A query that remembers which of its tables were cleared, and checks at the moment of compiling.

    `cleared`: the relation paths that may be read; None when everything may be (unscoped).
    """

    cleared: frozenset[str] | None = frozenset()

    def get_compiler(
        self,
        using: str | None = None,
        connection: BaseDatabaseWrapper | None = None,
        elide_empty: bool = True,
    ) -> SQLCompiler:
        compiler = super().get_compiler(using, connection, elide_empty=elide_empty)  # ty: ignore[unknown-argument] the stubs leave it out
        inner = compiler.get_from_clause

        def get_from_clause() -> tuple[list[str], list[int | str]]:
            check_clearance(self)
            return inner()

        compiler.get_from_clause = get_from_clause
        return compiler


class GuardedQuerySet(models.QuerySet):
    """The query set of every model. See the module's text."""

    query: GuardedQuery  # ty: ignore[incompatible-mutable-override] only guarded queries are made

    def __init__(
        self,
        model: type[models.Model] | None = None,
        query: sql.Query | None = None,
        using: str | None = None,
        hints: dict[str, models.Model] | None = None,
    ) -> None:
        super().__init__(model, query or GuardedQuery(model), using, hints)

    def seen_by(self, viewer: Viewer) -> GuardedQuerySet:
        """Only the rows that a tie gives this viewer. A model without a declaration raises LookupError."""
        rule = permissions.rule_for(self.model)
        scoped = self.filter(rule.rows(viewer))
        if hasattr(self.model, "deleted_at"):
            scoped = scoped.filter(deleted_at__isnull=True)
        if scoped.query.cleared is not None:
            scoped.query.cleared = frozenset({"", *rule.shows})
        return scoped

    def system(self) -> GuardedQuerySet:
        """All rows, for the program's own work: imports, scheduled tasks, measures, rollups, the demonstration.

        `tools/check_code.py` names the modules that may call it; no page is among them.
        """
        clone = self._chain()
        clone.query.cleared = None
        return clone

    def unscoped(self, reason: str) -> GuardedQuerySet:
        """All rows, for one question within a request about rows that the viewer may not see. Never in a view.

        `reason` says what the query finds out, and for what. Raises ValueError without one.
        """
        if not reason.strip():
            raise ValueError("Give the reason why this query needs no viewer.")
        return self.system()

    def _need_clearance(self, verb: str) -> None:
        if _is_deleting.get() or not permissions.is_guarded(self.model._meta.db_table):
            return
        if self.query.cleared == frozenset():
            raise MissingViewerError(f"{verb} on {self.model.__name__} does not say who is asking.")

    def update(self, **values: object) -> int:
        self._need_clearance("update()")
        return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._need_clearance("delete()")
        with unguarded_deletion():
            return super().delete()

    def bulk_update(
        self, objs: Iterable[models.Model], fields: Sequence[str], batch_size: int | None = None
    ) -> int:
        """As Django's; the objects were read under a viewer already, so writing them back needs no second."""
        return super(GuardedQuerySet, self.system()).bulk_update(objs, fields, batch_size)


class GuardedManager(models.Manager.from_queryset(GuardedQuerySet)):  # ty: ignore[unsupported-base] made by Django at run time
    """The default and the base manager of every model: following a relation does not go round it either."""

    def get_queryset(self) -> GuardedQuerySet:
        rows = super().get_queryset()
        # Django passes the instance as a hint when it re-reads that very row (refresh_from_db, save).
        instance = self._hints.get("instance")
        if instance is not None and type(instance) is self.model:
            return rows.system()
        return rows
