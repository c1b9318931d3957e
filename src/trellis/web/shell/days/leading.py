"""Where the students of a school are today, for whoever leads it: by advisory, with who has checked in.

A school has hundreds of students: only the columns that the page shows are read.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, time
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from trellis.core.community.models import Group, Person, Role, School, Tie
from trellis.core.community.viewer import Viewer, active_at
from trellis.core.foundation.formatting import format_time
from trellis.design.blueprint.wording import Wording
from trellis.learning.internships.models import InternshipDay, Placement


class AdvisoryToday(NamedTuple):
    """An advisory: its advisors, and how many of its students are where."""

    group: Group
    advisors: list[Person]
    students: list[tuple[Person, str]]
    at_site: int
    not_arrived: int


@dataclass
class SchoolDay:
    """Who of a school goes to an internship today, and who has arrived. By student's id."""

    placements: dict[UUID, Placement] = field(default_factory=dict)
    arrived: dict[UUID, time] = field(default_factory=dict)

    @property
    def not_arrived(self) -> set[UUID]:
        return set(self.placements) - set(self.arrived)


def school_students(viewer: Viewer, school: School) -> QuerySet[Person]:
    """The students of a school, as far as the viewer sees them."""
    ties = Tie.objects.seen_by(viewer).filter(active_at(viewer.now), role=Role.STUDENT, to_school=school)
    return Person.objects.seen_by(viewer).filter(pk__in=ties.values("person"))


def school_day(viewer: Viewer, school: School, words: Wording, today: date, in_school: bool) -> SchoolDay:
    """Who is expected at a site today, and the hour at which they checked in."""
    if not words.has("internship"):
        return SchoolDay()
    students = school_students(viewer, school)
    placements = Placement.objects.under_way(today).seen_by(viewer).filter(student__in=students)
    placements = placements.select_related("site")
    expected = {row.student_id: row for row in placements if row.is_internship_day(today) and in_school}
    days = InternshipDay.objects.seen_by(viewer).filter(placement__in=placements, date=today)
    arrivals = days.exclude(arrived=None).values_list("placement__student", "arrived")
    return SchoolDay(expected, dict(arrivals))


def advisories_today(viewer: Viewer, school: School, day: SchoolDay) -> list[AdvisoryToday]:
    """Every advisory of the school with its students and where they are, by title."""
    groups = list(
        Group.objects.seen_by(viewer).filter(school=school, kind=Group.Kind.ADVISORY).order_by("title")
    )
    ties = Tie.objects.seen_by(viewer).filter(active_at(viewer.now), to_group__in=groups)
    students: dict[UUID, list[Person]] = defaultdict(list)
    advisors: dict[UUID, list[Person]] = defaultdict(list)
    for tie in ties.select_related("person").order_by("person__given_name", "person__family_name"):
        if tie.role == Role.STUDENT:
            students[tie.to_group_id].append(tie.person)
        elif tie.role == Role.ADVISOR:
            advisors[tie.to_group_id].append(tie.person)
    return [
        AdvisoryToday(
            group,
            advisors[group.pk],
            [(person, _where(person, day)) for person in students[group.pk]],
            sum(person.pk in day.placements for person in students[group.pk]),
            sum(person.pk in day.not_arrived for person in students[group.pk]),
        )
        for group in groups
    ]


def _where(person: Person, day: SchoolDay) -> str:
    placement = day.placements.get(person.pk)
    if placement is None:
        return _("at school")
    if person.pk in day.arrived:
        facts = {"site": placement.site.name, "time": format_time(day.arrived[person.pk])}
        return _("%(site)s, arrived %(time)s") % facts
    return _("%(site)s, not checked in yet") % {"site": placement.site.name}
