"""Whether the milestones of a school that joins came on time."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Network, Role, Tie
from trellis.core.community.viewer import active_at
from trellis.core.foundation.measures import Fact, Year, register

from .models import JoiningSchool, JoiningStep


def milestones_by_school(network: Network, year: Year) -> dict[UUID, tuple[int, int]]:
    """By school, how many milestones were due so far this year, and how many of them were done on time."""
    rows = JoiningStep.objects.system().filter(
        joining__network=network,
        joining__school__isnull=False,
        joining__status=JoiningSchool.Status.ACTIVE,
        year__isnull=False,
        due__gte=year.starts,
        due__lte=year.day,
        deleted_at=None,
    )
    counts: dict[UUID, tuple[int, int]] = {}
    for school, due, done_on in rows.values_list("joining__school", "due", "done_on"):
        on_time, total = counts.get(school, (0, 0))
        counts[school] = on_time + bool(done_on and done_on <= due), total + 1
    return counts


def _milestone_facts(network: Network, year: Year) -> Iterator[Fact]:
    """Each student of a school gets the school's value."""
    counts = milestones_by_school(network, year)
    now = active_at(min(year.moments[1], timezone.now()))
    ties = Tie.objects.system().filter(
        now, role=Role.STUDENT, to_school__in=list(counts), person__network=network
    )
    schools = dict(ties.filter(person__deleted_at=None).order_by("starts").values_list("person", "to_school"))
    for student, school in schools.items():
        on_time, total = counts[school]
        yield student.hex, on_time, total


register(
    "milestones-on-time",
    _("School reached its milestones on time"),
    _("Of the milestones that were due at the student’s school so far this year, those done on time."),
    "rate",
    _milestone_facts,
    direction="more",
    stage="adults",
    of_school=True,
    everyone=False,
    blank_at_zero=True,
)
