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

from django.db.models import Count, Q

from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.models import Group, Person, Role, School, Tie
from trellis.core.community.viewer import Viewer, active_at
from trellis.core.foundation.prepared_queries import PreparedQuery, counted
from trellis.core.foundation.query_forms import IdsOf
from trellis.design.blueprint.wording import Wording
from trellis.learning.internships.models import InternshipDay, Placement
from trellis.learning.internships.querysets import under_way_on

NAME_COLUMNS = ("given_name", "preferred_name", "family_name")
_PLACEMENTS = PreparedQuery(
    Placement, lambda placements: placements.only("student_id", "starts", "ends", "weekdays")
)
_WITH_NAMES = PreparedQuery(
    Placement,
    lambda placements: placements.select_related("student", "site").order_by(
        "student__given_name", "student__family_name", "pk"
    ),
)
_ARRIVALS = PreparedQuery(InternshipDay, lambda days: days.values_list("placement", flat=True))
_STUDENT_COUNT = PreparedQuery(Person, counted)
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
    """The students of a school who are expected at a site today and who of them have arrived; and the placements of
    those who have not, with their names."""

    expected: set[UUID] = field(default_factory=set)
    arrived: set[UUID] = field(default_factory=set)
    not_arrived: list[Placement] = field(default_factory=list)


def ids_of_students(viewer: Viewer, school: School) -> IdsOf:
    """The students of a school, as a condition: for rows that the viewer's own permissions limit."""
    at_school = active_at(viewer.now) & Q(role=Role.STUDENT, to_school=school)
    return IdsOf(
        Tie, "person", at_school, reason="find the rows of a school's students among those the viewer sees"
    )


def count_students(viewer: Viewer, school: School) -> int:
    """How many students of a school the viewer sees."""
    return sum(_STUDENT_COUNT.seen_by(viewer, pk__in=ids_of_students(viewer, school)))


def school_day(viewer: Viewer, school: School, words: Wording, today: date, in_school: bool) -> SchoolDay:
    """Who is expected at a site today, and who has checked in."""
    if not (words.has("internship") and in_school):
        return SchoolDay()
    placements = _PLACEMENTS.seen_by(viewer, under_way_on(today), student__in=ids_of_students(viewer, school))
    expected = [placement for placement in placements if placement.is_internship_day(today)]
    arrivals = set(_ARRIVALS.seen_by(viewer, placement__in=expected, date=today, arrived__isnull=False))
    arrived = {placement.student_id for placement in expected if placement.pk in arrivals}
    missing = [placement.pk for placement in expected if placement.student_id not in arrived]
    not_arrived = _WITH_NAMES.seen_by(viewer, pk__in=missing)
    add_distinctions([placement.student for placement in not_arrived])
    return SchoolDay({placement.student_id for placement in expected}, arrived, not_arrived)


def advisories_today(viewer: Viewer, school: School, day: SchoolDay) -> list[AdvisoryToday]:
    """Every advisory of the school by title, with how many of its students are where."""
    groups = _ADVISORIES.seen_by(viewer, school=school, kind=Group.Kind.ADVISORY)
    active = active_at(viewer.now)
    advisors: dict[UUID, list[Person]] = defaultdict(list)
    for tie in _ADVISORS.seen_by(viewer, active, to_group__in=groups, role=Role.ADVISOR):
        advisors[tie.to_group_id].append(tie.person)
    sizes = Counter(dict(_SIZES.seen_by(viewer, active, to_group__in=groups, role=Role.STUDENT)))
    members = _MEMBERS.seen_by(
        viewer, active, to_group__in=groups, role=Role.STUDENT, person__in=day.expected
    )
    group_of = dict(members)
    expected = Counter(group_of.values())
    not_arrived: dict[UUID, list[Placement]] = defaultdict(list)
    for placement in day.not_arrived:
        if placement.student_id in group_of:
            not_arrived[group_of[placement.student_id]].append(placement)
    return [
        AdvisoryToday(
            group,
            advisors[group.pk],
            sizes[group.pk],
            expected[group.pk],
            not_arrived[group.pk],
        )
        for group in groups
    ]
