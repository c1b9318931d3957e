"""Minutes of language service: what was provided in a week, compared with what a scale's rule plans."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from trellis.core.community.models import Person
from trellis.core.community.viewer import Viewer

from .models import ServiceMinutes
from .scales import Scale


@dataclass(frozen=True)
class ProvidedMinutes:
    """Minutes of one week by kind; None where nothing was written down. `plain`: of no kind."""

    alone: int | None = None
    integrated: int | None = None
    plain: int | None = None

    @property
    def is_recorded(self) -> bool:
        return any(minutes is not None for minutes in (self.alone, self.integrated, self.plain))

    @property
    def by_kind(self) -> bool:
        return self.alone is not None or self.integrated is not None

    @property
    def kinds(self) -> list[tuple[str, int]]:
        """Minutes of each kind that was recorded, by its label."""
        pairs = zip(ServiceMinutes.Kind.labels, (self.alone, self.integrated), strict=True)
        return [(str(label), minutes) for label, minutes in pairs if minutes is not None]

    @property
    def total(self) -> int:
        return (self.alone or 0) + (self.integrated or 0) + (self.plain or 0)


NO_MINUTES = ProvidedMinutes()


def is_below_plan(scale: Scale, level: int | None, provided: ProvidedMinutes) -> bool:
    """Whether a week falls short of the rule, in total or in one kind. Minutes of no kind count for either."""
    planned = scale.planned(level) if level else None
    if not planned or level is None:
        return False
    alone, integrated = scale.least(level)
    missing = max(0, alone - (provided.alone or 0)) + max(0, integrated - (provided.integrated or 0))
    return provided.total < planned or missing > (provided.plain or 0)


def provided_minutes(
    viewer: Viewer, students: Iterable[Person], weeks: Iterable[date]
) -> dict[UUID, dict[date, ProvidedMinutes]]:
    """Return the minutes of service provided to students in these weeks, by their Mondays."""
    rows = ServiceMinutes.objects.seen_by(viewer).filter(student__in=list(students), week__in=list(weeks))
    parts: dict[tuple[UUID, date], dict[str, int]] = defaultdict(dict)
    for student, week, kind, minutes in rows.values_list("student_id", "week", "kind", "minutes"):
        parts[student, week][kind or "plain"] = minutes
    minutes_by_student: dict[UUID, dict[date, ProvidedMinutes]] = defaultdict(dict)
    for (student, week), minutes in parts.items():
        minutes_by_student[student][week] = ProvidedMinutes(**minutes)
    return minutes_by_student
