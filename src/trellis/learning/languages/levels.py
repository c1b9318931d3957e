"""Which level of a day counts, where one domain was read more than once on it.

A test comes before what everyday work shows. Of several works, and of what a teacher wrote down, the lowest counts: a
support too many does less harm than one too few. Every reading stays; the newest day is a student's level now.
"""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Case, QuerySet, Value, When

from .models import Proficiency

Rows = TypeVar("Rows", bound=QuerySet)
_TEST_LAST = Case(When(source=Proficiency.Source.TEST, then=Value(1)), default=Value(0))


def order_by_day(rows: Rows) -> Rows:
    """Order scores from the oldest day on, and of each day the one that counts last: the last one of a student,
    a scale and a domain has their level."""
    return rows.order_by("at", _TEST_LAST, "-level", "created")
