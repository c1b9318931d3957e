"""From workshop to classroom: what was done more often after an event at schools that came, beside those that did not.

In aggregate only: schools are counted, never a person, and nothing is compared below five schools on either side.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trellis.assessment.exhibitions.models import Panelist
from trellis.assessment.portfolios.models import TaskPart
from trellis.core.community.models import School, Tie
from trellis.core.community.viewer import SCHOOL_ROLES, active_at
from trellis.engines.changes import ChangeComparison, PlaceChange, compare_changes
from trellis.learning.languages.models import Objective
from trellis.learning.projects.models import Project, TuningComment

from ..models import LearningEvent, SessionAttendance

PERIOD = timedelta(days=90)
LEAST = timedelta(days=30)
"""How long after an event the first figures come."""
REASON = "count what was done at each school, without names"


@dataclass(frozen=True)
class Practice:
    """Something that adults do, and whose rows say when and at which school: the columns `at` and `school`."""

    label: str | Promise
    rows: Callable[[], QuerySet]
    at: str
    school: str

    def count(self, first: datetime, last: datetime) -> Counter[UUID]:
        """How often it was done at each school from one moment up to another."""
        rows = self.rows().filter(**{f"{self.at}__gte": first, f"{self.at}__lt": last}).order_by()
        counted = rows.values_list(self.school).annotate(n=Count("pk"))
        return Counter({school: n for school, n in counted if school})


PRACTICES = (
    Practice(
        _("Projects designed"),
        lambda: Project.objects.unscoped(REASON).filter(deleted_at=None),
        "created",
        "school",
    ),
    Practice(
        _("Comments from colleagues on a project’s design"),
        lambda: TuningComment.objects.unscoped(REASON).filter(deleted_at=None),
        "created",
        "project__school",
    ),
    Practice(
        _("Language objectives written"),
        lambda: Objective.objects.unscoped(REASON).filter(deleted_at=None),
        "created",
        "project__school",
    ),
    Practice(
        _("Work scored by two people"),
        lambda: TaskPart.objects.unscoped(REASON).filter(deleted_at=None),
        "open_at",
        "task__school",
    ),
    Practice(
        _("Outside adults on panels"),
        lambda: Panelist.objects.unscoped(REASON).filter(part=Panelist.Part.OUTSIDE, deleted_at=None),
        "exhibition__held_at",
        "exhibition__term__school",
    ),
)


@dataclass(frozen=True)
class PracticeChange:
    label: str | Promise
    comparison: ChangeComparison

    @property
    def is_clear(self) -> bool:
        """Whether the interval of the difference leaves out zero."""
        difference = self.comparison.difference
        if difference is None or difference.points_low is None or difference.points_high is None:
            return False
        return difference.points_low > 0 or difference.points_high < 0


@dataclass(frozen=True)
class EventEffect:
    """days: how long before and after is counted. ready_on: when the first figures come, where it is too early."""

    days: int
    changes: tuple[PracticeChange, ...]
    ready_on: datetime | None = None


def practice_changes(event: LearningEvent) -> EventEffect:
    """What changed at the schools of an event's network, as long after its end as has passed, up to 90 days."""
    if event.starts is None or event.ends is None:
        return EventEffect(0, ())
    passed = timezone.now() - event.ends
    if passed < LEAST:
        return EventEffect(0, (), event.ends + LEAST)
    period = min(passed, PERIOD)
    adults = _adults_by_school(event.network_id)
    came = _schools_that_came(event)
    changes = []
    for practice in PRACTICES:
        before = practice.count(event.starts - period, event.starts)
        after = practice.count(event.ends, event.ends + period)
        places = [
            PlaceChange(school in came, before[school], after[school], count)
            for school, count in adults.items()
        ]
        changes.append(PracticeChange(practice.label, compare_changes(places)))
    return EventEffect(period.days, tuple(changes))


def _schools_that_came(event: LearningEvent) -> Collection[UUID]:
    rows = SessionAttendance.objects.unscoped(REASON).filter(session__event=event, deleted_at=None)
    return set(rows.values_list("sign_up__school", flat=True)) - {None}


def _adults_by_school(network_id: UUID) -> dict[UUID, int]:
    """How many adults work at each school of a network now."""
    schools = School.objects.unscoped(REASON).filter(network=network_id, deleted_at=None)
    people: dict[UUID, set[UUID]] = defaultdict(set)
    ties = Tie.objects.unscoped(REASON).filter(active_at(timezone.now()), role__in=SCHOOL_ROLES)
    for path in ("to_school", "to_group__school"):
        rows = ties.filter(**{f"{path}__in": schools}).values_list(path, "person")
        for school, person in rows.distinct():
            people[school].add(person)
    return {school: len(members) for school, members in people.items()}
