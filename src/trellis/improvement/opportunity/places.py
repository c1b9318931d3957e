"""Schools and advisories: the lists that stand beside the figures."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from trellis.core.community.models import Group, Role, School, Tie
from trellis.core.community.viewer import Viewer, active_at
from trellis.core.foundation.prepared_queries import PreparedQuery

from . import figures
from .models import GapTable
from .overview import ListedMeasure

_LINES = PreparedQuery(
    GapTable, lambda tables: tables.values_list("school", "students", "clear_gaps", "totals")
)
_GROUPS = PreparedQuery(Group, lambda groups: groups.order_by("title", "pk"))
_TIES = PreparedQuery(
    Tie,
    lambda ties: ties.values_list(
        "to_group_id", "role", "person__given_name", "person__preferred_name", "person__family_name"
    ),
)


@dataclass
class Advisory:
    """An advisory, who leads it, and how many students it has."""

    group: Group
    advisors: list[str] = field(default_factory=list)
    students: int = 0


def find_schools(viewer: Viewer, network_id: UUID, query: str = "") -> QuerySet[School]:
    """The network's schools by name; those whose name, city or district says what was asked for."""
    schools = School.objects.seen_by(viewer).filter(network=network_id).select_related("district")
    if query:
        schools = schools.filter(
            Q(name__icontains=query) | Q(city__icontains=query) | Q(district__name__icontains=query)
        )
    return schools.order_by("name", "pk")


@dataclass(frozen=True)
class SchoolLine:
    """One school of the list. results: of the listed measures, "" where it has none or they stay hidden. clear_gaps:
    how many groups are behind there; None before the figures are there."""

    school: School
    students: str
    results: list[str]
    clear_gaps: int | None


def school_lines(
    viewer: Viewer, year: int | None, schools: list[School], measures: list[ListedMeasure]
) -> list[SchoolLine]:
    """Schools with their size, their results on some measures, and how many groups are behind. One query."""
    if year is None or not schools:
        return [SchoolLine(school, "", [], None) for school in schools]
    tables = _LINES.seen_by(viewer, school__in=schools, year=year, audience=GapTable.Audience.NETWORK)
    by_school = {pk: rest for pk, *rest in tables}
    lines = []
    for school in schools:
        students, clear, totals = by_school.get(school.pk, (None, None, {}))
        values = [totals.get(measure.key) for measure in measures]
        results = ["" if value is None else figures.format_share(value) for value in values]
        size = "" if students is None else format_size(students)
        lines.append(SchoolLine(school, size, results, clear))
    return lines


def format_size(students: int) -> str:
    """How many students a school has; a small one says fewer."""
    return figures.format_int(students) if students >= figures.MIN_N else f"< {figures.MIN_N}"


def advisories(viewer: Viewer, school_id: UUID) -> list[Advisory]:
    """The advisories of a school that the viewer leads, by title. Two queries."""
    groups = _GROUPS.seen_by(viewer, school=school_id, kind=Group.Kind.ADVISORY)
    advisory_by_group = {group.pk: Advisory(group) for group in groups}
    ties = _TIES.seen_by(
        viewer,
        active_at(viewer.now),
        to_group__in=advisory_by_group,
        role__in=(Role.STUDENT, Role.ADVISOR),
    )
    sizes: Counter[UUID] = Counter()
    for group, role, given_name, preferred_name, family_name in ties:
        if role == Role.ADVISOR:
            advisory_by_group[group].advisors.append(f"{preferred_name or given_name} {family_name}")
        else:
            sizes[group] += 1
    for group, advisory in advisory_by_group.items():
        advisory.students = sizes[group]
    return list(advisory_by_group.values())


def group_counts(school_id: UUID) -> dict[str, int]:
    """How many groups of each kind a school has: numbers alone, for whoever may see the school."""
    rows = (
        Group.objects.system()
        .filter(school=school_id, deleted_at=None)
        .order_by()
        .values_list("kind")
        .annotate(groups=Count("pk"))
    )
    return dict(rows)
