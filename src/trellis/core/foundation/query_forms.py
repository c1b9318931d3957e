"""The form of a query: everything but the ids and the dates, which are another each time. See `prepared_queries`."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Set
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Q

from .guard import GuardedQuerySet
from .ids import new_id

LONGEST_LIST = 512
"""Ids in one list. A longer one is compiled each time."""
CONSTANTS = (str, int, bool, type(None))


class VaryingText(str):
    """A text that is another each time, such as a session's key; any other text is part of the form."""

    __slots__ = ()


class NoFormError(Exception):
    """A condition holds something that is neither an id, a date nor a constant."""


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


VARYING = (UUID, date, models.Model, VaryingText)


def form_of(value: object, values: list[object]) -> Hashable:
    """The form of a condition or a value. Its ids and dates are added to `values`, in the order of the tree."""
    if isinstance(value, Q):
        return (
            value.connector,
            value.negated,
            tuple(
                [
                    form_of(child, values) if isinstance(child, Q) else (child[0], form_of(child[1], values))
                    for child in value.children
                ]
            ),
        )
    if isinstance(value, CONSTANTS) and not isinstance(value, VaryingText):
        return value
    if isinstance(value, VARYING):
        value = value.pk if isinstance(value, models.Model) else value
        if value is None:
            raise NoFormError
        values.append(value)
        return type(value)
    if isinstance(value, Set | Mapping | list | tuple):
        return _form_of_list(list(value), values)
    if isinstance(value, IdsOf):
        return (value.model, value.column, tuple([form_of(each, values) for each in value.conditions]))
    raise NoFormError


def _form_of_list(members: list[object], values: list[object]) -> Hashable:
    """The form of a list: of ids, by the next power of two (the last is repeated); of constants, all of them."""
    ids = [member.pk if isinstance(member, models.Model) else member for member in members]
    if not ids:
        return ()
    if all(isinstance(member, UUID) for member in ids):
        if len(ids) > LONGEST_LIST:
            raise NoFormError
        length = 1 << (len(ids) - 1).bit_length()
        values += ids + [ids[-1]] * (length - len(ids))
        return (UUID, length)
    if all(isinstance(member, CONSTANTS) for member in ids):
        return tuple(sorted(ids, key=repr))
    raise NoFormError


def with_stand_ins(value: Any, stand_ins: Iterator[object]) -> Any:  # Any: a Q gives a Q, a list a list
    """The same condition or value, with the next stand-ins for its ids and dates."""
    if isinstance(value, Q):
        children = [
            with_stand_ins(child, stand_ins)
            if isinstance(child, Q)
            else (child[0], with_stand_ins(child[1], stand_ins))
            for child in value.children
        ]
        return Q.create(children, value.connector, value.negated)  # ty: ignore[missing-attribute] the stubs leave it out
    if isinstance(value, CONSTANTS) and not isinstance(value, VaryingText):
        return value
    if isinstance(value, VARYING):
        return next(stand_ins)
    if isinstance(value, IdsOf):
        return value.rows(tuple(with_stand_ins(each, stand_ins) for each in value.conditions))
    form = _form_of_list(list(value), [])
    if isinstance(form, tuple) and form[:1] == (UUID,):
        return [next(stand_ins) for _place in range(form[1])]
    return form


def stand_in_for(value: object, place: int) -> object:
    """A value of the same kind that no other place has."""
    if isinstance(value, UUID):
        return new_id()
    if isinstance(value, VaryingText):
        return VaryingText(f"stand-in {place}")
    if isinstance(value, datetime):
        moment = datetime(1800, 1, 1, tzinfo=UTC) + timedelta(hours=place)
        return moment if value.tzinfo else moment.replace(tzinfo=None)
    return date(1700, 1, 1) + timedelta(days=place)


def adapted_value(value: object, connection: BaseDatabaseWrapper) -> object:
    """The value as the database takes it, as the fields of Django write it."""
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, str):
        return str(value)
    return connection.ops.adapt_datefield_value(value)
