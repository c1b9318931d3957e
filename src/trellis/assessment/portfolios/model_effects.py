"""What another portfolio task in a school's model touches: students whose task is with its scorers."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count
from django.utils.translation import ngettext

from trellis.design.blueprint.part_effects import ChangedPart

from .models import TaskPart


def touched_tasks(changed: ChangedPart) -> Iterable[str]:
    """For each task that changes: how many students have turned it in and have no final level yet."""
    tasks = changed.changed_entries("tasks")
    parts = TaskPart.objects.unsettled().seen_by(changed.viewer)
    parts = parts.filter(task__student__in=changed.students, task__practice="", task__key__in=list(tasks))
    for key, count in parts.values_list("task__key").annotate(count=Count("task__student", distinct=True)):
        yield ngettext(
            "%(count)s student turned in “%(title)s” and has no final score yet.",
            "%(count)s students turned in “%(title)s” and have no final score yet.",
            count,
        ) % {"count": count, "title": tasks[key]}
