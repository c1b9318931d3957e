"""What internships say about who learns in the world."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from trellis.foundation.measures import Fact, Year, declare, each_counts

from .models import InternshipDay, Placement

ENOUGH = 40 * 60


def _now(network: Any, year: Year) -> Iterator[Fact]:
    placed = (
        Placement.objects.unscoped("lays out rollups")
        .filter(Q(ends=None) | Q(ends__gte=year.day), starts__lte=year.day, deleted_at=None)
        .filter(student__network=network)
        .values_list("student_id", flat=True)
        .distinct()
    )
    return each_counts(placed)


def _hours(network: Any, year: Year) -> Iterator[Fact]:
    done = (
        InternshipDay.objects.unscoped("lays out rollups")
        .filter(date__range=(year.starts, year.ends), confirmed_at__isnull=False, deleted_at=None)
        .filter(placement__student__network=network, placement__deleted_at=None)
        .order_by()
        .values("placement__student_id")
        .annotate(minutes_confirmed=Sum("minutes"))
        .filter(minutes_confirmed__gte=ENOUGH)
        .values_list("placement__student_id", flat=True)
    )
    return each_counts(done)


declare(
    "internship-now",
    _("Who has an internship now"),
    _("A student counts while a placement of theirs is under way."),
    "rate",
    _now,
)
declare(
    "internship-hours",
    _("Who completes an internship"),
    _("A student counts once a mentor has confirmed 40 hours or more this school year."),
    "rate",
    _hours,
)
