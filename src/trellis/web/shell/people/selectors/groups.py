"""The list of a school's groups: who leads them and how many students they have."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Count
from django.utils.text import capfirst

from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.models import Group, Person, Role, Tie
from trellis.core.community.viewer import TEACHING_ROLES, Viewer, active_at
from trellis.core.foundation.search import searchable_name

from ..directory import LISTED_KINDS
from ..filters import FilterForm


@dataclass
class GroupRow:
    """A group, the adults who lead it, and the number of its students."""

    group: Group
    adults: list[Person] = field(default_factory=list)
    students: int = 0


def kind_choices(groups: list[Group]) -> list[tuple[str, str]]:
    """The kinds of the list."""
    kinds = {group.kind for group in groups}
    return [(str(kind.value), str(capfirst(str(kind.label)))) for kind in LISTED_KINDS if kind in kinds]


def group_rows(viewer: Viewer, groups: list[Group]) -> list[GroupRow]:
    """The groups with their adults and number of students. Two queries."""
    order = {kind: number for number, kind in enumerate(Group.Kind)}
    by_title = sorted(groups, key=lambda group: (order[Group.Kind(group.kind)], group.title, group.pk))
    rows = {group.pk: GroupRow(group) for group in by_title}
    ties = Tie.objects.seen_by(viewer).filter(active_at(viewer.now), to_group__in=list(rows))
    for tie in ties.filter(role__in=TEACHING_ROLES).select_related("person").order_by("starts"):
        rows[tie.to_group_id].adults.append(tie.person)
    add_distinctions([person for row in rows.values() for person in row.adults])
    counts = ties.filter(role=Role.STUDENT).order_by().values_list("to_group").annotate(n=Count("person"))
    for pk, number in counts:
        rows[pk].students = number
    return list(rows.values())


def filter_group_rows(rows: list[GroupRow], filters: FilterForm) -> list[GroupRow]:
    """The groups that the filters leave. A name matches the group's or an adult's."""
    kind, is_unled = filters.value("kind"), filters.value("status") == "unled"
    return [
        row
        for row in rows
        if (not kind or row.group.kind == kind)
        and not (is_unled and row.adults)
        and any(
            filters.query.rank(searchable_name(name)) is not None
            for name in (row.group.title, *(adult.name for adult in row.adults))
        )
    ]
