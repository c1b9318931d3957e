"""Commitments with the coach that are still open, and the visits that are planned."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from trellis.adults.coaching.models import CoachVisit, VisitCommitment
from trellis.core.community.models import School

from ..handover_facts import GATHERING, Fact, Words, text, words


def open_commitments(school: School, today: date) -> Iterator[Fact]:
    """What was agreed after a visit and is not done, with its owner and day."""
    rows = VisitCommitment.objects.unscoped(GATHERING).filter(
        visit__school=school, removed_at=None, deleted_at=None
    )
    rows = rows.exclude(status=VisitCommitment.Status.DONE).select_related("owner", "team")
    for row in rows.order_by("due", "pk"):
        yield Fact(
            "coach-commitment",
            str(row.pk),
            text(row.text),
            (_owner(row), words("due", day=row.due)),
            ((text(row.text), row.due),),
            ("school-visits", str(school.pk)),
        )


def _owner(row: VisitCommitment) -> Words:
    if row.owner_kind == VisitCommitment.Owner.NETWORK:
        return words("translated", text="The network")  # the label that coaching has in its catalog
    return text(row.owner_name)


def planned_visits(school: School, today: date) -> Iterator[Fact]:
    """The next visits of the coach."""
    rows = CoachVisit.objects.unscoped(GATHERING).filter(
        school=school, status=CoachVisit.Status.PLANNED, day__gte=today, deleted_at=None
    )
    for row in rows.select_related("current_coach").order_by("day", "pk"):
        title = words("coach-visit", name=row.current_coach.name if row.current_coach else "")
        yield Fact(
            "coach-visit",
            str(row.pk),
            title,
            (words("on", day=row.day),),
            ((title, row.day),),
            ("coach-visit", str(row.pk)),
        )
