"""The filters of each list with what can be chosen: only what is on the list, and what the viewer may know of it."""

from __future__ import annotations

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from trellis.core.community.models import Group, School
from trellis.core.foundation.requests import Request
from trellis.design.blueprint.wording import wording_of

from . import directory
from .forms import FamilyFilterForm, GroupFilterForm, StaffFilterForm, StudentFilterForm
from .selectors import families, groups, staff, students
from .selectors.families import LightAdult
from .selectors.students import LightStudent


def student_filters(request: Request, school: School, rows: list[LightStudent]) -> StudentFilterForm:
    """Filters of a school's students. Who has no advisor is known to those who lead the school."""
    statuses = []
    if directory.leads(request.viewer, school):
        statuses.append(("advisor", _("No advisor")))
    if wording_of(school.pk).has("internship"):
        statuses.append(("internship", _("No internship")))
    in_care = directory.listed_groups(request.viewer).filter(school=school)
    choices = {
        "grade": students.grade_choices(rows),
        "group": students.group_choices(in_care),
        "language": students.language_choices(tag for row in rows for tag in row.languages),
        "status": statuses,
    }
    return StudentFilterForm(request.GET, choices)


def family_filters(request: Request, adults: list[LightAdult]) -> FamilyFilterForm:
    """Filters of families."""
    choices = {
        "language": students.language_choices(adult.language for adult in adults),
        "access": [(key, str(label)) for key, label in families.ACCESS_CHOICES],
    }
    return FamilyFilterForm(request.GET, choices)


def staff_filters(request: Request, is_leader: bool) -> StaffFilterForm:
    """Filters of staff. Who has not signed up is known to the school's leaders."""
    choices = {
        "role": [(key, str(capfirst(str(label)))) for key, label in staff.ROLE_CHOICES],
        "access": [(key, str(label)) for key, label in staff.ACCESS_CHOICES] if is_leader else [],
    }
    return StaffFilterForm(request.GET, choices)


def group_filters(request: Request, listed: list[Group]) -> GroupFilterForm:
    """Filters of groups."""
    choices = {"kind": groups.kind_choices(listed), "status": [("unled", _("No advisor or teacher yet"))]}
    return GroupFilterForm(request.GET, choices)
