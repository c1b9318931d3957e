"""What another kind of exhibition in a school's model touches: exhibitions to come, and the minutes booked for them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count
from django.utils.translation import ngettext

from trellis.design.blueprint.part_effects import ChangedPart

from .models import Exhibition


def touched_exhibitions(changed: ChangedPart) -> Iterable[str]:
    """For each kind that changes: how many exhibitions of it are still to come, and how long they are."""
    kinds = changed.changed_entries("kinds")
    exhibitions = Exhibition.objects.seen_by(changed.viewer).filter(
        student__in=changed.students, kind__in=list(kinds), starts__gt=changed.viewer.now, deleted_at=None
    )
    rows = exhibitions.values("kind", "minutes").annotate(count=Count("pk")).order_by("kind", "minutes")
    for row in rows:
        yield ngettext(
            "%(count)s exhibition to come: “%(title)s”, %(minutes)s minutes.",
            "%(count)s exhibitions to come: “%(title)s”, %(minutes)s minutes.",
            row["count"],
        ) % {**row, "title": kinds[row["kind"]]}
