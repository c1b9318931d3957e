"""Queries of busy pages, compiled once in a process and then run with new values.

Building a query and writing its SQL takes Django about ten times as long as SQLite takes to answer it. A
`PreparedQuery` remembers the SQL of each form that it has had, and fills in ids and dates:

    GOALS = PreparedQuery(Goal, lambda goals: goals.order_by("due"))
    goals = GOALS.seen_by(viewer, plan__in=plans)

The form is everything but the ids and dates: the viewer's own conditions, their lookups, and roughly how many ids
stand in a list. So the SQL is always what Django writes for this viewer, and the guard checks it when it is compiled.
A condition with another query set in it has no form that can be remembered; it runs as any other query does. Write
`IdsOf(Tie, "person", ...)` in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Count, Q, Value
from django.db.models.sql.compiler import SQLCompiler

from . import permissions
from .guard import GuardedQuerySet
from .query_forms import NoFormError, adapted_value, form_of, stand_in_for, with_stand_ins

if TYPE_CHECKING:
    from .requests import Viewer

MOST_FORMS = 200
"""How many forms one query remembers; more are compiled each time."""


Shape = Callable[[GuardedQuerySet], models.QuerySet]


def counted(rows: models.QuerySet) -> models.QuerySet:
    """The number of the rows, as the only value; none where there are none: `sum(...)` of the answer is the number."""
    return (
        rows.order_by().values(every=Value(1)).annotate(number=Count("pk")).values_list("number", flat=True)
    )


@dataclass(frozen=True)
class _Form:
    """The SQL of one form. `slots`: for each parameter, the place of its value, or None for a constant."""

    rows: models.QuerySet
    compiler: SQLCompiler
    converters: dict
    sql: str
    parameters: tuple[object, ...]
    slots: tuple[int | None, ...]


class PreparedQuery:
    """A query of one model. `shape` adds order, related rows, columns or a limit, and is always the same."""

    def __init__(self, model: type[models.Model], shape: Shape = lambda rows: rows) -> None:
        self.model = model
        self.shape = shape
        self._forms: dict[Hashable, _Form | None] = {}

    def seen_by(self, viewer: Viewer, *conditions: Q, **filters: object) -> list:
        """The rows that the viewer may see and that meet the conditions."""
        rule = permissions.rule_for(self.model)
        if hasattr(self.model, "deleted_at"):
            filters["deleted_at__isnull"] = True
        clearance = frozenset({"", *rule.shows})
        return self._run((rule.rows(viewer), *conditions, Q(**filters)), clearance)

    def unscoped(self, reason: str, *conditions: Q, **filters: object) -> list:
        """All rows that meet the conditions, as `GuardedQuerySet.unscoped`."""
        if not reason.strip():
            raise ValueError("Give the reason why this query needs no viewer.")
        return self._run((*conditions, Q(**filters)), None)

    def _run(self, conditions: tuple[Q, ...], cleared: frozenset[str] | None) -> list:
        values: list[object] = []
        try:
            key = tuple([form_of(condition, values) for condition in conditions])
        except NoFormError:
            return list(self._rows(conditions, cleared))
        connection = connections[DEFAULT_DB_ALIAS]
        key = (connection.vendor, cleared is None, key)
        if key not in self._forms:
            if len(self._forms) >= MOST_FORMS:
                return list(self._rows(conditions, cleared))
            self._forms[key] = self._compile(conditions, cleared, values, connection)
        form = self._forms[key]
        return [] if form is None else list(_run_form(form, values, connection))

    def _rows(self, conditions: tuple[Q, ...], cleared: frozenset[str] | None) -> models.QuerySet:
        """The query set. Each condition is a filter of its own, as with `seen_by(viewer).filter(...)`."""
        rows = self.model._default_manager.all()
        for condition in conditions:
            rows = rows.filter(condition)
        rows.query.cleared = cleared  # ty: ignore[missing-attribute] every query of ours is a GuardedQuery
        return self.shape(rows)

    def _compile(
        self,
        conditions: tuple[Q, ...],
        cleared: frozenset[str] | None,
        values: list[object],
        connection: BaseDatabaseWrapper,
    ) -> _Form | None:
        """Write the SQL with stand-ins for the values, and find them among its parameters. None: no row can match.

        It is written twice, with other stand-ins: a parameter that is not one of them and yet differs was made from one
        by Django, and could not be filled in. Raises TypeError for such a query.
        """
        first, second = (
            self._written(conditions, cleared, values, offset, connection) for offset in (0, 500)
        )
        if first is None or second is None:
            return None
        for parameter, other, slot in zip(first.parameters, second.parameters, first.slots, strict=True):
            if slot is None and parameter != other:
                raise TypeError(f"{self.model.__name__}: {parameter!r} was made from a value in {first.sql}")
        return first

    def _written(
        self,
        conditions: tuple[Q, ...],
        cleared: frozenset[str] | None,
        values: list[object],
        offset: int,
        connection: BaseDatabaseWrapper,
    ) -> _Form | None:
        stand_ins = [stand_in_for(value, place + offset) for place, value in enumerate(values)]
        remaining = iter(stand_ins)
        rows = self._rows(tuple(with_stand_ins(condition, remaining) for condition in conditions), cleared)
        compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            sql, parameters = compiler.as_sql()
        except EmptyResultSet:
            return None
        places = {adapted_value(stand_in, connection): place for place, stand_in in enumerate(stand_ins)}
        slots = [places.get(each) if isinstance(each, Hashable) else None for each in parameters]
        columns = [column for column, *_name in compiler.select[: compiler.col_count]]
        converters = compiler.get_converters(columns)
        return _Form(rows, compiler, converters, sql, tuple(parameters), tuple(slots))


def _run_form(form: _Form, values: list[object], connection: BaseDatabaseWrapper) -> Iterator[object]:
    """Run the SQL with these values, and give what Django gives for the query set."""
    adapted = [adapted_value(value, connection) for value in values]
    parameters = tuple(
        [
            constant if slot is None else adapted[slot]
            for constant, slot in zip(form.parameters, form.slots, strict=True)
        ]
    )
    compiler = _copy(form.compiler)
    compiler.connection = connection
    compiler.as_sql = lambda *_arguments, **_options: (form.sql, parameters)
    compiler.get_converters = lambda _columns: form.converters
    query = _copy(form.rows.query)
    query.get_compiler = lambda *_arguments, **_options: compiler
    rows = SimpleNamespace(
        db=DEFAULT_DB_ALIAS,
        query=query,
        model=form.rows.model,
        _fields=form.rows._fields,
        _known_related_objects={},
    )
    return iter(form.rows._iterable_class(rows))


def _copy(original: Any) -> Any:  # Any: an object of the same class
    """A shallow copy, as `copy.copy` makes it, in a third of its time."""
    duplicate = original.__class__.__new__(original.__class__)
    duplicate.__dict__.update(original.__dict__)
    return duplicate
