"""A trainee's access: to the group of their mentor teacher, from the first day to the last, and never for longer than
the mentor's own."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from trellis.core.community.models import Role, Tie
from trellis.core.community.tie_endings import end_ties, set_tie_ends
from trellis.core.community.viewer import active_at

from .handover_access import day_starts
from .models import Trainee

REASON = "give a trainee access to their mentor's group, for as long as the mentor has it"
MENTOR_ROLES = (Role.ADVISOR, Role.TEACHER)


def arrange_trainee_access(trainee: Trainee) -> None:
    """Let the trainee's tie follow the days and the group. Again with the same, nothing changes. Call inside
    `ledger.act(...)`."""
    now = timezone.now()
    first, ends = day_starts(trainee.school, trainee.starts), _ends(trainee)
    rows = Tie.objects.unscoped(REASON).filter(pk=trainee.tie_id, deleted_at=None)
    tie = rows.first()
    if tie and (tie.to_group_id != trainee.group_id or tie.person_id != trainee.person_id):
        take_trainee_access(trainee, now)
        tie = None
    if ends <= now or trainee.deleted_at:
        take_trainee_access(trainee, now)
    elif tie is None or (tie.ends and tie.ends <= now):
        tie = Tie.objects.create(
            person_id=trainee.person_id,
            role=Role.TEACHER,
            to_group_id=trainee.group_id,
            starts=max(first, now),
            ends=ends,
        )
        Trainee.objects.unscoped(REASON).filter(pk=trainee.pk).update(tie=tie)
        trainee.tie = tie
    else:
        rows.filter(starts__gt=now).update(starts=max(first, now), modified=now)
        set_tie_ends(rows, ends, now)
    end_trainee_ties(now, {trainee.mentor_id})


def _ends(trainee: Trainee) -> datetime:
    """The school's midnight after the last day."""
    return day_starts(trainee.school, trainee.ends + timedelta(days=1))


def take_trainee_access(trainee: Trainee, now: datetime) -> None:
    """End the tie, or take it away where it has not begun."""
    ties = Tie.objects.unscoped(REASON).filter(pk=trainee.tie_id)
    ties.filter(starts__gt=now).delete()
    end_ties(ties.filter(active_at(now)), now)


def end_trainee_ties(now: datetime, people: Collection[UUID] | None = None) -> None:
    """End the access of trainees whose mentors' own has ended or ends before theirs."""
    trainees = Trainee.objects.unscoped(REASON).filter(deleted_at=None, tie__isnull=False)
    if people is not None:
        trainees = trainees.filter(mentor__in=people)
    for trainee in trainees.filter(Q(tie__ends=None) | Q(tie__ends__gt=now)).select_related("tie"):
        mentor_ends = list(
            Tie.objects.unscoped(REASON)
            .filter(
                Q(ends=None) | Q(ends__gt=now),
                person=trainee.mentor_id,
                to_group=trainee.group_id,
                role__in=MENTOR_ROLES,
                deleted_at=None,
            )
            .values_list("ends", flat=True)
        )
        ties = Tie.objects.unscoped(REASON).filter(pk=trainee.tie_id)
        if not mentor_ends:
            take_trainee_access(trainee, now)
        elif None not in mentor_ends and max(mentor_ends) < trainee.tie.ends:
            set_tie_ends(ties, max(mentor_ends), now)
