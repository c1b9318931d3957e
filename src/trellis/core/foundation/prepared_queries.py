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

import copy
from collections.abc import Callable, Hashable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Count, Q, Value
from django.db.models.sql.compiler import SQLCompiler

from . import permissions
from .guard import GuardedQuerySet
from .ids import new_id

if TYPE_CHECKING:
    from .requests import Viewer

MOST_FORMS = 200
"""How many forms one query remembers; more are compiled each time."""
LONGEST_LIST = 512
"""Ids in one list. A longer one is compiled each time."""
CONSTANTS = (str, int, bool, type(None))

Shape = Callable[[GuardedQuerySet], models.QuerySet]


class VaryingText(str):
    """A text that is another each time, such as a session's key; any other text is part of the form."""

    __slots__ = ()


def counted(rows: models.QuerySet) -> models.QuerySet:
    """The number of the rows, as the only value; none where there are none: `sum(...)` of the answer is the number."""
    return (
        rows.order_by().values(every=Value(1)).annotate(number=Count("pk")).values_list("number", flat=True)
    )


class _NoFormError(Exception):
    """A condition holds something that is neither an id, a date nor a constant."""


VARYING = (UUID, date, models.Model, VaryingText)


@dataclass(frozen=True)
class _Form:
    """The SQL of one form. `slots`: for each parameter, the place of its value, or None for a constant."""

    rows: models.QuerySet
    compiler: SQLCompiler
    sql: str
    parameters: tuple[object, ...]
    slots: tuple[int | None, ...]


class IdsOf:
    """The values of one column, as a subquery: `pk__in=IdsOf(Tie, "person", Q(role="student"), reason="...")`.

    It may stand wherever a query set of values may. `reason`: as for `unscoped`.
    """

    def __init__(self, model: type[models.Model], column: str, *conditions: Q, reason: str) -> None:
        self.model, self.column, self.conditions, self.reason = model, column, conditions, reason

    def rows(self, conditions: tuple[Q, ...] | None = None) -> GuardedQuerySet:
        """The query set, with these conditions instead of its own."""
        rows = self.model._default_manager.unscoped(self.reason)
        for condition in self.conditions if conditions is None else conditions:
            rows = rows.filter(condition)
        return rows.values(self.column)

    def resolve_expression(self, *arguments: object, **options: object) -> object:
        return self.rows().resolve_expression(*arguments, **options)


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
            key = tuple([_form_of(condition, values) for condition in conditions])
        except _NoFormError:
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
        stand_ins = [_stand_in(value, place + offset) for place, value in enumerate(values)]
        remaining = iter(stand_ins)
        rows = self._rows(tuple(_with_stand_ins(condition, remaining) for condition in conditions), cleared)
        compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            sql, parameters = compiler.as_sql()
        except EmptyResultSet:
            return None
        places = {_adapted(stand_in, connection): place for place, stand_in in enumerate(stand_ins)}
        slots = [places.get(each) if isinstance(each, Hashable) else None for each in parameters]
        return _Form(rows, compiler, sql, tuple(parameters), tuple(slots))


def _run_form(form: _Form, values: list[object], connection: BaseDatabaseWrapper) -> Iterator[object]:
    """Run the SQL with these values, and give what Django gives for the query set."""
    adapted = [_adapted(value, connection) for value in values]
    parameters = tuple(
        [
            constant if slot is None else adapted[slot]
            for constant, slot in zip(form.parameters, form.slots, strict=True)
        ]
    )
    compiler = copy.copy(form.compiler)
    compiler.connection = connection
    compiler.as_sql = lambda *_arguments, **_options: (form.sql, parameters)
    query = copy.copy(form.rows.query)
    query.get_compiler = lambda *_args, **_options: compiler
    rows = SimpleNamespace(
        db=DEFAULT_DB_ALIAS,
        query=query,
        model=form.rows.model,
        _fields=form.rows._fields,
        _known_related_objects={},
    )
    return iter(form.rows._iterable_class(rows))


def _form_of(value: object, values: list[object]) -> Hashable:
    """The form of a condition or a value. Its ids and dates are added to `values`, in the order of the tree."""
    if isinstance(value, Q):
        return (
            value.connector,
            value.negated,
            tuple(
                [
                    _form_of(child, values)
                    if isinstance(child, Q)
                    else (child[0], _form_of(child[1], values))
                    for child in value.children
                ]
            ),
        )
    if isinstance(value, CONSTANTS) and not isinstance(value, VaryingText):
        return value
    if isinstance(value, VARYING):
        values.append(value.pk if isinstance(value, models.Model) else value)
        return type(values[-1])
    if isinstance(value, Set | Mapping | list | tuple):
        return _form_of_list(list(value), values)
    if isinstance(value, IdsOf):
        return (value.model, value.column, tuple([_form_of(each, values) for each in value.conditions]))
    raise _NoFormError


def _form_of_list(members: list[object], values: list[object]) -> Hashable:
    """The form of a list: of ids, by the next power of two (the last is repeated); of constants, all of them."""
    ids = [member.pk if isinstance(member, models.Model) else member for member in members]
    if not ids:
        return ()
    if all(isinstance(member, UUID) for member in ids):
        if len(ids) > LONGEST_LIST:
            raise _NoFormError
        length = 1 << (len(ids) - 1).bit_length()
        values += ids + [ids[-1]] * (length - len(ids))
        return (UUID, length)
    if all(isinstance(member, CONSTANTS) for member in ids):
        return tuple(sorted(ids, key=repr))
    raise _NoFormError


def _with_stand_ins(value: Any, stand_ins: Iterator[object]) -> Any:  # Any: a Q gives a Q, a list a list
    """The same condition or value, with the next stand-ins for its ids and dates."""
    if isinstance(value, Q):
        children = [
            _with_stand_ins(child, stand_ins)
            if isinstance(child, Q)
            else (child[0], _with_stand_ins(child[1], stand_ins))
            for child in value.children
        ]
        return Q.create(children, value.connector, value.negated)  # ty: ignore[missing-attribute] the stubs leave it out
    if isinstance(value, CONSTANTS) and not isinstance(value, VaryingText):
        return value
    if isinstance(value, VARYING):
        return next(stand_ins)
    if isinstance(value, IdsOf):
        return value.rows(tuple(_with_stand_ins(each, stand_ins) for each in value.conditions))
    form = _form_of_list(list(value), [])
    if isinstance(form, tuple) and form[:1] == (UUID,):
        return [next(stand_ins) for _place in range(form[1])]
    return form


def _stand_in(value: object, place: int) -> object:
    """A value of the same kind that no other place has."""
    if isinstance(value, UUID):
        return new_id()
    if isinstance(value, VaryingText):
        return VaryingText(f"stand-in {place}")
    if isinstance(value, datetime):
        moment = datetime(1800, 1, 1, tzinfo=UTC) + timedelta(hours=place)
        return moment if value.tzinfo else moment.replace(tzinfo=None)
    return date(1700, 1, 1) + timedelta(days=place)


def _adapted(value: object, connection: BaseDatabaseWrapper) -> object:
    """The value as the database takes it, as the fields of Django write it."""
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, str):
        return str(value)
    return connection.ops.adapt_datefield_value(value)
