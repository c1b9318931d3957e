"""Whose needs are met within thirty days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Network
from trellis.core.foundation.measures import Fact, Year, register

from .models import Need

MET_WITHIN = timedelta(days=30)


def _needs_met_facts(network: Network, year: Year) -> Iterator[Fact]:
    """Of needs opened this year: those met within thirty days. A newer one does not count yet, not even when it is met:
    otherwise only the new needs that went well would be counted."""
    old_enough = min(year.ends, timezone.localdate() - MET_WITHIN - timedelta(days=1))
    rows = Need.objects.system().filter(
        student__network=network, opened_at__gte=year.starts, opened_at__lte=old_enough, deleted_at=None
    )
    counts_by_student: dict[UUID, list[int]] = defaultdict(lambda: [0, 0])
    for student, opened, met in rows.values_list("student_id", "opened_at", "met_at").iterator(
        chunk_size=20_000
    ):
        counts_by_student[student][0] += bool(met and met <= opened + MET_WITHIN)
        counts_by_student[student][1] += 1
    for student, (soon, every) in counts_by_student.items():
        yield student.hex, soon, every


register(
    "needs-met-in-30-days",
    _("Needs met within 30 days"),
    _(
        "Of the needs opened this school year, the share met within 30 days. Needs opened in the "
        "last 30 days are not counted yet."
    ),
    "rate",
    _needs_met_facts,
    direction="more",
    stage="access",
    everyone=False,
)
