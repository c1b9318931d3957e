"""What projects say about who works for a real audience."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from trellis.foundation.measures import Fact, Year, declare, each_counts

from .models import Member


def _authentic(network: Any, year: Year) -> Iterator[Fact]:
    working = (
        Member.objects.unscoped("lays out rollups")
        .filter(project__starts__lte=year.ends, project__ends__gte=year.starts, deleted_at=None)
        .filter(student__network=network, project__deleted_at=None)
        .exclude(project__audience="")
        .order_by()
        .values_list("student_id", flat=True)
        .distinct()
    )
    return each_counts(working)


declare(
    "project-authentic",
    _("Who works on a project for a real audience"),
    _("A student counts when a project of theirs this school year is for somebody outside the school."),
    "rate",
    _authentic,
)
