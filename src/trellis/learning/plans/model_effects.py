"""What another plan in a school's model touches: plans of this term in which something is written there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import ngettext

from trellis.core.community.clock import school_local_time
from trellis.design.blueprint.part_effects import ChangedPart

from .models import Plan


def touched_plans(changed: ChangedPart) -> Iterable[str]:
    """For each section that changes: in how many plans of this term something is written there."""
    sections = changed.changed_entries("sections")
    if not sections:
        return
    today = school_local_time(changed.school, changed.viewer.now).date()
    plans = Plan.objects.seen_by(changed.viewer).filter(
        deleted_at=None, student__in=changed.students, term__starts__lte=today, term__ends__gte=today
    )
    counts = Counter(key for notes in plans.values_list("notes", flat=True) for key in notes if notes[key])
    for key, title in sections.items():
        if counts[key]:
            yield ngettext(
                "%(count)s learning plan of this term has notes under “%(title)s”.",
                "%(count)s learning plans of this term have notes under “%(title)s”.",
                counts[key],
            ) % {"count": counts[key], "title": title}
