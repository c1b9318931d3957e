"""Which students stand behind a gap: written with the figures, read by the leaders and counselors of their school."""

from __future__ import annotations

from uuid import UUID

from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.models import Person
from trellis.core.community.viewer import Viewer

from . import groups
from .models import StudentStanding
from .students import StudentArrays


def standing_rows(
    students: StudentArrays, year: int, not_yet: list[list[str]], figures: list[dict[str, float]]
) -> list[tuple]:
    """Rows of StudentStanding, in the order of STANDING_COLUMNS. not_yet, figures: for each student."""
    facets = [
        (facet, names, coded.tolist()) for facet, (names, coded) in students.levels.items() if facet != "all"
    ]
    schools = students.school.tolist()
    return [
        (
            students.schools[schools[place]],
            UUID(student),
            year,
            [
                groups.group_key(facet, names[coded[place]])
                for facet, names, coded in facets
                if groups.has_own_row(facet, names[coded[place]])
            ],
            not_yet[place],
            figures[place],
        )
        for student, place in students.place.items()
    ]


def students_not_counted_yet(
    viewer: Viewer, school_id: UUID, year: int, measure_key: str, group_key: str
) -> list[Person]:
    """The students of a group at one school who do not count for a measure yet, by name. Two queries."""
    standings = (
        StudentStanding.objects.seen_by(viewer)
        .filter(school=school_id, year=year)
        .values_list("student", "groups", "not_yet")
    )
    students = [
        student
        for student, of_groups, not_yet in standings
        if measure_key in not_yet and group_key in of_groups
    ]
    people = Person.objects.seen_by(viewer).filter(pk__in=students)
    return add_distinctions(list(people.order_by("family_name", "given_name", "pk")))
