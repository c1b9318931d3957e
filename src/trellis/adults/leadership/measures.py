"""Whether a school's leader stays: for each student, whether who leads their school did so when the year began."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Network, Role, Tie
from trellis.core.community.viewer import active_at
from trellis.core.foundation.measures import Fact, Year, register


def led_since_before(network: Network, year: Year) -> dict[UUID, bool]:
    """By school that somebody leads now, whether one of its leaders has led it since before the school year began."""
    began = year.moments[0]
    ties = Tie.objects.system().filter(
        active_at(min(year.moments[1], timezone.now())), role=Role.LEADER, to_school__network=network
    )
    stayed: dict[UUID, bool] = {}
    for school, starts in ties.values_list("to_school", "starts"):
        stayed[school] = stayed.get(school, False) or starts < began
    return stayed


def _continuity_facts(network: Network, year: Year) -> Iterator[Fact]:
    """Each student of a school gets the school's value."""
    stayed = led_since_before(network, year)
    ties = Tie.objects.system().filter(
        active_at(min(year.moments[1], timezone.now())), role=Role.STUDENT, to_school__in=list(stayed)
    )
    students = ties.filter(person__network=network, person__deleted_at=None).order_by("starts")
    for student, school in dict(students.values_list("person", "to_school")).items():
        yield student.hex, int(stayed[school]), 1


register(
    "leader-continuity",
    _("School leader stayed from the year before"),
    _("Students whose school is led by someone who led it before this school year began."),
    "rate",
    _continuity_facts,
    direction="more",
    stage="adults",
    of_school=True,
    everyone=False,
)
