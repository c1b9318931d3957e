"""The list of students: light rows of everybody in care to filter, and all columns for one page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.grades import grade_label
from trellis.core.community.models import Group, Person, Role, Tie
from trellis.core.community.viewer import Viewer, active_at
from trellis.core.foundation.languages import language_name
from trellis.core.foundation.search import SearchableName, fold_name, searchable_name
from trellis.learning.internships.models import Placement

from ..directory import LISTED_KINDS
from ..filters import FilterForm

LIGHT_COLUMNS = (
    "pk",
    "given_name",
    "preferred_name",
    "middle_name",
    "family_name",
    "grade",
    "home_languages",
)


class LightStudent(NamedTuple):
    """What a student is filtered and sorted by."""

    pk: UUID
    name: SearchableName
    order: tuple[str, str]
    grade: str
    languages: list[str]


@dataclass
class StudentRow:
    """A student on the list: their advisory and its advisors, their site, and the adults at home."""

    student: Person
    advisories: list[Group] = field(default_factory=list)
    advisors: list[Person] = field(default_factory=list)
    placement: Placement | None = None
    family: list[Person] = field(default_factory=list)


def light_students(people: QuerySet[Person]) -> list[LightStudent]:
    """Every student of the list, by last name. One query."""
    rows = [
        LightStudent(
            pk,
            searchable_name(given, preferred, middle, family),
            (fold_name(family), fold_name(preferred or given)),
            grade,
            languages,
        )
        for pk, given, preferred, middle, family, grade, languages in people.order_by().values_list(
            *LIGHT_COLUMNS
        )
    ]
    return sorted(rows, key=lambda row: (row.order, row.pk))


def grade_choices(students: Iterable[LightStudent]) -> list[tuple[str, str]]:
    """The grades of the list."""
    return [
        (grade, _("Grade %(grade)s") % {"grade": grade_label(grade)})
        for grade in sorted({row.grade for row in students if row.grade})
    ]


def language_choices(tags: Iterable[str]) -> list[tuple[str, str]]:
    """The languages of the list, by name."""
    return sorted(((tag, language_name(tag)) for tag in set(tags) if tag), key=lambda choice: choice[1])


def filter_students(
    viewer: Viewer, students: list[LightStudent], filters: FilterForm, day: date
) -> list[UUID]:
    """The keys of the students whom the filters leave, in the order of the list."""
    grade, language, group = (filters.value(name) for name in ("grade", "language", "group"))
    keys = {row.pk for row in students}
    if group:
        keys &= set(_student_ties(viewer).filter(to_group=group).values_list("person", flat=True))
    if filters.value("status") == "advisor":
        keys -= _with_advisor(viewer)
    if filters.value("status") == "internship":
        placements = Placement.objects.under_way(day).seen_by(viewer)
        keys -= set(placements.values_list("student", flat=True))
    return [
        row.pk
        for row in students
        if row.pk in keys
        and (not grade or row.grade == grade)
        and (not language or language in row.languages)
        and filters.query.rank(row.name) is not None
    ]


def _student_ties(viewer: Viewer) -> QuerySet[Tie]:
    return Tie.objects.seen_by(viewer).filter(active_at(viewer.now), role=Role.STUDENT)


def _with_advisor(viewer: Viewer) -> set[UUID]:
    """The students who are in a group that an advisor has."""
    advised = Tie.objects.seen_by(viewer).filter(
        active_at(viewer.now), role=Role.ADVISOR, to_group__isnull=False
    )
    ties = _student_ties(viewer).filter(to_group__in=advised.values("to_group"))
    direct = Tie.objects.seen_by(viewer).filter(
        active_at(viewer.now), role=Role.ADVISOR, to_person__isnull=False
    )
    return {*ties.values_list("person", flat=True), *direct.values_list("to_person", flat=True)}


def group_choices(groups: QuerySet[Group]) -> list[tuple[str, str]]:
    """Groups to filter by, advisories first."""
    order = {kind: number for number, kind in enumerate(LISTED_KINDS)}
    rows = sorted(groups.values_list("kind", "title", "pk"), key=lambda row: (order.get(row[0], 9), row[1]))
    return [(str(pk), title) for _kind, title, pk in rows]


def student_rows(viewer: Viewer, keys: list[UUID], day: date) -> list[StudentRow]:
    """All that one page of the list shows, in the order of `keys`. Five queries."""
    people = Person.objects.seen_by(viewer).in_bulk(keys)
    rows = {pk: StudentRow(people[pk]) for pk in keys if pk in people}
    add_distinctions(list(people.values()))
    _add_advisories(viewer, rows)
    family = Tie.objects.seen_by(viewer).filter(active_at(viewer.now), role=Role.GUARDIAN, to_person__in=keys)
    for tie in family.select_related("person").order_by("starts", "pk"):
        rows[tie.to_person_id].family.append(tie.person)
    placements = Placement.objects.under_way(day).seen_by(viewer).filter(student__in=keys)
    for placement in placements.select_related("site").order_by("starts"):
        rows[placement.student_id].placement = placement
    return list(rows.values())


def _add_advisories(viewer: Viewer, rows: dict[UUID, StudentRow]) -> None:
    ties = _student_ties(viewer).filter(person__in=rows, to_group__kind=Group.Kind.ADVISORY)
    advisories: dict[UUID, list[StudentRow]] = {}
    for tie in ties.select_related("to_group").order_by("starts"):
        if tie.to_group and tie.to_group not in rows[tie.person_id].advisories:
            rows[tie.person_id].advisories.append(tie.to_group)
            advisories.setdefault(tie.to_group.pk, []).append(rows[tie.person_id])
    advisors = Tie.objects.seen_by(viewer).filter(
        active_at(viewer.now), role=Role.ADVISOR, to_group__in=advisories
    )
    for tie in advisors.select_related("person").order_by("starts"):
        for row in advisories[tie.to_group_id]:
            row.advisors.append(tie.person)
