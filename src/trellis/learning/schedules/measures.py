"""How many adults know a student well by the school's week, how large advisories are, and whether teams met to plan."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import CalendarDay, Group, Network, Role, Tie
from trellis.core.community.viewer import active_at
from trellis.core.foundation.measures import Fact, Year, register
from trellis.design.blueprint.package.days import DAYS
from trellis.learning.teams.models import Meeting

from .adopted_weeks import AdoptedWeek, holds_on, read_adopted_week, times_a_week
from .models import DesignTeam, WeekDesign, WeekMeeting

LESSONS_TO_KNOW = 3
"""An adult who sees a student so often in a week knows them well; as two designs are compared."""


def _groups_of_students(network: Network, year: Year, *kinds: str) -> dict[UUID, set[UUID]]:
    """By student, the groups that they were in on the year's day."""
    now = active_at(min(year.moments[1], timezone.now()))
    ties = Tie.objects.system().filter(
        now,
        role=Role.STUDENT,
        to_group__isnull=False,
        to_group__deleted_at=None,
        person__network=network,
        person__deleted_at=None,
    )
    groups: dict[UUID, set[UUID]] = defaultdict(set)
    if kinds:
        ties = ties.filter(to_group__kind__in=kinds)
    for student, group in ties.values_list("person", "to_group").iterator(chunk_size=20_000):
        groups[student].add(group)
    return groups


def _advisory_facts(network: Network, year: Year) -> Iterator[Fact]:
    """Each student of an advisory: how many students it has; of two advisories, the larger."""
    groups = _groups_of_students(network, year, Group.Kind.ADVISORY)
    sizes = Counter(group for own_groups in groups.values() for group in own_groups)
    for student, own_groups in groups.items():
        yield student.hex, max(sizes[group] for group in own_groups), 1


def _adopted(network: Network) -> list[WeekDesign]:
    return list(WeekDesign.objects.adopted().system().filter(school__network=network))


def _adults_facts(network: Network, year: Year) -> Iterator[Fact]:
    """Each student with lessons in their school's week: the adults whom they have often enough."""
    weeks = [read_adopted_week(design) for design in _adopted(network) if holds_on(design, year.day)]
    if not weeks:
        return
    week_of = {group: week for week in weeks for lesson in week.lessons for group in lesson.groups}
    counts: dict[frozenset[UUID], int] = {}
    for student, groups in _groups_of_students(network, year).items():
        own_groups = frozenset(group for group in groups if group in week_of)
        if own_groups:
            if own_groups not in counts:
                counts[own_groups] = _count_adults(own_groups, week_of)
            yield student.hex, counts[own_groups], 1


def _count_adults(groups: frozenset[UUID], week_of: dict[UUID, AdoptedWeek]) -> int:
    week = week_of[next(iter(groups))]
    return sum(times >= LESSONS_TO_KNOW for times in times_a_week(week, groups).values())


def _shared_planning_facts(network: Network, year: Year) -> Iterator[Fact]:
    """Each student of a school with a week in use: its adults with lessons, and those who plan with a colleague."""
    shares = {}
    for design in _adopted(network):
        if holds_on(design, year.day):
            shares[design.school_id] = _planners(read_adopted_week(design))
    now = active_at(min(year.moments[1], timezone.now()))
    ties = Tie.objects.system().filter(now, role=Role.STUDENT, to_school__in=shares, person__deleted_at=None)
    for student, school in dict(ties.order_by("starts").values_list("person", "to_school")).items():
        planners, adults = shares[school]
        if adults:
            yield student.hex, planners, adults


def _planners(week: AdoptedWeek) -> tuple[int, int]:
    """How many adults plan with somebody at least once a week, and how many have lessons."""
    adults, planners = set(), set()
    for lesson in week.lessons:
        if lesson.title:
            adults |= lesson.staff
        elif len(lesson.staff) > 1:
            planners |= lesson.staff
    return len(adults & planners), len(adults)


def _planning_facts(network: Network, year: Year) -> Iterator[Fact]:
    """Each student of a team: the team's planning times that have passed, and those of which notes were kept."""
    planned = _planned_days(network, year)
    if not planned:
        return
    rows = Meeting.objects.system().filter(
        group__in=planned, day__gte=year.starts, day__lte=year.day, deleted_at=None
    )
    met_days: dict[UUID, set[date]] = defaultdict(set)
    for group, day in rows.values_list("group", "day"):
        met_days[group].add(day)
    for student, groups in _groups_of_students(network, year, Group.Kind.TEAM).items():
        own_groups = [group for group in groups if planned.get(group)]
        total = sum(len(planned[group]) for group in own_groups)
        if total:
            met = sum(len(planned[group] & met_days[group]) for group in own_groups)
            yield student.hex, met, total


def _planned_days(network: Network, year: Year) -> dict[UUID, set[date]]:
    """By group of a team, the days so far on which its week has planning and the school was open."""
    designs = {design.pk: design for design in _adopted(network)}
    teams = DesignTeam.objects.system().filter(design__in=designs, group__isnull=False, deleted_at=None)
    group_of = dict(teams.values_list("pk", "group"))
    meetings = WeekMeeting.objects.system().filter(team__in=group_of, subject=None, deleted_at=None)
    closed = CalendarDay.objects.system().filter(
        Q(kind=CalendarDay.Kind.CLOSED), school__network=network, deleted_at=None
    )
    closed_days = set(closed.values_list("school", "date"))
    planned: dict[UUID, set[date]] = defaultdict(set)
    for design_id, team_id, key in meetings.values_list("design", "team", "day"):
        design = designs[design_id]
        for day in _dates(design, DAYS.index(key), year):
            if (design.school_id, day) not in closed_days:
                planned[group_of[team_id]].add(day)
    return planned


def _dates(design: WeekDesign, weekday: int, year: Year) -> Iterator[date]:
    """Dates of one weekday on which the design held, within the year so far."""
    first = max(design.starts or year.starts, year.starts)
    last = min(year.day, design.ends or year.day)
    day = first + timedelta(days=(weekday - first.weekday()) % 7)
    while day <= last:
        yield day
        day += timedelta(days=7)


register(
    "advisory-size",
    _("Students in an advisory"),
    _("Among students in an advisory: how many students it has."),
    "mean",
    _advisory_facts,
    direction="fewer",
    stage="adults",
    everyone=False,
)
register(
    "adults-who-know-well",
    _("Adults who know each student well"),
    _(
        "Among students of schools with a week in use: adults who teach or advise the student "
        "at least three times a week."
    ),
    "mean",
    _adults_facts,
    direction="more",
    stage="adults",
    everyone=False,
)
register(
    "planning-kept",
    _("Team met to plan together"),
    _("Of the planning times in the week of the student’s team so far, those with notes of a meeting."),
    "rate",
    _planning_facts,
    direction="more",
    stage="adults",
    everyone=False,
    blank_at_zero=True,
)
register(
    "shared-planning",
    _("Teachers with shared planning"),
    _(
        "Of the adults who teach in the week of the student’s school, those who have time to plan together with a "
        "colleague every week."
    ),
    "rate",
    _shared_planning_facts,
    direction="more",
    stage="adults",
    of_school=True,
    everyone=False,
)
