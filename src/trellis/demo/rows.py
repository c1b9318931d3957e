"""Writing rows, and moments of a day."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from django.db.models import Model

from trellis.core.foundation import bulk

NO_ROSTER = {"roster_id": "", "roster_print": ""}


def write_rows(model: type[Model], rows: Iterable[Mapping[str, object]]) -> None:
    """Copy in dicts that all have the same keys."""
    rows = list(rows)
    if rows:
        bulk.insert_rows(model, list(rows[0]), (tuple(row.values()) for row in rows))


def write_records(records: Sequence[Model]) -> None:
    """Copy in records of one model that have no files, times of a day or counted keys; faster than `bulk_create`."""
    if not records:
        return
    model = type(records[0])
    names = [field.attname for field in model._meta.local_concrete_fields if field.attname != "modified"]
    bulk.insert_rows(model, names, (tuple(getattr(record, name) for name in names) for record in records))


def utc_moment(day: date, hour: int = 15, minute: int = 0) -> datetime:
    """An hour of a day, in UTC."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


def school_day(day: date) -> date:
    """The day, or the Monday after it when it falls on a weekend."""
    return day + timedelta(days=max(0, 8 - day.isoweekday())) if day.isoweekday() > 5 else day
