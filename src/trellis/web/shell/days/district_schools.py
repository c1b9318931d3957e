"""The schools of a district as its superintendent sees them: their size, and milestones where an app tells them."""

from __future__ import annotations

from typing import NamedTuple

from trellis.adults.partnerships.district_sections import SchoolMilestones, milestones_by_school
from trellis.core.community.models import District, School
from trellis.core.community.viewer import Viewer
from trellis.improvement.opportunity.places import school_lines


class DistrictSchool(NamedTuple):
    """A school with how many students it has, as figures show it ("" before there are any), and its milestones."""

    school: School
    students: str
    milestones: SchoolMilestones | None


def schools_of_district(viewer: Viewer, district: District) -> list[School]:
    """The schools of a district, by name."""
    schools = School.objects.seen_by(viewer).filter(district=district, deleted_at=None)
    return list(schools.select_related("district").order_by("name"))


def district_schools(
    viewer: Viewer, district: District, schools: list[School], year: int | None
) -> list[DistrictSchool]:
    """Each school with its size in a year's figures, and what apps tell of its milestones."""
    milestones = milestones_by_school(viewer, district)
    lines = school_lines(viewer, year, schools, [])
    return [DistrictSchool(line.school, line.students, milestones.get(line.school.pk)) for line in lines]
