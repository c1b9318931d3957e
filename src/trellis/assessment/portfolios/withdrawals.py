"""Taking back what was handed in, until a reader has read it. It stays with the student, who may change it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError

from .models import Scorer, ScorerFeedback, Task, TaskPart, TaskSubmission


def withdraw_version(version: TaskSubmission) -> None:
    """Withdraw what was turned in. Its parts wait for no scorer, and whoever was asked keeps no seat.

    The version stays, for the student alone. Again changes nothing. Raises ActionError once a reader has read a part,
    and for a version that is not the one before readers.
    """
    with ledger.act("take back a task", by=version.task.student_id, about=version.pk):
        now = timezone.now()
        versions = TaskSubmission.objects.unscoped("write the student's own task").filter(pk=version.pk)
        if versions.exclude(taken_back_at=None).exists():
            return
        sittings = TaskPart.objects.unscoped("write the student's own task").select_for_update()
        parts = list(sittings.filter(version=version, deleted_at=None).order_by("pk"))
        if not parts:
            raise ActionError(_("This is no longer waiting to be scored. Open the page again."))
        _check_not_scored(parts)
        seats = Scorer.objects.unscoped("end the scorers' seats of work that was unsubmitted").filter(
            sitting__in=parts, deleted_at=None
        )
        seats.update(deleted_at=now, modified=now)
        keys = [part.pk for part in parts]
        TaskPart.objects.unscoped("close the part that was unsubmitted").filter(pk__in=keys).update(
            deleted_at=now, modified=now
        )
        versions.update(taken_back_at=now, modified=now)
        _update_turned_in_time(version, now)


def _check_not_scored(parts: list[TaskPart]) -> None:
    readings = ScorerFeedback.objects.unscoped("check whether a scorer has started").filter(
        reader__sitting__in=parts, reader__deleted_at=None
    )
    if any(part.settled_at for part in parts) or readings.exists():
        raise ActionError(_("Someone has already scored this, so you can’t unsubmit it now."))


def _update_turned_in_time(version: TaskSubmission, now: datetime) -> None:
    """When the task was handed in last, as far as that stands."""
    before = TaskSubmission.objects.unscoped("write the student's own task").filter(
        task=version.task_id, taken_back_at=None
    )
    last = before.order_by("-number").values_list("created", flat=True).first()
    tasks = Task.objects.unscoped("write the student's own task").filter(pk=version.task_id)
    tasks.update(handed_in_at=last, modified=now)


def withdrawable_version(
    versions: Iterable[TaskSubmission], sittings: Iterable[TaskPart]
) -> TaskSubmission | None:
    """The version that a student's page offers to take back. Whether somebody has read it, the page tells nobody."""
    newest = next(iter(versions), None)
    parts = [sitting for sitting in sittings if newest and sitting.version_id == newest.pk]
    return newest if parts and not any(sitting.settled_at for sitting in parts) else None
