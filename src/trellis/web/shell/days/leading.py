"""Where the students of a school are today, for whoever leads it: by advisory, with who has not checked in.

A school has hundreds of students: what can be counted is counted by the database, and only those are read who are
expected at a site.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.models import Group, Person, Role, School, Tie
from trellis.core.community.viewer import Viewer, active_at
from trellis.core.foundation.prepared_queries import IdsOf, PreparedQuery
from trellis.design.blueprint.wording import Wording
from trellis.learning.internships.models import InternshipDay, Placement
from trellis.learning.internships.querysets import under_way_on

NAME_COLUMNS = ("given_name", "preferred_name", "family_name")
_PLACEMENTS = PreparedQuery(
    Placement,
    lambda placements: (
        placements.select_related("student", "site")
        .only(
            "starts",
            "ends",
            "weekdays",
            "site__name",
            "student__grade",
            "student__created",
            "student__identifier",
            "student__email",
            *(f"student__{column}" for column in NAME_COLUMNS),
        )
        .order_by("student__given_name", "student__family_name", "pk")
    ),
)
_ARRIVALS = PreparedQuery(InternshipDay, lambda days: days.values_list("placement", flat=True))
_ADVISORIES = PreparedQuery(Group, lambda groups: groups.only("title").order_by("title"))
_ADVISORS = PreparedQuery(
    Tie,
    lambda ties: (
        ties.select_related("person")
        .only("to_group", *(f"person__{column}" for column in NAME_COLUMNS))
        .order_by("person__given_name", "person__family_name")
    ),
)
_SIZES = PreparedQuery(Tie, lambda ties: ties.order_by().values_list("to_group").annotate(Count("person")))
_MEMBERS = PreparedQuery(Tie, lambda ties: ties.values_list("person", "to_group"))


class AdvisoryToday(NamedTuple):
    """An advisory: its advisors, how many students it has and how many of them are expected at a site; and who of
    those has not checked in yet."""

    group: Group
    advisors: list[Person]
    students: int
    at_site: int
    not_arrived: list[Placement]


@dataclass
class SchoolDay:
    """The placements of a school's students who are expected at a site today, by student; and who has arrived."""

    placements: dict[UUID, Placement] = field(default_factory=dict)
    arrived: set[UUID] = field(default_factory=set)

    @property
    def not_arrived(self) -> list[Placement]:
        return [placement for pk, placement in self.placements.items() if pk not in self.arrived]


def ids_of_students(viewer: Viewer, school: School) -> IdsOf:
    """The students of a school, as a condition: for rows that the viewer's own permissions limit."""
    at_school = active_at(viewer.now) & Q(role=Role.STUDENT, to_school=school)
    return IdsOf(
        Tie, "person", at_school, reason="find the rows of a school's students among those the viewer sees"
    )


def school_students(viewer: Viewer, school: School) -> QuerySet[Person]:
    """The students of a school, as far as the viewer sees them."""
    return Person.objects.seen_by(viewer).filter(pk__in=ids_of_students(viewer, school))


def school_day(viewer: Viewer, school: School, words: Wording, today: date, in_school: bool) -> SchoolDay:
    """Who is expected at a site today, and who has checked in."""
    if not (words.has("internship") and in_school):
        return SchoolDay()
    placements = _PLACEMENTS.seen_by(viewer, under_way_on(today), student__in=ids_of_students(viewer, school))
    expected = [placement for placement in placements if placement.is_internship_day(today)]
    add_distinctions([placement.student for placement in expected])
    arrivals = set(_ARRIVALS.seen_by(viewer, placement__in=expected, date=today, arrived__isnull=False))
    arrived = {placement.student_id for placement in expected if placement.pk in arrivals}
    return SchoolDay({placement.student_id: placement for placement in expected}, arrived)


def advisories_today(viewer: Viewer, school: School, day: SchoolDay) -> list[AdvisoryToday]:
    """Every advisory of the school by title, with how many of its students are where."""
    groups = _ADVISORIES.seen_by(viewer, school=school, kind=Group.Kind.ADVISORY)
    active = active_at(viewer.now)
    advisors: dict[UUID, list[Person]] = defaultdict(list)
    for tie in _ADVISORS.seen_by(viewer, active, to_group__in=groups, role=Role.ADVISOR):
        advisors[tie.to_group_id].append(tie.person)
    sizes = Counter(dict(_SIZES.seen_by(viewer, active, to_group__in=groups, role=Role.STUDENT)))
    expected: dict[UUID, list[Placement]] = defaultdict(list)
    members = _MEMBERS.seen_by(
        viewer, active, to_group__in=groups, role=Role.STUDENT, person__in=day.placements
    )
    group_of = dict(members)
    for student, placement in day.placements.items():
        if student in group_of:
            expected[group_of[student]].append(placement)
    return [
        AdvisoryToday(
            group,
            advisors[group.pk],
            sizes[group.pk],
            len(expected[group.pk]),
            [placement for placement in expected[group.pk] if placement.student_id not in day.arrived],
        )
        for group in groups
    ]
