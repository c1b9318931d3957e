"""What somebody on a pathway has in Trellis to show with a step: pieces of their practice, and apprenticeships."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Sum
from django.utils.translation import gettext as _

from trellis.assessment.portfolios.models import Task, TaskSubmission
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.formatting import format_number
from trellis.learning.internships.apprenticeships.selectors import ConfirmedHours, confirmed_hours
from trellis.learning.internships.models import InternshipDay, Placement

from .models import StartedStep

SHOWN = "read what somebody chose to show with a step of their pathway"


@dataclass(frozen=True)
class OwnRecord:
    """What one person can choose, by the value of the form's field."""

    tasks: dict[str, Task]
    apprenticeships: dict[str, Placement]

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [
            *((key, task.title) for key, task in self.tasks.items()),
            *(
                (key, _("Apprenticeship at %(school)s") % {"school": placement.place_name})
                for key, placement in self.apprenticeships.items()
            ),
        ]


def own_record(viewer: Viewer) -> OwnRecord:
    """The viewer's own pieces of practice and apprenticeships, the newest first. Two queries."""
    tasks = Task.objects.seen_by(viewer).filter(student=viewer.person_id, practice__gt="")
    placements = Placement.objects.seen_by(viewer).filter(student=viewer.person_id, host_school__isnull=False)
    return OwnRecord(
        {f"task:{task.pk}": task for task in tasks.order_by("-created", "pk")},
        {
            f"apprenticeship:{placement.pk}": placement
            for placement in placements.select_related("host_school").order_by("-starts", "pk")
        },
    )


def own_hours(viewer: Viewer) -> float:
    """The hours that leaders confirmed of the viewer's apprenticeships, all together."""
    days = InternshipDay.objects.seen_by(viewer).filter(
        placement__student=viewer.person_id,
        placement__host_school__isnull=False,
        confirmed_at__isnull=False,
    )
    return (days.aggregate(total=Sum("minutes"))["total"] or 0) / 60


def chosen_value(step: StartedStep) -> str:
    """The value of the form's field for what a step shows; "" for nothing."""
    if step.task_id:
        return f"task:{step.task_id}"
    return f"apprenticeship:{step.apprenticeship_id}" if step.apprenticeship_id else ""


def chosen_pieces(steps: Iterable[StartedStep]) -> dict[UUID, TaskSubmission]:
    """By step, what was last turned in of the piece that it shows. Whoever sees the step reads it."""
    by_task = {step.task_id: step.pk for step in steps if step.task_id}
    if not by_task:
        return {}
    rows = TaskSubmission.objects.unscoped(SHOWN).filter(
        task__in=list(by_task), unsubmitted_at=None, deleted_at=None
    )
    newest = {row.task_id: row for row in rows.order_by("number")}
    return {step.pk: newest[step.task_id] for step in steps if step.task_id in newest}


def chosen_hours(steps: Iterable[StartedStep]) -> dict[UUID, str]:
    """By step, the hours that a leader confirmed of the apprenticeship that it shows."""
    placements = {step.apprenticeship_id for step in steps if step.apprenticeship_id}
    days = InternshipDay.objects.unscoped(SHOWN).filter(deleted_at=None)
    hours = confirmed_hours(days, placements) if placements else {}
    return {
        step.pk: format_number(hours.get(step.apprenticeship_id, ConfirmedHours()).confirmed)
        for step in steps
        if step.apprenticeship_id
    }
