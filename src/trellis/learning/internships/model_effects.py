"""What another internship path, or other internship days, in a school's model touch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import ngettext

from trellis.core.community.clock import school_local_time
from trellis.design.blueprint.part_effects import ChangedPart

from .models import Placement, PlacementSearch


def touched_internships(changed: ChangedPart) -> Iterable[str]:
    """The internships under way, and for each step that changes, the students who are at it."""
    if changed.part == "calendar" and not changed.touches("week", "internship_days"):
        return
    today = school_local_time(changed.school, changed.viewer.now).date()
    placements = Placement.objects.seen_by(changed.viewer).under_way(today)
    if count := placements.filter(student__in=changed.students).count():
        yield ngettext(
            "%(count)s internship is under way.", "%(count)s internships are under way.", count
        ) % {"count": count}
    yield from _students_at_steps(changed, changed.changed_entries("stages"))


def _students_at_steps(changed: ChangedPart, stages: dict[str, str]) -> Iterable[str]:
    searches = PlacementSearch.objects.seen_by(changed.viewer).filter(
        student__in=changed.students, stage__in=list(stages), closed_at=None, deleted_at=None
    )
    counts = Counter(searches.values_list("stage", flat=True))
    for key, title in stages.items():
        if counts[key]:
            yield ngettext(
                "%(count)s student is at the step “%(title)s”.",
                "%(count)s students are at the step “%(title)s”.",
                counts[key],
            ) % {"count": counts[key], "title": title}
