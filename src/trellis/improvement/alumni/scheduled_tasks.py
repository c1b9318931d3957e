"""What is deleted by itself: what alumni said and what a file said of them, eight years after they graduated."""

from __future__ import annotations

from datetime import datetime, timedelta

from trellis.core.community.models import Schooling
from trellis.core.foundation import ledger
from trellis.core.foundation.daily_tasks import PageUrlBuilder

from .models import AlumniAnswer, ClearinghouseFile, ClearinghouseMatch

KEEP_YEARS = 8
"""The Clearinghouse reports on the last eight classes."""
PENDING_DAYS = 14
"""A file that nobody confirmed is removed after this long."""


def delete_old_records(now: datetime, address: PageUrlBuilder) -> int:
    """Delete what is past its time. Return how many records went."""
    first_kept = now.date() - timedelta(days=round(365.25 * KEEP_YEARS))
    left_long_ago = Schooling.objects.system().filter(
        left=Schooling.Left.GRADUATED, left_on__lt=first_kept, deleted_at=None
    )
    students = list(left_long_ago.values_list("student_id", flat=True))
    rows = [
        ClearinghouseFile.objects.system().filter(
            confirmed_at=None, created__lt=now - timedelta(days=PENDING_DAYS)
        ),
        *(
            model.objects.system().filter(student__in=students[place : place + 500])
            for model in (ClearinghouseMatch, AlumniAnswer)
            for place in range(0, len(students), 500)
        ),
    ]
    old = [row for queryset in rows for row in queryset]
    if old:
        with ledger.act("delete old records of alumni"):
            for row in old:
                row.delete()
    return len(old)
