"""Whether adults learn in the way they teach: practice scored by two, tuned by colleagues, or shown to a panel."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.assessment.exhibitions.models import Exhibition
from trellis.assessment.portfolios.models import TaskPart
from trellis.core.community.models import Network, Role, Tie
from trellis.core.community.viewer import SCHOOL_ROLES, active_at
from trellis.core.foundation.measures import Fact, Year, register
from trellis.learning.projects.models import Author, TuningComment

TEACHING = (Role.TEACHER, Role.ADVISOR)
DAYS = 365


def _adults_by_school(network: Network, roles: tuple[str, ...], moment: datetime) -> dict[UUID, set[UUID]]:
    """By school, the adults who have any of these roles there, or in a group of it."""
    ties = Tie.objects.system().filter(
        active_at(moment), role__in=roles, person__network=network, person__deleted_at=None
    )
    adults: dict[UUID, set[UUID]] = defaultdict(set)
    for person, school, group_school in ties.values_list("person_id", "to_school_id", "to_group__school_id"):
        if school or group_school:
            adults[school or group_school].add(person)
    return adults


def _scored_by_two(network: Network, first: datetime, after: datetime) -> set[UUID]:
    """Adults with a piece of practice whose levels two people settled between these moments."""
    parts = TaskPart.objects.system().filter(
        task__practice__gt="",
        task__student__network=network,
        settled_at__gte=first,
        settled_at__lt=after,
        deleted_at=None,
    )
    return set(parts.values_list("task__student_id", flat=True))


def _tuned(network: Network, first: datetime, after: datetime) -> set[UUID]:
    """Adults a project of whose was tuned by somebody else between these moments."""
    sessions = TuningComment.objects.system().filter(
        project__school__network=network, created__gte=first, created__lt=after, deleted_at=None
    )
    authors: dict[UUID, set[UUID]] = defaultdict(set)
    rows = Author.objects.system().filter(project__in=sessions.values("project"))
    for project, person in rows.values_list("project_id", "person_id"):
        authors[project].add(person)
    tuned: set[UUID] = set()
    for project, by in sessions.values_list("project_id", "by_id"):
        if by not in authors[project]:
            tuned |= authors[project]
    return tuned


def _exhibited(network: Network, first: datetime, after: datetime) -> set[UUID]:
    """Adults who held an exhibition of practice between these moments."""
    rows = Exhibition.objects.system().filter(
        student__network=network,
        practice_school__isnull=False,
        held_at__gte=first,
        held_at__lt=after,
        deleted_at=None,
    )
    return set(rows.values_list("student_id", flat=True))


def _facts_of_schools(
    network: Network, adults: dict[UUID, set[UUID]], counted: set[UUID], moment: datetime
) -> Iterator[Fact]:
    """Each student of a school gets the school's value: how many of its adults count, and how many there are."""
    ties = Tie.objects.system().filter(
        active_at(moment), role=Role.STUDENT, to_school__in=list(adults), person__network=network
    )
    rows = ties.filter(person__deleted_at=None).order_by("starts").values_list("person_id", "to_school_id")
    for student, school in dict(rows).items():
        yield student.hex, len(adults[school] & counted), len(adults[school])


def _portfolio_facts(network: Network, year: Year) -> Iterator[Fact]:
    first, after = year.moments
    moment = min(after, timezone.now())
    adults = _adults_by_school(network, TEACHING, moment)
    return _facts_of_schools(network, adults, _scored_by_two(network, first, after), moment)


def _learning_facts(network: Network, year: Year) -> Iterator[Fact]:
    moment = min(year.moments[1], timezone.now())
    span = (moment - timedelta(days=DAYS), moment)
    learned = _scored_by_two(network, *span) | _tuned(network, *span) | _exhibited(network, *span)
    return _facts_of_schools(network, _adults_by_school(network, SCHOOL_ROLES, moment), learned, moment)


register(
    "practice-scored-twice",
    _("Teachers had their practice scored by two people"),
    _(
        "Of the teachers and advisors at the student’s school, those with a piece scored by two people this year."
    ),
    "rate",
    _portfolio_facts,
    direction="more",
    stage="adults",
    of_school=True,
    everyone=False,
    blank_at_zero=True,
    accumulates=True,
)
register(
    "adults-learn-as-students",
    _("Adults learned the way they teach"),
    _(
        "Of the adults at the student’s school, those who in the last 365 days had a project tuned, a piece of "
        "practice scored by two people, or an exhibition of practice."
    ),
    "rate",
    _learning_facts,
    direction="more",
    stage="adults",
    of_school=True,
    everyone=False,
    blank_at_zero=True,
)
