"""What learning plans say about whose learning is planned with them."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from trellis.foundation.measures import Fact, Year, declare, each_counts

from .models import Plan


def _current(network: Any, year: Year) -> Iterator[Fact]:
    planned = (
        Plan.objects.unscoped("lays out rollups")
        .filter(term__starts__lte=year.day, term__ends__gte=year.day, deleted_at=None)
        .filter(student__network=network)
        .order_by()
        .values_list("student_id", flat=True)
        .distinct()
    )
    return each_counts(planned)


declare(
    "plan-current",
    _("Who has a learning plan for now"),
    _("A student counts when they have a learning plan for the cycle under way."),
    "rate",
    _current,
)
