"""Taking back what was handed in, until a scorer has scored it. It stays with the student, who may change it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError

from .models import Scorer, ScorerFeedback, Task, TaskPart, TaskSubmission


def withdraw_submission(submission: TaskSubmission) -> None:
    """Withdraw what was turned in. Its parts wait for no scorer, and whoever was asked keeps no seat.

    The submission stays, for the student alone. Again changes nothing. Raises ActionError once it was scored in part,
    and for a submission that is not the one before scorers.
    """
    with ledger.act("unsubmit a portfolio task", by=submission.task.student_id, about=submission.pk):
        now = timezone.now()
        submissions = TaskSubmission.objects.unscoped("write the student's own task").filter(pk=submission.pk)
        if submissions.exclude(unsubmitted_at=None).exists():
            return
        task_parts = TaskPart.objects.unscoped("write the student's own task").select_for_update()
        parts = list(task_parts.filter(submission=submission, deleted_at=None).order_by("pk"))
        if not parts:
            raise ActionError(_("This is no longer waiting to be scored. Open the page again."))
        _check_not_scored(parts)
        seats = Scorer.objects.unscoped("end the scorers' seats of work that was unsubmitted").filter(
            task_part__in=parts, deleted_at=None
        )
        seats.update(deleted_at=now, modified=now)
        keys = [part.pk for part in parts]
        TaskPart.objects.unscoped("close the part that was unsubmitted").filter(pk__in=keys).update(
            deleted_at=now, modified=now
        )
        submissions.update(unsubmitted_at=now, modified=now)
        _update_turned_in_time(submission, now)


def _check_not_scored(parts: list[TaskPart]) -> None:
    feedback_rows = ScorerFeedback.objects.unscoped("check whether a scorer has started").filter(
        scorer__task_part__in=parts, scorer__deleted_at=None
    )
    if any(part.settled_at for part in parts) or feedback_rows.exists():
        raise ActionError(_("Someone has already scored this, so you can’t unsubmit it now."))


def _update_turned_in_time(submission: TaskSubmission, now: datetime) -> None:
    """When the task was handed in last, as far as that stands."""
    before = TaskSubmission.objects.unscoped("write the student's own task").filter(
        task=submission.task_id, unsubmitted_at=None
    )
    last = before.order_by("-number").values_list("created", flat=True).first()
    tasks = Task.objects.unscoped("write the student's own task").filter(pk=submission.task_id)
    tasks.update(turned_in_at=last, modified=now)


def withdrawable_submission(
    submissions: Iterable[TaskSubmission], task_parts: Iterable[TaskPart]
) -> TaskSubmission | None:
    """The submission that a student's page offers to take back. The page tells nobody whether it was scored."""
    newest = next(iter(submissions), None)
    parts = [task_part for task_part in task_parts if newest and task_part.submission_id == newest.pk]
    return newest if parts and not any(task_part.settled_at for task_part in parts) else None
