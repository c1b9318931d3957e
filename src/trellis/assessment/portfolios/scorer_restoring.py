"""Putting back a scorer who was removed, or gave the work back by mistake: with the scores they had saved."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from trellis.core.community import links
from trellis.core.community.viewer import Viewer
from trellis.core.foundation import ledger

from .models import THIRD_POSITION, Scorer, TaskPart
from .score_resolution import continue_scoring
from .scorer_requests import (
    LINK_DAYS,
    LINK_PURPOSE,
    LinkBuilder,
    current_seats,
    free_position,
    lock_task_part,
)
from .scoring_basis import SchoolTasks

DAYS_SHOWN = 14
"""Days for which the desk offers to put a scorer back."""


def removed_seats_at(viewer: Viewer, task_parts: Iterable[TaskPart]) -> list[Scorer]:
    """Return the seats at a desk's open parts that ended in the last days and whose place is still free, the latest
    first."""
    open_parts = {part.pk: part for part in task_parts if not part.open_at}
    seats = Scorer.objects.unscoped("list scorers who can be put back").filter(task_part__in=open_parts)
    current = list(seats.filter(deleted_at=None))
    taken = {(seat.task_part_id, seat.position) for seat in current}
    scoring = {(seat.task_part_id, seat.person_id or seat.email.casefold()) for seat in current}
    removed = seats.filter(deleted_at__gte=viewer.now - timedelta(days=DAYS_SHOWN)).exclude(
        deleted_at=F("task_part__deleted_at")
    )
    restorable: dict[tuple[UUID, object], Scorer] = {}
    for seat in removed.select_related("person").order_by("-deleted_at"):
        seat.task_part = open_parts[seat.task_part_id]
        is_third = seat.position == THIRD_POSITION
        who = (seat.task_part_id, seat.person_id or seat.email.casefold())
        is_free = (seat.task_part_id, seat.position) not in taken and who not in scoring
        if is_free and is_third == (seat.task_part.third_at is not None):
            restorable.setdefault(who, seat)
    return list(restorable.values())


def restore_scorer(seat: Scorer, by: UUID, address: LinkBuilder) -> str:
    """Put a scorer back. Return a new link for somebody without a record here, else "".

    Raises ActionError once the scores of the part are open, and where the place is taken. Where the other scorer has
    scored meanwhile and this seat has its scores, both lie open now.
    """
    with ledger.act("restore a scorer", by=by, about=seat.task_part_id):
        task_part = lock_task_part(seat.task_part_id)
        position = free_position(task_part, current_seats(task_part))
        rows = Scorer.objects.unscoped("restore a scorer").filter(pk=seat.pk)
        rows.update(deleted_at=None, position=position, modified=timezone.now())
        if basis := SchoolTasks(task_part.task.school_id).basis_of(task_part):
            continue_scoring(task_part, basis, by)
        if seat.person_id:
            return ""
        links.revoke_links(LINK_PURPOSE, seat.pk, by)
        return address(links.issue_link(LINK_PURPOSE, seat.pk, None, LINK_DAYS, by, seat.language))
