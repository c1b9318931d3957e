"""What coaching a student's school gets: hours, commitments kept, and how long ago the last visit was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from uuid import UUID

from django.db.models import F, Max, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Network, Role, Tie
from trellis.core.community.viewer import active_at
from trellis.core.foundation.measures import Fact, Year, register

from .models import CoachVisit, VisitCommitment

_MINUTES = F("visit_minutes") + F("preparation_minutes") + F("follow_up_minutes")


def _students(network: Network, year: Year, schools: Mapping[UUID, object]) -> Iterator[tuple[UUID, UUID]]:
    """Each student of these schools with the school."""
    now = active_at(min(year.moments[1], timezone.now()))
    ties = Tie.objects.system().filter(
        now, role=Role.STUDENT, to_school__in=list(schools), person__network=network
    )
    rows = ties.filter(person__deleted_at=None).order_by("starts").values_list("person", "to_school")
    yield from dict(rows).items()


def _visits(network: Network, year: Year) -> QuerySet[CoachVisit]:
    return CoachVisit.objects.system().filter(
        school__network=network,
        status=CoachVisit.Status.MADE,
        day__gte=year.starts,
        day__lte=year.day,
        deleted_at=None,
    )


def _hour_facts(network: Network, year: Year) -> Iterator[Fact]:
    minutes = dict(_visits(network, year).order_by().values_list("school").annotate(minutes=Sum(_MINUTES)))
    for student, school in _students(network, year, minutes):
        yield student.hex, minutes[school] / 60, 1


def _commitment_facts(network: Network, year: Year) -> Iterator[Fact]:
    rows = VisitCommitment.objects.system().filter(
        visit__school__network=network, due__gte=year.starts, due__lte=year.day, removed_at=None
    )
    counts: dict[UUID, list[int]] = defaultdict(lambda: [0, 0])
    for school, status in rows.values_list("visit__school", "status"):
        counts[school][0] += status == VisitCommitment.Status.DONE
        counts[school][1] += 1
    for student, school in _students(network, year, counts):
        done, due = counts[school]
        yield student.hex, done, due


def _pause_facts(network: Network, year: Year) -> Iterator[Fact]:
    last = dict(_visits(network, year).order_by().values_list("school").annotate(Max("day")))
    for student, school in _students(network, year, last):
        yield student.hex, (year.day - last[school]).days, 1


register(
    "coach-hours",
    _("Hours of coaching at the school"),
    _("The hours that a coach worked with the student’s school so far this year, without travel."),
    "mean",
    _hour_facts,
    direction="more",
    stage="adults",
    of_school=True,
    everyone=False,
    blank_at_zero=True,
)
register(
    "coach-commitments-kept",
    _("School kept its commitments with the coach"),
    _(
        "Of the commitments from coach visits that were due at the student’s school so far this year, those done."
    ),
    "rate",
    _commitment_facts,
    direction="more",
    stage="adults",
    of_school=True,
    everyone=False,
    blank_at_zero=True,
)
register(
    "days-since-coach-visit",
    _("Days since the last coach visit"),
    _(
        "The days since a coach last visited the student’s school. Schools without a visit this year are left out."
    ),
    "mean",
    _pause_facts,
    direction="fewer",
    stage="adults",
    of_school=True,
    everyone=False,
    blank_at_zero=True,
)
